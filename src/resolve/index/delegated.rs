//! Which registry has given which addresses to whom, from the registries' delegated-extended statistics.
//!
//! One file per registry, of the same form as an index of networks: a block is kept as a network whose name is the
//! holder's opaque id and whose flags are the block's [`Status`]. What it is for: the registry to ask, the
//! country where no network object says one, and the knowledge that an address has not been given out at all.

use std::net::IpAddr;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::block::Block;
use super::names::{country_of, name_at};
use super::network::{NONE, Network};
use super::pages::{Pages, Part, Writer};
use super::rir::Rir;
use super::table::{self, Table};
use super::width::Width;
use super::{Dump, IndexError, Spot, Trail, flatten, spot};

/// The extension of the files.
pub(super) const EXTENSION: &str = "delegated";

/// What a registry says of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Allocated or assigned: somebody has it.
    Given,
    /// In the registry's pool.
    Available,
    /// Held back by the registry.
    Reserved,
}

impl Status {
    /// What the statistics' word means.
    pub(super) fn of_statistics(word: &str) -> Option<Self> {
        match word {
            "allocated" | "assigned" => Some(Self::Given),
            "available" => Some(Self::Available),
            "reserved" => Some(Self::Reserved),
            _ => None,
        }
    }

    /// A block's flags, none of which is a network's.
    fn flags(self) -> u8 {
        match self {
            Self::Given => 0,
            Self::Available => 0x10,
            Self::Reserved => 0x20,
        }
    }

    #[inline]
    fn of_flags(flags: u8) -> Option<Self> {
        match flags {
            0 => Some(Self::Given),
            0x10 => Some(Self::Available),
            0x20 => Some(Self::Reserved),
            _ => None,
        }
    }
}

/// What a registry's statistics say of an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delegation {
    /// Whose statistics.
    pub registry: Rir,
    /// Whether somebody has it.
    pub status: Status,
    /// First and last address of the block.
    pub range: (IpAddr, IpAddr),
    /// The holder's country (ISO 3166-1 alpha-2).
    pub country: Option<String>,
    /// The registry's opaque id of the holder: the same for all blocks of one holder; may be empty.
    pub holder: String,
}

/// What all statistics together say of an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Somebody has it.
    Given(Delegation),
    /// The statistics of all five registries are loaded, and none has given it out. With the block, if it is in one.
    Unallocated(Option<Delegation>),
    /// Not all statistics are loaded, and those that are do not say that somebody has it.
    Unknown,
}

impl Standing {
    /// The block, if somebody has it.
    pub(in crate::resolve) fn given(&self) -> Option<&Delegation> {
        match self {
            Self::Given(block) => Some(block),
            Self::Unallocated(_) | Self::Unknown => None,
        }
    }

    /// The block that the statistics speak of.
    pub(in crate::resolve) fn block(&self) -> Option<&Delegation> {
        match self {
            Self::Given(block) | Self::Unallocated(Some(block)) => Some(block),
            Self::Unallocated(None) | Self::Unknown => None,
        }
    }

    /// The registry that has given it out, or has it in its pool: that one at least knows that nobody has it.
    pub(in crate::resolve) fn registry(&self) -> Option<Rir> {
        self.block().map(|block| block.registry)
    }

    /// Which of them it is.
    pub(in crate::resolve) fn number(&self) -> u32 {
        match self {
            Self::Given(_) => 0,
            Self::Unallocated(_) => 1,
            Self::Unknown => 2,
        }
    }
}

/// What one registry's statistics are made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AboutDelegated {
    /// Whose they are.
    pub delegations_of: Rir,
    /// When they were imported.
    pub imported: Timestamp,
    /// The file; dated by its own header.
    pub dump: Dump,
    /// IPv4 blocks.
    pub ipv4: u64,
    /// IPv6 blocks.
    pub ipv6: u64,
}

/// The statistics of one registry.
#[derive(Debug)]
pub(in crate::resolve) struct Delegated {
    about: AboutDelegated,
    pages: Pages,
    v4: Table<u32>,
    v6: Table<u128>,
}

impl Delegated {
    pub(super) fn open(path: &Path) -> Result<Self, IndexError> {
        let pages = Pages::open(path)?;
        let about = pages.about()?;
        Ok(Self {
            about,
            v4: Table::open(&pages, table::V4)?,
            v6: Table::open(&pages, table::V6)?,
            pages,
        })
    }

    pub(in crate::resolve) fn about(&self) -> &AboutDelegated {
        &self.about
    }

    /// Where an address falls.
    pub(in crate::resolve) fn spot(&self, address: IpAddr) -> Result<Spot, IndexError> {
        spot::spot(&self.v4, &self.v6, &self.pages, address)
    }

    /// The same; faster the nearer the address lies behind the one before.
    pub(in crate::resolve) fn spot_near(
        &self,
        address: IpAddr,
        trail: &mut Trail,
    ) -> Result<Spot, IndexError> {
        spot::spot_near(&self.v4, &self.v6, &self.pages, address, trail)
    }

    /// The block of this number in the family of `address`.
    pub(in crate::resolve) fn block(&self, address: IpAddr, number: u32) -> Result<Delegation, IndexError> {
        match address {
            IpAddr::V4(_) => self.delegation(self.v4.network(&self.pages, number)?),
            IpAddr::V6(_) => self.delegation(self.v6.network(&self.pages, number)?),
        }
    }

    #[inline]
    fn status(&self, flags: u8) -> Result<Status, IndexError> {
        let status = Status::of_flags(flags);
        status.ok_or_else(|| self.pages.damaged("a block of it has no status"))
    }

    fn delegation<W: Width>(&self, block: &Network<W>) -> Result<Delegation, IndexError> {
        Ok(Delegation {
            registry: self.about.delegations_of,
            status: self.status(block.flags)?,
            range: block.range(),
            country: country_of(block.country),
            holder: name_at(&self.pages, block.name)?,
        })
    }
}

/// The smallest block that holds an address, in the first statistics that have one.
pub(super) fn block_at(delegated: &[Delegated], address: IpAddr) -> Result<Option<Block>, IndexError> {
    match address {
        IpAddr::V4(address) => winner(delegated, |one| &one.v4, address.to_bits()),
        IpAddr::V6(address) => winner(delegated, |one| &one.v6, address.to_bits()),
    }
}

// The block is put together where it is handed over, and nowhere before: moving it once more would cost as much as
// finding it.
#[inline]
fn winner<W: Width>(
    delegated: &[Delegated],
    table: impl Fn(&Delegated) -> &Table<W>,
    address: W,
) -> Result<Option<Block>, IndexError> {
    for one in delegated {
        if let Some(block) = table(one).winner(&one.pages, address)? {
            return Ok(Some(Block {
                registry: one.about.delegations_of,
                status: one.status(block.flags)?,
                range: (block.range.0.address(), block.range.1.address()),
                country: (block.country != [0; 2]).then_some(block.country),
            }));
        }
    }
    Ok(None)
}

/// What the statistics of these registries come to for an address, and the range for which they come to the same.
pub(in crate::resolve) fn standing(
    delegated: &[Delegated],
    address: IpAddr,
    spots: &[Spot],
) -> Result<Standing, IndexError> {
    let mut set_aside = None;
    for (registry, spot) in delegated.iter().zip(spots) {
        let Some(number) = spot.network else { continue };
        let block = registry.block(address, number)?;
        if block.status == Status::Given {
            return Ok(Standing::Given(block));
        }
        set_aside.get_or_insert(block);
    }
    let all = Rir::ALL
        .iter()
        .all(|rir| delegated.iter().any(|one| one.about.delegations_of == *rir));
    Ok(if all {
        Standing::Unallocated(set_aside)
    } else {
        Standing::Unknown
    })
}

/// The blocks of one registry, gathered and then written.
#[derive(Default)]
pub(super) struct Blocks {
    v4: Vec<Network<u32>>,
    v6: Vec<Network<u128>>,
    /// Holders' ids, each behind its length in one octet; each once, as a holder's blocks seldom stand together.
    holders: Vec<u8>,
    places: std::collections::HashMap<Box<str>, u32>,
}

impl Blocks {
    /// Takes a block, or says what is wrong with it.
    pub(super) fn add(
        &mut self,
        range: (IpAddr, IpAddr),
        status: Status,
        country: Option<&str>,
        holder: &str,
    ) -> Result<(), String> {
        let name = self.holder(holder)?;
        let country = country
            .and_then(|code| code.as_bytes().first_chunk().copied())
            .unwrap_or_default();
        match range {
            (IpAddr::V4(first), IpAddr::V4(last)) => {
                self.v4
                    .push(block(first.to_bits(), last.to_bits(), status, name, country));
            }
            (IpAddr::V6(first), IpAddr::V6(last)) => {
                self.v6
                    .push(block(first.to_bits(), last.to_bits(), status, name, country));
            }
            _ => return Err("its range has two families".to_owned()),
        }
        Ok(())
    }

    fn holder(&mut self, holder: &str) -> Result<u32, String> {
        if let Some(at) = self.places.get(holder) {
            return Ok(*at);
        }
        let length = u8::try_from(holder.len()).map_err(|_| "its holder's id is too long")?;
        let at = u32::try_from(self.holders.len()).map_err(|_| "there are too many holders")?;
        self.holders.push(length);
        self.holders.extend_from_slice(holder.as_bytes());
        self.places.insert(holder.into(), at);
        Ok(at)
    }

    /// IPv4 and IPv6 blocks.
    pub(super) fn counts(&self) -> (u64, u64) {
        (self.v4.len() as u64, self.v6.len() as u64)
    }

    /// Writes the file into its place; see [`Writer::finish`] for what holds when this returns.
    pub(super) fn write(
        mut self,
        folder: &Path,
        registry: Rir,
        imported: Timestamp,
        dump: Dump,
    ) -> std::io::Result<AboutDelegated> {
        flatten::arrange(&mut self.v4);
        flatten::arrange(&mut self.v6);
        let mut writer = Writer::new(folder)?;
        table::write(&mut writer, table::V4, &mut self.v4)?;
        table::write(&mut writer, table::V6, &mut self.v6)?;
        writer.section(Part::Names, &self.holders)?;
        let (ipv4, ipv6) = self.counts();
        let about = AboutDelegated {
            delegations_of: registry,
            imported,
            dump,
            ipv4,
            ipv6,
        };
        writer.section(Part::About, &serde_json::to_vec(&about)?)?;
        writer.finish(&path_of(folder, registry))?;
        Ok(about)
    }
}

fn block<W: Width>(first: W, last: W, status: Status, name: u32, country: [u8; 2]) -> Network<W> {
    Network {
        first,
        last,
        parent: NONE,
        claims: NONE,
        name,
        country,
        dump: 0,
        flags: status.flags(),
    }
}

/// Where the statistics of a registry lie.
pub(super) fn path_of(folder: &Path, registry: Rir) -> PathBuf {
    folder.join(format!("{}.{EXTENSION}", registry.name().to_ascii_lowercase()))
}
