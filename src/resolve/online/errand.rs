//! One request to one server, and the way that led to it.

use std::fmt;
use std::net::IpAddr;
use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use url::Url;

use super::answer::{Answer, Heard};
use super::registry::Registry;
use super::trouble::Trouble;

/// A redirect of a redirect of ... is followed this often.
pub(super) const MOST_HOPS: usize = 5;

/// What kind of source answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Service {
    /// RDAP (RFC 9082, RFC 9083).
    Rdap,
    /// WHOIS (RFC 3912).
    Whois,
    /// Abusix's contact database, by DNS.
    Abusix,
    /// Team Cymru's table of origin ASes, by DNS.
    OriginAs,
    /// The address's own host name, forward-confirmed.
    ReverseDns,
}

impl Service {
    /// Its name for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Rdap => "RDAP",
            Self::Whois => "WHOIS",
            Self::Abusix => "Abusix",
            Self::OriginAs => "Team Cymru's origin table",
            Self::ReverseDns => "reverse DNS",
        }
    }
}

impl fmt::Display for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Subject {
    /// The network of an address.
    Address(IpAddr),
    /// An autonomous system.
    As(u32),
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(address) => write!(f, "{address}"),
            Self::As(number) => write!(f, "AS{number}"),
        }
    }
}

/// One request to one server. Made by [`super::Sources::next`] and by a [`super::Reply::Referred`]. What a referral led to
/// can be kept, so that a later run goes on there.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Errand {
    pub(super) service: Service,
    pub(super) registry: Option<Registry>,
    pub(super) subject: Subject,
    pub(super) host: String,
    pub(super) request: Request,
    pub(super) trail: Trail,
}

/// What goes on the wire.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) enum Request {
    /// GET this.
    Url(#[serde(with = "written")] Url),
    /// This line, CRLF not included, to the WHOIS server in `host:port` form.
    Line { server: String, line: String },
    /// The questions that the service asks of the DNS.
    Dns,
}

/// The requests that led to this one.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Trail {
    /// Whom the first request went to.
    pub(super) first: Option<Registry>,
    /// Each request so far, in words that are equal only for equal requests.
    pub(super) hops: Vec<String>,
    /// Time taken by them, in this run.
    #[serde(skip)]
    pub(super) spent: Duration,
    /// What has been learned so far, where a further request only completes it.
    pub(super) learned: Option<Box<Answer>>,
}

/// A URL as its text.
mod written {
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};
    use url::Url;

    pub(super) fn serialize<S: Serializer>(url: &Url, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(url.as_str())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Url, D::Error> {
        Url::parse(&String::deserialize(from)?).map_err(D::Error::custom)
    }
}

impl Errand {
    /// What kind of source it asks.
    #[must_use]
    pub fn service(&self) -> Service {
        self.service
    }

    /// The registry it asks, if that is known; a redirect can lead to a server that is in no list.
    #[must_use]
    pub fn registry(&self) -> Option<Registry> {
        self.registry
    }

    /// The host whose pace it takes up: a host name, with the port where that is not the usual one; for DNS, the zone.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// What it asks about.
    #[must_use]
    pub fn subject(&self) -> Subject {
        self.subject
    }

    /// How many requests led to it; 0 for a fresh one.
    #[must_use]
    pub fn hops(&self) -> usize {
        self.trail.hops.len()
    }

    /// The request in words, equal only for equal requests: a URL, or server and line.
    #[must_use]
    pub fn request(&self) -> String {
        match &self.request {
            Request::Url(url) => url.to_string(),
            Request::Line { server, line } => format!("whois://{server}/{line}"),
            Request::Dns => format!("{} {}", self.host, self.subject),
        }
    }

    /// What this errand came to, for storing.
    #[must_use]
    pub fn heard(&self, said: Result<Answer, Trouble>, asked: Timestamp) -> Heard {
        Heard {
            service: self.service,
            first: self.trail.first.or(self.registry),
            registry: self.registry,
            host: self.host.clone(),
            subject: self.subject,
            asked,
            within: None,
            said,
        }
    }

    /// The time that is left for it, of this much for all its hops.
    pub(super) fn time_left(&self, patience: Duration) -> Duration {
        patience.saturating_sub(self.trail.spent)
    }

    /// The next request of the same errand.
    ///
    /// # Errors
    /// [`Trouble::Astray`] when this very request has been made before, or there have been too many.
    pub(super) fn onward(
        &self,
        registry: Option<Registry>,
        host: String,
        request: Request,
        spent: Duration,
    ) -> Result<Self, Trouble> {
        let mut next = Self {
            service: self.service,
            registry,
            subject: self.subject,
            host,
            request,
            trail: self.trail.clone(),
        };
        if next.trail.hops.is_empty() {
            next.trail.first = self.registry;
        }
        next.trail.hops.push(self.request());
        next.trail.spent += spent;
        if next.trail.hops.contains(&next.request()) {
            let why = format!("{} comes again", next.request());
            return Err(Trouble::Astray { why });
        }
        if next.trail.hops.len() > MOST_HOPS {
            let why = format!("more than {MOST_HOPS} in a row");
            return Err(Trouble::Astray { why });
        }
        Ok(next)
    }
}
