//! Work done on all processors, its results handed back in the order in which the jobs came.
//!
//! The thread that gives the jobs never waits for a batch to be complete: it takes back what is ready, and waits only
//! when too many jobs are out (which bounds the memory).

use std::any::Any;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::Scope;

type Done<R> = (u64, Result<R, Box<dyn Any + Send>>);

/// The workers; they end when this is dropped.
#[derive(Debug)]
pub(super) struct Workers<J, R> {
    jobs: Sender<(u64, J)>,
    done: Receiver<Done<R>>,
    most_out: u64,
    given: u64,
    /// The number of the next result to hand back.
    next: u64,
    early: BTreeMap<u64, R>,
}

impl<J: Send, R: Send> Workers<J, R> {
    /// One worker for each processor, all doing this work.
    pub(super) fn start<'scope, W>(scope: &'scope Scope<'scope, '_>, work: &'scope W) -> Self
    where
        W: Fn(&J) -> R + Sync,
        J: 'scope,
        R: 'scope,
    {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let (jobs, inbox) = channel::<(u64, J)>();
        let (out, done) = channel();
        let inbox = Arc::new(Mutex::new(inbox));
        for _ in 0..threads {
            let (inbox, out) = (Arc::clone(&inbox), out.clone());
            scope.spawn(move || {
                loop {
                    let job = inbox.lock().unwrap_or_else(PoisonError::into_inner).recv();
                    let Ok((number, job)) = job else { return };
                    // A panic must reach the thread that waits for this result.
                    let result = catch_unwind(AssertUnwindSafe(|| work(&job)));
                    if out.send((number, result)).is_err() {
                        return;
                    }
                }
            });
        }
        Self {
            jobs,
            done,
            most_out: 4 * threads as u64,
            given: 0,
            next: 0,
            early: BTreeMap::new(),
        }
    }

    /// Gives a job; hands back the results that are ready, in order, and waits for some when too many jobs are out.
    pub(super) fn give(&mut self, job: J) -> Vec<R> {
        let mut ready = Vec::new();
        while self.given - self.next >= self.most_out {
            self.wait(&mut ready);
        }
        // The workers outlive this value, so that the send cannot fail.
        if self.jobs.send((self.given, job)).is_ok() {
            self.given += 1;
        }
        while let Ok(done) = self.done.try_recv() {
            self.take(done, &mut ready);
        }
        ready
    }

    /// Waits for all jobs that are out; hands back their results, in order.
    pub(super) fn finish(&mut self) -> Vec<R> {
        let mut ready = Vec::new();
        while self.next < self.given {
            self.wait(&mut ready);
        }
        ready
    }

    fn wait(&mut self, ready: &mut Vec<R>) {
        match self.done.recv() {
            Ok(done) => self.take(done, ready),
            // No worker is left, which cannot be while this value lives.
            Err(_) => self.next = self.given,
        }
    }

    fn take(&mut self, (number, result): Done<R>, ready: &mut Vec<R>) {
        self.early
            .insert(number, result.unwrap_or_else(|panic| resume_unwind(panic)));
        while let Some(result) = self.early.remove(&self.next) {
            ready.push(result);
            self.next += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn results_come_back_in_order_whoever_is_quicker() {
        let work = |job: &u64| {
            std::thread::sleep(Duration::from_micros(job * 7919 % 400));
            *job
        };
        let results = std::thread::scope(|scope| {
            let mut workers = Workers::start(scope, &work);
            let mut results: Vec<u64> = (0..500).flat_map(|job| workers.give(job)).collect();
            results.extend(workers.finish());
            results
        });
        assert!(results.into_iter().eq(0..500));
    }

    #[test]
    #[should_panic(expected = "job 3")]
    fn a_panic_comes_through() {
        let work = |job: &u64| assert!(*job != 3, "job {job}");
        std::thread::scope(|scope| {
            let mut workers = Workers::start(scope, &work);
            for job in 0..100 {
                workers.give(job);
            }
            workers.finish();
        });
    }
}
