//! `[limits]`

use std::path::PathBuf;

use serde::Deserialize;

/// `[limits]`: bounds.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Rows of the table in the letter's body; the attachment has all.
    pub ips_in_body: usize,
    /// `plan` refuses to make more letters than this.
    pub max_letters: u64,
    /// Days before a contact is written to again about the same address and exposure.
    pub renotify_after: u16,
    /// Days after which a letter that is still deferred is given up.
    pub give_up_after: u16,
    /// Addresses in one letter, at most; the rest waits for the next round. 0: no bound.
    pub addresses_per_letter: u64,
    /// Letters planned for one contact within 24 hours, at most. 0: no bound.
    pub letters_per_contact_per_day: u32,
    /// Contacts in one round that were never written to before, at most. 0: no bound.
    pub new_contacts_per_round: u64,
    /// A file in which several campaigns note whom they told what, or are about to, so that nobody is told twice.
    pub history: Option<PathBuf>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            ips_in_body: 100,
            max_letters: 100_000,
            renotify_after: 30,
            give_up_after: 5,
            addresses_per_letter: 0,
            letters_per_contact_per_day: 0,
            new_contacts_per_round: 0,
            history: None,
        }
    }
}
