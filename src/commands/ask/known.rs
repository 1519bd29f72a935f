//! What is known of an address without asking anybody, and how long it still counts.

use jiff::Timestamp;
use serde::Serialize;

use super::desk::{Desk, Step};
use super::open::keeping;
use super::{Asking, Range, Site};
use crate::contact::Decision;
use crate::failure::Failure;
use crate::ledger::{AddressFacts, Kept};

/// A kept answer, for explaining.
#[derive(Debug, Clone, Serialize)]
pub(in crate::commands) struct Remembered {
    service: String,
    host: String,
    about: String,
    /// The addresses that it is taken to hold for.
    #[serde(skip_serializing_if = "Option::is_none")]
    holds_for: Option<Range>,
    asked: Timestamp,
    expires: Timestamp,
    /// Whether it still counts.
    pub(in crate::commands) fresh: bool,
    /// Why it came to nothing, if it did.
    #[serde(skip_serializing_if = "Option::is_none")]
    trouble: Option<String>,
}

impl Remembered {
    fn of(kept: &Kept, now: Timestamp) -> Self {
        let heard = &kept.heard;
        Self {
            service: heard.service.to_string(),
            host: heard.host.clone(),
            about: heard.subject.to_string(),
            holds_for: heard.within,
            asked: heard.asked,
            expires: kept.expires,
            fresh: kept.expires > now,
            trouble: heard.said.as_ref().err().map(ToString::to_string),
        }
    }

    /// In a sentence.
    pub(in crate::commands) fn sentence(&self) -> String {
        let range = match self.holds_for {
            Some((first, last)) if first != last => format!(" and counts for {first} - {last}"),
            _ => String::new(),
        };
        let state = if self.fresh {
            "is kept until"
        } else {
            "has expired at"
        };
        let said = self
            .trouble
            .as_ref()
            .map(|trouble| format!(" ({trouble})"))
            .unwrap_or_default();
        format!(
            "The answer of {} at {} about {}{said}, of {:.0}, {state} {:.0}{range}.",
            self.service, self.host, self.about, self.asked, self.expires
        )
    }
}

/// The decision about an address by rules, dumps and kept answers, and these answers, expired ones included.
///
/// # Errors
/// When index or kept answers cannot be read.
pub(in crate::commands) fn known(
    asking: Asking<'_>,
    facts: AddressFacts,
    now: Timestamp,
) -> Result<(Decision, Vec<Remembered>), Failure> {
    let address = facts.address;
    let boundary = asking.resolver.boundary(address).map_err(Failure::outside)?;
    let boundary = boundary.unwrap_or((address, address));
    let asn = facts.asn;
    let mut site = Site {
        boundary,
        range: boundary,
        weight: 1,
        facts,
        heard: Vec::new(),
        recalled: false,
        tries: 0,
    };
    let answers = asking.answers;
    let desk = Desk {
        resolver: asking.resolver,
        counter: None,
        answers,
        suppressed: asking.suppressed,
        threshold: asking.config.contacts.threshold,
        keeping: keeping(asking.config),
        refresh: false,
        now,
    };
    let decision = match desk.step(&mut site)? {
        Step::Done(decision) => *decision,
        Step::Ask(_) => return Err(Failure::internal("somebody would be asked without a network")),
    };
    let mut kept = Vec::new();
    if let Some(answers) = answers {
        kept.extend(answers.about(address)?);
        let heard = kept.iter().find_map(|kept: &Kept| kept.heard.origin_of(address));
        if let Some(number) = asn.or(heard) {
            kept.extend(answers.about_as(number)?);
        }
    }
    let kept = kept.iter().map(|kept| Remembered::of(kept, now)).collect();
    Ok((decision, kept))
}
