//! Several campaigns with one history, sending at the very same moment, killed in between, or gone for good: nobody is
//! told the same thing twice, and every letter has its fate.

use std::collections::BTreeSet;
use std::fs;
use std::process::{Child, Command};
use std::time::Duration;

use forewarn::gateway::peer::{Act, Moment, Script};

use crate::support::{Campaign, Network, Run, SENDER, Scripted, networks, run_tool, tool, wait_for};

/// A planned campaign with a secret of its own that shares the history in `shared`, and its digest.
fn planned(key: u8, shared: &tempfile::TempDir, url: &str, some: &[Network]) -> (Campaign, String) {
    let campaign = Campaign::with_settings(&format!(
        "{SENDER}\n[limits]\nhistory = \"{}/history.sqlite\"\n[gateway]\nurl = \"{url}\"\nconnections = 1\n",
        shared.path().display()
    ));
    campaign.flag(some);
    let import = ["import", "flagged.csv"];
    let mut command = campaign.command(&import);
    command.env("FOREWARN_KEY", format!("{key:02x}").repeat(32));
    Run::of(&mut command, &import, campaign.home()).done();
    let digest = campaign.plan(&[]);
    (campaign, digest)
}

/// Two campaigns, both planned about the same networks.
fn rivals(shared: &tempfile::TempDir, server: &Scripted, some: &[Network]) -> [(Campaign, String); 2] {
    [1, 2].map(|key| planned(key, shared, &server.url(), some))
}

/// Gives the second dot no answer.
fn hanging() -> Scripted {
    Scripted::start(Script::default().on_nth(Moment::Dot, 2, [Act::Hang]))
}

/// Takes so long for each letter.
fn slow(milliseconds: u64) -> Script {
    let dot = [
        Act::Wait(Duration::from_millis(milliseconds)),
        Act::Take,
        Act::say("250 2.0.0 taken"),
    ];
    Script::default().on(Moment::Dot, dot)
}

/// Every letter of the campaign is accepted, or held back; how many of each.
fn fates(campaign: &Campaign, letters: usize) -> (u64, u64) {
    let fates = (campaign.letters("accepted"), campaign.letters("suppressed"));
    assert_eq!(fates.0 + fates.1, letters as u64, "{}", campaign.status());
    campaign.ok(&["report", "--verify"]);
    fates
}

/// What the history says that campaigns are about to tell.
fn about_to_tell(shared: &tempfile::TempDir) -> Vec<String> {
    let listed = run_tool(
        Command::new(tool("sqlite3"))
            .arg(shared.path().join("history.sqlite"))
            .arg("SELECT contact FROM telling ORDER BY 1"),
    );
    let listed = String::from_utf8(listed.stdout).unwrap();
    listed.lines().map(str::to_owned).collect()
}

/// A send in which the second letter's dot gets no answer, killed there: with one letter told, one in doubt, and others
/// taken up.
fn killed(campaign: &Campaign, digest: &str, server: &Scripted) {
    let mut child: Child = campaign.start(&["send", "--approve", digest]);
    wait_for("a dot without an answer", Duration::from_secs(30), || {
        server.record().dots >= 2
    });
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn two_campaigns_at_once_tell_each_contact_once() {
    const OWN: usize = 20;
    const BOTH: usize = 60;
    for order in [[0, 1], [1, 0]] {
        let shared = tempfile::tempdir().unwrap();
        let server = Scripted::start(slow(10));
        let some = networks(BOTH + 2 * OWN);
        let (first, rest) = some.split_at(OWN);
        let (both, last) = rest.split_at(BOTH);
        let campaigns = [[first, both].concat(), [both, last].concat()];
        let campaigns: Vec<_> = (1..)
            .zip(&campaigns)
            .map(|(key, some)| planned(key, &shared, &server.url(), some))
            .collect();
        let mut sends: Vec<Child> = order
            .iter()
            .map(|n| &campaigns[*n])
            .map(|(campaign, digest)| campaign.start(&["send", "--approve", digest]))
            .collect();
        let codes: Vec<_> = sends.iter_mut().map(|send| send.wait().unwrap().code()).collect();
        assert_eq!(codes, [Some(0), Some(0)]);
        assert_eq!(
            server.taken_once(),
            (BOTH + 2 * OWN) as u64,
            "each contact is told"
        );
        let fates: Vec<(u64, u64)> = campaigns
            .iter()
            .map(|(campaign, _)| fates(campaign, OWN + BOTH))
            .collect();
        assert_eq!(fates[0].1 + fates[1].1, BOTH as u64, "{fates:?}");
        assert!(
            fates.iter().all(|(accepted, _)| *accepted > OWN as u64),
            "one was over before the other began: {fates:?}"
        );
        assert_eq!(about_to_tell(&shared), [""; 0]);
        // What one has told, the other does not plan either.
        for (campaign, _) in &campaigns {
            let plan = campaign.run(&["plan"]).done();
            assert!(plan.stdout.contains("nothing to plan"), "{}", plan.transcript());
        }
    }
}

#[test]
fn a_letter_held_back_says_why() {
    let shared = tempfile::tempdir().unwrap();
    let server = Scripted::start(slow(3000));
    let some = networks(2);
    let [(one, of_one), (two, of_two)] = rivals(&shared, &server, &some);
    let mut first = one.start(&["send", "--approve", &of_one]);
    wait_for("the first dot", Duration::from_secs(30), || {
        server.record().dots >= 1
    });
    let sent = two.json(&["send", "--approve", &of_two]);
    assert!(first.try_wait().unwrap().is_none(), "the send was over too soon");
    assert_eq!(
        (&sent["told_elsewhere"], &sent["letters"], &sent["left"]),
        (&2.into(), &serde_json::json!({}), &0.into()),
        "{sent}"
    );
    let shown = two.json(&["preview", "--contact", &some[0].contact]);
    assert_eq!(
        (&shown["letter"]["state"], &shown["letter"]["words"]),
        (
            &"suppressed".into(),
            &"another campaign has told the contact, or is about to".into()
        ),
        "{shown}"
    );
    assert_eq!(first.wait().unwrap().code(), Some(0));
    assert_eq!(fates(&two, 2), (0, 2));
    assert_eq!(server.taken_once(), 2);
}

#[test]
fn a_kill_between_the_claim_and_the_letter_neither_doubles_nor_loses_one() {
    const LETTERS: usize = 60;
    let (shared, server) = (tempfile::tempdir().unwrap(), hanging());
    let [(one, of_one), (two, of_two)] = rivals(&shared, &server, &networks(LETTERS));
    killed(&one, &of_one, &server);
    let claimed = about_to_tell(&shared);
    assert!((2..LETTERS).contains(&claimed.len()), "{}", claimed.len());

    two.ok(&["send", "--approve", &of_two]);
    let (told, held_back) = fates(&two, LETTERS);
    assert_eq!(held_back, claimed.len() as u64);
    // The first one goes on: what it had taken up leaves, what the other has told does not.
    let sent = one.run(&["--json", "send"]).ends(1).json();
    assert_eq!(sent["unknown"], 1, "{sent}");
    assert_eq!(sent["told_elsewhere"], told, "{sent}");
    assert_eq!(about_to_tell(&shared), [""; 0]);
    one.ok(&["settle", "--resend"]);
    one.ok(&["send"]);
    assert_eq!(server.taken_once(), LETTERS as u64);
    assert_eq!(fates(&one, LETTERS), (held_back, told));
}

#[test]
fn a_claim_that_came_to_nothing_is_withdrawn() {
    const LETTERS: usize = 6;
    let (shared, server) = (tempfile::tempdir().unwrap(), hanging());
    let [(one, of_one), (two, of_two)] = rivals(&shared, &server, &networks(LETTERS));
    killed(&one, &of_one, &server);
    assert_eq!(about_to_tell(&shared).len(), LETTERS);
    two.ok(&["send", "--approve", &of_two]);
    assert_eq!(fates(&two, LETTERS), (0, LETTERS as u64));
    let plan = two.run(&["plan"]).done();
    assert!(plan.stdout.contains("nothing to plan"), "{}", plan.transcript());

    // The first one may not write to the last contact any more: the other tells it.
    one.ok(&["suppress", "add", "net-5.example"]);
    one.run(&["send"]).ends(1);
    assert_eq!(about_to_tell(&shared), [""; 0]);
    let digest = two.plan(&[]);
    two.ok(&["send", "--approve", &digest]);
    assert_eq!(two.letters("accepted"), 1);
    let last = server.record().taken.pop().unwrap();
    assert_eq!(last.to, ["abuse@net-5.example"]);
    // All but the one whose outcome is unknown.
    assert_eq!(server.taken_once(), LETTERS as u64 - 1);
}

#[test]
fn what_a_lost_campaign_was_about_to_tell_counts_as_told_for_as_long_as_that() {
    const LETTERS: usize = 6;
    let (shared, server) = (tempfile::tempdir().unwrap(), hanging());
    let some = networks(LETTERS);
    let (one, of_one) = planned(1, &shared, &server.url(), &some);
    killed(&one, &of_one, &server);
    fs::remove_dir_all(one.path("")).unwrap();

    let mut two = Campaign::with_settings(&format!(
        "{SENDER}\n[limits]\nrenotify_after = 30\nhistory = \"{}/history.sqlite\"\n[gateway]\nurl = \"{}\"\n",
        shared.path().display(),
        server.url()
    ));
    two.flag(&some);
    two.run(&["import", "flagged.csv"]).done();
    two.run(&["resolve", "--offline"]).done();
    for (day, letters) in [("2026-11-21", 0), ("2026-12-20", 0), ("2026-12-23", LETTERS)] {
        two.at(&format!("{day}T14:05:00Z"));
        let plan = two.json(&["plan"]);
        assert_eq!(plan["letters"], letters, "{day}: {plan}");
    }
    let plan = two.json(&["plan"]);
    two.ok(&["send", "--approve", plan["digest"].as_str().unwrap()]);
    let told: BTreeSet<String> = server
        .record()
        .taken
        .into_iter()
        .flat_map(|taken| taken.to)
        .collect();
    assert_eq!(told.len(), LETTERS);
    // Long after, the entries of the lost one are still there: no one takes back what somebody else noted.
    assert_eq!(about_to_tell(&shared).len(), LETTERS);
}
