//! The kinds of input, and how to tell them apart.

use std::fmt;
use std::io::Read;
use std::str::FromStr;

use super::dialect::{self, Dialect};
use super::records::Records;
use super::text::Text;
use super::{ImportError, Options, Row, Summary, table, zone};

/// A kind of input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Format {
    /// Found out from the first lines.
    #[default]
    Auto,
    /// A table whose first line names its columns.
    Csv,
    /// A Shadowserver report: a table whose tags and file name tell the exposure.
    Shadowserver,
    /// Addresses without a header: one a line, or in the first column.
    List,
    /// A zone of the DNSBL server rbldnsd (`ip4set`, `ip4trie`, `ip6trie`).
    Rbldnsd,
}

impl Format {
    /// All of them, in the order of the help text.
    pub const ALL: [Self; 5] = [
        Self::Auto,
        Self::Csv,
        Self::Shadowserver,
        Self::List,
        Self::Rbldnsd,
    ];

    /// The slug for the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Csv => "csv",
            Self::Shadowserver => "shadowserver",
            Self::List => "list",
            Self::Rbldnsd => "rbldnsd",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Format {
    type Err = UnknownFormat;
    fn from_str(text: &str) -> Result<Self, UnknownFormat> {
        Self::ALL
            .into_iter()
            .find(|format| format.as_str().eq_ignore_ascii_case(text.trim()))
            .ok_or_else(|| UnknownFormat {
                text: text.to_owned(),
            })
    }
}

/// A text that names no format.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is no format: use one of {}", Format::ALL.map(Format::as_str).join(", "))]
pub struct UnknownFormat {
    /// What was given.
    pub text: String,
}

/// Finds out the format if need be and reads the text with it; size and digest of the summary stay empty.
pub(super) fn read<E>(
    text: Text<impl Read>,
    name: &str,
    options: &Options,
    each: &mut impl FnMut(Row) -> Result<(), E>,
) -> Result<Summary, ImportError<E>> {
    let gzip = text.gzip();
    let encoding = text.encoding();
    let failed = move |error| {
        if gzip {
            ImportError::Gzip(error)
        } else {
            ImportError::Read(error)
        }
    };
    let mut records = Records::new(text, Dialect::Line);
    let head = records.head().map_err(failed)?;
    let found = dialect::find(head, options);
    records.set_dialect(found.dialect);
    let mut summary = Summary {
        format: found.format,
        gzip,
        encoding,
        delimiter: found.dialect.delimiter(),
        rows: 0,
        rejected: 0,
        comments: 0,
        bytes: 0,
        sha256: String::new(),
        columns: Vec::new(),
        evidence: Vec::new(),
    };
    if found.separator_line {
        records.skip_line().map_err(failed)?;
    }
    match found.format {
        Format::Rbldnsd => zone::read(records, name, options, &mut summary, each, &failed)?,
        _ => table::read(records, name, options, found, &mut summary, each, &failed)?,
    }
    Ok(summary)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_come_back() {
        for format in Format::ALL {
            assert_eq!(format.to_string().parse(), Ok(format));
        }
        assert!(
            "xlsx"
                .parse::<Format>()
                .unwrap_err()
                .to_string()
                .contains("rbldnsd")
        );
    }
}
