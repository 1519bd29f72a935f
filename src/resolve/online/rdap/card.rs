//! An entity: its roles, and its card as jCard or `JSContact`.

use serde_json::Value;

use crate::resolve::index::country_code;
use crate::resolve::online::wording;

/// Entities of one answer that are looked at; real ones have a dozen.
const MOST_CARDS: usize = 500;
/// Addresses of one card that are looked at.
const MOST_EMAILS: usize = 50;
/// Octets of a name or address that are kept.
const LONGEST: usize = 1000;

/// What the roles mean to us (RFC 9083 section 10.2.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Abuse,
    Registrant,
    Technical,
    Other,
}

/// An address on a card.
#[derive(Debug, Clone)]
pub(super) struct Email {
    pub(super) published: String,
    /// It is marked as being for abuse.
    pub(super) for_abuse: bool,
    /// 1 is best; last without one.
    pub(super) preference: u64,
}

/// One entity.
#[derive(Debug, Clone)]
pub(super) struct Card {
    pub(super) handle: String,
    pub(super) name: String,
    pub(super) roles: Vec<Role>,
    /// It is a person's: RFC 6350 section 6.1.4.
    pub(super) is_person: bool,
    pub(super) emails: Vec<Email>,
    pub(super) languages: Vec<String>,
    pub(super) country: Option<String>,
    /// Lines of its remarks.
    pub(super) remarks: Vec<String>,
    /// 0: of the network itself; 1: of an entity of it; and so on.
    pub(super) level: usize,
    /// The entities above it, then itself, in words.
    pub(super) path: Vec<String>,
}

impl Card {
    pub(super) fn has(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }
}

/// A member that is a text, or nothing.
pub(super) fn text(object: &Value, member: &str) -> String {
    object
        .get(member)
        .and_then(Value::as_str)
        .map(short)
        .unwrap_or_default()
}

/// A number that may be written as a string.
pub(super) fn number(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.trim().parse().ok())
}

/// The members of an array; of a lone value, that one.
pub(super) fn items<'a>(object: &'a Value, member: &str) -> impl Iterator<Item = &'a Value> {
    let found = object.get(member).map_or(&[][..], |value| match value {
        Value::Array(items) => items.as_slice(),
        Value::Null => &[],
        lone => std::slice::from_ref(lone),
    });
    found.iter()
}

/// The lines of an object's remarks, their titles too. Notices are never read: they are the server's own words.
pub(super) fn remarks(object: &Value) -> impl Iterator<Item = String> {
    items(object, "remarks")
        .flat_map(|remark| items(remark, "title").chain(items(remark, "description")))
        .filter_map(Value::as_str)
        .flat_map(str::lines)
        .take(1000)
        .map(short)
}

fn short(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}

/// All entities of an object, at any depth, in document order; one that comes again counts once.
pub(super) fn all(object: &Value) -> Vec<Card> {
    let mut cards = Vec::new();
    collect(object, &[], &mut cards);
    cards
}

fn collect(object: &Value, above: &[String], cards: &mut Vec<Card>) {
    for entity in items(object, "entities") {
        if cards.len() >= MOST_CARDS {
            return;
        }
        if !entity.is_object() {
            continue;
        }
        let card = read(entity, above);
        let path = card.path.clone();
        // Servers repeat an entity for each of its roles, or once nested and once at the top.
        let again = cards.iter_mut().find(|seen| {
            !card.handle.is_empty()
                && seen.handle.eq_ignore_ascii_case(&card.handle)
                && seen.level == card.level
                && (seen.emails.is_empty() || card.emails.is_empty() || same(&seen.emails, &card.emails))
        });
        if let Some(seen) = again {
            for role in card.roles {
                if !seen.has(role) {
                    seen.roles.push(role);
                }
            }
            if seen.emails.is_empty() {
                seen.emails = card.emails;
            }
        } else {
            cards.push(card);
        }
        collect(entity, &path, cards);
    }
}

fn same(one: &[Email], other: &[Email]) -> bool {
    one.iter()
        .map(|email| &email.published)
        .eq(other.iter().map(|email| &email.published))
}

fn read(entity: &Value, above: &[String]) -> Card {
    let roles: Vec<String> = items(entity, "roles")
        .filter_map(Value::as_str)
        .map(|role| short(&role.to_ascii_lowercase()))
        .collect();
    let handle = text(entity, "handle");
    let shown = match roles.as_slice() {
        [] => format!("entity {handle}"),
        roles => format!("entity {handle} ({})", roles.join(", ")),
    };
    let mut card = Card {
        roles: roles
            .iter()
            .map(|role| match role.as_str() {
                "abuse" => Role::Abuse,
                "registrant" => Role::Registrant,
                "technical" => Role::Technical,
                _ => Role::Other,
            })
            .collect(),
        name: String::new(),
        is_person: false,
        emails: Vec::new(),
        languages: Vec::new(),
        country: None,
        remarks: remarks(entity).collect(),
        level: above.len(),
        path: above.iter().cloned().chain([shown]).collect(),
        handle,
    };
    for property in jcard(entity) {
        take_property(&mut card, property);
    }
    for member in ["jscard", "jsCard", "jscontact", "jsContact"] {
        if let Some(contact) = entity.get(member).filter(|contact| contact.is_object()) {
            take_contact(&mut card, contact);
        }
    }
    card
}

/// The properties of a jCard: `["vcard", [property, ...]]`, or the properties alone.
fn jcard(entity: &Value) -> &[Value] {
    let Some(card) = entity.get("vcardArray").and_then(Value::as_array) else {
        return &[];
    };
    match card.as_slice() {
        [Value::String(_), properties, ..] => properties.as_array().map_or(&[], Vec::as_slice),
        properties => properties,
    }
}

/// `[name, parameters, type, value, ...]` (RFC 7095 section 3.3), read by position.
fn take_property(card: &mut Card, property: &Value) {
    let Some([Value::String(name), parameters, _, values @ ..]) = property.as_array().map(Vec::as_slice)
    else {
        return;
    };
    let texts = || {
        values
            .iter()
            .flat_map(|value| match value {
                Value::Array(several) => several.as_slice(),
                lone => std::slice::from_ref(lone),
            })
            .filter_map(Value::as_str)
    };
    match name.to_ascii_lowercase().as_str() {
        "email" => {
            let types = items(parameters, "type").filter_map(Value::as_str);
            let for_abuse = types
                .flat_map(|kind| kind.split(','))
                .any(|kind| kind.trim().eq_ignore_ascii_case("abuse"));
            let preference = parameters.get("pref").and_then(preference);
            for published in texts() {
                push(card, published, for_abuse, preference);
            }
        }
        "fn" | "org" if card.name.is_empty() => card.name = texts().next().map(short).unwrap_or_default(),
        "kind" => card.is_person = texts().any(|kind| kind.eq_ignore_ascii_case("individual")),
        "lang" => card.languages.extend(texts().take(5).map(short)),
        "adr" => {
            let code = country_code(&text(parameters, "cc"));
            let label = text(parameters, "label");
            let parts: Vec<&str> = texts().collect();
            let last = parts.last().copied().unwrap_or_default();
            card.country = card
                .country
                .take()
                .or(code)
                .or_else(|| wording::country(last))
                .or_else(|| wording::country_of_label(&label));
        }
        _ => {}
    }
}

/// A `JSContact` card (RFC 9553); `emails` is a map by id, and a list in early drafts.
fn take_contact(card: &mut Card, contact: &Value) {
    let emails: Vec<&Value> = match contact.get("emails") {
        Some(Value::Object(map)) => map.values().collect(),
        Some(Value::Array(list)) => list.iter().collect(),
        _ => Vec::new(),
    };
    for email in emails {
        let published = match email {
            Value::String(address) => address.as_str(),
            email => ["address", "email"]
                .into_iter()
                .find_map(|member| email.get(member)?.as_str())
                .unwrap_or_default(),
        };
        let label = text(email, "label").to_ascii_lowercase();
        let context = email.get("contexts").and_then(Value::as_object);
        let for_abuse =
            label.contains("abuse") || context.is_some_and(|context| context.contains_key("abuse"));
        push(card, published, for_abuse, email.get("pref").and_then(preference));
    }
    if card.name.is_empty() {
        let name = contact
            .get("name")
            .map(|name| text(name, "full"))
            .unwrap_or_default();
        card.name = if name.is_empty() {
            text(contact, "fullName")
        } else {
            name
        };
    }
    card.is_person |= text(contact, "kind").eq_ignore_ascii_case("individual");
    if let Some(languages) = contact.get("preferredLanguages").and_then(Value::as_object) {
        card.languages
            .extend(languages.keys().take(5).map(|tag| short(tag)));
    }
    let addresses = contact.get("addresses").and_then(Value::as_object);
    let country = addresses
        .into_iter()
        .flat_map(serde_json::Map::values)
        .find_map(|address| country_code(&text(address, "countryCode")));
    card.country = card.country.take().or(country);
}

/// 1 to 100 (RFC 6350 section 5.3); anything else counts as missing.
fn preference(value: &Value) -> Option<u64> {
    number(value).filter(|preference| (1..=100).contains(preference))
}

fn push(card: &mut Card, published: &str, for_abuse: bool, preference: Option<u64>) {
    let known = card.emails.iter_mut().find(|email| email.published == published);
    let preference = preference.unwrap_or(u64::MAX);
    if let Some(known) = known {
        // APNIC's servers write the preferred address twice, once without saying so.
        known.preference = known.preference.min(preference);
        known.for_abuse |= for_abuse;
    } else if !published.trim().is_empty() && published.len() <= LONGEST && card.emails.len() < MOST_EMAILS {
        card.emails.push(Email {
            published: published.to_owned(),
            for_abuse,
            preference,
        });
    }
}
