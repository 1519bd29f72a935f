//! Texts in an index file: the heap of names, two letters for a country.

use super::IndexError;
use super::pages::{Pages, Part};
use crate::resolve::rpsl;

/// The text that stands at a place of the heap of names, behind its length.
pub(super) fn name_at(pages: &Pages, at: u32) -> Result<String, IndexError> {
    let mut name = Vec::new();
    name_octets(pages, at, &mut name)?;
    Ok(rpsl::decode(&name))
}

/// Its octets as they were published, in the place of what `name` held.
pub(super) fn name_octets(pages: &Pages, at: u32, name: &mut Vec<u8>) -> Result<(), IndexError> {
    let at = u64::from(at);
    name.clear();
    pages.copy(Part::Names, at, 1, name)?;
    let length = name.pop().unwrap_or_default();
    pages.copy(Part::Names, at + 1, usize::from(length), name)
}

/// Two letters, if it is a country.
pub(super) fn country_of(letters: [u8; 2]) -> Option<String> {
    (letters != [0; 2]).then(|| rpsl::decode(&letters))
}
