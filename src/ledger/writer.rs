//! The one thread that writes while letters are sent: many connections' notes in one transaction (group commit).
//!
//! A sender asks for a note and waits until it is durable. While one transaction reaches the disk, the notes of all
//! other connections gather; the next transaction takes them all, so that one fsync serves everybody who waits.
//! Acceptances need nobody to wait and ride along with the next note.
//!
//! Once a transaction has failed, every later call fails too: no dot without its note.

use std::thread::JoinHandle;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::{mpsc, oneshot};

use super::fates::{Claim, Ending};
use super::{Ledger, LedgerError};
use crate::pace::Waiting;

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
    requests: mpsc::UnboundedSender<Request>,
}

/// The running writer.
#[derive(Debug)]
pub struct Writer {
    thread: JoinHandle<(Ledger, Result<(), LedgerError>)>,
}

/// At most so many requests share a transaction, so that nobody waits for an endless one.
const GROUP: usize = 1024;

impl Notes {
    /// Starts the writer on this ledger.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(ledger: Ledger) -> Result<(Self, Writer), LedgerError> {
        let (requests, mut inbox) = mpsc::unbounded_channel();
        let thread = std::thread::Builder::new()
            .name("ledger".to_owned())
            .spawn(move || {
                let result = serve(&ledger, &mut inbox);
                (ledger, result)
            })?;
        Ok((Self { requests }, Writer { thread }))
    }

    /// Takes up to `limit` letters for sending; see [`Ledger::recover`] for what happens to them after a kill.
    ///
    /// # Errors
    /// [`WriterGone`].
    pub async fn claim(
        &self,
        limit: u32,
        give_up_after: SignedDuration,
        at: Timestamp,
    ) -> Result<Claim, WriterGone> {
        self.ask(|answer| Request::Claim {
            limit,
            give_up_after,
            at,
            answer,
        })
        .await
    }

    /// Letters of approved rounds that could be sent at `at` and are not taken up.
    ///
    /// # Errors
    /// [`WriterGone`].
    pub async fn waiting(&self, at: Timestamp) -> Result<Vec<Waiting>, WriterGone> {
        self.ask(|answer| Request::Waiting { at, answer }).await
    }

    /// Takes these letters for sending, those of them that still may be; as [`Notes::claim`].
    ///
    /// # Errors
    /// [`WriterGone`].
    pub async fn claim_chosen(
        &self,
        letters: Vec<i64>,
        give_up_after: SignedDuration,
        at: Timestamp,
    ) -> Result<Claim, WriterGone> {
        self.ask(|answer| Request::ClaimChosen {
            letters,
            give_up_after,
            at,
            answer,
        })
        .await
    }

    /// Notes that the letter's dot is about to leave. When it returns, the note is durable: the dot may leave.
    /// Cancelled: the note may or may not be there; the dot must not leave.
    ///
    /// # Errors
    /// [`WriterGone`]; the dot must not leave.
    pub async fn dot(&self, letter: i64, at: Timestamp) -> Result<(), WriterGone> {
        self.ask(|answer| Request::Dot { letter, at, answer }).await
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

    /// Returns when everything handed over before is durable.
    ///
    /// # Errors
    /// [`WriterGone`].
    pub async fn flush(&self) -> Result<(), WriterGone> {
        self.ask(|answer| Request::Flush { answer }).await
    }

    async fn ask<T>(&self, request: impl FnOnce(oneshot::Sender<T>) -> Request) -> Result<T, WriterGone> {
        let (answer, wait) = oneshot::channel();
        self.requests.send(request(answer)).map_err(|_| WriterGone)?;
        wait.await.map_err(|_| WriterGone)
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

fn serve(ledger: &Ledger, inbox: &mut mpsc::UnboundedReceiver<Request>) -> Result<(), LedgerError> {
    let mut group = Vec::new();
    while let Some(first) = inbox.blocking_recv() {
        group.push(first);
        while group.len() < GROUP
            && let Ok(next) = inbox.try_recv()
        {
            group.push(next);
        }
        // An error drops the group with its answer channels: everybody who waits learns that the writer is gone.
        let answers = ledger.atomically(|| {
            group
                .drain(..)
                .map(|request| apply(ledger, request))
                .collect::<Result<Vec<_>, _>>()
        })?;
        for answer in answers {
            answer();
        }
    }
    Ok(())
}

/// Applies one request inside the open transaction; what it returns tells the asker, once that is durable.
fn apply(ledger: &Ledger, request: Request) -> Result<Box<dyn FnOnce()>, LedgerError> {
    // Nobody listening any more is no failure: the note stands either way.
    Ok(match request {
        Request::Claim {
            limit,
            give_up_after,
            at,
            answer,
        } => {
            let claimed = ledger.claim(limit, give_up_after, at)?;
            Box::new(move || _ = answer.send(claimed))
        }
        Request::Waiting { at, answer } => {
            let waiting = ledger.waiting(at, false)?;
            Box::new(move || _ = answer.send(waiting))
        }
        Request::ClaimChosen {
            letters,
            give_up_after,
            at,
            answer,
        } => {
            let claimed = ledger.claim_chosen(&letters, give_up_after, at)?;
            Box::new(move || _ = answer.send(claimed))
        }
        Request::Dot { letter, at, answer } => {
            ledger.dot(letter, at)?;
            Box::new(move || _ = answer.send(()))
        }
        Request::End { letter, ending, at } => {
            ledger.end_attempt(letter, &ending, at)?;
            Box::new(|| ())
        }
        Request::Flush { answer } => Box::new(move || _ = answer.send(())),
    })
}
