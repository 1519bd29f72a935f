//! The safety net under automatic contacts: one mailbox that suddenly answers for half the internet is a mistake.
//!
//! The classic failure is to take a registry's own mailbox for the contact of everything it registers. The reject
//! list knows the mailboxes of today; this check knows none and catches tomorrow's.

use crate::contact::Mailbox;

/// How much one contact holds in a plan, counted by the caller from automatic sources only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holding {
    /// The contact.
    pub contact: Mailbox,
    /// Networks (decisions) that name it.
    pub networks: u64,
    /// Different origin ASNs among its addresses.
    pub asns: u64,
}

/// What one contact may hold before a person has to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShareLimit {
    /// Per cent of all networks.
    pub percent: u8,
    /// Different ASNs; a large provider holds many networks, but not in many other people's ASNs.
    pub asns: u64,
}

impl Default for ShareLimit {
    fn default() -> Self {
        Self { percent: 5, asns: 20 }
    }
}

/// The contacts that hold more than the limit's share of all networks over more than the limit's number of ASNs,
/// largest first.
#[must_use]
pub fn implausible_share(holdings: &[Holding], limit: ShareLimit) -> Vec<&Holding> {
    let all: u128 = holdings.iter().map(|holding| u128::from(holding.networks)).sum();
    let over = |holding: &&Holding| {
        u128::from(holding.networks) * 100 > all * u128::from(limit.percent) && holding.asns > limit.asns
    };
    let mut found: Vec<&Holding> = holdings.iter().filter(over).collect();
    found.sort_by(|a, b| {
        b.networks
            .cmp(&a.networks)
            .then_with(|| a.contact.cmp(&b.contact))
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holding(name: &str, networks: u64, asns: u64) -> Holding {
        let contact = Mailbox::parse(&format!("{name}@net.example"), &["example".to_owned()]).unwrap();
        Holding {
            contact,
            networks,
            asns,
        }
    }

    #[test]
    fn both_limits_must_be_passed() {
        let limit = ShareLimit { percent: 10, asns: 3 };
        let holdings = [
            holding("registry", 50, 40),
            holding("carrier", 20, 3),
            holding("many-as", 10, 50),
            holding("edge", 11, 4),
            holding("rest", 9, 1),
        ];
        let names: Vec<&str> = implausible_share(&holdings, limit)
            .iter()
            .map(|holding| holding.contact.as_str())
            .collect();
        assert_eq!(names, ["registry@net.example", "edge@net.example"]);
        assert!(implausible_share(&[], limit).is_empty());
    }
}
