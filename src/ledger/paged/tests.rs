//! Pages beside a plain map: whatever is noted in whatever order, both know the same.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, Ipv6Addr};

use proptest::prelude::*;

use super::*;
use crate::ledger::Access;
use crate::ledger::tests::old_ledger;

fn ledger() -> (tempfile::TempDir, Ledger) {
    let folder = tempfile::tempdir().unwrap();
    let ledger = Ledger::open(folder.path(), Access::Write, &|| [7; 32]).unwrap();
    (folder, ledger)
}

/// Both families, such that they stand between each other in the order of octets: 36.0.0.0 is before `2400::`,
/// 36.1.0.0 behind it.
fn address(four: bool, n: u32) -> IpAddr {
    if four {
        Ipv4Addr::from_bits(0x2400_0000 + n * 997).into()
    } else {
        Ipv6Addr::from_bits(u128::from(0x2400_0000 + n * 997) << 96 | 1).into()
    }
}

type Model = BTreeMap<Vec<u8>, Resolution>;

/// What the view shows, the function for one address, and a range, all beside the model.
fn compare(ledger: &Ledger, model: &Model) {
    let shown: Vec<(Vec<u8>, i64, Option<i64>, i64)> = ledger
        .connection
        .prepare("SELECT address, decision, place, decided FROM resolution ORDER BY address")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let expected: Vec<_> = model
        .iter()
        .map(|(octets, row)| (octets.clone(), row.decision, row.place, row.decided))
        .collect();
    assert_eq!(shown, expected);
    let mut reader = ResolutionReader::default();
    for four in [true, false] {
        for n in 0..80 {
            let address = address(four, n);
            let known = model.get(&*octets(address));
            assert_eq!(reader.find(ledger, address).unwrap().as_ref(), known);
            let alone = ResolutionReader::default().find(ledger, address).unwrap();
            assert_eq!(alone.as_ref(), known);
            let of: (Option<i64>, Option<i64>) = ledger
                .connection
                .prepare_cached(concat!(
                    "SELECT decision_of(near.packed, asked.address), place_of(near.packed, asked.address) \
                     FROM (SELECT ?1 AS address) AS asked ",
                    near!("asked.address")
                ))
                .unwrap()
                .query_row([octets(address)], |row| Ok((row.get(0)?, row.get(1)?)))
                .unwrap();
            assert_eq!(
                of,
                (known.map(|row| row.decision), known.and_then(|row| row.place))
            );
        }
    }
    let mut counts = HashMap::new();
    for row in model.values() {
        *counts.entry(row.decision).or_insert(0) += 1;
    }
    assert_eq!(ledger.count_decisions().unwrap(), counts);
    let (first, last) = (address(true, 5), address(true, 40));
    let mut between = Vec::new();
    ledger
        .each_resolution(first, last, |row| {
            between.push(row);
            Ok(())
        })
        .unwrap();
    let range = octets(first).to_vec()..=octets(last).to_vec();
    assert_eq!(
        between,
        model.range(range).map(|(_, row)| *row).collect::<Vec<_>>()
    );
    // Pages are in order, do not overlap, and are of one family.
    let mut statement = ledger
        .connection
        .prepare("SELECT first, addresses, packed FROM resolution_page ORDER BY first")
        .unwrap();
    let mut pages = statement.query([]).unwrap();
    let mut end: Vec<u8> = Vec::new();
    while let Some(page) = pages.next().unwrap() {
        let packed: Vec<u8> = page.get(2).unwrap();
        let rows: Vec<_> = Page::read(&packed).unwrap().all().collect();
        assert_eq!(rows.len(), usize::from(page.get::<_, u8>(1).unwrap()));
        assert_eq!(*octets(rows[0].address), *page.get::<_, Vec<u8>>(0).unwrap());
        for row in &rows {
            assert!(*octets(row.address) > *end && row.address.is_ipv4() == rows[0].address.is_ipv4());
            end = octets(row.address).to_vec();
        }
    }
}

fn page_count(ledger: &Ledger) -> i64 {
    let pages = "SELECT count(*) FROM resolution_page";
    ledger.connection.query_row(pages, [], |row| row.get(0)).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]
    #[test]
    fn pages_know_what_a_map_knows(
        writes in prop::collection::vec(
            prop::collection::btree_set((any::<bool>(), prop_oneof![0..80_u32, 0..2000_u32]), 1..300),
            1..8,
        ),
        instead in prop::collection::hash_map(1..5_i64, 5..9_i64, 0..4),
    ) {
        let (_folder, ledger) = ledger();
        let mut model = Model::new();
        for (number, write) in (1..).zip(writes) {
            let mut rows: Vec<Resolution> = write.into_iter().map(|(four, n)| Resolution {
                address: address(four, n),
                decision: i64::from(n % 5) + 1,
                place: Some(i64::from(n) * number).filter(|place| *place > 70),
                decided: number,
            }).collect();
            rows.sort_by_key(|row| octets(row.address));
            ledger.write_resolutions(&rows).unwrap();
            model.extend(rows.iter().map(|row| (octets(row.address).to_vec(), *row)));
            compare(&ledger, &model);
        }
        let moved = ledger.replace_decisions(&instead, 99).unwrap();
        let mut expected = 0;
        for row in model.values_mut() {
            if let Some(other) = instead.get(&row.decision) {
                *row = Resolution { decision: *other, decided: 99, ..*row };
                expected += 1;
            }
        }
        prop_assert_eq!(moved, expected);
        compare(&ledger, &model);
    }
}

fn rows(numbers: impl Iterator<Item = u32>) -> Vec<Resolution> {
    let row = |n| Resolution {
        address: address(true, n),
        decision: 1,
        place: None,
        decided: 1,
    };
    numbers.map(row).collect()
}

#[test]
fn pages_are_full_whatever_they_are_filled_with() {
    let (_folder, ledger) = ledger();
    ledger.write_resolutions(&rows((0..64_000).step_by(2))).unwrap();
    assert_eq!(page_count(&ledger), 500);
    // One at a time, at the end and in between.
    for n in (0..64_000).step_by(641) {
        ledger.write_resolutions(&rows(n..=n)).unwrap();
    }
    assert!(page_count(&ledger) < 640);
    for n in 64_000..65_000 {
        ledger.write_resolutions(&rows(n..=n)).unwrap();
    }
    assert!(page_count(&ledger) < 680, "{}", page_count(&ledger));
}

#[test]
fn a_change_writes_only_the_page_it_is_in() {
    let (_folder, ledger) = ledger();
    ledger.write_resolutions(&rows(0..6400)).unwrap();
    let before = ledger.connection.total_changes();
    ledger
        .write_resolutions(&rows([705, 710, 3000].into_iter()))
        .unwrap();
    assert_eq!(ledger.connection.total_changes() - before, 2);
}

#[test]
fn more_pages_than_are_read_at_once_get_other_decisions() {
    let (_folder, ledger) = ledger();
    let addresses = AT_ONCE * 70;
    ledger.write_resolutions(&rows(0..addresses)).unwrap();
    assert!(page_count(&ledger) > i64::from(AT_ONCE));
    let moved = ledger.replace_decisions(&HashMap::from([(1, 2)]), 3).unwrap();
    assert_eq!(moved, u64::from(addresses));
    let left = "SELECT count(*) FROM resolution WHERE decision <> 2 OR decided <> 3";
    let left: i64 = ledger.connection.query_row(left, [], |row| row.get(0)).unwrap();
    assert_eq!(left, 0);
}

#[test]
fn a_damaged_page_is_told() {
    let (_folder, ledger) = ledger();
    ledger.write_resolutions(&rows(0..64)).unwrap();
    let cut = "UPDATE resolution_page SET packed = substr(packed, 1, 100)";
    ledger.connection.execute(cut, []).unwrap();
    let told = ResolutionReader::default()
        .find(&ledger, address(true, 5))
        .unwrap_err();
    assert!(matches!(told, LedgerError::Damaged { .. }), "{told}");
    let sum = "SELECT sum(decision) FROM resolution";
    let told = ledger
        .connection
        .query_row(sum, [], |row| row.get::<_, i64>(0))
        .unwrap_err();
    assert!(
        told.to_string().contains("a page of resolutions is damaged"),
        "{told}"
    );
}

#[test]
fn the_rows_of_an_older_ledger_become_pages() {
    let (folder, old) = old_ledger(7);
    old.execute_batch("INSERT INTO meta VALUES ('key', zeroblob(32)); PRAGMA user_version = 7")
        .unwrap();
    let mut model = Model::new();
    for four in [true, false] {
        for n in 0..500 {
            let row = Resolution {
                address: address(four, n),
                decision: i64::from(n),
                place: (n % 3 > 0).then_some(64 + i64::from(n)),
                decided: 1 + i64::from(n % 2),
            };
            old.execute(
                "INSERT INTO resolution VALUES (?1, ?2, ?3, ?4)",
                params![octets(row.address), row.decision, row.place, row.decided],
            )
            .unwrap();
            model.insert(octets(row.address).to_vec(), row);
        }
    }
    drop(old);
    let ledger = Ledger::open(folder.path(), Access::Write, &|| [0; 32]).unwrap();
    compare(&ledger, &model);
    let gone = "SELECT count(*) FROM sqlite_schema WHERE name = 'former_resolution'";
    assert_eq!(
        ledger
            .connection
            .query_row(gone, [], |row| row.get::<_, i64>(0))
            .unwrap(),
        0
    );
}
