//! Sightings into the ledger: one transaction for each file, each sighting once.

use std::collections::HashMap;
use std::fmt;
use std::io;
use std::net::IpAddr;

use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, params};

use super::runs::{Key, Runs};
use super::scans::Pairs;
use super::{Ledger, LedgerError, octets, time};
use crate::sighting::Sighting;

/// Memory for rows on their way into order.
const MEMORY: usize = 24 << 20;

/// Turns sightings into the form in which they wait for the ledger. Knows no ledger, so that it can work in the
/// thread that reads the rows.
#[derive(Debug, Default)]
pub struct Packer {
    exposures: Words,
    sources: Words,
}

/// Some packed sightings, in the order of their rows.
#[derive(Debug, Default)]
pub struct Batch {
    records: Vec<(Key, usize)>,
    bytes: Vec<u8>,
}

impl Packer {
    /// Adds the sighting of one row to a batch.
    pub fn pack(&mut self, line: u64, sighting: &Sighting, batch: &mut Batch) {
        let exposure = self.exposures.number(sighting.exposure.as_str());
        let source = self.sources.number(&sighting.source);
        Row::encode(sighting, source, line, &mut batch.bytes);
        batch.records.push((
            key(sighting.address, sighting.port.unwrap_or(0), exposure),
            batch.bytes.len(),
        ));
    }
}

/// One file on its way into the ledger. Dropped before [`Intake::finish`]: nothing has happened.
pub struct Intake<'l> {
    ledger: &'l Ledger,
    runs: Runs,
    rows: u64,
}

impl fmt::Debug for Intake<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Intake")
            .field("rows", &self.rows)
            .finish_non_exhaustive()
    }
}

/// What is known of a file once it was read to its end.
#[derive(Debug, Clone)]
pub struct Content<'a> {
    /// Its name, as given.
    pub name: &'a str,
    /// SHA-256 of its octets.
    pub sha256: [u8; 32],
    /// The options that decide how it is read, in one line.
    pub options: &'a str,
    /// The format it was read as.
    pub format: &'a str,
    /// Its size in octets.
    pub bytes: u64,
    /// Rows that were rejected.
    pub rejected: u64,
    /// The scan that it belongs to, from 1.
    pub scan: i64,
    /// Now.
    pub at: Timestamp,
}

/// What an import came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Imported {
    /// The sightings are in the ledger, durably. rows = new + repeated + rejected.
    Done {
        /// Sightings that were not known.
        new: u64,
        /// Rows that repeated a known sighting, in this file or an earlier one.
        repeated: u64,
    },
    /// The same content was read with the same options before; nothing was changed.
    Known {
        /// Under which name.
        name: String,
        /// When.
        at: Timestamp,
        /// In which scan.
        scan: i64,
    },
}

impl Ledger {
    /// Begins to take in one file.
    #[must_use]
    pub fn intake(&self) -> Intake<'_> {
        Intake {
            ledger: self,
            runs: Runs::new(MEMORY),
            rows: 0,
        }
    }
}

impl Intake<'_> {
    /// Adds packed rows; all of a file's come from one [`Packer`]. Memory stays bounded; rows beyond it wait in
    /// temporary files.
    ///
    /// # Errors
    /// When a temporary file cannot be written.
    pub fn add(&mut self, batch: &Batch) -> Result<(), LedgerError> {
        let mut start = 0;
        for (key, end) in &batch.records {
            self.runs
                .push(*key, batch.bytes.get(start..*end).unwrap_or_default())?;
            start = *end;
        }
        self.rows += batch.records.len() as u64;
        Ok(())
    }

    /// Writes everything in one transaction. The same address, port and exposure again widens first and last seen;
    /// of the other facts the latest stay. `before_commit` runs when everything else has succeeded, and not at all for
    /// known content; if it fails, nothing has changed.
    ///
    /// # Errors
    /// [`LedgerError`]; then nothing has changed.
    pub fn finish(
        self,
        packer: &Packer,
        content: &Content<'_>,
        before_commit: impl FnOnce() -> io::Result<()>,
    ) -> Result<Imported, LedgerError> {
        let Self { ledger, runs, rows } = self;
        let Packer { exposures, sources } = packer;
        ledger.atomically(|| {
            if let Some(known) = ledger.known_import(content)? {
                return Ok(known);
            }
            let import = ledger.add_import(content)?;
            ledger.note_gone_before(content.scan)?;
            let exposures = exposures.store(ledger, "exposure", "slug")?;
            let sources = sources.store(ledger, "source", "name")?;
            let mut insert = ledger.connection.prepare_cached(INSERT)?;
            let mut widen = ledger.connection.prepare_cached(WIDEN)?;
            let mut new = 0;
            let (mut pairs, mut last_pair) = (Pairs::new(), (0, 0));
            let mut store = |key: &Key, row: &Row<'_>| -> Result<(), LedgerError> {
                let (address, port, exposure) = unkey(key);
                let exposure = *exposures.get(exposure as usize).unwrap_or(&0);
                let source = *sources.get(row.source as usize).unwrap_or(&0);
                let [protocol, country, hostname, language, evidence] = row.texts;
                if last_pair != (source, exposure) {
                    last_pair = (source, exposure);
                    pairs.insert(last_pair);
                }
                let known = insert.execute(params![
                    address, port, exposure, row.first, row.last, source, import, row.line, protocol,
                    row.asn, country, hostname, language, evidence
                ])? == 0;
                if known {
                    widen.execute(params![
                        address,
                        port,
                        exposure,
                        row.first,
                        row.last,
                        source,
                        import,
                        content.scan,
                        protocol,
                        row.asn,
                        country,
                        hostname,
                        language,
                        evidence
                    ])?;
                } else {
                    new += 1;
                }
                Ok(())
            };
            runs.merge(|key, record| {
                let row = Row::decode(record)
                    .ok_or_else(|| LedgerError::from(io::Error::from(io::ErrorKind::InvalidData)))?;
                store(key, &row)
            })?;
            ledger.note_coverage(content.scan, &pairs)?;
            let repeated = rows - new;
            ledger.connection.execute(
                "UPDATE import SET new = ?2, repeated = ?3 WHERE id = ?1",
                params![import, new.cast_signed(), repeated.cast_signed()],
            )?;
            ledger.event(content.at, None, "imported", content.name)?;
            before_commit()?;
            Ok(Imported::Done { new, repeated })
        })
    }
}

const INSERT: &str = "INSERT OR IGNORE INTO sighting (address, port, exposure, first_seen, last_seen, source, \
    import, line, latest, protocol, asn, country, hostname, language, evidence) \
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?7, ?9, ?10, ?11, ?12, ?13, ?14)";

const WIDEN: &str = "UPDATE sighting SET first_seen = min(first_seen, ?4), last_seen = max(last_seen, ?5), \
    latest = ?7, \
    back = iif(latest < coalesce((SELECT gone_before.import FROM gone_before \
        WHERE gone_before.source = sighting.source AND gone_before.exposure = sighting.exposure), 0), ?8, back), \
    source = iif(?5 >= last_seen, ?6, source), \
    protocol = iif(?5 >= last_seen, coalesce(?9, protocol), protocol), \
    asn = iif(?5 >= last_seen, coalesce(?10, asn), asn), \
    country = iif(?5 >= last_seen, coalesce(?11, country), country), \
    hostname = iif(?5 >= last_seen, coalesce(?12, hostname), hostname), \
    language = iif(?5 >= last_seen, coalesce(?13, language), language), \
    evidence = iif(?5 >= last_seen, coalesce(?14, evidence), evidence) \
    WHERE address = ?1 AND port = ?2 AND exposure = ?3";

impl Ledger {
    fn known_import(&self, content: &Content<'_>) -> Result<Option<Imported>, LedgerError> {
        self.connection
            .prepare_cached("SELECT name, imported_at, scan FROM import WHERE sha256 = ?1 AND options = ?2")?
            .query_row(params![content.sha256, content.options], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })
            .optional()?
            .map(|(name, at, scan)| {
                let at = time(at)?;
                Ok(Imported::Known { name, at, scan })
            })
            .transpose()
    }

    /// Whether content with this SHA-256 was imported with these options.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn has_import(&self, sha256: &[u8; 32], options: &str) -> Result<bool, LedgerError> {
        let has = "SELECT EXISTS (SELECT 1 FROM import WHERE sha256 = ?1 AND options = ?2)";
        Ok(self
            .connection
            .query_row(has, params![sha256, options], |row| row.get(0))?)
    }

    fn add_import(&self, content: &Content<'_>) -> Result<i64, LedgerError> {
        self.connection
            .prepare_cached(
                "INSERT INTO import (name, sha256, options, format, imported_at, bytes, new, repeated, rejected, \
                 scan) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, 0, ?7, ?8)",
            )?
            .execute(params![
                content.name,
                content.sha256,
                content.options,
                content.format,
                content.at.as_millisecond(),
                content.bytes.cast_signed(),
                content.rejected.cast_signed(),
                content.scan
            ])?;
        Ok(self.connection.last_insert_rowid())
    }
}

/// Words that repeat, numbered in the order in which they came up.
#[derive(Debug, Default)]
struct Words {
    numbers: HashMap<String, u32>,
    texts: Vec<String>,
}

impl Words {
    fn number(&mut self, text: &str) -> u32 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let number = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        self.numbers.insert(text.to_owned(), number);
        self.texts.push(text.to_owned());
        number
    }

    /// The ids of all words in `table`, by number.
    fn store(&self, ledger: &Ledger, table: &str, column: &str) -> Result<Vec<i64>, LedgerError> {
        let mut insert = ledger
            .connection
            .prepare(&format!("INSERT OR IGNORE INTO {table} ({column}) VALUES (?1)"))?;
        let mut select = ledger
            .connection
            .prepare(&format!("SELECT id FROM {table} WHERE {column} = ?1"))?;
        self.texts
            .iter()
            .map(|text| {
                insert.execute([text])?;
                Ok(select.query_row([text], |row| row.get(0))?)
            })
            .collect()
    }
}

/// Orders as SQLite orders the primary key: octets of the address, then its length, port, exposure.
fn key(address: IpAddr, port: u16, exposure: u32) -> Key {
    let mut key = [0; 23];
    let octets = octets(address);
    for (to, from) in key.iter_mut().zip(&*octets) {
        *to = *from;
    }
    let tail = [u8::try_from(octets.len()).unwrap_or(16)]
        .into_iter()
        .chain(port.to_be_bytes())
        .chain(exposure.to_be_bytes());
    for (to, from) in key.iter_mut().skip(16).zip(tail) {
        *to = from;
    }
    key
}

fn unkey(key: &Key) -> (&[u8], u16, u32) {
    let [.., length, p0, p1, e0, e1, e2, e3] = *key;
    let address = key.get(..usize::from(length)).unwrap_or_default();
    (
        address,
        u16::from_be_bytes([p0, p1]),
        u32::from_be_bytes([e0, e1, e2, e3]),
    )
}

/// A sighting without its key, as octets in a run.
struct Row<'a> {
    first: i64,
    last: i64,
    source: u32,
    line: i64,
    asn: Option<u32>,
    /// Protocol, country, hostname, language, evidence as JSON.
    texts: [Option<&'a str>; 5],
}

impl<'a> Row<'a> {
    fn encode(sighting: &Sighting, source: u32, line: u64, out: &mut Vec<u8>) {
        out.extend(sighting.first_seen.as_millisecond().to_le_bytes());
        out.extend(sighting.last_seen.as_millisecond().to_le_bytes());
        out.extend(line.to_le_bytes());
        out.extend(source.to_le_bytes());
        // AS 0 is reserved (RFC 7607): it can stand for none.
        out.extend(sighting.asn.unwrap_or(0).to_le_bytes());
        let mut text = |text: Option<&str>| {
            let length = text.map_or(u32::MAX, |text| u32::try_from(text.len()).unwrap_or(0));
            out.extend(length.to_le_bytes());
            out.extend(text.unwrap_or_default().as_bytes());
        };
        text(sighting.protocol.as_deref());
        text(sighting.country.as_deref());
        text(sighting.hostname.as_deref());
        text(sighting.language.as_deref());
        // A map of strings always serialises.
        let evidence = (!sighting.evidence.is_empty())
            .then(|| serde_json::to_string(&sighting.evidence).unwrap_or_default());
        text(evidence.as_deref());
    }

    fn decode(record: &'a [u8]) -> Option<Self> {
        let (first, rest) = record.split_first_chunk()?;
        let (last, rest) = rest.split_first_chunk()?;
        let (line, rest) = rest.split_first_chunk()?;
        let (source, rest) = rest.split_first_chunk()?;
        let (asn, mut rest) = rest.split_first_chunk()?;
        let mut texts = [None; 5];
        for text in &mut texts {
            let (length, tail) = rest.split_first_chunk()?;
            let length = u32::from_le_bytes(*length);
            if length == u32::MAX {
                rest = tail;
            } else {
                let (octets, tail) = tail.split_at_checked(length as usize)?;
                *text = Some(std::str::from_utf8(octets).ok()?);
                rest = tail;
            }
        }
        Some(Self {
            first: i64::from_le_bytes(*first),
            last: i64::from_le_bytes(*last),
            source: u32::from_le_bytes(*source),
            line: i64::from_le_bytes(*line),
            asn: Some(u32::from_le_bytes(*asn)).filter(|asn| *asn != 0),
            texts,
        })
    }
}
