//! Gateways that misbehave, kills at bad moments, and operators who act in between: the ledger keeps telling the
//! truth, and no letter leaves twice, goes missing or is given up without a word.

use std::fs;
use std::io;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use forewarn::gateway::peer::{Act, Moment, Script};

use crate::support::{Campaign, Network, Scripted, networks, run_tool, tool, wait_for};

/// A planned campaign of so many letters, and the digest to approve.
fn planned(letters: usize, gateway: &str) -> (Campaign, String) {
    let campaign = Campaign::with_gateway(gateway);
    campaign.flag(&networks(letters));
    let digest = campaign.plan(&["flagged.csv"]);
    (campaign, digest)
}

fn through(server: &Scripted, more: &str) -> String {
    format!("url = \"{}\"\n{more}", server.url())
}

fn point_to(campaign: &Campaign, from: &str, to: &str) {
    let settings = campaign.read("campaign.toml");
    assert!(settings.contains(from), "{settings}");
    campaign.write("campaign.toml", settings.replace(from, to));
}

/// Sends until the gateway has the dot of a letter and keeps its answer back, then kills the sender.
fn killed_behind_the_dot(letters: usize) -> (Campaign, Scripted) {
    let server = Scripted::start(Script::default().on(Moment::Dot, [Act::Take, Act::Hang]));
    let (campaign, digest) = planned(letters, &through(&server, "connections = 1"));
    let mut sender = campaign.start(&["send", "--approve", &digest]);
    wait_for("the first dot", Duration::from_mins(1), || {
        server.record().dots == 1
    });
    sender.kill().unwrap();
    sender.wait().unwrap();
    (campaign, server)
}

#[test]
fn nobody_reading_standard_error_stops_no_send() {
    let server = Scripted::start(Script::default().on(Moment::Rcpt, [Act::say("450 4.2.0 later")]));
    let (campaign, digest) = planned(3, &through(&server, ""));
    let (reader, writer) = io::pipe().unwrap();
    drop(reader);
    let status = campaign
        .command(&["-v", "send", "--approve", &digest])
        .stdout(Stdio::null())
        .stderr(writer)
        .status()
        .unwrap();
    assert_eq!(status.code(), Some(1));
    assert_eq!(campaign.letters("deferred"), 3);
}

#[test]
fn settle_lists_what_a_kill_left_in_doubt() {
    let (campaign, _server) = killed_behind_the_dot(2);
    let settle = campaign.run(&["settle"]).ends(1);
    assert!(
        settle.stdout.contains("1 letter whose outcome is unknown"),
        "{}",
        settle.transcript()
    );
    assert_eq!(campaign.letters("unknown"), 1);
    campaign.ok(&["settle", "--assume-sent"]);
    assert_eq!(campaign.letters("accepted"), 1);
}

#[test]
fn an_outbox_says_nothing_about_a_letter_that_went_to_a_server() {
    let (campaign, server) = killed_behind_the_dot(2);
    point_to(&campaign, &server.url(), "outbox:outbox");
    campaign.run(&["send"]).ends(1);
    assert_eq!(campaign.letters("unknown"), 1);
    assert_eq!(fs::read_dir(campaign.path("outbox")).unwrap().count(), 1);
}

#[test]
fn a_letter_is_resent_as_decided_however_late() {
    let (mut campaign, server) = killed_behind_the_dot(1);
    campaign.at("2026-12-24T14:05:00Z");
    campaign.ok(&["settle", "--resend"]);
    let friendly = Scripted::start(Script::default());
    point_to(&campaign, &server.url(), &friendly.url());
    campaign.ok(&["send"]);
    assert_eq!(campaign.letters("accepted"), 1);
    assert_eq!(friendly.record().taken.len(), 1);
    assert_eq!(friendly.record().taken[0].letter, server.record().taken[0].letter);
}

#[test]
fn a_letter_that_was_never_deferred_is_not_given_up() {
    let server = Scripted::start(Script::default().on(Moment::Mail, [Act::Hang]));
    let (mut campaign, digest) = planned(2, &through(&server, "connections = 1"));
    let mut sender = campaign.start(&["send", "--approve", &digest]);
    wait_for("MAIL", Duration::from_mins(1), || {
        server.record().moments.contains_key(&Moment::Mail)
    });
    sender.kill().unwrap();
    sender.wait().unwrap();
    campaign.at("2026-12-24T14:05:00Z");
    let friendly = Scripted::start(Script::default());
    point_to(&campaign, &server.url(), &friendly.url());
    campaign.ok(&["send"]);
    assert_eq!(campaign.letters("accepted"), 2);
}

#[test]
fn a_letter_that_is_given_up_is_told() {
    let server = Scripted::start(Script::default().on(Moment::Rcpt, [Act::say("450 4.2.0 later")]));
    let (mut campaign, digest) = planned(2, &through(&server, ""));
    campaign.run(&["send", "--approve", &digest]).ends(1);
    campaign.at("2026-12-24T14:05:00Z");
    let run = campaign.run(&["send"]).ends(1);
    assert!(run.stdout.contains("2 expired"), "{}", run.transcript());
    assert_eq!(campaign.letters("expired"), 2);
}

#[test]
fn a_gateway_that_asks_for_an_hour_ends_the_run() {
    let busy = [Act::say("421 4.3.2 try again in 3600 seconds"), Act::Close];
    for moment in [Moment::Greeting, Moment::Mail, Moment::Dot] {
        let server = Scripted::start(Script::default().on(moment, busy.clone()));
        let (campaign, digest) = planned(3, &through(&server, "connections = 1"));
        let began = Instant::now();
        let run = campaign.run(&["send", "--approve", &digest]).ends(3);
        assert!(run.stderr.contains("3600"), "{moment:?}: {}", run.transcript());
        assert!(began.elapsed() < Duration::from_mins(1), "{moment:?}");
    }
}

#[test]
fn a_gateway_that_never_answers_the_dot_puts_few_letters_in_doubt() {
    let server = Scripted::start(Script::default().on(Moment::Dot, [Act::Take, Act::Close]));
    let (campaign, digest) = planned(40, &through(&server, "connections = 2"));
    let run = campaign.run(&["send", "--approve", &digest]).ends(3);
    assert!(run.stderr.contains("settle"), "{}", run.transcript());
    let unknown = campaign.letters("unknown");
    assert!((1..=10).contains(&unknown), "{unknown}");
    assert_eq!(campaign.letters("planned"), 40 - unknown);
}

#[test]
fn a_gateway_that_refuses_every_letter_does_not_use_the_round_up() {
    for moment in [Moment::Rcpt, Moment::Dot] {
        let server =
            Scripted::start(Script::default().on(moment, [Act::say("554 5.7.1 Relay access denied")]));
        let (campaign, digest) = planned(60, &through(&server, "connections = 2"));
        let run = campaign.run(&["send", "--approve", &digest]).ends(3);
        assert!(run.stderr.contains("Relay access denied"), "{}", run.transcript());
        let refused = campaign.letters("refused");
        assert!((1..=15).contains(&refused), "{moment:?}: {refused}");
        assert_eq!(campaign.letters("planned"), 60 - refused, "{moment:?}");
    }
}

#[test]
fn gateway_restarts_during_a_send() {
    const LETTERS: usize = 40;
    let slow = [
        Act::Wait(Duration::from_millis(20)),
        Act::Take,
        Act::Wait(Duration::from_millis(20)),
        Act::say("250 2.0.0 Ok"),
    ];
    let script = Script::default().on(Moment::Dot, slow);
    let first = Scripted::start(script.clone());
    let port = first.port();
    let (mut campaign, digest) = planned(LETTERS, &through(&first, "connections = 4"));
    let mut sender = campaign.start(&["send", "--approve", &digest]);
    wait_for("some letters", Duration::from_mins(1), || {
        first.record().taken.len() >= 12
    });
    let mut taken = first.record().taken;
    drop(first);
    std::thread::sleep(Duration::from_millis(1500));
    let second = Scripted::start_at(port, script);
    let code = sender.wait().unwrap().code();
    assert!(matches!(code, Some(0 | 1)), "{code:?}");
    let unknown = campaign.letters("unknown");
    assert!(unknown <= 4, "{unknown}");

    campaign.at("2026-11-21T18:00:00Z");
    campaign.run(&["send"]).ends(i32::from(unknown > 0));
    assert_eq!(campaign.letters("accepted"), LETTERS as u64 - unknown);
    taken.extend(second.record().taken);
    let mut to: Vec<_> = taken.iter().map(|taken| taken.to.join(" ")).collect();
    to.sort();
    let copies = to.len();
    to.dedup();
    assert_eq!(to.len(), copies, "a letter was doubled");
    assert!(copies as u64 >= LETTERS as u64 - unknown, "a letter was lost");
}

#[test]
fn a_removed_lock_file_lets_no_second_sender_in() {
    let slow = [
        Act::Wait(Duration::from_millis(200)),
        Act::Take,
        Act::say("250 2.0.0 Ok"),
    ];
    let server = Scripted::start(Script::default().on(Moment::Dot, slow));
    let (campaign, digest) = planned(10, &through(&server, "connections = 1"));
    let mut sender = campaign.start(&["send", "--approve", &digest]);
    wait_for("the first letter", Duration::from_mins(1), || {
        server.record().dots > 0
    });
    fs::remove_file(campaign.path("ledger.lock")).unwrap();
    let second = campaign.run(&["send"]).ends(3);
    assert!(
        second.stderr.contains("another forewarn"),
        "{}",
        second.transcript()
    );
    assert_eq!(sender.wait().unwrap().code(), Some(0));
    assert_eq!(server.record().taken.len(), 10);
}

#[test]
fn a_kill_before_the_ledger_was_made_leaves_a_campaign_that_has_imported_nothing() {
    let campaign = Campaign::new();
    campaign.write("ledger.sqlite", "");
    let status = campaign.ok(&["status"]);
    assert!(
        status.stdout.contains("forewarn import FILE"),
        "{}",
        status.transcript()
    );
    let preview = campaign.run(&["preview"]).ends(2);
    assert!(
        preview.stderr.contains("forewarn import FILE"),
        "{}",
        preview.transcript()
    );
    campaign.write("flagged.csv", "ip,exposure\n192.0.2.1,open-relay\n");
    campaign.ok(&["import", "flagged.csv"]);
}

#[test]
fn a_contacts_file_that_cannot_be_found_is_not_taken_for_an_empty_one() {
    let campaign = Campaign::new();
    campaign.write("flagged.csv", "ip,exposure\n192.0.2.1,open-relay\n");
    campaign.ok(&["import", "flagged.csv"]);
    std::os::unix::fs::symlink("/nowhere/contacts.csv", campaign.path("contacts.csv")).unwrap();
    campaign.run(&["resolve"]).ends(2);
    fs::remove_file(campaign.path("contacts.csv")).unwrap();
    campaign.run(&["resolve"]).done();
    let settings = campaign.read("campaign.toml");
    campaign.write(
        "campaign.toml",
        format!("{settings}\n[contacts]\nfile = \"rules.csv\"\n"),
    );
    let run = campaign.run(&["resolve"]).ends(2);
    assert!(run.stderr.contains("rules.csv"), "{}", run.transcript());
}

#[test]
fn a_letter_that_names_a_foreign_address_says_where_it_came_from() {
    let some = networks(1);
    let campaign = Campaign::new();
    campaign.write("contacts.csv", Network::rules(&some));
    let rows = format!("ip,exposure\n{},open-relay\n", some[0].address);
    campaign.write("scan-198.51.100.77.csv", rows);
    campaign.ok(&["import", "scan-198.51.100.77.csv"]);
    campaign.ok(&["resolve"]);
    let run = campaign.run(&["plan"]).ends(2);
    assert!(run.stderr.contains("--source"), "{}", run.transcript());
    campaign.ok(&["import", "scan-198.51.100.77.csv", "--source", "survey"]);
    campaign.ok(&["plan"]);
}

#[test]
fn check_finds_what_plan_would_refuse() {
    for (from, to, named) in [
        (
            "campaign@cert.example",
            "Team <campaign@cert.example>",
            "[sender] address",
        ),
        (
            "https://cert.example/campaign",
            "cert.example/campaign",
            "[sender] verify_url",
        ),
        ("[links]", "[languages]\ndefault = \"la\"\n[links]", "has no la"),
    ] {
        let campaign = Campaign::new();
        campaign.write("flagged.csv", "ip,exposure\n192.0.2.1,open-relay\n");
        campaign.write("contacts.csv", "match,contact\n192.0.2.0/24,a@b.example\n");
        campaign.ok(&["import", "flagged.csv"]);
        campaign.ok(&["resolve"]);
        campaign.ok(&["check", "--offline"]);
        point_to(&campaign, from, to);
        let check = campaign.run(&["check", "--offline"]).ends(2);
        assert!(check.stdout.contains(named), "{}", check.transcript());
        let plan = campaign.run(&["plan"]).ends(2);
        assert!(plan.stderr.contains(named), "{}", plan.transcript());
    }
}

#[test]
fn a_second_sigterm_stops_at_once_and_tells_what_is_in_doubt() {
    for signal in ["TERM", "INT"] {
        stopped_by_a_second(signal);
    }
}

fn stopped_by_a_second(signal: &str) {
    let server = Scripted::start(Script::default().on(Moment::Dot, [Act::Take, Act::Hang]));
    let (campaign, digest) = planned(3, &through(&server, "connections = 1"));
    let sender = campaign.command(&["send", "--approve", &digest]).spawn().unwrap();
    wait_for("the first dot", Duration::from_mins(1), || {
        server.record().dots == 1
    });
    for _ in 0..2 {
        run_tool(Command::new(tool("kill")).args(["-s", signal, &sender.id().to_string()]));
        std::thread::sleep(Duration::from_millis(300));
    }
    let output = sender.wait_with_output().unwrap();
    let stdout = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{stdout}");
    assert!(stdout.contains("1 outcome is unknown"), "{stdout}");
    assert_eq!(campaign.letters("unknown"), 1);
    assert_eq!(campaign.letters("planned"), 2);
}

#[test]
fn a_reader_that_has_gone_away_hides_no_exit_code() {
    let campaign = Campaign::new();
    campaign.write("flagged.csv", "ip,exposure\nnonsense,open-relay\n");
    let (reader, writer) = io::pipe().unwrap();
    drop(reader);
    let mut import = campaign.command(&["import", "flagged.csv"]);
    assert_eq!(import.stdout(writer).status().unwrap().code(), Some(1));
}

#[test]
fn holding_a_letter_back_for_one_address_is_told_and_mended_by_planning_again() {
    let campaign = Campaign::new();
    campaign.write("contacts.csv", "match,contact\n192.0.2.0/24,abuse@one.example\n");
    campaign.write(
        "flagged.csv",
        "ip,exposure\n192.0.2.1,open-relay\n192.0.2.2,open-relay\n",
    );
    let digest = campaign.plan(&["flagged.csv"]);
    campaign.ok(&["suppress", "add", "192.0.2.1"]);
    let run = campaign.ok(&["send", "--approve", &digest]);
    assert!(
        run.stdout.contains("1 suppressed") && run.stdout.contains("next forewarn plan"),
        "{}",
        run.transcript()
    );
    let digest = campaign.plan(&[]);
    campaign.ok(&["send", "--approve", &digest]);
    assert_eq!(campaign.letters("accepted"), 1);
}
