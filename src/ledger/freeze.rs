//! Freezing a round: its letters are added one after the other in one transaction, and are what they are from then on.

use std::collections::HashMap;

use jiff::Timestamp;
use rusqlite::params;
use sha2::{Digest as _, Sha256};

use super::frozen::{Dictionary, Frozen};
use super::ready::RoundKind;
use super::rounds::{RoundRow, digest_letter};
use super::state::State;
use super::{Ledger, LedgerError, octets};
use crate::sighting::Sighting;

/// A letter about to be frozen.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The contact's number in the ledger.
    pub contact: i64,
    /// `RCPT TO`.
    pub recipient: String,
    /// Where its reader is (ISO 3166-1 alpha-2), if known: whose working hours count.
    pub country: Option<String>,
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
    /// The letter that this one refers to.
    pub answers: Option<i64>,
    /// What the letter is about.
    pub sightings: Vec<Sighting>,
    /// The finished message.
    pub frozen: Frozen,
}

impl Draft {
    /// How many different addresses it is about.
    #[must_use]
    pub fn addresses(&self) -> u64 {
        // The sightings are in order of their addresses.
        let different = self.sightings.chunk_by(|one, next| one.address == next.address);
        different.count() as u64
    }
}

/// A round being frozen: an open transaction. Dropped before [`Freeze::finish`], nothing has happened.
#[derive(Debug)]
pub struct Freeze<'l> {
    ledger: &'l Ledger,
    number: i64,
    kind: RoundKind,
    set: String,
    at: Timestamp,
    /// The kind of the round that this one takes the place of.
    replaces: Option<String>,
    digest: Sha256,
    letters: u64,
    bytes: u64,
    exposures: HashMap<String, i64>,
    dictionaries: HashMap<String, Dictionary>,
    finished: bool,
}

impl Ledger {
    /// Begins the next round. A last round of which no letter was ever taken up is replaced.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn freeze(&self, kind: RoundKind, set: &str, at: Timestamp) -> Result<Freeze<'_>, LedgerError> {
        // A transaction that is to write from its beginning: in the ledger alone. IMMEDIATE would lock the history that
        // campaigns share too, for as long as this one plans.
        self.connection
            .execute_batch("BEGIN; UPDATE round SET number = number WHERE false")?;
        let mut freeze = Freeze {
            ledger: self,
            number: 0,
            kind,
            set: set.to_owned(),
            at,
            replaces: None,
            digest: Sha256::new(),
            letters: 0,
            bytes: 0,
            exposures: HashMap::new(),
            dictionaries: HashMap::new(),
            finished: false,
        };
        freeze.replaces = self.drop_untouched_round()?;
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

    /// Drops the last round if nothing of it was ever taken up; returns its kind.
    fn drop_untouched_round(&self) -> Result<Option<String>, LedgerError> {
        let last: Option<i64> = self
            .connection
            .query_row("SELECT max(number) FROM round", [], |row| row.get(0))?;
        let Some(round) = last else { return Ok(None) };
        let touched: bool = self.connection.query_row(
            "SELECT EXISTS (SELECT 1 FROM letter WHERE round = ?1 AND (state <> 'planned' OR attempts > 0))",
            [round],
            |row| row.get(0),
        )?;
        if touched {
            return Ok(None);
        }
        let kind = self
            .connection
            .query_row("SELECT kind FROM round WHERE number = ?1", [round], |row| {
                row.get(0)
            })?;
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
        Ok(Some(kind))
    }
}

impl Freeze<'_> {
    /// The number of the new round.
    #[must_use]
    pub fn number(&self) -> i64 {
        self.number
    }

    /// The kind of the round that this one takes the place of, if nothing of that had been sent.
    #[must_use]
    pub fn replaces(&self) -> Option<&str> {
        self.replaces.as_deref()
    }

    pub(super) fn ledger(&self) -> &Ledger {
        self.ledger
    }

    /// When it is planned.
    #[must_use]
    pub fn at(&self) -> Timestamp {
        self.at
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
        let Frozen { sha256, size, .. } = draft.frozen;
        self.ledger
            .connection
            .prepare_cached(
                "INSERT INTO letter (round, contact, recipient, envelope_from, message_id, reference, languages, \
                 language_why, addresses, size, sha256, state, changed_at, domain, country, answers) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
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
                draft.addresses().cast_signed(),
                size.cast_signed(),
                sha256,
                State::Planned.as_str(),
                self.at.as_millisecond(),
                draft
                    .recipient
                    .rsplit_once('@')
                    .map(|(_, domain)| domain.to_ascii_lowercase())
                    .unwrap_or_default(),
                draft.country,
                draft.answers,
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
        self.ledger.add_frozen(id, &draft.frozen)?;
        if let Some(bytes) = &draft.frozen.alone
            && !self.dictionaries.contains_key(&draft.languages)
        {
            let dictionary = self.ledger.add_dictionary(bytes)?;
            self.dictionaries.insert(draft.languages.clone(), dictionary);
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
            kind: self.kind.as_str().to_owned(),
            letter_set: self.set.clone(),
            planned_at: self.at,
            letters: self.letters,
            bytes: self.bytes,
            digest: format!("{digest:x}"),
            attention: attention.to_vec(),
            approved_at: None,
        };
        self.ledger.connection.execute(
            "INSERT INTO round (number, letter_set, planned_at, letters, bytes, digest, attention, kind, imports) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            params![
                row.number,
                row.letter_set,
                row.planned_at.as_millisecond(),
                row.letters.cast_signed(),
                row.bytes.cast_signed(),
                row.digest,
                row.attention.join("\n"),
                row.kind,
                self.ledger.newest_import()?,
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
