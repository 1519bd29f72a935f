//! Everything that must not be written to, ready to be asked about any number of letters.

use std::collections::{HashMap, HashSet};
use std::net::IpAddr;
use std::sync::Arc;

use ipnet::IpNet;

use super::shared::Stamp;
use super::{Cause, Ledger, LedgerError, Suppression, SuppressionKind};
use crate::contact::{Mailbox, Standing};

/// The campaign's own list and the shared one as one.
#[derive(Debug, Clone, Default)]
pub struct Suppressed {
    mailboxes: HashMap<String, (Cause, String)>,
    domains: HashSet<String>,
    networks: HashSet<IpNet>,
    lengths: Vec<(bool, u8)>,
    ases: HashSet<u32>,
}

/// What was read last, and from what.
#[derive(Debug)]
pub(super) struct Known {
    /// What SQLite counts up with each change that another connection has made.
    version: i64,
    shared: Option<Stamp>,
    list: Arc<Suppressed>,
}

impl Suppressed {
    /// The list of these entries. Of two for one mailbox, the one that allows less counts.
    pub fn of<'s>(entries: impl IntoIterator<Item = &'s Suppression>) -> Self {
        let mut list = Self::default();
        for entry in entries {
            match SuppressionKind::parse(&entry.value) {
                Some(SuppressionKind::Mailbox(mailbox)) => {
                    let place = list.mailboxes.entry(mailbox);
                    let held = place.or_insert_with(|| (entry.cause, entry.reason.clone()));
                    if held.0 == Cause::Bounce && entry.cause != Cause::Bounce {
                        *held = (entry.cause, entry.reason.clone());
                    }
                }
                Some(SuppressionKind::Domain(domain)) => _ = list.domains.insert(domain),
                Some(SuppressionKind::Network(network)) => {
                    let length = (network.addr().is_ipv4(), network.prefix_len());
                    if !list.lengths.contains(&length) {
                        list.lengths.push(length);
                    }
                    list.networks.insert(network);
                }
                Some(SuppressionKind::As(number)) => _ = list.ases.insert(number),
                None => {}
            }
        }
        list
    }

    /// Whether there is nothing on it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.mailboxes.is_empty()
            && self.domains.is_empty()
            && self.networks.is_empty()
            && self.ases.is_empty()
    }

    /// Whether nothing may be sent to this mailbox.
    #[must_use]
    pub fn meets_mailbox(&self, mailbox: &str) -> bool {
        if self.mailboxes.is_empty() && self.domains.is_empty() {
            return false;
        }
        let mailbox = mailbox.to_ascii_lowercase();
        self.mailboxes.contains_key(&mailbox) || self.meets_domain(&mailbox)
    }

    /// Why letters to this mailbox come back, if that is the only reason not to write to it.
    #[must_use]
    pub fn dead(&self, mailbox: &str) -> Option<&str> {
        let mailbox = mailbox.to_ascii_lowercase();
        let (cause, reason) = self.mailboxes.get(&mailbox)?;
        (*cause == Cause::Bounce && !self.meets_domain(&mailbox)).then_some(reason.as_str())
    }

    /// Whether nothing may be written about this address, in this AS.
    #[must_use]
    pub fn meets_address(&self, address: IpAddr, asn: Option<u32>) -> bool {
        asn.is_some_and(|asn| self.ases.contains(&asn))
            || self.lengths.iter().any(|(v4, length)| {
                *v4 == address.is_ipv4()
                    && IpNet::new(address, *length)
                        .is_ok_and(|network| self.networks.contains(&network.trunc()))
            })
    }

    fn meets_domain(&self, mailbox: &str) -> bool {
        if self.domains.is_empty() {
            return false;
        }
        let mut rest = mailbox.rsplit_once('@').map(|(_, host)| host);
        while let Some(domain) = rest {
            if self.domains.contains(domain) {
                return true;
            }
            rest = domain.split_once('.').map(|(_, above)| above);
        }
        false
    }
}

impl Standing for Suppressed {
    fn dead(&self, mailbox: &Mailbox) -> Option<String> {
        Suppressed::dead(self, mailbox.as_str()).map(str::to_owned)
    }

    fn forbidden(&self, mailbox: &Mailbox) -> bool {
        self.meets_mailbox(mailbox.as_str())
    }
}

impl Ledger {
    /// Everything that must not be written to, by this campaign's list and the shared one as they are now.
    ///
    /// # Errors
    /// [`LedgerError::Shared`] when the shared list cannot be read, or what SQLite says.
    pub fn suppressed(&self) -> Result<Arc<Suppressed>, LedgerError> {
        let version = self
            .connection
            .prepare_cached("PRAGMA data_version")?
            .query_row([], |row| row.get(0))?;
        let shared = self
            .shared
            .as_ref()
            .map(super::shared::SharedFile::stamp)
            .transpose()?;
        let mut known = self.suppressed.borrow_mut();
        if let Some(known) = known.as_ref()
            && known.version == version
            && known.shared == shared
        {
            return Ok(Arc::clone(&known.list));
        }
        let mut entries = self.suppressions()?;
        if let Some(file) = &self.shared {
            entries.extend(file.read()?);
        }
        let list = Arc::new(Suppressed::of(&entries));
        *known = Some(Known {
            version,
            shared,
            list: Arc::clone(&list),
        });
        Ok(list)
    }

    /// The list was changed here, or a change of it did not come to be: it is read anew.
    pub(super) fn forget_suppressed(&self) {
        *self.suppressed.borrow_mut() = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(entries: &[(&str, Cause)]) -> Suppressed {
        let entries: Vec<Suppression> = entries
            .iter()
            .map(|(value, cause)| Suppression {
                value: (*value).to_owned(),
                kind: String::new(),
                cause: *cause,
                reason: "because".to_owned(),
                added_at: jiff::Timestamp::UNIX_EPOCH,
                shared_by: None,
            })
            .collect();
        Suppressed::of(&entries)
    }

    #[test]
    fn mailboxes_domains_networks_and_ases_are_met() {
        let list = list(&[
            ("a@b.example", Cause::Operator),
            ("c.example", Cause::OptOut),
            ("192.0.2.0/25", Cause::Operator),
            ("2001:db8::/32", Cause::Operator),
            ("AS64500", Cause::Operator),
        ]);
        assert!(list.meets_mailbox("A@B.example") && !list.meets_mailbox("x@b.example"));
        assert!(list.meets_mailbox("x@c.example") && list.meets_mailbox("x@mail.C.example"));
        assert!(!list.meets_mailbox("x@xc.example"));
        let meets = |text: &str, asn| list.meets_address(text.parse().unwrap(), asn);
        assert!(meets("192.0.2.7", None) && !meets("192.0.2.200", None));
        assert!(meets("2001:db8::1", None) && meets("198.51.100.1", Some(64500)));
    }

    #[test]
    fn dead_is_only_what_nothing_else_forbids() {
        let list = list(&[
            ("a@b.example", Cause::Bounce),
            ("b@b.example", Cause::Bounce),
            ("b@b.example", Cause::OptOut),
            ("c@d.example", Cause::Bounce),
            ("d.example", Cause::Operator),
        ]);
        assert_eq!(list.dead("A@b.example"), Some("because"));
        assert!(list.dead("b@b.example").is_none() && list.meets_mailbox("b@b.example"));
        assert!(list.dead("c@d.example").is_none() && list.dead("x@b.example").is_none());
    }
}
