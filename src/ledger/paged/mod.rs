//! What each address came to, kept in pages: millions of resolutions, of which neighbours take a row together.
//!
//! `page.rs` is one such row, `reader.rs` finds addresses in them, `functions.rs` lets SQL look into them: the view `resolution` shows all of them as if each had
//! a row. It cannot be searched: what asks for single addresses joins the page itself ([`near!`]), and what reads the view
//! begins with it, followed by a `CROSS JOIN`, lest SQLite go through it once for each row of another table.
//!
//! Invariant: pages do not overlap, in the order of octets; an address can only stand in the last page that begins at it
//! or before it. A page has addresses of one family.

mod functions;
mod page;
mod reader;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::net::IpAddr;

use rusqlite::{OptionalExtension as _, params};

pub(super) use functions::{near, register};
pub(super) use page::Resolution;
use page::{MOST, Page, pack};
pub(super) use reader::ResolutionReader;

use super::octets::{Octets, octets};
use super::{Ledger, LedgerError};

/// Pages that are read before those that change are written.
const AT_ONCE: u32 = 1024;

/// The page that may have an address.
struct Governing {
    id: i64,
    rows: Vec<Resolution>,
}

impl Ledger {
    /// Notes resolutions inside an open transaction, in place of earlier ones for the same addresses: they come in the
    /// order of their octets, each address once. What others stand in the same pages stays as it is.
    pub(super) fn write_resolutions(&self, rows: &[Resolution]) -> Result<(), LedgerError> {
        let mut rest = rows;
        while let Some(first) = rest.first() {
            let first = octets(first.address);
            let governing = self.governing(first)?;
            let end = self.next_page(first)?;
            let before = |row: &Resolution| end.as_ref().is_none_or(|end| *octets(row.address) < **end);
            let (group, others) = rest.split_at(rest.partition_point(before));
            rest = others;
            self.write_group(governing, group)?;
        }
        Ok(())
    }

    /// Writes rows that all belong where one page is.
    fn write_group(&self, governing: Option<Governing>, group: &[Resolution]) -> Result<(), LedgerError> {
        let Some(Governing { id, rows }) = governing else {
            return self.insert_pages(None, group);
        };
        let behind = match (rows.last(), group.first()) {
            (Some(last), Some(first)) => *octets(last.address) < *octets(first.address),
            _ => false,
        };
        // As when a ledger is filled. A few more are put to those before them, lest there be many small pages.
        if behind && group.len() >= MOST / 2 {
            return self.insert_pages(None, group);
        }
        self.insert_pages(Some(id), &merged(&rows, group))
    }

    /// Writes rows as pages, as even as can be, the first one in place of `former`.
    fn insert_pages(&self, mut former: Option<i64>, rows: &[Resolution]) -> Result<(), LedgerError> {
        let mut insert = self
            .connection
            .prepare_cached("INSERT INTO resolution_page (first, addresses, packed) VALUES (?1, ?2, ?3)")?;
        for family in rows.chunk_by(|one, other| one.address.is_ipv4() == other.address.is_ipv4()) {
            let pages = family.len().div_ceil(MOST);
            for page in family.chunks(family.len().div_ceil(pages.max(1)).max(1)) {
                let Some(first) = page.first() else { continue };
                if let Some(id) = former.take() {
                    self.rewrite(id, page)?;
                } else {
                    insert.execute(params![octets(first.address), count(page), pack(page)])?;
                }
            }
        }
        Ok(())
    }

    /// Writes a page anew that begins where it began before.
    fn rewrite(&self, id: i64, page: &[Resolution]) -> Result<(), LedgerError> {
        self.connection
            .prepare_cached("UPDATE resolution_page SET addresses = ?2, packed = ?3 WHERE id = ?1")?
            .execute(params![id, count(page), pack(page)])?;
        Ok(())
    }

    /// The page that has an address if any has.
    fn governing(&self, address: Octets) -> Result<Option<Governing>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT id, packed FROM resolution_page WHERE first <= ?1 ORDER BY first DESC LIMIT 1",
        )?;
        let mut rows = statement.query([address])?;
        let Some(row) = rows.next()? else { return Ok(None) };
        let packed = row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?;
        Ok(Some(Governing {
            id: row.get(0)?,
            rows: whole(packed)?.all().collect(),
        }))
    }

    /// Where the first page behind an address begins.
    fn next_page(&self, address: Octets) -> Result<Option<Vec<u8>>, LedgerError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT first FROM resolution_page WHERE first > ?1 ORDER BY first LIMIT 1")?;
        Ok(statement.query_row([address], |row| row.get(0)).optional()?)
    }

    /// Hands out what is noted of the addresses from `first` to `last`, in the order of their octets.
    pub(super) fn each_resolution(
        &self,
        first: IpAddr,
        last: IpAddr,
        mut each: impl FnMut(Resolution) -> Result<(), LedgerError>,
    ) -> Result<(), LedgerError> {
        let (first, last) = (octets(first), octets(last));
        let mut statement = self.connection.prepare_cached(
            "SELECT packed FROM resolution_page WHERE first <= ?2 AND first >= \
             coalesce((SELECT max(first) FROM resolution_page WHERE first <= ?1), ?1) ORDER BY first",
        )?;
        let mut pages = statement.query(params![first, last])?;
        while let Some(page) = pages.next()? {
            let page = whole(page.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?)?;
            for row in page.all() {
                let address = octets(row.address);
                if *first <= *address && *address <= *last {
                    each(row)?;
                }
            }
        }
        Ok(())
    }

    /// How many addresses have each decision.
    pub(super) fn count_decisions(&self) -> Result<HashMap<i64, u64>, LedgerError> {
        let mut counts = HashMap::new();
        let mut statement = self.connection.prepare("SELECT packed FROM resolution_page")?;
        let mut pages = statement.query([])?;
        while let Some(page) = pages.next()? {
            for decision in whole(page.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?)?.decisions() {
                *counts.entry(decision).or_default() += 1;
            }
        }
        Ok(counts)
    }

    /// Puts other decisions in the place of those that `instead` names, inside an open transaction; returns for how many
    /// addresses.
    pub(super) fn replace_decisions(
        &self,
        instead: &HashMap<i64, i64>,
        decided: i64,
    ) -> Result<u64, LedgerError> {
        let mut moved = 0;
        let mut done = 0;
        loop {
            let mut changed = Vec::new();
            let mut statement = self.connection.prepare_cached(
                "SELECT id, packed FROM resolution_page WHERE id > ?1 ORDER BY id LIMIT ?2",
            )?;
            let mut pages = statement.query(params![done, AT_ONCE])?;
            let mut read = 0;
            while let Some(page) = pages.next()? {
                read += 1;
                done = page.get(0)?;
                let packed = page.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?;
                let mut rows: Vec<Resolution> = whole(packed)?.all().collect();
                let before = moved;
                for row in &mut rows {
                    if let Some(other) = instead.get(&row.decision) {
                        row.decision = *other;
                        row.decided = decided;
                        moved += 1;
                    }
                }
                if moved > before {
                    changed.push((done, rows));
                }
            }
            for (id, rows) in changed {
                self.rewrite(id, &rows)?;
            }
            if read < AT_ONCE {
                return Ok(moved);
            }
        }
    }

    /// Moves what an older ledger notes in a row for each address into pages, inside an open transaction.
    pub(super) fn page_former_resolutions(&self) -> Result<(), LedgerError> {
        let mut statement = self
            .connection
            .prepare("SELECT address, decision, place, decided FROM former_resolution ORDER BY address")?;
        let mut former = statement.query([])?;
        let mut rows = Vec::with_capacity(AT_ONCE as usize * MOST);
        while let Some(row) = former.next()? {
            let address = row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?;
            rows.push(Resolution {
                address: super::octets::from_octets(address)?,
                decision: row.get(1)?,
                place: row.get(2)?,
                decided: row.get(3)?,
            });
            if rows.len() == AT_ONCE as usize * MOST {
                self.insert_pages(None, &rows)?;
                rows.clear();
            }
        }
        self.insert_pages(None, &rows)?;
        drop(former);
        drop(statement);
        Ok(self.connection.execute_batch("DROP TABLE former_resolution")?)
    }
}

fn count(page: &[Resolution]) -> u8 {
    u8::try_from(page.len()).unwrap_or(u8::MAX)
}

/// The page that a row has.
fn whole(packed: &[u8]) -> Result<Page<'_>, LedgerError> {
    Page::read(packed).ok_or_else(|| LedgerError::Damaged {
        problem: "a page of resolutions cannot be read".to_owned(),
    })
}

/// Both together, in the order of octets; where both have an address, what is new.
fn merged(former: &[Resolution], new: &[Resolution]) -> Vec<Resolution> {
    let mut all = Vec::with_capacity(former.len() + new.len());
    let mut former = former.iter().peekable();
    for row in new {
        let address = octets(row.address);
        while let Some(before) = former.next_if(|former| *octets(former.address) < *address) {
            all.push(*before);
        }
        former.next_if(|former| former.address == row.address);
        all.push(*row);
    }
    all.extend(former);
    all
}
