//! `rejects.csv`: what was not taken, in a table that a person repairs and a spreadsheet opens without harm.
//!
//! Rejects of a run gather in memory, then in a temporary file, and are appended in one go once the caller's
//! transaction is through: nothing of a run that failed gets into the table.

use std::fs::{File, OpenOptions};
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;

use csv::{QuoteStyle, WriterBuilder};
use jiff::Timestamp;
use tempfile::SpooledTempFile;

use super::reason::Reject;
use super::visible::visible;

/// Rejects wait in memory up to this size, then in a file.
const IN_MEMORY: usize = 256 * 1024;
/// The columns of the table.
const HEADER: &str = "imported,file,line,column,reason,explanation,row\r\n";
const COLUMNS: usize = 7;

/// The rejects of one input, waiting to be appended.
pub struct Rejects {
    waiting: csv::Writer<SpooledTempFile>,
    imported: String,
    file: String,
    count: u64,
}

impl Rejects {
    /// No rejects yet, of the file with this name. What exceeds 256 KiB waits in a temporary file in `scratch`.
    #[must_use]
    pub fn new(imported: Timestamp, file: &str, scratch: &Path) -> Self {
        let waiting = tempfile::spooled_tempfile_in(IN_MEMORY, scratch);
        Self {
            waiting: WriterBuilder::new()
                .quote_style(QuoteStyle::Necessary)
                .terminator(csv::Terminator::CRLF)
                .from_writer(waiting),
            imported: imported.to_string(),
            file: file.to_owned(),
            count: 0,
        }
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Adds one.
    ///
    /// # Errors
    /// Those of the temporary file.
    pub fn push(&mut self, reject: &Reject) -> io::Result<()> {
        let line = reject.line.to_string();
        let explanation = reject.reason.to_string();
        let cells = [
            self.imported.as_str(),
            &self.file,
            &line,
            reject.column.as_deref().unwrap_or_default(),
            reject.reason.slug(),
            &explanation,
            &reject.row,
        ];
        self.waiting
            .write_record(cells.map(harmless))
            .map_err(io::Error::from)?;
        self.count += 1;
        Ok(())
    }

    /// Appends all of them to the table at `path`, which is made if need be, and says how many there were.
    ///
    /// On return they are on the disk. The table stays rectangular: a last row that an earlier crash cut short is
    /// closed first, losing nothing of it. Concurrent appends wait for each other. Without rejects nothing is
    /// touched.
    ///
    /// # Errors
    /// Those of the table or the temporary file; the table is then as it was, as far as the system lets us.
    pub fn append_to(self, path: &Path) -> io::Result<u64> {
        if self.count == 0 {
            return Ok(0);
        }
        let mut waiting = self
            .waiting
            .into_inner()
            .map_err(|error| io::Error::other(error.to_string()))?;
        waiting.rewind()?;
        let existed = path.exists();
        let mut table = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)?;
        table.lock()?;
        let before = table.metadata()?.len();
        let appended = append(&mut table, waiting);
        if appended.is_err() {
            // The first error is the one to tell.
            let _ = table.set_len(before);
        }
        appended?;
        if !existed {
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
            File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?;
        }
        Ok(self.count)
    }
}

fn append(table: &mut File, waiting: SpooledTempFile) -> io::Result<()> {
    let tail = Tail::of(&*table)?;
    table.set_len(tail.whole)?;
    table.seek(SeekFrom::End(0))?;
    let mut out = BufWriter::new(&*table);
    out.write_all(tail.closing().as_bytes())?;
    io::copy(&mut BufReader::new(waiting), &mut out)?;
    out.flush()?;
    drop(out);
    table.sync_all()
}

/// How a table ends.
struct Tail {
    /// Length up to the last whole character.
    whole: u64,
    /// Inside a quoted cell.
    quoted: bool,
    /// Cells in the last row; 0 right behind a line end.
    cells: usize,
    /// There is nothing, or only a part of the header.
    headless: bool,
}

impl Tail {
    /// Reads the whole table: whether a quote is open at the end depends on every quote before.
    fn of(table: &File) -> io::Result<Self> {
        let mut tail = Self {
            whole: 0,
            quoted: false,
            cells: 0,
            headless: false,
        };
        let mut length = 0_u64;
        let mut start = Vec::new();
        // Bytes of the last character, to leave out what is not whole: a half character would spoil the table.
        let mut last = Vec::new();
        for byte in BufReader::with_capacity(64 * 1024, table).bytes() {
            let byte = byte?;
            length += 1;
            if start.len() <= HEADER.len() {
                start.push(byte);
            }
            if byte & 0b1100_0000 != 0b1000_0000 || last.len() > 3 {
                last.clear();
            }
            last.push(byte);
            match byte {
                b'"' => {
                    tail.quoted = !tail.quoted;
                    tail.cells = tail.cells.max(1);
                }
                b'\n' if !tail.quoted => tail.cells = 0,
                b',' if !tail.quoted => tail.cells = tail.cells.max(1) + 1,
                _ => tail.cells = tail.cells.max(1),
            }
        }
        let cut = match std::str::from_utf8(&last) {
            Err(error) if error.error_len().is_none() => last.len() as u64,
            _ => 0,
        };
        tail.whole = length - cut;
        tail.headless = HEADER.as_bytes().starts_with(&start) && start.len() < HEADER.len();
        if tail.headless {
            tail.whole = 0;
        }
        Ok(tail)
    }

    /// What ends the last row, and the header where there is none.
    fn closing(&self) -> String {
        if self.headless {
            return HEADER.to_owned();
        }
        if self.cells == 0 {
            return String::new();
        }
        let quote = if self.quoted { "\"" } else { "" };
        let commas = ",".repeat(COLUMNS.saturating_sub(self.cells));
        format!("{quote}{commas}\r\n")
    }
}

/// A cell that no spreadsheet runs and no terminal obeys: a quote in front of what would start a formula, signs for
/// control characters (line feeds and tabs stay).
fn harmless(cell: &str) -> String {
    let guard = if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\0']) {
        "'"
    } else {
        ""
    };
    format!("{guard}{}", visible(cell, |c| c == '\n' || c == '\t'))
}
