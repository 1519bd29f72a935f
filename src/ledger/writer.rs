//! The one thread that writes while letters are sent: many connections' notes in one transaction (group commit).
//!
//! A sender asks for a note and waits until it is durable. While one transaction reaches the disk, the notes of all
//! other connections gather; the next transaction takes them all, so that one fsync serves everybody who waits.
//! Acceptances need nobody to wait and ride along with the next note.
//!
//! Once a transaction has failed, every later call fails too: no dot without its note.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::task::{Context, Poll};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use tokio::sync::oneshot;

use super::fates::{Claim, Ending};
use super::{Ledger, LedgerError};

/// The writer has stopped after a failure; its cause is what [`Writer::close`] returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the ledger can no longer be written")]
pub struct WriterGone;

enum Request {
    Claim {
        limit: u32,
        give_up_after: SignedDuration,
        at: Timestamp,
        answer: oneshot::Sender<Claim>,
    },
    Dot {
        letter: i64,
        at: Timestamp,
        answer: oneshot::Sender<()>,
    },
    End {
        letter: i64,
        ending: Ending,
        at: Timestamp,
    },
    Flush {
        answer: oneshot::Sender<()>,
    },
}

/// The way to the writer; clone it for each connection.
#[derive(Debug, Clone)]
pub struct Notes {
    requests: mpsc::Sender<Request>,
    senders: Arc<AtomicUsize>,
}

/// The running writer.
#[derive(Debug)]
pub struct Writer {
    thread: JoinHandle<(Ledger, Result<(), LedgerError>)>,
}

/// At most so many requests share a transaction, so that nobody waits for an endless one.
const GROUP: usize = 1024;
/// Nobody waits longer than this for others to join.
const MOST_PATIENCE: Duration = Duration::from_millis(10);
/// How long the writer sleeps before it looks who has come.
const SLICE: Duration = Duration::from_micros(50);

impl Notes {
    /// Starts the writer on this ledger.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(ledger: Ledger) -> Result<(Self, Writer), LedgerError> {
        let (requests, inbox) = mpsc::channel();
        let senders = Arc::new(AtomicUsize::new(1));
        let expected = Arc::clone(&senders);
        let thread = std::thread::Builder::new()
            .name("ledger".to_owned())
            .spawn(move || {
                let result = serve(&ledger, &inbox, &expected);
                (ledger, result)
            })?;
        Ok((Self { requests, senders }, Writer { thread }))
    }

    /// So many connections are open, each of which may ask for one note at a time: what the writer has to expect.
    pub fn expect(&self, senders: usize) {
        self.senders.store(senders, Ordering::Relaxed);
    }

    /// Takes up to `limit` letters for sending; see [`Ledger::recover`] for what happens to them after a kill.
    ///
    /// # Errors
    /// [`WriterGone`].
    pub fn claim(&self, limit: u32, give_up_after: SignedDuration, at: Timestamp) -> Coming<Claim> {
        self.ask(|answer| Request::Claim {
            limit,
            give_up_after,
            at,
            answer,
        })
    }

    /// Notes that the letter's dot is about to leave. Once the answer has come, the note is durable: the dot may
    /// leave. Without an answer the note may or may not be there; the dot must not leave.
    ///
    /// # Errors
    /// [`WriterGone`]; the dot must not leave.
    pub fn dot(&self, letter: i64, at: Timestamp) -> Coming<()> {
        self.ask(|answer| Request::Dot { letter, at, answer })
    }

    /// Hands over how an attempt ended; durable with the next transaction ([`Notes::flush`] waits for it).
    ///
    /// # Errors
    /// [`WriterGone`].
    pub fn end(&self, letter: i64, ending: Ending, at: Timestamp) -> Result<(), WriterGone> {
        self.requests
            .send(Request::End { letter, ending, at })
            .map_err(|_| WriterGone)
    }

    /// The answer comes when everything handed over before is durable.
    ///
    /// # Errors
    /// [`WriterGone`].
    pub fn flush(&self) -> Coming<()> {
        self.ask(|answer| Request::Flush { answer })
    }

    fn ask<T>(&self, request: impl FnOnce(oneshot::Sender<T>) -> Request) -> Coming<T> {
        let (answer, wait) = oneshot::channel();
        // A writer that has gone drops the request, and with it the way for the answer.
        let _ = self.requests.send(request(answer));
        Coming(wait)
    }
}

/// The answer to a request, which is on its way whether or not anybody waits for it: resolves once all that was asked
/// for is durable, or with [`WriterGone`].
#[derive(Debug)]
#[must_use = "without the answer nothing is known to be durable"]
pub struct Coming<T>(oneshot::Receiver<T>);

impl<T> Future for Coming<T> {
    type Output = Result<T, WriterGone>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.0).poll(cx).map_err(|_| WriterGone)
    }
}

impl Writer {
    /// Waits until the writer has ended (all [`Notes`] dropped, or a failure) and gives the ledger back.
    ///
    /// # Errors
    /// The failure that stopped it.
    pub fn close(self) -> Result<Ledger, LedgerError> {
        match self.thread.join() {
            Ok((ledger, result)) => result.map(|()| ledger),
            Err(_) => Err(LedgerError::Damaged {
                problem: "the ledger's thread panicked".to_owned(),
            }),
        }
    }
}

fn serve(ledger: &Ledger, inbox: &mpsc::Receiver<Request>, senders: &AtomicUsize) -> Result<(), LedgerError> {
    let mut group = Vec::new();
    let mut answers = Vec::new();
    let mut gathering = Gathering::new();
    while let Ok(first) = inbox.recv() {
        group.push(first);
        gathering.gather(inbox, &mut group, senders);
        let began = Instant::now();
        // An error drops the group with its answer channels: everybody who waits learns that the writer is gone.
        ledger.atomically(|| {
            for request in group.drain(..) {
                answers.push(apply(ledger, request)?);
            }
            Ok(())
        })?;
        gathering.took = began.elapsed();
        answers.drain(..).for_each(Answer::give);
    }
    Ok(())
}

/// When a transaction should wait for more notes before it begins.
///
/// A sync serves everybody who waits, so that those who were answered just now should be given the time to come back:
/// otherwise the connections fall into two parties, each of which waits while the other's notes are synced, at half
/// the speed. Where nobody comes back in that time, as with a gateway that is slower than the disk, waiting only
/// costs; so the share of a transaction's time that is spent on it follows what it has gained.
#[derive(Debug)]
struct Gathering {
    /// How long the last transaction took.
    took: Duration,
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
    fn new() -> Self {
        Self {
            took: Duration::ZERO,
            share: MOST_SHARE,
            idle: 0,
        }
    }

    /// Takes in what waits, and what comes while waiting is worth it.
    fn gather(&mut self, inbox: &mpsc::Receiver<Request>, group: &mut Vec<Request>, senders: &AtomicUsize) {
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

/// Moves what waits into the group, as far as there is room; returns how many dots have been added since the group had
/// `seen` requests.
fn take_in(inbox: &mpsc::Receiver<Request>, group: &mut Vec<Request>, seen: usize) -> usize {
    group.extend(inbox.try_iter().take(GROUP.saturating_sub(group.len())));
    let fresh = group.iter().skip(seen);
    fresh
        .filter(|request| matches!(request, Request::Dot { .. }))
        .count()
}

/// Applies one request inside the open transaction; what it returns tells the asker, once that is durable.
fn apply(ledger: &Ledger, request: Request) -> Result<Answer, LedgerError> {
    Ok(match request {
        Request::Claim {
            limit,
            give_up_after,
            at,
            answer,
        } => Answer::Claim(answer, ledger.claim(limit, give_up_after, at)?),
        Request::Dot { letter, at, answer } => {
            ledger.dot(letter, at)?;
            Answer::Done(answer)
        }
        Request::End { letter, ending, at } => {
            ledger.end_attempt(letter, &ending, at)?;
            Answer::Nobody
        }
        Request::Flush { answer } => Answer::Done(answer),
    })
}

/// Who is to be told what.
enum Answer {
    Claim(oneshot::Sender<Claim>, Claim),
    Done(oneshot::Sender<()>),
    Nobody,
}

impl Answer {
    /// Nobody listening any more is no failure: the note stands either way.
    fn give(self) {
        match self {
            Self::Claim(answer, claim) => _ = answer.send(claim),
            Self::Done(answer) => _ = answer.send(()),
            Self::Nobody => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        assert_eq!(gathered(&mut gathering, 3, &[1, 2]), 3);
        let began = Instant::now();
        assert_eq!(gathered(&mut gathering, 1, &[]), 1);
        assert!(began.elapsed() < MOST_PATIENCE / 2);
        gathering.took = Duration::ZERO;
        assert_eq!(gathered(&mut gathering, 2, &[100]), 1);
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
