//! Returned mail: letters to a real Postfix that bounces some, delays some and delivers some; what comes back is picked
//! up from its Maildir or from a real Dovecot, and the next plan writes to the next contact.

use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::support::{Campaign, Dovecot, PASSWORD, Postfix, SENDER, run_tool, tool};

/// Three networks whose mailboxes do not work or wait, each within a larger one whose mailbox works; and one that works.
const REGISTRY: &str = "\
inetnum:        192.0.2.0 - 192.0.2.255
netname:        BIG-ONE
country:        GB
abuse-c:        AR1-TEST
source:         TEST

inetnum:        192.0.2.0 - 192.0.2.15
netname:        SMALL-ONE
country:        GB
abuse-c:        AR2-TEST
source:         TEST

inetnum:        198.51.100.0 - 198.51.100.255
netname:        LONELY
country:        GB
abuse-c:        AR3-TEST
source:         TEST

inetnum:        203.0.113.0 - 203.0.113.127
netname:        SLOW
country:        GB
abuse-c:        AR4-TEST
source:         TEST

inetnum:        203.0.113.128 - 203.0.113.255
netname:        FINE
country:        GB
abuse-c:        AR5-TEST
source:         TEST

role:           Big
abuse-mailbox:  abuse@big.example
nic-hdl:        AR1-TEST
source:         TEST

role:           Small
abuse-mailbox:  abuse@small.dead.example
nic-hdl:        AR2-TEST
source:         TEST

role:           Lonely
abuse-mailbox:  abuse@lonely.dead.example
nic-hdl:        AR3-TEST
source:         TEST

role:           Slow
abuse-mailbox:  abuse@isp.slow.example
nic-hdl:        AR4-TEST
source:         TEST

role:           Fine
abuse-mailbox:  abuse@fine.example
nic-hdl:        AR5-TEST
source:         TEST
";

const FLAGGED: &str = "ip,port,exposure,timestamp
192.0.2.5,25,open-relay,2026-11-20T08:00:00Z
192.0.2.9,25,open-relay,2026-11-20T08:00:00Z
198.51.100.7,25,open-relay,2026-11-20T08:00:00Z
203.0.113.1,25,open-relay,2026-11-20T08:00:00Z
203.0.113.200,25,open-relay,2026-11-20T08:00:00Z
";

fn campaign(gateway: &str, more: &str) -> Campaign {
    let campaign = Campaign::with_settings(&format!("{SENDER}\n[gateway]\n{gateway}\n{more}\n"));
    campaign.write("registry.rpsl", REGISTRY);
    campaign.write("flagged.csv", FLAGGED);
    campaign.ok(&["import", "flagged.csv"]);
    campaign.ok(&["contacts", "import", "registry.rpsl"]);
    campaign
}

/// Letters of the first round through a real Postfix, which returns two and is late with one.
fn through(postfix: &Postfix, more: &str) -> Campaign {
    let gateway = format!(
        "url = \"{}\"\ntls = \"starttls\"\nca_file = \"{}\"",
        postfix.url(),
        postfix.authority().display()
    );
    let campaign = campaign(&gateway, more);
    let digest = campaign.plan(&[]);
    campaign.ok(&["send", "--approve", &digest]);
    assert_eq!(campaign.letters("accepted"), 4);
    // Two that come back, and one notice of delay.
    postfix.wait_for_returned(3);
    campaign
}

/// The state after the three messages were read, whatever way.
fn judge(campaign: &Campaign, postfix: &Postfix, read: &Value) {
    assert_eq!(
        read["kinds"],
        serde_json::json!({"failed": 2, "delayed": 1}),
        "{read}"
    );
    assert_eq!(
        read["follows"],
        serde_json::json!({"bounced": 2, "noted": 1}),
        "{read}"
    );
    assert_eq!(
        (campaign.letters("bounced"), campaign.letters("accepted")),
        (2, 2)
    );
    let status = campaign.ok(&["status"]).stdout;
    assert!(
        status.contains("returned    3 messages: 1 delayed, 2 failed"),
        "{status}"
    );
    assert!(
        status.contains("5.1.1") && status.contains("there is no such mailbox"),
        "{status}"
    );
    let list = campaign.ok(&["suppress", "list"]).stdout;
    for mailbox in ["abuse@small.dead.example", "abuse@lonely.dead.example"] {
        assert!(list.contains(mailbox), "{list}");
    }
    assert!(list.contains("bounce") && !list.contains("slow"), "{list}");

    // The next plan: the alternate gets what the dead one was to be told; who has none is named to a person.
    let plan = campaign.json(&["plan"]);
    assert_eq!(
        (&plan["letters"], &plan["addresses"]),
        (&1.into(), &2.into()),
        "{plan}"
    );
    let attention = plan["attention"].to_string();
    assert!(
        attention.contains("abuse@big.example instead of abuse@small.dead.example"),
        "{plan}"
    );
    assert!(
        attention.contains("nobody else is sure enough, such as abuse@lonely.dead.example"),
        "{plan}"
    );
    let preview = campaign.ok(&["preview", "--all"]).stdout;
    assert!(preview.contains("To: abuse@big.example"), "{preview}");
    assert!(
        preview.contains("instead of abuse@small.dead.example, from which letters come back"),
        "{preview}"
    );
    let story = campaign.ok(&["contacts", "explain", "192.0.2.5"]).stdout;
    assert!(story.contains("Write to abuse@big.example"), "{story}");
    assert!(
        story.contains("lost because letters to it come back (returned: "),
        "{story}"
    );
    let story = campaign.ok(&["contacts", "explain", "198.51.100.7"]).stdout;
    assert!(
        story.contains("No letter goes to abuse@lonely.dead.example"),
        "{story}"
    );
    let digest = plan["digest"].as_str().unwrap();
    campaign.ok(&["send", "--approve", digest]);
    let recipients: Vec<String> = postfix
        .mailboxes(2)
        .into_iter()
        .map(|(recipient, _)| recipient)
        .collect();
    assert!(
        recipients.contains(&"abuse@big.example".to_owned()),
        "{recipients:?}"
    );
    assert!(
        recipients.contains(&"abuse@fine.example".to_owned()),
        "{recipients:?}"
    );
}

fn files(folder: &std::path::Path) -> usize {
    ["new", "cur"]
        .iter()
        .map(|part| fs::read_dir(folder.join(part)).map_or(0, Iterator::count))
        .sum()
}

#[test]
fn what_postfix_returns_is_read_from_its_maildir() {
    let postfix = Postfix::start(false);
    let campaign = through(&postfix, "");
    let maildir = postfix.returned();
    let place = maildir.to_str().unwrap();
    let before = files(&maildir);
    let read = campaign.json(&["bounces", place]);
    judge(&campaign, &postfix, &read);
    assert!(files(&maildir) >= before, "nothing is deleted");
    assert_eq!(
        fs::read_dir(maildir.join("cur")).unwrap().count(),
        3,
        "they are marked as seen"
    );
    // Again: every message counts once.
    let again = campaign.json(&["bounces", place]);
    assert_eq!(again["follows"].get("bounced"), None, "{again}");
    assert!(again["known"].as_u64().unwrap() >= 3, "{again}");
    assert_eq!(campaign.letters("bounced"), 2);
}

#[test]
fn what_postfix_returns_is_read_from_a_real_imap_server() {
    let postfix = Postfix::start(false);
    let certificate = postfix.authority();
    let settings = format!(
        "[bounces]\npassword_file = \"imap-password\"\nca_file = \"{}\"\nmove_to = \"Read mail\"\n",
        certificate.display()
    );
    let campaign = through(&postfix, &settings);
    let maildir = postfix.returned();
    let dovecot = Dovecot::start(&maildir, &postfix.certificates());

    campaign.write("imap-password", "wrong\n");
    let run = campaign.run(&["bounces", &dovecot.url()]).ends(3);
    assert!(run.stderr.contains("refuses LOGIN"), "{}", run.transcript());
    campaign.write("imap-password", format!("{PASSWORD}\n"));
    // A message that is none of ours stays where it is, unmarked.
    let spam = maildir.join("new/1.spam.example");
    fs::write(&spam, "From: deals@shop.example\nSubject: watches\n\nBuy now\n").unwrap();
    std::os::unix::fs::chown(&spam, Some(65534), Some(65534)).unwrap();
    let run = campaign.run(&["--json", "bounces", &dovecot.url()]);
    assert!(
        matches!(run.code, Some(0 | 1)),
        "{}\n{}",
        run.transcript(),
        dovecot.log()
    );
    assert!(!run.transcript().contains("battery"), "the password shows");
    let read: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(read["follows"]["unrelated"], 1, "{read}");
    let mut ours = read.clone();
    ours["follows"].as_object_mut().unwrap().remove("unrelated");
    judge(&campaign, &postfix, &ours);

    let moved = maildir.join(".Read mail/cur");
    let names: Vec<String> = fs::read_dir(&moved)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(names.len(), 3, "{names:?}");
    assert!(
        names
            .iter()
            .all(|name| name.rsplit_once(":2,").unwrap().1.contains('S')),
        "{names:?}"
    );
    let left: Vec<String> = fs::read_dir(maildir.join("cur"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert!(
        left.iter()
            .any(|name| name.contains("spam") && !name.ends_with('S')),
        "{left:?}"
    );
    let again = campaign.json(&["bounces", &dovecot.url()]);
    assert_eq!(again["follows"].get("bounced"), None, "{again}");
}

#[test]
fn an_imap_server_with_a_strangers_certificate_gets_no_password() {
    let postfix = Postfix::start(false);
    fs::create_dir_all(postfix.returned().join("new")).unwrap();
    let dovecot = Dovecot::start(&postfix.returned(), &postfix.certificates());
    let settings = format!("[bounces]\nca_file = \"{}\"\n", postfix.stranger().display());
    let campaign = campaign("url = \"outbox:outbox\"", &settings);
    campaign.write("password", PASSWORD);
    let run = campaign
        .run(&["bounces", "--password-file", "password", &dovecot.url()])
        .ends(3);
    assert!(
        run.stderr.contains("no connection") && run.stderr.contains("certificate"),
        "{}",
        run.transcript()
    );
    assert!(!dovecot.log().contains("Login"), "{}", dovecot.log());
}

/// A campaign whose letters lie in its outbox, and the letter to one of its contacts.
fn sent(more: &str) -> (Campaign, Value) {
    let campaign = campaign("url = \"outbox:outbox\"", more);
    let digest = campaign.plan(&[]);
    campaign.ok(&["send", "--approve", &digest]);
    let letter = letter_to(&campaign, "abuse@small.dead.example");
    (campaign, letter)
}

fn letter_to(campaign: &Campaign, contact: &str) -> Value {
    let run = campaign.ok(&["--json", "preview", "--contact", contact]);
    serde_json::from_str::<Value>(&run.stdout).unwrap()["letter"].clone()
}

/// A delivery report about a letter, to this return path.
pub(crate) fn report(letter: &Value, to: &str, action: &str, status: &str, id: &str) -> String {
    let text = |key: &str| letter[key].as_str().unwrap();
    format!(
        "Return-Path: <>\nFrom: MAILER-DAEMON@mx.example\nTo: <{to}>\nSubject: Report\nMessage-ID: <{id}@mx.example>\n\
         MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n\
         --b\nContent-Type: text/plain\n\nSee below.\n\
         --b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\nOriginal-Envelope-Id: {}\n\n\
         Final-Recipient: rfc822; {}\nAction: {action}\nStatus: {status}\nDiagnostic-Code: smtp; 550 {status} as it is\n\n\
         --b\nContent-Type: text/rfc822-headers\n\nMessage-ID: {}\nSubject: [{}]\n\n--b--\n",
        text("reference"),
        text("recipient"),
        text("message_id"),
        text("reference")
    )
}

fn text<'l>(letter: &'l Value, key: &str) -> &'l str {
    letter[key].as_str().unwrap()
}

#[test]
fn forged_bounces_suppress_nobody() {
    let (campaign, letter) = sent("");
    let path = text(&letter, "envelope_from");
    let (local, domain) = path.rsplit_once('@').unwrap();
    let last = if local.ends_with('0') { '1' } else { '0' };
    let forged = format!("{}{last}@{domain}", &local[..local.len() - 1]);
    // A genuine token of another campaign, whose key is another.
    let other = Campaign::with_settings(&format!("{SENDER}\n[gateway]\nurl = \"outbox:outbox\"\n"));
    other.write("registry.rpsl", REGISTRY);
    other.write("flagged.csv", FLAGGED);
    let with_key = |arguments: &[&str]| {
        let run = other
            .command(arguments)
            .env("FOREWARN_KEY", "ab".repeat(32))
            .output()
            .unwrap();
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        run.stdout
    };
    with_key(&["import", "flagged.csv"]);
    with_key(&["contacts", "import", "registry.rpsl"]);
    with_key(&["resolve", "--offline"]);
    other.run(&["plan"]).done();
    let theirs = letter_to(&other, "abuse@small.dead.example");

    campaign.write(
        "1",
        report(&letter, "bounces@cert.example", "failed", "5.1.1", "1"),
    );
    campaign.write("2", report(&letter, &forged, "failed", "5.1.1", "2"));
    campaign.write(
        "3",
        report(&theirs, text(&theirs, "envelope_from"), "failed", "5.1.1", "3"),
    );
    let another = report(&letter, path, "failed", "5.1.1", "4")
        .replace(text(&letter, "message_id"), "<other@x.example>");
    campaign.write("4", another);
    let read = campaign.json(&["bounces", "1", "2", "3", "4"]);
    assert_eq!(
        read["follows"],
        serde_json::json!({"doubtful": 3, "foreign": 1}),
        "{read}"
    );
    assert_eq!(read["for_people"], 3, "{read}");
    assert_eq!(
        (campaign.letters("accepted"), campaign.letters("bounced")),
        (4, 0)
    );
    assert!(
        campaign
            .ok(&["suppress", "list"])
            .stdout
            .contains("nothing is suppressed")
    );
    // A letter that was planned and never left cannot come back, whatever token there is.
    let later = campaign;
    later.write("more.csv", FLAGGED.replace("192.0.2.9,", "192.0.2.11,"));
    let digest = later.plan(&["more.csv"]);
    let letter = letter_to(&later, "abuse@small.dead.example");
    later.write(
        "5",
        report(&letter, text(&letter, "envelope_from"), "failed", "5.1.1", "5"),
    );
    let read = later.json(&["bounces", "5"]);
    assert_eq!(read["follows"], serde_json::json!({"doubtful": 1}), "{read}");
    // And the genuine one does suppress, or all this would show nothing.
    later.ok(&["send", "--approve", &digest]);
    let letter = letter_to(&later, "abuse@small.dead.example");
    later.write(
        "6",
        report(&letter, text(&letter, "envelope_from"), "failed", "5.1.1", "6"),
    );
    assert_eq!(
        later.json(&["bounces", "6"])["follows"],
        serde_json::json!({"bounced": 1})
    );
}

#[test]
fn a_wish_not_to_be_written_to_holds_at_once_and_in_every_campaign() {
    let shared = tempfile::tempdir().unwrap();
    let list = shared.path().join("suppressions.csv");
    let settings = format!("[suppressions]\nshared = \"{}\"\n", list.display());
    let (one, letter) = sent(&settings);
    let two = campaign("url = \"outbox:outbox\"", &settings);
    let digest = two.plan(&[]);
    assert_eq!(two.letters("planned"), 4);
    one.write(
        "stop",
        format!(
            "From: {}\nTo: campaign@cert.example\nSubject: stop {}\nMessage-ID: <s@x.example>\n\n",
            text(&letter, "recipient"),
            text(&letter, "reference")
        ),
    );
    let read = one.json(&["bounces", "stop"]);
    assert_eq!(read["follows"], serde_json::json!({"opted-out": 1}), "{read}");
    assert!(
        fs::read_to_string(&list)
            .unwrap()
            .contains("abuse@small.dead.example,opt-out,")
    );
    // The other campaign's letter was planned and approved before: it is held back all the same.
    two.ok(&["send", "--approve", &digest]);
    assert_eq!((two.letters("suppressed"), two.letters("accepted")), (1, 3));
    // Nobody is gone around: the alternate is not written to.
    let plan = two.json(&["plan"]);
    assert_eq!(plan["letters"], 0, "{plan}");
    assert!(
        two.ok(&["suppress", "list"])
            .stdout
            .contains("shared by campaign")
    );
    // A wish on the operator's word reaches the others too, networks and ASes included.
    two.ok(&[
        "suppress",
        "add",
        "203.0.113.0/24",
        "AS64500",
        "--reason",
        "by telephone",
    ]);
    assert!(
        fs::read_to_string(&list)
            .unwrap()
            .contains("203.0.113.0/24,operator,by telephone")
    );
    assert_eq!(one.status()["addresses"]["suppressed"], 4);
    // A list that cannot be read stops everything.
    fs::write(&list, "nonsense\n").unwrap();
    let run = one.run(&["plan"]).ends(2);
    assert!(
        run.stderr.contains("suppressions.csv") && run.stderr.contains("first line"),
        "{}",
        run.transcript()
    );
    one.run(&["send"]).ends(2);
}

#[test]
fn a_report_settles_a_letter_whose_outcome_is_unknown() {
    let (campaign, letter) = sent("");
    let other = letter_to(&campaign, "abuse@fine.example");
    run_tool(
        Command::new(tool("sqlite3"))
            .arg(campaign.path("ledger.sqlite"))
            .arg("UPDATE letter SET state = 'unknown', words = 'lost'"),
    );
    campaign.write(
        "failed",
        report(&letter, text(&letter, "envelope_from"), "failed", "5.1.1", "1"),
    );
    campaign.write(
        "delivered",
        report(&other, text(&other, "envelope_from"), "delivered", "2.0.0", "2"),
    );
    let lonely = letter_to(&campaign, "abuse@lonely.dead.example");
    campaign.write(
        "claim",
        report(&lonely, "bounces@cert.example", "failed", "5.1.1", "3"),
    );
    let read = campaign.json(&["bounces", "failed", "delivered", "claim"]);
    assert_eq!(read["proven"], 2, "{read}");
    assert_eq!(
        (
            campaign.letters("bounced"),
            campaign.letters("delivered"),
            campaign.letters("unknown")
        ),
        (1, 1, 2)
    );
    let settle = campaign.run(&["settle"]).ends(1).stdout;
    assert!(
        settle.contains("2 letters") && settle.contains("speaks for --assume-sent"),
        "{settle}"
    );
    assert!(settle.contains(text(&lonely, "reference")), "{settle}");
}

#[test]
fn the_same_message_counts_once_wherever_it_lies() {
    let (campaign, letter) = sent("");
    let path = text(&letter, "envelope_from");
    let one = report(&letter, path, "delayed", "4.4.1", "1");
    let two = report(&letter, path, "failed", "5.7.1", "2");
    campaign.write("one", &one);
    campaign.write("mbox", format!("From x Sat\n{one}\nFrom y Sat\n{two}\n"));
    fs::create_dir_all(campaign.path("box/new")).unwrap();
    campaign.write("box/new/1", one.replace('\n', "\r\n"));
    // Another copy on another way: other trace fields, the same Message-ID.
    campaign.write("box/new/2", format!("Received: by elsewhere\n{two}"));
    let read = campaign.json(&["bounces", "one", "mbox", "box"]);
    assert_eq!(read["messages"], 5, "{read}");
    assert_eq!(
        read["kinds"],
        serde_json::json!({"delayed": 1, "failed": 1}),
        "{read}"
    );
    assert_eq!(read["other_reasons"], 1, "{read}");
    let known = read["known"].as_u64().unwrap() + read["follows"]["repeated"].as_u64().unwrap();
    assert_eq!(known, 3, "{read}");
    let mut child = campaign
        .command(&["--json", "bounces", "-"])
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(one.as_bytes()).unwrap();
    let read: Value = serde_json::from_slice(&child.wait_with_output().unwrap().stdout).unwrap();
    assert_eq!(
        (&read["messages"], &read["known"]),
        (&1.into(), &1.into()),
        "{read}"
    );
    // An address that is not to blame is suppressed here; a shared list would not learn of it.
    assert!(campaign.ok(&["suppress", "list"]).stdout.contains("5.7.1"));
    // Once the operator says that it works, the letter is written again: the first one never arrived.
    campaign.ok(&["suppress", "remove", text(&letter, "recipient")]);
    let plan = campaign.json(&["plan"]);
    assert_eq!(plan["letters"], 1, "{plan}");
    assert!(
        campaign
            .ok(&["preview"])
            .stdout
            .contains("To: abuse@small.dead.example")
    );
}

#[test]
fn sources_that_cannot_be_read_are_told() {
    let campaign = campaign("url = \"outbox:outbox\"", "");
    for (arguments, code, words) in [
        (vec!["bounces"], 2, "no source"),
        (vec!["bounces", "missing"], 2, "missing"),
        (vec!["bounces", "registry"], 2, "no Maildir"),
        (vec!["bounces", "imap://a@b/INBOX"], 2, "only imaps://"),
        (
            vec!["bounces", "imaps://a@127.0.0.1:1/INBOX"],
            2,
            "needs a password",
        ),
    ] {
        let run = campaign.run(&arguments).ends(code);
        assert!(run.stderr.contains(words), "{}", run.transcript());
    }
    campaign.write("password", "x\n");
    campaign
        .run(&[
            "bounces",
            "--password-file",
            "password",
            "imaps://a@127.0.0.1:1/INBOX",
        ])
        .ends(3);
}
