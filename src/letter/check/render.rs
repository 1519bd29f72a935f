//! One language composed in every shape, and what must hold of each letter.

use jiff::Timestamp;
use unicode_width::UnicodeWidthStr;

use super::{Finding, sample};
use crate::bundle::Bundle;
use crate::letter::catalog::{Catalog, Locale};
use crate::letter::compose::{Evidence, LetterText, Request, SUBJECT_COLUMNS};
use crate::letter::foreign_addresses;
use crate::letter::occasion::Occasion;
use crate::letter::wrap::COLUMNS;

/// Lines of the table that the samples show.
const SHOWN: usize = 20;
const REFERENCE: &str = "FW-7K3QX-9XM2A";

pub(super) fn check(catalog: &Catalog, locale: &Locale, findings: &mut Vec<Finding>) {
    let (sender, links) = (sample::sender(), sample::links());
    for shape in sample::SHAPES {
        let relays_only = shape.iter().all(|(exposure, _)| *exposure == "open-relay");
        if catalog.relays_only() && !relays_only {
            continue;
        }
        for size in sample::SIZES {
            let bundle = sample::bundle(size, shape, &locale.language);
            // How the campaign knows changes one sentence: singular and plural of it are enough.
            let evidences: &[Evidence] = match size {
                1 | 5 => &[Evidence::Reported, Evidence::Observed, Evidence::Confirmed],
                _ => &[Evidence::Reported],
            };
            for evidence in evidences.iter().copied() {
                let request = Request {
                    sender: &sender,
                    links: &links,
                    bundle: &bundle,
                    reference: REFERENCE,
                    date: Timestamp::UNIX_EPOCH,
                    evidence,
                    recheck: (evidence != Evidence::Reported).then(|| jiff::civil::date(2026, 12, 5)),
                    occasion: Occasion::First,
                    xarf: false,
                    ips_in_body: SHOWN,
                };
                let mut wrong = Vec::new();
                match catalog.compose(&request) {
                    Ok(letter) => look(&letter, &bundle, &request, &mut wrong),
                    Err(error) => wrong.push(error.to_string()),
                }
                let exposures: Vec<&str> = shape.iter().map(|(exposure, _)| *exposure).collect();
                findings.extend(wrong.into_iter().map(|what| Finding {
                    place: format!("{} in {}", catalog.set(), locale.language),
                    what: format!("{what} ({size} of {}, {evidence:?})", exposures.join(" + ")),
                }));
            }
        }
    }
}

/// What must hold of a finished letter.
fn look(letter: &LetterText, bundle: &Bundle, request: &Request<'_>, wrong: &mut Vec<String>) {
    if letter.subject.width() > SUBJECT_COLUMNS {
        wrong.push(format!(
            "the subject is wider than {SUBJECT_COLUMNS} columns: {:?}",
            letter.subject
        ));
    }
    for line in letter.text.lines() {
        let verbatim = line.starts_with("    ");
        if !verbatim && line.width() > COLUMNS {
            wrong.push(format!("a line is wider than {COLUMNS} columns: {line:?}"));
        }
    }
    let plain = [
        request.sender.organisation.as_str(),
        &request.sender.address,
        request.sender.reply_to.as_deref().unwrap_or_default(),
        &request.sender.phone,
        &request.sender.verify_url,
        &request.links.info,
        &request.links.fix,
        REFERENCE,
        bundle.contact.as_str(),
    ];
    for (format, body) in [("text", &letter.text), ("HTML", &letter.html)] {
        if body.contains('{') || body.contains('}') {
            let line = body
                .lines()
                .find(|line| line.contains(['{', '}']))
                .unwrap_or_default();
            wrong.push(format!("the {format} has a brace left over: {line:?}"));
        }
        // Addresses may be broken between lines in a sentence, never within.
        let flat = body.replace('\n', " ");
        for value in plain {
            if !flat.contains(value) {
                wrong.push(format!("the {format} does not hold {value:?}"));
            }
        }
        for sighting in bundle.sightings.iter().take(SHOWN) {
            let address = sighting.address.to_string();
            if !stands_in(body, &address) {
                wrong.push(format!("the {format} does not hold {address}"));
                break;
            }
        }
        if let Some(foreign) = foreign_addresses(body, bundle).first() {
            wrong.push(format!(
                "the {format} holds an address that is not of the bundle: {foreign}"
            ));
        }
    }
    let html = letter.html.to_ascii_lowercase();
    for remote in [
        "<img", "<script", "<link", "<iframe", "<object", "src=", "url(", "@import", "<style",
    ] {
        if html.contains(remote) {
            wrong.push(format!(
                "the HTML holds {remote:?}: nothing remote, nothing active, inline styles only"
            ));
        }
    }
}

/// Whether the address stands in the text as itself, not as the beginning of a longer one.
fn stands_in(body: &str, address: &str) -> bool {
    body.match_indices(address).any(|(at, _)| {
        let after = body
            .get(at + address.len()..)
            .and_then(|rest| rest.chars().next());
        let before = body.get(..at).and_then(|rest| rest.chars().next_back());
        let part = |c: char| c.is_ascii_hexdigit() || c == '.';
        !after.is_some_and(part) && !before.is_some_and(|c| part(c) || c == ':')
    })
}
