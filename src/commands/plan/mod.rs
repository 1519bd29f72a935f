//! `forewarn plan`: group, compose, check and freeze the letters of the next round.
//!
//! All or nothing: one letter that cannot be made, or that would name a foreign address, and nothing is planned.
//! `compose.rs` makes one letter, `workers.rs` many at a time, `round.rs` keeps them; `attention.rs` says what a person
//! should look at.

mod attention;
mod compose;
mod holdout;
mod round;
mod withdrawn;
mod workers;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::PathBuf;

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::{Campaign, Context, Summary, counted, json_of, sender};
use crate::failure::Failure;
use crate::ledger::RoundKind;
use crate::resolve::share::{ShareLimit, implausible_share};

use compose::Composer;
use round::{Part, Round};
use workers::Workers;

/// A frozen round.
#[derive(Debug, Clone, Serialize)]
pub struct Planned {
    /// Its number; `None` when there was nothing to write about.
    pub round: Option<i64>,
    /// `first`, `reminder` or `correction`.
    pub kind: &'static str,
    /// The kind of the round that was replaced, when it was another.
    pub replaced: Option<String>,
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

/// What kind of round is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Request {
    /// About what was not told yet.
    #[default]
    First,
    /// About what is still open.
    Reminder,
    /// About what was flagged wrongly: the rows of this file, and what was withdrawn before and not told.
    Correction(Option<PathBuf>),
}

/// Freezes the next round.
///
/// # Errors
/// When something the letter needs is not configured, nothing is imported or resolved, a letter cannot be made, a
/// contact holds an implausible share, or there would be too many letters. Then nothing has changed.
pub fn run(context: &Context, request: &Request) -> Result<Planned, Failure> {
    let mut campaign = Campaign::change(context, "plan")?;
    let now = context.clock.now();
    let list = campaign.ledger.suppressed()?;
    let threshold = campaign.config.contacts.threshold;
    campaign
        .ledger
        .pass_over(&list, |decision| decision.passing_over(&*list, threshold), now)?;
    ready(&campaign, request)?;
    if let Some(history) = &campaign.config.limits.history {
        campaign.ledger.share_history(history)?;
    }
    let campaign = campaign;
    let withdrawn = match request {
        Request::Correction(Some(file)) => withdrawn::read_path(&campaign, file, now)?,
        _ => Vec::new(),
    };
    let kind = kind(&campaign, request, now);
    let mut composer = Composer::new(&campaign, kind, now)?;
    let freeze = campaign.ledger.freeze(kind, &campaign.config.letter, now)?;
    composer.round = u32::try_from(freeze.number()).map_err(Failure::internal)?;
    let replaced = freeze
        .replaces()
        .filter(|replaced| *replaced != kind.as_str())
        .map(str::to_owned);
    let unknown = withdrawn::withdraw(&freeze, &withdrawn)?;
    if matches!(request, Request::First) {
        holdout::assign(&campaign, &freeze, now)?;
    }
    let bar = context.progress.counter("planning letters");
    let compose = |part: &Part| part.compose(&composer);
    let (freeze, notable) = std::thread::scope(|scope| {
        let mut round = Round::new(&campaign, freeze, kind, Workers::start(scope, &compose))?;
        campaign
            .ledger
            .ready_bundles(kind, |bundle| -> Result<(), Failure> {
                round.take(bundle)?;
                bar.set_position(round.letters());
                Ok(())
            })?;
        round.finish()
    })?;
    bar.finish_and_clear();
    let languages: BTreeMap<String, u64> = notable.languages.clone();
    let totals = campaign.ledger.totals()?;
    let mut attention = attention::attention(&campaign, &composer, &notable, &totals);
    attention.extend(withdrawn::unknown(&unknown));
    let addresses = notable.addresses;
    let frozen = freeze.finish(&attention)?;
    Ok(Planned {
        round: frozen.as_ref().map(|round| round.number),
        kind: kind.as_str(),
        replaced,
        letters: frozen.as_ref().map_or(0, |round| round.letters),
        bytes: frozen.as_ref().map_or(0, |round| round.bytes),
        digest: frozen.map(|round| round.digest),
        languages,
        addresses,
        attention,
    })
}

fn kind(campaign: &Campaign, request: &Request, now: Timestamp) -> RoundKind {
    let rounds = &campaign.config.rounds;
    match request {
        Request::First => RoundKind::First {
            told_since: campaign.told_since(now),
        },
        Request::Reminder => RoundKind::Reminder {
            told_before: now
                .checked_sub(SignedDuration::from_hours(24 * i64::from(rounds.reminder_after)))
                .unwrap_or(Timestamp::MIN),
            most: rounds.reminders,
        },
        Request::Correction(_) => RoundKind::Correction,
    }
}

/// Refuses what a person has to mend first.
fn ready(campaign: &Campaign, request: &Request) -> Result<(), Failure> {
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
    // A correction goes to those who were told, whatever the contacts are today.
    if matches!(request, Request::Correction(_)) {
        return Ok(());
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

impl Summary for Planned {
    fn people(&self, out: &mut dyn Write) -> io::Result<()> {
        let (Some(round), Some(digest)) = (self.round, &self.digest) else {
            let why = match self.kind {
                "reminder" => {
                    "nothing that was told long enough ago was seen again since (import a rescan with the same --source)"
                }
                "correction" => "nothing that was told is withdrawn without a correction",
                _ => "no contact has anything new to be told",
            };
            writeln!(out, "nothing to plan: {why}")?;
            self.tell_replaced(out)?;
            return self.list_attention(out);
        };
        let languages: Vec<String> = self
            .languages
            .iter()
            .map(|(tag, n)| format!("{n} {tag}"))
            .collect();
        let what = match self.kind {
            "reminder" => counted(self.letters, "reminder", "reminders"),
            "correction" => counted(self.letters, "correction", "corrections"),
            _ => counted(self.letters, "letter", "letters"),
        };
        writeln!(
            out,
            "round {round}: {what} about {} ({}), {} KB in all",
            counted(self.addresses, "address", "addresses"),
            languages.join(", "),
            self.bytes.div_ceil(1000)
        )?;
        self.tell_replaced(out)?;
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
    fn tell_replaced(&self, out: &mut dyn Write) -> io::Result<()> {
        match &self.replaced {
            Some(kind) => writeln!(
                out,
                "it takes the place of a {kind} round of which nothing was sent: plan that again afterwards"
            ),
            None => Ok(()),
        }
    }

    fn list_attention(&self, out: &mut dyn Write) -> io::Result<()> {
        if !self.attention.is_empty() {
            writeln!(out, "a person should look at:")?;
        }
        self.attention
            .iter()
            .try_for_each(|line| writeln!(out, "  - {}", crate::message::printable(line)))
    }
}
