//! One run: a few connections, each taking letter after letter, until nothing is left or something stops them all.
//!
//! For each letter, in this order: offer everything but the final dot, while the ledger notes the dot; wait until the
//! note is durable; release the dot; hand the outcome to the ledger. A worker that is dropped anywhere in between
//! leaves a letter that is surely not accepted (before the note) or is found dotted, and so unknown, at the next start.
//! A connection has one dotted letter at most.
//!
//! MAIL, RCPT and DATA of the next letter ride with the dot, which saves a round trip. A letter announced in this way
//! is not dotted: whatever ends the connection, it is given back untouched. Nothing is announced that could have to
//! wait: not while the gateway puts letters off, not beyond the pace or the limit, not after a signal.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;

use indicatif::ProgressBar;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::{Mutex, Notify};
use tokio::task::LocalSet;
use tokio::time::{Instant, sleep};

mod connecting;
mod handing;

use connecting::{FIRST_WAIT, turned_away};
use handing::{Handed, InHand};

use super::choice::{Choice, Rest};
use super::settings::stopped;
use super::supply::Supply;
use super::troubles::{Troubles, away};
use super::turns::{Turns, Watch};
use crate::commands::Clock;
use crate::commands::signals::Signals;
use crate::failure::Failure;
use crate::gateway::{Connection, Ended, Gateway};
use crate::ledger::{Claimed, Notes, WriterGone};
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
    /// Letters that another campaign came before with.
    pub(super) told_elsewhere: u64,
    pub(super) end: End,
    /// When people work again for whom letters are left.
    pub(super) opens: Option<Timestamp>,
}

/// Connections of one worker that were over before they took a letter, in a row, that end a run.
const STALE: u32 = 3;
/// A connection without a letter for longer than this is closed: gateways do not wait either.
const IDLE: Duration = Duration::from_secs(20);

/// Letters are taken from the ledger at least so many at a time.
const LEAST_BATCH: u32 = 16;

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
    /// Workers that hold a letter and have no connection for it yet.
    seeking: Cell<u16>,
    /// One of these has found a connection or given its letter back.
    found: Notify,
    troubles: RefCell<Troubles>,
    /// Since when the gateway has not been there.
    absent_since: Cell<Option<Instant>>,
}

/// See [`Run::seek`].
struct Seeking<'a>(&'a Run);

impl Drop for Seeking<'_> {
    fn drop(&mut self) {
        self.0.seeking.set(self.0.seeking.get().saturating_sub(1));
        self.0.found.notify_waiters();
    }
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
        let batch = (u32::from(connections) * 2).max(LEAST_BATCH);
        // A letter that was chosen may go now: with a slow pace it should not wait long for its turn.
        let batch = match choice {
            Some(_) => batch.min(pace.in_a_second().unwrap_or(u32::MAX)),
            None => batch,
        };
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
            seeking: Cell::new(0),
            found: Notify::new(),
            troubles: RefCell::new(Troubles::new(
                connections,
                patience,
                Refusals::new(&rules, history),
            )),
            absent_since: Cell::new(None),
        })
    }

    /// Runs to the end. The first signal lets what is on the wire finish; the second drops it.
    pub(super) async fn go(self: Rc<Self>, signals: &mut Signals) -> Done {
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
                    () = self.watch_signals(signals) => {}
                }
            })
            .await;
        drop(tasks);
        let mut supply = self.supply.lock().await;
        if supply.release().await.is_err() {
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
            told_elsewhere: supply.told_elsewhere,
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
    async fn watch_signals(&self, signals: &mut Signals) {
        signals.next().await;
        self.bar.suspend(|| {
            tracing::warn!("stopping: what is on the wire is finished first (once more to stop at once)");
        });
        self.stop(End::Interrupted);
        signals.next().await;
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
        // The letter whose opening has left with the dot before.
        let mut announced = None;
        while !self.stopped() {
            let letter = match announced.take() {
                Some(letter) => letter,
                None => match self.next_letter(connection).await? {
                    Some(letter) => letter,
                    None => break,
                },
            };
            let Some(in_hand) = self.ready(connection, letter).await else {
                break;
            };
            let Some(open) = connection else { break };
            let first = !open.has_served();
            let handed = self.hand_over(open, &in_hand).await?;
            let letter = in_hand.letter;
            let Handed::Over(ended, next) = handed else {
                self.withheld(&letter, connection).await;
                continue;
            };
            announced = next;
            match ended {
                Err(Ended::Letter(Outcome::Deferred(deferral)))
                    if first && turned_away(&deferral) && self.others_serve() =>
                {
                    tracing::info!("one connection less: {}", deferral.why);
                    // No longer one that others may rely on, from this moment.
                    self.opened(-1);
                    self.give_back(letter).await;
                    if let Some(open) = connection.take() {
                        open.quit().await;
                    }
                    break;
                }
                Ok(outcome) | Err(Ended::Letter(outcome)) => {
                    stale = 0;
                    let pause = self.note(&letter, outcome)?;
                    if pause.is_some()
                        && let Some(next) = announced.take()
                    {
                        // The gateway waits for the announced letter: that is over, as the letter has to wait.
                        self.give_back(next.letter).await;
                        if let Some(open) = connection.take() {
                            self.close(open).await;
                        }
                    }
                    if let Some(pause) = pause {
                        self.pause(pause).await;
                    }
                }
                Err(Ended::Stale { why }) => {
                    self.give_back(letter).await;
                    stale += 1;
                    if stale >= STALE {
                        self.stop(End::Failed(away(&why)));
                    } else {
                        self.say(&format!("{why}; connecting again"));
                        self.wait(FIRST_WAIT * (stale - 1)).await;
                    }
                }
                Err(Ended::Stop(stop)) => {
                    self.give_back(letter).await;
                    self.stop(End::Failed(stopped(stop)));
                }
            }
        }
        if let Some(next) = announced {
            self.give_back(next.letter).await;
        }
        Ok(())
    }

    /// The next letter, whose turn has come; `None` when there is none or the run stops.
    ///
    /// A letter that another worker holds and finds no connection for comes back, and is then for one that has a
    /// connection: who has one stays until that is decided. Letters that only the rate of their recipient's domain
    /// holds up are waited for; offices open later than anybody would expect a command to wait.
    async fn next_letter(&self, connection: &mut Option<Connection>) -> Result<Option<InHand>, WriterGone> {
        let letter = loop {
            let found = self.found.notified();
            let (letter, rest) = {
                let mut supply = self.supply.lock().await;
                (supply.next().await?, supply.rest())
            };
            if let Some(letter) = letter {
                break letter;
            }
            if self.stopped() {
                return Ok(None);
            }
            if let Some(Rest {
                until,
                cause: Cause::Domain(domain),
            }) = rest
            {
                self.rest(connection, until, &domain).await;
                continue;
            }
            if connection.is_none() || self.seeking.get() == 0 {
                return Ok(None);
            }
            self.unless_stopping(found).await;
        };
        if !self.stopped() {
            self.unless_stopping(self.pace.turn()).await;
        }
        if self.stopped() {
            self.give_back(letter).await;
            return Ok(None);
        }
        Ok(self.in_hand(letter).await)
    }

    /// Waits until a letter to this domain may go; a connection that would be idle for long is closed.
    async fn rest(&self, connection: &mut Option<Connection>, until: Timestamp, domain: &str) {
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

    /// A letter that can be announced with the dot before: it is at hand, its turn has come, and nothing speaks
    /// against handing it over at once.
    fn next_to_announce(&self) -> Option<Claimed> {
        if self.stopped() || !self.troubles.borrow().calm() {
            return None;
        }
        let mut supply = self.supply.try_lock().ok()?;
        let letter = supply.at_hand()?;
        if self.pace.turn_at_once() {
            return Some(letter);
        }
        supply.give_back(letter);
        None
    }

    /// Gives a letter back untouched, for whoever has a connection.
    async fn give_back(&self, letter: Claimed) {
        let seeking = self.seek();
        self.supply.lock().await.give_back(letter);
        drop(seeking);
    }

    /// Counts this worker among those that hold a letter and have no connection for it, until it is dropped.
    fn seek(&self) -> Seeking<'_> {
        self.seeking.set(self.seeking.get() + 1);
        Seeking(self)
    }

    async fn pause(&self, pause: Duration) {
        self.bar.set_prefix(format!(
            "(the gateway puts letters off: waiting {:.1} s)",
            pause.as_secs_f32()
        ));
        self.wait(pause).await;
        self.bar.set_prefix("");
    }

    fn say(&self, line: &str) {
        self.bar.suspend(|| tracing::info!("{line}"));
    }

    fn warn(&self, line: &str) {
        self.bar.suspend(|| tracing::warn!("{line}"));
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
