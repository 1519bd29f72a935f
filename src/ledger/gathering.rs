//! How many notes share one transaction, and with it one sync.
//!
//! At most one letter of a connection is dotted at any time, however long an outcome waits here: the note of the next
//! one comes behind it, and both become durable together.

use std::cell::Cell;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::task::yield_now;
use tokio::time::{Instant, timeout_at};

use super::writer::Request;

/// At most so many requests share a transaction, so that nobody waits for an endless one.
const GROUP: usize = 1024;
/// Nobody waits longer than this for others to join.
const MOST_PATIENCE: Duration = Duration::from_millis(10);
/// Where a sync is cheap, somebody waits this long at most; a timer's step is half of it.
const LEAST_PATIENCE: Duration = Duration::from_millis(2);
/// What nobody is in a hurry for waits so long at most for a note to ride with.
const UNHURRIED: Duration = Duration::from_millis(2);

/// When a transaction should wait for more notes before it begins.
///
/// Whoever has been answered by the gateway is always waited for, as far as that has arrived here. A sync serves
/// everybody who waits, so that where it is dear those who were answered just now should be given the time to come
/// back: otherwise the connections fall into two parties, each of which waits while the other's notes are synced, at
/// half the speed. Where it is cheap, a transaction for each letter would still be most of the work, while the other
/// connections keep the gateway busy: a quarter of them is waited for. Where nobody comes back in that time, as with a
/// gateway that is slower than the disk, waiting only costs; so the share of a transaction's time that is spent on it
/// follows what it has gained.
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
    pub(super) async fn gather(
        &mut self,
        inbox: &mut mpsc::UnboundedReceiver<Request>,
        group: &mut Vec<Request>,
        senders: &Cell<usize>,
    ) {
        wait_for_a_hurried_one(inbox, group).await;
        self.idle += 1;
        if self.share == 0 && self.idle >= TRY_AGAIN {
            self.share = 1;
        }
        let all = |group: &[Request]| dots(group) >= senders.get() || group.len() >= GROUP;
        take_in_all_that_has_arrived(inbox, group, all).await;
        let first = dots(group);
        let patience = (self.took / 16 * self.share).clamp(LEAST_PATIENCE, MOST_PATIENCE);
        let is_cheap = patience == LEAST_PATIENCE;
        let quarter = senders.get().div_ceil(4);
        let enough = |group: &[Request]| all(group) || is_cheap && dots(group) >= quarter;
        if first == 0 || self.share == 0 || enough(group) {
            return;
        }
        let until = Instant::now() + patience;
        while !enough(group)
            && let Ok(Some(request)) = timeout_at(until, inbox.recv()).await
        {
            group.push(request);
        }
        self.idle = 0;
        self.share = if dots(group) >= first + first.div_ceil(2) {
            (self.share * 2).min(MOST_SHARE)
        } else {
            self.share / 2
        };
    }
}

/// An outcome is handed over when the gateway has answered, the note of the connection's next letter a moment later: a
/// transaction for the one alone would keep the other waiting, and sync twice for one letter.
async fn wait_for_a_hurried_one(inbox: &mut mpsc::UnboundedReceiver<Request>, group: &mut Vec<Request>) {
    let until = Instant::now() + UNHURRIED;
    while group.len() < GROUP && !group.last().is_some_and(Request::is_hurried) {
        let Ok(Some(request)) = timeout_at(until, inbox.recv()).await else {
            break;
        };
        group.push(request);
    }
}

/// Takes in what has been asked for, and lets everybody go on who has something to read, until nobody asks for more.
async fn take_in_all_that_has_arrived(
    inbox: &mut mpsc::UnboundedReceiver<Request>,
    group: &mut Vec<Request>,
    all: impl Fn(&[Request]) -> bool,
) {
    loop {
        let seen = group.len();
        while !all(group)
            && let Ok(request) = inbox.try_recv()
        {
            group.push(request);
        }
        if all(group) {
            return;
        }
        yield_now().await;
        if inbox.is_empty() && group.len() == seen {
            return;
        }
    }
}

fn dots(group: &[Request]) -> usize {
    let dots = group
        .iter()
        .filter(|request| matches!(request, Request::Dot { .. }));
    dots.count()
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use tokio::sync::oneshot;
    use tokio::time::sleep;

    use super::*;
    use crate::ledger::Ending;

    fn dot(letter: i64) -> Request {
        let (answer, _) = oneshot::channel();
        let at = Timestamp::UNIX_EPOCH;
        Request::Dot { letter, at, answer }
    }

    fn released(letter: i64) -> Request {
        Request::End {
            letter,
            ending: Ending::Released,
            at: Timestamp::UNIX_EPOCH,
        }
    }

    /// One group, begun by a dot; the rest come after so many milliseconds each. And how long it took.
    async fn gathered(gathering: &mut Gathering, senders: usize, rest: &[u64]) -> (usize, Duration) {
        let (sender, mut inbox) = mpsc::unbounded_channel();
        let (mut group, senders) = (vec![dot(0)], Cell::new(senders));
        let began = Instant::now();
        let others = async {
            let mut came = 0;
            for (letter, wait) in (1..).zip(rest) {
                sleep(Duration::from_millis(wait - came)).await;
                came = *wait;
                let _ = sender.send(dot(letter));
            }
            std::future::pending::<()>().await;
        };
        tokio::select! {
            biased;
            () = gathering.gather(&mut inbox, &mut group, &senders) => {}
            () = others => {}
        }
        (group.len(), began.elapsed())
    }

    #[tokio::test(start_paused = true)]
    async fn waits_for_all_where_a_sync_is_dear_and_not_at_all_for_a_single_one() {
        let mut gathering = Gathering::new();
        gathering.took = Duration::from_secs(1);
        assert_eq!(
            gathered(&mut gathering, 3, &[1, 2]).await,
            (3, Duration::from_millis(2))
        );
        assert_eq!(gathered(&mut gathering, 1, &[]).await, (1, Duration::ZERO));
        gathering.took = Duration::from_micros(100);
        assert_eq!(gathered(&mut gathering, 2, &[100]).await, (1, Duration::ZERO));
    }

    #[tokio::test(start_paused = true)]
    async fn takes_in_what_others_can_ask_for_at_once_even_where_a_sync_costs_nothing() {
        let (sender, mut inbox) = mpsc::unbounded_channel();
        let (mut group, senders) = (vec![dot(0)], Cell::new(9));
        let mut gathering = Gathering::new();
        // Each asks as soon as it is let go on, the last but one only after another has.
        let others = async {
            for letter in 1..5 {
                yield_now().await;
                sender.send(dot(letter)).unwrap();
            }
            sleep(Duration::from_secs(1)).await;
            sender.send(dot(9)).unwrap();
        };
        tokio::join!(gathering.gather(&mut inbox, &mut group, &senders), others);
        assert_eq!(group.len(), 5);
    }

    #[tokio::test(start_paused = true)]
    async fn waits_for_a_quarter_where_a_sync_is_cheap() {
        let mut gathering = Gathering::new();
        gathering.took = Duration::from_micros(100);
        let millis = Duration::from_millis;
        assert_eq!(gathered(&mut gathering, 12, &[1, 1, 1]).await, (3, millis(1)));
        // Nobody comes back in time: it is tried a few times more, then no longer.
        let mut waited = Vec::new();
        for _ in 0..6 {
            waited.push(gathered(&mut gathering, 12, &[5]).await);
        }
        assert_eq!(waited.first(), Some(&(1, LEAST_PATIENCE)));
        assert_eq!(waited.last(), Some(&(1, Duration::ZERO)));
    }

    #[tokio::test(start_paused = true)]
    async fn what_nobody_is_in_a_hurry_for_rides_with_the_next_note_and_does_not_wait_for_long() {
        let (sender, mut inbox) = mpsc::unbounded_channel();
        let senders = Cell::new(1);
        sender.send(released(2)).unwrap();
        sender.send(dot(3)).unwrap();
        sender.send(released(4)).unwrap();
        let mut group = vec![released(1)];
        let mut gathering = Gathering::new();
        gathering.gather(&mut inbox, &mut group, &senders).await;
        assert_eq!(group.len(), 3);
        // What came with the last dot of all is for the next time: nobody who waits is kept waiting.
        assert!(inbox.try_recv().is_ok());

        let (began, mut group) = (Instant::now(), vec![released(1)]);
        gathering.gather(&mut inbox, &mut group, &senders).await;
        assert_eq!(group.len(), 1);
        assert!(began.elapsed() >= UNHURRIED);

        // Nobody is left who could send: nothing to wait for.
        drop(sender);
        let (began, mut group) = (Instant::now(), vec![released(1)]);
        gathering.gather(&mut inbox, &mut group, &senders).await;
        assert_eq!((group.len(), began.elapsed()), (1, Duration::ZERO));
    }

    #[tokio::test(start_paused = true)]
    async fn stops_waiting_where_nobody_comes_and_tries_again_later() {
        let mut gathering = Gathering::new();
        gathering.took = Duration::from_millis(160);
        for _ in 0..5 {
            assert_eq!(gathered(&mut gathering, 2, &[]).await.0, 1);
        }
        assert_eq!(gathering.share, 0);
        let mut tries = 0;
        for _ in 0..2 * TRY_AGAIN {
            gathered(&mut gathering, 2, &[]).await;
            tries += u32::from(gathering.idle == 0);
        }
        assert_eq!(tries, 2);
    }
}
