//! A leaf of a table: ranges beside each other, with the network that wins in each.
//!
//! Starts, gists and numbers stand apart, so that an address is compared with starts that lie side by side. In IPv4 they
//! and the gists take a line of the processor's cache: for most questions that is all that has to be fetched.

use super::network::{NONE, Network};
use super::records::Record;
use super::width::Width;

/// Ranges of a leaf. With more of them the directory would be shorter, and each look longer.
pub(super) const FAN: usize = 8;

/// What is asked of a network most often, so that its record need not be read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Gist {
    /// How many bits its addresses have in common; [`NO_PREFIX`] when it is no CIDR, or nobody's.
    length: u8,
    pub(super) flags: u8,
    pub(super) country: [u8; 2],
}

const NO_PREFIX: u8 = u8::MAX;

impl Gist {
    const NOBODY: Self = Self {
        length: NO_PREFIX,
        flags: 0,
        country: [0; 2],
    };

    pub(super) fn of<W: Width>(network: &Network<W>) -> Self {
        Self {
            length: W::prefix_length(network.first, network.last).unwrap_or(NO_PREFIX),
            flags: network.flags,
            country: network.country,
        }
    }

    /// The range of the network, of which one address is given; `None` where only its record tells.
    #[inline]
    pub(super) fn range<W: Width>(self, address: W) -> Option<(W, W)> {
        address.prefix(self.length)
    }
}

/// The last leaf of a table is filled up with the highest address and nobody.
#[derive(Debug, Clone)]
#[repr(align(32))]
pub(super) struct Leaf<W> {
    /// Where each range begins.
    starts: [W; FAN],
    /// Of the networks that win in them.
    gists: [Gist; FAN],
    /// Their numbers, or [`NONE`].
    networks: [u32; FAN],
}

impl<W: Width> Leaf<W> {
    pub(super) const EMPTY: Self = Self {
        starts: [W::MAX; FAN],
        gists: [Gist::NOBODY; FAN],
        networks: [NONE; FAN],
    };

    /// Sets the range at a place.
    pub(super) fn set(&mut self, at: usize, start: W, network: u32, gist: Option<Gist>) {
        if let (Some(first), Some(kept), Some(number)) = (
            self.starts.get_mut(at),
            self.gists.get_mut(at),
            self.networks.get_mut(at),
        ) {
            (*first, *kept, *number) = (start, gist.unwrap_or(Gist::NOBODY), network);
        }
    }

    /// How many ranges begin no later than an address.
    #[inline]
    pub(super) fn begun(&self, address: W) -> usize {
        // All are compared and counted. Whatever stops at the right one, or picks it, is compiled to jumps that wait for
        // memory and are guessed wrongly.
        let mut begun = 0_u32;
        for start in &self.starts {
            begun += u32::from(*start <= address);
        }
        begun as usize
    }

    #[inline]
    pub(super) fn start(&self, at: usize) -> W {
        self.starts.get(at % FAN).copied().unwrap_or(W::MAX)
    }

    #[inline]
    pub(super) fn gist(&self, at: usize) -> Gist {
        self.gists.get(at % FAN).copied().unwrap_or(Gist::NOBODY)
    }

    #[inline]
    pub(super) fn network(&self, at: usize) -> u32 {
        self.networks.get(at % FAN).copied().unwrap_or(NONE)
    }
}

impl<W: Width> Record for Leaf<W> {
    const OCTETS: usize = FAN * (W::OCTETS + 4 + 4);

    fn put(&self, out: &mut Vec<u8>) {
        self.starts.iter().for_each(|start| start.put(out));
        for gist in &self.gists {
            out.extend_from_slice(&[gist.length, gist.flags, gist.country[0], gist.country[1]]);
        }
        self.networks.iter().for_each(|network| network.put(out));
    }

    fn get(bytes: &[u8]) -> Option<Self> {
        let (starts, rest) = bytes.split_at_checked(FAN * W::OCTETS)?;
        let (gists, networks) = rest.split_at_checked(FAN * 4)?;
        let mut leaf = Self::EMPTY;
        for (start, octets) in leaf.starts.iter_mut().zip(starts.chunks_exact(W::OCTETS)) {
            *start = W::get(octets)?;
        }
        // What is looked up by counting is found only in this order.
        if !leaf.starts.is_sorted() {
            return None;
        }
        let (gists, _) = gists.as_chunks();
        for (gist, &[length, flags, one, two]) in leaf.gists.iter_mut().zip(gists) {
            *gist = Gist {
                length,
                flags,
                country: [one, two],
            };
        }
        for (network, octets) in leaf.networks.iter_mut().zip(networks.chunks_exact(4)) {
            *network = u32::get(octets)?;
        }
        Some(leaf)
    }
}
