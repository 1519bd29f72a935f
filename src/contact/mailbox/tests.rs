use proptest::prelude::*;

use super::*;

fn allowed() -> Vec<String> {
    vec!["example".to_owned()]
}

fn parsed(published: &str) -> Result<String, BadMailbox> {
    Mailbox::parse(published, &allowed()).map(|mailbox| mailbox.to_string())
}

#[test]
fn takes_off_what_people_put_around_an_address() {
    for (published, expected) in [
        ("abuse@net.example", "abuse@net.example"),
        ("  Abuse@NET.Example  ", "Abuse@net.example"),
        ("abuse@net.example,", "abuse@net.example"),
        ("abuse@net.example.", "abuse@net.example"),
        ("abuse@net.example (preferred)", "abuse@net.example"),
        ("(abuse@net.example)", "abuse@net.example"),
        ("Abuse Desk <abuse@net.example>", "abuse@net.example"),
        ("\"Desk, Abuse\" <abuse@net.example>", "abuse@net.example"),
        ("\"other@wrong.example\" <abuse@net.example>", "abuse@net.example"),
        ("Bob \"x <abuse@net.example>", "abuse@net.example"),
        ("mailto:abuse@net.example", "abuse@net.example"),
        ("MAILTO:abuse@net.example?subject=abuse", "abuse@net.example"),
        ("<mailto:abuse@net.example>", "abuse@net.example"),
        ("'abuse@net.example'", "abuse@net.example"),
        ("\"abuse@net.example\"", "abuse@net.example"),
        ("\"abuse desk\"@net.example", "\"abuse desk\"@net.example"),
        ("\"a,b@c\"@net.example", "\"a,b@c\"@net.example"),
        ("abuse: abuse@net.example", "abuse@net.example"),
        ("abuse+tag@net.example", "abuse+tag@net.example"),
        ("abuse@bücher.example", "abuse@xn--bcher-kva.example"),
        ("abuse@xn--bcher-kva.example", "abuse@xn--bcher-kva.example"),
        ("o'brien@net.example", "o'brien@net.example"),
    ] {
        assert_eq!(parsed(published), Ok(expected.to_owned()), "{published}");
    }
}

#[test]
fn names_what_makes_an_address_unusable() {
    let long = format!("abuse@{}.example", "a.".repeat(130));
    for (published, expected) in [
        ("", BadMailbox::Empty),
        (" , ", BadMailbox::NoAt),
        ("REDACTED FOR PRIVACY", BadMailbox::NoAt),
        ("abuse at net.example", BadMailbox::NoAt),
        ("@net.example", BadMailbox::Local),
        ("a@b@net.example", BadMailbox::Local),
        ("a..b@net.example", BadMailbox::Local),
        ("büro@net.example", BadMailbox::Local),
        (
            "abuse@",
            BadMailbox::Domain {
                domain: String::new(),
            },
        ),
        (
            "abuse@localhost",
            BadMailbox::NoDot {
                domain: "localhost".to_owned(),
            },
        ),
        ("abuse@[192.0.2.1]", BadMailbox::Literal),
        ("abuse@192.0.2.1", BadMailbox::Literal),
        ("abuse@[IPv6:2001:db8::1]", BadMailbox::Literal),
        (
            "abuse@-net.example",
            BadMailbox::Domain {
                domain: "-net.example".to_owned(),
            },
        ),
        (
            "abuse@net_x.example",
            BadMailbox::Domain {
                domain: "net_x.example".to_owned(),
            },
        ),
        (
            "abuse@net..example",
            BadMailbox::Domain {
                domain: "net..example".to_owned(),
            },
        ),
        (
            "abuse@example.com",
            BadMailbox::SpecialUse {
                reserved: "example.com",
            },
        ),
        (
            "abuse@mail.Example.ORG",
            BadMailbox::SpecialUse {
                reserved: "example.org",
            },
        ),
        ("abuse@net.test", BadMailbox::SpecialUse { reserved: "test" }),
        (
            "abuse@net.invalid",
            BadMailbox::SpecialUse { reserved: "invalid" },
        ),
        (
            "abuse@printer.local",
            BadMailbox::SpecialUse { reserved: "local" },
        ),
        (
            "abuse@host.home.arpa",
            BadMailbox::SpecialUse {
                reserved: "home.arpa",
            },
        ),
        ("abuse@hidden.onion", BadMailbox::SpecialUse { reserved: "onion" }),
        (
            "abuse@corp.internal",
            BadMailbox::SpecialUse { reserved: "internal" },
        ),
        ("a@net.example, b@net.example", BadMailbox::Several { count: 2 }),
        ("abuse@net.example\r\nRCPT TO:<x@y.example>", BadMailbox::Control),
        ("abuse\u{1b}[2J@net.example", BadMailbox::Control),
        ("abuse@net.\u{0}example", BadMailbox::Control),
    ] {
        assert_eq!(parsed(published), Err(expected), "{published}");
    }
    assert!(matches!(
        parsed(&long),
        Err(BadMailbox::Domain { .. } | BadMailbox::TooLong { .. })
    ));
    assert!(matches!(
        parsed(&format!("{}@net.example", "a".repeat(65))),
        Err(BadMailbox::Local)
    ));
}

#[test]
fn allowed_domains_lift_only_what_they_name() {
    let allow = vec!["net.example".to_owned(), "*.lab.test".to_owned()];
    assert!(Mailbox::parse("a@net.example", &allow).is_ok());
    assert!(Mailbox::parse("a@sub.net.example", &allow).is_ok());
    assert!(Mailbox::parse("a@x.lab.test", &allow).is_ok());
    assert!(Mailbox::parse("a@othernet.example", &allow).is_err());
    assert!(Mailbox::parse("a@example.com", &allow).is_err());
    // A name that merely ends alike is not reserved.
    assert!(Mailbox::parse("a@notexample.com", &[]).is_ok());
}

#[test]
fn yields_every_address_of_a_line() {
    for (published, expected) in [
        ("a@x.example,b@x.example", vec!["a@x.example", "b@x.example"]),
        ("a@x.example; b@x.example.", vec!["a@x.example", "b@x.example"]),
        ("a@x.example b@x.example", vec!["a@x.example", "b@x.example"]),
        (
            "a@x.example or b@x.example (night)",
            vec!["a@x.example", "b@x.example"],
        ),
        (
            "\"a,b\"@x.example, c@x.example",
            vec!["\"a,b\"@x.example", "c@x.example"],
        ),
        (
            "A <a@x.example>, B <b@x.example>",
            vec!["a@x.example", "b@x.example"],
        ),
        (
            "A <a@x.example> B <b@x.example>",
            vec!["a@x.example", "b@x.example"],
        ),
        ("none", vec!["none"]),
        ("", vec![]),
    ] {
        assert_eq!(published_addresses(published), expected, "{published}");
    }
}

proptest! {
    #[test]
    fn never_panics_and_agrees_with_lettre(text in "\\PC{0,60}|[ -~\\x00-\\x1f]{0,60}|[a-z\"<>@,;.:()' \\[\\]-]{0,40}") {
        for address in published_addresses(&text) {
            prop_assert!(text.contains(address));
            if let Ok(mailbox) = Mailbox::parse(address, &allowed()) {
                let accepted = mailbox.as_str().parse::<Address>();
                prop_assert!(accepted.is_ok(), "{mailbox}");
                prop_assert!(mailbox.as_str().len() <= LONGEST && mailbox.domain().contains('.'));
                prop_assert!(!mailbox.as_str().chars().any(char::is_control));
                prop_assert_eq!(mailbox.domain().to_ascii_lowercase(), mailbox.domain());
                // What was accepted once is accepted again, unchanged.
                prop_assert_eq!(Mailbox::parse(mailbox.as_str(), &allowed()), Ok(mailbox));
            }
        }
    }

    #[test]
    fn addresses_of_usual_shape_are_accepted(local in "[a-z][a-z0-9.+_-]{0,20}[a-z0-9]", domain in "[a-z][a-z0-9]{0,10}\\.example") {
        prop_assume!(!local.contains(".."));
        let address = format!("{local}@{domain}");
        prop_assert_eq!(parsed(&address), Ok(address));
    }
}
