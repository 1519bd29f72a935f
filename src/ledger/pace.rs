//! What the pace needs to know, and where it was stopped.

use jiff::{SignedDuration, Timestamp};
use rusqlite::{OptionalExtension as _, params};

use super::fates::Claim;
use super::{Ledger, LedgerError, time};
use crate::pace::{History, Waiting};

/// A campaign that was stopped, and waits for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Halt {
    /// When.
    pub at: Timestamp,
    /// Why.
    pub why: String,
}

impl Ledger {
    /// Letters that could be sent at `now`, deferred ones first, in the order in which they are taken up; `ahead` of a
    /// send, those of a round that is not approved yet and those that an interruption left are among them.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn waiting(&self, now: Timestamp, ahead: bool) -> Result<Vec<Waiting>, LedgerError> {
        self.connection
            .prepare_cached(
                "SELECT letter.id, domain, country FROM letter \
                 JOIN round ON round.number = round AND (approved_at IS NOT NULL OR ?2) \
                 WHERE state = 'planned' OR (state = 'sending' AND ?2) OR (state = 'deferred' AND due_at <= ?1) \
                 ORDER BY state <> 'deferred', due_at, letter.id",
            )?
            .query_map(params![now.as_millisecond(), ahead], |row| {
                Ok(Waiting {
                    id: row.get(0)?,
                    domain: row.get(1)?,
                    country: row.get(2)?,
                })
            })?
            .map(|row| Ok(row?))
            .collect()
    }

    /// What has been sent before, as far as a pace depends on it: recipient domains of the hour before `now`, and the
    /// last `outcomes` letters that were accepted or refused, or came back, since a person last let the campaign go on.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn history(&self, outcomes: u32, now: Timestamp) -> Result<History, LedgerError> {
        let (first, last): (Option<i64>, Option<i64>) =
            self.connection
                .query_row("SELECT min(tried_at), max(tried_at) FROM letter", [], |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })?;
        let hours = self
            .connection
            .prepare(
                "SELECT DISTINCT (tried_at - ?1) / 3600000 FROM letter WHERE tried_at IS NOT NULL ORDER BY 1",
            )?
            .query_map([first.unwrap_or_default()], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        let hour_ago = now.checked_sub(SignedDuration::from_hours(1)).unwrap_or(now);
        let domains = self
            .connection
            .prepare("SELECT domain, max(tried_at) FROM letter WHERE tried_at > ?1 GROUP BY domain")?
            .query_map([hour_ago.as_millisecond()], |row| {
                Ok((row.get(0)?, row.get::<_, i64>(1)?))
            })?
            .map(|row| {
                let (domain, at) = row?;
                Ok((domain, time(at)?))
            })
            .collect::<Result<_, LedgerError>>()?;
        let mut refused: Vec<bool> = self
            .connection
            .prepare(
                "SELECT state IN ('refused', 'bounced') FROM letter \
                 WHERE state IN ('accepted', 'delivered', 'refused', 'bounced') \
                 AND changed_at > (SELECT coalesce(max(lifted_at), 0) FROM halt) \
                 ORDER BY changed_at DESC, id DESC LIMIT ?1",
            )?
            .query_map([outcomes], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        refused.reverse();
        Ok(History {
            first: first.map(time).transpose()?,
            last: last.map(time).transpose()?,
            hours,
            domains,
            refused,
        })
    }

    /// Takes these letters up, if they still may be sent; the others are left as they are, or get the fate that
    /// keeps them from being sent. To be called inside a transaction.
    pub(super) fn claim_chosen(
        &self,
        letters: &[i64],
        give_up_after: SignedDuration,
        now: Timestamp,
    ) -> Result<Claim, LedgerError> {
        let give_up = now.checked_sub(give_up_after).unwrap_or(Timestamp::MIN);
        let suppressed = self.suppressed()?;
        let mut claim = Claim::default();
        for letter in letters {
            let taken = claim.letters.iter().any(|taken| taken.id == *letter);
            if !taken && let Some((letter, deferred_since)) = self.ready_one(*letter, now)? {
                self.take_up(&mut claim, letter, deferred_since, &suppressed, give_up, now)?;
            }
        }
        self.note_telling(&mut claim, 0, now)?;
        self.note_claimed(&claim.letters, now)?;
        Ok(claim)
    }

    /// The largest letter that could be sent at `now`, how many there are, and their octets in all, a round that is
    /// not approved yet included.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn load(&self, now: Timestamp) -> Result<Load, LedgerError> {
        Ok(self.connection.query_row(
            "SELECT count(*), coalesce(sum(size), 0), coalesce(max(size), 0) FROM letter \
             WHERE state IN ('planned', 'sending') OR (state = 'deferred' AND due_at <= ?1)",
            [now.as_millisecond()],
            |row| {
                let count = |n: i64| n.cast_unsigned();
                Ok(Load {
                    letters: count(row.get(0)?),
                    bytes: count(row.get(1)?),
                    largest: count(row.get(2)?),
                })
            },
        )?)
    }

    /// Notes that the campaign stops until a person lets it go on. Durable when it returns.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn halt(&self, why: &str, at: Timestamp) -> Result<(), LedgerError> {
        self.atomically(|| {
            self.connection.execute(
                "INSERT INTO halt (at, why) VALUES (?1, ?2)",
                params![at.as_millisecond(), why],
            )?;
            self.event(at, None, "stopped", why)
        })
    }

    /// Why the campaign was stopped, unless a person let it go on since.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn halted(&self) -> Result<Option<Halt>, LedgerError> {
        let found: Option<(i64, String)> = self
            .connection
            .query_row(
                "SELECT at, why FROM halt WHERE lifted_at IS NULL ORDER BY id DESC LIMIT 1",
                [],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .optional()?;
        found.map(|(at, why)| Ok(Halt { at: time(at)?, why })).transpose()
    }

    /// Notes that a person lets the campaign go on; letters before that are counted no more. Durable when it returns.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn lift_halt(&self, at: Timestamp) -> Result<(), LedgerError> {
        self.atomically(|| {
            self.connection.execute(
                "UPDATE halt SET lifted_at = ?1 WHERE lifted_at IS NULL",
                [at.as_millisecond()],
            )?;
            self.event(at, None, "went on", "by a person")
        })
    }
}

/// What is to be sent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Load {
    /// Letters.
    pub letters: u64,
    /// Their octets in all.
    pub bytes: u64,
    /// The octets of the largest.
    pub largest: u64,
}
