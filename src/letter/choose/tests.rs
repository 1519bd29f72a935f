//! Each rule of the choice, and the table behind it.

use super::*;
use crate::letter::tests::sighting;

fn tag(text: &str) -> Language {
    Language::new(text).unwrap()
}

fn tags(texts: &[&str]) -> Vec<Language> {
    texts.iter().map(|text| tag(text)).collect()
}

fn table() -> Territories {
    Territories::parse(
        include_str!("../../../locales/territories.toml"),
        "territories.toml",
    )
    .unwrap()
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

#[test]
fn the_location_of_the_hosts_counts_last_and_only_when_they_agree() {
    let contact = Mailbox("a@x.example".to_owned());
    let located = |countries: &[Option<&str>]| {
        let sightings: Vec<Sighting> = countries
            .iter()
            .map(|country| {
                let mut sighting = sighting("203.0.113.1", "open-relay", 25);
                sighting.country = country.map(str::to_owned);
                sighting
            })
            .collect();
        let evidence = LanguageEvidence {
            hints: &[],
            sightings: &sightings,
            contact: &contact,
        };
        let (languages, reason) = choose(&evidence, &table(), &tags(&ALL), &tag("en"), &[]);
        (languages[0].to_string(), reason)
    };
    expect(
        &located(&[Some("FR"), Some("FR")]),
        "fr",
        "location of all its addresses: FR",
    );
    expect(&located(&[Some("FR"), Some("DE")]), "en", "default");
    expect(&located(&[Some("FR"), None]), "en", "default");
    let hosted_abroad = LanguageEvidence {
        hints: &[LanguageHint::NetworkCountry("DE".to_owned())],
        sightings: &[Sighting {
            country: Some("FR".to_owned()),
            ..sighting("203.0.113.1", "open-relay", 25)
        }],
        contact: &contact,
    };
    assert_eq!(
        choose(&hosted_abroad, &table(), &tags(&ALL), &tag("en"), &[]).0,
        [tag("de")]
    );
}
