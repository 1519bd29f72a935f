//! RIPE's algorithm in every branch, whatever the order of files; half a dump is none.

use std::path::Path;

use super::dump::{DESKS, NETWORKS, ripe};
use super::*;
use crate::contact::{LanguageHint, Source};

fn expect_ripe(bench: &Bench) {
    let resolver = bench.resolver("");
    expect_the_same_when_walking(&resolver);
    for (address, expected) in [
        (
            "192.0.2.1",
            "abuse@own.example 95 0: inetnum 192.0.2.0 - 192.0.2.15 (OWN) > abuse-c AR-OWN",
        ),
        (
            "192.0.2.16",
            "abuse@mid.example 95 0: inetnum 192.0.2.16 - 192.0.2.31 (BY-ORG) > org ORG-MID > abuse-c AR-MID",
        ),
        (
            "192.0.2.35",
            "abuse@top.example 90 1: inetnum 192.0.2.32 - 192.0.2.63 (PARENT) > inetnum 192.0.2.0 - 192.0.2.255 (TOP) > org ORG-TOP > abuse-c AR-TOP",
        ),
        (
            "192.0.2.41",
            "abuse@top.example 90 2: inetnum 192.0.2.36 - 192.0.2.41 (GRANDCHILD) > inetnum 192.0.2.32 - 192.0.2.63 (PARENT) > inetnum 192.0.2.0 - 192.0.2.255 (TOP) > org ORG-TOP > abuse-c AR-TOP",
        ),
        ("192.0.2.64", "no-abuse-role"),
        ("192.0.2.80", "no-abuse-role"),
        // Its parent is kept by the registry and names nobody: the walk ends there.
        ("192.0.2.85", "no-abuse-role"),
        (
            "192.0.2.96",
            "abuse@top.example 90 1: inetnum 192.0.2.96 - 192.0.2.103 (DANGLING-ORG) > inetnum 192.0.2.0 - 192.0.2.255 (TOP) > org ORG-TOP > abuse-c AR-TOP",
        ),
        (
            "192.0.2.104",
            "abuse@mid.example 95 0: inetnum 192.0.2.104 - 192.0.2.111 (DANGLING-ROLE) > org ORG-MID > abuse-c AR-MID",
        ),
        (
            "192.0.2.112",
            "abuse@top.example 90 1: inetnum 192.0.2.112 - 192.0.2.119 (EMPTY-ROLE) > inetnum 192.0.2.0 - 192.0.2.255 (TOP) > org ORG-TOP > abuse-c AR-TOP",
        ),
        (
            "192.0.2.127",
            "abuse@top.example 90 1: inetnum 192.0.2.120 - 192.0.2.127 (ORG-WITHOUT) > inetnum 192.0.2.0 - 192.0.2.255 (TOP) > org ORG-TOP > abuse-c AR-TOP",
        ),
        ("192.0.2.128", "rejected-address"),
        (
            "192.0.2.136",
            "abuse@top.example 90 1: inetnum 192.0.2.136 - 192.0.2.143 (UNREAD-BELOW) > inetnum 192.0.2.0 - 192.0.2.255 (TOP) > org ORG-TOP > abuse-c AR-TOP",
        ),
        (
            "192.0.2.144",
            "abuse@two.example 95 0: inetnum 192.0.2.144 - 192.0.2.151 (TWO) > abuse-c AR-TWO",
        ),
        (
            "192.0.2.152",
            "abuse@top.example 90 1: inetnum 192.0.2.152 - 192.0.2.159 (DUMMY) > inetnum 192.0.2.0 - 192.0.2.255 (TOP) > org ORG-TOP > abuse-c AR-TOP",
        ),
        (
            "192.0.2.170",
            "abuse@own.example 95 0: inetnum 192.0.2.160 - 192.0.2.170 (TWICE) > abuse-c AR-OWN",
        ),
        (
            "192.0.2.171",
            "abuse@top.example 95 0: inetnum 192.0.2.0 - 192.0.2.255 (TOP) > org ORG-TOP > abuse-c AR-TOP",
        ),
        // Nothing is inherited from the whole space, and a placeholder names nobody.
        ("198.51.100.1", "no-abuse-role"),
        ("203.0.113.1", "placeholder-only"),
        ("8.8.8.8", "placeholder-only"),
        ("10.0.0.1", "not-global"),
        (
            "2001:db8::1",
            "abuse@top.example 95 0: inet6num 2001:db8::/32 (SIX) > org ORG-TOP > abuse-c AR-TOP",
        ),
        (
            "2001:db8:1::1",
            "abuse@top.example 90 1: inet6num 2001:db8:1::/48 (SIX-CHILD) > inet6num 2001:db8::/32 (SIX) > org ORG-TOP > abuse-c AR-TOP",
        ),
        ("2a00::1", "no-source"),
    ] {
        assert_eq!(brief(&resolver, address), expected, "{address}");
    }
}

#[test]
fn follows_ripe_s_algorithm_in_every_branch_and_any_file_order() {
    let desks_first = Bench::new(&[("role", DESKS), ("inetnum", NETWORKS)]);
    expect_ripe(&desks_first);
    let desks_last = Bench::new(&[("inetnum", NETWORKS), ("role", DESKS)]);
    expect_ripe(&desks_last);
    let whole = Bench::empty();
    let imported = whole
        .import(&[("ripe.db", &format!("{NETWORKS}\n{DESKS}"))])
        .unwrap();
    expect_ripe(&whole);
    assert_eq!(imported.defect_count, 1);
    assert!(imported.defects[0].problem.contains("192.0.2.9 - 192.0.2.1"));
    assert_eq!(imported.registries[0].repeated, 1);
    assert_eq!(
        (imported.registries[0].inetnums, imported.registries[0].inet6nums),
        (20, 2)
    );
}

#[test]
fn keeps_losers_ranges_languages_and_sources() {
    let bench = ripe();
    let resolver = bench.resolver("");
    let own = decided(&resolver, "192.0.2.3");
    let losers: Vec<(&str, u8, &str)> = own
        .alternates()
        .map(|one| {
            (
                one.published.as_str(),
                one.confidence,
                one.lost.as_deref().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        losers,
        [
            ("abuse@mid.example", 95, "the same object names another first"),
            ("abuse@top.example", 90, "a more specific network names another"),
        ]
    );
    assert_eq!(
        own.range,
        ("192.0.2.0".parse().unwrap(), "192.0.2.15".parse().unwrap())
    );
    assert_eq!(
        (own.country.as_deref(), own.network.as_deref()),
        (Some("DE"), Some("OWN"))
    );
    assert!(matches!(
        &own.candidates[0].source,
        Source::Dump { registry, file, dated: Some(_), .. } if registry == "RIPE" && file == "ripe.db"
    ));
    let by_org = decided(&resolver, "192.0.2.16");
    assert_eq!(
        by_org.languages,
        [
            LanguageHint::Registry(crate::language::Language::new("nl").unwrap()),
            LanguageHint::NetworkCountry("FR".to_owned()),
        ]
    );
    let unread = decided(&resolver, "192.0.2.128");
    assert_eq!(unread.candidates[0].mailbox, None);
    assert!(unread.candidates[0].lost.as_ref().unwrap().contains("stand-in"));
    // Everything in a decision survives the ledger.
    let stored = serde_json::to_string(&*own).unwrap();
    assert_eq!(serde_json::from_str::<Decision>(&stored).unwrap(), *own);
}

#[test]
fn neighbours_share_one_decision() {
    let bench = ripe();
    let resolver = bench.resolver("");
    assert!(Arc::ptr_eq(
        &decided(&resolver, "192.0.2.1"),
        &decided(&resolver, "::ffff:192.0.2.2")
    ));
    assert!(!Arc::ptr_eq(
        &decided(&resolver, "192.0.2.1"),
        &decided(&resolver, "192.0.2.16")
    ));
}

#[test]
fn refuses_half_a_dump_before_touching_the_index() {
    let bench = ripe();
    assert!(matches!(
        bench.import(&[("role", DESKS)]),
        Err(ImportError::NoNetwork)
    ));
    assert!(matches!(
        bench.import(&[("inetnum", NETWORKS)]),
        Err(ImportError::NobodyNamed { .. })
    ));
    let no_six = NETWORKS.replace("inet6num:", "route6:");
    assert!(matches!(
        bench.import(&[("inetnum", &no_six), ("role", DESKS)]),
        Err(ImportError::WouldLose {
            class: "inet6num",
            networks: 2,
            ..
        })
    ));
    assert!(matches!(
        bench.import(&[("page.html", "<html>\n<p>nothing here</p>\n")]),
        Err(ImportError::NotADump { .. })
    ));
    let missing = [Path::new("/nonexistent/dump").to_owned()];
    assert!(matches!(
        import(&missing, &bench.index_folder(), Timestamp::UNIX_EPOCH, |_| {}),
        Err(ImportError::Unreadable { .. })
    ));
    expect_ripe(&bench);
    assert_eq!(
        bench.index_folder().read_dir().unwrap().count(),
        1,
        "nothing temporary is left"
    );
}
