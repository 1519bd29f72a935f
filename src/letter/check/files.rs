//! The files of each language beside the English ones: keys, variables, plural categories, widths, leftovers.

use std::collections::BTreeSet;

use super::Finding;
use super::plural::Categories;
use crate::language::Language;
use crate::letter::catalog::{Catalog, Incomplete, Locale};
use crate::letter::sentences::{Message, Sentences};
use crate::letter::sources::GLOSSARY;
use crate::letter::wrap::columns;
use crate::visible::acts;

/// Variables that select rather than show: a language may do without them.
const SELECTORS: [&str; 2] = ["count", "kind"];

/// The languages that are not used for want of sentences.
pub(in crate::letter) fn missing(catalog: &Catalog) -> Vec<Finding> {
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
    comments(&locale.sentences, &mut findings);
    plurals(locale, &mut findings);
    widths(locale, &mut findings);
    invisible(catalog, locale, &mut findings);
    glossary(locale, &mut findings);
    let english = Language::english();
    if let Some(model) = catalog.locale(&english) {
        compare(&model.sentences, locale, &mut findings);
        if !locale.language.same_primary(&english) {
            translated(&model.sentences, locale, &mut findings);
        }
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

/// A comment that is moved in goes out to readers.
fn comments(sentences: &Sentences, findings: &mut Vec<Finding>) {
    for (key, message) in sentences.messages() {
        if message.comment {
            findings.push(at(
                message,
                format!(
                    "{key:?} has a comment in it: a comment's # stands at the very beginning of its line"
                ),
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
    let Categories { needed, known } = Categories::of(&locale.language);
    for (key, message) in locale.sentences.messages() {
        for plural in &message.plurals {
            let given: BTreeSet<&str> = plural.categories.iter().map(String::as_str).collect();
            for category in needed.difference(&given) {
                let what = format!(
                    "{key:?} lacks the plural category {category:?} of ${}",
                    plural.variable
                );
                findings.push(at(message, what));
            }
            for category in given.difference(&known) {
                let what = format!(
                    "{key:?} names the plural category {category:?}, which the language does not have"
                );
                findings.push(at(message, what));
            }
        }
    }
}

/// Words in a table must leave room for those beside them.
fn widths(locale: &Locale, findings: &mut Vec<Finding>) {
    for (key, message) in locale.sentences.messages() {
        let most = match key.split_once('-') {
            Some(("column", _)) => 16,
            Some(("what", _)) => 28,
            _ => continue,
        };
        let width = locale.sentences.constant(key).map_or(0, columns);
        if width > most {
            findings.push(at(
                message,
                format!("{key:?} is {width} columns wide: a table has room for {most}"),
            ));
        }
    }
}

/// Direction marks and other invisible characters: they are set where they are needed, or harm.
fn invisible(catalog: &Catalog, locale: &Locale, findings: &mut Vec<Finding>) {
    let folder = format!("locales/{}/", locale.language);
    for file in catalog.sources().filter(|file| file.name.starts_with(&folder)) {
        for (number, line) in file.text.lines().enumerate() {
            if let Some(found) = line.chars().find(|c| acts(*c)) {
                findings.push(Finding {
                    place: format!("{}:{}", file.label(), number + 1),
                    what: format!(
                        "holds the invisible character U+{:04X}: take it out",
                        u32::from(found)
                    ),
                });
            }
        }
    }
}

/// Without a glossary nobody knows what to look for in the letters.
fn glossary(locale: &Locale, findings: &mut Vec<Finding>) {
    if locale.glossary.is_none() {
        findings.push(Finding {
            place: format!("locales/{}", locale.language),
            what: format!("{GLOSSARY} is missing: write it, as in locales/en"),
        });
    }
}

/// A whole sentence that reads as the English one was forgotten.
fn translated(english: &Sentences, locale: &Locale, findings: &mut Vec<Finding>) {
    for (key, message) in locale.sentences.messages() {
        let own = locale.sentences.constant(key);
        if own.is_some_and(|own| own.split(' ').count() >= 3 && english.constant(key) == Some(own)) {
            findings.push(at(message, format!("{key:?} is still in English")));
        }
    }
}

fn at(message: &Message, what: String) -> Finding {
    Finding {
        place: format!("{}:{}", message.file, message.line),
        what,
    }
}
