//! `forewarn resolve`: a contact for every address.

mod stages;

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::ask::{self, Asking, Inquiry, Tally};
use super::{Campaign, Context, Summary, counted, json_of};
use crate::config::{Config, Contacts};
use crate::contact::{Decision, Unresolved};
use crate::failure::{Doing, Failure, advice};
use crate::ledger::{Access, AddressFacts, AddressTotals, Answers, Ledger, Outlines, Stories};
use crate::resolve::index::Index;
use crate::resolve::reject::Rejects;
use crate::resolve::rules::{Rules, RulesError};
use crate::resolve::{Facts, Policy, Resolver};

/// Where `contacts import` keeps its index, in the campaign folder.
pub(super) const INDEX: &str = "registry";
/// The operator's additions to the list of mailboxes that automatic sources must not name.
const REJECTED_MAILBOXES: &str = "rejected-mailboxes.csv";

/// What the resolving came to.
#[derive(Debug, Clone, Serialize)]
pub struct ResolveSummary {
    addresses: AddressTotals,
    /// What was asked.
    sources: Vec<String>,
    /// What asking over the network came to.
    online: Tally,
}

/// The campaign's resolver: its rules, its index, its policy.
///
/// # Errors
/// When `contacts.csv`, the index or the reject list cannot be used.
pub(super) fn resolver(config: &Config) -> Result<Resolver, Failure> {
    let file = &config.contacts.file;
    // A file that is named and not there, or there and not readable, may say whom not to write to.
    let absent = std::fs::symlink_metadata(file).is_err_and(|error| error.kind() == io::ErrorKind::NotFound);
    let rules = if absent && *file == config.path(&Contacts::default().file) {
        Rules::default()
    } else {
        Rules::load(file, &config.allow.domains).map_err(|error| {
            let hint = match &error {
                RulesError::Unreadable { source, .. } => advice(Doing::Reading, file, source),
                RulesError::Bad { .. } => None,
            };
            Failure::usage(error).advised(hint)
        })?
    };
    let index = Index::open(&config.path(INDEX)).map_err(|error| {
        Failure::usage(error).hint("make the index anew with: forewarn contacts import DUMPS")
    })?;
    let policy = Policy {
        allow_networks: config.allow.networks.clone(),
        allow_domains: config.allow.domains.clone(),
        threshold: config.contacts.threshold,
        rejects: rejects(config)?,
    };
    Ok(Resolver::new(rules, index, policy))
}

/// The built-in list with the operator's additions.
pub(super) fn rejects(config: &Config) -> Result<Rejects, Failure> {
    let file = config.path(REJECTED_MAILBOXES);
    let mut rejects = Rejects::builtin();
    if file.exists() {
        let list = super::open(&file)?;
        rejects.extend(list).map_err(Failure::usage)?;
    }
    Ok(rejects)
}

/// The decision's input, as the ledger has it.
pub(super) fn facts(facts: &AddressFacts) -> Facts<'_> {
    Facts {
        asn: facts.asn,
        country: facts.country.as_deref(),
        hostname: facts.hostname.as_deref(),
    }
}

/// Pages noted in one transaction: a killed run loses no more than these. Stories are found by their hash, so that
/// each transaction touches most pages of that index.
const PAGES_TOGETHER: usize = 128;
/// How much of the ledger, in KiB, is kept to read addresses from, which come in its order;
const READING: u16 = 1_000;
/// and how much to write to. The index of the stories' hashes is written to everywhere, and read again where it does not fit.
const NOTING: u16 = 30_000;

/// Decides about every address and notes the decisions. Letters already planned stay as they are.
///
/// # Errors
/// When the sources cannot be used, or the ledger cannot be written. What was decided before is noted.
pub fn run(context: &Context, inquiry: Inquiry) -> Result<ResolveSummary, Failure> {
    let campaign = Campaign::change(context, "resolve")?;
    let resolver = resolver(&campaign.config)?;
    let now = context.clock.now();
    let bar = context.progress.counter("resolving addresses");
    let reader = Ledger::open(&context.folder, Access::Read, &|| [0; 32])?;
    reader.cache(READING)?;
    campaign.ledger.cache(NOTING)?;
    let fresh = reader.knows_no_decision()?;
    let (suppressed, threshold) = (campaign.ledger.suppressed()?, campaign.config.contacts.threshold);
    // A contact whose letters come back is passed over.
    let passing = |outline: &Decision| outline.passing_over(&*suppressed, threshold);
    let tell = |stories: &mut Stories, outline| {
        let is_dead = |mailbox: &str| !suppressed.is_empty() && suppressed.dead(mailbox).is_some();
        stories.of(outline, is_dead, passing)
    };
    let walked = std::thread::scope(|scope| -> Result<AddressTotals, Failure> {
        let mut decided = stages::walk(scope, reader, &resolver, tell, fresh)?.peekable();
        let mut known = Outlines::default();
        while decided.peek().is_some() {
            let pages = decided.by_ref().take(PAGES_TOGETHER);
            campaign
                .ledger
                .record_sketches(pages, &mut known, now, |n| bar.inc(n as u64))?;
        }
        campaign.ledger.finish_sketches(&known)?;
        Ok(known.totals())
    })?;
    bar.finish_and_clear();
    let online = ask_further(context, &campaign, &resolver, inquiry)?;
    // The walk has met every address; what suppressions hold back, and what was asked since, only the ledger knows.
    let addresses = match &online {
        None if suppressed.is_empty() => walked,
        _ => campaign.ledger.totals()?.addresses,
    };
    Ok(ResolveSummary {
        online: online.unwrap_or_default(),
        addresses,
        sources: sources(&resolver, now),
    })
}

/// Asks about what rules and dumps leave open: kept answers, then the network. `None` when there was nothing to ask.
fn ask_further(
    context: &Context,
    campaign: &Campaign,
    resolver: &Resolver,
    inquiry: Inquiry,
) -> Result<Option<Tally>, Failure> {
    let config = &campaign.config;
    let offline = inquiry.offline || config.online.services.is_empty();
    let inquiry = Inquiry { offline, ..inquiry };
    let answers = ask::answers(config, offline, context.clock.now())?;
    if offline && answers.as_ref().is_none_or(Answers::is_empty) {
        return Ok(None);
    }
    let sites = ask::open(&campaign.ledger, resolver)?;
    if sites.is_empty() {
        return Ok(None);
    }
    let sources = Asking {
        config,
        resolver,
        answers: answers.as_ref(),
        suppressed: campaign.ledger.suppressed()?,
    };
    ask::run(context, sources, &campaign.ledger, sites, inquiry).map(Some)
}

/// Days from which on a dump is called old: networks change hands, and a dump is made every night.
const OLD_DAYS: i64 = 30;
/// What there is to ask, in words.
fn sources(resolver: &Resolver, now: jiff::Timestamp) -> Vec<String> {
    let rules = resolver.rules();
    let mut sources = Vec::new();
    if !rules.all().is_empty() {
        sources.push(format!(
            "{} of {}",
            counted(rules.all().len() as u64, "rule", "rules"),
            rules.file()
        ));
    }
    let age = |dated: Option<jiff::Timestamp>| {
        let days = dated.map_or(0, |dated| now.duration_since(dated).as_hours() / 24);
        if days > OLD_DAYS {
            format!(", {days} days old: load a newer one")
        } else {
            String::new()
        }
    };
    for about in resolver.index().iter().flat_map(|index| index.about()) {
        let dated = about.dumps.iter().filter_map(|dump| dump.dated).min();
        sources.push(format!("the {} dump{}", about.registry, age(dated)));
    }
    for about in resolver.index().iter().flat_map(|index| index.about_delegated()) {
        sources.push(format!(
            "the {} statistics{}",
            about.delegations_of.name(),
            age(about.dump.dated)
        ));
    }
    let index = resolver.index();
    if let Some(about) = index.and_then(Index::about_origins) {
        let dated = about.routes_of.iter().filter_map(|dump| dump.dated).min();
        sources.push(format!("the table of routes{}", age(dated)));
    }
    if let Some(teams) = index.and_then(Index::teams) {
        sources.push(format!("the list of national CSIRTs in {}", teams.dump.file));
    }
    sources
}

impl Summary for ResolveSummary {
    fn people(&self, out: &mut dyn Write) -> io::Result<()> {
        let AddressTotals {
            total,
            resolved,
            unresolved,
            suppressed,
        } = &self.addresses;
        if self.sources.is_empty() && self.online.has_asked() {
            // What follows says whom.
        } else if self.sources.is_empty() {
            writeln!(
                out,
                "nothing to ask: write contacts.csv, or load dumps with forewarn contacts import"
            )?;
        } else {
            writeln!(out, "asked: {}", self.sources.join(", "))?;
        }
        self.online.people(out)?;
        let without: BTreeMap<_, _> = unresolved.iter().filter(|(_, n)| **n > 0).collect();
        let reasons: Vec<String> = without
            .iter()
            .map(|(reason, n)| format!("{n} {reason}"))
            .collect();
        writeln!(
            out,
            "{}: {resolved} with a contact, {} without{}, {suppressed} suppressed",
            counted(*total, "address", "addresses"),
            unresolved.values().sum::<u64>(),
            if reasons.is_empty() {
                String::new()
            } else {
                format!(" ({})", reasons.join(", "))
            },
        )?;
        if !reasons.is_empty() {
            writeln!(
                out,
                "why: forewarn contacts explain IP; whom to write to instead: a line in contacts.csv"
            )?;
        }
        if without.contains_key(&Unresolved::BelowThreshold.to_string()) {
            writeln!(
                out,
                "not sure enough, for you to decide about: forewarn contacts review"
            )?;
        }
        Ok(())
    }

    fn json(&self) -> serde_json::Value {
        json_of(self)
    }

    fn leaves_work(&self) -> bool {
        self.addresses.unresolved.values().any(|n| *n > 0)
    }
}
