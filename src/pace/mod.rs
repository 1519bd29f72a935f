//! When a letter may go: rates, working hours, ramp-up, and when to stop for refusals.
//!
//! Everything here is a pure function of rules, history and a given moment; nothing waits, and nothing asks the clock.
//! The send loop and the forecast ask the same two things, so that what `send --dry-run` prints is what `send` does:
//!
//! - [`Rate`]: all letters together go at an even pace, which may grow from hour to hour ([`Ramp`]);
//! - [`Queue`]: which letter goes next. One that must wait, because its recipient's domain had a letter just now or
//!   because nobody works there yet, lets others go first.
//!
//! ```text
//! rate.next(now) -> not before T          queue.next(now) -> Go(letter) | Wait(until, for what) | Empty
//! rate.took(at)                           the letter's domain waits from here on
//! ```
//!
//! Turns that nobody took are not saved up: there are no bursts. All of it begins from a [`History`] that the ledger
//! tells, so that a restart goes on at the same pace. [`Refusals`] counts what came of the last letters.

mod forecast;
mod hours;
mod queue;
mod rate;
mod refusals;
mod zones;

use std::collections::HashMap;

use jiff::Timestamp;

pub use forecast::{Crowd, Forecast, Held, Span, forecast, held};
pub use hours::{BadHours, Days, Hours, Window};
pub use queue::{Cause, Next, Queue, Waiting};
pub use rate::{Ramp, Rate};
pub use refusals::{Refusals, TooMany};
pub use zones::{Place, Zones};

/// What the operator allows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rules {
    /// Letters per minute in all; 0: no bound.
    pub rate: u32,
    /// Letters per hour to one recipient domain; 0: no bound.
    pub per_domain: u32,
    /// Letters in the first hour; each further hour of sending has twice as many, up to `rate`. 0: `rate` at once.
    pub first_hour: u32,
    /// When people work; `None`: letters go at any time.
    pub hours: Option<Hours>,
    /// Refused and returned letters in per cent, among the last so many, that stop the campaign; 0: none do.
    pub stop_refused: (u8, u32),
}

impl Rules {
    /// Whether some letters may have to wait while others go, so that a [`Queue`] is needed.
    #[must_use]
    pub fn choosy(&self) -> bool {
        self.per_domain > 0 || self.hours.is_some()
    }
}

/// What has been sent before, as far as the pace depends on it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    /// When the campaign's first letter was tried.
    pub first: Option<Timestamp>,
    /// When the last one was.
    pub last: Option<Timestamp>,
    /// Hours, counted from the first letter, in which at least one was tried.
    pub hours: Vec<u32>,
    /// When each recipient domain (in lower case) was last tried, the last hour's at least.
    pub domains: HashMap<String, Timestamp>,
    /// Of the last letters that were accepted or refused, whether refused (or returned later); the latest last.
    pub refused: Vec<bool>,
}

#[cfg(test)]
mod tests;
