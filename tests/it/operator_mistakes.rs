//! The usual mistakes, and exactly what is said about them: the transcript of each run with its exit code.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::Stdio;
use std::time::Duration;

use insta::assert_snapshot;

use crate::support::{Campaign, Run, SENDER, free_port, hermetic, networks, wait_for};

/// The transcript, without the numbers that differ from run to run.
fn transcript(run: &Run) -> String {
    let mut text = String::new();
    let mut rest = run.transcript();
    for mark in ["process ", "127.0.0.1:"] {
        while let Some(at) = rest.find(mark) {
            let (before, after) = rest.split_at(at + mark.len());
            text.push_str(before);
            text.push_str("[N]");
            rest = after.trim_start_matches(|c: char| c.is_ascii_digit()).to_owned();
        }
        text.push_str(&rest);
        rest = std::mem::take(&mut text);
    }
    rest
}

/// A campaign with one contact and one flagged address.
fn small() -> Campaign {
    let campaign = Campaign::new();
    campaign.flag(&networks(1));
    campaign
}

#[test]
fn no_campaign_folder() {
    let campaign = Campaign::empty();
    fs::create_dir(campaign.path("")).unwrap();
    assert_snapshot!(transcript(&campaign.run(&["status"])), @r"
    $ forewarn status
    --- stderr
    error: ./campaign.toml does not exist
    hint: go to the campaign's folder, name it with -C DIR, or make one with: forewarn init DIR
    --- ended with 2
    ");
    assert_snapshot!(transcript(&campaign.run(&["-C", "elsewhere", "import", "flagged.csv"])), @r"
    $ forewarn -C elsewhere import flagged.csv
    --- stderr
    error: elsewhere/campaign.toml does not exist
    hint: go to the campaign's folder, name it with -C DIR, or make one with: forewarn init DIR
    --- ended with 2
    ");
}

#[test]
fn an_unknown_key_in_the_settings() {
    let campaign = Campaign::with_settings(&format!("{SENDER}\n[gateway]\nulr = \"outbox:outbox\"\n"));
    assert_snapshot!(transcript(&campaign.run(&["status"])), @r#"
    $ forewarn status
    --- stderr
    error: ./campaign.toml: TOML parse error at line 20, column 1
       |
    20 | ulr = "outbox:outbox"
       | ^^^
    unknown field `ulr`, expected one of `url`, `tls`, `username`, `password_file`, `connections`, `rate`, `hello_name`, `ca_file`, `letters_per_connection`
    --- ended with 2
    "#);
}

#[test]
fn a_command_that_does_not_exist() {
    assert_snapshot!(transcript(&small().run(&["sned"])), @r"
    $ forewarn sned
    --- stderr
    error: unrecognized subcommand 'sned'

      tip: a similar subcommand exists: 'send'

    Usage: forewarn [OPTIONS] <COMMAND>

    For more information, try '--help'.
    --- ended with 2
    ");
}

#[test]
fn init_in_a_folder_that_is_used() {
    let campaign = Campaign::new();
    assert_snapshot!(transcript(&campaign.run(&["init", "."])), @r"
    $ forewarn init .
    --- stderr
    error: . is not empty: it holds campaign.toml
    hint: give a folder that is empty or does not exist: nothing is ever overwritten
    --- ended with 2
    ");
}

#[test]
fn a_sender_that_is_not_filled_in() {
    let campaign = Campaign::empty();
    fs::create_dir(campaign.path("")).unwrap();
    campaign.ok(&["init", "mine"]);
    let inside = |arguments: &[&str]| {
        let arguments: Vec<&str> = ["-C", "mine"].iter().chain(arguments).copied().collect();
        campaign.run(&arguments)
    };
    // A campaign that was made by init may use no special networks: an address of no documentation network, which
    // nobody is ever written to about.
    campaign.write("flagged.csv", "ip,exposure\n192.0.2.1,open-relay\n");
    let settings = campaign.read("mine/campaign.toml");
    campaign.write(
        "mine/campaign.toml",
        settings + "\n[allow]\nnetworks = [\"192.0.2.0/24\"]\ndomains = [\"example\"]\n",
    );
    campaign.write(
        "mine/contacts.csv",
        "match,contact,language,action,note\n192.0.2.0/24,abuse@one.example,,notify,\n",
    );
    inside(&["import", "flagged.csv"]).ends(0);
    inside(&["resolve", "--offline"]).ends(0);
    assert_snapshot!(transcript(&inside(&["plan"])), @r"
    $ forewarn -C mine plan
    --- stderr
    error: campaign.toml does not say who writes: sender.organisation, sender.address, sender.postal_address, sender.phone, sender.verify_url, links.info, links.fix not set
    hint: the letter shows them, so that its reader can tell who writes and where to find help
    --- ended with 2
    ");
}

#[test]
fn import_of_a_file_that_is_not_there() {
    assert_snapshot!(transcript(&small().run(&["import", "flaged.csv"])), @r"
    $ forewarn import flaged.csv
    --- stderr
    error: cannot read flaged.csv
      because: No such file or directory (os error 2)
    hint: is the name right? nothing of that name is there
    --- ended with 2
    ");
}

#[test]
fn import_of_a_table_without_addresses() {
    let campaign = small();
    campaign.write("people.csv", "name,city\nAda,London\n");
    assert_snapshot!(transcript(&campaign.run(&["import", "people.csv"])), @r"
    $ forewarn import people.csv
    --- stderr
    error: people.csv: no column is known to hold the addresses (columns: name, city): name it with --map COLUMN=ip, or use --format list if there is no header
    hint: is it the right file? it can be a CSV, a Shadowserver report, a list or a zone, plain or gzipped
    hint: nothing of this file was imported
    --- ended with 2
    ");
}

#[test]
fn commands_before_the_first_import() {
    let campaign = small();
    assert_snapshot!(transcript(&campaign.run(&["status"])), @r"
    $ forewarn status
    Campaign campaign
    rows        0 imported = 0 new + 0 repeated + 0 rejected
    sightings   0 on 0 addresses
    addresses   0 with a contact, 0 without, 0 suppressed
    letters     0 in 0 rounds
    next        read flagged addresses: forewarn import FILE
    --- ended with 0
    ");
    assert_snapshot!(transcript(&campaign.run(&["preview"])), @r"
    $ forewarn preview
    --- stderr
    error: ./ledger.sqlite does not exist: nothing was imported yet
    hint: begin with: forewarn import FILE
    --- ended with 2
    ");
    assert_snapshot!(transcript(&campaign.run(&["resolve", "--offline"])), @r"
    $ forewarn resolve --offline
    asked: 1 rule of contacts.csv
    0 addresses: 0 with a contact, 0 without, 0 suppressed
    --- ended with 0
    ");
    assert_snapshot!(transcript(&campaign.run(&["plan"])), @r"
    $ forewarn plan
    --- stderr
    error: nothing was imported yet
    hint: begin with: forewarn import FILE
    --- ended with 2
    ");
    assert_snapshot!(transcript(&campaign.run(&["send"])), @r"
    $ forewarn send
    --- stderr
    error: no letters are planned
    hint: make them with: forewarn plan
    --- ended with 2
    ");
}

#[test]
fn plan_before_resolve() {
    let campaign = small();
    campaign.ok(&["import", "flagged.csv"]);
    assert_snapshot!(transcript(&campaign.run(&["plan"])), @r"
    $ forewarn plan
    --- stderr
    error: no address has a contact yet
    hint: find contacts with: forewarn resolve
    --- ended with 2
    ");
}

#[test]
fn preview_before_plan() {
    let campaign = small();
    campaign.ok(&["import", "flagged.csv"]);
    campaign.ok(&["resolve", "--offline"]);
    assert_snapshot!(transcript(&campaign.run(&["preview"])), @r"
    $ forewarn preview
    --- stderr
    error: no letters are planned
    hint: make them with: forewarn plan
    --- ended with 2
    ");
}

#[test]
fn preview_of_a_letter_that_is_not_there() {
    let campaign = small();
    campaign.plan(&["flagged.csv"]);
    assert_snapshot!(transcript(&campaign.run(&["preview", "--contact", "abuse@nobody.example"])), @r"
    $ forewarn preview --contact abuse@nobody.example
    --- stderr
    error: no letter matches
    hint: see who gets one with: forewarn contacts list
    --- ended with 2
    ");
}

#[test]
fn rules_with_three_bad_lines() {
    let campaign = small();
    campaign.write(
        "contacts.csv",
        "match,contact,language,action,note\n\
         192.0.2.0/33,abuse@one.example,,notify,\n\
         192.0.2.0/24,abuse at two.example,,notify,\n\
         198.51.100.0/24,abuse@two.example,,tell,\n\
         203.0.113.0/24,abuse@three.example,,notify,fine\n",
    );
    campaign.ok(&["import", "flagged.csv"]);
    assert_snapshot!(transcript(&campaign.run(&["resolve", "--offline"])), @r#"
    $ forewarn resolve --offline
    --- stderr
    error: contacts.csv: 3 lines need a change
      line 2, column match: "192.0.2.0/33" is no match: write a network, an address, AS64500, country:FR or domain:example.net
      line 3, column contact: "abuse at two.example": this is no address: it has no @
      line 4, column action: "tell" is no action: write notify or suppress, or leave it empty for notify
    --- ended with 2
    "#);
}

#[test]
fn send_without_approval_and_without_a_terminal() {
    let campaign = small();
    let digest = campaign.plan(&["flagged.csv"]);
    let run = campaign.run(&["send"]);
    assert_snapshot!(transcript(&run).replace(&digest, "[DIGEST]"), @r"
    $ forewarn send
    --- stderr
    error: round 1 waits for approval, and there is no terminal to ask
    hint: look at its letters with: forewarn preview --all
    hint: then: forewarn send --approve [DIGEST]
    --- ended with 2
    ");
    assert!(!campaign.path("outbox").exists() || fs::read_dir(campaign.path("outbox")).unwrap().count() == 0);
}

#[test]
fn send_with_a_wrong_digest() {
    let campaign = small();
    let digest = campaign.plan(&["flagged.csv"]);
    let run = campaign.run(&["send", "--approve", "0123456789abcdef"]);
    assert_snapshot!(transcript(&run).replace(&digest, "[DIGEST]"), @r"
    $ forewarn send --approve 0123456789abcdef
    --- stderr
    error: no round has the digest 0123456789abcdef
    hint: round 1 waits; its digest is [DIGEST]
    --- ended with 2
    ");
    // Too few digits could mean another round.
    let run = campaign.run(&["send", "--approve", &digest[..4]]);
    assert_snapshot!(transcript(&run).replace(&digest[..4], "[FOUR]"), @r#"
    $ forewarn send --approve [FOUR]
    --- stderr
    error: "[FOUR]" is too short for a digest
    hint: give at least its first eight digits, as plan and status print it
    --- ended with 2
    "#);
    assert_eq!(campaign.letters("planned"), 1);
}

#[test]
fn a_gateway_that_refuses_connections() {
    let campaign = Campaign::with_gateway(&format!("url = \"smtp://127.0.0.1:{}\"", free_port()));
    campaign.flag(&networks(1));
    let digest = campaign.plan(&["flagged.csv"]);
    assert_snapshot!(transcript(&campaign.run(&["send", "--approve", &digest[..8]])).replace(&digest[..8], "[DIGEST]"), @r"
    $ forewarn send --approve [DIGEST]
    --- stderr
    error: the gateway takes no letters: no connection to the gateway: Connection refused (os error 111)
    hint: nothing was lost: run forewarn send again when it is back, or let it wait with --wait MINUTES
    hint: in this run: nothing was sent
    --- ended with 3
    ");
    assert_eq!(campaign.letters("planned"), 1);
}

#[test]
fn a_gateway_url_with_a_password_in_it() {
    let campaign = Campaign::with_gateway("url = \"smtp://me:hunter2@mail.example:587\"");
    campaign.flag(&networks(1));
    campaign.run(&["import", "flagged.csv"]);
    campaign.run(&["resolve"]);
    let run = campaign.run(&["plan"]);
    assert!(!run.stderr.contains("hunter2"), "{}", run.transcript());
    assert_snapshot!(transcript(&run), @r"
    $ forewarn plan
    --- stderr
    error: [gateway] url: a gateway URL holds no user name or password: use `username` and `password_file`
    --- ended with 2
    ");
}

#[test]
fn two_processes_at_once() {
    let campaign = small();
    // An import that waits for its input holds the ledger.
    let mut first = campaign
        .command(&["import", "-", "--source", "standard input"])
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    wait_for("the lock", Duration::from_secs(20), || {
        fs::read_to_string(campaign.path("ledger.lock")).is_ok_and(|text| text.contains("process"))
    });
    let second = campaign.run(&["import", "flagged.csv"]);
    assert!(
        second.stderr.contains(&first.id().to_string()),
        "{}",
        second.transcript()
    );
    assert_snapshot!(transcript(&second), @r"
    $ forewarn import flagged.csv
    --- stderr
    error: another forewarn works on this ledger: process [N], forewarn import, since 2026-11-21T14:05:00Z
    hint: wait until it has ended; two at a time could send a letter twice
    --- ended with 3
    ");

    // Looking is allowed meanwhile, and the first is not disturbed.
    let mut input = first.stdin.take().unwrap();
    input.write_all(b"ip,exposure\n192.0.2.1,open-relay\n").unwrap();
    drop(input);
    assert_eq!(first.wait().unwrap().code(), Some(0));
    assert_eq!(campaign.status()["rows"]["new"], 1);
}

#[test]
fn settle_of_a_letter_that_is_not_in_doubt() {
    let campaign = small();
    campaign.plan(&["flagged.csv"]);
    assert_snapshot!(transcript(&campaign.run(&["settle", "--resend", "7"])), @r#"
    $ forewarn settle --resend 7
    --- stderr
    error: "7" is no letter whose outcome is unknown
    hint: list them with: forewarn settle
    --- ended with 2
    "#);
    assert_snapshot!(transcript(&campaign.run(&["settle"])), @r"
    $ forewarn settle
    no letter's outcome is unknown
    --- ended with 0
    ");
}

#[test]
fn suppress_of_nonsense() {
    let campaign = small();
    assert_snapshot!(transcript(&campaign.run(&["suppress", "add", "everybody at once"])), @r#"
    $ forewarn suppress add everybody at once
    --- stderr
    error: "everybody at once" cannot be suppressed
    hint: write abuse@example.net, example.net, 192.0.2.0/24, 192.0.2.1, 2001:db8::/32 or AS64500
    --- ended with 2
    "#);
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let campaign = Campaign::new();
    campaign.flag(&networks(100));
    campaign.plan(&["flagged.csv"]);
    let mut process = campaign.command(&["preview", "--all"]).spawn().unwrap();
    let mut reader = BufReader::new(process.stdout.take().unwrap());
    let mut line = String::new();
    reader.read_line(&mut line).unwrap();
    drop(reader);
    let output = process.wait_with_output().unwrap();
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn help_names_every_command_and_is_no_mistake() {
    let run = Run::of(
        hermetic().arg("--help"),
        &["--help"],
        std::path::Path::new("/nowhere"),
    )
    .ends(0);
    for verb in [
        "init", "import", "resolve", "contacts", "plan", "preview", "send", "settle", "suppress", "status",
        "letters", "check",
    ] {
        assert!(
            run.stdout.contains(&format!("\n  {verb}")),
            "{verb} in\n{}",
            run.stdout
        );
    }
}
