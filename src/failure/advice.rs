//! What to do about a file or folder that cannot be used, by what the system says of it.

use std::io::{self, ErrorKind};
use std::path::Path;

/// What was to be done with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doing {
    /// It was to be read.
    Reading,
    /// It was to be made or written.
    Writing,
}

/// What to do about this error; `None` where the system's words are all there is to say.
#[must_use]
pub fn advice(doing: Doing, path: &Path, error: &io::Error) -> Option<String> {
    use Doing::{Reading, Writing};
    if let Some(file) = file_above(path)
        && matches!(
            error.kind(),
            ErrorKind::NotADirectory | ErrorKind::NotFound | ErrorKind::AlreadyExists
        )
    {
        return Some(format!("{} is a file, no folder: mend the path", file.display()));
    }
    let missing = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty() && !folder.exists());
    Some(match (doing, error.kind(), missing) {
        (Reading, ErrorKind::NotFound, Some(folder)) => {
            format!("there is no folder {}: mend the path", folder.display())
        }
        (Writing, ErrorKind::NotFound, Some(folder)) => {
            format!("there is no folder {}: make the folder first", folder.display())
        }
        (Reading, ErrorKind::NotFound, None) => "is the name right? nothing of that name is there".to_owned(),
        (_, ErrorKind::IsADirectory, _) => "it is a folder: name a file in it".to_owned(),
        (Reading, ErrorKind::PermissionDenied, _) => {
            "this user may not read it: ask its owner, or look with ls -l who may".to_owned()
        }
        (Writing, ErrorKind::PermissionDenied, _) => {
            "this user may not write there: ask its owner, or give another place".to_owned()
        }
        (_, ErrorKind::AlreadyExists, _) => {
            "nothing is ever overwritten: give another name, or move that one away".to_owned()
        }
        (_, ErrorKind::InvalidData, _) => "it is no text in UTF-8: is it the right file?".to_owned(),
        (_, ErrorKind::StorageFull | ErrorKind::QuotaExceeded, _) => {
            "the disk is full: make room, then run it again".to_owned()
        }
        (_, ErrorKind::ReadOnlyFilesystem, _) => {
            "nothing can be written there: give another place".to_owned()
        }
        _ => return None,
    })
}

/// What stands, as a file, where the path needs a folder.
fn file_above(path: &Path) -> Option<&Path> {
    path.ancestors()
        .skip(1)
        .find(|above| !above.as_os_str().is_empty() && above.exists())
        .filter(|above| !above.is_dir())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_to_do_about_each_kind_of_path() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::write(at("file"), "x").unwrap();
        let said = |doing, name: &str, kind: ErrorKind| advice(doing, &at(name), &kind.into()).unwrap();
        let (reading, writing) = (Doing::Reading, Doing::Writing);
        assert!(said(reading, "x", ErrorKind::NotFound).starts_with("is the name right?"));
        assert!(said(reading, "no/x", ErrorKind::NotFound).ends_with("no: mend the path"));
        assert!(said(writing, "no/x", ErrorKind::NotFound).ends_with("make the folder first"));
        assert!(said(reading, "file/x/y", ErrorKind::NotADirectory).contains("file is a file"));
        assert!(said(reading, "x", ErrorKind::IsADirectory).starts_with("it is a folder"));
        assert!(said(reading, "x", ErrorKind::PermissionDenied).contains("may not read it"));
        assert!(said(writing, "x", ErrorKind::PermissionDenied).contains("may not write there"));
        assert!(said(writing, "x", ErrorKind::AlreadyExists).starts_with("nothing is ever overwritten"));
        assert!(said(reading, "x", ErrorKind::InvalidData).contains("UTF-8"));
        assert_eq!(advice(reading, &at("x"), &ErrorKind::TimedOut.into()), None);
    }
}
