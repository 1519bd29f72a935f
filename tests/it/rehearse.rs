//! `rehearse`: the whole campaign against a server with faults. The sums add up, and the real ledger stays as it is.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::support::{Campaign, networks};

const LETTERS: u64 = 60;

/// A planned campaign whose gateway does not exist: a rehearsal must not ask it.
fn campaign() -> Campaign {
    let campaign = Campaign::with_gateway("url = \"smtp://gateway.invalid:2525\"\nrate = 1\nconnections = 3");
    campaign.flag(&networks(usize::try_from(LETTERS).unwrap()));
    campaign.plan(&["flagged.csv"]);
    campaign
}

fn rehearse(campaign: &Campaign, faults: &str) -> Value {
    let ledger = || {
        let read = |name| std::fs::read(campaign.path(name)).ok();
        (read("ledger.sqlite"), read("ledger.sqlite-wal"))
    };
    let before = ledger();
    let report = campaign.json(&["rehearse", "--faults", faults, "--share", "30"]);
    assert!(before == ledger(), "{faults} has touched the ledger");
    assert_eq!(report["ledger_untouched"], true, "{report}");
    assert_eq!(report["taken_twice"], 0, "{report}");
    assert_eq!(report["letters"], LETTERS, "{report}");
    report
}

fn fates(report: &Value) -> BTreeMap<String, u64> {
    let fates: BTreeMap<String, u64> = serde_json::from_value(report["fates"].clone()).unwrap();
    assert_eq!(fates.values().sum::<u64>(), LETTERS, "{report}");
    fates
}

#[test]
fn every_profile_comes_to_sums_that_add_up() {
    let campaign = campaign();
    for (profile, told, sends) in [
        ("none", vec!["accepted"], 1..=1),
        ("refuse", vec!["accepted", "refused"], 1..=9),
        ("defer", vec!["accepted"], 2..=200),
        ("drop-after-dot", vec!["accepted", "unknown"], 1..=9),
        ("slow", vec!["accepted"], 1..=1),
        ("mixed", vec!["accepted", "refused", "unknown"], 2..=200),
    ] {
        let report = rehearse(&campaign, profile);
        let fates = fates(&report);
        assert_eq!(fates.keys().collect::<Vec<_>>(), told, "{report}");
        assert!(sends.contains(&report["sends"].as_u64().unwrap()), "{report}");
        let (taken, accepted) = (report["taken"].as_u64().unwrap(), fates["accepted"]);
        let unknown = fates.get("unknown").copied().unwrap_or_default();
        assert!((accepted..=accepted + unknown).contains(&taken), "{report}");
    }
    // Nothing has happened: the letters wait for their approval as before.
    assert_eq!(campaign.letters("planned"), LETTERS);
}

#[test]
fn the_same_seed_gives_the_same_fates_and_people_can_read_them() {
    let campaign = campaign();
    let one = rehearse(&campaign, "mixed");
    assert_eq!(one["fates"], rehearse(&campaign, "mixed")["fates"]);
    let run = campaign.ok(&["rehearse", "--faults", "refuse", "--share", "10", "--seed", "2"]);
    for told in [
        "rehearsal of 60 letters, 10 of them in 100 with faults (refuse, seed 2):\n",
        " refused\n",
        "by the pace of campaign.toml it would take 59 min\n",
        "nothing was sent to anybody, and your ledger was not touched\n",
    ] {
        assert!(run.stdout.contains(told), "{told}\n{}", run.transcript());
    }
    assert_eq!(run.stderr, "");
    let run = campaign.run(&["rehearse", "--faults", "everything"]).ends(2);
    assert!(run.stderr.contains("drop-after-dot"), "{}", run.transcript());
}

#[test]
fn without_letters_there_is_nothing_to_rehearse() {
    let campaign = Campaign::new();
    campaign.run(&["rehearse", "--faults", "none"]).ends(2);
    campaign.write("flagged.csv", "ip,exposure\n192.0.2.1,open-relay\n");
    campaign.ok(&["import", "flagged.csv"]);
    let run = campaign.run(&["rehearse", "--faults", "none"]).ends(2);
    assert!(run.stderr.contains("forewarn plan"), "{}", run.transcript());
}
