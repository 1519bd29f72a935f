//! What was approved is what leaves (G7): the bytes that preview shows are the bytes that arrive.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::support::{Campaign, Network, Sink, networks};

/// Some letters in each language, one about many addresses.
fn campaign(sink: &Sink) -> Campaign {
    let campaign = Campaign::with_gateway(&format!("url = \"{}\"\nconnections = 3", sink.url()));
    let some = networks(12);
    let mut rules = Network::rules(&some);
    rules.push_str(
        "198.51.100.0/24,crowd@many.example,fr,notify,\n203.0.113.0/25,equipe@quebec.example,fr-CA,notify,\n",
    );
    let mut flagged = Network::flagged(&some);
    for host in 1..=250 {
        let _ = writeln!(
            flagged,
            "198.51.100.{host},3128,tcp,open-proxy-http,2026-11-20T08:00:00Z,survey"
        );
    }
    flagged.push_str("203.0.113.9,1080,tcp,open-proxy-socks,2026-11-20T08:00:00Z,survey\n");
    campaign.write("contacts.csv", rules);
    campaign.write("flagged.csv", flagged);
    campaign
}

#[test]
fn the_bytes_of_every_preview_are_the_bytes_that_arrive() {
    let sink = Sink::start();
    let campaign = campaign(&sink);
    let digest = campaign.plan(&["flagged.csv"]);

    let letters = campaign.ok(&["preview", "--all", "--format", "json"]).stdout;
    let letters: Vec<serde_json::Value> = letters
        .lines()
        .map(|line| serde_json::from_str(line).expect("one JSON object in each line"))
        .collect();
    assert_eq!(letters.len(), 14);
    let mut approved = BTreeMap::new();
    for letter in letters {
        let recipient = letter["headers"]["To"].as_str().expect("a recipient").to_owned();
        let bytes = campaign
            .ok(&["preview", "--contact", &recipient, "--format", "eml"])
            .stdout;
        approved.insert(recipient, bytes.into_bytes());
    }

    campaign.ok(&["send", "--approve", &digest]);
    let received = sink.received();
    assert_eq!(received.len(), approved.len());
    for message in received {
        let [recipient] = message.recipients.as_slice() else {
            panic!("several recipients: {:?}", message.recipients)
        };
        let bytes = approved.remove(recipient).expect("one letter for each contact");
        assert!(
            bytes == message.bytes,
            "the letter to {recipient} has changed on the way:\n{}\n--- became\n{}",
            String::from_utf8_lossy(&bytes),
            String::from_utf8_lossy(&message.bytes)
        );
        assert!(
            message.envelope_from.starts_with("bounces+") && message.envelope_from.ends_with("@cert.example"),
            "{}",
            message.envelope_from
        );
    }
    assert!(approved.is_empty());
    assert_eq!(campaign.letters("accepted"), 14);
}

#[test]
fn the_mbox_holds_the_same_letters() {
    let sink = Sink::start();
    let campaign = campaign(&sink);
    campaign.plan(&["flagged.csv"]);
    campaign.write(
        "letters.mbox",
        campaign.ok(&["preview", "--all", "--format", "mbox"]).stdout,
    );
    let script = "import mailbox, sys; print(len(mailbox.mbox(sys.argv[1])), *sorted(m['To'] for m in mailbox.mbox(sys.argv[1])))";
    let output = crate::support::run_tool(
        std::process::Command::new(crate::support::tool("env"))
            .args(["python3", "-I", "-c", script])
            .arg(campaign.path("letters.mbox")),
    );
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(
        said.starts_with("14 ") && said.contains("crowd@many.example"),
        "{said}"
    );
    assert_eq!(sink.count(), 0, "preview sends nothing");
}
