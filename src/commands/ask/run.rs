//! The asking itself: one loop that gives out what the agenda says, and takes in what comes back.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use indicatif::ProgressBar;
use jiff::{SignedDuration, Timestamp};
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::desk::{Desk, Step};
use super::open::{Counter, Inquiry, keeping};
use super::{Flagged, Site, Tally};
use crate::commands::Context;
use crate::commands::signals::Signals;
use crate::config::Config;
use crate::contact::Unresolved;
use crate::failure::Failure;
use crate::ledger::{Answers, Suppressed};
use crate::resolve::Resolver;
use crate::resolve::agenda::{Agenda, Turn};
use crate::resolve::online::{Errand, Reply, Subject, Trouble};

/// From one look at the queues to the next, for people.
const LOOK: Duration = Duration::from_millis(500);
/// Payer of everything that goes to the operator's own DNS resolver.
const BY_DNS: &str = "DNS";

/// Asks about all sites until nobody is left to ask, or the inquiry's limit, or a signal. Decisions are noted as they
/// are made; answers are kept as they come.
///
/// # Errors
/// When the sources cannot be used, or ledger or kept answers cannot be read or written. What was noted stays.
pub(in crate::commands) fn run(
    context: &Context,
    asking: Asking<'_>,
    flagged: &dyn Flagged,
    sites: Vec<Site>,
    inquiry: Inquiry,
) -> Result<Tally, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(Failure::outside)?;
    let bar = context.progress.counter("asking about addresses");
    let done = runtime.block_on(async {
        let counter = if inquiry.offline {
            None
        } else {
            Counter::of(asking.config)?
        };
        let paces = counter.as_ref().map(|counter| counter.paces.clone());
        let now = context.clock.now();
        let mut rounds = Loop {
            desk: Desk {
                resolver: asking.resolver,
                counter,
                answers: asking.answers,
                suppressed: asking.suppressed,
                threshold: asking.config.contacts.threshold,
                keeping: keeping(asking.config),
                refresh: inquiry.refresh,
                now,
            },
            flagged,
            agenda: Agenda::new(paces.unwrap_or_default(), inquiry.limit),
            said: BTreeMap::new(),
            flights: BTreeMap::new(),
            tally: Tally::default(),
            began: (now, Instant::now()),
            bar: bar.clone(),
            looked: None,
        };
        rounds.run(sites).await?;
        Ok(rounds.tally)
    });
    bar.finish_and_clear();
    done
}

/// What it takes to ask.
pub(in crate::commands) struct Asking<'a> {
    pub(in crate::commands) config: &'a Config,
    pub(in crate::commands) resolver: &'a Resolver,
    /// Where answers are kept.
    pub(in crate::commands) answers: Option<&'a Answers>,
    pub(in crate::commands) suppressed: Arc<Suppressed>,
}

/// A site with what is asked about it.
pub(super) struct Job {
    pub(super) site: Site,
    pub(super) errand: Errand,
}

/// One run of asking, under way.
pub(super) struct Loop<'a> {
    pub(super) desk: Desk<'a>,
    pub(super) flagged: &'a dyn Flagged,
    pub(super) agenda: Agenda<Job>,
    /// What each host in trouble has said last.
    pub(super) said: BTreeMap<String, Trouble>,
    /// Sites that wait for an answer about an AS that another site asks about.
    pub(super) flights: BTreeMap<u32, Vec<Site>>,
    pub(super) tally: Tally,
    began: (Timestamp, Instant),
    bar: ProgressBar,
    looked: Option<Instant>,
}

type Asked = (Job, Result<Reply, Trouble>);

impl Loop<'_> {
    async fn run(&mut self, sites: Vec<Site>) -> Result<(), Failure> {
        self.heed_earlier_wishes()?;
        for site in sites {
            let finished = self.advance(site)?;
            // All was known.
            self.tally.known += u64::from(finished);
        }
        let mut under_way: JoinSet<Asked> = JoinSet::new();
        let mut signals = Signals::new();
        let signal = signals.next();
        tokio::pin!(signal);
        loop {
            self.look();
            let wait = match self.agenda.next(self.now()) {
                Turn::Ask { host, task } => {
                    let Some(counter) = &self.desk.counter else {
                        return Ok(());
                    };
                    tracing::info!(
                        "asking {host} about {}: {}",
                        task.errand.subject(),
                        task.errand.request()
                    );
                    let (sources, now) = (Arc::clone(&counter.sources), self.desk.now);
                    under_way.spawn(async move {
                        let reply = sources.ask(&task.errand, now).await;
                        (task, reply)
                    });
                    continue;
                }
                Turn::GiveUp { host, tasks } => {
                    self.give_up(&host, tasks)?;
                    continue;
                }
                Turn::Over => break,
                Turn::Wait(until) => until,
            };
            let pause = match wait {
                Some(until) => until.duration_since(self.now()).unsigned_abs().min(LOOK),
                None => LOOK,
            };
            tokio::select! {
                Some(asked) = under_way.join_next() => {
                    let (job, reply) = asked.map_err(Failure::internal)?;
                    self.take(job, reply)?;
                }
                // A little more than asked for: a timer may ring early, and the clock must have passed.
                () = tokio::time::sleep(pause + Duration::from_millis(1)) => {}
                () = &mut signal, if !self.tally.interrupted => {
                    self.tally.interrupted = true;
                    self.agenda.stop();
                }
            }
        }
        self.tally.requests = self.agenda.asked();
        self.tally.count_hosts(&self.agenda.waiting(self.now()));
        Ok(())
    }

    /// The time, which goes on also where the clock is stopped.
    pub(super) fn now(&self) -> Timestamp {
        let (at, began) = self.began;
        let passed = SignedDuration::try_from(began.elapsed()).unwrap_or(SignedDuration::MAX);
        at.checked_add(passed).unwrap_or(Timestamp::MAX)
    }

    /// Hosts that asked an earlier run to leave them alone are left alone.
    fn heed_earlier_wishes(&mut self) -> Result<(), Failure> {
        let Some(answers) = self.desk.answers else {
            return Ok(());
        };
        for (host, payer, until, why) in answers.left_alone(self.desk.now)? {
            tracing::warn!("{host} has asked to be left alone until {until:.0}");
            self.agenda.close(&host, &payer, until, self.desk.now);
            let trouble = Trouble::Spared {
                why,
                reason: Unresolved::RateLimited,
            };
            self.said.insert(host, trouble);
        }
        Ok(())
    }

    /// Brings a site, and what it leaves, to its next question or its end; whether it came to its end.
    pub(super) fn advance(&mut self, site: Site) -> Result<bool, Failure> {
        let mut finished = false;
        let mut sites = vec![site];
        while let Some(mut site) = sites.pop() {
            match self.desk.step(&mut site)? {
                Step::Ask(errand) => {
                    let errand = self.desk.go_on(*errand)?;
                    self.queue(site, errand, false);
                }
                Step::Done(decision) => {
                    self.bar.inc(site.weight);
                    let left = self.desk.finish(self.flagged, &site, *decision)?;
                    let rest: u64 = left.iter().map(|piece| piece.weight).sum();
                    self.bar.set_position(self.bar.position().saturating_sub(rest));
                    finished = true;
                    sites.extend(left);
                }
            }
        }
        Ok(finished)
    }

    /// Puts a site's question on the agenda; what another site asks already is waited for.
    pub(super) fn queue(&mut self, site: Site, errand: Errand, begun: bool) {
        if let Subject::As(number) = errand.subject()
            && !begun
        {
            if let Some(waiting) = self.flights.get_mut(&number) {
                waiting.push(site);
                return;
            }
            self.flights.insert(number, Vec::new());
        }
        let (host, payer) = (errand.host().to_owned(), payer(&errand));
        let weight = site.weight;
        self.agenda
            .add(&host, &payer, weight, begun, Job { site, errand });
    }

    /// Shows now and then who waits for whom.
    fn look(&mut self) {
        let now = Instant::now();
        if self.bar.is_hidden() || self.looked.is_some_and(|looked| now - looked < LOOK) {
            return;
        }
        self.looked = Some(now);
        let mut words: Vec<String> = Vec::new();
        for host in self
            .agenda
            .waiting(self.now())
            .iter()
            .filter(|host| host.tasks > 0)
        {
            let until = host
                .until
                .map(|until| format!(", closed until {}", until.strftime("%H:%M:%S")));
            words.push(format!(
                "{}: {} networks{}",
                host.host,
                host.tasks,
                until.unwrap_or_default()
            ));
        }
        self.bar.set_message(format!(
            "asked {}; waiting for {}; done",
            self.agenda.asked(),
            words.join(", ")
        ));
    }
}

/// Whose pace an errand takes up.
pub(super) fn payer(errand: &Errand) -> String {
    use crate::resolve::online::Service;
    match (errand.service(), errand.registry()) {
        (Service::Rdap | Service::Whois, Some(registry)) => registry.name().to_owned(),
        (Service::Rdap | Service::Whois, None) => errand.host().to_owned(),
        _ => BY_DNS.to_owned(),
    }
}
