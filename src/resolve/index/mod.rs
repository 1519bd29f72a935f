//! The offline index: registry dumps, digested into one file per registry that opens at once.
//!
//! [`import`] reads dumps and writes `ripe.index`, `apnic.index`, ... into a folder, each replaced as a whole and
//! atomically: an operator who imports RIPE today and APNIC tomorrow has both, and a run that is under way keeps the
//! file that it has opened. [`Index::open`] opens all of them.
//!
//! What is worked out when importing: who wins where (`flatten`), what an object's references come to (`graph`), each
//! network's next less specific. What is left for asking: climbing from a network to its parents, because the story
//! of a decision names every step of it. Read on in `pages` for the file's form, in `customs` for what differs between
//! registries.

use std::borrow::Cow;
use std::fmt;
use std::io;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub(super) mod claims;
mod csirt;
mod customs;
pub(super) mod delegated;
mod flatten;
mod graph;
mod import;
mod network;
mod origins;
mod pages;
mod rir;
mod table;
mod width;

pub use csirt::Teams;
pub(super) use customs::is_placeholder;
pub use delegated::{AboutDelegated, Delegation, Standing, Status};
pub(super) use graph::country_code;
pub use import::{Defect, ImportError, Imported, Progress, Skipped, import};
pub use origins::AboutOrigins;
pub use rir::Rir;

use claims::Claims;
use delegated::Delegated;
use network::{As, NONE, Network};
use origins::Origins;
use pages::{Pages, Part};
use table::{Near, Table};
use width::Width;

/// The extension of index files.
const EXTENSION: &str = "index";

/// Why an index cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// The file system says no.
    #[error("cannot read {}", path.display())]
    Unreadable {
        /// Which file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Not one of our files.
    #[error("{} is no contact index: remove it, then run `forewarn contacts import` again", path.display())]
    Foreign {
        /// Which file.
        path: PathBuf,
    },
    /// Written by another version of the program.
    #[error(
        "{} has format {found}, this program reads format {expected}: run `forewarn contacts import` again",
        path.display()
    )]
    Version {
        /// Which file.
        path: PathBuf,
        /// Its format.
        found: u32,
        /// The format that can be read.
        expected: u32,
    },
    /// Cut short or changed since it was written.
    #[error("{} is damaged ({what}): run `forewarn contacts import` again", path.display())]
    Damaged {
        /// Which file.
        path: PathBuf,
        /// What shows it.
        what: &'static str,
    },
}

/// One dump file that an index was made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dump {
    /// Its name, without folder.
    pub file: String,
    /// When the file was last changed; for a mirrored dump, when the registry made it.
    pub dated: Option<Timestamp>,
}

/// What an index is made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// The registry, as the objects' `source:` names it.
    pub registry: String,
    /// When it was imported.
    pub imported: Timestamp,
    /// The files.
    pub dumps: Vec<Dump>,
    /// IPv4 networks.
    pub inetnums: u64,
    /// IPv6 networks.
    pub inet6nums: u64,
    /// Disjoint ranges that the networks come to.
    pub ranges: u64,
    /// Organisations.
    pub organisations: u64,
    /// Roles.
    pub roles: u64,
    /// Incident response teams.
    pub irts: u64,
    /// Networks that came again with the same range; the last one counts.
    pub repeated: u64,
}

/// Everything that has been imported.
#[derive(Debug, Default)]
pub struct Index {
    registries: Vec<Registry>,
    delegated: Vec<Delegated>,
    origins: Option<Origins>,
    teams: Option<Teams>,
}

impl Index {
    /// All index files in a folder, or `None` when there are none or no such folder.
    ///
    /// Reads headers only; what a lookup needs is read and checked then, so a damaged page shows up there.
    ///
    /// # Errors
    /// [`IndexError`] when one of the files cannot be used: to go on without it would look like "nobody is named".
    pub fn open(folder: &Path) -> Result<Option<Self>, IndexError> {
        let unreadable = |source| IndexError::Unreadable {
            path: folder.to_owned(),
            source,
        };
        let entries = match folder.read_dir() {
            Ok(entries) => entries,
            Err(source) if source.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(unreadable(source)),
        };
        let mut paths = entries
            .map(|entry| Ok(entry?.path()))
            .collect::<io::Result<Vec<PathBuf>>>()
            .map_err(unreadable)?;
        // The same order everywhere, so that the same decision has the same story.
        paths.sort();
        let mut index = Self::default();
        for path in &paths {
            match path.extension().and_then(|extension| extension.to_str()) {
                Some(EXTENSION) => index.registries.push(Registry::open(path)?),
                Some(delegated::EXTENSION) => index.delegated.push(Delegated::open(path)?),
                _ if path.ends_with(origins::FILE) => index.origins = Some(Origins::open(path)?),
                _ if path.ends_with(csirt::FILE) => index.teams = Some(Teams::open(path)?),
                _ => {}
            }
        }
        let empty = index.registries.is_empty()
            && index.delegated.is_empty()
            && index.origins.is_none()
            && index.teams.is_none();
        Ok((!empty).then_some(index))
    }

    /// What each registry's index is made of.
    pub fn about(&self) -> impl Iterator<Item = &About> {
        self.registries.iter().map(|registry| &registry.about)
    }

    /// What the registries' statistics are made of.
    pub fn about_delegated(&self) -> impl Iterator<Item = &AboutDelegated> {
        self.delegated.iter().map(Delegated::about)
    }

    /// What the table of routes is made of.
    pub fn about_origins(&self) -> Option<&AboutOrigins> {
        self.origins.as_ref().map(Origins::about)
    }

    /// The national CSIRTs.
    #[must_use]
    pub fn teams(&self) -> Option<&Teams> {
        self.teams.as_ref()
    }

    /// First and last address of the smallest block in the registries' statistics that holds an address.
    ///
    /// # Errors
    /// [`IndexError`] when they cannot be read.
    pub fn block_at(&self, address: IpAddr) -> Result<Option<(IpAddr, IpAddr)>, IndexError> {
        for statistics in &self.delegated {
            if let Some(number) = statistics.spot(address)?.network {
                return statistics.range_of(address, number).map(Some);
            }
        }
        Ok(None)
    }

    /// The AS that announces an address, if a table of routes is loaded and knows one, and the range for which it is so.
    #[expect(
        clippy::type_complexity,
        reason = "two answers, the first of which can be missing"
    )]
    pub(super) fn origin(
        &self,
        address: IpAddr,
    ) -> Result<Option<(Option<u32>, (IpAddr, IpAddr))>, IndexError> {
        let Some(origins) = &self.origins else {
            return Ok(None);
        };
        let spot = origins.spot(address)?;
        let asn = spot.network.map(|number| origins.origin(address, number));
        Ok(Some((asn.transpose()?, spot.range)))
    }

    /// What the registries' statistics say of an address.
    ///
    /// # Errors
    /// [`IndexError`] when they cannot be read.
    pub fn standing(&self, address: IpAddr) -> Result<Standing, IndexError> {
        let address = address.to_canonical();
        let spots = self.delegated.iter().map(|one| one.spot(address));
        delegated::standing(&self.delegated, address, &spots.collect::<Result<Vec<_>, _>>()?)
    }

    /// The registry that has given an address out, for choosing whom to ask; `None` when no statistics say so.
    ///
    /// # Errors
    /// [`IndexError`] when the statistics cannot be read.
    pub fn registry_of(&self, address: IpAddr) -> Result<Option<Rir>, IndexError> {
        Ok(match self.standing(address)? {
            Standing::Given(block) => Some(block.registry),
            // Its pool: that registry at least knows that nobody has it.
            Standing::Unallocated(block) => block.map(|block| block.registry),
            Standing::Unknown => None,
        })
    }

    pub(super) fn registries(&self) -> &[Registry] {
        &self.registries
    }

    pub(super) fn delegated(&self) -> &[Delegated] {
        &self.delegated
    }
}

/// The index of one registry.
pub(super) struct Registry {
    about: About,
    pages: Pages,
    v4: Table<u32>,
    v6: Table<u128>,
    /// Claims that have been asked for.
    claims: Vec<OnceLock<Arc<Claims>>>,
}

/// The disjoint range an address falls into.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot {
    pub(super) range: (IpAddr, IpAddr),
    /// The network that wins there.
    pub(super) network: Option<u32>,
}

/// A network object, read from the index.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub(super) class: &'static str,
    pub(super) range: (IpAddr, IpAddr),
    pub(super) name: String,
    pub(super) country: Option<String>,
    pub(super) dump: Dump,
    pub(super) parent: Option<u32>,
    pub(super) placeholder: bool,
    /// A registry maintainer keeps it: nothing is inherited from above.
    pub(super) kept: bool,
    pub(super) claims: Arc<Claims>,
    /// The number of these claims.
    pub(super) claimed: u32,
    /// Its number in an outline, in which range and name are left out.
    pub(super) left_out: Option<usize>,
}

/// A network object by its numbers only: what a decision depends on, without a text being made of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    pub(super) range: (IpAddr, IpAddr),
    pub(super) claims: u32,
    pub(super) name: u32,
    pub(super) country: [u8; 2],
    pub(super) dump: u8,
    pub(super) flags: u8,
    pub(super) placeholder: bool,
    /// The next less specific network, if anything is inherited from it.
    pub(super) above: Option<u32>,
}

impl Registry {
    fn open(path: &Path) -> Result<Self, IndexError> {
        let pages = Pages::open(path)?;
        let about = pages.about()?;
        let claims = pages.section(Part::ClaimEnds).count;
        let v4 = Table::open(&pages, table::V4)?;
        let v6 = Table::open(&pages, table::V6)?;
        Ok(Self {
            about,
            v4,
            v6,
            claims: (0..claims).map(|_| OnceLock::new()).collect(),
            pages,
        })
    }

    pub(super) fn about(&self) -> &About {
        &self.about
    }

    /// Where an address falls.
    pub(super) fn spot(&self, address: IpAddr) -> Result<Spot, IndexError> {
        spot(&self.v4, &self.v6, &self.pages, address)
    }

    /// The same; faster the nearer the address lies behind the one before.
    pub(super) fn spot_near(&self, address: IpAddr, trail: &mut Trail) -> Result<Spot, IndexError> {
        spot_near(&self.v4, &self.v6, &self.pages, address, trail)
    }

    /// The network of this number in the family of `address`.
    pub(super) fn network(&self, address: IpAddr, number: u32) -> Result<Known, IndexError> {
        match address {
            IpAddr::V4(_) => self.known(self.v4.network(&self.pages, number)?, number),
            IpAddr::V6(_) => self.known(self.v6.network(&self.pages, number)?, number),
        }
    }

    /// Its country alone, which is cheaper; a placeholder has none, its letters are those of the registry's seat.
    pub(super) fn country(&self, address: IpAddr, number: u32) -> Result<Option<String>, IndexError> {
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
    pub(super) fn step(&self, address: IpAddr, number: u32) -> Result<Step, IndexError> {
        match address {
            IpAddr::V4(_) => self.step_of(self.v4.network(&self.pages, number)?, number),
            IpAddr::V6(_) => self.step_of(self.v6.network(&self.pages, number)?, number),
        }
    }

    fn step_of<W: Width>(&self, network: Network<W>, number: u32) -> Result<Step, IndexError> {
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

    /// A network's name as it was published.
    pub(super) fn name_octets(&self, at: u32) -> Result<Cow<'_, [u8]>, IndexError> {
        name_octets(&self.pages, at)
    }

    /// An AS by its number: its name and what it says about abuse; `None` when the dump has no such object.
    pub(super) fn autonomous_system(
        &self,
        asn: u32,
    ) -> Result<Option<(String, Dump, Arc<Claims>)>, IndexError> {
        let (mut low, mut high) = (0, self.pages.section(Part::Ases).count);
        let record = |number: u64| -> Result<As, IndexError> {
            As::get(self.pages.record(Part::Ases, number, As::OCTETS)?)
                .ok_or_else(|| self.pages.damaged("a record of it is cut"))
        };
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
    pub(super) fn knows_ases(&self) -> bool {
        self.pages.section(Part::Ases).count > 0
    }

    fn known<W: Width>(&self, network: Network<W>, number: u32) -> Result<Known, IndexError> {
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

    fn claims(&self, number: u32) -> Result<Arc<Claims>, IndexError> {
        let damaged = || {
            self.pages
                .damaged("what a network says about abuse cannot be read")
        };
        let kept = self.claims.get(number as usize).ok_or_else(damaged)?;
        if let Some(claims) = kept.get() {
            return Ok(Arc::clone(claims));
        }
        let end = |number: u32| -> Result<u64, IndexError> {
            let record = self.pages.record(Part::ClaimEnds, u64::from(number), 8)?;
            record
                .first_chunk()
                .map(|octets| u64::from_be_bytes(*octets))
                .ok_or_else(damaged)
        };
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

/// Where an address falls in the table of its family.
fn spot(v4: &Table<u32>, v6: &Table<u128>, pages: &Pages, address: IpAddr) -> Result<Spot, IndexError> {
    Ok(match address {
        IpAddr::V4(address) => v4.place(pages, address.to_bits())?.into(),
        IpAddr::V6(address) => v6.place(pages, address.to_bits())?.into(),
    })
}

/// Where the latest addresses of a rising sequence were found, in the table of each family: the two come mixed.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Trail {
    v4: Near,
    v6: Near,
}

/// The same as [`spot`]; faster the nearer the address lies behind the one before.
fn spot_near(
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

impl<W: Width> From<table::Place<W>> for Spot {
    fn from(place: table::Place<W>) -> Self {
        Self {
            range: (place.first.address(), place.last.address()),
            network: (place.network != NONE).then_some(place.network),
        }
    }
}

/// The text that stands at a place of the heap of names, behind its length.
fn name_at(pages: &Pages, at: u32) -> Result<String, IndexError> {
    Ok(super::rpsl::decode(&name_octets(pages, at)?))
}

fn name_octets(pages: &Pages, at: u32) -> Result<Cow<'_, [u8]>, IndexError> {
    let at = u64::from(at);
    let length = pages.bytes(Part::Names, at, 1)?;
    let length = length.first().copied().unwrap_or_default();
    pages.bytes(Part::Names, at + 1, usize::from(length))
}

fn country_of(letters: [u8; 2]) -> Option<String> {
    (letters != [0; 2]).then(|| super::rpsl::decode(&letters))
}

/// Where the index of a registry lies.
fn path_of(folder: &Path, registry: &str) -> PathBuf {
    folder.join(format!("{}.{EXTENSION}", registry.to_ascii_lowercase()))
}

#[cfg(test)]
mod tests;
