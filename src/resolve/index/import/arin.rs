//! ARIN's bulk data, as XML (`arin_db.xml`) and as text (`arin_db.txt`, or nets, asns, orgs and pocs apart).
//!
//! Another model than RPSL with the same outcome: a network names its own abuse contact (POC), else its
//! organisation's counts, else the network above. Customers of a provider have no contacts, so theirs are the
//! provider's. What ARIN has handed to another registry, or never given out, stands under the name of that registry
//! and is no network.

use std::io::{self, BufRead};
use std::net::IpAddr;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::resolve::rpsl::{Object, Objects};

/// First attributes of the text form's records.
const CLASSES: &[&str] = &[
    "nethandle",
    "v6nethandle",
    "ashandle",
    "orgid",
    "custid",
    "pochandle",
];

/// What a record is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::resolve::index) enum Class {
    #[default]
    Net,
    As,
    Organisation,
    Contact,
}

/// One record, of either form.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::resolve::index) struct Record {
    pub(in crate::resolve::index) class: Class,
    pub(in crate::resolve::index) handle: String,
    pub(in crate::resolve::index) name: String,
    pub(in crate::resolve::index) country: String,
    pub(in crate::resolve::index) organisation: String,
    /// Handles of its abuse contacts.
    pub(in crate::resolve::index) abuse: Vec<String>,
    pub(in crate::resolve::index) mailboxes: Vec<String>,
    pub(in crate::resolve::index) comments: Vec<String>,
    pub(in crate::resolve::index) networks: Vec<(IpAddr, IpAddr)>,
    pub(in crate::resolve::index) ases: Option<(u32, u32)>,
}

/// Reads the text form; `take` gets each record with the line it begins on.
pub(super) fn read_text(
    reader: impl BufRead,
    mut take: impl FnMut(u64, Result<Record, String>),
) -> io::Result<u64> {
    let mut objects = Objects::new(reader, CLASSES);
    while let Some(object) = objects.next_object()? {
        take(object.line(), of_text(object));
    }
    Ok(objects.seen())
}

fn of_text(object: &Object) -> Result<Record, String> {
    let first = |name: &str| object.first(name).unwrap_or_default();
    let all = |name: &str| object.values(name).collect::<Vec<String>>();
    let class = match object.class() {
        "ashandle" => Class::As,
        "orgid" | "custid" => Class::Organisation,
        "pochandle" => Class::Contact,
        _ => Class::Net,
    };
    let mut record = Record {
        class,
        handle: object.key(),
        country: first("country"),
        comments: all("comment"),
        ..Record::default()
    };
    match class {
        Class::Net => {
            record.name = first("netname");
            record.organisation = object
                .first("orgid")
                .or_else(|| object.first("custid"))
                .unwrap_or_default();
            record.abuse = all("abusehandle");
            for range in object.values("netrange") {
                let network = super::builder::range_of(&range);
                record
                    .networks
                    .push(network.ok_or_else(|| format!("{range:?} is no range of addresses"))?);
            }
        }
        Class::As => {
            record.name = first("asname");
            record.organisation = first("orgid");
            record.abuse = all("abusehandle");
            let numbers = first("asnumber");
            record.ases = as_numbers(&numbers);
            if record.ases.is_none() {
                return Err(format!("{numbers:?} is no AS number"));
            }
        }
        Class::Organisation => {
            record.name = object
                .first("orgname")
                .or_else(|| object.first("custname"))
                .unwrap_or_default();
            record.abuse = all("orgabusehandle");
        }
        Class::Contact => record.mailboxes = all("mailbox"),
    }
    Ok(record)
}

/// `1` or `1 - 5`.
fn as_numbers(text: &str) -> Option<(u32, u32)> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let (first, last) = (first.trim().parse().ok()?, last.trim().parse().ok()?);
    (first <= last).then_some((first, last))
}

/// Reads the XML form; `take` gets each record with its number, from 1: lines mean nothing there.
///
/// Elements that are not known are passed over, at any depth.
pub(super) fn read_xml(
    reader: impl BufRead,
    mut take: impl FnMut(u64, Result<Record, String>),
) -> io::Result<u64> {
    let mut xml = Reader::from_reader(reader);
    let mut buffer = Vec::new();
    let mut open: Vec<String> = Vec::new();
    let mut draft: Option<Draft> = None;
    let mut text = String::new();
    let mut seen = 0;
    let mut depth = 0_u32;
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer).map_err(broken)? {
            Event::Start(element) => {
                depth = depth.saturating_add(1);
                text.clear();
                let name = local_name(&element);
                match (&mut draft, Class::of_element(&name)) {
                    (None, Some(class)) => draft = Some(Draft::new(class)),
                    (None, None) => {}
                    (Some(draft), _) => {
                        draft.link(&element);
                        open.push(name);
                    }
                }
            }
            Event::Empty(element) => {
                if let Some(draft) = &mut draft {
                    draft.link(&element);
                }
            }
            Event::Text(part) => text.push_str(&part),
            Event::CData(part) => text.push_str(&part),
            // `&amp;` and its like stand in names, never in what is looked up.
            Event::GeneralRef(name) => text.push_str(entity(&name)),
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                if open.is_empty() {
                    if let Some(done) = draft.take() {
                        seen += 1;
                        take(seen, done.record());
                    }
                } else if let Some(draft) = &mut draft {
                    draft.value(&open, text.trim());
                    open.pop();
                }
                text.clear();
            }
            // Between two records too, the end that was opened at the top is missing.
            Event::Eof if depth > 0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            Event::Eof => return Ok(seen),
            _ => {}
        }
    }
}

fn broken(error: impl std::error::Error + Send + Sync + 'static) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, error)
}

fn local_name(element: &BytesStart<'_>) -> String {
    element.local_name().as_ref().to_owned()
}

fn entity(name: &str) -> &str {
    match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "apos" => "'",
        "quot" => "\"",
        _ => "?",
    }
}

impl Class {
    fn of_element(name: &str) -> Option<Self> {
        match name {
            "net" => Some(Self::Net),
            "asn" => Some(Self::As),
            "org" | "customer" => Some(Self::Organisation),
            "poc" => Some(Self::Contact),
            _ => None,
        }
    }
}

/// A record of the XML form that is not complete yet.
struct Draft {
    record: Record,
    start: String,
    end: String,
}

impl Draft {
    fn new(class: Class) -> Self {
        let record = Record {
            class,
            ..Record::default()
        };
        Self {
            record,
            start: String::new(),
            end: String::new(),
        }
    }

    /// A contact with the function AB is for abuse.
    fn link(&mut self, element: &BytesStart<'_>) {
        if local_name(element) != "pocLink" {
            return;
        }
        let attribute = |name: &str| {
            let found = element.try_get_attribute(name).ok().flatten()?;
            Some(found.value.into_owned())
        };
        if attribute("function").as_deref() == Some("AB") {
            self.record.abuse.extend(attribute("handle"));
        }
    }

    /// The text of the element at the end of this path below the record.
    fn value(&mut self, path: &[String], text: &str) {
        let names: Vec<&str> = path.iter().map(String::as_str).collect();
        let record = &mut self.record;
        let text = || text.to_owned();
        match names.as_slice() {
            ["handle"] => record.handle = text(),
            ["name"] => record.name = text(),
            ["orgHandle" | "customerHandle"] => record.organisation = text(),
            ["startAddress" | "startAsNumber"] => self.start = text(),
            ["endAddress" | "endAsNumber"] => self.end = text(),
            ["iso3166-1", "code2"] => record.country = text(),
            ["emails", "email"] => record.mailboxes.push(text()),
            ["comment", ..] if names.last() == Some(&"line") => record.comments.push(text()),
            _ => {}
        }
    }

    fn record(self) -> Result<Record, String> {
        let (mut record, start, end) = (self.record, self.start, self.end);
        if record.handle.is_empty() {
            return Err("a record has no handle".to_owned());
        }
        match record.class {
            Class::Net => {
                let network = super::builder::range_of(&format!("{start} - {end}"));
                let network = network.ok_or_else(|| format!("{start} - {end} is no range of addresses"));
                record
                    .networks
                    .push(network.map_err(|problem| format!("{}: {problem}", record.handle))?);
            }
            Class::As => {
                record.ases = as_numbers(&format!("{start}-{end}"));
                if record.ases.is_none() {
                    return Err(format!("{}: {start} - {end} are no AS numbers", record.handle));
                }
            }
            Class::Organisation | Class::Contact => {}
        }
        Ok(record)
    }
}
