//! Addresses to contacts, over dumps imported for the test: a file for each thing that a decision depends on.

use std::path::PathBuf;

use jiff::Timestamp;

use super::index::{ImportError, import};
use super::*;
use crate::resolve::index::Imported;
use crate::resolve::pattern::{Outline, Pattern};

mod arin;
mod as_and_csirt;
mod dump;
mod patterns;
mod random;
mod registries;
mod ripe;
mod rules;
mod statistics;
mod stories;

/// A folder of dumps and the index made of them.
struct Bench {
    folder: tempfile::TempDir,
}

impl Bench {
    /// Of these files, by name and text.
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
    let mut outlines = Outlines::default();
    for address in addresses {
        for facts in &facts {
            let sketch = match walk.step(address, facts).unwrap() {
                Stride::Known(sketch) => sketch,
                Stride::New(sketch, outline) => {
                    assert_eq!(sketch.outline as usize, outlines.known.len());
                    outlines.push(outline);
                    sketch
                }
            };
            let outline = outlines.known[sketch.outline as usize].clone();
            let whole = Surroundings::read(walk.surroundings()).unwrap().fill(outline);
            assert_eq!(whole, *resolver.decide(address, facts).unwrap(), "{address}");
        }
    }
}

/// The outlines of a walk, told from their patterns.
#[derive(Default)]
struct Outlines {
    known: Vec<Decision>,
    patterns: Vec<Pattern>,
}

impl Outlines {
    fn push(&mut self, outline: Outline) {
        self.known.push(match outline {
            Outline::Whole(outline) => *outline,
            Outline::Like { pattern, new, texts } => {
                if let Some(new) = new {
                    assert_eq!(pattern as usize, self.patterns.len());
                    self.patterns
                        .push(Pattern::new(serde_json::to_vec(&new).unwrap()));
                }
                let filled = self.patterns[pattern as usize].fill(&texts).unwrap();
                serde_json::from_slice(&filled).unwrap()
            }
        });
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
