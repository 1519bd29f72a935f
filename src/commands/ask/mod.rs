//! Asking the network about what rules and dumps leave open: joins the resolver, the online sources, the kept answers
//! and the agenda.
//!
//! A [`Site`] is a range of addresses that all known sources treat alike, with the number of flagged ones in it. Its
//! middle address is asked about ([`Desk::step`]); the decision holds for a range, and what of the site lies outside
//! becomes sites of their own. Every answer is kept before anything is decided by it, so a killed run asks nobody
//! twice. [`run`] waits, paces and retries by what the agenda says.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::net::IpAddr;
use std::sync::Arc;

use jiff::Timestamp;
use serde::Serialize;

mod desk;
mod known;
mod open;
mod run;
mod take;

pub(super) use known::{Remembered, known};
pub use open::Inquiry;
pub(super) use open::{answers, open};
pub(super) use run::{Asking, run};

use super::counted;
use crate::contact::Decision;
use crate::failure::Failure;
use crate::ledger::{AddressFacts, Ledger, Resolved};
use crate::resolve::agenda::Waiting;
use crate::resolve::online::Heard;

/// First and last address.
pub(super) type Range = (IpAddr, IpAddr);

/// Flagged addresses that have one thing in common: nobody has said anything yet that tells them apart.
#[derive(Debug)]
pub(super) struct Site {
    /// The smallest range known around them offline.
    pub(super) boundary: Range,
    /// What of it is left.
    pub(super) range: Range,
    /// Flagged addresses in it.
    pub(super) weight: u64,
    /// The one that is asked about.
    pub(super) facts: AddressFacts,
    /// What was heard so far.
    pub(super) heard: Vec<Heard>,
    /// Whether the kept answers were looked through.
    pub(super) recalled: bool,
    /// Failed requests of the errand that it is on.
    pub(super) tries: u32,
}

/// Where flagged addresses stand, and their decisions go.
pub(super) trait Flagged {
    /// How many open addresses a range has.
    fn count(&self, range: Range) -> Result<u64, Failure>;
    /// `limit` of them in rising order, after the first `skip`.
    fn within(&self, range: Range, skip: u64, limit: u64) -> Result<Vec<AddressFacts>, Failure>;
    /// Notes decisions; durable when it returns.
    fn note(&self, resolved: &[Resolved], at: Timestamp) -> Result<(), Failure>;
}

impl Flagged for Ledger {
    fn count(&self, (first, last): Range) -> Result<u64, Failure> {
        Ok(self.count_open(first, last)?)
    }

    fn within(&self, (first, last): Range, skip: u64, limit: u64) -> Result<Vec<AddressFacts>, Failure> {
        Ok(self.open_within(first, last, skip, limit)?)
    }

    fn note(&self, resolved: &[Resolved], at: Timestamp) -> Result<(), Failure> {
        Ok(self.record_decisions(resolved, at)?)
    }
}

/// A few addresses without a campaign.
#[derive(Debug, Default)]
pub(super) struct Handful {
    pub(super) addresses: BTreeMap<IpAddr, AddressFacts>,
    pub(super) decided: RefCell<BTreeMap<IpAddr, Arc<Decision>>>,
}

impl Flagged for Handful {
    fn count(&self, (first, last): Range) -> Result<u64, Failure> {
        Ok(self.addresses.range(first..=last).count() as u64)
    }

    fn within(&self, (first, last): Range, skip: u64, limit: u64) -> Result<Vec<AddressFacts>, Failure> {
        let number = |n| usize::try_from(n).unwrap_or(usize::MAX);
        let range = self.addresses.range(first..=last).skip(number(skip));
        Ok(range
            .take(number(limit))
            .map(|(_, facts)| facts.clone())
            .collect())
    }

    fn note(&self, resolved: &[Resolved], _at: Timestamp) -> Result<(), Failure> {
        self.decided.borrow_mut().extend(resolved.iter().cloned());
        Ok(())
    }
}

/// What the asking came to.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Tally {
    /// Requests made.
    pub(super) requests: u64,
    /// Networks of which all was known from kept answers.
    pub(super) known: u64,
    /// Requests by host.
    pub(super) hosts: BTreeMap<String, u64>,
    /// Who was not asked, or not to the end, and why.
    pub(super) put_off: BTreeMap<String, PutOff>,
    /// A signal ended it.
    pub(super) interrupted: bool,
}

/// What waits for a later run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(super) struct PutOff {
    /// Networks.
    pub(super) networks: u64,
    /// Flagged addresses in them.
    pub(super) addresses: u64,
    /// What the host said last.
    pub(super) why: String,
    /// When it wants to be asked again, if it said so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) until: Option<Timestamp>,
}

impl Tally {
    /// Whether anybody was asked, now or before.
    pub(super) fn has_asked(&self) -> bool {
        self.requests > 0 || self.known > 0 || !self.put_off.is_empty()
    }

    /// In a few lines; none when nobody was asked.
    pub(super) fn people(&self, out: &mut dyn Write) -> io::Result<()> {
        let hosts: Vec<String> = self
            .hosts
            .iter()
            .map(|(host, n)| format!("{n} to {host}"))
            .collect();
        if self.requests > 0 {
            let n = counted(self.requests, "request", "requests");
            writeln!(out, "asked over the network: {n} ({})", hosts.join(", "))?;
        }
        for (host, put_off) in &self.put_off {
            let until = put_off.until.map(|until| format!("; again after {until:.0}"));
            writeln!(
                out,
                "not asked: {host}, about {} ({}): {}{}",
                counted(put_off.networks, "network", "networks"),
                counted(put_off.addresses, "address", "addresses"),
                put_off.why,
                until.unwrap_or_default()
            )?;
        }
        if self.interrupted {
            writeln!(out, "interrupted; the next forewarn resolve goes on")?;
        }
        Ok(())
    }

    fn count_hosts(&mut self, waiting: &[Waiting]) {
        let asked = waiting.iter().filter(|host| host.asked > 0);
        self.hosts = asked.map(|host| (host.host.clone(), host.asked)).collect();
    }
}
