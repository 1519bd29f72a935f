//! Which contact each address has, and the story behind it.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::net::IpAddr;
use std::sync::Arc;

use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, params};
use sha2::{Digest as _, Sha256};

use super::{Ledger, LedgerError, from_octets, octets};
use crate::contact::{Decision, Mailbox, Verdict};
use crate::resolve::share::Holding;

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
}

fn parse_story(story: &str) -> Result<Decision, LedgerError> {
    serde_json::from_str(story).map_err(|error| LedgerError::Damaged {
        problem: format!("a decision cannot be read: {error}"),
    })
}
