//! Signals that ask the program to end.

use std::time::Duration;

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::time::timeout;

/// SIGINT, SIGTERM and SIGHUP from now on: one that comes while nobody waits is there for who waits next. Two of one
/// kind are one where the program has had no moment to look between them; the system itself tells no more.
pub(super) struct Signals(Option<[Signal; 3]>);

impl Signals {
    /// To be called inside a runtime.
    pub(super) fn new() -> Self {
        let kinds = [
            SignalKind::interrupt(),
            SignalKind::terminate(),
            SignalKind::hangup(),
        ];
        Self(match kinds.map(signal) {
            [Ok(interrupt), Ok(terminate), Ok(hangup)] => Some([interrupt, terminate, hangup]),
            // Without handlers a signal ends the process, as a kill does; the ledger is made for that.
            _ => None,
        })
    }

    /// Waits for one. Cancelled: it is there for the next one who waits.
    pub(super) async fn next(&mut self) {
        match &mut self.0 {
            Some([interrupt, terminate, hangup]) => {
                tokio::select! {
                    _ = interrupt.recv() => {}
                    _ = terminate.recv() => {}
                    _ = hangup.recv() => {}
                }
            }
            None => std::future::pending().await,
        }
    }

    /// Waits; false when a signal came first.
    pub(super) async fn waited_out(&mut self, time: Duration) -> bool {
        timeout(time, self.next()).await.is_err()
    }
}
