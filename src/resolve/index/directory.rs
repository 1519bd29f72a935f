//! Where each leaf of a table begins: which is the last one that begins no later than an address?
//!
//! The leading bits of an address tell between which two places to look, a binary search does the rest. Both take their
//! steps without guessing, so that a processor goes on to the next address while it waits for memory.

use super::width::{LEADING_BITS, Width};

/// Numbers that rise, beginning with the lowest address; never none.
#[derive(Debug)]
pub(super) struct Directory<W> {
    firsts: Vec<W>,
    /// For each value of the leading bits the place of the last number below it, at the end that of the last number.
    before: Vec<u32>,
    /// How many of the leading bits are left out: a short directory does with few.
    coarse: u32,
}

impl<W: Width> Directory<W> {
    /// A directory of these numbers; `None` unless they rise, beginning with the lowest address.
    pub(super) fn new(firsts: Vec<W>) -> Option<Self> {
        let rise = firsts.is_sorted_by(|one, next| one < next);
        let length = u32::try_from(firsts.len()).ok()?;
        if !rise || firsts.first() != Some(&W::MIN) {
            return None;
        }
        // A few values for each number, as addresses are clustered.
        let bits = (length.ilog2() + 2).min(LEADING_BITS);
        let coarse = LEADING_BITS - bits;
        let mut before = Vec::with_capacity((1 << bits) + 1);
        for (place, first) in (0_u32..).zip(&firsts) {
            let leading = first.leading() >> coarse;
            if before.len() <= leading {
                before.resize(leading + 1, place.saturating_sub(1));
            }
        }
        before.resize((1 << bits) + 1, length - 1);
        Some(Self {
            firsts,
            before,
            coarse,
        })
    }

    /// The place of the last number that is not above an address.
    #[inline]
    pub(super) fn find(&self, address: W) -> usize {
        let leading = address.leading() >> self.coarse;
        let before = |leading: usize| self.before.get(leading).map_or(0, |place| *place as usize);
        // It is one of these two, or between them.
        let (low, high) = (before(leading), before(leading + 1));
        let between = self.firsts.get(low + 1..=high).unwrap_or_default();
        low + between.partition_point(|first| *first <= address)
    }

    /// The number at a place; the highest address beyond the last one.
    #[inline]
    pub(super) fn get(&self, at: usize) -> W {
        self.firsts.get(at).copied().unwrap_or(W::MAX)
    }

    /// How many numbers there are.
    pub(super) fn len(&self) -> usize {
        self.firsts.len()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What a search from end to end says.
    fn place<W: Width>(numbers: &[W], address: W) -> usize {
        numbers.iter().rposition(|number| *number <= address).unwrap()
    }

    fn directory<W: Width>(numbers: &[W]) -> Option<Directory<W>> {
        Directory::new(numbers.to_vec())
    }

    #[test]
    fn begins_with_the_lowest_address_and_rises() {
        for wrong in [&[][..], &[1, 2], &[0, 2, 2], &[0, 3, 2]] {
            assert!(directory::<u32>(wrong).is_none(), "{wrong:?}");
        }
        assert!(directory(&[0_u32]).is_some());
    }

    #[test]
    fn beyond_the_last_number_there_is_the_highest_address() {
        let directory = directory(&[0_u32, 7]).unwrap();
        assert_eq!(
            (directory.len(), directory.get(1), directory.get(2)),
            (2, 7, u32::MAX)
        );
    }

    #[test]
    fn finds_every_number_and_its_neighbours_in_directories_of_all_lengths() {
        for length in [1, 2, 3, 15, 16, 17, 1000, 5000] {
            for step in [1, 3, 1 << 16, u32::MAX / 5000] {
                let from_below: Vec<u32> = (0..length).map_while(|number| step.checked_mul(number)).collect();
                let mut up_to_the_top: Vec<u32> = from_below.iter().map(|number| !number).collect();
                up_to_the_top.push(0);
                up_to_the_top.sort_unstable();
                up_to_the_top.dedup();
                for numbers in [from_below, up_to_the_top] {
                    // Spread over the whole space, and within what is handed out of it.
                    let six: Vec<u128> = numbers.iter().map(|number| u128::from(*number) << 94).collect();
                    let (four, whole) = (directory(&numbers).unwrap(), directory(&six).unwrap());
                    let near = numbers
                        .iter()
                        .flat_map(|number| [number.saturating_sub(1), *number, number.saturating_add(1)]);
                    for (at, address) in near.chain([u32::MAX]).enumerate().step_by(1 + numbers.len() / 97) {
                        let expected = place(&numbers, address);
                        assert_eq!(
                            four.find(address),
                            expected,
                            "{at}: {address} of {length} by {step}"
                        );
                        assert_eq!(whole.find(u128::from(address) << 94), expected);
                    }
                    assert_eq!(whole.find(u128::MAX), six.len() - 1);
                }
            }
        }
    }

    proptest! {
        #[test]
        fn agrees_with_a_search_from_end_to_end(
            four in proptest::collection::btree_set(any::<u32>(), 0..600),
            shift in 0_u32..32,
            addresses in proptest::collection::vec(any::<u32>(), 50),
        ) {
            let four: Vec<u32> = std::iter::once(0).chain(four).map(|number| number >> shift).collect();
            let four: Vec<u32> = { let mut four = four; four.sort_unstable(); four.dedup(); four };
            let six: Vec<u128> = four.iter().map(|number| u128::from(*number) << 96).collect();
            let six_within: Vec<u128> = std::iter::once(0).chain(four.iter().map(|number| (0b001 << 125) | u128::from(*number) << 80)).collect();
            let trees = (directory(&four).unwrap(), directory(&six).unwrap(), directory(&six_within).unwrap());
            for address in addresses.into_iter().map(|address| address >> shift).chain(four.iter().copied()).chain([0, u32::MAX]) {
                prop_assert_eq!(trees.0.find(address), place(&four, address));
                for address in [u128::from(address) << 96, (0b001 << 125) | u128::from(address) << 80] {
                    for address in [address, address.saturating_sub(1), address + 1] {
                        prop_assert_eq!(trees.1.find(address), place(&six, address));
                        prop_assert_eq!(trees.2.find(address), place(&six_within, address));
                    }
                }
            }
        }
    }
}
