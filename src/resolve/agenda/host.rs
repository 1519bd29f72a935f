//! One host: what waits for it, and whether it may be asked.

use std::cmp::Ordering;
use std::time::Duration;

use jiff::Timestamp;

use super::{LONGEST_WAIT, Outcome, Queue, later};

/// Failures in a row after which a host that has answered before rests.
const PATIENCE: u32 = 4;
/// The same for one that has never answered: without a network, nobody ever does.
const PATIENCE_AT_FIRST: u32 = 2;
/// Requests to slow down in a row after which it is not asked again in this run.
const HINTS: u32 = 4;
/// The first pause after a failure, and the first rest; both double with each further failure.
const PAUSE: Duration = Duration::from_millis(500);
const REST: Duration = Duration::from_mins(1);
/// The first pause when a host asks to be left alone and does not say for how long.
const SLOWER: Duration = Duration::from_secs(20);

/// Whether a host may be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Door {
    /// It may.
    Open,
    /// Until then it may not; what waits for it goes on waiting.
    Closed(Timestamp),
    /// It keeps failing. After this time one request tries whether it is back, if anybody is still busy elsewhere.
    Resting(Timestamp),
    /// It is not asked in this run any more.
    Shut,
}

/// A task in its host's queue.
#[derive(Debug)]
pub(super) struct Task<T> {
    pub(super) begun: bool,
    pub(super) weight: u64,
    pub(super) number: u64,
    pub(super) work: T,
}

impl<T> Task<T> {
    fn rank(&self) -> (bool, u64, std::cmp::Reverse<u64>) {
        (self.begun, self.weight, std::cmp::Reverse(self.number))
    }
}

impl<T> Ord for Task<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.rank().cmp(&other.rank())
    }
}

impl<T> PartialOrd for Task<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> PartialEq for Task<T> {
    fn eq(&self, other: &Self) -> bool {
        self.rank() == other.rank()
    }
}

impl<T> Eq for Task<T> {}

/// A host and what waits for it.
#[derive(Debug)]
pub(super) struct Host<T> {
    pub(super) payer: String,
    pub(super) queue: Queue<T>,
    pub(super) door: Door,
    pub(super) under_way: u64,
    pub(super) asked: u64,
    has_answered: bool,
    failures: u32,
    hints: u32,
}

impl<T> Host<T> {
    pub(super) fn new(payer: &str) -> Self {
        Self {
            payer: payer.to_owned(),
            queue: Queue::new(),
            door: Door::Open,
            under_way: 0,
            asked: 0,
            has_answered: false,
            failures: 0,
            hints: 0,
        }
    }

    /// The door as it is now.
    pub(super) fn opens(&self, now: Timestamp) -> Door {
        match self.door {
            Door::Closed(until) if until <= now => Door::Open,
            // One request tries, and decides for those behind it.
            Door::Resting(until) if until <= now && self.under_way == 0 => Door::Open,
            door => door,
        }
    }

    pub(super) fn finished(&mut self, outcome: Outcome, now: Timestamp) {
        match outcome {
            Outcome::Answered => {
                (self.has_answered, self.failures, self.hints) = (true, 0, 0);
                // A later request may have been told to wait.
                if !matches!(self.door, Door::Closed(until) if until > now) && self.door != Door::Shut {
                    self.door = Door::Open;
                }
            }
            Outcome::TooFast(until) => {
                // It is there, and talks to us.
                (self.has_answered, self.failures) = (true, 0);
                self.hints += 1;
                self.close(
                    until.unwrap_or_else(|| later(now, doubled(SLOWER, self.hints))),
                    now,
                );
            }
            Outcome::Failed(Some(until)) => {
                self.hints += 1;
                self.close(until, now);
            }
            Outcome::Failed(None) => {
                self.failures += 1;
                let patience = if self.has_answered {
                    PATIENCE
                } else {
                    PATIENCE_AT_FIRST
                };
                let door = match self.failures.checked_sub(patience) {
                    Some(beyond) => Door::Resting(later(now, doubled(REST, beyond + 1))),
                    None => Door::Closed(later(now, doubled(PAUSE, self.failures))),
                };
                if self.door != Door::Shut {
                    self.door = door;
                }
            }
        }
    }

    fn close(&mut self, until: Timestamp, now: Timestamp) {
        let too_long = until > later(now, LONGEST_WAIT);
        let before = match self.door {
            Door::Closed(before) => before.max(until),
            _ => until,
        };
        self.door = if too_long || self.hints > HINTS || self.door == Door::Shut {
            Door::Shut
        } else {
            Door::Closed(before)
        };
    }
}

/// The first, the second twice, the third four times as long, up to the longest.
fn doubled(first: Duration, times: u32) -> Duration {
    let factor = 1_u32 << times.saturating_sub(1).min(16);
    first.saturating_mul(factor).min(LONGEST_WAIT)
}
