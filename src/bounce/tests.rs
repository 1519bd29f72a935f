//! Every form in the corpus against what it should be read as, and damage in quantity.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;
use crate::message::CampaignKey;

const KEY: CampaignKey = CampaignKey::new([7; 32]);
const REFERENCE: &str = "FW-7K3QX-9XM2A";
const RECIPIENT: &str = "abuse@isp.example";

/// How sure it is which letter is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    /// By a genuine token.
    Token,
    /// By a claim alone.
    Claim,
    /// Not at all.
    No,
}
use Told::{Claim, No, Token};

/// File; what it says of the letter; its form; the status; how the letter is told.
const EXPECTED: &[(&str, Kind, &str, Option<&str>, Told)] = &[
    ("rfc3464-failed", Kind::Failed, "rfc3464", Some("5.1.1"), Token),
    ("rfc3464-delayed", Kind::Delayed, "rfc3464", Some("4.4.1"), Token),
    (
        "rfc3464-delivered",
        Kind::Delivered,
        "rfc3464",
        Some("2.0.0"),
        Token,
    ),
    ("rfc3464-relayed", Kind::Relayed, "rfc3464", Some("2.0.0"), Token),
    ("rfc3464-expanded", Kind::Relayed, "rfc3464", Some("2.0.0"), Token),
    ("rfc3464-expired", Kind::Failed, "rfc3464", Some("4.4.7"), Token),
    (
        "rfc3464-mailbox-full",
        Kind::Failed,
        "rfc3464",
        Some("5.2.2"),
        Token,
    ),
    ("rfc3464-policy", Kind::Failed, "rfc3464", Some("5.7.1"), Token),
    ("rfc3464-forwarded", Kind::Failed, "rfc3464", Some("5.1.1"), Token),
    (
        "rfc3464-forwarded-unnamed",
        Kind::Failed,
        "rfc3464",
        Some("5.1.1"),
        Token,
    ),
    (
        "rfc3464-list-partly",
        Kind::Delivered,
        "rfc3464",
        Some("2.0.0"),
        Token,
    ),
    (
        "rfc3464-several-named",
        Kind::Failed,
        "rfc3464",
        Some("5.1.1"),
        Token,
    ),
    (
        "rfc3464-several-all-failed",
        Kind::Failed,
        "rfc3464",
        Some("5.1.1"),
        Token,
    ),
    ("rfc3464-no-action", Kind::Failed, "rfc3464", Some("5.1.1"), Token),
    (
        "rfc3464-vague-status",
        Kind::Failed,
        "rfc3464",
        Some("5.1.2"),
        Token,
    ),
    (
        "rfc3464-no-blank-line",
        Kind::Failed,
        "rfc3464",
        Some("5.1.1"),
        Token,
    ),
    ("rfc6533-global", Kind::Failed, "rfc3464", Some("5.1.1"), Token),
    (
        "rfc3464-base64-parts",
        Kind::Failed,
        "rfc3464",
        Some("5.1.1"),
        Token,
    ),
    (
        "rfc3464-missing-boundary",
        Kind::Failed,
        "rfc3464",
        Some("5.1.1"),
        Token,
    ),
    (
        "rfc3464-wrong-boundary",
        Kind::Failed,
        "rfc3464",
        Some("5.1.1"),
        Token,
    ),
    ("rfc3464-cut-off", Kind::Failed, "rfc3464", Some("5.1.1"), Token),
    ("rfc3464-crlf", Kind::Failed, "rfc3464", Some("5.1.1"), Token),
    (
        "rfc3464-charset-trouble",
        Kind::Failed,
        "rfc3464",
        Some("5.1.1"),
        Token,
    ),
    (
        "rfc3464-full-letter",
        Kind::Failed,
        "rfc3464",
        Some("5.1.1"),
        Token,
    ),
    ("exchange-online", Kind::Failed, "rfc3464", Some("5.1.10"), Token),
    ("exchange-2003", Kind::Failed, "exchange", Some("5.1.1"), Token),
    (
        "exchange-2007-html",
        Kind::Failed,
        "exchange",
        Some("5.1.1"),
        Token,
    ),
    ("qmail", Kind::Failed, "qmail", Some("5.1.1"), Token),
    ("qmail-expired", Kind::Failed, "qmail", None, Token),
    ("exim", Kind::Failed, "exim", Some("5.1.1"), Token),
    ("exim-delayed", Kind::Delayed, "exim", None, Token),
    ("sendmail-old", Kind::Failed, "sendmail", None, Token),
    ("sendmail-warning", Kind::Delayed, "sendmail", None, Token),
    ("postfix-prose", Kind::Failed, "postfix", Some("5.1.1"), Token),
    ("postfix-prose-delayed", Kind::Delayed, "postfix", None, Token),
    ("gmail-not-found", Kind::Failed, "gmail", Some("5.1.1"), Token),
    ("gmail-old-delay", Kind::Delayed, "gmail", None, Token),
    ("yahoo", Kind::Failed, "yahoo", None, Token),
    ("domino", Kind::Failed, "domino", None, Token),
    ("groupwise", Kind::Failed, "groupwise", None, Token),
    ("german-prose", Kind::Failed, "prose", Some("5.1.1"), Token),
    ("srs-rewritten", Kind::Failed, "rfc3464", Some("5.1.1"), Token),
    ("null-sender-unclear", Kind::AutoReply, "rfc3834", None, Token),
    ("quota-warning-not-ours", Kind::Unclear, "prose", None, No),
    ("out-of-office", Kind::AutoReply, "rfc3834", None, Claim),
    (
        "out-of-office-null-sender",
        Kind::AutoReply,
        "rfc3834",
        None,
        Token,
    ),
    ("vacation-old", Kind::AutoReply, "rfc3834", None, Claim),
    ("challenge", Kind::AutoReply, "rfc3834", None, Token),
    ("read-receipt", Kind::AutoReply, "mdn", None, Claim),
    ("ticket-rt", Kind::Ticket, "rfc3834", None, Claim),
    ("ticket-otrs", Kind::Ticket, "rfc3834", None, Claim),
    ("ticket-plain", Kind::Ticket, "plain", None, Claim),
    ("human-reply", Kind::Reply, "plain", None, Claim),
    ("human-reply-from-postmaster", Kind::Reply, "plain", None, Claim),
    ("human-reply-wish", Kind::Reply, "plain", None, Claim),
    ("human-reply-html", Kind::Reply, "plain", None, Claim),
    ("opt-out-link", Kind::OptOut, "opt-out", None, Claim),
    ("opt-out-subject", Kind::OptOut, "opt-out", None, Claim),
    ("opt-out-first-line", Kind::OptOut, "opt-out", None, Claim),
    (
        "opt-out-quoted-by-a-robot",
        Kind::AutoReply,
        "rfc3834",
        None,
        Claim,
    ),
    ("arf-complaint", Kind::Complaint, "arf", None, Token),
    ("arf-redacted", Kind::Complaint, "arf", None, Claim),
    ("arf-opt-out", Kind::OptOut, "arf", None, Token),
    ("arf-not-spam", Kind::AutoReply, "arf", None, Token),
    ("forged-no-token", Kind::Failed, "rfc3464", Some("5.1.1"), Claim),
    ("forged-token", Kind::Failed, "rfc3464", Some("5.1.1"), Claim),
    (
        "forged-nothing-but-a-claim",
        Kind::Failed,
        "rfc3464",
        Some("5.1.1"),
        No,
    ),
    (
        "other-letter-returned",
        Kind::Failed,
        "rfc3464",
        Some("5.1.1"),
        Token,
    ),
    (
        "bounce-of-a-bounce",
        Kind::Failed,
        "rfc3464",
        Some("5.1.1"),
        Token,
    ),
    ("spam", Kind::Reply, "plain", None, No),
    ("empty", Kind::Reply, "plain", None, No),
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/bounce/corpus")
}

/// A file of the corpus about our letter.
fn filled(bytes: &[u8]) -> Vec<u8> {
    let verp = KEY.verp("bounces@cert.example", REFERENCE).unwrap();
    let (local, _) = verp.rsplit_once('@').unwrap();
    let mut forged = local.rsplit_once('+').unwrap().1.to_owned();
    let last = if forged.pop() == Some('0') { '1' } else { '0' };
    forged.push(last);
    let id = KEY.message_id(REFERENCE, "cert.example").unwrap();
    let mut bytes = bytes.to_owned();
    for (name, value) in [
        ("{verp_local}", local),
        ("{verp}", &verp),
        ("{forged}", &forged),
        ("{message_id}", &id),
        ("{reference}", REFERENCE),
        ("{to}", RECIPIENT),
    ] {
        bytes = replaced(&bytes, name.as_bytes(), value.as_bytes());
    }
    let mut text = bytes;
    while let Some(begin) = memchr::memmem::find(&text, b"{{base64}}\n") {
        let end = memchr::memmem::find(&text, b"{{/base64}}").unwrap();
        let inside = encoded(&text[begin + 11..end]);
        text.splice(begin..end + 11, inside);
    }
    text
}

fn encoded(bytes: &[u8]) -> Vec<u8> {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = Vec::new();
    for group in bytes.chunks(3) {
        let bits = group
            .iter()
            .fold(0_u32, |sum, byte| (sum << 8) | u32::from(*byte))
            << (8 * (3 - group.len()));
        for place in 0..=group.len() {
            out.push(DIGITS[(bits >> (18 - 6 * place) & 63) as usize]);
        }
        out.extend(std::iter::repeat_n(b'=', 3 - group.len()));
        if out.len() % 77 == 76 {
            out.push(b'\n');
        }
    }
    out
}

fn replaced(bytes: &[u8], name: &[u8], value: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = bytes;
    while let Some(at) = memchr::memmem::find(rest, name) {
        out.extend_from_slice(&rest[..at]);
        out.extend_from_slice(value);
        rest = &rest[at + name.len()..];
    }
    out.extend_from_slice(rest);
    out
}

static CORPUS: LazyLock<Vec<(String, Vec<u8>)>> = LazyLock::new(read_corpus);

fn corpus() -> &'static [(String, Vec<u8>)] {
    &CORPUS
}

fn read_corpus() -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            (name, filled(&fs::read(path).unwrap()))
        })
        .collect();
    files.sort();
    files
}

fn told(returned: &Returned) -> Told {
    let id = KEY.message_id(REFERENCE, "cert.example").unwrap();
    if returned.marks.token(&KEY).as_deref() == Some(REFERENCE) {
        Token
    } else if returned.marks.claims().any(|claim| claim == REFERENCE)
        || returned.marks.claimed_ids().any(|claim| claim == id)
    {
        Claim
    } else {
        No
    }
}

#[test]
fn every_form_is_read_as_what_it_is() {
    let corpus = corpus();
    let names: Vec<&str> = corpus.iter().map(|(name, _)| name.as_str()).collect();
    for (name, ..) in EXPECTED {
        assert!(names.contains(name), "no file for {name}");
    }
    let mut wrong = Vec::new();
    for (name, bytes) in corpus {
        let expected = EXPECTED.iter().find(|row| row.0 == name);
        let (_, kind, form, status, proof) =
            expected.unwrap_or_else(|| panic!("{name}: nothing is expected of it"));
        let returned = read(bytes);
        let report = returned.about(RECIPIENT);
        let found_kind = report.map_or(returned.kind, |report| report.kind);
        let found_status = report.and_then(|report| report.status.as_deref());
        let found = (found_kind, returned.form, found_status, told(&returned));
        if found != (*kind, *form, *status, *proof) {
            wrong.push(format!(
                "{name}: {found:?}, expected {:?}\n{returned:#?}",
                (kind, form, status, proof)
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_recipient_is_named_where_the_bounce_names_it() {
    for (name, bytes) in corpus() {
        let returned = read(bytes);
        let about = returned.about(RECIPIENT);
        let forwarded = name.starts_with("rfc3464-forwarded-unnamed")
            || name.contains("list-partly")
            || name.contains("all-failed");
        if let Some(report) = about
            && !forwarded
        {
            let named = [&report.recipient, &report.original];
            let found = named.iter().any(|one| one.as_deref() == Some(RECIPIENT));
            assert!(found, "{name}: {report:?}");
            assert!(!report.words.is_empty(), "{name}");
        }
    }
}

#[test]
fn a_wish_in_prose_is_left_to_a_person() {
    let read_file = |wanted: &str| read(&corpus().iter().find(|(name, _)| name == wanted).unwrap().1);
    assert!(read_file("human-reply-wish").may_ask_to_stop);
    assert!(!read_file("human-reply").may_ask_to_stop);
}

#[test]
fn what_is_not_our_letter_shows() {
    let read_file = |wanted: &str| read(&corpus().iter().find(|(name, _)| name == wanted).unwrap().1);
    assert!(read_file("bounce-of-a-bounce").marks.returned_report);
    assert!(!read_file("rfc3464-full-letter").marks.returned_report);
    let other = read_file("other-letter-returned");
    assert_eq!(other.marks.returned_id.as_deref(), Some("<watches@spam.example>"));
}

#[test]
fn nothing_but_a_genuine_bounce_of_this_letter_suppresses() {
    let id = KEY.message_id(REFERENCE, "cert.example").unwrap();
    let bounces: Vec<&str> = EXPECTED
        .iter()
        .filter(|row| row.1 == Kind::Failed && row.4 == Token)
        .map(|row| row.0)
        .filter(|name| !["other-letter-returned", "bounce-of-a-bounce"].contains(name))
        .collect();
    assert!(bounces.len() > 25);
    for (name, bytes) in corpus() {
        let returned = read(bytes);
        let proof = match told(&returned) {
            Token => Proof::Token,
            Claim => Proof::Claim,
            No => Proof::None,
        };
        let judged = returned.judge(proof, RECIPIENT, &id);
        let came_back = matches!(judged.follows, Follows::Bounced { .. });
        assert_eq!(came_back, bounces.contains(&name.as_str()), "{name}: {judged:?}");
        assert_eq!(
            matches!(judged.follows, Follows::OptedOut),
            name.starts_with("opt-out") && name != "opt-out-quoted-by-a-robot" || name == "arf-opt-out",
            "{name}: {judged:?}"
        );
        assert_eq!(
            judged.follows == Follows::Complained,
            name == "arf-complaint",
            "{name}"
        );
        // Without the token nothing is proven, whatever it says.
        let claimed = returned.judge(Proof::Claim, RECIPIENT, &id);
        let harmless = matches!(
            claimed.follows,
            Follows::Noted | Follows::Doubtful(_) | Follows::OptedOut
        );
        assert!(harmless && !claimed.proves_acceptance, "{name}: {claimed:?}");
    }
    let dead = |wanted: &str| {
        let bytes = &corpus().iter().find(|(name, _)| name == wanted).unwrap().1;
        read(bytes).judge(Proof::Token, RECIPIENT, &id).follows
    };
    assert_eq!(dead("rfc3464-failed"), Follows::Bounced { dead: true });
    for elsewhere in ["rfc3464-policy", "rfc3464-mailbox-full", "rfc3464-expired"] {
        assert_eq!(dead(elsewhere), Follows::Bounced { dead: false }, "{elsewhere}");
    }
}

#[test]
fn cut_at_every_octet_nothing_panics() {
    let read_all = |files: &[(String, Vec<u8>)]| {
        for (_, bytes) in files {
            for end in 0..bytes.len() {
                let _ = read(&bytes[..end]);
            }
        }
    };
    let (some, others) = corpus().split_at(corpus().len() / 2);
    std::thread::scope(|scope| {
        scope.spawn(|| read_all(some));
        read_all(others);
    });
}

/// One kind of damage at a place.
fn damaged(mut bytes: Vec<u8>, changes: &[(u8, usize, Vec<u8>)]) -> Vec<u8> {
    for (what, place, new) in changes {
        let at = place % (bytes.len() + 1);
        let end = (at + new.len()).min(bytes.len());
        match what % 4 {
            0 => drop(bytes.splice(at..at, new.iter().copied())),
            1 => drop(bytes.drain(at..end)),
            2 => drop(bytes.splice(at..end, new.iter().copied())),
            _ => {
                let copy = bytes[at..(at + new.len() * 20).min(bytes.len())].to_vec();
                drop(bytes.splice(at..at, copy));
            }
        }
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damage_of_any_kind_does_not_panic_and_forges_nothing(
        which in any::<prop::sample::Index>(),
        changes in prop::collection::vec(
            (any::<u8>(), any::<usize>(), prop_oneof![
                prop::collection::vec(any::<u8>(), 1..12),
                prop::sample::select(vec![
                    b"\n\n".to_vec(), b"\r\n--".to_vec(), b"=?utf-8?B?".to_vec(), b"?=".to_vec(), b"boundary=\"".to_vec(),
                    b"Content-Transfer-Encoding: base64\n".to_vec(), b"; charset=utf-16\n".to_vec(), b"\xff\xfe".to_vec(),
                    b"Content-Type: multipart/mixed\n".to_vec(), b"\\x{".to_vec(), b"<".to_vec(), b"5.1.".to_vec(),
                ]),
            ]), 1..8),
    ) {
        let corpus = corpus();
        let (_, bytes) = which.get(corpus);
        let returned = read(&damaged(bytes.clone(), &changes));
        prop_assert!(returned.reports.len() <= 100 && returned.words.chars().count() <= 1300);
        // Damage never makes another letter's token.
        let token = returned.marks.token(&KEY);
        prop_assert!(token.is_none() || token.as_deref() == Some(REFERENCE));
    }

    #[test]
    fn any_octets_at_all_are_read(bytes in prop::collection::vec(any::<u8>(), 0..3000)) {
        let _ = read(&bytes);
    }
}
