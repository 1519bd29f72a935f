//! The files of each language beside the English ones: keys, variables, plural categories.

use std::collections::BTreeSet;

use super::Finding;
use crate::language::Language;
use crate::letter::catalog::{Catalog, Incomplete, Locale};
use crate::letter::sentences::{Message, Sentences};

/// Variables that select rather than show: a language may do without them.
const SELECTORS: [&str; 2] = ["count", "kind"];

/// The languages that are not used for want of sentences.
pub(super) fn missing(catalog: &Catalog) -> Vec<Finding> {
    let finding = |incomplete: &Incomplete| Finding {
        place: format!("locales/{}", incomplete.language),
        what: format!(
            "these sentences are missing, so the language is not used: {}",
            incomplete.missing.join(", ")
        ),
    };
    catalog.incomplete().iter().map(finding).collect()
}

/// What is wrong with the files of one language.
pub(in crate::letter) fn check(catalog: &Catalog, locale: &Locale) -> Vec<Finding> {
    let mut findings = Vec::new();
    used(catalog, &locale.sentences, &mut findings);
    plurals(locale, &mut findings);
    let english = Language::new("en").ok().and_then(|en| catalog.locale(&en));
    if let Some(english) = english {
        compare(&english.sentences, locale, &mut findings);
    }
    findings
}

/// A sentence that no template asks for is a misspelt key or a leftover.
fn used(catalog: &Catalog, sentences: &Sentences, findings: &mut Vec<Finding>) {
    for (key, message) in sentences.messages() {
        if !catalog.known_keys().contains(key) {
            findings.push(at(
                message,
                format!("no letter uses {key:?}: correct the key or take the sentence out"),
            ));
        }
    }
}

fn compare(english: &Sentences, locale: &Locale, findings: &mut Vec<Finding>) {
    for (key, model) in english.messages() {
        let Some(message) = locale.sentences.messages().get(key) else {
            findings.push(Finding {
                place: format!("locales/{}", locale.language),
                what: format!("{key:?} is missing: add it, as in {}:{}", model.file, model.line),
            });
            continue;
        };
        for variable in &message.variables {
            if !model.variables.contains(variable) {
                findings.push(at(
                    message,
                    format!("{key:?} uses ${variable}, which this sentence does not get"),
                ));
            }
        }
        for variable in &model.variables {
            if !message.variables.contains(variable) && !SELECTORS.contains(&variable.as_str()) {
                findings.push(at(message, format!("{key:?} does not show ${variable}")));
            }
        }
    }
}

fn plurals(locale: &Locale, findings: &mut Vec<Finding>) {
    let (needed, known) = categories(&locale.language);
    for (key, message) in locale.sentences.messages() {
        for plural in &message.plurals {
            let given: BTreeSet<&str> = plural.categories.iter().map(String::as_str).collect();
            for category in needed.iter().filter(|category| !given.contains(**category)) {
                let what = format!(
                    "{key:?} lacks the plural category {category:?} of ${}",
                    plural.variable
                );
                findings.push(at(message, what));
            }
            for category in given.iter().filter(|category| !known.contains(*category)) {
                let what = format!(
                    "{key:?} names the plural category {category:?}, which the language does not have"
                );
                findings.push(at(message, what));
            }
        }
    }
}

/// The plural categories of whole numbers that a sentence must name, and those it may name (CLDR).
///
/// `many` of the Romance languages begins at a million, which no letter reaches.
fn categories(language: &Language) -> (&'static [&'static str], &'static [&'static str]) {
    match language.as_str().split('-').next().unwrap_or_default() {
        "zh" | "ja" | "ko" | "vi" | "th" | "id" | "ms" => (&["other"], &["other"]),
        "ar" => {
            let all = &["zero", "one", "two", "few", "many", "other"];
            (all, all)
        }
        "ru" | "uk" | "pl" => (&["one", "few", "many", "other"], &["one", "few", "many", "other"]),
        "fr" | "es" | "it" | "pt" => (&["one", "other"], &["one", "many", "other"]),
        "cs" | "lt" | "ro" | "sr" => (&["one", "few", "other"], &["one", "few", "many", "other"]),
        "he" => (&["one", "two", "other"], &["one", "two", "other"]),
        _ => (&["one", "other"], &["one", "other"]),
    }
}

fn at(message: &Message, what: String) -> Finding {
    Finding {
        place: format!("{}:{}", message.file, message.line),
        what,
    }
}
