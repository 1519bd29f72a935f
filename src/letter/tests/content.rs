//! What letters say.

use super::*;

const RELAY: (&str, u16) = ("open-relay", 25);
const HTTP: (&str, u16) = ("open-proxy-http", 3128);
const SOCKS: (&str, u16) = ("open-proxy-socks", 1080);

/// The files of every language; what they become is looked at by `forewarn letters check`, which has a test of its own.
#[test]
fn the_files_of_every_language_are_clean() {
    for set in [SECURE_YOUR_SERVER, OPEN_RELAY] {
        let catalog = built_in(set);
        assert_eq!(check::files::missing(catalog), []);
        for locale in catalog.locales() {
            assert_eq!(check::files::check(catalog, locale), []);
        }
    }
}

/// Every language of every letter, whichever languages there are: one file for each exposure.
#[test]
fn letters_in_full() {
    for set in [SECURE_YOUR_SERVER, OPEN_RELAY] {
        for locale in built_in(set).locales() {
            let language = locale.language.as_str();
            let exposures: &[(&str, u16)] = if set == OPEN_RELAY {
                &[RELAY]
            } else {
                &[RELAY, HTTP, SOCKS]
            };
            for (exposure, port) in exposures {
                let letter = letter(set, &group(1, exposure, *port, &[language]));
                let whole = format!("Subject: {}\n\n{}", letter.subject, letter.text);
                insta::assert_snapshot!(format!("{set}.{language}.{exposure}"), whole);
            }
        }
    }
}

/// Later letters of every language, about two relays.
#[test]
fn later_letters_in_full() {
    let (sender, links) = (sender(), links());
    let catalog = built_in(SECURE_YOUR_SERVER);
    for locale in catalog.locales() {
        let language = locale.language.as_str();
        let bundle = group(2, RELAY.0, RELAY.1, &[language]);
        for (name, occasion) in [
            ("reminder", Occasion::Reminder(EARLIER)),
            ("correction", Occasion::Correction(EARLIER)),
        ] {
            let letter = catalog
                .compose(&Request {
                    occasion,
                    evidence: Evidence::Confirmed,
                    ..request(&sender, &links, &bundle)
                })
                .unwrap();
            let whole = format!("Subject: {}\n\n{}", letter.subject, letter.text);
            insta::assert_snapshot!(format!("{name}.{language}"), whole);
        }
    }
}

#[test]
fn a_mixed_letter_in_two_languages() {
    let bundle = bundle(
        vec![
            sighting("203.0.113.17", RELAY.0, RELAY.1),
            sighting("203.0.113.90", HTTP.0, HTTP.1),
            sighting("2001:db8::17", SOCKS.0, SOCKS.1),
            sighting("2001:db8::53", "open-resolver", 53),
        ],
        &["fr", "en"],
    );
    let letter = letter(SECURE_YOUR_SERVER, &bundle);
    insta::assert_snapshot!("mixed.fr.en.txt", letter.text);
    insta::assert_snapshot!("mixed.fr.en.html", letter.html);
}

/// The HTML without the tags that keep a word in one piece.
fn unwrapped(html: &str) -> String {
    html.replace("<nobr>", "").replace("</nobr>", "")
}

/// Only Korean is set without breaks within words; references and dates stay whole everywhere; links stand where the text begins.
#[test]
fn html_breaks_where_the_language_does() {
    for language in ["ko", "ja", "ar", "en"] {
        let html = letter(SECURE_YOUR_SERVER, &group(1, RELAY.0, RELAY.1, &[language])).html;
        assert_eq!(
            html.contains(" style=\"word-break:keep-all\">\n<p>"),
            language == "ko",
            "{language}"
        );
        assert!(html.contains("<nobr>FW-7K3QX-9XM2A</nobr>"), "{language}");
        assert!(
            !html.contains("<p dir=\"ltr\">") && html.contains("<p><a dir=\"ltr\""),
            "{language}"
        );
        assert!(html.contains("<nobr>2026-11-20</nobr>"), "{language}");
        // Long commands are wrapped, for they could not be read to their end on paper; their options keep the hyphen.
        assert!(
            !html.contains("white-space:pre;") && html.contains("<nobr>-q</nobr>"),
            "{language}"
        );
    }
}

/// What a later letter says, and what it does not.
#[test]
fn later_letters_refer_to_the_first() {
    let (sender, links) = (sender(), links());
    let catalog = built_in(SECURE_YOUR_SERVER);
    let compose = |occasion, size: u8| {
        let bundle = group(size, RELAY.0, RELAY.1, &["en"]);
        let request = Request {
            occasion,
            xarf: true,
            ..request(&sender, &links, &bundle)
        };
        let letter = catalog.compose(&request).unwrap();
        (
            letter.subject.clone(),
            letter.text.replace('\n', " "),
            unwrapped(&letter.html),
        )
    };
    let alone = Earlier {
        others: false,
        ..EARLIER
    };
    let (subject, text, html) = compose(Occasion::Reminder(EARLIER), 1);
    assert_eq!(
        subject,
        "Reminder: possible open server at 203.0.113.1 [FW-7K3QX-9XM2A]"
    );
    for body in [&text, &html] {
        for said in [
            "about this address on 2026-11-06 (our reference: FW-4D8RW-22TBC)",
            "it has been reported again",
            "may be an open mail relay.",
            "If you have secured this server in the meantime",
            "The other addresses in our first letter are no longer on our list.",
            "in the XARF format",
            "swaks",
        ] {
            assert!(body.contains(said), "{said}: {body}");
        }
    }
    assert!(
        !compose(Occasion::Reminder(alone), 1)
            .1
            .contains("no longer on our list")
    );
    let (subject, text, html) = compose(Occasion::Correction(EARLIER), 2);
    assert_eq!(
        subject,
        "Correction: our letter about 2 addresses [FW-7K3QX-9XM2A]"
    );
    for body in [&text, &html] {
        for said in [
            "about the 2 addresses below on 2026-11-06 (our reference: FW-4D8RW-22TBC)",
            "We apologise",
            "There is nothing you need to do",
            "What we wrote about the other addresses in that letter still stands.",
            "203.0.113.2",
            "Example National CERT",
        ] {
            assert!(body.contains(said), "{said}: {body}");
        }
        // Nothing to test, to repair or to wait for.
        for unsaid in ["swaks", "Postfix", "We will check", "please secure", "XARF"] {
            assert!(!body.contains(unsaid), "{unsaid}");
        }
    }
    assert!(!compose(Occasion::Correction(alone), 2).1.contains("still stands"));
}

/// The first screen: one sentence of observation, the table, one sentence of request, and nothing before them.
#[test]
fn the_first_screen_tells_all() {
    let letter = letter(SECURE_YOUR_SERVER, &group(2, RELAY.0, RELAY.1, &["en"]));
    let paragraphs: Vec<&str> = letter.text.split("\n\n").collect();
    assert_eq!(paragraphs[0], "Dear administrator,");
    assert_eq!(
        paragraphs[1].matches(". ").count(),
        0,
        "one sentence: {}",
        paragraphs[1]
    );
    assert!(
        paragraphs[2].contains("203.0.113.1  25    open mail relay  2026-11-20 08:12 UTC  Example Scanning")
    );
    assert!(
        paragraphs[3].starts_with("Please check these servers"),
        "{}",
        paragraphs[3]
    );
}

#[test]
fn the_claim_is_as_strong_as_the_evidence() {
    let (sender, links) = (sender(), links());
    let catalog = built_in(SECURE_YOUR_SERVER);
    for (evidence, language, words) in [
        (
            Evidence::Reported,
            "en",
            "According to third parties, such as public databases, the address below may be",
        ),
        (
            Evidence::Observed,
            "en",
            "Our own observations, most recently on 2026-11-20, suggest",
        ),
        (
            Evidence::Confirmed,
            "en",
            "A test on 2026-11-20 has confirmed that",
        ),
        (
            Evidence::Reported,
            "fr",
            "telles que des bases de données publiques, l’adresse ci-dessous pourrait être",
        ),
        (
            Evidence::Observed,
            "fr",
            "nos propres observations, dont la plus récente date du 2026-11-20",
        ),
        (
            Evidence::Confirmed,
            "fr",
            "Un test effectué le 2026-11-20 a confirmé",
        ),
    ] {
        let bundle = group(1, RELAY.0, RELAY.1, &[language]);
        let letter = catalog
            .compose(&Request {
                evidence,
                ..request(&sender, &links, &bundle)
            })
            .unwrap();
        let text = letter.text.replace('\n', " ");
        assert!(text.contains(words), "{evidence:?} {language}: {text}");
    }
}

/// Rule by rule, what research says a letter must hold.
#[test]
fn a_letter_holds_what_makes_it_work() {
    let letter = letter(SECURE_YOUR_SERVER, &group(1, HTTP.0, HTTP.1, &["fr-CA", "en"]));
    let html = unwrapped(&letter.html);
    for body in [&letter.text, &html] {
        for needed in [
            // All to act on, in the text itself.
            "203.0.113.1",
            "3128",
            "2026-11-20 08:12 UTC",
            "Example Scanning Project",
            "https://example.org/",
            "http_access deny all",
            "CONNECT tunnel failed, response 403",
            // The sender can be verified.
            "Example National CERT",
            "1 Harbour Street",
            "+1 202 555 0143",
            "https://www.cert.example/campaign",
            "Example Networks Act",
            "Example Regulator",
            // Why, when again, how to be left alone.
            "abuse@isp.example",
            "2026-12-05",
            "FW-7K3QX-9XM2A",
            "campaign@cert.example",
            "addresses.csv",
            // The English word beside the term.
            "(open proxy)",
            "mot de passe",
        ] {
            assert!(body.replace(['\n', '\u{a0}'], " ").contains(needed), "{needed}");
        }
        // Help for what was flagged, and for nothing else.
        for other in ["Postfix", "Dante", "swaks", "--socks5"] {
            assert!(!body.contains(other), "{other}");
        }
    }
    let french = letter.text.find("Madame, Monsieur").unwrap();
    let english = letter.text.find("Dear administrator").unwrap();
    assert!(
        french < english
            && letter
                .text
                .starts_with("An English version of this letter follows below.")
    );
}

#[test]
fn the_table_stops_and_says_where_the_rest_is() {
    let (sender, links) = (sender(), links());
    let bundle = group(30, RELAY.0, RELAY.1, &["en"]);
    let catalog = built_in(OPEN_RELAY);
    let some = Request {
        ips_in_body: 3,
        ..request(&sender, &links, &bundle)
    };
    let letter = catalog.compose(&some).unwrap();
    assert!(letter.text.contains("203.0.113.3 ") && !letter.text.contains("203.0.113.4"));
    assert!(
        letter
            .text
            .replace('\n', " ")
            .contains("only the first 3 of 30 lines; the complete list is in")
    );
    assert_eq!(letter.html.matches("<tr style=").count(), 3);
    let none = Request {
        ips_in_body: 0,
        ..request(&sender, &links, &bundle)
    };
    assert!(
        catalog
            .compose(&none)
            .unwrap()
            .text
            .contains("only the first of 30 lines")
    );
}

#[test]
fn numbers_agree_with_their_nouns() {
    for (size, language, words) in [
        (1, "en", "the address below may be an open mail relay."),
        (2, "en", "the 2 addresses below may be open mail relays."),
        (1, "fr", "l’adresse ci-dessous pourrait être celle d’un relais"),
        (
            21,
            "fr",
            "les 21 adresses ci-dessous pourraient être celles de relais",
        ),
        (
            1,
            "fr-CA",
            "l’adresse ci-dessous pourrait être celle d’un serveur relais",
        ),
        (
            5,
            "fr-CA",
            "les 5 adresses ci-dessous pourraient être celles de serveurs relais",
        ),
    ] {
        let letter = letter(SECURE_YOUR_SERVER, &group(size, RELAY.0, RELAY.1, &[language]));
        assert!(
            letter.text.replace('\n', " ").contains(words),
            "{language}: {}",
            letter.text
        );
    }
    // Fluent's own categories: in French nothing is singular, in English plural.
    for (tag, category) in [("fr", "one"), ("en", "other")] {
        let language = Language::new(tag).unwrap();
        let file = SourceFile {
            name: "x.ftl".to_owned(),
            origin: Origin::BuiltIn,
            text: "k = { $n ->\n [one] one\n *[other] other\n }\n".to_owned(),
        };
        let sentences = super::super::sentences::Sentences::parse(&language, false, &[&file]).unwrap();
        let mut values = fluent_bundle::FluentArgs::new();
        values.set("n", 0);
        assert_eq!(sentences.format("k", Some(&values)).unwrap(), category, "{tag}");
    }
}

/// France: no-break space before ; : ! ? and inside quotation marks. Canada: before the colon, not before ; ! ?
#[test]
fn french_marks_stand_as_each_country_sets_them() {
    for file in built_in(SECURE_YOUR_SERVER).sources() {
        let france = match file.name.split('/').nth(1) {
            _ if file.name.ends_with(crate::letter::sources::GLOSSARY) => continue,
            Some("fr") => true,
            Some("fr-CA") => false,
            _ => continue,
        };
        for (number, line) in file
            .text
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.starts_with('#'))
        {
            let place = format!("{}:{}: {line}", file.name, number + 1);
            let characters: Vec<char> = line.chars().collect();
            for (at, mark) in characters.iter().enumerate() {
                let before = at.checked_sub(1).map(|b| characters[b]);
                match mark {
                    ':' | '»' => assert_eq!(before, Some('\u{a0}'), "{place}"),
                    ';' | '!' | '?' => assert_eq!(before == Some('\u{a0}'), france, "{place}"),
                    '«' => assert_eq!(characters.get(at + 1), Some(&'\u{a0}'), "{place}"),
                    '\'' | '"' => panic!("a straight quotation mark: {place}"),
                    _ => {}
                }
            }
        }
    }
}

#[test]
fn each_country_has_its_words() {
    let text = |language| {
        let bundle = bundle(
            vec![
                sighting("203.0.113.1", RELAY.0, RELAY.1),
                sighting("203.0.113.2", HTTP.0, HTTP.1),
            ],
            &[language],
        );
        letter(SECURE_YOUR_SERVER, &bundle)
            .text
            .replace(['\n', '\u{a0}'], " ")
    };
    let (france, canada) = (text("fr"), text("fr-CA"));
    for (word, elsewhere) in [
        ("spam", "pourriel"),
        ("relais de courrier ouvert", "serveurs relais ouverts"),
        (
            "fournisseur d’accès à Internet",
            "fournisseur de services Internet",
        ),
        ("organisation", "organisme"),
    ] {
        assert!(france.contains(word) && !france.contains(elsewhere), "{word}");
        assert!(
            canada.contains(elsewhere) && !canada.contains(word),
            "{elsewhere}"
        );
    }
    assert!(canada.contains("Courriel :") && !france.to_lowercase().contains("courriel"));
    assert!(france.contains("serveurs mandataires ouverts (open proxies)"));
}

#[test]
fn an_unknown_exposure_reads_right_too() {
    let letter = letter(SECURE_YOUR_SERVER, &group(1, "open-resolver", 53, &["en"]));
    assert_eq!(
        letter.subject,
        "Possible open service at 203.0.113.1 [FW-7K3QX-9XM2A]"
    );
    assert!(letter.text.contains("53    open-resolver"), "{}", letter.text);
    assert!(
        !letter.text.contains("swaks") && !letter.text.contains("curl"),
        "{}",
        letter.text
    );
}

#[test]
fn a_long_address_leaves_the_subject_on_one_line() {
    let long = bundle(
        vec![sighting("2001:db8:1111:2222:3333:4444:5555:6666", HTTP.0, HTTP.1)],
        &["fr-CA"],
    );
    let subject = letter(SECURE_YOUR_SERVER, &long).subject;
    assert_eq!(
        subject,
        "Serveur mandataire ouvert possible\u{a0}: 1 adresse [FW-7K3QX-9XM2A]"
    );
}

#[test]
fn what_the_letter_cannot_say_is_refused() {
    let (sender, links) = (sender(), links());
    let catalog = built_in(OPEN_RELAY);
    let compose = |bundle: &Bundle| catalog.compose(&request(&sender, &links, bundle)).unwrap_err();
    assert!(matches!(
        compose(&group(1, HTTP.0, HTTP.1, &["en"])),
        ComposeError::Exposure { .. }
    ));
    assert!(matches!(
        compose(&group(1, RELAY.0, RELAY.1, &["eo"])),
        ComposeError::Language(_)
    ));
    assert!(matches!(
        compose(&group(0, RELAY.0, RELAY.1, &["en"])),
        ComposeError::EmptyBundle(_)
    ));
    assert!(matches!(
        compose(&group(1, RELAY.0, RELAY.1, &[])),
        ComposeError::EmptyBundle(_)
    ));
}
