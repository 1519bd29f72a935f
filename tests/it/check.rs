//! `check` before the first letter: a real Postfix with STARTTLS, a real DNS server with good and bad records, and a
//! canary into smtp-sink.

use std::net::UdpSocket;

use forewarn::gateway::peer::Script;
use serde_json::Value;

use crate::support::{Campaign, Dns, LOGIN, Postfix, Run, SENDER, Scripted, Sink};

/// A 2048-bit key's length in Base64; nobody signs with it.
fn key() -> String {
    format!("{}=", "A".repeat(391))
}

fn good_zone() -> String {
    format!(
        "@ MX 10 mx\nmx A 192.0.2.25\n@ TXT \"v=spf1 ip4:192.0.2.0/24 -all\"\n\
         _dmarc TXT \"v=DMARC1; p=reject; rua=mailto:reports@cert.example\"\n\
         fw._domainkey TXT \"v=DKIM1; p={}\" \"{}\"\n",
        &key()[..200],
        &key()[200..]
    )
}

fn campaign(gateway: &str, dns: &str) -> Campaign {
    let sender = SENDER.replace("[links]", "dkim_selector = \"fw\"\n\n[links]");
    let campaign = Campaign::with_settings(&format!(
        "{sender}\n[gateway]\n{gateway}\n[dns]\nserver = \"{dns}\"\ntimeout = 2\n"
    ));
    campaign.write(
        "contacts.csv",
        "match,contact,language\n192.0.2.0/24,a@one.example,\n198.51.100.0/24,b@two.example,fr\n",
    );
    campaign.write(
        "flagged.csv",
        "ip,exposure\n192.0.2.1,open-relay\n198.51.100.1,open-relay\n",
    );
    campaign
}

/// Each point's verdict and its lines.
fn points(run: &Run) -> Vec<(String, String, String)> {
    let all: Vec<Value> = serde_json::from_str(&run.stdout).expect("a JSON list");
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    all.iter()
        .map(|point| {
            let detail: Vec<String> = point["detail"].as_array().unwrap().iter().map(text).collect();
            (text(&point["what"]), text(&point["verdict"]), detail.join("\n"))
        })
        .collect()
}

#[track_caller]
fn judged(run: &Run, what: &str, verdict: &str, says: &str) {
    let points = points(run);
    let point = points
        .iter()
        .find(|(name, ..)| name == what)
        .unwrap_or_else(|| panic!("no {what}: {points:?}"));
    assert!(point.1 == verdict && point.2.contains(says), "{point:?}");
}

#[test]
fn a_gateway_and_a_domain_in_good_order() {
    let dns = Dns::start(&[("cert.example", &good_zone())]);
    let postfix = Postfix::start(true);
    let mut campaign = campaign(
        &format!(
            "url = \"{}\"\ntls = \"starttls\"\nca_file = \"{}\"\nusername = \"{}\"\npassword_file = \"password\"",
            postfix.url(),
            postfix.authority().display(),
            LOGIN.0
        ),
        &dns.server(),
    );
    campaign.write("password", LOGIN.1);
    // The certificate is as young as its file, and holds for two days.
    let made = std::fs::metadata(postfix.authority())
        .unwrap()
        .modified()
        .unwrap();
    let made = made.duration_since(std::time::UNIX_EPOCH).unwrap();
    let now = jiff::Timestamp::from_second(i64::try_from(made.as_secs()).unwrap() + 60).unwrap();
    campaign.at(&now.to_string());
    campaign.plan(&["flagged.csv"]);
    let run = campaign.run(&["--json", "check"]).ends(1);
    judged(&run, "gateway", "fine", "PIPELINING");
    judged(&run, "TLS", "warning", "TLS 1.3");
    judged(&run, "TLS", "warning", "holds for 1 more day");
    judged(&run, "plan", "fine", "2 letters to send");
    judged(&run, "SPF", "fine", "v=spf1 ip4:192.0.2.0/24 -all");
    judged(
        &run,
        "DKIM",
        "fine",
        "fw._domainkey.cert.example: rsa key, 2048 bits",
    );
    judged(&run, "DMARC", "fine", "p=reject; SPF and DKIM speak for it");
    judged(&run, "returned mail", "fine", "MX mx.cert.example");
    assert_eq!(postfix.taken(), 0, "nothing is sent");

    campaign.write("password", "not the passw0rd");
    let run = campaign.run(&["check"]).ends(3);
    assert!(
        run.stdout.contains("535") && !run.transcript().contains("passw0rd"),
        "{}",
        run.transcript()
    );
}

#[test]
fn what_is_wrong_in_the_sender_s_domain_is_named() {
    let zones = [
        ("", 1, "SPF", "warning", "no SPF record"),
        (
            "@ TXT \"v=spf1 +all\"",
            2,
            "SPF",
            "problem",
            "lets everybody send",
        ),
        (
            "@ TXT \"v=spf1 ipv4:192.0.2.1 -all\"",
            2,
            "SPF",
            "problem",
            "\"ipv4:192.0.2.1\" in it is not valid SPF",
        ),
        (
            "@ TXT \"v=spf1 -all\"\n@ TXT \"v=spf1 mx -all\"",
            2,
            "SPF",
            "problem",
            "2 SPF records",
        ),
    ];
    for (spf, code, what, verdict, says) in zones {
        let zone = good_zone();
        let mut records: Vec<&str> = zone.lines().filter(|line| !line.contains("spf1")).collect();
        records.push(spf);
        let rest = records.join("\n");
        let dns = Dns::start(&[("cert.example", &rest)]);
        let run = campaign("url = \"outbox:outbox\"", &dns.server())
            .run(&["--json", "check"])
            .ends(code);
        judged(&run, what, verdict, says);
    }
    let dns = Dns::start(&[(
        "cert.example",
        "@ MX 0 .\nfw._domainkey TXT \"v=DKIM1; p=\"\n_dmarc TXT \"v=DMARC1; p=maybe\"\n",
    )]);
    let run = campaign("url = \"outbox:outbox\"", &dns.server())
        .run(&["--json", "check"])
        .ends(2);
    judged(&run, "DKIM", "problem", "revoked");
    judged(&run, "DMARC", "problem", "p=maybe in it is not valid DMARC");
    judged(&run, "returned mail", "problem", "takes no mail");
    judged(&run, "gateway", "fine", "outbox:outbox can be written");
}

/// What `check` says of this SPF record, with these further zones and this `outgoing`.
fn spf(record: &str, more: &[(&str, &str)], outgoing: &str) -> Run {
    let zone = format!(
        "{}\n@ TXT \"{record}\"\n",
        good_zone().replace("@ TXT \"v=spf1", "old TXT \"v=spf1")
    );
    let zones: Vec<(&str, &str)> = [("cert.example", zone.as_str())]
        .into_iter()
        .chain(more.iter().copied())
        .collect();
    let dns = Dns::start(&zones);
    let campaign = campaign("url = \"outbox:outbox\"", &dns.server());
    let settings = campaign.read("campaign.toml").replace(
        "dkim_selector",
        &format!("outgoing = [{outgoing}]\ndkim_selector"),
    );
    campaign.write("campaign.toml", settings);
    campaign.run(&["--json", "check"])
}

#[test]
fn spf_is_followed_through_includes_and_redirects() {
    let provider = [(
        "provider.example",
        "@ TXT \"v=spf1 include:_a.provider.example include:_b.provider.example ?all\"\n\
         _a TXT \"v=spf1 ip4:198.51.100.0/24 -all\"\n_b TXT \"v=spf1 a:out.provider.example/28 -all\"\n\
         out A 203.0.113.17\nopen TXT \"v=spf1 +all\"\nlost TXT \"v=spf1 a:x1.provider.example \
         a:x2.provider.example a:x3.provider.example -all\"\n",
    )];
    let includes = "v=spf1 mx include:provider.example -all";
    let run = spf(
        includes,
        &provider,
        "\"198.51.100.9\", \"203.0.113.30\", \"192.0.2.25\"",
    )
    .ends(0);
    judged(
        &run,
        "SPF",
        "fine",
        "it covers 198.51.100.9, 203.0.113.30, 192.0.2.25",
    );
    let run = spf(includes, &provider, "\"203.0.113.40\"").ends(2);
    judged(&run, "SPF", "problem", "203.0.113.40 fails");
    let run = spf(
        "v=spf1 redirect=_b.provider.example",
        &provider,
        "\"203.0.113.16\"",
    )
    .ends(0);
    judged(&run, "SPF", "fine", "it covers 203.0.113.16");
    let run = spf("v=spf1 redirect=provider.example", &provider, "").ends(1);
    judged(&run, "SPF", "warning", "says nothing about everybody else");
    let run = spf("v=spf1 include:open.provider.example -all", &provider, "").ends(2);
    judged(&run, "SPF", "problem", "the record of open.provider.example");
    let run = spf("v=spf1 include:none.provider.example -all", &provider, "").ends(2);
    judged(
        &run,
        "SPF",
        "problem",
        "include:none.provider.example has no SPF record",
    );
    let run = spf(
        "v=spf1 redirect=lost.provider.example",
        &provider,
        "\"192.0.2.1\"",
    )
    .ends(2);
    judged(&run, "SPF", "problem", "more than 2 of its lookups find nothing");
}

#[test]
fn spf_with_more_lookups_than_receivers_make_is_found() {
    // Five records of two lookups each, and one that leads back to itself.
    let mut chain = String::new();
    for n in 0..6 {
        let next = n + 1;
        chain += &[
            "l",
            &n.to_string(),
            " TXT \"v=spf1 include:l",
            &next.to_string(),
            ".deep.example a:h.deep.example -all\"\n",
        ]
        .concat();
    }
    let zones = [(
        "deep.example",
        &*format!("{chain}l6 TXT \"v=spf1 -all\"\nround TXT \"v=spf1 include:round.deep.example -all\"\n"),
    )];
    for record in [
        "v=spf1 include:l0.deep.example -all",
        "v=spf1 include:round.deep.example -all",
    ] {
        let run = spf(record, &zones, "").ends(2);
        judged(&run, "SPF", "problem", "it needs more than 10 DNS lookups");
    }
    // Somebody else's zone that does not answer is no fault of the record.
    let run = spf("v=spf1 include:elsewhere.example -all", &zones, "").ends(3);
    judged(&run, "SPF", "unreachable", "elsewhere.example");
}

#[test]
fn a_gateway_that_spf_does_not_cover_is_a_warning_unless_others_are_named() {
    let zone = format!("{}gw A 127.0.0.1\n", good_zone());
    let dns = Dns::start(&[("cert.example", &zone)]);
    let campaign = campaign(
        "url = \"smtp://gw.cert.example:9\"\ntls = \"none\"",
        &dns.server(),
    );
    let run = campaign.run(&["--json", "check"]).ends(3);
    judged(&run, "SPF", "warning", "127.0.0.1 fails");
    judged(&run, "SPF", "warning", "name those in [sender] outgoing");
    let settings = campaign
        .read("campaign.toml")
        .replace("dkim_selector", "outgoing = [\"192.0.2.25\"]\ndkim_selector");
    campaign.write("campaign.toml", settings);
    let run = campaign.run(&["--json", "check"]).ends(3);
    judged(&run, "SPF", "fine", "it covers 192.0.2.25");
}

#[test]
fn a_bounce_domain_that_is_not_aligned_needs_dkim() {
    let other = "@ MX 10 mx\nmx A 192.0.2.25\n@ TXT \"v=spf1 mx -all\"\n";
    let own = "_dmarc TXT \"v=DMARC1; p=reject\"\n";
    let dns = Dns::start(&[("cert.example", own), ("mailer.example", other)]);
    let campaign = campaign("url = \"outbox:outbox\"", &dns.server());
    let settings = campaign
        .read("campaign.toml")
        .replace("bounces@cert.example", "bounces@mailer.example");
    campaign.write("campaign.toml", settings);
    let run = campaign.run(&["--json", "check"]).ends(2);
    judged(&run, "SPF", "fine", "mailer.example: v=spf1 mx -all");
    judged(
        &run,
        "DMARC",
        "problem",
        "neither SPF nor DKIM would speak for cert.example",
    );
}

#[test]
fn silence_is_told_apart_from_no() {
    let nobody = UdpSocket::bind("127.0.0.1:0").unwrap();
    let campaign = campaign(
        "url = \"outbox:outbox\"",
        &nobody.local_addr().unwrap().to_string(),
    );
    let run = campaign.run(&["--json", "check"]).ends(3);
    judged(
        &run,
        "SPF",
        "unreachable",
        "no DNS answer for cert.example within 2 s",
    );
    campaign.ok(&["check", "--offline"]);
}

#[test]
fn a_letter_that_is_too_large_for_the_gateway_is_found_before_sending() {
    let dns = Dns::start(&[("cert.example", &good_zone())]);
    let server = Scripted::start(Script::default().keywords(&["PIPELINING", "SIZE 5000"]));
    let campaign = campaign(&format!("url = \"{}\"", server.url()), &dns.server());
    campaign.ok(&["check"]);
    campaign.plan(&["flagged.csv"]);
    let run = campaign.run(&["--json", "check"]).ends(2);
    judged(&run, "plan", "problem", "the gateway takes 5000 octets at most");
    assert!(
        !server
            .record()
            .moments
            .contains_key(&forewarn::gateway::peer::Moment::Mail)
    );
}

#[test]
fn a_canary_and_a_rehearsal_arrive_marked_and_count_as_nothing() {
    let dns = Dns::start(&[("cert.example", &good_zone())]);
    let sink = Sink::start();
    let campaign = campaign(&format!("url = \"{}\"", sink.url()), &dns.server());
    // Before anything is planned: a made-up letter.
    campaign.ok(&["check", "--canary", "me@cert.example"]);
    campaign.plan(&["flagged.csv"]);
    let before = campaign.status();
    campaign.ok(&["check", "--canary", "me@cert.example"]);
    let run = campaign.ok(&["send", "--rehearse", "me@cert.example"]);
    assert!(
        run.stdout
            .contains("2 letters to me@cert.example: 2 accepted by the gateway"),
        "{}",
        run.transcript()
    );
    let received = sink.received();
    assert_eq!(received.len(), 4);
    for letter in &received {
        let text = String::from_utf8_lossy(&letter.bytes);
        let (head, _) = text.split_once("\r\n\r\n").unwrap();
        assert_eq!(letter.recipients, ["me@cert.example"]);
        assert_eq!(letter.envelope_from, "bounces@cert.example");
        for mark in [
            "To: me@cert.example\r\n",
            "X-Forewarn-Rehearsal: instead of\r\n",
            "Subject: [rehearsal]\r\n",
        ] {
            assert!(head.contains(mark), "{head}");
        }
        assert!(
            !head.contains("List-Unsubscribe") && head.contains("Message-ID: <rehearsal."),
            "{head}"
        );
    }
    let french = received.iter().filter(|letter| {
        let text = String::from_utf8_lossy(&letter.bytes).into_owned();
        text.lines()
            .any(|line| line.starts_with("Content-Language:") && line.contains("fr"))
    });
    assert_eq!(french.count(), 1, "one letter for each language");
    assert_eq!(campaign.status(), before, "nothing counts as sent");
    let run = campaign.run(&["send", "--rehearse", "nobody"]).ends(2);
    assert!(run.stderr.contains("no @"), "{}", run.transcript());
}
