//! `[languages]`

use serde::Deserialize;

use crate::language::Language;

/// `[languages]`: which ones letters are in.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Languages {
    /// Where nothing speaks for another.
    pub default: Language,
    /// Added below a letter in another language; an empty list adds none.
    pub also: Vec<Language>,
}

impl Default for Languages {
    fn default() -> Self {
        Self {
            default: Language::english(),
            also: vec![Language::english()],
        }
    }
}
