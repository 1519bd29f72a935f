//! How long what was heard is good for.

use std::time::Duration;

use jiff::Timestamp;

use super::later;
use crate::resolve::online::{Heard, Trouble};

const DAY: Duration = Duration::from_hours(24);

/// How long answers are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keeping {
    /// An answer that names somebody: 7 to 30 days.
    pub contact: Duration,
    /// An answer that names nobody: 7 days.
    pub nobody: Duration,
    /// That a server knows nothing of an address: 1 to 3 days.
    pub nothing: Duration,
}

impl Default for Keeping {
    fn default() -> Self {
        Self {
            contact: 14 * DAY,
            nobody: 7 * DAY,
            nothing: 2 * DAY,
        }
    }
}

impl Keeping {
    /// Until when it is not asked again; `None` when it is not worth keeping at all, because nobody was reached.
    /// `again`: how often the same trouble was met before; each time it is kept twice as long.
    #[must_use]
    pub fn until(&self, heard: &Heard, again: u32) -> Option<Timestamp> {
        let minutes = |first: u64, most: u64| {
            let minutes = first.saturating_mul(1 << again.min(12)).min(most);
            Duration::from_mins(minutes)
        };
        let keep = match &heard.said {
            Ok(answer) if answer.names_somebody() => self.contact,
            Ok(_) => self.nobody,
            Err(Trouble::NotFound) => self.nothing,
            // Nobody has been bothered, and what is broken may be at our end.
            Err(Trouble::Unreachable { .. } | Trouble::Spared { .. }) => return None,
            Err(Trouble::Timeout) => minutes(2, 60),
            Err(Trouble::RateLimited { .. } | Trouble::Server { .. }) => minutes(5, 120),
            Err(
                Trouble::Malformed { .. }
                | Trouble::TooLarge { .. }
                | Trouble::Elsewhere { .. }
                | Trouble::Astray { .. }
                | Trouble::Refused { .. },
            ) => minutes(30, 24 * 60),
        };
        let until = later(heard.asked, keep);
        // A server that says when is believed, within a day.
        let wanted = heard.said.as_ref().err().and_then(Trouble::until);
        let latest = later(heard.asked, DAY);
        Some(wanted.map_or(until, |wanted| until.max(wanted.min(latest))))
    }
}
