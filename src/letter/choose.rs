//! Which language to write in: evidence, strongest first, and a table of countries.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::error::LetterError;
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

    /// The available language that serves this one: itself, its usual spelling, its primary language, or another variant
    /// of that in the same script.
    fn serve(&self, wanted: &Language, available: &[Language]) -> Option<Language> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter::tests::sighting;

    fn tag(text: &str) -> Language {
        Language::new(text).unwrap()
    }

    fn tags(texts: &[&str]) -> Vec<Language> {
        texts.iter().map(|text| tag(text)).collect()
    }

    fn table() -> Territories {
        Territories::parse(include_str!("../../locales/territories.toml"), "territories.toml").unwrap()
    }

    const ALL: [&str; 24] = [
        "ar", "de", "el", "en", "es", "fa", "fr", "fr-CA", "id", "it", "ja", "ko", "nb", "nl", "pl", "pt-BR",
        "pt-PT", "ru", "sv", "th", "tr", "uk", "zh-Hans", "zh-Hant",
    ];

    /// The languages and the reason, with English below.
    fn chosen(hints: &[LanguageHint], column: &[Option<&str>], contact: &str) -> (String, String) {
        let contact = Mailbox(contact.to_owned());
        let sightings: Vec<Sighting> = column
            .iter()
            .map(|language| {
                let mut sighting = sighting("203.0.113.1", "open-relay", 25);
                sighting.language = language.map(str::to_owned);
                sighting
            })
            .collect();
        let evidences = LanguageEvidence {
            hints,
            sightings: &sightings,
            contact: &contact,
        };
        let (languages, reason) = choose(&evidences, &table(), &tags(&ALL), &tag("en"), &tags(&["en"]));
        (
            languages
                .iter()
                .map(Language::as_str)
                .collect::<Vec<_>>()
                .join(" "),
            reason,
        )
    }

    fn expect(actual: &(String, String), languages: &str, reason: &str) {
        assert_eq!((actual.0.as_str(), actual.1.as_str()), (languages, reason));
    }

    #[test]
    fn the_strongest_evidence_decides() {
        use LanguageHint::{HolderCountry, NetworkCountry, Registry, Rule};
        let all = [
            NetworkCountry("JP".to_owned()),
            HolderCountry("de".to_owned()),
            Registry(tag("it")),
            Rule(tag("pl")),
        ];
        let column = [Some("ja"), Some("tr"), Some("tr"), None];
        expect(&chosen(&all, &column, "a@x.fr"), "pl en", "operator's rule");
        expect(&chosen(&all[..3], &column, "a@x.fr"), "tr en", "language column");
        expect(
            &chosen(&all[..3], &[None], "a@x.fr"),
            "it en",
            "registry's language field",
        );
        expect(
            &chosen(&all[..2], &[], "a@x.fr"),
            "de en",
            "country of the holder: DE",
        );
        expect(
            &chosen(&all[..1], &[], "a@x.fr"),
            "ja en",
            "country of the network: JP",
        );
        expect(&chosen(&[], &[], "a@x.fr"), "fr en", "domain of the contact: .fr");
        expect(&chosen(&[], &[], "a@x.co.uk"), "en", "domain of the contact: .uk");
        expect(&chosen(&[], &[], "a@x.example"), "en", "default");
    }

    #[test]
    fn what_says_nothing_is_no_evidence() {
        let unknown = [
            LanguageHint::HolderCountry("EU".to_owned()),
            LanguageHint::NetworkCountry("PL".to_owned()),
        ];
        expect(
            &chosen(&unknown, &[Some("not a tag!")], "a@x.de"),
            "pl en",
            "country of the network: PL",
        );
        expect(&chosen(&[], &[], "a@x.io"), "en", "default");
    }

    #[test]
    fn countries_speak_as_the_table_says() {
        for (country, languages) in [
            ("CA", "en fr-CA"),
            ("BE", "nl fr en"),
            ("CH", "de fr en"),
            ("UA", "uk en"),
            ("KZ", "ru en"),
            ("MA", "fr ar en"),
            ("HK", "zh-Hant en"),
            ("TW", "zh-Hant en"),
            ("CN", "zh-Hans en"),
            ("BR", "pt-BR en"),
            ("AO", "pt-PT en"),
            ("MX", "es en"),
            ("IN", "en"),
            ("PH", "en"),
        ] {
            let hint = [LanguageHint::NetworkCountry(country.to_owned())];
            assert_eq!(chosen(&hint, &[], "a@x.example").0, languages, "{country}");
        }
    }

    #[test]
    fn a_tag_falls_back_to_what_serves_it() {
        for (wanted, language) in [
            ("fr-BE", "fr"),
            ("fr-CA", "fr-CA"),
            ("zh-TW", "zh-Hant"),
            ("zh", "zh-Hans"),
            ("pt", "pt-PT"),
            ("pt-AO", "pt-PT"),
            ("nn", "nb"),
            ("es-MX", "es"),
        ] {
            let hint = [LanguageHint::Rule(tag(wanted))];
            expect(
                &chosen(&hint, &[], "a@x.example"),
                &format!("{language} en"),
                "operator's rule",
            );
        }
        // Never the other script.
        let wanted = tag("zh-Hant");
        assert_eq!(table().serve(&wanted, &tags(&["en", "zh-Hans"])), None);
    }

    #[test]
    fn a_language_without_a_letter_gives_the_default_and_says_so() {
        let hint = [LanguageHint::HolderCountry("IS".to_owned())];
        expect(
            &chosen(&hint, &[], "a@x.fr"),
            "en",
            "default, since is is not available (country of the holder: IS)",
        );
    }

    #[test]
    fn every_country_of_the_world_has_languages() {
        let table = table();
        assert_eq!(table.countries().count(), 250);
        // Whatever is chosen can be written, today with three languages.
        let few = tags(&["en", "fr", "fr-CA"]);
        for (country, _) in table.countries() {
            let hints = [LanguageHint::HolderCountry(country.to_owned())];
            let contact = Mailbox("a@x.example".to_owned());
            let evidences = LanguageEvidence {
                hints: &hints,
                sightings: &[],
                contact: &contact,
            };
            let (languages, _) = choose(&evidences, &table, &few, &tag("en"), &few[..1]);
            assert!(
                !languages.is_empty() && languages.iter().all(|l| few.contains(l)),
                "{country}"
            );
        }
    }

    #[test]
    fn a_broken_table_is_refused_with_its_line() {
        for text in [
            "nonsense",
            "generic_domains = []\n[fallback]\n[languages]\nFR = []",
            "[languages]\nfr = [\"fr\"]",
        ] {
            let error = Territories::parse(text, "locales/territories.toml")
                .unwrap_err()
                .to_string();
            assert!(error.starts_with("locales/territories.toml: "), "{error}");
        }
    }
}
