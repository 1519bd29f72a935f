//! What a language's letters must hold and must not: its script, its terms, its words of threat (`glossary.toml`).

use std::collections::BTreeMap;

use serde::Deserialize;
use unicode_script::{Script, UnicodeScript};

use super::error::LetterError;
use super::sources::SourceFile;

/// One language's glossary.
#[derive(Debug, Clone, Default)]
pub(super) struct Glossary {
    scripts: Vec<Script>,
    terms: BTreeMap<String, Vec<String>>,
    threats: Vec<Threat>,
    /// No language of this script sets blanks between words: words of threat are looked for anywhere.
    unspaced: bool,
}

/// A term that letters about its matter hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Term {
    OpenRelay,
    OpenProxy,
    Spam,
    Provider,
}

impl Term {
    pub(super) const ALL: [Self; 4] = [Self::OpenRelay, Self::OpenProxy, Self::Spam, Self::Provider];

    /// Its name in the file.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::OpenRelay => "open-relay",
            Self::OpenProxy => "open-proxy",
            Self::Spam => "spam",
            Self::Provider => "provider",
        }
    }
}

#[derive(Debug, Clone)]
struct Threat {
    word: String,
    /// Any ending may follow.
    stem: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    scripts: Vec<String>,
    terms: BTreeMap<String, Vec<String>>,
    threats: Threats,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Threats {
    words: Vec<String>,
}

impl Glossary {
    /// Reads the file.
    ///
    /// # Errors
    /// [`LetterError::Glossary`] when it does not parse, a script is unknown, a term is missing or empty.
    pub(super) fn parse(file: &SourceFile) -> Result<Self, LetterError> {
        let wrong = |what: String| LetterError::Glossary {
            file: file.label(),
            what,
        };
        let read: File =
            toml::from_str(&file.text).map_err(|error| wrong(error.to_string().trim().to_owned()))?;
        let mut scripts = Vec::new();
        for code in &read.scripts {
            scripts.push(Script::from_short_name(code).ok_or_else(|| {
                wrong(format!(
                    "{code:?} is no script: write its ISO 15924 code, such as Latn"
                ))
            })?);
        }
        if scripts.is_empty() {
            return Err(wrong(
                "scripts is empty: name the script of the language".to_owned(),
            ));
        }
        for term in Term::ALL {
            let forms = read.terms.get(term.as_str());
            if forms.is_none_or(|forms| forms.is_empty() || forms.iter().any(|form| form.trim().is_empty())) {
                return Err(wrong(format!("[terms] {} is missing or empty", term.as_str())));
            }
        }
        if let Some(unknown) = read
            .terms
            .keys()
            .find(|key| Term::ALL.iter().all(|term| term.as_str() != *key))
        {
            return Err(wrong(format!("[terms] {unknown} is not looked for: take it out")));
        }
        let threats = read.threats.words.iter().map(|word| Threat {
            stem: word.ends_with('*'),
            word: folded(word.trim_end_matches('*')),
        });
        let threats: Vec<Threat> = threats.filter(|threat| !threat.word.is_empty()).collect();
        if threats.is_empty() {
            return Err(wrong(
                "[threats] words is empty: name what no letter may say".to_owned(),
            ));
        }
        let unspaced = scripts.iter().any(|script| {
            matches!(
                script,
                Script::Han
                    | Script::Hiragana
                    | Script::Katakana
                    | Script::Thai
                    | Script::Lao
                    | Script::Khmer
                    | Script::Myanmar
            )
        });
        let forms = |forms: Vec<String>| forms.iter().map(|form| folded(form)).collect();
        Ok(Self {
            scripts,
            terms: read
                .terms
                .into_iter()
                .map(|(term, all)| (term, forms(all)))
                .collect(),
            threats,
            unspaced,
        })
    }

    /// Whether the term stands in this text, which is [folded].
    pub(super) fn holds(&self, term: Term, text: &str) -> bool {
        self.terms
            .get(term.as_str())
            .is_none_or(|forms| forms.iter().any(|form| text.contains(form.as_str())))
    }

    /// The words of threat in this text, which is [folded].
    pub(super) fn threats<'g>(&'g self, text: &str) -> Vec<&'g str> {
        let stands = |threat: &&Threat| {
            self.unspaced
                || text.match_indices(&threat.word).any(|(at, word)| {
                    let before = text.get(..at).and_then(|head| head.chars().next_back());
                    let after = text.get(at + word.len()..).and_then(|tail| tail.chars().next());
                    !before.is_some_and(char::is_alphanumeric)
                        && (threat.stem || !after.is_some_and(char::is_alphanumeric))
                })
        };
        self.threats
            .iter()
            .filter(|threat| text.contains(&threat.word))
            .filter(stands)
            .map(|threat| threat.word.as_str())
            .collect()
    }

    /// Of the letters in the text, those of the language's scripts: a share of 1000.
    pub(super) fn in_script(&self, text: &str) -> usize {
        let (mut all, mut own) = (0, 0);
        for c in text.chars().filter(|c| c.is_alphabetic()) {
            all += 1;
            own += usize::from(
                self.scripts.contains(&c.script()) || (!c.is_ascii() && c.script() == Script::Common),
            );
        }
        (own * 1000).checked_div(all).unwrap_or(1000)
    }
}

/// The text for comparison: lower case, no-break spaces and line ends as blanks.
pub(super) fn folded(text: &str) -> String {
    text.to_lowercase().replace(['\u{a0}', '\u{202f}', '\n'], " ")
}
