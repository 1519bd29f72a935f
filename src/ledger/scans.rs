//! Rescans: what an import says about what was known before it.
//!
//! Observations flap: a host that one scan misses is often there in the next. So a sighting is *absent* when the last
//! scan of its source and exposure did not name it, and *gone* only when the last two did not. Nothing is written to a
//! sighting for that: `vanishing` keeps, for each pair of source and exposure, the first imports of those two scans,
//! and a sighting's latest import is compared with them.

use std::collections::BTreeSet;

use rusqlite::params;
use serde::Serialize;

use super::{Ledger, LedgerError};

/// Known sightings by what the scans since have said of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Presence {
    /// Seen for the first time in the newest scan of their source and exposure.
    pub new: u64,
    /// Seen in that scan and in one before it.
    pub open: u64,
    /// Of the open ones: those that had been gone before, and came back in that scan.
    pub back: u64,
    /// Missing from that scan, and not from the one before it.
    pub absent: u64,
    /// Missing from the last two scans or more.
    pub gone: u64,
}

/// The pairs of source and exposure, by their numbers, that a file names.
pub(super) type Pairs = BTreeSet<(i64, i64)>;

impl Ledger {
    /// The number of the newest scan; 0 before the first.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn newest_scan(&self) -> Result<i64, LedgerError> {
        Ok(self
            .connection
            .query_row("SELECT coalesce(max(scan), 0) FROM import", [], |row| row.get(0))?)
    }

    /// The number of the newest import; 0 before the first.
    pub(super) fn newest_import(&self) -> Result<i64, LedgerError> {
        Ok(self
            .connection
            .query_row("SELECT coalesce(max(id), 0) FROM import", [], |row| row.get(0))?)
    }

    /// Fills the temporary table `gone_before` with the imports before which a sighting had been gone when `scan`
    /// began. To be called inside a transaction.
    pub(super) fn note_gone_before(&self, scan: i64) -> Result<(), LedgerError> {
        self.connection.execute_batch(
            "CREATE TEMP TABLE IF NOT EXISTS gone_before ( \
             source INTEGER NOT NULL, exposure INTEGER NOT NULL, import INTEGER NOT NULL, \
             PRIMARY KEY (source, exposure)) WITHOUT ROWID, STRICT; DELETE FROM gone_before;",
        )?;
        self.connection.execute(
            "INSERT INTO gone_before SELECT source, exposure, (SELECT min(id) FROM import WHERE import.scan >= \
                 (SELECT scan FROM coverage AS c WHERE c.source = coverage.source AND c.exposure = coverage.exposure \
                  AND scan < ?1 ORDER BY scan DESC LIMIT 1 OFFSET 1)) AS first \
             FROM coverage WHERE scan < ?1 GROUP BY source, exposure HAVING first IS NOT NULL",
            [scan],
        )?;
        Ok(())
    }

    /// Notes what `scan` looked for, and what is absent and gone from now on. To be called inside a transaction.
    pub(super) fn note_coverage(&self, scan: i64, pairs: &Pairs) -> Result<(), LedgerError> {
        for (source, exposure) in pairs {
            self.connection
                .prepare_cached(
                    "INSERT OR IGNORE INTO coverage (source, exposure, scan) VALUES (?1, ?2, ?3)",
                )?
                .execute(params![source, exposure, scan])?;
            self.connection
                .prepare_cached(
                    "INSERT OR REPLACE INTO vanishing SELECT ?1, ?2, \
                     (SELECT coalesce(min(id), 0) FROM import WHERE scan >= \
                      (SELECT max(scan) FROM coverage WHERE source = ?1 AND exposure = ?2)), \
                     (SELECT coalesce(min(id), 0) FROM import WHERE scan >= \
                      (SELECT scan FROM coverage WHERE source = ?1 AND exposure = ?2 \
                       ORDER BY scan DESC LIMIT 1 OFFSET 1))",
                )?
                .execute(params![source, exposure])?;
        }
        Ok(())
    }

    /// Whether any source has looked for the same exposure twice: before that, nothing can be absent.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn rescanned(&self) -> Result<bool, LedgerError> {
        Ok(self.connection.query_row(
            "SELECT EXISTS (SELECT 1 FROM coverage GROUP BY source, exposure HAVING count(*) > 1)",
            [],
            |row| row.get(0),
        )?)
    }

    /// What the newest scans have said of all known sightings.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn presence(&self) -> Result<Presence, LedgerError> {
        let count = |n: i64| n.cast_unsigned();
        Ok(self.connection.query_row(
            "SELECT count(*) FILTER (WHERE import >= absent), \
                    count(*) FILTER (WHERE latest >= absent AND import < absent), \
                    count(*) FILTER (WHERE latest >= absent AND back = newest), \
                    count(*) FILTER (WHERE latest < absent AND latest >= gone), \
                    count(*) FILTER (WHERE latest < gone) \
             FROM sighting JOIN vanishing USING (source, exposure) \
             JOIN (SELECT source, exposure, max(scan) AS newest FROM coverage GROUP BY source, exposure) \
             USING (source, exposure)",
            [],
            |row| {
                Ok(Presence {
                    new: count(row.get(0)?),
                    open: count(row.get(1)?),
                    back: count(row.get(2)?),
                    absent: count(row.get(3)?),
                    gone: count(row.get(4)?),
                })
            },
        )?)
    }
}
