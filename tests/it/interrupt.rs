//! SIGINT during a send: what is on the wire is finished, the rest is left, the next send goes on.

use std::collections::BTreeMap;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use forewarn::gateway::peer::{Act, Moment, Script};

use crate::support::{Campaign, Scripted, Sink, networks, run_tool, tool, wait_for};

const LETTERS: usize = 300;

fn interrupt(process: &Child, signal: &str) {
    run_tool(Command::new(tool("kill")).args(["-s", signal, &process.id().to_string()]));
}

/// A campaign in the middle of being sent, slowly enough to interrupt.
fn under_way(sink: &Sink) -> (Campaign, Child) {
    let campaign = Campaign::with_gateway(&format!("url = \"{}\"\nconnections = 4\nrate = 3000", sink.url()));
    let some = networks(LETTERS);
    campaign.flag(&some);
    let digest = campaign.plan(&["flagged.csv"]);
    let sender = campaign
        .command(&["send", "--approve", &digest])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    wait_for("some letters to arrive", Duration::from_mins(1), || {
        sink.count() >= 20
    });
    (campaign, sender)
}

#[test]
fn sigterm_drains_leaves_no_doubt_and_the_next_send_goes_on() {
    for signal in ["INT", "TERM", "HUP"] {
        let sink = Sink::start();
        let (campaign, sender) = under_way(&sink);
        interrupt(&sender, signal);
        let output = sender.wait_with_output().unwrap();
        let stdout = String::from_utf8_lossy(&output.stdout);
        assert_eq!(output.status.code(), Some(1), "{signal}: {stdout}");
        assert!(stdout.contains("interrupted"), "{signal}: {stdout}");

        let arrived = sink.count();
        assert!(
            arrived < LETTERS,
            "{signal}: the signal came too late to prove anything"
        );
        assert_eq!(campaign.letters("accepted"), arrived as u64, "{signal}");
        assert_eq!(
            campaign.letters("planned"),
            (LETTERS - arrived) as u64,
            "{signal}"
        );
        assert_eq!(campaign.letters("sending"), 0, "{signal}");
        assert_eq!(campaign.letters("unknown"), 0, "{signal}");

        let settings = campaign.read("campaign.toml").replace("rate = 3000", "");
        campaign.write("campaign.toml", settings);
        campaign.ok(&["send"]);
        let mut copies: BTreeMap<String, usize> = BTreeMap::new();
        for message in sink.received() {
            *copies.entry(message.recipients.join(",")).or_default() += 1;
        }
        assert_eq!(copies.len(), LETTERS, "{signal}");
        assert!(
            copies.values().all(|copies| *copies == 1),
            "{signal}: a letter was doubled"
        );
        assert_eq!(campaign.letters("accepted"), LETTERS as u64, "{signal}");
    }
}

#[test]
fn a_limit_stops_after_so_many_letters() {
    let sink = Sink::start();
    let campaign = Campaign::with_gateway(&format!("url = \"{}\"\nconnections = 4", sink.url()));
    campaign.flag(&networks(20));
    let digest = campaign.plan(&["flagged.csv"]);
    campaign.ok(&["send", "--approve", &digest, "--limit", "7"]);
    assert_eq!(sink.count(), 7);
    assert_eq!(campaign.letters("accepted"), 7);
    assert_eq!(campaign.letters("planned"), 13);
    campaign.ok(&["send"]);
    assert_eq!(sink.count(), 20);
}

#[test]
fn two_signals_at_once_are_two() {
    let server = Scripted::start(Script::default().on(Moment::Dot, [Act::Hang]));
    let campaign = Campaign::with_gateway(&format!("url = \"{}\"\nconnections = 1", server.url()));
    campaign.flag(&networks(2));
    let digest = campaign.plan(&["flagged.csv"]);
    let mut sender = campaign.start(&["send", "--approve", &digest]);
    wait_for("a dot without an answer", Duration::from_secs(30), || {
        server.record().dots == 1
    });
    // Both are there when it wakes up, as after a long wait for the disk. The first one would have it wait for the answer.
    for signal in ["STOP", "INT", "TERM", "CONT"] {
        interrupt(&sender, signal);
    }
    wait_for("the end", Duration::from_secs(15), || {
        sender.try_wait().unwrap().is_some()
    });
    assert_eq!(sender.wait().unwrap().code(), Some(1));
    assert_eq!((campaign.letters("unknown"), campaign.letters("planned")), (1, 1));
}
