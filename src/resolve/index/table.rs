//! One address family of an index: from an address to the network that wins there.

use std::hint::select_unpredictable;

use super::IndexError;
use super::network::{NONE, Network};
use super::pages::{PAGE, Pages, Part, Writer};
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

/// Where the latest address of a rising sequence was found.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Near {
    page: usize,
    at: usize,
}

/// A family of an open file; the first start on each page is at hand, so that asking reads one page.
#[derive(Debug)]
pub(super) struct Table<W> {
    parts: Parts,
    firsts: Vec<W>,
}

/// Octets of a range: its start and its network.
const fn range_octets<W: Width>() -> usize {
    W::OCTETS + 4
}

impl<W: Width> Table<W> {
    pub(super) fn open(pages: &Pages, parts: Parts) -> Result<Self, IndexError> {
        let length = usize::try_from(pages.section(parts.firsts).count)
            .map_err(|_| pages.damaged("a section of it is too large"))?;
        let bytes = pages.bytes(parts.firsts, 0, length)?;
        Ok(Self {
            parts,
            firsts: bytes.chunks_exact(W::OCTETS).filter_map(W::get).collect(),
        })
    }

    /// The range and the network for an address.
    pub(super) fn place(&self, pages: &Pages, address: W) -> Result<Place<W>, IndexError> {
        let page = self.page_of(pages, address)?;
        let mut near = Near { page, at: 0 };
        self.on_page(pages, address, &mut near)
    }

    /// The same; faster the nearer the address lies behind the one that was asked for with `near` before.
    pub(super) fn place_near(
        &self,
        pages: &Pages,
        address: W,
        near: &mut Near,
    ) -> Result<Place<W>, IndexError> {
        if !self.is_on(near.page, address) {
            near.at = 0;
            near.page += 1;
            if !self.is_on(near.page, address) {
                near.page = self.page_of(pages, address)?;
            }
        }
        self.on_page(pages, address, near)
    }

    /// Whether an address falls into a range that begins on this page.
    fn is_on(&self, page: usize, address: W) -> bool {
        let next = self.firsts.get(page + 1);
        self.firsts.get(page).is_some_and(|first| *first <= address)
            && next.is_none_or(|next| address < *next)
    }

    fn page_of(&self, pages: &Pages, address: W) -> Result<usize, IndexError> {
        let after = self.firsts.partition_point(|first| *first <= address);
        let page = after.checked_sub(1);
        page.ok_or_else(|| pages.damaged("its ranges do not begin at the lowest address"))
    }

    /// Looks on the page of `near`, first from where it points to, and lets it point to what was found.
    fn on_page(&self, pages: &Pages, address: W, near: &mut Near) -> Result<Place<W>, IndexError> {
        let octets = range_octets::<W>();
        let ranges = pages.section(self.parts.ranges);
        let per_page = PAGE / octets;
        let on_page = usize::try_from(ranges.count)
            .unwrap_or(usize::MAX)
            .saturating_sub(near.page.saturating_mul(per_page))
            .min(per_page);
        let bytes = pages.page(ranges.page.saturating_add(near.page as u64))?;
        let start = |at: usize| bytes.get(at * octets..).and_then(W::get);
        let begun = |at: usize| start(at).is_some_and(|start| start <= address);
        // Below `low` all ranges begin at or before the address, from `high` on none does.
        let (mut low, mut high) = (0, on_page);
        if near.at > 0 && begun(near.at) {
            low = near.at + 1;
            let mut step = 1;
            while low + step <= on_page {
                let probe = low + step - 1;
                if !begun(probe) {
                    high = probe;
                    break;
                }
                low = probe + 1;
                step *= 2;
            }
        }
        // Which half is anybody's guess: a processor that guesses loses more than one that waits.
        let mut left = high.saturating_sub(low);
        while left > 1 {
            let half = left / 2;
            low = select_unpredictable(begun(low + half - 1), low + half, low);
            left -= half;
        }
        if left == 1 && begun(low) {
            low += 1;
        }
        let at = low
            .checked_sub(1)
            .ok_or_else(|| pages.damaged("its ranges are out of order"))?;
        near.at = at;
        let next = if low < on_page {
            start(low)
        } else {
            self.firsts.get(near.page + 1).copied()
        };
        let network = bytes.get(at * octets + W::OCTETS..).and_then(u32::get);
        Ok(Place {
            first: start(at).unwrap_or(W::MIN),
            last: next.and_then(W::previous).unwrap_or(W::MAX),
            network: network.unwrap_or(NONE),
        })
    }

    /// A network by its number.
    pub(super) fn network(&self, pages: &Pages, number: u32) -> Result<Network<W>, IndexError> {
        let record = pages.record(self.parts.networks, u64::from(number), Network::<W>::OCTETS)?;
        Network::get(record).ok_or_else(|| pages.damaged("a record of it is cut"))
    }
}

/// Flattens arranged networks and writes them; returns the number of ranges.
pub(super) fn write<W: Width>(
    writer: &mut Writer,
    parts: Parts,
    networks: &mut [Network<W>],
) -> std::io::Result<u64> {
    let mut firsts = Vec::new();
    let mut ranges = 0;
    let mut record = Vec::with_capacity(Network::<W>::OCTETS);
    writer.begin(parts.ranges)?;
    super::flatten::flatten(networks, |start: W, network| {
        record.clear();
        start.put(&mut record);
        record.extend_from_slice(&network.to_be_bytes());
        if writer.at_page_start(record.len()) {
            start.put(&mut firsts);
        }
        ranges += 1;
        writer.record(&record)
    })?;
    writer.end(parts.ranges, ranges);
    writer.section(parts.firsts, &firsts)?;
    writer.begin(parts.networks)?;
    for network in &*networks {
        record.clear();
        network.put(&mut record);
        writer.record(&record)?;
    }
    writer.end(parts.networks, networks.len() as u64);
    Ok(ranges)
}
