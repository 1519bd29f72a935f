//! Letters go from state to state, also after a kill, and no way but the allowed ones.

use jiff::ToSpan as _;

use super::*;
use crate::outcome::Phase;

fn ids(claim: Claim) -> Vec<i64> {
    claim.letters.into_iter().map(|letter| letter.id).collect()
}

#[test]
fn letters_are_claimed_once_in_order_and_only_when_approved() {
    let place = three_letters();
    let ledger = &place.ledger;
    ledger
        .connection
        .execute("UPDATE round SET approved_at = NULL", [])
        .unwrap();
    assert!(ledger.claim(9, DAY, now()).unwrap().letters.is_empty());
    ledger.approve(1, now()).unwrap();
    assert_eq!(ids(ledger.claim(2, DAY, now()).unwrap()), [1, 2]);
    assert_eq!(ids(ledger.claim(9, DAY, now()).unwrap()), [3]);
    assert!(ledger.claim(9, DAY, now()).unwrap().letters.is_empty());
}

#[test]
fn no_step_leads_where_the_states_do_not() {
    let place = three_letters();
    let ledger = &place.ledger;
    assert!(matches!(
        ledger.dot(1, now()),
        Err(LedgerError::WrongState { letter: 1, .. })
    ));
    ledger.claim(1, DAY, now()).unwrap();
    // An acceptance needs its dot to be noted first.
    assert!(matches!(
        ledger.end_attempt(1, &accepted(), now()),
        Err(LedgerError::WrongState { .. })
    ));
    ledger.dot(1, now()).unwrap();
    ledger.end_attempt(1, &accepted(), now()).unwrap();
    assert!(matches!(
        ledger.end_attempt(1, &accepted(), now()),
        Err(LedgerError::WrongState { .. })
    ));
    assert!(ledger.settle(&[1], Settlement::Resend, now()).is_err());
    assert_eq!(states(ledger), ["accepted", "planned", "planned"]);
}

#[test]
fn after_a_kill_the_undotted_are_planned_and_the_dotted_are_unknown() {
    let Place { ledger, folder } = three_letters();
    ledger.claim(2, DAY, now()).unwrap();
    ledger.dot(2, now()).unwrap();
    drop(ledger);
    let ledger = Ledger::open(folder.path(), Access::Write, &|| KEY).unwrap();
    assert_eq!(ledger.recover(now(), &|_, _| None).unwrap(), 1);
    assert_eq!(states(&ledger), ["planned", "unknown", "planned"]);
    // It is never taken up by itself.
    assert_eq!(ids(ledger.claim(9, DAY, now()).unwrap()), [1, 3]);
    let doubts = ledger.doubts().unwrap();
    assert_eq!(
        doubts.iter().map(|doubt| doubt.letter.id).collect::<Vec<_>>(),
        [2]
    );
    ledger.settle(&[2], Settlement::Resend, now()).unwrap();
    let again = ledger.claim(9, DAY, now()).unwrap().letters;
    assert_eq!((again[0].id, again[0].attempts), (2, 2));
}

#[test]
fn an_outbox_leaves_no_doubt() {
    let Place {
        ledger,
        folder: _folder,
    } = three_letters();
    ledger.claim(2, DAY, now()).unwrap();
    ledger.dot(1, now()).unwrap();
    ledger.dot(2, now()).unwrap();
    assert_eq!(
        ledger.recover(now(), &|letter, _| Some(letter.id == 1)).unwrap(),
        0
    );
    assert_eq!(states(&ledger), ["accepted", "deferred", "planned"]);
    assert_eq!(ledger.claim(1, DAY, now()).unwrap().letters[0].id, 2);
}

#[test]
fn deferred_letters_wait_and_are_given_up_at_last() {
    let Place {
        ledger,
        folder: _folder,
    } = three_letters();
    let deferral = |retry_after| {
        Ending::Outcome(Outcome::Deferred(crate::outcome::Deferral {
            phase: Phase::Rcpt,
            why: "450 later".to_owned(),
            reply: None,
            retry_after,
            scope: crate::outcome::Scope::Letter,
        }))
    };
    ledger.claim(1, DAY, now()).unwrap();
    ledger
        .end_attempt(1, &deferral(Some(std::time::Duration::from_secs(90))), now())
        .unwrap();
    let due = ledger.next_due().unwrap().unwrap();
    assert_eq!(due.duration_since(now()), SignedDuration::from_secs(90));
    assert_eq!(ledger.claim(1, DAY, now()).unwrap().letters[0].id, 2);
    assert_eq!(ledger.claim(1, DAY, due).unwrap().letters[0].id, 1);
    ledger.end_attempt(1, &deferral(None), due).unwrap();
    let five_days = now().checked_add(120.hours()).unwrap();
    assert_eq!(ids(ledger.claim(9, DAY, five_days).unwrap()), [3]);
    assert_eq!(states(&ledger), ["expired", "sending", "sending"]);
}

#[test]
fn a_suppression_holds_planned_letters_back() {
    let Place {
        ledger,
        folder: _folder,
    } = three_letters();
    ledger
        .suppress(
            &SuppressionKind::parse("abuse@NET1.example").unwrap(),
            Cause::Operator,
            "asked",
            now(),
        )
        .unwrap();
    ledger
        .suppress(
            &SuppressionKind::parse("192.0.2.3/32").unwrap(),
            Cause::Operator,
            "asked",
            now(),
        )
        .unwrap();
    assert_eq!(ids(ledger.claim(9, DAY, now()).unwrap()), [2]);
    assert_eq!(states(&ledger), ["suppressed", "sending", "suppressed"]);
}
