//! Two processes at once: on one campaign, and on two campaigns that share a list of suppressions and a history. Only
//! one sends; what must not wait until it has ended does not; who only looks sees sums of one moment; nothing is lost.

use std::fs;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use forewarn::gateway::peer::{Act, Moment, Script};
use serde_json::Value;

use crate::bounces::report;
use crate::support::{
    Campaign, KEY, NOW, Network, Run, SENDER, Scripted, networks, run_tool, tool, wait_for,
};

/// A planned campaign towards this server, and its digest.
fn planned(server: &Scripted, letters: usize, connections: u8, more: &str) -> (Campaign, String) {
    with_key(KEY, server, letters, connections, more)
}

/// The same with another secret: two campaigns with one secret would be the same campaign to a shared history.
fn with_key(key: &str, server: &Scripted, letters: usize, connections: u8, more: &str) -> (Campaign, String) {
    let campaign = Campaign::with_settings(&format!(
        "{SENDER}\n{more}\n[gateway]\nurl = \"{}\"\nconnections = {connections}\n",
        server.url()
    ));
    let some = networks(letters);
    campaign.write("contacts.csv", Network::rules(&some));
    campaign.write("flagged.csv", Network::flagged(&some));
    let import = ["import", "flagged.csv"];
    let mut command = campaign.command(&import);
    Run::of(command.env("FOREWARN_KEY", key), &import, campaign.home()).done();
    let digest = campaign.plan(&[]);
    (campaign, digest)
}

/// A send that has offered its first letter.
fn sending(campaign: &Campaign, digest: &str, server: &Scripted) -> Child {
    let child = campaign.start(&["send", "--approve", digest]);
    wait_for("the first dot", Duration::from_secs(30), || {
        server.record().dots >= 1
    });
    child
}

/// The letters of a campaign, as `preview` shows them.
fn letters(campaign: &Campaign) -> Vec<Value> {
    let run = campaign.ok(&["--json", "preview", "--all"]);
    let shown = serde_json::Deserializer::from_str(&run.stdout).into_iter::<Value>();
    shown
        .flat_map(|value| match value.unwrap() {
            Value::Array(list) => list,
            one => vec![one],
        })
        .map(|shown| shown["letter"].clone())
        .collect()
}

fn text<'l>(letter: &'l Value, key: &str) -> &'l str {
    letter[key].as_str().unwrap()
}

fn failed(letter: &Value, id: &str) -> String {
    report(letter, text(letter, "envelope_from"), "failed", "5.1.1", id)
}

fn answer(letter: &Value, id: &str) -> String {
    format!(
        "From: {}\nTo: campaign@cert.example\nSubject: stop {}\nMessage-ID: <{id}@x.example>\n\n",
        text(letter, "recipient"),
        text(letter, "reference")
    )
}

/// Letters in all states.
fn sum(letters: &Value) -> u64 {
    letters
        .as_object()
        .unwrap()
        .values()
        .map(|n| n.as_u64().unwrap())
        .sum()
}

fn suppressed(campaign: &Campaign) -> Vec<String> {
    let list = campaign.json(&["suppress", "list"]);
    let mut list: Vec<String> = list
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| text(entry, "value").to_owned())
        .collect();
    list.sort();
    list
}

#[test]
fn bounces_are_taken_in_while_letters_leave() {
    const FIRST: usize = 30;
    const ALL: usize = 400;
    let dot = [
        Act::Wait(Duration::from_millis(20)),
        Act::Take,
        Act::say("250 2.0.0 taken"),
    ];
    let server = Scripted::start(Script::default().on(Moment::Dot, dot));
    let (campaign, digest) = planned(&server, ALL, 4, "");
    campaign.ok(&["send", "--approve", &digest, "--limit", "30"]);
    let back: Vec<String> = letters(&campaign)
        .iter()
        .take(FIRST)
        .enumerate()
        .map(|(n, letter)| failed(letter, &n.to_string()))
        .collect();
    let mut command = campaign.command(&["send"]);
    let mut child = command
        .stdout(Stdio::null())
        .stderr(fs::File::create(campaign.home().join("said")).unwrap())
        .spawn()
        .unwrap();
    wait_for("the send to begin", Duration::from_secs(30), || {
        server.record().dots > FIRST
    });
    let mut meanwhile = 0;
    for (n, pair) in back.chunks(6).enumerate() {
        fs::create_dir_all(campaign.path("box/new")).unwrap();
        for (m, message) in pair.iter().enumerate() {
            campaign.write(&format!("box/new/{n}.{m}"), message);
        }
        let read = campaign.json(&["bounces", "box"]);
        assert_eq!(read["follows"]["bounced"], 6, "{read}");
        meanwhile += usize::from(child.try_wait().unwrap().is_none());
        let status = campaign.status();
        assert_eq!(sum(&status["letters"]), ALL as u64, "{status}");
    }
    let code = child.wait().unwrap().code();
    let said = fs::read_to_string(campaign.home().join("said")).unwrap();
    assert_eq!(code, Some(0), "{said}");
    assert!(meanwhile > 0, "the send was over too soon to mean anything");
    assert_eq!(
        (campaign.letters("bounced"), campaign.letters("accepted")),
        (FIRST as u64, (ALL - FIRST) as u64)
    );
    assert_eq!(suppressed(&campaign).len(), FIRST);
    campaign.ok(&["report", "--verify"]);
}

#[test]
fn who_changes_the_ledger_is_told_who_sends_and_who_looks_is_not_disturbed() {
    let server = Scripted::start(Script::default().on_nth(Moment::Dot, 1, [Act::Hang]));
    let (campaign, digest) = planned(&server, 3, 1, "");
    campaign.write("dump.rpsl", "role: X\nnic-hdl: X1-RIPE\nsource: RIPE\n");
    let mut child = sending(&campaign, &digest, &server);
    let owner = format!("process {}, forewarn send, since {NOW}", child.id());
    for arguments in [
        &["import", "flagged.csv"][..],
        &["resolve", "--offline"],
        &["plan"],
        &["plan", "--reminder"],
        &["plan", "--correction", "flagged.csv"],
        &["send"],
        &["settle"],
        &["settle", "--resend"],
        &["suppress", "remove", "abuse@net-1.example"],
        &["contacts", "review", "--approve", "abuse@net-1.example"],
    ] {
        let run = campaign.run(arguments).ends(3);
        assert!(run.stderr.contains(&owner), "{}", run.transcript());
    }
    for arguments in [
        &["status"][..],
        &["preview", "--all"],
        &["report"],
        &["report", "--html", "page.html"],
        &["report", "--csv", "tables"],
        &["report", "--verify"],
        &["contacts", "list"],
        &["contacts", "explain", "2001:db8::25"],
        &["contacts", "review"],
        &["suppress", "list"],
        &["send", "--dry-run"],
    ] {
        campaign.run(arguments).done();
        let report = campaign.json(&["report"]);
        assert_eq!(sum(&report["totals"]["letters"]), 3, "{report}");
    }
    assert!(child.try_wait().unwrap().is_none(), "the send was over too soon");
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn a_letter_not_yet_sent_is_not_sent_once_its_recipient_asks() {
    let shared = tempfile::tempdir().unwrap();
    let list = format!(
        "[suppressions]\nshared = \"{}\"",
        shared.path().join("list.csv").display()
    );
    // Suppressed by another campaign, by this one's operator, by this one's returned mail; a whole domain; a network.
    for way in 0..5 {
        let dot = [
            Act::Wait(Duration::from_millis(1500)),
            Act::Take,
            Act::say("250 2.0.0 taken"),
        ];
        let server = Scripted::start(Script::default().on_nth(Moment::Dot, 1, dot));
        let (campaign, digest) = planned(&server, 4, 1, &list);
        let other = Campaign::with_settings(&format!("{SENDER}\n{list}\n"));
        let letters = letters(&campaign);
        let mut child = sending(&campaign, &digest, &server);
        // While the first letter waits for its reply the send stands still, however slow this machine is.
        let signal = |name: &str| run_tool(Command::new(tool("kill")).args([name, &child.id().to_string()]));
        signal("-STOP");
        match way {
            0 => _ = other.ok(&["suppress", "add", "abuse@net-1.example"]),
            1 => _ = campaign.ok(&["suppress", "add", "abuse@net-1.example"]),
            2 => {
                campaign.write("stop", answer(&letters[1], "s"));
                let read = campaign.json(&["bounces", "stop"]);
                assert_eq!(read["follows"]["opted-out"], 1, "{read}");
            }
            3 => _ = campaign.ok(&["suppress", "add", "net-1.example"]),
            _ => _ = campaign.ok(&["suppress", "add", "2001:db8:0:1::/64"]),
        }
        signal("-CONT");
        assert_eq!(child.wait().unwrap().code(), Some(0));
        let to: Vec<String> = server
            .record()
            .taken
            .iter()
            .map(|taken| taken.to.join(" "))
            .collect();
        assert_eq!(
            to,
            [
                "abuse@net-0.example",
                "abuse@net-2.example",
                "abuse@net-3.example"
            ],
            "way {way}"
        );
        assert_eq!(
            (campaign.letters("suppressed"), campaign.letters("accepted")),
            (1, 3)
        );
        campaign.ok(&["report", "--verify"]);
        fs::remove_file(shared.path().join("list.csv")).unwrap_or_default();
    }
}

#[test]
fn two_campaigns_fill_one_list_and_both_heed_it() {
    const EACH: usize = 8;
    let shared = tempfile::tempdir().unwrap();
    let more = format!(
        "[suppressions]\nshared = \"{0}/list.csv\"\n[limits]\nhistory = \"{0}/history.sqlite\"",
        shared.path().display()
    );
    let server = Scripted::start(Script::default());
    let letters_each = 4 * EACH;
    let (one, of_one) = planned(&server, letters_each, 2, &more);
    let (two, of_two) = with_key(&"ab".repeat(32), &server, letters_each, 2, &more);
    // Each has told a part, so that something can come back.
    let limit = EACH.to_string();
    one.ok(&["send", "--approve", &of_one, "--limit", &limit]);
    // The other one holds those back that the first has told.
    two.ok(&["send", "--approve", &of_two, "--limit", &limit]);
    let takes_in = |campaign: &Campaign, back: &[Value]| {
        for (n, letter) in back.iter().enumerate() {
            campaign.write("back", failed(letter, &n.to_string()));
            let read = campaign.json(&["bounces", "back"]);
            assert_eq!(read["follows"]["bounced"], 1, "{read}");
        }
    };
    let adds = |campaign: &Campaign, name: &str| {
        for n in 0..EACH {
            campaign.ok(&["suppress", "add", &format!("{name}-{n}.example")]);
        }
    };
    let mut back = letters(&one);
    back.truncate(EACH);
    back.extend_from_slice(&letters(&two)[EACH..2 * EACH]);
    thread::scope(|scope| {
        scope.spawn(|| {
            takes_in(&one, &back[..EACH]);
            adds(&one, "one");
        });
        scope.spawn(|| {
            adds(&two, "two");
            takes_in(&two, &back[EACH..]);
        });
    });
    let who: Vec<&str> = back.iter().map(|letter| text(letter, "recipient")).collect();
    let mut expected: Vec<String> = who.iter().map(|who| (*who).to_owned()).collect();
    for name in ["one", "two"] {
        expected.extend((0..EACH).map(|n| format!("{name}-{n}.example")));
    }
    expected.sort();
    assert_eq!(suppressed(&one), expected);
    assert_eq!(suppressed(&two), expected);
    let mut names: Vec<String> = fs::read_dir(shared.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with("list") || name.starts_with('.'))
        .collect();
    names.sort();
    assert_eq!(names, ["list.csv", "list.csv.lock"]);

    // Each plans its next round and sends at the same time as the other.
    thread::scope(|scope| {
        for campaign in [&one, &two] {
            scope.spawn(|| {
                campaign.run(&["send"]).done();
                campaign.run(&["plan"]).done();
            });
        }
    });
    let told = server.record().taken;
    for who in who {
        let copies = told.iter().filter(|taken| taken.to[0] == who).count();
        assert_eq!(copies, 1, "to {who}, from where letters come back");
    }
    for campaign in [&one, &two] {
        campaign.status();
        campaign.ok(&["report", "--verify"]);
    }
}
