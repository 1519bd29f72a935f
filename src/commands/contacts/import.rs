//! `contacts import`: what the dumps held.

use std::io::{self, Write};
use std::path::PathBuf;

use crate::commands::resolve::INDEX;
use crate::commands::{Context, Summary, counted, json_of, open_one_of_many};
use crate::config::Config;
use crate::failure::{Doing, Failure, advice};
use crate::ledger::Lock;
use crate::message::printable;
use crate::resolve::index::{ImportError, Imported, import as import_dumps};

/// What the dumps held.
#[derive(Debug)]
pub struct DumpsImported(Imported);

/// Builds the index of every registry in these dumps.
///
/// # Errors
/// When a dump cannot be read or makes no sense; the index is then as it was.
pub fn import(context: &Context, files: &[PathBuf]) -> Result<DumpsImported, Failure> {
    let config = Config::load(&context.folder)?;
    let now = context.clock.now();
    let _lock = Lock::take(&context.folder, "contacts import", now)?;
    for file in files {
        open_one_of_many(file)?;
    }
    let bar = context.progress.counter("reading objects");
    let imported = import_dumps(files, &config.path(INDEX), now, |progress| {
        bar.set_message(format!("reading {}", progress.file));
        bar.set_position(progress.objects);
    })
    .map_err(failed)?;
    bar.finish_and_clear();
    Ok(DumpsImported(imported))
}

/// Dumps that cannot be used, with what to do about it.
fn failed(error: ImportError) -> Failure {
    match &error {
        ImportError::Unwritable { path, source } => {
            let hint = advice(Doing::Writing, path, source);
            Failure::outside(error).advised(hint)
        }
        ImportError::Unreadable { file, source } => {
            let hint = advice(Doing::Reading, file, source);
            Failure::usage(error).advised(hint)
        }
        ImportError::NotADump { .. } => Failure::usage(error).hint(
            "give a dump of a registry (objects such as inetnum, role and irt), statistics (delegated-...), routes or CSIRTs, \
             plain or gzipped",
        ),
        _ => Failure::usage(error),
    }
    .hint("the index is as it was")
}

impl Summary for DumpsImported {
    fn people(&self, out: &mut dyn Write) -> io::Result<()> {
        let Imported {
            registries,
            delegated,
            routes,
            teams,
            skipped,
            objects,
            defects,
            defect_count,
            ..
        } = &self.0;
        for about in registries {
            writeln!(
                out,
                "{}: {}, {}, {}, {}",
                printable(&about.registry),
                counted(about.inetnums, "IPv4 network", "IPv4 networks"),
                counted(about.inet6nums, "IPv6 network", "IPv6 networks"),
                counted(about.organisations, "organisation", "organisations"),
                counted(about.roles + about.irts, "role", "roles"),
            )?;
        }
        for about in delegated {
            writeln!(
                out,
                "{} statistics: {}, {}",
                about.delegations_of.name(),
                counted(about.ipv4, "IPv4 block", "IPv4 blocks"),
                counted(about.ipv6, "IPv6 block", "IPv6 blocks"),
            )?;
        }
        if let Some(about) = routes {
            let (v4, v6) = (about.ipv4, about.ipv6);
            writeln!(
                out,
                "routes: {}, {}",
                counted(v4, "IPv4 route", "IPv4 routes"),
                counted(v6, "IPv6 route", "IPv6 routes"),
            )?;
        }
        if *teams > 0 {
            writeln!(
                out,
                "{}",
                counted(*teams as u64, "national CSIRT", "national CSIRTs")
            )?;
        }
        for source in skipped {
            let registry = printable(&source.registry);
            writeln!(
                out,
                "{registry}: {} but no network, so nothing to keep",
                counted(source.objects, "object", "objects")
            )?;
        }
        writeln!(out, "{} read", counted(*objects, "object", "objects"))?;
        for defect in defects.iter().take(10) {
            writeln!(
                out,
                "{}:{}: {}",
                defect.file,
                defect.line,
                printable(&defect.problem)
            )?;
        }
        if *defect_count > 0 {
            writeln!(
                out,
                "{} could not be used",
                counted(*defect_count, "object", "objects")
            )?;
        }
        writeln!(out, "now: forewarn resolve")
    }

    fn json(&self) -> serde_json::Value {
        let Imported {
            registries,
            delegated,
            routes,
            teams,
            skipped,
            objects,
            defects,
            defect_count,
            ..
        } = &self.0;
        let defects: Vec<_> = defects
            .iter()
            .map(|d| serde_json::json!({ "file": d.file, "line": d.line, "problem": d.problem }))
            .collect();
        let skipped: Vec<_> = skipped
            .iter()
            .map(|s| serde_json::json!({ "registry": s.registry, "objects": s.objects }))
            .collect();
        serde_json::json!({
            "registries": json_of(registries), "statistics": json_of(delegated), "routes": json_of(routes), "teams": teams, "skipped": skipped, "objects": objects,
            "defects": defects, "defect_count": defect_count,
        })
    }

    fn leaves_work(&self) -> bool {
        self.0.defect_count > 0
    }
}
