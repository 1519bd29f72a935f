//! How fast letters go, and when: working hours, a rate for each domain, restarts, and the stop at too many refusals.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use forewarn::gateway::peer::{Act, Moment, Script};

use crate::support::{Campaign, SENDER, Scripted};

/// A campaign with one contact, in one country, for each address; `settings` follow `[gateway] url`.
fn campaign(gateway: &str, settings: &str, contacts: &[(&str, &str)]) -> (Campaign, String) {
    let campaign =
        Campaign::with_settings(&format!("{SENDER}\n[gateway]\nurl = \"{gateway}\"\n{settings}\n"));
    let mut rules = "match,contact\n".to_owned();
    let mut flagged = "ip,exposure,country\n".to_owned();
    for (number, (contact, country)) in contacts.iter().enumerate() {
        let _ = writeln!(rules, "192.0.2.{number},{contact}");
        let _ = writeln!(flagged, "192.0.2.{number},open-relay,{country}");
    }
    campaign.write("contacts.csv", rules);
    campaign.write("flagged.csv", flagged);
    let digest = campaign.plan(&["flagged.csv"]);
    (campaign, digest)
}

const OFFICE: &str = "[pace]\nhours = \"09:00-17:00\"";

#[test]
fn letters_wait_for_the_working_hours_of_their_country() {
    let contacts = [
        ("a@one.example", "FR"),
        ("b@two.example", "IR"),
        ("c@three.example", "FR"),
    ];
    let (mut campaign, digest) = campaign("outbox:outbox", OFFICE, &contacts);
    // A Saturday, which is a working day in Tehran.
    campaign.at("2026-11-21T10:00:00Z");
    let run = campaign.run(&["send", "--approve", &digest]).ends(1);
    assert_eq!(
        run.stdout,
        "outbox:outbox: 1 accepted\n2 letters left to send\n\
         2 letters wait to people in FR until they work again: Mon 2026-11-23 09:00 Europe/Paris\n\
         send them from 2026-11-23T08:00:00Z on: forewarn send\n"
    );
    let letter = campaign.ok(&["preview", "--contact", "b@two.example"]);
    assert!(
        letter.stdout.contains("===== accepted ====="),
        "{}",
        letter.transcript()
    );
    campaign.at("2026-11-23T08:00:00Z");
    campaign.ok(&["send"]);
    assert_eq!(campaign.letters("accepted"), 3);
}

#[test]
fn a_send_that_may_wait_goes_on_when_people_work() {
    let (mut campaign, digest) = campaign("outbox:outbox", OFFICE, &[("a@one.example", "FR")]);
    campaign.at("2026-11-23T07:59:58Z");
    campaign.ok(&["send", "--approve", &digest, "--wait", "1"]);
    assert_eq!(campaign.letters("accepted"), 1);
}

#[test]
fn a_domain_that_had_a_letter_lets_others_go_first() {
    let server = Scripted::start(Script::default());
    let contacts = [
        ("a@big.example", ""),
        ("b@big.example", ""),
        ("c@big.example", ""),
        ("a@small.example", ""),
        ("a@other.example", ""),
    ];
    let (campaign, digest) = campaign(&server.url(), "[pace]\nper_domain = 3600", &contacts);
    let began = Instant::now();
    campaign.ok(&["send", "--approve", &digest]);
    assert!(began.elapsed() >= Duration::from_secs(2), "{:?}", began.elapsed());
    let record = server.record();
    let domain = |to: &str| to.split_once('@').map(|(_, domain)| domain.to_owned());
    let mut order: Vec<String> = record
        .taken
        .iter()
        .filter_map(|taken| domain(&taken.to[0]))
        .collect();
    assert_eq!(order.split_off(3), ["big.example", "big.example"]);
    order.sort();
    assert_eq!(order, ["big.example", "other.example", "small.example"]);
}

#[test]
fn a_restart_keeps_the_pace() {
    let contacts = [
        ("a@one.example", ""),
        ("b@two.example", ""),
        ("c@three.example", ""),
    ];
    // One letter in two seconds.
    let (campaign, digest) = campaign("outbox:outbox", "rate = 30", &contacts);
    campaign.ok(&["send", "--approve", &digest, "--limit", "1"]);
    for _ in 0..2 {
        let began = Instant::now();
        campaign.ok(&["send", "--limit", "1"]);
        assert!(began.elapsed() >= Duration::from_secs(2), "{:?}", began.elapsed());
    }
    assert_eq!(campaign.letters("accepted"), 3);
}

#[test]
fn too_many_refusals_stop_the_campaign_until_a_person_lets_it_go_on() {
    let refuse = || [Act::say("550 5.7.1 not wanted")];
    let script = [2, 4, 6].into_iter().fold(Script::default(), |script, nth| {
        script.on_nth(Moment::Rcpt, nth, refuse())
    });
    let server = Scripted::start(script);
    let addresses: Vec<String> = (0..14).map(|n| format!("a@d{n}.example")).collect();
    let contacts: Vec<(&str, &str)> = addresses.iter().map(|address| (address.as_str(), "")).collect();
    let settings = "connections = 1\n[pace]\nstop_refused = 20\nof_last = 10";
    let (campaign, digest) = campaign(&server.url(), settings, &contacts);
    let run = campaign.run(&["send", "--approve", &digest]).ends(3);
    assert!(
        run.stderr
            .contains("3 of the last 10 letters were refused or came back")
            && run.stderr.contains("send --go-on"),
        "{}",
        run.transcript()
    );
    assert_eq!(
        (campaign.letters("accepted"), campaign.letters("planned")),
        (7, 4)
    );
    // Nothing goes on by itself.
    let run = campaign.run(&["send"]).ends(3);
    assert!(
        run.stderr.contains("sending was stopped on"),
        "{}",
        run.transcript()
    );
    assert_eq!(campaign.letters("planned"), 4);
    campaign.ok(&["send", "--go-on"]);
    assert_eq!(campaign.letters("accepted"), 11);
}

#[test]
fn the_dry_run_prints_the_schedule() {
    let addresses: Vec<String> = (0..90).map(|n| format!("a{n}@d{}.example", n / 2)).collect();
    let contacts: Vec<(&str, &str)> = addresses.iter().map(|address| (address.as_str(), "FR")).collect();
    let settings = "rate = 1\n[pace]\nhours = \"09:00-10:00\"\nper_domain = 60";
    let (mut campaign, _) = campaign("outbox:outbox", settings, &contacts);
    campaign.at("2026-11-23T08:30:00Z");
    let run = campaign.ok(&["send", "--dry-run"]);
    assert_eq!(
        run.stdout,
        "90 letters would go to outbox:outbox; nothing was sent (see them with: forewarn preview)\n\
         from (UTC)             letters  \n--------------------------------\n\
         Mon 2026-11-23 08:00        30  \nTue 2026-11-24 08:00        60  \n\
         the last one goes on Tue 2026-11-24 at 08:59 UTC, in 1 day, if the gateway takes each at once\n\
         45 recipient domains with more than one letter; most go to d0.example (2)\n"
    );
    let schedule = &campaign.json(&["send", "--dry-run"])["schedule"];
    assert_eq!(schedule["hours"][1]["letters"], 60, "{schedule}");
    assert_eq!(campaign.letters("planned"), 90);
}
