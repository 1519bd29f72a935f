//! The whole table: every phase with every code, every phase with every fault.

use std::ops::RangeInclusive;

use super::*;
use crate::gateway::reply::Malformed;

const PHASES: [Phase; 11] = [
    Phase::Connect,
    Phase::Banner,
    Phase::Ehlo,
    Phase::Tls,
    Phase::Auth,
    Phase::Mail,
    Phase::Rcpt,
    Phase::Data,
    Phase::Body,
    Phase::Dot,
    Phase::Quit,
];

const GO: Verdict = Verdict::Proceed;
const YES: Verdict = Verdict::Accepted;
const NO: Verdict = Verdict::Refused;
const STOP: Verdict = Verdict::Stop;
const MORE: Verdict = Verdict::NewTransaction;
const DOUBT: Verdict = Verdict::Unknown;
const LETTER: Verdict = Verdict::Deferred {
    scope: Scope::Letter,
    retry_after: None,
};
const GATEWAY: Verdict = Verdict::Deferred {
    scope: Scope::Gateway,
    retry_after: None,
};

type Row = (RangeInclusive<u16>, Verdict);

/// Verdicts on replies without enhanced code or wish, later rows over earlier ones.
fn table(phase: Phase) -> Vec<Row> {
    let ours = |rows: &mut Vec<Row>| {
        rows.extend([503, 521, 530, 534, 535, 538, 555].map(|code| (code..=code, STOP)));
    };
    match phase {
        Phase::Connect | Phase::Banner | Phase::Tls => {
            vec![(200..=499, GATEWAY), (220..=220, GO), (500..=599, STOP)]
        }
        Phase::Ehlo => vec![(200..=499, GATEWAY), (250..=250, GO), (500..=599, STOP)],
        Phase::Auth => vec![
            (200..=499, GATEWAY),
            (235..=235, GO),
            (334..=334, GO),
            (500..=599, STOP),
        ],
        Phase::Mail => vec![
            (200..=299, GO),
            (300..=399, GATEWAY),
            (400..=499, LETTER),
            (421..=421, GATEWAY),
            (500..=599, STOP),
            (552..=552, NO),
        ],
        Phase::Rcpt => {
            let mut rows = vec![
                (200..=299, GO),
                (300..=399, GATEWAY),
                (400..=499, LETTER),
                (421..=421, GATEWAY),
                (452..=452, MORE),
                (500..=599, NO),
                (552..=552, MORE),
            ];
            ours(&mut rows);
            rows
        }
        Phase::Data | Phase::Body => {
            let mut rows = vec![
                (200..=399, GATEWAY),
                (400..=499, LETTER),
                (421..=421, GATEWAY),
                (500..=599, NO),
            ];
            if phase == Phase::Data {
                rows.push((354..=354, GO));
            }
            ours(&mut rows);
            rows
        }
        Phase::Dot => vec![
            (200..=399, DOUBT),
            (250..=250, YES),
            (400..=499, LETTER),
            (421..=421, GATEWAY),
            (500..=599, NO),
        ],
        Phase::Quit => vec![
            (200..=299, GO),
            (300..=399, GATEWAY),
            (400..=599, LETTER),
            (421..=421, GATEWAY),
        ],
    }
}

fn reply(code: u16, enhanced: Option<&str>, text: &str) -> Reply {
    Reply {
        code,
        enhanced: enhanced.map(str::to_owned),
        text: text.to_owned(),
    }
}

fn faults() -> Vec<Fault> {
    vec![
        Fault::Lookup("x".to_owned()),
        Fault::Unreachable("x".to_owned()),
        Fault::Timeout(Duration::from_secs(1)),
        Fault::Closed,
        Fault::Broken("x".to_owned()),
        Fault::Malformed(Malformed::Code),
        Fault::OutOfTurn,
        Fault::Certificate("x".to_owned()),
        Fault::Handshake("x".to_owned()),
    ]
}

#[test]
fn every_phase_with_every_code() {
    for phase in PHASES {
        for code in 200..=599 {
            let rows = table(phase);
            let expected = rows
                .iter()
                .rev()
                .find(|(codes, _)| codes.contains(&code))
                .map(|(_, verdict)| *verdict);
            let seen = judge(phase, Seen::Reply(&reply(code, None, "words")));
            assert_eq!(Some(seen), expected, "{phase} {code}");
        }
    }
}

#[test]
fn every_phase_with_every_fault() {
    for phase in PHASES {
        for fault in faults() {
            let expected = match (phase, &fault) {
                (Phase::Dot, _) => DOUBT,
                (_, Fault::Certificate(_)) | (Phase::Tls, Fault::Handshake(_)) => STOP,
                _ => GATEWAY,
            };
            assert_eq!(judge(phase, Seen::Fault(&fault)), expected, "{phase} {fault}");
        }
    }
}

/// G2 and G4 in one sentence: acceptance and doubt exist after the dot only, and only 250 is acceptance.
#[test]
fn acceptance_and_doubt_come_after_the_dot_alone() {
    for phase in PHASES {
        for code in 200..=599 {
            for enhanced in [None, Some("2.0.0"), Some("4.3.2"), Some("5.1.8"), Some("5.5.3")] {
                let verdict = judge(phase, Seen::Reply(&reply(code, enhanced, "")));
                assert_eq!(
                    verdict == YES,
                    phase == Phase::Dot && code == 250,
                    "{phase} {code}"
                );
                assert!(verdict != DOUBT || phase == Phase::Dot, "{phase} {code}");
            }
        }
    }
}

#[test]
fn enhanced_codes_refine_the_verdict() {
    for (phase, code, enhanced, expected) in [
        (Phase::Rcpt, 452, "4.5.3", MORE),
        (Phase::Rcpt, 552, "5.5.3", MORE),
        (Phase::Rcpt, 452, "4.2.2", LETTER),
        (Phase::Rcpt, 552, "5.2.2", NO),
        (Phase::Rcpt, 452, "4.3.1", GATEWAY),
        (Phase::Mail, 452, "4.3.1", GATEWAY),
        (Phase::Dot, 451, "4.3.2", GATEWAY),
        (Phase::Mail, 552, "5.3.4", NO),
        (Phase::Rcpt, 550, "5.1.8", STOP),
        (Phase::Rcpt, 550, "5.1.7", STOP),
        (Phase::Rcpt, 550, "5.1.1", NO),
        (Phase::Rcpt, 554, "5.7.1", NO),
        (Phase::Dot, 550, "5.1.8", NO),
        (Phase::Dot, 550, "5.1.1", NO),
    ] {
        let seen = judge(phase, Seen::Reply(&reply(code, Some(enhanced), "")));
        assert_eq!(seen, expected, "{phase} {code} {enhanced}");
    }
}

#[test]
fn a_wish_to_wait_is_heard_wherever_something_is_deferred() {
    let wait = Some(Duration::from_mins(5));
    for phase in PHASES {
        for code in [421, 450, 451, 454] {
            let reply = reply(code, None, "slow down, try again in 300 seconds");
            let Verdict::Deferred { retry_after, .. } = judge(phase, Seen::Reply(&reply)) else {
                panic!("{phase} {code}");
            };
            assert_eq!(retry_after, wait, "{phase} {code}");
        }
    }
}

#[test]
fn only_the_recipient_is_suppressed_for_its_address() {
    for (enhanced, blamed) in [
        ("5.1.0", true),
        ("5.1.1", true),
        ("5.1.2", true),
        ("5.1.3", true),
        ("5.1.6", true),
        ("5.1.10", true),
        ("5.1.7", false),
        ("5.1.8", false),
        ("5.1.9", false),
        ("5.2.1", false),
        ("5.7.1", false),
        ("4.1.1", false),
    ] {
        assert_eq!(
            reply(550, Some(enhanced), "").blames_recipient(),
            blamed,
            "{enhanced}"
        );
    }
    assert!(!reply(550, None, "5.1.1").blames_recipient());
}

/// The three ways from a verdict to what callers get, over everything: no panic, and nothing turns into acceptance.
#[test]
fn verdicts_become_outcomes() {
    for phase in PHASES.into_iter().filter(|phase| *phase != Phase::Dot) {
        for code in 200..=599 {
            let reply = reply(code, None, "");
            let seen = Seen::Reply(&reply);
            let accepted = |ended: &Ended| {
                matches!(
                    ended,
                    Ended::Letter(Outcome::Accepted { .. } | Outcome::Unknown { .. })
                )
            };
            assert!(!accepted(&ended(phase, seen, "h")), "{phase} {code}");
            let stops = matches!(no_session(phase, seen, "h"), NoSession::Stop(_));
            assert_eq!(stops, judge(phase, seen) == STOP, "{phase} {code}");
        }
    }
    for fault in faults() {
        assert!(
            matches!(outcome(Seen::Fault(&fault)), Outcome::Unknown { .. }),
            "{fault}"
        );
    }
}

#[test]
fn every_stop_says_what_to_do() {
    for phase in PHASES {
        for fault in faults() {
            if let NoSession::Stop(stop) = no_session(phase, Seen::Fault(&fault), "mail.example") {
                assert!(stop.to_string().contains("mail.example") && !stop.hint().is_empty());
            }
        }
    }
}
