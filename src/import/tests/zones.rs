//! rbldnsd zones.

use super::*;
use crate::import::Format;

const ZONE: &str = "$SOA 3600 ns.example hostmaster.example 0 600 300 86400 300\n\
                    $NS 86400 ns.example\n\
                    # comment\n\
                    :127.0.0.2:Open relay $\n\
                    192.0.2.1\n\
                    192.0.2.2 :127.0.0.9:Special\n\
                    192.0.2.3 a remark\n\
                    192.0.2.4 ; no remark\n\
                    192.0.2\n\
                    192.0.2.16-31\n\
                    192.0.2.0/28\n\
                    192.0.2.126\n\
                    2001:db8::1 :4\n\
                    host.example\n\
                    192.0.02.1\n\
                    ! illegible.example\n\
                    ; the exclusion comes after its row\n\
                    !2001:db8:1::/48\n\
                    !192.0.2.76-80\n\
                    !192.0.2.128/25\n\
                    !192.0.2.64/26\n\
                    !192.0.2.70\n\
                    :3:\n\
                    192.0.2.5-5\n\
                    10.0.0.1\n";

#[test]
fn entries_values_exclusions() {
    let found = import("relays.zone", ZONE, &options());
    assert_eq!(found.summary.format, Format::Rbldnsd);
    assert_eq!(
        found.addresses(),
        [
            "192.0.2.1",
            "192.0.2.2",
            "192.0.2.3",
            "192.0.2.4",
            "2001:db8::1",
            "192.0.2.5"
        ]
    );
    let evidence: Vec<String> = found
        .sightings
        .iter()
        .map(|(_, sighting)| {
            sighting
                .evidence
                .values()
                .cloned()
                .collect::<Vec<_>>()
                .join(" | ")
        })
        .collect();
    assert_eq!(
        evidence,
        [
            "127.0.0.2 | Open relay 192.0.2.1",
            "127.0.0.9 | Special",
            "127.0.0.2 | a remark",
            "127.0.0.2 | Open relay 192.0.2.4",
            "127.0.0.4",
            "127.0.0.3",
        ]
    );
    assert_eq!(
        found
            .reasons()
            .into_iter()
            .map(|(line, _, slug)| (line, slug))
            .collect::<Vec<_>>(),
        [
            (9, "network"),
            (10, "network"),
            (11, "network"),
            (12, "excluded"),
            (14, "bad-address"),
            (15, "leading-zero"),
            (16, "bad-exclusion"),
            (25, "not-global"),
        ]
    );
    assert_eq!(found.sightings[5].0, 24);
    assert_eq!(found.rejects[3].row, "192.0.2.126");
    assert_eq!(found.summary.comments, 2);
}

#[test]
fn zones_are_told_from_lists() {
    for (text, format) in [
        ("192.0.2.1\n192.0.2.2 :127.0.0.2:x\n", Format::Rbldnsd),
        ("192.0.2.1\n!192.0.2.2\n", Format::Rbldnsd),
        ("# c\n\n:127.0.0.2:x\n192.0.2.1\n", Format::Rbldnsd),
        ("192.0.2.1\n::1\n", Format::List),
        ("::1\n192.0.2.1\n", Format::List),
        ("192.0.2.1:8080\n", Format::List),
        ("ip,note\n192.0.2.1,!x\n", Format::Csv),
    ] {
        assert_eq!(import("x", text, &options()).summary.format, format, "{text}");
    }
    let error = try_import("x", ZONE.as_bytes(), &mapped(&[("1", Field::Port)]));
    assert!(matches!(error, Err(ImportError::NothingToMap)));
}

#[test]
fn a_large_zone_waits_in_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options {
        scratch: folder.path().to_owned(),
        ..options()
    };
    let rows = "192.0.2.1 :127.0.0.2:something to fill the memory with\n".repeat(30_000);
    let found = import("x", format!("{rows}!192.0.2.1\n192.0.2.2\n"), &options);
    assert_eq!((found.summary.rows, found.summary.rejected), (30_001, 30_000));
    let lost = Options {
        scratch: folder.path().join("missing"),
        ..options
    };
    assert!(matches!(
        try_import("x", rows.as_bytes(), &lost),
        Err(ImportError::Scratch { .. })
    ));
}
