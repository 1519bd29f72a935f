//! The chain over what happened, so that a report can be checked against the ledger, and the ledger against itself.
//!
//! Each event carries SHA-256 over the chain before it and its own number, time, letter and words. A report prints the
//! chain's head: whoever has kept that can tell later whether anything up to there was changed, left out or added. Rounds
//! stand in the chain by their digest, which covers the identity, envelope and bytes of every letter.

use std::borrow::Cow;

use jiff::Timestamp;
use rusqlite::{CachedStatement, OptionalExtension as _, params};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::state::State;
use super::{Ledger, LedgerError, time};

/// Adds one event; further rows can follow.
const INSERT: &str = "INSERT INTO event (id, at, letter, what, detail, chain) VALUES (?, ?, ?, ?, ?, ?)";
const COLUMNS: usize = 6;
/// Events that one statement adds: to begin one costs about as much as a row.
const TOGETHER: usize = 16;

/// The chain as far as it goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Chain {
    /// How many events it has.
    pub events: u64,
    /// Its head in hexadecimal: 64 zeros before the first event.
    pub head: String,
    /// When the last event was.
    pub at: Option<Timestamp>,
}

/// One thing that happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Event<'e> {
    id: i64,
    at: i64,
    letter: Option<i64>,
    what: &'e str,
    detail: &'e str,
}

impl Event<'_> {
    /// The chain with this event at its end. Lengths are part of it, so that no two events run together.
    fn chained(&self, before: [u8; 32]) -> [u8; 32] {
        let text = |digest: Sha256, text: &str| {
            digest
                .chain_update((text.len() as u64).to_le_bytes())
                .chain_update(text.as_bytes())
        };
        let digest = Sha256::new()
            .chain_update(before)
            .chain_update(self.id.to_le_bytes())
            .chain_update(self.at.to_le_bytes())
            .chain_update(self.letter.unwrap_or(0).to_le_bytes());
        text(text(digest, self.what), self.detail).finalize().into()
    }
}

/// Something that happened, to be added to the chain with others.
#[derive(Debug)]
pub(super) struct Happened {
    /// To which letter.
    pub(super) letter: Option<i64>,
    /// The word for it.
    pub(super) what: Cow<'static, str>,
    /// What there is to say of it.
    pub(super) detail: String,
}

/// The chain's end in an open transaction: many events are added without looking for it each time.
pub(super) struct Chaining<'l> {
    ledger: &'l Ledger,
    insert: CachedStatement<'l>,
    last: i64,
    head: [u8; 32],
}

impl Chaining<'_> {
    /// Adds to the history and its chain. Durable with the transaction.
    pub(super) fn add(
        &mut self,
        at: Timestamp,
        letter: Option<i64>,
        what: &str,
        detail: &str,
    ) -> Result<(), LedgerError> {
        let event = self.next(at, letter, what, detail);
        bind(&mut self.insert, 0, &event, self.head)?;
        self.insert.raw_execute()?;
        Ok(())
    }

    /// Adds many, in their order: the same rows as one after the other, for less.
    pub(super) fn add_all(&mut self, at: Timestamp, events: &[Happened]) -> Result<(), LedgerError> {
        let (groups, rest) = events.as_chunks::<TOGETHER>();
        if !groups.is_empty() {
            let many = [INSERT, &", (?, ?, ?, ?, ?, ?)".repeat(TOGETHER - 1)].concat();
            let mut insert = self.ledger.connection.prepare_cached(&many)?;
            for group in groups {
                for (place, happened) in group.iter().enumerate() {
                    let event = self.next(at, happened.letter, &happened.what, &happened.detail);
                    bind(&mut insert, place, &event, self.head)?;
                }
                insert.raw_execute()?;
            }
        }
        rest.iter()
            .try_for_each(|event| self.add(at, event.letter, &event.what, &event.detail))
    }

    /// The event that is next; the chain's head is its own from now on.
    fn next<'e>(&mut self, at: Timestamp, letter: Option<i64>, what: &'e str, detail: &'e str) -> Event<'e> {
        let event = Event {
            id: self.last + 1,
            at: at.as_millisecond(),
            letter,
            what,
            detail,
        };
        (self.last, self.head) = (event.id, event.chained(self.head));
        event
    }
}

/// Sets the row at a place of a statement to an event.
fn bind(
    insert: &mut CachedStatement<'_>,
    place: usize,
    event: &Event<'_>,
    head: [u8; 32],
) -> Result<(), LedgerError> {
    let first = place * COLUMNS + 1;
    insert.raw_bind_parameter(first, event.id)?;
    insert.raw_bind_parameter(first + 1, event.at)?;
    insert.raw_bind_parameter(first + 2, event.letter)?;
    insert.raw_bind_parameter(first + 3, event.what)?;
    insert.raw_bind_parameter(first + 4, event.detail)?;
    insert.raw_bind_parameter(first + 5, head)?;
    Ok(())
}

impl Ledger {
    /// The chain's end, to be added to. Only for the transaction that is open, which there has to be, and as long as nothing
    /// else adds to the chain in it.
    pub(super) fn chaining(&self) -> Result<Chaining<'_>, LedgerError> {
        let end = self
            .connection
            .prepare_cached("SELECT id, chain FROM event ORDER BY id DESC LIMIT 1")?
            .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let (last, head) = end.unwrap_or_default();
        Ok(Chaining {
            ledger: self,
            insert: self.connection.prepare_cached(INSERT)?,
            last,
            head,
        })
    }

    /// Adds to the history and its chain. Durable with the surrounding transaction, which there has to be.
    pub(super) fn event(
        &self,
        at: Timestamp,
        letter: Option<i64>,
        what: &str,
        detail: &str,
    ) -> Result<(), LedgerError> {
        self.chaining()?.add(at, letter, what, detail)
    }

    /// Chains what was recorded before there was a chain. To be called inside a transaction.
    pub(super) fn chain_old_events(&self) -> Result<(), LedgerError> {
        let mut chain = [0; 32];
        let mut set = self
            .connection
            .prepare("UPDATE event SET chain = ?2 WHERE id = ?1")?;
        self.each_event(|event, _| {
            chain = event.chained(chain);
            set.execute(params![event.id, chain])?;
            Ok(())
        })
    }

    fn each_event(
        &self,
        mut each: impl FnMut(Event<'_>, Option<[u8; 32]>) -> Result<(), LedgerError>,
    ) -> Result<(), LedgerError> {
        let mut statement = self
            .connection
            .prepare("SELECT id, at, letter, what, detail, chain FROM event ORDER BY id")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (what, detail): (String, String) = (row.get(3)?, row.get(4)?);
            let event = Event {
                id: row.get(0)?,
                at: row.get(1)?,
                letter: row.get(2)?,
                what: &what,
                detail: &detail,
            };
            each(event, row.get(5)?)?;
        }
        Ok(())
    }

    /// The head of the chain, as it is noted.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn chain(&self) -> Result<Chain, LedgerError> {
        let last: Option<(i64, i64, [u8; 32])> = self
            .connection
            .query_row(
                "SELECT id, at, chain FROM event ORDER BY id DESC LIMIT 1",
                [],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
            )
            .optional()?;
        let at = last.map(|(_, at, _)| time(at)).transpose()?;
        let (events, _, head) = last.unwrap_or_default();
        Ok(Chain {
            events: events.cast_unsigned(),
            head: hex(&head),
            at,
        })
    }

    /// Works the whole chain out again and compares: every link, every round's digest with its letters' bytes, and
    /// every letter's fate with the last thing that happened to it.
    ///
    /// `known` is a head printed earlier: it has to occur.
    ///
    /// # Errors
    /// [`LedgerError::Damaged`] with the first thing that does not fit.
    pub fn verify_chain(&self, known: Option<&str>) -> Result<Chain, LedgerError> {
        let damaged = |problem: String| LedgerError::Damaged { problem };
        let known = known.map(str::to_ascii_lowercase);
        let mut found = known.is_none();
        let mut chain = [0; 32];
        let mut last = 0;
        self.each_event(|event, noted| {
            chain = event.chained(chain);
            if event.id != last + 1 || noted != Some(chain) {
                return Err(damaged(format!(
                    "event {} ({}) is not what was chained: something was changed, left out or added",
                    event.id, event.what
                )));
            }
            last = event.id;
            found = found || known.as_deref() == Some(&hex(&chain)[..]);
            Ok(())
        })?;
        if !found {
            let problem = "the given head is not in the chain: events it stood for are missing or changed";
            return Err(damaged(problem.to_owned()));
        }
        for round in self.rounds()? {
            self.check_round(&round)?;
        }
        self.check_fates()?;
        self.chain()
    }

    /// A letter's state is what the last event of it says; before any, it has not left.
    fn check_fates(&self) -> Result<(), LedgerError> {
        let fates: Vec<String> = State::FATES.iter().map(|fate| format!("'{fate}'")).collect();
        let mut statement = self.connection.prepare(&format!(
            "SELECT letter.id, reference, state, event.what FROM letter LEFT JOIN event ON event.id = \
             (SELECT max(id) FROM event WHERE event.letter = letter.id AND event.what IN ({})) ORDER BY letter.id",
            fates.join(", ")
        ))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (reference, state): (String, String) = (row.get(1)?, row.get(2)?);
            let what: Option<String> = row.get(3)?;
            let fits = State::from_slug(&state).is_some_and(|state| state.follows(what.as_deref()));
            if !fits {
                let problem = format!(
                    "letter {reference} is {state}, but the last that happened to it is: {}",
                    what.as_deref().unwrap_or("nothing")
                );
                return Err(LedgerError::Damaged { problem });
            }
        }
        Ok(())
    }
}

pub(super) fn hex(octets: &[u8; 32]) -> String {
    use std::fmt::Write as _;
    octets.iter().fold(String::with_capacity(64), |mut text, octet| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{octet:02x}");
        text
    })
}
