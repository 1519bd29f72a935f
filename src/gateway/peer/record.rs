//! What a scripted server has seen and taken: the judge in every test of delivery.

use std::collections::HashMap;

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
    /// Letters accepted, in order.
    pub taken: Vec<Taken>,
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
