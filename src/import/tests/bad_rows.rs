//! Every kind of bad row: its line, column and reason; and the good rows around it all there.

use super::*;

#[test]
fn each_bad_row_is_rejected_alone() {
    let header = "first_seen,ip,port,proto,seen,tag,asn,cc,rdns,source,lang,note";
    let good = ",192.0.2.1,80,tcp,2026-08-22,open-relay,64500,FR,h.example,s,fr,n";
    let cell = |column: usize, text: &str| {
        let mut cells: Vec<&str> = good.split(',').collect();
        cells[column] = text;
        cells.join(",")
    };
    let long = "x".repeat(5000);
    let cases = [
        (cell(1, ""), "ip", "empty-address"),
        (cell(1, "nobody"), "ip", "bad-address"),
        (cell(1, "192.0.02.1"), "ip", "leading-zero"),
        (cell(1, "192.0.2.0/24"), "ip", "network"),
        (cell(1, "192.0.2.1-192.0.2.9"), "ip", "network"),
        (cell(1, "10.0.0.1"), "ip", "not-global"),
        (cell(1, "::ffff:127.0.0.1"), "ip", "not-global"),
        (cell(2, "0"), "port", "bad-port"),
        (cell(2, "65536"), "port", "bad-port"),
        (cell(3, "http"), "proto", "bad-protocol"),
        (cell(4, "yesterday"), "seen", "bad-time"),
        (cell(4, "1999-01-01"), "seen", "absurd-time"),
        (cell(4, "2026-08-25"), "seen", "absurd-time"),
        (cell(0, "2026-08-23"), "first_seen", "times-reversed"),
        (cell(5, "<b>"), "tag", "bad-exposure"),
        (cell(6, "ASX"), "asn", "bad-asn"),
        (cell(7, "FRA"), "cc", "bad-country"),
        (cell(8, "a b"), "rdns", "bad-hostname"),
        (cell(8, "a\x1b[2J"), "rdns", "control-character"),
        (cell(8, "\"a\r\nBcc: b@c.example\""), "rdns", "control-character"),
        (cell(9, &"s".repeat(201)), "source", "bad-source"),
        (cell(9, "a\u{202e}b"), "source", "control-character"),
        (cell(10, "klingon!"), "lang", "bad-language"),
        (cell(11, &long), "note", "long-cell"),
        (cell(11, "a\0b"), "", "nul"),
        (cell(11, "a,b"), "", "ragged"),
        (cell(11, "\"a\"b"), "", "bad-quote"),
        (cell(11, "\"a"), "", "open-quote"),
        ("192.0.2.1".to_owned(), "", "ragged"),
        (",".repeat(11), "ip", "empty-address"),
        (",".repeat(1500), "", "many-cells"),
        (cell(11, &"x".repeat(70_000)), "", "long-row"),
    ];
    for (row, column, slug) in cases {
        let text = format!("{header}\n{good}\n{row}\n{good}\n\n{good}\n");
        let found = import("list.csv", &text, &options());
        let lines: Vec<u64> = found.sightings.iter().map(|(line, _)| *line).collect();
        let more = row.matches('\n').count() as u64;
        assert_eq!(lines, [2, 4 + more, 6 + more], "{slug}");
        assert_eq!(found.reasons(), [(3, column, slug)]);
        assert!(
            row.starts_with(&found.rejects[0].row) && !found.rejects[0].row.is_empty(),
            "{slug}"
        );
        assert!(found.rejects[0].row.len() >= row.len().min(65_536), "{slug}");
        assert!(!found.rejects[0].reason.to_string().is_empty());
    }
}

#[test]
fn many_open_quotes_cost_a_line_each() {
    let text = format!("ip,note\n{}192.0.2.1,x\n", "192.0.2.1,\"open\n".repeat(501));
    let found = import("list.csv", text, &options());
    // Each opening quote meets the next one in the middle of a cell, or none at all.
    assert_eq!((found.summary.rows, found.sightings.len()), (502, 1));
    assert!(
        found
            .rejects
            .iter()
            .zip(2..)
            .all(|(reject, line)| reject.line == line)
    );
}

#[test]
fn rows_without_exposure_say_what_to_do() {
    let bare = Options {
        exposure: None,
        ..options()
    };
    let found = import("list.csv", "ip,type\n192.0.2.1,\n192.0.2.2,open relay\n", &bare);
    assert_eq!(found.reasons(), [(2, "type", "no-exposure")]);
    assert!(found.rejects[0].reason.to_string().contains("--exposure"));
    assert_eq!(found.addresses(), ["192.0.2.2"]);
}

#[test]
fn special_purpose_addresses_need_leave() {
    let text = "ip\n192.0.2.1\n8.8.8.8\n";
    let strict = Options {
        allow: Vec::new(),
        ..options()
    };
    let found = import("list.csv", text, &strict);
    assert_eq!(found.reasons(), [(2, "ip", "not-global")]);
    assert!(found.rejects[0].reason.to_string().contains("RFC 5737"));
}

#[test]
fn memory_does_not_grow_with_a_line() {
    use std::io::Read as _;
    let endless = std::io::repeat(b'x').take(5_000_000);
    let input = (&b"ip,note\n192.0.2.1,\""[..])
        .chain(endless)
        .chain(&b"\n192.0.2.2,y\n"[..]);
    let found = try_import("list.csv", input, &options()).unwrap();
    assert_eq!(
        (found.reasons(), found.addresses()),
        (vec![(2, "", "long-row")], vec!["192.0.2.2".to_owned()])
    );
    assert!(found.rejects[0].row.len() <= 65_536);
}
