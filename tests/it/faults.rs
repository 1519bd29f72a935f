//! The faults that delivery must survive, and the table that says which test holds each of them: `tests/faults.csv`.
//!
//! A fault without a test, a test that is not there or is not named after its fault, and a row for a fault that nobody
//! knows fail here.

use std::collections::BTreeMap;
use std::fs;

use crate::support::repository;

/// Every fault that delivery must survive.
const FAULTS: [&str; 57] = [
    // The gateway.
    "refused",
    "swallowed SYN",
    "no banner",
    "banner 421",
    "banner 554",
    "EHLO refused",
    "421 at MAIL",
    "421 at RCPT",
    "421 at DATA",
    "421 at dot",
    "4xx at MAIL",
    "4xx at RCPT",
    "4xx at DATA",
    "4xx at dot",
    "5xx at MAIL",
    "5xx at RCPT",
    "5xx at DATA",
    "5xx at dot",
    "silent close at MAIL",
    "silent close at RCPT",
    "silent close at DATA",
    "silent close at dot",
    "mixed RCPT replies",
    "550 right after 354",
    "drop after the dot",
    "delayed final reply",
    "cut at every byte",
    "RST",
    "peer stops reading",
    "trickled reply",
    "endless line",
    "endless continuation",
    "malformed replies",
    "3xx as final reply",
    "early extra replies",
    "STARTTLS missing",
    "STARTTLS refused",
    "STARTTLS stalled",
    "STARTTLS with injected plaintext",
    "certificate expired",
    "certificate wrong host",
    "certificate unknown CA",
    "AUTH refused",
    "SIZE too small",
    "no 8BITMIME",
    "gateway restarts",
    "rate limit after k letters",
    // The system.
    "SIGKILL at any moment",
    "SIGKILL at every system call",
    "SIGTERM",
    "disk full",
    "EIO at fsync",
    "read-only folder",
    "two processes",
    "two campaigns at once",
    "clock jumps",
    "closed stdout",
];

/// One row of the table.
#[derive(Debug, serde::Deserialize)]
struct Row {
    fault: String,
    test: String,
    #[serde(rename = "expected outcome")]
    expected: String,
    promises: String,
}

fn table() -> Vec<Row> {
    let file = repository().join("tests/faults.csv");
    let mut rows = csv::Reader::from_path(&file).unwrap();
    rows.deserialize().map(|row| row.expect("a whole row")).collect()
}

/// What is wrong with a table, against these faults and a way to look for a test.
fn wrongs(faults: &[&str], table: &[Row], is_there: impl Fn(&str) -> bool) -> Vec<String> {
    let mut wrongs = Vec::new();
    let mut bears_name: BTreeMap<&str, bool> = faults.iter().map(|fault| (*fault, false)).collect();
    for row in table {
        let Row { fault, test, .. } = row;
        let Some(found) = bears_name.get_mut(fault.as_str()) else {
            wrongs.push(format!("{fault}: nobody knows this fault"));
            continue;
        };
        let name = test.rsplit("::").next().unwrap_or_default();
        *found |= name.contains(&slug(fault));
        if !is_there(test) {
            wrongs.push(format!("{fault}: there is no test {test}"));
        }
        if row.expected.is_empty() {
            wrongs.push(format!("{fault}: {test} expects nothing"));
        }
        let known =
            |promise: &str| matches!(promise.strip_prefix('G'), Some("1" | "2" | "3" | "4" | "5" | "6"));
        if !row.promises.split(' ').all(known) {
            wrongs.push(format!("{fault}: {test} keeps no promise: {:?}", row.promises));
        }
    }
    let nameless = bears_name.into_iter().filter(|(_, found)| !found);
    wrongs.extend(nameless.map(|(fault, _)| format!("{fault}: no test bears its name")));
    wrongs
}

/// A fault as a part of a test's name.
fn slug(fault: &str) -> String {
    fault.to_lowercase().replace([' ', '-'], "_")
}

/// Whether the test of this path is in the sources: `it::FILE::NAME` of this binary, or that of a module of the library.
fn in_the_sources(test: &str) -> bool {
    let Some((module, name)) = test.rsplit_once("::") else {
        return false;
    };
    let file = match module.strip_prefix("it::") {
        Some(file) => format!("tests/it/{file}.rs"),
        None => format!("src/{}.rs", module.replace("::", "/")),
    };
    let source = fs::read_to_string(repository().join(file)).unwrap_or_default();
    let lines: Vec<&str> = source.lines().map(str::trim).collect();
    lines
        .iter()
        .zip(lines.iter().skip(1))
        .any(|(before, line)| *before == "#[test]" && line.starts_with(&format!("fn {name}()")))
}

#[test]
fn every_fault_has_a_test_named_after_it() {
    let wrongs = wrongs(&FAULTS, &table(), in_the_sources);
    assert!(wrongs.is_empty(), "tests/faults.csv:\n{}", wrongs.join("\n"));
}

#[test]
fn a_gap_in_the_table_is_found() {
    let row = |fault: &str, test: &str| Row {
        fault: fault.to_owned(),
        test: test.to_owned(),
        expected: "deferred".to_owned(),
        promises: "G1".to_owned(),
    };
    let here = "it::faults::every_fault_has_a_test_named_after_it";
    let found = |row: Row| wrongs(&["every fault"], &[row], in_the_sources).len();
    assert_eq!(found(row("every fault", here)), 0);
    // Not there; not a test; an unknown fault, and so nothing for the known one; not named after it.
    assert_eq!(found(row("every fault", "it::faults::every_fault_elsewhere")), 1);
    assert_eq!(found(row("every fault", "it::faults::every_fault")), 1);
    assert_eq!(found(row("no such fault", here)), 2);
    assert_eq!(
        found(row("every fault", "it::faults::a_gap_in_the_table_is_found")),
        1
    );
    let mut silent = row("every fault", here);
    silent.expected.clear();
    silent.promises = "G9".to_owned();
    assert_eq!(found(silent), 2);
}
