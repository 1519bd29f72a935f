//! "The most specific network wins", worked out once: overlapping networks become disjoint ranges.
//!
//! Networks need be neither CIDRs nor nested. For every address the smallest network that holds it wins, of equally
//! large ones that which begins first; placeholders win only where nothing else is. A network's parent is the smallest
//! other one that holds it wholly and is no placeholder.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

use super::network::{NONE, Network};
use super::width::Width;

/// Puts networks in the order in which they are numbered; of two with the same range the one added later stays.
///
/// Returns how many were dropped.
pub(super) fn arrange<W: Width>(networks: &mut Vec<Network<W>>) -> u64 {
    let before = networks.len();
    // Stable: equal ranges keep the order in which they were read.
    networks.sort_by_key(|network| (network.first, Reverse(network.last)));
    networks.dedup_by(|later, earlier| {
        let same = later.first == earlier.first && later.last == earlier.last;
        if same {
            *earlier = *later;
        }
        same
    });
    (before - networks.len()) as u64
}

/// The order in which networks win: real before placeholder, then the smallest, then the first.
type Rank<W> = (bool, W, u32);

fn rank<W: Width>(network: &Network<W>, number: u32) -> Rank<W> {
    (
        network.is_placeholder(),
        network.last.distance(network.first),
        number,
    )
}

/// Sets every network's parent and tells `emit` where each disjoint range starts and which network wins in it
/// ([`NONE`] for nobody's). The first range starts at the lowest address; each ends where the next one starts.
///
/// `networks` must be [`arrange`]d.
///
/// # Errors
/// What `emit` returns.
pub(super) fn flatten<W: Width, E>(
    networks: &mut [Network<W>],
    emit: impl FnMut(W, u32) -> Result<(), E>,
) -> Result<(), E> {
    let mut ranges = Ranges {
        emit,
        pending: (W::MIN, NONE),
        given: None,
    };
    let mut open: BTreeSet<Rank<W>> = BTreeSet::new();
    let mut ends: BinaryHeap<Reverse<(W, Rank<W>)>> = BinaryHeap::new();
    for number in 0..u32::try_from(networks.len()).unwrap_or(NONE) {
        let at = number as usize;
        let Some(network) = networks.get(at).copied() else {
            break;
        };
        close(&mut ranges, &mut open, &mut ends, Some(network.first))?;
        let holds = |rank: &&Rank<W>| {
            networks
                .get(rank.2 as usize)
                .is_some_and(|around| !rank.0 && around.last >= network.last)
        };
        // Ranks come smallest first, so the first that holds it is the next less specific.
        let parent = open.iter().find(holds).map_or(NONE, |rank| rank.2);
        if let Some(network) = networks.get_mut(at) {
            network.parent = parent;
        }
        let rank = rank(&network, number);
        open.insert(rank);
        ends.push(Reverse((network.last, rank)));
        ranges.start(network.first, winner(&open))?;
    }
    close(&mut ranges, &mut open, &mut ends, None)?;
    ranges.finish()
}

fn winner<W: Width>(open: &BTreeSet<Rank<W>>) -> u32 {
    open.first().map_or(NONE, |rank| rank.2)
}

/// Closes the networks that end before `until`, or all.
fn close<W: Width, E, F: FnMut(W, u32) -> Result<(), E>>(
    ranges: &mut Ranges<W, F>,
    open: &mut BTreeSet<Rank<W>>,
    ends: &mut BinaryHeap<Reverse<(W, Rank<W>)>>,
    until: Option<W>,
) -> Result<(), E> {
    while let Some(Reverse((last, rank))) = ends.peek().copied() {
        if until.is_some_and(|until| last >= until) {
            break;
        }
        ends.pop();
        open.remove(&rank);
        // A network that ends at the highest address is followed by nothing.
        if let Some(after) = last.next() {
            ranges.start(after, winner(open))?;
        }
    }
    Ok(())
}

/// Holds back one range until it is known that none begins at the same place, and joins neighbours that agree.
struct Ranges<W, F> {
    emit: F,
    pending: (W, u32),
    given: Option<u32>,
}

impl<W: Width, E, F: FnMut(W, u32) -> Result<(), E>> Ranges<W, F> {
    fn start(&mut self, start: W, winner: u32) -> Result<(), E> {
        if self.pending.0 != start {
            self.give()?;
        }
        self.pending = (start, winner);
        Ok(())
    }

    fn give(&mut self) -> Result<(), E> {
        let (start, winner) = self.pending;
        if self.given != Some(winner) {
            (self.emit)(start, winner)?;
            self.given = Some(winner);
        }
        Ok(())
    }

    fn finish(mut self) -> Result<(), E> {
        self.give()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::resolve::index::network::PLACEHOLDER;

    fn network(first: u32, last: u32, placeholder: bool) -> Network<u32> {
        Network {
            flags: if placeholder { PLACEHOLDER } else { 0 },
            ..Network::bare(first, last)
        }
    }

    fn flattened(networks: &mut Vec<Network<u32>>) -> Vec<(u32, u32)> {
        arrange(networks);
        let mut ranges = Vec::new();
        flatten(networks, |start, winner| {
            ranges.push((start, winner));
            Ok::<(), ()>(())
        })
        .unwrap();
        ranges
    }

    fn naive_winner(networks: &[Network<u32>], address: u32) -> u32 {
        (0..)
            .zip(networks)
            .filter(|(_, n)| n.first <= address && address <= n.last)
            .min_by_key(|(number, n)| rank(n, *number))
            .map_or(NONE, |(number, _)| number)
    }

    fn naive_parent(networks: &[Network<u32>], of: usize) -> u32 {
        let inner = networks[of];
        (0..)
            .zip(networks)
            .filter(|(number, n)| {
                *number as usize != of
                    && !n.is_placeholder()
                    && n.first <= inner.first
                    && inner.last <= n.last
            })
            .min_by_key(|(number, n)| rank(n, *number))
            .map_or(NONE, |(number, _)| number)
    }

    #[test]
    fn nothing_is_one_range_of_nobody() {
        assert_eq!(flattened(&mut Vec::new()), [(0, NONE)]);
    }

    #[test]
    fn the_whole_space_ends_without_overflow() {
        let mut networks = vec![network(0, u32::MAX, true), network(u32::MAX, u32::MAX, false)];
        assert_eq!(flattened(&mut networks), [(0, 0), (u32::MAX, 1)]);
        assert_eq!(networks[1].parent, NONE, "a placeholder is no parent");
    }

    #[test]
    fn of_the_same_range_the_later_stays() {
        let mut networks = vec![network(5, 9, false), network(1, 2, false), network(5, 9, true)];
        assert_eq!(arrange(&mut networks), 1);
        assert!(networks[1].is_placeholder());
    }

    proptest! {
        #[test]
        fn agrees_with_asking_every_network(
            spans in proptest::collection::vec((0u32..40, 0u32..20, proptest::bool::weighted(0.2)), 0..14),
            high in any::<bool>(),
        ) {
            // The same at the top of the address space, where the end of a range has no successor.
            let shift = if high { u32::MAX - 59 } else { 0 };
            let mut networks: Vec<Network<u32>> = spans
                .iter()
                .map(|(first, length, placeholder)| network(shift + first, shift + first + length, *placeholder))
                .collect();
            let ranges = flattened(&mut networks);
            prop_assert_eq!(ranges[0].0, 0);
            prop_assert!(ranges.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 != pair[1].1));
            for address in (0..70).chain(u32::MAX - 70..=u32::MAX) {
                let at = ranges.partition_point(|(start, _)| *start <= address) - 1;
                prop_assert_eq!(ranges[at].1, naive_winner(&networks, address), "{}", address);
            }
            for (at, network) in networks.iter().enumerate() {
                prop_assert_eq!(network.parent, naive_parent(&networks, at));
                prop_assert!(network.parent == NONE || (network.parent as usize) < at);
            }
        }
    }
}
