//! `report --csv`: two tables, a row for each letter and a row for each sighting, with its fate.

use std::io;
use std::path::Path;

use super::whole;
use crate::commands::{Campaign, counted};
use crate::failure::Failure;
use crate::ledger::{LedgerError, SightingAccount};
use crate::message::guarded;
use crate::report::Report;

/// `letters.csv` and `sightings.csv`: one row for each letter, and one for each row of the input that brought a sighting.
pub(super) fn write(
    campaign: &Campaign,
    report: &Report,
    folder: &Path,
    redact: bool,
) -> Result<Vec<String>, Failure> {
    let letters = folder.join("letters.csv");
    whole(&letters, |out| {
        let mut table = csv::Writer::from_writer(out);
        table.write_record([
            "reference",
            "round",
            "kind",
            "contact",
            "languages",
            "addresses",
            "state",
            "since",
            "words",
            "source",
            "registry",
            "country",
            "confidence",
            "sha256",
        ])?;
        for letter in &report.letters {
            let from = &letter.provenance;
            table.write_record([
                &letter.reference[..],
                &letter.round.to_string(),
                &letter.kind,
                &guarded(&letter.recipient),
                &letter.languages,
                &letter.addresses.to_string(),
                &letter.state,
                &letter.since.to_string(),
                &guarded(&letter.words),
                &guarded(&from.source),
                &guarded(&from.registry),
                &from.country,
                &from.confidence.to_string(),
                &letter.sha256,
            ])?;
        }
        table.flush()
    })?;
    let sightings = folder.join("sightings.csv");
    let mut rows = 0_u64;
    let mut trouble = None;
    whole(&sightings, |out| {
        let mut table = csv::Writer::from_writer(out);
        table.write_record([
            "file",
            "line",
            "address",
            "port",
            "exposure",
            "source",
            "first_seen",
            "last_seen",
            "presence",
            "verdict",
            "contact",
            "letter",
            "state",
        ])?;
        let each = |sighting: SightingAccount| -> Result<(), Stopped> {
            rows += 1;
            Ok(table.write_record(sighting_row(&sighting, redact))?)
        };
        match campaign.ledger.at_one_moment(|ledger| ledger.each_sighting(each)) {
            Ok(()) => table.flush(),
            Err(Stopped::Written(error)) => Err(error.into()),
            Err(Stopped::Ledger(error)) => {
                trouble = Some(error);
                Err(io::ErrorKind::Other.into())
            }
        }
    })
    .map_err(|failure| trouble.map_or(failure, Failure::from))?;
    Ok(vec![
        format!(
            "{} ({})",
            letters.display(),
            counted(report.letters.len() as u64, "letter", "letters")
        ),
        format!(
            "{} ({})",
            sightings.display(),
            counted(rows, "sighting", "sightings")
        ),
    ])
}

/// Why a table stopped short.
enum Stopped {
    Written(csv::Error),
    Ledger(LedgerError),
}

impl From<csv::Error> for Stopped {
    fn from(error: csv::Error) -> Self {
        Self::Written(error)
    }
}

impl From<LedgerError> for Stopped {
    fn from(error: LedgerError) -> Self {
        Self::Ledger(error)
    }
}

fn sighting_row(sighting: &SightingAccount, redact: bool) -> [String; 13] {
    let contact = sighting.contact.clone().unwrap_or_default();
    let contact = match contact.rsplit_once('@') {
        Some((_, domain)) if redact => format!("…@{domain}"),
        _ => contact,
    };
    [
        guarded(&sighting.file),
        sighting.line.to_string(),
        sighting.address.to_string(),
        sighting.port.map(|port| port.to_string()).unwrap_or_default(),
        sighting.exposure.clone(),
        guarded(&sighting.source),
        sighting.first_seen.to_string(),
        sighting.last_seen.to_string(),
        sighting.presence.clone(),
        sighting.verdict.clone(),
        guarded(&contact),
        sighting.letter.clone().unwrap_or_default(),
        sighting.state.clone().unwrap_or_default(),
    ]
}
