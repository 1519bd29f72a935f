//! `contacts list`: the contacts in use.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::source_words;
use crate::commands::table::table;
use crate::commands::{Campaign, Context, Summary, json_of};
use crate::failure::Failure;
use crate::message::printable;

/// A contact in use.
#[derive(Debug, Clone, Serialize)]
struct ContactRow {
    contact: String,
    addresses: u64,
    networks: u64,
    confidence: u8,
    sources: Vec<String>,
}

/// The contacts in use.
#[derive(Debug)]
pub struct ContactList(Vec<ContactRow>);

/// Lists the contacts in use, those with most addresses first.
///
/// # Errors
/// When the ledger cannot be read.
pub fn list(context: &Context) -> Result<ContactList, Failure> {
    let campaign = Campaign::look(context)?;
    let mut rows: BTreeMap<String, ContactRow> = BTreeMap::new();
    campaign
        .ledger
        .decisions_in_use(|decision, addresses, networks| {
            if let Some(winner) = decision.winner()
                && let Some(mailbox) = &winner.mailbox
            {
                let row = rows.entry(mailbox.key()).or_insert_with(|| ContactRow {
                    contact: mailbox.to_string(),
                    addresses: 0,
                    networks: 0,
                    confidence: decision.confidence,
                    sources: Vec::new(),
                });
                row.addresses += addresses;
                row.networks += networks;
                row.confidence = row.confidence.min(decision.confidence);
                let source = source_words(&winner.source);
                if !row.sources.contains(&source) {
                    row.sources.push(source);
                }
            }
            Ok(())
        })?;
    let mut rows: Vec<ContactRow> = rows.into_values().collect();
    rows.sort_by(|a, b| {
        b.addresses
            .cmp(&a.addresses)
            .then_with(|| a.contact.cmp(&b.contact))
    });
    Ok(ContactList(rows))
}

impl Summary for ContactList {
    fn people(&self, out: &mut dyn Write) -> io::Result<()> {
        if self.0.is_empty() {
            return writeln!(out, "no address has a contact yet: forewarn resolve");
        }
        let mut rows = table(&["contact", "#addresses", "#networks", "#confidence", "source"]);
        for row in &self.0 {
            let sources = printable(&row.sources.join("; ")).into_owned();
            let numbers = [
                row.addresses.to_string(),
                row.networks.to_string(),
                row.confidence.to_string(),
            ];
            let [addresses, networks, confidence] = numbers;
            rows.add_row([row.contact.clone(), addresses, networks, confidence, sources]);
        }
        writeln!(out, "{}", rows.trim_fmt())
    }

    fn json(&self) -> serde_json::Value {
        json_of(&self.0)
    }
}
