//! What registries have answered, by range: a file of its own, since several campaigns can share it, and since nothing
//! in it is lost for good when it is deleted.
//!
//! Guarantees: an answer that was kept is there after a kill (WAL; a power cut can take the last ones); any number of
//! processes read and write at the same time. What has expired is not given out, but stays until something newer
//! takes its place, or for [`FORGOTTEN`] more.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fs;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension as _, params};

use super::{LedgerError, octets, time};
use crate::resolve::online::{Answer, Heard, Subject};

mod referral;
#[cfg(test)]
mod tests;

/// The newest form of the file; kept in `user_version`.
const FORM: u32 = 1;
/// How long what has expired is still kept, for explaining.
const FORGOTTEN: SignedDuration = SignedDuration::from_hours(60 * 24);

/// The class of answers about ASes.
const NO_RANGE: i64 = -1;
/// What IPv6 classes are counted from.
const SIX: i64 = 1_000;

/// One kept answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// What was heard.
    pub heard: Heard,
    /// Until when it counts.
    pub expires: Timestamp,
}

/// The answers.
#[derive(Debug)]
pub struct Answers {
    connection: Connection,
    /// Classes that occur.
    classes: RefCell<BTreeSet<i64>>,
}

impl Answers {
    /// The answers in a file, which is created (mode 0600) when there is none.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be opened, is damaged, or was written by a newer forewarn.
    pub fn open(path: &Path, now: Timestamp) -> Result<Self, LedgerError> {
        fs::OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(path)
            .map_err(|source| LedgerError::Unopenable {
                path: path.to_owned(),
                source,
            })?;
        let answers = Self::over(Connection::open(path)?)?;
        answers.forget(now)?;
        Ok(answers)
    }

    /// No file: gone when dropped.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn in_memory() -> Result<Self, LedgerError> {
        Self::over(Connection::open_in_memory()?)
    }

    fn over(connection: Connection) -> Result<Self, LedgerError> {
        connection.busy_timeout(Duration::from_secs(30))?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "NORMAL")?;
        connection.execute_batch("BEGIN IMMEDIATE")?;
        let found: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if found > FORM {
            return Err(LedgerError::Newer { found, known: FORM });
        }
        if found == 0 {
            connection.execute_batch(include_str!("schema.sql"))?;
            connection.pragma_update(None, "user_version", FORM)?;
        }
        connection.execute_batch(referral::TABLE)?;
        connection.execute_batch("COMMIT")?;
        let classes = connection
            .prepare("SELECT DISTINCT class FROM answer")?
            .query_map([], |row| row.get(0))?
            .collect::<Result<BTreeSet<i64>, _>>()?;
        Ok(Self {
            connection,
            classes: RefCell::new(classes),
        })
    }

    fn forget(&self, now: Timestamp) -> Result<(), LedgerError> {
        let before = now.checked_sub(FORGOTTEN).unwrap_or(Timestamp::MIN);
        self.connection
            .execute("DELETE FROM answer WHERE expires < ?1", [before.as_millisecond()])?;
        self.connection
            .execute("DELETE FROM referral WHERE expires < ?1", [now.as_millisecond()])?;
        self.connection
            .execute("DELETE FROM rest WHERE until < ?1", [now.as_millisecond()])?;
        Ok(())
    }

    /// Keeps an answer in place of what the same source said of the same range. It is kept when this returns.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn keep(&self, heard: &Heard, expires: Timestamp, again: u32) -> Result<(), LedgerError> {
        let (class, range, asn) = place(heard);
        let (first, last) = range.map_or((None, None), |(first, last)| {
            (Some(octets(first)), Some(octets(last)))
        });
        let text = serde_json::to_string(heard).map_err(|error| LedgerError::Damaged {
            problem: format!("an answer has no JSON: {error}"),
        })?;
        let service = source(heard);
        self.connection.execute_batch("BEGIN IMMEDIATE")?;
        let put = || -> Result<(), LedgerError> {
            self.connection
                .prepare_cached(
                    "DELETE FROM answer WHERE class = ?1 AND first IS ?2 AND last IS ?3 AND asn IS ?4 AND service = ?5",
                )?
                .execute(params![class, first, last, asn, service])?;
            self.connection
                .prepare_cached(
                    "INSERT INTO answer (class, first, last, asn, service, asked, expires, again, heard) \
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                )?
                .execute(params![
                    class,
                    first,
                    last,
                    asn,
                    service,
                    heard.asked.as_millisecond(),
                    expires.as_millisecond(),
                    again,
                    text
                ])?;
            Ok(self.connection.execute_batch("COMMIT")?)
        };
        let done = put();
        if done.is_err() && !self.connection.is_autocommit() {
            let _ = self.connection.execute_batch("ROLLBACK");
        }
        self.classes.borrow_mut().insert(class);
        done
    }

    /// All that was kept about an address, the oldest question first, expired or not.
    ///
    /// # Errors
    /// What SQLite says, or an answer that cannot be read.
    pub fn about(&self, address: IpAddr) -> Result<Vec<Kept>, LedgerError> {
        let mut found = Vec::new();
        let mut statement = self.connection.prepare_cached(
            "SELECT id, heard, expires FROM answer WHERE class = ?1 AND first BETWEEN ?2 AND ?3 AND last >= ?3",
        )?;
        for class in self.classes.borrow().iter().copied() {
            let Some(start) = earliest(address, class) else {
                continue;
            };
            let mut rows = statement.query(params![class, octets(start), octets(address)])?;
            while let Some(row) = rows.next()? {
                found.push((
                    row.get::<_, i64>(0)?,
                    kept(&row.get::<_, String>(1)?, row.get(2)?)?,
                ));
            }
        }
        // Answers are weighed in the order in which they were given.
        found.sort_by_key(|(id, _)| *id);
        Ok(found.into_iter().map(|(_, kept)| kept).collect())
    }

    /// All that was kept about an AS.
    ///
    /// # Errors
    /// As [`Answers::about`].
    pub fn about_as(&self, number: u32) -> Result<Vec<Kept>, LedgerError> {
        self.connection
            .prepare_cached("SELECT heard, expires FROM answer WHERE asn = ?1 ORDER BY id")?
            .query_map([number], |row| Ok((row.get::<_, String>(0)?, row.get(1)?)))?
            .map(|row| {
                let (heard, expires) = row?;
                kept(&heard, expires)
            })
            .collect()
    }

    /// How often in a row the same source has had trouble with this range.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn troubles(&self, heard: &Heard) -> Result<u32, LedgerError> {
        let (class, range, asn) = place(heard);
        let before: Option<(String, u32)> = self
            .connection
            .prepare_cached(
                "SELECT heard, again FROM answer WHERE class = ?1 AND first IS ?2 AND asn IS ?3 AND service = ?4",
            )?
            .query_row(
                params![class, range.map(|(first, _)| octets(first)), asn, source(heard)],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .optional()?;
        let Some((text, again)) = before else { return Ok(0) };
        let said = kept(&text, 0)?.heard.said;
        let is_same = said.is_err_and(|trouble| !trouble.is_nothing_there());
        Ok(if is_same { again.saturating_add(1) } else { 0 })
    }

    /// Whether there is nothing at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.classes.borrow().is_empty()
    }

    /// Notes that a host asked to be left alone until then, also by later runs.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn leave_alone(
        &self,
        host: &str,
        payer: &str,
        until: Timestamp,
        why: &str,
    ) -> Result<(), LedgerError> {
        self.connection.execute(
            "INSERT INTO rest VALUES (?1, ?2, ?3, ?4) ON CONFLICT (host) DO UPDATE SET until = excluded.until, why = excluded.why",
            params![host, payer, until.as_millisecond(), why],
        )?;
        Ok(())
    }

    /// The hosts that are to be left alone at this time: host, payer, until when, and what they said.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn left_alone(
        &self,
        now: Timestamp,
    ) -> Result<Vec<(String, String, Timestamp, String)>, LedgerError> {
        self.connection
            .prepare("SELECT host, payer, until, why FROM rest WHERE until > ?1 ORDER BY host")?
            .query_map([now.as_millisecond()], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get::<_, i64>(2)?, row.get(3)?))
            })?
            .map(|row| {
                let (host, payer, until, why) = row?;
                Ok((host, payer, time(until)?, why))
            })
            .collect()
    }
}

fn kept(text: &str, expires: i64) -> Result<Kept, LedgerError> {
    let heard = serde_json::from_str(text).map_err(|error| LedgerError::Damaged {
        problem: format!("a kept answer cannot be read: {error}; the file may be deleted"),
    })?;
    Ok(Kept {
        heard,
        expires: time(expires)?,
    })
}

/// What tells one source from another.
fn source(heard: &Heard) -> String {
    let first = heard.first.map_or("", |registry| registry.name());
    format!("{} {first}", heard.service)
}

type Range = (IpAddr, IpAddr);

/// Class, range and AS of an answer.
fn place(heard: &Heard) -> (i64, Option<Range>, Option<u32>) {
    match heard.subject {
        Subject::As(number) => (NO_RANGE, None, Some(number)),
        Subject::Address(address) => {
            let said = heard.said.as_ref().ok().and_then(Answer::network);
            let range = heard.within.or(said).unwrap_or((address, address));
            (class(range), Some(range), None)
        }
    }
}

/// How many bits it takes to count to the last address of a range from its first.
fn class(range: Range) -> i64 {
    let bits = |distance: u128| i64::from(128 - distance.leading_zeros());
    match range {
        (IpAddr::V4(first), IpAddr::V4(last)) => {
            bits(u128::from(last.to_bits().saturating_sub(first.to_bits())))
        }
        (IpAddr::V6(first), IpAddr::V6(last)) => SIX + bits(last.to_bits().saturating_sub(first.to_bits())),
        _ => NO_RANGE,
    }
}

/// Where a range of this class that holds the address begins at the earliest; `None` for the other family.
fn earliest(address: IpAddr, class: i64) -> Option<IpAddr> {
    let reach = |bits: i64| 1_u128.checked_shl(u32::try_from(bits).ok()?).map(|size| size - 1);
    match address {
        IpAddr::V4(address) if (0..SIX).contains(&class) => {
            let reach = u32::try_from(reach(class)?).unwrap_or(u32::MAX);
            Some(Ipv4Addr::from_bits(address.to_bits().saturating_sub(reach)).into())
        }
        IpAddr::V6(address) if class >= SIX => {
            let reach = reach(class - SIX).unwrap_or(u128::MAX);
            Some(Ipv6Addr::from_bits(address.to_bits().saturating_sub(reach)).into())
        }
        _ => None,
    }
}
