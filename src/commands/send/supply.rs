//! Letters for the connections, taken from the ledger a few at a time: only such that may go now.

use std::collections::{BTreeMap, VecDeque};

use jiff::SignedDuration;

use super::choice::{Choice, Rest};
use crate::commands::Clock;
use crate::ledger::{Claimed, Ending, Notes, WriterGone};

/// Letters that are claimed and not yet offered.
#[derive(Debug)]
pub(super) struct Supply {
    notes: Notes,
    clock: Clock,
    give_up_after: SignedDuration,
    batch: u32,
    left: u64,
    waiting: VecDeque<Claimed>,
    /// Where not every letter may go at any time.
    choice: Option<Choice>,
    /// Letters that turned out not to be sent, by their state.
    pub(super) aside: BTreeMap<&'static str, u64>,
    /// `--limit` was reached while more could have been claimed.
    pub(super) limited: bool,
}

impl Supply {
    pub(super) fn new(
        notes: Notes,
        clock: Clock,
        give_up_after: SignedDuration,
        batch: u32,
        limit: u64,
        choice: Option<Choice>,
    ) -> Self {
        Self {
            notes,
            clock,
            give_up_after,
            batch,
            left: limit,
            waiting: VecDeque::new(),
            choice,
            aside: BTreeMap::new(),
            limited: false,
        }
    }

    /// The next letter that may go now; `None` when there is none: [`Supply::rest`] tells whether to come again.
    pub(super) async fn next(&mut self) -> Result<Option<Claimed>, WriterGone> {
        while self.waiting.is_empty() {
            let wanted = u32::try_from(self.left).unwrap_or(u32::MAX).min(self.batch);
            if wanted == 0 {
                self.limited = true;
                return Ok(None);
            }
            let now = self.clock.now();
            let claim = match &mut self.choice {
                None => self.notes.claim(wanted, self.give_up_after, now).await?,
                Some(choice) => {
                    let chosen = choice.next(wanted, &self.notes, now).await?;
                    if chosen.is_empty() {
                        return Ok(None);
                    }
                    self.notes.claim_chosen(chosen, self.give_up_after, now).await?
                }
            };
            for (state, n) in [("suppressed", claim.suppressed), ("expired", claim.expired)] {
                if n > 0 {
                    *self.aside.entry(state).or_default() += n;
                }
            }
            self.left = self.left.saturating_sub(claim.letters.len() as u64);
            self.waiting.extend(claim.letters);
            if self.choice.is_none() {
                break;
            }
        }
        Ok(self.waiting.pop_front())
    }

    /// After [`Supply::next`] had none: until when none may go, if letters are left that only have to wait.
    pub(super) fn rest(&self) -> Option<Rest> {
        self.choice.as_ref()?.rest.clone()
    }

    /// Takes a letter back that was not offered.
    pub(super) fn give_back(&mut self, letter: Claimed) {
        self.waiting.push_front(letter);
    }

    /// Puts everything that is still here back into the ledger, untouched.
    pub(super) fn release(&mut self) -> Result<(), WriterGone> {
        for letter in self.waiting.drain(..) {
            self.notes.end(letter.id, Ending::Released, self.clock.now())?;
        }
        Ok(())
    }
}
