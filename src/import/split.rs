//! One record out of a stretch of bytes: where it ends, and where its cells stand.
//!
//! Written by hand because the csv crate's reader has no limit on a record, does not hand out its original text, and
//! follows an unclosed quote to the end of the file. Everything here is a pure function of the bytes given.

use super::reason::{MAX_CELLS, MAX_LINES, MAX_RECORD, Reason};

/// Where a cell's text stands in its record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) start: usize,
    pub(super) end: usize,
    /// It was quoted and holds doubled quotes that stand for single ones.
    pub(super) doubled: bool,
}

/// Where a record ends and the next begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Extent {
    /// End of the text, without its line end.
    pub(super) end: usize,
    /// Start of what follows.
    pub(super) next: usize,
    /// Lines taken.
    pub(super) lines: u64,
}

/// Bytes to look at, and whether the input ends with them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Window<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) last: bool,
}

impl Window<'_> {
    /// The part of a longer stretch that a record may fill, with room for its line end.
    pub(super) fn new(bytes: &[u8], last: bool) -> Window<'_> {
        match bytes.get(..MAX_RECORD + 2) {
            Some(start) => Window {
                bytes: start,
                last: last && start.len() == bytes.len(),
            },
            None => Window { bytes, last },
        }
    }

    fn rest(&self, at: usize) -> &[u8] {
        self.bytes.get(at..).unwrap_or_default()
    }

    /// The extent of a record whose text ends at `end`, at a line end or at the end of the input.
    fn extent(&self, end: usize, lines: u64) -> Extent {
        let length = match self.rest(end) {
            [b'\r', b'\n', ..] => 2,
            [] => 0,
            _ => 1,
        };
        Extent {
            end,
            next: end + length,
            lines,
        }
    }

    /// The first line, or `None` if it is longer than a record may be.
    pub(super) fn line(&self) -> Option<Extent> {
        let end = match self.bytes.iter().position(|byte| matches!(byte, b'\n' | b'\r')) {
            Some(end) => end,
            None if self.last => self.bytes.len(),
            None => return None,
        };
        (end <= MAX_RECORD).then(|| self.extent(end, 1))
    }

    /// The first record with cells between delimiters (RFC 4180, with any of LF, CR, CRLF as line end, blanks allowed
    /// around quoted cells, quotes inside unquoted cells taken literally).
    pub(super) fn delimited(&self, delimiter: u8, cells: &mut Vec<Cell>) -> Result<Extent, Reason> {
        cells.clear();
        let mut at = 0;
        let mut lines = 1;
        loop {
            let rest = self.rest(at);
            let blanks = rest.iter().take_while(|byte| **byte == b' ').count();
            let end = if rest.get(blanks) == Some(&b'"') && delimiter != b'"' {
                let (cell, breaks) = self.quoted(at + blanks + 1, lines)?;
                cells.push(cell);
                lines += breaks;
                let behind = self.rest(cell.end + 1);
                cell.end + 1 + behind.iter().take_while(|byte| **byte == b' ').count()
            } else {
                let stop = |byte: &u8| *byte == delimiter || *byte == b'\n' || *byte == b'\r';
                let end = match rest.iter().position(stop) {
                    Some(length) => at + length,
                    None => self.bytes.len(),
                };
                cells.push(Cell {
                    start: at,
                    end,
                    doubled: false,
                });
                end
            };
            if end > MAX_RECORD {
                return Err(Reason::LongRow);
            }
            match self.bytes.get(end) {
                Some(byte) if *byte == delimiter => at = end + 1,
                Some(b'\n' | b'\r') => return Ok(self.extent(end, lines)),
                Some(_) => return Err(Reason::BadQuote),
                None if self.last => return Ok(self.extent(end, lines)),
                None => return Err(Reason::LongRow),
            }
            if cells.len() >= MAX_CELLS {
                return Err(Reason::ManyCells);
            }
        }
    }

    /// The cell whose text starts at `start`, behind its opening quote, and the line breaks inside.
    fn quoted(&self, start: usize, lines: u64) -> Result<(Cell, u64), Reason> {
        let mut doubled = false;
        let mut breaks = 0;
        let mut at = start;
        loop {
            let special = |byte: &u8| matches!(byte, b'"' | b'\n' | b'\r');
            at += self.rest(at).iter().position(special).ok_or(Reason::OpenQuote)?;
            at += match self.rest(at) {
                [b'"', b'"', ..] => {
                    doubled = true;
                    2
                }
                [b'"', ..] => break,
                [b'\r', b'\n', ..] => {
                    breaks += 1;
                    2
                }
                _ => {
                    breaks += 1;
                    1
                }
            };
            if lines + breaks > MAX_LINES {
                return Err(Reason::OpenQuote);
            }
        }
        let cell = Cell {
            start,
            end: at,
            doubled,
        };
        Ok((cell, breaks))
    }

    /// The first line with cells between blanks, up to a comment (`#` or `;` at the start of a cell), whose text is
    /// returned as a cell of its own.
    pub(super) fn blanks(&self, cells: &mut Vec<Cell>) -> Result<(Extent, Option<Cell>), Reason> {
        cells.clear();
        let extent = self.line().ok_or(Reason::LongRow)?;
        let text = self.bytes.get(..extent.end).unwrap_or_default();
        let blank = |byte: &u8| matches!(byte, b' ' | b'\t');
        let mut at = 0;
        while let Some(skip) = text.iter().skip(at).position(|byte| !blank(byte)) {
            let start = at + skip;
            if matches!(text.get(start), Some(b'#' | b';')) {
                let comment = Cell {
                    start: start + 1,
                    end: extent.end,
                    doubled: false,
                };
                return Ok((extent, Some(comment)));
            }
            if cells.len() >= MAX_CELLS {
                return Err(Reason::ManyCells);
            }
            let length = text.iter().skip(start).position(blank);
            at = length.map_or(extent.end, |length| start + length);
            cells.push(Cell {
                start,
                end: at,
                doubled: false,
            });
        }
        Ok((extent, None))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Result<(Vec<String>, Extent), Reason> {
        let mut cells = Vec::new();
        let extent = Window::new(text.as_bytes(), true).delimited(b',', &mut cells)?;
        let texts = cells
            .iter()
            .map(|cell| text[cell.start..cell.end].to_owned())
            .collect();
        Ok((texts, extent))
    }

    #[test]
    fn splits_what_tables_hold() {
        for (text, expected, next, lines) in [
            ("a,b\nc", vec!["a", "b"], 4, 1),
            ("a,b\r\nc", vec!["a", "b"], 5, 1),
            ("a,b\rc", vec!["a", "b"], 4, 1),
            ("a,", vec!["a", ""], 2, 1),
            ("\"a,b\",\"\"\n", vec!["a,b", ""], 9, 1),
            ("\"a\r\nb\" , \"c\"\n", vec!["a\r\nb", "c"], 13, 2),
            ("a\"b,c\" d\n", vec!["a\"b", "c\" d"], 9, 1),
            ("\"a\"\"b\"", vec!["a\"\"b"], 6, 1),
        ] {
            let (found, extent) = cells(text).unwrap();
            assert_eq!(
                (found, extent.next, extent.lines),
                (expected.iter().map(ToString::to_string).collect(), next, lines)
            );
        }
    }

    #[test]
    fn refuses_broken_quotes_and_long_rows() {
        assert_eq!(cells("\"a\"b,c\n"), Err(Reason::BadQuote));
        assert_eq!(cells("\"a,b\nc,d\n"), Err(Reason::OpenQuote));
        assert_eq!(
            cells(&format!("\"{}\"", "\n".repeat(100))),
            Err(Reason::OpenQuote)
        );
        assert!(cells(&format!("\"{}\"", "\n".repeat(99))).is_ok());
        assert_eq!(cells(&"x".repeat(MAX_RECORD + 1)), Err(Reason::LongRow));
        assert_eq!(cells(&"x".repeat(MAX_RECORD)).unwrap().1.end, MAX_RECORD);
        assert_eq!(cells(&",".repeat(MAX_CELLS)), Err(Reason::ManyCells));
        assert_eq!(cells(&",".repeat(MAX_CELLS - 1)).unwrap().0.len(), MAX_CELLS);
    }
}
