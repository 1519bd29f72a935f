//! Letters as a whole.

use std::path::Path;

use super::*;
use crate::bundle::Bundle;
use crate::contact::Mailbox;
use crate::language::Language;
use crate::sender::{Links, Sender};
use crate::sighting::{Exposure, Sighting};

pub(super) fn sender() -> Sender {
    Sender {
        organisation: "Example National CERT".to_owned(),
        address: "campaign@cert.example".to_owned(),
        postal_address: "1 Harbour Street\n10000 Exampletown".to_owned(),
        phone: "+1 202 555 0143".to_owned(),
        verify_url: "https://www.cert.example/campaign".to_owned(),
        partners: vec![
            "Example Regulator".to_owned(),
            "Example Providers' Association".to_owned(),
        ],
        ..Sender::default()
    }
}

pub(super) fn links() -> Links {
    Links {
        info: "https://www.cert.example/campaign/about".to_owned(),
        fix: "https://www.cert.example/campaign/instructions".to_owned(),
    }
}

pub(super) fn sighting(address: &str, exposure: &str, port: u16) -> Sighting {
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

pub(super) fn bundle(sightings: Vec<Sighting>, languages: &[&str]) -> Bundle {
    Bundle {
        contact: Mailbox("abuse@isp.example".to_owned()),
        sightings,
        languages: languages.iter().map(|tag| Language::new(tag).unwrap()).collect(),
        language_reason: "default".to_owned(),
    }
}

pub(super) fn request<'a>(sender: &'a Sender, links: &'a Links, bundle: &'a Bundle) -> Request<'a> {
    Request {
        sender,
        links,
        bundle,
        reference: "FW-7K3QX-9XM2A",
        date: "2026-11-21T14:05:00Z".parse().unwrap(),
        evidence: Evidence::Reported,
        recheck: Some("2026-12-05".parse().unwrap()),
        ips_in_body: 20,
    }
}

#[test]
fn a_letter_comes_out() {
    let catalog = Catalog::load(SECURE_YOUR_SERVER, None).unwrap();
    let (sender, links) = (sender(), links());
    let bundle = bundle(
        vec![
            sighting("203.0.113.17", "open-relay", 25),
            sighting("203.0.113.90", "open-proxy-http", 3128),
            sighting("2001:db8::17", "open-proxy-socks", 1080),
        ],
        &["fr", "en"],
    );
    let letter = catalog.compose(&request(&sender, &links, &bundle)).unwrap();
    println!("{}\n\n{}", letter.subject, letter.text);
    std::fs::write("/tmp/letter.html", &letter.html).unwrap();
    let _ = Path::new("/");
}

#[test]
fn built_in_letters_are_clean() {
    for set in [SECURE_YOUR_SERVER, OPEN_RELAY] {
        let findings = check(&Catalog::load(set, None).unwrap());
        assert!(findings.is_empty(), "{findings:#?}");
    }
}
