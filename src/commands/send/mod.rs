//! `forewarn send`: the approved letters, through the gateway.
//!
//! Joins the ledger's [`Notes`] with the gateway's connections. What makes it safe is the order of three steps for each
//! letter: everything but the final dot goes out, the ledger durably notes the dot, the dot goes out. `run.rs` holds
//! that order; `approval.rs` decides what may be sent at all.

mod approval;
mod choice;
mod rehearse;
mod run;
mod schedule;
mod settings;
mod supply;
mod troubles;
mod turns;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::signals::Signals;
use super::{Campaign, Context, Summary, counted, in_words, json_of};
use crate::failure::Failure;
use crate::gateway::{Endpoint, Gateway, Outbox};
use crate::ledger::{Durability, Ledger, LetterRow, Notes};
use crate::pace::{Forecast, Held, Refusals, TooMany, held};

pub use approval::Ask;
pub use rehearse::{Rehearsal, rehearse};
use run::{End, Run, Terms};
pub(super) use schedule::{foresee, rules, span};
pub(super) use settings::{endpoint, settings, stopped};
use turns::Watch;

/// How long a gateway may be away without --wait.
const PATIENCE: Duration = Duration::from_secs(15);

/// What was asked for.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// The digest of the round to approve.
    pub approve: Option<String>,
    /// Only say what would be sent.
    pub dry_run: bool,
    /// At most so many letters.
    pub limit: Option<u64>,
    /// How long to wait for deferred letters, for working hours, and for a gateway that is not there.
    pub wait: Duration,
    /// A person lets the campaign go on that was stopped for too many refusals.
    pub go_on: bool,
}

/// What a run came to.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Sent {
    /// Letters by what became of them in this run.
    pub letters: BTreeMap<String, u64>,
    /// Letters that could be sent right now.
    pub left: u64,
    /// Letters that become due later.
    pub next_due: Option<Timestamp>,
    /// Letters in doubt, found at the start of this run or left by it.
    pub unknown: u64,
    /// A signal ended the run.
    pub interrupted: bool,
    /// Nothing was sent because nothing was to be sent.
    pub dry_run: bool,
    /// Where the letters went.
    pub gateway: String,
    /// `--limit` ended the run.
    pub limited: bool,
    /// Letters that wait for working hours.
    pub held: Vec<Held>,
    /// When everything would go; of a dry run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schedule: Option<Forecast>,
    /// When the run began.
    #[serde(skip)]
    now: Timestamp,
    /// Letters held back because another campaign has told their contact, or is about to.
    pub told_elsewhere: u64,
}

/// Letters are read in their order, once each: KiB of the ledger in memory.
const CACHE: u16 = 4_000;

/// Sends what is approved and due.
///
/// # Errors
/// When nothing is approved, another process works on the ledger, the gateway cannot be used, or the ledger cannot be
/// written. Whatever happens, the ledger tells the truth, and the next run goes on from there.
pub fn run(context: &Context, request: &Request, ask: Ask<'_>) -> Result<Sent, Failure> {
    let campaign = if request.dry_run {
        // Nothing is changed: it can be asked while another process sends.
        Campaign::look(context)?
    } else {
        Campaign::change(context, "send")?
    };
    with(context, campaign, request, ask)
}

/// The same for a campaign that is open already.
pub(super) fn with(
    context: &Context,
    mut campaign: Campaign,
    request: &Request,
    ask: Ask<'_>,
) -> Result<Sent, Failure> {
    let now = context.clock.now();
    let settings = settings(&campaign.config)?;
    let endpoint = settings.endpoint.clone();
    let connections = if matches!(endpoint, Endpoint::Outbox(_)) {
        1
    } else {
        campaign.config.gateway.connections
    };
    let mut sent = Sent {
        gateway: endpoint.to_string(),
        dry_run: request.dry_run,
        now,
        ..Sent::default()
    };
    if request.dry_run {
        let schedule = foresee(&campaign, now)?;
        sent.left = schedule.letters;
        sent.held.clone_from(&schedule.held);
        sent.schedule = Some(schedule);
        return Ok(sent);
    }
    let gateway = Gateway::new(settings).map_err(stopped)?;
    campaign.ledger.cache(CACHE)?;
    recover(&campaign, Some(&endpoint), now)?;
    go_on(&campaign, request, now)?;
    approval::approve(&campaign, request.approve.as_deref(), &endpoint, now, ask)?;
    campaign.ledger.note_gateway(&name_of(&campaign, &endpoint))?;
    sent.told_elsewhere = campaign.compare_history(now)?;
    campaign.begin_telling()?;

    let rules = rules(&campaign)?;
    let Campaign { config, ledger, lock } = campaign;
    let terms = Terms {
        gateway,
        clock: context.clock,
        watch: Watch::start(now),
        connections,
        rules,
        give_up_after: SignedDuration::from_hours(24 * i64::from(config.limits.give_up_after)),
        patience: PATIENCE.max(request.wait),
    };
    let (ledger, failure) = runs(
        context,
        request,
        &terms,
        config.ledger.durability,
        ledger,
        &mut sent,
    )?;
    let now = context.clock.now().max(terms.watch.now());
    let mut campaign = Campaign { config, ledger, lock };
    campaign.ledger.end_telling();
    // A second signal, or a failure, left letters as a kill would have.
    recover(&campaign, Some(&endpoint), now)?;
    sent.told_elsewhere += campaign.compare_history(now)?;
    sent.left = campaign.ledger.sendable(now)?;
    sent.next_due = campaign.ledger.next_due()?;
    if terms.rules.hours.is_some() {
        sent.held = held(&terms.rules, campaign.ledger.waiting(now, false)?, now);
    }
    sent.unknown = campaign.ledger.doubts()?.len() as u64;
    match failure {
        None => Ok(sent),
        // What was achieved before a failure is worth telling too; the exit code is the failure's.
        Some(failure) => Err(failure.hint(format!("in this run: {}", sent.told()))),
    }
}

/// Runs until nothing is due within the time to wait, or something ends it; gives the ledger back.
fn runs(
    context: &Context,
    request: &Request,
    terms: &Terms,
    durability: Durability,
    mut ledger: Ledger,
    sent: &mut Sent,
) -> Result<(Ledger, Option<Failure>), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(Failure::outside)?;
    let mut signals = runtime.block_on(async { Signals::new() });
    let start = context.clock.now();
    let until = start
        .checked_add(SignedDuration::try_from(request.wait).unwrap_or_default())
        .unwrap_or(start);
    let mut limit = request.limit.unwrap_or(u64::MAX);
    loop {
        let total = ledger.sendable(context.clock.now())?.min(limit);
        let bar = context.progress.bar(total, "sending");
        let (_, of_last) = terms.rules.stop_refused;
        let history = ledger.history(of_last, context.clock.now())?;
        // Letters may have come back since the last send.
        if let Err(why) = Refusals::new(&terms.rules, &history).judge() {
            ledger.halt(&why.to_string(), context.clock.now())?;
            return Ok((ledger, Some(halted(&why))));
        }
        ledger.keep(durability)?;
        let (notes, writer) = Notes::to(ledger);
        let run = Run::new(terms, &history, notes, limit, bar);
        let (done, written) = runtime.block_on(async {
            // The connections first, always: what they ask for is taken in when nobody of them has anything left to read.
            tokio::join!(biased; run.go(&mut signals), writer.serve())
        });
        ledger = written?;
        ledger.keep(Durability::Power)?;
        for (what, n) in done.letters {
            limit = limit.saturating_sub(n);
            *sent.letters.entry(what.to_owned()).or_default() += n;
        }
        for (what, n) in done.aside {
            *sent.letters.entry(what.to_owned()).or_default() += n;
        }
        sent.told_elsewhere += done.told_elsewhere;
        match done.end {
            End::Nothing => {}
            End::Limit => {
                sent.limited = true;
                return Ok((ledger, None));
            }
            End::Interrupted => {
                sent.interrupted = true;
                return Ok((ledger, None));
            }
            End::Halted(why) => {
                ledger.halt(&why.to_string(), context.clock.now())?;
                return Ok((ledger, Some(halted(&why))));
            }
            End::Failed(failure) => return Ok((ledger, Some(failure))),
        }
        let (deferred, opens) = (ledger.next_due()?, done.opens);
        let next = deferred.into_iter().chain(opens).min();
        let Some(due) = next.filter(|due| *due <= until) else {
            return Ok((ledger, None));
        };
        let what = if opens == Some(due) {
            "people to work again"
        } else {
            "deferred letters"
        };
        let wait = Duration::try_from(due.duration_since(terms.watch.now())).unwrap_or_default();
        let bar = context
            .progress
            .counter(format!("waiting until {due:.0} for {what}"));
        sent.interrupted = !runtime.block_on(signals.waited_out(wait));
        bar.finish_and_clear();
        if sent.interrupted {
            return Ok((ledger, None));
        }
    }
}

/// Whether a campaign that was stopped may go on.
fn go_on(campaign: &Campaign, request: &Request, now: Timestamp) -> Result<(), Failure> {
    let Some(halt) = campaign.ledger.halted()? else {
        return Ok(());
    };
    if request.go_on {
        campaign.ledger.lift_halt(now)?;
        return Ok(());
    }
    Err(stop_hints(Failure::outside(format!(
        "sending was stopped on {:.0}: {}",
        halt.at, halt.why
    ))))
}

/// Too many letters were refused.
fn halted(why: &TooMany) -> Failure {
    stop_hints(Failure::outside(*why))
}

fn stop_hints(failure: Failure) -> Failure {
    failure
        .hint("look at the refused letters first: forewarn status")
        .hint("when the cause is mended: forewarn send --go-on")
}

/// What the ledger calls a gateway: an outbox as it is configured, so that a campaign's folder can be moved.
fn name_of(campaign: &Campaign, endpoint: &Endpoint) -> String {
    match endpoint {
        Endpoint::Outbox(_) => campaign.config.gateway.url.clone(),
        Endpoint::Smtp { .. } => endpoint.to_string(),
    }
}

/// What was interrupted before becomes planned, unknown, or, where the outbox that it went to can tell, accepted.
pub(super) fn recover(
    campaign: &Campaign,
    endpoint: Option<&Endpoint>,
    now: Timestamp,
) -> Result<(), Failure> {
    let ledger = &campaign.ledger;
    let outbox = match endpoint {
        Some(endpoint @ Endpoint::Outbox(folder)) => {
            let outbox = Outbox::open(folder).map_err(stopped)?;
            outbox.sweep().map_err(stopped)?;
            // Another outbox knows nothing of a letter that went to a server, or into this one's predecessor.
            (ledger.last_gateway()? == Some(name_of(campaign, endpoint))).then_some(outbox)
        }
        _ => None,
    };
    let holds = |letter: &LetterRow, bytes: &[u8]| outbox.as_ref()?.holds(&letter.reference, bytes).ok();
    let unknown = ledger.recover(now, &holds)?;
    if unknown > 0 {
        tracing::warn!(
            "{} found whose outcome is unknown after an interruption; see: forewarn settle",
            counted(unknown, "letter", "letters")
        );
    }
    Ok(())
}

impl Sent {
    fn told(&self) -> String {
        if self.letters.is_empty() {
            "nothing was sent".to_owned()
        } else {
            in_words(&self.letters)
        }
    }
}

impl Summary for Sent {
    fn people(&self, out: &mut dyn Write) -> io::Result<()> {
        if let Some(schedule) = &self.schedule {
            let at_once = schedule.held.is_empty() && schedule.lasts(self.now).as_secs() < 60;
            writeln!(
                out,
                "{} would go to {}{}; nothing was sent (see them with: forewarn preview)",
                counted(self.left, "letter", "letters"),
                self.gateway,
                if at_once { " now" } else { "" },
            )?;
            return schedule::show(schedule, self.now, out);
        }
        writeln!(out, "{}: {}", self.gateway, self.told())?;
        if self.interrupted {
            writeln!(out, "interrupted; the next forewarn send goes on")?;
        }
        if self.letters.contains_key("suppressed") {
            writeln!(
                out,
                "a letter is held back whole: what else it was about comes again with the next forewarn plan"
            )?;
        }
        if self.told_elsewhere > 0 {
            writeln!(
                out,
                "{} held back: another campaign has told the contact meanwhile, or is about to",
                counted(self.told_elsewhere, "letter", "letters")
            )?;
        }
        if self.left > 0 {
            writeln!(out, "{} left to send", counted(self.left, "letter", "letters"))?;
        }
        schedule::hold(&self.held, out)?;
        if let Some(first) = self.held.first() {
            writeln!(out, "send them from {:.0} on: forewarn send", first.opens)?;
        }
        if let Some(due) = self.next_due {
            writeln!(
                out,
                "deferred letters can be tried again from {due:.0}: forewarn send"
            )?;
        }
        if self.unknown > 0 {
            writeln!(
                out,
                "{} unknown; decide with: forewarn settle",
                counted(self.unknown, "outcome is", "outcomes are")
            )?;
        }
        Ok(())
    }

    fn json(&self) -> serde_json::Value {
        json_of(self)
    }

    fn leaves_work(&self) -> bool {
        let fate = |state: &str| self.letters.get(state).copied().unwrap_or(0);
        let given_up = fate("refused") + fate("expired");
        let left = self.left > 0 && !self.limited && !self.dry_run;
        given_up > 0 || self.unknown > 0 || self.interrupted || self.next_due.is_some() || left
    }
}
