//! Every way of asking says what asking each network in turn says.

use proptest::prelude::*;

use super::*;
use crate::resolve::index::flatten;
use crate::resolve::index::network::PLACEHOLDER;

/// A family in a file of its own, and the networks it was made of.
struct Family<W> {
    networks: Vec<Network<W>>,
    ranges: u64,
    pages: Pages,
    table: Table<W>,
}

fn family<W: Width>(parts: Parts, mut networks: Vec<Network<W>>) -> Family<W> {
    flatten::arrange(&mut networks);
    let folder = tempfile::tempdir().unwrap();
    let mut writer = Writer::new(folder.path()).unwrap();
    let ranges = write(&mut writer, parts, &mut networks).unwrap();
    let path = folder.path().join("family");
    writer.finish(&path).unwrap();
    let pages = Pages::open(&path).unwrap();
    Family {
        networks,
        ranges,
        table: Table::open(&pages, parts).unwrap(),
        pages,
    }
}

/// A network whose country and flags tell it from its neighbours.
fn network<W: Width>(first: W, last: W, number: u8, placeholder: bool) -> Network<W> {
    Network {
        country: [b'A' + number % 26, b'A' + number / 26],
        flags: if placeholder { PLACEHOLDER } else { number & 0xfe },
        ..Network::bare(first, last)
    }
}

impl<W: Width> Family<W> {
    /// Number of the network that wins, by asking all of them.
    fn naive(&self, address: W) -> u32 {
        (0..)
            .zip(&self.networks)
            .filter(|(_, network)| network.first <= address && address <= network.last)
            .min_by_key(|(number, network)| {
                (
                    network.is_placeholder(),
                    network.last.distance(network.first),
                    *number,
                )
            })
            .map_or(NONE, |(number, _)| number)
    }

    /// Asks for addresses in every way, and for all at which something begins or ends.
    fn check(&self, others: impl IntoIterator<Item = W>) {
        let mut addresses = vec![W::MIN, W::MAX];
        for network in &self.networks {
            addresses.extend([network.first, network.last]);
            addresses.extend(network.first.previous());
            addresses.extend(network.last.next());
        }
        addresses.extend(others);
        let in_no_order = addresses.clone();
        addresses.sort();
        for sequence in [addresses, in_no_order] {
            let mut near = Near::default();
            for address in sequence {
                self.check_one(address);
                let place = self.table.place(&self.pages, address).unwrap();
                let near = self.table.place_near(&self.pages, address, &mut near).unwrap();
                assert_eq!(near, place, "{address:?}");
            }
        }
    }

    fn check_one(&self, address: W) {
        let number = self.naive(address);
        let place = self.table.place(&self.pages, address).unwrap();
        assert_eq!(place.network, number, "{address:?}");
        assert!(
            place.first <= address && address <= place.last,
            "{address:?}: {place:?}"
        );
        // It begins and ends where another one wins, and nowhere between.
        for inside in [place.first, place.last] {
            assert_eq!(self.naive(inside), number, "{address:?}: {place:?}");
        }
        for outside in [place.first.previous(), place.last.next()].into_iter().flatten() {
            assert_ne!(self.naive(outside), number, "{address:?}: {place:?}");
        }
        let winner = self.networks.get(number as usize).map(|network| Winner {
            range: (network.first, network.last),
            country: network.country,
            flags: network.flags,
        });
        let found = self.table.winner(&self.pages, address).unwrap();
        assert_eq!(found, winner, "{address:?}");
    }
}

#[test]
fn nobody_has_anything() {
    family::<u32>(V4, Vec::new()).check([7]);
    family::<u128>(V6, Vec::new()).check([7]);
}

#[test]
fn the_whole_space_is_one_network() {
    family::<u32>(V4, vec![network(0, u32::MAX, 1, false)]).check([7]);
    family::<u128>(V6, vec![network(0, u128::MAX, 1, false)]).check([7]);
}

#[test]
fn leaves_are_full_to_every_degree_up_to_the_highest_address() {
    for count in 0..40_u8 {
        for last in [u32::MAX, u32::MAX - 1] {
            // Neighbours, so that there are as many ranges as networks, with nobody before and perhaps behind them.
            let one = |number: u8| last - u32::from(number);
            let networks = (0..count).map(|number| network(one(number), one(number), number, false));
            let four = family(V4, networks.collect());
            assert_eq!(
                four.ranges,
                u64::from(count) + u64::from(count > 0 && last != u32::MAX) + 1
            );
            four.check([7]);
            let wide = |number: u8| {
                (
                    u128::from(one(number)) << 96,
                    (u128::from(one(number)) << 96) | ((1 << 96) - 1),
                )
            };
            let networks = (0..count).map(|number| network(wide(number).0, wide(number).1, number, false));
            family(V6, networks.collect()).check([7]);
        }
    }
}

#[test]
fn nothing_is_lost_between_pages() {
    let four: Vec<_> = (0..6000_u32).map(|number| number * 3 + 7).collect();
    let family_4 = family(
        V4,
        four.iter()
            .map(|first| network(*first, first + 1, 9, false))
            .collect(),
    );
    let mut near = Near::default();
    for first in &four {
        for (address, expected) in [
            (first - 1, None),
            (*first, Some(*first)),
            (first + 1, Some(*first)),
        ] {
            let winner = family_4.table.winner(&family_4.pages, address).unwrap();
            assert_eq!(winner.map(|winner| winner.range.0), expected);
            let place = family_4
                .table
                .place_near(&family_4.pages, address, &mut near)
                .unwrap();
            let gap_begins = if *first == 7 { 0 } else { first - 1 };
            let range = expected.map_or((gap_begins, first - 1), |first| (first, first + 1));
            assert_eq!((place.first, place.last), range);
        }
    }
    // Some that are no CIDRs, from allocations of two registries.
    let starts = (0..3000_u128).map(|number| (0x2a00 + number % 2) << 112 | number << 70);
    let networks: Vec<_> = starts
        .map(|first| network(first, first + (1 << 66) + 5, 9, false))
        .collect();
    let family_6 = family(V6, networks.clone());
    for one in networks {
        for (address, expected) in [
            (one.first - 1, None),
            (one.first, Some(one.first)),
            (one.last, Some(one.first)),
            (one.last + 1, None),
        ] {
            let winner = family_6.table.winner(&family_6.pages, address).unwrap();
            assert_eq!(winner.map(|winner| winner.range.0), expected);
        }
    }
}

/// A file with one leaf, whatever is in it, and one network.
fn foreign<W: Width>(parts: Parts, leaf: &Leaf<W>, network: Network<W>) -> (Pages, Table<W>) {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = Writer::new(folder.path()).unwrap();
    writer.begin(parts.ranges).unwrap();
    writer.record(leaf).unwrap();
    writer.end(parts.ranges, 2);
    let mut firsts = Vec::new();
    W::MIN.put(&mut firsts);
    writer.section(parts.firsts, &firsts).unwrap();
    writer.records(parts.networks, &[network]).unwrap();
    let path = folder.path().join("foreign");
    writer.finish(&path).unwrap();
    let pages = Pages::open(&path).unwrap();
    let table = Table::open(&pages, parts).unwrap();
    (pages, table)
}

#[track_caller]
fn is_damaged<T: std::fmt::Debug>(found: Result<T, IndexError>) {
    let error = found.unwrap_err();
    assert!(matches!(error, IndexError::Damaged { .. }), "{error}");
    assert!(error.to_string().contains("contacts import"), "{error}");
}

#[test]
fn a_network_that_ends_before_it_begins_is_damage() {
    let straight = Network::bare(7_u32, 20);
    let mut leaf = Leaf::<u32>::EMPTY;
    leaf.set(0, 0, NONE, None);
    leaf.set(1, 7, 0, Some(Gist::of(&straight)));
    let (pages, table) = foreign(V4, &leaf, straight);
    assert_eq!(table.winner(&pages, 9).unwrap().unwrap().range, (7, 20));
    let (pages, table) = foreign(V4, &leaf, Network::bare(20, 7));
    is_damaged(table.winner(&pages, 9));
    is_damaged(table.network(&pages, 0));

    let straight = Network::bare(7_u128, 20);
    let mut leaf = Leaf::<u128>::EMPTY;
    leaf.set(0, 0, NONE, None);
    leaf.set(1, 7, 0, Some(Gist::of(&straight)));
    let (pages, table) = foreign(V6, &leaf, Network::bare(20, 7));
    is_damaged(table.winner(&pages, 9));
    is_damaged(table.network(&pages, 0));
}

#[test]
fn ranges_in_no_order_are_damage() {
    let mut leaf = Leaf::<u32>::EMPTY;
    leaf.set(0, 9_u32, NONE, None);
    leaf.set(1, 7, NONE, None);
    let (pages, table) = foreign(V4, &leaf, Network::bare(7, 20));
    is_damaged(table.place(&pages, 8));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn agrees_with_asking_every_network(
        ranges in proptest::collection::vec((0_u32..3000, 0_u32..80, 0_u8..200, proptest::bool::weighted(0.1)), 0..150),
        prefixes in proptest::collection::vec((0_u32..3000, 20_u8..=32, 0_u8..200), 0..150),
        shift in prop_oneof![Just(0_u32), Just(19), Just(9)],
        from_above: bool,
        others in proptest::collection::vec(any::<u32>(), 20),
    ) {
        // Shifted to the left they lie far apart, seen from above they end at the highest address.
        let seen = |first: u32, last: u32| if from_above { (!last, !first) } else { (first, last) };
        let four = ranges.iter().map(|&(first, length, number, placeholder)| {
            let (first, last) = seen(first << shift, ((first + length) << shift) | ((1 << shift) - 1));
            network(first, last, number, placeholder)
        }).chain(prefixes.iter().map(|&(address, length, number)| {
            let (first, last) = (address << shift).prefix(length - shift.min(19) as u8).unwrap();
            let (first, last) = seen(first, last);
            network(first, last, number, false)
        }));
        let four: Vec<Network<u32>> = four.collect();
        // The same as IPv6: over the whole space, and in the corner of it that is handed out.
        let wide = |up: u32, base: u128| four.iter().map(|one| {
            let last = (u128::from(one.last) << up) | ((1 << up) - 1);
            Network {
                first: base | u128::from(one.first) << up,
                last: base | last,
                parent: NONE,
                claims: 0,
                name: 0,
                country: one.country,
                dump: 0,
                flags: one.flags,
            }
        }).collect::<Vec<_>>();
        family(V6, wide(96, 0)).check(others.iter().map(|other| u128::from(*other) << 96 | 1));
        family(V6, wide(80, 0b001 << 125)).check(others.iter().map(|other| (0b001 << 125) | u128::from(*other) << 80));
        family(V4, four).check(others);
    }
}
