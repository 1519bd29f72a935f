//! Connections: opened, waited for, counted, closed.

use std::time::Duration;

use tokio::time::Instant;

use super::handing::InHand;
use super::{End, Run};
use crate::commands::send::settings::stopped;
use crate::commands::send::troubles::away;
use crate::gateway::{Connection, NoSession};
use crate::outcome::{Deferral, Phase, Scope};

/// First wait when the gateway is not there; doubles up to the longest.
pub(super) const FIRST_WAIT: Duration = Duration::from_secs(1);
const LONGEST_WAIT: Duration = Duration::from_mins(5);

impl Run {
    /// Makes sure of a usable connection for this letter; without one the letter has been given back, and this worker
    /// had better end: the run stops, or the gateway takes no more connections while others serve.
    pub(super) async fn ready(&self, connection: &mut Option<Connection>, in_hand: InHand) -> Option<InHand> {
        if let Some(open) = connection
            && open.usable().await
        {
            return Some(in_hand);
        }
        let seeking = self.seek();
        if let Some(spent) = connection.take() {
            self.close(spent).await;
        }
        if self.connect(connection).await {
            return Some(in_hand);
        }
        self.give_back(in_hand.letter).await;
        drop(seeking);
        None
    }

    pub(super) async fn connect(&self, connection: &mut Option<Connection>) -> bool {
        let mut wait = FIRST_WAIT;
        while !self.stopped() {
            match self.unless_stopping(self.gateway.open()).await {
                None => return false,
                Some(Ok(open)) => {
                    self.absent_since.set(None);
                    self.opened(1);
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

    /// Whether another worker has a connection, or will not give up before it has one.
    pub(super) fn others_serve(&self) -> bool {
        self.open.get() > 1 || self.seeking.get() > 0
    }

    /// Counts one connection more or less.
    pub(super) fn opened(&self, change: i16) {
        self.open.set(self.open.get().saturating_add_signed(change));
        self.notes.expect(self.open.get().into());
    }

    pub(super) async fn close(&self, connection: Connection) {
        self.opened(-1);
        connection.quit().await;
    }
}

/// Whether a gateway that takes letters on other connections will have none on this one.
pub(super) fn turned_away(deferral: &Deferral) -> bool {
    deferral.phase == Phase::Mail && deferral.scope == Scope::Gateway
}
