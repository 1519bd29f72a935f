//! No answer, however broken, panics, or leads to a mailbox that a letter cannot be built for.

use std::fmt::Write as _;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::contact::Verdict;

/// Texts that registries and others could put where a name, an address or a range belongs.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("192.0.2.9".to_owned()),
        Just("192.0.2.0/24".to_owned()),
        Just("192.0.2.0 - 192.0.2.255".to_owned()),
        Just("abuse@net.example".to_owned()),
        Just("abuse@net.example\r\nDATA".to_owned()),
        Just("\"abuse@x\"@net.example, <b@net.example>".to_owned()),
        Just("abuse".to_owned()),
        Just("registrant".to_owned()),
        Just("IRT-X".to_owned()),
        Just("192.0.2.0".to_owned()),
        Just("192.0.2.255".to_owned()),
        "[a-z<>\"@., \\r\\n\\\\é\\x00]{0,20}",
        any::<String>(),
    ]
}

/// Any JSON, with the members of RDAP in it more often than not.
fn answer() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        text().prop_map(Value::from),
    ];
    let member = prop_oneof![
        Just("entities"),
        Just("roles"),
        Just("vcardArray"),
        Just("jscard"),
        Just("emails"),
        Just("address"),
        Just("handle"),
        Just("remarks"),
        Just("description"),
        Just("startAddress"),
        Just("endAddress"),
        Just("cidr0_cidrs"),
        Just("v4prefix"),
        Just("length"),
        Just("name"),
        Just("type"),
        Just("errorCode"),
    ];
    leaf.prop_recursive(6, 60, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((member.clone(), inner.clone()), 0..6).prop_map(|members| Value::Object(
                members
                    .into_iter()
                    .map(|(name, value)| (name.to_owned(), value))
                    .collect()
            )),
            prop::collection::vec((text(), inner), 0..3).prop_map(|properties| json!([
                "vcard",
                properties
                    .into_iter()
                    .map(|(name, value)| json!([name, value, "text", value]))
                    .collect::<Vec<_>>()
            ])),
        ]
    })
}

/// Whatever was said: no mailbox that lettre refuses, none that the reject list names, none that is not in the answer's range.
fn check(said: Result<Said, Trouble>, address: IpAddr) {
    let Ok(Said::Answer(answer)) = said else { return };
    assert!(answer.covers(address, None));
    let decision = decided(*answer, address, None, Subject::Address(address));
    if let Verdict::Notify(mailbox) = &decision.verdict {
        assert!(mailbox.as_str().parse::<lettre::Address>().is_ok(), "{mailbox}");
    }
    for candidate in &decision.candidates {
        if let Some(mailbox) = &candidate.mailbox {
            assert!(mailbox.as_str().parse::<lettre::Address>().is_ok(), "{mailbox}");
            assert!(
                mailbox.as_str().len() <= 254 && !mailbox.as_str().contains(char::is_control),
                "{mailbox}"
            );
        }
    }
}

fn address() -> IpAddr {
    "192.0.2.9".parse().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_json_is_an_answer_or_a_trouble(entities in answer(), other in answer()) {
        let mut object = json!({"startAddress": "192.0.2.0", "endAddress": "192.0.2.255", "entities": entities});
        if let (Some(object), Value::Object(more)) = (object.as_object_mut(), other) {
            object.extend(more);
        }
        let body = serde_json::to_vec(&object).unwrap();
        check(said(Service::Rdap, Registry::Arin, &body, Subject::Address(address())), address());
        let _ = said(Service::Rdap, Registry::Arin, &body, Subject::As(64500));
    }

    #[test]
    fn any_octets_are_an_answer_or_a_trouble(octets in prop::collection::vec(any::<u8>(), 0..400), which in 0..9usize) {
        let registry = Registry::ALL[which];
        let _ = said(Service::Rdap, registry, &octets, Subject::Address(address()));
        check(said(Service::Whois, registry, &octets, Subject::Address(address())), address());
    }

    #[test]
    fn any_lines_are_an_answer_or_a_trouble(
        lines in prop::collection::vec((0..24usize, text()), 0..40),
        which in 0..9usize,
    ) {
        const LABELS: [&str; 24] = [
            "inetnum", "inet6num", "netname", "org", "abuse-c", "mnt-irt", "irt", "role", "organisation", "nic-hdl",
            "abuse-mailbox", "e-mail", "remarks", "NetRange", "OrgId", "OrgAbuseEmail", "RAbuseEmail", "ReferralServer",
            "Netblock", "IPv4 Address", "E-Mail", "[ Abuse ]", "a. [Network Number] 192.0.2.0/24", "",
        ];
        let registry = Registry::ALL[which];
        let mut text = "inetnum: 192.0.2.0/24\nNetRange: 192.0.2.0/24\nNetblock: 192.0.2.0/24\n".to_owned();
        text.push_str("% Abuse contact for '192.0.2.0/24' is 'x'\n");
        for (label, value) in lines {
            let _ = writeln!(text, "{}: {value}", LABELS[label]);
        }
        check(said(Service::Whois, registry, text.as_bytes(), Subject::Address(address())), address());
    }

    #[test]
    fn a_fixture_with_octets_changed_never_panics(at in 0..4000usize, octet in any::<u8>(), cut in 0..4000usize) {
        let mut body = include_bytes!("../fixtures/apnic-pref-string.json").to_vec();
        let length = body.len();
        body[at % length] = octet;
        check(said(Service::Rdap, Registry::Apnic, &body, Subject::Address(address())), address());
        check(said(Service::Rdap, Registry::Apnic, &body[..cut % length], Subject::Address(address())), address());
    }
}

#[test]
fn deep_nesting_is_a_trouble() {
    for (open, close) in [("[", "]"), ("{\"entities\":[", "]}")] {
        let body = format!(
            "{{\"startAddress\":\"192.0.2.0\",\"endAddress\":\"192.0.2.255\",\"entities\":{}1{}}}",
            open.repeat(100_000),
            close.repeat(100_000)
        );
        let said = said(
            Service::Rdap,
            Registry::Arin,
            body.as_bytes(),
            Subject::Address(address()),
        );
        assert!(matches!(said, Err(Trouble::Malformed { .. })), "{said:?}");
    }
}

#[test]
fn two_mebibytes_of_entities_are_read_in_bounds() {
    let entity = json!({"roles": ["abuse"], "handle": "X", "vcardArray": ["vcard", [["email", {}, "text", "abuse@net.example"]]]});
    let entities: Vec<Value> = (0..14_000)
        .map(|n| {
            let mut entity = entity.clone();
            entity["handle"] = json!(format!("X{n}"));
            entity["vcardArray"][1][0][3] = json!(format!("abuse{n}@net.example"));
            entity
        })
        .collect();
    let body = serde_json::to_vec(
        &json!({"startAddress": "192.0.2.0", "endAddress": "192.0.2.255", "entities": entities}),
    )
    .unwrap();
    let Ok(Said::Answer(answer)) = said(Service::Rdap, Registry::Arin, &body, Subject::Address(address()))
    else {
        panic!("an answer");
    };
    let decision = decided(*answer, address(), None, Subject::Address(address()));
    assert!(decision.candidates.len() <= 50, "{}", decision.candidates.len());
}
