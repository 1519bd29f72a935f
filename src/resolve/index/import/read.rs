//! One file in: what kind it is, and its objects, records or rows into what has been gathered.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, BufRead, Read as _};
use std::path::Path;

use jiff::Timestamp;

use super::arin::{self, Record};
use super::builder::Builder;
use super::kind::{self, Kind};
use super::report::Report;
use super::{Gathered, ImportError, routes, statistics};
use crate::resolve::index::Dump;
use crate::resolve::index::csirt::Teams;
use crate::resolve::index::customs;
use crate::resolve::index::rir::Rir;
use crate::resolve::rpsl::{self, Object, Objects};

/// The classes that matter; the others are skipped unread.
const CLASSES: &[&str] = &["inetnum", "inet6num", "aut-num", "organisation", "role", "irt"];

/// Reads one file, whatever it is.
pub(super) fn read(
    path: &Path,
    imported: Timestamp,
    gathered: &mut Gathered,
    report: &mut Report<'_>,
) -> Result<Dump, ImportError> {
    let unreadable = ImportError::unreadable(path);
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
    let (kind, reader) = rpsl::open(path).and_then(kind::recognise).map_err(&unreadable)?;
    match kind {
        Kind::Rpsl => read_rpsl(path, reader, &dump, gathered, report)?,
        Kind::ArinText | Kind::ArinXml => read_arin(path, kind, reader, &dump, gathered, report)?,
        Kind::Routes => routes::read(path, reader, &dump, gathered, report)?,
        Kind::Csirt => {
            let result = &mut gathered.result;
            let defect = |line, problem| result.defect(&dump.file, line, problem);
            let teams = Teams::read(reader, dump.clone(), imported, defect).map_err(&unreadable)?;
            if teams.is_empty() {
                return Err(ImportError::no_dump(path));
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
    let unreadable = ImportError::unreadable(path);
    let mut objects = Objects::new(reader, CLASSES);
    let before = report.objects;
    let number = u8::try_from(report.number).unwrap_or(u8::MAX);
    while let Some(object) = objects.next_object().map_err(&unreadable)? {
        let line = object.line();
        if let Err(problem) = take(object, number, &mut gathered.builders) {
            gathered.result.defect(&dump.file, line, problem);
        }
        report.up_to(&dump.file, before + objects.seen());
    }
    report.up_to(&dump.file, before + objects.seen());
    if objects.seen() == 0 {
        return Err(ImportError::no_dump(path));
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
    match read.map_err(ImportError::unreadable(path))? {
        0 => Err(ImportError::no_dump(path)),
        _ => Ok(()),
    }
}

/// Reads a line of a table into `line`, without its end; a longer one than any table has is cut. `false` at the end.
pub(super) fn line(reader: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<bool> {
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
