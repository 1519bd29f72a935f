//! One run: a few connections, each taking letter after letter, until nothing is left or something stops them all.
//!
//! For each letter, in this order: offer everything but the final dot; wait until the ledger has durably noted the
//! dot; release the dot; hand the outcome to the ledger. A worker that is dropped anywhere in between leaves a letter
//! that is surely not accepted (before the note) or is found dotted, and so unknown, at the next start.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;

use indicatif::ProgressBar;
use jiff::SignedDuration;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::{Mutex, Notify};
use tokio::task::LocalSet;
use tokio::time::{Instant, sleep, timeout};

use super::settings::stopped;
use super::supply::Supply;
use crate::commands::Clock;
use crate::failure::Failure;
use crate::gateway::pace::Pace;
use crate::gateway::{Connection, Ended, Envelope, Gateway, NoSession};
use crate::ledger::{Claimed, Ending, Notes, WriterGone};
use crate::outcome::{Outcome, Scope};

/// Why a run ended.
#[derive(Debug)]
pub(super) enum End {
    /// Nothing is left to send now.
    Nothing,
    /// `--limit` was reached.
    Limit,
    /// A signal.
    Interrupted,
    /// Something that more letters would meet too.
    Failed(Failure),
}

/// What a run came to.
#[derive(Debug)]
pub(super) struct Done {
    pub(super) letters: BTreeMap<&'static str, u64>,
    /// Letters that turned out not to be sent, by their state.
    pub(super) aside: BTreeMap<&'static str, u64>,
    pub(super) end: End,
}

/// Gateway troubles in a row, without an acceptance between them, that end a run: this many, and two more for each
/// connection, since a gateway that restarts breaks all of them at once.
const TROUBLES: u32 = 3;
/// Connections of one worker that were over before they took a letter, in a row, that end a run.
const STALE: u32 = 3;
/// After so many deferred letters in a row each further one slows its connection down, up to the longest pause.
const DEFERRED: u32 = 10;
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// Letters deferred in a row that end a run: the rest would only be put off too.
const MOST_DEFERRED: u32 = 100;
/// Letters in doubt in a row, without an acceptance between them, that end a run.
const DOUBTS: u32 = 3;
/// Refusals in a row, without an acceptance between them, that end a run.
const REFUSALS: u32 = 10;
/// First wait when the gateway is not there; doubles up to the longest.
const FIRST_WAIT: Duration = Duration::from_secs(1);
const LONGEST_WAIT: Duration = Duration::from_mins(5);

/// What stays the same from run to run.
#[derive(Debug, Clone)]
pub(super) struct Terms {
    pub(super) gateway: Gateway,
    pub(super) clock: Clock,
    pub(super) connections: u16,
    /// Letters per minute; 0: no bound.
    pub(super) rate: u32,
    /// A letter first tried so long ago is given up.
    pub(super) give_up_after: SignedDuration,
    /// How long a gateway may be away.
    pub(super) patience: Duration,
}

pub(super) struct Run {
    gateway: Gateway,
    notes: Notes,
    clock: Clock,
    connections: u16,
    pace: Pace,
    patience: Duration,
    supply: Mutex<Supply>,
    bar: ProgressBar,
    letters: RefCell<BTreeMap<&'static str, u64>>,
    end: RefCell<Option<End>>,
    stopping: Notify,
    /// Workers with an open connection.
    open: Cell<u16>,
    troubles: Cell<u32>,
    /// Letters deferred since the last acceptance.
    deferred: Cell<u32>,
    doubts: Cell<u32>,
    refusals: Cell<u32>,
    /// Since when the gateway has not been there.
    absent_since: Cell<Option<Instant>>,
}

impl Run {
    pub(super) fn new(terms: &Terms, notes: Notes, limit: u64, bar: ProgressBar) -> Rc<Self> {
        let Terms {
            gateway,
            clock,
            connections,
            rate,
            give_up_after,
            patience,
        } = terms.clone();
        let batch = u32::from(connections) * 2;
        Rc::new(Self {
            supply: Mutex::new(Supply::new(notes.clone(), clock, give_up_after, batch, limit)),
            pace: Pace::per_minute(rate),
            gateway,
            notes,
            clock,
            connections,
            patience,
            bar,
            letters: RefCell::default(),
            end: RefCell::default(),
            stopping: Notify::new(),
            open: Cell::new(0),
            troubles: Cell::new(0),
            deferred: Cell::new(0),
            doubts: Cell::new(0),
            refusals: Cell::new(0),
            absent_since: Cell::new(None),
        })
    }

    /// Runs to the end. The first signal lets what is on the wire finish; the second drops it.
    pub(super) async fn go(self: Rc<Self>) -> Done {
        let tasks = LocalSet::new();
        let workers: Vec<_> = (0..self.connections)
            .map(|_| tasks.spawn_local(Rc::clone(&self).serve()))
            .collect();
        let all = async {
            for worker in workers {
                // A worker that panicked leaves its letter as a kill would; the next start finds it.
                if worker.await.is_err() {
                    self.stop(End::Failed(Failure::internal(
                        "the sending stopped short; nothing false was noted",
                    )));
                }
            }
        };
        tasks
            .run_until(async {
                tokio::select! {
                    () = all => {}
                    () = self.watch_signals() => {}
                }
            })
            .await;
        drop(tasks);
        let mut supply = self.supply.lock().await;
        if supply.release().is_err() {
            self.stop(End::Failed(Failure::internal(
                "the sending stopped short; nothing false was noted",
            )));
        }
        self.bar.finish_and_clear();
        let limited = supply.limited;
        let end = self
            .end
            .borrow_mut()
            .take()
            .unwrap_or(if limited { End::Limit } else { End::Nothing });
        Done {
            letters: self.letters.take(),
            aside: std::mem::take(&mut supply.aside),
            end,
        }
    }

    /// Stops all workers; the first reason counts.
    fn stop(&self, end: End) {
        self.end.borrow_mut().get_or_insert(end);
        self.stopping.notify_waiters();
    }

    fn stopped(&self) -> bool {
        self.end.borrow().is_some()
    }

    /// Returns at the second signal only.
    async fn watch_signals(&self) {
        next_signal().await;
        self.bar.suspend(|| {
            tracing::warn!("stopping: what is on the wire is finished first (once more to stop at once)");
        });
        self.stop(End::Interrupted);
        next_signal().await;
    }

    /// One connection's work.
    async fn serve(self: Rc<Self>) {
        let mut connection = None;
        if self.letters_until_the_end(&mut connection).await.is_err() {
            self.stop(End::Failed(Failure::internal(
                "the sending stopped short; nothing false was noted",
            )));
        }
        if let Some(connection) = connection {
            self.close(connection).await;
        }
    }

    async fn letters_until_the_end(&self, connection: &mut Option<Connection>) -> Result<(), WriterGone> {
        let mut stale = 0;
        while !self.stopped() {
            let Some(letter) = self.supply.lock().await.next().await? else {
                break;
            };
            if !self.stopped() {
                self.unless_stopping(self.pace.turn()).await;
            }
            if self.stopped() || !self.ready(connection).await {
                self.supply.lock().await.give_back(letter);
                break;
            }
            let Some(open) = connection else { break };
            match self.hand_over(open, &letter).await? {
                Ok(outcome) | Err(Ended::Letter(outcome)) => {
                    stale = 0;
                    self.note(&letter, outcome).await?;
                }
                Err(Ended::Stale { why }) => {
                    self.supply.lock().await.give_back(letter);
                    stale += 1;
                    if stale >= STALE {
                        self.stop(away(&why));
                    } else {
                        self.say(&format!("{why}; connecting again"));
                        self.wait(FIRST_WAIT * (stale - 1)).await;
                    }
                }
                Err(Ended::Stop(stop)) => {
                    self.supply.lock().await.give_back(letter);
                    self.stop(End::Failed(stopped(stop)));
                }
            }
        }
        Ok(())
    }

    /// The three steps. The outer error: the ledger failed, and the dot has not left.
    async fn hand_over(
        &self,
        connection: &mut Connection,
        letter: &Claimed,
    ) -> Result<Result<Outcome, Ended>, WriterGone> {
        let envelope = Envelope {
            from: letter.envelope_from.clone(),
            to: letter.recipient.clone(),
            id: letter.reference.clone(),
        };
        let held = match connection.offer(&envelope, &letter.bytes).await {
            Ok(held) => held,
            Err(ended) => return Ok(Err(ended)),
        };
        self.notes.dot(letter.id, self.clock.now()).await?;
        Ok(Ok(held.release().await))
    }

    /// Hands the outcome to the ledger, and backs off when the whole gateway is in trouble.
    async fn note(&self, letter: &Claimed, outcome: Outcome) -> Result<(), WriterGone> {
        let (what, trouble) = match &outcome {
            Outcome::Accepted { .. } => ("accepted", None),
            Outcome::Refused { reply, .. } => {
                self.refusals.set(self.refusals.get() + 1);
                if self.refusals.get() >= REFUSALS {
                    self.stop(refuses(&reply.to_string()));
                }
                self.warn(&format!(
                    "{} ({}) refused: {reply}",
                    letter.recipient, letter.reference
                ));
                ("refused", None)
            }
            Outcome::Deferred(deferral) => {
                self.say(&format!(
                    "{} ({}) deferred: {}",
                    letter.recipient, letter.reference, deferral.why
                ));
                let wait = deferral.retry_after.unwrap_or(FIRST_WAIT);
                (
                    "deferred",
                    (deferral.scope == Scope::Gateway).then(|| (deferral.why.clone(), wait)),
                )
            }
            Outcome::Unknown { why } => {
                self.doubts.set(self.doubts.get() + 1);
                if self.doubts.get() >= DOUBTS {
                    self.stop(silent(why));
                }
                self.warn(&format!(
                    "{} ({}) unknown: {why}",
                    letter.recipient, letter.reference
                ));
                ("unknown", None)
            }
        };
        if what == "accepted" {
            self.troubles.set(0);
            self.deferred.set(0);
            self.doubts.set(0);
            self.refusals.set(0);
            self.absent_since.set(None);
        }
        self.notes
            .end(letter.id, Ending::Outcome(outcome), self.clock.now())?;
        *self.letters.borrow_mut().entry(what).or_default() += 1;
        self.bar.inc(1);
        if let Some((why, wait)) = trouble {
            self.troubles.set(self.troubles.get() + 1);
            let most = TROUBLES + 2 * u32::from(self.connections);
            if self.troubles.get() >= most || wait > self.patience {
                self.stop(away(&why));
            } else {
                self.wait(wait).await;
            }
        } else if what == "deferred" {
            self.slow_down(letter).await;
        }
        Ok(())
    }

    /// A gateway that puts letter after letter off wants fewer of them at a time.
    async fn slow_down(&self, letter: &Claimed) {
        self.deferred.set(self.deferred.get() + 1);
        if self.deferred.get() >= MOST_DEFERRED {
            let last = &letter.recipient;
            self.stop(away(&format!(
                "it deferred {MOST_DEFERRED} letters in a row, the last one to {last}"
            )));
            return;
        }
        let beyond = self.deferred.get().saturating_sub(DEFERRED);
        if beyond > 0 {
            let pause = (FIRST_WAIT * beyond / 10).min(LONGEST_PAUSE);
            self.bar
                .set_prefix("(the gateway defers letter after letter: going slower)");
            self.wait(pause).await;
            self.bar.set_prefix("");
        }
    }

    fn say(&self, line: &str) {
        self.bar.suspend(|| tracing::info!("{line}"));
    }

    fn warn(&self, line: &str) {
        self.bar.suspend(|| tracing::warn!("{line}"));
    }

    /// Makes sure of a usable connection; false when this worker had better end: the run stops, or the gateway takes
    /// no more connections while others serve.
    async fn ready(&self, connection: &mut Option<Connection>) -> bool {
        if let Some(mut open) = connection.take() {
            if open.usable().await {
                *connection = Some(open);
                return true;
            }
            self.close(open).await;
        }
        let mut wait = FIRST_WAIT;
        while !self.stopped() {
            match self.unless_stopping(self.gateway.open()).await {
                None => return false,
                Some(Ok(open)) => {
                    self.absent_since.set(None);
                    self.open.set(self.open.get() + 1);
                    *connection = Some(open);
                    return true;
                }
                Some(Err(NoSession::Stop(stop))) => {
                    self.stop(End::Failed(stopped(stop)));
                    return false;
                }
                Some(Err(NoSession::Later(deferral))) => {
                    if self.open.get() > 0 {
                        tracing::info!("one connection less: {}", deferral.why);
                        return false;
                    }
                    let asked = deferral.retry_after.unwrap_or(wait);
                    let since = self.absent_since.get().unwrap_or_else(Instant::now);
                    self.absent_since.set(Some(since));
                    if since.elapsed() + asked > self.patience {
                        self.stop(away(&deferral.why));
                        return false;
                    }
                    self.bar.set_prefix(format!(
                        "(waiting {} s for the gateway: {})",
                        asked.as_secs(),
                        deferral.why
                    ));
                    self.wait(asked).await;
                    self.bar.set_prefix("");
                    wait = (wait * 2).min(LONGEST_WAIT);
                }
            }
        }
        false
    }

    async fn close(&self, connection: Connection) {
        self.open.set(self.open.get().saturating_sub(1));
        connection.quit().await;
    }

    async fn wait(&self, time: Duration) {
        self.unless_stopping(sleep(time)).await;
    }

    /// The work's result, or `None` when the run stops first.
    async fn unless_stopping<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        let stopping = self.stopping.notified();
        if self.stopped() {
            return None;
        }
        tokio::select! {
            result = work => Some(result),
            () = stopping => None,
        }
    }
}

/// The gateway is not there.
fn away(why: &str) -> End {
    End::Failed(
        Failure::outside(format!("the gateway takes no letters: {why}")).hint(
            "nothing was lost: run forewarn send again when it is back, or let it wait with --wait MINUTES",
        ),
    )
}

/// The gateway takes letters and does not say what becomes of them.
fn silent(why: &str) -> End {
    End::Failed(
        Failure::outside(format!(
            "the gateway left the fate of {DOUBTS} letters in a row open: {why}"
        ))
        .hint("look at the gateway, and for these letters in its log; then decide about them with: forewarn settle"),
    )
}

/// The gateway takes none of our letters.
fn refuses(reply: &str) -> End {
    End::Failed(
        Failure::outside(format!("the gateway refused {REFUSALS} letters in a row: {reply}"))
            .hint("does it accept mail from this machine, or does it want a username and password?")
            .hint("the other letters wait for the next forewarn send; those refused come again with the next forewarn plan"),
    )
}

/// SIGINT, SIGTERM or SIGHUP.
async fn next_signal() {
    let kinds = [
        SignalKind::interrupt(),
        SignalKind::terminate(),
        SignalKind::hangup(),
    ];
    match kinds.map(signal) {
        [Ok(mut interrupt), Ok(mut terminate), Ok(mut hangup)] => {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
                _ = hangup.recv() => {}
            }
        }
        // Without handlers a signal ends the process, as a kill does; the ledger is made for that.
        _ => std::future::pending().await,
    }
}

/// Waits; true when a signal came first.
pub(super) async fn pause(time: Duration) -> bool {
    timeout(time, next_signal()).await.is_ok()
}
