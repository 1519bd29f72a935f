//! Who writes while letters are sent: many connections' notes in one transaction (group commit).
//!
//! A sender asks for a note and waits until it is durable; one transaction takes the notes of all who ask, so that one
//! fsync serves everybody. Acceptances need nobody to wait and ride along with the next note.
//!
//! The writer works between the connections, on their thread, which stands still while a transaction reaches the disk:
//! by then all that may be said to the gateway has been said, and what it answers waits in the kernel. The way to a
//! thread of its own and back cost a letter more than that (measured: a sixth of all work, three of four wake-ups). Only
//! for another process's transaction it waits without standing still.
//!
//! Once a transaction has failed, every later call fails too: no dot without its note.

use std::cell::Cell;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, sleep};

use super::connect::PATIENCE;
use super::fates::{Claim, Dot, Ending};
use super::gathering::Gathering;
use super::{Ledger, LedgerError, is_occupied};
use crate::pace::Waiting;

/// How long to wait before another process's transaction is looked at again.
const BETWEEN: Duration = Duration::from_millis(5);

/// The writer has stopped after a failure; its cause is what [`Writer::serve`] returns.
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
    requests: mpsc::UnboundedSender<Request>,
    senders: Rc<Cell<usize>>,
}

/// Writes what is asked of it through [`Notes`].
#[derive(Debug)]
pub struct Writer {
    ledger: Ledger,
    inbox: mpsc::UnboundedReceiver<Request>,
    senders: Rc<Cell<usize>>,
}

impl Notes {
    /// A writer on this ledger, and the way to it. Nothing is written until it serves.
    #[must_use]
    pub fn to(ledger: Ledger) -> (Self, Writer) {
        let (requests, inbox) = mpsc::unbounded_channel();
        let senders = Rc::new(Cell::new(1));
        let writer = Writer {
            ledger,
            inbox,
            senders: Rc::clone(&senders),
        };
        (Self { requests, senders }, writer)
    }

    /// So many connections are open, each of which may ask for one note at a time: what the writer has to expect.
    pub fn expect(&self, senders: usize) {
        self.senders.set(senders);
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
    /// Serves until all [`Notes`] are dropped, and gives the ledger back. To be polled beside those who ask.
    ///
    /// # Errors
    /// The failure that ended it before that.
    pub async fn serve(mut self) -> Result<Ledger, LedgerError> {
        let mut group = Vec::new();
        let mut answers = Vec::new();
        let mut gathering = Gathering::new();
        while let Some(first) = self.inbox.recv().await {
            group.push(first);
            gathering.gather(&mut self.inbox, &mut group, &self.senders).await;
            let began = Instant::now();
            self.begin(began).await?;
            // An error drops the group with its answer channels: everybody who waits learns that the writer is gone.
            self.ledger.to_the_end(|| {
                for request in group.drain(..) {
                    answers.push(apply(&self.ledger, request)?);
                }
                Ok(())
            })?;
            gathering.took = began.elapsed();
            answers.drain(..).for_each(Answer::give);
        }
        Ok(self.ledger)
    }

    /// Begins a transaction; while another process is in one, the connections and the signals go on being heard.
    async fn begin(&self, since: Instant) -> Result<(), LedgerError> {
        loop {
            match self.ledger.begin_at_once() {
                Err(error) if is_occupied(&error) && since.elapsed() < PATIENCE => sleep(BETWEEN).await,
                begun => return begun,
            }
        }
    }
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
