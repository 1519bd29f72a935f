//! What a file is, by its content: names of downloads change, their first lines do not.

use std::io::{self, BufRead, Cursor, Read};
use std::net::IpAddr;

use crate::resolve::index::csirt::MAILBOX;

/// Octets that are looked at; a licence notice above the data may be long.
const LOOKED_AT: u64 = 64 * 1024;

/// The forms that are understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// RPSL objects: RIPE, APNIC, AFRINIC and who publishes like them.
    Rpsl,
    /// ARIN's bulk data as XML.
    ArinXml,
    /// ARIN's bulk data as text.
    ArinText,
    /// Routes with their AS.
    Routes,
    /// Countries with their CSIRT.
    Csirt,
    /// Delegated-extended statistics of one registry, or of all joined.
    Delegated,
}

/// The form of a file, and its content from the beginning.
///
/// # Errors
/// When the first octets cannot be read.
pub(super) fn recognise(mut reader: Box<dyn BufRead>) -> io::Result<(Kind, Box<dyn BufRead>)> {
    let mut head = Vec::new();
    reader.by_ref().take(LOOKED_AT).read_to_end(&mut head)?;
    let kind = kind_of(&head);
    Ok((kind, Box::new(Cursor::new(head).chain(reader))))
}

/// The form that the first line with content shows; RPSL is what nothing else is.
fn kind_of(head: &[u8]) -> Kind {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let lines = head.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    let mut telling = lines.filter(|line| !line.is_empty() && !matches!(line.first(), Some(b'#' | b'%')));
    let Some(line) = telling.next().and_then(|line| std::str::from_utf8(line).ok()) else {
        return Kind::Rpsl;
    };
    if head.windows(10).any(|word| word == b"<bulkwhois") {
        return Kind::ArinXml;
    }
    let name = line.split(':').next().unwrap_or_default().trim();
    let arin = [
        "NetHandle",
        "V6NetHandle",
        "ASHandle",
        "OrgID",
        "CustID",
        "POCHandle",
    ];
    if arin.iter().any(|handle| handle.eq_ignore_ascii_case(name)) {
        return Kind::ArinText;
    }
    let bars: Vec<&str> = line.split('|').collect();
    if bars.len() >= 6 {
        return Kind::Delegated;
    }
    let mut tabs = line.split('\t').map(str::trim);
    if tabs.next().is_some_and(|start| start.parse::<IpAddr>().is_ok()) && tabs.nth(1).is_some() {
        return Kind::Routes;
    }
    let columns: Vec<String> = line
        .split(',')
        .map(|word| word.trim().to_ascii_lowercase())
        .collect();
    let has = |names: &[&str]| columns.iter().any(|column| names.contains(&column.as_str()));
    if has(&["country"]) && has(MAILBOX) {
        return Kind::Csirt;
    }
    Kind::Rpsl
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_each_form_by_its_first_line_with_content() {
        for (head, kind) in [
            ("% notice\n\ninetnum: 192.0.2.0 - 192.0.2.255\n", Kind::Rpsl),
            ("", Kind::Rpsl),
            ("<?xml version='1.0'?>\n<bulkwhois>", Kind::ArinXml),
            ("\nNetHandle:      NET-192-0-2-0-1\n", Kind::ArinText),
            ("OrgID: EX\n", Kind::ArinText),
            ("192.0.2.0\t24\t64500\n", Kind::Routes),
            ("2001:db8::\t2001:db8::1\t64500\tFR\tX\n", Kind::Routes),
            ("Country,Mailbox,Name\n", Kind::Csirt),
            (
                "# notice\n2|apnic|20261120|1|19830101|20261120|+1000\n",
                Kind::Delegated,
            ),
            (
                "\u{feff}2.3|nro|20261120|1|19830101|20261120|+0000\r\n",
                Kind::Delegated,
            ),
            (
                "lacnic|BR|ipv4|192.0.2.0|256|20200101|allocated|1\n",
                Kind::Delegated,
            ),
        ] {
            assert_eq!(kind_of(head.as_bytes()), kind, "{head:?}");
        }
    }
}
