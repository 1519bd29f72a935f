//! `forewarn contacts review`: networks whose best contact is not sure enough, for a person to decide about.
//!
//! What a person decides becomes lines of `contacts.csv`, with the reason in their note: seen there, undone there. The
//! list can be looked at and decided about on the command line, or as a CSV file in a spreadsheet.

use std::io::{self, Write};
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use serde::Serialize;

mod sheet;
mod verdict;

use super::contacts::source_words;
use super::table::table;
use super::{Campaign, Context, Summary, counted, json_of};
use crate::contact::Decision;
use crate::failure::Failure;
use crate::folder::folder_of;
use crate::resolve::rules::{NewRule, Rules};
use verdict::Choice;

/// What to do with the list.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Write to the proposed contact of these networks (or of all that propose this mailbox).
    pub approve: Vec<String>,
    /// Write to another: `WHICH=MAILBOX`.
    pub replace: Vec<String>,
    /// Write to nobody about these.
    pub suppress: Vec<String>,
    /// Write the list here; `-` is standard output.
    pub export: Option<PathBuf>,
    /// Take the decisions out of this edited list.
    pub import: Option<PathBuf>,
}

/// A network with what is proposed for it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Entry {
    /// First and last address that the proposal holds for.
    range: (IpAddr, IpAddr),
    name: Option<String>,
    country: Option<String>,
    /// Flagged addresses in it.
    addresses: u64,
    /// Best first.
    proposals: Vec<Proposal>,
}

/// A contact that is not sure enough.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Proposal {
    contact: String,
    confidence: u8,
    source: String,
    path: String,
}

/// The list, or what was decided about it.
#[derive(Debug, Serialize)]
pub struct Reviewed {
    /// What is left to decide about, most addresses first.
    left: Vec<Entry>,
    /// Lines that were added to the rules.
    added: u64,
    /// Lines that stood there already, as after a decision that was interrupted.
    known: u64,
    /// Where the list was written to.
    exported: Option<PathBuf>,
    #[serde(skip)]
    rules: PathBuf,
}

/// Lists, decides, exports, imports.
///
/// # Errors
/// When the campaign cannot be read, something is named that is not in the list, or the rules cannot be written; then
/// nothing was decided.
pub fn run(context: &Context, request: &Request, out: &mut dyn Write) -> Result<Option<Reviewed>, Failure> {
    let changes = request.import.is_some()
        || [&request.approve, &request.replace, &request.suppress]
            .iter()
            .any(|list| !list.is_empty());
    let campaign = if changes {
        Campaign::change(context, "contacts review")?
    } else {
        Campaign::look(context)?
    };
    let mut entries = Vec::new();
    campaign.ledger.each_to_review(|decision, addresses| {
        entries.push(Entry::of(&decision, addresses));
        Ok(())
    })?;
    entries.sort_by_key(|entry| (std::cmp::Reverse(entry.addresses), entry.range));
    if let Some(path) = &request.export {
        if path.as_os_str() == "-" {
            sheet::write(&entries, out).map_err(Failure::outside)?;
            return Ok(None);
        }
        super::at_path(path, "write", export(path, &entries))?;
    }
    let mut choices = verdict::chosen(&entries, request)?;
    if let Some(path) = &request.import {
        let file = super::open(path)?;
        choices.extend(sheet::read(&entries, file).map_err(|problem| {
            Failure::usage(format!("{}: {problem}", path.display()))
                .hint("nothing was decided: mend the file and import it again")
                .hint("the list to begin with: forewarn contacts review --export FILE")
        })?);
    }
    let today = context.clock.now().strftime("%Y-%m-%d").to_string();
    let lines: Vec<NewRule> = choices
        .iter()
        .flat_map(|choice| choice.rules(&entries, &today))
        .collect();
    let rules = &campaign.config.contacts.file;
    let added = if lines.is_empty() {
        0
    } else {
        add(rules, &lines, &campaign.config.allow.domains)?
    };
    let mut number = 0;
    entries.retain(|_| {
        let decided = choices.iter().any(|choice: &Choice| choice.entry == number);
        number += 1;
        !decided
    });
    Ok(Some(Reviewed {
        left: entries,
        added,
        known: (lines.len() as u64).saturating_sub(added),
        exported: request.export.clone(),
        rules: rules.clone(),
    }))
}

/// Writes the list into a file that is not there yet: whole, or not at all.
fn export(path: &Path, entries: &[Entry]) -> io::Result<()> {
    let mut file = tempfile::NamedTempFile::new_in(folder_of(path))?;
    sheet::write(entries, file.as_file_mut()).map_err(io::Error::from)?;
    file.as_file().sync_all()?;
    file.persist_noclobber(path).map_err(|error| error.error)?;
    Ok(())
}

fn add(rules: &Path, lines: &[NewRule], allow_domains: &[String]) -> Result<u64, Failure> {
    Rules::add(rules, lines, allow_domains).map_err(|error| {
        Failure::usage(error).hint(format!("nothing was decided; look at {}", rules.display()))
    })
}

impl Entry {
    fn of(decision: &Decision, addresses: u64) -> Self {
        let usable = decision.candidates.iter().filter_map(|candidate| {
            Some(Proposal {
                contact: candidate.mailbox.as_ref()?.to_string(),
                confidence: candidate.confidence,
                source: source_words(&candidate.source),
                path: candidate.path.join(" -> "),
            })
        });
        Self {
            range: decision.range,
            name: decision.network.clone(),
            country: decision.country.clone(),
            addresses,
            proposals: usable.collect(),
        }
    }

    /// As it is written and named.
    fn network(&self) -> String {
        let networks = verdict::networks(self.range);
        match networks.as_slice() {
            [one] => one.to_string(),
            _ => format!("{}-{}", self.range.0, self.range.1),
        }
    }
}

impl Summary for Reviewed {
    fn people(&self, out: &mut dyn Write) -> io::Result<()> {
        if let Some(path) = &self.exported {
            return writeln!(
                out,
                "{} written to {}: put approve, replace or suppress into the column decision, then forewarn contacts review --import",
                counted(self.left.len() as u64, "network", "networks"),
                path.display()
            );
        }
        if self.added > 0 {
            let n = counted(self.added, "line was", "lines were");
            writeln!(
                out,
                "{n} added to {}; now: forewarn resolve",
                self.rules.display()
            )?;
        }
        if self.known > 0 {
            let n = counted(self.known, "line stands", "lines stand");
            writeln!(
                out,
                "{n} in {} already; now: forewarn resolve",
                self.rules.display()
            )?;
        }
        if self.left.is_empty() {
            return writeln!(out, "nothing is left to review");
        }
        let mut rows = table(&["network", "#addresses", "proposed", "#confidence", "source"]);
        for entry in &self.left {
            let first = entry.proposals.first();
            let text = |of: fn(&Proposal) -> &str| first.map_or("", of).to_owned();
            rows.add_row([
                entry.network(),
                entry.addresses.to_string(),
                text(|one| &one.contact),
                first.map(|one| one.confidence.to_string()).unwrap_or_default(),
                text(|one| &one.source),
            ]);
        }
        writeln!(out, "{}", rows.trim_fmt())?;
        writeln!(
            out,
            "decide with --approve NETWORK, --replace NETWORK=MAILBOX, --suppress NETWORK, or --export FILE; why: forewarn contacts explain IP"
        )
    }

    fn json(&self) -> serde_json::Value {
        json_of(self)
    }

    fn leaves_work(&self) -> bool {
        !self.left.is_empty()
    }
}
