//! What can be wrong with the operator's rules, each with what to do about it.

use std::io;

use ipnet::IpNet;

use crate::address::BadAddress;
use crate::contact::BadMailbox;

/// Why the operator's rules cannot be used; none of them is then in force.
#[derive(Debug, thiserror::Error)]
pub enum RulesError {
    /// The file cannot be read.
    #[error("cannot read the rules in {file}")]
    Unreadable {
        /// Which file.
        file: String,
        /// Why.
        source: io::Error,
    },
    /// Lines that say nothing usable, in file order; never empty.
    #[error("{file}: {}", summary(bad))]
    Bad {
        /// Which file.
        file: String,
        /// What is wrong, line by line.
        bad: Vec<BadRule>,
    },
}

/// One thing that is wrong with one line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}{}: {problem}", column.map(|column| format!(", column {column}")).unwrap_or_default())]
pub struct BadRule {
    /// Line in the file, from 1.
    pub line: u64,
    /// The column's name, where the trouble is in one.
    pub column: Option<&'static str>,
    /// What is wrong and what to do.
    pub problem: RuleProblem,
}

/// What can be wrong with a line of the rules, each with what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RuleProblem {
    /// The file is empty.
    #[error("the file is empty: it begins with the line match,contact,language,action,note")]
    NoHeader,
    /// No `match` column.
    #[error("there is no column match: the first line is match,contact,language,action,note in any order")]
    NoMatchColumn,
    /// A column nobody knows.
    #[error("there is no column {name:?}: use match, contact, language, action, note")]
    UnknownColumn {
        /// Its name.
        name: String,
    },
    /// The same column twice.
    #[error("the column {name} stands there twice: remove one")]
    ColumnTwice {
        /// Its name.
        name: String,
    },
    /// More fields than columns.
    #[error(
        "{count} fields where the first line names {expected}: put a field that holds the separator in quotes"
    )]
    TooManyFields {
        /// Fields on the line.
        count: usize,
        /// Columns in the header.
        expected: usize,
    },
    /// A quote that is not closed on its line would swallow the rules below it.
    #[error(
        "a quote that opens here is not closed on this line: close it, or write \"\" for a quote in a note"
    )]
    OpenQuote,
    /// Not UTF-8, or not CSV.
    #[error("this line is not readable as UTF-8 text: save the file as CSV UTF-8")]
    NotText,
    /// No match.
    #[error("it is empty: write a network, an address, AS64500, country:FR or domain:example.net")]
    NoMatch,
    /// A match of no known form.
    #[error("{text:?} is no match: write a network, an address, AS64500, country:FR or domain:example.net")]
    Match {
        /// What stands there.
        text: String,
    },
    /// Not an address after all.
    #[error("{text:?}: {why}")]
    Address {
        /// What stands there.
        text: String,
        /// Why not.
        why: BadAddress,
    },
    /// A network with host bits.
    #[error(
        "{text} has bits set after its prefix: write {network} for the network, {address} for the one address"
    )]
    HostBits {
        /// What stands there.
        text: String,
        /// The network that was perhaps meant.
        network: IpNet,
        /// The address that was perhaps meant.
        address: std::net::IpAddr,
    },
    /// An AS number out of range.
    #[error("{text:?} is no AS number: write AS and a number from 1 to 4294967294, like AS64500")]
    As {
        /// What stands there.
        text: String,
    },
    /// Not two letters.
    #[error("{text:?} is no country: write two letters (ISO 3166), like country:FR")]
    Country {
        /// What stands there.
        text: String,
    },
    /// Not a domain.
    #[error("{text:?} is no domain: write it like domain:example.net")]
    Domain {
        /// What stands there.
        text: String,
    },
    /// Not a usable mailbox.
    #[error("{text:?}: {why}")]
    Contact {
        /// What stands there.
        text: String,
        /// Why not.
        why: BadMailbox,
    },
    /// Not a language tag.
    #[error("{text:?} is no language tag: write it like fr, fr-CA or zh-Hant")]
    Language {
        /// What stands there.
        text: String,
    },
    /// Neither of the two.
    #[error("{text:?} is no action: write notify or suppress, or leave it empty for notify")]
    Action {
        /// What stands there.
        text: String,
    },
    /// A rule without effect.
    #[error("this line changes nothing: name a contact, a language or an action")]
    NoEffect,
    /// Two lines for one match that want different things.
    #[error("{text} stands on line {first} already with other words: keep one of the two")]
    Conflict {
        /// The match.
        text: String,
        /// The earlier line.
        first: u64,
    },
}

fn summary(bad: &[BadRule]) -> String {
    let lines: Vec<String> = bad.iter().map(ToString::to_string).collect();
    match lines.as_slice() {
        [one] => one.clone(),
        several => format!(
            "{} lines need a change\n  {}",
            several.len(),
            several.join("\n  ")
        ),
    }
}
