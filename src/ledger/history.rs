//! What several campaigns have told whom: one small file that they share, so that nobody hears the same thing from two
//! of them.
//!
//! It is a SQLite file of its own, attached while it is needed. A letter enters it once it was accepted, or may have
//! been; another campaign's `plan` then leaves the sighting out, and its `send` holds back what was planned before. What
//! a `send` is about to tell stands there before the letter leaves (`telling.rs`), and counts like what was told: for
//! as long as that, if nobody takes it back, since most of it did leave.

use std::fs;
use std::io;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use jiff::Timestamp;
use rusqlite::params;
use sha2::{Digest as _, Sha256};

use super::ready::{TOLD, among};
use super::state::{Event, State};
use super::{Ledger, LedgerError};

/// What was told, and what is about to be: apart, so that taking back the one never takes away the other.
const TABLES: [&str; 2] = [
    "CREATE TABLE IF NOT EXISTS history.told ( \
    contact TEXT NOT NULL, address BLOB NOT NULL, port INTEGER NOT NULL, exposure TEXT NOT NULL, \
    campaign TEXT NOT NULL, reference TEXT NOT NULL, told_at INTEGER NOT NULL, \
    PRIMARY KEY (contact, address, port, exposure, campaign)) WITHOUT ROWID, STRICT",
    "CREATE TABLE IF NOT EXISTS history.telling ( \
    contact TEXT NOT NULL, address BLOB NOT NULL, port INTEGER NOT NULL, exposure TEXT NOT NULL, \
    campaign TEXT NOT NULL, reference TEXT NOT NULL, since INTEGER NOT NULL, \
    PRIMARY KEY (contact, address, port, exposure, campaign)) WITHOUT ROWID, STRICT",
];

/// Letters that enter the history in one transaction, so that no other campaign waits for long.
const AT_ONCE: usize = 1000;

/// Rows of the history that another campaign wrote about `sighting` and `contact` at or after `:since`.
pub(super) const TOLD_ELSEWHERE: &str = "SELECT 1 FROM history.told AS elsewhere \
    WHERE elsewhere.contact = contact.key AND elsewhere.address = sighting.address \
    AND elsewhere.port = sighting.port AND elsewhere.exposure = exposure.slug \
    AND elsewhere.campaign <> :campaign AND elsewhere.told_at >= :since \
    UNION ALL SELECT 1 FROM history.telling AS elsewhere \
    WHERE elsewhere.contact = contact.key AND elsewhere.address = sighting.address \
    AND elsewhere.port = sighting.port AND elsewhere.exposure = exposure.slug \
    AND elsewhere.campaign <> :campaign AND elsewhere.since >= :since";

/// Why a letter was held back, as its history says.
pub(super) const HELD_BACK: &str = "another campaign has told the contact, or is about to";

impl Ledger {
    /// Attaches the shared history, made (mode 0600) when it is missing. Not inside a transaction.
    ///
    /// # Errors
    /// [`LedgerError::Unopenable`] or [`LedgerError::History`].
    pub fn share_history(&mut self, file: &Path) -> Result<(), LedgerError> {
        let unopenable = |source: io::Error| LedgerError::Unopenable {
            path: file.to_owned(),
            source,
        };
        fs::OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(file)
            .map_err(unopenable)?;
        let name = file
            .to_str()
            .ok_or_else(|| unopenable(io::ErrorKind::InvalidFilename.into()))?;
        self.attach(name).map_err(|error| match error {
            LedgerError::Sqlite(source) => LedgerError::History {
                path: file.to_owned(),
                source,
            },
            other => other,
        })?;
        self.history = Some(self.campaign_mark()?);
        Ok(())
    }

    fn attach(&self, name: &str) -> Result<(), LedgerError> {
        self.connection.execute("ATTACH ?1 AS history", [name])?;
        // So that a campaign that plans for minutes keeps no other from noting what it has told. Where somebody uses the file
        // this very moment it stays as it is, and everything below holds all the same.
        let _ = self
            .connection
            .pragma_update(Some("history"), "journal_mode", "WAL");
        // Two campaigns may come to a new file at once.
        self.atomically(|| {
            for table in TABLES {
                self.connection.execute(table, [])?;
            }
            Ok(())
        })
    }

    /// Lets go of the shared history.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn leave_history(&mut self) -> Result<(), LedgerError> {
        if self.history.take().is_some() {
            // A prepared statement of before would keep it in use.
            self.connection.flush_prepared_statement_cache();
            self.connection.execute("DETACH history", [])?;
        }
        Ok(())
    }

    /// What tells this campaign from others in the history; says nothing about its key.
    pub(super) fn campaign_mark(&self) -> Result<String, LedgerError> {
        let digest = Sha256::new()
            .chain_update(b"history")
            .chain_update(self.key()?)
            .finalize();
        Ok(format!("{digest:x}").chars().take(16).collect())
    }

    /// Enters the letters that have told their contact something since the last time, and takes back what this campaign
    /// was about to tell and did not. To be called while none of its letters is taken up. Nothing to do without a
    /// shared history. Returns how many entered; durable when it returns.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn enter_history(&self, now: Timestamp) -> Result<u64, LedgerError> {
        let Some(campaign) = &self.history else {
            return Ok(0);
        };
        let letters: Vec<i64> = self
            .connection
            .prepare(&format!(
                "SELECT id FROM letter WHERE state IN {} AND id NOT IN (SELECT letter FROM in_history)",
                among(&TOLD)
            ))?
            .query_map([], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        // One after the other: a kill while one transaction reaches two files may leave it in either of them. A letter
        // that is entered twice is the same entry; one that is only noted as entered would be missing for good.
        for some in letters.chunks(AT_ONCE) {
            self.atomically(|| {
                let mut enter = self.connection.prepare_cached(
                    "INSERT OR REPLACE INTO history.told SELECT key, address, port, slug, ?1, reference, ?2 \
                 FROM letter JOIN contact ON contact.id = contact JOIN letter_sighting ON letter = letter.id \
                 JOIN exposure ON exposure.id = exposure WHERE letter.id = ?3",
                )?;
                for letter in some {
                    enter.execute(params![campaign, now.as_millisecond(), letter])?;
                }
                Ok(())
            })?;
            self.atomically(|| {
                let mut note = self
                    .connection
                    .prepare_cached("INSERT OR IGNORE INTO in_history VALUES (?1)")?;
                for letter in some {
                    note.execute([letter])?;
                }
                Ok(())
            })?;
        }
        // Only now: what was told is never missing from both tables.
        self.atomically(|| {
            let under_way = among(&[State::Sending, State::Dotted]);
            let mut take_back = self.connection.prepare(&format!(
                "DELETE FROM history.telling WHERE campaign = ?1 \
                 AND reference NOT IN (SELECT reference FROM letter WHERE state IN {under_way})"
            ))?;
            take_back.execute([campaign])?;
            Ok(letters.len() as u64)
        })
    }

    /// Holds back planned and deferred letters of which another campaign has told something at or after `since`, or is
    /// about to; returns how many. What else they speak of comes again with the next plan.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn hold_back_told_elsewhere(&self, since: Timestamp, now: Timestamp) -> Result<u64, LedgerError> {
        let Some(campaign) = &self.history else {
            return Ok(0);
        };
        self.atomically(|| {
            let mut statement = self.connection.prepare(&format!(
                "SELECT DISTINCT letter.id FROM letter JOIN round ON round.number = letter.round \
                 JOIN contact ON contact.id = letter.contact JOIN letter_sighting AS sighting ON sighting.letter = letter.id \
                 JOIN exposure ON exposure.id = sighting.exposure \
                 WHERE state IN ('planned', 'deferred') AND kind = 'first' AND EXISTS ({TOLD_ELSEWHERE})"
            ))?;
            let letters: Vec<i64> = statement
                .query_map(
                    rusqlite::named_params! {":campaign": campaign, ":since": since.as_millisecond()},
                    |row| row.get(0),
                )?
                .collect::<Result<_, _>>()?;
            for letter in &letters {
                self.step_saying(*letter, Event::Suppressed, HELD_BACK, now)?;
                self.event(now, Some(*letter), "suppressed", HELD_BACK)?;
            }
            Ok(letters.len() as u64)
        })
    }
}
