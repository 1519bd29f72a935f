//! Why a row was rejected: a slug for programs, words for people.

use std::fmt;

use crate::address::BadAddress;

/// A row that cannot be used, with everything a person needs to repair it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reject {
    /// The row's first line, from 1.
    pub line: u64,
    /// The column at fault, where it is one.
    pub column: Option<String>,
    /// What is wrong.
    pub reason: Reason,
    /// The row as it stood in the input, decoded; an overlong one is cut.
    pub row: String,
}

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// No single address.
    Address(BadAddress),
    /// A special-purpose address: nobody to write to.
    NotGlobal(&'static str),
    /// The zone itself excludes this address.
    Excluded,
    /// A line that excludes something illegible.
    BadExclusion,
    /// Nothing says what is wrong with the address.
    NoExposure,
    /// The exposure is no slug.
    BadExposure,
    /// A time in no known notation, or no time of day that exists.
    BadTime,
    /// A time before 2000 or in the future.
    AbsurdTime,
    /// First seen after last seen.
    TimesReversed,
    /// No port number.
    BadPort,
    /// The address carries another port than the port column.
    TwoPorts,
    /// Neither TCP nor UDP.
    BadProtocol,
    /// No AS number.
    BadAsn,
    /// No two-letter country code.
    BadCountry,
    /// Nothing like a host's name.
    BadHostname,
    /// An overlong source.
    BadSource,
    /// No language tag.
    BadLanguage,
    /// More or fewer cells than columns.
    Ragged {
        /// Columns in the header.
        columns: usize,
        /// Cells in the row.
        cells: usize,
    },
    /// A quoted cell that goes on behind its closing quote.
    BadQuote,
    /// A quote that is not closed within the limits of a record.
    OpenQuote,
    /// A row over its limit in bytes.
    LongRow,
    /// A cell over its limit in bytes.
    LongCell,
    /// A row over its limit in cells.
    ManyCells,
    /// A NUL character.
    Nul,
    /// A control character where a plain value belongs.
    Control,
}

/// Bytes in a record, at most.
pub(super) const MAX_RECORD: usize = 64 * 1024;
/// Lines in a record, at most: what an unclosed quote can hold up.
pub(super) const MAX_LINES: u64 = 100;
/// Cells in a record, at most.
pub(super) const MAX_CELLS: usize = 1000;
/// Bytes in a cell, at most.
pub(super) const MAX_CELL: usize = 4096;

impl Reason {
    /// The slug that `rejects.csv` and programs use.
    #[must_use]
    pub fn slug(&self) -> &'static str {
        match self {
            Self::Address(BadAddress::Empty) => "empty-address",
            Self::Address(BadAddress::LeadingZero) => "leading-zero",
            Self::Address(BadAddress::Prefix) => "network",
            Self::Address(BadAddress::Malformed) => "bad-address",
            Self::NotGlobal(_) => "not-global",
            Self::Excluded => "excluded",
            Self::BadExclusion => "bad-exclusion",
            Self::NoExposure => "no-exposure",
            Self::BadExposure => "bad-exposure",
            Self::BadTime => "bad-time",
            Self::AbsurdTime => "absurd-time",
            Self::TimesReversed => "times-reversed",
            Self::BadPort => "bad-port",
            Self::TwoPorts => "two-ports",
            Self::BadProtocol => "bad-protocol",
            Self::BadAsn => "bad-asn",
            Self::BadCountry => "bad-country",
            Self::BadHostname => "bad-hostname",
            Self::BadSource => "bad-source",
            Self::BadLanguage => "bad-language",
            Self::Ragged { .. } => "ragged",
            Self::BadQuote => "bad-quote",
            Self::OpenQuote => "open-quote",
            Self::LongRow => "long-row",
            Self::LongCell => "long-cell",
            Self::ManyCells => "many-cells",
            Self::Nul => "nul",
            Self::Control => "control-character",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = match self {
            Self::Address(bad) => return bad.fmt(f),
            Self::NotGlobal(purpose) => {
                return write!(
                    f,
                    "a special-purpose address: {purpose}; allow its network in campaign.toml to rehearse with it"
                );
            }
            Self::Ragged { columns, cells } => {
                return write!(
                    f,
                    "{cells} cells where the header or first row has {columns}: quote cells that hold the separator"
                );
            }
            Self::LongRow => return write!(f, "the row is longer than {MAX_RECORD} bytes"),
            Self::LongCell => return write!(f, "the cell is longer than {MAX_CELL} bytes"),
            Self::ManyCells => return write!(f, "the row has more than {MAX_CELLS} cells"),
            Self::OpenQuote => {
                return write!(
                    f,
                    "a quote opens on this line and does not close within {MAX_LINES} lines or {MAX_RECORD} bytes"
                );
            }
            Self::Excluded => "the zone excludes this address",
            Self::BadExclusion => {
                "this line excludes something that cannot be read: correct it, or somebody is written to who should not be"
            }
            Self::NoExposure => {
                "nothing says what is wrong with this address: give --exposure, or map a column to it"
            }
            Self::BadExposure => "an exposure has letters, digits and hyphens, 64 at most, like open-relay",
            Self::BadTime => "the time cannot be read: write it like 2026-08-22T18:23:40Z",
            Self::AbsurdTime => "the time lies before 2000 or more than a day in the future",
            Self::TimesReversed => "the first time lies after the last",
            Self::BadPort => "a port is a number from 1 to 65535",
            Self::TwoPorts => "the address carries another port than the port column",
            Self::BadProtocol => {
                "a protocol is tcp or udp; a column of proxy types can be mapped to exposure"
            }
            Self::BadAsn => "an AS number is a number like 64500, or AS64500",
            Self::BadCountry => {
                "a country is a code of two letters; a column of names can be mapped to evidence"
            }
            Self::BadHostname => "this is no host name: it has blanks, or more than 253 bytes",
            Self::BadSource => "a source has at most 200 bytes",
            Self::BadLanguage => "a language is a tag like fr, fr-CA or zh-Hant",
            Self::BadQuote => {
                "a quoted cell goes on behind its closing quote: double the quotes inside a cell"
            }
            Self::Nul => "the row holds a NUL character: the file is damaged or not text",
            Self::Control => "the cell holds a control or direction-changing character",
        };
        f.write_str(words)
    }
}
