//! Which contact each address has, and the story behind it.

use std::borrow::Cow;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::net::IpAddr;
use std::sync::Arc;

use jiff::Timestamp;
use memchr::memmem;
use rusqlite::{OptionalExtension as _, params};
use sha2::{Digest as _, Sha256};

use super::places::PlaceReader;
use super::sketches::OR_REPLACE;
use super::{Ledger, LedgerError, Suppressed, from_octets, octets};
use crate::contact::{Decision, Mailbox, Verdict};
use crate::resolve::Surroundings;
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

/// How a story says that a contact was passed over.
const COME_BACK: &str = "letters to it come back";

/// A decision ready to be stored.
#[derive(Debug)]
pub struct Story {
    sha256: [u8; 32],
    /// JSON.
    text: Vec<u8>,
    verdict: &'static str,
    confidence: u8,
    contact: Option<Mailbox>,
}

impl Story {
    /// The decision as it is stored. Pure; may run in any thread.
    ///
    /// # Errors
    /// [`LedgerError::Damaged`] when it has no JSON, which does not happen.
    pub fn new(decision: &Decision) -> Result<Self, LedgerError> {
        let mut text = Vec::with_capacity(ROOM);
        serde_json::to_writer(&mut text, decision).map_err(|error| LedgerError::Damaged {
            problem: format!("a decision has no JSON: {error}"),
        })?;
        let (verdict, contact) = match &decision.verdict {
            Verdict::Notify(mailbox) => ("notify", Some(mailbox.clone())),
            Verdict::Suppress => ("suppress", None),
            Verdict::Unresolved(reason) => (reason.as_str(), None),
        };
        Ok(Self {
            sha256: Sha256::digest(&text).into(),
            text,
            verdict,
            confidence: decision.confidence,
            contact,
        })
    }

    /// As the ledger names it.
    pub(super) fn verdict(&self) -> &'static str {
        self.verdict
    }
}

/// Octets that are enough for most stories.
const ROOM: usize = 2048;
/// Contacts whose numbers are remembered.
const CONTACTS: usize = 1 << 15;

/// What is at hand while decisions are noted; good as long as nothing is rolled back.
#[derive(Debug, Default)]
pub(super) struct Desk {
    /// The numbers of the latest contacts, by their keys.
    contacts: HashMap<String, i64>,
}

/// Story, the same packed, place.
type Stored = (String, Option<Vec<u8>>, Option<i64>);

impl Ledger {
    /// The next `limit` addresses in the ledger's order, after `after`; what sightings say of them only with `facts`,
    /// as it takes several times as long.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn addresses(
        &self,
        after: Option<IpAddr>,
        limit: usize,
        facts: bool,
    ) -> Result<Vec<AddressFacts>, LedgerError> {
        let after = after.map(octets).unwrap_or_default();
        if !facts {
            // Repeated addresses are left out here, which is cheaper than DISTINCT.
            let mut statement = self
                .connection
                .prepare_cached("SELECT address FROM sighting WHERE address > ?1 ORDER BY address")?;
            let mut rows = statement.query([after])?;
            let mut found: Vec<AddressFacts> = Vec::new();
            while found.len() < limit
                && let Some(row) = rows.next()?
            {
                let octets = row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?;
                let address = from_octets(octets)?;
                if found.last().is_none_or(|last| last.address != address) {
                    found.push(AddressFacts {
                        address,
                        asn: None,
                        country: None,
                        hostname: None,
                    });
                }
            }
            return Ok(found);
        }
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
            let decided = self.deciding_number(at)?;
            let mut insert = self.connection.prepare_cached(&format!(
                "INSERT INTO resolution (address, decision, decided) VALUES (?1, ?2, ?3) {OR_REPLACE}"
            ))?;
            for (address, decision) in resolved {
                let number = match numbers.entry(Arc::as_ptr(decision)) {
                    Entry::Occupied(known) => *known.get(),
                    Entry::Vacant(place) => {
                        *place.insert(self.decision_number(&Story::new(decision)?, &mut desk)?)
                    }
                };
                insert.execute(params![octets(*address), number, decided])?;
            }
            Ok(())
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

    pub(super) fn decision_number(&self, story: &Story, desk: &mut Desk) -> Result<i64, LedgerError> {
        match self.noted_decision(story)? {
            Some(number) => Ok(number),
            None => self.new_decision(story, desk),
        }
    }

    /// The number of this story, if it is noted.
    pub(super) fn noted_decision(&self, story: &Story) -> Result<Option<i64>, LedgerError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT id FROM decision WHERE sha256 = ?1")?;
        Ok(statement.query_row([story.sha256], |row| row.get(0)).optional()?)
    }

    /// Notes a story and returns its number; that of the same story, if it is noted after all.
    pub(super) fn new_decision(&self, story: &Story, desk: &mut Desk) -> Result<i64, LedgerError> {
        let contact = match &story.contact {
            Some(mailbox) => Some(self.contact_number(mailbox, desk)?),
            None => None,
        };
        // Where a contact was passed over, SQL has to find the story again.
        let (text, packed) = if memmem::find(&story.text, COME_BACK.as_bytes()).is_some() {
            (String::from_utf8_lossy(&story.text), None)
        } else {
            (Cow::Borrowed(""), Some(pack(&story.text)))
        };
        let added = self
            .connection
            .prepare_cached(
                "INSERT INTO decision (sha256, verdict, confidence, contact, story, packed) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (sha256) DO NOTHING",
            )?
            .execute(params![
                story.sha256,
                story.verdict,
                story.confidence,
                contact,
                text,
                packed
            ])?;
        if added > 0 {
            return Ok(self.connection.last_insert_rowid());
        }
        self.noted_decision(story)?.ok_or_else(|| LedgerError::Damaged {
            problem: "a decision is noted and cannot be found".to_owned(),
        })
    }

    /// Mailboxes that differ in case alone are one contact, written to as first published.
    fn contact_number(&self, mailbox: &Mailbox, desk: &mut Desk) -> Result<i64, LedgerError> {
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
        let found: Option<Stored> = self
            .connection
            .prepare_cached(
                "SELECT story, packed, place FROM resolution JOIN decision ON decision.id = decision \
                 WHERE address = ?1",
            )?
            .query_row([octets(address)], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })
            .optional()?;
        found
            .map(|(story, packed, place)| {
                let outline = parse_story(&story, packed.as_deref())?;
                match place {
                    Some(place) => whole_story(outline, PlaceReader::default().read(self, place)?),
                    None => Ok(outline),
                }
            })
            .transpose()
    }

    /// The decision with this number; where many networks share it, their ranges and names are left out.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn decision(&self, number: i64) -> Result<Decision, LedgerError> {
        let (story, packed): (String, Option<Vec<u8>>) = self
            .connection
            .prepare_cached("SELECT story, packed FROM decision WHERE id = ?1")?
            .query_row([number], |row| Ok((row.get(0)?, row.get(1)?)))?;
        parse_story(&story, packed.as_deref())
    }

    /// The decisions about a letter's addresses, as they are now, each once.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn decisions_behind(&self, letter: i64) -> Result<Vec<Decision>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT id, story, packed, place FROM (SELECT DISTINCT decision AS id, place FROM letter_sighting \
             JOIN resolution USING (address) WHERE letter = ?1) JOIN decision USING (id) ORDER BY id, place",
        )?;
        let mut rows = statement.query([letter])?;
        let mut places = PlaceReader::default();
        let mut met = HashSet::new();
        let mut decisions = Vec::new();
        while let Some(row) = rows.next()? {
            let place: Option<i64> = row.get(3)?;
            let surroundings = place.map(|place| places.read(self, place)).transpose()?;
            // The same place can be noted more than once.
            if met.insert((row.get::<_, i64>(0)?, surroundings.map(<[u8]>::to_vec))) {
                let (story, packed): (String, Option<Vec<u8>>) = (row.get(1)?, row.get(2)?);
                let outline = parse_story(&story, packed.as_deref())?;
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
            "SELECT story, packed, count(*) AS n, max(count(DISTINCT place), 1) FROM resolution JOIN decision ON decision.id = decision \
             GROUP BY decision.id ORDER BY n DESC, decision.id",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let story: String = row.get(0)?;
            let packed: Option<Vec<u8>> = row.get(1)?;
            let count = |n: i64| n.cast_unsigned();
            let decision = parse_story(&story, packed.as_deref())?;
            each(&decision, count(row.get(2)?), count(row.get(3)?))?;
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
        let mut statement = self.connection.prepare(
            "SELECT story, packed, place, count(*) FROM decision JOIN resolution ON resolution.decision = decision.id \
             WHERE verdict = 'below-threshold' GROUP BY decision.id, place",
        )?;
        let mut rows = statement.query([])?;
        let mut places = PlaceReader::default();
        while let Some(row) = rows.next()? {
            let (story, packed): (String, Option<Vec<u8>>) = (row.get(0)?, row.get(1)?);
            let outline = parse_story(&story, packed.as_deref())?;
            let decision = match row.get(2)? {
                Some(place) => whole_story(outline, places.read(self, place)?)?,
                None => outline,
            };
            each(decision, row.get::<_, i64>(3)?.cast_unsigned())?;
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
                "SELECT decision.id, mailbox, story, packed, instr(story, ?1) > 0 FROM decision \
                 JOIN contact ON contact.id = contact WHERE verdict = 'notify'",
            )?;
            let mut rows = statement.query([COME_BACK])?;
            while let Some(row) = rows.next()? {
                let mailbox: String = row.get(1)?;
                let passed_over: bool = row.get(4)?;
                if passed_over || list.dead(&mailbox).is_some() {
                    let story: String = row.get(2)?;
                    let packed: Option<Vec<u8>> = row.get(3)?;
                    let other = instead(&parse_story(&story, packed.as_deref())?);
                    others.extend(other.map(|other| (row.get::<_, i64>(0), other)));
                }
            }
            if others.is_empty() {
                return Ok(0);
            }
            self.connection.execute_batch(
                "CREATE TEMP TABLE IF NOT EXISTS passing (old INTEGER PRIMARY KEY, new INTEGER NOT NULL); DELETE FROM passing",
            )?;
            let mut desk = Desk::default();
            for (old, other) in others {
                self.connection.execute(
                    "INSERT INTO passing VALUES (?1, ?2)",
                    params![old?, self.decision_number(&Story::new(&other)?, &mut desk)?],
                )?;
            }
            let moved = self.connection.execute(
                "UPDATE resolution SET decision = (SELECT new FROM passing WHERE old = decision), decided = ?1 \
                 WHERE decision IN (SELECT old FROM passing)",
                [self.deciding_number(at)?],
            )?;
            Ok(moved as u64)
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
                 count(DISTINCT coalesce(asn, substr(address, 1, iif(length(address) = 4, 2, 4)))) FROM decision \
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

/// A story with what it leaves out.
fn whole_story(outline: Decision, surroundings: &[u8]) -> Result<Decision, LedgerError> {
    let surroundings = Surroundings::read(surroundings).ok_or_else(|| LedgerError::Damaged {
        problem: "where an address lies cannot be read".to_owned(),
    })?;
    Ok(surroundings.fill(outline))
}

/// What stories are packed against: the words that most of them share. A story takes a third of its size packed, and most
/// of a ledger of many networks is stories. Never to be changed: ledgers depend on it.
const SHARED_WORDS: &[u8] = include_bytes!("stories.dictionary");

fn pack(story: &[u8]) -> Vec<u8> {
    lz4_flex::block::compress_prepend_size_with_dict(story, SHARED_WORDS)
}

fn parse_story(story: &str, packed: Option<&[u8]>) -> Result<Decision, LedgerError> {
    let damaged = |error: &dyn std::fmt::Display| LedgerError::Damaged {
        problem: format!("a decision cannot be read: {error}"),
    };
    let Some(packed) = packed else {
        return serde_json::from_str(story).map_err(|error| damaged(&error));
    };
    let story = lz4_flex::block::decompress_size_prepended_with_dict(packed, SHARED_WORDS)
        .map_err(|error| damaged(&error))?;
    serde_json::from_slice(&story).map_err(|error| damaged(&error))
}
