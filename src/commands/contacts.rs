//! `forewarn contacts`: registry dumps into the index; the story behind a contact; the contacts in use.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;

use serde::Serialize;

use super::ask::{self, Asking, Remembered};
use super::resolve::{INDEX, resolver};
use super::table::table;
use super::{Campaign, Context, Summary, counted, json_of, letters};
use crate::config::Config;
use crate::contact::{Decision, Source, Verdict};
use crate::failure::Failure;
use crate::language::Language;
use crate::ledger::{Access, AddressFacts, Ledger, LedgerError, Lock, Suppressed};
use crate::letter::{LanguageEvidence, choose};
use crate::message::printable;
use crate::resolve::index::{Imported, import as import_dumps};
use crate::resolve::story;

/// What the dumps held.
#[derive(Debug)]
pub struct DumpsImported(Imported);

/// Builds the index of every registry in these dumps.
///
/// # Errors
/// When a dump cannot be read or makes no sense; the index is then as it was.
pub fn import(context: &Context, files: &[PathBuf]) -> Result<DumpsImported, Failure> {
    let config = Config::load(&context.folder)?;
    let now = context.clock.now();
    let _lock = Lock::take(&context.folder, "contacts import", now)?;
    for file in files {
        super::at_path(file, "read", std::fs::File::open(file))?;
    }
    let bar = context.progress.counter("reading objects");
    let imported = import_dumps(files, &config.path(INDEX), now, |progress| {
        bar.set_message(format!("reading {}", progress.file));
        bar.set_position(progress.objects);
    })
    .map_err(Failure::usage)?;
    bar.finish_and_clear();
    Ok(DumpsImported(imported))
}

impl Summary for DumpsImported {
    fn people(&self, out: &mut dyn Write) -> io::Result<()> {
        let Imported {
            registries,
            delegated,
            routes,
            teams,
            skipped,
            objects,
            defects,
            defect_count,
            ..
        } = &self.0;
        for about in registries {
            writeln!(
                out,
                "{}: {}, {}, {}, {}",
                printable(&about.registry),
                counted(about.inetnums, "IPv4 network", "IPv4 networks"),
                counted(about.inet6nums, "IPv6 network", "IPv6 networks"),
                counted(about.organisations, "organisation", "organisations"),
                counted(about.roles + about.irts, "role", "roles"),
            )?;
        }
        for about in delegated {
            writeln!(
                out,
                "{} statistics: {}, {}",
                about.delegations_of.name(),
                counted(about.ipv4, "IPv4 block", "IPv4 blocks"),
                counted(about.ipv6, "IPv6 block", "IPv6 blocks"),
            )?;
        }
        if let Some(about) = routes {
            let (v4, v6) = (about.ipv4, about.ipv6);
            writeln!(
                out,
                "routes: {}, {}",
                counted(v4, "IPv4 route", "IPv4 routes"),
                counted(v6, "IPv6 route", "IPv6 routes"),
            )?;
        }
        if *teams > 0 {
            writeln!(
                out,
                "{}",
                counted(*teams as u64, "national CSIRT", "national CSIRTs")
            )?;
        }
        for source in skipped {
            let registry = printable(&source.registry);
            writeln!(
                out,
                "{registry}: {} but no network, so nothing to keep",
                counted(source.objects, "object", "objects")
            )?;
        }
        writeln!(out, "{} read", counted(*objects, "object", "objects"))?;
        for defect in defects.iter().take(10) {
            writeln!(
                out,
                "{}:{}: {}",
                defect.file,
                defect.line,
                printable(&defect.problem)
            )?;
        }
        if *defect_count > 0 {
            writeln!(
                out,
                "{} could not be used",
                counted(*defect_count, "object", "objects")
            )?;
        }
        writeln!(out, "now: forewarn resolve")
    }

    fn json(&self) -> serde_json::Value {
        let Imported {
            registries,
            delegated,
            routes,
            teams,
            skipped,
            objects,
            defects,
            defect_count,
            ..
        } = &self.0;
        let defects: Vec<_> = defects
            .iter()
            .map(|d| serde_json::json!({ "file": d.file, "line": d.line, "problem": d.problem }))
            .collect();
        let skipped: Vec<_> = skipped
            .iter()
            .map(|s| serde_json::json!({ "registry": s.registry, "objects": s.objects }))
            .collect();
        serde_json::json!({
            "registries": json_of(registries), "statistics": json_of(delegated), "routes": json_of(routes), "teams": teams, "skipped": skipped, "objects": objects,
            "defects": defects, "defect_count": defect_count,
        })
    }

    fn leaves_work(&self) -> bool {
        self.0.defect_count > 0
    }
}

/// The story of one decision.
#[derive(Debug)]
pub struct Explained {
    address: IpAddr,
    decision: Decision,
    /// The ledger's decision is another: something has changed since.
    stale: bool,
    imported: bool,
    /// Why the contact gets no letter all the same.
    held_back: Option<String>,
    /// In which languages its letter would be, and why.
    written_in: Option<String>,
    /// What is kept of what registries answered.
    answers: Vec<Remembered>,
}

/// Whether nobody was found: which reason is named depends on who was asked already.
fn is_open(decision: &Decision) -> bool {
    matches!(decision.verdict, Verdict::Unresolved(_))
}

/// In which languages a letter to the contact would be, unless a language column among its rows says otherwise. `None` when
/// nobody would be written to, or the letters cannot be used: `check` tells why.
fn written_in(config: &Config, decision: &Decision) -> Option<String> {
    let Verdict::Notify(contact) = &decision.verdict else {
        return None;
    };
    let catalog = letters::of_campaign(config).ok()?;
    let evidence = LanguageEvidence {
        hints: &decision.languages,
        sightings: &[],
        contact,
    };
    let (languages, why) = choose(
        &evidence,
        catalog.territories(),
        &catalog.languages(),
        &config.languages.default,
        &config.languages.also,
    );
    let languages: Vec<&str> = languages.iter().map(Language::as_str).collect();
    Some(format!(
        "The letter would be in {}: {why}.",
        languages.join(" and ")
    ))
}

/// Why letters to the contact are held back, in a sentence.
fn held_back(verdict: &Verdict, list: &Suppressed) -> Option<String> {
    let Verdict::Notify(mailbox) = verdict else {
        return None;
    };
    if let Some(why) = list.dead(mailbox.as_str()) {
        return Some(format!(
            "No letter goes to {mailbox}: letters to it come back ({why}), and nobody else is sure enough. Name somebody in contacts.csv."
        ));
    }
    list.meets_mailbox(mailbox.as_str())
        .then(|| format!("No letter goes to {mailbox}: it is suppressed, see forewarn suppress list."))
}

/// Tells why an address has its contact, or none. Works for any address, imported or not.
///
/// # Errors
/// When the campaign or its sources cannot be read.
pub fn explain(context: &Context, address: IpAddr) -> Result<Explained, Failure> {
    let config = Config::load(&context.folder)?;
    let address = address.to_canonical();
    let (known, noted, list) = match Ledger::open(&context.folder, Access::Read, &|| [0; 32]) {
        Ok(ledger) => {
            let ledger = super::campaign::sharing(ledger, &config);
            let list = ledger.suppressed()?;
            (ledger.facts(address)?, ledger.decision_about(address)?, list)
        }
        Err(LedgerError::Missing { .. } | LedgerError::Empty { .. }) => (None, None, Arc::default()),
        Err(error) => return Err(error.into()),
    };
    let imported = known.is_some();
    let known = known.unwrap_or(AddressFacts {
        address,
        asn: None,
        country: None,
        hostname: None,
    });
    let now = context.clock.now();
    let (resolver, answers) = (resolver(&config)?, ask::answers(&config, true, now)?);
    let asking = Asking {
        config: &config,
        resolver: &resolver,
        answers: answers.as_ref(),
        suppressed: Arc::clone(&list),
    };
    let (fresh, answers) = ask::known(asking, known, now)?;
    // As the next plan will have it.
    let threshold = config.contacts.threshold;
    let noted = noted.map(|noted| noted.passing_over(&*list, threshold).unwrap_or(noted));
    let held_back = held_back(&noted.as_ref().unwrap_or(&fresh).verdict, &list);
    let stale = noted
        .as_ref()
        .is_some_and(|noted| noted.verdict != fresh.verdict && !(is_open(noted) && is_open(&fresh)));
    let decision = noted.unwrap_or(fresh);
    Ok(Explained {
        written_in: written_in(&config, &decision),
        address,
        decision,
        stale,
        imported,
        held_back,
        answers,
    })
}

impl Summary for Explained {
    fn people(&self, out: &mut dyn Write) -> io::Result<()> {
        for line in story(&self.decision, self.address) {
            writeln!(out, "{}", printable(&line))?;
        }
        for answer in &self.answers {
            writeln!(out, "{}", printable(&answer.sentence()))?;
        }
        if let Some(line) = self.written_in.as_ref().filter(|_| self.held_back.is_none()) {
            writeln!(out, "{}", printable(line))?;
        }
        if let Some(line) = &self.held_back {
            writeln!(out, "{}", printable(line))?;
        }
        if self.stale {
            writeln!(
                out,
                "The rules, dumps or settings have changed since this was decided{}: run forewarn resolve.",
                if self.answers.iter().any(|answer| !answer.fresh) {
                    ", or answers have expired"
                } else {
                    ""
                }
            )?;
        }
        if !self.imported {
            writeln!(out, "No imported row names this address, so no letter would.")?;
        }
        Ok(())
    }

    fn json(&self) -> serde_json::Value {
        serde_json::json!({
            "address": self.address, "imported": self.imported, "stale": self.stale,
            "held_back": self.held_back, "written_in": self.written_in, "decision": json_of(&self.decision), "story": story(&self.decision, self.address),
            "answers": json_of(&self.answers),
        })
    }
}

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

/// Who says so, in a few words.
pub(super) fn source_words(source: &Source) -> String {
    match source {
        Source::Operator { file, line, rule, .. } => format!("{file} line {line} ({rule})"),
        Source::Dump { registry, file, .. } => format!("{registry} dump {file}"),
        Source::Online { service, server, .. } => format!("{service} of {server}"),
    }
}

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
