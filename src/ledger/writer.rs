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
use std::time::Instant;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::oneshot;

use super::fates::{Claim, Dot, Ending};
use super::gathering::Gathering;
use super::{Ledger, LedgerError};
use crate::pace::Waiting;

/// The writer has stopped after a failure; its cause is what [`Writer::close`] returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the ledger can no longer be written")]
pub struct WriterGone;

/// What is asked of the writer.
pub(super) enum Request {
    Claim {
        limit: u32,
        give_up_after: SignedDuration,
        ahead: bool,
        at: Timestamp,
        answer: oneshot::Sender<Claim>,
    },
    Waiting {
        at: Timestamp,
        answer: oneshot::Sender<Vec<Waiting>>,
    },
    ClaimChosen {
        letters: Vec<i64>,
        give_up_after: SignedDuration,
        at: Timestamp,
        answer: oneshot::Sender<Claim>,
    },
    Dot {
        letter: i64,
        at: Timestamp,
        answer: oneshot::Sender<Dot>,
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

impl Request {
    /// Whether somebody stands still until it is durable.
    pub(super) fn is_hurried(&self) -> bool {
        match self {
            Self::Dot { .. } | Self::Waiting { .. } | Self::ClaimChosen { .. } | Self::Flush { .. } => true,
            Self::Claim { ahead, .. } => !ahead,
            Self::End { .. } => false,
        }
    }
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

    /// Takes up to `limit` letters for sending; see [`Ledger::recover`] for what happens to them after a kill. `ahead`:
    /// nobody waits for them yet.
    ///
    /// # Errors
    /// [`WriterGone`].
    pub fn claim(
        &self,
        limit: u32,
        give_up_after: SignedDuration,
        ahead: bool,
        at: Timestamp,
    ) -> Coming<Claim> {
        self.ask(|answer| Request::Claim {
            limit,
            give_up_after,
            ahead,
            at,
            answer,
        })
    }

    /// Letters of approved rounds that could be sent at `at` and are not taken up.
    ///
    /// # Errors
    /// [`WriterGone`].
    pub fn waiting(&self, at: Timestamp) -> Coming<Vec<Waiting>> {
        self.ask(|answer| Request::Waiting { at, answer })
    }

    /// Takes these letters for sending, those of them that still may be; as [`Notes::claim`].
    ///
    /// # Errors
    /// [`WriterGone`].
    pub fn claim_chosen(
        &self,
        letters: Vec<i64>,
        give_up_after: SignedDuration,
        at: Timestamp,
    ) -> Coming<Claim> {
        self.ask(|answer| Request::ClaimChosen {
            letters,
            give_up_after,
            at,
            answer,
        })
    }

    /// Notes that the letter's dot is about to leave. Once the answer is [`Dot::Noted`], the note is durable: the dot
    /// may leave. [`Dot::Withheld`]: the letter was suppressed instead, durably. Without an answer the note may or may
    /// not be there; the dot must not leave.
    ///
    /// # Errors
    /// [`WriterGone`]; the dot must not leave.
    pub fn dot(&self, letter: i64, at: Timestamp) -> Coming<Dot> {
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

/// Applies one request inside the open transaction; what it returns tells the asker, once that is durable.
fn apply(ledger: &Ledger, request: Request) -> Result<Answer, LedgerError> {
    Ok(match request {
        Request::Claim {
            limit,
            give_up_after,
            at,
            answer,
            ..
        } => Answer::Claim(answer, ledger.claim(limit, give_up_after, at)?),
        Request::Waiting { at, answer } => Answer::Waiting(answer, ledger.waiting(at, false)?),
        Request::ClaimChosen {
            letters,
            give_up_after,
            at,
            answer,
        } => Answer::Claim(answer, ledger.claim_chosen(&letters, give_up_after, at)?),
        Request::Dot { letter, at, answer } => Answer::Dot(answer, ledger.dot(letter, at)?),
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
    Waiting(oneshot::Sender<Vec<Waiting>>, Vec<Waiting>),
    Dot(oneshot::Sender<Dot>, Dot),
    Done(oneshot::Sender<()>),
    Nobody,
}

impl Answer {
    /// Nobody listening any more is no failure: the note stands either way.
    fn give(self) {
        match self {
            Self::Claim(answer, claim) => _ = answer.send(claim),
            Self::Waiting(answer, waiting) => _ = answer.send(waiting),
            Self::Dot(answer, dot) => _ = answer.send(dot),
            Self::Done(answer) => _ = answer.send(()),
            Self::Nobody => {}
        }
    }
}
