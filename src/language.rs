//! Language tags (BCP 47), in canonical spelling.

use std::fmt;

use serde::{Deserialize, Serialize};
use unic_langid::LanguageIdentifier;

/// A BCP 47 language tag in canonical spelling: `fr-CA`, `zh-Hant`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Language(String);

impl Language {
    /// The tag in canonical spelling.
    ///
    /// # Errors
    /// [`BadLanguage`] when the text is no well-formed tag of language, script and region.
    pub fn new(text: &str) -> Result<Self, BadLanguage> {
        let bad = || BadLanguage {
            text: text.to_owned(),
        };
        let id: LanguageIdentifier = text.trim().parse().map_err(|_| bad())?;
        if id.language.is_empty() {
            return Err(bad());
        }
        Ok(Self(id.to_string()))
    }

    /// English, the language that every letter set has.
    #[must_use]
    pub fn english() -> Self {
        Self("en".to_owned())
    }

    /// The canonical tag.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The parsed form that Fluent wants.
    #[must_use]
    pub fn identifier(&self) -> LanguageIdentifier {
        self.0.parse().unwrap_or_default()
    }

    /// Whether both tags share the primary language (`fr` and `fr-CA` do).
    #[must_use]
    pub fn same_primary(&self, other: &Self) -> bool {
        self.identifier().language == other.identifier().language
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Language {
    type Error = BadLanguage;
    fn try_from(text: String) -> Result<Self, BadLanguage> {
        Self::new(&text)
    }
}

impl From<Language> for String {
    fn from(language: Language) -> Self {
        language.0
    }
}

/// A text that is no language tag.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is no language tag: write it like fr, fr-CA or zh-Hant")]
pub struct BadLanguage {
    /// What was given.
    pub text: String,
}
