//! What a report is made of: rows and sums, read in one transaction so that they fit each other.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rusqlite::{Row, named_params, params};
use serde::Serialize;

use super::ready::{TOLD, among};
use super::{Ledger, LedgerError, time};
use crate::report::Cluster;

/// One letter as a report shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LetterAccount {
    /// The reference in its subject.
    pub reference: String,
    /// Its round.
    pub round: i64,
    /// `first`, `reminder` or `correction`.
    pub kind: String,
    /// `RCPT TO`.
    pub recipient: String,
    /// Language tags, the reader's first.
    pub languages: String,
    /// How many addresses it is about.
    pub addresses: u64,
    /// Its size in octets.
    pub size: u64,
    /// SHA-256 of its octets in hexadecimal.
    pub sha256: String,
    /// Where it stands.
    pub state: String,
    /// Since when.
    pub since: Timestamp,
    /// How often it was tried.
    pub attempts: u32,
    /// The code of the gateway's last reply.
    pub code: Option<u16>,
    /// The last words about it.
    pub words: Option<String>,
    /// What the gateway calls it.
    pub queue_id: Option<String>,
    /// One of the decisions that lead to its contact.
    #[serde(skip)]
    pub decision: Option<i64>,
}

/// One sighting with its fate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SightingAccount {
    /// The address.
    pub address: std::net::IpAddr,
    /// Its port, if the input names one.
    pub port: Option<u16>,
    /// What is wrong.
    pub exposure: String,
    /// Who says so.
    pub source: String,
    /// The file that named it first.
    pub file: String,
    /// The line there.
    pub line: u64,
    /// Earliest time it was seen.
    pub first_seen: Timestamp,
    /// Latest time it was seen.
    pub last_seen: Timestamp,
    /// `notify`, `suppress`, the reason for having no contact, or `pending`.
    pub verdict: String,
    /// Whom it leads to.
    pub contact: Option<String>,
    /// The reference of the last letter about it.
    pub letter: Option<String>,
    /// Where that letter stands.
    pub state: Option<String>,
    /// `open`, `absent`, `gone` or `withdrawn`.
    pub presence: String,
}

/// How often something happened to letters within an hour.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Moment {
    /// The hour's beginning.
    pub hour: Timestamp,
    /// What.
    pub what: String,
    /// How often.
    pub count: u64,
}

/// How many of the sightings that letters told of were still seen at a scan or later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Remaining {
    /// When the scan was imported.
    pub at: Timestamp,
    /// Of those told of.
    pub told: u64,
    /// Of the contacts held out.
    pub held: u64,
}

/// How sightings that were told of, and those of held-out contacts, went away.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Remediation {
    /// Sightings told of in accepted letters.
    pub told: u64,
    /// Sightings of contacts held out.
    pub held: u64,
    /// Scan by scan.
    pub scans: Vec<Remaining>,
}

impl Ledger {
    /// Runs `work` on one state of the ledger, whatever a sender writes meanwhile.
    ///
    /// # Errors
    /// What SQLite or `work` says.
    pub fn at_one_moment<T, E: From<LedgerError>>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, E>,
    ) -> Result<T, E> {
        self.connection
            .execute_batch("BEGIN")
            .map_err(LedgerError::from)?;
        let result = work(self);
        // Nothing was written; ending a read cannot lose anything.
        let _ = self.connection.execute_batch("ROLLBACK");
        result
    }

    /// Hands out every letter of all rounds, in order.
    ///
    /// # Errors
    /// What SQLite or `each` says.
    pub fn each_letter<E: From<LedgerError>>(
        &self,
        mut each: impl FnMut(LetterAccount) -> Result<(), E>,
    ) -> Result<(), E> {
        let read = || -> Result<_, rusqlite::Error> {
            self.connection.prepare(
                "SELECT letter.*, round.kind AS kind, decisions.decision AS decision FROM letter \
                 JOIN round ON round.number = letter.round LEFT JOIN (SELECT decision.contact AS of, \
                 min(resolution.decision) AS decision FROM resolution JOIN decision ON decision.id = resolution.decision \
                 GROUP BY decision.contact) AS decisions ON decisions.of = letter.contact ORDER BY letter.id",
            )
        };
        let mut statement = read().map_err(LedgerError::from)?;
        let mut rows = statement.query([]).map_err(LedgerError::from)?;
        while let Some(row) = rows.next().map_err(LedgerError::from)? {
            each(letter_account(row)?)?;
        }
        Ok(())
    }

    /// Hands out every sighting with its fate, in order of their addresses.
    ///
    /// # Errors
    /// What SQLite or `each` says.
    pub fn each_sighting<E: From<LedgerError>>(
        &self,
        mut each: impl FnMut(SightingAccount) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut statement = self.connection.prepare(SIGHTINGS).map_err(LedgerError::from)?;
        let mut rows = statement.query([]).map_err(LedgerError::from)?;
        while let Some(row) = rows.next().map_err(LedgerError::from)? {
            each(sighting_account(row)?)?;
        }
        Ok(())
    }

    /// What happened to letters, hour by hour.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn moments(&self) -> Result<Vec<Moment>, LedgerError> {
        self.connection
            .prepare(
                "SELECT at / 3600000 AS hour, what, count(*) FROM event WHERE letter IS NOT NULL \
                 AND what NOT LIKE 'returned:%' GROUP BY hour, what ORDER BY hour, what",
            )?
            .query_map([], |row| {
                Ok((row.get::<_, i64>(0)?, row.get(1)?, row.get::<_, i64>(2)?))
            })?
            .map(|row| {
                let (hour, what, count) = row?;
                Ok(Moment {
                    hour: time(hour * 3_600_000)?,
                    what,
                    count: count.cast_unsigned(),
                })
            })
            .collect()
    }

    /// How sightings went away, scan by scan, from the first letter on.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn remediation(&self) -> Result<Remediation, LedgerError> {
        let told = format!(
            "SELECT DISTINCT address, port, exposure FROM letter_sighting JOIN letter ON letter.id = letter \
             JOIN round ON round.number = letter.round WHERE state IN {} AND kind <> 'correction'",
            among(&TOLD)
        );
        let last_seen = |sightings: &str| -> Result<BTreeMap<i64, u64>, LedgerError> {
            self.connection
                .prepare(&format!(
                    "SELECT scan, count(*) FROM ({sightings}) JOIN sighting USING (address, port, exposure) \
                     JOIN import ON import.id = latest GROUP BY scan"
                ))?
                .query_map([], |row| Ok((row.get(0)?, row.get::<_, i64>(1)?.cast_unsigned())))?
                .map(|row| Ok(row?))
                .collect()
        };
        let told = last_seen(&told)?;
        let held = last_seen(
            "SELECT address, port, exposure FROM holdout JOIN decision ON decision.contact = holdout.contact \
             JOIN resolution ON resolution.decision = decision.id JOIN sighting USING (address) \
             WHERE held AND sighting.import <= holdout.imports",
        )?;
        let scans: Vec<(i64, i64)> = self
            .connection
            .prepare(
                "SELECT scan, min(imported_at) FROM import GROUP BY scan HAVING scan >= \
                 (SELECT max(scan) FROM import WHERE id <= (SELECT min(imports) FROM round)) ORDER BY scan",
            )?
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<Result<_, _>>()?;
        let since = |last: &BTreeMap<i64, u64>, scan: i64| last.range(scan..).map(|(_, n)| n).sum();
        Ok(Remediation {
            told: told.values().sum(),
            held: held.values().sum(),
            scans: scans
                .into_iter()
                .map(|(scan, at)| {
                    Ok(Remaining {
                        at: time(at)?,
                        told: since(&told, scan),
                        held: since(&held, scan),
                    })
                })
                .collect::<Result<_, LedgerError>>()?,
        })
    }

    /// Every contact that a lot was drawn for, with its sightings that were open then and those of them that are gone, as
    /// far as is known at its release or now. `None` while fewer than two scans followed any draw.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn clusters(&self, now: Timestamp) -> Result<Option<Vec<Cluster>>, LedgerError> {
        let draws: Vec<(i64, i64)> = self
            .connection
            .prepare("SELECT DISTINCT imports, release_at FROM holdout")?
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<Result<_, _>>()?;
        let mut clusters = Vec::new();
        let mut rescanned = draws.is_empty();
        for (imports, release_at) in draws {
            let until = release_at.min(now.as_millisecond());
            let scans: i64 = self.connection.query_row(
                "SELECT count(DISTINCT scan) FROM import WHERE id > ?1 AND imported_at <= ?2",
                params![imports, until],
                |row| row.get(0),
            )?;
            rescanned = rescanned || scans >= 2;
            let mut statement = self.connection.prepare(CLUSTERS)?;
            let mut rows = statement.query(named_params! {
                ":imports": imports, ":release": release_at, ":until": until,
            })?;
            while let Some(row) = rows.next()? {
                clusters.push(Cluster {
                    held: row.get(0)?,
                    sightings: row.get::<_, i64>(1)?.cast_unsigned(),
                    gone: row.get::<_, i64>(2)?.cast_unsigned(),
                });
            }
        }
        Ok(rescanned.then_some(clusters))
    }
}

/// The first import of the last scan but one of each pair, as it was known at some time: what was seen last before it is
/// gone by then.
const CLUSTERS: &str = "WITH \
    before AS (SELECT source, exposure, scan FROM coverage WHERE scan <= (SELECT max(scan) FROM import WHERE id <= :imports)), \
    after AS (SELECT source, exposure, scan FROM coverage WHERE scan <= \
        (SELECT max(scan) FROM import WHERE imported_at <= :until OR id <= :imports)), \
    gone_before AS (SELECT source, exposure, (SELECT min(id) FROM import WHERE import.scan >= (SELECT scan FROM before AS b \
        WHERE b.source = before.source AND b.exposure = before.exposure ORDER BY scan DESC LIMIT 1 OFFSET 1)) AS first \
        FROM before GROUP BY source, exposure), \
    gone_after AS (SELECT source, exposure, (SELECT min(id) FROM import WHERE import.scan >= (SELECT scan FROM after AS a \
        WHERE a.source = after.source AND a.exposure = after.exposure ORDER BY scan DESC LIMIT 1 OFFSET 1)) AS first \
        FROM after GROUP BY source, exposure) \
    SELECT held, count(*), sum(sighting.latest < coalesce(gone_after.first, 0)) FROM holdout \
    JOIN decision ON decision.contact = holdout.contact JOIN resolution ON resolution.decision = decision.id \
    JOIN sighting USING (address) \
    LEFT JOIN gone_before ON gone_before.source = sighting.source AND gone_before.exposure = sighting.exposure \
    LEFT JOIN gone_after ON gone_after.source = sighting.source AND gone_after.exposure = sighting.exposure \
    WHERE holdout.imports = :imports AND holdout.release_at = :release AND sighting.import <= :imports \
    AND sighting.latest >= coalesce(gone_before.first, 0) GROUP BY holdout.contact";

const SIGHTINGS: &str = "SELECT sighting.address, sighting.port, slug, source.name AS source, import.name AS file, \
    line, first_seen, last_seen, verdict, mailbox, letter.reference, letter.state, \
    CASE WHEN withdrawal.address IS NOT NULL THEN 'withdrawn' WHEN latest < coalesce(vanishing.gone, 0) THEN 'gone' \
         WHEN latest < coalesce(vanishing.absent, 0) THEN 'absent' ELSE 'open' END AS presence \
    FROM sighting JOIN exposure ON exposure.id = sighting.exposure JOIN source ON source.id = sighting.source \
    JOIN import ON import.id = sighting.import \
    LEFT JOIN vanishing ON vanishing.source = sighting.source AND vanishing.exposure = sighting.exposure \
    LEFT JOIN withdrawal ON withdrawal.address = sighting.address AND withdrawal.port = sighting.port \
        AND withdrawal.exposure = sighting.exposure AND withdrawal.imports >= sighting.latest \
    LEFT JOIN resolution ON resolution.address = sighting.address LEFT JOIN decision ON decision.id = resolution.decision \
    LEFT JOIN contact ON contact.id = decision.contact \
    LEFT JOIN letter ON letter.id = (SELECT max(told.letter) FROM letter_sighting AS told \
        WHERE told.address = sighting.address AND told.port = sighting.port AND told.exposure = sighting.exposure) \
    ORDER BY length(sighting.address), sighting.address, sighting.port, slug";

fn letter_account(row: &Row<'_>) -> Result<LetterAccount, LedgerError> {
    let count = |name: &str| row.get::<_, i64>(name).map(i64::cast_unsigned);
    Ok(LetterAccount {
        reference: row.get("reference")?,
        round: row.get("round")?,
        kind: row.get("kind")?,
        recipient: row.get("recipient")?,
        languages: row.get("languages")?,
        addresses: count("addresses")?,
        size: count("size")?,
        sha256: super::chain::hex(&row.get("sha256")?),
        state: row.get("state")?,
        since: time(row.get("changed_at")?)?,
        attempts: row.get("attempts")?,
        code: row.get("code")?,
        words: row.get("words")?,
        queue_id: row.get("queue_id")?,
        decision: row.get("decision")?,
    })
}

fn sighting_account(row: &Row<'_>) -> Result<SightingAccount, LedgerError> {
    let octets: Vec<u8> = row.get("address")?;
    let port: u16 = row.get("port")?;
    Ok(SightingAccount {
        address: super::from_octets(&octets)?,
        port: Some(port).filter(|port| *port != 0),
        exposure: row.get("slug")?,
        source: row.get("source")?,
        file: row.get("file")?,
        line: row.get::<_, i64>("line")?.cast_unsigned(),
        first_seen: time(row.get("first_seen")?)?,
        last_seen: time(row.get("last_seen")?)?,
        verdict: row
            .get::<_, Option<String>>("verdict")?
            .unwrap_or_else(|| "pending".to_owned()),
        contact: row.get("mailbox")?,
        letter: row.get("reference")?,
        state: row.get("state")?,
        presence: row.get("presence")?,
    })
}
