//! Whom to ask next, and what a decision makes of what was heard.

use super::*;
use crate::contact::{Unresolved, Verdict};
use crate::dns::Dns;
use crate::resolve::online::{Hints, Settings, Sources};

fn address() -> IpAddr {
    "192.0.2.9".parse().unwrap()
}

fn sources() -> Sources {
    let mut settings = Settings::default();
    settings.services.insert(Service::Abusix);
    let server = "127.0.0.1:1".to_owned().try_into().unwrap();
    let dns = Dns::new(Some(server), std::time::Duration::from_secs(1)).unwrap();
    Sources::new(settings, Some(dns)).unwrap()
}

fn hints(registry: Registry, country: &str) -> Hints {
    Hints {
        registry: Some(registry),
        country: Some(country.to_owned()),
        ..Hints::default()
    }
}

/// An answer without anybody in it.
fn nobody(country: &str) -> Result<Answer, Trouble> {
    let body = format!(r#"{{"startAddress":"192.0.2.0","endAddress":"192.0.2.255","country":"{country}"}}"#);
    match said(
        Service::Rdap,
        Registry::Arin,
        body.as_bytes(),
        Subject::Address(address()),
    )? {
        Said::Answer(answer) => Ok(*answer),
        other => panic!("{other:?}"),
    }
}

/// The services and registries that are asked one after the other, when each says what `say` says.
fn course(hints: &Hints, say: impl Fn(Service, Subject) -> Result<Answer, Trouble>) -> Vec<String> {
    let sources = sources();
    let mut heard = Vec::new();
    let mut course = Vec::new();
    while let Some(errand) = sources.next(address(), hints, &heard) {
        let of = errand
            .registry()
            .map(|registry| format!(" {registry}"))
            .unwrap_or_default();
        let about = match errand.subject() {
            Subject::As(number) => format!(" AS{number}"),
            Subject::Address(_) => String::new(),
        };
        course.push(format!("{:?}{of}{about}", errand.service()));
        heard.push(errand.heard(say(errand.service(), errand.subject()), now()));
        assert!(course.len() < 10, "{course:?}");
    }
    course
}

#[tokio::test]
async fn sources_are_asked_in_order_and_each_once() {
    let all = |_, _| nobody("US");
    assert_eq!(
        course(&hints(Registry::Ripe, "FR"), all),
        ["Rdap RIPE", "Abusix", "OriginAs", "ReverseDns"]
    );
    // The bootstrap decides where nothing is known.
    assert_eq!(course(&Hints::default(), all)[0], "Rdap ARIN");
    let mut with_origin = hints(Registry::Ripe, "FR");
    with_origin.asn = Some(3333);
    let nowhere = |_, _| Err(Trouble::NotFound);
    assert_eq!(
        course(&with_origin, nowhere),
        ["Rdap RIPE", "Abusix", "Rdap RIPE AS3333", "ReverseDns"]
    );
}

#[tokio::test]
async fn whois_is_asked_for_the_known_gaps() {
    for (registry, country, first) in [
        (Registry::Afrinic, "KE", ["Rdap AFRINIC", "Whois AFRINIC"]),
        (Registry::Lacnic, "BR", ["Rdap LACNIC", "Whois registro.br"]),
        (Registry::Apnic, "JP", ["Rdap APNIC", "Whois JPNIC"]),
        (Registry::Apnic, "KR", ["Rdap APNIC", "Whois KRNIC"]),
        (Registry::Apnic, "TW", ["Rdap APNIC", "Whois TWNIC"]),
        (Registry::Apnic, "AU", ["Rdap APNIC", "Abusix"]),
        (Registry::Lacnic, "MX", ["Rdap LACNIC", "Abusix"]),
    ] {
        let course = course(&hints(registry, country), |_, _| nobody(country));
        assert_eq!(course[..2], first, "{registry} {country}");
    }
}

#[tokio::test]
async fn trouble_with_rdap_leads_to_whois_and_no_further_while_it_lasts() {
    for trouble in [
        Trouble::Timeout,
        Trouble::RateLimited { until: None },
        Trouble::Unreachable { why: String::new() },
        Trouble::Server {
            what: String::new(),
            until: None,
        },
    ] {
        let both = course(&hints(Registry::Ripe, "FR"), |_, _| Err(trouble.clone()));
        assert_eq!(both, ["Rdap RIPE", "Whois RIPE"], "{trouble}");
        let one = course(&hints(Registry::Ripe, "FR"), |service, _| match service {
            Service::Rdap => Err(trouble.clone()),
            _ => nobody("FR"),
        });
        assert_eq!(
            one,
            ["Rdap RIPE", "Whois RIPE", "Abusix", "OriginAs", "ReverseDns"],
            "{trouble}"
        );
    }
    // What will not get better by waiting does not hold the others up.
    let why = String::new();
    let broken = course(&hints(Registry::Ripe, "FR"), |_, _| {
        Err(Trouble::Malformed { why: why.clone() })
    });
    assert_eq!(
        broken,
        ["Rdap RIPE", "Whois RIPE", "Abusix", "OriginAs", "ReverseDns"]
    );
}

#[tokio::test]
async fn a_trouble_is_the_reason_and_nobody_there_is_another() {
    let sources = sources();
    let heard = |said| {
        let errand = sources.next(address(), &Hints::default(), &[]).unwrap();
        errand.heard(said, now())
    };
    let policy = || Policy {
        allow_networks: vec!["192.0.2.0/24".parse().unwrap()],
        ..Policy::default()
    };
    for (said, reason) in [
        (Err(Trouble::NotFound), Unresolved::Unallocated),
        (Err(Trouble::Timeout), Unresolved::Timeout),
        (Err(Trouble::RateLimited { until: None }), Unresolved::RateLimited),
        (
            Err(Trouble::Malformed { why: String::new() }),
            Unresolved::ServerError,
        ),
        (nobody("US"), Unresolved::NoAbuseRole),
    ] {
        let decision = Resolver::new(Rules::default(), None, policy())
            .decide_with(address(), &Facts::default(), &[heard(said)])
            .unwrap();
        assert_eq!(decision.verdict, Verdict::Unresolved(reason));
    }
    // What was said of another network counts for nothing.
    let elsewhere: IpAddr = "198.51.100.1".parse().unwrap();
    let resolver = Resolver::new(
        Rules::default(),
        None,
        Policy {
            allow_networks: vec!["198.51.100.0/24".parse().unwrap()],
            ..Policy::default()
        },
    );
    let decision = resolver
        .decide_with(elsewhere, &Facts::default(), &[heard(nobody("US"))])
        .unwrap();
    assert_eq!(decision.verdict, Verdict::Unresolved(Unresolved::NoSource));
}

#[tokio::test]
async fn a_rule_of_the_operators_beats_every_answer() {
    let body = include_bytes!("../fixtures/apnic-pref-string.json");
    let Ok(Said::Answer(answer)) = said(Service::Rdap, Registry::Apnic, body, Subject::Address(address()))
    else {
        panic!("an answer");
    };
    let rules = "match,contact\n192.0.2.0/24,chosen@net.example\n";
    let rules = Rules::read(rules.as_bytes(), "contacts.csv", &["example".to_owned()]).unwrap();
    let policy = Policy {
        allow_networks: vec!["192.0.2.0/24".parse().unwrap()],
        allow_domains: vec!["example".to_owned()],
        ..Policy::default()
    };
    let errand = sources().next(address(), &Hints::default(), &[]).unwrap();
    let decision = Resolver::new(rules, None, policy)
        .decide_with(address(), &Facts::default(), &[errand.heard(Ok(*answer), now())])
        .unwrap();
    assert_eq!(decision.winner().unwrap().published, "chosen@net.example");
    assert_eq!(
        decision.alternates().next().unwrap().published,
        "abuse@net.example"
    );
}
