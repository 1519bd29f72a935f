//! Which contact each address has, and the story behind it.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::sync::Arc;

use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, Row, params};
use sha2::{Digest as _, Sha256};

use super::state::State;
use super::{Ledger, LedgerError, Suppressed, from_octets, octets, time};
use crate::contact::{Decision, Mailbox, Verdict};
use crate::resolve::share::Holding;
use crate::sighting::{Exposure, Sighting};

/// An address that needs a contact, with what its latest sighting says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddressFacts {
    /// The address.
    pub address: IpAddr,
    /// Its origin AS.
    pub asn: Option<u32>,
    /// Its country.
    pub country: Option<String>,
    /// Its name.
    pub hostname: Option<String>,
}

/// An address with its decision.
pub type Resolved = (IpAddr, Arc<Decision>);

/// Everything one contact is to be told in this round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadyBundle {
    /// The contact's number in the ledger.
    pub contact: i64,
    /// Its mailbox.
    pub mailbox: Mailbox,
    /// In the order of [`crate::bundle::Bundle`], without evidence (which never enters a letter).
    pub sightings: Vec<Sighting>,
    /// The decisions behind it, each once, with the number of sightings.
    pub decisions: BTreeMap<i64, usize>,
}

impl Ledger {
    /// The next `limit` addresses in the ledger's order, after `after`.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn addresses(&self, after: Option<IpAddr>, limit: usize) -> Result<Vec<AddressFacts>, LedgerError> {
        let after = after.map(octets).unwrap_or_default();
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        // With max(), SQLite takes the other columns from the row that holds the maximum.
        self.connection
            .prepare_cached(
                "SELECT address, asn, country, hostname, max(last_seen) FROM sighting \
                 WHERE address > ?1 GROUP BY address ORDER BY address LIMIT ?2",
            )?
            .query_map(params![after, limit], |row| {
                Ok((row.get::<_, Vec<u8>>(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
            })?
            .map(|row| {
                let (octets, asn, country, hostname) = row?;
                Ok(AddressFacts {
                    address: from_octets(&octets)?,
                    asn,
                    country,
                    hostname,
                })
            })
            .collect()
    }

    /// What is known of one address; `None` when it was never imported.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn facts(&self, address: IpAddr) -> Result<Option<AddressFacts>, LedgerError> {
        Ok(self
            .connection
            .query_row(
                "SELECT asn, country, hostname, max(last_seen) FROM sighting WHERE address = ?1 GROUP BY address",
                [octets(address)],
                |row| Ok(AddressFacts { address, asn: row.get(0)?, country: row.get(1)?, hostname: row.get(2)? }),
            )
            .optional()?)
    }

    /// Notes these decisions in one transaction, in place of earlier ones for the same addresses.
    /// Durable when it returns.
    ///
    /// # Errors
    /// [`LedgerError`]; then nothing has changed.
    pub fn record_decisions(&self, resolved: &[Resolved], at: Timestamp) -> Result<(), LedgerError> {
        self.atomically(|| {
            // Many addresses share one story: it is looked up once for each distinct pointer.
            let mut numbers: HashMap<*const Decision, i64> = HashMap::new();
            let mut insert = self.connection.prepare_cached(
                "INSERT INTO resolution (address, decision, decided_at) VALUES (?1, ?2, ?3) \
                 ON CONFLICT (address) DO UPDATE SET decision = excluded.decision, decided_at = excluded.decided_at",
            )?;
            for (address, decision) in resolved {
                let number = match numbers.entry(Arc::as_ptr(decision)) {
                    Entry::Occupied(known) => *known.get(),
                    Entry::Vacant(place) => *place.insert(self.decision_number(decision)?),
                };
                insert.execute(params![octets(*address), number, at.as_millisecond()])?;
            }
            Ok(())
        })
    }

    fn decision_number(&self, decision: &Decision) -> Result<i64, LedgerError> {
        let story = serde_json::to_string(decision).map_err(|error| LedgerError::Damaged {
            problem: format!("a decision has no JSON: {error}"),
        })?;
        let sha256: [u8; 32] = Sha256::digest(&story).into();
        let known = self
            .connection
            .prepare_cached("SELECT id FROM decision WHERE sha256 = ?1")?
            .query_row([sha256], |row| row.get(0))
            .optional()?;
        if let Some(number) = known {
            return Ok(number);
        }
        let (verdict, contact) = match &decision.verdict {
            Verdict::Notify(mailbox) => ("notify", Some(self.contact_number(mailbox)?)),
            Verdict::Suppress => ("suppress", None),
            Verdict::Unresolved(reason) => (reason.as_str(), None),
        };
        self.connection
            .prepare_cached("INSERT INTO decision (sha256, verdict, confidence, contact, story) VALUES (?1, ?2, ?3, ?4, ?5)")?
            .execute(params![sha256, verdict, decision.confidence, contact, story])?;
        Ok(self.connection.last_insert_rowid())
    }

    /// Mailboxes that differ in case alone are one contact, written to as first published.
    fn contact_number(&self, mailbox: &Mailbox) -> Result<i64, LedgerError> {
        Ok(self
            .connection
            .prepare_cached(
                "INSERT INTO contact (key, mailbox) VALUES (?1, ?2) \
                 ON CONFLICT (key) DO UPDATE SET key = excluded.key RETURNING id",
            )?
            .query_row(params![mailbox.key(), mailbox.as_str()], |row| row.get(0))?)
    }

    /// The noted decision about an address; `None` when there is none yet.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn decision_about(&self, address: IpAddr) -> Result<Option<Decision>, LedgerError> {
        let story: Option<String> = self
            .connection
            .prepare_cached(
                "SELECT story FROM resolution JOIN decision ON decision.id = decision WHERE address = ?1",
            )?
            .query_row([octets(address)], |row| row.get(0))
            .optional()?;
        story.map(|story| parse_story(&story)).transpose()
    }

    /// The decision with this number.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn decision(&self, number: i64) -> Result<Decision, LedgerError> {
        let story: String = self
            .connection
            .prepare_cached("SELECT story FROM decision WHERE id = ?1")?
            .query_row([number], |row| row.get(0))?;
        parse_story(&story)
    }

    /// The decisions about a letter's addresses, as they are now, each once.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn decisions_behind(&self, letter: i64) -> Result<Vec<Decision>, LedgerError> {
        self.connection
            .prepare_cached(
                "SELECT story FROM decision WHERE id IN (SELECT decision FROM letter_sighting \
                 JOIN resolution USING (address) WHERE letter = ?1) ORDER BY id",
            )?
            .query_map([letter], |row| row.get::<_, String>(0))?
            .map(|story| parse_story(&story?))
            .collect()
    }

    /// Every decision in use, with the number of addresses it speaks for, in falling order of that number.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn decisions_in_use(
        &self,
        mut each: impl FnMut(&Decision, u64) -> Result<(), LedgerError>,
    ) -> Result<(), LedgerError> {
        let mut statement = self.connection.prepare(
            "SELECT story, count(*) AS n FROM resolution JOIN decision ON decision.id = decision \
             GROUP BY decision.id ORDER BY n DESC, decision.id",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let story: String = row.get(0)?;
            each(&parse_story(&story)?, row.get::<_, i64>(1)?.cast_unsigned())?;
        }
        Ok(())
    }

    /// Puts other decisions in the place of those whose contact is dead, or was passed over as dead, where `instead` has one.
    /// Durable when it returns; returns for how many addresses another contact speaks now.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn pass_over(
        &self,
        list: &Suppressed,
        instead: impl Fn(&Decision) -> Option<Decision>,
        at: Timestamp,
    ) -> Result<u64, LedgerError> {
        self.atomically(|| {
            let mut others = Vec::new();
            let mut statement = self.connection.prepare(
                "SELECT decision.id, mailbox, story, instr(story, 'letters to it come back') > 0 FROM decision \
                 JOIN contact ON contact.id = contact WHERE verdict = 'notify'",
            )?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let mailbox: String = row.get(1)?;
                let passed_over: bool = row.get(3)?;
                if passed_over || list.dead(&mailbox).is_some() {
                    let story: String = row.get(2)?;
                    let other = instead(&parse_story(&story)?);
                    others.extend(other.map(|other| (row.get::<_, i64>(0), other)));
                }
            }
            if others.is_empty() {
                return Ok(0);
            }
            self.connection.execute_batch(
                "CREATE TEMP TABLE IF NOT EXISTS passing (old INTEGER PRIMARY KEY, new INTEGER NOT NULL); DELETE FROM passing",
            )?;
            for (old, other) in others {
                self.connection.execute(
                    "INSERT INTO passing VALUES (?1, ?2)",
                    params![old?, self.decision_number(&other)?],
                )?;
            }
            let moved = self.connection.execute(
                "UPDATE resolution SET decision = (SELECT new FROM passing WHERE old = decision), decided_at = ?1 \
                 WHERE decision IN (SELECT old FROM passing)",
                [at.as_millisecond()],
            )?;
            Ok(moved as u64)
        })
    }

    /// What each contact holds that automatic sources name: networks (decisions) and distinct ASes.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn holdings(&self) -> Result<Vec<Holding>, LedgerError> {
        self.connection
            .prepare(
                "SELECT mailbox, count(DISTINCT decision.id), count(DISTINCT asn) FROM decision \
                 JOIN contact ON contact.id = contact JOIN resolution ON resolution.decision = decision.id \
                 JOIN sighting USING (address) WHERE confidence < 100 GROUP BY contact.id",
            )?
            .query_map([], |row| {
                let count = |n: i64| n.cast_unsigned();
                Ok(Holding {
                    contact: Mailbox(row.get(0)?),
                    networks: count(row.get(1)?),
                    asns: count(row.get(2)?),
                })
            })?
            .map(|row| Ok(row?))
            .collect()
    }

    /// Hands out every contact's bundle, ordered by the contact's key, within bounded memory (one bundle at a time).
    ///
    /// Left out: addresses without a contact, and sightings that the same contact has been told of in a letter
    /// planned at or after `told_since`, or is about to be, whenever it was planned.
    ///
    /// # Errors
    /// What SQLite or `each` says.
    pub fn ready_bundles<E: From<LedgerError>>(
        &self,
        told_since: Timestamp,
        mut each: impl FnMut(ReadyBundle) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut statement = self.connection.prepare(READY).map_err(LedgerError::from)?;
        let untold = [State::Refused, State::Suppressed, State::Expired, State::Bounced].map(State::as_str);
        let [refused, suppressed, expired, bounced] = untold;
        let to_come = [State::Planned, State::Sending, State::Dotted, State::Deferred].map(State::as_str);
        let [planned, sending, dotted, deferred] = to_come;
        let since = told_since.as_millisecond();
        let mut rows = statement
            .query(params![
                since, refused, suppressed, expired, planned, sending, dotted, deferred, bounced
            ])
            .map_err(LedgerError::from)?;
        let mut current: Option<ReadyBundle> = None;
        while let Some(row) = rows.next().map_err(LedgerError::from)? {
            if let Some(done) = gather(&mut current, row)? {
                each(done)?;
            }
        }
        current.map_or(Ok(()), each)
    }
}

/// Adds a row to the bundle it belongs to; gives out the bundle before it when that is complete.
fn gather(current: &mut Option<ReadyBundle>, row: &Row<'_>) -> Result<Option<ReadyBundle>, LedgerError> {
    let contact: i64 = row.get("contact")?;
    let mut done = None;
    if current.as_ref().is_none_or(|bundle| bundle.contact != contact) {
        let mailbox = Mailbox(row.get("mailbox")?);
        done = current.replace(ReadyBundle {
            contact,
            mailbox,
            sightings: Vec::new(),
            decisions: BTreeMap::new(),
        });
    }
    if let Some(bundle) = current {
        bundle.sightings.push(sighting(row)?);
        *bundle.decisions.entry(row.get("decision")?).or_default() += 1;
    }
    Ok(done)
}

const READY: &str = "SELECT contact.id AS contact, mailbox, address, port, slug, first_seen, last_seen, \
    source.name AS source, protocol, asn, country, hostname, language, decision \
    FROM resolution JOIN decision ON decision.id = decision JOIN contact ON contact.id = contact \
    JOIN sighting USING (address) JOIN exposure ON exposure.id = exposure JOIN source ON source.id = source \
    WHERE verdict = 'notify' AND NOT EXISTS ( \
        SELECT 1 FROM letter_sighting AS told JOIN letter ON letter.id = told.letter \
        JOIN round ON round.number = letter.round \
        WHERE told.address = sighting.address AND told.port = sighting.port \
        AND told.exposure = sighting.exposure AND letter.contact = contact.id \
        AND letter.state NOT IN (?2, ?3, ?4, ?9) \
        AND (round.planned_at >= ?1 OR letter.state IN (?5, ?6, ?7, ?8))) \
    ORDER BY contact.key, length(address), address, port, slug";

fn sighting(row: &Row<'_>) -> Result<Sighting, LedgerError> {
    let octets: Vec<u8> = row.get("address")?;
    let port: u16 = row.get("port")?;
    let slug: String = row.get("slug")?;
    Ok(Sighting {
        address: from_octets(&octets)?,
        port: Some(port).filter(|port| *port != 0),
        protocol: row.get("protocol")?,
        exposure: Exposure::new(&slug).map_err(|bad| LedgerError::Damaged {
            problem: bad.to_string(),
        })?,
        first_seen: time(row.get("first_seen")?)?,
        last_seen: time(row.get("last_seen")?)?,
        source: row.get("source")?,
        asn: row.get("asn")?,
        country: row.get("country")?,
        hostname: row.get("hostname")?,
        language: row.get("language")?,
        evidence: BTreeMap::new(),
    })
}

fn parse_story(story: &str) -> Result<Decision, LedgerError> {
    serde_json::from_str(story).map_err(|error| LedgerError::Damaged {
        problem: format!("a decision cannot be read: {error}"),
    })
}
