//! Returned mail: each message once, with what it said and what followed.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, params};
use serde::Serialize;

use super::state::State;
use super::{Ledger, LedgerError, time};

/// What is kept of one returned message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note<'n> {
    /// Which message: a digest of its octets.
    pub sha256: [u8; 32],
    /// Its own Message-ID.
    pub message_id: Option<&'n str>,
    /// The letter it is about.
    pub letter: Option<i64>,
    /// `token`, `claim` or `none`.
    pub proof: &'static str,
    /// What it is, as a slug.
    pub kind: &'static str,
    /// How it was told.
    pub form: &'static str,
    /// The enhanced status code.
    pub status: Option<&'n str>,
    /// Who sent it.
    pub sender: Option<&'n str>,
    /// Whom it is about, where that is not the letter's recipient.
    pub recipient: Option<&'n str>,
    /// Its gist.
    pub words: &'n str,
    /// What followed, as a slug.
    pub follows: &'static str,
    /// Why nothing did.
    pub why: Option<&'n str>,
    /// Where it lay.
    pub place: &'n str,
}

/// One returned message as it was kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReturnedRow {
    /// The letter's reference.
    pub reference: Option<String>,
    /// The letter's recipient.
    pub contact: Option<String>,
    /// `token`, `claim` or `none`.
    pub proof: String,
    /// What it is.
    pub kind: String,
    /// How it was told.
    pub form: String,
    /// The enhanced status code.
    pub status: Option<String>,
    /// Who sent it.
    pub sender: Option<String>,
    /// Whom it is about, where that is not the letter's recipient.
    pub recipient: Option<String>,
    /// Its gist.
    pub words: String,
    /// What followed.
    pub follows: String,
    /// Why nothing did.
    pub why: Option<String>,
    /// Where it lay.
    pub place: String,
    /// When it was read.
    pub read_at: Timestamp,
}

/// What of a letter matters to a message about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnedLetter {
    /// Its number in the ledger.
    pub id: i64,
    /// `RCPT TO`.
    pub recipient: String,
    /// With its angle brackets.
    pub message_id: String,
    /// The reference in the subject.
    pub reference: String,
    /// Where it stands.
    pub state: State,
    /// How often it was tried.
    pub attempts: u32,
}

impl Ledger {
    /// How many messages about this campaign were read, by what they are.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn returned_kinds(&self) -> Result<BTreeMap<String, u64>, LedgerError> {
        self.connection
            .prepare("SELECT kind, count(*) FROM returned WHERE letter IS NOT NULL AND follows <> 'repeated' GROUP BY kind")?
            .query_map([], |row| Ok((row.get(0)?, row.get::<_, i64>(1)?.cast_unsigned())))?
            .map(|row| Ok(row?))
            .collect()
    }

    /// What came back about one letter, or about all and about none, in the order in which it was read.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn returned(&self, letter: Option<i64>) -> Result<Vec<ReturnedRow>, LedgerError> {
        self.connection
            .prepare(
                "SELECT reference, letter.recipient AS contact, proof, kind, form, status, sender, returned.recipient, \
                 returned.words, follows, why, place, read_at FROM returned LEFT JOIN letter ON letter.id = letter \
                 WHERE ?1 IS NULL OR letter = ?1 ORDER BY returned.id",
            )?
            .query_map([letter], |row| {
                let read_at: i64 = row.get(12)?;
                Ok(time(read_at).and_then(|read_at| {
                    Ok(ReturnedRow {
                        reference: row.get(0)?,
                        contact: row.get(1)?,
                        proof: row.get(2)?,
                        kind: row.get(3)?,
                        form: row.get(4)?,
                        status: row.get(5)?,
                        sender: row.get(6)?,
                        recipient: row.get(7)?,
                        words: row.get(8)?,
                        follows: row.get(9)?,
                        why: row.get(10)?,
                        place: row.get(11)?,
                        read_at,
                    })
                }))
            })?
            .map(|row| row?)
            .collect()
    }

    /// How far a mailbox on a server was read, if it still numbers its messages as then.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn picked_up(&self, place: &str, validity: u32) -> Result<u32, LedgerError> {
        let uid = self
            .connection
            .query_row(
                "SELECT uid FROM pickup WHERE place = ?1 AND validity = ?2",
                params![place, validity],
                |row| row.get(0),
            )
            .optional()?;
        Ok(uid.unwrap_or(0))
    }

    /// Notes how far a mailbox on a server was read. Durable when it returns.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn note_pickup(&self, place: &str, validity: u32, uid: u32) -> Result<(), LedgerError> {
        self.connection.execute(
            "INSERT INTO pickup (place, validity, uid) VALUES (?1, ?2, ?3) \
             ON CONFLICT (place) DO UPDATE SET validity = excluded.validity, uid = excluded.uid",
            params![place, validity, uid],
        )?;
        Ok(())
    }
}
