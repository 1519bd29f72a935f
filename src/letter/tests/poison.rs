//! Data that tries to be more than data.

use super::*;
use crate::visible::acts;

const POISON: [&str; 10] = [
    "{{sender.phone}}{{{contact}}}{{> letter}}",
    "{ $count } { -term }",
    "<script>alert(1)</script><img src=x onerror=y>",
    "\"><a href='javascript:x'>",
    "a\r\nBcc: victim@other.example\r\n\r\nbody",
    "\u{1b}[2J\u{1b}]0;title\u{7}\0",
    "\u{202e}gnp.exe\u{2066}\u{200f}",
    "=cmd|'/c calc'!A0",
    "&amp;&lt;&#60;",
    "\u{2028}\u{feff}\u{85}line",
];

fn poisoned(text: &str) -> (Sender, Links, Bundle) {
    let mut sender = sender();
    sender.organisation = text.to_owned();
    sender.phone = text.to_owned();
    // Lines of its own are what a postal address is for.
    sender.postal_address = text.replace(['\r', '\n'], "");
    sender.verify_url = format!("https://www.cert.example/{text}");
    sender.mandate = [("default".to_owned(), text.to_owned())].into();
    sender.partners = vec![text.to_owned()];
    let links = Links {
        info: format!("https://www.cert.example/{text}"),
        fix: text.to_owned(),
    };
    let mut bundle = group(2, "open-proxy-http", 3128, &["fr", "en"]);
    for sighting in &mut bundle.sightings {
        sighting.source = text.to_owned();
        sighting.hostname = Some(text.to_owned());
        sighting.protocol = Some(text.to_owned());
    }
    (sender, links, bundle)
}

/// The element names of an HTML text, in order.
fn elements(html: &str) -> Vec<&str> {
    html.split('<')
        .skip(1)
        .map(|tag| tag.split([' ', '>', '\n']).next().unwrap())
        .collect()
}

#[test]
fn data_changes_nothing_but_its_own_place() {
    let catalog = built_in(SECURE_YOUR_SERVER);
    let compose = |text: &str| {
        let (sender, links, bundle) = poisoned(text);
        catalog.compose(&request(&sender, &links, &bundle)).unwrap()
    };
    let plain = compose("plain");
    for text in POISON {
        let letter = compose(text);
        assert_eq!(elements(&letter.html), elements(&plain.html), "{text:?}");
        assert_eq!(letter.subject, plain.subject);
        for body in [&letter.subject, &letter.text, &letter.html] {
            let bad = body.chars().find(|c| *c != '\n' && acts(*c));
            assert_eq!(bad, None, "{text:?}");
        }
        assert!(
            !letter.html.contains("<script") && !letter.html.contains("<img"),
            "{text:?}"
        );
        // As many paragraphs as a plain value gives; where a line is wrapped depends on the value's length.
        let paragraphs = |text: &str| text.split("\n\n").count();
        assert_eq!(paragraphs(&letter.text), paragraphs(&plain.text), "{text:?}");
    }
}

#[test]
fn braces_come_out_as_they_went_in() {
    let catalog = built_in(SECURE_YOUR_SERVER);
    let (mut sender, links) = (sender(), links());
    sender.organisation = "{{contact}} { $count } Ltd".to_owned();
    let bundle = group(1, "open-relay", 25, &["en"]);
    let letter = catalog.compose(&request(&sender, &links, &bundle)).unwrap();
    assert!(
        letter
            .text
            .replace('\n', " ")
            .contains("a campaign by {{contact}} { $count } Ltd that")
    );
    assert!(
        letter
            .html
            .contains("a campaign by {{contact}} { $count } Ltd that")
    );
}

#[test]
fn a_reference_cannot_break_the_subject() {
    let catalog = built_in(SECURE_YOUR_SERVER);
    let (sender, links) = (sender(), links());
    let bundle = group(1, "open-relay", 25, &["en"]);
    let poisoned = Request {
        reference: "X\r\nBcc: a@b.example",
        ..request(&sender, &links, &bundle)
    };
    let letter = catalog.compose(&poisoned).unwrap();
    assert_eq!(
        letter.subject,
        "Possible open mail relay at 203.0.113.1 [X Bcc: a@b.example]"
    );
}

#[test]
fn a_foreign_address_in_a_field_is_found() {
    let catalog = built_in(SECURE_YOUR_SERVER);
    let (sender, links) = (sender(), links());
    let mut bundle = group(1, "open-relay", 25, &["en"]);
    bundle.sightings[0].source = "seen beside 198.51.100.9".to_owned();
    let letter = catalog.compose(&request(&sender, &links, &bundle)).unwrap();
    for body in [&letter.text, &letter.html] {
        assert_eq!(
            foreign_addresses(body, &bundle),
            ["198.51.100.9".parse::<std::net::IpAddr>().unwrap()]
        );
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(32))]

    /// Whatever stands in whichever field: the same elements in the HTML, the same subject, no mark that acts.
    #[test]
    fn no_data_changes_the_structure(text in "([<>&{}'\"=/@;\r\n\t\u{0}\u{1b}\u{202e}\u{2066}\u{200b}¦a-z ]|<b|-->|\\{\\{|&lt;){0,40}") {
        let catalog = built_in(SECURE_YOUR_SERVER);
        let compose = |text: &str| {
            let (sender, links, bundle) = poisoned(text);
            catalog.compose(&request(&sender, &links, &bundle)).unwrap()
        };
        // Lists and optional paragraphs stand there or not by whether their text is blank.
        let plain = compose(if clean(&text).trim().is_empty() { "" } else { "plain" });
        let letter = compose(&text);
        proptest::prop_assert_eq!(elements(&letter.html), elements(&plain.html));
        proptest::prop_assert_eq!(&letter.subject, &plain.subject);
        for body in [&letter.subject, &letter.text, &letter.html] {
            proptest::prop_assert!(!body.chars().any(|c| c != '\n' && acts(c)));
        }
    }
}
