//! Why an import failed.

use std::io;
use std::path::{Path, PathBuf};

/// Why an import failed. All files are read before anything is written, so only [`ImportError::Unwritable`] can come
/// when the index of another registry has been replaced already.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// A dump cannot be read to its end.
    #[error("cannot read {}", file.display())]
    Unreadable {
        /// Which file.
        file: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file without a single object or block: a download page, another format.
    #[error("{} is no registry dump: there is no object in it that could be used", file.display())]
    NotADump {
        /// Which file.
        file: PathBuf,
    },
    /// A download that ended too early.
    #[error(
        "{} is cut: it announces {announced} blocks and holds {seen}; fetch it again", file.display()
    )]
    Cut {
        /// Which file.
        file: PathBuf,
        /// What its summary says.
        announced: u64,
        /// What is there.
        seen: u64,
    },
    /// More files than an index can name.
    #[error("{count} files at once are too many: {most} at most")]
    TooManyFiles {
        /// How many were given.
        count: usize,
        /// How many it may be.
        most: usize,
    },
    /// Half of a split dump.
    #[error(
        "there is no network (inetnum, inet6num) in these files: give all files of a registry's dump together"
    )]
    NoNetwork,
    /// The other half of a split dump.
    #[error(
        "no object of {registry} in these files names an abuse mailbox: give its role (or irt) and organisation \
         files together with the networks"
    )]
    NobodyNamed {
        /// Which registry.
        registry: String,
    },
    /// The new index would lack what the old one has.
    #[error(
        "the index of {registry} holds {networks} {class} objects and these files none: import all its files \
         together, or remove {} first", path.display()
    )]
    WouldLose {
        /// Which registry.
        registry: String,
        /// `inetnum` or `inet6num`.
        class: &'static str,
        /// How many there are now.
        networks: u64,
        /// The index.
        path: PathBuf,
    },
    /// The index cannot be written.
    #[error("cannot write {}", path.display())]
    Unwritable {
        /// Which file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl ImportError {
    /// Turns what the system says of this file into [`ImportError::Unreadable`].
    pub(super) fn unreadable(file: &Path) -> impl Fn(io::Error) -> Self + '_ {
        |source| Self::Unreadable {
            file: file.to_owned(),
            source,
        }
    }

    /// This file is [`ImportError::NotADump`].
    pub(super) fn no_dump(file: &Path) -> Self {
        let file = file.to_owned();
        Self::NotADump { file }
    }
}
