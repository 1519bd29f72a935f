//! What can go wrong with the ledger.

use std::path::PathBuf;

/// What can go wrong. Nothing is half done: a failed call has changed nothing.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// No ledger yet.
    #[error("{path} does not exist: nothing was imported yet")]
    Missing {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// A ledger whose making was interrupted, or is under way.
    #[error("{path} is empty: nothing was imported yet")]
    Empty {
        /// Its path.
        path: PathBuf,
    },
    /// The file cannot be created or locked.
    #[error("cannot open {path}")]
    Unopenable {
        /// Its path.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Another process works on this ledger.
    #[error("another forewarn works on this ledger: {owner}")]
    Busy {
        /// Its process id, command and start time.
        owner: String,
    },
    /// A newer forewarn has written it.
    #[error("the ledger has schema {found}, this forewarn knows {known}: use the newer program")]
    Newer {
        /// Its schema.
        found: u32,
        /// Ours.
        known: u32,
    },
    /// An older forewarn has written it, and it is opened to look only.
    #[error(
        "the ledger has schema {found}, this forewarn writes {known}: any command that changes it brings it up to date, such as forewarn resolve"
    )]
    Older {
        /// Its schema.
        found: u32,
        /// Ours.
        known: u32,
    },
    /// The file is damaged.
    #[error("the ledger is damaged: {problem}")]
    Damaged {
        /// What SQLite, or a check of ours, found.
        problem: String,
    },
    /// A letter was not in the state that this step begins with.
    #[error("letter {letter} cannot become {wanted}")]
    WrongState {
        /// The letter.
        letter: i64,
        /// What it was to become.
        wanted: &'static str,
    },
    /// The suppression file that campaigns share.
    #[error("{path}: {problem}")]
    Shared {
        /// Its path.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
        /// What the system said, where it did.
        source: Option<std::io::Error>,
    },
    /// The history that campaigns share.
    #[error("{path}: the history that campaigns share could not be read or written")]
    History {
        /// Its path.
        path: PathBuf,
        /// Why.
        source: rusqlite::Error,
    },
    /// SQLite failed.
    #[error("the ledger could not be read or written")]
    Sqlite(#[from] rusqlite::Error),
    /// A temporary file failed.
    #[error("a temporary file could not be written or read")]
    Temporary(#[from] std::io::Error),
}
