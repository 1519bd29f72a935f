//! The languages of the countries, and what serves a language that has no letter.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::error::LetterError;
use crate::language::Language;

/// The languages of each country, at most two, and the country domains that are used everywhere.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Territories {
    /// ISO 3166-1 alpha-2 to languages, the first first.
    languages: BTreeMap<String, Vec<Language>>,
    /// Country-code domains that say nothing about a country.
    generic_domains: Vec<String>,
    /// Where a language is written for a region under another tag: `zh-TW` as `zh-Hant`.
    fallback: BTreeMap<Language, Language>,
}

impl Territories {
    /// The table of this TOML text; `file` names it in errors.
    ///
    /// # Errors
    /// [`LetterError::Territories`] when it does not parse, or a country has no or more than two languages.
    pub fn parse(text: &str, file: &str) -> Result<Self, LetterError> {
        let wrong = |what: String| LetterError::Territories {
            file: file.to_owned(),
            what,
        };
        let table: Self = toml::from_str(text).map_err(|error| wrong(error.to_string()))?;
        for (territory, languages) in &table.languages {
            let code = territory.len() == 2 && territory.bytes().all(|b| b.is_ascii_uppercase());
            if !code || languages.is_empty() || languages.len() > 2 {
                return Err(wrong(format!(
                    "{territory}: write two capital letters, and one or two languages"
                )));
            }
        }
        Ok(table)
    }

    /// The languages of a country, the first first; empty for an unknown one.
    #[must_use]
    pub fn of(&self, country: &str) -> &[Language] {
        self.languages
            .get(&country.to_ascii_uppercase())
            .map_or(&[], Vec::as_slice)
    }

    /// The countries of the table.
    pub fn countries(&self) -> impl Iterator<Item = (&str, &[Language])> {
        self.languages
            .iter()
            .map(|(country, languages)| (country.as_str(), languages.as_slice()))
    }

    /// The country of a domain under a country code that is used for its country.
    #[must_use]
    pub fn of_domain<'d>(&self, domain: &'d str) -> Option<(&'d str, String)> {
        let top = domain.rsplit('.').next()?;
        if top.len() != 2 || self.generic_domains.iter().any(|generic| generic == top) {
            return None;
        }
        let country = if top == "uk" {
            "GB".to_owned()
        } else {
            top.to_ascii_uppercase()
        };
        Some((top, country))
    }

    /// The available language that serves this one: itself, its usual spelling, its primary language, or another variant
    /// of that in the same script.
    pub(super) fn serve(&self, wanted: &Language, available: &[Language]) -> Option<Language> {
        let usual = |language: &Language| self.fallback.get(language).unwrap_or(language).clone();
        let canonical = usual(wanted);
        let primary = wanted
            .as_str()
            .split('-')
            .next()
            .and_then(|tag| Language::new(tag).ok());
        let mut ways = vec![wanted.clone(), canonical.clone()];
        if let Some(primary) = primary {
            ways.push(usual(&primary));
            ways.push(primary);
        }
        ways.into_iter()
            .filter(|way| same_script(way, &canonical))
            .find(|way| available.contains(way))
            .or_else(|| {
                let mut others = available.iter();
                others
                    .find(|other| other.same_primary(wanted) && same_script(other, &canonical))
                    .cloned()
            })
    }
}

/// Chinese in another script is another letter.
fn same_script(one: &Language, other: &Language) -> bool {
    match (one.identifier().script, other.identifier().script) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    }
}
