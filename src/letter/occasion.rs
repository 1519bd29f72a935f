//! Which letter of a correspondence this is.

use jiff::Timestamp;

use super::structure::Piece;

/// Why the letter is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Occasion<'a> {
    /// The first letter about these addresses.
    #[default]
    First,
    /// The addresses are still open: the bundle holds those, and only those, that were seen again.
    Reminder(Earlier<'a>),
    /// The addresses should not have been named: the bundle holds them as the first letter told of them.
    Correction(Earlier<'a>),
}

/// The first letter, to which a later one refers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Earlier<'a> {
    /// Its reference number.
    pub reference: &'a str,
    /// When it was sent; the letter names the day in UTC.
    pub sent_on: Timestamp,
    /// It named addresses that this letter does not. A reminder calls them no longer listed; a correction says that what was
    /// written about them stands.
    pub others: bool,
}

impl<'a> Occasion<'a> {
    /// The first letter, unless this is it.
    #[must_use]
    pub fn earlier(self) -> Option<Earlier<'a>> {
        match self {
            Self::First => None,
            Self::Reminder(earlier) | Self::Correction(earlier) => Some(earlier),
        }
    }

    /// The template of its main part.
    pub(super) fn piece(self) -> Piece {
        match self {
            Self::First | Self::Reminder(_) => Piece::Letter,
            Self::Correction(_) => Piece::Correction,
        }
    }

    /// The sentences of its subject: for one address, and for any number of them.
    pub(super) fn subjects(self) -> [&'static str; 2] {
        match self {
            Self::First => ["subject-one", "subject-many"],
            Self::Reminder(_) => ["reminder-subject-one", "reminder-subject-many"],
            Self::Correction(_) => ["correction-subject-one", "correction-subject-many"],
        }
    }
}
