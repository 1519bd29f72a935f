//! Each file of `fixtures/`, and what `expected.csv` says it comes to. All of them are of our own making, in the shape
//! of what registries send.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use super::*;
use crate::contact::Verdict;
use crate::resolve::story;

fn folder() -> PathBuf {
    PathBuf::from(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/src/resolve/online/fixtures"
    ))
}

/// What the answer in a file comes to, its confidence, and the words for it.
fn outcome(file: &str, registry: Registry, about: &str) -> (String, u8, String) {
    let body = fs::read(folder().join(file)).unwrap();
    let service = if file.contains(".json") {
        Service::Rdap
    } else {
        Service::Whois
    };
    let asn = about.strip_prefix("AS").map(|number| number.parse().unwrap());
    let address: IpAddr = asn.map_or_else(|| about.parse().unwrap(), |_| "192.0.2.9".parse().unwrap());
    let subject = asn.map_or(Subject::Address(address), Subject::As);
    match said(service, registry, &body, subject) {
        Err(trouble) => ("trouble".to_owned(), 0, trouble.to_string()),
        Ok(Said::Ask(registry)) => (format!("ask {registry}"), 0, String::new()),
        Ok(Said::LookUp(line)) => (format!("look up {line}"), 0, String::new()),
        Ok(Said::Answer(answer)) => {
            let decision = decided(*answer, address, asn, subject);
            let story = story(&decision, address).join("\n");
            let verdict = match &decision.verdict {
                Verdict::Notify(mailbox) => mailbox.to_string(),
                Verdict::Unresolved(reason) => reason.to_string(),
                Verdict::Suppress => "suppress".to_owned(),
            };
            (verdict, decision.confidence, story)
        }
    }
}

#[test]
fn every_answer_comes_to_what_is_expected_of_it() {
    let mut reader = csv::ReaderBuilder::new()
        .comment(Some(b'#'))
        .from_path(folder().join("expected.csv"))
        .unwrap();
    let mut files = BTreeSet::from(["expected.csv".to_owned()]);
    let mut wrong = Vec::new();
    for row in reader.records() {
        let row = row.unwrap();
        let [file, registry, about, expected, confidence, says, why] =
            [0, 1, 2, 3, 4, 5, 6].map(|column| row.get(column).unwrap());
        assert!(files.insert(file.to_owned()), "{file} twice");
        let registry = Registry::of_name(registry).unwrap();
        let (verdict, sure, story) = outcome(file, registry, about);
        let missing = says.split('|').find(|says| !story.contains(says));
        if verdict != expected || sure.to_string() != confidence || missing.is_some() {
            wrong.push(format!(
                "{file} ({why}): {verdict} at {sure}, expected {expected} at {confidence}; missing: {missing:?}\n{story}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    let there = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert_eq!(there.collect::<BTreeSet<_>>(), files);
}

#[test]
fn an_object_that_was_looked_up_completes_the_answer() {
    let body = fs::read(folder().join("afrinic-refers.txt")).unwrap();
    let address: IpAddr = "192.0.2.9".parse().unwrap();
    let from = provenance(Service::Whois, Registry::Afrinic);
    let Ok(whois::Said::LookUp(line, learned)) =
        whois::read(Registry::Afrinic, &body, address, from.clone(), None)
    else {
        panic!("an object to look up");
    };
    assert_eq!(line, "-r IRT-EX-AFRINIC");
    let reply = b"irt:            IRT-EX-AFRINIC\nabuse-mailbox:  abuse@net.example\n";
    let Ok(whois::Said::Answer(answer)) =
        whois::read(Registry::Afrinic, reply, address, from, Some(*learned))
    else {
        panic!("an answer");
    };
    let decision = decided(*answer, address, None, Subject::Address(address));
    assert_eq!(decision.winner().unwrap().published, "abuse@net.example");
    assert_eq!(decision.confidence, 85);
}

#[test]
fn a_stored_answer_is_the_same_when_it_is_read_again() {
    let body = fs::read(folder().join("arin-nested.json")).unwrap();
    let subject = Subject::Address("192.0.2.9".parse().unwrap());
    let Ok(Said::Answer(answer)) = said(Service::Rdap, Registry::Arin, &body, subject) else {
        panic!("an answer");
    };
    for said in [Ok(*answer), Err(Trouble::RateLimited { until: Some(now()) })] {
        let heard = Heard {
            service: Service::Rdap,
            first: Some(Registry::Arin),
            registry: Some(Registry::Arin),
            host: "rdap.arin.net".to_owned(),
            subject,
            asked: now(),
            within: None,
            said,
        };
        let stored = serde_json::to_string(&heard).unwrap();
        assert_eq!(serde_json::from_str::<Heard>(&stored).unwrap(), heard);
    }
}
