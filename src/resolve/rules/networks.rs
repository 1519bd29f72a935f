//! "Longest network wins", flattened once into disjoint ranges so that asking is one binary search.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;

use super::{Match, Rule, RuleNumber, Ruling};

/// Sorted starts of ranges; each range ends where the next begins.
#[derive(Debug, Default)]
pub(super) struct Networks {
    v4: Vec<(u128, Ruling)>,
    v6: Vec<(u128, Ruling)>,
}

impl Networks {
    pub(super) fn new(rules: &[Rule]) -> Self {
        let of = |four: bool| {
            let numbered = (0..).zip(rules);
            let networks = numbered.filter_map(|(number, rule)| match rule.matches {
                Match::Network(network) if network.addr().is_ipv4() == four => Some((network, number)),
                _ => None,
            });
            flatten(networks.collect(), rules)
        };
        Self {
            v4: of(true),
            v6: of(false),
        }
    }

    /// What the network rules say for an address, and the range for which they say the same.
    pub(super) fn at(&self, address: IpAddr) -> (Ruling, (IpAddr, IpAddr)) {
        let (ranges, bits, top) = match address {
            IpAddr::V4(address) => (&self.v4, u128::from(address.to_bits()), u128::from(u32::MAX)),
            IpAddr::V6(address) => (&self.v6, address.to_bits(), u128::MAX),
        };
        let next = ranges.partition_point(|(start, _)| *start <= bits);
        let (first, ruling) = next
            .checked_sub(1)
            .and_then(|at| ranges.get(at))
            .copied()
            .unwrap_or((0, Ruling::default()));
        let last = ranges.get(next).map_or(top, |(start, _)| start - 1);
        let back = |bits: u128| match address {
            IpAddr::V4(_) => IpAddr::V4(Ipv4Addr::from_bits(u32::try_from(bits).unwrap_or(u32::MAX))),
            IpAddr::V6(_) => IpAddr::V6(Ipv6Addr::from_bits(bits)),
        };
        (ruling, (back(first), back(last)))
    }
}

/// First and last address of a network as numbers.
fn bounds(network: &IpNet) -> (u128, u128) {
    let bits = |address: IpAddr| match address {
        IpAddr::V4(address) => u128::from(address.to_bits()),
        IpAddr::V6(address) => address.to_bits(),
    };
    (bits(network.network()), bits(network.broadcast()))
}

/// Networks nest or are disjoint, so a stack of the open ones is enough: sorted by start and then length, a network
/// opens inside all those that are still open.
fn flatten(mut networks: Vec<(IpNet, RuleNumber)>, rules: &[Rule]) -> Vec<(u128, Ruling)> {
    networks.sort_by_key(|(network, _)| (bounds(network).0, network.prefix_len()));
    let mut ranges: Vec<(u128, Ruling)> = Vec::with_capacity(networks.len() * 2);
    let mut open: Vec<(u128, Ruling)> = Vec::new();
    let begin = |ranges: &mut Vec<(u128, Ruling)>, start: u128, ruling: Ruling| {
        // A later range with the same start covers the earlier one wholly.
        if ranges.last().is_some_and(|(last, _)| *last == start) {
            ranges.pop();
        }
        ranges.push((start, ruling));
    };
    let close = |ranges: &mut Vec<(u128, Ruling)>, open: &mut Vec<(u128, Ruling)>, until: Option<u128>| {
        while let Some((last, _)) = open
            .last()
            .copied()
            .filter(|(last, _)| until.is_none_or(|u| *last < u))
        {
            open.pop();
            let around = open.last().map_or_else(Ruling::default, |(_, ruling)| *ruling);
            if let Some(after) = last.checked_add(1) {
                begin(ranges, after, around);
            }
        }
    };
    for (network, number) in networks {
        let (first, last) = bounds(&network);
        close(&mut ranges, &mut open, Some(first));
        let around = open.last().map_or_else(Ruling::default, |(_, ruling)| *ruling);
        let mut ruling = Ruling::default();
        if let Some(rule) = usize::try_from(number).ok().and_then(|at| rules.get(at)) {
            ruling.consider(number, rule);
        }
        // What this network leaves open, the one around it decides.
        ruling.contact = ruling.contact.or(around.contact);
        ruling.language = ruling.language.or(around.language);
        begin(&mut ranges, first, ruling);
        open.push((last, ruling));
    }
    close(&mut ranges, &mut open, None);
    // An IPv4 range that would begin after the last address.
    ranges.dedup_by(|later, earlier| later.1 == earlier.1);
    ranges
}
