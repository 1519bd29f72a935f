//! The object itself: which network or AS, whose, and whether it is one at all.

use std::net::IpAddr;

use serde_json::Value;

use super::card::{self, Card, Role, text};
use super::choose;
use crate::resolve::index::claims::{Claims, Holder};
use crate::resolve::index::{country_code, is_placeholder};
use crate::resolve::online::answer::{Answer, Provenance, Scope};
use crate::resolve::online::errand::Subject;
use crate::resolve::online::lenient;
use crate::resolve::online::registry::Registry;
use crate::resolve::online::trouble::Trouble;
use crate::resolve::online::wording;

/// What an answer of a server comes to.
#[derive(Debug)]
pub(in crate::resolve::online) enum Said {
    /// An answer.
    Answer(Box<Answer>),
    /// The object only says that this registry has the numbers.
    AskInstead(Registry, Box<Answer>),
}

/// Reads the body of an answer about `subject`.
///
/// # Errors
/// [`Trouble`] when it is no JSON, no network or AS, or about another one. Nesting is bounded by `serde_json` (128).
pub(in crate::resolve::online) fn read(
    body: &[u8],
    subject: Subject,
    from: Provenance,
) -> Result<Said, Trouble> {
    let malformed = |why: String| Trouble::Malformed { why };
    let object: Value =
        serde_json::from_slice(body).map_err(|error| malformed(format!("it is no JSON: {error}")))?;
    if !object.is_object() {
        return Err(malformed("it is JSON, but no object".to_owned()));
    }
    refusal(&object)?;
    let scope = match subject {
        Subject::Address(address) => {
            let (first, last) = range(&object, address)
                .ok_or_else(|| malformed("it says of no network which addresses it has".to_owned()))?;
            if !lenient::holds((first, last), address) {
                return Err(Trouble::Elsewhere { range: (first, last) });
            }
            Scope::Network(first, last)
        }
        Subject::As(number) => {
            let (first, last) = systems(&object)
                .ok_or_else(|| malformed("it says of no AS which number it has".to_owned()))?;
            if !(first..=last).contains(&number) {
                let why = format!("it is about AS{first} - AS{last}");
                return Err(malformed(why));
            }
            Scope::As(number)
        }
    };
    let cards = card::all(&object);
    let name = text(&object, "name");
    let mut answer = Answer {
        scope,
        from,
        handle: text(&object, "handle"),
        country: country_code(&text(&object, "country")),
        origin: origin(&object),
        placeholder: false,
        claims: claims(&object, &cards),
        name,
    };
    let other = other_registry(&object, &cards);
    answer.placeholder = other.is_some() || is_placeholder_object(&object, &answer, subject);
    Ok(match other {
        Some(registry) => Said::AskInstead(registry, Box::new(answer)),
        None => Said::Answer(Box::new(answer)),
    })
}

/// An error object (RFC 9083 section 6) that came with the wrong status.
fn refusal(object: &Value) -> Result<(), Trouble> {
    let code = object.get("errorCode");
    let Some(code) = code.and_then(|code| code.as_u64().or_else(|| code.as_str()?.parse().ok())) else {
        return Ok(());
    };
    Err(match code {
        404 => Trouble::NotFound,
        429 => Trouble::RateLimited { until: None },
        _ => Trouble::Server {
            what: format!("error {code}"),
            until: None,
        },
    })
}

/// First and last address. A range of one address gives way to a prefix that holds it: old servers answer like that.
fn range(object: &Value, asked: IpAddr) -> Option<(IpAddr, IpAddr)> {
    let first = lenient::address(&text(object, "startAddress"));
    let last = lenient::address(&text(object, "endAddress"));
    let stated = first
        .zip(last)
        .filter(|(first, last)| first.is_ipv4() == last.is_ipv4() && first <= last);
    if stated.is_some_and(|(first, last)| first != last) {
        return stated;
    }
    let prefixes: Vec<(IpAddr, IpAddr)> = card::items(object, "cidr0_cidrs").filter_map(prefix).collect();
    let holding = prefixes
        .iter()
        .copied()
        .find(|prefix| lenient::holds(*prefix, asked));
    holding.or(stated).or_else(|| prefixes.first().copied())
}

/// A member of the cidr0 extension; its length may be a string.
fn prefix(member: &Value) -> Option<(IpAddr, IpAddr)> {
    let base = [text(member, "v4prefix"), text(member, "v6prefix")];
    let base = base.iter().find(|base| !base.is_empty())?;
    let length = card::number(member.get("length")?)?;
    lenient::prefix(base, u8::try_from(length).ok()?)
}

fn systems(object: &Value) -> Option<(u32, u32)> {
    let number = |member| u32::try_from(card::number(object.get(member)?)?).ok();
    let first = number("startAutnum")?;
    let last = number("endAutnum").unwrap_or(first);
    (first <= last).then_some((first, last))
}

/// ARIN's extension; one AS that announces the network.
fn origin(object: &Value) -> Option<u32> {
    let mut systems = card::items(object, "arin_originas0_originautnums");
    match (systems.next(), systems.next()) {
        (Some(one), None) => u32::try_from(card::number(one)?).ok(),
        _ => None,
    }
}

fn claims(object: &Value, cards: &[Card]) -> Claims {
    let mut claims = Claims::default();
    choose::offers(object, cards, &mut claims);
    // RIPE's servers give the objects' maintainers that role, too.
    let registrant = cards
        .iter()
        .find(|card| card.level == 0 && card.has(Role::Registrant) && !wording::is_maintainer(&card.handle));
    claims.holder = registrant.map(|card| Holder {
        handle: card.handle.clone(),
        name: card.name.clone(),
        country: card.country.clone(),
    });
    let readers = cards.iter().filter(|card| card.has(Role::Abuse));
    for language in readers.chain(registrant).flat_map(|card| &card.languages) {
        if !claims.languages.contains(language) {
            claims.languages.push(language.clone());
        }
    }
    claims
}

/// The registry that the object says has these numbers, when that is another than the one whose object this is.
fn other_registry(object: &Value, cards: &[Card]) -> Option<Registry> {
    let own = Registry::of_host(&text(object, "port43"));
    let registrant = cards
        .iter()
        .filter(|card| card.level == 0 && card.has(Role::Registrant))
        .find_map(|card| wording::registry_handle(&card.handle));
    let moved = wording::transferred_to(&text(object, "type"));
    let noted = || card::remarks(object).find_map(|line| wording::transferred_to(&line));
    let stub = wording::is_stub(&text(object, "name")).then(noted).flatten();
    registrant.or(moved).or(stub).filter(|other| Some(*other) != own)
}

fn is_placeholder_object(object: &Value, answer: &Answer, subject: Subject) -> bool {
    let name = answer.name.to_ascii_uppercase();
    let whole = answer.network().is_some_and(lenient::is_whole_space);
    // A block of many ASes is a registry's, not a provider's.
    let many = systems(object).is_some_and(|(first, last)| first != last);
    let block = matches!(subject, Subject::As(_)) && (many || name.contains("ASBLOCK"));
    is_placeholder(&name, whole) || wording::is_stub(&name) || block
}
