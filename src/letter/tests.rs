//! Letters as a whole: what they say, what they survive, what is refused.

mod broken;
mod content;
mod forms;
mod poison;

use std::sync::LazyLock;

use jiff::Timestamp;

use super::check::check_language;
use super::*;
use crate::bundle::Bundle;
use crate::contact::Mailbox;
use crate::language::Language;
use crate::sender::{Links, Sender};
use crate::sighting::{Exposure, Sighting};

pub(crate) fn sender() -> Sender {
    Sender {
        organisation: "Example National CERT".to_owned(),
        address: "campaign@cert.example".to_owned(),
        postal_address: "1 Harbour Street\n10000 Exampletown".to_owned(),
        phone: "+1 202 555 0143".to_owned(),
        verify_url: "https://www.cert.example/campaign".to_owned(),
        mandate: [(
            "default".to_owned(),
            "We act under the Example Networks Act, section 7.".to_owned(),
        )]
        .into(),
        partners: vec![
            "Example Regulator".to_owned(),
            "Example Providers' Association".to_owned(),
        ],
        ..Sender::default()
    }
}

pub(crate) fn links() -> Links {
    Links {
        info: "https://www.cert.example/campaign/about".to_owned(),
        fix: "https://www.cert.example/campaign/instructions".to_owned(),
    }
}

pub(crate) fn sighting(address: &str, exposure: &str, port: u16) -> Sighting {
    Sighting {
        address: address.parse().unwrap(),
        port: Some(port),
        protocol: Some("tcp".to_owned()),
        exposure: Exposure::new(exposure).unwrap(),
        first_seen: "2026-11-14T02:10:00Z".parse().unwrap(),
        last_seen: "2026-11-20T08:12:31Z".parse().unwrap(),
        source: "Example Scanning Project".to_owned(),
        asn: None,
        country: None,
        hostname: Some("mail.isp.example".to_owned()),
        language: None,
        evidence: std::collections::BTreeMap::new(),
    }
}

pub(crate) fn bundle(sightings: Vec<Sighting>, languages: &[&str]) -> Bundle {
    Bundle {
        contact: Mailbox("abuse@isp.example".to_owned()),
        sightings,
        languages: languages.iter().map(|tag| Language::new(tag).unwrap()).collect(),
        language_reason: "default".to_owned(),
    }
}

/// A bundle of so many addresses, all of one exposure.
pub(crate) fn group(size: u8, exposure: &str, port: u16, languages: &[&str]) -> Bundle {
    let one = |n| sighting(&format!("203.0.113.{n}"), exposure, port);
    bundle((1..=size).map(one).collect(), languages)
}

pub(crate) fn request<'a>(sender: &'a Sender, links: &'a Links, bundle: &'a Bundle) -> Request<'a> {
    Request {
        sender,
        links,
        bundle,
        reference: "FW-7K3QX-9XM2A",
        date: "2026-11-21T14:05:00Z".parse().unwrap(),
        evidence: Evidence::Reported,
        recheck: Some("2026-12-05".parse().unwrap()),
        occasion: Occasion::First,
        xarf: false,
        ips_in_body: 20,
    }
}

/// The first letter, of which later ones speak.
pub(crate) const EARLIER: Earlier<'static> = Earlier {
    reference: "FW-4D8RW-22TBC",
    sent_on: Timestamp::constant(1_794_000_000, 0),
    others: true,
};

/// A built-in set, loaded once for all tests.
pub(crate) fn built_in(set: &str) -> &'static Catalog {
    static SECURE: LazyLock<Catalog> = LazyLock::new(|| Catalog::load(SECURE_YOUR_SERVER, None).unwrap());
    static RELAY: LazyLock<Catalog> = LazyLock::new(|| Catalog::load(OPEN_RELAY, None).unwrap());
    if set == OPEN_RELAY { &RELAY } else { &SECURE }
}

/// The letter of a built-in set.
pub(crate) fn letter(set: &str, bundle: &Bundle) -> LetterText {
    let (sender, links) = (sender(), links());
    built_in(set).compose(&request(&sender, &links, bundle)).unwrap()
}
