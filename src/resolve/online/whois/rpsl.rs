//! RIPE, APNIC and AFRINIC; LACNIC and registro.br with their dialect.

use std::net::IpAddr;

use super::{Registry, Said, no_network, question_for, size};
use crate::resolve::index::claims::{Claims, Holder, Offer, Step};
use crate::resolve::index::{country_code, is_placeholder};
use crate::resolve::online::answer::{Answer, Provenance, Scope};
use crate::resolve::online::trouble::Trouble;
use crate::resolve::online::{lenient, wording};
use crate::resolve::rpsl::{Object, Objects};

const CLASSES: &[&str] = &[
    "inetnum",
    "inet6num",
    "organisation",
    "role",
    "irt",
    "nic-hdl",
    "nic-hdl-br",
    "route",
    "route6",
];

/// What we need of an object; the reader keeps one at a time.
#[derive(Debug, Clone)]
struct Kept {
    class: String,
    key: String,
    attributes: Vec<(String, String)>,
}

impl Kept {
    fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.attributes
            .iter()
            .filter(move |(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    fn first(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// The handle that other objects name it by.
    fn is_named(&self, handle: &str) -> bool {
        self.key.eq_ignore_ascii_case(handle)
            || self
                .first("nic-hdl")
                .is_some_and(|own| own.eq_ignore_ascii_case(handle))
    }
}

const NAMES: &[&str] = &[
    "netname",
    "descr",
    "country",
    "org",
    "abuse-c",
    "mnt-irt",
    "admin-c",
    "tech-c",
    "abuse-mailbox",
    "e-mail",
    "remarks",
    "org-name",
    "owner",
    "ownerid",
    "nic-hdl",
    "nic-hdl-br",
    "origin",
    "language",
    "status",
];

fn objects(reply: &[u8]) -> Vec<Kept> {
    const MOST: usize = 200;
    let mut objects = Objects::new(reply, CLASSES);
    let mut kept = Vec::new();
    // Reading from memory cannot fail.
    while let Ok(Some(object)) = objects.next_object() {
        kept.push(keep(object));
        if kept.len() == MOST {
            break;
        }
    }
    kept
}

fn keep(object: &Object) -> Kept {
    Kept {
        class: object.class().to_owned(),
        key: object.key(),
        attributes: NAMES
            .iter()
            .flat_map(|name| {
                object
                    .values(name)
                    .take(50)
                    .map(|value| ((*name).to_owned(), value))
            })
            .collect(),
    }
}

/// Reads a reply about an address.
pub(super) fn read(
    registry: Registry,
    reply: &[u8],
    text: &str,
    address: IpAddr,
    from: Provenance,
) -> Result<Said, Trouble> {
    let objects = objects(reply);
    let ranges = || {
        objects
            .iter()
            .filter(|object| object.class.starts_with("inet"))
            .filter_map(|object| Some((lenient::range(&object.key)?, object)))
    };
    let network = ranges()
        .filter(|(range, _)| lenient::holds(*range, address))
        .min_by_key(|(range, _)| size(*range));
    let Some((range, network)) = network else {
        return Err(no_network(ranges().next().map(|(range, _)| range)));
    };
    let name = network
        .first("netname")
        .or_else(|| network.first("owner"))
        .unwrap_or_default();
    let mut answer = Answer {
        scope: Scope::Network(range.0, range.1),
        from,
        handle: format!("{} {}", network.class, network.key),
        name: name.to_owned(),
        country: network.first("country").and_then(country_code),
        origin: origin(&objects, address),
        placeholder: is_placeholder(&name.to_ascii_uppercase(), lenient::is_whole_space(range))
            || wording::is_stub(name),
        claims: claims(registry, &objects, network),
    };
    comments(text, address, &mut answer.claims);
    if answer.placeholder {
        let noted = network.values("descr").chain(network.values("remarks"));
        return Ok(
            match noted
                .filter_map(wording::transferred_to)
                .find(|other| *other != registry)
            {
                Some(other) => Said::AskInstead(other, Box::new(answer)),
                None => Said::Answer(Box::new(answer)),
            },
        );
    }
    // `-r` leaves out the objects that the network refers to; one of them may hold the mailbox.
    if !answer.names_somebody() && !matches!(registry, Registry::Lacnic | Registry::RegistroBr) {
        let references = ["abuse-c", "mnt-irt", "org"]
            .into_iter()
            .flat_map(|name| network.values(name));
        let mut missing = references.filter(|handle| !objects.iter().any(|object| object.is_named(handle)));
        if let Some(line) = missing.find_map(question_for) {
            return Ok(Said::LookUp(line, Box::new(answer)));
        }
    }
    Ok(Said::Answer(Box::new(answer)))
}

/// Adds the mailboxes of the objects in `reply`, which an answer has been waiting for.
pub(super) fn complete(reply: &[u8], mut answer: Answer) -> Answer {
    for object in objects(reply) {
        let step = match object.class.as_str() {
            "irt" => Step::Irt,
            "organisation" => Step::OrganisationMailbox,
            "role" => Step::AbuseC,
            _ => continue,
        };
        let path = [format!("{} {}", object.class, object.key)];
        let found = object.values("abuse-mailbox").count();
        mailboxes(&object, "abuse-mailbox", step, &path, &mut answer.claims);
        if found == 0 {
            answer
                .claims
                .gaps
                .push(format!("{} {} has no abuse-mailbox", object.class, object.key));
        }
    }
    answer
}

/// The AS of the one route that holds the address.
fn origin(objects: &[Kept], address: IpAddr) -> Option<u32> {
    let routes = objects.iter().filter(|object| object.class.starts_with("route"));
    let holding =
        routes.filter(|route| lenient::range(&route.key).is_some_and(|range| lenient::holds(range, address)));
    let mut systems: Vec<u32> = holding
        .filter_map(|route| {
            route
                .first("origin")?
                .trim()
                .to_ascii_uppercase()
                .strip_prefix("AS")?
                .parse()
                .ok()
        })
        .collect();
    systems.dedup();
    match systems.as_slice() {
        [one] => Some(*one),
        _ => None,
    }
}

fn claims(registry: Registry, objects: &[Kept], network: &Kept) -> Claims {
    let mut claims = Claims::default();
    let named = |handle: &str| objects.iter().find(|object| object.is_named(handle));
    let organisation = network.first("org").and_then(named);
    claims.holder = holder(network, organisation);
    for object in [Some(network), organisation].into_iter().flatten() {
        for language in object.values("language") {
            if !claims.languages.iter().any(|known| known == language) {
                claims.languages.push(language.to_owned());
            }
        }
    }
    // LACNIC's handles lead to an e-mail address; elsewhere that attribute is for other matters.
    let attribute = match registry {
        Registry::Lacnic | Registry::RegistroBr => "e-mail",
        _ => "abuse-mailbox",
    };
    let of = |object: &Kept, through: Option<&Kept>| -> Vec<String> {
        through
            .iter()
            .map(|object| format!("org {}", object.key))
            .chain([format!("{} {}", object.class, object.key)])
            .collect()
    };
    for (object, through, step) in [
        (Some(network), None, Step::AbuseC),
        (organisation, organisation, Step::OrganisationAbuseC),
    ] {
        for handle in object.into_iter().flat_map(|object| object.values("abuse-c")) {
            match named(handle) {
                Some(role) => mailboxes(role, attribute, step, &of(role, through), &mut claims),
                None => claims.gaps.push(format!("abuse-c {handle} is not in the reply")),
            }
        }
    }
    for irt in network.values("mnt-irt").filter_map(named) {
        mailboxes(irt, "abuse-mailbox", Step::Irt, &of(irt, None), &mut claims);
    }
    if let Some(organisation) = organisation {
        mailboxes(
            organisation,
            "abuse-mailbox",
            Step::OrganisationMailbox,
            &of(organisation, None),
            &mut claims,
        );
    }
    for role in network
        .values("admin-c")
        .chain(network.values("tech-c"))
        .filter_map(named)
    {
        if role.class == "role" {
            mailboxes(
                role,
                "abuse-mailbox",
                Step::ContactRole,
                &of(role, None),
                &mut claims,
            );
        }
    }
    for line in network.values("remarks").chain(network.values("descr")) {
        if wording::speaks_of_abuse(line) {
            for published in crate::contact::published_addresses(line) {
                if published.contains('@') {
                    offer(
                        &mut claims,
                        published,
                        Step::Remark,
                        &[format!("remarks: {line}")],
                        None,
                    );
                }
            }
        }
    }
    claims
}

fn holder(network: &Kept, organisation: Option<&Kept>) -> Option<Holder> {
    let handle = network.first("org").or_else(|| network.first("ownerid"))?;
    let name = organisation
        .and_then(|object| object.first("org-name"))
        .or_else(|| network.first("owner"));
    Some(Holder {
        handle: handle.to_owned(),
        name: name.unwrap_or_default().to_owned(),
        country: organisation
            .and_then(|object| object.first("country"))
            .and_then(country_code),
    })
}

fn mailboxes(object: &Kept, attribute: &str, step: Step, path: &[String], claims: &mut Claims) {
    for published in object.values(attribute) {
        let doubt = object
            .values("remarks")
            .find(|line| wording::doubts(line, published));
        let path: Vec<String> = path.iter().cloned().chain([attribute.to_owned()]).collect();
        offer(claims, published, step, &path, doubt);
    }
}

/// `% Abuse contact for 'RANGE' is 'ADDRESS'`: the one line of the server's own that names a contact.
fn comments(text: &str, address: IpAddr, claims: &mut Claims) {
    let mut named: Vec<Offer> = Vec::new();
    let mut doubt = None;
    for line in text.lines().filter_map(|line| line.strip_prefix('%')) {
        let lower = line.to_ascii_lowercase();
        if lower.contains("abuse-mailbox validation failed") {
            doubt = Some(line.trim().to_owned());
        }
        if !lower.contains("abuse contact for") || lower.contains("no abuse contact") {
            continue;
        }
        let mut quoted = line.split('\'').skip(1).step_by(2);
        let (Some(range), Some(published)) = (quoted.next(), quoted.next()) else {
            continue;
        };
        if lenient::range(range).is_some_and(|range| lenient::holds(range, address)) {
            named.push(Offer {
                published: published.to_owned(),
                step: Step::AbuseC,
                path: vec![format!("the server's line on {range}")],
                doubt: None,
            });
        }
    }
    for offer in &mut named {
        offer.doubt.clone_from(&doubt);
    }
    // The server has followed its own algorithm to the end: what it names comes first.
    let rest = std::mem::take(&mut claims.offers);
    for one in named.into_iter().chain(rest) {
        offer(claims, &one.published, one.step, &one.path, one.doubt.as_deref());
    }
}

pub(super) fn offer(claims: &mut Claims, published: &str, step: Step, path: &[String], doubt: Option<&str>) {
    const MOST: usize = 50;
    let known = claims
        .offers
        .iter()
        .any(|offer| offer.published.eq_ignore_ascii_case(published));
    if !known && claims.offers.len() < MOST {
        claims.offers.push(Offer {
            published: published.to_owned(),
            step,
            path: path.to_vec(),
            doubt: doubt.map(str::to_owned),
        });
    }
}
