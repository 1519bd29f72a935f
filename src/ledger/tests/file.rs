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

/// A ledger as the program of this schema made it, but for what it noted.
pub(in crate::ledger) fn old_ledger(schema: usize) -> (tempfile::TempDir, Connection) {
    let folder = tempfile::tempdir().unwrap();
    let old = Connection::open(folder.path().join(FILE)).unwrap();
    old.pragma_update(None, "foreign_keys", "OFF").unwrap();
    for step in &MIGRATIONS[..schema] {
        old.execute_batch(step).unwrap();
    }
    (folder, old)
}

#[test]
fn an_older_ledger_is_brought_up_to_date_and_chained() {
    let (folder, old) = old_ledger(1);
    old.execute_batch(
        "INSERT INTO meta VALUES ('key', zeroblob(32)); PRAGMA user_version = 1; \
         INSERT INTO import VALUES (1, 'a.csv', x'01', '', 'csv', 0, 1, 1, 0, 0); \
         INSERT INTO event (at, what, detail) VALUES (1, 'imported', 'a.csv'), (2, 'imported', 'b.csv');",
    )
    .unwrap();
    drop(old);
    let open = |access| Ledger::open(folder.path(), access, &|| [0; 32]);
    assert!(matches!(
        open(Access::Read),
        Err(LedgerError::Older { found: 1, .. })
    ));
    let ledger = open(Access::Write).unwrap();
    assert_eq!(ledger.verify_chain(None).unwrap().events, 2);
    assert_eq!(ledger.newest_scan().unwrap(), 1);
    open(Access::Read).unwrap();
}

#[test]
fn stories_of_an_older_ledger_are_read_and_known_again() {
    use crate::contact::{Decision, Unresolved, Verdict};
    use sha2::Digest as _;
    let (folder, old) = old_ledger(6);
    let address: IpAddr = "192.0.2.1".parse().unwrap();
    let decision = Decision {
        range: (address, address),
        verdict: Verdict::Unresolved(Unresolved::NoSource),
        confidence: 0,
        candidates: Vec::new(),
        rule: None,
        consulted: Vec::new(),
        languages: Vec::new(),
        country: None,
        network: Some("EXAMPLE".to_owned()),
    };
    let story = serde_json::to_vec(&decision).unwrap();
    let sha256: [u8; 32] = sha2::Sha256::digest(&story).into();
    old.execute_batch(
        "INSERT INTO meta VALUES ('key', zeroblob(32)); INSERT INTO deciding VALUES (1, 1000); \
         INSERT INTO resolution VALUES (x'c0000201', 5, NULL, 1); PRAGMA user_version = 6",
    )
    .unwrap();
    old.execute(
        "INSERT INTO decision (id, sha256, verdict, confidence, story, packed) VALUES (5, ?1, 'no-source', 0, '', ?2)",
        rusqlite::params![sha256, stories::pack(&story)],
    )
    .unwrap();
    drop(old);
    let ledger = Ledger::open(folder.path(), Access::Write, &|| [0; 32]).unwrap();
    assert_eq!(ledger.decision_about(address).unwrap().as_ref(), Some(&decision));
    let again = [(address, Arc::new(decision))];
    ledger.record_decisions(&again, now()).unwrap();
    let known = "SELECT decision FROM resolution WHERE decision = 5";
    let known: i64 = ledger.connection.query_row(known, [], |row| row.get(0)).unwrap();
    assert_eq!(known, 5);
}
