//! Where returned mail lies: Maildir, mbox, single files, standard input, a mailbox on an IMAP server.
//!
//! In: what the operator named. Out: messages as bytes, one after the other, however large the mailbox; none is larger than
//! [`MOST`] when it leaves here. Nothing is ever deleted: a Maildir's message is marked as seen, one on a server is marked
//! or moved ([`imap`]). [`reading`] reads them on all cores.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
use std::path::{Path, PathBuf};

pub mod imap;
mod mbox;
pub mod reading;

use mbox::Mbox;

/// Octets of a message that are read; one more than [`crate::bounce::read`] looks at, so that it can tell what was cut.
pub const MOST: usize = crate::bounce::MOST_OCTETS + 1;

/// Octets that most messages fit into.
const ROOM: usize = 64 * 1024;
/// The parts of a Maildir that messages lie in; `tmp` holds what is not there yet.
const PARTS: [&str; 2] = ["cur", "new"];

/// A place that returned mail is read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A Maildir: messages in its `new` and `cur`.
    Maildir(PathBuf),
    /// An mbox, or one message.
    File(PathBuf),
    /// The same on standard input.
    Stdin,
    /// A mailbox on a server.
    Imap(imap::Account),
}

/// A place that nothing can be read from.
#[derive(Debug, thiserror::Error)]
pub enum PickupError {
    /// An address of a mailbox that makes no sense.
    #[error("{text:?} is no mailbox on a server: {problem}")]
    Address {
        /// What was given.
        text: String,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// A folder that is no Maildir.
    #[error("{path} is a folder, but no Maildir: it has no new and no cur")]
    NoMaildir {
        /// Its path.
        path: PathBuf,
    },
    /// It cannot be read.
    #[error("cannot read {path}")]
    Unreadable {
        /// Its path.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The server.
    #[error(transparent)]
    Imap(#[from] imap::ImapError),
}

/// A message that is about to be read.
#[derive(Debug)]
pub enum Message {
    /// Lies in a file of its own.
    File(PathBuf),
    /// Was read already.
    Bytes(Vec<u8>),
}

/// Messages, one after the other.
pub type Messages = Box<dyn Iterator<Item = Result<Message, PickupError>> + Send>;

impl Source {
    /// The place that a text names: `-`, `imaps://user@host/INBOX`, or a path.
    ///
    /// # Errors
    /// [`PickupError`] when it cannot be read from.
    pub fn parse(text: &str, folder: &Path) -> Result<Self, PickupError> {
        if text == "-" {
            return Ok(Self::Stdin);
        }
        if text.contains("://") {
            return Ok(Self::Imap(imap::Account::parse(text)?));
        }
        let path = folder.join(text);
        let meta = std::fs::metadata(&path).map_err(|source| PickupError::Unreadable {
            path: path.clone(),
            source,
        })?;
        if !meta.is_dir() {
            return Ok(Self::File(path));
        }
        if path.join("new").is_dir() || path.join("cur").is_dir() {
            return Ok(Self::Maildir(path));
        }
        Err(PickupError::NoMaildir { path })
    }

    /// The messages of a place on this machine; none for a server's, which [`imap`] reads.
    ///
    /// # Errors
    /// [`PickupError::Unreadable`].
    pub fn messages(&self) -> Result<Messages, PickupError> {
        match self {
            Self::Maildir(path) => {
                let parts = PARTS.map(|part| path.join(part));
                let files = maildir(&parts)?;
                Ok(Box::new(files.into_iter().map(move |(name, part)| {
                    let [cur, new] = &parts;
                    Ok(Message::File(if part == 0 { cur } else { new }.join(name)))
                })))
            }
            Self::File(path) => {
                let file = File::open(path).map_err(|source| PickupError::Unreadable {
                    path: path.clone(),
                    source,
                })?;
                stream(BufReader::with_capacity(1 << 18, file), path)
            }
            Self::Stdin => stream(BufReader::new(io::stdin()), Path::new("standard input")),
            Self::Imap(_) => Ok(Box::new(std::iter::empty())),
        }
    }

    /// What the operator may call it; names no password.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Maildir(path) | Self::File(path) => path.display().to_string(),
            Self::Stdin => "standard input".to_owned(),
            Self::Imap(account) => account.to_string(),
        }
    }
}

impl Message {
    /// Its octets, at most [`MOST`], read into `room` where they were not read already; `None` when it has gone meanwhile
    /// (another program moved it).
    ///
    /// # Errors
    /// [`PickupError::Unreadable`].
    pub fn read<'m>(&'m self, room: &'m mut Vec<u8>) -> Result<Option<&'m [u8]>, PickupError> {
        let path = match self {
            Self::Bytes(bytes) => return Ok(Some(bytes)),
            Self::File(path) => path,
        };
        room.clear();
        room.shrink_to(ROOM);
        room.reserve(ROOM);
        let done = File::open(path).and_then(|file| file.take(MOST as u64).read_to_end(room));
        match done {
            Ok(_) => Ok(Some(room)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(PickupError::Unreadable {
                path: path.clone(),
                source,
            }),
        }
    }

    /// Where it lies, if in a file of its own.
    #[must_use]
    pub fn into_path(self) -> Option<PathBuf> {
        match self {
            Self::Bytes(_) => None,
            Self::File(path) => Some(path),
        }
    }
}

/// A stream that begins with `From ` is an mbox; anything else is one message.
fn stream(mut from: impl BufRead + Send + 'static, path: &Path) -> Result<Messages, PickupError> {
    let unreadable = |source| PickupError::Unreadable {
        path: path.to_owned(),
        source,
    };
    if from.fill_buf().map_err(unreadable)?.starts_with(b"From ") {
        let path = path.to_owned();
        return Ok(Box::new(Mbox::new(from).map(move |message| {
            let path = path.clone();
            message
                .map(Message::Bytes)
                .map_err(|source| PickupError::Unreadable { path, source })
        })));
    }
    let mut bytes = Vec::new();
    from.take(MOST as u64)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    let one = (!bytes.is_empty()).then_some(Ok(Message::Bytes(bytes)));
    Ok(Box::new(one.into_iter()))
}

/// The messages of a Maildir by their names, and in which of its parts they lie; those that were there longest first as far
/// as their names tell.
fn maildir(parts: &[PathBuf]) -> Result<Vec<(OsString, usize)>, PickupError> {
    let mut files = Vec::new();
    for (part, path) in parts.iter().enumerate() {
        let unreadable = |source| PickupError::Unreadable {
            path: path.clone(),
            source,
        };
        let entries = match std::fs::read_dir(path) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(unreadable(error)),
        };
        for entry in entries {
            let entry = entry.map_err(unreadable)?;
            let name = entry.file_name();
            let hidden = name.as_encoded_bytes().starts_with(b".");
            if !hidden && entry.file_type().is_ok_and(|kind| !kind.is_dir()) {
                files.push((name, part));
            }
        }
    }
    files.sort_unstable();
    Ok(files)
}

/// Marks a Maildir's message as seen: it lies in `cur` then, with the flag `S` (the Maildir convention). A message that
/// another program has moved meanwhile is left alone.
///
/// # Errors
/// What the system says.
pub fn mark_seen(path: &Path) -> io::Result<()> {
    let bytes = path.as_os_str().as_bytes();
    // By its octets: tens of thousands are marked in a second, and taking a path apart by its components shows.
    let Some(name_at) = memchr::memrchr(b'/', bytes).map(|slash| slash + 1) else {
        return Ok(());
    };
    let part_at =
        memchr::memrchr(b'/', bytes.get(..name_at - 1).unwrap_or_default()).map_or(0, |slash| slash + 1);
    let part = bytes.get(part_at..name_at - 1).unwrap_or_default();
    let Some(name) = bytes
        .get(name_at..)
        .and_then(|name| std::str::from_utf8(name).ok())
    else {
        return Ok(());
    };
    if !matches!(part, b"new" | b"cur") {
        return Ok(());
    }
    let (unique, flags) = name.split_once(":2,").unwrap_or((name, ""));
    if flags.contains('S') && part == b"cur" {
        return Ok(());
    }
    // Flags stand in alphabetical order.
    let mut flags: Vec<char> = flags.chars().filter(|flag| *flag != 'S').chain(['S']).collect();
    flags.sort_unstable();
    let flags: String = flags.into_iter().collect();
    let folder = bytes.get(..part_at).unwrap_or_default();
    let seen = [folder, b"cur/", unique.as_bytes(), b":2,", flags.as_bytes()].concat();
    let seen = OsString::from_vec(seen);
    match std::fs::rename(path, seen) {
        Err(error) if error.kind() == io::ErrorKind::NotFound && !path.exists() => Ok(()),
        done => done,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_maildirs_messages_are_found_and_marked() {
        let folder = tempfile::tempdir().unwrap();
        for part in ["new", "cur", "tmp"] {
            std::fs::create_dir(folder.path().join(part)).unwrap();
        }
        for name in ["new/2.a", "cur/1.b:2,FR", "cur/3.c:2,S", "tmp/4.d", "new/.hidden"] {
            std::fs::write(folder.path().join(name), "x").unwrap();
        }
        let source = Source::parse(".", folder.path()).unwrap();
        let found: Vec<_> = source
            .messages()
            .unwrap()
            .map(|message| {
                let message = message.unwrap();
                assert_eq!(message.read(&mut b"before".to_vec()).unwrap().unwrap(), b"x");
                message.into_path().unwrap()
            })
            .collect();
        let names: Vec<_> = found
            .iter()
            .map(|path| path.file_name().unwrap().to_str().unwrap())
            .collect();
        assert_eq!(names, ["1.b:2,FR", "2.a", "3.c:2,S"]);
        for path in &found {
            mark_seen(path).unwrap();
            mark_seen(path).unwrap();
        }
        let mut after: Vec<_> = std::fs::read_dir(folder.path().join("cur"))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        after.sort();
        assert_eq!(after, ["1.b:2,FRS", "2.a:2,S", "3.c:2,S"]);
    }

    #[test]
    fn places_that_cannot_be_read_are_told() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(
            Source::parse(".", folder.path()),
            Err(PickupError::NoMaildir { .. })
        ));
        assert!(matches!(
            Source::parse("missing", folder.path()),
            Err(PickupError::Unreadable { .. })
        ));
        assert!(matches!(
            Source::parse("pop3://a@b/", folder.path()),
            Err(PickupError::Address { .. })
        ));
        assert!(matches!(Source::parse("-", folder.path()), Ok(Source::Stdin)));
    }
}
