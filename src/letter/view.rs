//! What a template sees: plain values, already clean, in one language.

use std::borrow::Cow;

use serde::Serialize;

use super::clean::{clean, clean_lines};
use super::compose::{Evidence, Request};
use super::facts::{self, Facts};
use super::table::{Entry, Table};
use crate::sighting::Sighting;

/// Every name a template may use. A name that is not here is refused when the template is loaded.
pub(super) const NAMES: [&str; 58] = [
    "this",
    "lang",
    "dir",
    "contact",
    "reference",
    "date",
    "count",
    "entries",
    "ip",
    "kind",
    "day",
    "evidence",
    "reported",
    "observed",
    "confirmed",
    "rows",
    "head",
    "mark",
    "rule",
    "wide",
    "shown",
    "more",
    "port",
    "what",
    "seen",
    "time",
    "source",
    "line",
    "relay",
    "http",
    "socks",
    "other",
    "others",
    "endpoint",
    "recheck",
    "opt_out",
    "sender",
    "organisation",
    "address",
    "postal",
    "phone",
    "verify",
    "mandate",
    "partners",
    "links",
    "info",
    "fix",
    "host",
    "observation",
    "reminder",
    "earlier",
    "sent",
    "first",
    "xarf",
    "subject",
    "notices",
    "text",
    "name",
];

/// The messages that the code itself asks for, beside those that templates name.
pub(super) const KEYS: [&str; 21] = [
    "subject-one",
    "subject-many",
    "below",
    "observation-reported",
    "observation-observed",
    "observation-confirmed",
    "reminder-subject-one",
    "reminder-subject-many",
    "reminder-reported",
    "reminder-observed",
    "reminder-confirmed",
    "correction-subject-one",
    "correction-subject-many",
    "what-open-relay",
    "what-open-proxy-http",
    "what-open-proxy-socks",
    "column-address",
    "column-port",
    "column-what",
    "column-seen",
    "column-source",
];

#[derive(Debug, Serialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a question that a template asks"
)]
pub(super) struct View<'a> {
    lang: &'a str,
    dir: &'static str,
    contact: &'a str,
    reference: &'a str,
    date: String,
    /// Different addresses.
    count: usize,
    /// Rows of the whole table.
    entries: usize,
    ip: String,
    kind: &'static str,
    evidence: &'static str,
    day: String,
    /// The key of the first sentence.
    observation: &'static str,
    /// The key of the sentence that a reminder begins with.
    reminder: &'static str,
    /// The first letter, when this is a later one.
    earlier: Option<EarlierView<'a>>,
    xarf: bool,
    mark: &'static str,
    head: String,
    rule: String,
    rows: &'a [Entry],
    /// An address is too long to stand beside the other columns on a phone.
    wide: bool,
    shown: usize,
    more: bool,
    relay: Option<Place>,
    http: Option<Place>,
    socks: Option<Place>,
    other: bool,
    /// There are more rows than those that the test commands name.
    others: bool,
    recheck: Option<String>,
    sender: &'a SenderView,
    links: &'a LinksView,
}

#[derive(Debug, Serialize)]
struct Place {
    ip: String,
    port: u16,
    /// `address:port`.
    endpoint: String,
}

/// The first letter, as a later one names it.
#[derive(Debug, Serialize)]
struct EarlierView<'a> {
    sent: String,
    reference: Cow<'a, str>,
    others: bool,
}

/// The sender as the letter shows it.
#[derive(Debug, Serialize)]
pub(super) struct SenderView {
    organisation: String,
    address: String,
    /// Where answers go.
    opt_out: String,
    postal: Vec<String>,
    phone: String,
    verify: String,
    mandate: Option<String>,
    partners: Vec<String>,
}

#[derive(Debug, Serialize)]
pub(super) struct LinksView {
    info: String,
    fix: String,
}

impl SenderView {
    /// The sender, with the mandate in the language: its own tag, else its primary language, else `default`.
    pub(super) fn of(request: &Request<'_>, language: &crate::language::Language) -> Self {
        let sender = request.sender;
        let primary = language.as_str().split('-').next().unwrap_or_default();
        let mandate = [language.as_str(), primary, "default"]
            .into_iter()
            .find_map(|tag| sender.mandate.get(tag))
            .map(|text| clean(text).trim().to_owned())
            .filter(|text| !text.is_empty());
        let plain = |text: &str| clean(text).trim().to_owned();
        Self {
            organisation: plain(&sender.organisation),
            address: plain(&sender.address),
            opt_out: plain(sender.reply_to.as_deref().unwrap_or(&sender.address)),
            postal: clean_lines(&sender.postal_address),
            phone: plain(&sender.phone),
            verify: plain(&sender.verify_url),
            mandate,
            partners: sender
                .partners
                .iter()
                .map(|p| plain(p))
                .filter(|p| !p.is_empty())
                .collect(),
        }
    }
}

impl LinksView {
    pub(super) fn of(request: &Request<'_>) -> Self {
        let plain = |text: &str| clean(text).trim().to_owned();
        Self {
            info: plain(&request.links.info),
            fix: plain(&request.links.fix),
        }
    }
}

impl<'a> View<'a> {
    pub(super) fn of(
        request: &'a Request<'_>,
        facts: &Facts<'_>,
        (lang, dir): (&'a str, &'static str),
        table: &'a Table,
        sender: &'a SenderView,
        links: &'a LinksView,
    ) -> Self {
        let place = |sighting: &Sighting| Place {
            ip: sighting.address.to_string(),
            port: facts::port(sighting),
            endpoint: facts::endpoint(sighting),
        };
        let entries = request.bundle.sightings.len();
        let named = [facts.relay, facts.http, facts.socks, facts.other]
            .into_iter()
            .flatten()
            .count();
        let (evidence, observation, reminder) = match request.evidence {
            Evidence::Reported => ("reported", "observation-reported", "reminder-reported"),
            Evidence::Observed => ("observed", "observation-observed", "reminder-observed"),
            Evidence::Confirmed => ("confirmed", "observation-confirmed", "reminder-confirmed"),
        };
        let earlier = request.occasion.earlier().map(|earlier| EarlierView {
            sent: facts::day(earlier.sent_on),
            reference: clean(earlier.reference),
            others: earlier.others,
        });
        Self {
            lang,
            dir,
            contact: request.bundle.contact.as_str(),
            reference: request.reference,
            date: facts::day(request.date),
            count: facts.addresses,
            entries,
            ip: facts.first.to_string(),
            kind: facts.kind.as_str(),
            evidence,
            day: facts::day(facts.latest),
            observation,
            reminder,
            earlier,
            xarf: request.xarf,
            mark: table.mark,
            head: table.head.clone(),
            rule: table.rule.clone(),
            rows: &table.rows,
            wide: table.wide,
            shown: table.rows.len(),
            more: table.rows.len() < entries,
            relay: facts.relay.map(place),
            http: facts.http.map(place),
            socks: facts.socks.map(place),
            other: facts.other.is_some(),
            others: entries > named,
            recheck: request.recheck.map(|date| date.to_string()),
            sender,
            links,
        }
    }
}

/// What stands around the sections of a letter: its beginning, the lines between two languages, its end.
#[derive(Debug, Serialize)]
pub(super) struct Frame<'a> {
    pub lang: &'a str,
    pub dir: &'static str,
    /// The language's own name.
    pub name: &'a str,
    pub subject: &'a str,
    pub organisation: &'a str,
    pub reference: &'a str,
    /// In each further language: that the letter stands below in it.
    pub notices: Vec<Notice<'a>>,
}

/// A sentence in a language of its own.
#[derive(Debug, Serialize)]
pub(super) struct Notice<'a> {
    pub lang: &'a str,
    pub dir: &'static str,
    pub text: String,
}
