//! What comes after the first letter: rescans, reminders, corrections, caps, the history that campaigns share, and
//! contacts that are written to later.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;

use crate::support::{Campaign, Letter, SENDER};

const RULES: &str = "match,contact,language,action,note
192.0.2.0/24,abuse@one.example,,notify,
198.51.100.0/24,abuse@two.example,,notify,
203.0.113.0/24,abuse@three.example,,notify,
";

fn rows(day: &str, addresses: &[&str]) -> String {
    let mut text = "ip,port,exposure,timestamp,source\n".to_owned();
    for address in addresses {
        writeln!(text, "{address},25,open-relay,{day}T08:00:00Z,survey").unwrap();
    }
    text
}

fn campaign(settings: &str) -> Campaign {
    let campaign = Campaign::with_settings(&format!(
        "{SENDER}\n[gateway]\nurl = \"outbox:outbox\"\n{settings}"
    ));
    campaign.write("contacts.csv", RULES);
    campaign
}

/// Every letter of the outbox as recipient and addresses, without those in `known`; adds them there.
fn new_letters(campaign: &Campaign, known: &mut BTreeSet<String>) -> Vec<Letter> {
    let mut files = Vec::new();
    for entry in fs::read_dir(campaign.path("outbox")).unwrap() {
        let path = entry.unwrap().path();
        if known.insert(path.display().to_string()) {
            files.push(fs::read(path).unwrap());
        }
    }
    Letter::read_all(&files)
}

fn told(letters: &[Letter]) -> BTreeMap<String, BTreeSet<String>> {
    letters
        .iter()
        .map(|letter| {
            let addresses = letter.attached_addresses();
            let addresses = addresses.iter().map(ToString::to_string).collect();
            (letter.to[0].clone(), addresses)
        })
        .collect()
}

fn set(texts: &[&str]) -> BTreeSet<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn send(campaign: &Campaign, plan: &[&str]) {
    let plan = campaign.json(plan);
    campaign.ok(&["send", "--approve", plan["digest"].as_str().unwrap()]);
}

#[test]
fn a_rescan_tells_what_is_new_still_open_gone_and_back() {
    let mut campaign = campaign("");
    let scans: [(&str, &[&str], &str); 5] = [
        ("2026-11-01", &["192.0.2.1", "192.0.2.2", "192.0.2.3"], ""),
        (
            "2026-11-05",
            &["192.0.2.1", "192.0.2.4"],
            "1 new, 1 still open (back again: 0), 2 not seen this time, 0 gone",
        ),
        (
            "2026-11-10",
            &["192.0.2.1", "192.0.2.2"],
            "0 new, 2 still open (back again: 0), 1 not seen this time, 1 gone",
        ),
        (
            "2026-11-15",
            &["192.0.2.3", "192.0.2.1"],
            "0 new, 2 still open (back again: 1), 1 not seen this time, 1 gone",
        ),
        (
            "2026-11-20",
            &["192.0.2.1"],
            "0 new, 1 still open (back again: 0), 1 not seen this time, 2 gone",
        ),
    ];
    for (day, addresses, told) in scans {
        campaign.at(&format!("{day}T12:00:00Z"));
        campaign.write("scan.csv", rows(day, addresses));
        let run = campaign.ok(&["import", "scan.csv"]);
        if told.is_empty() {
            assert!(!run.stdout.contains("against"), "{}", run.transcript());
        } else {
            assert!(run.stdout.contains(told), "{day}: {}", run.transcript());
        }
    }
    // 192.0.2.2 and 192.0.2.4 are gone: nobody is written to about them.
    let mut seen = BTreeSet::new();
    campaign.ok(&["resolve", "--offline"]);
    send(&campaign, &["plan"]);
    let letters = new_letters(&campaign, &mut seen);
    assert_eq!(
        told(&letters),
        BTreeMap::from([("abuse@one.example".to_owned(), set(&["192.0.2.1", "192.0.2.3"]))])
    );
}

#[test]
fn files_of_one_scan_do_not_hide_each_other() {
    let campaign = campaign("");
    for (name, addresses) in [
        ("a.csv", ["192.0.2.1"]),
        ("b.csv", ["192.0.2.2"]),
        ("c.csv", ["192.0.2.3"]),
    ] {
        campaign.write(name, rows("2026-11-20", &addresses));
    }
    campaign.ok(&["import", "a.csv"]);
    // The same scan goes on when it is given again after an interruption, and when that is said.
    let run = campaign.ok(&["import", "a.csv", "b.csv"]);
    assert!(!run.stdout.contains("against"), "{}", run.transcript());
    let run = campaign.ok(&["import", "--same-scan", "c.csv"]);
    assert!(!run.stdout.contains("against"), "{}", run.transcript());
}

#[test]
fn a_reminder_is_about_what_is_still_open_and_comes_once() {
    let mut campaign = campaign("");
    let mut seen = BTreeSet::new();
    campaign.at("2026-11-01T12:00:00Z");
    campaign.write(
        "first.csv",
        rows(
            "2026-11-01",
            &["192.0.2.1", "192.0.2.2", "198.51.100.1", "203.0.113.1"],
        ),
    );
    campaign.ok(&["import", "first.csv"]);
    campaign.ok(&["resolve", "--offline"]);
    send(&campaign, &["plan"]);
    let first = new_letters(&campaign, &mut seen);
    assert_eq!(first.len(), 3);

    // Ten days later some are still open; that is too soon.
    campaign.at("2026-11-11T12:00:00Z");
    campaign.write("second.csv", rows("2026-11-11", &["192.0.2.1", "198.51.100.1"]));
    campaign.ok(&["import", "second.csv"]);
    campaign.ok(&["resolve", "--offline"]);
    assert_eq!(campaign.json(&["plan", "--reminder"])["letters"], 0);

    // Fifteen days later it is not; 203.0.113.1 was never seen again.
    campaign.at("2026-11-16T12:01:00Z");
    campaign.ok(&["suppress", "add", "198.51.100.0/24"]);
    let plan = campaign.ok(&["plan", "--reminder"]);
    assert!(
        plan.stdout.contains("1 reminder about 1 address"),
        "{}",
        plan.transcript()
    );
    campaign.ok(&["suppress", "remove", "198.51.100.0/24"]);
    send(&campaign, &["plan", "--reminder"]);
    let reminders = new_letters(&campaign, &mut seen);
    assert_eq!(
        told(&reminders),
        BTreeMap::from([
            ("abuse@one.example".to_owned(), set(&["192.0.2.1"])),
            ("abuse@two.example".to_owned(), set(&["198.51.100.1"])),
        ])
    );
    for reminder in &reminders {
        let answered = first.iter().find(|letter| letter.to == reminder.to).unwrap();
        let id = answered.header("Message-ID");
        assert_eq!(reminder.header("In-Reply-To"), id);
        assert_eq!(reminder.header("References"), id);
    }

    // Still open after that: at most one reminder by default, and no first letter within renotify_after.
    campaign.at("2026-12-02T12:00:00Z");
    campaign.write("third.csv", rows("2026-12-02", &["192.0.2.1", "198.51.100.1"]));
    campaign.ok(&["import", "third.csv"]);
    campaign.ok(&["resolve", "--offline"]);
    assert_eq!(campaign.json(&["plan", "--reminder"])["letters"], 0);
    assert_eq!(campaign.json(&["plan"])["letters"], 0);
}

#[test]
fn long_after_a_letter_only_what_was_seen_since_is_told_again() {
    let mut campaign = campaign("");
    campaign.at("2026-09-01T12:00:00Z");
    campaign.write("first.csv", rows("2026-09-01", &["192.0.2.1", "198.51.100.1"]));
    let digest = campaign.plan(&["first.csv"]);
    campaign.ok(&["send", "--approve", &digest]);
    campaign.at("2026-11-01T12:00:00Z");
    assert_eq!(campaign.json(&["plan"])["letters"], 0, "nobody has looked since");
    campaign.write("second.csv", rows("2026-11-01", &["192.0.2.1"]));
    campaign.plan(&["second.csv"]);
    assert_eq!(campaign.letters("planned"), 1);
}

#[test]
fn a_correction_goes_to_exactly_those_who_were_told() {
    let mut campaign = campaign("");
    let mut seen = BTreeSet::new();
    campaign.write(
        "first.csv",
        rows(
            "2026-11-20",
            &["192.0.2.1", "192.0.2.2", "198.51.100.1", "203.0.113.1"],
        ),
    );
    let digest = campaign.plan(&["first.csv"]);
    campaign.ok(&["suppress", "add", "203.0.113.0/24"]);
    campaign.ok(&["send", "--approve", &digest]);
    let first = new_letters(&campaign, &mut seen);
    assert_eq!(first.len(), 2);

    campaign.at("2026-11-22T12:00:00Z");
    campaign.write("wrong.txt", "192.0.2.2\n203.0.113.1\n192.0.2.77\n");
    let plan = campaign.ok(&["plan", "--correction", "wrong.txt"]);
    assert!(
        plan.stdout.contains("1 correction about 1 address"),
        "{}",
        plan.transcript()
    );
    assert!(plan.stdout.contains("192.0.2.77"), "{}", plan.transcript());
    let digest = campaign.json(&["plan", "--correction"])["digest"]
        .as_str()
        .unwrap()
        .to_owned();
    campaign.ok(&["send", "--approve", &digest]);
    let corrections = new_letters(&campaign, &mut seen);
    assert_eq!(
        told(&corrections),
        BTreeMap::from([("abuse@one.example".to_owned(), set(&["192.0.2.2"]))])
    );
    let answered = first
        .iter()
        .find(|letter| letter.to[0] == "abuse@one.example")
        .unwrap();
    assert_eq!(
        corrections[0].header("In-Reply-To"),
        answered.header("Message-ID")
    );

    // Told once; no longer in any plan, until it is seen again.
    assert_eq!(campaign.json(&["plan", "--correction"])["letters"], 0);
    campaign.ok(&["suppress", "remove", "203.0.113.0/24"]);
    assert_eq!(
        campaign.json(&["plan"])["letters"],
        0,
        "203.0.113.1 is withdrawn as well"
    );
    campaign.at("2026-11-25T12:00:00Z");
    campaign.write("again.csv", rows("2026-11-25", &["192.0.2.2", "203.0.113.1"]));
    campaign.plan(&["again.csv"]);
    assert_eq!(campaign.letters("planned"), 2);
}

#[test]
fn a_letter_that_has_not_left_never_names_what_was_withdrawn() {
    let campaign = campaign("");
    let mut seen = BTreeSet::new();
    campaign.write(
        "first.csv",
        rows(
            "2026-11-20",
            &["192.0.2.1", "192.0.2.2", "198.51.100.1", "198.51.100.2"],
        ),
    );
    let digest = campaign.plan(&["first.csv"]);
    // The round has begun, so that it stays: the letter to abuse@one.example has left.
    campaign
        .run(&["send", "--approve", &digest, "--limit", "1"])
        .done();
    assert_eq!(new_letters(&campaign, &mut seen).len(), 1);
    campaign.write("wrong.txt", "192.0.2.2\n198.51.100.1\n");
    let plan = campaign.json(&["plan", "--correction", "wrong.txt"]);
    assert_eq!(plan["letters"], 1);
    campaign
        .run(&["send", "--approve", plan["digest"].as_str().unwrap()])
        .done();
    assert_eq!(
        told(&new_letters(&campaign, &mut seen)),
        BTreeMap::from([("abuse@one.example".to_owned(), set(&["192.0.2.2"]))])
    );
    assert_eq!(
        (campaign.letters("planned"), campaign.letters("suppressed")),
        (0, 1)
    );
    // What else the held-back letter spoke of comes again.
    send(&campaign, &["plan"]);
    assert_eq!(
        told(&new_letters(&campaign, &mut seen)),
        BTreeMap::from([("abuse@two.example".to_owned(), set(&["198.51.100.2"]))])
    );
}

#[test]
fn a_file_of_a_correction_that_cannot_be_used_withdraws_nothing() {
    let campaign = campaign("");
    campaign.write("first.csv", rows("2026-11-20", &["192.0.2.1"]));
    let digest = campaign.plan(&["first.csv"]);
    campaign.ok(&["send", "--approve", &digest]);
    campaign.write("wrong.txt", "192.0.2.1\n192.0.2.999\n");
    let run = campaign.run(&["plan", "--correction", "wrong.txt"]).ends(2);
    assert!(run.stderr.contains("line 2"), "{}", run.transcript());
    assert_eq!(campaign.json(&["plan", "--correction"])["letters"], 0);
}

#[test]
fn bounds_put_off_and_lose_nothing() {
    let mut campaign = campaign(
        "[limits]\naddresses_per_letter = 2\nnew_contacts_per_round = 2\nletters_per_contact_per_day = 1\n",
    );
    let mut seen = BTreeSet::new();
    campaign.write(
        "first.csv",
        rows(
            "2026-11-20",
            &[
                "192.0.2.1",
                "192.0.2.2",
                "192.0.2.3",
                "198.51.100.1",
                "203.0.113.1",
            ],
        ),
    );
    campaign.ok(&["import", "first.csv"]);
    campaign.ok(&["resolve", "--offline"]);
    let mut told = BTreeMap::<String, u64>::new();
    let mut per_day = Vec::new();
    for day in ["21", "22", "23"] {
        campaign.at(&format!("2026-11-{day}T14:05:00Z"));
        for _ in 0..2 {
            let plan = campaign.json(&["plan"]);
            let Some(digest) = plan["digest"].as_str() else {
                continue;
            };
            campaign.ok(&["send", "--approve", digest]);
            let letters = new_letters(&campaign, &mut seen);
            per_day.push(letters.len());
            for letter in letters {
                let addresses = letter.attached_addresses();
                assert!(addresses.len() <= 2);
                for address in addresses {
                    *told.entry(address.to_string()).or_default() += 1;
                }
            }
        }
    }
    assert_eq!(told.len(), 5, "{told:?}");
    assert!(told.values().all(|n| *n == 1), "{told:?}");
    assert!(per_day.iter().all(|n| *n <= 2), "{per_day:?}");
}

#[test]
fn two_campaigns_with_one_history_tell_nobody_twice() {
    let one = campaign("[limits]\nhistory = \"../history.sqlite\"\n");
    let shared = one.home().join("history.sqlite");
    let other = campaign(&format!(
        "[limits]\nhistory = {:?}\n",
        shared.display().to_string()
    ));
    // A campaign of its own, not a copy of the first.
    let key = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    let elsewhere = |arguments: &[&str]| {
        let output = other
            .command(arguments)
            .env("FOREWARN_KEY", key)
            .output()
            .unwrap();
        assert!(
            output.status.code() < Some(2),
            "{arguments:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).unwrap()
    };
    one.write("first.csv", rows("2026-11-20", &["192.0.2.1", "192.0.2.2"]));
    other.write(
        "first.csv",
        rows("2026-11-20", &["192.0.2.2", "192.0.2.3", "198.51.100.1"]),
    );
    for arguments in [&["import", "first.csv"][..], &["resolve", "--offline"]] {
        elsewhere(arguments);
    }
    // Planned before the first campaign has sent: held back when its turn comes.
    let plan: serde_json::Value = serde_json::from_str(&elsewhere(&["--json", "plan"])).unwrap();
    assert_eq!(plan["addresses"], 3);
    let digest = one.plan(&["first.csv"]);
    one.ok(&["send", "--approve", &digest]);
    elsewhere(&["send", "--approve", plan["digest"].as_str().unwrap()]);
    let mut seen = BTreeSet::new();
    assert_eq!(
        told(&new_letters(&other, &mut seen)),
        BTreeMap::from([("abuse@two.example".to_owned(), set(&["198.51.100.1"]))])
    );
    let plan: serde_json::Value = serde_json::from_str(&elsewhere(&["--json", "plan"])).unwrap();
    elsewhere(&["send", "--approve", plan["digest"].as_str().unwrap()]);
    assert_eq!(
        told(&new_letters(&other, &mut seen)),
        BTreeMap::from([("abuse@one.example".to_owned(), set(&["192.0.2.3"]))])
    );
}

#[test]
fn some_contacts_are_written_to_later() {
    let settings = "[holdout]\nshare = 30\ndays = 28\n";
    let mut campaign = campaign(settings);
    let mut rules = "match,contact,language,action,note\n".to_owned();
    let mut addresses = Vec::new();
    for n in 1..=20 {
        writeln!(rules, "192.0.2.{n}/32,abuse@isp{n}.example,,notify,").unwrap();
        addresses.push(format!("192.0.2.{n}"));
    }
    campaign.write("contacts.csv", rules);
    let addresses: Vec<&str> = addresses.iter().map(String::as_str).collect();
    campaign.write("first.csv", rows("2026-11-20", &addresses));
    let digest = campaign.plan(&["first.csv"]);
    assert_eq!(
        campaign.plan(&[]),
        digest,
        "who is held out does not change by planning again"
    );
    assert_eq!(campaign.letters("planned"), 14);
    campaign.ok(&["send", "--approve", &digest]);
    let plan = campaign.ok(&["plan"]);
    assert!(plan.stdout.contains("nothing to plan"), "{}", plan.transcript());
    assert!(
        plan.stdout.contains("6 contacts are held out until 2026-12-19"),
        "{}",
        plan.transcript()
    );
    campaign.at("2026-12-19T14:06:00Z");
    campaign.plan(&[]);
    assert_eq!(campaign.letters("planned"), 6);
}
