//! Rounds and their letters: planned in one transaction, frozen from then on.

use std::collections::HashMap;
use std::net::IpAddr;

use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, Row, ToSql, params};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::frozen::{Dictionary, Packed};
use super::state::State;
use super::{Ledger, LedgerError, octets, time};
use crate::sighting::Sighting;

/// A letter about to be frozen.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The contact's number in the ledger.
    pub contact: i64,
    /// `RCPT TO`.
    pub recipient: String,
    /// `MAIL FROM`.
    pub envelope_from: String,
    /// With its angle brackets.
    pub message_id: String,
    /// The reference in the subject.
    pub reference: String,
    /// Language tags, the reader's first, separated by blanks.
    pub languages: String,
    /// Why this language.
    pub language_why: String,
    /// What the letter is about.
    pub sightings: Vec<Sighting>,
    /// The finished message.
    pub bytes: Vec<u8>,
    /// The same, compressed with the dictionary of its kind, where there was one.
    pub packed: Option<Packed>,
}

/// A round being frozen: an open transaction. Dropped before [`Freeze::finish`], nothing has happened.
#[derive(Debug)]
pub struct Freeze<'l> {
    ledger: &'l Ledger,
    number: i64,
    set: String,
    at: Timestamp,
    digest: Sha256,
    letters: u64,
    bytes: u64,
    exposures: HashMap<String, i64>,
    dictionaries: HashMap<String, Dictionary>,
    finished: bool,
}

/// A frozen round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RoundRow {
    /// 1, 2, 3, ...
    pub number: i64,
    /// The letter set.
    pub letter_set: String,
    /// When it was planned.
    pub planned_at: Timestamp,
    /// How many letters.
    pub letters: u64,
    /// Their bytes in all.
    pub bytes: u64,
    /// SHA-256 over all letters, in hexadecimal; what is approved.
    pub digest: String,
    /// What a person should look at.
    pub attention: Vec<String>,
    /// When it was approved.
    pub approved_at: Option<Timestamp>,
}

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
    /// Begins the next round. A last round of which no letter was ever taken up is replaced.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn freeze(&self, set: &str, at: Timestamp) -> Result<Freeze<'_>, LedgerError> {
        self.connection.execute_batch("BEGIN IMMEDIATE")?;
        let mut freeze = Freeze {
            ledger: self,
            number: 0,
            set: set.to_owned(),
            at,
            digest: Sha256::new(),
            letters: 0,
            bytes: 0,
            exposures: HashMap::new(),
            dictionaries: HashMap::new(),
            finished: false,
        };
        self.drop_untouched_round()?;
        freeze.number =
            self.connection
                .query_row("SELECT coalesce(max(number), 0) + 1 FROM round", [], |row| {
                    row.get(0)
                })?;
        let mut statement = self.connection.prepare("SELECT slug, id FROM exposure")?;
        for row in statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))? {
            let (slug, id) = row?;
            freeze.exposures.insert(slug, id);
        }
        Ok(freeze)
    }

    fn drop_untouched_round(&self) -> Result<(), LedgerError> {
        let last: Option<i64> = self
            .connection
            .query_row("SELECT max(number) FROM round", [], |row| row.get(0))?;
        let Some(round) = last else { return Ok(()) };
        let touched: bool = self.connection.query_row(
            "SELECT EXISTS (SELECT 1 FROM letter WHERE round = ?1 AND (state <> 'planned' OR attempts > 0))",
            [round],
            |row| row.get(0),
        )?;
        if touched {
            return Ok(());
        }
        for delete in [
            "DELETE FROM letter_sighting WHERE letter IN (SELECT id FROM letter WHERE round = ?1)",
            "DELETE FROM frozen WHERE letter IN (SELECT id FROM letter WHERE round = ?1)",
            "DELETE FROM letter WHERE round = ?1",
            "DELETE FROM round WHERE number = ?1",
        ] {
            self.connection.execute(delete, [round])?;
        }
        self.connection
            .execute("DELETE FROM dictionary WHERE id NOT IN (SELECT dictionary FROM frozen WHERE dictionary IS NOT NULL)", [])?;
        Ok(())
    }

    /// All rounds, in order.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn rounds(&self) -> Result<Vec<RoundRow>, LedgerError> {
        self.connection
            .prepare("SELECT number, letter_set, planned_at, letters, bytes, digest, attention, approved_at FROM round ORDER BY number")?
            .query_map([], |row| {
                Ok((
                    row.get::<_, i64>(0)?,
                    row.get::<_, String>(1)?,
                    row.get::<_, i64>(2)?,
                    row.get::<_, i64>(3)?,
                    row.get::<_, i64>(4)?,
                    row.get::<_, String>(5)?,
                    row.get::<_, String>(6)?,
                    row.get::<_, Option<i64>>(7)?,
                ))
            })?
            .map(|row| {
                let (number, letter_set, planned_at, letters, bytes, digest, attention, approved_at) = row?;
                Ok(RoundRow {
                    number,
                    letter_set,
                    planned_at: time(planned_at)?,
                    letters: letters.cast_unsigned(),
                    bytes: bytes.cast_unsigned(),
                    digest,
                    attention: attention.lines().map(str::to_owned).collect(),
                    approved_at: approved_at.map(time).transpose()?,
                })
            })
            .collect()
    }

    /// Notes that a person approved the round; its letters may now be sent. Durable when it returns.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn approve(&self, round: i64, at: Timestamp) -> Result<(), LedgerError> {
        self.atomically(|| {
            self.connection.execute(
                "UPDATE round SET approved_at = ?2 WHERE number = ?1 AND approved_at IS NULL",
                params![round, at.as_millisecond()],
            )?;
            self.event(at, None, "approved", &format!("round {round}"))
        })
    }

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

    /// How many letters of a round have each first language.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn languages(&self, round: i64) -> Result<Vec<(String, u64)>, LedgerError> {
        self.connection
            .prepare(
                "SELECT substr(languages || ' ', 1, instr(languages || ' ', ' ') - 1) AS tag, count(*) \
                 FROM letter WHERE round = ?1 GROUP BY tag ORDER BY 2 DESC, 1",
            )?
            .query_map([round], |row| {
                Ok((row.get(0)?, row.get::<_, i64>(1)?.cast_unsigned()))
            })?
            .map(|row| Ok(row?))
            .collect()
    }
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

impl Freeze<'_> {
    /// The number of the new round.
    #[must_use]
    pub fn number(&self) -> i64 {
        self.number
    }

    /// Letters added so far.
    #[must_use]
    pub fn letters(&self) -> u64 {
        self.letters
    }

    /// What letters of this kind are to be compressed against, by now.
    #[must_use]
    pub fn dictionaries(&self) -> HashMap<String, Dictionary> {
        self.dictionaries.clone()
    }

    /// Adds one letter.
    ///
    /// # Errors
    /// What SQLite says; the round is then lost as a whole.
    pub fn add(&mut self, draft: &Draft) -> Result<(), LedgerError> {
        let sha256: [u8; 32] = Sha256::digest(&draft.bytes).into();
        let size = draft.bytes.len() as u64;
        let mut addresses: Vec<IpAddr> = draft.sightings.iter().map(|sighting| sighting.address).collect();
        addresses.dedup();
        self.ledger
            .connection
            .prepare_cached(
                "INSERT INTO letter (round, contact, recipient, envelope_from, message_id, reference, languages, \
                 language_why, addresses, size, sha256, state, changed_at) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
            )?
            .execute(params![
                self.number,
                draft.contact,
                draft.recipient,
                draft.envelope_from,
                draft.message_id,
                draft.reference,
                draft.languages,
                draft.language_why,
                (addresses.len() as u64).cast_signed(),
                size.cast_signed(),
                sha256,
                State::Planned.as_str(),
                self.at.as_millisecond(),
            ])?;
        let id = self.ledger.connection.last_insert_rowid();
        let mut about = self.ledger.connection.prepare_cached(
            "INSERT OR IGNORE INTO letter_sighting (letter, address, port, exposure) VALUES (?1, ?2, ?3, ?4)",
        )?;
        for sighting in &draft.sightings {
            let exposure = self
                .exposures
                .get(sighting.exposure.as_str())
                .copied()
                .unwrap_or_default();
            about.execute(params![
                id,
                octets(sighting.address),
                sighting.port.unwrap_or(0),
                exposure
            ])?;
        }
        if let Some(packed) = &draft.packed {
            self.ledger.add_frozen(id, packed)?;
        } else {
            self.ledger.add_frozen(id, &Packed::new(&draft.bytes, None))?;
            if !self.dictionaries.contains_key(&draft.languages) {
                let dictionary = self.ledger.add_dictionary(&draft.bytes)?;
                self.dictionaries.insert(draft.languages.clone(), dictionary);
            }
        }
        digest_letter(
            &mut self.digest,
            &draft.message_id,
            &draft.envelope_from,
            &draft.recipient,
            &sha256,
        );
        self.letters += 1;
        self.bytes += size;
        Ok(())
    }

    /// Freezes the round; durable when it returns. A round without letters leaves no trace.
    ///
    /// # Errors
    /// What SQLite says; the round is then lost as a whole.
    pub fn finish(mut self, attention: &[String]) -> Result<Option<RoundRow>, LedgerError> {
        if self.letters == 0 {
            // The replaced round stays replaced: its letters would be wrong now.
            self.ledger.connection.execute_batch("COMMIT")?;
            self.finished = true;
            return Ok(None);
        }
        let digest = std::mem::take(&mut self.digest).finalize();
        let row = RoundRow {
            number: self.number,
            letter_set: self.set.clone(),
            planned_at: self.at,
            letters: self.letters,
            bytes: self.bytes,
            digest: format!("{digest:x}"),
            attention: attention.to_vec(),
            approved_at: None,
        };
        self.ledger.connection.execute(
            "INSERT INTO round (number, letter_set, planned_at, letters, bytes, digest, attention) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                row.number,
                row.letter_set,
                row.planned_at.as_millisecond(),
                row.letters.cast_signed(),
                row.bytes.cast_signed(),
                row.digest,
                row.attention.join("\n"),
            ],
        )?;
        self.ledger.event(
            self.at,
            None,
            "planned",
            &format!("round {} {}", row.number, row.digest),
        )?;
        self.ledger.connection.execute_batch("COMMIT")?;
        self.finished = true;
        Ok(Some(row))
    }
}

impl Drop for Freeze<'_> {
    fn drop(&mut self) {
        if !self.finished {
            // Nothing to tell if it fails: closing the connection rolls back as well.
            let _ = self.ledger.connection.execute_batch("ROLLBACK");
        }
    }
}

impl Ledger {
    /// Computes a round's digest again from its letters and compares it with the one that was shown.
    ///
    /// # Errors
    /// [`LedgerError::Damaged`] when they differ.
    pub fn check_digest(&self, round: &RoundRow) -> Result<(), LedgerError> {
        let mut statement = self.connection.prepare(
            "SELECT message_id, envelope_from, recipient, sha256 FROM letter WHERE round = ?1 ORDER BY id",
        )?;
        let mut rows = statement.query([round.number])?;
        let mut digest = Sha256::new();
        while let Some(row) = rows.next()? {
            let (message_id, envelope_from, recipient): (String, String, String) =
                (row.get(0)?, row.get(1)?, row.get(2)?);
            digest_letter(&mut digest, &message_id, &envelope_from, &recipient, &row.get(3)?);
        }
        if format!("{:x}", digest.finalize()) == round.digest {
            return Ok(());
        }
        Err(LedgerError::Damaged {
            problem: format!("the letters of round {} are not those planned", round.number),
        })
    }

    /// The round with this digest, or the only one whose digest begins with it (eight digits at least).
    ///
    /// # Errors
    /// What SQLite says.
    pub fn round_by_digest(&self, digest: &str) -> Result<Option<RoundRow>, LedgerError> {
        let digest = digest.trim().to_ascii_lowercase();
        let number: Option<i64> = self
            .connection
            .query_row(
                "SELECT number FROM round WHERE length(?1) >= 8 AND substr(digest, 1, length(?1)) = ?1",
                [digest],
                |row| row.get(0),
            )
            .optional()?;
        Ok(self
            .rounds()?
            .into_iter()
            .find(|round| Some(round.number) == number))
    }
}

/// What a round's digest is made of: for each letter in order its identity, its envelope and the digest of its bytes.
fn digest_letter(
    digest: &mut Sha256,
    message_id: &str,
    envelope_from: &str,
    recipient: &str,
    bytes: &[u8; 32],
) {
    for part in [message_id, envelope_from, recipient] {
        digest.update(part.as_bytes());
        digest.update([0]);
    }
    digest.update(bytes);
}
