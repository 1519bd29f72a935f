//! How many notes share one transaction, and with it one sync.
//!
//! At most one letter of a connection is dotted at any time, however long an outcome waits here: the note of the next
//! one comes behind it, and both become durable together.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use super::writer::Request;

/// At most so many requests share a transaction, so that nobody waits for an endless one.
const GROUP: usize = 1024;
/// Nobody waits longer than this for others to join.
const MOST_PATIENCE: Duration = Duration::from_millis(10);
/// How long the writer sleeps before it looks who has come.
const SLICE: Duration = Duration::from_micros(50);
/// What nobody is in a hurry for waits so long at most for a note to ride with.
const UNHURRIED: Duration = Duration::from_millis(2);

/// When a transaction should wait for more notes before it begins.
///
/// A sync serves everybody who waits, so that those who were answered just now should be given the time to come back:
/// otherwise the connections fall into two parties, each of which waits while the other's notes are synced, at half
/// the speed. Where nobody comes back in that time, as with a gateway that is slower than the disk, waiting only
/// costs; so the share of a transaction's time that is spent on it follows what it has gained.
#[derive(Debug)]
pub(super) struct Gathering {
    /// How long the last transaction took.
    pub(super) took: Duration,
    /// The share of that time, in sixteenths, to wait at most.
    share: u32,
    /// Transactions since waiting was last tried.
    idle: u32,
}

/// Half of the time of a transaction.
const MOST_SHARE: u32 = 8;
/// Where waiting gains nothing it is tried again after so many transactions.
const TRY_AGAIN: u32 = 32;

impl Gathering {
    pub(super) fn new() -> Self {
        Self {
            took: Duration::ZERO,
            share: MOST_SHARE,
            idle: 0,
        }
    }

    /// Takes in what waits, and what comes while waiting is worth it.
    pub(super) fn gather(
        &mut self,
        inbox: &mpsc::Receiver<Request>,
        group: &mut Vec<Request>,
        senders: &AtomicUsize,
    ) {
        wait_for_a_hurried_one(inbox, group);
        self.idle += 1;
        if self.share == 0 && self.idle >= TRY_AGAIN {
            self.share = 1;
        }
        let patience = (self.took / 16 * self.share).min(MOST_PATIENCE);
        let began = Instant::now();
        let first = take_in(inbox, group, 0);
        let mut dots = first;
        let all = |dots, group: &[Request]| dots >= senders.load(Ordering::Relaxed) || group.len() >= GROUP;
        if first == 0 || all(dots, group) || patience < SLICE {
            return;
        }
        while !all(dots, group) && began.elapsed() < patience {
            // Asleep, not waiting for the next request: a wake-up for each of them would cost more than they do.
            std::thread::sleep(SLICE);
            let seen = group.len();
            dots += take_in(inbox, group, seen);
        }
        self.idle = 0;
        self.share = if dots >= first + first.div_ceil(2) {
            (self.share * 2).min(MOST_SHARE)
        } else {
            self.share / 2
        };
    }
}

/// An outcome is handed over when the gateway has answered, the note of the connection's next letter a moment later: a
/// transaction for the one alone would keep the other waiting, and sync twice for one letter.
fn wait_for_a_hurried_one(inbox: &mpsc::Receiver<Request>, group: &mut Vec<Request>) {
    let until = Instant::now() + UNHURRIED;
    while group.len() < GROUP && !group.last().is_some_and(Request::is_hurried) {
        match inbox.recv_timeout(until.saturating_duration_since(Instant::now())) {
            Ok(request) => group.push(request),
            Err(_) => break,
        }
    }
}

/// Moves what waits into the group, as far as there is room; returns how many dots have been added since the group had
/// `seen` requests.
fn take_in(inbox: &mpsc::Receiver<Request>, group: &mut Vec<Request>, seen: usize) -> usize {
    group.extend(inbox.try_iter().take(GROUP.saturating_sub(group.len())));
    let fresh = group.iter().skip(seen);
    fresh
        .filter(|request| matches!(request, Request::Dot { .. }))
        .count()
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use tokio::sync::oneshot;

    use super::*;
    use crate::ledger::Ending;

    fn dot(letter: i64) -> Request {
        let (answer, _) = oneshot::channel();
        let at = Timestamp::UNIX_EPOCH;
        Request::Dot { letter, at, answer }
    }

    /// One group, begun by a dot; the rest come after so many milliseconds.
    fn gathered(gathering: &mut Gathering, senders: usize, rest: &[u64]) -> usize {
        let (sender, inbox) = mpsc::channel();
        let mut group = vec![dot(0)];
        let senders = AtomicUsize::new(senders);
        std::thread::scope(|scope| {
            for (letter, wait) in (1..).zip(rest) {
                let sender = sender.clone();
                scope.spawn(move || {
                    std::thread::sleep(Duration::from_millis(*wait));
                    sender.send(dot(letter)).unwrap();
                });
            }
            gathering.gather(&inbox, &mut group, &senders);
        });
        group.len()
    }

    #[test]
    fn waits_for_all_where_a_sync_is_dear_and_not_at_all_for_a_single_one() {
        let mut gathering = Gathering::new();
        gathering.took = Duration::from_secs(1);
        // On a busy machine the others may come too late; without waiting they always do.
        let all_came = |_| {
            let mut gathering = Gathering::new();
            gathering.took = Duration::from_secs(1);
            gathered(&mut gathering, 3, &[1, 2]) == 3
        };
        assert!((0..50).any(all_came));
        let alone = |_| {
            let began = Instant::now();
            gathered(&mut gathering, 1, &[]) == 1 && began.elapsed() < MOST_PATIENCE / 2
        };
        assert!((0..50).any(alone));
        gathering.took = Duration::ZERO;
        assert_eq!(gathered(&mut gathering, 2, &[100]), 1);
    }

    #[test]
    fn what_nobody_is_in_a_hurry_for_rides_with_the_next_note_and_does_not_wait_for_long() {
        let released = |letter| Request::End {
            letter,
            ending: Ending::Released,
            at: Timestamp::UNIX_EPOCH,
        };
        let (sender, inbox) = mpsc::channel();
        let gather = |group: &mut Vec<Request>| Gathering::new().gather(&inbox, group, &AtomicUsize::new(1));
        sender.send(released(2)).unwrap();
        sender.send(dot(3)).unwrap();
        sender.send(released(4)).unwrap();
        let mut group = vec![released(1)];
        gather(&mut group);
        assert_eq!(group.len(), 4);

        let (began, mut group) = (Instant::now(), vec![released(1)]);
        gather(&mut group);
        assert_eq!(group.len(), 1);
        assert!(began.elapsed() >= UNHURRIED);

        // Nobody is left who could send: nothing to wait for.
        drop(sender);
        let mut group = vec![released(1)];
        Gathering::new().gather(&inbox, &mut group, &AtomicUsize::new(1));
        assert_eq!(group.len(), 1);
    }

    #[test]
    fn stops_waiting_where_nobody_comes_and_tries_again_later() {
        let mut gathering = Gathering::new();
        gathering.took = Duration::from_millis(16);
        for _ in 0..5 {
            assert_eq!(gathered(&mut gathering, 2, &[]), 1);
        }
        assert_eq!(gathering.share, 0);
        let tries = (0..2 * TRY_AGAIN).filter(|_| {
            gathered(&mut gathering, 2, &[]);
            gathering.idle == 0
        });
        assert_eq!(tries.count(), 2);
    }
}
