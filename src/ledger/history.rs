//! What several campaigns have told whom: one small file that they share, so that nobody hears the same thing from two
//! of them.
//!
//! It is a SQLite file of its own, attached while it is needed. A letter enters it once it was accepted, or may have
//! been; another campaign's `plan` then leaves the sighting out, and its `send` holds back what was planned before.

use std::fs;
use std::io;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use jiff::Timestamp;
use rusqlite::params;
use sha2::{Digest as _, Sha256};

use super::ready::{TOLD, among};
use super::state::Event;
use super::{Ledger, LedgerError};

const TABLE: &str = "CREATE TABLE IF NOT EXISTS history.told ( \
    contact TEXT NOT NULL, address BLOB NOT NULL, port INTEGER NOT NULL, exposure TEXT NOT NULL, \
    campaign TEXT NOT NULL, reference TEXT NOT NULL, told_at INTEGER NOT NULL, \
    PRIMARY KEY (contact, address, port, exposure, campaign)) WITHOUT ROWID, STRICT";

/// Rows of the history that another campaign wrote about `sighting` and `contact` at or after `:since`.
pub(super) const TOLD_ELSEWHERE: &str = "SELECT 1 FROM history.told AS elsewhere \
    WHERE elsewhere.contact = contact.key AND elsewhere.address = sighting.address \
    AND elsewhere.port = sighting.port AND elsewhere.exposure = exposure.slug \
    AND elsewhere.campaign <> :campaign AND elsewhere.told_at >= :since";

impl Ledger {
    /// Attaches the shared history, made (mode 0600) when it is missing. Not inside a transaction.
    ///
    /// # Errors
    /// [`LedgerError::Unopenable`] or what SQLite says.
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
        self.connection.execute("ATTACH ?1 AS history", [name])?;
        // So that a campaign that plans for minutes keeps no other from noting what it has told. Where somebody uses the file
        // this very moment it stays as it is, and everything below holds all the same.
        let _ = self
            .connection
            .pragma_update(Some("history"), "journal_mode", "WAL");
        // Two campaigns may come to a new file at once.
        self.atomically(|| Ok(self.connection.execute(TABLE, [])?))?;
        self.history = Some(self.campaign_mark()?);
        Ok(())
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
    fn campaign_mark(&self) -> Result<String, LedgerError> {
        let digest = Sha256::new()
            .chain_update(b"history")
            .chain_update(self.key()?)
            .finalize();
        Ok(format!("{digest:x}").chars().take(16).collect())
    }

    /// Enters the letters that have told their contact something since the last time. Nothing to do without a shared
    /// history. Returns how many entered; durable when it returns.
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
        self.atomically(|| {
            let mut enter = self.connection.prepare(
                "INSERT OR REPLACE INTO history.told SELECT key, address, port, slug, ?1, reference, ?2 \
                 FROM letter JOIN contact ON contact.id = contact JOIN letter_sighting ON letter = letter.id \
                 JOIN exposure ON exposure.id = exposure WHERE letter.id = ?3",
            )?;
            for letter in &letters {
                enter.execute(params![campaign, now.as_millisecond(), letter])?;
            }
            Ok(())
        })?;
        self.atomically(|| {
            let mut note = self
                .connection
                .prepare("INSERT OR IGNORE INTO in_history VALUES (?1)")?;
            for letter in &letters {
                note.execute([letter])?;
            }
            Ok(letters.len() as u64)
        })
    }

    /// Holds back planned letters of which another campaign has told something at or after `since`; returns how many.
    /// What else they speak of comes again with the next plan.
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
                 WHERE state = 'planned' AND kind = 'first' AND EXISTS ({TOLD_ELSEWHERE})"
            ))?;
            let letters: Vec<i64> = statement
                .query_map(
                    rusqlite::named_params! {":campaign": campaign, ":since": since.as_millisecond()},
                    |row| row.get(0),
                )?
                .collect::<Result<_, _>>()?;
            for letter in &letters {
                self.step(*letter, Event::Suppressed, now)?;
                self.event(now, Some(*letter), "suppressed", "another campaign has told the contact")?;
            }
            Ok(letters.len() as u64)
        })
    }
}
