//! Everything that can be wrong with a letter that still loads: the same checks for built-in and overridden files.
//!
//! The files are compared with the English ones, and every language is composed for every exposure, evidence and size
//! of bundle, as text and as HTML, and looked at.

mod files;
mod render;
mod sample;

use super::catalog::Catalog;

/// One thing that is wrong with a letter.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The file or language it is about.
    pub place: String,
    /// What is wrong, and what to do where that is not plain.
    pub what: String,
}

/// What is wrong with the letter in all its languages, sorted, each once; empty when nothing is.
///
/// Takes some hundred milliseconds: every language is composed a hundred times.
#[must_use]
pub fn check(catalog: &Catalog) -> Vec<Finding> {
    let mut findings = files::check(catalog);
    for locale in catalog.locales() {
        render::check(catalog, locale, &mut findings);
    }
    findings.sort();
    findings.dedup();
    findings
}
