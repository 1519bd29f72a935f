//! A network object as the index keeps it: a fixed-size record, in memory while building and on disk ever after.

use std::net::IpAddr;

use super::records::Record;
use super::width::Width;

/// No network, no parent.
pub(super) const NONE: u32 = u32::MAX;

/// One inetnum or inet6num.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Network<W> {
    /// First address.
    pub(super) first: W,
    /// Last address.
    pub(super) last: W,
    /// Number of the smallest network that holds it wholly, or [`NONE`]. Always less than its own number, because
    /// networks are numbered by first address and, of equal ones, the widest first.
    pub(super) parent: u32,
    /// Number of what it says about abuse, shared by all networks that say the same.
    pub(super) claims: u32,
    /// Where its name stands in the heap of names.
    pub(super) name: u32,
    /// `country:`, two letters; zeros without one.
    pub(super) country: [u8; 2],
    /// Which dump file it comes from.
    pub(super) dump: u8,
    /// [`PLACEHOLDER`], [`KEPT`].
    pub(super) flags: u8,
}

/// The object only says that the range is another registry's.
pub(super) const PLACEHOLDER: u8 = 1;
/// A registry maintainer stands in `mnt-by` or `mnt-lower`: nothing is inherited from above.
pub(super) const KEPT: u8 = 2;

impl<W: Width> Record for Network<W> {
    const OCTETS: usize = 2 * W::OCTETS + 16;

    fn put(&self, out: &mut Vec<u8>) {
        self.first.put(out);
        self.last.put(out);
        for number in [self.parent, self.claims, self.name] {
            number.put(out);
        }
        out.extend_from_slice(&[self.country[0], self.country[1], self.dump, self.flags]);
    }

    fn get(bytes: &[u8]) -> Option<Self> {
        let (first, rest) = bytes.split_at_checked(W::OCTETS)?;
        let (last, rest) = rest.split_at_checked(W::OCTETS)?;
        let (first, last) = (W::get(first)?, W::get(last)?);
        // Holds for every file we write. Whoever counts a network's addresses relies on it.
        if last < first {
            return None;
        }
        let number = |at: usize| rest.get(at..).and_then(u32::get);
        let &[one, two, dump, flags] = rest.get(12..)?.first_chunk()?;
        Some(Self {
            first,
            last,
            parent: number(0)?,
            claims: number(4)?,
            name: number(8)?,
            country: [one, two],
            dump,
            flags,
        })
    }
}

#[cfg(test)]
impl<W> Network<W> {
    /// A network of which nothing is known but where it is.
    pub(super) fn bare(first: W, last: W) -> Self {
        Self {
            first,
            last,
            parent: NONE,
            claims: 0,
            name: 0,
            country: [0; 2],
            dump: 0,
            flags: 0,
        }
    }
}

impl<W: Width> Network<W> {
    pub(super) fn is_placeholder(&self) -> bool {
        self.flags & PLACEHOLDER != 0
    }

    pub(super) fn is_kept(&self) -> bool {
        self.flags & KEPT != 0
    }

    pub(super) fn range(&self) -> (IpAddr, IpAddr) {
        (self.first.address(), self.last.address())
    }
}

/// An AS, or a block of them that say the same.
#[derive(Debug, Clone, Copy)]
pub(super) struct As {
    pub(super) first: u32,
    pub(super) last: u32,
    pub(super) claims: u32,
    /// Where its name stands in the heap of names.
    pub(super) name: u32,
    pub(super) dump: u32,
}

impl Record for As {
    const OCTETS: usize = 20;

    fn put(&self, out: &mut Vec<u8>) {
        for number in [self.first, self.last, self.claims, self.name, self.dump] {
            number.put(out);
        }
    }

    fn get(bytes: &[u8]) -> Option<Self> {
        let number = |at: usize| bytes.get(at * 4..).and_then(u32::get);
        Some(Self {
            first: number(0)?,
            last: number(1)?,
            claims: number(2)?,
            name: number(3)?,
            dump: number(4)?,
        })
    }
}
