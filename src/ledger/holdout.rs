//! Contacts that are written to later, so that what the letters achieve can be told from what happens anyway.
//!
//! A contact is assigned once, when it would first be written to: a share of each stratum, chosen by a keyed hash, is
//! held back until `release_at`. Nobody can choose whom it meets, and planning again chooses the same.

use jiff::Timestamp;
use rusqlite::params;

use super::{Freeze, Ledger, LedgerError, time};

/// A contact that would be written to for the first time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Newcomer {
    /// Its number.
    pub contact: i64,
    /// Its mailbox's key.
    pub key: String,
    /// One of its decisions.
    pub decision: i64,
    /// How many sightings it has.
    pub sightings: u64,
}

/// What was decided about a newcomer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    /// Its number.
    pub contact: i64,
    /// Which contacts it is compared with, such as `RIPE 2-5`.
    pub stratum: String,
    /// Whether it is written to later.
    pub held: bool,
}

impl Freeze<'_> {
    /// Contacts with something to be told that were neither written to nor assigned before, by key.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn newcomers(&self) -> Result<Vec<Newcomer>, LedgerError> {
        self.ledger()
            .connection
            .prepare(
                "SELECT contact.id, key, min(decision.id), count(*) FROM resolution \
                 CROSS JOIN decision ON decision.id = decision JOIN contact ON contact.id = contact \
                 JOIN sighting USING (address) \
                 WHERE verdict = 'notify' AND contact.id NOT IN (SELECT contact FROM holdout) \
                 AND contact.id NOT IN (SELECT contact FROM letter) GROUP BY contact.id ORDER BY key",
            )?
            .query_map([], |row| {
                Ok(Newcomer {
                    contact: row.get(0)?,
                    key: row.get(1)?,
                    decision: row.get(2)?,
                    sightings: row.get::<_, i64>(3)?.cast_unsigned(),
                })
            })?
            .map(|row| Ok(row?))
            .collect()
    }

    /// Keeps assignments, durable with the round.
    ///
    /// # Errors
    /// What SQLite says; the round is then lost as a whole.
    pub fn assign(&self, assignments: &[Assignment], release_at: Timestamp) -> Result<(), LedgerError> {
        let imports = self.ledger().newest_import()?;
        for Assignment {
            contact,
            stratum,
            held,
        } in assignments
        {
            self.ledger()
                .connection
                .prepare_cached(
                    "INSERT INTO holdout (contact, stratum, held, assigned_at, release_at, imports) \
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                )?
                .execute(params![
                    contact,
                    stratum,
                    held,
                    self.at().as_millisecond(),
                    release_at.as_millisecond(),
                    imports
                ])?;
        }
        Ok(())
    }
}

impl Ledger {
    /// Until when this contact is held back; `None` when it may be written to.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn held_until(&self, contact: i64, now: Timestamp) -> Result<Option<Timestamp>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT release_at FROM holdout WHERE contact = ?1 AND held AND release_at > ?2",
        )?;
        let mut rows = statement.query(params![contact, now.as_millisecond()])?;
        rows.next()?.map(|row| time(row.get(0)?)).transpose()
    }
}
