//! Everything that can be wrong with a letter that still loads: the same checks for built-in and overridden files.
//!
//! The files are compared with the English ones, and every language is composed for every exposure, evidence and size
//! of bundle, as text and as HTML, and looked at.

pub(super) mod files;
mod render;
mod sample;

use super::catalog::{Catalog, Locale};

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
    let mut findings = files::missing(catalog);
    for locale in catalog.locales() {
        findings.extend(check_language(catalog, locale));
    }
    findings.sort();
    findings.dedup();
    findings
}

/// What is wrong with the letter in this language.
pub(super) fn check_language(catalog: &Catalog, locale: &Locale) -> Vec<Finding> {
    let mut findings = files::check(catalog, locale);
    render::check(catalog, locale, &mut findings);
    findings
}
