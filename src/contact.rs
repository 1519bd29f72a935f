//! Whom to write to, and why: contacts, decisions, and the reasons for having none.

use std::fmt;
use std::net::IpAddr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::language::Language;

mod mailbox;
mod passing;
mod special_use;

pub use mailbox::{BadMailbox, published_addresses};
pub use passing::Standing;

/// A mailbox that a letter can be sent to.
///
/// Guarantee: lettre's address parser accepts it; the domain is in A-label form and lower case; no display name,
/// no control character, at most 254 octets. The local part is kept as published.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Mailbox(pub(crate) String);

impl Mailbox {
    /// The address as it goes on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What letters are grouped by: the whole address in ASCII lower case.
    #[must_use]
    pub fn key(&self) -> String {
        self.0.to_ascii_lowercase()
    }

    /// The part after the last `@`.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }
}

impl fmt::Display for Mailbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why an address has no contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unresolved {
    /// A special-purpose address (IANA registries).
    NotGlobal,
    /// No registry has given it out.
    Unallocated,
    /// No source knows this address.
    NoSource,
    /// The network is known, but nobody is named for abuse.
    NoAbuseRole,
    /// Only a placeholder object covers it.
    PlaceholderOnly,
    /// Every published address is unusable or on the reject list.
    RejectedAddress,
    /// A registry asked us to slow down.
    RateLimited,
    /// A source did not answer in time.
    Timeout,
    /// A source failed.
    ServerError,
    /// The best candidate's confidence is under the threshold: a person decides.
    BelowThreshold,
    /// The holder does not wish to be written to.
    OptedOut,
    /// Not looked up yet.
    Pending,
}

impl Unresolved {
    /// The slug kept in the ledger and shown to people; the same as in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotGlobal => "not-global",
            Self::Unallocated => "unallocated",
            Self::NoSource => "no-source",
            Self::NoAbuseRole => "no-abuse-role",
            Self::PlaceholderOnly => "placeholder-only",
            Self::RejectedAddress => "rejected-address",
            Self::RateLimited => "rate-limited",
            Self::Timeout => "timeout",
            Self::ServerError => "server-error",
            Self::BelowThreshold => "below-threshold",
            Self::OptedOut => "opted-out",
            Self::Pending => "pending",
        }
    }
}

impl fmt::Display for Unresolved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Who named a contact.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Source {
    /// The operator's own `contacts.csv`.
    Operator {
        /// File name.
        file: String,
        /// Line of the rule, from 1.
        line: u64,
        /// The rule's match as written, such as `AS64500`.
        rule: String,
        /// The rule's note.
        note: String,
    },
    /// A registry dump that `contacts import` has read.
    Dump {
        /// `RIPE`, `APNIC`, ... from the object's `source:`.
        registry: String,
        /// File name of the dump.
        file: String,
        /// When the file was last changed, which for a mirrored dump is when the registry made it.
        dated: Option<Timestamp>,
        /// When it was imported.
        imported: Timestamp,
    },
    /// A server that was asked.
    Online {
        /// `RDAP`, `WHOIS`, ...
        service: String,
        /// The host that answered.
        server: String,
        /// What it was asked: a URL, or server and line.
        request: String,
        /// When.
        fetched: Timestamp,
    },
}

/// One mailbox that a source offers for an address, with the way to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// What the source published, before any cleaning; may hold control characters.
    pub published: String,
    /// The usable form, unless it was rejected.
    pub mailbox: Option<Mailbox>,
    /// Why it cannot be used, or why another won; `None` for the winner alone.
    pub lost: Option<String>,
    /// Who says so.
    pub source: Source,
    /// The network object or the rule that leads to it, such as `inetnum 192.0.2.0 - 192.0.2.255`.
    pub object: String,
    /// The steps from the flagged address's own network to the mailbox, in order: networks climbed, then
    /// `organisation ORG-EX1`, `abuse-c AR1-EX`, `role AR1-EX`, `abuse-mailbox`.
    pub path: Vec<String>,
    /// How many less specific networks had to be climbed; 0: the most specific object names it.
    pub depth: u32,
    /// 0 to 100; the operator's own word is 100.
    pub confidence: u8,
    /// What lowered the confidence, such as the registry's own remark that the mailbox is invalid.
    pub marks: Vec<String>,
}

/// One source that was asked for a decision, and what it said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consultation {
    /// The source in words: `the rules in contacts.csv`, `the RIPE dump ripe.db.inetnum.gz`.
    pub source: String,
    /// Its answer in words, one sentence each.
    pub answers: Vec<String>,
}

/// What one decision about an address came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Write to this mailbox.
    Notify(Mailbox),
    /// The operator's rule says not to write.
    Suppress,
    /// Nobody to write to, for this reason.
    Unresolved(Unresolved),
}

/// The whole story of one decision; equal for all addresses of `range` that the sighting describes alike (AS,
/// country, host name) and that are not special-purpose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// First and last address for which the same sources give the same answer.
    pub range: (IpAddr, IpAddr),
    /// What was decided.
    pub verdict: Verdict,
    /// The winner's confidence; 0 without a winner.
    pub confidence: u8,
    /// The winner first, then the alternates in falling order, then the rejected ones with their reasons.
    pub candidates: Vec<Candidate>,
    /// The operator's rule that decided, also when it suppresses and so names no candidate.
    pub rule: Option<Source>,
    /// What was asked, in order, and what it said.
    pub consulted: Vec<Consultation>,
    /// Evidence for the reader's language, strongest first.
    pub languages: Vec<LanguageHint>,
    /// Country of the network as the source has it (ISO 3166-1 alpha-2).
    pub country: Option<String>,
    /// Name of the network as the source has it.
    pub network: Option<String>,
}

impl Decision {
    /// The candidate that won, if the verdict is to notify.
    #[must_use]
    pub fn winner(&self) -> Option<&Candidate> {
        match self.verdict {
            Verdict::Notify(_) => self.candidates.iter().find(|candidate| candidate.lost.is_none()),
            Verdict::Suppress | Verdict::Unresolved(_) => None,
        }
    }

    /// The usable mailboxes that lost, best first: whom to write to when the winner turns out to be dead.
    pub fn alternates(&self) -> impl Iterator<Item = &Candidate> {
        self.candidates
            .iter()
            .filter(|candidate| candidate.mailbox.is_some() && candidate.lost.is_some())
    }
}

/// One piece of evidence for the language to write in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LanguageHint {
    /// The operator's rule names it.
    Rule(Language),
    /// The registry object's own language field.
    Registry(Language),
    /// Country of the holder (organisation).
    HolderCountry(String),
    /// Country of the network.
    NetworkCountry(String),
}
