//! Letters for the connections, taken from the ledger a few at a time: only such that may go now.

use std::collections::{BTreeMap, VecDeque};

use jiff::SignedDuration;

use super::choice::{Choice, Rest};
use crate::commands::Clock;
use crate::ledger::{Claim, Claimed, Coming, Ending, Notes, WriterGone};

/// Letters that are claimed and not yet offered.
#[derive(Debug)]
pub(super) struct Supply {
    notes: Notes,
    clock: Clock,
    give_up_after: SignedDuration,
    batch: u32,
    left: u64,
    waiting: VecDeque<Claimed>,
    /// Where not every letter may go at any time; nothing is asked for ahead then.
    choice: Option<Choice>,
    /// Letters that were asked for and have not come yet, and how many at most.
    coming: Option<(u32, Coming<Claim>)>,
    /// The ledger had fewer than were asked for: no asking ahead any more.
    dry: bool,
    /// Letters that turned out not to be sent, by their state.
    pub(super) aside: BTreeMap<&'static str, u64>,
    /// Letters held back because another campaign has told their contact, or is about to.
    pub(super) told_elsewhere: u64,
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
            coming: None,
            dry: false,
            aside: BTreeMap::new(),
            told_elsewhere: 0,
            limited: false,
        }
    }

    /// The next letter that may go now; `None` when there is none: [`Supply::rest`] tells whether to come again.
    pub(super) async fn next(&mut self) -> Result<Option<Claimed>, WriterGone> {
        if self.choice.is_some() {
            while self.waiting.is_empty() {
                if !self.choose().await? {
                    return Ok(None);
                }
            }
        } else if self.waiting.is_empty() {
            if self.coming.is_none() && !self.ask(false) {
                self.limited = true;
                return Ok(None);
            }
            self.arrive().await?;
        }
        Ok(self.at_hand())
    }

    /// The next letter, if it is here already.
    pub(super) fn at_hand(&mut self) -> Option<Claimed> {
        let letter = self.waiting.pop_front();
        // Asked for while there are some left, the next ones are here when they are needed.
        if self.waiting.len() < self.batch as usize / 2
            && self.coming.is_none()
            && !self.dry
            && self.choice.is_none()
        {
            self.ask(true);
        }
        letter
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
    pub(super) async fn release(&mut self) -> Result<(), WriterGone> {
        self.arrive().await?;
        for letter in self.waiting.drain(..) {
            self.notes.end(letter.id, Ending::Released, self.clock.now())?;
        }
        Ok(())
    }

    /// Takes letters that may go now; false when there are none, or `--limit` forbids more.
    async fn choose(&mut self) -> Result<bool, WriterGone> {
        let wanted = u32::try_from(self.left).unwrap_or(u32::MAX).min(self.batch);
        let Some(choice) = &mut self.choice else {
            return Ok(false);
        };
        if wanted == 0 {
            self.limited = true;
            return Ok(false);
        }
        let now = self.clock.now();
        let chosen = choice.next(wanted, &self.notes, now).await?;
        if chosen.is_empty() {
            return Ok(false);
        }
        let claim = self.notes.claim_chosen(chosen, self.give_up_after, now).await?;
        self.left = self.left.saturating_sub(claim.letters.len() as u64);
        self.take(claim);
        Ok(true)
    }

    /// Asks for more, `ahead` of need or while somebody waits; false when `--limit` forbids it.
    fn ask(&mut self, ahead: bool) -> bool {
        let wanted = u32::try_from(self.left).unwrap_or(u32::MAX).min(self.batch);
        if wanted == 0 {
            return false;
        }
        let claim = self
            .notes
            .claim(wanted, self.give_up_after, ahead, self.clock.now());
        self.left = self.left.saturating_sub(wanted.into());
        self.coming = Some((wanted, claim));
        true
    }

    /// Waits for what was asked for. Cancelled: it is still coming.
    async fn arrive(&mut self) -> Result<(), WriterGone> {
        let Some((wanted, coming)) = &mut self.coming else {
            return Ok(());
        };
        let (wanted, claim) = (*wanted, coming.await);
        self.coming = None;
        let claim = claim?;
        let came = claim.letters.len() as u64;
        self.dry = came < u64::from(wanted);
        self.left = self.left.saturating_add(u64::from(wanted).saturating_sub(came));
        self.take(claim);
        Ok(())
    }

    fn take(&mut self, claim: Claim) {
        for (state, n) in [("suppressed", claim.suppressed), ("expired", claim.expired)] {
            self.set_aside(state, n);
        }
        self.told_elsewhere += claim.told_elsewhere;
        self.waiting.extend(claim.letters);
    }

    /// Counts letters that turned out not to be sent.
    pub(super) fn set_aside(&mut self, state: &'static str, n: u64) {
        if n > 0 {
            *self.aside.entry(state).or_default() += n;
        }
    }
}
