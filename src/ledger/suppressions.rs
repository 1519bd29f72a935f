//! Addresses, domains, networks and ASes that must not be written to.

use std::collections::HashSet;
use std::fmt;
use std::net::IpAddr;
use std::path::Path;

use ipnet::IpNet;
use jiff::Timestamp;
use rusqlite::params;
use serde::Serialize;

use super::chain::Happened;
use super::shared::SharedFile;
use super::{Ledger, LedgerError, Suppressed, from_octets, time};

/// A bounce changes no entry that was there.
const ADDED: &str = "INSERT INTO suppression (kind, value, reason, added_at, cause) VALUES (?1, ?2, ?3, ?4, ?5) \
    ON CONFLICT (kind, value) DO NOTHING";
const ADDED_OR_CHANGED: &str = "INSERT INTO suppression (kind, value, reason, added_at, cause) VALUES (?1, ?2, ?3, ?4, ?5) \
    ON CONFLICT (kind, value) DO UPDATE SET id = (SELECT max(id) + 1 FROM suppression), reason = excluded.reason, \
    cause = excluded.cause";

/// What a suppression speaks of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum SuppressionKind {
    /// One mailbox, in lower case.
    Mailbox(String),
    /// A domain and all below it, in lower case.
    Domain(String),
    /// A network.
    Network(IpNet),
    /// An autonomous system.
    As(u32),
}

impl SuppressionKind {
    /// Reads `abuse@example.net`, `example.net`, `192.0.2.0/24`, `192.0.2.1` or `AS64500`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Ok(network) = text.parse::<IpNet>() {
            return Some(Self::Network(network.trunc()));
        }
        if let Ok(address) = text.parse::<IpAddr>() {
            return Some(Self::Network(IpNet::from(address.to_canonical())));
        }
        let lower = text.to_ascii_lowercase();
        if let Some(number) = lower.strip_prefix("as").and_then(|number| number.parse().ok()) {
            return Some(Self::As(number));
        }
        let domain = |text: &str| {
            text.contains('.')
                && text
                    .split('.')
                    .all(|label| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-'))
        };
        match lower.rsplit_once('@') {
            Some((local, host)) if !local.is_empty() && domain(host) => Some(Self::Mailbox(lower)),
            None if domain(&lower) => Some(Self::Domain(lower)),
            _ => None,
        }
    }

    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Mailbox(_) => "mailbox",
            Self::Domain(_) => "domain",
            Self::Network(_) => "network",
            Self::As(_) => "as",
        }
    }
}

impl fmt::Display for SuppressionKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Mailbox(text) | Self::Domain(text) => f.write_str(text),
            Self::Network(network) if network.prefix_len() == network.max_prefix_len() => {
                network.addr().fmt(f)
            }
            Self::Network(network) => network.fmt(f),
            Self::As(number) => write!(f, "AS{number}"),
        }
    }
}

/// Why a suppression stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// The operator said so.
    Operator,
    /// Its reader asked for it.
    OptOut,
    /// Its reader complained.
    Complaint,
    /// Letters to it come back: another contact of the same network may be written to instead.
    Bounce,
}

impl Cause {
    /// The slug kept in the ledger.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Operator => "operator",
            Self::OptOut => "opt-out",
            Self::Complaint => "complaint",
            Self::Bounce => "bounce",
        }
    }

    /// The cause with this slug.
    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Self> {
        [Self::Operator, Self::OptOut, Self::Complaint, Self::Bounce]
            .into_iter()
            .find(|cause| cause.as_str() == slug)
    }
}

/// One entry of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Suppression {
    /// What it speaks of, as written by its `Display`.
    pub value: String,
    /// `mailbox`, `domain`, `network` or `as`.
    pub kind: String,
    /// What made it necessary.
    pub cause: Cause,
    /// Why, in words.
    pub reason: String,
    /// Since when.
    pub added_at: Timestamp,
    /// The campaign that added it, if it stands in the shared list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shared_by: Option<String>,
}

impl Ledger {
    /// Reads and writes this list too from now on, under the campaign's name.
    pub fn share(&mut self, path: &Path, campaign: &str) {
        self.shared = Some(SharedFile::new(path, campaign));
    }

    /// Adds an entry, to the shared list too; one that is there already gets the new reason. Durable when it returns;
    /// letters planned before are held back too.
    ///
    /// # Errors
    /// What SQLite says, or [`LedgerError::Shared`].
    pub fn suppress(
        &self,
        what: &SuppressionKind,
        cause: Cause,
        reason: &str,
        at: Timestamp,
    ) -> Result<(), LedgerError> {
        // The shared list first: what is in one of them alone is honoured as well.
        if let Some(file) = &self.shared {
            file.add(&[(what.clone(), cause, reason.to_owned())], at)?;
        }
        self.atomically(|| self.suppress_here(what, cause, reason, at))
    }

    /// Adds an entry to this campaign's list and to its chain. To be called inside a transaction.
    fn suppress_here(
        &self,
        what: &SuppressionKind,
        cause: Cause,
        reason: &str,
        at: Timestamp,
    ) -> Result<(), LedgerError> {
        let Some(Happened { letter, what, detail }) = self.add_suppression(what, cause, reason, at)? else {
            return Ok(());
        };
        self.chaining()?.add(at, letter, &what, &detail)
    }

    /// Adds an entry to this campaign's list; what happened is to be added to the chain. A bounce changes no entry that was
    /// there: `None` then. To be called inside a transaction.
    pub(super) fn add_suppression(
        &self,
        what: &SuppressionKind,
        cause: Cause,
        reason: &str,
        at: Timestamp,
    ) -> Result<Option<Happened>, LedgerError> {
        let sql = if cause == Cause::Bounce {
            ADDED
        } else {
            ADDED_OR_CHANGED
        };
        let value = what.to_string();
        let changed = self.connection.prepare_cached(sql)?.execute(params![
            what.kind(),
            value,
            reason,
            at.as_millisecond(),
            cause.as_str()
        ])?;
        Ok((changed > 0).then(|| {
            self.forget_suppressed();
            Happened {
                letter: None,
                what: "suppression added".into(),
                detail: [&value, ": ", reason].concat(),
            }
        }))
    }

    /// Suppresses the recipient of a letter that will never arrive there. To be called inside a transaction.
    pub(super) fn suppress_recipient(
        &self,
        letter: i64,
        reason: &str,
        at: Timestamp,
    ) -> Result<(), LedgerError> {
        let recipient: String = self
            .connection
            .prepare_cached("SELECT recipient FROM letter WHERE id = ?1")?
            .query_row([letter], |row| row.get(0))?;
        let what = SuppressionKind::Mailbox(recipient.to_ascii_lowercase());
        self.suppress_here(&what, Cause::Bounce, reason, at)
    }

    /// Removes an entry, from the shared list too; false when there was none. Durable when it returns.
    ///
    /// # Errors
    /// What SQLite says, or [`LedgerError::Shared`].
    pub fn unsuppress(&self, what: &SuppressionKind, at: Timestamp) -> Result<bool, LedgerError> {
        let shared = self.shared.as_ref().map(|file| file.remove(what)).transpose()?;
        self.atomically(|| {
            let removed = self.connection.execute(
                "DELETE FROM suppression WHERE kind = ?1 AND value = ?2",
                params![what.kind(), what.to_string()],
            )?;
            if removed > 0 {
                self.forget_suppressed();
                self.event(at, None, "suppression removed", &what.to_string())?;
            }
            Ok(removed > 0 || shared == Some(true))
        })
    }

    /// The campaign's own list, in the order in which it was made.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn suppressions(&self) -> Result<Vec<Suppression>, LedgerError> {
        self.connection
            .prepare("SELECT value, kind, reason, added_at, cause FROM suppression ORDER BY id")?
            .query_map([], |row| {
                let cause: String = row.get(4)?;
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, cause))
            })?
            .map(|row| {
                let (value, kind, reason, added_at, cause) = row?;
                Ok(Suppression {
                    value,
                    kind,
                    cause: Cause::from_slug(&cause).unwrap_or(Cause::Operator),
                    reason,
                    added_at: time(added_at)?,
                    shared_by: None,
                })
            })
            .collect()
    }

    /// What stands in the shared list alone, in its order.
    ///
    /// # Errors
    /// [`LedgerError::Shared`], or what SQLite says.
    pub fn shared_suppressions(&self) -> Result<Vec<Suppression>, LedgerError> {
        let Some(file) = &self.shared else {
            return Ok(Vec::new());
        };
        let own: HashSet<String> = self
            .suppressions()?
            .into_iter()
            .map(|entry| entry.value)
            .collect();
        let mut shared = file.read()?;
        shared.retain(|entry| !own.contains(&entry.value));
        Ok(shared)
    }

    /// Whether one of these speaks of a letter's recipient, or of any address it is about, or that was withdrawn.
    pub(super) fn letter_suppressed(
        &self,
        letter: i64,
        recipient: &str,
        list: &Suppressed,
    ) -> Result<bool, LedgerError> {
        if self.letter_withdrawn(letter)? {
            return Ok(true);
        }
        if list.is_empty() {
            return Ok(false);
        }
        if list.meets_mailbox(recipient) {
            return Ok(true);
        }
        let mut statement = self.connection.prepare_cached(
            "SELECT letter_sighting.address, asn FROM letter_sighting LEFT JOIN sighting USING (address, port, exposure) \
             WHERE letter = ?1",
        )?;
        let mut rows = statement.query([letter])?;
        while let Some(row) = rows.next()? {
            let octets: Vec<u8> = row.get(0)?;
            if list.meets_address(from_octets(&octets)?, row.get(1)?) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_each_kind_and_nothing_else() {
        for (text, shown) in [
            ("Abuse@Example.NET", "abuse@example.net"),
            ("example.net", "example.net"),
            ("192.0.2.7/24", "192.0.2.0/24"),
            ("192.0.2.7", "192.0.2.7"),
            ("2001:db8::/32", "2001:db8::/32"),
            ("as64500", "AS64500"),
        ] {
            let kind = SuppressionKind::parse(text).unwrap();
            assert_eq!(kind.to_string(), shown);
            assert_eq!(SuppressionKind::parse(shown), Some(kind));
        }
        for text in [
            "",
            "localhost",
            "@example.net",
            "a b.example",
            "192.0.2.0/33",
            "AS",
            "x@y",
        ] {
            assert_eq!(SuppressionKind::parse(text), None, "{text}");
        }
    }
}
