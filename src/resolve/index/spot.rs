//! Where an address falls: the disjoint range that holds it, and the network that wins there.

use std::net::IpAddr;

use super::IndexError;
use super::network::NONE;
use super::pages::Pages;
use super::table::{Near, Place, Table};
use super::width::Width;

/// The disjoint range an address falls into.
#[derive(Debug, Clone, Copy)]
pub(in crate::resolve) struct Spot {
    pub(in crate::resolve) range: (IpAddr, IpAddr),
    /// The network that wins there.
    pub(in crate::resolve) network: Option<u32>,
}

/// Where an address falls in the table of its family.
pub(super) fn spot(
    v4: &Table<u32>,
    v6: &Table<u128>,
    pages: &Pages,
    address: IpAddr,
) -> Result<Spot, IndexError> {
    Ok(match address {
        IpAddr::V4(address) => v4.place(pages, address.to_bits())?.into(),
        IpAddr::V6(address) => v6.place(pages, address.to_bits())?.into(),
    })
}

/// Where the latest addresses of a rising sequence were found, in the table of each family: the two come mixed.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::resolve) struct Trail {
    v4: Near,
    v6: Near,
}

/// The same as [`spot`]; faster the nearer the address lies behind the one before.
pub(super) fn spot_near(
    v4: &Table<u32>,
    v6: &Table<u128>,
    pages: &Pages,
    address: IpAddr,
    trail: &mut Trail,
) -> Result<Spot, IndexError> {
    Ok(match address {
        IpAddr::V4(address) => v4.place_near(pages, address.to_bits(), &mut trail.v4)?.into(),
        IpAddr::V6(address) => v6.place_near(pages, address.to_bits(), &mut trail.v6)?.into(),
    })
}

impl<W: Width> From<Place<W>> for Spot {
    fn from(place: Place<W>) -> Self {
        Self {
            range: (place.first.address(), place.last.address()),
            network: (place.network != NONE).then_some(place.network),
        }
    }
}
