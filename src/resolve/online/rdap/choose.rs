//! Which of the addresses in one answer comes first.

use std::cmp::Reverse;

use serde_json::Value;

use super::card::{self, Card, Email, Role};
use crate::contact::published_addresses;
use crate::resolve::index::claims::{Claims, Offer, Step};
use crate::resolve::online::wording;
use crate::resolve::weigh::is_abuse_like;

/// Offers of one answer that are kept.
const MOST_OFFERS: usize = 50;

/// Adds what the cards and remarks of an object offer, best first, and where a role leads to no address.
pub(super) fn offers(object: &Value, cards: &[Card], claims: &mut Claims) {
    let mut abuse: Vec<&Card> = cards.iter().filter(|card| is_for_abuse(card)).collect();
    // Stable: of equal ones, document order. The preference counts within one card (RFC 6350 section 5.3).
    abuse.sort_by_key(|card| {
        (
            Reverse(card.emails.iter().any(|email| email.for_abuse)),
            Reverse(card.roles.iter().all(|role| *role == Role::Abuse)),
            is_irt(card),
            Reverse(card.emails.iter().any(|email| is_abuse_like(&email.published))),
            card.level,
        )
    });
    for card in abuse {
        if card.emails.is_empty() {
            claims
                .gaps
                .push(format!("{} has no e-mail address", card.path.join(", ")));
        }
        let step = if is_irt(card) {
            Step::Irt
        } else if card.level == 0 {
            Step::AbuseC
        } else {
            Step::OrganisationAbuseC
        };
        for email in ordered(card) {
            add(claims, &email.published, step, &card.path, doubt(card, email));
        }
    }
    for card in cards.iter().filter(|card| !card.is_person && !is_for_abuse(card)) {
        if card.has(Role::Registrant) || card.roles.is_empty() {
            for email in ordered(card)
                .into_iter()
                .filter(|email| is_abuse_like(&email.published))
            {
                add(
                    claims,
                    &email.published,
                    Step::Registrant,
                    &card.path,
                    doubt(card, email),
                );
            }
        }
    }
    let registrants = cards.iter().filter(|card| card.has(Role::Registrant));
    let lines = card::remarks(object).chain(registrants.flat_map(|card| card.remarks.iter().cloned()));
    for line in lines.filter(|line| wording::speaks_of_abuse(line)) {
        for published in published_addresses(&line)
            .into_iter()
            .filter(|part| part.contains('@'))
        {
            add(
                claims,
                published,
                Step::Remark,
                &[format!("remarks: {}", line.trim())],
                None,
            );
        }
    }
    for card in cards
        .iter()
        .filter(|card| card.has(Role::Technical) && !card.is_person && !is_for_abuse(card))
    {
        for email in ordered(card) {
            add(
                claims,
                &email.published,
                Step::Technical,
                &card.path,
                doubt(card, email),
            );
        }
    }
}

/// It has the role; or no role at all and an address that is marked as being for abuse.
fn is_for_abuse(card: &Card) -> bool {
    card.has(Role::Abuse) || (card.roles.is_empty() && card.emails.iter().any(|email| email.for_abuse))
}

/// An incident response team, as APNIC and AFRINIC name them.
fn is_irt(card: &Card) -> bool {
    card.handle
        .get(..4)
        .is_some_and(|head| head.eq_ignore_ascii_case("IRT-"))
}

fn ordered(card: &Card) -> Vec<&Email> {
    let mut emails: Vec<&Email> = card.emails.iter().collect();
    emails.sort_by_key(|email| {
        (
            Reverse(email.for_abuse),
            email.preference,
            Reverse(is_abuse_like(&email.published)),
        )
    });
    emails
}

fn doubt(card: &Card, email: &Email) -> Option<String> {
    card.remarks
        .iter()
        .find(|line| wording::doubts(line, &email.published))
        .map(|line| line.trim().to_owned())
}

fn add(claims: &mut Claims, published: &str, step: Step, path: &[String], doubt: Option<String>) {
    let known = claims
        .offers
        .iter()
        .any(|offer| offer.published.eq_ignore_ascii_case(published));
    if !known && claims.offers.len() < MOST_OFFERS {
        claims.offers.push(Offer {
            published: published.to_owned(),
            step,
            path: path.to_vec(),
            doubt,
        });
    }
}
