//! The registries' statistics: who has what, and what nobody has.

use std::fmt::Write as _;

use super::*;
use crate::resolve::index::Rir;

/// Statistics of one registry; `rows` without the registry's name in front.
pub(super) fn statistics(registry: &str, rows: &[&str]) -> String {
    let mut text = format!("2|{registry}|20261119|{}|19830101|20261120|+0000\n", rows.len());
    for row in rows {
        writeln!(text, "{registry}|{row}").unwrap();
    }
    text
}

#[test]
fn statistics_tell_registry_country_and_what_nobody_has() {
    let given = "FR|ipv4|192.0.2.0|128|20200101|assigned|holder-1";
    let ripe = statistics(
        "ripencc",
        &[
            given,
            "|ipv4|192.0.2.128|64||available",
            "|ipv6|2001:db8::|33||reserved",
        ],
    );
    let bench = Bench::new(&[("delegated-ripencc-extended-latest", &ripe)]);
    let index = Index::open(&bench.index_folder()).unwrap().unwrap();
    let of = |index: &Index, address: &str| index.registry_of(address.parse().unwrap()).unwrap();
    assert_eq!(of(&index, "192.0.2.127"), Some(Rir::Ripe));
    // The other files could still say that somebody has it.
    assert_eq!(of(&index, "192.0.2.128"), None);
    let resolver = bench.resolver("");
    assert_eq!(brief(&resolver, "192.0.2.130"), "no-source");
    assert_eq!(decided(&resolver, "192.0.2.1").country.as_deref(), Some("FR"));

    let others = ["apnic", "arin", "afrinic", "lacnic"].map(|registry| {
        let rows: &[&str] = match registry {
            "arin" => &[
                "US|ipv4|198.51.100.0|24|20200101|allocated|h",
                "US|ipv6|2001:db8:8000::|33|20200101|allocated|h",
            ],
            _ => &["ZZ|ipv4|203.0.113.0|1|20200101|allocated|x"],
        };
        (registry, statistics(registry, rows))
    });
    for (registry, text) in &others {
        // Each file by itself: the others stay.
        bench.import(&[(registry, text)]).unwrap();
    }
    let index = Index::open(&bench.index_folder()).unwrap().unwrap();
    assert_eq!(of(&index, "198.51.100.23"), Some(Rir::Arin));
    assert_eq!(of(&index, "2001:db8:8000::1"), Some(Rir::Arin));
    assert_eq!(of(&index, "2001:db8::1"), Some(Rir::Ripe), "reserved there");
    assert_eq!(of(&index, "198.51.100.24"), None);
    let resolver = bench.resolver("match,contact,language,action,note\ncountry:FR,cert@fr.example,,,\n");
    for (address, expected) in [
        ("192.0.2.130", "unallocated"),
        ("192.0.2.200", "unallocated"),
        ("2001:db8::1", "unallocated"),
        ("198.51.100.23", "no-source"),
        ("192.0.2.1", "cert@fr.example 100 0: rule country:FR on line 2"),
    ] {
        assert_eq!(brief(&resolver, address), expected, "{address}");
    }
    let told = story(&decided(&resolver, "192.0.2.130"), "192.0.2.130".parse().unwrap()).join("\n");
    assert!(
        told.contains("192.0.2.128 - 192.0.2.191 is available at RIPE: nobody has it."),
        "{told}"
    );
    assert!(told.contains("no registry has given the address out"), "{told}");
    let cut = statistics("arin", &["US|ipv4|198.51.100.0|24|20200101|allocated|h"])
        + "arin|*|ipv4|*|70000|summary\n";
    let refused = bench.import(&[("arin", &cut)]).unwrap_err();
    assert!(matches!(
        refused,
        ImportError::Cut {
            announced: 70000,
            seen: 1,
            ..
        }
    ));
    assert_eq!(
        of(
            &Index::open(&bench.index_folder()).unwrap().unwrap(),
            "2001:db8:8000::1"
        ),
        Some(Rir::Arin)
    );
}
