use std::fmt::Write;

use proptest::prelude::*;

use super::*;

fn rules(text: &str) -> Rules {
    Rules::read(text.as_bytes(), "contacts.csv", &["example".to_owned()]).unwrap()
}

fn complaints(text: &str) -> Vec<String> {
    match Rules::read(text.as_bytes(), "contacts.csv", &["example".to_owned()]) {
        Err(RulesError::Bad { bad, .. }) => bad.iter().map(ToString::to_string).collect(),
        Err(error) => panic!("{error}"),
        Ok(_) => Vec::new(),
    }
}

/// The lines that decide contact and language.
fn asked(
    rules: &Rules,
    address: &str,
    asn: Option<u32>,
    country: Option<&str>,
    host: Option<&str>,
) -> (Option<u64>, Option<u64>) {
    let (ruling, _) = rules.ruling(address.parse().unwrap(), asn, country, host);
    let line = |number: Option<RuleNumber>| number.and_then(|n| rules.rule(n)).map(|rule| rule.line);
    (line(ruling.contact), line(ruling.language))
}

#[test]
fn the_most_specific_rule_wins() {
    let rules = rules(
        "match,contact,language,action,note\n\
         country:FR,fr@net.example,fr,,\n\
         AS64500,as@net.example,,,\n\
         domain:net.example,domain@net.example,,,\n\
         domain:sub.net.example,sub@net.example,de,,\n\
         198.51.100.0/24,wide@net.example,,,\n\
         198.51.100.128/25,,es,,language only\n\
         198.51.100.129,,,suppress,one address\n\
         2001:db8::/32,six@net.example,,,\n\
         198.51.100.64/26,,,notify,as the registry says\n",
    );
    let ask = |address, asn, country, host| asked(&rules, address, asn, country, host);
    assert_eq!(ask("192.0.2.1", None, None, None), (None, None));
    assert_eq!(ask("192.0.2.1", None, Some("fr"), None), (Some(2), Some(2)));
    assert_eq!(
        ask("192.0.2.1", Some(64500), Some("FR"), None),
        (Some(3), Some(2))
    );
    let host = Some("a.NET.example.");
    assert_eq!(
        ask("192.0.2.1", Some(64500), Some("FR"), host),
        (Some(4), Some(2))
    );
    let host = Some("a.sub.net.example");
    assert_eq!(
        ask("192.0.2.1", Some(64500), Some("FR"), host),
        (Some(5), Some(5))
    );
    assert_eq!(ask("192.0.2.1", None, None, Some("subnet.example")), (None, None));
    assert_eq!(
        ask("198.51.100.1", Some(64500), Some("FR"), host),
        (Some(6), Some(5))
    );
    assert_eq!(ask("198.51.100.64", None, None, None), (Some(10), None));
    assert_eq!(ask("198.51.100.128", None, None, None), (Some(6), Some(7)));
    assert_eq!(ask("198.51.100.129", None, None, None), (Some(8), Some(7)));
    assert_eq!(ask("198.51.100.130", None, None, None), (Some(6), Some(7)));
    assert_eq!(ask("198.51.101.0", None, None, None), (None, None));
    assert_eq!(ask("2001:db8::1", None, None, None), (Some(9), None));
    let (_, range) = rules.ruling("198.51.100.130".parse().unwrap(), None, None, None);
    assert_eq!(
        range,
        (
            "198.51.100.130".parse().unwrap(),
            "198.51.100.255".parse().unwrap()
        )
    );
    let (_, range) = rules.ruling("2001:db9::".parse().unwrap(), None, None, None);
    assert_eq!(range.1, IpAddr::V6(std::net::Ipv6Addr::from_bits(u128::MAX)));
}

#[test]
fn reads_any_order_case_separator_and_line_end() {
    let rules = rules(
        "\u{feff}# our own\r\nNote;ACTION;Contact;match\r\n\r\n\"a; b\";Notify;abuse@net.example;as64500\r\nx;SUPPRESS;;Country: fr\r\n",
    );
    let [first, second] = rules.all() else {
        panic!("{rules:?}")
    };
    assert_eq!(
        (first.line, first.note.as_str(), &first.matches),
        (4, "a; b", &Match::As(64500))
    );
    assert_eq!(
        (&second.matches, &second.action),
        (&Match::Country("FR".to_owned()), &Action::Suppress)
    );
}

#[test]
fn the_same_line_twice_does_no_harm() {
    let rules = rules("match,contact\n192.0.2.0/24,a@net.example\n192.0.2.0/24,a@net.example\n");
    assert_eq!(rules.all().len(), 1);
}

#[test]
fn reports_every_bad_line_at_once() {
    let text = "match,contact,language,action,note\n\
        192.0.2.1/24,a@net.example,,,\n\
        010.0.0.1,a@net.example,,,\n\
        AS0,a@net.example,,,\n\
        country:FRA,a@net.example,,,\n\
        domain:-x,a@net.example,,,\n\
        net.example,a@net.example,,,\n\
        ,a@net.example,,,\n\
        192.0.2.0/24,a@net.example b@net.example,,,\n\
        192.0.2.0/24,abuse@net.test,xx_not a tag,,\n\
        192.0.2.0/24,a@net.example,,tell,\n\
        192.0.2.0/24,,,,nothing\n\
        192.0.2.0/24,a@net.example,,,\n\
        192.0.2.0/24,b@net.example,,,\n\
        192.0.2.0/33,b@net.example,,,\n\
        AS1,b@net.example,,,x,y\n";
    let expected = [
        "line 2, column match: 192.0.2.1/24 has bits set after its prefix: write 192.0.2.0/24 for the network, 192.0.2.1 for the one address",
        "line 3, column match: \"010.0.0.1\": an octet has a leading zero, which programs read differently: write it without",
        "line 4, column match: \"AS0\" is no AS number: write AS and a number from 1 to 4294967294, like AS64500",
        "line 5, column match: \"country:FRA\" is no country: write two letters (ISO 3166), like country:FR",
        "line 6, column match: \"domain:-x\" is no domain: write it like domain:example.net",
        "line 7, column match: \"net.example\" is no match: write a network, an address, AS64500, country:FR or domain:example.net",
        "line 8, column match: it is empty: write a network, an address, AS64500, country:FR or domain:example.net",
        "line 9, column contact: \"a@net.example b@net.example\": 2 addresses are given where one is expected: keep one",
        "line 10, column contact: \"abuse@net.test\": its domain is under test, which is reserved and receives no mail",
        "line 10, column language: \"xx_not a tag\" is no language tag: write it like fr, fr-CA or zh-Hant",
        "line 11, column action: \"tell\" is no action: write notify or suppress, or leave it empty for notify",
        "line 12: this line changes nothing: name a contact, a language or an action",
        "line 14, column match: 192.0.2.0/24 stands on line 13 already with other words: keep one of the two",
        "line 15, column match: \"192.0.2.0/33\" is no match: write a network, an address, AS64500, country:FR or domain:example.net",
        "line 16: 6 fields where the first line names 5: put a field that holds the separator in quotes",
    ];
    assert_eq!(complaints(text), expected);
}

#[test]
fn refuses_a_header_that_it_does_not_understand() {
    assert_eq!(complaints("").len(), 1);
    assert!(complaints("match,contact,priority\n")[0].contains("no column \"priority\""));
    assert!(complaints("match,Match\n")[0].contains("twice"));
    assert!(complaints("contact\nx\n")[0].contains("no column match"));
    assert!(complaints("192.0.2.0/24,a@net.example\n")[0].contains("no column \"192.0.2.0/24\""));
    let latin = b"match,note\nAS1,caf\xe9\n";
    assert!(matches!(
        Rules::read(&latin[..], "x", &[]),
        Err(RulesError::Bad { bad, .. }) if bad[0].problem == RuleProblem::NotText && bad[0].line == 2
    ));
}

proptest! {
    #[test]
    fn never_panics(text in "(match,contact,language,action,note\n)?([ -~\t\n]|AS|country:|domain:|/24|@net.example){0,60}") {
        let _ = Rules::read(text.as_bytes(), "x", &[]);
    }

    /// The flattened ranges say what asking every network in turn says.
    #[test]
    fn flattening_keeps_longest_match(networks in proptest::collection::btree_set((0u32..64, 26u8..=32), 0..12)) {
        let mut text = "match,contact\n".to_owned();
        let mut nets = std::collections::BTreeSet::new();
        for (host, length) in networks {
            let base = u32::from_be_bytes([192, 0, 2, 0]) | host;
            nets.insert(IpNet::new(std::net::Ipv4Addr::from_bits(base).into(), length).unwrap().trunc());
        }
        let nets: Vec<IpNet> = nets.into_iter().collect();
        for net in &nets {
            writeln!(text, "{net},abuse@net.example").unwrap();
        }
        let rules = rules(&text);
        for host in 0..=255u8 {
            let address = IpAddr::from([192, 0, 2, host]);
            let naive = nets.iter().filter(|net| net.contains(&address)).max_by_key(|net| net.prefix_len());
            let (ruling, range) = rules.ruling(address, None, None, None);
            let won = ruling.contact.and_then(|n| rules.rule(n)).map(|rule| rule.matches.clone());
            prop_assert_eq!(won, naive.map(|net| Match::Network(*net)));
            prop_assert!(range.0 <= address && address <= range.1);
        }
    }
}

#[test]
fn a_quote_left_open_is_told_and_swallows_nothing_silently() {
    let text = "match,contact,language,action,note\n\
        192.0.2.0/25,abuse@net.example,,,\"left open\n\
        192.0.2.128/25,,,suppress,agreed\n";
    let error = Rules::read(text.as_bytes(), "contacts.csv", &["example".to_owned()]).unwrap_err();
    assert!(error.to_string().contains("line 2"), "{error}");
}
