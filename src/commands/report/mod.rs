//! `forewarn report`: what the campaign did and achieved, on the terminal, as JSON, CSV tables or one HTML page.

mod tables;

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::status::{self, Status};
use super::{Campaign, Context, Summary, at_path, counted, from_hex, json_of, letters};
use crate::contact::{Decision, Source};
use crate::failure::Failure;
use crate::ledger::{Chain, Ledger, LedgerError, LetterAccount, LetterView};
use crate::message::{MessageView, printable};
use crate::report::{
    Comparison, LetterLine, Moment, NoEffect, Provenance, Remaining, Report, RoundLine, Sample, States,
    effect, page,
};

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
        .at_one_moment(|ledger| of(&campaign, ledger, context, &|n| bar.set_position(n)))?;
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

/// What the chain came to.
#[derive(Debug, Serialize)]
pub struct Verified {
    chain: Chain,
    /// A head printed earlier was asked for, and found.
    known: bool,
}

/// Works the chain out again.
///
/// # Errors
/// When anything does not fit, or `known` is no head at all.
pub fn verify(context: &Context, known: Option<&str>) -> Result<Verified, Failure> {
    // A mistyped head must not read as a damaged ledger.
    if let Some(known) = known.filter(|known| from_hex(known).is_none()) {
        return Err(Failure::usage(format!(
            "{known:?} is no head of a chain: that has 64 hexadecimal digits"
        ))
        .hint("take it whole from an earlier report"));
    }
    let campaign = Campaign::look(context)?;
    let chain = campaign
        .ledger
        .at_one_moment(|ledger| ledger.verify_chain(known))?;
    Ok(Verified {
        chain,
        known: known.is_some(),
    })
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
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
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

fn of(
    campaign: &Campaign,
    ledger: &Ledger,
    context: &Context,
    progress: &dyn Fn(u64),
) -> Result<Report, Failure> {
    let now = context.clock.now();
    let mut known: HashMap<i64, Provenance> = HashMap::new();
    let mut lines = Vec::new();
    ledger.each_letter(|letter| -> Result<(), Failure> {
        let provenance = match letter.decision {
            None => Provenance::default(),
            Some(number) => {
                if let Entry::Vacant(place) = known.entry(number) {
                    place.insert(provenance(&ledger.decision(number)?));
                }
                known.get(&number).cloned().unwrap_or_default()
            }
        };
        lines.push(line(letter, provenance));
        if lines.len() % 1000 == 0 {
            progress(lines.len() as u64);
        }
        Ok(())
    })?;
    let status = status::of(campaign, ledger)?;
    let remediation = ledger.remediation()?;
    let chain = ledger.chain()?;
    Ok(Report {
        campaign: campaign.config.name.clone(),
        organisation: campaign.config.sender.organisation.clone(),
        made_at: now,
        version: env!("CARGO_PKG_VERSION"),
        redacted: false,
        chain: (chain.head, chain.events, chain.at),
        totals: status.json(),
        sums: status.sums(),
        attention: attention(&status),
        rounds: rounds(ledger, &lines)?,
        timeline: timeline(ledger)?,
        groupings: Report::group(&lines),
        remediation_of: (remediation.told, remediation.held),
        remediation: remediation
            .scans
            .into_iter()
            .map(|scan| Remaining {
                at: scan.at,
                told: scan.told,
                held: scan.held,
            })
            .collect(),
        comparison: compare(ledger, now)?,
        samples: samples(campaign, ledger, &lines)?,
        letters: lines,
    })
}

fn line(letter: LetterAccount, provenance: Provenance) -> LetterLine {
    LetterLine {
        reference: letter.reference,
        round: letter.round,
        kind: letter.kind,
        recipient: letter.recipient,
        languages: letter.languages,
        addresses: letter.addresses,
        state: letter.state,
        since: letter.since,
        words: letter.words.unwrap_or_default(),
        provenance,
        sha256: letter.sha256,
    }
}

fn provenance(decision: &Decision) -> Provenance {
    let (source, registry) = match decision.winner().map(|winner| &winner.source) {
        Some(Source::Operator { file, .. }) => (file.clone(), "operator".to_owned()),
        Some(Source::Dump { registry, .. }) => (format!("{registry} dump"), registry.clone()),
        Some(Source::Online { service, server, .. }) => (format!("{service} {server}"), server.clone()),
        None => ("none any more".to_owned(), String::new()),
    };
    Provenance {
        source,
        registry,
        country: decision.country.clone().unwrap_or_default(),
        confidence: decision.confidence,
    }
}

fn rounds(ledger: &Ledger, lines: &[LetterLine]) -> Result<Vec<RoundLine>, LedgerError> {
    let mut states: BTreeMap<i64, States> = BTreeMap::new();
    for line in lines {
        let of_round = states.entry(line.round).or_default();
        *of_round.entry(line.state.clone()).or_default() += 1;
    }
    Ok(ledger
        .rounds()?
        .into_iter()
        .map(|round| RoundLine {
            number: round.number,
            kind: round.kind,
            planned_at: round.planned_at,
            approved_at: round.approved_at,
            digest: round.digest,
            letters: round.letters,
            states: states.remove(&round.number).unwrap_or_default(),
        })
        .collect())
}

fn timeline(ledger: &Ledger) -> Result<Vec<Moment>, LedgerError> {
    let mut moments: Vec<Moment> = Vec::new();
    for moment in ledger.moments()? {
        match moments.last_mut() {
            Some(last) if last.at == moment.hour => {
                last.outcomes.insert(moment.what, moment.count);
            }
            _ => moments.push(Moment {
                at: moment.hour,
                outcomes: States::from([(moment.what, moment.count)]),
            }),
        }
    }
    Ok(Report::by_day(moments))
}

fn compare(ledger: &Ledger, now: jiff::Timestamp) -> Result<Comparison, LedgerError> {
    let compared = match ledger.clusters(now)? {
        None => Err(NoEffect::NoRescans),
        Some(clusters) => effect(&clusters),
    };
    Ok(match compared {
        Ok(effect) => Comparison::Effect(effect),
        Err(why) => Comparison::None(why.to_string()),
    })
}

/// The first letter of each language.
fn samples(campaign: &Campaign, ledger: &Ledger, lines: &[LetterLine]) -> Result<Vec<Sample>, Failure> {
    // A translation that is being mended keeps nobody from the report of what was sent.
    let catalog = letters::of_campaign(&campaign.config).ok();
    let mut seen = BTreeSet::new();
    let mut samples = Vec::new();
    for line in lines {
        let language = line.languages.split(' ').next().unwrap_or_default();
        if !seen.insert(language.to_owned()) {
            continue;
        }
        let view = LetterView {
            round: Some(line.round),
            contact: Some(line.recipient.clone()),
            ..LetterView::default()
        };
        let Some(row) = ledger.letters(&view)?.pop() else {
            continue;
        };
        let message = MessageView::parse(&ledger.bytes(row.id)?).map_err(Failure::internal)?;
        samples.push(Sample {
            right_to_left: catalog.iter().any(|catalog| {
                catalog
                    .locales()
                    .any(|locale| locale.language.as_str() == language && locale.rtl)
            }),
            language: language.to_owned(),
            reference: line.reference.clone(),
            subject: message.header("Subject").unwrap_or_default().to_owned(),
            text: message.text,
        });
    }
    samples.sort_by(|a, b| a.language.cmp(&b.language));
    Ok(samples)
}

/// What waits for a person, from what `status` knows.
fn attention(status: &Status) -> Vec<String> {
    let mut lines: Vec<String> = status.troubled().collect();
    lines.extend(status.left_out());
    let mut steps = Vec::new();
    // Writing into memory cannot fail.
    let _ = status.next_steps(&mut steps);
    lines.extend(
        String::from_utf8_lossy(&steps)
            .lines()
            .map(|line| line.trim_start_matches("next").trim().to_owned()),
    );
    lines
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

fn in_words(states: &States) -> String {
    let words: Vec<String> = states.iter().map(|(state, n)| format!("{n} {state}")).collect();
    words.join(", ")
}

impl Summary for Verified {
    fn people(&self, out: &mut dyn Write) -> io::Result<()> {
        let events = counted(self.chain.events, "event", "events");
        writeln!(
            out,
            "the chain holds: {events}, every round's letters and every letter's fate fit{}",
            if self.known {
                "; the given head is in it"
            } else {
                ""
            }
        )?;
        writeln!(out, "head {}", self.chain.head)
    }

    fn json(&self) -> serde_json::Value {
        json_of(self)
    }
}
