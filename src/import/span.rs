//! Networks as zones write them, and the set of those that a zone takes back.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// First and last address of a network; the same for a single one.
pub(super) type Span = (IpAddr, IpAddr);

/// The addresses that an entry covers: `192.0.2.1`, `192.0.2` (a /24), `192.0.2.0/24`, `192.0.2.1-192.0.2.9`,
/// `192.0.2.1-9`, `2001:db8::1`, `2001:db8::/32`.
pub(super) fn span(token: &str) -> Option<Span> {
    if token.contains(':') {
        return span_v6(token);
    }
    if let Some((first, last)) = token.split_once('-') {
        let (first, first_count) = octets(first)?;
        let (last, last_count) = octets(last)?;
        let (low, _) = bounds(first, first_count);
        // A shorter end counts from the right: its missing octets are those of the start.
        let kept = first_count.checked_sub(last_count)?;
        let mut end = first;
        for (slot, octet) in end.iter_mut().skip(kept).zip(last) {
            *slot = octet;
        }
        let (_, high) = bounds(end, first_count);
        return (low <= high).then_some((low.into(), high.into()));
    }
    let (start, length) = match token.split_once('/') {
        Some((start, length)) => (
            start,
            Some(length.parse::<u32>().ok().filter(|length| *length <= 32)?),
        ),
        None => (token, None),
    };
    let (start, count) = octets(start)?;
    let (low, high) = bounds(start, count);
    let Some(length) = length else {
        return Some((low.into(), high.into()));
    };
    let host = u32::MAX.checked_shr(length).unwrap_or(0);
    let bits = low.to_bits();
    Some((
        Ipv4Addr::from_bits(bits & !host).into(),
        Ipv4Addr::from_bits(bits | host).into(),
    ))
}

fn span_v6(token: &str) -> Option<Span> {
    let (start, length) = match token.split_once('/') {
        Some((start, length)) => (start, length.parse::<u32>().ok().filter(|length| *length <= 128)?),
        None => (token, 128),
    };
    let bits = start.parse::<Ipv6Addr>().ok()?.to_bits();
    let host = u128::MAX.checked_shr(length).unwrap_or(0);
    let (low, high) = (
        Ipv6Addr::from_bits(bits & !host),
        Ipv6Addr::from_bits(bits | host),
    );
    Some((low.to_canonical(), high.to_canonical()))
}

/// One to four octets without leading zeros, and how many there are.
fn octets(text: &str) -> Option<([u8; 4], usize)> {
    let mut octets = [0; 4];
    let mut count = 0;
    for part in text.split('.') {
        let plain = part.len() == 1 || !part.starts_with('0');
        *octets.get_mut(count)? = part.parse().ok().filter(|_| plain && !part.starts_with('+'))?;
        count += 1;
    }
    Some((octets, count))
}

/// The addresses between which all lie that start with so many octets.
fn bounds(octets: [u8; 4], count: usize) -> (Ipv4Addr, Ipv4Addr) {
    let mut high = octets;
    high.iter_mut().skip(count).for_each(|octet| *octet = 255);
    (octets.into(), high.into())
}

/// The addresses that a zone takes back.
#[derive(Debug, Default)]
pub(super) struct Excluded {
    spans: Vec<Span>,
}

impl Excluded {
    pub(super) fn add(&mut self, span: Span) {
        self.spans.push(span);
    }

    /// Sorts and joins what was added; to be called before the first question.
    pub(super) fn settle(&mut self) {
        self.spans.sort_unstable();
        let mut joined: Vec<Span> = Vec::with_capacity(self.spans.len());
        for (first, last) in self.spans.drain(..) {
            match joined.last_mut() {
                Some((_, end)) if first <= *end => *end = last.max(*end),
                _ => joined.push((first, last)),
            }
        }
        self.spans = joined;
    }

    pub(super) fn contains(&self, address: IpAddr) -> bool {
        let after = self.spans.partition_point(|(first, _)| *first <= address);
        let before = after.checked_sub(1).and_then(|index| self.spans.get(index));
        before.is_some_and(|(_, last)| address <= *last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_form_of_entry() {
        for (text, expected) in [
            ("192.0.2.1", Some(("192.0.2.1", "192.0.2.1"))),
            ("192.0.2", Some(("192.0.2.0", "192.0.2.255"))),
            ("192.0", Some(("192.0.0.0", "192.0.255.255"))),
            ("192.0.2.0/25", Some(("192.0.2.0", "192.0.2.127"))),
            ("192.0.2/24", Some(("192.0.2.0", "192.0.2.255"))),
            ("192.0.2.1/32", Some(("192.0.2.1", "192.0.2.1"))),
            ("0/0", Some(("0.0.0.0", "255.255.255.255"))),
            ("192.0.2.1-192.0.2.9", Some(("192.0.2.1", "192.0.2.9"))),
            ("192.0.2.1-9", Some(("192.0.2.1", "192.0.2.9"))),
            ("192.0.2.1-1", Some(("192.0.2.1", "192.0.2.1"))),
            ("192.0-1", Some(("192.0.0.0", "192.1.255.255"))),
            ("2001:db8::1", Some(("2001:db8::1", "2001:db8::1"))),
            ("2001:db8::/127", Some(("2001:db8::", "2001:db8::1"))),
            ("192.0.2.9-192.0.2.1", None),
            ("192.0.2.1/33", None),
            ("192.0.02.1", None),
            ("192.0.2.+1", None),
            ("192.0.2.1.5", None),
            ("", None),
        ] {
            let found = span(text).map(|(first, last)| (first.to_string(), last.to_string()));
            assert_eq!(
                found,
                expected.map(|(a, b)| (a.to_owned(), b.to_owned())),
                "{text}"
            );
        }
    }

    #[test]
    fn excluded_spans_join() {
        let mut excluded = Excluded::default();
        for text in [
            "192.0.2.0/25",
            "192.0.2.100-192.0.2.200",
            "2001:db8::/64",
            "192.0.2.3",
        ] {
            excluded.add(span(text).unwrap());
        }
        excluded.settle();
        for (address, expected) in [
            ("192.0.2.0", true),
            ("192.0.2.200", true),
            ("192.0.2.201", false),
            ("2001:db8::ff", true),
            ("0.0.0.0", false),
        ] {
            assert_eq!(excluded.contains(address.parse().unwrap()), expected, "{address}");
        }
    }
}
