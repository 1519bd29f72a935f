//! Sightings taken back: the operator found that they were wrong.
//!
//! Withdrawn, a sighting is in no further first letter or reminder, and letters about it that have not left are held
//! back; the contacts who were told get a correction. When a later import names it again, it counts again.

use std::net::IpAddr;

use rusqlite::params;

use super::{Freeze, Ledger, LedgerError, octets};

impl Freeze<'_> {
    /// Withdraws the sightings of this address, those on the port and of the exposure alone where they are given.
    /// Returns how many there were; those withdrawn before, and not seen since, count again but stay as they were.
    /// Durable with the round.
    ///
    /// # Errors
    /// What SQLite says; the round is then lost as a whole.
    pub fn withdraw(
        &self,
        address: IpAddr,
        port: Option<u16>,
        exposure: Option<&str>,
    ) -> Result<u64, LedgerError> {
        let ledger = self.ledger();
        let newest = ledger.newest_import()?;
        let mut statement = ledger.connection.prepare_cached(
            "SELECT port, exposure FROM sighting JOIN exposure ON exposure.id = exposure \
             WHERE address = ?1 AND (?2 IS NULL OR port = ?2) AND (?3 IS NULL OR slug = ?3)",
        )?;
        let octets = octets(address);
        let mut rows = statement.query(params![octets, port, exposure])?;
        let mut found = 0;
        while let Some(row) = rows.next()? {
            let (port, exposure): (u16, i64) = (row.get(0)?, row.get(1)?);
            ledger
                .connection
                .prepare_cached(
                    "INSERT INTO withdrawal (address, port, exposure, imports, withdrawn_at) \
                     VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO UPDATE \
                     SET imports = excluded.imports, withdrawn_at = excluded.withdrawn_at \
                     WHERE imports < (SELECT latest FROM sighting \
                         WHERE sighting.address = ?1 AND sighting.port = ?2 AND sighting.exposure = ?3)",
                )?
                .execute(params![
                    octets,
                    port,
                    exposure,
                    newest,
                    self.at().as_millisecond()
                ])?;
            found += 1;
        }
        if found > 0 {
            ledger.event(self.at(), None, "withdrawn", &format!("{address}: {found}"))?;
        }
        Ok(found)
    }
}

impl Ledger {
    /// How many sightings are withdrawn and were not seen since.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn withdrawn(&self) -> Result<u64, LedgerError> {
        let count: i64 = self.connection.query_row(
            "SELECT count(*) FROM withdrawal JOIN sighting USING (address, port, exposure) \
             WHERE latest <= withdrawal.imports",
            [],
            |row| row.get(0),
        )?;
        Ok(count.cast_unsigned())
    }

    /// Whether a letter that is no correction speaks of anything withdrawn since it was planned.
    pub(super) fn letter_withdrawn(&self, letter: i64) -> Result<bool, LedgerError> {
        // The question below is prepared anew for each letter: it is asked only where there can be an answer.
        let any: bool = self
            .connection
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM withdrawal)")?
            .query_row([], |row| row.get(0))?;
        if !any {
            return Ok(false);
        }
        Ok(self
            .connection
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM letter JOIN round ON round.number = letter.round \
                 JOIN letter_sighting ON letter_sighting.letter = letter.id \
                 JOIN withdrawal USING (address, port, exposure) \
                 WHERE letter.id = ?1 AND round.kind <> 'correction' AND withdrawal.imports >= round.imports)",
            )?
            .query_row([letter], |row| row.get(0))?)
    }
}
