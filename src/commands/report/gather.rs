//! What a report says, gathered from the ledger at one moment.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::commands::status::{self, Status};
use crate::commands::{Campaign, Context, Summary as _, letters};
use crate::contact::{Decision, Source};
use crate::failure::Failure;
use crate::ledger::{Ledger, LedgerError, LetterAccount, LetterView};
use crate::message::MessageView;
use crate::report::{
    Comparison, LetterLine, Moment, NoEffect, Provenance, Remaining, Report, RoundLine, Sample, States,
    effect,
};

/// The whole report; `progress` is told how many letters were read.
pub(super) fn of(
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
    let mut lines = status.troubled();
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
