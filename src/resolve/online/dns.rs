//! What the DNS knows: Abusix's contacts, Team Cymru's origins, and the host's own name.

use std::fmt::Write as _;
use std::net::IpAddr;

use super::answer::{Answer, Provenance, Scope};
use super::errand::Service;
use super::lenient;
use super::trouble::Trouble;
use crate::dns::{Dns, DnsError};
use crate::resolve::index::claims::{Claims, Offer, Step};

/// Host names of one address that are looked at.
const MOST_NAMES: usize = 5;
/// Texts of one name that are looked at.
const MOST_TEXTS: usize = 50;

/// The zone in which a question of this service stands.
pub(super) fn zone(service: Service, address: IpAddr, abusix: &str) -> String {
    match service {
        Service::Abusix => abusix.trim_matches('.').to_owned(),
        Service::OriginAs if address.is_ipv4() => "origin.asn.cymru.com".to_owned(),
        Service::OriginAs => "origin6.asn.cymru.com".to_owned(),
        Service::ReverseDns | Service::Rdap | Service::Whois => "reverse DNS".to_owned(),
    }
}

/// Asks a service that lives in the DNS.
pub(super) async fn ask(dns: &Dns, address: IpAddr, from: Provenance, zone: &str) -> Result<Answer, Trouble> {
    match from.service {
        Service::Abusix => abusix(dns, address, from, zone).await,
        Service::OriginAs => origin(dns, address, from, zone).await,
        _ => reverse(dns, address, from).await,
    }
}

fn answer(address: IpAddr, from: Provenance) -> Answer {
    Answer {
        scope: Scope::Network(address, address),
        from,
        handle: String::new(),
        name: String::new(),
        country: None,
        origin: None,
        placeholder: false,
        claims: Claims::default(),
    }
}

/// Reversed octets, or nibbles, below a zone (RFC 5782 section 2.1 and 2.4).
fn name_in(zone: &str, address: IpAddr) -> String {
    let mut name = String::new();
    match address {
        IpAddr::V4(address) => {
            for octet in address.octets().iter().rev() {
                let _ = write!(name, "{octet}.");
            }
        }
        IpAddr::V6(address) => {
            for octet in address.octets().iter().rev() {
                let _ = write!(name, "{:x}.{:x}.", octet & 15, octet >> 4);
            }
        }
    }
    name + zone
}

async fn abusix(dns: &Dns, address: IpAddr, from: Provenance, zone: &str) -> Result<Answer, Trouble> {
    let texts = dns.texts(&name_in(zone, address)).await.map_err(trouble)?;
    let mut answer = answer(address, from);
    for text in texts.iter().take(MOST_TEXTS) {
        for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            // A sentence that mentions an address is not that address.
            if part.contains('@') && !part.contains(char::is_whitespace) {
                answer.claims.offers.push(Offer {
                    published: part.to_owned(),
                    step: Step::Abusix,
                    path: vec![format!("TXT of {}", name_in(zone, address))],
                    doubt: None,
                });
            } else {
                let shown: String = part.chars().take(100).collect();
                answer
                    .claims
                    .gaps
                    .push(format!("it says {shown:?}, which is no address"));
            }
        }
    }
    answer.claims.offers.truncate(MOST_TEXTS);
    answer.claims.gaps.truncate(MOST_TEXTS);
    Ok(answer)
}

/// `64500 | 192.0.2.0/24 | US | arin | 2001-01-01`, one text for each announced prefix.
async fn origin(dns: &Dns, address: IpAddr, from: Provenance, zone: &str) -> Result<Answer, Trouble> {
    let texts = dns.texts(&name_in(zone, address)).await.map_err(trouble)?;
    let routes = texts.iter().take(MOST_TEXTS).filter_map(|text| route(text));
    let holding = routes.filter(|(range, ..)| lenient::holds(*range, address));
    // The smallest one is what packets follow.
    let Some((range, systems)) = holding.max_by_key(|((first, last), _)| (*first, std::cmp::Reverse(*last)))
    else {
        let why = "it names no announced prefix that holds the address".to_owned();
        return Err(Trouble::Malformed { why });
    };
    let mut answer = answer(address, from);
    answer.scope = Scope::Network(range.0, range.1);
    match systems.as_slice() {
        [one] => answer.origin = Some(*one),
        several => answer.claims.gaps.push(format!(
            "{} ASes announce it: none of them is its holder for sure",
            several.len()
        )),
    }
    Ok(answer)
}

fn route(text: &str) -> Option<((IpAddr, IpAddr), Vec<u32>)> {
    let mut fields = text.split('|').map(str::trim);
    let systems: Vec<u32> = fields
        .next()?
        .split_whitespace()
        .filter_map(|number| number.parse().ok())
        .collect();
    let range = lenient::range(fields.next()?)?;
    (!systems.is_empty()).then_some((range, systems))
}

/// The abuse mailbox (RFC 2142) of the domain of a host name that leads back to the address.
///
/// Only a person can use it: an address's name is its holder's or its user's free choice.
async fn reverse(dns: &Dns, address: IpAddr, from: Provenance) -> Result<Answer, Trouble> {
    let mut answer = answer(address, from);
    let names = dns.pointers(address).await.map_err(trouble)?;
    for name in names.iter().take(MOST_NAMES) {
        let name = name.to_ascii_lowercase();
        let back = match dns.addresses(&name).await {
            Ok(back) => back,
            Err(error) if error.is_answer() => Vec::new(),
            Err(error) => return Err(trouble(error)),
        };
        if !back.iter().any(|one| one.to_canonical() == address) {
            answer
                .claims
                .gaps
                .push(format!("its name {name} does not lead back to it"));
            continue;
        }
        let Some(domain) = registrable(&name) else {
            answer
                .claims
                .gaps
                .push(format!("its name {name} is under no registered domain"));
            continue;
        };
        let takes_mail = match dns.exchanges(domain).await {
            Ok(exchanges) => exchanges.iter().any(|exchange| !exchange.host.is_empty()),
            Err(error) if error.is_answer() => false,
            Err(error) => return Err(trouble(error)),
        };
        if takes_mail {
            answer.claims.offers.push(Offer {
                published: format!("abuse@{domain}"),
                step: Step::ReverseDns,
                path: vec![format!("host name {name}"), format!("domain {domain}")],
                doubt: None,
            });
        } else {
            answer.claims.gaps.push(format!("{domain} has no mail host"));
        }
    }
    Ok(answer)
}

/// The part of a host name that somebody has registered: one label below the longest suffix that registries run.
///
/// Private suffixes (`compute.example.com`) do not count: behind them stands the provider, who is who can act.
fn registrable(name: &str) -> Option<&str> {
    let ends: Vec<usize> = std::iter::once(0)
        .chain(name.match_indices('.').map(|(at, _)| at + 1))
        .collect();
    let tails: Vec<&str> = ends.iter().filter_map(|start| name.get(*start..)).collect();
    let is_suffix = |tail: &&str| {
        let found = psl::suffix(tail.as_bytes());
        let of_registries = found.is_some_and(|suffix| {
            suffix.as_bytes() == tail.as_bytes() && suffix.typ() != Some(psl::Type::Private)
        });
        of_registries || !tail.contains('.')
    };
    let at = tails.iter().position(is_suffix)?;
    let domain = tails.get(at.checked_sub(1)?)?;
    domain
        .split('.')
        .all(|label| !label.is_empty())
        .then_some(*domain)
}

fn trouble(error: DnsError) -> Trouble {
    match error {
        DnsError::NoName { .. } | DnsError::NoRecords { .. } => Trouble::NotFound,
        DnsError::Server { code, .. } => Trouble::Server {
            what: code,
            until: None,
        },
        DnsError::Timeout { .. } => Trouble::Timeout,
        DnsError::Unreachable { why, .. } | DnsError::NoServer { why } => Trouble::Unreachable { why },
        DnsError::BadName { name } => Trouble::Malformed {
            why: format!("{name:?} is no name"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_reversed() {
        assert_eq!(
            name_in("zone.example", "192.0.2.9".parse().unwrap()),
            "9.2.0.192.zone.example"
        );
        let six = name_in("z", "2001:db8::1".parse().unwrap());
        assert!(
            six.starts_with("1.0.0.0.") && six.ends_with(".8.b.d.0.1.0.0.2.z"),
            "{six}"
        );
        assert_eq!(six.matches('.').count(), 32);
    }

    #[test]
    fn the_registered_domain_is_one_label_below_the_registries_suffix() {
        for (name, domain) in [
            ("host-9.pool.isp.example", Some("isp.example")),
            ("a.b.isp.co.uk", Some("isp.co.uk")),
            ("ec2-1.compute-1.amazonaws.com", Some("amazonaws.com")),
            ("page.github.io", Some("github.io")),
            ("isp.com.br", Some("isp.com.br")),
            ("com.br", None),
            ("example", None),
            ("co.uk", None),
            ("", None),
            ("..", None),
        ] {
            assert_eq!(registrable(name), domain, "{name}");
        }
    }

    #[test]
    fn reads_origin_texts() {
        let range = ("192.0.2.0".parse().unwrap(), "192.0.2.255".parse().unwrap());
        assert_eq!(
            route("64500 | 192.0.2.0/24 | US | arin | 2001-01-01"),
            Some((range, vec![64500]))
        );
        assert_eq!(
            route("64500 64501 | 192.0.2.0/24 | | |"),
            Some((range, vec![64500, 64501]))
        );
        assert_eq!(route("NA | 192.0.2.0/24 | US"), None);
        assert_eq!(route("nothing"), None);
    }
}
