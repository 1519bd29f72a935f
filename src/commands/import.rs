//! `forewarn import`: files into sightings, each file in one transaction.
//!
//! One thread reads and judges rows, this one keeps them. Rejected rows reach `rejects.csv` just before the
//! transaction is committed, and are taken back if it is not, at the latest before the next import: after a kill and
//! the same import again each stands there once.

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use indicatif::ProgressBar;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

use super::{Campaign, Context, Summary, at_path, counted, from_hex, json_of, open_one_of_many};
use crate::failure::Failure;
use crate::import::{Append, Field, Format, ImportError, Options, Reject, Rejects, Row, read, settle_append};
use crate::ledger::{Batch, Content, Imported, Intake, LedgerError, Packer, Presence};
use crate::sighting::Exposure;

/// The table of rejected rows in the campaign folder.
pub const REJECTS: &str = "rejects.csv";

/// What was asked for, as typed.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Files; `-` is standard input.
    pub files: Vec<PathBuf>,
    /// `auto`, `csv`, ...
    pub format: String,
    /// `COLUMN=FIELD`
    pub map: Vec<String>,
    /// A slug.
    pub exposure: Option<String>,
    /// Who says so.
    pub source: Option<String>,
    /// An IANA time zone.
    pub timezone: String,
    /// The files add to the last scan, instead of being a new one.
    pub same_scan: bool,
}

/// What one file came to.
#[derive(Debug, Clone, Serialize)]
pub struct FileSummary {
    file: String,
    format: String,
    rows: u64,
    new: u64,
    repeated: u64,
    rejected: u64,
    #[serde(skip)]
    octets: u64,
    /// Which scan it belongs to.
    scan: i64,
    /// When and under which name the same content was imported before.
    known: Option<(String, Timestamp)>,
    /// Columns and the fields they were read as.
    columns: Vec<(String, String)>,
    /// Columns kept as evidence.
    evidence: Vec<String>,
}

/// What the import came to.
#[derive(Debug, Clone, Serialize)]
pub struct ImportSummary {
    files: Vec<FileSummary>,
    rejects: PathBuf,
    /// What a rescan has said of the known sightings; `None` while nothing was looked for twice.
    rescan: Option<Presence>,
}

/// Imports the files in order.
///
/// # Errors
/// The first file that cannot be read, or an option that makes no sense. Files before it are in the ledger; of the
/// file itself nothing is.
pub fn run(context: &Context, request: &Request) -> Result<ImportSummary, Failure> {
    let campaign = Campaign::change(context, "import")?;
    let now = context.clock.now();
    let options = options(&campaign, request, now)?;
    let rejects = campaign.config.path(REJECTS);
    if settle_rejects(&campaign, &rejects)? == Append::Changed {
        tracing::warn!(
            "{}: changed since an import was interrupted; rows of that import may stand there twice",
            rejects.display()
        );
    }
    let mut files: Vec<FileSummary> = Vec::new();
    let newest = campaign.ledger.newest_scan()?;
    let mut scan = if request.same_scan {
        newest.max(1)
    } else {
        newest + 1
    };
    for file in &request.files {
        let scope = Scope {
            options: &options,
            scan,
            now,
            rejects: &rejects,
        };
        let done = one(&campaign, context, &scope, file).map_err(|failure| {
            if files.is_empty() {
                failure
            } else {
                failure.hint(format!("imported before it: {}", listed(&files)))
            }
        })?;
        // An interrupted import that is given again goes on with its scan.
        if done.known.is_some() && done.scan == newest && files.iter().all(|file| file.known.is_some()) {
            scan = newest;
        }
        files.push(done);
    }
    let changed = files.iter().any(|file| file.known.is_none());
    let rescan = (changed && campaign.ledger.rescanned()?)
        .then(|| campaign.ledger.presence())
        .transpose()?;
    Ok(ImportSummary {
        files,
        rejects,
        rescan,
    })
}

/// What all files of one import share.
struct Scope<'a> {
    options: &'a Options,
    scan: i64,
    now: Timestamp,
    rejects: &'a Path,
}

fn listed(files: &[FileSummary]) -> String {
    files
        .iter()
        .map(|file| file.file.as_str())
        .collect::<Vec<_>>()
        .join(", ")
}

fn options(campaign: &Campaign, request: &Request, now: Timestamp) -> Result<Options, Failure> {
    let format: Format = request.format.parse().map_err(Failure::usage)?;
    let columns = request
        .map
        .iter()
        .map(|map| {
            let (column, field) = map.rsplit_once('=').ok_or_else(|| {
                Failure::usage(format!(
                    "--map {map:?}: write COLUMN=FIELD, such as \"Source IP=ip\""
                ))
            })?;
            let field: Field = field.parse().map_err(Failure::usage)?;
            Ok((column.to_owned(), field))
        })
        .collect::<Result<_, Failure>>()?;
    let exposure = request
        .exposure
        .as_deref()
        .map(Exposure::new)
        .transpose()
        .map_err(Failure::usage)?;
    let timezone = TimeZone::get(&request.timezone).map_err(|_| {
        Failure::usage(format!("{:?} is no time zone", request.timezone))
            .hint("write it like UTC or Europe/Paris")
    })?;
    let allow = campaign.config.allow.networks.clone();
    let source = request.source.clone().filter(|source| !source.trim().is_empty());
    let scratch = campaign.config.folder.clone();
    Ok(Options {
        format,
        columns,
        exposure,
        source,
        timezone,
        now,
        allow,
        scratch,
    })
}

/// What decides, beside the content, how a file is read: the same content with the same options is the same import.
fn fingerprint(options: &Options) -> String {
    let Options {
        format,
        columns,
        exposure,
        source,
        timezone,
        allow,
        ..
    } = options;
    let columns: Vec<_> = columns
        .iter()
        .map(|(column, field)| format!("{column:?}={field}"))
        .collect();
    let exposure = exposure.as_ref().map(Exposure::as_str);
    let zone = timezone.iana_name();
    format!("{format} {columns:?} {exposure:?} {source:?} {zone:?} {allow:?}")
}

fn one(
    campaign: &Campaign,
    context: &Context,
    scope: &Scope<'_>,
    file: &Path,
) -> Result<FileSummary, Failure> {
    let Scope {
        options,
        scan,
        now,
        rejects: rejects_file,
    } = *scope;
    let name = file.display().to_string();
    let (input, size): (Box<dyn Read + Send>, Option<u64>) = if file == Path::new("-") {
        (Box::new(io::stdin()), None)
    } else {
        let open = open_one_of_many(file)?;
        let size = open
            .metadata()
            .ok()
            .filter(std::fs::Metadata::is_file)
            .map(|metadata| metadata.len());
        (Box::new(open), size)
    };
    let bar = context.progress.octets(size, format!("reading {name}"));
    let mut intake = campaign.ledger.intake();
    let mut rejects = Rejects::new(now, &name, &campaign.config.folder);
    let (summary, packer) = std::thread::scope(|scope| {
        let (rows, inbox) = sync_channel(4);
        let (bar, name) = (&bar, &name);
        let reader = scope.spawn(move || read_rows(Watched { input, bar }, name, options, rows));
        let kept = keep(&mut intake, &mut rejects, &inbox);
        // A reader that still has rows to give must not wait for us.
        drop(inbox);
        let read = reader
            .join()
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        kept.and_then(|()| read.map_err(|error| unreadable(file, error)))
    })?;
    bar.set_message(format!("keeping {name}"));
    let rejected = rejects.count();
    let format = summary.format.to_string();
    let options = fingerprint(options);
    let sha256 = from_hex(&summary.sha256).ok_or_else(|| Failure::internal("a digest that is none"))?;
    let whole = Content {
        name: &name,
        sha256,
        options: &options,
        format: &format,
        bytes: summary.bytes,
        rejected,
        scan,
        at: now,
    };
    let named = format!("{} {options}", summary.sha256);
    let mut unwritable = None;
    let imported = intake.finish(&packer, &whole, || {
        rejects
            .append_to(rejects_file, &named)
            .map(drop)
            .map_err(|error| {
                let kind = error.kind();
                unwritable = Some(error);
                kind.into()
            })
    });
    let settled = settle_rejects(campaign, rejects_file);
    if let Some(error) = unwritable {
        return at_path(rejects_file, "write", Err(error))
            .map_err(|failure| failure.hint("nothing of this file was imported"));
    }
    let imported = imported?;
    settled?;
    bar.finish_and_clear();
    let (new, repeated, rejected, known, scan) = match imported {
        Imported::Done { new, repeated } => (new, repeated, rejected, None, scan),
        Imported::Known { name, at, scan } => (0, 0, 0, Some((name, at)), scan),
    };
    let columns = summary
        .columns
        .iter()
        .map(|(column, field)| (column.clone(), field.to_string()))
        .collect();
    let rows = new + repeated + rejected;
    Ok(FileSummary {
        file: name,
        format,
        rows,
        new,
        repeated,
        rejected,
        octets: summary.bytes,
        scan,
        known,
        columns,
        evidence: summary.evidence,
    })
}

/// Keeps the rejects of an import that is in the ledger, and takes those of one back that is not.
fn settle_rejects(campaign: &Campaign, table: &Path) -> Result<Append, Failure> {
    let settled = settle_append(table, |import| {
        let content = import
            .split_once(' ')
            .and_then(|(sha256, options)| Some((from_hex(sha256)?, options)));
        content.map_or(Ok(false), |(sha256, options)| {
            campaign.ledger.has_import(&sha256, options)
        })
    });
    settled.or_else(|error| match error {
        LedgerError::Temporary(source) => at_path(table, "write", Err(source)),
        other => Err(other.into()),
    })
}

/// Rows travel in batches: a channel operation for each would cost more than reading it.
const BATCH: usize = 512;

/// Some rows, judged and packed.
#[derive(Default)]
struct Rows {
    sightings: Batch,
    rejects: Vec<Reject>,
    count: usize,
}

/// The keeping side has failed and says why itself.
struct Gone;

fn read_rows(
    input: impl Read,
    name: &str,
    options: &Options,
    out: SyncSender<Rows>,
) -> Result<(crate::import::Summary, Packer), ImportError<Gone>> {
    let (mut packer, mut batch) = (Packer::default(), Rows::default());
    let summary = read(input, name, options, |row| {
        match row {
            Row::Sighting { line, sighting } => packer.pack(line, &sighting, &mut batch.sightings),
            Row::Rejected(reject) => batch.rejects.push(reject),
        }
        batch.count += 1;
        if batch.count == BATCH {
            out.send(std::mem::take(&mut batch)).map_err(|_| Gone)?;
        }
        Ok(())
    })?;
    out.send(batch).map_err(|_| ImportError::Keep(Gone))?;
    drop(out);
    Ok((summary, packer))
}

fn keep(intake: &mut Intake<'_>, rejects: &mut Rejects, inbox: &Receiver<Rows>) -> Result<(), Failure> {
    for rows in inbox {
        intake.add(&rows.sightings)?;
        rows.rejects
            .iter()
            .try_for_each(|reject| rejects.push(reject))
            .map_err(LedgerError::Temporary)?;
    }
    Ok(())
}

fn unreadable(file: &Path, error: ImportError<Gone>) -> Failure {
    let (outside, message) = (
        matches!(error, ImportError::Read(_) | ImportError::Scratch { .. }),
        error.to_string(),
    );
    let no_table = matches!(error, ImportError::NoAddress { .. } | ImportError::Header { .. });
    let source: Option<io::Error> = match error {
        ImportError::Read(source) | ImportError::Gzip(source) | ImportError::Scratch { source, .. } => {
            Some(source)
        }
        _ => None,
    };
    let error = FileError {
        file: file.to_owned(),
        message,
        source,
    };
    let failure = if outside {
        Failure::outside(error)
    } else {
        Failure::usage(error)
    };
    let hint =
        "is it the right file? it can be a CSV, a Shadowserver report, a list or a zone, plain or gzipped";
    failure
        .advised(no_table.then(|| hint.to_owned()))
        .hint("nothing of this file was imported")
}

/// A file that cannot be imported.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {message}")]
struct FileError {
    file: PathBuf,
    message: String,
    source: Option<io::Error>,
}

/// Moves a progress bar on as it is read.
struct Watched<'b, R> {
    input: R,
    bar: &'b ProgressBar,
}

impl<R: Read> Read for Watched<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.input.read(buffer)?;
        self.bar.inc(n as u64);
        Ok(n)
    }
}

impl Summary for ImportSummary {
    fn people(&self, out: &mut dyn Write) -> io::Result<()> {
        for file in &self.files {
            if let Some((name, at)) = &file.known {
                writeln!(
                    out,
                    "{}: nothing to do, the same content was imported as {name} at {at:.0}",
                    file.file
                )?;
                continue;
            }
            writeln!(
                out,
                "{} ({}): {} = {} new + {} repeated + {} rejected",
                file.file,
                file.format,
                counted(file.rows, "row", "rows"),
                file.new,
                file.repeated,
                file.rejected
            )?;
            if file.octets == 0 {
                writeln!(
                    out,
                    "{}: there is nothing in it; is it the right file?",
                    file.file
                )?;
            }
            let columns: Vec<_> = file
                .columns
                .iter()
                .map(|(column, field)| format!("{column} as {field}"))
                .collect();
            if !columns.is_empty() {
                writeln!(out, "  read: {}", crate::message::printable(&columns.join(", ")))?;
            }
            if !file.evidence.is_empty() {
                writeln!(
                    out,
                    "  kept as evidence: {}",
                    crate::message::printable(&file.evidence.join(", "))
                )?;
            }
        }
        if let Some(rescan) = &self.rescan {
            let Presence {
                new,
                open,
                back,
                absent,
                gone,
            } = rescan;
            writeln!(
                out,
                "against the scans before: {new} new, {open} still open (back again: {back}), {absent} not seen this \
                 time, {gone} gone (not seen twice)"
            )?;
        }
        if self.leaves_work() {
            writeln!(
                out,
                "rejected rows, with their lines and reasons: {}",
                self.rejects.display()
            )?;
        }
        Ok(())
    }

    fn json(&self) -> serde_json::Value {
        json_of(self)
    }

    fn leaves_work(&self) -> bool {
        self.files.iter().any(|file| file.rejected > 0)
    }
}
