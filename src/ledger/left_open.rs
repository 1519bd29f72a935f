//! Addresses that the offline sources leave open, for those that are asked over the network.

use std::net::IpAddr;

use rusqlite::params;

use super::{AddressFacts, Ledger, LedgerError, from_octets, octets};

/// Decisions that a further source may better: nobody was found, or somebody who is only near the network. What is final
/// is left out: nobody's addresses, and what an operator has ruled.
const OPEN: &str = "(verdict NOT IN ('notify', 'suppress', 'not-global', 'unallocated', 'opted-out') \
    OR verdict = 'notify' AND confidence <= 50)";

/// Addresses from ?1 to ?2, without a look at pages that have none of them.
const WITHIN: &str = "first <= ?2 AND first >= coalesce((SELECT max(first) FROM resolution_page WHERE first <= ?1), ?1) \
    AND address BETWEEN ?1 AND ?2";

impl Ledger {
    /// Calls `each` for every open address, in the ledger's order.
    ///
    /// # Errors
    /// What SQLite says, or `each`.
    pub fn each_open<E: From<LedgerError>>(
        &self,
        mut each: impl FnMut(IpAddr) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = |error: rusqlite::Error| E::from(LedgerError::from(error));
        let any: bool = self
            .connection
            .query_row(
                &format!("SELECT EXISTS (SELECT 1 FROM decision WHERE {OPEN})"),
                [],
                |row| row.get(0),
            )
            .map_err(sql)?;
        if !any {
            return Ok(());
        }
        let mut statement = self
            .connection
            .prepare(&format!(
                "SELECT address FROM resolution WHERE decision IN (SELECT id FROM decision WHERE {OPEN}) ORDER BY first, n"
            ))
            .map_err(sql)?;
        let mut rows = statement.query([]).map_err(sql)?;
        while let Some(row) = rows.next().map_err(sql)? {
            let octets: Vec<u8> = row.get(0).map_err(sql)?;
            each(from_octets(&octets)?)?;
        }
        Ok(())
    }

    /// How many addresses of a range are open.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn count_open(&self, first: IpAddr, last: IpAddr) -> Result<u64, LedgerError> {
        let count: i64 = self
            .connection
            .prepare_cached(&format!(
                "SELECT count(*) FROM resolution CROSS JOIN decision ON decision.id = decision \
                 WHERE {WITHIN} AND length(address) = length(?1) AND {OPEN}"
            ))?
            .query_row(params![octets(first), octets(last)], |row| row.get(0))?;
        Ok(count.cast_unsigned())
    }

    /// What is known of the open addresses of a range, in rising order: `limit` of them after the first `skip`.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn open_within(
        &self,
        first: IpAddr,
        last: IpAddr,
        skip: u64,
        limit: u64,
    ) -> Result<Vec<AddressFacts>, LedgerError> {
        let addresses = self
            .connection
            .prepare_cached(&format!(
                "SELECT address FROM resolution CROSS JOIN decision ON decision.id = decision \
                 WHERE {WITHIN} AND length(address) = length(?1) AND {OPEN} \
                 ORDER BY first, n LIMIT ?4 OFFSET ?3"
            ))?
            .query_map(
                params![octets(first), octets(last), clamp(skip), clamp(limit)],
                |row| row.get::<_, Vec<u8>>(0),
            )?
            .map(|row| from_octets(&row?))
            .collect::<Result<Vec<_>, LedgerError>>()?;
        addresses
            .into_iter()
            .map(|address| {
                let unknown = || AddressFacts {
                    address,
                    asn: None,
                    country: None,
                    hostname: None,
                };
                Ok(self.facts(address)?.unwrap_or_else(unknown))
            })
            .collect()
    }
}

fn clamp(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
