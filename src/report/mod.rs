//! What the campaign did and achieved, for those who answer for it.
//!
//! A [`Report`] is plain numbers and rows; `page.rs` makes the HTML page of it, `svg.rs` the charts, `redact.rs` takes out
//! what could name a person, `effect.rs` compares contacts that were written to with those held out. Every number comes
//! from the ledger at one moment, so that they add up.

mod effect;
mod page;
mod redact;
mod svg;

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;

pub use effect::{Arm, Effect, NoEffect, effect};
pub use page::{PageError, page};

/// Letters by state.
pub type States = BTreeMap<String, u64>;

/// Where a letter's contact comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Provenance {
    /// `contacts.csv`, `RIPE dump`, `RDAP rdap.example`.
    pub source: String,
    /// The registry, or who else speaks for the network.
    pub registry: String,
    /// The network's country, or empty.
    pub country: String,
    /// 0 to 100.
    pub confidence: u8,
}

/// One letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LetterLine {
    /// The reference in its subject.
    pub reference: String,
    /// Its round.
    pub round: i64,
    /// `first`, `reminder` or `correction`.
    pub kind: String,
    /// Whom it is for.
    pub recipient: String,
    /// Language tags, the reader's first.
    pub languages: String,
    /// How many addresses it is about.
    pub addresses: u64,
    /// Where it stands.
    pub state: String,
    /// Since when.
    pub since: Timestamp,
    /// The last words about it.
    pub words: String,
    /// Where its contact comes from.
    #[serde(flatten)]
    pub provenance: Provenance,
    /// SHA-256 of its octets in hexadecimal.
    pub sha256: String,
}

/// Outcomes of the letters of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Group {
    /// Which kind.
    pub name: String,
    /// All of its letters.
    pub letters: u64,
    /// By state.
    pub states: States,
}

/// Outcomes by one property of the letters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Grouping {
    /// The property in a word.
    pub by: &'static str,
    /// The groups, the largest first.
    pub groups: Vec<Group>,
}

/// One round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RoundLine {
    /// 1, 2, 3, ...
    pub number: i64,
    /// `first`, `reminder` or `correction`.
    pub kind: String,
    /// When it was planned.
    pub planned_at: Timestamp,
    /// When it was approved.
    pub approved_at: Option<Timestamp>,
    /// Its digest.
    pub digest: String,
    /// Its letters.
    pub letters: u64,
    /// By state.
    pub states: States,
}

/// Outcomes at one time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Moment {
    /// The hour's or day's beginning.
    pub at: Timestamp,
    /// What happened, and how often.
    pub outcomes: States,
}

/// What was still seen at a scan or later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Remaining {
    /// When the scan was imported.
    pub at: Timestamp,
    /// Sightings that letters told of.
    pub told: u64,
    /// Sightings of contacts held out.
    pub held: u64,
}

/// A letter in full.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sample {
    /// Its first language.
    pub language: String,
    /// Its reference.
    pub reference: String,
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub text: String,
    /// Whether it runs from right to left.
    pub right_to_left: bool,
}

/// The comparison, or why there is none.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Comparison {
    /// What the lot says.
    Effect(Effect),
    /// Why it says nothing.
    None(String),
}

/// All of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// What people call the campaign.
    pub campaign: String,
    /// Who writes.
    pub organisation: String,
    /// When the report was made.
    pub made_at: Timestamp,
    /// The program's version.
    pub version: &'static str,
    /// Whether what could name a person is left out.
    pub redacted: bool,
    /// The chain's head, how many events it has, and when the last was.
    pub chain: (String, u64, Option<Timestamp>),
    /// The sums of `status`.
    pub totals: serde_json::Value,
    /// Those sums in sentences.
    pub sums: Vec<(String, String)>,
    /// What needs a person.
    pub attention: Vec<String>,
    /// The rounds in order.
    pub rounds: Vec<RoundLine>,
    /// What happened when.
    pub timeline: Vec<Moment>,
    /// Outcomes by country, language, registry, source.
    pub groupings: Vec<Grouping>,
    /// Sightings told of, and those of contacts held out.
    pub remediation_of: (u64, u64),
    /// How they went away.
    pub remediation: Vec<Remaining>,
    /// What the letters achieved.
    pub comparison: Comparison,
    /// One letter of each language.
    pub samples: Vec<Sample>,
    /// All letters.
    pub letters: Vec<LetterLine>,
}

impl Report {
    /// Outcomes by each property, from the letters.
    #[must_use]
    pub fn group(letters: &[LetterLine]) -> Vec<Grouping> {
        let by = |by: &'static str, key: &dyn Fn(&LetterLine) -> &str| {
            let mut groups: BTreeMap<&str, States> = BTreeMap::new();
            for letter in letters {
                *groups
                    .entry(key(letter))
                    .or_default()
                    .entry(letter.state.clone())
                    .or_default() += 1;
            }
            let mut groups: Vec<Group> = groups
                .into_iter()
                .map(|(name, states)| Group {
                    name: if name.is_empty() { "unknown" } else { name }.to_owned(),
                    letters: states.values().sum(),
                    states,
                })
                .collect();
            groups.sort_by(|a, b| b.letters.cmp(&a.letters).then_with(|| a.name.cmp(&b.name)));
            Grouping { by, groups }
        };
        vec![
            by("country", &|letter| &letter.provenance.country),
            by("language", &|letter| {
                letter.languages.split(' ').next().unwrap_or_default()
            }),
            by("registry", &|letter| &letter.provenance.registry),
            by("contact source", &|letter| &letter.provenance.source),
        ]
    }

    /// The same moments by day, when there are many hours.
    #[must_use]
    pub fn by_day(moments: Vec<Moment>) -> Vec<Moment> {
        const HOURS: usize = 72;
        const DAY: i64 = 86_400;
        if moments.len() <= HOURS {
            return moments;
        }
        let mut days: BTreeMap<i64, States> = BTreeMap::new();
        for moment in moments {
            let day = moment.at.as_second().div_euclid(DAY) * DAY;
            let states = days.entry(day).or_default();
            for (what, n) in moment.outcomes {
                *states.entry(what).or_default() += n;
            }
        }
        days.into_iter()
            .filter_map(|(day, outcomes)| {
                Some(Moment {
                    at: Timestamp::from_second(day).ok()?,
                    outcomes,
                })
            })
            .collect()
    }

    /// The report without what could name a person: the local parts of addresses, and letters in full.
    #[must_use]
    pub fn redacted(mut self) -> Self {
        self.redacted = true;
        for letter in &mut self.letters {
            letter.recipient = redact::mailbox(&letter.recipient);
            letter.words = redact::addresses(&letter.words);
        }
        for line in &mut self.attention {
            *line = redact::addresses(line);
        }
        for sample in &mut self.samples {
            sample.subject = redact::addresses(&sample.subject);
            sample.text = redact::addresses(&sample.text);
        }
        self
    }
}
