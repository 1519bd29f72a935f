//! `forewarn report`: what the campaign did and achieved, on the terminal, as JSON, CSV tables or one HTML page.

mod gather;
mod tables;
mod verify;

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

pub use verify::{Verified, verify};

use super::{Campaign, Context, Summary, at_path, counted, in_words, json_of};
use crate::failure::Failure;
use crate::folder::folder_of;
use crate::message::printable;
use crate::report::{Comparison, Report, page};

/// What was asked for.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Write the page here.
    pub html: Option<PathBuf>,
    /// Write the tables into this folder.
    pub csv: Option<PathBuf>,
    /// Leave out addresses of persons.
    pub redact: bool,
}

/// What the campaign did, and what was written about it.
#[derive(Debug)]
pub struct Reported {
    report: Report,
    written: Vec<String>,
}

/// The report; files are complete or not there.
///
/// # Errors
/// When the campaign cannot be read or a file cannot be written.
pub fn run(context: &Context, request: &Request) -> Result<Reported, Failure> {
    let campaign = Campaign::look(context)?;
    let bar = context.progress.counter("reading letters");
    let mut report = campaign
        .ledger
        .at_one_moment(|ledger| gather::of(&campaign, ledger, context, &|n| bar.set_position(n)))?;
    bar.finish_and_clear();
    if request.redact {
        report = report.redacted();
    }
    let mut written = Vec::new();
    if let Some(file) = &request.html {
        let html = page(&report).map_err(Failure::internal)?;
        whole(file, |out| out.write_all(html.as_bytes()))?;
        written.push(format!("{} ({} KB)", file.display(), html.len().div_ceil(1000)));
    }
    if let Some(folder) = &request.csv {
        at_path(folder, "make", fs::create_dir_all(folder))?;
        written.extend(tables::write(&campaign, &report, folder, request.redact)?);
    }
    Ok(Reported { report, written })
}

/// Writes a file beside its place and moves it there once it is complete. What is no file, such as a pipe or a device, is
/// written to and stays what it is; behind a link, what it leads to is replaced.
fn whole(file: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
    if fs::metadata(file).is_ok_and(|there| !there.is_file() && !there.is_dir()) {
        let straight = || -> io::Result<()> {
            let mut out = BufWriter::new(fs::OpenOptions::new().write(true).open(file)?);
            write(&mut out)?;
            out.flush()
        };
        return at_path(file, "write", straight());
    }
    let target = fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
    let file = target.as_path();
    let folder = folder_of(file);
    let attempt = || -> io::Result<()> {
        let mut scratch = tempfile::NamedTempFile::new_in(folder)?;
        let mut out = BufWriter::new(scratch.as_file_mut());
        write(&mut out)?;
        out.flush()?;
        drop(out);
        scratch.as_file().sync_all()?;
        scratch.persist(file).map_err(|error| error.error)?;
        Ok(())
    };
    at_path(file, "write", attempt())
}

impl Summary for Reported {
    fn people(&self, out: &mut dyn Write) -> io::Result<()> {
        let report = &self.report;
        writeln!(out, "Report of the campaign {}", printable(&report.campaign))?;
        for (name, sum) in &report.sums {
            writeln!(out, "{name:11} {}", printable(sum))?;
        }
        for round in &report.rounds {
            writeln!(
                out,
                "round {:<5} {}, planned {:.0}: {}",
                round.number,
                round.kind,
                round.planned_at,
                in_words(&round.states)
            )?;
        }
        for grouping in &report.groupings {
            let shown: Vec<String> = grouping
                .groups
                .iter()
                .take(6)
                .map(|group| format!("{} {}", group.letters, printable(&group.name)))
                .collect();
            if !shown.is_empty() {
                let more = if grouping.groups.len() > 6 { ", ..." } else { "" };
                writeln!(out, "by {}: {}{more}", grouping.by, shown.join(", "))?;
            }
        }
        if let ([_, .., scan], (told, held)) = (&report.remediation[..], report.remediation_of) {
            write!(
                out,
                "still seen at the scan of {:.0}: {} of {told} told of",
                scan.at, scan.told
            )?;
            if held > 0 {
                write!(out, ", {} of {held} held out", scan.held)?;
            }
            writeln!(out)?;
        }
        match &report.comparison {
            Comparison::None(why) => writeln!(out, "effect      {why}")?,
            Comparison::Effect(effect) => writeln!(
                out,
                "effect      {}: {:+.1} percentage points gone, written to against held out (95 % confidence: {:+.1} to {:+.1})",
                if effect.is_evident() {
                    "evident"
                } else {
                    "none can be shown"
                },
                effect.difference * 100.0,
                effect.interval.0 * 100.0,
                effect.interval.1 * 100.0
            )?,
        }
        if !report.attention.is_empty() {
            writeln!(out, "for a person:")?;
        }
        for line in &report.attention {
            writeln!(out, "  - {}", printable(line))?;
        }
        let (head, events, _) = &report.chain;
        writeln!(
            out,
            "chain       {} up to {head}",
            counted(*events, "event", "events")
        )?;
        for written in &self.written {
            writeln!(out, "wrote       {written}")?;
        }
        Ok(())
    }

    fn json(&self) -> serde_json::Value {
        json_of(&self.report)
    }
}
