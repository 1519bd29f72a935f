//! The top-level error: what kind, why, and what to do about it.
//!
//! Below `commands/`, every stage has an error type of its own and knows nothing of exit codes. Here they become one
//! [`Failure`]: its kind decides the exit code, its source chain is printed line by line, its hints say what to do
//! next. Rejected rows, refused letters and the like are no failures: they are values in a command's summary, and
//! show in the exit code 1.

use std::error::Error;
use std::fmt;

mod advice;

pub use advice::{Doing, advice};

use crate::config::ConfigError;
use crate::ledger::{LedgerError, WriterGone};

/// Whose fault it is; decides the exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The command line, the configuration, or a file the operator gave: exit code 2.
    Usage,
    /// Disk, network, gateway, another process: exit code 3.
    Outside,
    /// A defect of ours, or a damaged ledger: exit code 4.
    Internal,
}

/// A command that could not do its work.
#[derive(Debug)]
pub struct Failure {
    /// Whose fault.
    pub kind: Kind,
    /// What happened, with its chain of causes.
    pub error: Box<dyn Error + Send + Sync>,
    /// What to do about it.
    pub hints: Vec<String>,
}

impl Failure {
    /// A failure of the operator's making.
    pub fn usage(error: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self {
            kind: Kind::Usage,
            error: error.into(),
            hints: Vec::new(),
        }
    }

    /// A failure of the outside world.
    pub fn outside(error: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self {
            kind: Kind::Outside,
            error: error.into(),
            hints: Vec::new(),
        }
    }

    /// A failure of ours.
    pub fn internal(error: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self {
            kind: Kind::Internal,
            error: error.into(),
            hints: Vec::new(),
        }
    }

    /// The same, with advice.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// The same, with advice if there is any.
    #[must_use]
    pub fn advised(self, hint: Option<String>) -> Self {
        match hint {
            Some(hint) => self.hint(hint),
            None => self,
        }
    }

    /// The program's exit code.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self.kind {
            Kind::Usage => 2,
            Kind::Outside => 3,
            Kind::Internal => 4,
        }
    }

    /// Whether the reader of our output has gone away (`| head`): no failure at all.
    #[must_use]
    pub fn is_closed_output(&self) -> bool {
        let mut cause: Option<&(dyn Error + 'static)> = Some(self.error.as_ref());
        while let Some(error) = cause {
            if let Some(error) = error.downcast_ref::<OutputError>() {
                return error.0.kind() == std::io::ErrorKind::BrokenPipe;
            }
            cause = error.source();
        }
        false
    }
}

impl Failure {
    /// Why it happened, the nearest cause first.
    fn causes(&self) -> Vec<String> {
        let mut causes = Vec::new();
        let mut said = self.error.to_string();
        let mut cause = self.error.source();
        while let Some(error) = cause {
            let text = error.to_string();
            // Some errors repeat their source in their own text.
            if !said.contains(&text) {
                causes.push(text.clone());
            }
            said = text;
            cause = error.source();
        }
        causes
    }

    /// The same for programs: `error`, `because`, `hints` and `exit_code`.
    #[must_use]
    pub fn json(&self) -> serde_json::Value {
        serde_json::json!({
            "error": self.error.to_string(),
            "because": self.causes(),
            "hints": self.hints,
            "exit_code": self.exit_code(),
        })
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.error)?;
        let mut causes = self.causes().into_iter();
        causes.try_for_each(|cause| write!(f, "\n  because: {cause}"))
    }
}

/// Standard output could not be written.
#[derive(Debug, thiserror::Error)]
#[error("standard output could not be written")]
pub struct OutputError(#[source] pub std::io::Error);

impl From<OutputError> for Failure {
    fn from(error: OutputError) -> Self {
        Self::outside(error)
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        let hint = match &error {
            ConfigError::Missing { .. } => Some(
                "go to the campaign's folder, name it with -C DIR, or make one with: forewarn init DIR"
                    .to_owned(),
            ),
            ConfigError::Unreadable { path, source } => advice(Doing::Reading, path, source),
            _ => None,
        };
        Self::usage(error).advised(hint)
    }
}

/// What to do about a damaged ledger.
const RESTORE: &str =
    "nothing more was written; keep the campaign folder as it is, and restore ledger.sqlite from a backup";
/// What to look at when the system refuses.
const DISK: &str = "is the disk full, or the campaign folder read-only? what was noted before is safe";

/// Whether what SQLite says means that the file is not what it was.
fn is_damage(error: &rusqlite::Error) -> bool {
    use rusqlite::ErrorCode::{DatabaseCorrupt, NotADatabase};
    matches!(error.sqlite_error_code(), Some(DatabaseCorrupt | NotADatabase))
}

impl From<LedgerError> for Failure {
    fn from(error: LedgerError) -> Self {
        match &error {
            LedgerError::Missing { .. } | LedgerError::Empty { .. } => Self::usage(error).hint("begin with: forewarn import FILE"),
            LedgerError::Newer { .. } | LedgerError::Older { .. } => Self::usage(error),
            LedgerError::Shared { path, source, .. } => {
                let hint = source.as_ref().and_then(|source| advice(Doing::Reading, path, source));
                Self::usage(error).advised(hint).hint(
                    "is it the right file? nothing is planned or sent while it cannot be read: somebody on it may have asked \
                     not to be written to",
                )
            }
            LedgerError::History { .. } => Self::outside(error).hint(
                "is it the right file? is the disk full, or the file read-only? nothing is planned or sent without it: another \
                 campaign may have told the contact",
            ),
            LedgerError::Busy { .. } => {
                Self::outside(error).hint("wait until it has ended; two at a time could send a letter twice")
            }
            LedgerError::Damaged { .. } => Self::internal(error).hint(RESTORE),
            LedgerError::Sqlite(cause) if is_damage(cause) => Self::internal(error).hint(RESTORE),
            LedgerError::WrongState { .. } => Self::internal(error),
            LedgerError::Unopenable { path, source } => {
                let hint = advice(Doing::Writing, path, source);
                Self::outside(error).advised(hint).hint(DISK)
            }
            LedgerError::Sqlite(_) | LedgerError::Temporary(_) => {
                Self::outside(error).hint(DISK)
            }
        }
    }
}

impl From<WriterGone> for Failure {
    fn from(error: WriterGone) -> Self {
        Self::outside(error)
    }
}
