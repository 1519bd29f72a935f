//! Signals that ask the program to end.

use std::time::Duration;

use tokio::signal::unix::{SignalKind, signal};
use tokio::time::timeout;

/// SIGINT, SIGTERM or SIGHUP.
pub(super) async fn next_signal() {
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

/// Waits; false when a signal came first.
pub(super) async fn waited_out(time: Duration) -> bool {
    timeout(time, next_signal()).await.is_err()
}
