//! Delegated-extended statistics: `registry|country|type|start|value|date|status|opaque-id`, one block a line.
//!
//! The form is the registries' own (RIR statistics exchange format, 2.3). Read leniently: further columns are
//! passed over, an AS number's line is counted and left. A header and summary lines say how much there should be, so
//! that a download cut short is noticed.

use std::collections::BTreeMap;
use std::io::BufRead;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::path::Path;

use jiff::Timestamp;

use super::{Gathered, ImportError, Report};
use crate::resolve::index::Dump;
use crate::resolve::index::delegated::{Blocks, Status};
use crate::resolve::index::graph::country_code;
use crate::resolve::index::rir::Rir;

/// What a file held.
pub(super) struct Statistics {
    pub(super) blocks: BTreeMap<Rir, Blocks>,
    /// The day the statistics end, from the header.
    dated: Option<Timestamp>,
    /// Lines that the summaries announce, and those that were there.
    announced: u64,
    seen: u64,
}

/// Reads one file to its end.
pub(super) fn read(
    path: &Path,
    mut reader: impl BufRead,
    mut dump: Dump,
    gathered: &mut Gathered,
    report: &mut Report<'_>,
) -> Result<(), ImportError> {
    let unreadable = ImportError::unreadable(path);
    let mut statistics = Statistics {
        blocks: BTreeMap::new(),
        dated: None,
        announced: 0,
        seen: 0,
    };
    let mut line = Vec::new();
    let mut number = 0;
    while super::read::line(&mut reader, &mut line).map_err(&unreadable)? {
        number += 1;
        let text = String::from_utf8_lossy(&line);
        let text = text.trim();
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        if let Err(problem) = statistics.take(text) {
            gathered.result.defect(&dump.file, number, problem);
        }
        report.one(&dump.file);
    }
    // Summaries are made by hand-written scripts: a line or two of difference is no cut.
    if statistics.seen < statistics.announced - statistics.announced / 100 {
        return Err(ImportError::Cut {
            file: path.to_owned(),
            announced: statistics.announced,
            seen: statistics.seen,
        });
    }
    dump.dated = statistics.dated.or(dump.dated);
    if statistics.blocks.is_empty() {
        return Err(ImportError::no_dump(path));
    }
    for (registry, blocks) in statistics.blocks {
        // As with dumps, what comes later in the list of files counts.
        gathered.delegated.insert(registry, (blocks, dump.clone()));
    }
    Ok(())
}

impl Statistics {
    /// Takes a line, or says what is wrong with it.
    fn take(&mut self, line: &str) -> Result<(), String> {
        let fields: Vec<&str> = line.split('|').map(str::trim).collect();
        match fields.as_slice() {
            [version, _, _, _, _, ends, ..] if version.starts_with(|c: char| c.is_ascii_digit()) => {
                self.dated = day(ends);
                Ok(())
            }
            [_, "*", kind, "*", count, "summary", ..] => {
                if matches!(*kind, "ipv4" | "ipv6") {
                    self.announced += count
                        .parse::<u64>()
                        .map_err(|_| format!("{count:?} is no number"))?;
                }
                Ok(())
            }
            [_, _, "asn", ..] => Ok(()),
            [
                registry,
                country,
                kind @ ("ipv4" | "ipv6"),
                start,
                value,
                _,
                status,
                rest @ ..,
            ] => {
                self.seen += 1;
                // IANA and the IETF stand in the joined file: they give nothing to networks.
                let Some(registry) = Rir::of_statistics(registry) else {
                    return Ok(());
                };
                let status =
                    Status::of_statistics(status).ok_or_else(|| format!("{status:?} is no status"))?;
                let range = match *kind {
                    "ipv4" => counted(start, value),
                    _ => prefixed(start, value),
                };
                let range = range.ok_or_else(|| format!("{start} and {value} are no {kind} block"))?;
                let holder = rest.first().copied().unwrap_or_default();
                let country = country_code(country);
                let blocks = self.blocks.entry(registry).or_default();
                blocks.add(range, status, country.as_deref(), holder)
            }
            _ => Err("this is no line of a registry's statistics".to_owned()),
        }
    }
}

/// IPv4 blocks have a number of addresses, which need be no power of two.
fn counted(start: &str, count: &str) -> Option<(IpAddr, IpAddr)> {
    let start: Ipv4Addr = start.parse().ok()?;
    let more = count.parse::<u32>().ok()?.checked_sub(1)?;
    let last = start.to_bits().checked_add(more)?;
    Some((start.into(), Ipv4Addr::from_bits(last).into()))
}

/// IPv6 blocks have a prefix length.
fn prefixed(start: &str, length: &str) -> Option<(IpAddr, IpAddr)> {
    let start: Ipv6Addr = start.parse().ok()?;
    let network = ipnet::Ipv6Net::new(start, length.parse().ok()?).ok()?;
    (network.network() == start).then(|| (start.into(), network.broadcast().into()))
}

/// Midnight UTC of `20261120`.
fn day(text: &str) -> Option<Timestamp> {
    let date = jiff::civil::Date::strptime("%Y%m%d", text).ok()?;
    Some(date.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statistics(lines: &str) -> (Statistics, Vec<String>) {
        let mut found = Statistics {
            blocks: BTreeMap::new(),
            dated: None,
            announced: 0,
            seen: 0,
        };
        let problems = lines.lines().filter_map(|line| found.take(line).err()).collect();
        (found, problems)
    }

    #[test]
    fn reads_header_summaries_and_blocks_of_any_size() {
        let (found, problems) = statistics(
            "2|ripencc|1763683199|4|19830705|20261120|+0100\n\
             ripencc|*|asn|*|1|summary\nripencc|*|ipv4|*|2|summary\nripencc|*|ipv6|*|1|summary\n\
             ripencc|FR|asn|64496|1|20200101|allocated|id-1\n\
             ripencc|FR|ipv4|192.0.2.0|48|20200101|assigned|id-1\n\
             ripencc||ipv4|198.51.100.0|256||available\n\
             ripencc|EU|ipv6|2001:db8::|32|20200101|allocated|id-2|e-stats\n\
             iana|ZZ|ipv4|203.0.113.0|256|20200101|ietf|x",
        );
        assert_eq!(problems, Vec::<String>::new());
        assert_eq!((found.announced, found.seen), (3, 4));
        assert_eq!(found.dated.unwrap().to_string(), "2026-11-20T00:00:00Z");
        assert_eq!(found.blocks.len(), 1);
        assert_eq!(found.blocks[&Rir::Ripe].counts(), (2, 1));
    }

    #[test]
    fn says_what_is_wrong_with_a_line() {
        let (_, problems) = statistics(
            "ripencc|FR|ipv4|192.0.2.0|0|20200101|assigned|id\n\
             ripencc|FR|ipv4|255.255.255.0|512|20200101|assigned|id\n\
             ripencc|FR|ipv6|2001:db8::1|32|20200101|assigned|id\n\
             ripencc|FR|ipv6|2001:db8::|129|20200101|assigned|id\n\
             ripencc|FR|ipv4|192.0.2.0|256|20200101|stolen|id\n\
             hello|world",
        );
        assert_eq!(problems.len(), 6, "{problems:?}");
        assert!(problems[4].contains("\"stolen\" is no status"));
    }
}
