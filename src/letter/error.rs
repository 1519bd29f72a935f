//! What can be wrong with a letter: when its files are loaded, and when one is composed.

use std::path::PathBuf;

use crate::language::Language;

/// Why the files of a letter cannot be used. Every message names the file, and the line where there is one.
#[derive(Debug, thiserror::Error)]
pub enum LetterError {
    /// There is no such letter, built in or in the campaign folder.
    #[error("there is no letter {set:?}: the letters are {}", known.join(", "))]
    UnknownSet {
        /// The name that was asked for.
        set: String,
        /// The names that exist.
        known: Vec<String>,
    },
    /// A file of the campaign folder cannot be read.
    #[error("{}: cannot be read", file.display())]
    Read {
        /// The file or folder.
        file: PathBuf,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// A file of the campaign folder is not UTF-8.
    #[error("{}: is not UTF-8: save it again in that encoding", file.display())]
    Encoding {
        /// The file.
        file: PathBuf,
    },
    /// A file or folder has a name that means nothing here.
    #[error("{file}: {hint}")]
    Name {
        /// The file.
        file: String,
        /// What to do.
        hint: String,
    },
    /// A Fluent file does not parse.
    #[error("{file}:{line}: {what}: correct this line, or delete the file to get the built-in one back")]
    Fluent {
        /// The file.
        file: String,
        /// Its line, from 1.
        line: usize,
        /// The parser's words.
        what: String,
    },
    /// A template does not parse, or uses what letters may not use.
    #[error("{file}:{line}: {what}")]
    Template {
        /// The file.
        file: String,
        /// Its line, from 1; 1 when it is the file as a whole.
        line: usize,
        /// What is wrong and what to do.
        what: String,
    },
    /// A file that the letter cannot do without is missing.
    #[error("{file}: is missing: a letter needs it")]
    Missing {
        /// The file.
        file: String,
    },
    /// No language is complete.
    #[error("the letter {set:?} is complete in no language: {why}")]
    NoLanguage {
        /// The letter.
        set: String,
        /// What the first language lacks.
        why: String,
    },
    /// A glossary does not parse.
    #[error("{file}: {what}")]
    Glossary {
        /// The file.
        file: String,
        /// What is wrong.
        what: String,
    },
    /// The territory table does not parse.
    #[error("{file}: {what}")]
    Territories {
        /// The file.
        file: String,
        /// What is wrong.
        what: String,
    },
}

/// Why one letter cannot be composed. Nothing of it has been made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ComposeError {
    /// A sentence is missing, or lacks a variable it uses.
    #[error("{file}: the sentence {key:?} in {locale}: {what}")]
    Sentence {
        /// The sentence's key.
        key: String,
        /// The locale.
        locale: String,
        /// The file it is in, or should be in.
        file: String,
        /// What is wrong.
        what: String,
    },
    /// A template names a value that letters do not have, or fails otherwise.
    #[error("{file}: {what}")]
    Template {
        /// The template and the language.
        file: String,
        /// What is wrong.
        what: String,
    },
    /// The letter is not available in that language.
    #[error("the letter is not available in {0}")]
    Language(Language),
    /// The letter does not speak of this exposure.
    #[error("the letter {set:?} is not about {exposure}: use the letter secure-your-server")]
    Exposure {
        /// The letter.
        set: String,
        /// The exposure in the bundle.
        exposure: String,
    },
    /// The bundle has no sightings or no languages.
    #[error("the bundle of {0} is empty")]
    EmptyBundle(String),
}
