//! Planning again: a later import makes a round of what is new, and of nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::net::IpAddr;

use crate::support::{Campaign, Letter};

const RULES: &str = "match,contact,language,action,note
192.0.2.0/24,abuse@one.example,,notify,
198.51.100.0/24,abuse@two.example,,notify,
203.0.113.0/24,abuse@three.example,,notify,
";

fn campaign() -> Campaign {
    let campaign = Campaign::new();
    campaign.write("contacts.csv", RULES);
    campaign.write(
        "first.csv",
        "ip,port,exposure,timestamp\n192.0.2.1,25,open-relay,2026-11-18T08:00:00Z\n198.51.100.1,25,open-relay,2026-11-18T08:00:00Z\n",
    );
    campaign.write(
        "second.csv",
        "ip,port,exposure,timestamp\n192.0.2.1,25,open-relay,2026-11-20T08:00:00Z\n192.0.2.2,25,open-relay,2026-11-20T08:00:00Z\n203.0.113.1,25,open-relay,2026-11-20T08:00:00Z\n",
    );
    campaign
}

/// The addresses in each letter of the outbox, by recipient; one entry for each letter.
fn outbox(campaign: &Campaign) -> BTreeMap<String, Vec<BTreeSet<IpAddr>>> {
    let files: Vec<_> = fs::read_dir(campaign.path("outbox"))
        .unwrap()
        .map(|entry| fs::read(entry.unwrap().path()).unwrap())
        .collect();
    let mut letters: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for letter in Letter::read_all(&files) {
        letters
            .entry(letter.to[0].clone())
            .or_default()
            .push(letter.attached_addresses());
    }
    for some in letters.values_mut() {
        some.sort();
    }
    letters
}

fn addresses(texts: &[&str]) -> BTreeSet<IpAddr> {
    texts.iter().map(|text| text.parse().unwrap()).collect()
}

#[test]
fn a_second_import_makes_letters_about_what_is_new_alone() {
    let mut campaign = campaign();
    let first = campaign.plan(&["first.csv"]);
    campaign.ok(&["send", "--approve", &first]);
    campaign.at("2026-11-21T18:00:00Z");
    let second = campaign.plan(&["second.csv"]);
    assert_ne!(first, second);
    campaign.ok(&["send", "--approve", &second]);

    assert_eq!(
        outbox(&campaign),
        BTreeMap::from([
            (
                "abuse@one.example".to_owned(),
                vec![addresses(&["192.0.2.1"]), addresses(&["192.0.2.2"])]
            ),
            ("abuse@two.example".to_owned(), vec![addresses(&["198.51.100.1"])]),
            (
                "abuse@three.example".to_owned(),
                vec![addresses(&["203.0.113.1"])]
            ),
        ])
    );
    let status = campaign.status();
    assert_eq!(status["rounds"], 2);
    assert_eq!(
        status["rows"],
        serde_json::json!({"imported": 5, "new": 4, "repeated": 1, "rejected": 0})
    );
}

#[test]
fn the_same_file_again_changes_nothing() {
    let campaign = campaign();
    let digest = campaign.plan(&["first.csv"]);
    campaign.ok(&["send", "--approve", &digest]);
    let before = campaign.status();
    campaign.write("copy.csv", campaign.read("first.csv"));
    for name in ["first.csv", "copy.csv"] {
        let run = campaign.ok(&["import", name]);
        assert!(run.stdout.contains("nothing to do"), "{}", run.transcript());
    }
    campaign.ok(&["resolve", "--offline"]);
    let plan = campaign.json(&["plan"]);
    assert_eq!(plan["letters"], 0, "{plan}");
    assert_eq!(campaign.status(), before);
}

#[test]
fn a_round_that_was_not_sent_is_replaced_and_the_same_input_gives_the_same_digest() {
    let campaign = campaign();
    let first = campaign.plan(&["first.csv"]);
    assert_eq!(campaign.plan(&[]), first, "nothing changed, so nothing changes");
    let second = campaign.plan(&["second.csv"]);
    assert_ne!(first, second);
    assert_eq!(campaign.status()["rounds"], 1);
    assert_eq!(campaign.letters("planned"), 3);

    // The digest of the round that is gone approves nothing.
    campaign.run(&["send", "--approve", &first]).ends(2);
    campaign.ok(&["send", "--approve", &second]);
    assert_eq!(outbox(&campaign).len(), 3);
}

#[test]
fn what_is_suppressed_after_planning_is_held_back() {
    for (what, spared) in [
        ("abuse@two.example", "abuse@two.example"),
        ("two.example", "abuse@two.example"),
        ("198.51.100.0/24", "abuse@two.example"),
        ("192.0.2.1", "abuse@one.example"),
    ] {
        let campaign = campaign();
        let digest = campaign.plan(&["first.csv"]);
        campaign.ok(&["suppress", "add", what, "--reason", "asked by telephone"]);
        campaign.ok(&["send", "--approve", &digest]);
        let sent = outbox(&campaign);
        assert!(!sent.contains_key(spared), "{what}: {sent:?}");
        assert_eq!(sent.len(), 1, "{what}: {sent:?}");
        assert_eq!(campaign.letters("suppressed"), 1, "{what}");
        assert_eq!(campaign.letters("accepted"), 1, "{what}");
        let list = campaign.ok(&["suppress", "list"]).stdout;
        assert!(
            list.contains(what) && list.contains("asked by telephone"),
            "{list}"
        );
    }
}

#[test]
fn what_is_suppressed_before_planning_gets_no_letter() {
    let campaign = campaign();
    campaign.ok(&["import", "first.csv"]);
    campaign.ok(&["suppress", "add", "198.51.100.0/24"]);
    campaign.plan(&[]);
    assert_eq!(campaign.letters("planned"), 1);
    assert_eq!(campaign.status()["addresses"]["suppressed"], 1);
    campaign.ok(&["suppress", "remove", "198.51.100.0/24"]);
    campaign.plan(&[]);
    assert_eq!(campaign.letters("planned"), 2);
}
