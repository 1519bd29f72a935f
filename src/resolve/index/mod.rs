//! The offline index: registry dumps, digested into one file per registry that opens at once.
//!
//! [`import`] reads dumps and writes `ripe.index`, `apnic.index`, ... into a folder, each replaced as a whole and
//! atomically: an operator who imports RIPE today and APNIC tomorrow has both, and a run that is under way keeps the
//! file that it has opened. [`Index::open`] opens all of them.
//!
//! What is worked out when importing: who wins where (`flatten`), what an object's references come to (`graph`), each
//! network's next less specific. What is left for asking: climbing from a network to its parents, because the story
//! of a decision names every step of it. Read on in `registry` for what can be asked of a file, in `pages` for its form, in `customs` for what differs between
//! registries.

use std::io;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

mod block;
pub(super) mod claims;
mod csirt;
mod customs;
pub(super) mod delegated;
mod directory;
mod flatten;
mod graph;
mod import;
mod leaf;
mod names;
mod network;
mod origins;
mod pages;
mod records;
mod registry;
mod rir;
mod spot;
mod table;
mod width;

pub use block::Block;
pub use csirt::Teams;
pub(super) use customs::is_placeholder;
pub use delegated::{AboutDelegated, Delegation, Standing, Status};
pub(super) use graph::country_code;
pub use import::{Defect, ImportError, Imported, Progress, Skipped, import};
pub use origins::AboutOrigins;
pub(super) use registry::{Known, Registry, Step};
pub use rir::Rir;
pub(super) use spot::{Spot, Trail};

use delegated::Delegated;
use origins::Origins;

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
        self.registries.iter().map(Registry::about)
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

    /// The smallest block in the registries' statistics that holds an address.
    ///
    /// # Errors
    /// [`IndexError`] when they cannot be read.
    pub fn block_at(&self, address: IpAddr) -> Result<Option<Block>, IndexError> {
        delegated::block_at(&self.delegated, address)
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
        Ok(self.standing(address)?.registry())
    }

    pub(super) fn registries(&self) -> &[Registry] {
        &self.registries
    }

    pub(super) fn delegated(&self) -> &[Delegated] {
        &self.delegated
    }
}

/// Where the index of a registry lies.
fn path_of(folder: &Path, registry: &str) -> PathBuf {
    folder.join(format!("{}.{EXTENSION}", registry.to_ascii_lowercase()))
}

#[cfg(test)]
mod tests;
