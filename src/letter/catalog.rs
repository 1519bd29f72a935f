//! A letter in all its languages, loaded and ready to compose.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use handlebars::Handlebars;

use super::error::LetterError;
use super::forms::Forms;
use super::glossary::Glossary;
use super::helper::registry;
use super::sentences::Sentences;
use super::sources::{self, GLOSSARY, SourceFile};
use super::structure::{self, Format, Piece, Structure};
use super::territories::Territories;
use super::{OPEN_RELAY, view};
use crate::language::Language;

/// Who has read a translation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Review {
    /// Not yet read by a native speaker other than its author.
    Draft,
    /// Read and corrected by a native speaker.
    Reviewed,
}

/// One language of a letter.
pub struct Locale {
    /// Its tag.
    pub language: Language,
    /// Its own name for itself.
    pub name: String,
    /// Written from right to left.
    pub rtl: bool,
    /// Who has read it.
    pub review: Review,
    /// What its letters must hold, if it says so.
    pub(super) glossary: Option<Glossary>,
    pub(super) sentences: Arc<Sentences>,
    pub(super) text: Handlebars<'static>,
    pub(super) html: Handlebars<'static>,
}

impl Locale {
    pub(super) fn direction(&self) -> &'static str {
        if self.rtl { "rtl" } else { "ltr" }
    }
}

/// A language that is not used, because sentences are missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incomplete {
    /// Its tag.
    pub language: Language,
    /// The sentences it lacks.
    pub missing: Vec<String>,
}

/// One letter in all its languages. Shared freely between threads.
pub struct Catalog {
    set: String,
    locales: BTreeMap<Language, Locale>,
    incomplete: Vec<Incomplete>,
    files: BTreeMap<String, SourceFile>,
    /// The sentences that templates and code ask for, and where.
    keys: BTreeMap<String, String>,
    sets: Vec<String>,
    /// The sentences that any letter asks for: the shared ones serve them all.
    known_keys: BTreeSet<String>,
    territories: Territories,
    forms: Forms,
}

impl std::fmt::Debug for Catalog {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let languages: Vec<&str> = self.locales.keys().map(Language::as_str).collect();
        f.debug_struct("Catalog")
            .field("set", &self.set)
            .field("languages", &languages)
            .finish_non_exhaustive()
    }
}

impl Catalog {
    /// The letter of this name, its files taken from the campaign folder `overrides` where that has them
    /// (`templates/<letter>/...`, `locales/<tag>/...`), else the built-in ones.
    ///
    /// A language that lacks a sentence is not among the [languages](Self::languages) but in
    /// [`incomplete`](Self::incomplete), and [`check`](super::check) reports it.
    ///
    /// # Errors
    /// [`LetterError`] naming file and line, when a file cannot be read or parsed, a template uses what letters do
    /// not have, or no language is complete.
    pub fn load(set: &str, overrides: Option<&Path>) -> Result<Self, LetterError> {
        let files = sources::gather(overrides)?;
        let sets = structure::sets(&files);
        if !sets.iter().any(|known| known == set) {
            return Err(LetterError::UnknownSet {
                set: set.to_owned(),
                known: sets,
            });
        }
        let mut keys: BTreeMap<String, String> = view::KEYS
            .iter()
            .map(|key| ((*key).to_owned(), "the program itself".to_owned()))
            .collect();
        let mut structures = Vec::new();
        for (piece, format) in pieces() {
            let structure = Structure::load(set, piece, format, &files)?;
            keys.extend(structure.keys.clone());
            structures.push((piece, format, structure));
        }
        let mut known_keys: BTreeSet<String> = keys.keys().cloned().collect();
        for other in sets.iter().filter(|other| *other != set) {
            for (piece, format) in pieces() {
                // What is wrong with another letter shows when that is loaded.
                if let Ok(structure) = Structure::load(other, piece, format, &files) {
                    known_keys.extend(structure.keys.into_keys());
                }
            }
        }
        let mut catalog = Self {
            set: set.to_owned(),
            locales: BTreeMap::new(),
            incomplete: Vec::new(),
            keys,
            sets,
            files: BTreeMap::new(),
            known_keys,
            territories: territories(&files)?,
            forms: Forms::default(),
        };
        for tag in tags(&files) {
            catalog.add(&tag, &files, &structures)?;
        }
        catalog.files = files;
        if catalog.locales.is_empty() {
            let why = catalog.incomplete.first().map_or_else(
                || format!("no locales/<tag>/{set}.ftl exists"),
                |first| format!("{} lacks {}", first.language, first.missing.join(", ")),
            );
            return Err(LetterError::NoLanguage {
                set: set.to_owned(),
                why,
            });
        }
        Ok(catalog)
    }

    fn add(
        &mut self,
        tag: &str,
        files: &BTreeMap<String, SourceFile>,
        structures: &[(Piece, Format, Structure)],
    ) -> Result<(), LetterError> {
        let named = |file: &str| files.get(&format!("locales/{tag}/{file}.ftl"));
        // A locale without a file for this letter does not speak of it.
        let Some(own) = named(&self.set) else {
            return Ok(());
        };
        let language = Language::new(tag)
            .ok()
            .filter(|language| language.as_str() == tag)
            .ok_or_else(|| LetterError::Name {
                file: format!("locales/{tag}"),
                hint: "is no language tag in canonical spelling, such as fr, fr-CA or zh-Hant".to_owned(),
            })?;
        let required = |file: &str| {
            named(file).ok_or_else(|| LetterError::Missing {
                file: format!("locales/{tag}/{file}.ftl"),
            })
        };
        let (meta, shared) = (required("meta")?, required("shared")?);
        let described = Sentences::parse(&language, false, &[meta])?;
        let fact = |key: &str, allowed: &[&str]| {
            let text = described.constant(key).unwrap_or_default().to_owned();
            let fine = if allowed.is_empty() {
                !text.is_empty()
            } else {
                allowed.contains(&text.as_str())
            };
            let wanted = if allowed.is_empty() {
                "a text".to_owned()
            } else {
                allowed.join(" or ")
            };
            let what = format!("{key} must be {wanted}");
            if fine {
                Ok(text)
            } else {
                Err(LetterError::Fluent {
                    file: meta.label(),
                    line: 1,
                    what,
                })
            }
        };
        let name = fact("name", &[])?;
        let rtl = fact("direction", &["ltr", "rtl"])? == "rtl";
        let review = match fact("review", &["draft", "reviewed"])?.as_str() {
            "reviewed" => Review::Reviewed,
            _ => Review::Draft,
        };
        let glossary = files.get(&format!("locales/{tag}/{GLOSSARY}"));
        let glossary = glossary.map(Glossary::parse).transpose()?;
        let sentences = Arc::new(Sentences::parse(&language, rtl, &[shared, own])?);
        let missing: Vec<String> = self
            .keys
            .keys()
            .filter(|key| sentences.messages().get(*key).is_none_or(|message| message.open))
            .cloned()
            .collect();
        if !missing.is_empty() {
            self.incomplete.push(Incomplete { language, missing });
            return Ok(());
        }
        let mut text = registry(Format::Text, &sentences);
        let mut html = registry(Format::Html, &sentences);
        for (piece, format, structure) in structures {
            let registry = match format {
                Format::Text => &mut text,
                Format::Html => &mut html,
            };
            registry.register_template(piece.name(), structure.in_locale(*format, &sentences));
        }
        let locale = Locale {
            language: language.clone(),
            name,
            rtl,
            review,
            glossary,
            sentences,
            text,
            html,
        };
        self.locales.insert(language, locale);
        Ok(())
    }

    /// The letter's name.
    #[must_use]
    pub fn set(&self) -> &str {
        &self.set
    }

    /// The names of all letters, built in and in the campaign folder.
    #[must_use]
    pub fn sets(&self) -> &[String] {
        &self.sets
    }

    /// The languages that are complete, in order of their tags.
    #[must_use]
    pub fn languages(&self) -> Vec<Language> {
        self.locales.keys().cloned().collect()
    }

    /// The complete languages with what is known of each.
    pub fn locales(&self) -> impl Iterator<Item = &Locale> {
        self.locales.values()
    }

    /// One language.
    #[must_use]
    pub fn locale(&self, language: &Language) -> Option<&Locale> {
        self.locales.get(language)
    }

    /// The languages that are not used, and what they lack.
    #[must_use]
    pub fn incomplete(&self) -> &[Incomplete] {
        &self.incomplete
    }

    /// The files that this letter is made from, and those of other letters beside them.
    pub fn sources(&self) -> impl Iterator<Item = &SourceFile> {
        self.files.values()
    }

    /// The sentences that any letter asks for.
    pub(super) fn known_keys(&self) -> &BTreeSet<String> {
        &self.known_keys
    }

    /// The languages of the countries.
    #[must_use]
    pub fn territories(&self) -> &Territories {
        &self.territories
    }

    /// What letters composed so far have in common.
    pub(super) fn forms(&self) -> &Forms {
        &self.forms
    }

    /// Whether the letter speaks of open relays alone.
    pub(super) fn relays_only(&self) -> bool {
        self.set == OPEN_RELAY
    }
}

/// Every piece in every format.
fn pieces() -> impl Iterator<Item = (Piece, Format)> {
    Piece::ALL
        .into_iter()
        .flat_map(|piece| [(piece, Format::Text), (piece, Format::Html)])
}

fn territories(files: &BTreeMap<String, SourceFile>) -> Result<Territories, LetterError> {
    let name = "locales/territories.toml";
    let file = files.get(name).ok_or_else(|| LetterError::Missing {
        file: name.to_owned(),
    })?;
    Territories::parse(&file.text, &file.label())
}

/// The locale folders, each once.
fn tags(files: &BTreeMap<String, SourceFile>) -> BTreeSet<String> {
    files
        .keys()
        .filter_map(|name| Some(name.strip_prefix("locales/")?.split_once('/')?.0.to_owned()))
        .collect()
}
