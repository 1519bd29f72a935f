//! Addresses, domains, networks and ASes that must not be written to.

use std::fmt;
use std::net::IpAddr;

use ipnet::IpNet;
use jiff::Timestamp;
use rusqlite::params;
use serde::Serialize;

use super::{Ledger, LedgerError, from_octets, time};

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

    fn kind(&self) -> &'static str {
        match self {
            Self::Mailbox(_) => "mailbox",
            Self::Domain(_) => "domain",
            Self::Network(_) => "network",
            Self::As(_) => "as",
        }
    }

    /// Whether a letter to this mailbox is meant.
    #[must_use]
    pub fn meets_mailbox(&self, mailbox: &str) -> bool {
        let mailbox = mailbox.to_ascii_lowercase();
        match self {
            Self::Mailbox(only) => *only == mailbox,
            Self::Domain(domain) => mailbox.rsplit_once('@').is_some_and(|(_, host)| {
                host == domain
                    || host
                        .strip_suffix(domain.as_str())
                        .is_some_and(|rest| rest.ends_with('.'))
            }),
            Self::Network(_) | Self::As(_) => false,
        }
    }

    /// Whether a sighting of this address, in this AS, is meant.
    #[must_use]
    pub fn meets_address(&self, address: IpAddr, asn: Option<u32>) -> bool {
        match self {
            Self::Network(network) => network.contains(&address),
            Self::As(number) => asn == Some(*number),
            Self::Mailbox(_) | Self::Domain(_) => false,
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

/// One entry of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Suppression {
    /// What it speaks of, as written by its `Display`.
    pub value: String,
    /// `mailbox`, `domain`, `network` or `as`.
    pub kind: String,
    /// Why.
    pub reason: String,
    /// Since when.
    pub added_at: Timestamp,
}

impl Ledger {
    /// Adds an entry; one that is there already gets the new reason. Durable when it returns; letters planned
    /// before are held back too.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn suppress(&self, what: &SuppressionKind, reason: &str, at: Timestamp) -> Result<(), LedgerError> {
        self.atomically(|| {
            self.connection.execute(
                "INSERT INTO suppression (kind, value, reason, added_at) VALUES (?1, ?2, ?3, ?4) \
                 ON CONFLICT (kind, value) DO UPDATE SET reason = excluded.reason",
                params![what.kind(), what.to_string(), reason, at.as_millisecond()],
            )?;
            self.event(at, None, "suppression added", &what.to_string())
        })
    }

    /// Removes an entry; false when there was none. Durable when it returns.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn unsuppress(&self, what: &SuppressionKind, at: Timestamp) -> Result<bool, LedgerError> {
        self.atomically(|| {
            let removed = self.connection.execute(
                "DELETE FROM suppression WHERE kind = ?1 AND value = ?2",
                params![what.kind(), what.to_string()],
            )?;
            if removed > 0 {
                self.event(at, None, "suppression removed", &what.to_string())?;
            }
            Ok(removed > 0)
        })
    }

    /// The list, in the order in which it was made.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn suppressions(&self) -> Result<Vec<Suppression>, LedgerError> {
        self.connection
            .prepare("SELECT value, kind, reason, added_at FROM suppression ORDER BY id")?
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?
            .map(|row| {
                let (value, kind, reason, added_at) = row?;
                Ok(Suppression {
                    value,
                    kind,
                    reason,
                    added_at: time(added_at)?,
                })
            })
            .collect()
    }

    /// The same, ready to be compared with.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn suppression_kinds(&self) -> Result<Vec<SuppressionKind>, LedgerError> {
        Ok(self
            .suppressions()?
            .iter()
            .filter_map(|entry| SuppressionKind::parse(&entry.value))
            .collect())
    }

    /// Whether one of these speaks of a letter's recipient, or of any address it is about, or that was withdrawn.
    pub(super) fn letter_suppressed(
        &self,
        letter: i64,
        recipient: &str,
        kinds: &[SuppressionKind],
    ) -> Result<bool, LedgerError> {
        if self.letter_withdrawn(letter)? {
            return Ok(true);
        }
        if kinds.is_empty() {
            return Ok(false);
        }
        if kinds.iter().any(|kind| kind.meets_mailbox(recipient)) {
            return Ok(true);
        }
        let mut statement = self.connection.prepare_cached(
            "SELECT letter_sighting.address, asn FROM letter_sighting LEFT JOIN sighting USING (address, port, exposure) \
             WHERE letter = ?1",
        )?;
        let mut rows = statement.query([letter])?;
        while let Some(row) = rows.next()? {
            let octets: Vec<u8> = row.get(0)?;
            let (address, asn) = (from_octets(&octets)?, row.get(1)?);
            if kinds.iter().any(|kind| kind.meets_address(address, asn)) {
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

    #[test]
    fn a_domain_means_itself_and_what_is_below() {
        let kind = SuppressionKind::parse("example.net").unwrap();
        assert!(kind.meets_mailbox("abuse@example.net") && kind.meets_mailbox("abuse@Mail.Example.net"));
        assert!(
            !kind.meets_mailbox("abuse@badexample.net") && !kind.meets_mailbox("example.net@example.org")
        );
    }
}
