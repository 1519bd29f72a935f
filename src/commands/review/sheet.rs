//! The list as a CSV file: written out, edited by a person, read back.

use std::io::{Read, Write};

use super::Entry;
use super::verdict::{Choice, Word};
use crate::message::guarded;

const COLUMNS: [&str; 9] = [
    "network",
    "addresses",
    "name",
    "country",
    "contact",
    "confidence",
    "source",
    "decision",
    "note",
];

/// Writes the list, nothing decided yet.
pub(super) fn write(entries: &[Entry], out: impl Write) -> Result<(), csv::Error> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(COLUMNS)?;
    for entry in entries {
        let first = entry.proposals.first();
        writer.write_record([
            entry.network(),
            entry.addresses.to_string(),
            guarded(entry.name.as_deref().unwrap_or_default()),
            entry.country.clone().unwrap_or_default(),
            first.map(|one| one.contact.clone()).unwrap_or_default(),
            first.map(|one| one.confidence.to_string()).unwrap_or_default(),
            guarded(first.map_or("", |one| one.source.as_str())),
            String::new(),
            String::new(),
        ])?;
    }
    writer.flush()?;
    Ok(())
}

/// The line that a record begins on: the reader takes the line feed before it, and blank lines, for a part of it.
fn line_of(text: &[u8], position: Option<&csv::Position>) -> usize {
    let byte = position.map_or(0, csv::Position::byte);
    let (before, rest) = text.split_at(usize::try_from(byte).unwrap_or(usize::MAX).min(text.len()));
    let blank = rest.iter().take_while(|octet| matches!(octet, b'\r' | b'\n'));
    1 + before
        .iter()
        .chain(blank)
        .filter(|octet| **octet == b'\n')
        .count()
}

/// The decisions in an edited list; the first line that makes no sense, with its number.
pub(super) fn read(entries: &[Entry], mut file: impl Read) -> Result<Vec<Choice>, String> {
    let mut text = Vec::new();
    file.read_to_end(&mut text).map_err(|error| error.to_string())?;
    if std::str::from_utf8(&text).is_err() {
        return Err("it is no text in UTF-8: save it as CSV UTF-8".to_owned());
    }
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .flexible(true)
        .from_reader(text.as_slice());
    let header = reader.headers().map_err(|error| error.to_string())?.clone();
    let column = |name: &str| {
        header
            .iter()
            .position(|one| one.trim_start_matches('\u{feff}').eq_ignore_ascii_case(name))
    };
    let place = |name| column(name).ok_or_else(|| format!("there is no column {name}"));
    let (network, contact, decision) = (place("network")?, place("contact")?, place("decision")?);
    let note = column("note");
    let mut choices: Vec<Choice> = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| error.to_string())?;
        let line = line_of(&text, record.position());
        let field = |at: usize| record.get(at).unwrap_or_default();
        let word = field(decision).to_ascii_lowercase();
        if word.is_empty() {
            continue;
        }
        let which = field(network);
        let (at, entry) = (0..)
            .zip(entries)
            .find(|(_, entry)| entry.network() == which)
            .ok_or_else(|| format!("line {line}: {which} is not in the list to review"))?;
        let contact = field(contact);
        let word = match word.as_str() {
            "approve"
                if entry
                    .proposals
                    .iter()
                    .any(|one| one.contact.eq_ignore_ascii_case(contact)) =>
            {
                Word::Approve(contact.to_owned())
            }
            "approve" => {
                return Err(format!(
                    "line {line}: {contact:?} was not proposed: write replace to have it all the same"
                ));
            }
            "replace" if !contact.is_empty() => Word::Replace(contact.to_owned()),
            "replace" => {
                return Err(format!(
                    "line {line}: the column contact is empty: write the mailbox into it"
                ));
            }
            "suppress" => Word::Suppress,
            other => {
                return Err(format!(
                    "line {line}: {other:?} is no decision: write approve, replace or suppress, or leave it empty"
                ));
            }
        };
        if choices.iter().any(|choice| choice.entry == at) {
            return Err(format!("line {line}: {which} is decided about twice"));
        }
        choices.push(Choice {
            entry: at,
            word,
            note: note.map(field).unwrap_or_default().to_owned(),
        });
    }
    Ok(choices)
}
