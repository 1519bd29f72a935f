//! The proof that a letter names no address of anybody else (G8).

use std::collections::HashSet;
use std::net::IpAddr;

use crate::bundle::Bundle;

/// Every IP address written in the text that is not one of the bundle's, each once, in order.
///
/// Loopback (`127.0.0.0/8`, `::1`) and unspecified (`0.0.0.0`, `::`) addresses are excepted: repair help names them, and they
/// belong to nobody. A run of four numbers inside a host name or a longer number chain (`203.0.113.5.rev.example`,
/// `1.2.3.4.5`) still counts when its first four form an address: rather refuse a letter than leak one.
#[must_use]
pub fn foreign_addresses(text: &str, bundle: &Bundle) -> Vec<IpAddr> {
    let mut foreign = Vec::new();
    let mut own: Option<HashSet<IpAddr>> = None;
    for token in tokens(text) {
        for address in addresses(token) {
            // Built when the first address is found: most texts that are looked at are long, most bundles short.
            let own = own.get_or_insert_with(|| bundle.sightings.iter().map(|s| s.address).collect());
            let harmless = address.is_loopback() || address.is_unspecified();
            if !harmless && !own.contains(&address) && !foreign.contains(&address) {
                foreign.push(address);
            }
        }
    }
    foreign
}

const LETTER: u8 = 1;
const DIGIT: u8 = 2;
const DOT: u8 = 3;
const COLON: u8 = 4;

/// What each byte is to a token; 0 ends it. A table, since every byte of every letter passes here.
#[expect(
    clippy::indexing_slicing,
    reason = "evaluated when compiled; a byte below 128 is within 256"
)]
const CLASS: [u8; 256] = {
    let mut class = [0; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        class[byte as usize] = match byte {
            b'0'..=b'9' => DIGIT,
            b'.' => DOT,
            b':' => COLON,
            b'a'..=b'z' | b'A'..=b'Z' => LETTER,
            _ => 0,
        };
        byte += 1;
    }
    class
};

/// The runs of ASCII letters, digits, dots and colons that have as many dots and digits, or colons, as an address.
fn tokens(text: &str) -> impl Iterator<Item = &str> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < bytes.len() {
            let (start, mut dots, mut colons, mut digits) = (at, 0, 0, 0);
            while let Some(class) = bytes
                .get(at)
                .map(|byte| CLASS.get(usize::from(*byte)).copied().unwrap_or(0))
            {
                if class == 0 {
                    break;
                }
                dots += u32::from(class == DOT);
                colons += u32::from(class == COLON);
                digits += u32::from(class == DIGIT);
                at += 1;
            }
            let end = at;
            at += 1;
            if colons >= 2 || (dots >= 3 && digits >= 4) {
                return text.get(start..end);
            }
        }
        None
    })
}

/// The addresses in one token.
fn addresses(token: &str) -> Vec<IpAddr> {
    // `[2001:db8::1]:25` has left `2001:db8::1`; a stop or colon of the sentence may follow.
    let trimmed = token.trim_end_matches('.');
    let candidates = [trimmed, trimmed.strip_suffix(':').unwrap_or(trimmed)];
    if let Some(address) = candidates
        .iter()
        .find_map(|c| c.parse::<std::net::Ipv6Addr>().ok())
    {
        return vec![IpAddr::V6(address).to_canonical()];
    }
    let chains = token.split(|c: char| !(c.is_ascii_digit() || c == '.'));
    chains
        .filter_map(|chain| {
            let octets: Vec<&str> = chain.split('.').filter(|octet| !octet.is_empty()).collect();
            octets
                .windows(4)
                .find_map(|four| four.join(".").parse::<IpAddr>().ok())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter::tests::{bundle, sighting};

    fn foreign(text: &str) -> Vec<String> {
        let own = bundle(
            vec![
                sighting("203.0.113.5", "open-relay", 25),
                sighting("2001:db8::5", "open-relay", 25),
            ],
            &["en"],
        );
        foreign_addresses(text, &own)
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn own_and_harmless_addresses_pass() {
        for text in [
            "203.0.113.5 and 203.0.113.5:25, [2001:db8::5]:25, 2001:DB8:0::5. mynetworks = 127.0.0.0/8 [::1]/128",
            "<bdi>203.0.113.5</bdi>&quot;http://203.0.113.5:3128&quot;",
            "203-0-113-6.isp.example at 14:05 UTC on 2026-11-21, 554 5.7.1, RouterOS 7.15.3, x::y",
            "::ffff:203.0.113.5 0.0.0.0 version 300.1.2.3",
        ] {
            assert_eq!(foreign(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn others_are_found_wherever_they_hide() {
        for (text, address) in [
            ("203.0.113.6", "203.0.113.6"),
            ("see 203.0.113.50, please", "203.0.113.50"),
            ("http://198.51.100.7:8080/x", "198.51.100.7"),
            ("(2001:db8::6)", "2001:db8::6"),
            ("[2001:db8::6]:25", "2001:db8::6"),
            ("at 2001:db8::6.", "2001:db8::6"),
            ("at 2001:db8::6:", "2001:db8::6"),
            ("203.0.113.6.rev.isp.example", "203.0.113.6"),
            ("ip203.0.113.6x", "203.0.113.6"),
            ("1.203.0.113", "1.203.0.113"),
            ("192.0.2.1,192.0.2.1", "192.0.2.1"),
        ] {
            assert_eq!(foreign(text), [address], "{text}");
        }
    }
}
