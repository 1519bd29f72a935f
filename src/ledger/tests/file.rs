//! The file itself: its form, its owner, an older program's.

use super::*;

#[test]
fn a_newer_schema_is_refused() {
    let Place { ledger, folder } = place();
    ledger
        .connection
        .pragma_update(None, "user_version", SCHEMA + 1)
        .unwrap();
    drop(ledger);
    let error = Ledger::open(folder.path(), Access::Write, &|| KEY).unwrap_err();
    assert!(matches!(error, LedgerError::Newer { .. }));
}

#[test]
fn the_ledger_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let Place { ledger, folder } = place();
    ledger
        .suppress(&SuppressionKind::As(64500), Cause::Operator, "asked", now())
        .unwrap();
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let file = file.unwrap();
        assert_eq!(
            file.metadata().unwrap().permissions().mode() & 0o777,
            0o600,
            "{:?}",
            file.file_name()
        );
    }
}

#[test]
fn an_older_ledger_is_brought_up_to_date_and_chained() {
    let place = place();
    drop(place.ledger);
    let file = place.folder.path().join(FILE);
    fs::remove_file(&file).unwrap();
    let old = Connection::open(&file).unwrap();
    old.execute_batch(MIGRATIONS[0]).unwrap();
    old.execute_batch(
        "INSERT INTO meta VALUES ('key', zeroblob(32)); PRAGMA user_version = 1; \
         INSERT INTO import VALUES (1, 'a.csv', x'01', '', 'csv', 0, 1, 1, 0, 0); \
         INSERT INTO event (at, what, detail) VALUES (1, 'imported', 'a.csv'), (2, 'imported', 'b.csv');",
    )
    .unwrap();
    drop(old);
    let open = |access| Ledger::open(place.folder.path(), access, &|| [0; 32]);
    assert!(matches!(
        open(Access::Read),
        Err(LedgerError::Older { found: 1, .. })
    ));
    let ledger = open(Access::Write).unwrap();
    assert_eq!(ledger.verify_chain(None).unwrap().events, 2);
    assert_eq!(ledger.newest_scan().unwrap(), 1);
    open(Access::Read).unwrap();
}
