//! Dumps in, index files out: everything is read (`read`) before anything is written.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::csirt::{self, Teams};
use super::delegated::{self, AboutDelegated, Blocks};
use super::origins::{self, AboutOrigins, Routes};
use super::rir::Rir;
use super::{About, Dump, Index, Registry, path_of};

mod arin;
mod builder;
mod error;
mod imported;
mod kind;
mod read;
mod report;
mod routes;
mod statistics;

pub(super) use arin::{Class, Record};
use builder::Builder;
pub use error::ImportError;
pub use imported::{Defect, Imported, Skipped};
use read::read;
pub use report::Progress;
use report::Report;

/// Everything that has been read, before anything is written.
#[derive(Default)]
struct Gathered {
    builders: BTreeMap<String, Builder>,
    delegated: BTreeMap<Rir, (Blocks, Dump)>,
    routes: Routes,
    teams: Option<Teams>,
    result: Imported,
}

/// Reads files of any form that is known and writes what they come to, each index in place of the one that was there.
///
/// All files of a registry's dump belong into one call; those of several registries may. `imported` is the time to note.
/// When this returns, every index named in the result is on disk; a kill at any moment leaves each index either old
/// or new, never between.
///
/// # Errors
/// [`ImportError`]; nothing is written unless all files could be read and make sense together.
pub fn import(
    files: &[PathBuf],
    folder: &Path,
    imported: Timestamp,
    mut progress: impl FnMut(Progress<'_>),
) -> Result<Imported, ImportError> {
    let most = usize::from(u8::MAX);
    if files.len() > most {
        let count = files.len();
        return Err(ImportError::TooManyFiles { count, most });
    }
    let mut gathered = Gathered::default();
    let mut report = Report::new(&mut progress);
    let mut dumps = Vec::new();
    for (number, file) in files.iter().enumerate() {
        report.number = number;
        dumps.push(read(file, imported, &mut gathered, &mut report)?);
    }
    gathered.result.objects = report.objects;
    gathered.write(folder, imported, &dumps)
}

impl Gathered {
    fn write(self, folder: &Path, imported: Timestamp, dumps: &[Dump]) -> Result<Imported, ImportError> {
        let mut result = self.result;
        let (with, without): (Vec<_>, Vec<_>) = self
            .builders
            .into_iter()
            .partition(|(_, builder)| builder.networks() > 0);
        let others = !self.delegated.is_empty() || !self.routes.is_empty() || self.teams.is_some();
        if with.is_empty() && !others {
            return Err(ImportError::NoNetwork);
        }
        if !self.routes.is_empty()
            && let Some((class, networks)) = self.routes.would_lose(folder)
        {
            return Err(ImportError::WouldLose {
                registry: "the table of routes".to_owned(),
                class,
                networks,
                path: origins::path_of(folder),
            });
        }
        for (registry, builder) in &with {
            refuse_half(registry, builder, folder)?;
        }
        result.skipped = without
            .into_iter()
            .map(|(registry, builder)| Skipped {
                registry,
                objects: builder.objects(),
            })
            .collect();
        let unwritable = |path: &Path| {
            let path = path.to_owned();
            |source| ImportError::Unwritable { path, source }
        };
        fs::create_dir_all(folder).map_err(unwritable(folder))?;
        for (registry, builder) in with {
            let path = path_of(folder, &registry);
            let about = builder
                .write(&path, registry, imported, dumps)
                .map_err(unwritable(&path))?;
            result.registries.push(about);
        }
        for (registry, (blocks, dump)) in self.delegated {
            let path = delegated::path_of(folder, registry);
            let about = blocks
                .write(folder, registry, imported, dump)
                .map_err(unwritable(&path))?;
            result.delegated.push(about);
        }
        if !self.routes.is_empty() {
            let about = self.routes.write(folder, imported);
            result.routes = Some(about.map_err(unwritable(&origins::path_of(folder)))?);
        }
        if let Some(teams) = &self.teams {
            teams.write(folder).map_err(unwritable(&csirt::path_of(folder)))?;
            result.teams = teams.len();
        }
        Ok(result)
    }
}

/// Refuses what looks like a part of a dump: it would replace a whole index without a word.
fn refuse_half(registry: &str, builder: &Builder, folder: &Path) -> Result<(), ImportError> {
    if !builder.names_somebody() {
        let registry = registry.to_owned();
        return Err(ImportError::NobodyNamed { registry });
    }
    let path = path_of(folder, registry);
    // An index that cannot be opened has nothing to lose: importing again is what its error asks for.
    let Ok(old) = Registry::open(&path) else {
        return Ok(());
    };
    let (v4, v6) = builder.counts();
    let old = old.about();
    for (class, before, now) in [("inetnum", old.inetnums, v4), ("inet6num", old.inet6nums, v6)] {
        if before > 0 && now == 0 {
            return Err(ImportError::WouldLose {
                registry: registry.to_owned(),
                class,
                networks: before,
                path,
            });
        }
    }
    Ok(())
}

impl Index {
    /// Where [`import`] puts the index of a registry in a folder.
    #[must_use]
    pub fn path(folder: &Path, registry: &str) -> PathBuf {
        path_of(folder, registry)
    }
}
