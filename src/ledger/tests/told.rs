//! What several campaigns tell together: who comes first tells, and nothing noted is lost by taking something else back.

use std::path::PathBuf;

use jiff::ToSpan as _;

use super::*;

/// Two campaigns about the same three contacts, each with its letters approved, and the history that they share.
fn two() -> (Place, Place, PathBuf) {
    let one = three_letters();
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join(FILE);
    one.ledger
        .connection
        .execute("VACUUM INTO ?1", [copy.to_str().unwrap()])
        .unwrap();
    let ledger = Ledger::open(folder.path(), Access::Write, &|| KEY).unwrap();
    ledger
        .connection
        .execute("UPDATE meta SET value = ?1 WHERE key = 'key'", [[8; 32]])
        .unwrap();
    let other = Place { folder, ledger };
    let shared = one.folder.path().join("history.sqlite");
    (one, other, shared)
}

/// Compares with the history, as a send does at its beginning and at its end; returns how many were held back.
fn compare(place: &mut Place, shared: &Path, at: Timestamp) -> u64 {
    place.ledger.end_telling();
    place.ledger.share_history(shared).unwrap();
    place.ledger.enter_history(at).unwrap();
    let since = at.checked_sub(DAY).unwrap();
    let held_back = place.ledger.hold_back_told_elsewhere(since, at).unwrap();
    place.ledger.leave_history().unwrap();
    held_back
}

fn begin(place: &mut Place, shared: &Path) -> u64 {
    let held_back = compare(place, shared, now());
    place.ledger.begin_telling(shared, DAY).unwrap();
    held_back
}

fn claim(place: &Place, limit: u32) -> Claim {
    place
        .ledger
        .atomically(|| place.ledger.claim(limit, DAY, now()))
        .unwrap()
}

fn rows(shared: &Path, table: &str) -> i64 {
    let connection = rusqlite::Connection::open(shared).unwrap();
    connection
        .query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))
        .unwrap()
}

#[test]
fn of_two_that_send_at_once_each_letter_leaves_one() {
    let (mut one, mut other, shared) = two();
    assert_eq!((begin(&mut one, &shared), begin(&mut other, &shared)), (0, 0));
    assert_eq!(claim(&one, 2).letters.len(), 2);
    let second = claim(&other, 3);
    assert_eq!((second.letters.len(), second.told_elsewhere), (1, 2));
    assert_eq!(states(&other.ledger), ["suppressed", "suppressed", "sending"]);
    let third = claim(&one, 3);
    assert_eq!((third.letters.len(), third.told_elsewhere), (0, 1));
    assert_eq!(states(&one.ledger), ["sending", "sending", "suppressed"]);
    // Chosen one by one it is the same.
    let (mut one, mut other, shared) = two();
    begin(&mut one, &shared);
    begin(&mut other, &shared);
    assert_eq!(claim(&one, 2).letters.len(), 2);
    let chosen = other.ledger.claim_chosen(&[3, 2], DAY, now()).unwrap();
    assert_eq!((chosen.letters.len(), chosen.told_elsewhere), (1, 1));
}

#[test]
fn what_did_not_leave_is_taken_back_and_what_is_under_way_is_not() {
    let (mut one, mut other, shared) = two();
    begin(&mut one, &shared);
    let letters = claim(&one, 3).letters;
    assert_eq!(rows(&shared, "telling"), 3);
    one.ledger.dot(letters[0].id, now()).unwrap();
    one.ledger.end_attempt(letters[0].id, &accepted(), now()).unwrap();
    one.ledger.dot(letters[1].id, now()).unwrap();
    one.ledger
        .end_attempt(letters[2].id, &Ending::Released, now())
        .unwrap();
    compare(&mut one, &shared, now());
    assert_eq!((rows(&shared, "told"), rows(&shared, "telling")), (1, 1));
    assert_eq!(begin(&mut other, &shared), 2);
    assert_eq!(states(&other.ledger), ["suppressed", "suppressed", "planned"]);
}

#[test]
fn what_was_told_long_ago_stays_when_telling_it_again_comes_to_nothing() {
    let (mut one, _other, shared) = two();
    begin(&mut one, &shared);
    for letter in claim(&one, 3).letters {
        one.ledger.dot(letter.id, now()).unwrap();
        one.ledger.end_attempt(letter.id, &accepted(), now()).unwrap();
    }
    compare(&mut one, &shared, now());
    for n in 1..=3 {
        let seen = sighting(&format!("192.0.2.{n}"), 25, "2026-12-20T00:00:00Z");
        import(&one.ledger, 20 + n, &[seen]);
    }
    let later = now().checked_add(1_000.hours()).unwrap();
    let round = plan(&one.ledger, later).unwrap();
    one.ledger.approve(round.number, later).unwrap();
    one.ledger.begin_telling(&shared, DAY).unwrap();
    assert_eq!(claim(&one, 3).letters.len(), 3);
    assert_eq!((rows(&shared, "told"), rows(&shared, "telling")), (3, 3));
    one.ledger.recover(later, &|_, _| None).unwrap();
    compare(&mut one, &shared, later);
    assert_eq!((rows(&shared, "told"), rows(&shared, "telling")), (3, 0));
}

#[test]
fn a_deferred_letter_gives_way_too() {
    let (mut one, mut other, shared) = two();
    begin(&mut other, &shared);
    let letter = claim(&other, 1).letters.remove(0);
    let put_off = crate::outcome::Deferral::before_the_dot("later".to_owned());
    other
        .ledger
        .end_attempt(letter.id, &Ending::Outcome(Outcome::Deferred(put_off)), now())
        .unwrap();
    compare(&mut other, &shared, now());
    begin(&mut one, &shared);
    assert_eq!(claim(&one, 1).letters.len(), 1);
    assert_eq!(begin(&mut other, &shared), 1);
    assert_eq!(states(&other.ledger), ["suppressed", "planned", "planned"]);
}

#[test]
fn who_plans_keeps_nobody_from_telling() {
    let (mut one, mut other, shared) = two();
    begin(&mut one, &shared);
    other.ledger.share_history(&shared).unwrap();
    let freeze = other
        .ledger
        .freeze(first(now()), "secure-your-server", now())
        .unwrap();
    let began = std::time::Instant::now();
    assert_eq!(claim(&one, 3).letters.len(), 3);
    compare(&mut one, &shared, now());
    assert!(began.elapsed() < Duration::from_secs(10));
    drop(freeze);
}

#[test]
fn a_history_of_an_older_program_is_read_and_extended() {
    let (mut one, _other, shared) = two();
    let older = rusqlite::Connection::open(&shared).unwrap();
    older
        .execute_batch(
            "CREATE TABLE told (contact TEXT NOT NULL, address BLOB NOT NULL, port INTEGER NOT NULL, exposure TEXT NOT NULL, \
             campaign TEXT NOT NULL, reference TEXT NOT NULL, told_at INTEGER NOT NULL, \
             PRIMARY KEY (contact, address, port, exposure, campaign)) WITHOUT ROWID, STRICT",
        )
        .unwrap();
    older
        .execute(
            "INSERT INTO told VALUES ('abuse@net2.example', ?1, 25, 'open-relay', 'x', 'R', ?2)",
            rusqlite::params![[192u8, 0, 2, 2], now().as_millisecond()],
        )
        .unwrap();
    assert_eq!(begin(&mut one, &shared), 1);
    assert_eq!(claim(&one, 3).letters.len(), 2);
}

#[test]
fn a_history_that_cannot_be_used_is_named() {
    let (mut one, _other, shared) = two();
    std::fs::write(&shared, "no database at all, and long enough to be seen as none").unwrap();
    let error = one.ledger.share_history(&shared).unwrap_err();
    assert!(error.to_string().contains("history.sqlite"), "{error}");
    let error = one.ledger.begin_telling(&shared, DAY).unwrap_err();
    assert!(error.to_string().contains("history.sqlite"), "{error}");
}
