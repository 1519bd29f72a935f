//! Where no network names anybody: the AS that announces it, then the country's CSIRT.

use super::*;

#[test]
fn the_as_and_then_the_country_s_csirt_stand_in_where_no_network_names_anybody() {
    let dump = "
inetnum: 192.0.2.0 - 192.0.2.127
netname: SILENT
country: FR
source: RIPE

inetnum: 192.0.2.128 - 192.0.2.255
netname: NAMED
country: FR
abuse-c: R1
source: RIPE

aut-num: AS64500
as-name: EX-AS
org: ORG-EX
source: RIPE

aut-num: AS64501
source: RIPE

organisation: ORG-EX
org-name: Example
abuse-c: R2
source: RIPE

role: r
nic-hdl: R1
abuse-mailbox: own@net.example
source: RIPE

role: r
nic-hdl: R2
abuse-mailbox: as@net.example
source: RIPE
";
    let bench = Bench::new(&[
        ("ripe.db", dump),
        (
            "routes.pfx2as",
            "192.0.2.0\t26\t64500\n192.0.2.64\t26\t64501\n192.0.2.128\t25\t64500\n",
        ),
        (
            "csirt.csv",
            "country,mailbox,name\nFR,cert@fr.example,CERT-FR\nfr,x@fr.example,\nXX,y@z.example,\nDE,nobody,\n",
        ),
    ]);
    let resolver = bench.resolver("");
    expect_the_same_when_walking(&resolver);
    for (address, expected) in [
        (
            "192.0.2.1",
            "as@net.example 50 0: aut-num AS64500 (EX-AS) > org ORG-EX > abuse-c R2",
        ),
        // Its AS names nobody: the CSIRT is for a person to decide about.
        ("192.0.2.65", "below-threshold"),
        (
            "192.0.2.129",
            "own@net.example 95 0: inetnum 192.0.2.128 - 192.0.2.255 (NAMED) > abuse-c R1",
        ),
        ("203.0.113.1", "no-source"),
    ] {
        assert_eq!(brief(&resolver, address), expected, "{address}");
    }
    let review = decided(&resolver, "192.0.2.65");
    let team = review.alternates().next().unwrap();
    assert_eq!(
        (team.mailbox.as_ref().unwrap().as_str(), team.confidence),
        ("cert@fr.example", 10)
    );
    // What the sighting says of its AS comes before the table.
    let said = Facts {
        asn: Some(64500),
        ..Facts::default()
    };
    let decision = resolver.decide("192.0.2.65".parse().unwrap(), &said).unwrap();
    assert_eq!(decision.confidence, 50);
    // A sighting without an AS has one for the rules.
    let ruled = bench.resolver("match,contact,language,action,note\nAS64501,rule@net.example,,,\n");
    assert_eq!(
        brief(&ruled, "192.0.2.65"),
        "rule@net.example 100 0: rule AS64501 on line 2"
    );
    expect_the_same_when_walking(&ruled);
    let defects = bench
        .import(&[(
            "csirt.csv",
            "country,mailbox\nFR,cert@fr.example\nfr,x@fr.example\nXX,y@z.example\nDE,nobody\n",
        )])
        .unwrap();
    assert_eq!((defects.teams, defects.defect_count), (1, 3));
    let lost = bench
        .import(&[("routes.tsv", "2001:db8::\t2001:db8::f\t64500\tFR\tX\n")])
        .unwrap_err();
    assert!(matches!(
        lost,
        ImportError::WouldLose {
            class: "IPv4 route",
            ..
        }
    ));
}
