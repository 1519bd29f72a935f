//! What happened, durably: SQLite in the campaign folder.
//!
//! All SQL of forewarn is in this folder. Every function that changes something says what is guaranteed once it has
//! returned; "durable" means that the change survives SIGKILL, and a power cut on a disk that honours fsync
//! (WAL journal, `synchronous=FULL`).
//!
//! Invariants:
//! - one process at a time changes a ledger ([`Lock`]); any number read it;
//! - a letter's state changes only along [`state::next`];
//! - a letter's bytes, identity and sightings never change once its round is frozen.
//!
//! Read next: [`state`], then `fates.rs` for sending, [`rounds`](Ledger::freeze) for planning.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fs;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use connect::PATIENCE;
use jiff::Timestamp;
use rusqlite::{Connection, ErrorCode, OptionalExtension as _};

mod account;
mod answers;
mod chain;
mod connect;
mod error;
mod fates;
mod filesystem;
mod freeze;
mod frozen;
mod gathering;
mod history;
mod holdout;
mod intake;
mod left_open;
mod letters;
mod lock;
mod octets;
mod pace;
mod paged;
mod places;
mod ready;
mod remediation;
mod resolutions;
mod returned;
mod returns;
mod rounds;
mod runs;
mod scans;
mod shared;
mod sketches;
pub mod state;
mod stories;
mod suppressed;
mod suppressions;
mod telling;
#[cfg(test)]
mod tests;
mod totals;
mod verdicts;
mod withdrawals;
mod writer;

pub use account::{LetterAccount, Moment, SightingAccount};
pub use answers::{Answers, Kept};
pub use chain::Chain;
pub use error::LedgerError;
pub use fates::{Claim, Claimed, Dot, Doubt, Ending, Settlement};
pub use filesystem::remote;
pub use freeze::{Draft, Freeze};
pub use frozen::{Dictionary, Frozen, Packed};
pub use holdout::{Assignment, Newcomer};
pub use intake::{Batch, Content, Imported, Intake, Packer};
pub use letters::{Antecedent, LetterRow, LetterView, Which};
pub use lock::Lock;
use octets::{from_octets, octets};
pub use pace::{Halt, Load};
pub use ready::{ReadyBundle, RoundKind};
pub use remediation::{Cluster, Remaining, Remediation};
pub use resolutions::{AddressFacts, Resolved};
pub use returned::{Note, ReturnedLetter, ReturnedRow};
pub use returns::{Recall, Returns};
pub use rounds::RoundRow;
pub use scans::Presence;
pub use sketches::{Outlines, Sketched};
pub use stories::{Stories, Story};
pub use suppressed::Suppressed;
pub use suppressions::{Cause, Suppression, SuppressionKind};
pub use totals::{AddressTotals, RowTotals, Totals};
pub use writer::{Coming, Notes, Writer, WriterGone};

/// The ledger's file name in the campaign folder.
pub const FILE: &str = "ledger.sqlite";

/// The schema that brought the chain over events.
const CHAINED: u32 = 6;
/// The schema that brought pages of resolutions.
const PAGED: u32 = 8;
/// The newest schema; kept in `user_version`.
const SCHEMA: u32 = 8;
const MIGRATIONS: [&str; SCHEMA as usize] = [
    include_str!("migrations/0001_campaign.sql"),
    include_str!("migrations/0002_delivery.sql"),
    include_str!("migrations/0003_contacts.sql"),
    include_str!("migrations/0004_returned.sql"),
    include_str!("migrations/0005_rounds.sql"),
    include_str!("migrations/0006_events.sql"),
    include_str!("migrations/0007_patterns.sql"),
    include_str!("migrations/0008_pages.sql"),
];

/// How a ledger is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// To look only; the file must exist.
    Read,
    /// To change it: the caller holds the [`Lock`]. Created when missing.
    Write,
    /// To add to it while another process, which holds the [`Lock`], sends. The file must exist and be up to date.
    Join,
}

/// What a transaction survives once it is done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Durability {
    /// A kill, and a power cut on a disk that honours fsync: the bytes are on the disk (`synchronous=FULL`).
    #[default]
    Power,
    /// A kill of the process at any moment: the bytes are with the kernel (`synchronous=NORMAL`). After a power cut or
    /// a crash of the machine the last transactions are missing, though never in part: a letter whose dot had left can
    /// be found planned, and be sent again.
    Process,
}

/// An open ledger.
#[derive(Debug)]
pub struct Ledger {
    connection: Connection,
    /// This campaign's mark in the shared history, when that is attached.
    history: Option<String>,
    /// The same, open by itself while letters are sent.
    telling: Option<telling::Telling>,
    /// Dictionaries in use, unpacked.
    dictionaries: RefCell<Vec<Dictionary>>,
    /// The list that other campaigns write too.
    shared: Option<shared::SharedFile>,
    /// What must not be written to, as it was last read.
    suppressed: RefCell<Option<suppressed::Known>>,
    /// Letters taken up, with the list that they were held against then.
    taken: RefCell<HashMap<i64, Arc<Suppressed>>>,
}

impl Ledger {
    /// The ledger of the campaign in `folder`.
    ///
    /// With [`Access::Write`] it is created (mode 0600, with a fresh campaign key from `new_key`) or brought to the current schema.
    ///
    /// # Errors
    /// [`LedgerError::Missing`], [`LedgerError::Empty`], [`LedgerError::Newer`], [`LedgerError::Damaged`] or what SQLite says.
    pub fn open(folder: &Path, access: Access, new_key: &dyn Fn() -> [u8; 32]) -> Result<Self, LedgerError> {
        let path = folder.join(FILE);
        if access == Access::Write {
            // SQLite would create it with the umask's mode; its -wal and -shm files copy this one's.
            fs::OpenOptions::new()
                .write(true)
                .create(true)
                .truncate(false)
                .mode(0o600)
                .open(&path)
                .map_err(|source| LedgerError::Unopenable {
                    path: path.clone(),
                    source,
                })?;
        } else if !path.exists() {
            return Err(LedgerError::Missing { path });
        }
        let interrupted = fs::metadata(folder.join(format!("{FILE}-wal"))).is_ok_and(|wal| wal.len() > 0);
        let connection = match connect::to_write(&path) {
            // An archive, or somebody else's campaign: it can be looked at all the same.
            Err(error) if access == Access::Read && connect::is_forbidden(&error) => {
                connect::to_look(&path, interrupted)?
            }
            connection => connection?,
        };
        connection.pragma_update(None, "foreign_keys", "OFF")?;
        connection.pragma_update(None, "cache_size", -16_000)?;
        connection.pragma_update(None, "temp_store", "FILE")?;
        connection.set_prepared_statement_cache_capacity(64);
        paged::register(&connection)?;
        let ledger = Self {
            connection,
            history: None,
            telling: None,
            dictionaries: RefCell::default(),
            shared: None,
            suppressed: RefCell::default(),
            taken: RefCell::default(),
        };
        ledger.migrate(&path, access, new_key)?;
        if interrupted && access == Access::Write {
            ledger.verify()?;
        }
        Ok(ledger)
    }

    /// Sets how much of the ledger's file stays in memory from now on, in KiB; 16,000 until then. What is gone through
    /// in its order needs little, whatever its size.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn cache(&self, kibibytes: u16) -> Result<(), LedgerError> {
        Ok(self
            .connection
            .pragma_update(None, "cache_size", -i32::from(kibibytes))?)
    }

    /// Sets what transactions survive from now on; until then it is [`Durability::Power`]. The first transaction after a
    /// change to `Power` makes all before it durable too.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn keep(&self, durability: Durability) -> Result<(), LedgerError> {
        let level = match durability {
            Durability::Power => "FULL",
            Durability::Process => "NORMAL",
        };
        self.connection.pragma_update(None, "synchronous", level)?;
        Ok(())
    }

    /// Brings the schema up to date in one transaction.
    fn migrate(
        &self,
        path: &Path,
        access: Access,
        new_key: &dyn Fn() -> [u8; 32],
    ) -> Result<(), LedgerError> {
        let found: u32 = self
            .connection
            .pragma_query_value(None, "user_version", |row| row.get(0))?;
        if found > SCHEMA {
            return Err(LedgerError::Newer { found, known: SCHEMA });
        }
        if found < SCHEMA && access == Access::Join {
            let owner = "one that uses an older form of it".to_owned();
            return Err(LedgerError::Busy { owner });
        }
        if found == 0 && access == Access::Read {
            let path = path.to_owned();
            return Err(LedgerError::Empty { path });
        }
        if found == SCHEMA {
            return Ok(());
        }
        if access == Access::Read {
            return Err(LedgerError::Older { found, known: SCHEMA });
        }
        self.atomically(|| {
            for step in MIGRATIONS.iter().skip(found as usize) {
                self.connection.execute_batch(step)?;
            }
            if found == 0 {
                self.connection
                    .execute("INSERT INTO meta VALUES ('key', ?1)", [new_key()])?;
            } else if found < CHAINED {
                // What is chained already stays as it is: chained anew, it would hide that somebody has touched it.
                self.chain_old_events()?;
            }
            if found < PAGED {
                self.page_former_resolutions()?;
            }
            Ok(self.connection.pragma_update(None, "user_version", SCHEMA)?)
        })
    }

    /// Reads the whole file and reports damage.
    ///
    /// # Errors
    /// [`LedgerError::Damaged`] with the first thing found.
    pub fn verify(&self) -> Result<(), LedgerError> {
        let problem: String = self
            .connection
            .pragma_query_value(None, "integrity_check", |row| row.get(0))?;
        if problem == "ok" {
            Ok(())
        } else {
            Err(LedgerError::Damaged { problem })
        }
    }

    /// The campaign's secret, 32 bytes: what Message-IDs, references and return paths are derived from.
    ///
    /// # Errors
    /// [`LedgerError::Damaged`] when it is not there.
    pub fn key(&self) -> Result<[u8; 32], LedgerError> {
        self.connection
            .query_row("SELECT value FROM meta WHERE key = 'key'", [], |row| row.get(0))
            .optional()?
            .ok_or_else(|| LedgerError::Damaged {
                problem: "the campaign key is missing".to_owned(),
            })
    }

    /// Where letters went last, as [`Ledger::note_gateway`] noted it.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn last_gateway(&self) -> Result<Option<String>, LedgerError> {
        let noted: Option<Vec<u8>> = self
            .connection
            .query_row("SELECT value FROM meta WHERE key = 'gateway'", [], |row| {
                row.get(0)
            })
            .optional()?;
        Ok(noted.map(|name| String::from_utf8_lossy(&name).into_owned()))
    }

    /// Notes where letters go from now on: only there can be looked up after a kill what became of a dotted one.
    /// Durable when it returns.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn note_gateway(&self, name: &str) -> Result<(), LedgerError> {
        if self.last_gateway()?.as_deref() != Some(name) {
            self.connection.execute(
                "INSERT INTO meta VALUES ('gateway', ?1) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                [name.as_bytes()],
            )?;
        }
        Ok(())
    }

    /// Runs `work` in one transaction: all of it durable on success, nothing changed on failure.
    fn atomically<T>(&self, work: impl FnOnce() -> Result<T, LedgerError>) -> Result<T, LedgerError> {
        self.connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
        self.to_the_end(work)
    }

    /// Begins a transaction; an error at once where another process is in one ([`is_occupied`]).
    fn begin_at_once(&self) -> Result<(), LedgerError> {
        self.connection.busy_timeout(Duration::ZERO)?;
        let begun = self
            .connection
            .prepare_cached("BEGIN IMMEDIATE")
            .and_then(|mut begin| begin.execute([]));
        self.connection.busy_timeout(PATIENCE)?;
        begun?;
        Ok(())
    }

    /// Runs `work` in the transaction that has been begun, and ends it.
    fn to_the_end<T>(&self, work: impl FnOnce() -> Result<T, LedgerError>) -> Result<T, LedgerError> {
        let result = work().and_then(|done| {
            self.connection.prepare_cached("COMMIT")?.execute([])?;
            Ok(done)
        });
        if result.is_err() && !self.connection.is_autocommit() {
            // The first failure is the one to tell; a rollback that fails too leaves nothing to do.
            let _ = self.connection.execute_batch("ROLLBACK");
            self.forget_suppressed();
        }
        result
    }
}

/// Whether it failed because another process is in a transaction.
fn is_occupied(error: &LedgerError) -> bool {
    let LedgerError::Sqlite(error) = error else {
        return false;
    };
    error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy)
}

/// The time of a stored number of milliseconds.
fn time(milliseconds: i64) -> Result<Timestamp, LedgerError> {
    Timestamp::from_millisecond(milliseconds).map_err(|_| LedgerError::Damaged {
        problem: format!("{milliseconds} is no time"),
    })
}
