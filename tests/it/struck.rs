//! Killed at system calls of every other command than `send` (that one is in `system_calls.rs`): run once more,
//! it ends where it would have ended without the kill. Returned mail counts once, each suppression stands once, no
//! message is lost, a file is whole or the old one, and the chain holds.

use std::fs;
use std::os::unix::fs::chown;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;

use forewarn::gateway::peer::{Act, Moment, Script};

use crate::bounces::report;
use crate::review;
use crate::support::{
    Campaign, Dovecot, Fault, Network, PASSWORD, Postfix, Run, SENDER, Scripted, Strike, networks, run_tool,
    tool, wait_for,
};

/// Runs at a time.
const LANES: usize = 3;

/// In the short form, strikes spread over a run, and calls at its end each of which is struck: there it commits.
const SPREAD: usize = 8;
const LAST: usize = 4;
/// A run of no more calls than this is struck at each of them in the short form too.
const FEW: usize = 60;

/// Runs a command that is killed at its n-th call; whether it was.
fn killed_at(campaign: &Campaign, arguments: &[&str], number: usize) -> (Run, bool) {
    let tally = campaign.home().join("tally");
    let strike = Strike {
        calls: Strike::ALL,
        at: number.to_string(),
        does: "KILL",
    };
    let mut command = campaign.command(arguments);
    command.envs(Fault::library().variables(&strike, &tally));
    let run = Run::of(&mut command, arguments, campaign.home());
    let (_, struck) = Fault::tally(&tally);
    fs::remove_file(tally).unwrap_or_default();
    (run, struck)
}

/// Kills a command at calls spread over all it makes, and at each of the last, each time in a campaign of its own; at
/// every one where `FOREWARN_STRIKES` is `all`. `judge` looks at what is left. Returns the number of calls.
fn at_its_calls(
    campaign: impl Fn() -> Campaign + Sync,
    arguments: &[&str],
    judge: impl Fn(&str, &Campaign) + Sync,
) -> usize {
    let whole = campaign();
    let calls = calls_of(&whole, arguments);
    judge(&format!("{arguments:?} left alone"), &whole);
    let stride = if every_one() || calls <= FEW {
        1
    } else {
        calls.div_ceil(SPREAD).max(1)
    };
    let moments: Vec<usize> = (1..=calls)
        .filter(|call| call % stride == 0 || call + LAST > calls)
        .collect();
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..LANES {
            scope.spawn(|| {
                while let Some(number) = moments.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let campaign = campaign();
                    let (run, struck) = killed_at(&campaign, arguments, *number);
                    if struck {
                        assert_eq!(run.code, None, "{}", run.transcript());
                    } else {
                        // Another order of threads, and a call less.
                        run.done();
                    }
                    judge(
                        &format!("{arguments:?} killed at call {number} of {calls}"),
                        &campaign,
                    );
                }
            });
        }
    });
    println!("{arguments:?}: killed at {} of {calls} calls", moments.len());
    calls
}

/// How many calls a command makes when it is left alone.
fn calls_of(campaign: &Campaign, arguments: &[&str]) -> usize {
    let tally = campaign.home().join("tally");
    let never = Strike {
        calls: Strike::ALL,
        at: "0".to_owned(),
        does: "KILL",
    };
    let mut command = campaign.command(arguments);
    command.envs(Fault::library().variables(&never, &tally));
    Run::of(&mut command, arguments, campaign.home()).done();
    Fault::tally(&tally).0.len()
}

#[expect(
    clippy::disallowed_methods,
    reason = "the long form is asked for from outside"
)]
fn every_one() -> bool {
    std::env::var("FOREWARN_STRIKES").is_ok_and(|strikes| strikes == "all")
}

/// A campaign with three networks, before its first import.
fn fresh() -> Campaign {
    let campaign = Campaign::new();
    let some = networks(3);
    campaign.write("contacts.csv", Network::rules(&some));
    campaign.write(
        "flagged.csv",
        Network::flagged(&some) + "nonsense,25,tcp,open-relay,,\n",
    );
    campaign
}

/// The same after these commands.
fn after(commands: &[&[&str]]) -> Campaign {
    let campaign = fresh();
    for arguments in commands {
        campaign.run(arguments).done();
    }
    campaign
}

/// What must hold whatever was killed.
fn sound(name: &str, campaign: &Campaign) {
    campaign.status();
    let run = campaign.run(&["report", "--verify"]);
    assert_eq!(run.code, Some(0), "{name}: {}", run.transcript());
    let leftovers: Vec<String> = fs::read_dir(campaign.path(""))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with(".tmp"))
        .collect();
    assert!(leftovers.len() <= 1, "{name}: {leftovers:?}");
}

/// Three letters that were sent, with two that come back, a wish, a notice of delay and somebody else's message in a
/// Maildir; suppressions go into a shared list.
struct Mail {
    campaign: Campaign,
    messages: Vec<String>,
}

impl Mail {
    fn new() -> Self {
        let campaign = Campaign::with_settings(&format!(
            "{SENDER}\n[suppressions]\nshared = \"list.csv\"\n[gateway]\nurl = \"outbox:outbox\"\n"
        ));
        let some = networks(5);
        campaign.write("contacts.csv", Network::rules(&some));
        campaign.write("flagged.csv", Network::flagged(&some));
        let digest = campaign.plan(&["flagged.csv"]);
        campaign.ok(&["send", "--approve", &digest]);
        let messages = (0..5).map(|n| message(&campaign, n)).collect();
        Self { campaign, messages }
    }

    /// Its campaign once more, with the mail in `box`.
    fn twin(&self) -> Campaign {
        let twin = self.campaign.twin();
        for part in ["new", "cur", "tmp"] {
            fs::create_dir_all(twin.path("box").join(part)).unwrap();
        }
        for (n, message) in self.messages.iter().enumerate() {
            twin.write(&format!("box/new/{n}.mx"), message);
        }
        twin
    }
}

/// The n-th letter as `preview` shows it.
fn letter(campaign: &Campaign, n: usize) -> Value {
    let contact = format!("abuse@net-{n}.example");
    campaign.json(&["preview", "--contact", &contact])["letter"].clone()
}

/// A message about the n-th letter, each of another kind.
fn message(campaign: &Campaign, n: usize) -> String {
    let letter = letter(campaign, n);
    let path = letter["envelope_from"].as_str().unwrap();
    let id = n.to_string();
    match n {
        0 | 1 => report(&letter, path, "failed", "5.1.1", &id),
        2 => format!(
            "From: abuse@net-2.example\nTo: campaign@cert.example\nSubject: stop {}\nMessage-ID: <2@x.example>\n\n",
            letter["reference"].as_str().unwrap()
        ),
        3 => report(&letter, path, "delayed", "4.4.1", &id),
        _ => "From: deals@shop.example\nSubject: watches\n\nBuy now\n".to_owned(),
    }
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// What every message said has followed exactly once.
fn counted_once(name: &str, campaign: &Campaign) {
    let status = campaign.status();
    assert_eq!(
        status["returned"],
        serde_json::json!({"delayed": 1, "failed": 2, "opt-out": 1}),
        "{name}: {status}"
    );
    assert_eq!(
        (&status["letters"]["bounced"], &status["letters"]["accepted"]),
        (&2.into(), &3.into()),
        "{name}"
    );
    let list = campaign.json(&["suppress", "list"]);
    let list: Vec<&str> = list
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["value"].as_str().unwrap())
        .collect();
    let expected = [
        "abuse@net-0.example",
        "abuse@net-1.example",
        "abuse@net-2.example",
    ];
    assert_eq!(list, expected, "{name}");
    let shared = campaign.read("list.csv");
    let lines: Vec<&str> = shared
        .lines()
        .skip(1)
        .map(|line| line.split(',').next().unwrap())
        .collect();
    assert_eq!(lines, expected, "{name}");
    // Four returns, two fates, three suppressions, beside the eight of before: none is told twice.
    let events = campaign.json(&["report", "--verify"])["chain"]["events"].clone();
    assert_eq!(events, 17, "{name}");
}

#[test]
fn sigkill_amid_bounces_from_a_maildir() {
    let mail = Mail::new();
    let calls = at_its_calls(
        || mail.twin(),
        &["bounces", "box"],
        |name, campaign| {
            campaign.run(&["bounces", "box"]).done();
            counted_once(name, campaign);
            assert_eq!(names(&campaign.path("box/new")), ["4.mx"], "{name}");
            assert_eq!(
                names(&campaign.path("box/cur")),
                ["0.mx:2,S", "1.mx:2,S", "2.mx:2,S", "3.mx:2,S"],
                "{name}"
            );
            sound(name, campaign);
        },
    );
    assert!(calls >= 20, "only {calls} calls were met");
}

#[test]
fn sigkill_amid_bounces_from_a_real_imap_server() {
    const ROUNDS: usize = 40;
    let postfix = Postfix::start(false);
    let maildir = postfix.returned();
    fs::create_dir_all(maildir.join("new")).unwrap();
    fs::create_dir_all(maildir.join("cur")).unwrap();
    fs::create_dir_all(maildir.join("tmp")).unwrap();
    for folder in ["", "new", "cur", "tmp"] {
        chown(maildir.join(folder), Some(65534), Some(65534)).unwrap();
    }
    let dovecot = Dovecot::start(&maildir, &postfix.certificates());
    let campaign = Campaign::with_settings(&format!(
        "{SENDER}\n[bounces]\nsources = [\"{}\"]\npassword_file = \"password\"\nca_file = \"{}\"\nmove_to = \"Read\"\n\
         [suppressions]\nshared = \"list.csv\"\n[gateway]\nurl = \"outbox:outbox\"\n",
        dovecot.url(),
        postfix.authority().display()
    ));
    campaign.write("password", PASSWORD);
    let some = networks(ROUNDS);
    campaign.write("contacts.csv", Network::rules(&some));
    campaign.write("flagged.csv", Network::flagged(&some));
    let digest = campaign.plan(&["flagged.csv"]);
    campaign.ok(&["send", "--approve", &digest]);
    // Each run is killed one call later than the one before, with one more message in the mailbox.
    let mut kills = 0;
    for n in 0..ROUNDS {
        let letter = letter(&campaign, n);
        let path = letter["envelope_from"].as_str().unwrap();
        let file = maildir.join(format!("new/{n}.mx"));
        fs::write(&file, report(&letter, path, "failed", "5.1.1", &n.to_string())).unwrap();
        chown(&file, Some(65534), Some(65534)).unwrap();
        let (run, struck) = killed_at(&campaign, &["bounces"], 1 + n);
        kills += usize::from(struck);
        assert!(
            struck || matches!(run.code, Some(0 | 1)),
            "{}\n{}",
            run.transcript(),
            dovecot.log()
        );
    }
    println!("killed {kills} times");
    assert!(kills > ROUNDS / 2, "only {kills} kills");
    campaign.run(&["bounces"]).done();
    let status = campaign.status();
    assert_eq!(
        status["returned"],
        serde_json::json!({"failed": ROUNDS}),
        "{status}"
    );
    assert_eq!(campaign.letters("bounced"), ROUNDS as u64);
    let list = campaign.json(&["suppress", "list"]);
    assert_eq!(list.as_array().unwrap().len(), ROUNDS, "{list}");
    assert_eq!(campaign.read("list.csv").lines().count(), 1 + ROUNDS);
    // Every message is there once, where the settings want it, marked as seen.
    let moved = names(&maildir.join(".Read/cur"));
    assert_eq!(moved.len(), ROUNDS, "{moved:?}");
    assert!(
        moved.iter().all(|name| name.ends_with('S') || name.contains('S')),
        "{moved:?}"
    );
    for part in ["new", "cur"] {
        assert_eq!(names(&maildir.join(part)), [""; 0]);
    }
    sound("IMAP", &campaign);
}

#[test]
fn sigkill_amid_import() {
    let whole = fresh();
    whole.run(&["import", "flagged.csv"]).done();
    let (rejects, sightings) = (whole.read("rejects.csv"), whole.status()["sightings"].clone());
    let calls = at_its_calls(fresh, &["import", "flagged.csv"], |name, campaign| {
        campaign.run(&["import", "flagged.csv"]).done();
        let status = campaign.status();
        assert_eq!(status["sightings"], sightings, "{name}");
        assert_eq!(status["rows"]["rejected"], 1, "{name}: {status}");
        assert_eq!(campaign.read("rejects.csv"), rejects, "{name}");
        assert_eq!(tables(campaign), ["rejects.csv"], "{name}");
        sound(name, campaign);
    });
    assert!(calls >= 10, "only {calls} calls were met");
}

#[test]
fn sigkill_amid_a_later_import_leaves_what_is_in_the_table_of_rejects() {
    let before = after(&[&["import", "flagged.csv"]]);
    before.write(
        "more.csv",
        "ip,exposure\n192.0.2.77,open-relay\nmore,\n\"non\nsense\",\n",
    );
    let whole = before.twin();
    whole.run(&["import", "more.csv"]).done();
    let rejects = whole.read("rejects.csv");
    let import = ["import", "more.csv"];
    let calls = at_its_calls(
        || before.twin(),
        &import,
        |name, campaign| {
            campaign.run(&import).done();
            assert_eq!(campaign.status()["rows"]["rejected"], 3, "{name}");
            assert_eq!(campaign.read("rejects.csv"), rejects, "{name}");
            assert_eq!(tables(campaign), ["rejects.csv"], "{name}");
            sound(name, campaign);
        },
    );
    assert!(calls >= 10, "only {calls} calls were met");
}

/// The table of rejects and whatever stands beside it.
fn tables(campaign: &Campaign) -> Vec<String> {
    let mut names = names(&campaign.path(""));
    names.retain(|name| name.starts_with("rejects"));
    names
}

#[test]
fn sigkill_amid_resolve() {
    let whole = after(&[&["import", "flagged.csv"], &["resolve", "--offline"]]);
    let expected = whole.json(&["contacts", "list"]);
    let imported = after(&[&["import", "flagged.csv"]]);
    let resolve = ["resolve", "--offline"];
    let calls = at_its_calls(
        || imported.twin(),
        &resolve,
        |name, campaign| {
            campaign.run(&resolve).done();
            assert_eq!(campaign.json(&["contacts", "list"]), expected, "{name}");
            assert_eq!(campaign.status()["addresses"]["resolved"], 3, "{name}");
            sound(name, campaign);
        },
    );
    assert!(calls >= 5, "only {calls} calls were met");
}

#[test]
fn sigkill_amid_plan() {
    let resolved = after(&[&["import", "flagged.csv"], &["resolve", "--offline"]]);
    let whole = resolved.twin();
    let digest = whole.json(&["plan"])["digest"].as_str().unwrap().to_owned();
    // The first plan, and one that takes the place of another.
    let planned = whole;
    for before in [&resolved, &planned] {
        let calls = at_its_calls(
            || before.twin(),
            &["plan"],
            |name, campaign| {
                let count: u64 = campaign.letters("planned");
                assert!(
                    count == 3 || (count == 0 && before.letters("planned") == 0),
                    "{name}: {count}"
                );
                sound(name, campaign);
                let plan = campaign.json(&["plan"]);
                assert_eq!(plan["digest"], digest.as_str(), "{name}");
                sound(name, campaign);
            },
        );
        assert!(calls >= 5, "only {calls} calls were met");
    }
}

#[test]
fn sigkill_amid_report() {
    let planned = after(&[&["import", "flagged.csv"], &["resolve", "--offline"], &["plan"]]);
    let old = "<!doctype html>the page of yesterday</html>";
    let calls = at_its_calls(
        || {
            let twin = planned.twin();
            twin.write("page.html", old);
            twin
        },
        &["report", "--html", "page.html", "--csv", "tables"],
        |name, campaign| {
            let page = campaign.read("page.html");
            assert!(
                page == old || (page.contains("abuse@net-2.example") && page.trim_end().ends_with("</html>")),
                "{name}: {page}"
            );
            for (table, lines) in [("letters.csv", 4), ("sightings.csv", 4)] {
                if let Ok(text) = fs::read_to_string(campaign.path("tables").join(table)) {
                    assert_eq!(text.lines().count(), lines, "{name}: {text}");
                }
            }
            campaign
                .run(&["report", "--html", "page.html", "--csv", "tables"])
                .done();
            sound(name, campaign);
        },
    );
    assert!(calls >= 5, "only {calls} calls were met");
}

/// A registry of one network.
const DUMP: &str = "role: One\nnic-hdl: O1-RIPE\nabuse-mailbox: abuse@one.example\nsource: RIPE\n\n\
                    inetnum: 192.0.2.0 - 192.0.2.255\nnetname: ONE\ncountry: FR\nabuse-c: O1-RIPE\nsource: RIPE\n";

#[test]
fn sigkill_amid_suppress_and_of_contacts_import() {
    let settings = format!("{SENDER}\n[suppressions]\nshared = \"list.csv\"\n");
    let listed = Campaign::with_settings(&settings);
    listed.write("flagged.csv", Network::flagged(&networks(1)));
    listed.ok(&["import", "flagged.csv"]);
    listed.ok(&["suppress", "add", "first.example"]);
    at_its_calls(
        || listed.twin(),
        &["suppress", "add", "second.example", "third.example"],
        |name, campaign| {
            campaign.ok(&["suppress", "add", "second.example", "third.example"]);
            let list = campaign.read("list.csv");
            let values: Vec<&str> = list.lines().map(|line| line.split(',').next().unwrap()).collect();
            let expected = ["what", "first.example", "second.example", "third.example"];
            assert_eq!(values, expected, "{name}");
            let own = campaign.json(&["suppress", "list"]);
            assert_eq!(own.as_array().unwrap().len(), 3, "{name}: {own}");
            sound(name, campaign);
        },
    );

    let old = Campaign::with_settings(&settings);
    old.write("dump.rpsl", DUMP);
    old.ok(&["contacts", "import", "dump.rpsl"]);
    old.write("dump.rpsl", DUMP.replace("abuse@one", "abuse@two"));
    at_its_calls(
        || {
            let twin = old.twin();
            fs::create_dir(twin.path("registry")).unwrap();
            for name in names(&old.path("registry")) {
                fs::copy(
                    old.path("registry").join(&name),
                    twin.path("registry").join(&name),
                )
                .unwrap();
            }
            twin
        },
        &["contacts", "import", "dump.rpsl"],
        |name, campaign| {
            let lookup = ["contacts", "lookup", "--offline", "192.0.2.1"];
            let found = campaign.run(&lookup).done().stdout;
            assert!(
                found.contains("abuse@one.example") || found.contains("abuse@two.example"),
                "{name}: {found}"
            );
            campaign.ok(&["contacts", "import", "dump.rpsl"]);
            let found = campaign.run(&lookup).done().stdout;
            assert!(found.contains("abuse@two.example"), "{name}: {found}");
        },
    );
}

#[test]
fn sigkill_amid_a_send_loses_nothing_from_the_shared_history() {
    let server = Scripted::start(Script::default());
    let planned = Campaign::with_settings(&format!(
        "{SENDER}\n[limits]\nhistory = \"history.sqlite\"\n[gateway]\nurl = \"{}\"\nconnections = 1\n",
        server.url()
    ));
    let some = networks(2);
    planned.write("contacts.csv", Network::rules(&some));
    planned.write("flagged.csv", Network::flagged(&some));
    let digest = planned.plan(&["flagged.csv"]);
    let send = ["send", "--approve", &digest];
    let calls = at_its_calls(
        || planned.twin(),
        &send,
        |name, campaign| {
            campaign.run(&["settle", "--assume-sent"]).done();
            campaign.run(&send).done();
            let told = run_tool(
                Command::new(tool("sqlite3"))
                    .arg(campaign.path("history.sqlite"))
                    .arg("SELECT contact FROM told ORDER BY 1"),
            );
            let told = String::from_utf8(told.stdout).unwrap();
            assert_eq!(told, "abuse@net-0.example\nabuse@net-1.example\n", "{name}");
            let telling = run_tool(
                Command::new(tool("sqlite3"))
                    .arg(campaign.path("history.sqlite"))
                    .arg("SELECT count(*) FROM telling"),
            );
            assert_eq!(telling.stdout, b"0\n", "{name}: it is about to tell no more");
        },
    );
    assert!(calls >= 20, "only {calls} calls were met");
}

#[test]
fn sigkill_amid_settle() {
    let server = Scripted::start(Script::default().on_nth(Moment::Dot, 2, [Act::Hang]));
    let planned = Campaign::with_gateway(&format!("url = \"{}\"\nconnections = 2", server.url()));
    planned.flag(&networks(4));
    let digest = planned.plan(&["flagged.csv"]);
    let mut send = planned.start(&["send", "--approve", &digest]);
    wait_for(
        "a dot without an answer",
        std::time::Duration::from_secs(30),
        || server.record().dots >= 2,
    );
    send.kill().unwrap();
    send.wait().unwrap();
    let events = |campaign: &Campaign| campaign.json(&["report", "--verify"])["chain"]["events"].clone();
    for way in ["--assume-sent", "--resend"] {
        let settle = ["settle", way];
        let whole = planned.twin();
        whole.ok(&settle);
        let (letters, told) = (whole.status()["letters"].clone(), events(&whole));
        assert_eq!(letters["unknown"], 0, "{letters}");
        let calls = at_its_calls(
            || planned.twin(),
            &settle,
            |name, campaign| {
                // Before it settles it finds what the killed send has left; a letter is in doubt, settled, or neither.
                let before = campaign.status()["letters"].clone();
                campaign.ok(&settle);
                assert_eq!(campaign.status()["letters"], letters, "{name}: {before}");
                assert_eq!(events(campaign), told, "{name}: each decision is told once");
                sound(name, campaign);
            },
        );
        assert!(calls >= 10, "only {calls} calls were met");
    }
}

#[test]
fn sigkill_amid_contacts_review() {
    let (before, _server) = review::campaign();
    before.write(
        "contacts.csv",
        "match,contact,language,action,note\n203.0.113.0/24,a@b.example,,,mine\n",
    );
    let whole = before.twin();
    whole.ok(&review::DECIDE);
    let (rules, old) = (whole.read("contacts.csv"), before.read("contacts.csv"));
    let calls = at_its_calls(
        || before.twin(),
        &review::DECIDE,
        |name, campaign| {
            let found = campaign.read("contacts.csv");
            assert!(found == rules || found == old, "{name}: {found}");
            campaign.run(&review::DECIDE).done();
            assert_eq!(campaign.read("contacts.csv"), rules, "{name}");
            sound(name, campaign);
        },
    );
    assert!(calls >= 5, "only {calls} calls were met");

    let export = ["contacts", "review", "--export", "review.csv"];
    whole.write("contacts.csv", old);
    whole.run(&export).done();
    let sheet = whole.read("review.csv");
    let calls = at_its_calls(
        || before.twin(),
        &export,
        |name, campaign| {
            if !campaign.path("review.csv").exists() {
                campaign.run(&export).done();
            }
            assert_eq!(campaign.read("review.csv"), sheet, "{name}");
            sound(name, campaign);
        },
    );
    assert!(calls >= 5, "only {calls} calls were met");
}
