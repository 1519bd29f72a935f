//! Which language to write in: evidence, strongest first, and a table of countries.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::error::LetterError;
use crate::contact::{LanguageHint, Mailbox};
use crate::language::Language;
use crate::sighting::Sighting;

/// What is known about a contact's language.
#[derive(Debug, Clone, Copy)]
pub struct Evidences<'a> {
    /// From the contact's decision, strongest first.
    pub hints: &'a [LanguageHint],
    /// The bundle's sightings: their language column counts as the operator's word.
    pub sightings: &'a [Sighting],
    /// Its domain may belong to a country.
    pub contact: &'a Mailbox,
}

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
    fn of_domain<'d>(&self, domain: &'d str) -> Option<(&'d str, String)> {
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

    /// The available language that serves this one: itself, its other spelling, its primary language, or another
    /// variant of that.
    fn serve(&self, wanted: &Language, available: &[Language]) -> Option<Language> {
        let has = |language: &Language| available.contains(language).then(|| language.clone());
        let primary = || {
            let tag = wanted.as_str().split('-').next()?;
            Language::new(tag).ok()
        };
        has(wanted)
            .or_else(|| self.fallback.get(wanted).and_then(has))
            .or_else(|| primary().and_then(|language| has(&language)))
            .or_else(|| primary().and_then(|language| self.fallback.get(&language).and_then(has)))
            .or_else(|| {
                available
                    .iter()
                    .find(|other| other.same_primary(wanted) && same_script(other, wanted))
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

/// The languages to write in and why: the reader's first, then those of `also` that are not among them.
///
/// The strongest evidence decides, also when its language is not available: then the default is used and the reason
/// says so. Countries that the table does not know are no evidence. Never empty; every language is available, except
/// that the default is taken as it is.
#[must_use]
pub fn choose(
    evidences: &Evidences<'_>,
    territories: &Territories,
    available: &[Language],
    default: &Language,
    also: &[Language],
) -> (Vec<Language>, String) {
    let (wanted, mut reason) =
        strongest(evidences, territories).unwrap_or_else(|| (vec![default.clone()], "default".to_owned()));
    let mut languages: Vec<Language> = Vec::new();
    let mut add = |language: Language| {
        if !languages.contains(&language) {
            languages.push(language);
        }
    };
    let served: Vec<Language> = wanted
        .iter()
        .filter_map(|w| territories.serve(w, available))
        .collect();
    if served.is_empty() {
        let named: Vec<&str> = wanted.iter().map(Language::as_str).collect();
        if wanted.first() != Some(default) {
            reason = format!("default, since {} is not available ({reason})", named.join(", "));
        }
        add(territories
            .serve(default, available)
            .unwrap_or_else(|| default.clone()));
    }
    served.into_iter().for_each(&mut add);
    also.iter()
        .filter_map(|other| territories.serve(other, available))
        .for_each(&mut add);
    (languages, reason)
}

/// The languages that the strongest evidence names, and what that evidence is.
fn strongest(evidences: &Evidences<'_>, territories: &Territories) -> Option<(Vec<Language>, String)> {
    let rank = |hint: &LanguageHint| match hint {
        LanguageHint::Rule(_) => 0,
        LanguageHint::Registry(_) => 2,
        LanguageHint::HolderCountry(_) => 3,
        LanguageHint::NetworkCountry(_) => 4,
    };
    let read = |hint: &LanguageHint| match hint {
        LanguageHint::Rule(language) => Some((vec![language.clone()], "operator's rule".to_owned())),
        LanguageHint::Registry(language) => {
            Some((vec![language.clone()], "registry's language field".to_owned()))
        }
        LanguageHint::HolderCountry(country) => by_country(territories, country, "country of the holder"),
        LanguageHint::NetworkCountry(country) => by_country(territories, country, "country of the network"),
    };
    let mut hints: Vec<&LanguageHint> = evidences.hints.iter().collect();
    hints.sort_by_key(|hint| rank(hint));
    let mut hints = hints.into_iter().peekable();
    while let Some(rule) = hints.next_if(|hint| rank(hint) == 0) {
        if let Some(found) = read(rule) {
            return Some(found);
        }
    }
    if let Some(language) = most_common(evidences.sightings) {
        return Some((vec![language], "language column".to_owned()));
    }
    hints.find_map(read).or_else(|| {
        let (domain, country) = territories.of_domain(evidences.contact.domain())?;
        let languages = territories.of(&country);
        (!languages.is_empty()).then(|| (languages.to_vec(), format!("domain of the contact: .{domain}")))
    })
}

fn by_country(territories: &Territories, country: &str, what: &str) -> Option<(Vec<Language>, String)> {
    let languages = territories.of(country);
    (!languages.is_empty()).then(|| {
        (
            languages.to_vec(),
            format!("{what}: {}", country.to_ascii_uppercase()),
        )
    })
}

/// The language that most rows name; the one named first among equals.
fn most_common(sightings: &[Sighting]) -> Option<Language> {
    let mut counts: Vec<(Language, usize)> = Vec::new();
    for language in sightings
        .iter()
        .filter_map(|s| Language::new(s.language.as_deref()?).ok())
    {
        match counts.iter_mut().find(|(known, _)| *known == language) {
            Some((_, count)) => *count += 1,
            None => counts.push((language, 1)),
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max()?;
    counts
        .into_iter()
        .find(|(_, count)| *count == most)
        .map(|(language, _)| language)
}
