//! `[contacts]`

use std::path::PathBuf;

use serde::Deserialize;

/// `[contacts]`: how contacts are judged.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Contacts {
    /// The operator's own rules.
    pub file: PathBuf,
    /// Contacts below this confidence (0 to 100) are left to a person.
    pub threshold: u8,
    /// `plan` refuses when a contact from automatic sources holds more than this share of all networks, in per cent...
    pub max_share: u8,
    /// ...over more than this number of ASes.
    pub max_share_asns: u64,
}

impl Default for Contacts {
    fn default() -> Self {
        Self {
            file: PathBuf::from("contacts.csv"),
            threshold: 50,
            max_share: 5,
            max_share_asns: 20,
        }
    }
}
