//! What the column `match` may say.

use ipnet::IpNet;

use super::Match;
use super::problem::RuleProblem;
use crate::address::{self, BadAddress};

/// What a rule applies to, as it is written.
pub(super) fn match_of(text: &str) -> Result<Match, RuleProblem> {
    let owned = || text.to_owned();
    if text.is_empty() {
        return Err(RuleProblem::NoMatch);
    }
    let lower = text.to_ascii_lowercase();
    if let Some(country) = lower.strip_prefix("country:") {
        let country = country.trim().to_ascii_uppercase();
        if country.len() == 2 && country.bytes().all(|byte| byte.is_ascii_uppercase()) {
            return Ok(Match::Country(country));
        }
        return Err(RuleProblem::Country { text: owned() });
    }
    if let Some(domain) = lower.strip_prefix("domain:") {
        let domain = domain.trim().trim_start_matches("*.").trim_matches('.');
        let ascii =
            idna::domain_to_ascii_strict(domain).map_err(|_| RuleProblem::Domain { text: owned() })?;
        if ascii.is_empty() || ascii.parse::<std::net::IpAddr>().is_ok() {
            return Err(RuleProblem::Domain { text: owned() });
        }
        return Ok(Match::Domain(ascii));
    }
    if let Some(number) = lower.strip_prefix("as") {
        return match number.trim().parse::<u32>() {
            // RFC 7607 and RFC 7300: the first and the last number are nobody's.
            Ok(asn) if asn != 0 && asn != u32::MAX && number.bytes().all(|b| b.is_ascii_digit()) => {
                Ok(Match::As(asn))
            }
            _ => Err(RuleProblem::As { text: owned() }),
        };
    }
    network_of(text).map(Match::Network)
}

fn network_of(text: &str) -> Result<IpNet, RuleProblem> {
    let owned = || text.to_owned();
    let Some((base, length)) = text.split_once('/') else {
        // A word is more likely a forgotten `domain:` than a mistyped address.
        let (address, port) = address::parse(text).map_err(|why| match why {
            BadAddress::LeadingZero => RuleProblem::Address { text: owned(), why },
            _ => RuleProblem::Match { text: owned() },
        })?;
        return if port.is_some() {
            Err(RuleProblem::Match { text: owned() })
        } else {
            Ok(IpNet::from(address))
        };
    };
    let (address, _) = address::parse(base).map_err(|why| RuleProblem::Address { text: owned(), why })?;
    let network = length
        .trim()
        .parse::<u8>()
        .ok()
        .and_then(|length| IpNet::new(address, length).ok())
        .ok_or_else(|| RuleProblem::Match { text: owned() })?;
    if network.addr() != network.network() {
        return Err(RuleProblem::HostBits {
            text: owned(),
            network: network.trunc(),
            address,
        });
    }
    Ok(network)
}
