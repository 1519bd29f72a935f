//! Lists without a header.

use super::*;
use crate::import::Format;

#[test]
fn one_address_a_line_with_comments() {
    let text = "; made by hand\n# more\n192.0.2.1\n  192.0.2.2:8080  # a proxy, they say\n[2001:db8::3]:1080;\n192.0.2.4 1080 tcp ; x\n\nnobody\n192.0.2.0/28\n";
    let found = import("list.txt", text, &options());
    assert_eq!(found.summary.format, Format::List);
    assert_eq!(found.addresses(), ["192.0.2.1", "192.0.2.2", "192.0.2.4"]);
    assert_eq!(found.summary.comments, 2);
    let second = &found.sightings[1].1;
    assert_eq!(
        (second.port, second.evidence["comment"].as_str()),
        (Some(8080), "a proxy, they say")
    );
    assert_eq!(found.sightings[2].1.evidence["column 2"], "1080");
    assert_eq!(
        found.reasons(),
        [
            (5, "column 1", "bad-address"),
            (8, "column 1", "bad-address"),
            (9, "column 1", "network")
        ]
    );
}

#[test]
fn more_columns_have_numbers() {
    let text = "192.0.2.1,8080,FR,x\n192.0.2.2,3128,de,y\n192.0.2.3,1\n";
    let found = import("list.txt", text, &options());
    assert_eq!(found.sightings[0].1.port, None);
    assert_eq!(found.sightings[0].1.evidence["column 2"], "8080");
    assert_eq!(found.reasons(), [(3, "", "ragged")]);
    let found = import(
        "list.txt",
        text,
        &mapped(&[("2", Field::Port), ("Column 3", Field::Country)]),
    );
    assert_eq!(
        (found.sightings[1].1.port, found.sightings[1].1.country.as_deref()),
        (Some(3128), Some("DE"))
    );
    assert_eq!(found.summary.evidence, ["column 4"]);
    let blanks = import(
        "list.txt",
        "192.0.2.1 8080\n192.0.2.2\n",
        &mapped(&[("2", Field::Port)]),
    );
    assert_eq!(
        blanks
            .sightings
            .iter()
            .map(|(_, sighting)| sighting.port)
            .collect::<Vec<_>>(),
        [Some(8080), None]
    );
}

#[test]
fn the_address_may_stand_elsewhere_if_mapped() {
    let text = "2026-08-22,192.0.2.1\n2026-08-22,192.0.2.2\n";
    let found = import(
        "list.txt",
        text,
        &mapped(&[("2", Field::Address), ("1", Field::Seen)]),
    );
    assert_eq!(found.addresses(), ["192.0.2.1", "192.0.2.2"]);
    assert!(matches!(
        try_import("x", text.as_bytes(), &options()),
        Err(ImportError::NoAddress { .. })
    ));
    let error = try_import(
        "x",
        text.as_bytes(),
        &mapped(&[("2", Field::Address), ("3", Field::Port)]),
    );
    assert!(matches!(error, Err(ImportError::UnknownColumn { .. })));
}

#[test]
fn a_bad_first_line_does_not_become_a_header() {
    for first in ["192.0.2.256", "010.0.2.1", "192.0.2.0/24", "2001:db8::g"] {
        let found = import(
            "list.txt",
            format!("{first}\n192.0.2.1\n"),
            &Options {
                format: Format::List,
                ..options()
            },
        );
        assert_eq!(
            (found.summary.rows, found.addresses()),
            (2, vec!["192.0.2.1".to_owned()]),
            "{first}"
        );
    }
    let found = import("list.txt", "192.0.2.256\n192.0.2.1\n", &options());
    assert_eq!(found.reasons(), [(1, "column 1", "bad-address")]);
}

#[test]
fn delimiters_in_comments_are_text() {
    let text = "192.0.2.1 # relay, open; since | May\n192.0.2.2\n192.0.2.3 # a, b\n";
    let found = import("list.txt", text, &options());
    assert_eq!(found.addresses(), ["192.0.2.1", "192.0.2.2", "192.0.2.3"]);
    assert_eq!(
        found.sightings[0].1.evidence["comment"],
        "relay, open; since | May"
    );
}
