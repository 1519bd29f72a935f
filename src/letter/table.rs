//! The table of a letter: what was seen where, when, and by whom.

use serde::Serialize;

use super::clean::short;
use super::facts;
use super::sentences::{SentenceError, Sentences};
use super::wrap::columns;
use crate::sighting::{Exposure, Sighting};

/// The table of a letter in one language: its heading and rows, the text lines aligned by display width.
#[derive(Debug)]
pub(super) struct Table {
    /// What each line of the text begins with: in right-to-left languages direction marks.
    pub(super) mark: &'static str,
    pub(super) head: String,
    pub(super) rule: String,
    pub(super) rows: Vec<Entry>,
    /// An address is too long to stand beside the other columns on a phone: the HTML gives it a line above them.
    pub(super) wide: bool,
}

/// LRM and LRI before the lines of a right-to-left table, LRM and PDI after them.
const LINE_BEGIN: &str = "\u{200e}\u{2066}";
const LINE_END: &str = "\u{200e}\u{2069}";

/// A source or slug longer than this is cut in the letter; addresses.csv has it whole.
const LONGEST_CELL: usize = 40;

/// The longest address that stands beside the other columns: as long as an IPv4 address can be. An IPv6 address can be 39 long.
const LONGEST_BESIDE: usize = 15;

impl Table {
    /// In a right-to-left language the table still runs from left to right, as addresses, ports and times do (UAX #9): each line is
    /// isolated, and words in the language are isolated within it. A mark before the isolate, which counts for nothing where
    /// a program sets the direction of each line by itself, makes all lines left to right there. A mark after the blanks that make
    /// all lines equally wide keeps the columns in place where lines are set to the right. Nothing stands beside an address,
    /// where it would be copied with it.
    pub(super) fn of(
        sightings: &[Sighting],
        sentences: &Sentences,
        rtl: bool,
    ) -> Result<Self, SentenceError> {
        let head: Vec<String> = [
            "column-address",
            "column-port",
            "column-what",
            "column-seen",
            "column-source",
        ]
        .into_iter()
        .map(|key| sentences.format(key, None))
        .collect::<Result<_, _>>()?;
        let mut rows = Vec::with_capacity(sightings.len());
        for sighting in sightings {
            let what = match sighting.exposure.as_str() {
                Exposure::OPEN_RELAY => sentences.format("what-open-relay", None)?,
                Exposure::OPEN_PROXY_HTTP => sentences.format("what-open-proxy-http", None)?,
                Exposure::OPEN_PROXY_SOCKS => sentences.format("what-open-proxy-socks", None)?,
                slug => short(slug, LONGEST_CELL).into_owned(),
            };
            let (day, time) = (
                facts::day(sighting.last_seen),
                facts::time_of_day(sighting.last_seen),
            );
            rows.push(Entry {
                ip: sighting.address.to_string(),
                port: sighting
                    .port
                    .map_or_else(|| "-".to_owned(), |port| port.to_string()),
                what,
                seen: format!("{day} {time}"),
                day,
                time,
                source: short(&sighting.source, LONGEST_CELL).into_owned(),
                line: String::new(),
                mark: "",
            });
        }
        let mut widths: Vec<usize> = head.iter().map(|title| columns(title)).collect();
        for row in &rows {
            for (width, cell) in widths.iter_mut().zip(row.cells()) {
                *width = (*width).max(columns(cell));
            }
        }
        let titles: Vec<&str> = head.iter().map(String::as_str).collect();
        let rules: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
        let mark = if rtl { LINE_BEGIN } else { "" };
        let head = aligned(&titles, &widths, rtl);
        let mut rule = rules.join("  ");
        if rtl {
            rule.push_str(LINE_END);
        }
        for row in &mut rows {
            row.line = aligned(&row.cells(), &widths, rtl);
            row.mark = mark;
        }
        let wide = rows.iter().any(|row| row.ip.len() > LONGEST_BESIDE);
        Ok(Self {
            mark,
            head,
            rule,
            rows,
            wide,
        })
    }
}

/// One line of the table.
#[derive(Debug, Serialize)]
pub(super) struct Entry {
    ip: String,
    port: String,
    what: String,
    /// `2026-11-21 14:05 UTC`, and its two halves.
    seen: String,
    day: String,
    time: String,
    source: String,
    line: String,
    mark: &'static str,
}

impl Entry {
    fn cells(&self) -> [&str; 5] {
        [&self.ip, &self.port, &self.what, &self.seen, &self.source]
    }
}

fn aligned(cells: &[&str], widths: &[usize], rtl: bool) -> String {
    let mut line = String::with_capacity(96);
    for (cell, width) in cells.iter().zip(widths) {
        if !line.is_empty() {
            line.push_str("  ");
        }
        if rtl && !cell.is_ascii() {
            line.extend(["\u{2068}", cell, "\u{2069}"]);
        } else {
            line.push_str(cell);
        }
        for _ in columns(cell)..*width {
            line.push(' ');
        }
    }
    if rtl {
        line.push_str(LINE_END);
    } else {
        line.truncate(line.trim_end().len());
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::letter::sources::{Origin, SourceFile};
    use crate::letter::tests::sighting;

    /// Cells in order and times in one piece, whatever a program takes for the direction of the line.
    #[test]
    fn a_right_to_left_table_runs_from_left_to_right() {
        let text = ["address", "port", "what", "seen", "source"].map(|key| format!("column-{key} = عمود\n"));
        let file = SourceFile {
            name: "x.ftl".to_owned(),
            origin: Origin::BuiltIn,
            text: format!("{}what-open-relay = مفتوح\n", text.concat()),
        };
        let sentences = Sentences::parse(&Language::new("ar").unwrap(), true, &[&file]).unwrap();
        let rows = [sighting("2001:db8::1", "open-relay", 25)];
        let table = Table::of(&rows, &sentences, true).unwrap();
        assert_eq!((table.mark, table.rows[0].mark), (LINE_BEGIN, LINE_BEGIN));
        assert_eq!(
            table.rows[0].line,
            "2001:db8::1  25    \u{2068}مفتوح\u{2069}  2026-11-20 08:12 UTC  Example Scanning Project\u{200e}\u{2069}"
        );
        // All lines are equally wide, so that their columns stand below each other from the right as well.
        let widths = [&table.head, &table.rule, &table.rows[0].line].map(|line| columns(line));
        assert_eq!(widths, [widths[0]; 3], "{table:?}");
        let plain = Table::of(&rows, &sentences, false).unwrap();
        assert_eq!(plain.mark, "");
        assert!(!plain.wide);
        let long = [sighting("2001:db8:1:2:3:4:5:6", "open-relay", 25)];
        assert!(Table::of(&long, &sentences, true).unwrap().wide);
        assert!(!plain.rows[0].line.contains('\u{2068}'));
    }
}
