//! Looking addresses up that come in the ledger's order, or nearly so: the page of the latest is at hand.

use std::net::IpAddr;

use super::Resolution;
use crate::ledger::octets::{Octets, octets};
use crate::ledger::{Ledger, LedgerError};

/// Finds what is noted of addresses.
#[derive(Debug, Default)]
pub(in crate::ledger) struct ResolutionReader {
    page: Option<Span>,
}

/// A page, and from where to where nobody else can have an address.
#[derive(Debug)]
struct Span {
    from: Octets,
    to: Option<Vec<u8>>,
    rows: Vec<Resolution>,
}

impl Span {
    fn governs(&self, address: Octets) -> bool {
        self.from <= address && self.to.as_ref().is_none_or(|to| *address < **to)
    }
}

impl ResolutionReader {
    /// What is noted of an address.
    ///
    /// # Errors
    /// [`LedgerError::Damaged`], or what SQLite says.
    pub(in crate::ledger) fn find(
        &mut self,
        ledger: &Ledger,
        address: IpAddr,
    ) -> Result<Option<Resolution>, LedgerError> {
        let key = octets(address);
        let page = match &mut self.page {
            Some(page) if page.governs(key) => page,
            other => {
                let rows = ledger.governing(key)?.map(|page| page.rows).unwrap_or_default();
                other.insert(Span {
                    from: rows.first().map(|row| octets(row.address)).unwrap_or_default(),
                    to: ledger.next_page(key)?,
                    rows,
                })
            }
        };
        let place = page.rows.binary_search_by_key(&key, |row| octets(row.address));
        Ok(place.ok().and_then(|place| page.rows.get(place)).copied())
    }
}
