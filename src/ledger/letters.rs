//! The letters of the ledger, to be looked at.

use std::net::IpAddr;

use jiff::Timestamp;
use rusqlite::{Row, ToSql, params};
use serde::Serialize;

use super::state::State;
use super::{Ledger, LedgerError, octets, time};

/// One letter's row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LetterRow {
    /// Its number in the ledger.
    pub id: i64,
    /// Its round.
    pub round: i64,
    /// `RCPT TO`.
    pub recipient: String,
    /// `MAIL FROM`.
    pub envelope_from: String,
    /// With its angle brackets.
    pub message_id: String,
    /// The reference in the subject.
    pub reference: String,
    /// Language tags, the reader's first.
    pub languages: String,
    /// Why this language.
    pub language_why: String,
    /// How many addresses it is about.
    pub addresses: u64,
    /// Its size in octets.
    pub size: u64,
    /// Where it stands.
    pub state: String,
    /// How often it was tried.
    pub attempts: u32,
    /// When it is to be tried again, if deferred.
    pub due_at: Option<Timestamp>,
    /// The gateway's last words about it.
    pub words: Option<String>,
}

/// Which letters to show.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LetterView {
    /// Of this round; default: the last.
    pub round: Option<i64>,
    /// To this contact (any case).
    pub contact: Option<String>,
    /// About this address.
    pub ip: Option<IpAddr>,
    /// Whose first language is this.
    pub language: Option<String>,
    /// How many.
    pub which: Which,
}

/// How many of the matching letters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Which {
    /// All, in order.
    #[default]
    All,
    /// At most so many, spread over the languages and over the whole round, always the same ones.
    Sample(u32),
}
impl Ledger {
    /// The letters of a view, in order of their numbers.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn letters(&self, view: &LetterView) -> Result<Vec<LetterRow>, LedgerError> {
        let ip = view.ip.map(octets);
        let contact = view
            .contact
            .as_ref()
            .map(|contact| contact.trim().to_ascii_lowercase());
        let (order, limit) = match view.which {
            Which::All => ("id", i64::MAX),
            // The n-th letter of each language before the n+1-th of any; within a language spread by a fixed hash.
            Which::Sample(n) => (
                "row_number() OVER (PARTITION BY languages ORDER BY (id * 2654435761) % 4294967296), id",
                i64::from(n),
            ),
        };
        let sql = format!(
            "SELECT * FROM (SELECT letter.* FROM letter WHERE round = coalesce(?1, (SELECT max(number) FROM round)) \
             AND (?2 IS NULL OR lower(recipient) = ?2) \
             AND (?3 IS NULL OR id IN (SELECT letter FROM letter_sighting WHERE address = ?3)) \
             AND (?4 IS NULL OR languages = ?4 OR languages LIKE ?4 || ' %') \
             ORDER BY {order} LIMIT ?5) ORDER BY id"
        );
        let values: [&dyn ToSql; 5] = [&view.round, &contact, &ip, &view.language, &limit];
        self.connection
            .prepare(&sql)?
            .query_map(values, |row| Ok(letter_row(row)))?
            .map(|row| row?)
            .collect()
    }

    /// Letters of all rounds in one state, the latest first, at most so many.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn letters_in(&self, state: State, limit: u32) -> Result<Vec<LetterRow>, LedgerError> {
        self.connection
            .prepare_cached(
                "SELECT * FROM letter WHERE state = ?1 ORDER BY changed_at DESC, id DESC LIMIT ?2",
            )?
            .query_map(params![state.as_str(), limit], |row| Ok(letter_row(row)))?
            .map(|row| row?)
            .collect()
    }
}

impl Ledger {
    /// Whether a contact was ever written to, or is about to be.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn was_written_to(&self, contact: i64) -> Result<bool, LedgerError> {
        Ok(self
            .connection
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM letter WHERE contact = ?1 AND state <> 'suppressed')",
            )?
            .query_row([contact], |row| row.get(0))?)
    }

    /// Letters to a contact that were planned within the last 24 hours, but for those that will never leave.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn letters_within_a_day(&self, contact: i64, now: Timestamp) -> Result<u64, LedgerError> {
        let day = now.as_millisecond() - 86_400_000;
        let count: i64 = self
            .connection
            .prepare_cached(
                "SELECT count(*) FROM letter JOIN round ON round.number = round WHERE contact = ?1 \
                 AND planned_at > ?2 AND state NOT IN ('suppressed', 'refused', 'expired')",
            )?
            .query_row(params![contact, day], |row| row.get(0))?;
        Ok(count.cast_unsigned())
    }

    /// What a later letter needs to refer to this one.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn antecedent(&self, letter: i64) -> Result<Antecedent, LedgerError> {
        let (reference, message_id, planned_at, sightings): (_, _, _, i64) = self
            .connection
            .prepare_cached(
                "SELECT reference, message_id, planned_at, (SELECT count(*) FROM letter_sighting WHERE letter = id) \
                 FROM letter JOIN round ON round.number = round WHERE id = ?1",
            )?
            .query_row([letter], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
            })?;
        Ok(Antecedent {
            letter,
            reference,
            message_id,
            dated: time(planned_at)?,
            sightings: sightings.cast_unsigned(),
        })
    }
}

/// A letter that a later one refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Antecedent {
    /// Its number in the ledger.
    pub letter: i64,
    /// The reference in its subject.
    pub reference: String,
    /// With its angle brackets.
    pub message_id: String,
    /// Its Date.
    pub dated: Timestamp,
    /// How many sightings it is about.
    pub sightings: u64,
}

pub(super) fn letter_row(row: &Row<'_>) -> Result<LetterRow, LedgerError> {
    let due_at: Option<i64> = row.get("due_at")?;
    Ok(LetterRow {
        id: row.get("id")?,
        round: row.get("round")?,
        recipient: row.get("recipient")?,
        envelope_from: row.get("envelope_from")?,
        message_id: row.get("message_id")?,
        reference: row.get("reference")?,
        languages: row.get("languages")?,
        language_why: row.get("language_why")?,
        addresses: row.get::<_, i64>("addresses")?.cast_unsigned(),
        size: row.get::<_, i64>("size")?.cast_unsigned(),
        state: row.get("state")?,
        attempts: row.get("attempts")?,
        due_at: due_at.map(time).transpose()?,
        words: row.get("words")?,
    })
}
