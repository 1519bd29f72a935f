//! Letters per minute in all: an even pace, shared by all connections.

use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::{Instant, sleep_until};

/// An even pace.
#[derive(Debug)]
pub struct Pace {
    interval: Duration,
    next: Mutex<Instant>,
}

impl Pace {
    /// So many letters per minute; 0: as fast as they can.
    #[must_use]
    pub fn per_minute(rate: u32) -> Self {
        let interval = if rate == 0 {
            Duration::ZERO
        } else {
            Duration::from_mins(1) / rate
        };
        Self {
            interval,
            next: Mutex::new(Instant::now()),
        }
    }

    /// Takes the next letter's turn if it has come already; otherwise nothing happens.
    #[must_use]
    pub fn turn_at_once(&self) -> bool {
        if self.interval.is_zero() {
            return true;
        }
        let Ok(mut next) = self.next.try_lock() else {
            return false;
        };
        let now = Instant::now();
        if *next > now {
            return false;
        }
        *next = now + self.interval;
        true
    }

    /// Waits for the next letter's turn. Turns that nobody took are not saved up. Cancelled: the turn is lost.
    pub async fn turn(&self) {
        if self.interval.is_zero() {
            return;
        }
        let turn = {
            let mut next = self.next.lock().await;
            let turn = (*next).max(Instant::now());
            *next = turn + self.interval;
            turn
        };
        sleep_until(turn).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_turn_that_has_not_come_is_not_taken() {
        assert!(Pace::per_minute(0).turn_at_once());
        let pace = Pace::per_minute(60);
        assert!(pace.turn_at_once() && !pace.turn_at_once());
        tokio::time::advance(Duration::from_secs(1)).await;
        assert!(pace.turn_at_once() && !pace.turn_at_once());
    }

    #[tokio::test(start_paused = true)]
    async fn an_even_pace_without_bursts() {
        let pace = Pace::per_minute(60);
        let start = Instant::now();
        for _ in 0..4 {
            pace.turn().await;
        }
        assert_eq!(start.elapsed().as_secs(), 3);
        tokio::time::advance(Duration::from_mins(10)).await;
        let later = Instant::now();
        pace.turn().await;
        pace.turn().await;
        assert_eq!(later.elapsed().as_secs(), 1);
    }
}
