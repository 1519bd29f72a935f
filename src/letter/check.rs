//! Everything that can be wrong with a letter that still loads: the same checks for built-in and overridden files.
//!
//! The files are compared with the English ones (`files.rs`), and every language is composed for every occasion, exposure
//! and size of bundle, as text and as HTML, and looked at (`render.rs`: form and facts; `words.rs`: the language; `html.rs`).

pub(super) mod files;
mod html;
pub(super) mod plural;
mod render;
mod sample;
mod words;

use super::catalog::{Catalog, Locale};
use super::sources::Origin;

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
/// Composes every language more than a hundred times, on all cores: some hundred milliseconds in all.
#[must_use]
pub fn check(catalog: &Catalog) -> Vec<Finding> {
    let locales: Vec<&Locale> = catalog.locales().collect();
    check_locales(catalog, &locales)
}

/// The same for what the campaign's own files touch: their languages, or all when a template is among them.
///
/// What the program brings along is checked when it is built.
#[must_use]
pub fn check_own(catalog: &Catalog) -> Vec<Finding> {
    let own: Vec<&str> = catalog
        .sources()
        .filter(|file| file.origin != Origin::BuiltIn)
        .map(|file| file.name.as_str())
        .collect();
    let every = own.iter().any(|name| name.starts_with("templates/"));
    let touched = |locale: &&Locale| {
        let folder = format!("locales/{}/", locale.language);
        every || own.iter().any(|name| name.starts_with(&folder))
    };
    let locales: Vec<&Locale> = catalog.locales().filter(touched).collect();
    check_locales(catalog, &locales)
}

fn check_locales(catalog: &Catalog, locales: &[&Locale]) -> Vec<Finding> {
    let mut findings = files::missing(catalog);
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    // Dealt out in turn: languages that take long often stand next to each other.
    findings.extend(std::thread::scope(|scope| {
        let threads: Vec<_> = (0..cores.min(locales.len()))
            .map(|turn| {
                scope.spawn(move || {
                    let mut samples = sample::all(catalog.relays_only());
                    let own = locales.iter().skip(turn).step_by(cores);
                    own.flat_map(|locale| check_with(catalog, locale, &mut samples))
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        let joined = threads.into_iter().map(|thread| {
            thread
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        });
        joined.flatten().collect::<Vec<_>>()
    }));
    findings.sort();
    findings.dedup();
    findings
}

fn check_with(catalog: &Catalog, locale: &Locale, samples: &mut [sample::Sample]) -> Vec<Finding> {
    let mut findings = files::check(catalog, locale);
    render::check(catalog, locale, samples, &mut findings);
    findings
}

/// What is wrong with the letter in this language.
#[cfg(test)]
pub(super) fn check_language(catalog: &Catalog, locale: &Locale) -> Vec<Finding> {
    check_with(catalog, locale, &mut sample::all(catalog.relays_only()))
}
