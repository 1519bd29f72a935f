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

/// The letter in one language.
#[derive(Debug, Serialize)]
pub(super) struct View<'a> {
    #[serde(flatten)]
    same: Same<'a>,
    #[serde(flatten)]
    own: Own<'a>,
}

/// What all letters of a [shape](super::forms::Shape) have in common.
#[derive(Debug, Serialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a question that a template asks"
)]
struct Same<'a> {
    lang: &'a str,
    dir: &'static str,
    date: String,
    kind: &'static str,
    evidence: &'static str,
    /// The key of the first sentence.
    observation: &'static str,
    /// The key of the sentence that a reminder begins with.
    reminder: &'static str,
    xarf: bool,
    mark: &'static str,
    more: bool,
    other: bool,
    /// There are more rows than those that the test commands name.
    others: bool,
    recheck: Option<String>,
    sender: SenderView,
    links: LinksView,
}

/// What each letter has of its own.
#[derive(Debug, Serialize)]
pub(super) struct Own<'a> {
    contact: &'a str,
    reference: &'a str,
    /// Different addresses.
    count: usize,
    /// Rows of the whole table.
    entries: usize,
    ip: String,
    day: String,
    /// The first letter, when this is a later one.
    earlier: Option<EarlierView<'a>>,
    head: &'a str,
    rule: &'a str,
    rows: &'a [Entry],
    /// An address is too long to stand beside the other columns on a phone.
    wide: bool,
    shown: usize,
    relay: Option<Place>,
    http: Option<Place>,
    socks: Option<Place>,
}

/// Values of which the shape says whether they are there.
pub(super) const PRESENT: [&str; 4] = ["earlier", "relay", "http", "socks"];

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
struct SenderView {
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
struct LinksView {
    info: String,
    fix: String,
}

impl SenderView {
    /// The sender, with the mandate in the language: its own tag, else its primary language, else `default`.
    fn of(request: &Request<'_>, language: &str) -> Self {
        let sender = request.sender;
        let primary = language.split('-').next().unwrap_or_default();
        let mandate = [language, primary, "default"]
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
    fn of(request: &Request<'_>) -> Self {
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
    ) -> Self {
        let (evidence, observation, reminder) = match request.evidence {
            Evidence::Reported => ("reported", "observation-reported", "reminder-reported"),
            Evidence::Observed => ("observed", "observation-observed", "reminder-observed"),
            Evidence::Confirmed => ("confirmed", "observation-confirmed", "reminder-confirmed"),
        };
        let same = Same {
            lang,
            dir,
            date: facts::day(request.date),
            kind: facts.kind.as_str(),
            evidence,
            observation,
            reminder,
            xarf: request.xarf,
            mark: table.mark,
            more: table.rows.len() < request.bundle.sightings.len(),
            other: facts.other.is_some(),
            others: facts.has_others(request.bundle),
            recheck: request.recheck.map(|date| date.to_string()),
            sender: SenderView::of(request, lang),
            links: LinksView::of(request),
        };
        let own = Own::of(request, facts, table);
        Self { same, own }
    }
}

impl<'a> Own<'a> {
    pub(super) fn of(request: &'a Request<'_>, facts: &Facts<'_>, table: &'a Table) -> Self {
        let place = |sighting: &Sighting| Place {
            ip: sighting.address.to_string(),
            port: facts::port(sighting),
            endpoint: facts::endpoint(sighting),
        };
        let earlier = request.occasion.earlier().map(|earlier| EarlierView {
            sent: facts::day(earlier.sent_on),
            reference: clean(earlier.reference),
            others: earlier.others,
        });
        Self {
            contact: request.bundle.contact.as_str(),
            reference: request.reference,
            count: facts.addresses,
            entries: request.bundle.sightings.len(),
            ip: facts.first.to_string(),
            day: facts::day(facts.latest),
            earlier,
            head: &table.head,
            rule: &table.rule,
            rows: &table.rows,
            wide: table.wide,
            shown: table.rows.len(),
            relay: facts.relay.map(place),
            http: facts.http.map(place),
            socks: facts.socks.map(place),
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
    pub organisation: &'a str,
    /// In each further language: that the letter stands below in it.
    pub notices: Vec<Notice<'a>>,
    #[serde(flatten)]
    pub own: OwnFrame<'a>,
}

/// What each letter's frame has of its own.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct OwnFrame<'a> {
    pub subject: &'a str,
    pub reference: &'a str,
}

/// A sentence in a language of its own.
#[derive(Debug, Serialize)]
pub(super) struct Notice<'a> {
    pub lang: &'a str,
    pub dir: &'static str,
    pub text: String,
}
