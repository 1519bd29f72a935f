//! `rejects.csv`: what was not taken, in a table that a person repairs and a spreadsheet opens without harm.
//!
//! Rejects of a run gather in memory, then in a temporary file, and are appended in one go just before the caller's
//! transaction is committed, in a way that can be taken back (`undo.rs`): nothing of a run that failed, or was killed,
//! stays in the table.

use std::fs::{File, OpenOptions};
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;

use csv::{QuoteStyle, WriterBuilder};
use jiff::Timestamp;
use tempfile::SpooledTempFile;

use super::reason::Reject;
use super::undo::{forget, note};
use crate::folder::folder_of;
use crate::visible::visible;

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
    /// On return they are on the disk, and beside them a note of the import they belong to, for
    /// [`super::settle_append`]: until that was called they can be taken back. The table stays rectangular: a last row
    /// that an earlier crash cut short is closed first, losing nothing of it. Concurrent appends wait for each other.
    /// Without rejects nothing is touched.
    ///
    /// # Errors
    /// Those of the table or the temporary file; the table is then as it was, as far as the system lets us.
    pub fn append_to(self, path: &Path, import: &str) -> io::Result<u64> {
        if self.count == 0 {
            return Ok(0);
        }
        let mut waiting = self
            .waiting
            .into_inner()
            .map_err(|error| io::Error::other(error.to_string()))?;
        let existed = path.exists();
        let mut table = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)?;
        table.lock()?;
        let before = table.metadata()?.len();
        let tail = Tail::of(&table)?;
        let closing = tail.closing();
        let noted = note(path, import, tail.whole, &closing, &mut waiting);
        let appended = noted.and_then(|()| append(&mut table, tail.whole, &closing, waiting));
        if appended.is_err() && table.set_len(before).is_ok() {
            // The first error is the one to tell.
            let _ = forget(path);
        }
        appended?;
        if !existed {
            File::open(folder_of(path))?.sync_all()?;
        }
        Ok(self.count)
    }
}

fn append(table: &mut File, from: u64, closing: &str, mut waiting: SpooledTempFile) -> io::Result<()> {
    waiting.rewind()?;
    table.set_len(from)?;
    table.seek(SeekFrom::End(0))?;
    let mut out = BufWriter::new(&*table);
    out.write_all(closing.as_bytes())?;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{Append, Reason};

    fn reject(line: u64, row: &str) -> Reject {
        Reject {
            line,
            column: Some("port".to_owned()),
            reason: Reason::BadPort,
            row: row.to_owned(),
        }
    }

    fn append(path: &Path, rows: &[&str]) -> u64 {
        let mut rejects = Rejects::new(Timestamp::UNIX_EPOCH, "list.csv", path.parent().unwrap());
        for (line, row) in (2..).zip(rows) {
            rejects.push(&reject(line, row)).unwrap();
        }
        let appended = rejects.append_to(path, "x").unwrap();
        let kept = super::super::settle_append(path, |import| io::Result::Ok(import == "x")).unwrap();
        assert_eq!(kept == Append::Kept, appended > 0);
        appended
    }

    /// Every row of the table, which must be rectangular.
    fn table(path: &Path) -> Vec<Vec<String>> {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_path(path)
            .unwrap();
        reader
            .records()
            .map(|row| row.unwrap().iter().map(str::to_owned).collect())
            .collect()
    }

    #[test]
    fn appends_under_one_header() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rejects.csv");
        assert_eq!(append(&path, &[]), 0);
        assert!(!path.exists());
        assert_eq!(append(&path, &["192.0.2.1,x", "two\nlines,\"y\""]), 2);
        assert_eq!(append(&path, &["z"]), 1);
        let table = table(&path);
        assert_eq!(table.len(), 4);
        assert_eq!(table[0].join(","), HEADER.trim_end());
        let explanation = Reason::BadPort.to_string();
        assert_eq!(
            table[2],
            [
                "1970-01-01T00:00:00Z",
                "list.csv",
                "3",
                "port",
                "bad-port",
                &explanation,
                "two\nlines,\"y\""
            ]
        );
    }

    #[test]
    fn cells_run_nowhere() {
        for (cell, expected) in [
            ("=cmd()", "'=cmd()"),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@x", "'@x"),
            ("\tx", "'\tx"),
            ("\rx", "'␍x"),
            ("\0x", "'␀x"),
            ("\nx", "'\nx"),
            ("a\x1b[2J=1", "a␛[2J=1"),
            ("192.0.2.1", "192.0.2.1"),
            ("", ""),
        ] {
            assert_eq!(harmless(cell), expected);
        }
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rejects.csv");
        let mut rejects = Rejects::new(Timestamp::UNIX_EPOCH, "=evil.csv", folder.path());
        let row = Reject {
            column: Some("@column".to_owned()),
            ..reject(2, "=row")
        };
        rejects.push(&row).unwrap();
        rejects.append_to(&path, "x").unwrap();
        let row = &table(&path)[1];
        assert_eq!(
            (row[1].as_str(), row[3].as_str(), row[6].as_str()),
            ("'=evil.csv", "'@column", "'=row")
        );
    }

    #[test]
    fn a_table_cut_anywhere_stays_a_table() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rejects.csv");
        append(&path, &["Zürich,\"a\"\n東京", "b"]);
        let whole = std::fs::read(&path).unwrap();
        let later = b"1970-01-01T00:00:00Z,list.csv,2,port,bad-port,explained,later\r\n";
        for cut in 0..=whole.len() {
            std::fs::write(&path, &whole[..cut]).unwrap();
            let tail = Tail::of(&File::open(&path).unwrap()).unwrap();
            let kept = usize::try_from(tail.whole).unwrap();
            assert!(kept + 3 > cut || cut < HEADER.len(), "{cut}");
            std::fs::write(&path, [&whole[..kept], tail.closing().as_bytes(), later].concat()).unwrap();
            let rows = table(&path);
            assert_eq!(rows[0].join(","), HEADER.trim_end(), "{cut}");
            assert_eq!(rows.last().unwrap()[6], "later", "{cut}");
        }
        std::fs::write(&path, &whole[..whole.len() - 4]).unwrap();
        append(&path, &["later"]);
        assert_eq!(table(&path).len(), 4);
    }

    #[test]
    fn many_wait_in_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rejects.csv");
        let row = "x".repeat(1000);
        assert_eq!(append(&path, &vec![row.as_str(); 1000]), 1000);
        assert_eq!(table(&path).len(), 1001);
        let mut rejects = Rejects::new(Timestamp::UNIX_EPOCH, "list.csv", &folder.path().join("missing"));
        assert!((0..1000).any(|_| rejects.push(&reject(1, &row)).is_err()));
    }

    #[test]
    fn a_failed_append_leaves_the_table_alone() {
        let folder = tempfile::tempdir().unwrap();
        assert!(
            Rejects::new(Timestamp::UNIX_EPOCH, "x", folder.path())
                .append_to(folder.path(), "x")
                .is_ok()
        );
        let mut rejects = Rejects::new(Timestamp::UNIX_EPOCH, "x", folder.path());
        rejects.push(&reject(1, "x")).unwrap();
        assert!(rejects.append_to(folder.path(), "x").is_err());
    }
}
