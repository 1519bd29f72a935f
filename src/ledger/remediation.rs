//! What went away: scan by scan, and contacts that were written to beside those held out.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rusqlite::{named_params, params};
use serde::Serialize;

use super::ready::{TOLD, among};
use super::{Ledger, LedgerError, time};

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

/// One contact that was assigned by lot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cluster {
    /// Whether it was held out.
    pub held: bool,
    /// Its sightings that were open when the lot was drawn.
    pub sightings: u64,
    /// Those of them that are gone.
    pub gone: u64,
}

impl Ledger {
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
            "SELECT address, port, exposure FROM resolution CROSS JOIN decision ON decision.id = decision \
             JOIN holdout ON holdout.contact = decision.contact JOIN sighting USING (address) \
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
    SELECT held, count(*), sum(sighting.latest < coalesce(gone_after.first, 0)) FROM resolution \
    CROSS JOIN decision ON decision.id = decision JOIN holdout ON holdout.contact = decision.contact \
    JOIN sighting USING (address) \
    LEFT JOIN gone_before ON gone_before.source = sighting.source AND gone_before.exposure = sighting.exposure \
    LEFT JOIN gone_after ON gone_after.source = sighting.source AND gone_after.exposure = sighting.exposure \
    WHERE holdout.imports = :imports AND holdout.release_at = :release AND sighting.import <= :imports \
    AND sighting.latest >= coalesce(gone_before.first, 0) GROUP BY holdout.contact";
