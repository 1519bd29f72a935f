//! When so many letters are refused that going on would do harm.

use std::collections::VecDeque;

use super::{History, Rules};

/// Too many of the last letters were refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "{refused} of the last {of} letters were refused or came back, more than the {most} per cent that [pace] stop_refused allows"
)]
pub struct TooMany {
    /// So many.
    pub refused: u32,
    /// Of so many.
    pub of: u32,
    /// More than this share was not to be.
    pub most: u8,
}

/// The last letters that were accepted or refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusals {
    most: u8,
    of: u32,
    last: VecDeque<bool>,
    refused: u32,
}

impl Refusals {
    /// Under these rules, after this history.
    #[must_use]
    pub fn new(rules: &Rules, history: &History) -> Self {
        let (most, of) = rules.stop_refused;
        let mut refusals = Self {
            most,
            of: if most == 0 { 0 } else { of },
            last: VecDeque::new(),
            refused: 0,
        };
        for refused in &history.refused {
            refusals.count(*refused);
        }
        refusals
    }

    /// Counts one more letter. Only a full window is judged, so that the first few refusals stop nothing.
    pub fn count(&mut self, refused: bool) {
        if self.of == 0 {
            return;
        }
        self.last.push_back(refused);
        self.refused += u32::from(refused);
        if self.last.len() > self.of as usize && self.last.pop_front() == Some(true) {
            self.refused -= 1;
        }
    }

    /// # Errors
    /// [`TooMany`], when the share is passed.
    pub fn judge(&self) -> Result<(), TooMany> {
        let full = self.of > 0 && self.last.len() >= self.of as usize;
        if full && u64::from(self.refused) * 100 > u64::from(self.most) * u64::from(self.of) {
            return Err(TooMany {
                refused: self.refused,
                of: self.of,
                most: self.most,
            });
        }
        Ok(())
    }
}
