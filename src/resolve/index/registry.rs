//! The index of one registry: its networks by address, what they say about abuse, its AS numbers.

use std::fmt;
use std::net::IpAddr;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use super::claims::Claims;
use super::names::{country_of, name_at, name_octets};
use super::network::{As, NONE, Network};
use super::pages::{Pages, Part};
use super::records::Records;
use super::spot::{Spot, Trail, spot, spot_near};
use super::table::{self, Table};
use super::width::Width;
use super::{About, Dump, IndexError};

/// The index of one registry.
pub(in crate::resolve) struct Registry {
    about: About,
    pages: Pages,
    v4: Table<u32>,
    v6: Table<u128>,
    ases: Records<As>,
    /// Where each claim ends in the section of claims.
    claim_ends: Records<u64>,
    /// Claims that have been asked for.
    claims: Vec<OnceLock<Arc<Claims>>>,
}

/// A network object, read from the index.
#[derive(Debug, Clone)]
pub(in crate::resolve) struct Known {
    pub(in crate::resolve) class: &'static str,
    pub(in crate::resolve) range: (IpAddr, IpAddr),
    pub(in crate::resolve) name: String,
    pub(in crate::resolve) country: Option<String>,
    pub(in crate::resolve) dump: Dump,
    pub(in crate::resolve) parent: Option<u32>,
    pub(in crate::resolve) placeholder: bool,
    /// A registry maintainer keeps it: nothing is inherited from above.
    pub(in crate::resolve) kept: bool,
    pub(in crate::resolve) claims: Arc<Claims>,
    /// The number of these claims.
    pub(in crate::resolve) claimed: u32,
    /// Its number in an outline, in which range and name are left out.
    pub(in crate::resolve) left_out: Option<usize>,
}

/// A network object by its numbers only: what a decision depends on, without a text being made of it.
#[derive(Debug, Clone, Copy)]
pub(in crate::resolve) struct Step {
    pub(in crate::resolve) range: (IpAddr, IpAddr),
    pub(in crate::resolve) claims: u32,
    pub(in crate::resolve) name: u32,
    pub(in crate::resolve) country: [u8; 2],
    pub(in crate::resolve) dump: u8,
    pub(in crate::resolve) flags: u8,
    pub(in crate::resolve) placeholder: bool,
    /// The next less specific network, if anything is inherited from it.
    pub(in crate::resolve) above: Option<u32>,
}

impl Registry {
    pub(super) fn open(path: &Path) -> Result<Self, IndexError> {
        let pages = Pages::open(path)?;
        let about = pages.about()?;
        let claim_ends = Records::whole(&pages, Part::ClaimEnds)?;
        Ok(Self {
            about,
            v4: Table::open(&pages, table::V4)?,
            v6: Table::open(&pages, table::V6)?,
            ases: Records::whole(&pages, Part::Ases)?,
            claims: (0..claim_ends.count()).map(|_| OnceLock::new()).collect(),
            claim_ends,
            pages,
        })
    }

    pub(in crate::resolve) fn about(&self) -> &About {
        &self.about
    }

    /// Where an address falls.
    pub(in crate::resolve) fn spot(&self, address: IpAddr) -> Result<Spot, IndexError> {
        spot(&self.v4, &self.v6, &self.pages, address)
    }

    /// The same; faster the nearer the address lies behind the one before.
    pub(in crate::resolve) fn spot_near(
        &self,
        address: IpAddr,
        trail: &mut Trail,
    ) -> Result<Spot, IndexError> {
        spot_near(&self.v4, &self.v6, &self.pages, address, trail)
    }

    /// The network of this number in the family of `address`.
    pub(in crate::resolve) fn network(&self, address: IpAddr, number: u32) -> Result<Known, IndexError> {
        match address {
            IpAddr::V4(_) => self.known(self.v4.network(&self.pages, number)?, number),
            IpAddr::V6(_) => self.known(self.v6.network(&self.pages, number)?, number),
        }
    }

    /// Its country alone, which is cheaper; a placeholder has none, its letters are those of the registry's seat.
    pub(in crate::resolve) fn country(
        &self,
        address: IpAddr,
        number: u32,
    ) -> Result<Option<String>, IndexError> {
        let (placeholder, letters) = match address {
            IpAddr::V4(_) => {
                let network = self.v4.network(&self.pages, number)?;
                (network.is_placeholder(), network.country)
            }
            IpAddr::V6(_) => {
                let network = self.v6.network(&self.pages, number)?;
                (network.is_placeholder(), network.country)
            }
        };
        Ok(country_of(letters).filter(|_| !placeholder))
    }

    /// The numbers of a network; see [`Registry::network`].
    pub(in crate::resolve) fn step(&self, address: IpAddr, number: u32) -> Result<Step, IndexError> {
        match address {
            IpAddr::V4(_) => self.step_of(self.v4.network(&self.pages, number)?, number),
            IpAddr::V6(_) => self.step_of(self.v6.network(&self.pages, number)?, number),
        }
    }

    fn step_of<W: Width>(&self, network: &Network<W>, number: u32) -> Result<Step, IndexError> {
        if network.parent != NONE && network.parent >= number {
            return Err(self.pages.damaged("a network of it is its own parent"));
        }
        let above = (network.parent != NONE).then_some(network.parent);
        Ok(Step {
            range: network.range(),
            claims: network.claims,
            name: network.name,
            country: network.country,
            dump: network.dump,
            flags: network.flags,
            placeholder: network.is_placeholder(),
            above: above.filter(|_| !network.is_kept() && !network.is_placeholder()),
        })
    }

    /// A network's name as it was published, in the place of what `name` held.
    pub(in crate::resolve) fn name_octets(&self, at: u32, name: &mut Vec<u8>) -> Result<(), IndexError> {
        name_octets(&self.pages, at, name)
    }

    /// An AS by its number: its name and what it says about abuse; `None` when the dump has no such object.
    pub(in crate::resolve) fn autonomous_system(
        &self,
        asn: u32,
    ) -> Result<Option<(String, Dump, Arc<Claims>)>, IndexError> {
        let (mut low, mut high) = (0, self.ases.count());
        let record = |number| self.ases.get(&self.pages, number);
        while low < high {
            let middle = low.midpoint(high);
            if record(middle)?.first <= asn {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        let Some(found) = low.checked_sub(1).map(record).transpose()? else {
            return Ok(None);
        };
        if found.last < asn {
            return Ok(None);
        }
        let dump = self.about.dumps.get(found.dump as usize).cloned();
        let dump = dump.ok_or_else(|| self.pages.damaged("it refers to a dump that it does not name"))?;
        Ok(Some((
            name_at(&self.pages, found.name)?,
            dump,
            self.claims(found.claims)?,
        )))
    }

    /// Whether it knows any AS.
    pub(in crate::resolve) fn knows_ases(&self) -> bool {
        self.ases.count() > 0
    }

    fn known<W: Width>(&self, network: &Network<W>, number: u32) -> Result<Known, IndexError> {
        // Holds for every file we write; a file that breaks it could make climbing go round for ever.
        if network.parent != NONE && network.parent >= number {
            return Err(self.pages.damaged("a network of it is its own parent"));
        }
        let dump = self.about.dumps.get(usize::from(network.dump)).cloned();
        Ok(Known {
            class: W::CLASS,
            range: network.range(),
            name: name_at(&self.pages, network.name)?,
            country: country_of(network.country),
            dump: dump.ok_or_else(|| self.pages.damaged("it refers to a dump that it does not name"))?,
            parent: (network.parent != NONE).then_some(network.parent),
            placeholder: network.is_placeholder(),
            kept: network.is_kept(),
            claims: self.claims(network.claims)?,
            claimed: network.claims,
            left_out: None,
        })
    }

    /// What the claims of this number are.
    pub(in crate::resolve) fn claims(&self, number: u32) -> Result<Arc<Claims>, IndexError> {
        let damaged = || {
            self.pages
                .damaged("what a network says about abuse cannot be read")
        };
        let kept = self.claims.get(number as usize).ok_or_else(damaged)?;
        if let Some(claims) = kept.get() {
            return Ok(Arc::clone(claims));
        }
        let end = |number: u32| self.claim_ends.get(&self.pages, number as usize).copied();
        let start = number.checked_sub(1).map_or(Ok(0), end)?;
        let length = end(number)?
            .checked_sub(start)
            .and_then(|length| usize::try_from(length).ok());
        let bytes = self
            .pages
            .bytes(Part::Claims, start, length.ok_or_else(damaged)?)?;
        let claims: Claims = serde_json::from_slice(&bytes).map_err(|_| damaged())?;
        Ok(Arc::clone(kept.get_or_init(|| Arc::new(claims))))
    }
}

impl fmt::Debug for Registry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Registry")
            .field("about", &self.about)
            .finish_non_exhaustive()
    }
}
