//! Puts any number of keyed records in order within bounded memory: sorted runs in temporary files, merged at the end.
//!
//! Import needs it because rows come in any order, and inserting millions of keys in random order into a B-tree
//! rewrites a page for each of them. In key order every page is written about once, whatever the size. No sorting
//! crate fits: records of one key must keep their order, and memory must be bounded in bytes, not in records.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, ErrorKind, Read, Seek as _, Write as _};

/// What records are ordered by, as octets.
pub(super) type Key = [u8; 23];

/// Records on their way into order.
pub(super) struct Runs {
    arena: Vec<u8>,
    index: Vec<(Key, u32, u32)>,
    spilled: Vec<File>,
    limit: usize,
}

impl Runs {
    /// Holds about `limit` octets in memory (at most 1 GiB).
    pub(super) fn new(limit: usize) -> Self {
        Self {
            arena: Vec::new(),
            index: Vec::new(),
            spilled: Vec::new(),
            limit: limit.min(1 << 30),
        }
    }

    /// Adds one record; writes a run to a temporary file when memory is full.
    pub(super) fn push(&mut self, key: Key, record: &[u8]) -> io::Result<()> {
        let used = self.arena.len() + self.index.len() * size_of::<(Key, u32, u32)>();
        if used + record.len() > self.limit && !self.index.is_empty() {
            self.spill()?;
        }
        let place = |n: usize| u32::try_from(n).map_err(|_| io::Error::from(ErrorKind::FileTooLarge));
        self.index
            .push((key, place(self.arena.len())?, place(record.len())?));
        self.arena.extend_from_slice(record);
        Ok(())
    }

    /// The sort is stable, so records of one key stay in the order in which they came.
    fn sort(&mut self) {
        self.index.sort_by_key(|(key, ..)| *key);
    }

    fn spill(&mut self) -> io::Result<()> {
        self.sort();
        let mut out = BufWriter::with_capacity(1 << 18, tempfile::tempfile()?);
        for (key, start, length) in &self.index {
            out.write_all(key)?;
            out.write_all(&length.to_le_bytes())?;
            out.write_all(slice(&self.arena, *start, *length))?;
        }
        let mut file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.rewind()?;
        self.spilled.push(file);
        self.arena.clear();
        self.index.clear();
        Ok(())
    }

    /// Hands every record to `each`, in key order, records of one key in the order in which they were added.
    pub(super) fn merge<E: From<io::Error>>(
        mut self,
        mut each: impl FnMut(&Key, &[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        if self.spilled.is_empty() {
            self.sort();
            return self
                .index
                .iter()
                .try_for_each(|(key, start, length)| each(key, slice(&self.arena, *start, *length)));
        }
        self.spill()?;
        drop(std::mem::take(&mut self.arena));
        drop(std::mem::take(&mut self.index));
        let mut heads = BinaryHeap::new();
        for (order, file) in self.spilled.into_iter().enumerate() {
            let mut head = Head {
                key: [0; 23],
                order,
                record: Vec::new(),
                rest: BufReader::with_capacity(1 << 16, file),
            };
            if head.advance()? {
                heads.push(Reverse(head));
            }
        }
        while let Some(mut first) = heads.peek_mut() {
            each(&first.0.key, &first.0.record)?;
            if !first.0.advance()? {
                PeekMut::pop(first);
            }
        }
        Ok(())
    }
}

fn slice(arena: &[u8], start: u32, length: u32) -> &[u8] {
    let start = start as usize;
    arena.get(start..start + length as usize).unwrap_or_default()
}

/// The next record of one run.
struct Head {
    key: Key,
    order: usize,
    record: Vec<u8>,
    rest: BufReader<File>,
}

impl Head {
    /// Reads the next record; false at the end of the run.
    fn advance(&mut self) -> io::Result<bool> {
        match self.rest.read_exact(&mut self.key) {
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Ok(false),
            other => other?,
        }
        let mut length = [0; 4];
        self.rest.read_exact(&mut length)?;
        self.record.resize(u32::from_le_bytes(length) as usize, 0);
        self.rest.read_exact(&mut self.record)?;
        Ok(true)
    }
}

impl Ord for Head {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.key, self.order).cmp(&(other.key, other.order))
    }
}

impl PartialOrd for Head {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Head {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Head {}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_stable_sort_whatever_the_memory(records in prop::collection::vec((0u8..6, prop::collection::vec(any::<u8>(), 0..9)), 0..200), limit in 1usize..4000) {
            let mut runs = Runs::new(limit);
            for (key, record) in &records {
                runs.push([*key; 23], record).unwrap();
            }
            let mut expected = records.clone();
            expected.sort_by_key(|(key, _)| *key);
            let mut got = Vec::new();
            runs.merge(|key, record| { got.push((key[0], record.to_vec())); Ok::<_, io::Error>(()) }).unwrap();
            prop_assert_eq!(got, expected);
        }
    }
}
