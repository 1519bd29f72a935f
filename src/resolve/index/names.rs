//! Texts in an index file: the heap of names, two letters for a country.

use std::borrow::Cow;

use super::IndexError;
use super::pages::{Pages, Part};
use crate::resolve::rpsl;

/// The text that stands at a place of the heap of names, behind its length.
pub(super) fn name_at(pages: &Pages, at: u32) -> Result<String, IndexError> {
    Ok(rpsl::decode(&name_octets(pages, at)?))
}

/// Its octets as they were published.
pub(super) fn name_octets(pages: &Pages, at: u32) -> Result<Cow<'_, [u8]>, IndexError> {
    let at = u64::from(at);
    let length = pages.bytes(Part::Names, at, 1)?;
    let length = length.first().copied().unwrap_or_default();
    pages.bytes(Part::Names, at + 1, usize::from(length))
}

/// Two letters, if it is a country.
pub(super) fn country_of(letters: [u8; 2]) -> Option<String> {
    (letters != [0; 2]).then(|| rpsl::decode(&letters))
}
