//! JPNIC, KRNIC and TWNIC: three forms of labels and values, read as one.
//!
//! `a. [Network Number]  192.0.2.0/24` (JPNIC), `IPv4 Address : 192.0.2.0 - 192.0.2.255 (/24)` below headings in
//! brackets (KRNIC), `Netblock: 192.0.2.0/24` and labels with values on the lines below (TWNIC).

use std::net::IpAddr;

use super::rpsl::offer;
use super::{Registry, Said, no_network, size};
use crate::contact::published_addresses;
use crate::resolve::index::claims::{Claims, Holder, Step};
use crate::resolve::index::country_code;
use crate::resolve::online::answer::{Answer, Provenance, Scope};
use crate::resolve::online::trouble::Trouble;
use crate::resolve::online::{lenient, wording};
use crate::resolve::weigh::is_abuse_like;

/// One value, with its label and the heading above.
#[derive(Debug)]
struct Field<'a> {
    heading: &'a str,
    label: &'a str,
    value: &'a str,
}

impl Field<'_> {
    fn is_labelled(&self, words: &[&str]) -> bool {
        let label = self.label.to_lowercase();
        words.iter().any(|word| label == *word)
    }

    fn is_for_abuse(&self) -> bool {
        wording::speaks_of_abuse(self.label) || wording::speaks_of_abuse(self.heading)
    }
}

/// Reads a reply about an address.
pub(super) fn read(
    registry: Registry,
    text: &str,
    address: IpAddr,
    from: Provenance,
) -> Result<Said, Trouble> {
    const NETWORK: [&str; 6] = [
        "network number",
        "ipv4 address",
        "ipv6 address",
        "netblock",
        "ip address",
        "network",
    ];
    let fields = fields(text);
    let ranges = || {
        let numbered = fields.iter().enumerate();
        numbered
            .filter(|(_, field)| field.is_labelled(&NETWORK))
            .filter_map(|(at, field)| Some((lenient::range(field.value)?, at)))
    };
    let smallest = ranges()
        .filter(|(range, _)| lenient::holds(*range, address))
        .min_by_key(|(range, at)| (size(*range), std::cmp::Reverse(*at)));
    let Some((range, at)) = smallest else {
        return Err(no_network(ranges().next().map(|(range, _)| range)));
    };
    // What stands before the next network belongs to this one.
    let end = ranges()
        .map(|(_, at)| at)
        .find(|next| *next > at)
        .unwrap_or(fields.len());
    let own = fields.get(at..end).unwrap_or_default();
    // A name may stand above its network's numbers.
    let around = fields.get(at.saturating_sub(2)..end).unwrap_or_default();
    let value = |labels: &[&str]| {
        let found = own.iter().chain(around).find(|field| field.is_labelled(labels));
        found.map(|field| field.value.to_owned()).unwrap_or_default()
    };
    let mut claims = Claims::default();
    let holder = value(&["organization", "organization name", "organisation", "orgname"]);
    claims.holder = (!holder.is_empty()).then(|| Holder {
        handle: holder.clone(),
        name: String::new(),
        country: None,
    });
    // By kind first: an abuse desk may stand below a technician.
    for (wanted, step) in [(0, Step::AbuseC), (1, Step::Registrant), (2, Step::Technical)] {
        for field in own {
            for published in published_addresses(field.value)
                .into_iter()
                .filter(|part| part.contains('@'))
            {
                let kind = match () {
                    () if field.is_for_abuse() => 0,
                    () if is_abuse_like(published) => 1,
                    () => 2,
                };
                if kind == wanted {
                    let path = [field.heading, field.label]
                        .into_iter()
                        .filter(|text| !text.is_empty());
                    offer(
                        &mut claims,
                        published,
                        step,
                        &path.map(str::to_owned).collect::<Vec<_>>(),
                        None,
                    );
                }
            }
        }
    }
    let country = match registry {
        Registry::Jpnic => country_code("JP"),
        Registry::Krnic => country_code("KR"),
        Registry::Twnic => country_code("TW"),
        _ => None,
    };
    Ok(Said::Answer(Box::new(Answer {
        scope: Scope::Network(range.0, range.1),
        from,
        handle: String::new(),
        name: value(&["network name", "netname", "service name"]),
        country,
        origin: None,
        placeholder: false,
        claims,
    })))
}

fn fields(text: &str) -> Vec<Field<'_>> {
    const MOST: usize = 2000;
    let mut fields = Vec::new();
    let mut heading = "";
    let mut label = "";
    for line in text.lines() {
        let bare = line.trim();
        if bare.is_empty() || bare.starts_with(['#', '%']) || fields.len() >= MOST {
            continue;
        }
        // `[ heading ]`, and the server's own words, which are framed by brackets as well.
        if let Some(inner) = bare.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            heading = if inner.contains('[') { "" } else { inner.trim() };
            label = "";
            continue;
        }
        // `a. [label] value` or `[label] value`
        let lettered = bare
            .split_once(". ")
            .filter(|(letter, _)| letter.len() <= 2)
            .map_or(bare, |(_, rest)| rest);
        if let Some((name, value)) = lettered.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            label = name.trim();
            fields.push(Field {
                heading,
                label,
                value: value.trim(),
            });
            continue;
        }
        if let Some((name, value)) = bare
            .split_once(':')
            .filter(|(name, _)| name.len() <= 60 && !name.contains('@'))
        {
            label = name.trim();
            let value = value.trim();
            if !value.is_empty() {
                fields.push(Field {
                    heading,
                    label,
                    value,
                });
            }
            continue;
        }
        // A value of its own line, below its label.
        fields.push(Field {
            heading,
            label,
            value: bare,
        });
    }
    fields
}
