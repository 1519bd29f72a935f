//! Tables of routes with their AS: pfx2as (`192.0.2.0 TAB 24 TAB 64500`) and ranges (`192.0.2.0 TAB 192.0.2.255 TAB
//! 64500 TAB ...`).
//!
//! A prefix that several ASes announce (`64500_64501`) counts for the one that is named first, which is the one most
//! routes come from; a set in braces or with commas says nobody in particular. AS 0 stands for "not routed".

use std::io::BufRead;
use std::net::IpAddr;
use std::path::Path;

use super::{Gathered, ImportError, Report};
use crate::resolve::index::Dump;

/// Reads one file to its end.
pub(super) fn read(
    path: &Path,
    mut reader: impl BufRead,
    dump: &Dump,
    gathered: &mut Gathered,
    report: &mut Report<'_>,
) -> Result<(), ImportError> {
    let unreadable = ImportError::unreadable(path);
    let mut line = Vec::new();
    let mut number = 0;
    let mut any = false;
    while super::read::line(&mut reader, &mut line).map_err(&unreadable)? {
        number += 1;
        let text = String::from_utf8_lossy(&line);
        let text = text.trim();
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        let added = match route(text) {
            Ok(Some((range, asn))) => gathered.routes.add(range, asn),
            Ok(None) => Ok(()),
            Err(problem) => Err(problem),
        };
        match added {
            Ok(()) => any = true,
            Err(problem) => gathered.result.defect(&dump.file, number, problem),
        }
        report.one(&dump.file);
    }
    if !any {
        return Err(ImportError::no_dump(path));
    }
    gathered.routes.files.push(dump.clone());
    Ok(())
}

/// First and last address.
type Range = (IpAddr, IpAddr);

/// Range and AS of a line; `None` when it names no AS.
fn route(line: &str) -> Result<Option<(Range, u32)>, String> {
    let mut fields = line.split('\t').map(str::trim);
    let (Some(start), Some(end), Some(ases)) = (fields.next(), fields.next(), fields.next()) else {
        return Err("this is no line of a table of routes".to_owned());
    };
    let separator = if end.contains(['.', ':']) { " - " } else { "/" };
    let key = format!("{start}{separator}{end}");
    let range = super::builder::range_of(&key).ok_or_else(|| format!("{key} is no range of addresses"))?;
    let first = ases.split('_').next().unwrap_or_default();
    if first.contains([',', '{']) {
        return Ok(None);
    }
    let asn: u32 = first.parse().map_err(|_| format!("{ases:?} is no AS number"))?;
    Ok((asn != 0).then_some((range, asn)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_prefixes_and_ranges_with_every_kind_of_origin() {
        for (line, expected) in [
            ("192.0.2.0\t24\t64500", Some(("192.0.2.0", "192.0.2.255", 64500))),
            (
                "192.0.2.0\t25\t64501_64500",
                Some(("192.0.2.0", "192.0.2.127", 64501)),
            ),
            ("192.0.2.0\t25\t64501,64500", None),
            ("2001:db8::\t32\t{64501}", None),
            (
                "2001:db8::\t2001:db8::ff\t64500\tFR\tEXAMPLE",
                Some(("2001:db8::", "2001:db8::ff", 64500)),
            ),
            ("192.0.2.0\t192.0.2.7\t0\tNone\tNot routed", None),
        ] {
            let expected =
                expected.map(|(first, last, asn)| ((first.parse().unwrap(), last.parse().unwrap()), asn));
            assert_eq!(route(line), Ok(expected), "{line}");
        }
        for line in [
            "192.0.2.0\t24",
            "192.0.2.1\t24\t64500",
            "192.0.2.9\t192.0.2.1\t1",
            "192.0.2.0\t24\tAS",
        ] {
            assert!(route(line).is_err(), "{line}");
        }
    }
}
