//! Adding lines to the operator's rules: at the end, in the file's own columns and with its own separator, so that a
//! person finds them, and can take them out again.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use super::read::{COLUMNS, delimiter};
use super::{Rules, RulesError};
use crate::folder::folder_of;

/// A line to be added.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewRule {
    /// As in the column `match`.
    pub matches: String,
    /// As in `contact`; may be empty.
    pub contact: String,
    /// `notify` or `suppress`.
    pub action: String,
    /// Where it comes from.
    pub note: String,
}

impl NewRule {
    /// What stands in this column, if it is one of ours.
    fn field(&self, column: &str) -> Option<&str> {
        match column {
            "match" => Some(&self.matches),
            "contact" => Some(&self.contact),
            "action" => Some(&self.action),
            "note" => Some(&self.note),
            _ => None,
        }
    }
}

/// Why lines could not be added; the file is as it was.
#[derive(Debug, thiserror::Error)]
pub enum AddError {
    /// The file cannot be read or written.
    #[error("cannot add to {}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A column that the lines need is not there.
    #[error("{} has no column {column}: add it to the first line", path.display())]
    NoColumn {
        /// Which file.
        path: PathBuf,
        /// Which column.
        column: &'static str,
    },
    /// With the lines in it, the file would make no sense, such as when a line about the same network stands there already.
    #[error("the lines do not fit to those that stand there")]
    Rules(#[source] RulesError),
}

impl Rules {
    /// Adds lines to a file of rules, those that do not stand there already, whatever their notes; makes the file when
    /// it does not exist. Returns how many were added; whole and on the disk then.
    ///
    /// # Errors
    /// [`AddError`]: the file is as it was.
    pub fn add(path: &Path, lines: &[NewRule], allow_domains: &[String]) -> Result<u64, AddError> {
        let wrong = |source| AddError::File {
            path: path.to_owned(),
            source,
        };
        let mut text = match fs::read(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                format!("{}\n", COLUMNS.join(",")).into_bytes()
            }
            Err(error) => return Err(wrong(error)),
        };
        if !text.ends_with(b"\n") {
            text.push(b'\n');
        }
        let start = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&text);
        let separator = delimiter(start);
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(separator)
            .comment(Some(b'#'))
            .trim(csv::Trim::All)
            .flexible(true)
            .from_reader(start);
        let columns: Vec<String> = reader
            .headers()
            .map_err(|error| wrong(io::Error::other(error)))?
            .iter()
            .map(str::to_ascii_lowercase)
            .collect();
        for column in ["match", "contact", "action", "note"] {
            if !columns.iter().any(|known| known == column) {
                let path = path.to_owned();
                return Err(AddError::NoColumn { path, column });
            }
        }
        // What makes no sense in the file is told below, with its line.
        let standing: Vec<csv::StringRecord> = reader.records().filter_map(Result::ok).collect();
        let is_new = |line: &&NewRule| {
            !standing.iter().any(|record| {
                (0..).zip(&columns).all(|(at, column)| {
                    let cell = record.get(at).unwrap_or_default();
                    let same = |field: &str| field.eq_ignore_ascii_case(cell);
                    column == "note" || line.field(column).is_none_or(same)
                })
            })
        };
        let lines: Vec<&NewRule> = lines.iter().filter(is_new).collect();
        if lines.is_empty() {
            return Ok(0);
        }
        let mut writer = csv::WriterBuilder::new()
            .delimiter(separator)
            .from_writer(&mut text);
        for line in &lines {
            let cells = columns
                .iter()
                .map(|column| line.field(column).unwrap_or_default());
            let written = writer.write_record(cells);
            written.map_err(|error| wrong(io::Error::other(error)))?;
        }
        writer.flush().map_err(wrong)?;
        drop(writer);
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
        Self::read(text.as_slice(), &name, allow_domains).map_err(AddError::Rules)?;
        replace(path, &text).map_err(wrong)?;
        Ok(lines.len() as u64)
    }
}

fn replace(path: &Path, text: &[u8]) -> io::Result<()> {
    // A link to the team's file stays one.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let path = target.as_path();
    let folder = folder_of(path);
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    let mode = fs::metadata(path).map_or(0o640, |meta| meta.permissions().mode());
    file.as_file().set_permissions(fs::Permissions::from_mode(mode))?;
    file.write_all(text)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(matches: &str, contact: &str) -> NewRule {
        NewRule {
            matches: matches.to_owned(),
            contact: contact.to_owned(),
            action: "notify".to_owned(),
            note: "reviewed, \"twice\"".to_owned(),
        }
    }

    #[test]
    fn lines_are_added_in_the_files_own_form() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("contacts.csv");
        let allow = ["example".to_owned()];
        Rules::add(&path, &[line("192.0.2.0/24", "a@b.example")], &allow).unwrap();
        assert_eq!(
            fs::read_to_string(&path).unwrap(),
            "match,contact,language,action,note\n192.0.2.0/24,a@b.example,,notify,\"reviewed, \"\"twice\"\"\"\n"
        );
        fs::write(&path, "# ours\nnote;action;Match;contact\n;suppress;AS64500;").unwrap();
        Rules::add(&path, &[line("192.0.2.0/24", "a@b.example")], &allow).unwrap();
        let text = fs::read_to_string(&path).unwrap();
        assert!(
            text.starts_with("# ours\nnote;action;Match;contact\n;suppress;AS64500;\n"),
            "{text}"
        );
        assert_eq!(Rules::load(&path, &allow).unwrap().all().len(), 2);
    }

    #[test]
    fn a_line_that_stands_there_is_not_added_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("contacts.csv");
        let allow = ["example".to_owned()];
        let lines = [
            line("192.0.2.0/24", "a@b.example"),
            line("198.51.100.0/24", "A@b.example"),
        ];
        assert_eq!(Rules::add(&path, &lines[..1], &allow).unwrap(), 1);
        assert_eq!(Rules::add(&path, &lines, &allow).unwrap(), 1);
        let before = fs::read_to_string(&path).unwrap();
        let later = lines.map(|line| NewRule {
            note: "of another day".to_owned(),
            ..line
        });
        assert_eq!(Rules::add(&path, &later, &allow).unwrap(), 0);
        assert_eq!(fs::read_to_string(&path).unwrap(), before);
        // Another decision is another line, and does not fit; a line that says less is not the same either.
        fs::write(&path, "match,contact,action,note\n192.0.2.0/24\n").unwrap();
        assert_eq!(Rules::add(&path, &later[..1], &allow).unwrap_or(1), 1);
        fs::write(&path, before).unwrap();
        assert!(Rules::add(&path, &[line("192.0.2.0/24", "x@b.example")], &allow).is_err());
    }

    #[test]
    fn what_does_not_fit_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("contacts.csv");
        let allow = ["example".to_owned()];
        let before = "match,contact,action,note\n192.0.2.0/24,x@y.example,,\n";
        fs::write(&path, before).unwrap();
        let error = Rules::add(&path, &[line("192.0.2.0/24", "a@b.example")], &allow).unwrap_err();
        assert!(matches!(error, AddError::Rules(_)), "{error:?}");
        fs::write(&path, "match,contact\n").unwrap();
        let error = Rules::add(&path, &[line("192.0.2.0/24", "a@b.example")], &allow).unwrap_err();
        assert!(error.to_string().contains("no column action"), "{error}");
        fs::write(&path, before).unwrap();
        assert!(Rules::add(&path, &[line("198.51.100.0/24", "nobody")], &allow).is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), before);
    }
}
