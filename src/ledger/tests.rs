//! What the ledger promises to those who use it, whatever keeps it: a file for each thing that it keeps.

use std::collections::BTreeMap;
use std::net::IpAddr;

use jiff::{SignedDuration, Timestamp};

use super::*;
use crate::contact::{Decision, Mailbox, Verdict};
use crate::outcome::{Outcome, Reply};
use crate::sighting::{Exposure, Sighting};

mod chain;
mod file;
mod intake;
mod letters;
mod notes;
mod returns;
mod rounds;
mod told;

pub(super) use file::old_ledger;

const KEY: [u8; 32] = [7; 32];
const DAY: SignedDuration = SignedDuration::from_hours(24);

fn now() -> Timestamp {
    "2026-11-21T14:05:00Z".parse().unwrap()
}

/// A ledger in a folder that goes away with it.
struct Place {
    folder: tempfile::TempDir,
    ledger: Ledger,
}

fn place() -> Place {
    let folder = tempfile::tempdir().unwrap();
    let ledger = Ledger::open(folder.path(), Access::Write, &|| KEY).unwrap();
    Place { folder, ledger }
}

fn sighting(address: &str, port: u16, seen: &str) -> Sighting {
    Sighting {
        address: address.parse().unwrap(),
        port: Some(port),
        protocol: None,
        exposure: Exposure::new("open-relay").unwrap(),
        first_seen: seen.parse().unwrap(),
        last_seen: seen.parse().unwrap(),
        source: "survey".to_owned(),
        asn: Some(64500),
        country: None,
        hostname: None,
        language: None,
        evidence: BTreeMap::new(),
    }
}

fn content(name: &str, sha256: [u8; 32]) -> Content<'_> {
    Content {
        name,
        sha256,
        options: "",
        format: "csv",
        bytes: 1,
        rejected: 0,
        scan: 1,
        at: now(),
    }
}

/// These sightings, read and waiting.
fn taken<'l>(ledger: &'l Ledger, sightings: &[Sighting]) -> (Intake<'l>, Packer) {
    let (mut intake, mut packer, mut batch) = (ledger.intake(), Packer::default(), Batch::default());
    for (line, sighting) in sightings.iter().enumerate() {
        packer.pack(line as u64 + 1, sighting, &mut batch);
    }
    intake.add(&batch).unwrap();
    (intake, packer)
}

fn first(told_since: Timestamp) -> RoundKind {
    RoundKind::First { told_since }
}

fn import(ledger: &Ledger, mark: u8, sightings: &[Sighting]) -> Imported {
    let (intake, packer) = taken(ledger, sightings);
    intake
        .finish(&packer, &content("rows.csv", [mark; 32]), || Ok(()))
        .unwrap()
}

fn decide(ledger: &Ledger, address: &str, contact: &str) {
    let mailbox = Mailbox::parse(contact, &["example".to_owned()]).unwrap();
    let address: IpAddr = address.parse().unwrap();
    let decision = Decision {
        range: (address, address),
        verdict: Verdict::Notify(mailbox),
        confidence: 95,
        candidates: Vec::new(),
        rule: None,
        consulted: Vec::new(),
        languages: Vec::new(),
        country: None,
        network: None,
    };
    ledger
        .record_decisions(&[(address, std::sync::Arc::new(decision))], now())
        .unwrap();
}

/// A round with one letter for each bundle, its bytes made up.
fn plan(ledger: &Ledger, told_since: Timestamp) -> Option<RoundRow> {
    let mut freeze = ledger.freeze(first(now()), "secure-your-server", now()).unwrap();
    let round = freeze.number();
    ledger
        .ready_bundles(first(told_since), |bundle| -> Result<(), LedgerError> {
            let bytes = format!(
                "Round {round}\r\nTo: {}\r\n{}",
                bundle.mailbox,
                "line\r\n".repeat(100)
            )
            .into_bytes();
            let dictionary = freeze.dictionaries().get("en").cloned();
            freeze.add(&Draft {
                contact: bundle.contact,
                recipient: bundle.mailbox.to_string(),
                country: None,
                envelope_from: "bounces@cert.example".to_owned(),
                message_id: format!("<{round}.{}@cert.example>", bundle.contact),
                reference: format!("R{round}-{}", bundle.contact),
                languages: "en".to_owned(),
                language_why: "default".to_owned(),
                answers: bundle.answers,
                sightings: bundle.sightings,
                frozen: Frozen::new(bytes, dictionary.as_ref()),
            })
        })
        .unwrap();
    freeze.finish(&[]).unwrap()
}

/// Three letters of an approved round.
fn three_letters() -> Place {
    let place = place();
    for n in 1..=3 {
        let address = format!("192.0.2.{n}");
        import(
            &place.ledger,
            n,
            &[sighting(&address, 25, "2026-11-20T00:00:00Z")],
        );
        decide(&place.ledger, &address, &format!("abuse@net{n}.example"));
    }
    let round = plan(&place.ledger, now()).unwrap();
    place.ledger.approve(round.number, now()).unwrap();
    place
}

fn states(ledger: &Ledger) -> Vec<String> {
    ledger
        .letters(&LetterView::default())
        .unwrap()
        .into_iter()
        .map(|letter| letter.state)
        .collect()
}

fn accepted() -> Ending {
    let reply = Reply {
        code: 250,
        enhanced: None,
        text: "ok".to_owned(),
    };
    Ending::Outcome(Outcome::Accepted {
        reply,
        queue_id: Some("Q1".to_owned()),
    })
}
