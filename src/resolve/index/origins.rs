//! Which AS announces an address: a table from routing, not from registration.
//!
//! One file, of the same form as an index of networks; the claims number of a route is its AS. What it is for: a
//! sighting that came without an AS gets one, for rules by AS and for the contact of the AS.

use std::net::IpAddr;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::network::{NONE, Network};
use super::pages::{Pages, Part, Writer};
use super::table::{self, Table};
use super::width::Width;
use super::{Dump, IndexError, Spot, flatten, spot};

/// The file's name.
pub(super) const FILE: &str = "routes.origins";

/// What the table is made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AboutOrigins {
    /// When it was imported.
    pub imported: Timestamp,
    /// The files.
    pub routes_of: Vec<Dump>,
    /// IPv4 routes.
    pub ipv4: u64,
    /// IPv6 routes.
    pub ipv6: u64,
}

/// The table.
#[derive(Debug)]
pub(in crate::resolve) struct Origins {
    about: AboutOrigins,
    pages: Pages,
    v4: Table<u32>,
    v6: Table<u128>,
}

impl Origins {
    pub(super) fn open(path: &Path) -> Result<Self, IndexError> {
        let pages = Pages::open(path)?;
        Ok(Self {
            about: pages.about()?,
            v4: Table::open(&pages, table::V4)?,
            v6: Table::open(&pages, table::V6)?,
            pages,
        })
    }

    pub(in crate::resolve) fn about(&self) -> &AboutOrigins {
        &self.about
    }

    /// Where an address falls.
    pub(in crate::resolve) fn spot(&self, address: IpAddr) -> Result<Spot, IndexError> {
        spot::spot(&self.v4, &self.v6, &self.pages, address)
    }

    /// The AS of the route of this number in the family of `address`.
    pub(in crate::resolve) fn origin(&self, address: IpAddr, number: u32) -> Result<u32, IndexError> {
        Ok(match address {
            IpAddr::V4(_) => self.v4.network(&self.pages, number)?.claims,
            IpAddr::V6(_) => self.v6.network(&self.pages, number)?.claims,
        })
    }
}

/// Routes, gathered from all files of one import and then written.
#[derive(Default)]
pub(super) struct Routes {
    v4: Vec<Network<u32>>,
    v6: Vec<Network<u128>>,
    pub(super) files: Vec<Dump>,
}

impl Routes {
    pub(super) fn add(&mut self, range: (IpAddr, IpAddr), asn: u32) -> Result<(), String> {
        match range {
            (IpAddr::V4(first), IpAddr::V4(last)) => {
                self.v4.push(route(first.to_bits(), last.to_bits(), asn));
            }
            (IpAddr::V6(first), IpAddr::V6(last)) => {
                self.v6.push(route(first.to_bits(), last.to_bits(), asn));
            }
            _ => return Err("its range has two families".to_owned()),
        }
        Ok(())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.v4.is_empty() && self.v6.is_empty()
    }

    /// The class of routes that the table has now and these files do not, with their number.
    pub(super) fn would_lose(&self, folder: &Path) -> Option<(&'static str, u64)> {
        let old = Origins::open(&path_of(folder)).ok()?;
        let lost = |class, before, now: usize| (before > 0 && now == 0).then_some((class, before));
        lost("IPv4 route", old.about.ipv4, self.v4.len())
            .or_else(|| lost("IPv6 route", old.about.ipv6, self.v6.len()))
    }

    /// Writes the table into its place; see [`Writer::finish`] for what holds when this returns.
    pub(super) fn write(mut self, folder: &Path, imported: Timestamp) -> std::io::Result<AboutOrigins> {
        flatten::arrange(&mut self.v4);
        flatten::arrange(&mut self.v6);
        let mut writer = Writer::new(folder)?;
        table::write(&mut writer, table::V4, &mut self.v4)?;
        table::write(&mut writer, table::V6, &mut self.v6)?;
        let about = AboutOrigins {
            imported,
            routes_of: self.files,
            ipv4: self.v4.len() as u64,
            ipv6: self.v6.len() as u64,
        };
        writer.section(Part::About, &serde_json::to_vec(&about)?)?;
        writer.finish(&path_of(folder))?;
        Ok(about)
    }
}

fn route<W: Width>(first: W, last: W, asn: u32) -> Network<W> {
    Network {
        first,
        last,
        parent: NONE,
        claims: asn,
        name: 0,
        country: [0; 2],
        dump: 0,
        flags: 0,
    }
}

pub(super) fn path_of(folder: &Path) -> PathBuf {
    folder.join(FILE)
}
