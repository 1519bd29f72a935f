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
const MARK: char = '\u{1f}';

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
    /// Reads what [`Packing`] has written; `None` when it is something else.
    #[must_use]
    pub fn read(octets: &[u8]) -> Option<Self> {
        let (&[family, blocks], rest) = octets.split_first_chunk()?;
        let mut rest = Rest {
            four: family == 4,
            octets: rest,
        };
        let range = rest.range()?;
        let block = if blocks == 0 { None } else { Some(rest.range()?) };
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

/// Surroundings as they are stored, written without taking the detour over text.
#[derive(Debug, Default)]
pub(super) struct Packing {
    octets: Vec<u8>,
}

impl Packing {
    /// Begins anew.
    pub(super) fn begin(&mut self, range: Range, block: Option<Range>) {
        self.octets.clear();
        self.octets.push(if range.0.is_ipv4() { 4 } else { 6 });
        self.octets.push(u8::from(block.is_some()));
        self.range(range);
        block.into_iter().for_each(|block| self.range(block));
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
        for address in [first, last] {
            match address {
                IpAddr::V4(address) => self.octets.extend_from_slice(&address.octets()),
                IpAddr::V6(address) => self.octets.extend_from_slice(&address.octets()),
            }
        }
    }
}

/// What is left to read.
struct Rest<'a> {
    four: bool,
    octets: &'a [u8],
}

impl Rest<'_> {
    fn range(&mut self) -> Option<Range> {
        Some((self.address()?, self.address()?))
    }

    fn address(&mut self) -> Option<IpAddr> {
        if self.four {
            let (address, rest) = self.octets.split_first_chunk()?;
            self.octets = rest;
            return Some(Ipv4Addr::from(*address).into());
        }
        let (address, rest) = self.octets.split_first_chunk()?;
        self.octets = rest;
        Some(Ipv6Addr::from(*address).into())
    }
}
