//! The stage as a whole, a file per behaviour.

mod bad_rows;
mod dialects;
mod lists;
mod properties;
mod reports;
mod tables;
mod zones;

use std::convert::Infallible;

use ipnet::IpNet;
use jiff::Timestamp;

use super::{Field, ImportError, Options, Reject, Row, Summary, read};
use crate::sighting::{Exposure, Sighting};

/// The time at which all tests take place.
fn now() -> Timestamp {
    "2026-08-23T12:00:00Z".parse().unwrap()
}

/// Documentation ranges allowed, open relays unless something else is said.
fn options() -> Options {
    let allow = [
        "192.0.2.0/24",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "2001:db8::/32",
    ];
    Options {
        exposure: Some(Exposure::new(Exposure::OPEN_RELAY).unwrap()),
        allow: allow
            .iter()
            .map(|network| network.parse::<IpNet>().unwrap())
            .collect(),
        ..Options::new(now())
    }
}

fn mapped(columns: &[(&str, Field)]) -> Options {
    Options {
        columns: columns
            .iter()
            .map(|(column, field)| ((*column).to_owned(), *field))
            .collect(),
        ..options()
    }
}

/// What an input came to.
struct Read {
    sightings: Vec<(u64, Sighting)>,
    rejects: Vec<Reject>,
    summary: Summary,
}

impl Read {
    fn addresses(&self) -> Vec<String> {
        self.sightings
            .iter()
            .map(|(_, sighting)| sighting.address.to_string())
            .collect()
    }

    /// Line, column and slug of every reject.
    fn reasons(&self) -> Vec<(u64, &str, &str)> {
        let reason = |reject: &'_ Reject| (reject.line, reject.reason.slug());
        self.rejects
            .iter()
            .map(|reject| {
                let (line, slug) = reason(reject);
                (line, reject.column.as_deref().unwrap_or_default(), slug)
            })
            .collect()
    }
}

fn try_import(
    name: &str,
    input: impl std::io::Read,
    options: &Options,
) -> Result<Read, ImportError<Infallible>> {
    let (mut sightings, mut rejects) = (Vec::new(), Vec::new());
    let summary = read(input, name, options, |row| {
        match row {
            Row::Sighting { line, sighting } => sightings.push((line, sighting)),
            Row::Rejected(reject) => rejects.push(reject),
        }
        Ok(())
    })?;
    assert_eq!(summary.rows, (sightings.len() + rejects.len()) as u64);
    assert_eq!(summary.rejected, rejects.len() as u64);
    Ok(Read {
        sightings,
        rejects,
        summary,
    })
}

fn import(name: &str, input: impl AsRef<[u8]>, options: &Options) -> Read {
    try_import(name, input.as_ref(), options).unwrap()
}
