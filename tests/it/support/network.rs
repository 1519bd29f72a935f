//! Made-up networks with made-up contacts, for campaigns of any size.

use std::fmt::Write as _;

/// A campaign's input: one contact for each network.
#[derive(Debug, Clone)]
pub(crate) struct Network {
    /// The mailbox.
    pub(crate) contact: String,
    /// The network, as a rule of `contacts.csv` matches it.
    pub(crate) range: String,
    /// A flagged address in it.
    pub(crate) address: String,
}

/// So many networks, each a /64 of `2001:db8::/32` with a contact of its own.
pub(crate) fn networks(count: usize) -> Vec<Network> {
    (0..count)
        .map(|number| {
            let prefix = format!("2001:db8:{:x}:{:x}", number / 0x1_0000, number % 0x1_0000);
            Network {
                contact: format!("abuse@net-{number}.example"),
                range: format!("{prefix}::/64"),
                address: format!("{prefix}::25"),
            }
        })
        .collect()
}

impl Network {
    /// `contacts.csv` for these networks.
    pub(crate) fn rules(networks: &[Self]) -> String {
        let mut rules = "match,contact,language,action,note\n".to_owned();
        for network in networks {
            let _ = writeln!(rules, "{},{},,notify,", network.range, network.contact);
        }
        rules
    }

    /// A CSV that flags one address in each of them.
    pub(crate) fn flagged(networks: &[Self]) -> String {
        let mut rows = "ip,port,protocol,exposure,timestamp,source\n".to_owned();
        for network in networks {
            let _ = writeln!(
                rows,
                "{},25,tcp,open-relay,2026-11-20T08:00:00Z,survey",
                network.address
            );
        }
        rows
    }
}
