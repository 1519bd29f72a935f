//! Where everything stands: sums that must add up.

use std::collections::BTreeMap;

use serde::Serialize;

use super::scans::Presence;
use super::state::State;
use super::verdicts::VerdictReader;
use super::{Ledger, LedgerError, from_octets};

/// Input rows. `imported = new + repeated + rejected`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct RowTotals {
    /// Every row of every file.
    pub imported: u64,
    /// Rows that brought a new sighting.
    pub new: u64,
    /// Rows that repeated one.
    pub repeated: u64,
    /// Rows that could not be used; they are in `rejects.csv`.
    pub rejected: u64,
}

/// Distinct addresses. `total = resolved + all of unresolved + suppressed`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct AddressTotals {
    /// All.
    pub total: u64,
    /// With a contact that may be written to.
    pub resolved: u64,
    /// Without one, by reason.
    pub unresolved: BTreeMap<String, u64>,
    /// Not to be written about.
    pub suppressed: u64,
}

impl AddressTotals {
    /// Counts more addresses of a verdict, by the name that the ledger has for it.
    pub(super) fn add(&mut self, verdict: &str, addresses: u64) {
        self.total += addresses;
        match verdict {
            "notify" => self.resolved += addresses,
            "suppress" => self.suppressed += addresses,
            reason => *self.unresolved.entry(reason.to_owned()).or_default() += addresses,
        }
    }
}

/// Where the campaign stands.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// Input rows.
    pub rows: RowTotals,
    /// Distinct sightings; the same number as new rows.
    pub sightings: u64,
    /// Distinct addresses.
    pub addresses: AddressTotals,
    /// Letters by state. A dotted letter counts as `sending`: nobody has decided about it yet.
    pub letters: BTreeMap<String, u64>,
    /// What rescans say of the sightings; `None` while nothing was looked for twice.
    pub presence: Option<Presence>,
    /// Sightings taken back as wrong.
    pub withdrawn: u64,
    /// Rounds planned so far.
    pub rounds: u64,
}

impl Totals {
    /// The sums before anything was imported.
    #[must_use]
    pub fn nothing() -> Self {
        let counted = State::ALL.into_iter().filter(|state| *state != State::Dotted);
        Self {
            letters: counted.map(|state| (state.to_string(), 0)).collect(),
            ..Self::default()
        }
    }
}

impl Ledger {
    /// All sums, of one moment.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn totals(&self) -> Result<Totals, LedgerError> {
        // A savepoint, since plan asks inside its own transaction.
        self.connection.execute_batch("SAVEPOINT totals")?;
        let totals = self.sums();
        self.connection.execute_batch("RELEASE totals")?;
        totals
    }

    fn sums(&self) -> Result<Totals, LedgerError> {
        let count = |sql: &str| -> Result<u64, LedgerError> {
            Ok(self
                .connection
                .query_row(sql, [], |row| row.get::<_, i64>(0))?
                .cast_unsigned())
        };
        let (new, repeated, rejected) = (
            count("SELECT coalesce(sum(new), 0) FROM import")?,
            count("SELECT coalesce(sum(repeated), 0) FROM import")?,
            count("SELECT coalesce(sum(rejected), 0) FROM import")?,
        );
        let mut letters = Totals::nothing().letters;
        let mut statement = self
            .connection
            .prepare("SELECT iif(state = 'dotted', 'sending', state), count(*) FROM letter GROUP BY 1")?;
        for row in statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)))? {
            let (state, n) = row?;
            letters.insert(state, n.cast_unsigned());
        }
        Ok(Totals {
            rows: RowTotals {
                imported: new + repeated + rejected,
                new,
                repeated,
                rejected,
            },
            sightings: count("SELECT count(*) FROM sighting")?,
            addresses: self.address_totals()?,
            presence: self.rescanned()?.then(|| self.presence()).transpose()?,
            withdrawn: self.withdrawn()?,
            letters,
            rounds: count("SELECT count(*) FROM round")?,
        })
    }

    fn address_totals(&self) -> Result<AddressTotals, LedgerError> {
        let suppressions = self.suppressed()?;
        let mut totals = AddressTotals::default();
        let mut add =
            |verdict: Option<String>, n: u64| totals.add(verdict.as_deref().unwrap_or("pending"), n);
        if suppressions.is_empty() {
            // SQLite would sort all addresses by their decision.
            let decided = self.count_decisions()?;
            let mut statement = self
                .connection
                .prepare("SELECT verdict FROM decision WHERE id = ?1")?;
            for (decision, n) in &decided {
                add(statement.query_row([decision], |row| row.get(0))?, *n);
            }
            let all = "SELECT count(*) FROM (SELECT DISTINCT address FROM sighting)";
            let all: i64 = self.connection.query_row(all, [], |row| row.get(0))?;
            let pending = all.cast_unsigned().saturating_sub(decided.values().sum());
            if pending > 0 {
                add(None, pending);
            }
            return Ok(totals);
        }
        let mut statement = self
            .connection
            .prepare("SELECT address, asn, max(last_seen) FROM sighting GROUP BY address ORDER BY address")?;
        let mut rows = statement.query([])?;
        let mut verdicts = VerdictReader::new(self);
        while let Some(row) = rows.next()? {
            let (octets, asn): (Vec<u8>, _) = (row.get(0)?, row.get(1)?);
            let address = from_octets(&octets)?;
            let (verdict, mailbox) = verdicts.about(address)?.unzip();
            let held_back = suppressions.meets_address(address, asn)
                || mailbox
                    .flatten()
                    .is_some_and(|mailbox| suppressions.meets_mailbox(mailbox));
            add(
                if held_back {
                    Some("suppress".to_owned())
                } else {
                    verdict.map(str::to_owned)
                },
                1,
            );
        }
        Ok(totals)
    }
}
