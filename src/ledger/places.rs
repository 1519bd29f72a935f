//! Where addresses lie: what an address has of its own where many networks share one decision.
//!
//! Neighbours' surroundings look alike, so some stand together in one row, compressed. A place's number is that of its
//! row and its number in there: [`WITHIN`] bits.

use rusqlite::OptionalExtension as _;

use super::{Ledger, LedgerError};

/// Bits of a place's number that count within its row. More of them compress better, until a row fills a page alone.
const WITHIN: u32 = 6;
/// The most places in a row.
const TOGETHER: usize = 1 << WITHIN;

/// In place of a length of as many octets or more: it stands behind the others, in eight octets. The longest chain of
/// networks that registries hold has some dozens, of at most 300 octets each; a dump can hold anything.
const LONG: u16 = u16::MAX;

/// Surroundings one behind the other.
#[derive(Debug, Default)]
pub(super) struct Places {
    octets: Vec<u8>,
    ends: Vec<usize>,
}

/// Octets that most surroundings take at most.
const ROOM: usize = 40;

impl Places {
    /// None yet, with room for so many.
    pub(super) fn with_room(places: usize) -> Self {
        Self {
            octets: Vec::with_capacity(places * ROOM),
            ends: Vec::with_capacity(places),
        }
    }

    pub(super) fn push(&mut self, surroundings: &[u8]) {
        self.octets.extend_from_slice(surroundings);
        self.ends.push(self.octets.len());
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn get(&self, number: usize) -> Option<&[u8]> {
        let start = match number.checked_sub(1) {
            Some(before) => *self.ends.get(before)?,
            None => 0,
        };
        self.octets.get(start..*self.ends.get(number)?)
    }

    fn clear(&mut self) {
        self.octets.clear();
        self.ends.clear();
    }

    /// As rows keep them: how many, the length of each, those that [`LONG`] stands for, then all of them.
    pub(super) fn pack(&self) -> Vec<Vec<u8>> {
        let mut first = 0;
        let rows = self.ends.chunks(TOGETHER).map(|ends| {
            let last = ends.last().copied().unwrap_or(first);
            let octets = self.octets.get(first..last).unwrap_or_default();
            let mut plain = Vec::with_capacity(1 + 2 * ends.len() + octets.len());
            plain.push(u8::try_from(ends.len()).unwrap_or(u8::MAX));
            let mut long = Vec::new();
            for end in ends {
                let length = end - first;
                let short = u16::try_from(length).unwrap_or(LONG);
                plain.extend_from_slice(&short.to_be_bytes());
                if short == LONG {
                    long.extend_from_slice(&(length as u64).to_be_bytes());
                }
                first = *end;
            }
            plain.extend_from_slice(&long);
            plain.extend_from_slice(octets);
            lz4_flex::block::compress_prepend_size(&plain)
        });
        rows.collect()
    }

    fn unpack(packed: &[u8]) -> Result<Self, LedgerError> {
        let damaged = || LedgerError::Damaged {
            problem: "where an address lies cannot be read".to_owned(),
        };
        let plain = lz4_flex::block::decompress_size_prepended(packed).map_err(|_| damaged())?;
        let (&count, rest) = plain.split_first().ok_or_else(damaged)?;
        let (lengths, mut octets) = rest
            .split_at_checked(2 * usize::from(count))
            .ok_or_else(damaged)?;
        let mut end = 0_usize;
        let mut ends = Vec::with_capacity(usize::from(count));
        for length in lengths.as_chunks().0 {
            let mut length = usize::from(u16::from_be_bytes(*length));
            if length == usize::from(LONG) {
                let (whole, rest) = octets.split_first_chunk().ok_or_else(damaged)?;
                length = usize::try_from(u64::from_be_bytes(*whole)).map_err(|_| damaged())?;
                octets = rest;
            }
            end = end.checked_add(length).ok_or_else(damaged)?;
            ends.push(end);
        }
        if end == octets.len() {
            let octets = octets.to_vec();
            Ok(Self { octets, ends })
        } else {
            Err(damaged())
        }
    }
}

/// Reads places; those of a row come from memory when they are asked for one after the other.
#[derive(Debug, Default)]
pub(super) struct PlaceReader {
    row: Option<(i64, Places)>,
}

impl PlaceReader {
    /// The surroundings of the place of this number.
    ///
    /// # Errors
    /// [`LedgerError::Damaged`] when there are none, or what SQLite says.
    pub(super) fn read(&mut self, ledger: &Ledger, place: i64) -> Result<&[u8], LedgerError> {
        let missing = || LedgerError::Damaged {
            problem: "it is not noted where an address lies".to_owned(),
        };
        let number = place >> WITHIN;
        if self.row.as_ref().is_none_or(|(row, _)| *row != number) {
            let packed: Option<Vec<u8>> = ledger
                .connection
                .prepare_cached("SELECT packed FROM place WHERE id = ?1")?
                .query_row([number], |row| row.get(0))
                .optional()?;
            self.row = Some((number, Places::unpack(&packed.ok_or_else(missing)?)?));
        }
        let within = usize::try_from(place - (number << WITHIN)).unwrap_or(0);
        let (_, places) = self.row.as_ref().ok_or_else(missing)?;
        places.get(within).ok_or_else(missing)
    }
}

/// Writes new places inside an open transaction; [`PlaceWriter::flush`] before it ends.
#[derive(Debug, Default)]
pub(super) struct PlaceWriter {
    /// The number of the row that is being filled.
    row: i64,
    places: Places,
}

impl PlaceWriter {
    /// Notes surroundings and returns their number.
    pub(super) fn write(&mut self, ledger: &Ledger, surroundings: &[u8]) -> Result<i64, LedgerError> {
        if self.places.len() == TOGETHER {
            self.flush(ledger)?;
        }
        if self.places.len() == 0 {
            self.row = ledger.next_place_row()?;
        }
        let within = i64::try_from(self.places.len()).unwrap_or(0);
        self.places.push(surroundings);
        Ok(self.row << WITHIN | within)
    }

    pub(super) fn flush(&mut self, ledger: &Ledger) -> Result<(), LedgerError> {
        ledger.write_place_rows(self.row, &self.places.pack())?;
        self.places.clear();
        Ok(())
    }
}

impl Ledger {
    /// Notes places that [`Places::pack`] has packed; returns their numbers, in order, as if they went on without end.
    pub(super) fn write_packed_places(
        &self,
        rows: &[Vec<u8>],
    ) -> Result<impl Iterator<Item = i64>, LedgerError> {
        let first = self.next_place_row()?;
        self.write_place_rows(first, rows)?;
        Ok(first << WITHIN..)
    }

    fn next_place_row(&self) -> Result<i64, LedgerError> {
        let mut next = self
            .connection
            .prepare_cached("SELECT coalesce(max(id), 0) + 1 FROM place")?;
        Ok(next.query_row([], |row| row.get(0))?)
    }

    fn write_place_rows(&self, first: i64, rows: &[Vec<u8>]) -> Result<(), LedgerError> {
        let mut insert = self
            .connection
            .prepare_cached("INSERT INTO place (id, packed) VALUES (?1, ?2)")?;
        for (number, packed) in (first..).zip(rows) {
            insert.execute((number, packed))?;
        }
        Ok(())
    }

    /// Forgets the places that no address refers to any more.
    ///
    /// # Errors
    /// What SQLite says.
    pub(super) fn forget_places(&self) -> Result<(), LedgerError> {
        self.connection.execute(
            "DELETE FROM place WHERE id NOT IN (SELECT place >> ?1 FROM resolution WHERE place IS NOT NULL)",
            [WITHIN],
        )?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surroundings_of_any_length_are_read_back() {
        let lengths = [0, 7, 65_534, 65_535, 65_536, 200_000, 1, 70_000];
        let mut places = Places::default();
        for (octet, length) in (1..).zip(lengths) {
            places.push(&vec![octet; length]);
        }
        let rows = places.pack();
        let read = Places::unpack(rows.first().unwrap()).unwrap();
        assert_eq!((rows.len(), read.len()), (1, lengths.len()));
        for number in 0..lengths.len() {
            assert!(read.get(number) == places.get(number), "{number}");
        }
    }
}
