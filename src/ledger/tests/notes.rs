//! Notes of a sender: many in one transaction, and none after one that failed.

use std::collections::BTreeSet;
use std::time::Duration;

use super::*;
use crate::ledger::state::State;

#[tokio::test]
async fn a_dot_that_cannot_be_noted_never_leaves() {
    let Place {
        ledger,
        folder: _folder,
    } = three_letters();
    ledger.claim(3, DAY, now()).unwrap();
    let (notes, writer) = Notes::to(ledger);
    let sender = async move {
        notes.dot(1, now()).await.unwrap();
        // Letter 1 cannot be dotted twice: the transaction fails, and with it everything after.
        assert_eq!(notes.dot(1, now()).await, Err(WriterGone));
        assert_eq!(notes.dot(2, now()).await, Err(WriterGone));
        assert_eq!(notes.end(2, accepted(), now()), Err(WriterGone));
    };
    let ((), written) = tokio::join!(sender, writer.serve());
    assert!(matches!(written, Err(LedgerError::WrongState { letter: 1, .. })));
}

#[tokio::test]
async fn many_notes_share_a_transaction_and_all_are_durable() {
    let Place { ledger, folder } = three_letters();
    let (notes, writer) = Notes::to(ledger);
    let sender = async move {
        let claimed = notes.claim(3, DAY, false, now()).await.unwrap();
        assert_eq!(claimed.letters.len(), 3);
        let bytes = claimed
            .letters
            .iter()
            .map(|letter| letter.bytes.unpack().unwrap());
        assert_eq!(bytes.collect::<BTreeSet<_>>().len(), 3);
        let (first, second) = tokio::join!(notes.dot(1, now()), notes.dot(2, now()));
        first.and(second).unwrap();
        notes.end(1, accepted(), now()).unwrap();
        notes.end(3, Ending::Released, now()).unwrap();
        notes.flush().await.unwrap();
        // What a second look at the file sees, the first still being open.
        let other = Ledger::open(folder.path(), Access::Read, &|| KEY).unwrap();
        assert_eq!(states(&other), ["accepted", "dotted", "planned"]);
        assert_eq!(other.letters(&LetterView::default()).unwrap()[2].attempts, 0);
    };
    let ((), written) = tokio::join!(sender, writer.serve());
    written.unwrap();
    assert_eq!(State::from_slug("dotted"), Some(State::Dotted));
}

#[tokio::test]
async fn while_another_process_writes_everybody_else_goes_on() {
    let Place { ledger, folder } = three_letters();
    let (notes, writer) = Notes::to(ledger);
    let other = rusqlite::Connection::open(folder.path().join(FILE)).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let sender = async move {
        let claim = notes.claim(3, DAY, false, now());
        // A timer is a stand-in for what comes from the gateway.
        tokio::time::sleep(Duration::from_millis(20)).await;
        other.execute_batch("COMMIT").unwrap();
        assert_eq!(claim.await.unwrap().letters.len(), 3);
    };
    let ((), written) = tokio::join!(sender, writer.serve());
    written.unwrap();
}
