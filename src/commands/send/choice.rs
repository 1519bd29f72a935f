//! Which letters are taken up next, where working hours or a rate for each domain make some of them wait.
//!
//! The letters that wait are held as numbers only, read from the ledger anew every few minutes: deferred ones become
//! due meanwhile.

use std::time::Duration;

use jiff::Timestamp;
use tokio::time::Instant;

use super::turns::Watch;
use crate::ledger::{Notes, WriterGone};
use crate::pace::{Cause, History, Next, Queue, Rules};

/// How old the list of letters gets.
const FRESH: Duration = Duration::from_mins(5);

/// Until when no letter may go, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rest {
    pub(super) until: Timestamp,
    pub(super) cause: Cause,
}

/// The choice of letters.
#[derive(Debug)]
pub(super) struct Choice {
    rules: Rules,
    watch: Watch,
    history: History,
    queue: Option<(Queue, Instant)>,
    /// Set when letters are left and none of them may go.
    pub(super) rest: Option<Rest>,
}

impl Choice {
    /// For these rules, if they need one.
    pub(super) fn new(rules: &Rules, history: &History, watch: Watch) -> Option<Self> {
        rules.choosy().then(|| Self {
            rules: rules.clone(),
            watch,
            history: history.clone(),
            queue: None,
            rest: None,
        })
    }

    /// Up to `limit` letters that may go now. None: see [`Choice::rest`]; without one nothing is left.
    pub(super) async fn next(
        &mut self,
        limit: u32,
        notes: &Notes,
        at: Timestamp,
    ) -> Result<Vec<i64>, WriterGone> {
        let mut chosen = Vec::new();
        self.rest = None;
        let mut read = false;
        while chosen.len() < limit as usize {
            let now = self.watch.now();
            let stale = self
                .queue
                .as_ref()
                .is_none_or(|(_, since)| since.elapsed() >= FRESH);
            if stale && chosen.is_empty() && !read {
                self.read(notes, at, now).await?;
                read = true;
            }
            let Some((queue, _)) = &mut self.queue else { break };
            match queue.next(now) {
                Next::Go(letter) => chosen.push(letter),
                Next::Wait(until, cause) => {
                    self.rest = Some(Rest { until, cause });
                    break;
                }
                Next::Empty if read || !chosen.is_empty() => break,
                // Deferred letters may be due by now.
                Next::Empty => {
                    self.read(notes, at, now).await?;
                    read = true;
                }
            }
        }
        Ok(chosen)
    }

    async fn read(&mut self, notes: &Notes, at: Timestamp, now: Timestamp) -> Result<(), WriterGone> {
        let letters = notes.waiting(at).await?;
        if let Some((queue, _)) = &self.queue {
            self.history.domains = queue.domains();
        }
        let queue = Queue::new(&self.rules, &self.history, letters, now);
        self.queue = Some((queue, Instant::now()));
        Ok(())
    }
}
