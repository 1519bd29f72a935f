//! Rounds are frozen, and replaced only while nobody has begun them.

use jiff::ToSpan as _;

use super::*;

#[test]
fn a_round_is_frozen_with_its_bytes_and_its_digest() {
    let Place {
        ledger,
        folder: _folder,
    } = three_letters();
    let round = ledger.rounds().unwrap().pop().unwrap();
    assert_eq!((round.number, round.letters), (1, 3));
    ledger.check_digest(&round).unwrap();
    assert_eq!(
        ledger
            .round_by_digest(&round.digest[..8])
            .unwrap()
            .unwrap()
            .number,
        1
    );
    assert_eq!(ledger.round_by_digest("").unwrap(), None);
    for letter in ledger.letters(&LetterView::default()).unwrap() {
        let bytes = String::from_utf8(ledger.bytes(letter.id).unwrap()).unwrap();
        assert!(bytes.contains(&format!("To: {}", letter.recipient)), "{bytes}");
    }
    // Somebody changes a recipient, another letter's bytes.
    ledger
        .connection
        .execute("UPDATE letter SET recipient = 'x@y.example' WHERE id = 1", [])
        .unwrap();
    assert!(matches!(
        ledger.check_digest(&round),
        Err(LedgerError::Damaged { .. })
    ));
    ledger
        .connection
        .execute("UPDATE frozen SET body = x'00' WHERE letter = 2", [])
        .unwrap();
    assert!(matches!(ledger.bytes(2), Err(LedgerError::Damaged { .. })));
    ledger
        .connection
        .execute("UPDATE letter SET sha256 = x'00' WHERE id = 3", [])
        .unwrap();
    ledger.bytes(3).unwrap_err();
}

#[test]
fn a_round_nobody_began_is_replaced_and_a_begun_one_is_not() {
    let Place {
        ledger,
        folder: _folder,
    } = three_letters();
    let first = ledger.rounds().unwrap().pop().unwrap();
    let again = plan(&ledger, now()).unwrap();
    assert_eq!((again.number, again.digest.as_str()), (1, first.digest.as_str()));
    assert_eq!(ledger.rounds().unwrap().len(), 1);
    ledger.approve(1, now()).unwrap();
    ledger.claim(1, DAY, now()).unwrap();
    // All three are told already, or about to be.
    assert_eq!(plan(&ledger, now()), None);
    // What is still to be sent stays about to be told, however long that takes.
    let much_later = now().checked_add(1_000.hours()).unwrap();
    assert_eq!(plan(&ledger, much_later), None);
    for letter in ledger.claim(9, DAY, now()).unwrap().letters {
        ledger.dot(letter.id, now()).unwrap();
        ledger.end_attempt(letter.id, &accepted(), now()).unwrap();
    }
    // What was told is not told for ever; the first letter is still being sent.
    assert_eq!(plan(&ledger, now()), None);
    // Nor is anything told again that nobody has seen since.
    assert_eq!(plan(&ledger, much_later), None);
    for n in 1..=2 {
        let seen = sighting(&format!("192.0.2.{n}"), 25, "2026-12-20T00:00:00Z");
        import(&ledger, 10 + n, &[seen]);
    }
    let again = plan(&ledger, much_later).unwrap();
    assert_eq!((again.number, again.letters), (2, 1));
}
