//! `[allow]`

use ipnet::IpNet;
use serde::Deserialize;

/// `[allow]`: lifts the special-purpose and special-use rules for rehearsals and examples.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Allow {
    /// Special-purpose networks whose addresses may be imported and written about.
    pub networks: Vec<IpNet>,
    /// Special-use domains, with all below them, whose mailboxes may be written to.
    pub domains: Vec<String>,
}
