//! One page: the resolutions of some neighbouring addresses, column by column.
//!
//! In front stand the octets of an address (4 or 16), how many addresses there are, how many octets they all begin with,
//! and these. Of each address the octets that are left follow, in rising order. Then, for decisions, places and times of
//! deciding: the smallest number (8 octets), the width of a column, and by how much each is more, in so many octets.
//! Everything is big-endian. So each value is found without those before it, and mostly takes two or three octets.

use std::net::IpAddr;

use super::super::octets::{from_octets, octets};

/// The most resolutions in a page. More of them save little, and a change to one of them writes them all.
pub(in crate::ledger) const MOST: usize = 64;

/// What is noted of one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ledger) struct Resolution {
    pub(in crate::ledger) address: IpAddr,
    pub(in crate::ledger) decision: i64,
    /// Its number in `place`; none where the story leaves nothing out.
    pub(in crate::ledger) place: Option<i64>,
    pub(in crate::ledger) decided: i64,
}

/// Packs resolutions of addresses of one family, in rising order: one at least, [`MOST`] at most.
pub(super) fn pack(rows: &[Resolution]) -> Vec<u8> {
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else {
        return Vec::new();
    };
    let (first, last) = (octets(first.address), octets(last.address));
    let shared = first
        .iter()
        .zip(&*last)
        .take_while(|(one, other)| one == other)
        .count();
    let mut page = Vec::with_capacity(64 + rows.len() * 12);
    page.extend([first.len(), rows.len(), shared].map(|n| u8::try_from(n).unwrap_or(u8::MAX)));
    page.extend(first.iter().take(shared));
    for row in rows {
        page.extend_from_slice(octets(row.address).get(shared..).unwrap_or_default());
    }
    pack_column(&mut page, rows, |row| row.decision);
    pack_column(&mut page, rows, |row| row.place.unwrap_or(NOWHERE));
    pack_column(&mut page, rows, |row| row.decided);
    page
}

/// Stands for no place: places are numbered from one row of them on.
const NOWHERE: i64 = 0;

fn pack_column(page: &mut Vec<u8>, rows: &[Resolution], value: impl Fn(&Resolution) -> i64) {
    let least = rows.iter().map(&value).min().unwrap_or(0);
    let above = |row: &Resolution| value(row).wrapping_sub(least).cast_unsigned();
    let most = rows.iter().map(above).max().unwrap_or(0);
    let width = (u64::BITS - most.leading_zeros()).div_ceil(8) as usize;
    page.extend(least.to_be_bytes());
    page.push(u8::try_from(width).unwrap_or(8));
    for row in rows {
        page.extend_from_slice(above(row).to_be_bytes().get(8 - width..).unwrap_or_default());
    }
}

/// A page that is whole; its values are worked out when they are asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Page<'p> {
    length: usize,
    rows: usize,
    shared: &'p [u8],
    /// What follows in each address.
    rest: &'p [u8],
    decisions: Column<'p>,
    places: Column<'p>,
    decided: Column<'p>,
}

#[derive(Debug, Clone, Copy)]
struct Column<'p> {
    least: i64,
    width: usize,
    above: &'p [u8],
}

impl<'p> Page<'p> {
    /// `None` when this is no page.
    pub(super) fn read(octets: &'p [u8]) -> Option<Self> {
        let (&[length, rows, shared], octets) = octets.split_first_chunk()?;
        let [length, rows, shared] = [length, rows, shared].map(usize::from);
        if !matches!(length, 4 | 16) || shared > length || !(1..=MOST).contains(&rows) {
            return None;
        }
        let (shared, octets) = octets.split_at_checked(shared)?;
        let (rest, octets) = octets.split_at_checked(rows * (length - shared.len()))?;
        let (decisions, octets) = Column::read(octets, rows)?;
        let (places, octets) = Column::read(octets, rows)?;
        let (decided, octets) = Column::read(octets, rows)?;
        octets.is_empty().then_some(Self {
            length,
            rows,
            shared,
            rest,
            decisions,
            places,
            decided,
        })
    }

    /// What is noted of its `n`th address.
    pub(super) fn get(&self, n: usize) -> Option<Resolution> {
        Some(Resolution {
            address: self.address(n)?,
            decision: self.decision(n)?,
            place: self.place(n),
            decided: self.decided(n)?,
        })
    }

    /// All that is noted, in order.
    pub(super) fn all(&self) -> impl Iterator<Item = Resolution> {
        (0..self.rows).map_while(|n| self.get(n))
    }

    pub(super) fn decisions(&self) -> impl Iterator<Item = i64> {
        (0..self.rows).map_while(|n| self.decision(n))
    }

    pub(super) fn address(&self, n: usize) -> Option<IpAddr> {
        let mut address = [0; 16];
        let address = address.get_mut(..self.length)?;
        let (shared, rest) = address.split_at_mut_checked(self.shared.len())?;
        shared.copy_from_slice(self.shared);
        rest.copy_from_slice(self.rest_of(n)?);
        from_octets(address).ok()
    }

    pub(super) fn decision(&self, n: usize) -> Option<i64> {
        self.decisions.get(n)
    }

    pub(super) fn place(&self, n: usize) -> Option<i64> {
        self.places.get(n).filter(|place| *place != NOWHERE)
    }

    pub(super) fn decided(&self, n: usize) -> Option<i64> {
        self.decided.get(n)
    }

    /// The number of an address.
    pub(super) fn find(&self, address: &[u8]) -> Option<usize> {
        if address.len() != self.length {
            return None;
        }
        let rest = address.strip_prefix(self.shared)?;
        let (mut from, mut to) = (0, self.rows);
        while from < to {
            let middle = from.midpoint(to);
            match self.rest_of(middle)?.cmp(rest) {
                std::cmp::Ordering::Less => from = middle + 1,
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Greater => to = middle,
            }
        }
        None
    }

    fn rest_of(&self, n: usize) -> Option<&'p [u8]> {
        if n >= self.rows {
            return None;
        }
        let width = self.length - self.shared.len();
        self.rest.get(n * width..(n + 1) * width)
    }
}

impl<'p> Column<'p> {
    /// The column, and what follows.
    fn read(octets: &'p [u8], rows: usize) -> Option<(Self, &'p [u8])> {
        let (least, octets) = octets.split_first_chunk()?;
        let (width, octets) = octets.split_first()?;
        let width = usize::from(*width);
        if width > 8 {
            return None;
        }
        let (above, octets) = octets.split_at_checked(rows * width)?;
        let least = i64::from_be_bytes(*least);
        Some((Self { least, width, above }, octets))
    }

    fn get(&self, n: usize) -> Option<i64> {
        let above = self.above.get(n * self.width..(n + 1) * self.width)?;
        let above = above
            .iter()
            .fold(0, |sum: u64, octet| sum << 8 | u64::from(*octet));
        Some(self.least.wrapping_add(above.cast_signed()))
    }
}

#[cfg(test)]
mod tests {
    use std::net::{Ipv4Addr, Ipv6Addr};

    use proptest::prelude::*;

    use super::*;

    fn rows(four: bool) -> impl Strategy<Value = Vec<Resolution>> {
        let values = (
            prop_oneof![0..9_i64, any::<i64>()],
            prop::option::of(1..i64::MAX),
            1..3_i64,
        );
        let address = prop_oneof![0..300_u128, any::<u128>()];
        prop::collection::btree_map(address, values, 1..=MOST).prop_map(move |rows| {
            let mut all: Vec<_> = rows
                .into_iter()
                .map(|(bits, (decision, place, decided))| Resolution {
                    address: if four {
                        Ipv4Addr::from_bits(u32::try_from(bits % (1 << 32)).unwrap()).into()
                    } else {
                        Ipv6Addr::from_bits(bits).into()
                    },
                    decision,
                    place,
                    decided,
                })
                .collect();
            all.sort_by_key(|row| row.address);
            all.dedup_by_key(|row| row.address);
            all
        })
    }

    proptest! {
        #[test]
        fn what_is_packed_is_read_again(rows in any::<bool>().prop_flat_map(rows)) {
            let packed = pack(&rows);
            let page = Page::read(&packed).unwrap();
            prop_assert_eq!(page.all().collect::<Vec<_>>(), rows.clone());
            for (n, row) in rows.iter().enumerate() {
                prop_assert_eq!(page.find(&octets(row.address)), Some(n));
            }
            prop_assert_eq!(page.get(rows.len()), None);
        }

        #[test]
        fn an_address_that_is_not_there_is_not_found(rows in rows(true), other in any::<u32>()) {
            let packed = pack(&rows);
            let page = Page::read(&packed).unwrap();
            let other = IpAddr::from(Ipv4Addr::from_bits(other));
            let there = rows.iter().position(|row| row.address == other);
            prop_assert_eq!(page.find(&octets(other)), there);
            prop_assert_eq!(page.find(&[]), None);
            prop_assert_eq!(page.find(&[0; 16]), None);
        }

        #[test]
        fn a_page_of_another_length_is_none(rows in any::<bool>().prop_flat_map(rows), cut in 0..2000_usize) {
            let mut packed = pack(&rows);
            packed.push(0);
            prop_assert!(Page::read(&packed).is_none());
            packed.pop();
            packed.truncate(cut % packed.len());
            prop_assert!(Page::read(&packed).is_none());
        }

        #[test]
        fn whatever_the_octets_nothing_panics(octets in prop::collection::vec(any::<u8>(), 0..200)) {
            if let Some(page) = Page::read(&octets) {
                prop_assert!(page.all().count() <= MOST);
                page.find(&[1, 2, 3, 4]);
            }
        }
    }

    #[test]
    fn neighbours_take_few_octets_each() {
        let neighbour = |n: u32| Resolution {
            address: Ipv4Addr::from_bits(0x0a00_0000 + n * 50).into(),
            decision: 100_000 + i64::from(n * 37 % 1000),
            place: Some(5_000_000 + i64::from(n)),
            decided: 1,
        };
        let rows: Vec<_> = (0..64).map(neighbour).collect();
        assert!(pack(&rows).len() < 64 * 6);
    }
}
