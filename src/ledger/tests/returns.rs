//! Returned mail counts once, whichever process has kept it.

use super::*;

fn note(mark: u8, id: &'static str, letter: Option<i64>) -> Note<'static> {
    Note {
        sha256: [mark; 32],
        message_id: Some(id),
        letter,
        proof: "token",
        kind: "failed",
        form: "rfc3464",
        status: None,
        sender: None,
        recipient: None,
        words: "no such user",
        follows: "bounced",
        why: None,
        place: "box",
    }
}

#[test]
fn what_another_process_has_kept_meanwhile_is_neither_kept_again_nor_new() {
    let place = three_letters();
    let other = Ledger::open(place.folder.path(), Access::Join, &|| KEY).unwrap();
    let (known, mut ours) = place.ledger.returned_before().unwrap();
    let (_, mut theirs) = other.returned_before().unwrap();
    assert!(known.is_empty());

    let mut returns = other.returns(&mut theirs, now()).unwrap();
    assert!(!returns.repeats(&note(1, "<a@b.example>", Some(1))).unwrap());
    assert!(returns.keep(&note(1, "<a@b.example>", Some(1))).unwrap());
    assert!(!returns.keep(&note(1, "<a@b.example>", Some(1))).unwrap());
    returns.finish().unwrap();

    let mut returns = place.ledger.returns(&mut ours, now()).unwrap();
    assert!(!returns.keep(&note(1, "<a@b.example>", Some(1))).unwrap());
    // Another way of saying the same, of the same letter and of another one.
    assert!(returns.repeats(&note(2, "<a@b.example>", Some(1))).unwrap());
    assert!(!returns.repeats(&note(2, "<a@b.example>", Some(2))).unwrap());
    assert!(returns.keep(&note(2, "<a@b.example>", Some(2))).unwrap());
    assert!(returns.repeats(&note(3, "<a@b.example>", Some(2))).unwrap());
    returns.finish().unwrap();

    let (known, _) = other.returned_before().unwrap();
    assert_eq!(known, [([1; 32], true), ([2; 32], true)].into());
    assert_eq!(place.ledger.returned(None).unwrap().len(), 2);
    place.ledger.verify_chain(None).unwrap();
}

#[test]
fn what_is_not_finished_has_not_happened() {
    let place = three_letters();
    let (_, mut recall) = place.ledger.returned_before().unwrap();
    let mut returns = place.ledger.returns(&mut recall, now()).unwrap();
    assert!(returns.keep(&note(1, "<a@b.example>", None)).unwrap());
    drop(returns);
    let (known, mut recall) = place.ledger.returned_before().unwrap();
    assert!(known.is_empty());
    let mut returns = place.ledger.returns(&mut recall, now()).unwrap();
    assert!(returns.keep(&note(1, "<a@b.example>", None)).unwrap());
    returns.finish().unwrap();
    place.ledger.put_away().unwrap();
    assert_eq!(place.ledger.returned(None).unwrap().len(), 1);
}

#[test]
fn the_chain_is_the_same_however_many_are_noted_together() {
    let [alone, some, all] = [1, 7, 40].map(|together| {
        let place = three_letters();
        let (_, mut recall) = place.ledger.returned_before().unwrap();
        let marks: Vec<u8> = (1..=40).collect();
        for marks in marks.chunks(together) {
            let mut returns = place.ledger.returns(&mut recall, now()).unwrap();
            for mark in marks {
                let letter = i64::from(mark % 3) + 1;
                assert!(returns.keep(&note(*mark, "<a@b.example>", Some(letter))).unwrap());
            }
            returns.finish().unwrap();
        }
        place.ledger.verify_chain(None).unwrap()
    });
    assert!(alone.events >= 40);
    assert_eq!((&some, &all), (&alone, &alone));
}
