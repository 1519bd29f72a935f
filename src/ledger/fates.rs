//! What becomes of letters: taken up, dotted, ended, recovered after a kill, settled by a person.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use rusqlite::{OptionalExtension as _, Row, params};
use serde::Serialize;

use super::frozen::{Packed, blob};
use super::letters::{LetterRow, letter_row};
use super::state::{Event, SETTLED_RESEND, SETTLED_SENT, State, before};
use super::suppressed::Suppressed;
use super::{Ledger, LedgerError, time};
use crate::outcome::{Deferral, Outcome, Reply};

/// A letter taken up for sending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimed {
    /// Its number in the ledger.
    pub id: i64,
    /// `MAIL FROM`.
    pub envelope_from: String,
    /// `RCPT TO`.
    pub recipient: String,
    /// With its angle brackets.
    pub message_id: String,
    /// The reference in the subject.
    pub reference: String,
    /// How often it was tried, this time included.
    pub attempts: u32,
    /// The frozen bytes, unpacked by whoever sends them: many letters can be taken up ahead.
    pub bytes: Packed,
}

/// What there was to take up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Claim {
    /// Letters for sending.
    pub letters: Vec<Claimed>,
    /// How many were found suppressed instead.
    pub suppressed: u64,
    /// How many were given up instead.
    pub expired: u64,
    /// How many are held back because another campaign has told the contact, or is about to.
    pub told_elsewhere: u64,
}

/// Whether a letter's final dot may leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dot {
    /// It is noted.
    Noted,
    /// It must not leave: since the letter was taken up, somebody has asked not to be written to. The letter is
    /// suppressed.
    Withheld,
}

/// How an attempt ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ending {
    /// With this outcome.
    Outcome(Outcome),
    /// Put back untouched: the run stops before the letter's dot.
    Released,
}

/// What a person decides about a letter whose outcome is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settlement {
    /// It arrived.
    AssumeSent,
    /// It is to be sent once more, as the very same bytes.
    Resend,
}

/// A letter whose outcome is unknown, with the evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Doubt {
    /// The letter.
    pub letter: LetterRow,
    /// When its dot was noted, or the answer was given up.
    pub since: Timestamp,
    /// Where in the conversation it was.
    pub phase: String,
    /// Where letters went last.
    pub gateway: Option<String>,
}

/// What is set in a letter's row together with its state.
enum Also<'a> {
    Nothing,
    /// The same for all letters up to this one.
    ClaimedTo(i64),
    Released,
    /// What was said of it last.
    Words(&'a str),
    Ended(End<'a>),
}

/// How an attempt ended, as the row keeps it.
struct End<'a> {
    due_at: Option<i64>,
    phase: &'static str,
    reply: Option<&'a Reply>,
    words: &'a str,
    queue_id: Option<&'a str>,
}

// One step of a letter. The `+` keeps SQLite from weighing its partial indexes against the bound states, for which it
// would prepare the statement again each time; and an IN would fill a table of its own with them each time.
const STEP: &str = "UPDATE letter SET state = ?3, changed_at = ?2 WHERE id = ?1 \
     AND (+state = ?4 OR +state = ?5 OR +state = ?6)";
/// For all from `?1` to `?7`: letters are taken up in the order of their numbers, and one statement is cheaper than many.
const CLAIMED: &str = "UPDATE letter SET state = ?3, changed_at = ?2, due_at = NULL, attempts = attempts + 1, \
     tried_at = ?2, first_try_at = coalesce(first_try_at, ?2) WHERE id BETWEEN ?1 AND ?7 \
     AND (+state = ?4 OR +state = ?5 OR +state = ?6)";
/// It was not tried at all.
const RELEASED: &str = "UPDATE letter SET state = ?3, changed_at = ?2, attempts = attempts - 1, \
     first_try_at = iif(attempts <= 1, NULL, first_try_at) WHERE id = ?1 AND (+state = ?4 OR +state = ?5 OR +state = ?6)";
const WORDED: &str = "UPDATE letter SET state = ?3, changed_at = ?2, words = ?7 WHERE id = ?1 \
     AND (+state = ?4 OR +state = ?5 OR +state = ?6)";
const ENDED: &str = "UPDATE letter SET state = ?3, changed_at = ?2, due_at = ?7, phase = ?8, code = ?9, enhanced = ?10, \
     words = ?11, queue_id = ?12 WHERE id = ?1 AND (+state = ?4 OR +state = ?5 OR +state = ?6)";
/// What a ready letter is read from; deferred ones have the time of their first try.
const READY_COLUMNS: &str = "letter.id, envelope_from, recipient, message_id, reference, attempts, \
                             iif(state = 'deferred', first_try_at, NULL), sha256, dictionary, body, \
                             iif(state = 'deferred', due_at, NULL)";
const APPROVED: &str = "JOIN round ON round.number = round AND approved_at IS NOT NULL \
                        JOIN frozen ON frozen.letter = letter.id";

/// First wait after a deferral; doubles each time.
const FIRST_WAIT: SignedDuration = SignedDuration::from_mins(5);
/// Longest wait.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(4);

/// When a letter deferred for the `attempts`-th time is tried again: exponential, 5 minutes to 4 hours, spread by
/// a quarter either way so that letters deferred together do not come back together.
fn due(letter: i64, attempts: u32, now: Timestamp) -> Timestamp {
    let wait = FIRST_WAIT
        .as_secs()
        .saturating_mul(1 << attempts.saturating_sub(1).min(10))
        .min(LONGEST_WAIT.as_secs());
    let mix = letter
        .cast_unsigned()
        .wrapping_mul(0x9E37_79B9_7F4A_7C15)
        .wrapping_add(u64::from(attempts))
        .wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let spread = i64::try_from(mix >> 40).unwrap_or(0) % (wait / 2) - wait / 4;
    now.checked_add(SignedDuration::from_secs(wait + spread))
        .unwrap_or(now)
}

impl Ledger {
    /// After a kill: a letter taken up but not dotted was surely not accepted and is planned again; a dotted one
    /// without an answer is unknown, unless `holds` can tell (an outbox can look). Call it once, before the first
    /// claim, holding the lock. Durable when it returns; returns how many became unknown.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn recover(
        &self,
        now: Timestamp,
        holds: &dyn Fn(&LetterRow, &[u8]) -> Option<bool>,
    ) -> Result<u64, LedgerError> {
        // Two looks at every letter only where there is something to find.
        let any: bool = self.connection.query_row(
            "SELECT EXISTS (SELECT 1 FROM letter WHERE state IN ('sending', 'dotted'))",
            [],
            |row| row.get(0),
        )?;
        if !any {
            return Ok(0);
        }
        let stranded = |state: State| -> Result<Vec<LetterRow>, LedgerError> {
            self.connection
                .prepare("SELECT * FROM letter WHERE state = ?1 ORDER BY id")?
                .query_map([state.as_str()], |row| Ok(letter_row(row)))?
                .map(|row| row?)
                .collect()
        };
        self.atomically(|| {
            for letter in stranded(State::Sending)? {
                self.end_attempt(letter.id, &Ending::Released, now)?;
            }
            let mut unknown = 0;
            for letter in stranded(State::Dotted)? {
                match holds(&letter, &self.bytes(letter.id)?) {
                    Some(true) => {
                        let text = "found in the outbox after an interruption".to_owned();
                        let reply = Reply { code: 250, enhanced: None, text };
                        self.end(letter.id, &Outcome::Accepted { reply, queue_id: None }, now)?;
                    }
                    Some(false) => {
                        self.step(letter.id, Event::Deferred, now)?;
                        self.connection.execute(
                            "UPDATE letter SET due_at = ?2, words = 'interrupted; not in the outbox' WHERE id = ?1",
                            params![letter.id, now.as_millisecond()],
                        )?;
                        self.event(now, Some(letter.id), "deferred", "interrupted; not in the outbox")?;
                    }
                    None => {
                        unknown += 1;
                        let why = "the program ended after the final dot was due to leave, before an answer was noted";
                        self.end(letter.id, &Outcome::Unknown { why: why.to_owned() }, now)?;
                    }
                }
            }
            Ok(unknown)
        })
    }

    /// Takes up to `limit` letters of approved rounds: deferred ones that are due, then planned ones, in order.
    /// Those whose recipient or network is suppressed, and those that were deferred and first tried more than
    /// `give_up_after` ago, get that fate instead. To be called inside a transaction.
    pub(super) fn claim(
        &self,
        limit: u32,
        give_up_after: SignedDuration,
        now: Timestamp,
    ) -> Result<Claim, LedgerError> {
        let give_up = now.checked_sub(give_up_after).unwrap_or(Timestamp::MIN);
        let suppressions = self.suppressed()?;
        let mut claim = Claim::default();
        while claim.letters.len() < limit as usize {
            let taken = claim.letters.len();
            let missing = limit as usize - taken;
            let ready = self.ready(missing, now)?;
            let last = ready.len() < missing;
            for (letter, deferred_since) in ready {
                self.take_up(&mut claim, letter, deferred_since, &suppressions, give_up, now)?;
            }
            self.note_telling(&mut claim, taken, now)?;
            self.note_claimed(claim.letters.get(taken..).unwrap_or_default(), now)?;
            if last {
                break;
            }
        }
        Ok(claim)
    }

    /// Adds a ready letter to the claim, still to be noted as taken up, or gives it the fate that keeps it from being
    /// sent. To be called inside a transaction.
    pub(super) fn take_up(
        &self,
        claim: &mut Claim,
        letter: Claimed,
        deferred_since: Option<i64>,
        suppressed: &Arc<Suppressed>,
        give_up: Timestamp,
        now: Timestamp,
    ) -> Result<(), LedgerError> {
        if self.letter_suppressed(letter.id, &letter.recipient, suppressed)? {
            self.step(letter.id, Event::Suppressed, now)?;
            self.event(now, Some(letter.id), "suppressed", &letter.recipient)?;
            claim.suppressed += 1;
        } else if deferred_since.is_some_and(|first| first < give_up.as_millisecond()) {
            self.step(letter.id, Event::Expired, now)?;
            self.event(now, Some(letter.id), "expired", "deferred for too long")?;
            claim.expired += 1;
        } else {
            self.taken.borrow_mut().insert(letter.id, Arc::clone(suppressed));
            claim.letters.push(letter);
        }
        Ok(())
    }

    /// Notes the letters of a claim as taken up, those that follow each other by one statement. To be called inside the
    /// transaction that chose them.
    pub(super) fn note_claimed(&self, letters: &[Claimed], now: Timestamp) -> Result<(), LedgerError> {
        for run in letters.chunk_by(|one, next| next.id == one.id + 1) {
            if let [first, ..] = run
                && let [.., last] = run
            {
                self.change(first.id, Event::Claimed, now, &Also::ClaimedTo(last.id))?;
            }
        }
        Ok(())
    }

    /// The letter with this number, if it may leave now.
    pub(super) fn ready_one(
        &self,
        letter: i64,
        now: Timestamp,
    ) -> Result<Option<(Claimed, Option<i64>)>, LedgerError> {
        let sql = format!(
            "SELECT {READY_COLUMNS} FROM letter {APPROVED} WHERE letter.id = ?1 \
             AND (state = 'planned' OR (state = 'deferred' AND due_at <= ?2))"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params![letter, now.as_millisecond()])?;
        rows.next()?.map(|row| self.ready_row(row)).transpose()
    }

    fn ready_row(&self, row: &Row<'_>) -> Result<(Claimed, Option<i64>), LedgerError> {
        let id = row.get(0)?;
        let claimed = Claimed {
            id,
            envelope_from: row.get(1)?,
            recipient: row.get(2)?,
            message_id: row.get(3)?,
            reference: row.get(4)?,
            attempts: row.get::<_, u32>(5)? + 1,
            bytes: self.packed(id, row.get(7)?, row.get(8)?, blob(row, 9)?)?,
        };
        Ok((claimed, row.get(6)?))
    }

    /// Letters that may leave now, the deferred ones with the time of their first try.
    fn ready(&self, limit: usize, now: Timestamp) -> Result<Vec<(Claimed, Option<i64>)>, LedgerError> {
        let mut ready = Vec::new();
        for (filter, order) in [
            ("state = 'deferred' AND due_at IS NOT NULL", "due_at"),
            ("state = 'planned'", "letter.id"),
        ] {
            // Which are due is looked at here: SQLite would prepare the statement again for each time it is bound to.
            let sql =
                format!("SELECT {READY_COLUMNS} FROM letter {APPROVED} WHERE {filter} ORDER BY {order}");
            let mut statement = self.connection.prepare_cached(&sql)?;
            let mut rows = statement.query([])?;
            while ready.len() < limit
                && let Some(row) = rows.next()?
            {
                let due_at: Option<i64> = row.get(10)?;
                if due_at.is_some_and(|due| due > now.as_millisecond()) {
                    break;
                }
                ready.push(self.ready_row(row)?);
            }
        }
        Ok(ready)
    }

    /// Notes that the letter's final dot is about to leave, unless the letter has been suppressed since it was taken
    /// up. To be called inside a transaction; the dot may leave only after that transaction is durable.
    pub(super) fn dot(&self, letter: i64, now: Timestamp) -> Result<Dot, LedgerError> {
        let list = self.suppressed()?;
        let held_against = self.taken.borrow_mut().remove(&letter);
        if !held_against.is_some_and(|held_against| Arc::ptr_eq(&held_against, &list)) {
            let recipient: String = self
                .connection
                .prepare_cached("SELECT recipient FROM letter WHERE id = ?1")?
                .query_row([letter], |row| row.get(0))?;
            if self.letter_suppressed(letter, &recipient, &list)? {
                // It was not tried at all.
                self.change(letter, Event::Released, now, &Also::Released)?;
                self.step(letter, Event::Suppressed, now)?;
                self.event(now, Some(letter), "suppressed", &recipient)?;
                return Ok(Dot::Withheld);
            }
        }
        self.step(letter, Event::Dotted, now)?;
        Ok(Dot::Noted)
    }

    /// Notes how an attempt ended. To be called inside a transaction.
    pub(super) fn end_attempt(
        &self,
        letter: i64,
        ending: &Ending,
        now: Timestamp,
    ) -> Result<(), LedgerError> {
        self.taken.borrow_mut().remove(&letter);
        match ending {
            Ending::Outcome(outcome) => self.end(letter, outcome, now),
            Ending::Released => self.change(letter, Event::Released, now, &Also::Released),
        }
    }

    fn end(&self, letter: i64, outcome: &Outcome, now: Timestamp) -> Result<(), LedgerError> {
        let (event, phase, reply, words) = match outcome {
            Outcome::Accepted { reply, .. } => (Event::Accepted, "dot", Some(reply), reply.to_string()),
            Outcome::Refused { phase, reply } => {
                (Event::Refused, phase.as_str(), Some(reply), reply.to_string())
            }
            Outcome::Deferred(Deferral {
                phase, why, reply, ..
            }) => (Event::Deferred, phase.as_str(), reply.as_ref(), why.clone()),
            Outcome::Unknown { why } => (Event::Lost, "dot", None, why.clone()),
        };
        if let Outcome::Refused { reply, .. } = outcome
            && reply.blames_recipient()
        {
            self.suppress_recipient(letter, &format!("refused: {reply}"), now)?;
        }
        let due_at = match outcome {
            Outcome::Deferred(deferral) => {
                let attempts: u32 = self.connection.query_row(
                    "SELECT attempts FROM letter WHERE id = ?1",
                    [letter],
                    |row| row.get(0),
                )?;
                let asked = deferral
                    .retry_after
                    .and_then(|wait| SignedDuration::try_from(wait).ok());
                let asked = asked.and_then(|wait| now.checked_add(wait).ok());
                Some(
                    asked
                        .unwrap_or_else(|| due(letter, attempts, now))
                        .as_millisecond(),
                )
            }
            _ => None,
        };
        let queue_id = match outcome {
            Outcome::Accepted { queue_id, .. } => queue_id.as_deref(),
            _ => None,
        };
        let end = End {
            due_at,
            phase,
            reply,
            words: &words,
            queue_id,
        };
        self.change(letter, event, now, &Also::Ended(end))?;
        let what = super::state::next(State::Dotted, event).map_or("ended", State::as_str);
        self.event(now, Some(letter), what, &format!("{phase}: {words}"))
    }

    pub(super) fn step(&self, letter: i64, event: Event, now: Timestamp) -> Result<(), LedgerError> {
        self.change(letter, event, now, &Also::Nothing)
    }

    /// One step, and what was said of the letter.
    pub(super) fn step_saying(
        &self,
        letter: i64,
        event: Event,
        words: &str,
        now: Timestamp,
    ) -> Result<(), LedgerError> {
        self.change(letter, event, now, &Also::Words(words))
    }

    /// One step along [`super::state::next`], and what is to be set with it; the WHERE repeats the states it may begin
    /// with.
    fn change(&self, letter: i64, event: Event, now: Timestamp, also: &Also<'_>) -> Result<(), LedgerError> {
        let mut from = before(event);
        let (first, second, third) = (from.next().unwrap_or(State::Planned), from.next(), from.next());
        let to = super::state::next(first, event).unwrap_or(first);
        let sql = match also {
            Also::Nothing => STEP,
            Also::ClaimedTo(_) => CLAIMED,
            Also::Released => RELEASED,
            Also::Words(_) => WORDED,
            Also::Ended(_) => ENDED,
        };
        let at = now.as_millisecond();
        let [to, first, second, third] =
            [to, first, second.unwrap_or(first), third.unwrap_or(first)].map(State::as_str);
        let mut statement = self.connection.prepare_cached(sql)?;
        let changed = match also {
            Also::Ended(end) => statement.execute(params![
                letter,
                at,
                to,
                first,
                second,
                third,
                end.due_at,
                end.phase,
                end.reply.map(|reply| reply.code),
                end.reply.and_then(|reply| reply.enhanced.as_deref()),
                end.words,
                end.queue_id
            ])?,
            Also::Words(words) => statement.execute(params![letter, at, to, first, second, third, words])?,
            Also::ClaimedTo(last) => {
                statement.execute(params![letter, at, to, first, second, third, last])?
            }
            _ => statement.execute(params![letter, at, to, first, second, third])?,
        };
        let wanted = match also {
            Also::ClaimedTo(last) => (letter..=*last).count(),
            _ => 1,
        };
        if changed == wanted {
            Ok(())
        } else {
            Err(LedgerError::WrongState { letter, wanted: to })
        }
    }

    /// Letters whose outcome is unknown, with the evidence.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn doubts(&self) -> Result<Vec<Doubt>, LedgerError> {
        let gateway = self.last_gateway()?;
        self.connection
            .prepare("SELECT * FROM letter WHERE state = 'unknown' ORDER BY id")?
            .query_map([], |row| {
                let (since, phase): (i64, Option<String>) = (row.get("changed_at")?, row.get("phase")?);
                Ok((letter_row(row), since, phase))
            })?
            .map(|row| {
                let (letter, since, phase) = row?;
                Ok(Doubt {
                    letter: letter?,
                    since: time(since)?,
                    phase: phase.unwrap_or_default(),
                    gateway: gateway.clone(),
                })
            })
            .collect()
    }

    /// Settles unknown letters as a person decided. Durable when it returns; either all are settled or none.
    ///
    /// # Errors
    /// [`LedgerError::WrongState`] when one of them is not unknown.
    pub fn settle(&self, letters: &[i64], settlement: Settlement, now: Timestamp) -> Result<(), LedgerError> {
        let (event, what) = match settlement {
            Settlement::AssumeSent => (Event::SettledSent, SETTLED_SENT),
            Settlement::Resend => (Event::SettledResend, SETTLED_RESEND),
        };
        self.atomically(|| {
            for letter in letters {
                self.step(*letter, event, now)?;
                // The time after which a letter is given up counts from the person's decision.
                if settlement == Settlement::Resend {
                    self.connection
                        .execute("UPDATE letter SET first_try_at = NULL WHERE id = ?1", [letter])?;
                }
                self.event(now, Some(*letter), what, "by a person")?;
            }
            Ok(())
        })
    }

    /// When the next deferred letter of an approved round is due.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn next_due(&self) -> Result<Option<Timestamp>, LedgerError> {
        let due: Option<Option<i64>> = self
            .connection
            .query_row(
                "SELECT min(due_at) FROM letter JOIN round ON round.number = round AND approved_at IS NOT NULL \
                 WHERE state = 'deferred'",
                [],
                |row| row.get(0),
            )
            .optional()?;
        due.flatten().map(time).transpose()
    }

    /// Letters of approved rounds that could be sent at `now`.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn sendable(&self, now: Timestamp) -> Result<u64, LedgerError> {
        let count: i64 = self.connection.query_row(
            "SELECT count(*) FROM letter JOIN round ON round.number = round AND approved_at IS NOT NULL \
             WHERE state IN ('planned', 'sending') OR (state = 'deferred' AND due_at <= ?1)",
            [now.as_millisecond()],
            |row| row.get(0),
        )?;
        Ok(count.cast_unsigned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_from_minutes_to_hours_and_spread() {
        let now: Timestamp = "2026-11-21T14:05:00Z".parse().unwrap();
        for letter in 1..500 {
            for (attempts, least, most) in
                [(1, 225, 375), (2, 450, 750), (6, 7200, 12000), (40, 10800, 18000)]
            {
                let wait = due(letter, attempts, now).duration_since(now).as_secs();
                assert!((least..=most).contains(&wait), "{letter} {attempts} {wait}");
            }
        }
        assert_ne!(due(1, 1, now), due(2, 1, now));
    }
}
