//! The sightings of one contact, in a fixed order: what one letter is about.

use crate::contact::Mailbox;
use crate::language::Language;
use crate::sighting::Sighting;

/// The sightings of one contact.
///
/// Invariants: never empty; ordered by address (IPv4 before IPv6, numerically), then port, then exposure; no address
/// is in the bundle of a second contact of the same plan (G8 rests on this).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bundle {
    /// Whom the letter goes to.
    pub contact: Mailbox,
    /// What it is about.
    pub sightings: Vec<Sighting>,
    /// The languages to write in: the reader's first, then those that follow below it. Never empty.
    pub languages: Vec<Language>,
    /// Why this language, for people: `operator's rule`, `country of the network: FR`, `default`.
    pub language_reason: String,
}
