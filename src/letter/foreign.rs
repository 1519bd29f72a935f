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
        // Built when the first token is found: most texts that are looked at are long, most bundles short.
        let own = own.get_or_insert_with(|| bundle.sightings.iter().map(|s| s.address).collect());
        let pass =
            |address: &IpAddr| address.is_loopback() || address.is_unspecified() || own.contains(address);
        for address in addresses(token, &pass) {
            if !foreign.contains(&address) {
                foreign.push(address);
            }
        }
    }
    foreign
}

/// The runs of ASCII letters, digits, dots and colons that have as many dots and digits, or colons, as an address.
///
/// Goes from one dot or colon to the next: this looks at every byte of every letter, and few bytes are either. A run with a single
/// one, which most are, is left as soon as it ends.
fn tokens(text: &str) -> impl Iterator<Item = &str> {
    let bytes = text.as_bytes();
    let part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b':');
    let mut marks = memchr::memchr2_iter(b'.', b':', bytes);
    let mut next = marks.next();
    std::iter::from_fn(move || {
        loop {
            // The marks of one run.
            let first = next?;
            let (mut last, mut dots, mut colons) = (first, 0_usize, 0_usize);
            while let Some(mark) = next
                && bytes
                    .get(last + 1..mark)
                    .is_none_or(|between| between.iter().all(part))
            {
                let colon = bytes.get(mark) == Some(&b':');
                colons += usize::from(colon);
                dots += usize::from(!colon);
                last = mark;
                next = marks.next();
            }
            if colons < 2 && dots < 3 {
                continue;
            }
            let (before, after) = (bytes.get(..first)?, bytes.get(last..)?);
            let start = first - before.iter().rev().take_while(|byte| part(byte)).count();
            let end = last + after.iter().take_while(|byte| part(byte)).count();
            let token = bytes.get(start..end)?;
            let digits = token.iter().filter(|byte| byte.is_ascii_digit()).count();
            if colons >= 2 || digits >= 4 {
                return text.get(start..end);
            }
        }
    })
}

/// The addresses in one token that may not pass.
fn addresses(token: &str, pass: &dyn Fn(&IpAddr) -> bool) -> Vec<IpAddr> {
    // `[2001:db8::1]:25` has left `2001:db8::1`; a stop or colon of the sentence may follow.
    let trimmed = token.trim_end_matches('.');
    let candidates = [trimmed, trimmed.strip_suffix(':').unwrap_or(trimmed)];
    let whole = candidates
        .iter()
        .find_map(|c| c.parse::<std::net::Ipv6Addr>().ok());
    if let Some(address) = whole.map(|address| IpAddr::V6(address).to_canonical()) {
        return if pass(&address) { Vec::new() } else { vec![address] };
    }
    token
        .split(|c: char| !(c.is_ascii_digit() || c == '.'))
        .filter_map(|chain| in_chain(chain, pass))
        .collect()
}

/// The first address in a chain of numbers that may not pass. Behind one that may, the look begins anew: its last
/// octets with the number that follows are no address of anybody's.
fn in_chain(chain: &str, pass: &dyn Fn(&IpAddr) -> bool) -> Option<IpAddr> {
    let octets: Vec<&str> = chain.split('.').filter(|octet| !octet.is_empty()).collect();
    let mut rest = octets.as_slice();
    while let Some(four) = rest.get(..4) {
        let address = four.join(".").parse::<IpAddr>().ok();
        if let Some(address) = address.filter(|address| !pass(address)) {
            return Some(address);
        }
        rest = rest
            .get(if address.is_some() { 4 } else { 1 }..)
            .unwrap_or_default();
    }
    None
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

    #[test]
    fn a_chain_hides_nobody_behind_an_own_address() {
        assert_eq!(foreign("203.0.113.5.198.51.100.7"), ["198.51.100.7"]);
        assert_eq!(foreign("203.0.113.5.rev.198.51.100.7"), ["198.51.100.7"]);
        assert_eq!(foreign("203.0.113.5.203.0.113.5"), [""; 0]);
    }

    proptest::proptest! {
        #[test]
        fn no_run_is_passed_over(text in "[a1.:é ;]{0,60}") {
            let run = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | ':');
            let count = |token: &str, wanted: fn(&char) -> bool| token.chars().filter(wanted).count();
            let expected: Vec<&str> = text
                .split(|c| !run(c))
                .filter(|token| {
                    let digits = count(token, char::is_ascii_digit);
                    count(token, |c| *c == ':') >= 2 || (digits >= 4 && count(token, |c| *c == '.') >= 3)
                })
                .collect();
            proptest::prop_assert_eq!(tokens(&text).collect::<Vec<_>>(), expected);
        }
    }
}
