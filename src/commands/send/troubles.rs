//! When outcomes in a row say that going on would only do harm: the gateway is away, puts everything off, answers no
//! dot, or refuses everybody. An acceptance wipes the slate.

use std::time::Duration;

use crate::failure::Failure;
use crate::outcome::{Outcome, Scope};
use crate::pace::{Refusals, TooMany};

/// Gateway troubles in a row that end a run: this many, and two more for each connection, since a gateway that
/// restarts breaks all of them at once.
const TROUBLES: u32 = 3;
/// Letters in doubt in a row that end a run: this many, and one more for each further connection.
const DOUBTS: u32 = 3;
/// Refusals in a row that end a run.
const REFUSALS: u32 = 10;
/// After so many deferred letters in a row each further one slows its connection down, up to the longest pause.
const DEFERRED: u32 = 10;
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// Letters deferred in a row that end a run: the rest would only be put off too.
const MOST_DEFERRED: u32 = 100;
/// The pause after a trouble, where the gateway names none.
const PAUSE: Duration = Duration::from_secs(1);

/// What to do after an outcome.
#[derive(Debug)]
pub(super) enum After {
    /// The next letter.
    GoOn,
    /// The next letter, after this time.
    Pause(Duration),
    /// No more letters.
    Stop(Failure),
    /// No more letters until a person says so.
    Halt(TooMany),
}

/// Outcomes since the last acceptance, and the share of refusals over a longer time.
#[derive(Debug)]
pub(super) struct Troubles {
    connections: u32,
    /// A gateway that asks for more than this is away.
    patience: Duration,
    gateway: u32,
    deferred: u32,
    doubts: u32,
    refusals: u32,
    share: Refusals,
}

impl Troubles {
    pub(super) fn new(connections: u16, patience: Duration, share: Refusals) -> Self {
        Self {
            connections: u32::from(connections),
            patience,
            gateway: 0,
            deferred: 0,
            doubts: 0,
            refusals: 0,
            share,
        }
    }

    /// Whether a letter could be announced before the last one's fate is known: nothing since the last acceptance
    /// calls for a pause.
    pub(super) fn calm(&self) -> bool {
        self.gateway == 0 && self.doubts == 0 && self.deferred < DEFERRED
    }

    /// Counts one more outcome.
    pub(super) fn after(&mut self, outcome: &Outcome) -> After {
        match outcome {
            Outcome::Accepted { .. } => {
                (self.gateway, self.deferred, self.doubts, self.refusals) = (0, 0, 0, 0);
                self.share.count(false);
                self.share.judge().map_or_else(After::Halt, |()| After::GoOn)
            }
            Outcome::Refused { reply, .. } => {
                self.refusals += 1;
                self.share.count(true);
                if let Err(too_many) = self.share.judge() {
                    After::Halt(too_many)
                } else if self.refusals < REFUSALS {
                    After::GoOn
                } else {
                    After::Stop(refuses(&reply.to_string()))
                }
            }
            Outcome::Unknown { why } => {
                self.doubts += 1;
                // Each connection can have one letter behind its dot when the gateway restarts.
                if self.doubts < DOUBTS + self.connections.saturating_sub(1) {
                    After::GoOn
                } else {
                    After::Stop(silent(self.doubts, why))
                }
            }
            Outcome::Deferred(deferral) if deferral.scope == Scope::Gateway => {
                self.gateway += 1;
                let pause = deferral.retry_after.unwrap_or(PAUSE);
                if self.gateway >= TROUBLES + 2 * self.connections || pause > self.patience {
                    After::Stop(away(&deferral.why))
                } else {
                    After::Pause(pause)
                }
            }
            Outcome::Deferred(deferral) => {
                self.deferred += 1;
                let pause = (PAUSE * self.deferred.saturating_sub(DEFERRED) / 10).min(LONGEST_PAUSE);
                if self.deferred >= MOST_DEFERRED {
                    After::Stop(away(&format!(
                        "{MOST_DEFERRED} deferred in a row, the last one: {}",
                        deferral.why
                    )))
                } else if pause.is_zero() {
                    After::GoOn
                } else {
                    After::Pause(pause)
                }
            }
        }
    }
}

/// The gateway is not there.
pub(super) fn away(why: &str) -> Failure {
    Failure::outside(format!("the gateway takes no letters: {why}"))
        .hint("nothing was lost: run forewarn send again when it is back, or let it wait with --wait MINUTES")
}

/// The gateway takes letters and does not say what becomes of them.
fn silent(doubts: u32, why: &str) -> Failure {
    Failure::outside(format!(
        "the gateway left the fate of {doubts} letters in a row open: {why}"
    ))
    .hint(
        "look at the gateway, and for these letters in its log; then decide about them with: forewarn settle",
    )
}

/// The gateway takes none of our letters.
fn refuses(reply: &str) -> Failure {
    Failure::outside(format!("the gateway refused {REFUSALS} letters in a row: {reply}"))
        .hint("does it accept mail from this machine, or does it want a username and password?")
        .hint("the other letters wait for the next forewarn send; those refused come again with the next forewarn plan")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::{Deferral, Phase, Reply};
    use crate::pace::{History, Rules};

    fn share() -> Refusals {
        Refusals::new(&Rules::default(), &History::default())
    }

    fn reply() -> Reply {
        Reply {
            code: 250,
            enhanced: None,
            text: String::new(),
        }
    }

    fn deferred(scope: Scope, retry_after: Option<Duration>) -> Outcome {
        Outcome::Deferred(Deferral {
            phase: Phase::Rcpt,
            why: "later".to_owned(),
            reply: None,
            retry_after,
            scope,
        })
    }

    /// How many of these in a row go on, with or without a pause, before the run ends.
    fn endured(outcome: &Outcome) -> u32 {
        let mut troubles = Troubles::new(4, Duration::from_secs(15), share());
        (0..1000)
            .find(|_| matches!(troubles.after(outcome), After::Stop(_)))
            .unwrap()
    }

    #[test]
    fn each_trouble_in_a_row_ends_a_run_in_its_own_time() {
        assert_eq!(endured(&Outcome::Unknown { why: String::new() }), 5);
        assert_eq!(
            endured(&Outcome::Refused {
                phase: Phase::Rcpt,
                reply: reply()
            }),
            9
        );
        assert_eq!(endured(&deferred(Scope::Gateway, None)), 10);
        assert_eq!(
            endured(&deferred(Scope::Gateway, Some(Duration::from_secs(16)))),
            0
        );
        assert_eq!(endured(&deferred(Scope::Letter, None)), 99);
    }

    #[test]
    fn an_acceptance_wipes_the_slate() {
        let mut troubles = Troubles::new(1, Duration::from_secs(15), share());
        for _ in 0..5 {
            for _ in 0..2 {
                assert!(matches!(
                    troubles.after(&Outcome::Unknown { why: String::new() }),
                    After::GoOn
                ));
            }
            troubles.after(&Outcome::Accepted {
                reply: reply(),
                queue_id: None,
            });
        }
    }

    #[test]
    fn letter_after_letter_deferred_goes_slower_and_slower() {
        let mut troubles = Troubles::new(4, Duration::from_secs(15), share());
        let mut last = Duration::ZERO;
        for n in 1..MOST_DEFERRED {
            let pause = match troubles.after(&deferred(Scope::Letter, None)) {
                After::GoOn => Duration::ZERO,
                After::Pause(pause) => pause,
                After::Stop(_) | After::Halt(_) => panic!("at {n}"),
            };
            assert!(pause >= last && (n > DEFERRED || pause.is_zero()));
            last = pause;
        }
        assert!(last >= Duration::from_secs(5));
    }
}
