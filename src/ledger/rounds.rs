//! Rounds as they were frozen: approving them, and whether they still are what was planned. `freeze` makes them.

use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, params};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::{Ledger, LedgerError, time};

/// A frozen round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RoundRow {
    /// 1, 2, 3, ...
    pub number: i64,
    /// `first`, `reminder` or `correction`.
    pub kind: String,
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

impl Ledger {
    /// All rounds, in order.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn rounds(&self) -> Result<Vec<RoundRow>, LedgerError> {
        self.connection
            .prepare("SELECT number, letter_set, planned_at, letters, bytes, digest, attention, approved_at, kind FROM round ORDER BY number")?
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
                    row.get::<_, String>(8)?,
                ))
            })?
            .map(|row| {
                let (number, letter_set, planned_at, letters, bytes, digest, attention, approved_at, kind) = row?;
                Ok(RoundRow {
                    number,
                    kind,
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

    /// As [`Ledger::check_digest`], and that the bytes of every letter are those the digest stands for.
    ///
    /// # Errors
    /// [`LedgerError::Damaged`] with the first letter that differs.
    pub fn check_round(&self, round: &RoundRow) -> Result<(), LedgerError> {
        self.check_digest(round)?;
        let mut statement = self
            .connection
            .prepare("SELECT id, reference, sha256 FROM letter WHERE round = ?1 ORDER BY id")?;
        let mut rows = statement.query([round.number])?;
        while let Some(row) = rows.next()? {
            let (id, reference, sha256): (i64, String, [u8; 32]) = (row.get(0)?, row.get(1)?, row.get(2)?);
            if <[u8; 32]>::from(Sha256::digest(self.bytes(id)?)) != sha256 {
                let problem = format!("the bytes of letter {reference} are not those planned");
                return Err(LedgerError::Damaged { problem });
            }
        }
        let planned = format!("round {} {}", round.number, round.digest);
        let chained: bool = self.connection.query_row(
            "SELECT EXISTS (SELECT 1 FROM event WHERE what = 'planned' AND detail = ?1)",
            [planned],
            |row| row.get(0),
        )?;
        if chained {
            return Ok(());
        }
        Err(LedgerError::Damaged {
            problem: format!(
                "the digest of round {} is not the one that was planned",
                round.number
            ),
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
pub(super) fn digest_letter(
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
