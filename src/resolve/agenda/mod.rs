//! What to ask next, and when: the economy and the manners of asking strangers, without asking anybody.
//!
//! In go tasks (something to ask a host, and how many addresses wait for it), the outcomes of what was asked, and the
//! time; out comes the next task whose turn it is, or how long to wait. Nothing here opens a connection or reads a
//! clock, so that a million queries can be played through in a second.
//!
//! ```text
//! add(host, payer, weight, task) ---> queue of its host ---> next(now) -> Ask | Wait | GiveUp | Over
//!                                                            finished(host, outcome, now)
//! ```
//!
//! Invariants: what has begun is finished first, then the task that most addresses wait for comes; hosts take turns;
//! no payer is asked faster than its [`Pace`] or over more connections; a host that asks to be left alone is, up to
//! ten minutes, and nobody else waits for it; a host that keeps failing rests, and nothing waits for one that rests.

use std::collections::{BTreeMap, BinaryHeap};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

mod host;
mod keeping;
mod pace;
#[cfg(test)]
mod tests;

use host::{Door, Host, Task};
pub use keeping::Keeping;
use pace::Purse;
pub use pace::{Pace, Paces};

/// Retry-After is obeyed up to here; who wants more is not asked again in this run.
pub const LONGEST_WAIT: Duration = Duration::from_mins(10);

/// How a request to a host went, as far as its next turn is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It answered, if only that it knows nothing.
    Answered,
    /// It asks to be left alone, until then if it says so.
    TooFast(Option<Timestamp>),
    /// It failed; until then it knows that it will.
    Failed(Option<Timestamp>),
}

/// What to do now.
#[derive(Debug, PartialEq, Eq)]
pub enum Turn<T> {
    /// Make this request; say how it went with [`Agenda::finished`].
    Ask {
        /// Whom.
        host: String,
        /// What.
        task: T,
    },
    /// Nothing before this time, or, without one, before something that is under way has finished.
    Wait(Option<Timestamp>),
    /// This host will not be asked in this run any more: these tasks have to do without it.
    GiveUp {
        /// Who.
        host: String,
        /// Heaviest first.
        tasks: Vec<T>,
    },
    /// Nothing is left.
    Over,
}

/// Who waits for whom, for people.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Waiting {
    /// The host.
    pub host: String,
    /// Requests made of it.
    pub asked: u64,
    /// Tasks that wait for it.
    pub tasks: u64,
    /// Addresses that wait for them.
    pub addresses: u64,
    /// When it can be asked again, if it is closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

/// The tasks of all hosts.
#[derive(Debug)]
pub struct Agenda<T> {
    paces: Paces,
    hosts: BTreeMap<String, Host<T>>,
    purses: BTreeMap<String, Purse>,
    /// The host whose turn was the last.
    last: String,
    added: u64,
    under_way: u64,
    asked: u64,
    limit: Option<u64>,
}

impl<T> Agenda<T> {
    /// An empty one. After `limit` requests no more are made.
    #[must_use]
    pub fn new(paces: Paces, limit: Option<u64>) -> Self {
        Self {
            paces,
            hosts: BTreeMap::new(),
            purses: BTreeMap::new(),
            last: String::new(),
            added: 0,
            under_way: 0,
            asked: 0,
            limit,
        }
    }

    /// Adds a task for a host; `payer` is whose pace it takes up: a registry's name, or the host's own. `weight`:
    /// addresses that wait for it; `begun`: it goes on with something that took requests already.
    pub fn add(&mut self, host: &str, payer: &str, weight: u64, begun: bool, task: T) {
        let paces = &self.paces;
        self.purses
            .entry(payer.to_owned())
            .or_insert_with(|| Purse::new(paces.of(payer)));
        self.added += 1;
        let number = self.added;
        self.hosts
            .entry(host.to_owned())
            .or_insert_with(|| Host::new(payer))
            .queue
            .push(Task {
                begun,
                weight,
                number,
                work: task,
            });
    }

    /// Makes no more requests in this run.
    pub fn stop(&mut self) {
        self.limit = Some(self.asked);
    }

    /// Closes a host until then: it said so in an earlier run.
    pub fn close(&mut self, host: &str, payer: &str, until: Timestamp, now: Timestamp) {
        let too_long = until > later(now, LONGEST_WAIT);
        let host = self
            .hosts
            .entry(host.to_owned())
            .or_insert_with(|| Host::new(payer));
        host.door = if too_long { Door::Shut } else { Door::Closed(until) };
    }

    /// The next thing to do.
    pub fn next(&mut self, now: Timestamp) -> Turn<T> {
        let spent = self.limit.is_some_and(|limit| self.asked >= limit);
        let mut soonest: Option<Timestamp> = None;
        let mut chosen = None;
        // In turn: first those behind the last one.
        let behind = self.hosts.iter().filter(|(name, _)| **name > self.last);
        let before = self.hosts.iter().filter(|(name, _)| **name <= self.last);
        for (name, host) in behind.chain(before) {
            if host.queue.is_empty() || spent {
                continue;
            }
            let Some(purse) = self.purses.get(&host.payer) else {
                continue;
            };
            match host.opens(now) {
                Door::Shut | Door::Resting(_) => continue,
                Door::Closed(until) => {
                    soonest = Some(soonest.map_or(until, |soonest| soonest.min(until)));
                    continue;
                }
                Door::Open => {}
            }
            match purse.ready(now) {
                Ok(()) => {
                    chosen = Some(name.clone());
                    break;
                }
                // Until one of its own requests has finished.
                Err(None) => {}
                Err(Some(until)) => soonest = Some(soonest.map_or(until, |soonest| soonest.min(until))),
            }
        }
        if let Some(name) = chosen
            && let Some(task) = self.take(&name, now)
        {
            return Turn::Ask { host: name, task };
        }
        if self.under_way > 0 || soonest.is_some() {
            return Turn::Wait(soonest);
        }
        self.give_up().unwrap_or(Turn::Over)
    }

    fn take(&mut self, name: &str, now: Timestamp) -> Option<T> {
        let host = self.hosts.get_mut(name)?;
        let task = host.queue.pop()?.work;
        host.under_way += 1;
        host.asked += 1;
        self.purses.get_mut(&host.payer)?.spend(now);
        self.under_way += 1;
        self.asked += 1;
        name.clone_into(&mut self.last);
        Some(task)
    }

    /// All that waits for the first host that nobody waits for any more.
    fn give_up(&mut self) -> Option<Turn<T>> {
        let (name, host) = self.hosts.iter_mut().find(|(_, host)| !host.queue.is_empty())?;
        let tasks = std::mem::take(&mut host.queue).into_sorted_vec();
        Some(Turn::GiveUp {
            host: name.clone(),
            tasks: tasks.into_iter().rev().map(|task| task.work).collect(),
        })
    }

    /// Notes how a request went that [`Agenda::next`] has given out. Returns when the host can be asked again, if it is
    /// closed now.
    pub fn finished(&mut self, host: &str, outcome: Outcome, now: Timestamp) -> Option<Timestamp> {
        let host = self.hosts.get_mut(host)?;
        host.under_way = host.under_way.saturating_sub(1);
        self.under_way = self.under_way.saturating_sub(1);
        if let Some(purse) = self.purses.get_mut(&host.payer) {
            purse.finished();
        }
        host.finished(outcome, now);
        match host.door {
            Door::Closed(until) | Door::Resting(until) => Some(until).filter(|until| *until > now),
            Door::Open | Door::Shut => None,
        }
    }

    /// Requests made.
    #[must_use]
    pub fn asked(&self) -> u64 {
        self.asked
    }

    /// Whether no more requests are made because there were enough.
    #[must_use]
    pub fn is_spent(&self) -> bool {
        self.limit.is_some_and(|limit| self.asked >= limit)
    }

    /// Who waits for whom.
    #[must_use]
    pub fn waiting(&self, now: Timestamp) -> Vec<Waiting> {
        self.hosts
            .iter()
            .map(|(name, host)| Waiting {
                host: name.clone(),
                asked: host.asked,
                tasks: host.queue.len() as u64,
                addresses: host.queue.iter().map(|task| task.weight).sum(),
                until: match host.door {
                    Door::Closed(until) | Door::Resting(until) => Some(until).filter(|until| *until > now),
                    Door::Open | Door::Shut => None,
                },
            })
            .collect()
    }
}

/// `now` and this much more.
fn later(now: Timestamp, by: Duration) -> Timestamp {
    SignedDuration::try_from(by)
        .ok()
        .and_then(|by| now.checked_add(by).ok())
        .unwrap_or(Timestamp::MAX)
}

/// A queue in which the heaviest comes first.
type Queue<T> = BinaryHeap<Task<T>>;
