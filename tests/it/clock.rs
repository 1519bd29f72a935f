//! A clock that jumps, by a year and in both directions: letters wait or leave, and each leaves once.
//!
//! During a send `faketime` turns the clock that the program reads; between two sends the tests say what time it is.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use forewarn::gateway::peer::{Act, Moment, Script};

use crate::support::{Campaign, Scripted, networks, run_tool, tool, wait_for};

const LETTERS: usize = 24;

fn planned(letters: usize, server: &Scripted, more: &str) -> (Campaign, String) {
    let campaign = Campaign::with_gateway(&format!("url = \"{}\"\n{more}", server.url()));
    campaign.flag(&networks(letters));
    let digest = campaign.plan(&["flagged.csv"]);
    (campaign, digest)
}

/// The library of `faketime`, wherever the machine's kind puts it.
fn faketime() -> PathBuf {
    let folders = fs::read_dir("/usr/lib").unwrap();
    folders
        .map(|folder| folder.unwrap().path().join("faketime/libfaketimeMT.so.1"))
        .find(|path| path.exists())
        .expect("faketime is not installed: tests/run installs what the tests need")
}

#[test]
fn clock_jumps_during_a_send() {
    // The first letters are put off: the time at which they are due is noted before the jump.
    let later = || [Act::say("451 4.3.0 try again in 60 seconds")];
    let slow = [
        Act::Wait(Duration::from_millis(20)),
        Act::Take,
        Act::say("250 2.0.0 Ok"),
    ];
    for jump in ["2027-11-21 14:05:00", "2025-11-21 14:05:00"] {
        let script = Script::default()
            .on(Moment::Dot, slow.clone())
            .on_nth(Moment::Rcpt, 1, later())
            .on_nth(Moment::Rcpt, 2, later());
        let server = Scripted::start(script);
        let (mut campaign, digest) = planned(LETTERS, &server, "connections = 2");
        let time = campaign.home().join("time");
        fs::write(&time, "2026-11-21 14:05:00\n").unwrap();
        let sender = campaign
            .command(&["send", "--approve", &digest])
            .env_remove("FOREWARN_NOW")
            .env("LD_PRELOAD", faketime())
            .env("FAKETIME_TIMESTAMP_FILE", &time)
            .env("FAKETIME_NO_CACHE", "1")
            .env("DONT_FAKE_MONOTONIC", "1")
            .env("TZ", "UTC")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        wait_for("some letters", Duration::from_mins(1), || {
            server.record().taken.len() >= 4
        });
        fs::write(&time, format!("{jump}\n")).unwrap();
        let output = sender.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        // What was put off for a minute a year ago is due at once, or too old, or not due for long: all of that is told.
        assert!(matches!(output.status.code(), Some(0 | 1)), "{jump}: {said}");
        assert!(
            campaign.letters("accepted") >= LETTERS as u64 - 2,
            "{jump}: {said}"
        );
        let fates = || ["accepted", "deferred", "expired"].map(|state| campaign.letters(state));
        assert_eq!(fates().iter().sum::<u64>(), LETTERS as u64, "{jump}: {said}");
        assert_eq!(server.taken_once(), fates()[0], "{jump}");
        assert_eq!(years(&campaign), 2, "{jump}: the jump was not seen");

        campaign.at("2026-11-21T15:05:00Z");
        campaign.run(&["send"]).done();
        let fates = ["accepted", "deferred", "expired"].map(|state| campaign.letters(state));
        assert_eq!(fates.iter().sum::<u64>(), LETTERS as u64, "{jump}");
        assert_eq!(
            (server.taken_once(), fates[1]),
            (fates[0], 0),
            "{jump}: {fates:?}"
        );
    }
}

/// In how many years letters were noted as accepted.
fn years(campaign: &Campaign) -> usize {
    let query =
        "SELECT DISTINCT strftime('%Y', changed_at / 1000, 'unixepoch') FROM letter WHERE state = 'accepted'";
    let output = run_tool(
        Command::new(tool("sqlite3"))
            .arg(campaign.path("ledger.sqlite"))
            .arg(query),
    );
    String::from_utf8(output.stdout).unwrap().lines().count()
}

#[test]
fn clock_jumps_between_two_sends() {
    let server = Scripted::start(Script::default().on_nth(Moment::Rcpt, 1, [Act::say("450 4.2.0 later")]));
    let (mut campaign, digest) = planned(3, &server, "connections = 1");
    campaign.run(&["send", "--approve", &digest]).ends(1);
    assert_eq!(
        (campaign.letters("accepted"), campaign.letters("deferred")),
        (2, 1)
    );

    // A year back: it is not due, and is neither given up nor forgotten.
    campaign.at("2025-11-21T14:05:00Z");
    campaign.run(&["send"]).ends(1);
    assert_eq!((server.taken_once(), campaign.letters("deferred")), (2, 1));

    // A day on: it is due.
    campaign.at("2026-11-22T14:05:00Z");
    campaign.ok(&["send"]);
    assert_eq!((server.taken_once(), campaign.letters("accepted")), (3, 3));

    // A year on, and back again: nothing leaves any more.
    for now in ["2027-11-22T14:05:00Z", "2026-11-21T14:05:00Z"] {
        campaign.at(now);
        campaign.ok(&["send"]);
        assert_eq!(server.taken_once(), 3, "{now}");
    }
}
