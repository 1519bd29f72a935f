//! What separates lines and cells in a text, found out from its first lines.

use super::columns;
use super::field::Field;
use super::format::Format;
use super::reason::Reason;
use super::split::{Cell, Extent, Window};
use super::{Options, zone};
use crate::address::{self, BadAddress};

/// How a line becomes cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    /// Cells between delimiters, quoted where need be, in a table with a header.
    Table(u8),
    /// The same without a header.
    List(u8),
    /// Cells between blanks, comments behind them.
    Blanks,
    /// The whole line is one cell.
    Line,
}

impl Dialect {
    /// The delimiter, where there is one.
    pub(super) fn delimiter(self) -> Option<char> {
        match self {
            Self::Table(byte) | Self::List(byte) => Some(char::from(byte)),
            Self::Blanks | Self::Line => None,
        }
    }

    /// Whether `;` starts a comment like `#`, and both may be indented.
    pub(super) fn line_comments(self) -> bool {
        !matches!(self, Self::Table(_) | Self::List(b';'))
    }

    /// The extent of the first record, its cells, and the comment behind them.
    pub(super) fn split(
        self,
        window: Window<'_>,
        cells: &mut Vec<Cell>,
    ) -> Result<(Extent, Option<Cell>), Reason> {
        match self {
            Self::Table(delimiter) | Self::List(delimiter) => Ok((window.delimited(delimiter, cells)?, None)),
            Self::Blanks => window.blanks(cells),
            Self::Line => {
                let extent = window.line().ok_or(Reason::LongRow)?;
                cells.clear();
                cells.push(Cell {
                    start: 0,
                    end: extent.end,
                    doubled: false,
                });
                Ok((extent, None))
            }
        }
    }
}

/// What the first lines tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    /// Never [`Format::Auto`].
    pub(super) format: Format,
    pub(super) dialect: Dialect,
    /// Cells in the first record.
    pub(super) width: usize,
    /// The first line is `sep=;` or the like, a word to a spreadsheet program.
    pub(super) separator_line: bool,
}

/// Candidates in the order of preference.
const DELIMITERS: [u8; 4] = *b",;\t|";
/// How many records are compared.
const COMPARED: usize = 20;

/// Finds format and dialect; what the options fix is kept.
pub(super) fn find(head: Window<'_>, options: &Options) -> Found {
    let zone = |format| Found {
        format,
        dialect: Dialect::Line,
        width: 1,
        separator_line: false,
    };
    if options.format == Format::Rbldnsd || (options.format == Format::Auto && zone::looks_like(head)) {
        return zone(Format::Rbldnsd);
    }
    let (head, stated) = separator_line(head);
    let judged = DELIMITERS
        .into_iter()
        .filter(|delimiter| stated.is_none_or(|stated| stated == *delimiter))
        .map(|delimiter| (delimiter, Judged::new(head, delimiter, options)))
        // The last of equal ones wins, so the order is turned round.
        .rev()
        .max_by_key(|(_, judged)| (judged.kind.is_some(), judged.alike, judged.width));
    let delimiter = stated.or(judged.map(|(delimiter, _)| delimiter)).unwrap_or(b',');
    let judged = Judged::new(head, delimiter, options);
    let format = match (options.format, judged.kind) {
        (Format::Auto, Some(kind)) => kind,
        // No address and no header that speaks of one: a table whose columns are still to be mapped.
        (Format::Auto, None) => Format::Csv,
        (format, _) => format,
    };
    let dialect = match format {
        Format::List if judged.width < 2 && stated.is_none() => Dialect::Blanks,
        Format::List => Dialect::List(delimiter),
        _ => Dialect::Table(delimiter),
    };
    Found {
        format,
        dialect,
        width: judged.width,
        separator_line: stated.is_some(),
    }
}

/// How a text looks when split at one delimiter.
struct Judged {
    /// What the first record is, if it can be told.
    kind: Option<Format>,
    /// How many of the records have as many cells as the first; 0 if that is one.
    alike: usize,
    /// Cells in the first record.
    width: usize,
}

impl Judged {
    fn new(head: Window<'_>, delimiter: u8, options: &Options) -> Self {
        let mut rest = head;
        let mut cells = Vec::new();
        let mut judged = Self {
            kind: None,
            alike: 0,
            width: 0,
        };
        let list = options.format == Format::List;
        let mut seen = 0;
        while seen < COMPARED && !rest.bytes.is_empty() {
            let Some(line) = rest.line() else { break };
            let text = rest.bytes.get(..line.end).unwrap_or_default().trim_ascii_start();
            let commented = text.starts_with(b"#") || (seen == 0 && text.starts_with(b";"));
            let mut next = line.next;
            if !text.is_empty() && !commented {
                // A broken record still shows the cells before its fault.
                if let Ok(extent) = rest.delimited(delimiter, &mut cells) {
                    next = extent.next;
                }
                if seen == 0 {
                    judged.width = cells.len();
                    judged.kind = kind(rest.bytes, &cells, options);
                }
                judged.alike += usize::from(cells.len() == judged.width && judged.width > 1);
                seen += 1;
            }
            rest = Window {
                bytes: rest.bytes.get(next..).unwrap_or_default(),
                last: rest.last,
            };
        }
        if list {
            judged.kind = judged.kind.filter(|kind| *kind == Format::List);
        }
        judged
    }
}

/// What a first record is: data of a list, the header of a table, or nothing known.
fn kind(bytes: &[u8], cells: &[Cell], options: &Options) -> Option<Format> {
    let text = |cell: &Cell| {
        bytes
            .get(cell.start..cell.end)
            .map(String::from_utf8_lossy)
            .unwrap_or_default()
    };
    let mut texts: Vec<String> = cells.iter().map(|cell| text(cell).into_owned()).collect();
    if let [only] = texts.as_mut_slice() {
        // Where no delimiter is, blanks may separate the address from what follows.
        *only = only
            .split_ascii_whitespace()
            .next()
            .unwrap_or_default()
            .to_owned();
    }
    let numbered = |index: usize| {
        let number = (index + 1).to_string();
        options
            .columns
            .iter()
            .any(|(column, field)| *field == Field::Address && columns::numbered(column, &number))
    };
    if texts
        .iter()
        .enumerate()
        .any(|(index, text)| (index == 0 || numbered(index)) && looks_like_address(text))
    {
        return Some(Format::List);
    }
    let plain: Vec<String> = texts.iter().map(|text| super::field::plain(text)).collect();
    let mapped = |text: &String| {
        let same =
            |(column, field): &(String, Field)| *field == Field::Address && columns::same(column, text);
        options.columns.iter().any(same)
    };
    if !texts.iter().any(mapped)
        && !plain
            .iter()
            .any(|name| Field::Address.names().any(|known| known == name))
    {
        return None;
    }
    let has = |name: &str| plain.iter().any(|plain| plain == name);
    let report = has("timestamp") && has("asn") && has("geo") && (has("ip") || has("srcip"));
    Some(if report { Format::Shadowserver } else { Format::Csv })
}

/// Whether a cell is an address, or is meant to be one.
fn looks_like_address(text: &str) -> bool {
    match address::parse(text) {
        Ok(_) | Err(BadAddress::LeadingZero | BadAddress::Prefix) => true,
        Err(BadAddress::Empty) => false,
        Err(BadAddress::Malformed) => {
            let text = text.trim();
            let numeric = |c: char| c.is_ascii_hexdigit() || ".:/-[]".contains(c);
            text.chars().all(numeric)
                && (text.matches('.').count() == 3 || text.matches(':').count() > 2)
                && text.starts_with(|c: char| c.is_ascii_hexdigit() || c == '[')
        }
    }
}

/// Splits off a first line that names the separator.
fn separator_line(head: Window<'_>) -> (Window<'_>, Option<u8>) {
    let stated = head.line().and_then(|line| {
        let text = head.bytes.get(..line.end)?;
        let text = text
            .strip_prefix(b"\"")
            .and_then(|text| text.strip_suffix(b"\""))
            .unwrap_or(text);
        match text {
            [s, e, p, b'=', delimiter] if [*s, *e, *p].eq_ignore_ascii_case(b"sep") => {
                Some((line, *delimiter))
            }
            _ => None,
        }
    });
    match stated {
        Some((line, delimiter)) if DELIMITERS.contains(&delimiter) => {
            let bytes = head.bytes.get(line.next..).unwrap_or_default();
            (
                Window {
                    bytes,
                    last: head.last,
                },
                Some(delimiter),
            )
        }
        _ => (head, None),
    }
}
