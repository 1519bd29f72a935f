//! Several registries side by side, and which of them comes first.

use super::dump::ripe;
use super::statistics::statistics;
use super::*;

#[test]
#[expect(clippy::too_many_lines, reason = "one story")]
fn several_registries_stand_side_by_side() {
    let bench = ripe();
    let apnic = "
inetnum: 203.0.113.0 - 203.0.113.255
netname: EX-AP
country: AU
mnt-irt: IRT-EX
source: APNIC

inetnum: 203.0.113.0 - 203.0.113.127
netname: EX-CHILD
source: APNIC

inetnum: 203.0.113.128 - 203.0.113.143
netname: EX-ABUSE-C
abuse-c: AEX-AP
mnt-irt: IRT-EX
source: APNIC

inetnum: 203.0.113.144 - 203.0.113.151
netname: EX-KR
mnt-irt: IRT-KR
source: KRNIC

inetnum: 192.0.2.0 - 192.0.2.255
netname: IANA-NETBLOCK-192
mnt-irt: IRT-EX
source: APNIC

role: EX
nic-hdl: AEX-AP
abuse-mailbox: abuse@ex.example
remarks: abuse@ex.example is invalid
source: APNIC

irt: IRT-EX
abuse-mailbox: irt@ex.example
source: APNIC

irt: IRT-KR
abuse-mailbox: hostmaster@nic.or.kr
source: KRNIC
";
    let afrinic = "
inetnum: 198.51.100.0 - 198.51.100.127
netname: EX-AF
org: ORG-AF
tech-c: TEC-AF
source: AFRINIC

inetnum: 198.51.100.0 - 198.51.100.15
netname: EX-ROLE
tech-c: TEC-AF
source: AFRINIC

organisation: ORG-AF
abuse-mailbox: abuse@af.example
source: AFRINIC

role: tech
nic-hdl: TEC-AF
abuse-mailbox: noc@af.example
source: AFRINIC
";
    bench
        .import(&[("apnic.db", apnic), ("afrinic.db", afrinic)])
        .unwrap();
    let rules = "match,contact,language,action,note\ncountry:NL,cert@nl.example,nl,,\n192.0.2.3/32,,de,,\nAS64500,,,suppress,\n";
    expect_the_same_when_walking(&bench.resolver(rules));
    bench
        .import(&[(
            "apnic",
            &statistics(
                "apnic",
                &[
                    "AU|ipv4|192.0.2.0|100|20200101|allocated|h",
                    "|ipv4|192.0.2.128|8||reserved",
                ],
            ),
        )])
        .unwrap();
    expect_the_same_when_walking(&bench.resolver(rules));
    std::fs::remove_file(bench.index_folder().join("apnic.delegated")).unwrap();
    let resolver = bench.resolver("");
    expect_the_same_when_walking(&resolver);
    for (address, expected) in [
        (
            "192.0.2.1",
            "abuse@own.example 95 0: inetnum 192.0.2.0 - 192.0.2.15 (OWN) > abuse-c AR-OWN",
        ),
        (
            "203.0.113.1",
            "irt@ex.example 85 1: inetnum 203.0.113.0 - 203.0.113.127 (EX-CHILD) > inetnum 203.0.113.0 - 203.0.113.255 (EX-AP) > mnt-irt IRT-EX",
        ),
        (
            "203.0.113.128",
            "abuse@ex.example 75 0: inetnum 203.0.113.128 - 203.0.113.143 (EX-ABUSE-C) > abuse-c AEX-AP",
        ),
        // The national registry's own mailbox is not sure enough; the parent's is.
        (
            "203.0.113.150",
            "irt@ex.example 85 1: inetnum 203.0.113.144 - 203.0.113.151 (EX-KR) > inetnum 203.0.113.0 - 203.0.113.255 (EX-AP) > mnt-irt IRT-EX",
        ),
        (
            "198.51.100.100",
            "abuse@af.example 85 0: inetnum 198.51.100.0 - 198.51.100.127 (EX-AF) > org ORG-AF",
        ),
        (
            "198.51.100.1",
            "noc@af.example 75 0: inetnum 198.51.100.0 - 198.51.100.15 (EX-ROLE) > admin-c or tech-c TEC-AF",
        ),
        ("198.51.100.200", "no-abuse-role"),
    ] {
        assert_eq!(brief(&resolver, address), expected, "{address}");
    }
}

#[test]
fn the_registry_that_holds_a_block_comes_first() {
    let dump = |registry: &str, range: &str| {
        format!(
            "role: r\nnic-hdl: R1\nabuse-mailbox: {registry}@net.example\nsource: {registry}\n\ninetnum: {range}\nnetname: N\nabuse-c: R1\nsource: {registry}\n"
        )
    };
    let bench = Bench::new(&[
        ("ripe", &dump("RIPE", "192.0.2.0 - 192.0.2.15")),
        ("apnic", &dump("APNIC", "192.0.2.0 - 192.0.2.255")),
    ]);
    assert!(
        brief(&bench.resolver(""), "192.0.2.1").starts_with("RIPE@net.example"),
        "the smaller one"
    );
    let apnic = statistics("apnic", &["AU|ipv4|192.0.2.0|256|20200101|allocated|h"]);
    bench.import(&[("apnic", &apnic)]).unwrap();
    assert!(brief(&bench.resolver(""), "192.0.2.1").starts_with("APNIC@net.example"));
}
