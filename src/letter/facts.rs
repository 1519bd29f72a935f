//! The facts of a bundle as a letter tells them: which exposures, how many addresses, the rows of its table.

use std::collections::BTreeSet;
use std::net::IpAddr;

use jiff::Timestamp;

use crate::bundle::Bundle;
use crate::sighting::{Exposure, Sighting};

/// What the letter's sentences are about, as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Relay,
    Proxy,
    Mixed,
    Other,
}

impl Kind {
    /// The word that sentences select by.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Relay => "relay",
            Self::Proxy => "proxy",
            Self::Mixed => "mixed",
            Self::Other => "other",
        }
    }
}

/// The facts that do not depend on the language.
pub(super) struct Facts<'b> {
    pub kind: Kind,
    /// The first address.
    pub first: IpAddr,
    /// Different addresses.
    pub addresses: usize,
    /// The latest time anything was seen.
    pub latest: Timestamp,
    pub relay: Option<&'b Sighting>,
    pub http: Option<&'b Sighting>,
    pub socks: Option<&'b Sighting>,
    pub other: Option<&'b Sighting>,
}

impl<'b> Facts<'b> {
    /// The facts, or `None` of an empty bundle.
    pub(super) fn of(bundle: &'b Bundle) -> Option<Self> {
        let first = bundle.sightings.first()?;
        let mut facts = Self {
            kind: Kind::Other,
            first: first.address,
            addresses: bundle
                .sightings
                .iter()
                .map(|s| s.address)
                .collect::<BTreeSet<IpAddr>>()
                .len(),
            latest: first.last_seen,
            relay: None,
            http: None,
            socks: None,
            other: None,
        };
        for sighting in &bundle.sightings {
            facts.latest = facts.latest.max(sighting.last_seen);
            let place = match sighting.exposure.as_str() {
                Exposure::OPEN_RELAY => &mut facts.relay,
                Exposure::OPEN_PROXY_HTTP => &mut facts.http,
                Exposure::OPEN_PROXY_SOCKS => &mut facts.socks,
                _ => &mut facts.other,
            };
            place.get_or_insert(sighting);
        }
        let proxy = facts.http.is_some() || facts.socks.is_some();
        facts.kind = match (facts.relay.is_some(), proxy, facts.other.is_some()) {
            (true, false, false) => Kind::Relay,
            (false, true, false) => Kind::Proxy,
            (true, true, false) => Kind::Mixed,
            _ => Kind::Other,
        };
        Some(facts)
    }

    /// Whether the bundle holds more than the first sighting of each exposure, which test commands name.
    pub(super) fn has_others(&self, bundle: &Bundle) -> bool {
        let named = [self.relay, self.http, self.socks, self.other];
        bundle.sightings.len() > named.into_iter().flatten().count()
    }
}

/// `address:port` as commands and URLs write it, with the exposure's usual port where the input names none.
pub(super) fn endpoint(sighting: &Sighting) -> String {
    let port = port(sighting);
    match sighting.address {
        IpAddr::V4(address) => format!("{address}:{port}"),
        IpAddr::V6(address) => format!("[{address}]:{port}"),
    }
}

/// The port, or the exposure's usual one.
pub(super) fn port(sighting: &Sighting) -> u16 {
    sighting.port.unwrap_or(match sighting.exposure.as_str() {
        Exposure::OPEN_RELAY => 25,
        Exposure::OPEN_PROXY_SOCKS => 1080,
        _ => 3128,
    })
}

/// `2026-11-21`.
pub(super) fn day(time: Timestamp) -> String {
    let t = jiff::tz::Offset::UTC.to_datetime(time);
    format!("{:04}-{:02}-{:02}", t.year(), t.month(), t.day())
}

/// `14:05 UTC`.
pub(super) fn time_of_day(time: Timestamp) -> String {
    let t = jiff::tz::Offset::UTC.to_datetime(time);
    format!("{:02}:{:02} UTC", t.hour(), t.minute())
}
