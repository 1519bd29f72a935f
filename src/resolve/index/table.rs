//! One address family of an index: from an address to the network that wins there.

use std::hint::select_unpredictable;
use std::io;

use super::IndexError;
use super::directory::Directory;
use super::leaf::{FAN, Gist, Leaf};
use super::network::{NONE, Network};
use super::pages::{Pages, Part, Writer};
use super::records::Records;
use super::width::Width;

/// Where a family's parts stand in the file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Parts {
    pub(super) ranges: Part,
    pub(super) firsts: Part,
    pub(super) networks: Part,
}

pub(super) const V4: Parts = Parts {
    ranges: Part::Ranges4,
    firsts: Part::Firsts4,
    networks: Part::Networks4,
};

pub(super) const V6: Parts = Parts {
    ranges: Part::Ranges6,
    firsts: Part::Firsts6,
    networks: Part::Networks6,
};

/// What an address falls into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place<W> {
    /// First address of the disjoint range.
    pub(super) first: W,
    /// Its last address.
    pub(super) last: W,
    /// Number of the network that wins there, or [`NONE`].
    pub(super) network: u32,
}

/// The network that wins at an address, as far as one look tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Winner<W> {
    /// Its own range, of which others may have taken parts.
    pub(super) range: (W, W),
    pub(super) country: [u8; 2],
    pub(super) flags: u8,
}

/// Where the latest address of a rising sequence was found.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Near {
    leaf: usize,
}

/// A family of an open file. Where each leaf begins is at hand, so that asking costs a look at one leaf.
#[derive(Debug)]
pub(super) struct Table<W> {
    directory: Directory<W>,
    leaves: Records<Leaf<W>>,
    networks: Records<Network<W>>,
    /// How many there are; the last leaf may have room for more.
    ranges: usize,
}

impl<W: Width> Table<W> {
    /// Reads the directory only.
    pub(super) fn open(pages: &Pages, parts: Parts) -> Result<Self, IndexError> {
        let ranges = pages.section(parts.ranges).count;
        let leaves = Records::open(pages, parts.ranges, ranges.div_ceil(FAN as u64))?;
        let octets = pages.section_octets(parts.firsts)?;
        let firsts = octets.chunks_exact(W::OCTETS).filter_map(W::get).collect();
        let directory = Directory::new(firsts).filter(|directory| directory.len() == leaves.count());
        Ok(Self {
            directory: directory.ok_or_else(|| pages.damaged("its ranges are out of order"))?,
            leaves,
            networks: Records::whole(pages, parts.networks)?,
            ranges: usize::try_from(ranges).unwrap_or(usize::MAX),
        })
    }

    /// The network that wins at an address.
    #[inline]
    pub(super) fn winner(&self, pages: &Pages, address: W) -> Result<Option<Winner<W>>, IndexError> {
        let number = self.directory.find(address);
        let leaf = self.leaves.get(pages, number)?;
        let at = self.slot(leaf, number, address);
        let gist = leaf.gist(at);
        let range = match (gist.range(address), leaf.network(at)) {
            (Some(range), _) => range,
            (None, NONE) => return Ok(None),
            (None, network) => {
                let network = self.network(pages, network)?;
                (network.first, network.last)
            }
        };
        Ok(Some(Winner {
            range,
            country: gist.country,
            flags: gist.flags,
        }))
    }

    /// The range and the network for an address.
    #[inline]
    pub(super) fn place(&self, pages: &Pages, address: W) -> Result<Place<W>, IndexError> {
        self.in_leaf(pages, address, self.directory.find(address))
    }

    /// The same; faster the nearer the address lies behind the one that was asked for with `near` before.
    pub(super) fn place_near(
        &self,
        pages: &Pages,
        address: W,
        near: &mut Near,
    ) -> Result<Place<W>, IndexError> {
        let next = self.directory.get(near.leaf + 1);
        if address >= next || address < self.directory.get(near.leaf) {
            near.leaf = if address >= next && address < self.directory.get(near.leaf + 2) {
                near.leaf + 1
            } else {
                self.directory.find(address)
            };
        }
        self.in_leaf(pages, address, near.leaf)
    }

    /// Which range of a leaf, the one of this number, holds an address.
    #[inline]
    fn slot(&self, leaf: &Leaf<W>, number: usize, address: W) -> usize {
        // The highest address begins no later than what fills up the last leaf.
        let there = self.ranges.saturating_sub(number * FAN);
        leaf.begun(address).min(there).saturating_sub(1)
    }

    #[inline]
    fn in_leaf(&self, pages: &Pages, address: W, number: usize) -> Result<Place<W>, IndexError> {
        let leaf = self.leaves.get(pages, number)?;
        let at = self.slot(leaf, number, address);
        // Both are at hand, and which one it is cannot be guessed.
        let next = select_unpredictable(at + 1 < FAN, leaf.start(at + 1), self.directory.get(number + 1));
        let is_last = number * FAN + at + 1 >= self.ranges;
        Ok(Place {
            first: leaf.start(at),
            last: next.previous().filter(|_| !is_last).unwrap_or(W::MAX),
            network: leaf.network(at),
        })
    }

    /// A network by its number.
    #[inline]
    pub(super) fn network(&self, pages: &Pages, number: u32) -> Result<&Network<W>, IndexError> {
        self.networks.get(pages, number as usize)
    }
}

/// Flattens arranged networks and writes them; returns the number of ranges.
pub(super) fn write<W: Width>(
    writer: &mut Writer,
    parts: Parts,
    networks: &mut [Network<W>],
) -> io::Result<u64> {
    let gists: Vec<Gist> = networks.iter().map(Gist::of).collect();
    let mut leaf = Leaf::EMPTY;
    let mut ranges = 0;
    let mut firsts = Vec::new();
    writer.begin(parts.ranges)?;
    super::flatten::flatten(networks, |start: W, network| {
        let at = ranges % FAN;
        if at == 0 {
            start.put(&mut firsts);
        }
        leaf.set(at, start, network, gists.get(network as usize).copied());
        ranges += 1;
        if at + 1 == FAN {
            writer.record(&leaf)?;
            leaf = Leaf::EMPTY;
        }
        Ok::<(), io::Error>(())
    })?;
    if ranges % FAN > 0 {
        writer.record(&leaf)?;
    }
    writer.end(parts.ranges, ranges as u64);
    writer.section(parts.firsts, &firsts)?;
    writer.records(parts.networks, networks)?;
    Ok(ranges as u64)
}

#[cfg(test)]
mod tests;
