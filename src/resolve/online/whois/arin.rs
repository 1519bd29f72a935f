//! ARIN: networks from the widest to the smallest, each followed by its holder and points of contact.

use std::net::IpAddr;

use super::rpsl::offer;
use super::{Registry, Said, no_network};
use crate::resolve::index::claims::{Claims, Holder, Step};
use crate::resolve::index::{country_code, is_placeholder};
use crate::resolve::online::answer::{Answer, Provenance, Scope};
use crate::resolve::online::trouble::Trouble;
use crate::resolve::online::{lenient, wording};

/// The lines from one `NetRange` to the next: name and value.
type Segment<'a> = Vec<(&'a str, &'a str)>;

fn first<'a>(segment: &Segment<'a>, name: &str) -> Option<&'a str> {
    segment
        .iter()
        .find(|(known, value)| known.eq_ignore_ascii_case(name) && !value.is_empty())
        .map(|(_, value)| *value)
}

/// Reads a reply about an address.
pub(super) fn read(text: &str, address: IpAddr, from: Provenance) -> Result<Said, Trouble> {
    let mut segments: Vec<Segment<'_>> = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with(['#', '%'])) {
        let Some((name, value)) = line.split_once(':') else {
            continue;
        };
        let (name, value) = (name.trim(), value.trim());
        if name.eq_ignore_ascii_case("NetRange") {
            segments.push(Vec::new());
        }
        if let Some(segment) = segments.last_mut() {
            segment.push((name, value));
        }
    }
    let range_of = |segment: &Segment<'_>| first(segment, "NetRange").and_then(lenient::range);
    let elsewhere = segments.iter().find_map(range_of);
    let holding =
        |segment: &Segment<'_>| range_of(segment).is_some_and(|range| lenient::holds(range, address));
    segments.retain(holding);
    // The last one is the most specific; those before it are what it inherits from.
    let Some((network, parents)) = segments.split_last() else {
        return Err(no_network(elsewhere));
    };
    let range = range_of(network).ok_or_else(|| no_network(elsewhere))?;
    let name = first(network, "NetName").unwrap_or_default();
    let mut answer = Answer {
        scope: Scope::Network(range.0, range.1),
        from,
        handle: first(network, "NetHandle").unwrap_or_default().to_owned(),
        name: name.to_owned(),
        country: first(network, "Country").and_then(country_code),
        origin: origin(network),
        placeholder: is_placeholder(&name.to_ascii_uppercase(), lenient::is_whole_space(range)),
        claims: Claims::default(),
    };
    answer.claims.holder = first(network, "OrgId").map(|handle| Holder {
        handle: handle.to_owned(),
        name: first(network, "OrgName").unwrap_or_default().to_owned(),
        country: first(network, "Country").and_then(country_code),
    });
    let other = other_registry(network, &mut answer.claims);
    points(network, None, &mut answer.claims);
    for parent in parents.iter().rev() {
        points(parent, first(parent, "NetHandle"), &mut answer.claims);
    }
    Ok(match other {
        Some(registry) => {
            answer.placeholder = true;
            Said::AskInstead(registry, Box::new(answer))
        }
        None => Said::Answer(Box::new(answer)),
    })
}

fn origin(network: &Segment<'_>) -> Option<u32> {
    first(network, "OriginAS")?
        .trim()
        .to_ascii_uppercase()
        .strip_prefix("AS")?
        .parse()
        .ok()
}

/// The registry that the network is said to be of: by its type, its holder, or the server that it refers to.
fn other_registry(network: &Segment<'_>, claims: &mut Claims) -> Option<Registry> {
    let by_type = first(network, "NetType").and_then(wording::transferred_to);
    let by_holder = first(network, "OrgId").and_then(wording::registry_handle);
    let mut by_server = None;
    for (_, target) in network
        .iter()
        .filter(|(name, _)| name.eq_ignore_ascii_case("ReferralServer"))
    {
        match Registry::of_host(host(target)) {
            Some(registry) => by_server = by_server.or(Some(registry)),
            None if target.is_empty() => {}
            None => claims.gaps.push(format!(
                "it refers to {target}, which is no registry's server and is not asked"
            )),
        }
    }
    by_type
        .or(by_holder)
        .or(by_server)
        .filter(|registry| *registry != Registry::Arin)
}

/// The host in `whois://whois.ripe.net:43/`, `rwhois://host:4321`, `https://rdap.example/`, `whois.ripe.net`.
fn host(target: &str) -> &str {
    let target = target.trim();
    let rest = target.split_once("://").map_or(target, |(_, rest)| rest);
    rest.split(['/', ':', '?']).next().unwrap_or_default()
}

/// The points of contact of one network: of the resource, then of its organisation. `inherited`: of this parent.
fn points(network: &Segment<'_>, inherited: Option<&str>, claims: &mut Claims) {
    for (attribute, step) in [
        ("RAbuseEmail", Step::AbuseC),
        ("OrgAbuseEmail", Step::OrganisationAbuseC),
    ] {
        let step = if inherited.is_some() {
            Step::Inherited
        } else {
            step
        };
        let path: Vec<String> = inherited
            .map(|parent| format!("less specific network {parent}"))
            .into_iter()
            .chain(first(network, "OrgId").map(|handle| format!("org {handle}")))
            .chain([attribute.to_owned()])
            .collect();
        for (_, published) in network
            .iter()
            .filter(|(name, _)| name.eq_ignore_ascii_case(attribute))
        {
            let doubt = network
                .iter()
                .filter(|(name, _)| name.eq_ignore_ascii_case("Comment"))
                .find(|(_, line)| wording::doubts(line, published));
            offer(claims, published, step, &path, doubt.map(|(_, line)| *line));
        }
    }
    if inherited.is_some() {
        return;
    }
    for (_, line) in network
        .iter()
        .filter(|(name, _)| name.eq_ignore_ascii_case("Comment"))
    {
        if wording::speaks_of_abuse(line) {
            for published in crate::contact::published_addresses(line)
                .into_iter()
                .filter(|part| part.contains('@'))
            {
                offer(
                    claims,
                    published,
                    Step::Remark,
                    &[format!("comment: {line}")],
                    None,
                );
            }
        }
    }
    for attribute in ["RTechEmail", "OrgTechEmail"] {
        for (_, published) in network
            .iter()
            .filter(|(name, _)| name.eq_ignore_ascii_case(attribute))
        {
            offer(claims, published, Step::Technical, &[attribute.to_owned()], None);
        }
    }
}
