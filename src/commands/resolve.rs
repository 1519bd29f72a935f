//! `forewarn resolve`: a contact for every address.

use std::collections::{BTreeMap, HashMap};
use std::io::{self, Write};
use std::sync::Arc;

use serde::Serialize;

use super::{Campaign, Context, Summary, counted, json_of};
use crate::config::{Config, Contacts};
use crate::contact::{Decision, Verdict};
use crate::failure::Failure;
use crate::ledger::{AddressFacts, AddressTotals, Resolved, Suppressed};
use crate::resolve::index::Index;
use crate::resolve::reject::Rejects;
use crate::resolve::rules::Rules;
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
        Rules::load(file, &config.allow.domains).map_err(Failure::usage)?
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
        let list = super::at_path(&file, "read", std::fs::File::open(&file))?;
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

/// Addresses decided and noted in one go: a killed run loses no more than this.
const PAGE: usize = 10_000;

/// Decides about every address and notes the decisions. Letters already planned stay as they are.
///
/// # Errors
/// When the sources cannot be used, or the ledger cannot be written. What was decided before is noted.
pub fn run(context: &Context) -> Result<ResolveSummary, Failure> {
    let campaign = Campaign::change(context, "resolve")?;
    let resolver = resolver(&campaign.config)?;
    let now = context.clock.now();
    let bar = context.progress.counter("resolving addresses");
    let suppressed = campaign.ledger.suppressed()?;
    let mut standing = StandIns::new(&suppressed, campaign.config.contacts.threshold);
    let mut last = None;
    loop {
        let page = campaign.ledger.addresses(last, PAGE)?;
        let Some(end) = page.last() else { break };
        last = Some(end.address);
        let decided = page
            .iter()
            .map(|address| {
                let decision = resolver
                    .decide(address.address, &facts(address))
                    .map_err(Failure::outside)?;
                Ok((address.address, standing.stand_in(decision)))
            })
            .collect::<Result<Vec<Resolved>, Failure>>()?;
        campaign.ledger.record_decisions(&decided, now)?;
        bar.inc(page.len() as u64);
    }
    bar.finish_and_clear();
    Ok(ResolveSummary {
        addresses: campaign.ledger.totals()?.addresses,
        sources: sources(&resolver, now),
    })
}

/// Decisions whose dead contacts are passed over, each worked out once.
struct StandIns<'l> {
    list: &'l Suppressed,
    threshold: u8,
    known: HashMap<*const Decision, (Arc<Decision>, Arc<Decision>)>,
}

impl<'l> StandIns<'l> {
    fn new(list: &'l Suppressed, threshold: u8) -> Self {
        Self {
            list,
            threshold,
            known: HashMap::new(),
        }
    }

    fn stand_in(&mut self, decision: Arc<Decision>) -> Arc<Decision> {
        let Verdict::Notify(mailbox) = &decision.verdict else {
            return decision;
        };
        if self.list.dead(mailbox.as_str()).is_none() {
            return decision;
        }
        // The original is kept beside it, so that no other decision can come to lie at its place.
        let known = self.known.entry(Arc::as_ptr(&decision)).or_insert_with(|| {
            let other = decision.passing_over(self.list, self.threshold);
            let other = other.map_or_else(|| Arc::clone(&decision), Arc::new);
            (Arc::clone(&decision), other)
        });
        Arc::clone(&known.1)
    }
}

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
    for about in resolver.index().iter().flat_map(|index| index.about()) {
        let dated = about.dumps.iter().filter_map(|dump| dump.dated).min();
        let days = dated.map_or(0, |dated| now.duration_since(dated).as_hours() / 24);
        let age = if days > 30 {
            format!(", {days} days old: load a newer one")
        } else {
            String::new()
        };
        sources.push(format!("the {} dump{age}", about.registry));
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
        if self.sources.is_empty() {
            writeln!(
                out,
                "nothing to ask: write contacts.csv, or load dumps with forewarn contacts import"
            )?;
        } else {
            writeln!(out, "asked: {}", self.sources.join(", "))?;
        }
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
        Ok(())
    }

    fn json(&self) -> serde_json::Value {
        json_of(self)
    }

    fn leaves_work(&self) -> bool {
        self.addresses.unresolved.values().any(|n| *n > 0)
    }
}
