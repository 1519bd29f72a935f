//! What a `send` is about to tell, noted in the history that campaigns share before a letter leaves: of two campaigns
//! that send at the very same moment, one tells, and the other holds its letter back.
//!
//! The order for each letter: looked up and noted here, durably, in one transaction of the shared file (so that of two
//! campaigns one comes first); taken up in the ledger, durably; offered. After the run, what was told is entered for
//! good and the rest taken back ([`Ledger::enter_history`]); after a kill the campaign's next `send` does that. Until
//! then, and where the campaign is gone for good, what it noted counts as told: most of it did leave, and nobody else
//! can know what did not.
//!
//! A connection of its own, not an attached file: a transaction of the ledger would lock that too, and make all
//! campaigns wait for each other's every note.

use std::path::{Path, PathBuf};

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior, params};

use super::connect::PATIENCE;
use super::history::HELD_BACK;
use super::state::Event;
use super::{Claim, Claimed, Ledger, LedgerError};

/// Whether another campaign has told this contact of this, or is about to.
const ELSEWHERE: &str = "SELECT EXISTS (SELECT 1 FROM told WHERE contact = ?1 AND address = ?2 AND port = ?3 \
    AND exposure = ?4 AND campaign <> ?5 AND told_at >= ?6 \
    UNION ALL SELECT 1 FROM telling WHERE contact = ?1 AND address = ?2 AND port = ?3 \
    AND exposure = ?4 AND campaign <> ?5 AND since >= ?6)";

/// The shared history, open beside the ledger while letters are sent.
#[derive(Debug)]
pub(super) struct Telling {
    path: PathBuf,
    connection: Connection,
    campaign: String,
    /// For how long a contact is not told again.
    within: SignedDuration,
}

/// One thing that a letter says.
struct Told {
    contact: String,
    address: Vec<u8>,
    port: u16,
    exposure: String,
}

impl Telling {
    fn open(path: &Path, campaign: String, within: SignedDuration) -> rusqlite::Result<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(PATIENCE)?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        // Whether it is one at all shows at the first question.
        connection.query_row("SELECT count(*) FROM telling", [], |_| Ok(()))?;
        Ok(Self {
            path: path.to_owned(),
            connection,
            campaign,
            within,
        })
    }

    /// Notes what these letters are about to tell, all but those of which another campaign has told something or is
    /// about to: their numbers. Durable when it returns.
    fn note(&self, letters: &[(&Claimed, bool, Vec<Told>)], now: Timestamp) -> rusqlite::Result<Vec<i64>> {
        let since = now
            .checked_sub(self.within)
            .unwrap_or(Timestamp::MIN)
            .as_millisecond();
        let mut held_back = Vec::new();
        let transaction = Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate)?;
        {
            let mut elsewhere = transaction.prepare_cached(ELSEWHERE)?;
            let mut note = transaction
                .prepare_cached("INSERT OR REPLACE INTO telling VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?;
            for (letter, gives_way, told) in letters {
                let mut told_elsewhere = false;
                for Told {
                    contact,
                    address,
                    port,
                    exposure,
                } in told.iter().filter(|_| *gives_way)
                {
                    told_elsewhere = elsewhere.query_row(
                        params![contact, address, port, exposure, self.campaign, since],
                        |row| row.get(0),
                    )?;
                    if told_elsewhere {
                        held_back.push(letter.id);
                        break;
                    }
                }
                for Told {
                    contact,
                    address,
                    port,
                    exposure,
                } in told.iter().filter(|_| !told_elsewhere)
                {
                    let (campaign, reference, at) = (&self.campaign, &letter.reference, now.as_millisecond());
                    note.execute(params![contact, address, port, exposure, campaign, reference, at])?;
                }
            }
        }
        transaction.commit()?;
        Ok(held_back)
    }
}

impl Ledger {
    /// From now on letters are taken up only after the history in `file`, which has been shared before, says so; those
    /// of which another campaign has told something `within` this time, or is about to, are held back instead.
    ///
    /// # Errors
    /// [`LedgerError::History`].
    pub fn begin_telling(&mut self, file: &Path, within: SignedDuration) -> Result<(), LedgerError> {
        let campaign = self.campaign_mark()?;
        let telling = Telling::open(file, campaign, within).map_err(|source| LedgerError::History {
            path: file.to_owned(),
            source,
        })?;
        self.telling = Some(telling);
        Ok(())
    }

    /// Letters are taken up without a look at the shared history again. What was noted there stays until
    /// [`Ledger::enter_history`].
    pub fn end_telling(&mut self) {
        self.telling = None;
    }

    /// Notes in the shared history what the letters of a claim, from the `taken`-th on, are about to tell; those that
    /// another campaign came before with leave the claim, and are held back. To be called inside the transaction that
    /// chose them: where that fails, the history says too much until the next `send`, never too little.
    pub(super) fn note_telling(
        &self,
        claim: &mut Claim,
        taken: usize,
        now: Timestamp,
    ) -> Result<(), LedgerError> {
        let (Some(telling), Some(chosen)) = (&self.telling, claim.letters.get(taken..)) else {
            return Ok(());
        };
        if chosen.is_empty() {
            return Ok(());
        }
        let mut letters = Vec::with_capacity(chosen.len());
        for letter in chosen {
            let (first, told) = self.tells(letter.id)?;
            letters.push((letter, first, told));
        }
        let held_back = telling
            .note(&letters, now)
            .map_err(|source| LedgerError::History {
                path: telling.path.clone(),
                source,
            })?;
        for letter in &held_back {
            self.taken.borrow_mut().remove(letter);
            self.step_saying(*letter, Event::Suppressed, HELD_BACK, now)?;
            self.event(now, Some(*letter), "suppressed", HELD_BACK)?;
        }
        claim.letters.retain(|letter| !held_back.contains(&letter.id));
        claim.told_elsewhere += held_back.len() as u64;
        Ok(())
    }

    /// Whether a letter is a first one, which gives way to what others have told, and what it says.
    fn tells(&self, letter: i64) -> Result<(bool, Vec<Told>), LedgerError> {
        let first = self
            .connection
            .prepare_cached(
                "SELECT kind = 'first' FROM letter JOIN round ON round.number = round WHERE letter.id = ?1",
            )?
            .query_row([letter], |row| row.get(0))?;
        let told = self
            .connection
            .prepare_cached(
                "SELECT key, address, port, slug FROM letter JOIN contact ON contact.id = contact \
                 JOIN letter_sighting ON letter = letter.id JOIN exposure ON exposure.id = exposure WHERE letter.id = ?1",
            )?
            .query_map([letter], |row| {
                Ok(Told {
                    contact: row.get(0)?,
                    address: row.get(1)?,
                    port: row.get(2)?,
                    exposure: row.get(3)?,
                })
            })?
            .collect::<Result<_, _>>()?;
        Ok((first, told))
    }
}
