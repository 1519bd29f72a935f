//! `[rounds]` and `[holdout]`: when a contact is written to again, and which contacts are written to later.

use serde::Deserialize;

/// `[rounds]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Rounds {
    /// Days after a letter before its contact may be reminded.
    pub reminder_after: u16,
    /// Reminders about one sighting, at most.
    pub reminders: u32,
}

impl Default for Rounds {
    fn default() -> Self {
        Self {
            reminder_after: 14,
            reminders: 1,
        }
    }
}

/// `[holdout]`: contacts that are written to later, so that the report can compare.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Holdout {
    /// Per cent of the contacts, 0 to 50; 0: everybody is written to at once.
    pub share: u8,
    /// Days until those are written to as well.
    pub days: u16,
}

impl Default for Holdout {
    fn default() -> Self {
        Self { share: 0, days: 28 }
    }
}
