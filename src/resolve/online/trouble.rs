//! Why a question has no answer. None of these but one means that nobody is there.

use std::net::IpAddr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::contact::Unresolved;

/// Why an errand came to nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case", tag = "trouble")]
pub enum Trouble {
    /// This server knows nothing of the address (HTTP 404, "no match"); another may.
    #[error("it knows nothing of the address")]
    NotFound,
    /// It asks us to slow down (HTTP 429, a WHOIS quota).
    #[error("it asks us to slow down{}", until.map(|until| format!(" until {until}")).unwrap_or_default())]
    RateLimited {
        /// Until when, as it says.
        until: Option<Timestamp>,
    },
    /// No complete answer in time.
    #[error("it did not answer in time")]
    Timeout,
    /// No connection, or one that broke.
    #[error("it cannot be reached: {why}")]
    Unreachable {
        /// What the connection reports.
        why: String,
    },
    /// The server failed or will not answer (HTTP 4xx and 5xx, SERVFAIL).
    #[error("it answered with an error: {what}")]
    Server {
        /// `HTTP 503`, `SERVFAIL`.
        what: String,
        /// When it asks to be tried again.
        until: Option<Timestamp>,
    },
    /// The answer is cut short, or not of the form that it should have.
    #[error("its answer cannot be read: {why}")]
    Malformed {
        /// What is wrong.
        why: String,
    },
    /// The answer is larger than anything a registry has to say.
    #[error("its answer is larger than {limit} octets")]
    TooLarge {
        /// The limit.
        limit: usize,
    },
    /// It answers about a network that does not hold the address.
    #[error("it answered about {} - {}, which does not hold the address", range.0, range.1)]
    Elsewhere {
        /// The network it speaks of.
        range: (IpAddr, IpAddr),
    },
    /// It sends us round in circles, or on and on.
    #[error("its referrals lead nowhere: {why}")]
    Astray {
        /// How.
        why: String,
    },
    /// It sends us to a place where no registry stands; we have not gone there.
    #[error("it refers to {target}, which is refused: {why}")]
    Refused {
        /// Where to.
        target: String,
        /// Why not.
        why: String,
    },
    /// It was not asked, because it has failed, or has asked to be left alone.
    #[error("it was not asked: {why}")]
    Spared {
        /// What it has answered before.
        why: String,
        /// The reason that an address stays without contact for.
        reason: Unresolved,
    },
}

impl Trouble {
    /// Whether this may be remembered as "nothing there" for days; all else is trouble, to be tried again.
    #[must_use]
    pub fn is_nothing_there(&self) -> bool {
        matches!(self, Self::NotFound)
    }

    /// When the server itself wants to be asked again.
    #[must_use]
    pub fn until(&self) -> Option<Timestamp> {
        match self {
            Self::RateLimited { until } | Self::Server { until, .. } => *until,
            _ => None,
        }
    }

    /// Whether the host is in trouble as a whole, so that other questions to it should wait too (for its breaker);
    /// otherwise the trouble is with this one question.
    #[must_use]
    pub fn is_of_host(&self) -> bool {
        matches!(
            self,
            Self::RateLimited { .. }
                | Self::Timeout
                | Self::Unreachable { .. }
                | Self::Server { .. }
                | Self::Spared { .. }
        )
    }

    /// The reason that an address stays without contact for.
    #[must_use]
    pub fn reason(&self) -> Unresolved {
        match self {
            Self::NotFound => Unresolved::Unallocated,
            Self::RateLimited { .. } => Unresolved::RateLimited,
            Self::Timeout => Unresolved::Timeout,
            Self::Spared { reason, .. } => *reason,
            Self::Unreachable { .. }
            | Self::Server { .. }
            | Self::Malformed { .. }
            | Self::TooLarge { .. }
            | Self::Elsewhere { .. }
            | Self::Astray { .. }
            | Self::Refused { .. } => Unresolved::ServerError,
        }
    }
}
