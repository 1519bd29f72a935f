//! What is not sure enough waits for a person; what the person decides stands in contacts.csv.

use std::fs;

use crate::support::{Campaign, Page, Rdap, SENDER};

/// Decides about two of the networks that its campaign leaves open.
pub(crate) const DECIDE: [&str; 6] = [
    "contacts",
    "review",
    "--approve",
    "192.0.2.7",
    "--suppress",
    "abuse@other.example",
];

/// Two networks: one names its contact in remarks alone, and so does the other.
pub(crate) fn campaign() -> (Campaign, Rdap) {
    let server = Rdap::start();
    for (net, mailbox) in [
        ("192.0.2", "abuse@remark.example"),
        ("198.51.100", "abuse@other.example"),
    ] {
        server.put(
            &format!("/ip/{net}.1"),
            Page::of(format!(
                r#"{{"startAddress":"{net}.0","endAddress":"{net}.255","name":"=CMD","country":"FR",
                "remarks":[{{"description":["abuse reports: {mailbox}"]}}]}}"#
            )),
        );
    }
    let url = server.url();
    let campaign = Campaign::with_settings(&format!(
        "{SENDER}\n[online]\nservices = [\"rdap\"]\n[online.rdap]\narin = \"{url}\"\n[online.pace]\narin = 600\n"
    ));
    campaign.write(
        "flagged.csv",
        "ip,port,exposure,timestamp\n192.0.2.1,25,open-relay,2026-11-20T08:00:00Z\n198.51.100.1,25,open-relay,2026-11-20T08:00:00Z\n",
    );
    campaign.ok(&["import", "flagged.csv"]);
    let summary = campaign.run(&["--json", "resolve"]).ends(1).json();
    assert_eq!(
        summary["addresses"]["unresolved"]["below-threshold"], 2,
        "{summary}"
    );
    (campaign, server)
}

#[test]
fn approved_replaced_and_suppressed_on_the_command_line() {
    let (campaign, _server) = campaign();
    let list = campaign.run(&["contacts", "review"]).ends(1).stdout;
    assert!(
        list.contains("192.0.2.0/24") && list.contains("abuse@remark.example") && list.contains("40"),
        "{list}"
    );
    campaign
        .run(&["contacts", "review", "--approve", "203.0.113.1"])
        .ends(2);
    let run = campaign.run(&DECIDE).ends(0);
    assert!(
        run.stdout.contains("2 lines were added to contacts.csv"),
        "{}",
        run.stdout
    );
    let rules = campaign.read("contacts.csv");
    assert!(
        rules.contains("192.0.2.0/24,abuse@remark.example,,notify,\"reviewed 2026-11-21: approved (RDAP of"),
        "{rules}"
    );
    assert!(
        rules.contains("198.51.100.0/24,,,suppress,reviewed 2026-11-21"),
        "{rules}"
    );
    let summary = campaign.json(&["resolve"]);
    assert_eq!(
        (
            &summary["addresses"]["resolved"],
            &summary["addresses"]["suppressed"]
        ),
        (&1.into(), &1.into())
    );
    assert!(
        campaign
            .ok(&["contacts", "review"])
            .stdout
            .contains("nothing is left to review")
    );
    // Undone where it was done.
    fs::remove_file(campaign.path("contacts.csv")).unwrap();
    campaign.run(&["resolve"]).ends(1);
    campaign
        .run(&[
            "contacts",
            "review",
            "--replace",
            "192.0.2.0/24=noc@remark.example",
        ])
        .ends(1);
    campaign.run(&["resolve"]).ends(1);
    assert!(
        campaign
            .ok(&["contacts", "list"])
            .stdout
            .contains("noc@remark.example")
    );
}

#[test]
fn decided_in_a_spreadsheet() {
    let (campaign, _server) = campaign();
    campaign
        .run(&["contacts", "review", "--export", "review.csv"])
        .ends(1);
    campaign
        .run(&["contacts", "review", "--export", "review.csv"])
        .ends(3);
    let sheet = campaign.read("review.csv");
    assert!(
        sheet.contains("192.0.2.0/24,1,'=CMD,FR,abuse@remark.example,40,"),
        "{sheet}"
    );
    let edited = |words: [&str; 2]| {
        let mut lines: Vec<String> = sheet.lines().map(str::to_owned).collect();
        for (line, word) in lines.iter_mut().skip(1).zip(words) {
            let (row, _) = line.rsplit_once(",,").unwrap();
            *line = format!("{row},{word},by telephone");
        }
        lines.join("\r\n")
    };
    campaign.write("edited.csv", edited(["approve", "perhaps"]));
    let run = campaign
        .run(&["contacts", "review", "--import", "edited.csv"])
        .ends(2);
    assert!(
        run.stderr.contains("line 3") && run.stderr.contains("perhaps"),
        "{}",
        run.transcript()
    );
    assert!(!campaign.path("contacts.csv").exists(), "nothing was decided");
    campaign.write(
        "edited.csv",
        edited(["approve", "suppress"]).replace("abuse@remark", "noc@remark"),
    );
    let run = campaign
        .run(&["contacts", "review", "--import", "edited.csv"])
        .ends(2);
    assert!(run.stderr.contains("was not proposed"), "{}", run.transcript());
    campaign.write(
        "edited.csv",
        edited(["replace", ""]).replace("abuse@remark", "noc@remark"),
    );
    campaign
        .run(&["contacts", "review", "--import", "edited.csv"])
        .ends(1);
    assert!(
        campaign
            .read("contacts.csv")
            .contains("192.0.2.0/24,noc@remark.example,,notify,")
    );
    assert!(
        campaign
            .read("contacts.csv")
            .contains("in place of abuse@remark.example; by telephone")
    );
}

#[test]
fn explaining_tells_who_answered_and_how_long_that_counts() {
    let (mut campaign, server) = campaign();
    let story = campaign.ok(&["contacts", "explain", "192.0.2.1"]).stdout;
    for words in [
        "Asked RDAP at 127.0.0.1",
        "abuse@remark.example",
        "confidence 40",
        "under the threshold 50",
        "is kept until 2026-12-05T14:05:00Z and counts for 192.0.2.0 - 192.0.2.255",
        "the network's country is FR",
    ] {
        assert!(story.contains(words), "{words}:\n{story}");
    }
    let json = campaign.json(&["contacts", "explain", "192.0.2.1"]);
    assert_eq!(json["answers"][0]["fresh"], true, "{json}");
    campaign.at("2026-12-06T00:00:00Z");
    let story = campaign.ok(&["contacts", "explain", "192.0.2.1"]).stdout;
    assert!(story.contains("has expired at"), "{story}");
    assert_eq!(server.requests().len(), 2, "explaining asks nobody");
}

#[test]
fn looked_up_in_a_campaign_and_without_one() {
    let (campaign, server) = campaign();
    let found = campaign
        .run(&["--json", "contacts", "lookup", "192.0.2.9", "127.0.0.1"])
        .ends(1)
        .json();
    assert_eq!(
        found[0]["decision"]["verdict"]["unresolved"], "below-threshold",
        "{found}"
    );
    assert_eq!(
        found[1]["decision"]["verdict"]["unresolved"], "not-global",
        "{found}"
    );
    assert_eq!(server.requests().len(), 2, "the kept answer is enough");
    campaign.write("contacts.csv", "match,contact\n192.0.2.0/24,desk@ours.example\n");
    let found = campaign.json(&["contacts", "lookup", "192.0.2.9"]);
    assert_eq!(found[0]["contact"], "desk@ours.example");
    // A folder with nothing in it; what is only for documentation is told to no server.
    let nowhere = Campaign::empty();
    fs::create_dir(nowhere.path("")).unwrap();
    let run = nowhere
        .run(&["contacts", "lookup", "192.0.2.9", "--offline"])
        .ends(1);
    assert!(run.stdout.contains("not-global"), "{}", run.transcript());
    assert_eq!(
        fs::read_dir(nowhere.path("")).unwrap().count(),
        0,
        "nothing is written"
    );
}
