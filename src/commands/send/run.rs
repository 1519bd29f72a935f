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
use jiff::{SignedDuration, Timestamp};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::{Mutex, Notify};
use tokio::task::LocalSet;
use tokio::time::{Instant, sleep, timeout};

use super::choice::{Choice, Rest};
use super::settings::stopped;
use super::supply::Supply;
use super::troubles::{After, Troubles, away};
use super::turns::{Turns, Watch};
use crate::commands::Clock;
use crate::failure::Failure;
use crate::gateway::{Connection, Ended, Envelope, Gateway, NoSession};
use crate::ledger::{Claimed, Ending, Notes, WriterGone};
use crate::outcome::Outcome;
use crate::pace::{Cause, History, Rate, Refusals, Rules, TooMany};

/// Why a run ended.
#[derive(Debug)]
pub(super) enum End {
    /// Nothing is left to send now.
    Nothing,
    /// `--limit` was reached.
    Limit,
    /// A signal.
    Interrupted,
    /// Too many letters were refused: a person has to look.
    Halted(TooMany),
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
    /// When people work again for whom letters are left.
    pub(super) opens: Option<Timestamp>,
}

/// Connections of one worker that were over before they took a letter, in a row, that end a run.
const STALE: u32 = 3;
/// First wait when the gateway is not there; doubles up to the longest.
const FIRST_WAIT: Duration = Duration::from_secs(1);
const LONGEST_WAIT: Duration = Duration::from_mins(5);

/// A connection without a letter for longer than this is closed: gateways do not wait either.
const IDLE: Duration = Duration::from_secs(20);

/// What stays the same from run to run.
#[derive(Debug, Clone)]
pub(super) struct Terms {
    pub(super) gateway: Gateway,
    pub(super) clock: Clock,
    /// What time it is for the pace.
    pub(super) watch: Watch,
    pub(super) connections: u16,
    /// When letters may go.
    pub(super) rules: Rules,
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
    pace: Turns,
    watch: Watch,
    patience: Duration,
    supply: Mutex<Supply>,
    bar: ProgressBar,
    letters: RefCell<BTreeMap<&'static str, u64>>,
    end: RefCell<Option<End>>,
    stopping: Notify,
    /// Workers with an open connection.
    open: Cell<u16>,
    troubles: RefCell<Troubles>,
    /// Since when the gateway has not been there.
    absent_since: Cell<Option<Instant>>,
}

impl Run {
    pub(super) fn new(
        terms: &Terms,
        history: &History,
        notes: Notes,
        limit: u64,
        bar: ProgressBar,
    ) -> Rc<Self> {
        let Terms {
            gateway,
            clock,
            watch,
            connections,
            rules,
            give_up_after,
            patience,
        } = terms.clone();
        let pace = Turns::new(Rate::new(&rules, history, watch.now()), watch);
        let choice = Choice::new(&rules, history, watch);
        // A letter that was chosen may go now: with a slow pace it should not wait long for its turn.
        let batch = (u32::from(connections) * 2).min(match choice {
            Some(_) => pace.in_a_second().unwrap_or(u32::MAX),
            None => u32::MAX,
        });
        Rc::new(Self {
            supply: Mutex::new(Supply::new(
                notes.clone(),
                clock,
                give_up_after,
                batch,
                limit,
                choice,
            )),
            pace,
            watch,
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
            troubles: RefCell::new(Troubles::new(
                connections,
                patience,
                Refusals::new(&rules, history),
            )),
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
            opens: supply.rest().map(|rest| rest.until),
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
            let Some(letter) = self.next_letter(connection).await? else {
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
                        self.stop(End::Failed(away(&why)));
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

    /// The next letter that may go, waited for if only the rate of its recipient's domain holds it up; `None` when
    /// there is none, or the run stops.
    async fn next_letter(&self, connection: &mut Option<Connection>) -> Result<Option<Claimed>, WriterGone> {
        while !self.stopped() {
            let (letter, rest) = {
                let mut supply = self.supply.lock().await;
                (supply.next().await?, supply.rest())
            };
            if letter.is_some() {
                return Ok(letter);
            }
            // Offices open later than anybody would expect a command to wait.
            let Some(Rest {
                until,
                cause: Cause::Domain(domain),
            }) = rest
            else {
                return Ok(None);
            };
            let wait = self
                .watch
                .instant(until)
                .saturating_duration_since(Instant::now());
            if wait > IDLE
                && let Some(open) = connection.take()
            {
                self.close(open).await;
            }
            self.bar.set_prefix(format!(
                "(waiting until {until:.0} for the next letter to {domain})"
            ));
            self.wait(wait).await;
            self.bar.set_prefix("");
        }
        Ok(None)
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

    /// Hands the outcome to the ledger, and does what the troubles so far call for.
    async fn note(&self, letter: &Claimed, outcome: Outcome) -> Result<(), WriterGone> {
        let Claimed {
            recipient, reference, ..
        } = letter;
        let what = match &outcome {
            Outcome::Accepted { .. } => {
                self.absent_since.set(None);
                "accepted"
            }
            Outcome::Refused { reply, .. } => {
                self.warn(&format!("{recipient} ({reference}) refused: {reply}"));
                "refused"
            }
            Outcome::Deferred(deferral) => {
                self.say(&format!("{recipient} ({reference}) deferred: {}", deferral.why));
                "deferred"
            }
            Outcome::Unknown { why } => {
                self.warn(&format!("{recipient} ({reference}) unknown: {why}"));
                "unknown"
            }
        };
        let after = self.troubles.borrow_mut().after(&outcome);
        self.notes
            .end(letter.id, Ending::Outcome(outcome), self.clock.now())?;
        *self.letters.borrow_mut().entry(what).or_default() += 1;
        self.bar.inc(1);
        match after {
            After::GoOn => {}
            After::Pause(pause) => {
                self.bar.set_prefix(format!(
                    "(the gateway puts letters off: waiting {:.1} s)",
                    pause.as_secs_f32()
                ));
                self.wait(pause).await;
                self.bar.set_prefix("");
            }
            After::Stop(failure) => self.stop(End::Failed(failure)),
            After::Halt(why) => self.stop(End::Halted(why)),
        }
        Ok(())
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
                        self.stop(End::Failed(away(&deferral.why)));
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
