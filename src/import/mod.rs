//! Rows to sightings: reads whatever lists of flagged addresses people have, and says what became of every row.
//!
//! In goes a stream of bytes (a CSV of any dialect, a list, a Shadowserver report, an rbldnsd zone; plain or gzip; any
//! usual encoding), out come [`Row`]s, one for each row of the input: a [`Sighting`] or a [`Reject`] with line, column
//! and reason. Nothing is skipped but blank lines, comments, the header and the directives of a zone, so
//! `summary.rows == sightings + summary.rejected` always holds.
//!
//! Memory does not grow with the input: half a megabyte of buffer, one record at a time. Only the exclusions of an
//! rbldnsd zone are kept (they apply to rows before them), while its rows wait in a temporary file.
//!
//! What a row of a file says wins over what the caller says of all rows: see [`Options`].
//!
//! Read next: [`read`], then `records` (bytes to records), `columns` (names to fields), `judge` (records to sightings).

mod columns;
mod dialect;
mod exposure;
mod field;
mod format;
mod judge;
mod origin;
mod reason;
mod records;
mod rejects;
mod span;
mod split;
mod table;
mod text;
mod time;
mod undo;
mod value;
mod zone;

#[cfg(test)]
mod tests;

use std::io::{self, Read};
use std::path::PathBuf;

use ipnet::IpNet;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::sighting::{Exposure, Sighting};

pub use field::{Field, UnknownField};
pub use format::{Format, UnknownFormat};
pub use reason::{Reason, Reject};
pub use rejects::Rejects;
pub use text::Encoding;
pub use undo::{Append, settle_append};

/// What the caller knows about an input.
#[derive(Debug, Clone)]
pub struct Options {
    /// What kind of input it is.
    pub format: Format,
    /// Columns and the fields they hold, before any guess from their names. A headerless list has the columns `1`,
    /// `2` and so on. [`Field::Evidence`] takes a column's meaning away.
    pub columns: Vec<(String, Field)>,
    /// The exposure of rows whose own columns name none. It wins over a guess from the file name.
    pub exposure: Option<Exposure>,
    /// Who says so, for rows that do not say; without it the file name's stem.
    pub source: Option<String>,
    /// Where times without an offset were written down.
    pub timezone: TimeZone,
    /// The time of rows that have none of their own; times more than a day later than this are refused.
    pub now: Timestamp,
    /// Special-purpose networks whose addresses are accepted nevertheless (examples and rehearsals).
    pub allow: Vec<IpNet>,
    /// Where the temporary file of an rbldnsd zone lies once it exceeds a megabyte.
    pub scratch: PathBuf,
}

// For tests alone: a stage does not ask the environment where temporary files go.
#[cfg(test)]
impl Options {
    /// Everything guessed, UTC, nothing special allowed, the system's folder for temporary files.
    fn new(now: Timestamp) -> Self {
        Self {
            format: Format::Auto,
            columns: Vec::new(),
            exposure: None,
            source: None,
            timezone: TimeZone::UTC,
            now,
            allow: Vec::new(),
            scratch: std::env::temp_dir(),
        }
    }
}

/// The fate of one row of the input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// It says something about an address.
    Sighting {
        /// The row's first line, from 1.
        line: u64,
        /// What it says.
        sighting: Sighting,
    },
    /// It cannot be used.
    Rejected(Reject),
}

/// What one input was and what it came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The format that was read; never [`Format::Auto`].
    pub format: Format,
    /// Whether the bytes were gzip.
    pub gzip: bool,
    /// How the text was encoded.
    pub encoding: Encoding,
    /// What separates the cells; `None` where blanks do or a line has one cell.
    pub delimiter: Option<char>,
    /// Rows in all: sightings and rejected ones.
    pub rows: u64,
    /// Rows that were rejected.
    pub rejected: u64,
    /// Comment lines passed over.
    pub comments: u64,
    /// Size of the input as it came, before decompression.
    pub bytes: u64,
    /// SHA-256 of the input as it came, in lower-case hexadecimal.
    pub sha256: String,
    /// Columns that were understood, in their order.
    pub columns: Vec<(String, Field)>,
    /// Columns kept as evidence, in their order.
    pub evidence: Vec<String>,
}

/// Why an input could not be read at all, or not to its end.
#[derive(Debug, thiserror::Error)]
pub enum ImportError<E> {
    /// The input failed.
    #[error("cannot read the input")]
    Read(#[source] io::Error),
    /// The gzip stream is damaged or cut off.
    #[error("the gzip data are damaged or cut off")]
    Gzip(#[source] io::Error),
    /// The bytes are no text.
    #[error("this is {what}, not text: export it as CSV first")]
    NotText {
        /// What it looks like.
        what: &'static str,
    },
    /// A temporary file failed.
    #[error("cannot use a temporary file in {}", folder.display())]
    Scratch {
        /// Where it was to be.
        folder: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The header line is unusable.
    #[error("line {line}: the header cannot be read: {reason}")]
    Header {
        /// The header's line.
        line: u64,
        /// What is wrong with it.
        reason: Reason,
    },
    /// No column holds addresses.
    #[error(
        "no column is known to hold the addresses (columns: {}): name it with --map COLUMN=ip, or use --format list if \
         there is no header",
        columns.join(", ")
    )]
    NoAddress {
        /// The columns there are.
        columns: Vec<String>,
    },
    /// A mapped column does not exist.
    #[error("there is no column {column:?} (columns: {})", columns.join(", "))]
    UnknownColumn {
        /// The column that was asked for.
        column: String,
        /// The columns there are.
        columns: Vec<String>,
    },
    /// Two mapped columns claim the same field, or one column two fields.
    #[error("both {first:?} and {second:?} are mapped to {field}: only one column can hold it")]
    MappedTwice {
        /// The earlier column.
        first: String,
        /// The later column.
        second: String,
        /// The field they claim.
        field: Field,
    },
    /// This format has no columns to map.
    #[error("an rbldnsd zone has no columns: --map does not apply")]
    NothingToMap,
    /// Whoever takes the rows failed.
    #[error("the rows could not be kept")]
    Keep(#[source] E),
}

/// Hands every row of `input` to `each`, in order, and says at the end what the input was.
///
/// `name` is the file name (or path) for the exposure and source it tells, `-` for standard input. The result depends
/// on the bytes alone, not on the pieces in which they arrive. The input is read to its end, so size and digest are
/// those of the whole.
///
/// # Errors
/// The first error of the input, of its structure as a whole, or of `each`. Rows handed over before it count for
/// nothing: the caller should forget them.
pub fn read<E>(
    input: impl Read,
    name: &str,
    options: &Options,
    mut each: impl FnMut(Row) -> Result<(), E>,
) -> Result<Summary, ImportError<E>> {
    let mut metered = text::Metered::new(input);
    let tally = {
        let text = text::Text::open(&mut metered)?;
        format::read(text, name, options, &mut each)?
    };
    let (bytes, sha256) = metered.finish();
    Ok(Summary {
        bytes,
        sha256,
        ..tally
    })
}
