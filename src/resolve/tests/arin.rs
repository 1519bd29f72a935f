//! ARIN's bulk data, the same world in its two forms.

use std::fmt::Write as _;

use super::*;

/// The same world in both forms of ARIN's bulk data: net, handle, range, organisation, abuse contact.
const ARIN_NETS: &[(&str, &str, &str, &str, &str)] = &[
    (
        "NET198",
        "NET-198-0-0-0-0",
        "198.0.0.0 - 198.255.255.255",
        "IANA",
        "",
    ),
    (
        "EX-ALLOC",
        "NET-198-51-100-0-1",
        "198.51.100.0 - 198.51.100.127",
        "EX-1",
        "",
    ),
    (
        "EX-OWN",
        "NET-198-51-100-0-2",
        "198.51.100.0 - 198.51.100.15",
        "EX-1",
        "OWN1-ARIN",
    ),
    (
        "EX-CUSTOMER",
        "NET-198-51-100-16-1",
        "198.51.100.16 - 198.51.100.31",
        "C00000001",
        "",
    ),
    (
        "EX-DANGLING",
        "NET-198-51-100-32-1",
        "198.51.100.32 - 198.51.100.47",
        "GONE-1",
        "GONE2-ARIN",
    ),
    (
        "EX-STALE",
        "NET-198-51-100-48-1",
        "198.51.100.48 - 198.51.100.63",
        "C00000001",
        "STALE-ARIN",
    ),
    (
        "RIPE-HAS-IT",
        "NET-198-51-100-192-1",
        "198.51.100.192 - 198.51.100.255",
        "RIPE",
        "",
    ),
    (
        "EX-ALONE",
        "NET-203-0-113-0-1",
        "203.0.113.0 - 203.0.113.255",
        "C00000001",
        "",
    ),
    (
        "EX-V6",
        "NET6-2001-DB8-1",
        "2001:db8:: - 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
        "EX-1",
        "",
    ),
];
/// Organisations with name and abuse contact; contacts with mailbox and comment.
const ARIN_ORGANISATIONS: &[(&str, &str, &str)] = &[
    ("EX-1", "Example & Sons", "ABUSE1-ARIN"),
    ("C00000001", "A customer", ""),
    ("RIPE", "RIPE NCC", "RIPE-ABUSE"),
    ("IANA", "IANA", "IANA-ABUSE"),
];
const ARIN_CONTACTS: &[(&str, &str, &str)] = &[
    ("ABUSE1-ARIN", "abuse@ex.example", ""),
    ("OWN1-ARIN", "own@ex.example", ""),
    (
        "STALE-ARIN",
        "old@ex.example",
        "ARIN has attempted to validate the data for this POC, without an answer",
    ),
    ("RIPE-ABUSE", "abuse@elsewhere.example", ""),
    ("IANA-ABUSE", "abuse@nobody.example", ""),
];

fn arin_text() -> String {
    let mut text = "# a notice\n\nASHandle: AS64500\nOrgID: EX-1\nASName: EX-AS\nASNumber: 64500 - 64501\nSource: ARIN\n\n".to_owned();
    for (name, handle, range, organisation, abuse) in ARIN_NETS {
        let class = if range.contains(':') {
            "V6NetHandle"
        } else {
            "NetHandle"
        };
        write!(text, "{class}: {handle}\nOrgID: {organisation}\nParent: \nNetName: {name}\nNetRange: {range}\nNetType: assignment\nTechHandle: TECH-ARIN\nAbuseHandle: {abuse}\nSource: ARIN\n\n").unwrap();
    }
    for (handle, name, abuse) in ARIN_ORGANISATIONS {
        write!(text, "OrgID: {handle}\nOrgName: {name}\nState/Prov: VA\nCountry: US\nOrgTechHandle: TECH-ARIN\nOrgAbuseHandle: {abuse}\nSource: ARIN\n\n").unwrap();
    }
    for (handle, mailbox, comment) in ARIN_CONTACTS {
        write!(
            text,
            "POCHandle: {handle}\nIsRole: Y\nMailbox: {mailbox}\nComment: {comment}\nSource: ARIN\n\n"
        )
        .unwrap();
    }
    text
}

fn arin_xml() -> String {
    let link = |handle: &str, function: &str| match handle {
        "" => String::new(),
        handle => format!("<pocLink function=\"{function}\" handle=\"{handle}\" description=\"x\"/>"),
    };
    let mut text = "<?xml version='1.0'?>\n<bulkwhois xmlns=\"http://www.arin.net/bulkwhois/core/v1\">\n\
        <asn><endAsNumber>64501</endAsNumber><handle>AS64500</handle><name>EX-AS</name><orgHandle>EX-1</orgHandle><startAsNumber>64500</startAsNumber></asn>\n".to_owned();
    for (name, handle, range, organisation, abuse) in ARIN_NETS {
        let (start, end) = range.split_once(" - ").unwrap();
        let holder = if organisation.starts_with('C') {
            "customerHandle"
        } else {
            "orgHandle"
        };
        let links = link("TECH-ARIN", "T") + &link(abuse, "AB");
        writeln!(text, "<net><endAddress>{end}</endAddress><handle>{handle}</handle><name>{name}</name><netBlocks><netBlock><startAddress>192.0.2.0</startAddress><type>S</type></netBlock></netBlocks><{holder}>{organisation}</{holder}><pocLinks>{links}</pocLinks><startAddress>{start}</startAddress><version>4</version></net>").unwrap();
    }
    for (handle, name, abuse) in ARIN_ORGANISATIONS {
        let class = if handle.starts_with('C') {
            "customer"
        } else {
            "org"
        };
        let name = name.replace('&', "&amp;");
        let links = link("TECH-ARIN", "T") + &link(abuse, "AB");
        writeln!(text, "<{class}><handle>{handle}</handle><iso3166-1><code2>US</code2><name>UNITED STATES</name></iso3166-1><name>{name}</name><pocLinks>{links}</pocLinks></{class}>").unwrap();
    }
    for (handle, mailbox, comment) in ARIN_CONTACTS {
        writeln!(text, "<poc><comment><line number=\"1\">{comment}</line></comment><emails><email>{mailbox}</email></emails><handle>{handle}</handle><isRoleAccount>Y</isRoleAccount></poc>").unwrap();
    }
    text + "</bulkwhois>\n"
}

#[test]
fn arin_s_bulk_data_lead_to_the_contact_in_either_form() {
    for (file, dump) in [("arin_db.txt", arin_text()), ("arin_db.xml", arin_xml())] {
        let bench = Bench::empty();
        let imported = bench.import(&[(file, &dump)]).unwrap();
        assert_eq!(imported.defects, [], "{file}");
        let about = &imported.registries[0];
        assert_eq!(
            (about.registry.as_str(), about.inetnums, about.inet6nums),
            ("ARIN", 8, 1),
            "{file}"
        );
        let resolver = bench.resolver("");
        expect_the_same_when_walking(&resolver);
        for (address, expected) in [
            (
                "198.51.100.1",
                "own@ex.example 95 0: inetnum 198.51.100.0 - 198.51.100.15 (EX-OWN) > abuse POC OWN1-ARIN",
            ),
            (
                "198.51.100.70",
                "abuse@ex.example 95 0: inetnum 198.51.100.0 - 198.51.100.127 (EX-ALLOC) > org EX-1 > abuse POC ABUSE1-ARIN",
            ),
            (
                "198.51.100.20",
                "abuse@ex.example 90 1: inetnum 198.51.100.16 - 198.51.100.31 (EX-CUSTOMER) > inetnum 198.51.100.0 - 198.51.100.127 (EX-ALLOC) > org EX-1 > abuse POC ABUSE1-ARIN",
            ),
            (
                "198.51.100.40",
                "abuse@ex.example 90 1: inetnum 198.51.100.32 - 198.51.100.47 (EX-DANGLING) > inetnum 198.51.100.0 - 198.51.100.127 (EX-ALLOC) > org EX-1 > abuse POC ABUSE1-ARIN",
            ),
            (
                "198.51.100.50",
                "old@ex.example 75 0: inetnum 198.51.100.48 - 198.51.100.63 (EX-STALE) > abuse POC STALE-ARIN",
            ),
            ("198.51.100.200", "placeholder-only"),
            ("198.51.100.130", "placeholder-only"),
            ("203.0.113.1", "no-abuse-role"),
            (
                "2001:db8::1",
                "abuse@ex.example 95 0: inet6num 2001:db8::/32 (EX-V6) > org EX-1 > abuse POC ABUSE1-ARIN",
            ),
        ] {
            assert_eq!(brief(&resolver, address), expected, "{file} {address}");
        }
        let told = story(
            &decided(&resolver, "198.51.100.70"),
            "198.51.100.70".parse().unwrap(),
        )
        .join("\n");
        assert!(
            told.contains("Example & Sons") && told.contains("holder's country is US"),
            "{told}"
        );
    }
}

#[test]
fn arin_s_xml_cut_short_or_broken_changes_nothing() {
    let bench = Bench::new(&[("arin_db.xml", &arin_xml())]);
    let whole = arin_xml();
    let (cut, _) = whole.split_at(whole.len() / 2);
    for (broken, wrong) in [
        (cut, "cut"),
        (
            whole.trim_end().trim_end_matches("</bulkwhois>"),
            "cut between records",
        ),
        ("<html><body>Sign in</body></html>", "a page"),
        ("<bulkwhois><net></org>", "mixed"),
    ] {
        let refused = bench.import(&[("arin_db.xml", broken)]);
        assert!(
            matches!(
                refused,
                Err(ImportError::Unreadable { .. } | ImportError::NotADump { .. })
            ),
            "{wrong}: {refused:?}"
        );
    }
    let (imported, bad) = (
        bench
            .import(&[("a", &whole.replace("203.0.113.255", "203.0.113.256"))])
            .unwrap(),
        1,
    );
    assert_eq!(imported.defect_count, bad);
    assert!(
        imported.defects[0].problem.contains("NET-203-0-113-0-1"),
        "{:?}",
        imported.defects
    );
}
