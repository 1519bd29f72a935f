//! The proof that a letter names no address of anybody else (G8).

use std::collections::HashSet;
use std::net::IpAddr;

use crate::bundle::Bundle;

/// Every IP address written in the text that is not one of the bundle's, each once, in order.
///
/// Loopback (127.0.0.0/8, ::1) and unspecified (0.0.0.0, ::) addresses are excepted: repair help names them, and they
/// belong to nobody. A run of four numbers inside a host name or a longer number chain (`203.0.113.5.rev.example`,
/// `1.2.3.4.5`) still counts when its first four form an address: rather refuse a letter than leak one.
#[must_use]
pub fn foreign_addresses(text: &str, bundle: &Bundle) -> Vec<IpAddr> {
    let own: HashSet<IpAddr> = bundle.sightings.iter().map(|s| s.address).collect();
    let mut foreign = Vec::new();
    for token in text.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | ':'))) {
        for address in addresses(token) {
            let harmless = address.is_loopback() || address.is_unspecified();
            if !harmless && !own.contains(&address) && !foreign.contains(&address) {
                foreign.push(address);
            }
        }
    }
    foreign
}

/// The addresses in one run of letters, digits, dots and colons.
fn addresses(token: &str) -> Vec<IpAddr> {
    let digits = token.bytes().filter(u8::is_ascii_digit).count();
    let dots = token.bytes().filter(|b| *b == b'.').count();
    let colons = token.bytes().filter(|b| *b == b':').count();
    let mut found = Vec::new();
    if colons >= 2 {
        // `[2001:db8::1]:25` leaves `2001:db8::1`; a stop or colon of the sentence may follow.
        let trimmed = token.trim_end_matches('.');
        let candidates = [trimmed, trimmed.strip_suffix(':').unwrap_or(trimmed)];
        if let Some(address) = candidates
            .iter()
            .find_map(|c| c.parse::<std::net::Ipv6Addr>().ok())
        {
            found.push(IpAddr::V6(address).to_canonical());
            return found;
        }
    }
    if dots >= 3 && digits >= 4 {
        for chain in token.split(|c: char| !(c.is_ascii_digit() || c == '.')) {
            let octets: Vec<&str> = chain.split('.').filter(|o| !o.is_empty()).collect();
            let mut windows = octets
                .windows(4)
                .filter_map(|w| w.join(".").parse::<IpAddr>().ok());
            found.extend(windows.next());
        }
    }
    found
}
