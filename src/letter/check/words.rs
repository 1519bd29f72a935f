//! The language of a finished letter: script, terms, threats, and English that was left over.

use crate::letter::catalog::Locale;
use crate::letter::glossary::{Term, folded};
use crate::letter::wrap::verbatim;
use crate::sighting::Exposure;

use super::sample::Shape;

/// English words that no other language of the letters writes alike, and that no name or program in them uses.
const ENGLISH: [&str; 9] = [
    "the", "this", "these", "your", "which", "please", "you", "with", "our",
];

/// Of a thousand letters, so many must be of the language's scripts: product names take the rest.
const IN_SCRIPT: usize = 500;

/// What is wrong with the words of this subject and text.
pub(super) fn check(locale: &Locale, subject: &str, text: &str, said: Said, wrong: &mut Vec<String>) {
    let sentences: String = text
        .lines()
        .filter(|line| !verbatim(line))
        .flat_map(|line| [line, "\n"])
        .collect();
    if !locale
        .language
        .same_primary(&crate::language::Language::english())
    {
        for line in sentences.lines().chain([subject]) {
            let mut words = line.split(|c: char| !c.is_alphanumeric());
            if let Some(word) = words.find(|word| ENGLISH.contains(&word.to_ascii_lowercase().as_str())) {
                wrong.push(format!("there is English in it: {word:?} in {line:?}"));
            }
        }
    }
    for line in sentences.lines().chain([subject]) {
        if line.contains(['"', '\'']) {
            wrong.push(format!(
                "a straight quotation mark, or one without its command: {line:?}"
            ));
        }
    }
    let Some(glossary) = &locale.glossary else {
        return;
    };
    let share = glossary.in_script(&sentences);
    if share < IN_SCRIPT {
        wrong.push(format!(
            "only {} % of the letters are of the language's script: is it translated, and glossary.toml right?",
            share / 10
        ));
    }
    let flat = folded(&sentences);
    // Where words are not set apart, a term may be broken between two lines anywhere.
    let joined: String = flat.chars().filter(|c| *c != ' ').collect();
    for term in said.terms() {
        if !glossary.holds(term, &flat) && !glossary.holds(term, &joined) {
            wrong.push(format!(
                "the term {:?} of glossary.toml does not occur",
                term.as_str()
            ));
        }
    }
    for threat in glossary.threats(&format!("{flat} {}", folded(subject))) {
        wrong.push(format!("a word of threat: {threat:?}"));
    }
}

/// What a letter speaks of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Said {
    pub shape: Shape,
    /// It explains why the matter is important.
    pub explains: bool,
}

impl Said {
    fn terms(self) -> impl Iterator<Item = Term> {
        let about = |wanted: &[&str]| self.shape.iter().any(|(exposure, _)| wanted.contains(exposure));
        let relay = about(&[Exposure::OPEN_RELAY]);
        let proxy = about(&[Exposure::OPEN_PROXY_HTTP, Exposure::OPEN_PROXY_SOCKS]);
        Term::ALL.into_iter().filter(move |term| {
            self.explains
                && match term {
                    Term::OpenRelay => relay,
                    Term::OpenProxy => proxy,
                    Term::Spam | Term::Provider => true,
                }
        })
    }
}
