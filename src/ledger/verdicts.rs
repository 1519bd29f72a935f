//! What addresses came to, in a word each.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::net::IpAddr;

use super::paged::ResolutionReader;
use super::{Ledger, LedgerError};

/// Decisions whose verdicts are at hand.
const VERDICTS: usize = 1 << 16;

/// Tells what addresses came to, which come in the ledger's order or nearly so.
pub(super) struct VerdictReader<'l> {
    ledger: &'l Ledger,
    resolutions: ResolutionReader,
    known: HashMap<i64, (String, Option<String>)>,
}

impl<'l> VerdictReader<'l> {
    pub(super) fn new(ledger: &'l Ledger) -> Self {
        Self {
            ledger,
            resolutions: ResolutionReader::default(),
            known: HashMap::new(),
        }
    }

    /// The verdict about an address, and the mailbox of its contact; `None` when there is none yet.
    ///
    /// # Errors
    /// [`LedgerError::Damaged`], or what SQLite says.
    pub(super) fn about(&mut self, address: IpAddr) -> Result<Option<(&str, Option<&str>)>, LedgerError> {
        let Some(noted) = self.resolutions.find(self.ledger, address)? else {
            return Ok(None);
        };
        if self.known.len() >= VERDICTS {
            self.known.clear();
        }
        let (verdict, mailbox) = match self.known.entry(noted.decision) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(
                self.ledger
                    .connection
                    .prepare_cached(
                        "SELECT verdict, mailbox FROM decision LEFT JOIN contact ON contact.id = contact \
                         WHERE decision.id = ?1",
                    )?
                    .query_row([noted.decision], |row| Ok((row.get(0)?, row.get(1)?)))?,
            ),
        };
        Ok(Some((verdict, mailbox.as_deref())))
    }
}
