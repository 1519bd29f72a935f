//! Which contact each address has, and the story behind it.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::net::IpAddr;
use std::sync::Arc;

use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, params};

use super::paged::{Resolution, ResolutionReader, near};
use super::places::PlaceReader;
use super::stories::{COME_BACK, Story, StoryReader, StoryWriter, whole_story};
use super::{Ledger, LedgerError, Suppressed, from_octets, octets};
use crate::contact::{Decision, Mailbox};
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

/// Contacts whose numbers are remembered.
const CONTACTS: usize = 1 << 15;

/// What is at hand while decisions are noted; good as long as nothing is rolled back.
#[derive(Debug, Default)]
pub(super) struct Desk {
    /// The numbers of the latest contacts, by their keys.
    contacts: HashMap<String, i64>,
    /// Those of patterns, by their digests.
    pub(super) patterns: HashMap<[u8; 32], i64>,
}

impl Ledger {
    /// The next `limit` addresses in the ledger's order, after `after`.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn addresses(&self, after: Option<IpAddr>, limit: usize) -> Result<Vec<IpAddr>, LedgerError> {
        // Repeated addresses are left out here, which is cheaper than DISTINCT.
        let mut statement = self
            .connection
            .prepare_cached("SELECT address FROM sighting WHERE address > ?1 ORDER BY address")?;
        let mut rows = statement.query([after.map(octets).unwrap_or_default()])?;
        let mut found: Vec<IpAddr> = Vec::with_capacity(limit);
        while found.len() < limit
            && let Some(row) = rows.next()?
        {
            let octets = row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?;
            let address = from_octets(octets)?;
            if found.last() != Some(&address) {
                found.push(address);
            }
        }
        Ok(found)
    }

    /// The same with what sightings say of them, which takes several times as long.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn addresses_with_facts(
        &self,
        after: Option<IpAddr>,
        limit: usize,
    ) -> Result<Vec<AddressFacts>, LedgerError> {
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
            let mut desk = Desk::default();
            let mut stories = StoryWriter::new(self)?;
            let decided = self.deciding_number(at)?;
            let mut rows = Vec::with_capacity(resolved.len());
            for (address, decision) in resolved {
                let number = match numbers.entry(Arc::as_ptr(decision)) {
                    Entry::Occupied(known) => *known.get(),
                    Entry::Vacant(place) => *place.insert(stories.number(&Story::new(decision)?, &mut desk)?),
                };
                rows.push(Resolution {
                    address: *address,
                    decision: number,
                    place: None,
                    decided,
                });
            }
            // Of one that stands there twice, the last counts.
            rows.reverse();
            rows.sort_by_key(|row| octets(row.address));
            rows.dedup_by_key(|row| row.address);
            self.write_resolutions(&rows)
        })
    }

    /// The number of this time of deciding.
    pub(super) fn deciding_number(&self, at: Timestamp) -> Result<i64, LedgerError> {
        Ok(self
            .connection
            .prepare_cached(
                "INSERT INTO deciding (at) VALUES (?1) ON CONFLICT (at) DO UPDATE SET at = excluded.at RETURNING id",
            )?
            .query_row([at.as_millisecond()], |row| row.get(0))?)
    }

    /// Mailboxes that differ in case alone are one contact, written to as first published.
    pub(super) fn contact_number(&self, mailbox: &Mailbox, desk: &mut Desk) -> Result<i64, LedgerError> {
        let key = mailbox.key();
        if let Some(number) = desk.contacts.get(&key) {
            return Ok(*number);
        }
        let added = self
            .connection
            .prepare_cached(
                "INSERT INTO contact (key, mailbox) VALUES (?1, ?2) ON CONFLICT (key) DO NOTHING",
            )?
            .execute([&*key, mailbox.as_str()])?;
        // Cheaper than RETURNING, for which SQLite makes a table each time.
        let number = if added > 0 {
            self.connection.last_insert_rowid()
        } else {
            self.connection
                .prepare_cached("SELECT id FROM contact WHERE key = ?1")?
                .query_row([&key], |row| row.get(0))?
        };
        if desk.contacts.len() >= CONTACTS {
            desk.contacts.clear();
        }
        desk.contacts.insert(key, number);
        Ok(number)
    }

    /// The noted decision about an address; `None` when there is none yet.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn decision_about(&self, address: IpAddr) -> Result<Option<Decision>, LedgerError> {
        let Some(noted) = ResolutionReader::default().find(self, address)? else {
            return Ok(None);
        };
        let outline = self.decision(noted.decision)?;
        Ok(Some(match noted.place {
            Some(place) => whole_story(outline, PlaceReader::default().read(self, place)?)?,
            None => outline,
        }))
    }

    /// The decision with this number; where many networks share it, their ranges and names are left out.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn decision(&self, number: i64) -> Result<Decision, LedgerError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT story, packed, pattern FROM decision WHERE id = ?1")?;
        let mut rows = statement.query([number])?;
        let row = rows.next()?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
        StoryReader::default().read(self, row)
    }

    /// The decisions about a letter's addresses, as they are now, each once.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn decisions_behind(&self, letter: i64) -> Result<Vec<Decision>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            concat!(
                "SELECT id, story, packed, pattern, place FROM (SELECT DISTINCT decision_of(near.packed, told.address) AS id, \
                 place_of(near.packed, told.address) AS place FROM letter_sighting AS told ",
                near!("told.address"),
                " WHERE letter = ?1) JOIN decision USING (id) ORDER BY id, place"
            ),
        )?;
        let mut rows = statement.query([letter])?;
        let (mut stories, mut places) = (StoryReader::default(), PlaceReader::default());
        let mut met = HashSet::new();
        let mut decisions = Vec::new();
        while let Some(row) = rows.next()? {
            let place: Option<i64> = row.get("place")?;
            let surroundings = place.map(|place| places.read(self, place)).transpose()?;
            // The same place can be noted more than once.
            if met.insert((row.get::<_, i64>(0)?, surroundings.map(<[u8]>::to_vec))) {
                let outline = stories.read(self, row)?;
                decisions.push(match surroundings {
                    Some(surroundings) => whole_story(outline, surroundings)?,
                    None => outline,
                });
            }
        }
        Ok(decisions)
    }

    /// Every decision in use, with the numbers of addresses and of networks it speaks for, in falling order of the
    /// first. Where many networks share it, their ranges and names are left out.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn decisions_in_use(
        &self,
        mut each: impl FnMut(&Decision, u64, u64) -> Result<(), LedgerError>,
    ) -> Result<(), LedgerError> {
        let mut statement = self.connection.prepare(
            "SELECT story, packed, pattern, n, networks FROM (SELECT decision AS of, count(*) AS n, \
             max(count(DISTINCT place), 1) AS networks FROM resolution GROUP BY decision) \
             CROSS JOIN decision ON decision.id = of ORDER BY n DESC, decision.id",
        )?;
        let mut rows = statement.query([])?;
        let mut stories = StoryReader::default();
        while let Some(row) = rows.next()? {
            let count = |n: i64| n.cast_unsigned();
            let decision = stories.read(self, row)?;
            each(&decision, count(row.get("n")?), count(row.get("networks")?))?;
        }
        Ok(())
    }

    /// Every decision that waits for a person because nobody is sure enough, whole, with the number of its addresses.
    ///
    /// # Errors
    /// What SQLite says, or `each`.
    pub fn each_to_review(
        &self,
        mut each: impl FnMut(Decision, u64) -> Result<(), LedgerError>,
    ) -> Result<(), LedgerError> {
        let any = "SELECT EXISTS (SELECT 1 FROM decision WHERE verdict = 'below-threshold')";
        if !self.connection.query_row(any, [], |row| row.get(0))? {
            return Ok(());
        }
        let mut statement = self.connection.prepare(
            "SELECT story, packed, pattern, place, count(*) AS n FROM resolution CROSS JOIN decision ON decision.id = decision \
             WHERE verdict = 'below-threshold' GROUP BY decision.id, place",
        )?;
        let mut rows = statement.query([])?;
        let (mut stories, mut places) = (StoryReader::default(), PlaceReader::default());
        while let Some(row) = rows.next()? {
            let outline = stories.read(self, row)?;
            let decision = match row.get("place")? {
                Some(place) => whole_story(outline, places.read(self, place)?)?,
                None => outline,
            };
            each(decision, row.get::<_, i64>("n")?.cast_unsigned())?;
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
                "SELECT decision.id, mailbox, story, packed, pattern, instr(story, ?1) > 0 AS passed_over FROM decision \
                 JOIN contact ON contact.id = contact WHERE verdict = 'notify'",
            )?;
            let mut rows = statement.query([COME_BACK])?;
            let mut stories = StoryReader::default();
            while let Some(row) = rows.next()? {
                let mailbox: String = row.get(1)?;
                let passed_over: bool = row.get("passed_over")?;
                if passed_over || list.dead(&mailbox).is_some() {
                    let other = instead(&stories.read(self, row)?);
                    others.extend(other.map(|other| (row.get::<_, i64>(0), other)));
                }
            }
            if others.is_empty() {
                return Ok(0);
            }
            let mut desk = Desk::default();
            let mut stories = StoryWriter::new(self)?;
            let mut numbers = HashMap::new();
            for (old, other) in others {
                numbers.insert(old?, stories.number(&Story::new(&other)?, &mut desk)?);
            }
            self.replace_decisions(&numbers, self.deciding_number(at)?)
        })
    }

    /// What each contact holds that automatic sources name: networks and distinct ASes. Where no AS is known, each /16
    /// (IPv6: /32) counts as one.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn holdings(&self) -> Result<Vec<Holding>, LedgerError> {
        self.connection
            .prepare(
                "SELECT mailbox, count(DISTINCT coalesce(place, -decision.id)), \
                 count(DISTINCT coalesce(asn, substr(address, 1, iif(length(address) = 4, 2, 4)))) FROM resolution \
                 CROSS JOIN decision ON decision.id = decision JOIN contact ON contact.id = contact \
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
