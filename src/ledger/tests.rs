//! What the ledger promises to those who use it, whatever keeps it.

use std::collections::BTreeMap;
use std::io;

use jiff::{SignedDuration, Timestamp, ToSpan as _};

use super::state::State;
use super::*;
use crate::contact::{Decision, Mailbox, Unresolved, Verdict};
use crate::outcome::{Outcome, Phase, Reply};
use crate::sighting::{Exposure, Sighting};

const KEY: [u8; 32] = [7; 32];
const DAY: SignedDuration = SignedDuration::from_hours(24);

fn now() -> Timestamp {
    "2026-11-21T14:05:00Z".parse().unwrap()
}

/// A ledger in a folder that goes away with it.
struct Place {
    folder: tempfile::TempDir,
    ledger: Ledger,
}

fn place() -> Place {
    let folder = tempfile::tempdir().unwrap();
    let ledger = Ledger::open(folder.path(), Access::Write, &|| KEY).unwrap();
    Place { folder, ledger }
}

fn sighting(address: &str, port: u16, seen: &str) -> Sighting {
    Sighting {
        address: address.parse().unwrap(),
        port: Some(port),
        protocol: None,
        exposure: Exposure::new("open-relay").unwrap(),
        first_seen: seen.parse().unwrap(),
        last_seen: seen.parse().unwrap(),
        source: "survey".to_owned(),
        asn: Some(64500),
        country: None,
        hostname: None,
        language: None,
        evidence: BTreeMap::new(),
    }
}

fn content(name: &str, sha256: [u8; 32]) -> Content<'_> {
    Content {
        name,
        sha256,
        options: "",
        format: "csv",
        bytes: 1,
        rejected: 0,
        scan: 1,
        at: now(),
    }
}

/// These sightings, read and waiting.
fn taken<'l>(ledger: &'l Ledger, sightings: &[Sighting]) -> (Intake<'l>, Packer) {
    let (mut intake, mut packer, mut batch) = (ledger.intake(), Packer::default(), Batch::default());
    for (line, sighting) in sightings.iter().enumerate() {
        packer.pack(line as u64 + 1, sighting, &mut batch);
    }
    intake.add(&batch).unwrap();
    (intake, packer)
}

fn first(told_since: Timestamp) -> RoundKind {
    RoundKind::First { told_since }
}

fn import(ledger: &Ledger, mark: u8, sightings: &[Sighting]) -> Imported {
    let (intake, packer) = taken(ledger, sightings);
    intake
        .finish(&packer, &content("rows.csv", [mark; 32]), || Ok(()))
        .unwrap()
}

fn decide(ledger: &Ledger, address: &str, contact: &str) {
    let mailbox = Mailbox::parse(contact, &["example".to_owned()]).unwrap();
    let address: IpAddr = address.parse().unwrap();
    let decision = Decision {
        range: (address, address),
        verdict: Verdict::Notify(mailbox),
        confidence: 95,
        candidates: Vec::new(),
        rule: None,
        consulted: Vec::new(),
        languages: Vec::new(),
        country: None,
        network: None,
    };
    ledger
        .record_decisions(&[(address, std::sync::Arc::new(decision))], now())
        .unwrap();
}

/// A round with one letter for each bundle, its bytes made up.
fn plan(ledger: &Ledger, told_since: Timestamp) -> Option<RoundRow> {
    let mut freeze = ledger.freeze(first(now()), "secure-your-server", now()).unwrap();
    let round = freeze.number();
    ledger
        .ready_bundles(first(told_since), |bundle| -> Result<(), LedgerError> {
            let bytes = format!(
                "Round {round}\r\nTo: {}\r\n{}",
                bundle.mailbox,
                "line\r\n".repeat(100)
            )
            .into_bytes();
            let dictionary = freeze.dictionaries().get("en").cloned();
            freeze.add(&Draft {
                contact: bundle.contact,
                recipient: bundle.mailbox.to_string(),
                country: None,
                envelope_from: "bounces@cert.example".to_owned(),
                message_id: format!("<{round}.{}@cert.example>", bundle.contact),
                reference: format!("R{round}-{}", bundle.contact),
                languages: "en".to_owned(),
                language_why: "default".to_owned(),
                answers: bundle.answers,
                sightings: bundle.sightings,
                frozen: Frozen::new(bytes, dictionary.as_ref()),
            })
        })
        .unwrap();
    freeze.finish(&[]).unwrap()
}

/// Three letters of an approved round.
fn three_letters() -> Place {
    let place = place();
    for n in 1..=3 {
        let address = format!("192.0.2.{n}");
        import(
            &place.ledger,
            n,
            &[sighting(&address, 25, "2026-11-20T00:00:00Z")],
        );
        decide(&place.ledger, &address, &format!("abuse@net{n}.example"));
    }
    let round = plan(&place.ledger, now()).unwrap();
    place.ledger.approve(round.number, now()).unwrap();
    place
}

fn states(ledger: &Ledger) -> Vec<String> {
    ledger
        .letters(&LetterView::default())
        .unwrap()
        .into_iter()
        .map(|letter| letter.state)
        .collect()
}

fn accepted() -> Ending {
    let reply = Reply {
        code: 250,
        enhanced: None,
        text: "ok".to_owned(),
    };
    Ending::Outcome(Outcome::Accepted {
        reply,
        queue_id: Some("Q1".to_owned()),
    })
}

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
    let ids = |claim: Claim| claim.letters.iter().map(|letter| letter.id).collect::<Vec<_>>();
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
    assert_eq!(
        ledger
            .claim(9, DAY, now())
            .unwrap()
            .letters
            .iter()
            .map(|l| l.id)
            .collect::<Vec<_>>(),
        [1, 3]
    );
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
    assert_eq!(
        ledger
            .claim(9, DAY, five_days)
            .unwrap()
            .letters
            .iter()
            .map(|l| l.id)
            .collect::<Vec<_>>(),
        [3]
    );
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
    assert_eq!(
        ledger
            .claim(9, DAY, now())
            .unwrap()
            .letters
            .iter()
            .map(|l| l.id)
            .collect::<Vec<_>>(),
        [2]
    );
    assert_eq!(states(&ledger), ["suppressed", "sending", "suppressed"]);
}

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

#[tokio::test]
async fn a_dot_that_cannot_be_noted_never_leaves() {
    let Place {
        ledger,
        folder: _folder,
    } = three_letters();
    ledger.claim(3, DAY, now()).unwrap();
    let (notes, writer) = Notes::start(ledger).unwrap();
    notes.dot(1, now()).await.unwrap();
    // Letter 1 cannot be dotted twice: the transaction fails, and with it everything after.
    assert_eq!(notes.dot(1, now()).await, Err(WriterGone));
    assert_eq!(notes.dot(2, now()).await, Err(WriterGone));
    drop(notes);
    assert!(matches!(
        writer.close(),
        Err(LedgerError::WrongState { letter: 1, .. })
    ));
}

#[tokio::test]
async fn many_notes_share_a_transaction_and_all_are_durable() {
    let Place { ledger, folder } = three_letters();
    let (notes, writer) = Notes::start(ledger).unwrap();
    let claimed = notes.claim(3, DAY, now()).await.unwrap();
    assert_eq!(claimed.letters.len(), 3);
    let (first, second) = tokio::join!(notes.dot(1, now()), notes.dot(2, now()));
    first.and(second).unwrap();
    notes.end(1, accepted(), now()).unwrap();
    notes.end(3, Ending::Released, now()).unwrap();
    notes.flush().await.unwrap();
    // What a second look at the file sees, the first still being open.
    let other = Ledger::open(folder.path(), Access::Read, &|| KEY).unwrap();
    assert_eq!(states(&other), ["accepted", "dotted", "planned"]);
    assert_eq!(other.letters(&LetterView::default()).unwrap()[2].attempts, 0);
    drop(notes);
    writer.close().unwrap();
    assert_eq!(State::from_slug("dotted"), Some(State::Dotted));
}

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
