//! Which language to write in: evidence, strongest first, and a table of countries.

use super::territories::Territories;
use crate::contact::{LanguageHint, Mailbox};
use crate::language::Language;
use crate::sighting::Sighting;

/// What is known about a contact's language.
#[derive(Debug, Clone, Copy)]
pub struct LanguageEvidence<'a> {
    /// From the contact's decision, strongest first.
    pub hints: &'a [LanguageHint],
    /// The bundle's sightings: their language column counts as the operator's word.
    pub sightings: &'a [Sighting],
    /// Its domain may belong to a country.
    pub contact: &'a Mailbox,
}

/// The languages to write in and why: the reader's first, then those of `also` that are not among them.
///
/// The strongest evidence decides, also when its language is not available: then the default is used and the reason
/// says so. Countries that the table does not know are no evidence. Never empty; every language is available, except
/// that the default is taken as it is.
#[must_use]
pub fn choose(
    evidences: &LanguageEvidence<'_>,
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
fn strongest(evidences: &LanguageEvidence<'_>, territories: &Territories) -> Option<(Vec<Language>, String)> {
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
    let found = hints.find_map(read).or_else(|| {
        let (domain, country) = territories.of_domain(evidences.contact.domain())?;
        let languages = territories.of(&country);
        (!languages.is_empty()).then(|| (languages.to_vec(), format!("domain of the contact: .{domain}")))
    });
    found.or_else(|| {
        by_country(
            territories,
            same_country(evidences.sightings)?,
            "location of all its addresses",
        )
    })
}

/// The country in which all sightings are located. Hosting is often abroad, so one that differs, or none, and their
/// location says nothing.
fn same_country(sightings: &[Sighting]) -> Option<&str> {
    let mut countries = sightings.iter().map(|sighting| sighting.country.as_deref());
    let first = countries.next()??;
    countries.all(|country| country == Some(first)).then_some(first)
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

#[cfg(test)]
mod tests;
