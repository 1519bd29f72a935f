//! Where an address lies, apart from what is decided about it: two networks that say the same about abuse have one
//! decision, and differ in ranges and names alone.
//!
//! A decision in which these are left out is an *outline*: marks stand in their place. Many networks share an
//! outline, so that it is worked out and stored once; what each has of its own takes a few dozen octets beside every
//! address. [`Surroundings::fill`] puts the two together again.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::rpsl;
use crate::contact::Decision;

/// First and last address.
type Range = (IpAddr, IpAddr);

/// Around each mark. Where a source publishes it itself, a reader sees a network's name twice, and nothing worse.
pub(super) const MARK: char = '\u{1f}';

/// What stands in an outline for the range of the network of this number.
pub(super) fn range_mark(number: usize) -> String {
    format!("{MARK}R{number}{MARK}")
}

/// What stands in an outline for its name.
pub(super) fn name_mark(number: usize) -> String {
    format!("{MARK}N{number}{MARK}")
}

/// What stands in an outline for the range of the block in the registries' statistics.
pub(super) fn block_mark() -> String {
    format!("{MARK}B{MARK}")
}

/// What one address's place has of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Surroundings {
    range: Range,
    block: Option<Range>,
    networks: Vec<(Range, String)>,
}

impl Surroundings {
    /// Reads what [`Walk::surroundings`](super::Walk::surroundings) has given out; `None` when it is something else.
    #[must_use]
    pub fn read(octets: &[u8]) -> Option<Self> {
        let (&flags, octets) = octets.split_first()?;
        let mut rest = Rest {
            four: flags & FOUR != 0,
            first: 0,
            last: 0,
            octets,
        };
        let range = rest.own_range()?;
        let block = if flags & BLOCK == 0 {
            None
        } else {
            Some(rest.range()?)
        };
        let mut networks = Vec::new();
        while !rest.octets.is_empty() {
            let range = rest.range()?;
            let (&length, octets) = rest.octets.split_first()?;
            let (name, octets) = octets.split_at_checked(usize::from(length))?;
            rest.octets = octets;
            networks.push((range, rpsl::decode(name)));
        }
        Some(Self {
            range,
            block,
            networks,
        })
    }

    /// The whole story: the outline with these ranges and names in it.
    #[must_use]
    pub fn fill(&self, mut outline: Decision) -> Decision {
        outline.range = self.range;
        for candidate in &mut outline.candidates {
            self.fill_text(&mut candidate.object);
            candidate.path.iter_mut().for_each(|step| self.fill_text(step));
        }
        for consultation in &mut outline.consulted {
            consultation
                .answers
                .iter_mut()
                .for_each(|answer| self.fill_text(answer));
        }
        outline.network.iter_mut().for_each(|name| self.fill_text(name));
        outline
    }

    fn fill_text(&self, text: &mut String) {
        if !text.contains(MARK) {
            return;
        }
        let parts: Vec<&str> = text.split(MARK).collect();
        let mut filled = String::with_capacity(text.len());
        for (number, part) in parts.iter().enumerate() {
            match self.meant(part).filter(|_| number % 2 == 1) {
                Some(meant) => filled.push_str(&meant),
                None => filled.push_str(part),
            }
        }
        *text = filled;
    }

    fn meant(&self, mark: &str) -> Option<String> {
        if mark == "B" {
            return self.block.map(|(first, last)| format!("{first} - {last}"));
        }
        let (kind, number) = mark.split_at_checked(1)?;
        let (range, name) = self.networks.get(number.parse::<usize>().ok()?)?;
        match kind {
            "R" => Some(range_text(*range)),
            "N" => Some(name.clone()),
            _ => None,
        }
    }
}

/// A range as registries write it: IPv6 as a prefix where it is one, everything else as first and last address.
pub(super) fn range_text((first, last): Range) -> String {
    if let (IpAddr::V6(first), IpAddr::V6(last)) = (first, last) {
        let mut prefixes = ipnet::Ipv6Subnets::new(first, last, 0);
        if let (Some(prefix), None) = (prefixes.next(), prefixes.next()) {
            return prefix.to_string();
        }
    }
    format!("{first} - {last}")
}

/// In the first octet: the addresses are IPv4.
const FOUR: u8 = 1;
/// In the first octet: the range is followed by that of a block.
const BLOCK: u8 = 2;

/// Surroundings as they are stored, written without taking the detour over text.
///
/// All other ranges hold the place's own one, and are written as what they have before and behind it: a few octets.
/// Numbers are LEB128, as in DWARF.
#[derive(Debug, Default)]
pub(super) struct Packing {
    octets: Vec<u8>,
    first: u128,
    last: u128,
}

impl Packing {
    /// Begins anew.
    pub(super) fn begin(&mut self, range: Range, block: Option<Range>) {
        self.octets.clear();
        let four = if range.0.is_ipv4() { FOUR } else { 0 };
        let flag = if block.is_some() { BLOCK } else { 0 };
        self.octets.push(four | flag);
        match range.0 {
            IpAddr::V4(first) => self.octets.extend_from_slice(&first.octets()),
            IpAddr::V6(first) => self.octets.extend_from_slice(&first.octets()),
        }
        (self.first, self.last) = (bits(range.0), bits(range.1));
        self.number(self.last.wrapping_sub(self.first));
        if let Some(block) = block {
            self.range(block);
        }
    }

    /// Adds the network of the next number.
    pub(super) fn network(&mut self, range: Range, name: &[u8]) {
        self.range(range);
        let name = name.get(..name.len().min(255)).unwrap_or_default();
        self.octets.push(u8::try_from(name.len()).unwrap_or(u8::MAX));
        self.octets.extend_from_slice(name);
    }

    pub(super) fn octets(&self) -> &[u8] {
        &self.octets
    }

    fn range(&mut self, (first, last): Range) {
        // Wraps where a range does not hold the place's own, and unwraps when it is read.
        self.number(self.first.wrapping_sub(bits(first)));
        self.number(bits(last).wrapping_sub(self.last));
    }

    fn number(&mut self, mut number: u128) {
        while number > 0x7f {
            let [low, ..] = number.to_le_bytes();
            self.octets.push(0x80 | low);
            number >>= 7;
        }
        let [low, ..] = number.to_le_bytes();
        self.octets.push(low);
    }
}

fn bits(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => u128::from(address.to_bits()),
        IpAddr::V6(address) => address.to_bits(),
    }
}

/// What is left to read.
struct Rest<'a> {
    four: bool,
    /// The place's own range.
    first: u128,
    last: u128,
    octets: &'a [u8],
}

impl Rest<'_> {
    fn own_range(&mut self) -> Option<Range> {
        self.first = if self.four {
            let (octets, rest) = self.octets.split_first_chunk()?;
            self.octets = rest;
            u128::from(u32::from_be_bytes(*octets))
        } else {
            let (octets, rest) = self.octets.split_first_chunk()?;
            self.octets = rest;
            u128::from_be_bytes(*octets)
        };
        self.last = self.first.wrapping_add(self.number()?);
        Some((self.address(self.first)?, self.address(self.last)?))
    }

    fn range(&mut self) -> Option<Range> {
        let first = self.first.wrapping_sub(self.number()?);
        let last = self.last.wrapping_add(self.number()?);
        Some((self.address(first)?, self.address(last)?))
    }

    fn address(&self, bits: u128) -> Option<IpAddr> {
        if self.four {
            let bits = u32::try_from(bits).ok()?;
            return Some(Ipv4Addr::from_bits(bits).into());
        }
        Some(Ipv6Addr::from_bits(bits).into())
    }

    fn number(&mut self) -> Option<u128> {
        let mut number = 0;
        for shift in (0..u128::BITS).step_by(7) {
            let (&octet, rest) = self.octets.split_first()?;
            self.octets = rest;
            number |= u128::from(octet & 0x7f) << shift;
            if octet & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn range() -> impl Strategy<Value = (u128, u128)> {
        any::<(u128, u128)>().prop_map(|(one, other)| (one.min(other), one.max(other)))
    }

    proptest! {
        #[test]
        fn what_is_packed_is_read_again(
            own in range(),
            block in proptest::option::of(range()),
            networks in proptest::collection::vec((range(), "[A-Z0-9-]{0,20}"), 0..4),
            four in any::<bool>(),
        ) {
            let address = |bits: u128| -> IpAddr {
                if four { Ipv4Addr::from_bits((bits >> 96) as u32).into() } else { Ipv6Addr::from_bits(bits).into() }
            };
            let range = |(first, last): (u128, u128)| (address(first), address(last));
            let mut packing = Packing::default();
            packing.begin(range(own), block.map(range));
            for (network, name) in &networks {
                packing.network(range(*network), name.as_bytes());
            }
            let meant = Surroundings {
                range: range(own),
                block: block.map(range),
                networks: networks.iter().map(|(network, name)| (range(*network), name.clone())).collect(),
            };
            // What wraps around in IPv4 does so in the 128 bits of the numbers.
            prop_assert_eq!(Surroundings::read(packing.octets()), Some(meant));
            for cut in 0..packing.octets().len() {
                let _ = Surroundings::read(packing.octets().get(..cut).unwrap_or_default());
            }
        }
    }
}
