//! WHOIS (RFC 3912) at the registries' own servers, for what RDAP does not say.
//!
//! [`exchange`] asks one line and takes what comes, within time and size. What a registry's text means differs: three
//! speak RPSL with a comment that names the abuse contact, LACNIC and registro.br a dialect of it ([`rpsl`]), ARIN its
//! own ([`arin`]), the national registries of Asia theirs ([`national`]). Referrals lead to registries' servers only;
//! a holder's own server (`rwhois://`) is told of and not asked. Lines of the server about itself (`%`, `#`, brackets) are
//! never a contact, but for the one form in which registries name it.

mod arin;
mod national;
mod rpsl;
mod wire;

use std::net::IpAddr;

use super::answer::{Answer, Provenance};
use super::registry::Registry;
use super::trouble::Trouble;

pub(super) use wire::exchange;

/// What a reply comes to.
#[derive(Debug)]
pub(super) enum Said {
    /// An answer.
    Answer(Box<Answer>),
    /// The network is this registry's.
    AskInstead(Registry, Box<Answer>),
    /// The answer is complete only with this object, which the same server has.
    LookUp(String, Box<Answer>),
}

/// The line to send about an address.
pub(super) fn question(registry: Registry, address: IpAddr) -> String {
    match registry {
        // Without `-r` the servers add persons' data, and count them against a quota.
        Registry::Ripe | Registry::Apnic | Registry::Afrinic => format!("-r {address}"),
        // Networks only, all levels, in full.
        Registry::Arin => format!("n + {address}"),
        // In English.
        Registry::Jpnic => format!("{address}/e"),
        Registry::Lacnic | Registry::RegistroBr | Registry::Krnic | Registry::Twnic => address.to_string(),
    }
}

/// The line to send for an object by its handle; `None` for what is no handle.
pub(super) fn question_for(handle: &str) -> Option<String> {
    let plain = (1..=64).contains(&handle.len())
        && handle.starts_with(|c: char| c.is_ascii_alphanumeric())
        && handle
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
    plain.then(|| format!("-r {handle}"))
}

/// Reads a reply about an address. `learned` is the answer so far, when the reply completes it.
///
/// # Errors
/// [`Trouble`] when it says that there is nothing, asks us to slow down, or is about no network that holds the address.
pub(super) fn read(
    registry: Registry,
    reply: &[u8],
    address: IpAddr,
    from: Provenance,
    learned: Option<Answer>,
) -> Result<Said, Trouble> {
    let text = wire::decode(registry, reply);
    wire::refusal(&text)?;
    if let Some(learned) = learned {
        return Ok(Said::Answer(Box::new(rpsl::complete(reply, learned))));
    }
    match registry {
        Registry::Arin => arin::read(&text, address, from),
        Registry::Jpnic | Registry::Krnic | Registry::Twnic => national::read(registry, &text, address, from),
        Registry::Ripe | Registry::Apnic | Registry::Afrinic | Registry::Lacnic | Registry::RegistroBr => {
            rpsl::read(registry, reply, &text, address, from)
        }
    }
}

/// The smallest of some ranges that holds an address; of equal ones the last.
fn size((first, last): (IpAddr, IpAddr)) -> u128 {
    match (first, last) {
        (IpAddr::V4(first), IpAddr::V4(last)) => u128::from(last.to_bits().saturating_sub(first.to_bits())),
        (IpAddr::V6(first), IpAddr::V6(last)) => last.to_bits().saturating_sub(first.to_bits()),
        _ => u128::MAX,
    }
}

/// Why a reply without a network that holds the address is of no use.
fn no_network(elsewhere: Option<(IpAddr, IpAddr)>) -> Trouble {
    match elsewhere {
        Some(range) => Trouble::Elsewhere { range },
        None => Trouble::Malformed {
            why: "it names no network".to_owned(),
        },
    }
}
