//! What a scripted server has seen and taken: the judge in every test of delivery.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use super::script::Moment;

/// What has happened on all connections so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    /// Connections accepted.
    pub connections: usize,
    /// Command lines, without their CRLF, in order of arrival. AUTH lines are kept as they came.
    pub commands: Vec<String>,
    /// Final dots received.
    pub dots: usize,
    /// Letters accepted, in order; empty if only numbers are kept.
    pub taken: Vec<Taken>,
    /// How many letters were accepted.
    pub accepted: usize,
    /// How many of them had been accepted before, byte for byte and for the same recipients.
    pub repeated: usize,
    /// What tells a letter from others, and how often the recipient of one was named: kept when only numbers are.
    seen: HashSet<u64>,
    tries: HashMap<u64, u32>,
    /// How often each moment has come.
    pub moments: HashMap<Moment, usize>,
}

impl Record {
    /// Counts one more connection, and says the how many-th it is.
    pub(super) fn connected(&mut self) -> usize {
        self.connections += 1;
        self.connections
    }

    /// Counts one more such moment, and says the how many-th it is.
    pub(super) fn count(&mut self, moment: Moment) -> usize {
        let count = self.moments.entry(moment).or_default();
        *count += 1;
        *count
    }

    /// Writes an accepted letter down.
    pub(super) fn take(&mut self, letter: Taken, counts_only: bool) {
        let mut hasher = DefaultHasher::new();
        (&letter.to, &letter.letter).hash(&mut hasher);
        self.accepted += 1;
        if !self.seen.insert(hasher.finish()) {
            self.repeated += 1;
        }
        if !counts_only {
            self.taken.push(letter);
        }
    }

    /// Counts one more letter for a recipient, and says the how many-th it is.
    pub(super) fn tried(&mut self, recipient: &str) -> u32 {
        let tries = self.tries.entry(key(recipient)).or_default();
        *tries += 1;
        *tries
    }

    /// How often a recipient was named.
    pub(super) fn tries(&self, recipient: &str) -> u32 {
        self.tries.get(&key(recipient)).copied().unwrap_or_default()
    }
}

fn key(recipient: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    recipient.hash(&mut hasher);
    hasher.finish()
}

/// One letter that was accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The return path.
    pub from: String,
    /// The recipients that were accepted for it.
    pub to: Vec<String>,
    /// The letter, without dot-stuffing.
    pub letter: Vec<u8>,
}
