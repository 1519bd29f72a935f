//! The operator's files: opened, and an error about them with its place and what to do.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use crate::failure::{Doing, Failure, advice};

/// Names the place in an error about a file, and says what to do. One that is not there, or is a folder, was misnamed:
/// the operator's matter.
pub(super) fn at_path<T>(path: &Path, what: &'static str, result: io::Result<T>) -> Result<T, Failure> {
    result.map_err(|source| {
        let source = plain(source);
        let misnamed = matches!(
            source.kind(),
            io::ErrorKind::NotFound | io::ErrorKind::IsADirectory | io::ErrorKind::NotADirectory
        );
        let doing = match what {
            "read" | "read the password from" | "copy" => Doing::Reading,
            _ => Doing::Writing,
        };
        let hint = if matches!(what, "make" | "create") && path.is_file() {
            Some(format!(
                "{} is a file, no folder: give another name",
                path.display()
            ))
        } else {
            advice(doing, path, &source)
        };
        let path = path.to_owned();
        let error = PathError { what, path, source };
        let failure = if misnamed {
            Failure::usage(error)
        } else {
            Failure::outside(error)
        };
        failure.advised(hint)
    })
}

/// Opens a file to read it; a folder is refused at once.
pub(super) fn open(path: &Path) -> Result<File, Failure> {
    let opened = File::open(path).and_then(|file| {
        if file.metadata()?.is_dir() {
            Err(io::ErrorKind::IsADirectory.into())
        } else {
            Ok(file)
        }
    });
    at_path(path, "read", opened)
}

/// The same for a command that takes any number of files.
pub(super) fn open_one_of_many(path: &Path) -> Result<File, Failure> {
    open(path).map_err(|failure| {
        if path.is_dir() {
            failure.hint(format!("all files in it: {}/*", path.display()))
        } else {
            failure
        }
    })
}

/// What the system said, without the name of a file that a library has put behind it and that nobody knows.
fn plain(error: io::Error) -> io::Error {
    match error.to_string().split_once(" at path ") {
        Some((said, _)) if error.get_ref().is_some() => io::Error::new(error.kind(), said.to_owned()),
        _ => error,
    }
}

/// A file of the operator's that cannot be read or written.
#[derive(Debug, thiserror::Error)]
#[error("cannot {what} {path}")]
struct PathError {
    what: &'static str,
    path: PathBuf,
    source: io::Error,
}
