//! An append to `rejects.csv` that can be taken back, because the import that it belongs to came to nothing.
//!
//! A table and a ledger have no transaction in common. So before the table is touched, a note beside it says what is
//! about to be appended, where, and for which import; then the rows are appended, then the import is committed, then
//! the note goes. Who finds a note asks the ledger: an import that is there keeps its rows, the rows of any other are
//! taken out of the table again. Each step is on the disk before the next one, so no reject is lost and none stands
//! there twice, wherever a kill or a power cut falls.
//!
//! Only the very octets of the note are taken out: a table that a person has changed meanwhile stays as it is.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead as _, BufReader, BufWriter, ErrorKind, Read, Seek, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::folder::folder_of;

/// What had become of an append that was interrupted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Append {
    /// None was interrupted.
    None,
    /// Its import is in the ledger, and its rows stay.
    Kept,
    /// Its rows, as far as they were there, are out of the table again.
    TakenBack,
    /// Its import is not in the ledger, and the table is not as it was left: nothing was taken out.
    Changed,
}

/// The first line of a note; the octets to be appended follow.
#[derive(Debug, Serialize, Deserialize)]
struct Head {
    /// The import, as its caller calls it.
    import: String,
    /// Where in the table they begin.
    from: u64,
    /// How many there are.
    octets: u64,
}

fn note_of(table: &Path) -> PathBuf {
    let mut name = OsString::from(table);
    name.push(".undo");
    name.into()
}

/// Notes that `rows`, behind `closing`, are about to be appended to the table at `from`, for this import. Durable when
/// it returns; `rows` is at its end then.
pub(super) fn note(
    table: &Path,
    import: &str,
    from: u64,
    closing: &str,
    rows: &mut (impl Read + Seek),
) -> io::Result<()> {
    let octets = rows.seek(SeekFrom::End(0))? + closing.len() as u64;
    rows.rewind()?;
    let head = Head {
        import: import.to_owned(),
        from,
        octets,
    };
    let file = File::create(note_of(table))?;
    let mut out = BufWriter::new(&file);
    serde_json::to_writer(&mut out, &head)?;
    out.write_all(b"\n")?;
    out.write_all(closing.as_bytes())?;
    io::copy(rows, &mut out)?;
    out.flush()?;
    file.sync_all()?;
    File::open(folder_of(table))?.sync_all()
}

/// Forgets the note: what it spoke of is done, or undone.
pub(super) fn forget(table: &Path) -> io::Result<()> {
    match fs::remove_file(note_of(table)) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Ends an append to the table of rejects that did not come to its end: `is_kept` says whether the ledger has the
/// import. To be called after each import, and before the next one. Durable when it returns.
///
/// # Errors
/// Those of the table, or of `is_kept`; the note stays then, for the next time.
pub fn settle_append<E: From<io::Error>>(
    table: &Path,
    is_kept: impl FnOnce(&str) -> Result<bool, E>,
) -> Result<Append, E> {
    let note = match File::open(note_of(table)) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Append::None),
        note => note?,
    };
    let mut note = BufReader::new(note);
    let Some(head) = read_head(&mut note)? else {
        // A note that was cut short: the table was not touched yet.
        forget(table)?;
        return Ok(Append::TakenBack);
    };
    let append = if is_kept(&head.import)? {
        Append::Kept
    } else {
        take_back(table, &head, &mut note)?
    };
    forget(table)?;
    Ok(append)
}

/// The head of a whole note.
fn read_head(note: &mut BufReader<File>) -> io::Result<Option<Head>> {
    let mut line = Vec::new();
    note.read_until(b'\n', &mut line)?;
    let Ok(head) = serde_json::from_slice::<Head>(&line) else {
        return Ok(None);
    };
    let whole = (line.len() as u64).checked_add(head.octets);
    Ok((Some(note.get_ref().metadata()?.len()) == whole).then_some(head))
}

fn take_back(table: &Path, head: &Head, rows: &mut impl Read) -> io::Result<Append> {
    let file = match OpenOptions::new().read(true).write(true).open(table) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Append::TakenBack),
        file => file?,
    };
    file.lock()?;
    let length = file.metadata()?.len();
    let Some(appended) = length
        .checked_sub(head.from)
        .filter(|appended| *appended <= head.octets)
    else {
        return Ok(Append::Changed);
    };
    let mut there = BufReader::new(&file);
    there.seek(SeekFrom::Start(head.from))?;
    if !are_equal(&mut there, &mut rows.take(appended))? {
        return Ok(Append::Changed);
    }
    if head.from == 0 {
        // It was made for these rows.
        fs::remove_file(table)?;
        File::open(folder_of(table))?.sync_all()?;
    } else {
        file.set_len(head.from)?;
        file.sync_all()?;
    }
    Ok(Append::TakenBack)
}

fn are_equal(one: &mut impl Read, other: &mut impl Read) -> io::Result<bool> {
    let (mut here, mut wanted) = ([0; 8192], [0; 8192]);
    loop {
        let read = other.read(&mut wanted)?;
        let (Some(here), Some(wanted)) = (here.get_mut(..read), wanted.get(..read)) else {
            return Ok(false);
        };
        if read == 0 {
            return Ok(one.read(&mut [0])? == 0);
        }
        one.read_exact(here)?;
        if here != wanted {
            return Ok(false);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = "imported,file\r\nold,a.csv\r\n";
    const ROWS: &str = "new,\"b\n.csv\"\r\nnew,c.csv\r\n";

    /// A table with this in it, and a note that `ROWS` were about to be appended to `OLD`.
    fn interrupted(table: &str) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rejects.csv");
        fs::write(&path, table).unwrap();
        let mut rows = io::Cursor::new(ROWS);
        note(&path, "this one", OLD.len() as u64, "", &mut rows).unwrap();
        (folder, path)
    }

    fn settle(path: &Path, kept: bool) -> Append {
        let append = settle_append(path, |import| -> io::Result<bool> {
            assert_eq!(import, "this one");
            Ok(kept)
        });
        assert!(!note_of(path).exists());
        append.unwrap()
    }

    #[test]
    fn an_append_cut_anywhere_is_taken_back_or_kept() {
        for cut in 0..=ROWS.len() {
            let text = [OLD, &ROWS[..cut]].concat();
            let (_folder, path) = interrupted(&text);
            assert_eq!(settle(&path, false), Append::TakenBack);
            assert_eq!(fs::read_to_string(&path).unwrap(), OLD, "{cut}");
            assert_eq!(
                settle_append(&path, |_| io::Result::Ok(false)).unwrap(),
                Append::None
            );
            let (_folder, path) = interrupted(&text);
            assert_eq!(settle(&path, true), Append::Kept);
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
    }

    #[test]
    fn what_a_person_has_changed_stays() {
        let repaired = ROWS.replace("c.csv", "d.csv");
        for table in [
            "",
            "imported,file\r\n",
            &[OLD, ROWS, "more,e.csv\r\n"].concat(),
            &[OLD, &repaired].concat(),
            &[OLD, "x"].concat(),
        ] {
            let (_folder, path) = interrupted(table);
            assert_eq!(settle(&path, false), Append::Changed);
            assert_eq!(fs::read_to_string(&path).unwrap(), table);
        }
        let (_folder, path) = interrupted(OLD);
        fs::remove_file(&path).unwrap();
        assert_eq!(settle(&path, false), Append::TakenBack);
        assert!(!path.exists());
    }

    #[test]
    fn a_note_cut_anywhere_changes_nothing() {
        let (_folder, path) = interrupted(OLD);
        let whole = fs::read(note_of(&path)).unwrap();
        for cut in 0..whole.len() {
            fs::write(note_of(&path), &whole[..cut]).unwrap();
            let append = settle_append(&path, |_| -> io::Result<bool> { panic!("{cut}") });
            assert_eq!(append.unwrap(), Append::TakenBack);
            assert_eq!(fs::read_to_string(&path).unwrap(), OLD);
            assert!(!note_of(&path).exists());
        }
    }

    #[test]
    fn a_table_made_for_the_rows_goes_with_them() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rejects.csv");
        note(&path, "this one", 0, "head\r\n", &mut io::Cursor::new(ROWS)).unwrap();
        fs::write(&path, "head\r\nne").unwrap();
        assert_eq!(settle(&path, false), Append::TakenBack);
        assert!(!path.exists());
    }

    #[test]
    fn a_ledger_that_cannot_say_leaves_all_as_it_is() {
        let (_folder, path) = interrupted(&[OLD, ROWS].concat());
        settle_append(&path, |_| Err::<bool, _>(io::Error::other("busy"))).unwrap_err();
        assert_eq!(settle(&path, false), Append::TakenBack);
        assert_eq!(fs::read_to_string(&path).unwrap(), OLD);
    }
}
