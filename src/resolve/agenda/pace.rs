//! How fast whoever answers may be asked.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;

use super::later;

/// How fast somebody may be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// From one request to the next, at least.
    pub every: Duration,
    /// Requests under way at the same time, at most.
    pub connections: u16,
}

impl Pace {
    /// So many requests a minute, one at a time.
    #[must_use]
    pub const fn per_minute(requests: u32) -> Self {
        let requests = if requests == 0 { 1 } else { requests };
        Self {
            every: Duration::from_millis(60_000 / requests as u64),
            connections: 1,
        }
    }
}

/// Everybody's pace, by the registry's name, or the host's where it is no registry's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paces {
    /// For those who have one of their own.
    pub of: BTreeMap<String, Pace>,
    /// For everybody else.
    pub others: Pace,
}

impl Default for Paces {
    /// What registries have been seen to bear: RIPE two requests a second over two connections, ARIN, APNIC and AFRINIC
    /// one a second, LACNIC one in six seconds, registro.br one in five; everybody else one in two.
    fn default() -> Self {
        let two = Pace {
            every: Duration::from_millis(500),
            connections: 2,
        };
        let dns = Pace {
            every: Duration::from_millis(50),
            connections: 4,
        };
        let of = [
            ("RIPE", two),
            ("ARIN", Pace::per_minute(60)),
            ("APNIC", Pace::per_minute(60)),
            ("AFRINIC", Pace::per_minute(60)),
            ("LACNIC", Pace::per_minute(10)),
            ("registro.br", Pace::per_minute(12)),
            ("DNS", dns),
        ];
        Self {
            of: of.map(|(name, pace)| (name.to_owned(), pace)).into(),
            others: Pace::per_minute(30),
        }
    }
}

impl Paces {
    pub(super) fn of(&self, payer: &str) -> Pace {
        self.of.get(payer).copied().unwrap_or(self.others)
    }
}

/// What is left of a pace at the moment.
#[derive(Debug)]
pub(super) struct Purse {
    pace: Pace,
    next: Option<Timestamp>,
    under_way: u16,
}

impl Purse {
    pub(super) fn new(pace: Pace) -> Self {
        Self {
            pace,
            next: None,
            under_way: 0,
        }
    }

    /// Whether a request may be made; otherwise when, or after one under way has finished.
    pub(super) fn ready(&self, now: Timestamp) -> Result<(), Option<Timestamp>> {
        if self.under_way >= self.pace.connections.max(1) {
            return Err(None);
        }
        match self.next {
            Some(next) if next > now => Err(Some(next)),
            _ => Ok(()),
        }
    }

    pub(super) fn spend(&mut self, now: Timestamp) {
        self.under_way += 1;
        self.next = Some(later(now, self.pace.every));
    }

    pub(super) fn finished(&mut self) {
        self.under_way = self.under_way.saturating_sub(1);
    }
}
