//! Dumps in, index files out.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, BufRead, Read as _};
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::csirt::{self, Teams};
use super::customs;
use super::delegated::{self, AboutDelegated, Blocks};
use super::origins::{self, AboutOrigins, Routes};
use super::rir::Rir;
use super::{About, Dump, Index, Registry, path_of};
use crate::resolve::rpsl::{self, Object, Objects};

mod arin;
mod builder;
mod kind;
mod routes;
mod statistics;

pub(super) use arin::{Class, Record};
use builder::Builder;
use kind::Kind;

/// The classes that matter; the others are skipped unread.
const CLASSES: &[&str] = &["inetnum", "inet6num", "aut-num", "organisation", "role", "irt"];
/// Objects between two reports of progress.
const REPORT_EVERY: u64 = 100_000;
/// Defects that are kept; more are only counted.
const DEFECTS_KEPT: usize = 1000;

/// Why an import failed. All files are read before anything is written, so only [`ImportError::Unwritable`] can come
/// when the index of another registry has been replaced already.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// A dump cannot be read to its end.
    #[error("cannot read {}", file.display())]
    Unreadable {
        /// Which file.
        file: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file without a single object or block: a download page, another format.
    #[error("{} is no registry dump: there is no object in it that could be used", file.display())]
    NotADump {
        /// Which file.
        file: PathBuf,
    },
    /// A download that ended too early.
    #[error(
        "{} is cut: it announces {announced} blocks and holds {seen}; fetch it again", file.display()
    )]
    Cut {
        /// Which file.
        file: PathBuf,
        /// What its summary says.
        announced: u64,
        /// What is there.
        seen: u64,
    },
    /// More files than an index can name.
    #[error("{count} files at once are too many: {most} at most")]
    TooManyFiles {
        /// How many were given.
        count: usize,
        /// How many it may be.
        most: usize,
    },
    /// Half of a split dump.
    #[error(
        "there is no network (inetnum, inet6num) in these files: give all files of a registry's dump together"
    )]
    NoNetwork,
    /// The other half of a split dump.
    #[error(
        "no object of {registry} in these files names an abuse mailbox: give its role (or irt) and organisation \
         files together with the networks"
    )]
    NobodyNamed {
        /// Which registry.
        registry: String,
    },
    /// The new index would lack what the old one has.
    #[error(
        "the index of {registry} holds {networks} {class} objects and these files none: import all its files \
         together, or remove {} first", path.display()
    )]
    WouldLose {
        /// Which registry.
        registry: String,
        /// `inetnum` or `inet6num`.
        class: &'static str,
        /// How many there are now.
        networks: u64,
        /// The index.
        path: PathBuf,
    },
    /// The index cannot be written.
    #[error("cannot write {}", path.display())]
    Unwritable {
        /// Which file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// How far an import is.
#[derive(Debug, Clone, Copy)]
pub struct Progress<'a> {
    /// The file being read.
    pub file: &'a str,
    /// Its place in the list, from 0.
    pub number: usize,
    /// Objects read from all files so far.
    pub objects: u64,
}

/// An object that could not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defect {
    /// The file.
    pub file: String,
    /// The line on which the object begins, from 1.
    pub line: u64,
    /// What is wrong with it.
    pub problem: String,
}

/// A source that occurs in the dumps without a network, and so got no index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// Its name.
    pub registry: String,
    /// Objects it had.
    pub objects: u64,
}

/// What an import came to.
#[derive(Debug, Clone, Default)]
pub struct Imported {
    /// The indexes written.
    pub registries: Vec<About>,
    /// The registries' statistics written.
    pub delegated: Vec<AboutDelegated>,
    /// The table of routes written.
    pub routes: Option<AboutOrigins>,
    /// National CSIRTs written.
    pub teams: usize,
    /// Sources without networks.
    pub skipped: Vec<Skipped>,
    /// Objects read, of all classes.
    pub objects: u64,
    /// Objects that could not be used; at most a thousand are kept.
    pub defects: Vec<Defect>,
    /// How many could not be used.
    pub defect_count: u64,
}

impl Imported {
    fn defect(&mut self, file: &str, line: u64, problem: String) {
        self.defect_count += 1;
        if self.defects.len() < DEFECTS_KEPT {
            let file = file.to_owned();
            self.defects.push(Defect { file, line, problem });
        }
    }
}

/// Everything that has been read, before anything is written.
#[derive(Default)]
struct Gathered {
    builders: BTreeMap<String, Builder>,
    delegated: BTreeMap<Rir, (Blocks, Dump)>,
    routes: Routes,
    teams: Option<Teams>,
    result: Imported,
}

/// Tells the caller now and then how far the reading is.
struct Report<'a> {
    tell: &'a mut dyn FnMut(Progress<'_>),
    number: usize,
    /// Objects or lines of all files so far.
    objects: u64,
    next: u64,
}

impl Report<'_> {
    /// One more was read.
    fn one(&mut self, file: &str) {
        self.up_to(file, self.objects + 1);
    }

    fn up_to(&mut self, file: &str, objects: u64) {
        self.objects = objects;
        if objects >= self.next {
            self.next = objects + REPORT_EVERY;
            (self.tell)(Progress {
                file,
                number: self.number,
                objects,
            });
        }
    }
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
    let mut report = Report {
        tell: &mut progress,
        number: 0,
        objects: 0,
        next: REPORT_EVERY,
    };
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

/// Reads one file, whatever it is.
fn read(
    path: &Path,
    imported: Timestamp,
    gathered: &mut Gathered,
    report: &mut Report<'_>,
) -> Result<Dump, ImportError> {
    let unreadable = |source| ImportError::Unreadable {
        file: path.to_owned(),
        source,
    };
    let file = path
        .file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned();
    let dated = fs::metadata(path)
        .and_then(|found| found.modified())
        .ok()
        .and_then(|time| Timestamp::try_from(time).ok());
    let dump = Dump { file, dated };
    let (kind, reader) = rpsl::open(path).and_then(kind::recognise).map_err(unreadable)?;
    match kind {
        Kind::Rpsl => read_rpsl(path, reader, &dump, gathered, report)?,
        Kind::ArinText | Kind::ArinXml => read_arin(path, kind, reader, &dump, gathered, report)?,
        Kind::Routes => routes::read(path, reader, &dump, gathered, report)?,
        Kind::Csirt => {
            let result = &mut gathered.result;
            let defect = |line, problem| result.defect(&dump.file, line, problem);
            let teams = Teams::read(reader, dump.clone(), imported, defect).map_err(unreadable)?;
            if teams.is_empty() {
                return Err(ImportError::NotADump {
                    file: path.to_owned(),
                });
            }
            gathered.teams = Some(teams);
        }
        Kind::Delegated => statistics::read(path, reader, dump.clone(), gathered, report)?,
    }
    Ok(dump)
}

/// Reads RPSL objects into the builders of the registries that they name.
fn read_rpsl(
    path: &Path,
    reader: impl BufRead,
    dump: &Dump,
    gathered: &mut Gathered,
    report: &mut Report<'_>,
) -> Result<(), ImportError> {
    let unreadable = |source| ImportError::Unreadable {
        file: path.to_owned(),
        source,
    };
    let mut objects = Objects::new(reader, CLASSES);
    let before = report.objects;
    let number = u8::try_from(report.number).unwrap_or(u8::MAX);
    while let Some(object) = objects.next_object().map_err(unreadable)? {
        let line = object.line();
        if let Err(problem) = take(object, number, &mut gathered.builders) {
            gathered.result.defect(&dump.file, line, problem);
        }
        report.up_to(&dump.file, before + objects.seen());
    }
    report.up_to(&dump.file, before + objects.seen());
    if objects.seen() == 0 {
        return Err(ImportError::NotADump {
            file: path.to_owned(),
        });
    }
    Ok(())
}

/// Reads ARIN's records; they name no source, and are nobody else's.
fn read_arin(
    path: &Path,
    kind: Kind,
    reader: impl BufRead,
    dump: &Dump,
    gathered: &mut Gathered,
    report: &mut Report<'_>,
) -> Result<(), ImportError> {
    let registry = Rir::Arin.name();
    let number = u8::try_from(report.number).unwrap_or(u8::MAX);
    let builder = gathered
        .builders
        .entry(registry.to_owned())
        .or_insert_with(|| Builder::new(customs::customs(registry)));
    let result = &mut gathered.result;
    let take = |line, record: Result<Record, String>| {
        let taken = record.and_then(|record| builder.add_record(&record, number));
        if let Err(problem) = taken {
            result.defect(&dump.file, line, problem);
        }
        report.one(&dump.file);
    };
    let read = match kind {
        Kind::ArinXml => arin::read_xml(reader, take),
        _ => arin::read_text(reader, take),
    };
    match read {
        Ok(0) => Err(ImportError::NotADump {
            file: path.to_owned(),
        }),
        Ok(_) => Ok(()),
        Err(source) => Err(ImportError::Unreadable {
            file: path.to_owned(),
            source,
        }),
    }
}

/// Reads a line of a table into `line`, without its end; a longer one than any table has is cut. `false` at the end.
fn line(reader: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<bool> {
    const LONGEST: u64 = 64 * 1024;
    line.clear();
    let read = reader.by_ref().take(LONGEST).read_until(b'\n', line)?;
    if read as u64 == LONGEST && line.last() != Some(&b'\n') {
        reader.skip_until(b'\n')?;
    }
    Ok(read > 0)
}

fn take(object: &Object, dump: u8, builders: &mut BTreeMap<String, Builder>) -> Result<(), String> {
    if object.is_cut() {
        return Err("the object is too large".to_owned());
    }
    let source = object
        .first("source")
        .ok_or("there is no source: to say whose object it is")?;
    let registry = customs::registry_of(&source).ok_or_else(|| format!("{source:?} is no source"))?;
    if let Some(builder) = builders.get_mut(&registry) {
        return builder.add(object, dump);
    }
    let builder = Builder::new(customs::customs(&registry));
    builders.entry(registry).or_insert(builder).add(object, dump)
}

impl Index {
    /// Where [`import`] puts the index of a registry in a folder.
    #[must_use]
    pub fn path(folder: &Path, registry: &str) -> PathBuf {
        path_of(folder, registry)
    }
}
