//! What each contact is to be told in the next round, by the kind of round.
//!
//! | kind | about |
//! | --- | --- |
//! | first | what is still there as far as anybody knows, and what this contact was not told within `renotify_after`; told before that, it has to have been seen since |
//! | reminder | what the contact was told in a letter that left at least so many days ago, and what was seen again since |
//! | correction | what was withdrawn, to the contacts whose letter about it was accepted, or may have been |
//!
//! Never: what is gone or withdrawn (but for corrections), and what a letter on its way speaks of.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jiff::Timestamp;
use rusqlite::{Row, named_params};

use super::history::TOLD_ELSEWHERE;
use super::paged::near;
use super::state::State;
use super::{Ledger, LedgerError, from_octets, time};
use crate::contact::Mailbox;
use crate::sighting::{Exposure, Sighting};

/// Everything one contact is to be told in this round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadyBundle {
    /// The contact's number in the ledger.
    pub contact: i64,
    /// Its mailbox.
    pub mailbox: Mailbox,
    /// In the order of [`crate::bundle::Bundle`], without evidence (which never enters a letter).
    pub sightings: Vec<Sighting>,
    /// The decisions behind it, each once, with the number of sightings.
    pub decisions: BTreeMap<i64, usize>,
    /// The letter that told of all these sightings, in a round that refers to it.
    pub answers: Option<i64>,
    /// Sightings that were left out because a later letter told of them: one letter refers to one letter.
    pub left_over: u64,
}

/// A bundle on its way, with the letter that told of each sighting.
struct Gathering {
    bundle: ReadyBundle,
    answers: Vec<Option<i64>>,
}

impl Gathering {
    /// The bundle, with what the oldest letter told of alone.
    fn done(self) -> ReadyBundle {
        let Self { mut bundle, answers } = self;
        bundle.answers = answers.iter().copied().flatten().min();
        let before = bundle.sightings.len();
        let mut each = answers.iter();
        bundle
            .sightings
            .retain(|_| each.next().is_none_or(|letter| *letter == bundle.answers));
        bundle.left_over = (before - bundle.sightings.len()) as u64;
        bundle
    }
}

/// What a round is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoundKind {
    /// To tell what was not told, or not since `told_since`.
    First {
        /// What a letter planned then or later has told is not told again.
        told_since: Timestamp,
    },
    /// To remind of what is still open.
    Reminder {
        /// Letters that ended later than this are too young.
        told_before: Timestamp,
        /// Reminders about one sighting, at most.
        most: u32,
    },
    /// To take back what was flagged wrongly.
    Correction,
}

impl RoundKind {
    /// The slug kept in the ledger.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::First { .. } => "first",
            Self::Reminder { .. } => "reminder",
            Self::Correction => "correction",
        }
    }
}

impl Ledger {
    /// Hands out every contact's bundle, ordered by the contact's key, within bounded memory (one bundle at a time).
    ///
    /// # Errors
    /// What SQLite or `each` says.
    pub fn ready_bundles<E: From<LedgerError>>(
        &self,
        kind: RoundKind,
        mut each: impl FnMut(ReadyBundle) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = self.ready_query(kind);
        let mut statement = self.connection.prepare(&sql).map_err(LedgerError::from)?;
        let mut rows = match kind {
            RoundKind::First { told_since } => {
                let since = told_since.as_millisecond();
                match &self.history {
                    Some(campaign) => statement.query(named_params! {":since": since, ":campaign": campaign}),
                    None => statement.query(named_params! {":since": since}),
                }
            }
            RoundKind::Reminder { told_before, most } => {
                statement.query(named_params! {":before": told_before.as_millisecond(), ":most": most})
            }
            RoundKind::Correction => statement.query([]),
        }
        .map_err(LedgerError::from)?;
        let mut current: Option<Gathering> = None;
        while let Some(row) = rows.next().map_err(LedgerError::from)? {
            if let Some(done) = gather(&mut current, row)? {
                each(done)?;
            }
        }
        current.map_or(Ok(()), |last| each(last.done()))
    }
}

/// Adds a row to the bundle it belongs to; gives out the bundle before it when that is complete.
fn gather(current: &mut Option<Gathering>, row: &Row<'_>) -> Result<Option<ReadyBundle>, LedgerError> {
    let contact: i64 = row.get("contact")?;
    let mut done = None;
    if current.as_ref().is_none_or(|on| on.bundle.contact != contact) {
        let bundle = ReadyBundle {
            contact,
            mailbox: Mailbox(row.get("mailbox")?),
            sightings: Vec::new(),
            decisions: BTreeMap::new(),
            answers: None,
            left_over: 0,
        };
        let answers = Vec::new();
        done = current.replace(Gathering { bundle, answers });
    }
    if let Some(Gathering { bundle, answers }) = current {
        bundle.sightings.push(sighting(row)?);
        answers.push(row.get("answers")?);
        if let Some(decision) = row.get("decision")? {
            *bundle.decisions.entry(decision).or_default() += 1;
        }
    }
    Ok(done.map(Gathering::done))
}

/// States of a letter that never told anybody anything, nor will.
const UNTOLD: [State; 4] = [State::Refused, State::Suppressed, State::Expired, State::Bounced];
/// States of a letter that is on its way.
const TO_COME: [State; 4] = [State::Planned, State::Sending, State::Dotted, State::Deferred];
/// States of a letter that has arrived, or may have.
pub(super) const TOLD: [State; 3] = [State::Accepted, State::Delivered, State::Unknown];

/// `('refused', 'suppressed')`: slugs are our own words, so that they can stand in the text of a query.
pub(super) fn among(states: &[State]) -> String {
    let mut list = String::from("(");
    for (n, state) in states.iter().enumerate() {
        let comma = if n == 0 { "" } else { ", " };
        // Writing to a string cannot fail.
        let _ = write!(list, "{comma}'{}'", state.as_str());
    }
    list + ")"
}

/// Sightings with their contact of today, that are neither gone nor withdrawn.
const OPEN: &str = "FROM resolution CROSS JOIN decision ON decision.id = decision JOIN contact ON contact.id = contact \
    JOIN sighting USING (address) JOIN exposure ON exposure.id = sighting.exposure JOIN source ON source.id = sighting.source \
    LEFT JOIN vanishing ON vanishing.source = sighting.source AND vanishing.exposure = sighting.exposure \
    LEFT JOIN withdrawal ON withdrawal.address = sighting.address AND withdrawal.port = sighting.port \
        AND withdrawal.exposure = sighting.exposure AND withdrawal.imports >= sighting.latest \
    WHERE verdict = 'notify' AND sighting.latest >= coalesce(vanishing.gone, 0) AND withdrawal.address IS NULL";

/// Letters to the contact about the sighting; what was told before it was withdrawn no longer counts.
const TELLING: &str = "FROM letter_sighting AS told JOIN letter ON letter.id = told.letter \
    JOIN round ON round.number = letter.round \
    WHERE told.address = sighting.address AND told.port = sighting.port AND told.exposure = sighting.exposure \
    AND letter.contact = contact.id AND round.imports > coalesce((SELECT imports FROM withdrawal AS w \
        WHERE w.address = sighting.address AND w.port = sighting.port AND w.exposure = sighting.exposure), -1)";

const COLUMNS: &str = "contact.id AS contact, mailbox, sighting.address, sighting.port, slug, first_seen, last_seen, \
    source.name AS source, sighting.protocol, sighting.asn, sighting.country, sighting.hostname, sighting.language";

/// Joins the page of resolutions that has a sighting's address.
const NEAR: &str = near!("sighting.address");

const ORDER: &str = "ORDER BY contact.key, length(sighting.address), sighting.address, sighting.port, slug";

impl Ledger {
    fn ready_query(&self, kind: RoundKind) -> String {
        let elsewhere = match self.history {
            Some(_) => format!("AND NOT EXISTS ({TOLD_ELSEWHERE})"),
            None => String::new(),
        };
        let (untold, to_come, told) = (among(&UNTOLD), among(&TO_COME), among(&TOLD));
        match kind {
            RoundKind::First { .. } => format!(
                "SELECT {COLUMNS}, decision, NULL AS answers {OPEN} \
             AND NOT EXISTS (SELECT 1 {TELLING} AND round.kind <> 'correction' AND letter.state NOT IN {untold} \
                 AND (round.planned_at >= :since OR letter.state IN {to_come} OR sighting.latest <= round.imports)) \
             {elsewhere} {ORDER}"
            ),
            RoundKind::Reminder { .. } => format!(
                "SELECT {COLUMNS}, decision, \
                 (SELECT max(letter.id) {TELLING} AND letter.state IN {told} AND round.kind = 'first') AS answers {OPEN} \
             AND EXISTS (SELECT 1 {TELLING} AND letter.state IN {told} AND round.kind = 'first') \
             AND NOT EXISTS (SELECT 1 {TELLING} AND letter.state NOT IN {untold} \
                 AND (letter.state IN {to_come} OR letter.changed_at > :before OR sighting.latest <= round.imports)) \
             AND (SELECT count(*) {TELLING} AND letter.state NOT IN {untold} AND round.kind = 'reminder') < :most \
             {ORDER}"
            ),
            RoundKind::Correction => format!(
                "SELECT {COLUMNS}, decision_of(near.packed, sighting.address) AS decision, max(letter.id) AS answers \
             FROM withdrawal JOIN sighting USING (address, port, exposure) \
             JOIN letter_sighting AS told USING (address, port, exposure) JOIN letter ON letter.id = told.letter \
             JOIN round ON round.number = letter.round JOIN contact ON contact.id = letter.contact \
             JOIN exposure ON exposure.id = sighting.exposure JOIN source ON source.id = sighting.source \
             {NEAR} \
             WHERE letter.state IN {told} AND round.kind <> 'correction' AND round.imports <= withdrawal.imports \
             AND NOT EXISTS (SELECT 1 FROM letter_sighting AS said JOIN letter AS made ON made.id = said.letter \
                 JOIN round AS sent ON sent.number = made.round \
                 WHERE said.address = sighting.address AND said.port = sighting.port \
                 AND said.exposure = sighting.exposure AND made.contact = contact.id \
                 AND made.state NOT IN {untold} AND sent.kind = 'correction' \
                 AND sent.planned_at >= withdrawal.withdrawn_at) \
             GROUP BY contact.id, sighting.address, sighting.port, sighting.exposure {ORDER}"
            ),
        }
    }
}

fn sighting(row: &Row<'_>) -> Result<Sighting, LedgerError> {
    let octets: Vec<u8> = row.get("address")?;
    let port: u16 = row.get("port")?;
    let slug: String = row.get("slug")?;
    Ok(Sighting {
        address: from_octets(&octets)?,
        port: Some(port).filter(|port| *port != 0),
        protocol: row.get("protocol")?,
        exposure: Exposure::new(&slug).map_err(|bad| LedgerError::Damaged {
            problem: bad.to_string(),
        })?,
        first_seen: time(row.get("first_seen")?)?,
        last_seen: time(row.get("last_seen")?)?,
        source: row.get("source")?,
        asn: row.get("asn")?,
        country: row.get("country")?,
        hostname: row.get("hostname")?,
        language: row.get("language")?,
        evidence: BTreeMap::new(),
    })
}
