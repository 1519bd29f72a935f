//! Letters filled into forms are those that are rendered as a whole.

use super::*;
use crate::letter::forms::Choice;

/// Two letters of one shape that have nothing else in common.
fn alike(exposures: &[(&str, u16)], size: u8, languages: &[&str]) -> [Bundle; 2] {
    let of = |network: &str, source: &str, seen: &str| {
        let each = (1..=size).flat_map(|n| {
            exposures
                .iter()
                .map(move |(exposure, port)| (n, *exposure, *port))
        });
        let sightings = each.map(|(n, exposure, port)| Sighting {
            source: source.to_owned(),
            last_seen: seen.parse().unwrap(),
            ..sighting(&format!("{network}{n}"), exposure, port)
        });
        bundle(sightings.collect(), languages)
    };
    let one = of("203.0.113.", "Example Scanning Project", "2026-11-20T08:12:31Z");
    let mut other = of(
        "2001:db8:85a3:8d3:1319:8a2e:370:",
        "<i>Survey</i> & {{x}}",
        "2026-10-02T23:59:00Z",
    );
    other.contact = Mailbox("network-operations.abuse-desk@a-long-name.of-some.provider.example".to_owned());
    [one, other]
}

/// The letter of the second bundle, as a whole and out of a form that the first one gave.
fn both(catalog: &Catalog, bundles: &[Bundle; 2], of: &Request<'_>) -> [(String, String); 2] {
    let [one, other] = bundles;
    let first = Request { bundle: one, ..*of };
    let second = Request {
        bundle: other,
        reference: "FW-99999-00000",
        ..*of
    };
    let forms = catalog
        .begun(&first, |letter| letter.forms(&letter.shape()))
        .unwrap();
    let forms = forms.expect("the built-in templates lend themselves to forms");
    let second = catalog.begun(&second, |letter| Ok([letter.whole()?, letter.filled(&forms)?]));
    second.unwrap()
}

#[test]
fn a_filled_form_is_the_letter_in_every_language() {
    let (sender, links) = (sender(), links());
    let mixed: &[(&str, u16)] = &[
        ("open-relay", 25),
        ("open-proxy-http", 3128),
        ("open-resolver", 53),
    ];
    let proxies: &[(&str, u16)] = &[("open-proxy-http", 8080), ("open-proxy-socks", 1080)];
    let relay: &[(&str, u16)] = &[("open-relay", 25)];
    for (set, shapes) in [
        (SECURE_YOUR_SERVER, [(mixed, 5), (proxies, 1), (relay, 30)]),
        (OPEN_RELAY, [(relay, 1), (relay, 2), (relay, 30)]),
    ] {
        let catalog = built_in(set);
        for (turn, locale) in catalog.locales().enumerate() {
            let tag = locale.language.as_str();
            let languages: &[&str] = if turn % 2 == 0 { &[tag] } else { &[tag, "en"] };
            for (number, (exposures, size)) in shapes.into_iter().enumerate() {
                let bundles = alike(exposures, size, languages);
                let occasion = match (turn + number) % 3 {
                    0 => Occasion::Reminder(EARLIER),
                    1 => Occasion::Correction(EARLIER),
                    _ => Occasion::First,
                };
                for occasion in [Occasion::First, occasion] {
                    let of = Request {
                        occasion,
                        xarf: turn % 2 == 1,
                        recheck: None,
                        ..request(&sender, &links, &bundles[0])
                    };
                    let [whole, filled] = both(catalog, &bundles, &of);
                    assert_eq!(
                        whole, filled,
                        "{set} in {languages:?}, {occasion:?}, {exposures:?}"
                    );
                }
            }
        }
    }
}

/// What is asked of the catalog does not show whether there is a form, and a form serves its own sender alone.
#[test]
fn a_form_is_used_when_letters_come_in_numbers() {
    let catalog = Catalog::load(SECURE_YOUR_SERVER, None).unwrap();
    let (sender, links) = (sender(), links());
    let bundles = alike(&[("open-relay", 25)], 1, &["th", "en"]);
    let of = request(&sender, &links, &bundles[0]);
    let first = catalog.compose(&of).unwrap();
    for _ in 0..20 {
        assert!(catalog.compose(&of).unwrap() == first);
    }
    let used = |request: &Request<'_>| {
        let choice = |letter: &crate::letter::sections::Letter<'_>| {
            Ok(catalog.forms().choose(request, &letter.shape()))
        };
        matches!(catalog.begun(request, choice).unwrap(), Choice::Fill(_))
    };
    assert!(used(&of));
    let other = Request {
        bundle: &bundles[1],
        ..of
    };
    assert!(used(&other));
    for different in [
        Request { xarf: true, ..of },
        Request { recheck: None, ..of },
        Request {
            date: "2026-11-22T00:00:00Z".parse().unwrap(),
            ..of
        },
        Request {
            evidence: Evidence::Observed,
            ..of
        },
    ] {
        assert!(!used(&different), "{different:?}");
    }
    let second = Sender {
        phone: "+1 202 555 0199".to_owned(),
        ..sender.clone()
    };
    let theirs = catalog
        .compose(&Request {
            sender: &second,
            ..of
        })
        .unwrap();
    assert_eq!(theirs.text, first.text.replace("555 0143", "555 0199"));
}

/// Operators' templates that do not lend themselves to forms are rendered as they are.
#[test]
fn templates_of_any_kind_come_out_the_same() {
    let (sender, links) = (sender(), links());
    for (file, from, to) in [
        ("correction.txt.hbs", "{{> signature}}", "{{> signature}}no end"),
        (
            "table.txt.hbs",
            "{{mark}}    {{line}}",
            "{{mark}}    {{../reference}} {{line}}",
        ),
        (
            "table.html.hbs",
            "<td>{{port}}</td>",
            "<td>{{@index}}{{#if port}}{{port}}{{/if}}</td>",
        ),
        (
            "who.txt.hbs",
            "{{t \"purpose\"}}",
            "{{#if (and relay (eq lang \"en\"))}}\n---\n{{reference}}\n---\n---\n{{/if}}",
        ),
        (
            "next.txt.hbs",
            "{{t \"closing\"}}",
            "{{#if (gt count 3)}}many{{else if (eq dir \"ltr\")}}few{{/if}}\n\n\n{{count}}",
        ),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let shared = folder.path().join("templates/shared");
        std::fs::create_dir_all(&shared).unwrap();
        let files = sources::gather(None).unwrap();
        let text = &files[&format!("templates/shared/{file}")].text;
        assert!(text.contains(from), "{file}");
        std::fs::write(shared.join(file), text.replace(from, to)).unwrap();
        let catalog = Catalog::load(SECURE_YOUR_SERVER, Some(folder.path())).unwrap();
        for (size, occasion) in [(2, Occasion::First), (7, Occasion::Correction(EARLIER))] {
            let bundles = alike(&[("open-relay", 25)], size, &["en", "ar"]);
            let of = Request {
                occasion,
                ..request(&sender, &links, &bundles[0])
            };
            let first = catalog.compose(&of).unwrap();
            for _ in 0..12 {
                assert_eq!(catalog.compose(&of).unwrap(), first, "{file}");
            }
        }
    }
}
