//! Returned mail: each message once, with what it said and what followed.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use rusqlite::{CachedStatement, OptionalExtension as _, params};
use serde::Serialize;

use super::chain::Chaining;
use super::state::{Event, State};
use super::{Cause, Ledger, LedgerError, SuppressionKind, time};

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

/// Returned mail being taken in: an open transaction. Dropped before [`Returns::finish`], nothing has happened.
///
/// Its statements are prepared once for all messages of the transaction.
pub struct Returns<'l> {
    ledger: &'l Ledger,
    at: Timestamp,
    chain: Chaining<'l>,
    by_reference: CachedStatement<'l>,
    by_message_id: CachedStatement<'l>,
    repeats: CachedStatement<'l>,
    keep: CachedStatement<'l>,
    shared: Vec<(SuppressionKind, Cause, String)>,
    open: Open<'l>,
}

/// The transaction; dropped before it is committed, it is rolled back.
struct Open<'l> {
    ledger: &'l Ledger,
    finished: bool,
}

impl Ledger {
    /// Begins to take returned mail in.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn returns(&self, at: Timestamp) -> Result<Returns<'_>, LedgerError> {
        self.connection.execute_batch("BEGIN IMMEDIATE")?;
        let open = Open {
            ledger: self,
            finished: false,
        };
        let ready = |sql: &str| self.connection.prepare_cached(sql);
        Ok(Returns {
            ledger: self,
            at,
            chain: self.chaining()?,
            by_reference: ready(&[LETTER, "reference = ?1"].concat())?,
            by_message_id: ready(&[LETTER, "message_id = ?1"].concat())?,
            repeats: ready(REPEATS)?,
            keep: ready(KEEP)?,
            shared: Vec::new(),
            open,
        })
    }

    /// Lets the journal grow to 16 MiB before it is put into the ledger's file, four times as much as otherwise: where
    /// thousands of messages follow one another, most pages are then written there once instead of with each transaction.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn expect_returns(&self) -> Result<(), LedgerError> {
        Ok(self.connection.pragma_update(None, "wal_autocheckpoint", 4000)?)
    }

    /// The digests of all messages that were read before, and whether each was about this campaign.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn returned_digests(&self) -> Result<HashMap<[u8; 32], bool>, LedgerError> {
        self.connection
            .prepare("SELECT sha256, letter IS NOT NULL FROM returned")?
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
            .map(|row| Ok(row?))
            .collect()
    }

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

const LETTER: &str = "SELECT id, recipient, message_id, reference, state, attempts FROM letter WHERE ";
const REPEATS: &str = "SELECT EXISTS (SELECT 1 FROM returned WHERE message_id = ?1 AND letter IS ?2 AND kind = ?3 AND proof = ?4)";
const KEEP: &str = "INSERT OR IGNORE INTO returned (sha256, message_id, letter, proof, kind, form, status, sender, recipient, \
    words, follows, why, place, read_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";

/// The one letter that a statement finds.
fn letter(statement: &mut CachedStatement<'_>, value: &str) -> Result<Option<ReturnedLetter>, LedgerError> {
    let mut rows = statement.query([value])?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let state: String = row.get(4)?;
    let state = State::from_slug(&state).ok_or_else(|| LedgerError::Damaged {
        problem: format!("letter {value} is {state}, which no letter can be"),
    })?;
    Ok(Some(ReturnedLetter {
        id: row.get(0)?,
        recipient: row.get(1)?,
        message_id: row.get(2)?,
        reference: row.get(3)?,
        state,
        attempts: row.get(5)?,
    }))
}

impl Returns<'_> {
    /// The letter with this reference.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn letter_by_reference(&mut self, reference: &str) -> Result<Option<ReturnedLetter>, LedgerError> {
        letter(&mut self.by_reference, reference)
    }

    /// The letter with this Message-ID, in its brackets.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn letter_by_message_id(&mut self, id: &str) -> Result<Option<ReturnedLetter>, LedgerError> {
        letter(&mut self.by_message_id, id)
    }

    /// Whether a message with this Message-ID said the same of the letter before.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn repeats(&mut self, note: &Note<'_>) -> Result<bool, LedgerError> {
        let same = params![note.message_id, note.letter, note.kind, note.proof];
        Ok(self.repeats.query_row(same, |row| row.get(0))?)
    }

    /// Keeps one message; false when it is kept already.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn keep(&mut self, note: &Note<'_>) -> Result<bool, LedgerError> {
        let added = self.keep.execute(params![
            note.sha256,
            note.message_id,
            note.letter,
            note.proof,
            note.kind,
            note.form,
            note.status,
            note.sender,
            note.recipient,
            note.words,
            note.follows,
            note.why,
            note.place,
            self.at.as_millisecond(),
        ])?;
        if added > 0
            && let Some(letter) = note.letter
        {
            let what = ["returned: ", note.kind].concat();
            self.chain.add(self.at, Some(letter), &what, note.words)?;
        }
        Ok(added > 0)
    }

    /// Notes that the letter has surely reached the gateway: one whose outcome was unknown, or that was to be tried again,
    /// is accepted. A letter that was never tried cannot have come back; false then, and nothing changes.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn proven(&mut self, letter: &ReturnedLetter) -> Result<bool, LedgerError> {
        match letter.state {
            State::Unknown => {}
            State::Deferred | State::Planned if letter.attempts > 0 => {}
            State::Accepted | State::Delivered | State::Bounced => return Ok(true),
            _ => return Ok(false),
        }
        self.ledger.step(letter.id, Event::Proven, self.at)?;
        self.ledger.connection.execute(
            "UPDATE letter SET due_at = NULL, words = 'returned mail shows that it was accepted' WHERE id = ?1",
            [letter.id],
        )?;
        self.chain
            .add(self.at, Some(letter.id), "accepted", "returned mail shows it")?;
        Ok(true)
    }

    /// Notes that an accepted letter is in the mailbox; true if that is news.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn delivered(&mut self, letter: i64, words: &str) -> Result<bool, LedgerError> {
        self.ends(letter, Event::Delivered, words)
    }

    /// Notes that an accepted letter came back for good; true if that is news.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn bounced(&mut self, letter: i64, words: &str) -> Result<bool, LedgerError> {
        self.ends(letter, Event::Bounced, words)
    }

    fn ends(&mut self, letter: i64, event: Event, words: &str) -> Result<bool, LedgerError> {
        match self.ledger.step_saying(letter, event, words, self.at) {
            // It is there already, or further.
            Err(LedgerError::WrongState { .. }) => return Ok(false),
            other => other?,
        }
        let what = super::state::next(State::Accepted, event).map_or("ended", State::as_str);
        self.chain.add(self.at, Some(letter), what, words)?;
        Ok(true)
    }

    /// Suppresses a mailbox; with `everywhere` in the shared list too, once this is finished.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn suppress(
        &mut self,
        mailbox: &str,
        cause: Cause,
        reason: &str,
        everywhere: bool,
    ) -> Result<(), LedgerError> {
        let what = SuppressionKind::Mailbox(mailbox.to_ascii_lowercase());
        self.ledger
            .add_suppression(&mut self.chain, &what, cause, reason, self.at)?;
        if everywhere && self.ledger.shared.is_some() {
            self.shared.push((what, cause, reason.to_owned()));
        }
        Ok(())
    }

    /// Keeps all of it; durable when it returns.
    ///
    /// # Errors
    /// What SQLite says, or [`LedgerError::Shared`]; then nothing is kept here.
    pub fn finish(mut self) -> Result<(), LedgerError> {
        // The shared list first: what is in one of them alone is honoured as well, and these messages are read again.
        if let Some(file) = &self.ledger.shared {
            file.add(&self.shared, self.at)?;
        }
        self.ledger.connection.execute_batch("COMMIT")?;
        self.open.finished = true;
        Ok(())
    }
}

impl Drop for Open<'_> {
    fn drop(&mut self) {
        if !self.finished {
            // Nothing to tell if it fails: closing the connection rolls back as well.
            let _ = self.ledger.connection.execute_batch("ROLLBACK");
        }
    }
}
