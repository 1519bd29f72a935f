//! What a source said: the network, whom it names, and where that was read.

use std::net::IpAddr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::errand::{Errand, Service, Subject};
use super::registry::Registry;
use super::trouble::Trouble;
use crate::resolve::index::claims::Claims;

/// What one request came to.
#[derive(Debug, Clone)]
pub enum Reply {
    /// An answer.
    Answer(Box<Answer>),
    /// Another request has to be made: a redirect, a referral, a handle to look up. It takes up its own host's pace.
    Referred(Box<Errand>),
}

/// What an answer is about, and so what it is valid for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// The network from the first to the last address, as the source has it; need not be a CIDR, and smaller networks
    /// may lie inside that the source would have named for another address.
    Network(IpAddr, IpAddr),
    /// An autonomous system: every address that it originates.
    As(u32),
}

/// Where an answer was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// The kind of source.
    pub service: Service,
    /// The registry whose server that is, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registry: Option<Registry>,
    /// The host that answered.
    pub server: String,
    /// What it was asked: a URL, or server and line.
    pub request: String,
    /// The requests that led there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hops: Vec<String>,
    /// When.
    pub fetched: Timestamp,
}

/// What a source said about an address or an AS.
///
/// Guarantee: where the scope is a network and the question was about an address, the network holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// What it is valid for.
    pub scope: Scope,
    /// Where it was read.
    pub from: Provenance,
    /// The network's handle, such as `NET-192-0-2-0-1`; empty without one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub handle: String,
    /// The network's name; empty without one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The network's country, two letters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// The AS that originates the network, where the source says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<u32>,
    /// The object only says that the range is another registry's, or nobody's.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub placeholder: bool,
    /// Whom it names, who holds it, its languages.
    pub(in crate::resolve) claims: Claims,
}

impl Answer {
    /// Whether it names anybody at all, usable or not.
    #[must_use]
    pub fn names_somebody(&self) -> bool {
        !self.claims.offers.is_empty()
    }

    /// The network it is about; `None` for an AS.
    #[must_use]
    pub fn network(&self) -> Option<(IpAddr, IpAddr)> {
        match self.scope {
            Scope::Network(first, last) => Some((first, last)),
            Scope::As(_) => None,
        }
    }

    /// Whether it tells of a registered network, and not of a placeholder, an AS or a route.
    pub(in crate::resolve) fn is_of_network(&self) -> bool {
        !self.placeholder
            && matches!(self.scope, Scope::Network(..))
            && matches!(self.from.service, Service::Rdap | Service::Whois)
    }

    /// Whether it is valid for an address of this origin.
    #[must_use]
    pub fn covers(&self, address: IpAddr, origin: Option<u32>) -> bool {
        match self.scope {
            Scope::Network(first, last) => {
                first.is_ipv4() == address.is_ipv4() && (first..=last).contains(&address)
            }
            Scope::As(number) => origin == Some(number),
        }
    }
}

/// One errand that was run to its end, as it is worth storing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heard {
    /// The kind of source.
    pub service: Service,
    /// The registry that was asked first, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<Registry>,
    /// The registry that was asked last, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registry: Option<Registry>,
    /// The host that was asked last.
    pub host: String,
    /// What it was asked about.
    pub subject: Subject,
    /// When.
    pub asked: Timestamp,
    /// The addresses around the one asked about that the caller takes it to hold for; see [`Heard::holding`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<(IpAddr, IpAddr)>,
    /// What it said.
    pub said: Result<Answer, Trouble>,
}

impl Heard {
    /// The same, taken to hold for these addresses around the one asked about and for no others: an answer about a
    /// network does not prove that no smaller one lies inside, and a failure is met by the neighbours as well.
    #[must_use]
    pub fn holding(mut self, first: IpAddr, last: IpAddr) -> Self {
        self.within = Some((first, last));
        self
    }

    /// Whether it says anything of an address of this origin.
    #[must_use]
    pub fn concerns(&self, address: IpAddr, origin: Option<u32>) -> bool {
        let within = |(first, last): (IpAddr, IpAddr)| {
            first.is_ipv4() == address.is_ipv4() && (first..=last).contains(&address)
        };
        match (&self.said, self.subject) {
            (Ok(answer), Subject::Address(_)) => {
                self.within.is_none_or(within) && answer.covers(address, origin)
            }
            (Ok(answer), Subject::As(_)) => answer.covers(address, origin),
            (Err(_), Subject::Address(asked)) => self.within.map_or(asked == address, within),
            (Err(_), Subject::As(number)) => origin == Some(number),
        }
    }

    /// The AS that originates the address, if this says so.
    #[must_use]
    pub fn origin_of(&self, address: IpAddr) -> Option<u32> {
        let answer = self.said.as_ref().ok()?;
        answer.origin.filter(|_| answer.covers(address, None))
    }

    /// Whether a registry says that it knows nothing of the address.
    pub(in crate::resolve) fn is_of_nothing(&self) -> bool {
        self.is_of_registry() && self.said.as_ref().is_err_and(Trouble::is_nothing_there)
    }

    /// The trouble that leaves it open whom a surer source would have named.
    pub(in crate::resolve) fn open_trouble(&self) -> Option<&Trouble> {
        let trouble = self.said.as_ref().err()?;
        // A host name never leads to more than a proposal.
        (self.service != Service::ReverseDns && !trouble.is_nothing_there()).then_some(trouble)
    }

    /// Whether a registry was asked about the address itself.
    pub(super) fn is_of_registry(&self) -> bool {
        matches!(self.service, Service::Rdap | Service::Whois) && matches!(self.subject, Subject::Address(_))
    }
}
