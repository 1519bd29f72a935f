//! `forewarn plan`: group, compose, check and freeze the letters of the next round.
//!
//! All or nothing: one letter that cannot be made, or that would name a foreign address, and nothing is planned.
//! `compose.rs` makes one letter, `attention.rs` says what a person should look at.

mod attention;
mod compose;

use std::collections::{BTreeMap, HashMap};
use std::io::{self, Write};

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::resolve::rejects;
use super::{Campaign, Context, Summary, counted, json_of, sender};
use crate::contact::{Decision, LanguageHint, Mailbox, Source};
use crate::failure::Failure;
use crate::ledger::{Dictionary, Draft, Freeze, LedgerError, ReadyBundle, SuppressionKind};
use crate::resolve::reject::{Judgement, Rejects};
use crate::resolve::share::{ShareLimit, implausible_share};

use attention::Notable;
use compose::{Composer, Uncomposed};

/// A frozen round.
#[derive(Debug, Clone, Serialize)]
pub struct Planned {
    /// Its number; `None` when there was nothing to write about.
    pub round: Option<i64>,
    /// How many letters.
    pub letters: u64,
    /// What to approve.
    pub digest: Option<String>,
    /// Letters by first language.
    pub languages: BTreeMap<String, u64>,
    /// How many addresses the letters are about.
    pub addresses: u64,
    /// Their bytes in all.
    pub bytes: u64,
    /// What a person should look at.
    pub attention: Vec<String>,
}

/// Freezes the next round.
///
/// # Errors
/// When something the letter needs is not configured, nothing is imported or resolved, a letter cannot be made, a
/// contact holds an implausible share, or there would be too many letters. Then nothing has changed.
pub fn run(context: &Context) -> Result<Planned, Failure> {
    let campaign = Campaign::change(context, "plan")?;
    let now = context.clock.now();
    ready(&campaign)?;
    let composer = Composer::new(&campaign, now)?;
    let told_since = now
        .checked_sub(SignedDuration::from_hours(
            24 * i64::from(campaign.config.limits.renotify_after),
        ))
        .unwrap_or(Timestamp::MIN);
    let bar = context.progress.counter("planning letters");
    let mut round = Round {
        campaign: &campaign,
        suppressions: campaign.ledger.suppression_kinds()?,
        freeze: campaign.ledger.freeze(&campaign.config.letter, now)?,
        composer,
        waiting: Vec::new(),
        waiting_sightings: 0,
        finished: Vec::new(),
        hints: HashMap::new(),
        notable: Notable::default(),
        rejects: rejects(&campaign.config)?,
    };
    round.composer.round = u32::try_from(round.freeze.number()).map_err(Failure::internal)?;
    campaign
        .ledger
        .ready_bundles(told_since, |bundle| -> Result<(), Failure> {
            round.take(bundle)?;
            bar.set_position(round.freeze.letters());
            Ok(())
        })?;
    round.flush()?;
    round.keep_finished()?;
    bar.finish_and_clear();
    let Round {
        freeze,
        notable,
        composer,
        ..
    } = round;
    let languages: BTreeMap<String, u64> = notable.languages.clone();
    let totals = campaign.ledger.totals()?;
    let attention = attention::attention(&campaign, &composer, &notable, &totals);
    let addresses = notable.addresses;
    let frozen = freeze.finish(&attention)?;
    Ok(Planned {
        round: frozen.as_ref().map(|round| round.number),
        letters: frozen.as_ref().map_or(0, |round| round.letters),
        bytes: frozen.as_ref().map_or(0, |round| round.bytes),
        digest: frozen.map(|round| round.digest),
        languages,
        addresses,
        attention,
    })
}

/// Refuses what a person has to mend first.
fn ready(campaign: &Campaign) -> Result<(), Failure> {
    sender::presentable(&campaign.config)?;
    // The letters do not need it, but better told now than after they were approved.
    super::send::endpoint(&campaign.config)?;
    let addresses = campaign.ledger.totals()?.addresses;
    if addresses.total == 0 {
        return Err(Failure::usage("nothing was imported yet").hint("begin with: forewarn import FILE"));
    }
    if addresses.unresolved.get("pending") == Some(&addresses.total) {
        return Err(
            Failure::usage("no address has a contact yet").hint("find contacts with: forewarn resolve")
        );
    }
    let contacts = &campaign.config.contacts;
    let holdings = campaign.ledger.holdings()?;
    let limit = ShareLimit {
        percent: contacts.max_share,
        asns: contacts.max_share_asns,
    };
    if let Some(worst) = implausible_share(&holdings, limit).first() {
        let error = format!(
            "{} would get letters about {} in {} ASes: more than {} % of all networks, which looks like a mistake",
            worst.contact,
            counted(worst.networks, "network", "networks"),
            worst.asns,
            limit.percent
        );
        return Err(Failure::usage(error)
            .hint("look at it with: forewarn contacts list")
            .hint("if it is right, name the contact in contacts.csv or raise [contacts] max_share"));
    }
    Ok(())
}

/// Bundles composed together; bounds what is held in memory.
const BATCH: usize = 256;
const BATCH_SIGHTINGS: usize = 20_000;

/// A round on its way into the ledger.
struct Round<'c> {
    campaign: &'c Campaign,
    suppressions: Vec<SuppressionKind>,
    freeze: Freeze<'c>,
    composer: Composer<'c>,
    waiting: Vec<(ReadyBundle, Vec<LanguageHint>)>,
    waiting_sightings: usize,
    /// Composed, and kept while the next batch is being composed.
    finished: Vec<Draft>,
    hints: HashMap<i64, Vec<LanguageHint>>,
    notable: Notable,
    rejects: Rejects,
}

impl Round<'_> {
    /// Takes one bundle, without what must not be written to.
    fn take(&mut self, mut bundle: ReadyBundle) -> Result<(), Failure> {
        let suppressed = |kind: &SuppressionKind| kind.meets_mailbox(bundle.mailbox.as_str());
        if self.suppressions.iter().any(suppressed) {
            return Ok(());
        }
        if !self.suppressions.is_empty() {
            bundle.sightings.retain(|s| {
                !self
                    .suppressions
                    .iter()
                    .any(|kind| kind.meets_address(s.address, s.asn))
            });
        }
        if bundle.sightings.is_empty() {
            return Ok(());
        }
        let hints = self.hints_of(&bundle)?;
        self.waiting_sightings += bundle.sightings.len();
        self.waiting.push((bundle, hints));
        if self.waiting.len() >= BATCH || self.waiting_sightings >= BATCH_SIGHTINGS {
            self.flush()?;
        }
        Ok(())
    }

    fn hints_of(&mut self, bundle: &ReadyBundle) -> Result<Vec<LanguageHint>, Failure> {
        // Decisions repeat across neighbouring bundles only; a bound keeps the memory flat.
        if self.hints.len() > 10_000 {
            self.hints.clear();
        }
        for number in bundle.decisions.keys() {
            if !self.hints.contains_key(number) {
                let decision = self.campaign.ledger.decision(*number)?;
                self.refuse_registry_mailbox(&bundle.mailbox, &decision)?;
                self.notable.decided(&bundle.mailbox, &decision);
                self.hints.insert(*number, decision.languages);
            }
        }
        let weighed = bundle
            .decisions
            .iter()
            .filter_map(|(number, n)| Some((self.hints.get(number)?.as_slice(), *n)));
        Ok(crate::group::weigh(weighed))
    }

    /// `resolve` never chooses such a mailbox; the list may have grown since it ran.
    fn refuse_registry_mailbox(&self, contact: &Mailbox, decision: &Decision) -> Result<(), Failure> {
        let automatic = decision
            .winner()
            .filter(|winner| !matches!(winner.source, Source::Operator { .. }));
        let Some(winner) = automatic else { return Ok(()) };
        let organisation = winner.path.iter().find_map(|step| step.strip_prefix("org "));
        match self.rejects.judge(contact, decision.range, organisation) {
            Judgement::Rejected(reason) => {
                let error = format!(
                    "{contact} is on the list of mailboxes that registry data must not lead to: {reason}"
                );
                Err(Failure::usage(error)
                    .hint("run forewarn resolve again, or name the contact in contacts.csv if it is right"))
            }
            Judgement::Fine | Judgement::Low(_) => Ok(()),
        }
    }

    /// Composes what waits on all processors, while this thread keeps what was composed before.
    fn flush(&mut self) -> Result<(), Failure> {
        let batch = std::mem::take(&mut self.waiting);
        self.waiting_sightings = 0;
        let finished = std::mem::take(&mut self.finished);
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let size = batch.len().div_ceil(threads).max(1);
        let dictionaries = self.freeze.dictionaries();
        let (composer, freeze) = (&self.composer, &mut self.freeze);
        let (kept, drafts) = std::thread::scope(|scope| {
            let workers: Vec<_> = batch
                .chunks(size)
                .map(|part| scope.spawn(|| compose_part(composer, part, &dictionaries)))
                .collect();
            let kept = keep(freeze, &finished);
            let join = |worker: std::thread::ScopedJoinHandle<'_, _>| {
                worker
                    .join()
                    .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            };
            (kept, workers.into_iter().map(join).collect::<Vec<_>>())
        });
        kept?;
        let mut troubles = Vec::new();
        for result in drafts.into_iter().flatten() {
            match result {
                Ok(draft) => {
                    self.notable
                        .planned(&draft, self.campaign.config.limits.ips_in_body);
                    self.finished.push(draft);
                }
                Err(trouble) => troubles.push(trouble),
            }
        }
        if !troubles.is_empty() {
            return Err(Uncomposed::failure(&troubles));
        }
        let (letters, most) = (self.notable.letters, self.campaign.config.limits.max_letters);
        if letters > most {
            return Err(Failure::usage(format!(
                "the round would have more than {}",
                counted(most, "letter", "letters")
            ))
            .hint("raise [limits] max_letters in campaign.toml if that is meant"));
        }
        Ok(())
    }

    fn keep_finished(&mut self) -> Result<(), LedgerError> {
        keep(&mut self.freeze, &std::mem::take(&mut self.finished))
    }
}

fn keep(freeze: &mut Freeze<'_>, drafts: &[Draft]) -> Result<(), LedgerError> {
    drafts.iter().try_for_each(|draft| freeze.add(draft))
}

fn compose_part(
    composer: &Composer<'_>,
    part: &[(ReadyBundle, Vec<LanguageHint>)],
    dictionaries: &HashMap<String, Dictionary>,
) -> Vec<Result<Draft, Uncomposed>> {
    part.iter()
        .map(|(bundle, hints)| composer.draft(bundle, hints, dictionaries))
        .collect()
}

impl Summary for Planned {
    fn people(&self, out: &mut dyn Write) -> io::Result<()> {
        let (Some(round), Some(digest)) = (self.round, &self.digest) else {
            writeln!(out, "nothing to plan: no contact has anything new to be told")?;
            return self.list_attention(out);
        };
        let languages: Vec<String> = self
            .languages
            .iter()
            .map(|(tag, n)| format!("{n} {tag}"))
            .collect();
        writeln!(
            out,
            "round {round}: {} about {} ({}), {} KB in all",
            counted(self.letters, "letter", "letters"),
            counted(self.addresses, "address", "addresses"),
            languages.join(", "),
            self.bytes.div_ceil(1000)
        )?;
        self.list_attention(out)?;
        writeln!(out, "digest {digest}")?;
        writeln!(
            out,
            "look at the letters with: forewarn preview --all; then: forewarn send --approve {digest}"
        )
    }

    fn json(&self) -> serde_json::Value {
        json_of(self)
    }
}

impl Planned {
    fn list_attention(&self, out: &mut dyn Write) -> io::Result<()> {
        if !self.attention.is_empty() {
            writeln!(out, "a person should look at:")?;
        }
        self.attention
            .iter()
            .try_for_each(|line| writeln!(out, "  - {}", crate::message::printable(line)))
    }
}
