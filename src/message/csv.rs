//! `addresses.csv`: the bundle for programs and spreadsheets.

use std::borrow::Cow;

use super::build::Attachment;
use crate::bundle::Bundle;
use crate::letter::clean;

const HEADER: [&str; 9] = [
    "ip",
    "port",
    "protocol",
    "exposure",
    "first_seen",
    "last_seen",
    "source",
    "hostname",
    "reference",
];

/// The sightings of the bundle as CSV: UTF-8, CRLF (RFC 4180), one row each in the bundle's order.
///
/// Only facts of the bundle's own sightings stand in it; further evidence columns stay behind, since nobody can tell
/// what an input put there (G8). A cell that a spreadsheet would run begins with a single quote.
#[must_use]
pub fn addresses_csv(bundle: &Bundle, reference: &str) -> Attachment {
    let mut content = String::with_capacity(80 + bundle.sightings.len() * 120);
    line(&mut content, &HEADER.map(Cow::Borrowed));
    for s in &bundle.sightings {
        let optional = |text: &Option<String>| {
            text.as_deref()
                .map_or(Cow::Borrowed(""), |t| Cow::Owned(t.to_owned()))
        };
        line(
            &mut content,
            &[
                Cow::Owned(s.address.to_string()),
                s.port
                    .map_or(Cow::Borrowed(""), |port| Cow::Owned(port.to_string())),
                optional(&s.protocol),
                Cow::Borrowed(s.exposure.as_str()),
                Cow::Owned(s.first_seen.to_string()),
                Cow::Owned(s.last_seen.to_string()),
                Cow::Borrowed(s.source.as_str()),
                optional(&s.hostname),
                Cow::Borrowed(reference),
            ],
        );
    }
    Attachment {
        name: "addresses.csv".to_owned(),
        media_type: "text/csv; charset=utf-8".to_owned(),
        content: content.into_bytes(),
    }
}

fn line(out: &mut String, cells: &[Cow<'_, str>; 9]) {
    for (index, cell) in cells.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        write_cell(out, cell);
    }
    out.push_str("\r\n");
}

/// The text as a cell that no spreadsheet runs: with a single quote in front of what it would.
#[must_use]
pub fn guarded(text: &str) -> String {
    let guard = if runs_in_spreadsheet(text) { "'" } else { "" };
    format!("{guard}{text}")
}

/// Whether a spreadsheet would run a cell with this text.
fn runs_in_spreadsheet(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\0'])
        || text
            .trim_start()
            .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

/// The cell, guarded and quoted where it must be.
///
/// The guard looks at the text as given: a tab or line end in front is one of the ways to hide a formula.
fn write_cell(out: &mut String, text: &str) {
    let runs = runs_in_spreadsheet(text);
    let text = clean(text);
    let quote = text.contains([',', '"', ';']) || text.starts_with(' ') || text.ends_with(' ');
    if quote {
        out.push('"');
    }
    if runs {
        out.push('\'');
    }
    if quote {
        out.push_str(&text.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(&text);
    }
}
