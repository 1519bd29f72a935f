//! Where a question led on to: a redirect, a referral. Kept as soon as it is known, so that a run that is killed before
//! the next server has answered goes on with that server and does not ask the first one again.

use jiff::{SignedDuration, Timestamp};
use rusqlite::{OptionalExtension as _, params};

use super::{Answers, LedgerError};
use crate::resolve::online::Errand;

/// Servers move networks about; what one said yesterday is asked again.
const VALID: SignedDuration = SignedDuration::from_hours(24);

/// Added to files of before; a program that does not know it does not mind it.
pub(super) const TABLE: &str = "CREATE TABLE IF NOT EXISTS referral ( \
    request TEXT PRIMARY KEY, asked INTEGER NOT NULL, expires INTEGER NOT NULL, errand TEXT NOT NULL) WITHOUT ROWID, STRICT";

impl Answers {
    /// Keeps where an errand led on to. It is kept when this returns.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn refer(&self, from: &Errand, to: &Errand, now: Timestamp) -> Result<(), LedgerError> {
        let text = serde_json::to_string(to).map_err(|error| LedgerError::Damaged {
            problem: format!("an errand has no JSON: {error}"),
        })?;
        let expires = now.checked_add(VALID).unwrap_or(Timestamp::MAX);
        self.connection
            .prepare_cached(
                "INSERT INTO referral VALUES (?1, ?2, ?3, ?4) ON CONFLICT (request) \
                 DO UPDATE SET asked = excluded.asked, expires = excluded.expires, errand = excluded.errand",
            )?
            .execute(params![
                key(from),
                now.as_millisecond(),
                expires.as_millisecond(),
                text
            ])?;
        Ok(())
    }

    /// Where this errand led on to when it was last run, at or after `since`, if that still counts at `now`.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn referred(
        &self,
        from: &Errand,
        since: Timestamp,
        now: Timestamp,
    ) -> Result<Option<Errand>, LedgerError> {
        let text: Option<String> = self
            .connection
            .prepare_cached(
                "SELECT errand FROM referral WHERE request = ?1 AND asked >= ?2 AND expires > ?3",
            )?
            .query_row(
                params![key(from), since.as_millisecond(), now.as_millisecond()],
                |row| row.get(0),
            )
            .optional()?;
        // What another version wrote in another form is asked again.
        Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
    }
}

/// Equal only for equal requests to equal sources.
fn key(errand: &Errand) -> String {
    format!("{} {}", errand.service(), errand.request())
}
