//! One letter over an open connection: everything but the dot, the note, the dot; and what is noted of its fate.

use std::time::Duration;

use super::{End, Run};
use crate::commands::send::settings::stopped;
use crate::commands::send::troubles::After;
use crate::gateway::{Connection, Ended, Envelope};
use crate::ledger::{Claimed, Dot, Ending, WriterGone};
use crate::outcome::{Deferral, Outcome};

/// A letter that was taken up, with its bytes, checked.
pub(super) struct InHand {
    pub(super) letter: Claimed,
    bytes: Vec<u8>,
}

/// What became of a letter on a connection.
#[expect(
    clippy::large_enum_variant,
    reason = "one for each connection at a time, looked at once and gone"
)]
pub(super) enum Handed {
    /// The outcome, or how it ended without one; and the letter announced with its dot.
    Over(Result<Outcome, Ended>, Option<InHand>),
    /// Its dot must not leave, and has not.
    Withheld,
}

impl Run {
    /// Unpacks a letter's bytes; a letter whose bytes are not those that were planned is given back, and the run stops.
    pub(super) async fn in_hand(&self, letter: Claimed) -> Option<InHand> {
        match letter.bytes.unpack() {
            Ok(bytes) => Some(InHand { letter, bytes }),
            Err(error) => {
                self.stop(End::Failed(error.into()));
                self.give_back(letter).await;
                None
            }
        }
    }

    /// The ledger lets the letter's dot not leave: the gateway has all but that, and must not take anything else for it.
    pub(super) async fn withheld(&self, letter: &Claimed, connection: &mut Option<Connection>) {
        // Not even a QUIT: that would be a line of the letter.
        if connection.take().is_some() {
            self.opened(-1);
        }
        self.say(&format!(
            "{} ({}) not sent: suppressed meanwhile",
            letter.recipient, letter.reference
        ));
        self.supply.lock().await.set_aside("suppressed", 1);
        self.bar.inc(1);
    }

    /// The steps in their order, and the letter announced with the dot. An error: the ledger failed, and the
    /// dot has not left.
    pub(super) async fn hand_over(
        &self,
        connection: &mut Connection,
        InHand { letter, bytes }: &InHand,
    ) -> Result<Handed, WriterGone> {
        let mut noted = None;
        let note = || noted = Some(self.notes.dot(letter.id, self.clock.now()));
        let offered = connection.offer_noting(&envelope(letter), bytes, note).await;
        let held = match offered {
            Ok(held) => held,
            Err(ended) => {
                let Some(noted) = noted else {
                    return Ok(Handed::Over(Err(ended), None));
                };
                let outcome = self.noted_in_vain(ended);
                return Ok(match noted.await? {
                    Dot::Noted => Handed::Over(Ok(outcome), None),
                    Dot::Withheld => Handed::Withheld,
                });
            }
        };
        let next = match self.next_to_announce() {
            Some(next) => self.in_hand(next).await,
            None => None,
        };
        if let Some(noted) = noted {
            match noted.await {
                Ok(Dot::Noted) => {}
                other => {
                    if let Some(next) = next {
                        self.give_back(next.letter).await;
                    }
                    return other.map(|_| Handed::Withheld);
                }
            }
        }
        let opening = next
            .as_ref()
            .map(|next| (envelope(&next.letter), next.bytes.as_slice()));
        let opening = opening.as_ref().map(|(envelope, bytes)| (envelope, *bytes));
        Ok(Handed::Over(Ok(held.release_before(opening).await), next))
    }

    /// The outcome for a letter whose dot was noted and has surely not left: it cannot be given back as if nothing
    /// had been.
    pub(super) fn noted_in_vain(&self, ended: Ended) -> Outcome {
        let why = match ended {
            Ended::Letter(outcome) => return outcome,
            Ended::Stale { why } => why,
            Ended::Stop(stop) => {
                let why = stop.to_string();
                self.stop(End::Failed(stopped(stop)));
                why
            }
        };
        Outcome::Deferred(Deferral::before_the_dot(why))
    }

    /// Hands the outcome to the ledger; returns how long to pause, if the troubles so far call for it.
    pub(super) fn note(&self, letter: &Claimed, outcome: Outcome) -> Result<Option<Duration>, WriterGone> {
        let Claimed {
            recipient, reference, ..
        } = letter;
        let what = match &outcome {
            Outcome::Accepted { .. } => {
                self.absent_since.set(None);
                "accepted"
            }
            Outcome::Refused { reply, .. } => {
                self.warn(&format!("{recipient} ({reference}) refused: {reply}"));
                "refused"
            }
            Outcome::Deferred(deferral) => {
                self.say(&format!("{recipient} ({reference}) deferred: {}", deferral.why));
                "deferred"
            }
            Outcome::Unknown { why } => {
                self.warn(&format!("{recipient} ({reference}) unknown: {why}"));
                "unknown"
            }
        };
        let after = self.troubles.borrow_mut().after(&outcome);
        self.notes
            .end(letter.id, Ending::Outcome(outcome), self.clock.now())?;
        *self.letters.borrow_mut().entry(what).or_default() += 1;
        self.bar.inc(1);
        Ok(match after {
            After::GoOn => None,
            After::Pause(pause) => Some(pause),
            After::Stop(failure) => {
                self.stop(End::Failed(failure));
                None
            }
            After::Halt(why) => {
                self.stop(End::Halted(why));
                None
            }
        })
    }
}

fn envelope(letter: &Claimed) -> Envelope {
    Envelope {
        from: letter.envelope_from.clone(),
        to: letter.recipient.clone(),
        id: letter.reference.clone(),
    }
}
