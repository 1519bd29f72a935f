//! IP addresses as input writes them, and the ranges that are nobody's to write to.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// A text that is no single IP address, with the reason in words for the operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadAddress {
    /// Nothing there.
    #[error("the address is empty")]
    Empty,
    /// `010.1.2.3` means 8.1.2.3 to some programs and 10.1.2.3 to others.
    #[error("an octet has a leading zero, which programs read differently: write it without")]
    LeadingZero,
    /// A network instead of an address.
    #[error("this is a network, not one address: list its addresses")]
    Prefix,
    /// Anything else.
    #[error("this is no IP address")]
    Malformed,
}

/// The address and, where one stands behind it, the port.
///
/// Accepts surrounding blanks, `192.0.2.1:8080`, `[2001:db8::1]:8080`, a zone id (dropped), a full-length prefix
/// (`/32`, `/128`: one address). An IPv4-mapped IPv6 address becomes IPv4.
///
/// # Errors
/// [`BadAddress`], naming what is wrong.
pub fn parse(text: &str) -> Result<(IpAddr, Option<u16>), BadAddress> {
    let text = text.trim();
    if text.is_empty() {
        return Err(BadAddress::Empty);
    }
    // The common case first: import reads millions of these.
    if let Ok(address) = text.parse::<IpAddr>() {
        return Ok((address.to_canonical(), None));
    }
    if let Some((base, length)) = text.split_once('/') {
        let (address, port) = parse(base)?;
        let full = if address.is_ipv4() { 32 } else { 128 };
        return match length.parse::<u8>() {
            Ok(length) if length == full && port.is_none() => Ok((address, None)),
            Ok(length) if length < full && port.is_none() => Err(BadAddress::Prefix),
            _ => Err(BadAddress::Malformed),
        };
    }
    if let Some((first, last)) = text.split_once('-')
        && first.trim().parse::<IpAddr>().is_ok()
        && last.trim().parse::<IpAddr>().is_ok()
    {
        return Err(BadAddress::Prefix);
    }
    let (host, port) = split_port(text)?;
    let host = host.split_once('%').map_or(host, |(address, _zone)| address);
    if let Ok(address) = host.parse::<IpAddr>() {
        return Ok((address.to_canonical(), port));
    }
    let octets: Vec<&str> = host.split('.').collect();
    let digits =
        |part: &&str| !part.is_empty() && part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit());
    if octets.len() == 4
        && octets.iter().all(digits)
        && octets.iter().any(|o| o.len() > 1 && o.starts_with('0'))
    {
        return Err(BadAddress::LeadingZero);
    }
    Err(BadAddress::Malformed)
}

/// Splits `[v6]:port`, `[v6]` and `v4:port`; a bare IPv6 address keeps its colons.
fn split_port(text: &str) -> Result<(&str, Option<u16>), BadAddress> {
    let number = |port: &str| {
        port.parse::<u16>()
            .ok()
            .filter(|p| *p != 0)
            .ok_or(BadAddress::Malformed)
    };
    if let Some(rest) = text.strip_prefix('[') {
        let (host, tail) = rest.split_once(']').ok_or(BadAddress::Malformed)?;
        return match tail.strip_prefix(':') {
            Some(port) => Ok((host, Some(number(port)?))),
            None if tail.is_empty() => Ok((host, None)),
            None => Err(BadAddress::Malformed),
        };
    }
    match text.split_once(':') {
        Some((host, port)) if !port.contains(':') && host.contains('.') => Ok((host, Some(number(port)?))),
        _ => Ok((text, None)),
    }
}

/// The special purpose of an address that no letter should be written about, or `None` for a global unicast address.
///
/// Source: the IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890 and updates); blocks that these mark
/// as globally reachable are global here. Multicast and IPv6 space outside `2000::/3` count as special too.
#[must_use]
pub fn special_purpose(address: IpAddr) -> Option<&'static str> {
    match address {
        IpAddr::V4(address) => special_v4(address),
        IpAddr::V6(address) => special_v6(address),
    }
}

const fn four(a: u8, b: u8, c: u8, d: u8) -> u32 {
    u32::from_be_bytes([a, b, c, d])
}

/// Base, length and purpose.
const SPECIAL_V4: [(u32, u32, &str); 15] = [
    (four(0, 0, 0, 0), 8, "this network (RFC 791)"),
    (four(10, 0, 0, 0), 8, "private use (RFC 1918)"),
    (four(100, 64, 0, 0), 10, "shared address space (RFC 6598)"),
    (four(127, 0, 0, 0), 8, "loopback (RFC 1122)"),
    (four(169, 254, 0, 0), 16, "link local (RFC 3927)"),
    (four(172, 16, 0, 0), 12, "private use (RFC 1918)"),
    (four(192, 0, 0, 0), 24, "IETF protocol assignments (RFC 6890)"),
    (four(192, 0, 2, 0), 24, "documentation (RFC 5737)"),
    (
        four(192, 88, 99, 0),
        24,
        "deprecated 6to4 relay anycast (RFC 7526)",
    ),
    (four(192, 168, 0, 0), 16, "private use (RFC 1918)"),
    (four(198, 18, 0, 0), 15, "benchmarking (RFC 2544)"),
    (four(198, 51, 100, 0), 24, "documentation (RFC 5737)"),
    (four(203, 0, 113, 0), 24, "documentation (RFC 5737)"),
    (four(224, 0, 0, 0), 4, "multicast (RFC 5771)"),
    (four(240, 0, 0, 0), 4, "reserved (RFC 1112)"),
];

/// Whether any network of such addresses is special: most are not, and millions are asked about.
fn may_be_special(first: u8) -> bool {
    matches!(first, 0 | 10 | 100 | 127 | 169 | 172 | 192 | 198 | 203 | 224..)
}

fn special_v4(address: Ipv4Addr) -> Option<&'static str> {
    let [first, ..] = address.octets();
    if !may_be_special(first) {
        return None;
    }
    // Globally reachable parts of 192.0.0.0/24: PCP and TURN anycast (RFC 7723, RFC 8155).
    if matches!(address.octets(), [192, 0, 0, 9 | 10]) {
        return None;
    }
    let bits = address.to_bits();
    SPECIAL_V4
        .iter()
        .find(|(base, length, _)| (bits ^ base) >> (32 - length) == 0)
        .map(|(_, _, name)| *name)
}

fn special_v6(address: Ipv6Addr) -> Option<&'static str> {
    const fn net(a: u16, b: u16, c: u16) -> u128 {
        ((a as u128) << 112) | ((b as u128) << 96) | ((c as u128) << 80)
    }
    // Marked globally reachable inside 2001::/23 (RFC 7723, 8155, 9665, 7450, 7535, 7343, 9374), and NAT64 (RFC 6052).
    const REACHABLE: [(u128, u32); 8] = [
        (net(0x2001, 1, 0) | 1, 128),
        (net(0x2001, 1, 0) | 2, 128),
        (net(0x2001, 1, 0) | 3, 128),
        (net(0x2001, 3, 0), 32),
        (net(0x2001, 4, 0x112), 48),
        (net(0x2001, 0x20, 0), 28),
        (net(0x2001, 0x30, 0), 28),
        (net(0x64, 0xff9b, 0), 96),
    ];
    const SPECIAL: [((u128, u32), &str); 12] = [
        ((0, 128), "unspecified (RFC 4291)"),
        ((1, 128), "loopback (RFC 4291)"),
        (
            (net(0x64, 0xff9b, 1), 48),
            "local-use IPv4/IPv6 translation (RFC 8215)",
        ),
        ((net(0x100, 0, 0), 64), "discard only (RFC 6666)"),
        ((net(0x2001, 0, 0), 23), "IETF protocol assignments (RFC 2928)"),
        ((net(0x2001, 0xdb8, 0), 32), "documentation (RFC 3849)"),
        ((net(0x2002, 0, 0), 16), "6to4 (RFC 3056)"),
        ((net(0x3fff, 0, 0), 20), "documentation (RFC 9637)"),
        ((net(0x5f00, 0, 0), 16), "segment routing identifiers (RFC 9602)"),
        ((net(0xfc00, 0, 0), 7), "unique local (RFC 4193)"),
        ((net(0xfe80, 0, 0), 10), "link local (RFC 4291)"),
        ((net(0xff00, 0, 0), 8), "multicast (RFC 4291)"),
    ];
    let bits = address.to_bits();
    let within = |(base, length): (u128, u32)| (bits ^ base) >> (128 - length) == 0;
    if REACHABLE.into_iter().any(within) {
        return None;
    }
    if let Some((_, name)) = SPECIAL.into_iter().find(|(prefix, _)| within(*prefix)) {
        return Some(name);
    }
    if within((net(0x2000, 0, 0), 3)) {
        None
    } else {
        Some("outside global unicast 2000::/3 (RFC 4291)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> Result<(String, Option<u16>), BadAddress> {
        parse(text).map(|(address, port)| (address.to_string(), port))
    }

    #[test]
    fn reads_what_inputs_write() {
        for (text, expected, port) in [
            (" 192.0.2.1 ", "192.0.2.1", None),
            ("192.0.2.1:8080", "192.0.2.1", Some(8080)),
            ("192.0.2.1/32", "192.0.2.1", None),
            ("2001:DB8:0::1", "2001:db8::1", None),
            ("[2001:db8::1]", "2001:db8::1", None),
            ("[2001:db8::1]:3128", "2001:db8::1", Some(3128)),
            ("fe80::1%eth0", "fe80::1", None),
            ("::ffff:192.0.2.1", "192.0.2.1", None),
            ("2001:db8::1/128", "2001:db8::1", None),
        ] {
            assert_eq!(address(text), Ok((expected.to_owned(), port)), "{text}");
        }
    }

    #[test]
    fn no_special_network_is_passed_over() {
        for (base, length, purpose) in SPECIAL_V4 {
            for address in [base, base | (u32::MAX >> length)] {
                let address = Ipv4Addr::from_bits(address);
                assert_eq!(special_purpose(address.into()), Some(purpose), "{address}");
            }
        }
    }

    #[test]
    fn names_what_is_wrong() {
        for (text, expected) in [
            ("", BadAddress::Empty),
            ("  ", BadAddress::Empty),
            ("010.1.2.3", BadAddress::LeadingZero),
            ("192.0.02.1", BadAddress::LeadingZero),
            ("192.0.2.0/24", BadAddress::Prefix),
            ("2001:db8::/32", BadAddress::Prefix),
            ("192.0.2.1-192.0.2.9", BadAddress::Prefix),
            ("192.0.2.1/33", BadAddress::Malformed),
            ("192.0.2.256", BadAddress::Malformed),
            ("192.0.2", BadAddress::Malformed),
            ("192.0.2.1:0", BadAddress::Malformed),
            ("192.0.2.1:99999", BadAddress::Malformed),
            ("[2001:db8::1", BadAddress::Malformed),
            ("host.example", BadAddress::Malformed),
            ("0x7f.1", BadAddress::Malformed),
            ("1/2/3", BadAddress::Malformed),
            (&"192.0.2.1/".repeat(10_000), BadAddress::Malformed),
        ] {
            assert_eq!(address(text), Err(expected), "{text}");
        }
    }

    #[test]
    fn knows_special_purpose_from_global() {
        for special in [
            "0.1.2.3",
            "10.0.0.1",
            "100.127.1.1",
            "172.31.0.1",
            "192.0.0.8",
            "198.19.255.255",
            "255.255.255.255",
        ] {
            assert!(special_purpose(special.parse().unwrap()).is_some(), "{special}");
        }
        for special in [
            "::",
            "::1",
            "2001::1",
            "2001:db8::1",
            "2002:102:304::1",
            "fd00::1",
            "ff02::1",
            "4000::1",
            "100::1",
        ] {
            assert!(special_purpose(special.parse().unwrap()).is_some(), "{special}");
        }
        for global in [
            "8.8.8.8",
            "100.128.0.1",
            "172.32.0.1",
            "192.0.0.9",
            "198.20.0.1",
            "2001:4:112::1",
            "2001:200::1",
            "2a00::1",
            "64:ff9b::1",
        ] {
            assert_eq!(special_purpose(global.parse().unwrap()), None, "{global}");
        }
    }
}
