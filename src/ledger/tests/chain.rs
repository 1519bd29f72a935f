//! The chain of events shows every touch.

use super::*;

#[test]
fn the_chain_holds_through_a_campaign_and_breaks_where_it_is_touched() {
    let finished = || {
        let place = three_letters();
        let ledger = &place.ledger;
        for letter in ledger.claim(2, DAY, now()).unwrap().letters {
            ledger.dot(letter.id, now()).unwrap();
            ledger.end_attempt(letter.id, &accepted(), now()).unwrap();
        }
        place
    };
    let place = finished();
    let chain = place.ledger.verify_chain(None).unwrap();
    assert_eq!(chain, place.ledger.chain().unwrap());
    assert!(chain.events >= 7, "{chain:?}");
    // A head that was printed earlier is found again after more has happened.
    let claimed = place.ledger.claim(1, DAY, now()).unwrap().letters;
    place.ledger.dot(claimed[0].id, now()).unwrap();
    place
        .ledger
        .end_attempt(claimed[0].id, &accepted(), now())
        .unwrap();
    let later = place.ledger.verify_chain(Some(&chain.head)).unwrap();
    assert_ne!(later.head, chain.head);
    assert!(place.ledger.verify_chain(Some(&"0".repeat(64))).is_err());

    for tampering in [
        "UPDATE event SET at = at + 1 WHERE id = 3",
        "UPDATE event SET detail = 'dot: 250 2.0.0 else' WHERE what = 'accepted'",
        "UPDATE event SET letter = 3 WHERE what = 'accepted' AND letter = 2",
        "DELETE FROM event WHERE id = 2",
        "INSERT INTO event (at, letter, what, detail) VALUES (0, 1, 'accepted', '')",
        "UPDATE letter SET state = 'accepted' WHERE state = 'planned'",
        "UPDATE letter SET state = 'planned' WHERE id = 1",
        "UPDATE letter SET recipient = 'x@y.example' WHERE id = 1",
        "UPDATE round SET digest = 'ab'",
        "UPDATE frozen SET body = (SELECT body FROM frozen WHERE letter = 1) WHERE letter = 2",
    ] {
        let place = finished();
        assert_ne!(
            place.ledger.connection.execute(tampering, []).unwrap(),
            0,
            "{tampering}"
        );
        assert!(
            matches!(place.ledger.verify_chain(None), Err(LedgerError::Damaged { .. })),
            "{tampering}"
        );
    }
    // What is cut off at the end shows against a head that was printed.
    let place = finished();
    let head = place.ledger.chain().unwrap().head;
    place
        .ledger
        .connection
        .execute_batch(
            "DELETE FROM event WHERE id = (SELECT max(id) FROM event); UPDATE letter SET state = 'dotted' WHERE id = 2",
        )
        .unwrap();
    place.ledger.verify_chain(None).unwrap();
    assert!(place.ledger.verify_chain(Some(&head)).is_err());
}

#[test]
fn a_newer_program_does_not_chain_anew_what_somebody_has_touched() {
    for (tampering, intact) in [
        ("SELECT 1", true),
        ("UPDATE event SET detail = 'else' WHERE id = 2", false),
    ] {
        let Place { ledger, folder } = three_letters();
        ledger.connection.execute_batch(tampering).unwrap();
        // As the schema before left it, which had a chain already.
        ledger
            .connection
            .execute_batch(
                "DROP VIEW resolution; DROP TABLE resolution_page; DROP TABLE slot; \
                 CREATE TABLE resolution (address BLOB PRIMARY KEY, decision INTEGER, place INTEGER, decided INTEGER); \
                 ALTER TABLE decision DROP COLUMN pattern; DROP TABLE pattern; PRAGMA user_version = 6",
            )
            .unwrap();
        drop(ledger);
        let ledger = Ledger::open(folder.path(), Access::Write, &|| KEY).unwrap();
        assert_eq!(ledger.verify_chain(None).is_ok(), intact);
    }
}
