//! Addresses and ranges as registries write them.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;

/// The address in a registry's spelling: octets may be padded with zeros (`192.000.002.001`), which elsewhere would be
/// octal to some readers; a registry never means that.
pub(super) fn address(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    if let Ok(address) = text.parse::<IpAddr>() {
        return Some(address);
    }
    let octets = octets(text)?;
    let [a, b, c, d] = <[u8; 4]>::try_from(octets).ok()?;
    Some(Ipv4Addr::new(a, b, c, d).into())
}

/// One to four decimal octets, padded or not.
fn octets(text: &str) -> Option<Vec<u8>> {
    let mut found = Vec::new();
    for part in text.trim_end_matches('.').split('.') {
        let digits = !part.is_empty() && part.len() <= 3 && part.bytes().all(|byte| byte.is_ascii_digit());
        if !digits || found.len() == 4 {
            return None;
        }
        found.push(part.parse::<u8>().ok()?);
    }
    Some(found)
}

/// First and last address of a range: `a - b`, `a-b`, a prefix, an abbreviated prefix (`200.57.128/19`), or one address;
/// what stands behind in parentheses is left out.
pub(super) fn range(text: &str) -> Option<(IpAddr, IpAddr)> {
    let text = text.split('(').next().unwrap_or_default().trim();
    if let Some((first, last)) = text.split_once('-') {
        let (first, last) = (address(first)?, address(last)?);
        return (first.is_ipv4() == last.is_ipv4() && first <= last).then_some((first, last));
    }
    if let Some((base, length)) = text.split_once('/') {
        return prefix(base, length.trim().parse().ok()?);
    }
    address(text).map(|address| (address, address))
}

/// First and last address of a prefix whose base may be abbreviated or have host bits set.
pub(super) fn prefix(base: &str, length: u8) -> Option<(IpAddr, IpAddr)> {
    let base = address(base).or_else(|| {
        let mut octets = octets(base)?;
        octets.resize(4, 0);
        let [a, b, c, d] = <[u8; 4]>::try_from(octets).ok()?;
        Some(Ipv4Addr::new(a, b, c, d).into())
    })?;
    let network = IpNet::new(base, length).ok()?;
    Some((network.network(), network.broadcast()))
}

/// Whether a range is all that there is of its family.
pub(super) fn is_whole_space((first, last): (IpAddr, IpAddr)) -> bool {
    match (first, last) {
        (IpAddr::V4(first), IpAddr::V4(last)) => first.to_bits() == 0 && last == Ipv4Addr::BROADCAST,
        (IpAddr::V6(first), IpAddr::V6(last)) => {
            first.to_bits() == 0 && last == Ipv6Addr::from_bits(u128::MAX)
        }
        _ => true,
    }
}

/// Whether a range holds an address.
pub(super) fn holds((first, last): (IpAddr, IpAddr), address: IpAddr) -> bool {
    first.is_ipv4() == address.is_ipv4() && (first..=last).contains(&address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_ranges_in_every_spelling() {
        for (text, expected) in [
            ("192.0.2.0 - 192.0.2.255", Some(("192.0.2.0", "192.0.2.255"))),
            ("192.0.2.0-192.0.2.7", Some(("192.0.2.0", "192.0.2.7"))),
            (
                "192.000.002.000 - 192.000.002.255",
                Some(("192.0.2.0", "192.0.2.255")),
            ),
            ("198.51.96/19", Some(("198.51.96.0", "198.51.127.255"))),
            ("203/8", Some(("203.0.0.0", "203.255.255.255"))),
            ("192.0.2.77/24", Some(("192.0.2.0", "192.0.2.255"))),
            (
                "192.0.2.0 - 192.0.2.255 (/24)",
                Some(("192.0.2.0", "192.0.2.255")),
            ),
            (
                "2001:db8::/32",
                Some(("2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff")),
            ),
            ("2001:0db8:0000::1", Some(("2001:db8::1", "2001:db8::1"))),
            ("192.0.2.9 - 192.0.2.1", None),
            ("192.0.2.0 - 2001:db8::", None),
            ("192.0.2.256", None),
            ("192.0.2.0.1", None),
            ("0x7f.0.0.1", None),
            ("192.0.2/33", None),
            ("", None),
            ("-", None),
            ("/", None),
        ] {
            let expected = expected.map(|(first, last)| (first.parse().unwrap(), last.parse().unwrap()));
            assert_eq!(range(text), expected, "{text}");
        }
    }
}
