//! Independent mail servers, each with its own reading of SMTP: a batch of letters arrives in each of them as it was
//! approved, byte for byte. (`smtp_sink.rs` and `postfix.rs` have more about those two.)

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::support::{Aiosmtpd, Campaign, Exim, Network, Postfix, Sink, networks};

const LETTERS: usize = 26;

/// Letters in several languages, one about many addresses; the digest, and their bytes by recipient.
fn batch(gateway: &str) -> (Campaign, String, BTreeMap<String, Vec<u8>>) {
    let campaign = Campaign::with_gateway(&format!("{gateway}connections = 3\n"));
    let some = networks(LETTERS - 3);
    let mut rules = Network::rules(&some);
    rules.push_str(
        "198.51.100.0/24,crowd@many.example,fr,notify,\n203.0.113.0/25,Abuse.Desk@tokyo.example,ja,notify,\n\
         203.0.113.128/25,mel@kyiv.example,uk,notify,\n",
    );
    let mut flagged = Network::flagged(&some);
    for host in 1..=250 {
        let _ = writeln!(
            flagged,
            "198.51.100.{host},3128,tcp,open-proxy-http,2026-11-20T08:00:00Z,survey"
        );
    }
    for host in [9, 200] {
        let _ = writeln!(
            flagged,
            "203.0.113.{host},1080,tcp,open-proxy-socks,2026-11-20T08:00:00Z,survey"
        );
    }
    campaign.write("contacts.csv", rules);
    campaign.write("flagged.csv", flagged);
    let digest = campaign.plan(&["flagged.csv"]);
    let approved = campaign.approved(&digest);
    assert_eq!(approved.len(), LETTERS);
    (campaign, digest, approved)
}

fn plain(url: &str) -> String {
    format!("url = \"{url}\"\n")
}

/// Sends the batch through a gateway and compares what it has, by recipient.
fn judge(
    campaign: &Campaign,
    digest: &str,
    mut approved: BTreeMap<String, Vec<u8>>,
    received: impl FnOnce() -> Vec<(String, Vec<u8>)>,
) {
    campaign.ok(&["send", "--approve", digest]);
    assert_eq!(campaign.letters("accepted"), LETTERS as u64);
    for (recipient, bytes) in received() {
        let letter = approved
            .remove(&recipient)
            .unwrap_or_else(|| panic!("one letter too many for {recipient}"));
        assert!(
            letter == bytes,
            "the letter to {recipient} has changed on the way:\n{}\n--- became\n{}",
            String::from_utf8_lossy(&letter),
            String::from_utf8_lossy(&bytes)
        );
    }
    assert!(approved.is_empty(), "missing: {:?}", approved.keys());
}

/// A message of a mailbox without the lines that the server has put in front, and with CRLF for the LF of its disk.
fn as_it_came(stored: &[u8], own: &[&str]) -> Vec<u8> {
    let text = String::from_utf8(stored.to_vec()).expect("letters are ASCII");
    let mut rest = text.as_str();
    let mut of_server = false;
    while let Some((line, after)) = rest.split_once('\n') {
        of_server =
            own.iter().any(|name| line.starts_with(name)) || of_server && line.starts_with(['\t', ' ']);
        if !of_server {
            break;
        }
        rest = after;
    }
    rest.replace('\n', "\r\n").into_bytes()
}

#[test]
fn smtp_sink_gets_every_byte() {
    let sink = Sink::start();
    let (campaign, digest, approved) = batch(&plain(&sink.url()));
    judge(&campaign, &digest, approved, || {
        let received = sink.received().into_iter();
        received
            .map(|message| (message.recipients.join(" "), message.bytes))
            .collect()
    });
}

#[test]
fn aiosmtpd_gets_every_byte() {
    let server = Aiosmtpd::start();
    let (campaign, digest, approved) = batch(&plain(&server.url()));
    judge(&campaign, &digest, approved, || server.received());
}

#[test]
fn postfix_gets_every_byte() {
    let gateway = Postfix::start(false);
    let (campaign, digest, approved) = batch(&format!(
        "{}tls = \"starttls\"\nca_file = \"{}\"\n",
        plain(&gateway.url()),
        gateway.authority().display()
    ));
    judge(&campaign, &digest, approved, || {
        let own = ["Return-Path: ", "X-Original-To: ", "Delivered-To: ", "Received: "];
        let mailboxes = gateway.mailboxes(LETTERS).into_iter();
        mailboxes
            .map(|(recipient, message)| (recipient, as_it_came(&message, &own)))
            .collect()
    });
}

#[test]
fn exim_gets_every_byte() {
    let gateway = Exim::start();
    let (campaign, digest, approved) = batch(&plain(&gateway.url()));
    judge(&campaign, &digest, approved, || {
        let messages = gateway.mailbox(LETTERS).into_iter();
        messages
            .map(|message| {
                let text = String::from_utf8_lossy(&message);
                let to = text
                    .lines()
                    .find_map(|line| line.strip_prefix("Envelope-to: "))
                    .expect("Exim's own line");
                (
                    to.to_owned(),
                    as_it_came(&message, &["Envelope-to: ", "Received: "]),
                )
            })
            .collect()
    });
}
