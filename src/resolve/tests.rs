//! Registries' algorithms on an object graph with every branch; the index against a naive walk over random graphs.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use proptest::prelude::*;

use super::index::{ImportError, import};
use super::*;
use crate::contact::{LanguageHint, Mailbox, Source};
use crate::resolve::index::{Imported, Rir};

/// A folder of dumps and the index made of them.
struct Bench {
    folder: tempfile::TempDir,
}

impl Bench {
    fn new(dumps: &[(&str, &str)]) -> Self {
        let bench = Self::empty();
        bench.import(dumps).unwrap();
        bench
    }

    fn empty() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn import(&self, dumps: &[(&str, &str)]) -> Result<Imported, ImportError> {
        let files: Vec<PathBuf> = dumps
            .iter()
            .map(|(name, text)| {
                let path = self.folder.path().join(name);
                std::fs::write(&path, text).unwrap();
                path
            })
            .collect();
        import(&files, &self.index_folder(), Timestamp::UNIX_EPOCH, |_| {})
    }

    fn index_folder(&self) -> PathBuf {
        self.folder.path().join("index")
    }

    fn resolver(&self, rules: &str) -> Resolver {
        let policy = Policy {
            allow_networks: [
                "192.0.2.0/24",
                "198.51.100.0/24",
                "203.0.113.0/24",
                "2001:db8::/32",
            ]
            .map(|network| network.parse().unwrap())
            .to_vec(),
            allow_domains: vec!["example".to_owned()],
            ..Policy::default()
        };
        let rules = if rules.is_empty() {
            Rules::default()
        } else {
            Rules::read(rules.as_bytes(), "contacts.csv", &policy.allow_domains).unwrap()
        };
        Resolver::new(rules, Index::open(&self.index_folder()).unwrap(), policy)
    }
}

fn decided(resolver: &Resolver, address: &str) -> Arc<Decision> {
    resolver
        .decide(address.parse().unwrap(), &Facts::default())
        .unwrap()
}

/// Walking over addresses must come to the very decisions that asking for each comes to.
fn expect_the_same_when_walking(resolver: &Resolver) {
    let blocks = [
        "192.0.2.0",
        "198.51.100.0",
        "203.0.113.0",
        "10.0.0.0",
        "2001:db8::",
    ];
    let addresses = blocks.iter().flat_map(|block| {
        let block: IpAddr = block.parse().unwrap();
        (0..=255u8).map(move |host| match block {
            IpAddr::V4(block) => IpAddr::V4(Ipv4Addr::from_bits(block.to_bits() + u32::from(host))),
            IpAddr::V6(block) => IpAddr::V6(Ipv6Addr::from_bits(block.to_bits() + u128::from(host))),
        })
    });
    let facts = [
        Facts::default(),
        Facts {
            asn: Some(64500),
            country: Some("NL"),
            hostname: Some("mail.net.example"),
        },
    ];
    let mut walk = resolver.walk();
    let mut outlines: Vec<Decision> = Vec::new();
    for address in addresses {
        for facts in &facts {
            let sketch = match walk.step(address, facts).unwrap() {
                Stride::Known(sketch) => sketch,
                Stride::New(sketch, outline) => {
                    assert_eq!(sketch.outline as usize, outlines.len());
                    outlines.push(*outline);
                    sketch
                }
            };
            let outline = outlines[sketch.outline as usize].clone();
            let whole = Surroundings::read(walk.surroundings()).unwrap().fill(outline);
            assert_eq!(whole, *resolver.decide(address, facts).unwrap(), "{address}");
        }
    }
}

/// `contact confidence depth: path`, or the reason for nobody.
fn brief(resolver: &Resolver, address: &str) -> String {
    let decision = decided(resolver, address);
    match &decision.verdict {
        Verdict::Notify(mailbox) => {
            let winner = decision.winner().unwrap();
            format!(
                "{mailbox} {} {}: {}",
                winner.confidence,
                winner.depth,
                winner.path.join(" > ")
            )
        }
        Verdict::Suppress => "suppress".to_owned(),
        Verdict::Unresolved(reason) => reason.to_string(),
    }
}

const NETWORKS: &str = "
inetnum: 0.0.0.0 - 255.255.255.255
netname: IANA-BLK
org: ORG-IANA
source: RIPE

inetnum: 203.0.113.0 - 203.0.113.255
netname: NON-RIPE-NCC-MANAGED-ADDRESS-BLOCK
abuse-c: AR-REG
source: RIPE

inetnum: 192.0.2.0 - 192.0.2.255
netname: TOP
country: FR
org: ORG-TOP
mnt-by: RIPE-NCC-HM-MNT
source: RIPE

inetnum: 192.0.2.0 - 192.0.2.15
netname: OWN
country: DE
abuse-c: ar-own # the handle in another case
org: ORG-MID
source: RIPE

inetnum: 192.0.2.16 - 192.0.2.31
netname: BY-ORG
org: org-mid
language: NL
source: RIPE

inetnum: 192.0.2.32 - 192.0.2.63
netname: PARENT
source: RIPE

inetnum: 192.0.2.36 - 192.0.2.41
netname: GRANDCHILD
source: RIPE

inetnum: 192.0.2.64 - 192.0.2.79
netname: END
mnt-by: OTHER-MNT, ripe-ncc-end-mnt
source: RIPE

inetnum: 192.0.2.80 - 192.0.2.95
netname: LEGACY
mnt-lower: RIPE-NCC-LEGACY-MNT
source: RIPE

inetnum: 192.0.2.84 - 192.0.2.87
netname: UNDER-LEGACY
source: RIPE

inetnum: 192.0.2.96 - 192.0.2.103
netname: DANGLING-ORG
org: ORG-GONE
source: RIPE

inetnum: 192.0.2.104 - 192.0.2.111
netname: DANGLING-ROLE
abuse-c: AR-GONE
org: ORG-MID
source: RIPE

inetnum: 192.0.2.112 - 192.0.2.119
netname: EMPTY-ROLE
abuse-c: AR-EMPTY
source: RIPE

inetnum: 192.0.2.120 - 192.0.2.127
netname: ORG-WITHOUT
org: ORG-BARE
source: RIPE

inetnum: 192.0.2.128 - 192.0.2.135
netname: UNREAD
abuse-c: AR-UNREAD
mnt-by: RIPE-NCC-END-MNT
source: RIPE

inetnum: 192.0.2.136 - 192.0.2.143
netname: UNREAD-BELOW
abuse-c: AR-UNREAD
source: RIPE

inetnum: 192.0.2.144 - 192.0.2.151
netname: TWO
abuse-c: AR-TWO
source: RIPE

inetnum: 192.0.2.152 - 192.0.2.159
netname: DUMMY
abuse-c: DUMY-RIPE
source: RIPE

inetnum: 192.0.2.160 - 192.0.2.170
netname: OLD
abuse-c: AR-GONE
source: RIPE

inetnum: 192.0.2.160 - 192.0.2.170
netname: TWICE
abuse-c: AR-OWN
source: RIPE

inetnum: 198.51.100.0 - 198.51.100.255
netname: ALONE
source: RIPE

inet6num: 2001:db8::/32
netname: SIX
org: ORG-TOP
source: RIPE

inet6num: 2001:db8:1::/48
netname: SIX-CHILD
source: RIPE

inetnum: 192.0.2.9 - 192.0.2.1
netname: BACKWARDS
source: RIPE
";

const DESKS: &str = "
organisation: ORG-TOP
org-name: Top
country: BE
language: FR
abuse-c: AR-TOP
source: RIPE

organisation: ORG-MID
org-name: Caf\u{e9}
abuse-c: AR-MID
source: RIPE

organisation: ORG-BARE
source: RIPE

role: top
nic-hdl: AR-TOP
abuse-mailbox: abuse@top.example
source: RIPE

role: mid
nic-hdl: ar-mid
abuse-mailbox: Abuse Desk <abuse@mid.example>
source: RIPE

role: own
nic-hdl: AR-OWN
abuse-mailbox: abuse@own.example
source: RIPE

role: empty
nic-hdl: AR-EMPTY
e-mail: nobody@empty.example
source: RIPE

role: unread
nic-hdl: AR-UNREAD
abuse-mailbox: unread@ripe.net
source: RIPE

role: registry
nic-hdl: AR-REG
abuse-mailbox: abuse@registry.example
source: RIPE

role: two
nic-hdl: AR-TWO
abuse-mailbox: info@two.example, abuse@two.example (preferred)
source: RIPE
";

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
    let bench = Bench::new(&[("ripe.db", &format!("{NETWORKS}\n{DESKS}"))]);
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
    let bench = Bench::new(&[("ripe.db", &format!("{NETWORKS}\n{DESKS}"))]);
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

/// A line of a story without the dump's own date, which differs from run to run.
fn undated(line: &str) -> String {
    match (line.find("ripe.db of "), line.find(", imported")) {
        (Some(from), Some(to)) => format!("{}{}", &line[..from + 7], &line[to..]),
        _ => line.to_owned(),
    }
}

#[test]
fn tells_the_whole_story() {
    let bench = Bench::new(&[("ripe.db", &format!("{NETWORKS}\n{DESKS}"))]);
    let resolver = bench.resolver("match,contact,language,note\nAS64500,noc@rule.example,es,by telephone\n");
    let address = "192.0.2.104".parse().unwrap();
    let told = |facts: &Facts<'_>| -> String {
        let lines = story(&resolver.decide(address, facts).unwrap(), address);
        lines.iter().map(|line| undated(line) + "\n").collect()
    };
    insta::assert_snapshot!(told(&Facts::default()), @r"
    192.0.2.104 (DANGLING-ROLE, FR); the same holds for 192.0.2.104 - 192.0.2.111.
    Asked the rules in contacts.csv:
      - no rule applies.
    Asked the RIPE dump ripe.db, imported 1970-01-01:
      - the most specific network is inetnum 192.0.2.104 - 192.0.2.111 (DANGLING-ROLE), held by ORG-MID (Café).
      - inetnum 192.0.2.104 - 192.0.2.111: abuse-c AR-GONE is not in the dump.
      - inetnum 192.0.2.104 - 192.0.2.111 names Abuse Desk <abuse@mid.example> by org ORG-MID, abuse-c AR-MID.
      - the next less specific network is inetnum 192.0.2.0 - 192.0.2.255 (TOP), country FR, held by ORG-TOP (Top).
      - inetnum 192.0.2.0 - 192.0.2.255 names abuse@top.example by org ORG-TOP, abuse-c AR-TOP.
    Write to abuse@mid.example, confidence 95: inetnum 192.0.2.104 - 192.0.2.111 (DANGLING-ROLE) -> org ORG-MID -> abuse-c AR-MID.
    Next in line: abuse@top.example, confidence 90 (inetnum 192.0.2.104 - 192.0.2.111 (DANGLING-ROLE) -> inetnum 192.0.2.0 - 192.0.2.255 (TOP) -> org ORG-TOP -> abuse-c AR-TOP); it lost because a more specific network names another.
    Language: the network's country is FR.
    ");
    let facts = Facts {
        asn: Some(64500),
        ..Facts::default()
    };
    insta::assert_snapshot!(told(&facts), @r"
    192.0.2.104 (DANGLING-ROLE, FR); the same holds for 192.0.2.104 - 192.0.2.111.
    Asked the rules in contacts.csv:
      - line 2, AS64500: write to noc@rule.example (by telephone).
      - line 2, AS64500: write in es.
    Asked the RIPE dump ripe.db, imported 1970-01-01:
      - the most specific network is inetnum 192.0.2.104 - 192.0.2.111 (DANGLING-ROLE), held by ORG-MID (Café).
      - inetnum 192.0.2.104 - 192.0.2.111: abuse-c AR-GONE is not in the dump.
      - inetnum 192.0.2.104 - 192.0.2.111 names Abuse Desk <abuse@mid.example> by org ORG-MID, abuse-c AR-MID.
      - the next less specific network is inetnum 192.0.2.0 - 192.0.2.255 (TOP), country FR, held by ORG-TOP (Top).
      - inetnum 192.0.2.0 - 192.0.2.255 names abuse@top.example by org ORG-TOP, abuse-c AR-TOP.
    Write to noc@rule.example, confidence 100: rule AS64500 on line 2.
    Next in line: abuse@mid.example, confidence 95 (inetnum 192.0.2.104 - 192.0.2.111 (DANGLING-ROLE) -> org ORG-MID -> abuse-c AR-MID); it lost because the operator's rule comes first.
    Next in line: abuse@top.example, confidence 90 (inetnum 192.0.2.104 - 192.0.2.111 (DANGLING-ROLE) -> inetnum 192.0.2.0 - 192.0.2.255 (TOP) -> org ORG-TOP -> abuse-c AR-TOP); it lost because the operator's rule comes first.
    Language: the operator's rule says es; then the network's country is FR.
    ");
}

#[test]
fn stories_never_pass_control_characters_on() {
    let networks = "inetnum: 192.0.2.0 - 192.0.2.255\nnetname: \x1b[31mRED\nabuse-c: A1\nsource: RIPE\n\nrole: r\nnic-hdl: A1\nabuse-mailbox: a\x1b]0;x\x07@net.example\nsource: RIPE\n";
    let resolver = Bench::new(&[("ripe.db", networks)]).resolver("");
    let decision = decided(&resolver, "192.0.2.1");
    assert_eq!(decision.verdict, Verdict::Unresolved(Unresolved::RejectedAddress));
    let lines = story(&decision, "192.0.2.1".parse().unwrap());
    assert!(
        lines.iter().all(|line| !line.chars().any(char::is_control)),
        "{lines:?}"
    );
    assert!(
        lines.iter().any(|line| line.contains("\\u{1b}[31mRED")),
        "{lines:?}"
    );
}

#[test]
fn rules_beat_the_index_and_may_add_only_a_language() {
    let bench = Bench::new(&[("ripe.db", &format!("{NETWORKS}\n{DESKS}"))]);
    let resolver = bench.resolver(
        "match,contact,language,action\n192.0.2.4,abuse@ripe.net,,\n192.0.2.8/30,,,suppress\ncountry:FR,,fr,\ndomain:host.example,x@host.example,,\n",
    );
    assert_eq!(
        brief(&resolver, "192.0.2.4"),
        "abuse@ripe.net 100 0: rule 192.0.2.4 on line 2"
    );
    assert_eq!(brief(&resolver, "192.0.2.9"), "suppress");
    let suppressed = decided(&resolver, "192.0.2.9");
    assert!(suppressed.winner().is_none());
    assert!(matches!(&suppressed.rule, Some(Source::Operator { line: 3, .. })));
    assert!(suppressed.candidates.iter().all(|one| one.lost.is_some()));
    // Ranges stop where another rule begins.
    assert_eq!(
        decided(&resolver, "192.0.2.1").range.1,
        "192.0.2.3".parse::<IpAddr>().unwrap()
    );
    let rest = decided(&resolver, "192.0.2.200");
    assert!(matches!(&rest.languages[0], LanguageHint::Rule(tag) if tag.as_str() == "fr"));
    assert_eq!(rest.rule, None);
    let facts = Facts {
        country: Some("DE"),
        hostname: Some("A.Host.Example"),
        ..Facts::default()
    };
    let by_host = resolver.decide("192.0.2.200".parse().unwrap(), &facts).unwrap();
    assert_eq!(
        by_host.verdict,
        Verdict::Notify(Mailbox("x@host.example".to_owned()))
    );
    assert!(
        !by_host
            .languages
            .iter()
            .any(|hint| matches!(hint, LanguageHint::Rule(_)))
    );
}

#[test]
#[expect(clippy::too_many_lines, reason = "one story")]
fn several_registries_stand_side_by_side() {
    let bench = Bench::new(&[("ripe.db", &format!("{NETWORKS}\n{DESKS}"))]);
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

/// Statistics of one registry; `rows` without the registry's name in front.
fn statistics(registry: &str, rows: &[&str]) -> String {
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

#[test]
fn under_the_threshold_a_person_decides() {
    let bench = Bench::new(&[("ripe.db", &format!("{NETWORKS}\n{DESKS}"))]);
    let mut resolver = bench.resolver(
        "192.0.2.200,x@rule.example\n"
            .replace("192", "match,contact\n192")
            .as_str(),
    );
    resolver.policy.threshold = 92;
    assert_eq!(brief(&resolver, "192.0.2.35"), "below-threshold");
    let decision = decided(&resolver, "192.0.2.35");
    assert_eq!(decision.alternates().count(), 1);
    assert!(
        decision.candidates[0]
            .lost
            .as_ref()
            .unwrap()
            .contains("threshold 92")
    );
    assert!(brief(&resolver, "192.0.2.200").starts_with("x@rule.example 100"));
}

#[test]
fn without_any_index_nothing_covers_an_address() {
    let bench = Bench::empty();
    assert_eq!(brief(&bench.resolver(""), "8.8.8.8"), "no-source");
}

#[test]
fn refuses_half_a_dump_before_touching_the_index() {
    let bench = Bench::new(&[("ripe.db", &format!("{NETWORKS}\n{DESKS}"))]);
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

/// One random network: its range within 64 addresses, and its references.
type Shape = (u8, u8, Option<u8>, Option<u8>, bool);

fn shapes() -> impl Strategy<Value = Vec<Shape>> {
    let shape = (
        0u8..64,
        0u8..32,
        proptest::option::weighted(0.4, 0u8..5),
        proptest::option::weighted(0.4, 0u8..5),
        proptest::bool::weighted(0.2),
    );
    proptest::collection::vec(shape, 1..12)
}

/// What the algorithm says, by the book: every network is looked at for every step.
fn naive(networks: &[(u8, u8, &Shape)], address: u8) -> Result<String, Unresolved> {
    let narrowest = |holds: &dyn Fn(u8, u8) -> bool| {
        let found = networks.iter().filter(|(first, last, _)| holds(*first, *last));
        found.min_by_key(|(first, last, _)| (last - first, *first))
    };
    let mut next = narrowest(&|first, last| first <= address && address <= last);
    if next.is_none() {
        return Err(Unresolved::NoSource);
    }
    while let Some((first, last, (_, _, role, org, kept))) = next {
        // Roles 0 to 2 exist; organisation n has role n as its abuse-c.
        if let Some(role) = role.filter(|role| *role < 3).or(org.filter(|org| *org < 3)) {
            return Ok(format!("r{role}@net.example"));
        }
        if *kept {
            break;
        }
        next = narrowest(&|f, l| f <= *first && *last <= l && (f, l) != (*first, *last));
    }
    Err(Unresolved::NoAbuseRole)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn the_index_answers_as_the_algorithm_by_the_book(shapes in shapes(), six in any::<bool>()) {
        use std::fmt::Write;
        let at = |host: u8| if six { format!("2001:db8::{host:x}") } else { format!("192.0.2.{host}") };
        let mut dump = String::new();
        let mut networks: Vec<(u8, u8, &Shape)> = Vec::new();
        for shape in &shapes {
            let (first, last) = (shape.0, shape.0 + shape.1);
            networks.retain(|(f, l, _)| (*f, *l) != (first, last));
            networks.push((first, last, shape));
            let class = if six { "inet6num" } else { "inetnum" };
            write!(dump, "{class}: {} - {}\nnetname: N\n", at(first), at(last)).unwrap();
            if let Some(role) = shape.2 {
                writeln!(dump, "abuse-c: R{role}").unwrap();
            }
            if let Some(org) = shape.3 {
                writeln!(dump, "org: O{org}").unwrap();
            }
            if shape.4 {
                writeln!(dump, "mnt-by: RIPE-NCC-END-MNT").unwrap();
            }
            dump.push_str("source: RIPE\n\n");
        }
        for number in 0..3 {
            write!(dump, "role: r\nnic-hdl: R{number}\nabuse-mailbox: r{number}@net.example\nsource: RIPE\n\norganisation: O{number}\nabuse-c: R{number}\nsource: RIPE\n\n").unwrap();
        }
        // Role 3 has no mailbox, role 4 is not there; the same of organisations.
        dump.push_str("role: r\nnic-hdl: R3\nsource: RIPE\n\norganisation: O3\nsource: RIPE\n");
        let resolver = Bench::new(&[("ripe.db", &dump)]).resolver("");
        let mut walk = resolver.walk();
        let mut outlines = Vec::new();
        for host in 0..100 {
            let (Stride::Known(sketch) | Stride::New(sketch, _)) = &match walk.step(at(host).parse().unwrap(), &Facts::default()).unwrap() {
                Stride::New(sketch, outline) => {
                    outlines.push(*outline);
                    Stride::Known(sketch)
                }
                known @ Stride::Known(_) => known,
            };
            let outline = outlines[sketch.outline as usize].clone();
            let walked = Surroundings::read(walk.surroundings()).unwrap().fill(outline);
            prop_assert_eq!(&walked, &*decided(&resolver, &at(host)));
            let decision = decided(&resolver, &at(host));
            let got = match &decision.verdict {
                Verdict::Notify(mailbox) => Ok(mailbox.to_string()),
                Verdict::Unresolved(reason) => Err(*reason),
                Verdict::Suppress => unreachable!("there are no rules"),
            };
            prop_assert_eq!(got, naive(&networks, host), "{}\n{}", at(host), dump);
            let address = at(host).parse::<IpAddr>().unwrap();
            prop_assert!(decision.range.0 <= address && address <= decision.range.1);
        }
    }
}
