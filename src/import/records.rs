//! A stream of text to records: one buffer, one record at a time, and a way on behind every broken one.
//!
//! Invariant: before a record is looked for, the buffer holds more than a record may fill, or all that is left. So
//! what is found depends on the bytes alone, not on the pieces in which they came.
//!
//! A record that breaks a limit or a quoting rule costs exactly its first line; the next line starts afresh.

use std::borrow::Cow;
use std::io::{self, Read};

use encoding_rs::WINDOWS_1252;

use super::dialect::Dialect;
use super::reason::{MAX_RECORD, Reason};
use super::split::{Cell, Extent, Window};

/// Buffer size: several times what a record may fill, so that little is moved when it is refilled.
const BUFFER: usize = 8 * MAX_RECORD;
/// Refill below this: more than a window looks at.
const LOW: usize = MAX_RECORD + 4;

/// The records of one input.
pub(super) struct Records<R> {
    input: R,
    buffer: Vec<u8>,
    start: usize,
    filled: usize,
    ended: bool,
    line: u64,
    dialect: Dialect,
    cells: Vec<Cell>,
    decoded: String,
    latin: bool,
    comments: u64,
}

/// One record; its text is the original one, without the line end.
pub(super) struct Record<'a> {
    /// Its first line, from 1.
    pub(super) line: u64,
    pub(super) text: &'a str,
    cells: &'a [Cell],
    /// What stands behind a list's `#` or `;`.
    comment: Option<Cell>,
    /// Why it has no cells to rely on.
    pub(super) fault: Option<Reason>,
}

impl<'a> Record<'a> {
    /// How many cells it has.
    pub(super) fn width(&self) -> usize {
        self.cells.len()
    }

    /// The cell's text with its quotes resolved; `None` behind the last.
    pub(super) fn cell(&self, index: usize) -> Option<Cow<'a, str>> {
        self.cells.get(index).map(|cell| self.resolve(*cell))
    }

    /// The first cell that is longer than this.
    pub(super) fn longer(&self, limit: usize) -> Option<usize> {
        self.cells.iter().position(|cell| cell.end - cell.start > limit)
    }

    /// The comment behind a list's cells, trimmed.
    pub(super) fn comment(&self) -> Option<Cow<'a, str>> {
        self.comment.map(|cell| self.resolve(cell))
    }

    fn resolve(&self, cell: Cell) -> Cow<'a, str> {
        let text = self.text.get(cell.start..cell.end).unwrap_or_default();
        if cell.doubled {
            Cow::Owned(text.replace("\"\"", "\""))
        } else {
            Cow::Borrowed(text)
        }
    }
}

impl<R: Read> Records<R> {
    pub(super) fn new(input: R, dialect: Dialect) -> Self {
        Self {
            input,
            buffer: vec![0; BUFFER],
            start: 0,
            filled: 0,
            ended: false,
            line: 1,
            dialect,
            cells: Vec::new(),
            decoded: String::new(),
            latin: false,
            comments: 0,
        }
    }

    pub(super) fn set_dialect(&mut self, dialect: Dialect) {
        self.dialect = dialect;
    }

    /// Whether a record was not UTF-8.
    pub(super) fn latin(&self) -> bool {
        self.latin
    }

    /// Comment lines passed over so far.
    pub(super) fn comments(&self) -> u64 {
        self.comments
    }

    /// The first bytes, to find out what they are; nothing is taken.
    pub(super) fn head(&mut self) -> io::Result<Window<'_>> {
        self.window()
    }

    /// Passes over the next line, however long.
    pub(super) fn skip_line(&mut self) -> io::Result<()> {
        loop {
            let window = self.window()?;
            if let Some(extent) = window.line() {
                self.take(extent);
                return Ok(());
            }
            // A CR at the edge may have its LF behind it, so the edge stays for the next round.
            let length = window.bytes.iter().position(|byte| matches!(byte, b'\r' | b'\n'));
            let length = length.unwrap_or(window.bytes.len().min(MAX_RECORD));
            self.start += length;
        }
    }

    /// The next record that is neither blank nor a comment.
    pub(super) fn next(&mut self) -> io::Result<Option<Record<'_>>> {
        while let Some(comment) = self.passed_over()? {
            self.comments += u64::from(comment);
            self.skip_line()?;
        }
        let (dialect, line) = (self.dialect, self.line);
        let mut cells = std::mem::take(&mut self.cells);
        let window = self.window()?;
        if window.bytes.is_empty() {
            return Ok(None);
        }
        let found = dialect
            .split(window, &mut cells)
            .map_err(|fault| (fault, window.line()));
        self.cells = cells;
        let (extent, mut comment, mut fault) = match found {
            Ok((extent, comment)) => (extent, comment, None),
            Err((fault, Some(line))) => (line, None, Some(fault)),
            Err((_, None)) => return self.overlong(line).map(Some),
        };
        let (start, end) = self.take(extent);
        let bytes = self.buffer.get(start..end).unwrap_or_default();
        let text = if let Ok(text) = std::str::from_utf8(bytes) {
            text
        } else {
            self.latin = true;
            self.decoded = WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned();
            // The delimiters are ASCII: the same cells again, only their places have moved. A text may be longer than
            // its bytes were, and so exceed a limit after all.
            if fault.is_none() {
                let window = Window {
                    bytes: self.decoded.as_bytes(),
                    last: true,
                };
                match dialect.split(window, &mut self.cells) {
                    Ok((_, moved)) => comment = moved,
                    Err(exceeded) => fault = Some(exceeded),
                }
            }
            &self.decoded
        };
        let cells = if fault.is_some() {
            &[]
        } else {
            self.cells.as_slice()
        };
        Ok(Some(Record {
            line,
            text,
            cells,
            comment,
            fault,
        }))
    }

    /// Whether the next line is a comment (`Some(true)`), blank (`Some(false)`), or something to read (`None`).
    fn passed_over(&mut self) -> io::Result<Option<bool>> {
        let dialect = self.dialect;
        let window = self.window()?;
        let Some(first) = window.bytes.iter().find(|byte| !matches!(byte, b' ' | b'\t')) else {
            // Blanks up to the end, or further than a record goes: then they are a row that is too long.
            return Ok((window.last && !window.bytes.is_empty()).then_some(false));
        };
        let leading = window.bytes.first() == Some(first);
        Ok(match first {
            b'\r' | b'\n' => Some(false),
            // In a table, an indented # may be the second cell of a row whose first is empty.
            b'#' if leading || dialect.line_comments() => Some(true),
            b';' if dialect.line_comments() => Some(true),
            _ => None,
        })
    }

    /// A row whose line is longer than a record may be: its start is kept, the rest passed over.
    fn overlong(&mut self, line: u64) -> io::Result<Record<'_>> {
        let window = self.window()?;
        let bytes = window.bytes.get(..MAX_RECORD).unwrap_or(window.bytes);
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(error) if error.error_len().is_none() => {
                String::from_utf8_lossy(bytes.get(..error.valid_up_to()).unwrap_or_default()).into_owned()
            }
            Err(_) => {
                let text = WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned();
                self.latin = true;
                text
            }
        };
        self.decoded = text;
        self.skip_line()?;
        Ok(Record {
            line,
            text: &self.decoded,
            cells: &[],
            comment: None,
            fault: Some(Reason::LongRow),
        })
    }

    /// What a record may fill, from the first byte not yet taken.
    fn window(&mut self) -> io::Result<Window<'_>> {
        if self.filled - self.start < LOW && !self.ended {
            self.refill()?;
        }
        let bytes = self.buffer.get(self.start..self.filled).unwrap_or_default();
        Ok(Window::new(bytes, self.ended))
    }

    fn refill(&mut self) -> io::Result<()> {
        self.buffer.copy_within(self.start..self.filled, 0);
        self.filled -= self.start;
        self.start = 0;
        while let Some(space) = self
            .buffer
            .get_mut(self.filled..)
            .filter(|space| !space.is_empty())
        {
            match self.input.read(space) {
                Ok(0) => {
                    self.ended = true;
                    break;
                }
                Ok(count) => self.filled += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Takes a record away; its text stays in the buffer, between the places returned, until the next refill.
    fn take(&mut self, extent: Extent) -> (usize, usize) {
        let start = self.start;
        self.start += extent.next;
        self.line += extent.lines;
        (start, start + extent.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(bytes: &[u8], dialect: Dialect) -> Vec<(u64, String, Option<Reason>)> {
        let mut records = Records::new(bytes, dialect);
        let mut found = Vec::new();
        while let Some(record) = records.next().unwrap() {
            found.push((record.line, record.text.to_owned(), record.fault));
        }
        found
    }

    #[test]
    fn an_unclosed_quote_costs_one_line() {
        let rows = "192.0.2.1,x\n".repeat(5000);
        let found = all(format!("\"192.0.2.9,x\n{rows}").as_bytes(), Dialect::Table(b','));
        assert_eq!(found.len(), 5001);
        assert_eq!(found[0], (1, "\"192.0.2.9,x".to_owned(), Some(Reason::OpenQuote)));
        assert!(found[1..].iter().all(|(_, _, fault)| fault.is_none()));
        assert_eq!(found[5000].0, 5001);
    }

    #[test]
    fn an_endless_line_costs_itself() {
        for size in [MAX_RECORD + 1, MAX_RECORD + 2, MAX_RECORD + 3, 3 * BUFFER] {
            for end in ["\n", "\r\n", "\r"] {
                let text = format!("a{end}{}{end}b{end}", "é".repeat(size / 2 + 1));
                let found = all(text.as_bytes(), Dialect::Table(b','));
                assert_eq!(found.len(), 3, "{size} {end:?}");
                assert_eq!(found[1].2, Some(Reason::LongRow));
                assert!(found[1].1.len() <= MAX_RECORD && found[1].1.starts_with('é'));
                assert_eq!((found[2].0, found[2].1.as_str()), (3, "b"));
            }
        }
    }

    #[test]
    fn long_records_are_whole_at_every_edge_of_the_buffer() {
        let row = format!("{}\n", "x".repeat(MAX_RECORD - 1000));
        let found = all(row.repeat(40).as_bytes(), Dialect::Table(b','));
        assert_eq!(found.len(), 40);
        assert!(
            found
                .iter()
                .all(|(_, text, fault)| text.len() + 1 == row.len() && fault.is_none())
        );
    }

    #[test]
    fn only_the_record_that_is_not_utf8_is_read_as_windows_1252() {
        let found = all(b"Z\xc3\xbcrich,a\nZ\xfcrich,\"\x80\"\n", Dialect::Table(b','));
        assert_eq!(found[0].1, "Zürich,a");
        assert_eq!(found[1].1, "Zürich,\"€\"");
        let mut records = Records::new(&b"Z\xfcrich,\"\x80\"\n"[..], Dialect::Table(b','));
        let record = records.next().unwrap().unwrap();
        assert_eq!(record.cell(1).as_deref(), Some("€"));
    }

    #[test]
    fn lines_are_counted_through_quotes_comments_and_blanks() {
        let found = all(b"# c\n\na,\"b\nc\"\r\n \t\nd\n", Dialect::Table(b','));
        assert_eq!(found.iter().map(|record| record.0).collect::<Vec<_>>(), [3, 6]);
    }
}
