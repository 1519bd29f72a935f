//! LZ4 blocks of many small texts that begin alike, behind their length; what `lz4_flex` reads.
//!
//! `lz4_flex` compresses too, but hashes the shared text anew and asks for a fresh table with every call, which for texts
//! of a page takes as long again as the text itself. Here the shared text is hashed once, and the table is kept. A text
//! that is too long for 16-bit positions is left to `lz4_flex`.
//!
//! Form: `lz4_Block_format.md` of LZ4. A sequence is a token (lengths of literals and of the match, four bits each), the
//! literals, the distance of the match in two octets; the last five octets are literals, and no match begins in the last
//! twelve.

/// Bits of a position's hash.
const BITS: u32 = 13;
/// The shortest match that the form knows.
const SHORTEST: usize = 4;
/// The shortest match that is taken: a shorter one takes up about as much as it stands for, and cuts better ones.
const WORTHWHILE: usize = 6;
/// Octets at the end that no match may cover.
const LITERAL_END: usize = 5;
/// Octets at the end in which no match may begin.
const NO_MATCH_BEGINS: usize = 12;
/// A position stands in 16 bits, and so does a distance; 0 is none.
const FARTHEST: usize = u16::MAX as usize - 1;

/// Where four octets with a hash were last seen: their position plus one.
type Table = [u16; 1 << BITS];

/// Compresses texts, one after the other.
#[derive(Debug, Clone)]
pub(super) struct Press {
    /// The shared text, and behind it the latest one.
    octets: Vec<u8>,
    shared: usize,
    /// The positions of the shared text.
    primed: Box<Table>,
    table: Box<Table>,
}

impl Press {
    /// A press of texts that are packed against `shared`, which is short.
    pub(super) fn new(shared: &[u8]) -> Self {
        let mut primed: Box<Table> = Box::new([0; 1 << BITS]);
        for (at, four) in shared.array_windows().enumerate().take(FARTHEST) {
            if let Some(place) = primed.get_mut(slot(*four)) {
                *place = seen(at);
            }
        }
        Self {
            octets: shared.to_vec(),
            shared: shared.len(),
            table: primed.clone(),
            primed,
        }
    }

    /// The text packed, for `decompress_size_prepended_with_dict` with the same shared text.
    pub(super) fn pack(&mut self, text: &[u8]) -> Vec<u8> {
        self.octets.truncate(self.shared);
        let length = u32::try_from(text.len())
            .ok()
            .filter(|_| self.shared + text.len() < FARTHEST);
        let Some(length) = length else {
            return lz4_flex::block::compress_prepend_size_with_dict(text, &self.octets);
        };
        self.octets.extend_from_slice(text);
        self.table.copy_from_slice(&*self.primed);
        let mut packed = Vec::with_capacity(4 + text.len() / 2);
        packed.extend_from_slice(&length.to_le_bytes());
        let written = squeeze(&self.octets, self.shared, &mut self.table, &mut packed);
        let literals = self.octets.get(written..).unwrap_or_default();
        sequence(&mut packed, literals, None);
        packed
    }
}

/// Writes the sequences with matches of what begins at `from`; returns where they end.
fn squeeze(octets: &[u8], from: usize, table: &mut Table, packed: &mut Vec<u8>) -> usize {
    // What a match may cover, and where the last one may begin.
    let coverable = octets
        .get(..octets.len().saturating_sub(LITERAL_END))
        .unwrap_or_default();
    let (mut at, mut written) = (from, from);
    let last = octets.len().saturating_sub(NO_MATCH_BEGINS);
    // The longer nothing repeats, the longer the strides.
    let mut misses = 0;
    while at < last
        && let Some(four) = four_at(octets, at)
    {
        let Some(place) = table.get_mut(slot(four)) else {
            break;
        };
        let before = usize::from(std::mem::replace(place, seen(at)));
        let Some(mut match_at) = before
            .checked_sub(1)
            .filter(|before| four_at(octets, *before) == Some(four))
        else {
            at += 1 + (misses >> 5);
            misses += 1;
            continue;
        };
        let distance = at - match_at;
        let mut end = at + SHORTEST;
        match_at += SHORTEST;
        end += alike(
            coverable.get(match_at..).unwrap_or_default(),
            coverable.get(end..).unwrap_or_default(),
        );
        if end - at < WORTHWHILE {
            at += 1 + (misses >> 5);
            misses += 1;
            continue;
        }
        misses = 0;
        let unwritten = octets.get(written..at).unwrap_or_default();
        let earlier = octets.get(..match_at - SHORTEST).unwrap_or_default();
        let back = unwritten
            .iter()
            .rev()
            .zip(earlier.iter().rev())
            .take_while(|(one, other)| one == other)
            .count();
        let literals = unwritten.get(..unwritten.len() - back).unwrap_or_default();
        let length = end + back - at;
        sequence(packed, literals, Some((distance, length)));
        (at, written) = (end, end);
        // What ends here often goes on as it did before.
        if let Some(four) = four_at(octets, end - 2)
            && let Some(place) = table.get_mut(slot(four))
        {
            *place = seen(end - 2);
        }
    }
    written
}

/// Literals, and distance and length of the match behind them.
fn sequence(packed: &mut Vec<u8>, literals: &[u8], matched: Option<(usize, usize)>) {
    let beyond = matched.map_or(0, |(_, length)| length - SHORTEST);
    packed.push(nibble(literals.len()) << 4 | nibble(beyond));
    rest(packed, literals.len());
    packed.extend_from_slice(literals);
    if let Some((distance, _)) = matched {
        packed.extend_from_slice(&u16::try_from(distance).unwrap_or(u16::MAX).to_le_bytes());
        rest(packed, beyond);
    }
}

/// As much of a length as the token holds.
fn nibble(length: usize) -> u8 {
    u8::try_from(length.min(15)).unwrap_or(15)
}

/// What the token does not hold of a length.
fn rest(packed: &mut Vec<u8>, length: usize) {
    let Some(mut rest) = length.checked_sub(15) else {
        return;
    };
    while let Some(less) = rest.checked_sub(255) {
        packed.push(255);
        rest = less;
    }
    packed.push(u8::try_from(rest).unwrap_or(255));
}

/// How many octets are the same.
fn alike(one: &[u8], other: &[u8]) -> usize {
    let (eights, _) = one.as_chunks::<8>();
    let (others, _) = other.as_chunks::<8>();
    let mut same = 0;
    for (one, other) in eights.iter().zip(others) {
        let differing = u64::from_le_bytes(*one) ^ u64::from_le_bytes(*other);
        if differing != 0 {
            return same + differing.trailing_zeros() as usize / 8;
        }
        same += 8;
    }
    let rests = one.iter().zip(other).skip(same);
    same + rests.take_while(|(one, other)| one == other).count()
}

fn four_at(octets: &[u8], at: usize) -> Option<[u8; 4]> {
    octets.get(at..)?.first_chunk().copied()
}

fn seen(at: usize) -> u16 {
    u16::try_from(at + 1).unwrap_or(0)
}

/// By Fibonacci hashing.
fn slot(four: [u8; 4]) -> usize {
    (u32::from_le_bytes(four).wrapping_mul(2_654_435_761) >> (u32::BITS - BITS)) as usize
}

#[cfg(test)]
mod tests {
    use lz4_flex::block::decompress_size_prepended_with_dict as unpacked;
    use proptest::prelude::*;

    use super::*;

    const SHARED: &[u8] = b"the most specific network is inetnum, the next less specific network is inetnum";

    #[test]
    fn what_repeats_takes_no_room() {
        let mut press = Press::new(SHARED);
        let text = "the next less specific network is inetnum 192.0.2.0 - 192.0.2.255. ".repeat(9);
        let packed = press.pack(text.as_bytes());
        assert!(packed.len() < 60, "{}", packed.len());
        assert_eq!(unpacked(&packed, SHARED).unwrap(), text.as_bytes());
        let long = "a".repeat(70_000);
        assert_eq!(
            unpacked(&press.pack(long.as_bytes()), SHARED).unwrap(),
            long.as_bytes()
        );
    }

    proptest! {
        #[test]
        fn lz4_flex_reads_what_is_packed(
            texts in proptest::collection::vec("([a-c]{0,9}|the most |specific network |\\PC{0,3}|(ab){0,300}){0,20}", 1..4),
            shared in prop_oneof![Just(SHARED), Just(&b""[..]), Just(&b"ab"[..])],
        ) {
            let mut press = Press::new(shared);
            for text in texts {
                let packed = press.pack(text.as_bytes());
                prop_assert_eq!(unpacked(&packed, shared).unwrap(), text.as_bytes());
            }
        }
    }
}
