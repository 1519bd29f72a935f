//! Returned mail being taken in: many messages in one transaction.
//!
//! Guarantee: a message is kept with everything that follows from it, or not at all, and once only, whichever process
//! reads it.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher as _, RandomState};

use jiff::Timestamp;
use rusqlite::{CachedStatement, params};

use super::chain::Happened;
use super::returned::{Note, ReturnedLetter};
use super::state::{Event, State};
use super::{Cause, Ledger, LedgerError, SuppressionKind};

/// What was read before, in this run and by whomever else: enough to tell a message that is new from one that may not be.
#[derive(Debug, Default)]
pub struct Recall {
    /// The number of the last one.
    last: i64,
    /// Those that came after the run had begun; the earlier ones are passed over where messages are read.
    digests: HashSet<[u8; 32]>,
    /// Hashes of Message-IDs.
    ids: HashSet<u64>,
    hasher: RandomState,
}

impl Recall {
    fn note_id(&mut self, id: Option<&str>) {
        self.ids.extend(id.map(|id| self.hasher.hash_one(id)));
    }

    fn may_know_id(&self, id: Option<&str>) -> bool {
        id.is_some_and(|id| self.ids.contains(&self.hasher.hash_one(id)))
    }
}

/// Returned mail being taken in: an open transaction. Dropped before [`Returns::finish`], nothing has happened.
///
/// Its statements are prepared once for all messages of the transaction.
pub struct Returns<'l> {
    ledger: &'l Ledger,
    at: Timestamp,
    by_reference: CachedStatement<'l>,
    by_message_id: CachedStatement<'l>,
    repeats: CachedStatement<'l>,
    keep: CachedStatement<'l>,
    recall: &'l mut Recall,
    /// Added to the chain at the end, together.
    happened: Vec<Happened>,
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
    pub fn returns<'l>(&'l self, recall: &'l mut Recall, at: Timestamp) -> Result<Returns<'l>, LedgerError> {
        self.connection.execute_batch("BEGIN IMMEDIATE")?;
        let open = Open {
            ledger: self,
            finished: false,
        };
        // From now on nobody else writes.
        self.catch_up(recall)?;
        let ready = |sql: &str| self.connection.prepare_cached(sql);
        Ok(Returns {
            ledger: self,
            at,
            happened: Vec::new(),
            by_reference: ready(&[LETTER, "reference = ?1"].concat())?,
            by_message_id: ready(&[LETTER, "message_id = ?1"].concat())?,
            repeats: ready(REPEATS)?,
            keep: ready(KEEP)?,
            recall,
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

    /// Puts the journal into the ledger's file as far as nobody is in the way, which closing the ledger would do too, and
    /// keep everybody waiting.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn put_away(&self) -> Result<(), LedgerError> {
        Ok(self
            .connection
            .query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))?)
    }

    /// The digests of all messages that were read before, and whether each was about this campaign; and the same for
    /// [`returns`](Self::returns) to go on with.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn returned_before(&self) -> Result<(HashMap<[u8; 32], bool>, Recall), LedgerError> {
        let mut recall = Recall::default();
        let mut digests = HashMap::new();
        let mut statement = self
            .connection
            .prepare("SELECT id, sha256, letter IS NOT NULL, message_id FROM returned ORDER BY id")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            recall.last = row.get(0)?;
            digests.insert(row.get(1)?, row.get(2)?);
            recall.note_id(row.get_ref(3)?.as_str_or_null().map_err(rusqlite::Error::from)?);
        }
        Ok((digests, recall))
    }

    /// Learns what another process has kept since.
    fn catch_up(&self, recall: &mut Recall) -> Result<(), LedgerError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT id, sha256, message_id FROM returned WHERE id > ?1 ORDER BY id")?;
        let mut rows = statement.query([recall.last])?;
        while let Some(row) = rows.next()? {
            recall.last = row.get(0)?;
            recall.digests.insert(row.get(1)?);
            recall.note_id(row.get_ref(2)?.as_str_or_null().map_err(rusqlite::Error::from)?);
        }
        Ok(())
    }
}

const LETTER: &str = "SELECT id, recipient, message_id, reference, state, attempts FROM letter WHERE ";
const REPEATS: &str = "SELECT EXISTS (SELECT 1 FROM returned WHERE message_id = ?1 AND letter IS ?2 AND kind = ?3 AND proof = ?4)";
const KEEP: &str = "INSERT INTO returned (id, sha256, message_id, letter, proof, kind, form, status, sender, recipient, words, \
    follows, why, place, read_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)";

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
        if !self.recall.may_know_id(note.message_id) {
            return Ok(false);
        }
        let same = params![note.message_id, note.letter, note.kind, note.proof];
        Ok(self.repeats.query_row(same, |row| row.get(0))?)
    }

    /// Keeps one message; false when it is kept already.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn keep(&mut self, note: &Note<'_>) -> Result<bool, LedgerError> {
        if !self.recall.digests.insert(note.sha256) {
            return Ok(false);
        }
        self.recall.note_id(note.message_id);
        self.recall.last += 1;
        self.keep.execute(params![
            self.recall.last,
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
        if let Some(letter) = note.letter {
            self.note(letter, ["returned: ", note.kind].concat(), note.words);
        }
        Ok(true)
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
        self.note(letter.id, "accepted", "returned mail shows it");
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
        self.note(letter, what, words);
        Ok(true)
    }

    /// For the chain.
    fn note(&mut self, letter: i64, what: impl Into<Cow<'static, str>>, detail: &str) {
        self.happened.push(Happened {
            letter: Some(letter),
            what: what.into(),
            detail: detail.to_owned(),
        });
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
        let added = self.ledger.add_suppression(&what, cause, reason, self.at)?;
        self.happened.extend(added);
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
        self.ledger.chaining()?.add_all(self.at, &self.happened)?;
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
