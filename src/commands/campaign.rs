//! A campaign folder, opened for a command.

use jiff::{SignedDuration, Timestamp};

use super::Context;
use crate::config::Config;
use crate::failure::Failure;
use crate::ledger::{Access, Ledger, LedgerError, Lock, remote};

/// The campaign's settings and its ledger.
#[derive(Debug)]
pub struct Campaign {
    /// Settings.
    pub config: Config,
    /// What happened so far.
    pub ledger: Ledger,
    /// Held by commands that change the ledger.
    pub lock: Option<Lock>,
}

impl Campaign {
    /// Opens the campaign to look at it.
    ///
    /// # Errors
    /// When the configuration or the ledger cannot be read.
    pub fn look(context: &Context) -> Result<Self, Failure> {
        let config = Config::load(&context.folder)?;
        let ledger = Ledger::open(&context.folder, Access::Read, &|| [0; 32])?;
        Ok(Self {
            ledger: sharing(ledger, &config),
            config,
            lock: None,
        })
    }

    /// Opens the campaign to add to it, also while `send` runs: what must not wait until it ends.
    ///
    /// # Errors
    /// When another command than `send` changes it, or the configuration or the ledger cannot be read.
    pub fn join(context: &Context, command: &str) -> Result<Self, Failure> {
        let config = Config::load(&context.folder)?;
        match Lock::take(&context.folder, command, context.clock.now()) {
            Ok(lock) => drop(lock),
            Err(LedgerError::Busy { owner }) if owner.contains("forewarn send,") => {
                let ledger = Ledger::open(&context.folder, Access::Join, &|| [0; 32])?;
                return Ok(Self {
                    ledger: sharing(ledger, &config),
                    config,
                    lock: None,
                });
            }
            Err(error) => return Err(error.into()),
        }
        Self::change(context, command)
    }

    /// Opens the campaign to change it; no other process can until the value is dropped.
    ///
    /// # Errors
    /// When another process changes it, or the configuration or the ledger cannot be read.
    pub fn change(context: &Context, command: &str) -> Result<Self, Failure> {
        let config = Config::load(&context.folder)?;
        let lock = Lock::take(&context.folder, command, context.clock.now())?;
        if let Some(kind) = remote(&context.folder) {
            tracing::warn!(
                "the campaign lies on a network filesystem ({kind}): a ledger is safe on a local disk only, as two \
                 machines may not see each other's locks; move the folder, or never use it from two machines"
            );
        }
        let key = match context.campaign_key {
            Some(key) => key,
            None => random_key()?,
        };
        let ledger = Ledger::open(&context.folder, Access::Write, &|| key)?;
        Ok(Self {
            ledger: sharing(ledger, &config),
            config,
            lock: Some(lock),
        })
    }
}

impl Campaign {
    /// Looks into the history shared with other campaigns, where there is one: enters what this one has told, takes back
    /// what it was about to tell and did not, and holds back letters of which another one has told something, or is
    /// about to. Returns how many.
    ///
    /// # Errors
    /// When that file or the ledger cannot be written.
    pub fn compare_history(&mut self, now: Timestamp) -> Result<u64, Failure> {
        let Some(file) = &self.config.limits.history else {
            return Ok(0);
        };
        self.ledger.share_history(file)?;
        self.ledger.enter_history(now)?;
        let held_back = self.ledger.hold_back_told_elsewhere(self.told_since(now), now)?;
        self.ledger.leave_history()?;
        Ok(held_back)
    }

    /// From now on each letter is noted in that history before it leaves, and held back where another campaign was first.
    ///
    /// # Errors
    /// When that file cannot be opened.
    pub fn begin_telling(&mut self) -> Result<(), Failure> {
        if let Some(file) = &self.config.limits.history {
            self.ledger.begin_telling(file, self.not_told_again())?;
        }
        Ok(())
    }

    /// What was told then or later is not told again now.
    #[must_use]
    pub fn told_since(&self, now: Timestamp) -> Timestamp {
        now.checked_sub(self.not_told_again()).unwrap_or(Timestamp::MIN)
    }

    fn not_told_again(&self) -> SignedDuration {
        SignedDuration::from_hours(24 * i64::from(self.config.limits.renotify_after))
    }
}

/// The ledger with the list of suppressions that campaigns share, if there is one.
pub(super) fn sharing(mut ledger: Ledger, config: &Config) -> Ledger {
    if let Some(file) = &config.suppressions.shared {
        ledger.share(file, &config.name);
    }
    ledger
}

/// 32 octets nobody can guess.
fn random_key() -> Result<[u8; 32], Failure> {
    let mut key = [0; 32];
    rustls::crypto::ring::default_provider()
        .secure_random
        .fill(&mut key)
        .map_err(|_| Failure::outside("the system gives no random numbers"))?;
    Ok(key)
}
