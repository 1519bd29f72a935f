//! (phase, reply or fault) -> verdict: what one answer of the gateway means for a letter and a campaign.
//!
//! Pure and total. The rule above all others: once the final dot may have left, only a reply decides, and only 250
//! means accepted; before it, nothing can have been accepted.

use std::time::Duration;

use crate::outcome::{Deferral, Outcome, Phase, Reply, Scope};

use super::fault::{Ended, Fault, NoSession, Stop};
use super::words::{queue_id, retry_after};

/// What came in answer to a step.
#[derive(Debug, Clone, Copy)]
pub enum Seen<'a> {
    /// A well-formed reply.
    Reply(&'a Reply),
    /// Something else.
    Fault(&'a Fault),
}

/// What it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The next step may follow.
    Proceed,
    /// The gateway has taken the letter.
    Accepted,
    /// It never will.
    Refused,
    /// Surely not accepted; worth another try.
    Deferred {
        /// What has to wait.
        scope: Scope,
        /// For how long the gateway asks.
        retry_after: Option<Duration>,
    },
    /// Surely not accepted; this connection or transaction has had its share of recipients.
    NewTransaction,
    /// Our fault, or that of every letter.
    Stop,
    /// Accepted or not, nobody here can tell.
    Unknown,
}

/// The verdict on what was seen in a phase.
#[must_use]
pub fn judge(phase: Phase, seen: Seen<'_>) -> Verdict {
    match seen {
        Seen::Reply(reply) => judge_reply(phase, reply),
        Seen::Fault(fault) => judge_fault(phase, fault),
    }
}

fn judge_fault(phase: Phase, fault: &Fault) -> Verdict {
    match (phase, fault) {
        (Phase::Dot, _) => Verdict::Unknown,
        // Outside the handshake, TLS trouble is a broken connection in other clothes.
        (_, Fault::Certificate(_)) | (Phase::Tls, Fault::Handshake(_)) => Verdict::Stop,
        _ => Verdict::Deferred {
            scope: Scope::Gateway,
            retry_after: None,
        },
    }
}

fn judge_reply(phase: Phase, reply: &Reply) -> Verdict {
    let deferred = |scope| Verdict::Deferred {
        scope,
        retry_after: retry_after(reply),
    };
    match (phase, reply.code) {
        (Phase::Dot, 250) => Verdict::Accepted,
        // Neither a yes nor a no (RFC 5321 section 4.2.1 knows no other positive reply to the dot).
        (Phase::Dot, 200..=399) => Verdict::Unknown,

        (Phase::Connect | Phase::Banner | Phase::Tls, 220)
        | (Phase::Ehlo, 250)
        | (Phase::Auth, 235 | 334)
        | (Phase::Mail | Phase::Rcpt | Phase::Quit, 200..=299)
        | (Phase::Data, 354) => Verdict::Proceed,

        // A yes to a question that was not asked: the two sides are out of step.
        (_, ..=399) => deferred(Scope::Gateway),

        // RFC 5321 section 4.5.3.1.10; before RFC 3463 the bare code had to do.
        (Phase::Rcpt, 452 | 552) if matches!(reply.enhanced.as_deref(), None | Some("4.5.3" | "5.5.3")) => {
            Verdict::NewTransaction
        }

        (Phase::Connect | Phase::Banner | Phase::Ehlo | Phase::Tls | Phase::Auth, 400..=499) => {
            deferred(Scope::Gateway)
        }
        (_, 400..=499) if speaks_of_gateway(reply) => deferred(Scope::Gateway),
        // RSET and QUIT decide nothing about a letter; a server that refuses them is only left.
        (_, 400..=499) | (Phase::Quit, _) => deferred(Scope::Letter),

        (Phase::Rcpt | Phase::Data | Phase::Body, _) if speaks_of_us(reply) => Verdict::Stop,
        // 552 at MAIL is about the size of one letter, not the right to send (RFC 1870 section 6.1).
        (Phase::Rcpt | Phase::Data | Phase::Body | Phase::Dot, _) | (Phase::Mail, 552) => Verdict::Refused,
        (Phase::Connect | Phase::Banner | Phase::Ehlo | Phase::Tls | Phase::Auth | Phase::Mail, _) => {
            Verdict::Stop
        }
    }
}

/// Whether a 4xx is about the server itself: 421, `4.3.1` system full, `4.3.2` system not accepting (RFC 3463).
fn speaks_of_gateway(reply: &Reply) -> bool {
    reply.code == 421 || matches!(reply.enhanced.as_deref(), Some("4.3.1" | "4.3.2"))
}

/// Whether a 5xx after MAIL is about us, as servers that delay their verdict to RCPT say it: authentication wanted
/// (530, 534, 535, 538), no mail taken at all (521), commands out of order (503), parameters unknown (555), or a bad
/// envelope sender (`5.1.7`, `5.1.8`). Marking every letter refused would not help anybody.
fn speaks_of_us(reply: &Reply) -> bool {
    matches!(reply.code, 503 | 521 | 530 | 534 | 535 | 538 | 555)
        || matches!(reply.enhanced.as_deref(), Some("5.1.7" | "5.1.8"))
}

/// The deferral that a verdict other than stop amounts to.
fn deferral(phase: Phase, seen: Seen<'_>, scope: Scope, retry_after: Option<Duration>) -> Deferral {
    let (why, reply) = words(seen);
    Deferral {
        phase,
        why,
        reply,
        retry_after,
        scope,
    }
}

fn words(seen: Seen<'_>) -> (String, Option<Reply>) {
    match seen {
        Seen::Reply(reply) => (reply.to_string(), Some(reply.clone())),
        Seen::Fault(fault) => (fault.to_string(), None),
    }
}

fn stop(phase: Phase, seen: Seen<'_>, host: &str) -> Stop {
    let host = host.to_owned();
    match seen {
        Seen::Reply(reply) => Stop::Refused {
            phase,
            reply: reply.clone(),
        },
        Seen::Fault(Fault::Certificate(why)) => Stop::Certificate {
            host,
            why: why.clone(),
        },
        Seen::Fault(fault) => Stop::Handshake {
            host,
            why: fault.to_string(),
        },
    }
}

/// Why a connection to `host` did not come about, given what was seen before the first letter.
pub(super) fn no_session(phase: Phase, seen: Seen<'_>, host: &str) -> NoSession {
    match judge(phase, seen) {
        Verdict::Stop => NoSession::Stop(stop(phase, seen, host)),
        Verdict::Deferred { retry_after, .. } => {
            NoSession::Later(deferral(phase, seen, Scope::Gateway, retry_after))
        }
        _ => NoSession::Later(deferral(phase, seen, Scope::Gateway, None)),
    }
}

/// Why a letter came no further, given what was seen before its dot.
pub(super) fn ended(phase: Phase, seen: Seen<'_>, host: &str) -> Ended {
    debug_assert_ne!(phase, Phase::Dot, "after the dot there is an outcome, not an end");
    match (judge(phase, seen), seen) {
        (Verdict::Stop, _) => Ended::Stop(stop(phase, seen, host)),
        (Verdict::Refused, Seen::Reply(reply)) => Ended::Letter(Outcome::Refused {
            phase,
            reply: reply.clone(),
        }),
        (Verdict::Deferred { scope, retry_after }, _) => {
            Ended::Letter(Outcome::Deferred(deferral(phase, seen, scope, retry_after)))
        }
        _ => Ended::Letter(Outcome::Deferred(deferral(phase, seen, Scope::Letter, None))),
    }
}

/// The fate of a letter whose dot has left, or may have.
pub(super) fn outcome(seen: Seen<'_>) -> Outcome {
    let phase = Phase::Dot;
    match (judge(phase, seen), seen) {
        (Verdict::Accepted, Seen::Reply(reply)) => Outcome::Accepted {
            reply: reply.clone(),
            queue_id: queue_id(reply),
        },
        (Verdict::Refused, Seen::Reply(reply)) => Outcome::Refused {
            phase,
            reply: reply.clone(),
        },
        (Verdict::Deferred { scope, retry_after }, Seen::Reply(_)) => {
            Outcome::Deferred(deferral(phase, seen, scope, retry_after))
        }
        (_, Seen::Reply(reply)) => Outcome::Unknown {
            why: format!("neither yes nor no: {reply}"),
        },
        (_, Seen::Fault(fault)) => Outcome::Unknown {
            why: fault.to_string(),
        },
    }
}

#[cfg(test)]
mod tests;
