//! All letters together: an even pace, which may grow.

use jiff::{SignedDuration, Timestamp};

use super::{History, Rules};

const HOUR: i64 = 3600;

/// Growth from a first rate: twice as many letters in each further hour of sending. Hours in which nothing was sent
/// do not count, so that a campaign that rested goes on where it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ramp {
    first_hour: u32,
    began: Option<Timestamp>,
    /// The hour of the latest letter, and how many hours with letters lie before it.
    hour: Option<u32>,
    before: u32,
}

impl Ramp {
    fn new(first_hour: u32, history: &History) -> Self {
        let mut hours = history.hours.clone();
        hours.sort_unstable();
        hours.dedup();
        Self {
            first_hour,
            began: history.first,
            before: u32::try_from(hours.len().saturating_sub(1)).unwrap_or(u32::MAX),
            hour: hours.last().copied(),
        }
    }

    fn hour_of(&self, at: Timestamp) -> u32 {
        let since = self.began.map_or(0, |began| at.duration_since(began).as_secs());
        u32::try_from(since.max(0) / HOUR).unwrap_or(u32::MAX)
    }

    /// Letters per hour if one went at `at`.
    fn per_hour(&self, at: Timestamp) -> u64 {
        let further = self.hour.is_some_and(|hour| hour != self.hour_of(at));
        let doublings = self.before.saturating_add(u32::from(further)).min(32);
        u64::from(self.first_hour) << doublings
    }

    fn took(&mut self, at: Timestamp) {
        self.began.get_or_insert(at);
        let hour = self.hour_of(at);
        if self.hour.is_some_and(|last| last != hour) {
            self.before += 1;
        }
        self.hour = Some(hour);
    }
}

/// When the next letter may go, whichever it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rate {
    /// Letters per hour; `None`: no bound.
    full: Option<u64>,
    ramp: Option<Ramp>,
    last: Option<Timestamp>,
}

impl Rate {
    /// The rate of these rules after this history. A history that lies in the future, as after a clock was set back,
    /// counts as of `now`: nobody waits longer than one interval.
    #[must_use]
    pub fn new(rules: &Rules, history: &History, now: Timestamp) -> Self {
        Self {
            full: (rules.rate > 0).then(|| u64::from(rules.rate) * 60),
            ramp: (rules.first_hour > 0).then(|| Ramp::new(rules.first_hour, history)),
            last: history.last.map(|last| last.min(now)),
        }
    }

    /// Letters per hour around `at`; `None`: no bound.
    #[must_use]
    pub fn per_hour(&self, at: Timestamp) -> Option<u64> {
        let ramp = self.ramp.as_ref().map(|ramp| ramp.per_hour(at));
        match (self.full, ramp) {
            (Some(full), Some(ramp)) => Some(full.min(ramp)),
            (full, ramp) => full.or(ramp),
        }
    }

    /// The earliest moment from `now` on at which a letter may go.
    #[must_use]
    pub fn next(&self, now: Timestamp) -> Timestamp {
        let (Some(last), Some(per_hour)) = (self.last, self.per_hour(now)) else {
            return now;
        };
        last.checked_add(interval(per_hour)).unwrap_or(now).max(now)
    }

    /// A letter goes at `at`.
    pub fn took(&mut self, at: Timestamp) {
        if let Some(ramp) = &mut self.ramp {
            ramp.took(at);
        }
        self.last = Some(at);
    }
}

/// The time between two letters.
pub(super) fn interval(per_hour: u64) -> SignedDuration {
    let nanoseconds = HOUR.saturating_mul(1_000_000_000) / i64::try_from(per_hour.max(1)).unwrap_or(i64::MAX);
    SignedDuration::from_nanos(nanoseconds)
}
