//! Rows come in, and every one of them is counted.

use std::io;

use super::*;
use crate::contact::Unresolved;

#[test]
fn a_row_is_new_or_repeated_and_widens_what_is_known() {
    let Place {
        ledger,
        folder: _folder,
    } = place();
    let rows = [
        sighting("192.0.2.1", 25, "2026-11-20T10:00:00Z"),
        sighting("192.0.2.1", 25, "2026-11-18T10:00:00Z"),
        sighting("192.0.2.1", 587, "2026-11-20T10:00:00Z"),
        sighting("2001:db8::1", 25, "2026-11-20T10:00:00Z"),
    ];
    assert_eq!(import(&ledger, 1, &rows), Imported::Done { new: 3, repeated: 1 });
    let later = sighting("192.0.2.1", 25, "2026-11-21T10:00:00Z");
    assert_eq!(
        import(&ledger, 2, &[later]),
        Imported::Done { new: 0, repeated: 1 }
    );
    decide(&ledger, "192.0.2.1", "abuse@net.example");
    let mut seen = Vec::new();
    ledger
        .ready_bundles(first(now()), |bundle| -> Result<(), LedgerError> {
            seen.extend(
                bundle
                    .sightings
                    .iter()
                    .map(|s| (s.port, s.first_seen.to_string(), s.last_seen.to_string())),
            );
            Ok(())
        })
        .unwrap();
    let wide = (
        Some(25),
        "2026-11-18T10:00:00Z".to_owned(),
        "2026-11-21T10:00:00Z".to_owned(),
    );
    let narrow = (
        Some(587),
        "2026-11-20T10:00:00Z".to_owned(),
        "2026-11-20T10:00:00Z".to_owned(),
    );
    assert_eq!(seen, [wide, narrow]);
    let totals = ledger.totals().unwrap();
    assert_eq!(
        (
            totals.rows.imported,
            totals.rows.new,
            totals.rows.repeated,
            totals.sightings
        ),
        (5, 3, 2, 3)
    );
    assert_eq!(totals.addresses.unresolved.get("pending"), Some(&1));
}

#[test]
fn the_same_content_again_changes_nothing() {
    let Place {
        ledger,
        folder: _folder,
    } = place();
    let row = sighting("192.0.2.1", 25, "2026-11-20T10:00:00Z");
    import(&ledger, 1, std::slice::from_ref(&row));
    let again = ledger
        .intake()
        .finish(&Packer::default(), &content("copy.csv", [1; 32]), || {
            panic!("nothing is to be committed")
        });
    assert_eq!(
        again.unwrap(),
        Imported::Known {
            scan: 1,
            name: "rows.csv".to_owned(),
            at: now()
        }
    );
    assert_eq!(ledger.totals().unwrap().rows.imported, 1);
}

#[test]
fn an_import_whose_rejects_cannot_be_kept_has_not_happened() {
    let Place {
        ledger,
        folder: _folder,
    } = place();
    let (intake, packer) = taken(&ledger, &[sighting("192.0.2.1", 25, "2026-11-20T10:00:00Z")]);
    let full = || Err(io::Error::from(io::ErrorKind::StorageFull));
    intake
        .finish(&packer, &content("rows.csv", [1; 32]), full)
        .unwrap_err();
    assert_eq!(ledger.totals().unwrap(), Totals::nothing());
}

#[test]
fn sums_add_up_whatever_the_verdicts() {
    let Place {
        ledger,
        folder: _folder,
    } = place();
    let rows: Vec<_> = (1..=5)
        .map(|n| sighting(&format!("192.0.2.{n}"), 25, "2026-11-20T10:00:00Z"))
        .collect();
    import(&ledger, 1, &rows);
    decide(&ledger, "192.0.2.1", "abuse@net.example");
    decide(&ledger, "192.0.2.2", "abuse@gone.example");
    let mut other = ledger
        .decision_about("192.0.2.1".parse().unwrap())
        .unwrap()
        .unwrap();
    for (address, verdict) in [
        ("192.0.2.3", Verdict::Suppress),
        ("192.0.2.4", Verdict::Unresolved(Unresolved::NoAbuseRole)),
    ] {
        other.verdict = verdict;
        let decision = std::sync::Arc::new(other.clone());
        ledger
            .record_decisions(&[(address.parse().unwrap(), decision)], now())
            .unwrap();
    }
    for suppress in [false, true] {
        if suppress {
            ledger
                .suppress(
                    &SuppressionKind::parse("gone.example").unwrap(),
                    Cause::Operator,
                    "asked",
                    now(),
                )
                .unwrap();
        }
        let AddressTotals {
            total,
            resolved,
            unresolved,
            suppressed,
        } = ledger.totals().unwrap().addresses;
        assert_eq!(total, resolved + unresolved.values().sum::<u64>() + suppressed);
        assert_eq!((resolved, suppressed), if suppress { (1, 2) } else { (2, 1) });
        assert_eq!(
            unresolved,
            BTreeMap::from([("no-abuse-role".to_owned(), 1), ("pending".to_owned(), 1)])
        );
    }
}
