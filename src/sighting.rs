//! What was seen: an address, an exposure, a time, and who says so.
//!
//! Import makes sightings, every later stage reads them, nobody changes them.

use std::collections::BTreeMap;
use std::fmt;
use std::net::IpAddr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What is wrong with an address, as a slug: lower-case ASCII letters, digits and hyphens.
///
/// Three exposures have letters of their own ([`Exposure::OPEN_RELAY`], [`Exposure::OPEN_PROXY_HTTP`],
/// [`Exposure::OPEN_PROXY_SOCKS`]); any other keeps the slug it came with.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Exposure(String);

impl Exposure {
    /// A mail server that relays for everybody.
    pub const OPEN_RELAY: &'static str = "open-relay";
    /// An HTTP (CONNECT) proxy that serves everybody.
    pub const OPEN_PROXY_HTTP: &'static str = "open-proxy-http";
    /// A SOCKS proxy that serves everybody.
    pub const OPEN_PROXY_SOCKS: &'static str = "open-proxy-socks";

    /// The exposure with this slug, after lower-casing and turning runs of blanks and underscores into hyphens.
    ///
    /// # Errors
    /// [`BadExposure`] when nothing is left, more than 64 bytes are, or another character is among them.
    pub fn new(text: &str) -> Result<Self, BadExposure> {
        let slug = text
            .trim()
            .to_ascii_lowercase()
            .split(|c: char| c.is_ascii_whitespace() || c == '_' || c == '-')
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join("-");
        let fine = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if slug.is_empty() || slug.len() > 64 || !slug.chars().all(fine) {
            return Err(BadExposure {
                text: text.to_owned(),
            });
        }
        Ok(Self(slug))
    }

    /// The slug.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Exposure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Exposure {
    type Error = BadExposure;
    fn try_from(text: String) -> Result<Self, BadExposure> {
        Self::new(&text)
    }
}

impl From<Exposure> for String {
    fn from(exposure: Exposure) -> Self {
        exposure.0
    }
}

/// A text that is no exposure slug.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is no exposure: use letters, digits and hyphens, like open-relay (64 at most)")]
pub struct BadExposure {
    /// What was given.
    pub text: String,
}

/// One accepted input row: this address showed this exposure at this time, says this source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sighting {
    /// The flagged address, canonical (an IPv4-mapped IPv6 address has become IPv4).
    pub address: IpAddr,
    /// The port it was seen on, where the input names one.
    pub port: Option<u16>,
    /// `tcp` or `udp`, where the input says so.
    pub protocol: Option<String>,
    /// What is wrong.
    pub exposure: Exposure,
    /// Earliest time it was seen.
    pub first_seen: Timestamp,
    /// Latest time it was seen; never before `first_seen`.
    pub last_seen: Timestamp,
    /// Who says so; never empty.
    pub source: String,
    /// The origin AS, as the input gives it.
    pub asn: Option<u32>,
    /// ISO 3166-1 alpha-2, upper case, where the input locates the host (a weak hint: hosting is abroad).
    pub country: Option<String>,
    /// The host's name, as the input gives it.
    pub hostname: Option<String>,
    /// The language the operator wants for this row (BCP 47).
    pub language: Option<String>,
    /// Every other column that held something, by its own name.
    pub evidence: BTreeMap<String, String>,
}
