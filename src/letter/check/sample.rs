//! Bundles of every shape, made up of documentation addresses.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use jiff::{SignedDuration, Timestamp};

use crate::bundle::Bundle;
use crate::contact::Mailbox;
use crate::sender::{Links, Sender};
use crate::sighting::{Exposure, Sighting};

/// The exposures of one made-up bundle, each with its port.
pub(super) type Shape = &'static [(&'static str, u16)];

const SHAPES: [Shape; 6] = [
    &[(Exposure::OPEN_RELAY, 25)],
    &[(Exposure::OPEN_PROXY_HTTP, 3128)],
    &[(Exposure::OPEN_PROXY_SOCKS, 1080)],
    &[
        (Exposure::OPEN_RELAY, 587),
        (Exposure::OPEN_PROXY_HTTP, 8080),
        (Exposure::OPEN_PROXY_SOCKS, 9050),
    ],
    &[("open-resolver", 53)],
    &[(Exposure::OPEN_RELAY, 25), ("open-resolver", 53)],
];

/// Sizes with (nearly) every plural form of every language among them.
const SIZES: [u32; 5] = [1, 2, 5, 21, 1000];

/// One made-up bundle.
pub(super) struct Sample {
    pub shape: Shape,
    pub size: u32,
    /// Its place among the samples: what need not be tried in every sample takes turns by it.
    pub turn: usize,
    pub bundle: Bundle,
}

/// Every shape in every size.
pub(super) fn all(relays_only: bool) -> Vec<Sample> {
    let fits = |shape: &Shape| {
        !relays_only
            || shape
                .iter()
                .all(|(exposure, _)| *exposure == Exposure::OPEN_RELAY)
    };
    let mut samples = Vec::new();
    for shape in SHAPES.into_iter().filter(fits) {
        for size in SIZES {
            samples.push(Sample {
                shape,
                size,
                turn: samples.len(),
                bundle: bundle(size, shape),
            });
        }
    }
    samples
}

/// A bundle of this many addresses, IPv4 and IPv6, one or more exposures each.
fn bundle(size: u32, shape: &[(&str, u16)]) -> Bundle {
    let mut sightings = Vec::new();
    let alone_v6 = shape
        .iter()
        .all(|(exposure, _)| *exposure == Exposure::OPEN_PROXY_SOCKS);
    for number in 0..size {
        // The latter half is IPv6; of single addresses, that of SOCKS proxies.
        let v6 = if size > 1 { number * 2 >= size } else { alone_v6 };
        let address = if v6 {
            IpAddr::V6(Ipv6Addr::from_bits(
                0x2001_0db8_0000_0000_0000_0000_0000_0001 + u128::from(number),
            ))
        } else {
            // 192.0.2.0/24, 198.51.100.0/24 and 203.0.113.0/24 in turn.
            let network = match number % 3 {
                0 => 0xc000_0200,
                1 => 0xc633_6400,
                _ => 0xcb00_7100,
            };
            IpAddr::V4(Ipv4Addr::from_bits(network + number / 3 + 1))
        };
        for (exposure, port) in shape {
            let Ok(exposure) = Exposure::new(exposure) else {
                continue;
            };
            let first_seen =
                Timestamp::UNIX_EPOCH + SignedDuration::from_hours(i64::from(490_000 + number % 24));
            sightings.push(Sighting {
                address,
                port: (number % 7 != 6).then_some(*port),
                protocol: Some("tcp".to_owned()),
                exposure,
                first_seen,
                last_seen: first_seen + SignedDuration::from_mins(65),
                source: "Example Scanning Project".to_owned(),
                asn: None,
                country: None,
                hostname: None,
                language: None,
                evidence: BTreeMap::new(),
            });
        }
    }
    sightings.sort_by(|a, b| (a.address, a.port, &a.exposure).cmp(&(b.address, b.port, &b.exposure)));
    Bundle {
        contact: Mailbox("abuse@isp.example".to_owned()),
        sightings,
        languages: Vec::new(),
        language_reason: "check".to_owned(),
    }
}

pub(super) fn sender() -> Sender {
    Sender {
        organisation: "Example National CERT".to_owned(),
        address: "campaign@cert.example".to_owned(),
        reply_to: Some("answers@cert.example".to_owned()),
        postal_address: "1 Harbour Street\n10000 Exampletown".to_owned(),
        phone: "+1 202 555 0143".to_owned(),
        verify_url: "https://www.cert.example/verify".to_owned(),
        partners: vec!["Example Regulator".to_owned()],
        ..Sender::default()
    }
}

pub(super) fn links() -> Links {
    Links {
        info: "https://www.cert.example/about".to_owned(),
        fix: "https://www.cert.example/instructions".to_owned(),
    }
}
