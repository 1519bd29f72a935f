//! The life of a letter: its states, and the one function that owns the way from one to the next.
//!
//! ```text
//! planned -> sending -> dotted -> accepted
//!               |          |----> refused, deferred (the gateway answered)
//!               |          '----> unknown -> (settled) accepted | planned
//!               |-> deferred -> sending        planned, deferred -> suppressed | expired
//!               '-> refused
//!
//! later, from returned mail: accepted -> delivered, accepted | delivered -> bounced,
//!                            unknown | deferred | planned (again) -> accepted, since it has arrived somewhere
//! ```
//!
//! The SQL that changes a state repeats the expected old state in its WHERE, so that a wrong step changes nothing.

use std::fmt;

/// Where a letter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Frozen, not yet taken up.
    Planned,
    /// A sender has taken it up; the final dot has not left.
    Sending,
    /// The final dot is about to leave, or has left, and no answer is noted.
    Dotted,
    /// The gateway's final reply was 250.
    Accepted,
    /// The recipient's system says that it is in the mailbox.
    Delivered,
    /// It came back for good.
    Bounced,
    /// To be tried again when due.
    Deferred,
    /// The gateway will not take it.
    Refused,
    /// The dot left and no answer came; only a person decides ([`Event::SettledSent`], [`Event::SettledResend`]).
    Unknown,
    /// Its recipient or network must not be written to.
    Suppressed,
    /// Given up after too long a time.
    Expired,
}

impl State {
    /// Every state, in the order in which reports list them.
    pub const ALL: [Self; 11] = [
        Self::Planned,
        Self::Sending,
        Self::Dotted,
        Self::Accepted,
        Self::Delivered,
        Self::Bounced,
        Self::Deferred,
        Self::Refused,
        Self::Unknown,
        Self::Suppressed,
        Self::Expired,
    ];

    /// The slug kept in the ledger.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Sending => "sending",
            Self::Dotted => "dotted",
            Self::Accepted => "accepted",
            Self::Delivered => "delivered",
            Self::Bounced => "bounced",
            Self::Deferred => "deferred",
            Self::Refused => "refused",
            Self::Unknown => "unknown",
            Self::Suppressed => "suppressed",
            Self::Expired => "expired",
        }
    }

    /// The words by which events tell a letter's fate.
    pub(super) const FATES: [&str; 10] = [
        "accepted",
        "deferred",
        "refused",
        "unknown",
        "suppressed",
        "expired",
        "delivered",
        "bounced",
        SETTLED_SENT,
        SETTLED_RESEND,
    ];

    /// Whether a letter can be in this state when this was the last fate told of it.
    pub(super) fn follows(self, fate: Option<&str>) -> bool {
        match self {
            Self::Planned | Self::Sending | Self::Dotted => {
                matches!(fate, None | Some("deferred" | SETTLED_RESEND))
            }
            Self::Accepted => matches!(fate, Some("accepted" | SETTLED_SENT)),
            other => fate == Some(other.as_str()),
        }
    }

    /// The state with this slug.
    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == slug)
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How the event of [`Event::SettledSent`] is called in the history.
pub(super) const SETTLED_SENT: &str = "settled: assumed sent";
/// How the event of [`Event::SettledResend`] is called.
pub(super) const SETTLED_RESEND: &str = "settled: to be sent again";

/// What can happen to a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// A sender takes it up.
    Claimed,
    /// Its final dot is about to leave.
    Dotted,
    /// The gateway answered 250 to the dot.
    Accepted,
    /// The gateway refused it for good.
    Refused,
    /// It was surely not accepted, and is to be tried again.
    Deferred,
    /// The dot left and no answer came.
    Lost,
    /// A sender puts it back untouched: stopped, or gone without having sent the dot.
    Released,
    /// A person says that the unknown letter arrived.
    SettledSent,
    /// A person says that the unknown letter is to be sent again.
    SettledResend,
    /// The recipient or network must not be written to.
    Suppressed,
    /// It has been deferred for too long.
    Expired,
    /// Returned mail proves that the gateway had taken it after all.
    Proven,
    /// Returned mail says that it is in the mailbox.
    Delivered,
    /// Returned mail says that it will never be.
    Bounced,
}

/// The state after `event`, or `None` when a letter in `state` cannot meet it.
#[must_use]
pub fn next(state: State, event: Event) -> Option<State> {
    use State::{
        Accepted, Bounced, Deferred, Delivered, Dotted, Expired, Planned, Refused, Sending, Suppressed,
        Unknown,
    };
    Some(match (state, event) {
        (Planned | Deferred, Event::Claimed) => Sending,
        (Sending, Event::Dotted) => Dotted,
        (Dotted, Event::Accepted)
        | (Unknown, Event::SettledSent)
        | (Unknown | Deferred | Planned, Event::Proven) => Accepted,
        (Accepted, Event::Delivered) => Delivered,
        (Accepted | Delivered, Event::Bounced) => Bounced,
        (Sending | Dotted, Event::Refused) => Refused,
        (Sending | Dotted, Event::Deferred) => Deferred,
        (Dotted, Event::Lost) => Unknown,
        (Sending, Event::Released) | (Unknown, Event::SettledResend) => Planned,
        (Planned | Deferred, Event::Suppressed) => Suppressed,
        (Planned | Deferred, Event::Expired) => Expired,
        _ => return None,
    })
}

/// The states from which `event` leads on; what the SQL repeats in its WHERE.
pub(super) fn before(event: Event) -> impl Iterator<Item = State> {
    State::ALL
        .into_iter()
        .filter(move |state| next(*state, event).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVENTS: [Event; 14] = [
        Event::Claimed,
        Event::Dotted,
        Event::Accepted,
        Event::Refused,
        Event::Deferred,
        Event::Lost,
        Event::Released,
        Event::SettledSent,
        Event::SettledResend,
        Event::Suppressed,
        Event::Expired,
        Event::Proven,
        Event::Delivered,
        Event::Bounced,
    ];

    #[test]
    fn every_step_is_one_of_the_allowed_ones() {
        let mut steps = Vec::new();
        for state in State::ALL {
            for event in EVENTS {
                if let Some(to) = next(state, event) {
                    steps.push(format!("{state} -> {to}"));
                }
            }
        }
        steps.sort();
        steps.dedup();
        assert_eq!(
            steps,
            [
                "accepted -> bounced",
                "accepted -> delivered",
                "deferred -> accepted",
                "deferred -> expired",
                "deferred -> sending",
                "deferred -> suppressed",
                "delivered -> bounced",
                "dotted -> accepted",
                "dotted -> deferred",
                "dotted -> refused",
                "dotted -> unknown",
                "planned -> accepted",
                "planned -> expired",
                "planned -> sending",
                "planned -> suppressed",
                "sending -> deferred",
                "sending -> dotted",
                "sending -> planned",
                "sending -> refused",
                "unknown -> accepted",
                "unknown -> planned",
            ]
        );
    }

    #[test]
    fn accepted_is_reached_from_the_dot_by_a_person_or_by_returned_mail_alone() {
        for state in State::ALL {
            for event in EVENTS {
                if next(state, event) == Some(State::Accepted) {
                    assert!(matches!(
                        (state, event),
                        (State::Dotted, Event::Accepted)
                            | (State::Unknown, Event::SettledSent)
                            | (State::Unknown | State::Deferred | State::Planned, Event::Proven)
                    ));
                }
            }
        }
    }

    #[test]
    fn slugs_are_read_back() {
        for state in State::ALL {
            assert_eq!(State::from_slug(state.as_str()), Some(state));
        }
    }
}
