//! One language composed in every shape, and what must hold of each letter.

use jiff::Timestamp;
use memchr::memmem;
use unicode_width::UnicodeWidthStr;

use super::sample::{self, Sample};
use super::words::{self, Read, Said};
use super::{Finding, html};
use crate::bundle::Bundle;
use crate::letter::catalog::{Catalog, Locale};
use crate::letter::compose::{Evidence, LetterText, Request, SUBJECT_COLUMNS};
use crate::letter::foreign_addresses;
use crate::letter::occasion::{Earlier, Occasion};
use crate::letter::wrap::{COLUMNS, LEADING, columns, verbatim};
use crate::sighting::Exposure;

/// Lines of the table that most samples show.
const SHOWN: usize = 20;
const REFERENCE: &str = "FW-7K3QX-9XM2A";
const FIRST: &str = "FW-4D8RW-22TBC";

pub(super) fn check(catalog: &Catalog, locale: &Locale, samples: &mut [Sample], findings: &mut Vec<Finding>) {
    let (sender, links) = (sample::sender(), sample::links());
    let mut read = Read::default();
    for sample in samples {
        sample.bundle.languages = vec![locale.language.clone()];
        for (name, occasion, evidence) in letters(sample) {
            let odd = !sample.turn.is_multiple_of(2);
            let request = Request {
                sender: &sender,
                links: &links,
                bundle: &sample.bundle,
                reference: REFERENCE,
                date: Timestamp::UNIX_EPOCH,
                evidence,
                recheck: odd.then(|| jiff::civil::date(2026, 12, 5)),
                occasion,
                xarf: odd,
                ips_in_body: shown(sample, occasion),
            };
            let mut wrong = Vec::new();
            match catalog.compose(&request) {
                Ok(letter) => {
                    look(&letter, &request, &mut wrong);
                    let said = Said {
                        shape: sample.shape,
                        explains: !matches!(occasion, Occasion::Correction(_)),
                    };
                    read.check(locale, &letter.subject, &letter.text, &mut wrong);
                    // Of many addresses the letter says what it says of five.
                    if matches!(sample.size, 1 | 5) {
                        words::whole(locale, &letter.text, said, &mut wrong);
                        html::check(&letter.html, &letter.text, &mut wrong);
                    }
                }
                Err(error) => wrong.push(error.to_string()),
            }
            let exposures: Vec<&str> = sample.shape.iter().map(|(exposure, _)| *exposure).collect();
            findings.extend(wrong.into_iter().map(|what| Finding {
                place: format!("{} in {}", catalog.set(), locale.language),
                what: format!("{what} ({name}, {} of {})", sample.size, exposures.join(" + ")),
            }));
        }
    }
}

/// The letters about one bundle. How the campaign knows changes one sentence only: all three are tried where that is cheap, else
/// they take turns.
fn letters(sample: &Sample) -> Vec<(&'static str, Occasion<'static>, Evidence)> {
    const ALL: [Evidence; 3] = [Evidence::Reported, Evidence::Observed, Evidence::Confirmed];
    let earlier = Earlier {
        reference: FIRST,
        sent_on: Timestamp::UNIX_EPOCH,
        others: sample.turn.is_multiple_of(2),
    };
    let in_turn = |turn: usize| ALL.into_iter().cycle().nth(turn % 3).unwrap_or_default();
    let mut letters = Vec::new();
    if sample.size <= 5 {
        letters.extend(ALL.map(|evidence| ("first", Occasion::First, evidence)));
    } else {
        letters.push(("first", Occasion::First, in_turn(sample.turn)));
    }
    letters.push(("reminder", Occasion::Reminder(earlier), in_turn(sample.turn / 2)));
    letters.push(("correction", Occasion::Correction(earlier), Evidence::Reported));
    letters
}

/// The whole table once, its beginning otherwise.
fn shown(sample: &Sample, occasion: Occasion<'_>) -> usize {
    let plain = matches!(sample.shape, [(Exposure::OPEN_RELAY, _)]);
    if plain && occasion == Occasion::First {
        sample.bundle.sightings.len()
    } else {
        SHOWN
    }
}

/// What must hold of a finished letter in any language.
fn look(letter: &LetterText, request: &Request<'_>, wrong: &mut Vec<String>) {
    let bundle = request.bundle;
    if letter.subject.width() > SUBJECT_COLUMNS {
        wrong.push(format!(
            "the subject is wider than {SUBJECT_COLUMNS} columns: {:?}",
            letter.subject
        ));
    }
    if !letter.subject.ends_with(&format!("[{REFERENCE}]")) {
        wrong.push(format!(
            "the subject does not end with the reference: {:?}",
            letter.subject
        ));
    }
    for line in letter.text.lines().filter(|line| !verbatim(line)) {
        if columns(line) > COLUMNS {
            wrong.push(format!("a line is wider than {COLUMNS} columns: {line:?}"));
        }
    }
    let explains = !matches!(request.occasion, Occasion::Correction(_));
    let mut plain = vec![
        request.sender.organisation.as_str(),
        &request.sender.address,
        request.sender.reply_to.as_deref().unwrap_or_default(),
        &request.sender.phone,
        &request.sender.verify_url,
        REFERENCE,
        bundle.contact.as_str(),
    ];
    if explains {
        plain.extend([request.links.info.as_str(), &request.links.fix]);
    }
    if request.occasion.earlier().is_some() {
        plain.push(FIRST);
    }
    let rows = bundle
        .sightings
        .get(..request.ips_in_body)
        .unwrap_or(&bundle.sightings);
    for (format, body) in [("text", &letter.text), ("HTML", &letter.html)] {
        if memchr::memchr2(b'{', b'}', body.as_bytes()).is_some() {
            let line = body.lines().find(|line| line.contains(['{', '}']));
            wrong.push(format!(
                "the {format} has a brace left over: {:?}",
                line.unwrap_or_default()
            ));
        }
        for value in &plain {
            // Names may be broken between lines, never within a word.
            if find(body, 0, value).is_none() && find(&body.replace('\n', " "), 0, value).is_none() {
                wrong.push(format!("the {format} does not hold {value:?}"));
            }
        }
        // The table comes first: its addresses stand one after the other.
        let mut from = 0;
        let lost = rows.iter().map(|row| row.address.to_string()).find(|address| {
            let found = find(body, from, address);
            from = found.unwrap_or(from);
            found.is_none()
        });
        if let Some(lost) = lost {
            wrong.push(format!("the {format} does not hold {lost}"));
        }
        if let Some(foreign) = foreign_addresses(body, bundle).first() {
            wrong.push(format!(
                "the {format} holds an address that is not of the bundle: {foreign}"
            ));
        }
    }
    if let Some(foreign) = foreign_addresses(&letter.subject, bundle).first() {
        wrong.push(format!(
            "the subject holds an address that is not of the bundle: {foreign}"
        ));
    }
    if !table_is(&letter.text, bundle, rows.len()) {
        wrong.push("the table of the text does not name each address once for each row".to_owned());
    }
}

/// Where the value ends that stands in the text from there on as itself, not as a part of a longer address, link or word.
fn find(body: &str, from: usize, value: &str) -> Option<usize> {
    let part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '@';
    let text = body.get(from..)?;
    let finder = memmem::Finder::new(value);
    finder.find_iter(text.as_bytes()).find_map(|at| {
        let end = at + value.len();
        let before = text.get(..at)?.chars().next_back();
        let mut after = text.get(end..)?.chars();
        let begins = !before.is_some_and(|c| part(c) || matches!(c, '.' | ':' | '-'));
        let ends = match after.next() {
            // The port of an IPv4 address; what follows an IPv6 address would belong to it.
            Some(':') => !value.contains(':') || !after.next().is_some_and(part),
            // A stop ends the sentence, or a longer name goes on.
            Some('.' | '-' | '/') => !after.next().is_some_and(part),
            Some(c) => !part(c),
            None => true,
        };
        (begins && ends).then_some(from + end)
    })
}

/// Whether the rows of the text's table begin with the addresses of the bundle, in their order.
fn table_is(text: &str, bundle: &Bundle, rows: usize) -> bool {
    let mut named = text.lines().filter_map(|line| {
        let row = line.trim_start_matches(LEADING).strip_prefix("    ")?;
        row.split("  ").next()?.parse::<std::net::IpAddr>().ok()
    });
    bundle
        .sightings
        .iter()
        .take(rows)
        .all(|sighting| named.next() == Some(sighting.address))
        && named.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stands(body: &str, value: &str) -> bool {
        find(body, 0, value).is_some()
    }

    #[test]
    fn a_value_is_found_as_itself_only() {
        for body in [
            "192.0.2.1",
            "(192.0.2.1).",
            "http://192.0.2.1:25/",
            "at 192.0.2.1: x",
            "是192.0.2.1。",
        ] {
            assert!(stands(body, "192.0.2.1"), "{body}");
        }
        for body in [
            "192.0.2.10",
            "9192.0.2.1",
            "8.192.0.2.1",
            "::192.0.2.1",
            "192.0.2.1.example",
            "x@192.0.2.1",
        ] {
            assert!(!stands(body, "192.0.2.1"), "{body}");
        }
        assert!(stands("[2001:db8::1]:25", "2001:db8::1"));
        assert!(!stands("2001:db8::1:25", "2001:db8::1"));
        assert!(!stands("https://a.example/b/c", "https://a.example/b"));
    }
}
