//! One address family of an index: from an address to the network that wins there.

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
        let octets = range_octets::<W>();
        let ranges = pages.section(self.parts.ranges);
        let after = self.firsts.partition_point(|first| *first <= address);
        let Some(page) = after.checked_sub(1) else {
            return Err(pages.damaged("its ranges do not begin at the lowest address"));
        };
        let per_page = PAGE / octets;
        let on_page = usize::try_from(ranges.count)
            .unwrap_or(usize::MAX)
            .saturating_sub(page.saturating_mul(per_page))
            .min(per_page);
        let bytes = pages.page(ranges.page.saturating_add(page as u64))?;
        let start = |at: usize| bytes.get(at * octets..).and_then(W::get);
        let (mut low, mut high) = (0, on_page);
        while low < high {
            let middle = low.midpoint(high);
            if start(middle).is_some_and(|start| start <= address) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        let at = low
            .checked_sub(1)
            .ok_or_else(|| pages.damaged("its ranges are out of order"))?;
        let next = if low < on_page {
            start(low)
        } else {
            self.firsts.get(after).copied()
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
