//! The pace on the clock of a run: the one place where letters wait for their turn.

use std::cell::RefCell;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::time::{Instant, sleep_until};

use crate::pace::Rate;

/// What time it is in a run: the clock's time at its start, and what has passed since. So a clock that is set while
/// letters wait changes nothing, and one that stands still (in tests) goes on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Watch {
    start: Timestamp,
    began: Instant,
}

impl Watch {
    pub(super) fn start(now: Timestamp) -> Self {
        Self {
            start: now,
            began: Instant::now(),
        }
    }

    pub(super) fn now(self) -> Timestamp {
        let passed = SignedDuration::try_from(self.began.elapsed()).unwrap_or_default();
        self.start.checked_add(passed).unwrap_or(self.start)
    }

    /// The same moment on tokio's clock; now, if it has passed.
    pub(super) fn instant(self, at: Timestamp) -> Instant {
        Instant::now() + Duration::try_from(at.duration_since(self.now())).unwrap_or_default()
    }
}

/// The even pace of all letters together, shared by all connections.
#[derive(Debug)]
pub(super) struct Turns {
    watch: Watch,
    rate: RefCell<Rate>,
}

impl Turns {
    pub(super) fn new(rate: Rate, watch: Watch) -> Self {
        Self {
            watch,
            rate: RefCell::new(rate),
        }
    }

    /// Letters that may go within a second, at least one; `None`: no bound.
    pub(super) fn in_a_second(&self) -> Option<u32> {
        let per_hour = self.rate.borrow().per_hour(self.watch.now())?;
        Some(u32::try_from(per_hour / 3600).unwrap_or(u32::MAX).max(1))
    }

    /// Takes the next letter's turn if it has come already; otherwise nothing happens.
    #[must_use]
    pub(super) fn turn_at_once(&self) -> bool {
        let now = self.watch.now();
        let mut rate = self.rate.borrow_mut();
        if rate.per_hour(now).is_none() {
            return true;
        }
        let come = rate.next(now) <= now;
        if come {
            rate.took(now);
        }
        come
    }

    /// Waits for the next letter's turn. Turns that nobody took are not saved up. Cancelled: the turn is lost.
    pub(super) async fn turn(&self) {
        let turn = {
            let mut rate = self.rate.borrow_mut();
            let now = self.watch.now();
            if rate.per_hour(now).is_none() {
                return;
            }
            let turn = rate.next(now);
            rate.took(turn);
            turn
        };
        sleep_until(self.watch.instant(turn)).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pace::{History, Rules};

    fn turns(rate: u32) -> Turns {
        let now = "2026-11-21T14:05:00Z".parse().unwrap();
        let rules = Rules {
            rate,
            ..Rules::default()
        };
        Turns::new(Rate::new(&rules, &History::default(), now), Watch::start(now))
    }

    #[tokio::test(start_paused = true)]
    async fn a_turn_that_has_not_come_is_not_taken() {
        assert!(turns(0).turn_at_once());
        let turns = turns(60);
        assert!(turns.turn_at_once() && !turns.turn_at_once());
        tokio::time::advance(Duration::from_secs(1)).await;
        assert!(turns.turn_at_once() && !turns.turn_at_once());
    }

    #[tokio::test(start_paused = true)]
    async fn an_even_pace_without_bursts() {
        let turns = turns(60);
        let start = Instant::now();
        for _ in 0..4 {
            turns.turn().await;
        }
        assert_eq!(start.elapsed().as_secs(), 3);
        tokio::time::advance(Duration::from_mins(10)).await;
        let later = Instant::now();
        turns.turn().await;
        turns.turn().await;
        assert_eq!(later.elapsed().as_secs(), 1);
    }
}
