//! The operator's word beside the index: rules, threshold, no index at all.

use super::dump::ripe;
use super::*;
use crate::contact::{LanguageHint, Mailbox, Source};

#[test]
fn rules_beat_the_index_and_may_add_only_a_language() {
    let bench = ripe();
    let resolver = bench.resolver(
        "match,contact,language,action\n192.0.2.4,abuse@ripe.net,,\n192.0.2.8/30,,,suppress\ncountry:FR,,fr,\ndomain:host.example,x@host.example,,\n",
    );
    assert_eq!(
        brief(&resolver, "192.0.2.4"),
        "abuse@ripe.net 100 0: rule 192.0.2.4 on line 2"
    );
    assert_eq!(brief(&resolver, "192.0.2.9"), "suppress");
    let suppressed = decided(&resolver, "192.0.2.9");
    assert!(suppressed.winner().is_none());
    assert!(matches!(&suppressed.rule, Some(Source::Operator { line: 3, .. })));
    assert!(suppressed.candidates.iter().all(|one| one.lost.is_some()));
    // Ranges stop where another rule begins.
    assert_eq!(
        decided(&resolver, "192.0.2.1").range.1,
        "192.0.2.3".parse::<IpAddr>().unwrap()
    );
    let rest = decided(&resolver, "192.0.2.200");
    assert!(matches!(&rest.languages[0], LanguageHint::Rule(tag) if tag.as_str() == "fr"));
    assert_eq!(rest.rule, None);
    let facts = Facts {
        country: Some("DE"),
        hostname: Some("A.Host.Example"),
        ..Facts::default()
    };
    let by_host = resolver.decide("192.0.2.200".parse().unwrap(), &facts).unwrap();
    assert_eq!(
        by_host.verdict,
        Verdict::Notify(Mailbox("x@host.example".to_owned()))
    );
    assert!(
        !by_host
            .languages
            .iter()
            .any(|hint| matches!(hint, LanguageHint::Rule(_)))
    );
}

#[test]
fn under_the_threshold_a_person_decides() {
    let bench = ripe();
    let mut resolver = bench.resolver(
        "192.0.2.200,x@rule.example\n"
            .replace("192", "match,contact\n192")
            .as_str(),
    );
    resolver.policy.threshold = 92;
    assert_eq!(brief(&resolver, "192.0.2.35"), "below-threshold");
    let decision = decided(&resolver, "192.0.2.35");
    assert_eq!(decision.alternates().count(), 1);
    assert!(
        decision.candidates[0]
            .lost
            .as_ref()
            .unwrap()
            .contains("threshold 92")
    );
    assert!(brief(&resolver, "192.0.2.200").starts_with("x@rule.example 100"));
}

#[test]
fn without_any_index_nothing_covers_an_address() {
    let bench = Bench::empty();
    assert_eq!(brief(&bench.resolver(""), "8.8.8.8"), "no-source");
}
