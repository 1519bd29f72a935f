//! The file of a correction: which addresses were flagged wrongly.

use std::io::{self, Read};
use std::net::IpAddr;
use std::path::Path;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{Campaign, counted};
use crate::commands::open;
use crate::failure::Failure;
use crate::import::{Format, ImportError, Options, Row, read};
use crate::ledger::{Freeze, LedgerError};
use crate::sighting::{Exposure, Sighting};

/// Stands for every exposure, in rows that name none.
const ANY: &str = "any-exposure";
/// Addresses that are named when the ledger does not know them.
const SHOWN: usize = 3;

/// The rows of the file, which may be anything that `import` reads; a row without exposure or port means all of the
/// address's sightings.
///
/// # Errors
/// When it cannot be read, or any row of it cannot be used: a correction is not done in part.
pub(super) fn read_file(
    input: &mut dyn Read,
    name: &str,
    options: &Options,
) -> Result<Vec<Sighting>, Failure> {
    let mut sightings = Vec::new();
    let summary = read(input, name, options, |row| match row {
        Row::Sighting { sighting, .. } => {
            sightings.push(sighting);
            Ok(())
        }
        Row::Rejected(reject) => Err(Failure::usage(format!(
            "{name}: line {}: {}",
            reject.line, reject.reason
        ))
        .hint("nothing was withdrawn; mend the row or take it out")),
    });
    let problem = match summary {
        Ok(_) if sightings.is_empty() => "it names no address".to_owned(),
        Ok(_) => return Ok(sightings),
        Err(ImportError::Keep(failure)) => return Err(failure),
        Err(ImportError::NoAddress { columns }) => format!(
            "no column is known to hold the addresses (columns: {})",
            columns.join(", ")
        ),
        Err(error) => error.to_string(),
    };
    Err(Failure::usage(format!("{name}: {problem}")).hint(
        "nothing was withdrawn; give a list of the addresses, or a CSV with a column ip (and exposure, port)",
    ))
}

/// The rows of this file; `-` is standard input.
///
/// # Errors
/// As [`read_file`].
pub(super) fn read_path(campaign: &Campaign, file: &Path, now: Timestamp) -> Result<Vec<Sighting>, Failure> {
    let options = Options {
        format: Format::Auto,
        columns: Vec::new(),
        exposure: Some(Exposure::new(ANY).map_err(Failure::internal)?),
        source: None,
        timezone: TimeZone::UTC,
        now,
        allow: campaign.config.allow.networks.clone(),
        scratch: std::env::temp_dir(),
    };
    let mut input: Box<dyn Read> = if file == Path::new("-") {
        Box::new(io::stdin())
    } else {
        Box::new(open(file)?)
    };
    read_file(&mut input, &file.display().to_string(), &options)
}

/// Withdraws them; returns the addresses that the ledger does not know so.
///
/// # Errors
/// What the ledger says.
pub(super) fn withdraw(freeze: &Freeze<'_>, rows: &[Sighting]) -> Result<Vec<IpAddr>, LedgerError> {
    let mut unknown = Vec::new();
    for row in rows {
        let exposure = Some(row.exposure.as_str()).filter(|slug| *slug != ANY);
        if freeze.withdraw(row.address, row.port, exposure)? == 0 {
            unknown.push(row.address);
        }
    }
    Ok(unknown)
}

/// What a person should know of addresses that nobody was told of.
pub(super) fn unknown(addresses: &[IpAddr]) -> Option<String> {
    let shown: Vec<String> = addresses.iter().take(SHOWN).map(IpAddr::to_string).collect();
    (!addresses.is_empty()).then(|| {
        format!(
            "{} to withdraw not found, with that port and exposure, among what was imported, such as {}",
            counted(addresses.len() as u64, "row", "rows"),
            shown.join(", ")
        )
    })
}
