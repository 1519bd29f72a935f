//! Asking registries over the network: politely, once, and on after a kill. The registries are servers of the test's
//! own; the flagged addresses are documentation networks, of which nobody else is ever told.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::{Campaign, Dns, Page, Rdap, Reply, Run, SENDER, Whois, wait_for};

/// An answer of a registry about a network, with this mailbox for abuse; none without one.
fn network(first: &str, last: &str, mailbox: &str) -> Page {
    let entities = if mailbox.is_empty() {
        String::new()
    } else {
        format!(
            r#","entities":[{{"handle":"A1","roles":["abuse"],"vcardArray":["vcard",[["email",{{}},"text","{mailbox}"]]]}}]"#
        )
    };
    Page::of(format!(
        r#"{{"objectClassName":"ip network","startAddress":"{first}","endAddress":"{last}","name":"NET","country":"FR"{entities}}}"#
    ))
}

fn settings(online: &str) -> String {
    format!("{SENDER}\n[online]\n{online}\n")
}

/// A campaign that asks this RDAP server for every registry, quickly.
fn campaign(server: &Rdap, more: &str) -> Campaign {
    let url = server.url();
    Campaign::with_settings(&settings(&format!(
        "services = [\"rdap\"]\n{more}\n[online.rdap]\narin = \"{url}\"\nripe = \"{url}\"\napnic = \"{url}\"\n\
         [online.pace]\narin = 600\nripe = 600\napnic = 600\n"
    )))
}

/// So many addresses in each of these /24s: 192.0.2, 198.51.100, 203.0.113 are ARIN's, ARIN's and APNIC's.
fn import(campaign: &Campaign, networks: &[(&str, u32)]) {
    let mut rows = "ip,port,exposure,timestamp\n".to_owned();
    for (network, count) in networks {
        for host in 1..=*count {
            let _ = writeln!(rows, "{network}.{host},25,open-relay,2026-11-20T08:00:00Z");
        }
    }
    campaign.write("flagged.csv", rows);
    campaign.ok(&["import", "flagged.csv"]);
}

fn paths(server: &Rdap) -> Vec<String> {
    let path = |head: String| head.split(' ').nth(1).unwrap_or_default().to_owned();
    server.requests().into_iter().map(path).collect()
}

fn unresolved(summary: &Value, reason: &str) -> u64 {
    summary["addresses"]["unresolved"][reason].as_u64().unwrap_or(0)
}

#[test]
fn one_request_a_network_the_largest_first_and_none_the_second_time() {
    let server = Rdap::start()
        .page(
            "/ip/192.0.2.3",
            network("192.0.2.0", "192.0.2.255", "abuse@small.example"),
        )
        .page(
            "/ip/198.51.100.21",
            network("198.51.100.0", "198.51.100.255", "abuse@large.example"),
        );
    let campaign = campaign(&server, "");
    import(&campaign, &[("192.0.2", 5), ("198.51.100", 40)]);
    let summary = campaign.json(&["resolve"]);
    assert_eq!(paths(&server), ["/ip/198.51.100.21", "/ip/192.0.2.3"]);
    assert_eq!(
        (
            summary["addresses"]["resolved"].as_u64(),
            summary["online"]["requests"].as_u64()
        ),
        (Some(45), Some(2))
    );
    // The same again, online and not: what was heard is kept.
    for arguments in [&["resolve"][..], &["resolve", "--offline"]] {
        let summary = campaign.json(arguments);
        assert_eq!(summary["addresses"]["resolved"], 45, "{arguments:?}");
        assert_eq!(summary["online"]["requests"], 0, "{arguments:?}");
    }
    assert_eq!(paths(&server).len(), 2);
    campaign.json(&["resolve", "--refresh"]);
    let plan = campaign.ok(&["plan"]);
    assert!(
        plan.stdout.contains("2 letters about 45 addresses"),
        "{}",
        plan.stdout
    );
    let preview = campaign
        .ok(&["preview", "--contact", "abuse@large.example"])
        .stdout;
    assert!(
        preview.contains("RDAP") && preview.contains("confidence 95"),
        "{preview}"
    );
}

#[test]
fn a_smaller_network_inside_is_asked_about_and_written_to_on_its_own() {
    let server = Rdap::start()
        // 41 addresses, and the middle one stands in a customer's network.
        .page(
            "/ip/192.0.2.21",
            network("192.0.2.16", "192.0.2.23", "abuse@customer.example"),
        )
        .page(
            "/ip/192.0.2.8",
            network("192.0.2.0", "192.0.2.255", "abuse@provider.example"),
        )
        .page(
            "/ip/192.0.2.33",
            network("192.0.2.0", "192.0.2.255", "abuse@provider.example"),
        );
    let campaign = campaign(&server, "");
    import(&campaign, &[("192.0.2", 41)]);
    let summary = campaign.json(&["resolve"]);
    assert_eq!(
        summary["addresses"]["resolved"],
        41,
        "{summary} {:?}",
        paths(&server)
    );
    let contacts = campaign.json(&["contacts", "list"]);
    let of = |name: &str| {
        let row = contacts
            .as_array()
            .unwrap()
            .iter()
            .find(|row| row["contact"] == name);
        row.map(|row| row["addresses"].as_u64().unwrap())
    };
    assert_eq!(of("abuse@customer.example"), Some(8));
    assert_eq!(of("abuse@provider.example"), Some(33));
}

#[test]
fn an_answer_is_reused_only_inside_the_smallest_boundary_known_offline() {
    let whole = network("192.0.2.0", "192.0.2.255", "abuse@provider.example");
    let server = Rdap::start().page("/ip/192.0.2.1", whole.clone()).page(
        "/ip/192.0.2.200",
        network("192.0.2.192", "192.0.2.255", "abuse@customer.example"),
    );
    let campaign = campaign(&server, "");
    campaign.write(
        "dump.rpsl",
        "role: Elsewhere\nnic-hdl: E1-RIPE\nabuse-mailbox: abuse@elsewhere.example\nsource: RIPE\n\n\
         inetnum: 192.0.2.0 - 192.0.2.127\nnetname: ONE\ncountry: FR\nsource: RIPE\n\n\
         inetnum: 192.0.2.192 - 192.0.2.255\nnetname: TWO\ncountry: FR\nsource: RIPE\n",
    );
    campaign.ok(&["contacts", "import", "dump.rpsl"]);
    campaign.write(
        "flagged.csv",
        "ip,port,exposure,timestamp\n192.0.2.1,25,open-relay,2026-11-20T08:00:00Z\n192.0.2.200,25,open-relay,2026-11-20T08:00:00Z\n",
    );
    campaign.ok(&["import", "flagged.csv"]);
    campaign.json(&["resolve"]);
    let mut asked = paths(&server);
    asked.sort();
    assert_eq!(
        asked,
        ["/ip/192.0.2.1", "/ip/192.0.2.200"],
        "the first answer covers both"
    );
    let contacts = campaign.ok(&["contacts", "list"]).stdout;
    assert!(
        contacts.contains("provider.example") && contacts.contains("customer.example"),
        "{contacts}"
    );
}

#[test]
fn killed_and_resumed_no_request_is_made_twice() {
    let server = Rdap::start();
    let mut networks = Vec::new();
    for block in 1..=60 {
        let prefix = format!("2001:db8:{block:x}");
        server.put(
            &format!("/ip/{prefix}::1"),
            network(
                &format!("{prefix}::"),
                &format!("{prefix}:ffff:ffff:ffff:ffff:ffff"),
                &format!("abuse@net-{block}.example"),
            )
            .late(Duration::from_millis(15)),
        );
        networks.push(format!("{prefix}::1,25,open-relay,2026-11-20T08:00:00Z\n"));
    }
    let campaign = campaign(&server, "");
    campaign.write(
        "flagged.csv",
        format!("ip,port,exposure,timestamp\n{}", networks.concat()),
    );
    campaign.ok(&["import", "flagged.csv"]);
    let mut kills = 0;
    for wanted in [4, 9, 15] {
        let mut child = campaign.start(&["resolve"]);
        wait_for("requests", Duration::from_secs(30), || {
            server.requests().len() >= wanted
        });
        child.kill().unwrap();
        child.wait().unwrap();
        kills += 1;
    }
    let before = paths(&server).len();
    assert!(before < 60, "the kills came too late to mean anything");
    let summary = campaign.json(&["resolve"]);
    assert_eq!(summary["addresses"]["resolved"], 60, "{summary}");
    let asked = paths(&server);
    let distinct: std::collections::BTreeSet<&String> = asked.iter().collect();
    assert_eq!(distinct.len(), 60);
    // An answer that was on its way when the kill came is asked for again: one connection, so one at most.
    assert!(
        asked.len() <= 60 + kills,
        "{} requests for 60 networks",
        asked.len()
    );
}

#[test]
fn killed_between_a_redirect_and_its_answer_the_first_server_is_not_asked_again() {
    let (first, second) = (Rdap::start(), Rdap::start());
    let there = format!("{}ip/192.0.2.1", second.url());
    first.put("/ip/192.0.2.1", Page::redirect(&there));
    let answer = || network("192.0.2.0", "192.0.2.255", "abuse@net.example");
    second.put("/ip/192.0.2.1", answer().late(Duration::from_mins(1)));
    let mut campaign = Campaign::with_settings(&settings(&format!(
        "services = [\"rdap\"]\n[online.rdap]\narin = \"{}\"\nripe = \"{}\"\n[online.pace]\narin = 600\nripe = 600\n",
        first.url(),
        second.url()
    )));
    import(&campaign, &[("192.0.2", 1)]);
    let mut child = campaign.start(&["resolve"]);
    wait_for("the second request", Duration::from_secs(30), || {
        !second.requests().is_empty()
    });
    child.kill().unwrap();
    child.wait().unwrap();
    second.put("/ip/192.0.2.1", answer());
    let summary = campaign.json(&["resolve"]);
    assert_eq!(summary["addresses"]["resolved"], 1, "{summary}");
    assert_eq!((paths(&first).len(), paths(&second).len()), (1, 2));
    let story = campaign.ok(&["contacts", "explain", "192.0.2.1"]).stdout;
    assert!(story.contains(&first.url()), "the way there is told: {story}");
    // Who wants it fresh gets it fresh, from the beginning.
    campaign.at("2026-11-21T16:00:00Z");
    campaign.ok(&["resolve", "--refresh"]);
    assert_eq!((paths(&first).len(), paths(&second).len()), (2, 3));
}

#[test]
fn retry_after_is_obeyed_and_the_answer_comes_in_the_same_run() {
    let server = Rdap::start().page("/ip/192.0.2.1", Page::status(429).with("Retry-After", "2"));
    let campaign = campaign(&server, "");
    import(&campaign, &[("192.0.2", 1)]);
    let child = campaign.command(&["--json", "resolve"]).spawn().unwrap();
    wait_for("the first request", Duration::from_secs(20), || {
        server.requests().len() == 1
    });
    let asked = Instant::now();
    server.put(
        "/ip/192.0.2.1",
        network("192.0.2.0", "192.0.2.255", "abuse@net.example"),
    );
    wait_for("the second request", Duration::from_secs(20), || {
        server.requests().len() == 2
    });
    assert!(
        asked.elapsed() >= Duration::from_millis(1_900),
        "{:?}",
        asked.elapsed()
    );
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(String::from_utf8(output.stderr).unwrap().contains("slow down"));
}

#[test]
fn a_host_that_wants_long_rest_is_left_alone_by_this_run_and_the_next() {
    let page = Page::status(429).with("Retry-After", "3600");
    let server = Rdap::start()
        .page("/ip/192.0.2.1", page.clone())
        .page("/ip/198.51.100.1", page);
    let mut campaign = campaign(&server, "");
    import(&campaign, &[("192.0.2", 1), ("198.51.100", 1)]);
    let summary = campaign.run(&["--json", "resolve"]).ends(1).json();
    assert_eq!(unresolved(&summary, "rate-limited"), 2, "{summary}");
    campaign.run(&["resolve"]).ends(1);
    assert_eq!(
        server.requests().len(),
        1,
        "neither the other network nor the next run has asked"
    );
    server.put(
        "/ip/192.0.2.1",
        network("192.0.2.0", "192.0.2.255", "abuse@net.example"),
    );
    server.put(
        "/ip/198.51.100.1",
        network("198.51.100.0", "198.51.100.255", "abuse@net.example"),
    );
    campaign.at("2026-11-21T15:05:01Z");
    let summary = campaign.json(&["resolve"]);
    assert_eq!(summary["addresses"]["resolved"], 2, "{summary}");
}

#[test]
fn a_dead_server_is_given_up_soon_and_whois_is_asked_instead() {
    let dead = Rdap::start();
    let url = dead.url();
    drop(dead);
    let whois = Whois::start(&[(
        "n + 192.0.2.1",
        Reply::Text(
            b"NetRange: 192.0.2.0 - 192.0.2.255\r\nNetName: NET\r\nOrgAbuseEmail: abuse@net.example\r\n"
                .to_vec(),
        ),
    )]);
    let campaign = Campaign::with_settings(&settings(&format!(
        "services = [\"rdap\", \"whois\"]\n[online.rdap]\narin = \"{url}\"\n[online.whois]\narin = \"{}\"\n[online.pace]\narin = 600\n",
        whois.server()
    )));
    import(&campaign, &[("192.0.2", 1)]);
    let began = Instant::now();
    let summary = campaign.json(&["resolve"]);
    assert_eq!(
        summary["addresses"]["resolved"],
        1,
        "{summary} {:?}",
        whois.lines()
    );
    assert!(began.elapsed() < Duration::from_secs(8), "{:?}", began.elapsed());
}

#[test]
fn without_a_network_it_says_so_soon_and_leaves_the_reason() {
    let dead = Rdap::start();
    let url = dead.url();
    drop(dead);
    let campaign = Campaign::with_settings(&settings(&format!(
        "services = [\"rdap\"]\n[online.rdap]\narin = \"{url}\"\napnic = \"{url}\"\n"
    )));
    import(&campaign, &[("192.0.2", 1), ("198.51.100", 2), ("203.0.113", 3)]);
    let began = Instant::now();
    let run = campaign.run(&["resolve"]).ends(1);
    assert!(began.elapsed() < Duration::from_secs(8), "{:?}", began.elapsed());
    assert!(
        run.stdout.contains("6 server-error") && run.stdout.contains("cannot be reached"),
        "{}",
        run.transcript()
    );
}

#[test]
fn the_limit_counts_requests_and_offline_makes_none() {
    let server = Rdap::start();
    for net in ["192.0.2", "198.51.100", "203.0.113"] {
        server.put(
            &format!("/ip/{net}.1"),
            network(&format!("{net}.0"), &format!("{net}.255"), "abuse@net.example"),
        );
    }
    let campaign = campaign(&server, "");
    import(&campaign, &[("192.0.2", 1), ("198.51.100", 1), ("203.0.113", 1)]);
    let summary = campaign.run(&["--json", "resolve", "--offline"]).ends(1).json();
    assert_eq!(
        (unresolved(&summary, "no-source"), server.requests().len()),
        (3, 0),
        "{summary}"
    );
    let summary = campaign
        .run(&["--json", "resolve", "--limit", "2"])
        .ends(1)
        .json();
    assert_eq!(
        (unresolved(&summary, "pending"), server.requests().len()),
        (1, 2),
        "{summary}"
    );
    let story = campaign.run(&["contacts", "explain", "203.0.113.1"]).stdout;
    assert!(
        story.contains("enough was asked") || story.contains("Write to"),
        "{story}"
    );
    campaign.ok(&["resolve"]);
    assert_eq!(server.requests().len(), 3);
}

#[test]
fn answers_expire_and_negative_ones_sooner() {
    let server = Rdap::start().page(
        "/ip/192.0.2.1",
        network("192.0.2.0", "192.0.2.255", "abuse@net.example"),
    );
    let mut campaign = campaign(&server, "contact_days = 14\nnothing_days = 2");
    // The second is a 404.
    import(&campaign, &[("192.0.2", 1), ("198.51.100", 1)]);
    let mut asked_at = |now: &str| {
        campaign.at(now);
        let before = server.requests().len();
        campaign.run(&["resolve"]).ends(1);
        server.requests().len() - before
    };
    assert_eq!(asked_at("2026-11-21T14:05:00Z"), 2);
    assert_eq!(asked_at("2026-11-23T14:04:59Z"), 0);
    assert_eq!(asked_at("2026-11-23T14:05:01Z"), 1, "the 404");
    assert_eq!(asked_at("2026-12-05T14:05:01Z"), 2, "both");
}

#[test]
fn campaigns_share_what_was_heard() {
    let server = Rdap::start().page(
        "/ip/192.0.2.1",
        network("192.0.2.0", "192.0.2.255", "abuse@net.example"),
    );
    let folder = tempfile::tempdir().unwrap();
    let shared = format!("answers = \"{}\"", folder.path().join("answers.sqlite").display());
    for requests in [1, 1] {
        let campaign = campaign(&server, &shared);
        import(&campaign, &[("192.0.2", 1)]);
        campaign.ok(&["resolve"]);
        assert_eq!(server.requests().len(), requests);
    }
}

#[test]
fn a_special_purpose_address_is_told_to_nobody_but_configured_servers() {
    // Services as they come, and no server configured: the well-known ones would have to be asked.
    let campaign = Campaign::with_settings(SENDER);
    import(&campaign, &[("192.0.2", 3)]);
    let summary = campaign.run(&["--json", "resolve"]).ends(1).json();
    assert_eq!(summary["online"]["requests"], 0, "{summary}");
    assert_eq!(unresolved(&summary, "no-source"), 3);
}

#[test]
fn the_mailbox_of_a_registry_is_never_planned_for_a_network_that_it_does_not_hold() {
    let registry = [
        "hostmaster@ripe.net",
        "search-apnic-not-arin@apnic.net",
        "hostmaster@arin.net",
        "abusepoc@afrinic.net",
    ];
    let server = Rdap::start();
    let whois = Whois::start(&[]);
    for (number, mailbox) in (1..).zip(registry) {
        let net = format!("2001:db8:{number:x}");
        server.put(
            &format!("/ip/{net}::1"),
            network(
                &format!("{net}::"),
                &format!("{net}:ffff:ffff:ffff:ffff:ffff"),
                mailbox,
            ),
        );
    }
    let url = server.url();
    let campaign = Campaign::with_settings(&settings(&format!(
        "services = [\"rdap\", \"whois\"]\n[online.rdap]\narin = \"{url}\"\nripe = \"{url}\"\napnic = \"{url}\"\n\
         [online.whois]\napnic = \"{}\"\n[online.pace]\napnic = 600\narin = 600\n",
        whois.server()
    )));
    let mut rows = "ip,port,exposure,timestamp\n".to_owned();
    for number in 1..=registry.len() {
        let _ = writeln!(rows, "2001:db8:{number:x}::1,25,open-relay,2026-11-20T08:00:00Z");
    }
    campaign.write("flagged.csv", rows);
    campaign.ok(&["import", "flagged.csv"]);
    let summary = campaign.run(&["--json", "resolve"]).ends(1).json();
    assert_eq!(server.requests().len(), registry.len());
    assert_eq!(
        unresolved(&summary, "rejected-address"),
        registry.len() as u64,
        "{summary}"
    );
    let plan: Run = campaign.run(&["plan"]);
    assert!(plan.stdout.contains("nothing to plan"), "{}", plan.transcript());
}

#[test]
fn one_contact_that_every_network_suddenly_has_stops_the_plan() {
    let server = Rdap::start();
    let mut rows = "ip,port,exposure,timestamp\n".to_owned();
    for block in 1..=30 {
        // No AS is known of any of them: networks this far apart count in its place.
        let (first, last) = (format!("10.{block}.0.0"), format!("10.{block}.255.255"));
        server.put(
            &format!("/ip/10.{block}.0.1"),
            network(&first, &last, "helpful@registry.example"),
        );
        let _ = writeln!(rows, "10.{block}.0.1,25,open-relay,2026-11-20T08:00:00Z");
    }
    let settings = SENDER.replace("\"192.0.2.0/24\"", "\"10.0.0.0/8\"");
    let campaign = Campaign::with_settings(&format!(
        "{settings}\n[online]\nservices = [\"rdap\"]\nbootstrap = \"registries.csv\"\n\
         [online.rdap]\narin = \"{}\"\n[online.pace]\narin = 600\n",
        server.url()
    ));
    campaign.write("registries.csv", "prefix,registry\n10.0.0.0/8,arin\n");
    campaign.write("flagged.csv", rows);
    campaign.ok(&["import", "flagged.csv"]);
    campaign.ok(&["resolve"]);
    let plan = campaign.run(&["plan"]).ends(2);
    assert!(
        plan.stderr.contains("helpful@registry.example"),
        "{}",
        plan.transcript()
    );
}

#[test]
fn the_next_alternate_of_an_answer_is_there_when_the_first_is_dead() {
    let cards = r#"["email",{"pref":"1"},"text","abuse@first.example"],["email",{"pref":"2"},"text","abuse@second.example"]"#;
    let server = Rdap::start().page(
        "/ip/192.0.2.1",
        Page::of(format!(
            r#"{{"startAddress":"192.0.2.0","endAddress":"192.0.2.255","name":"NET",
            "entities":[{{"handle":"A1","roles":["abuse"],"vcardArray":["vcard",[{cards}]]}}]}}"#
        )),
    );
    let campaign = campaign(&server, "");
    import(&campaign, &[("192.0.2", 1)]);
    campaign.ok(&["resolve"]);
    assert!(
        campaign
            .ok(&["contacts", "list"])
            .stdout
            .contains("abuse@first.example")
    );
    campaign.ok(&["suppress", "add", "--dead", "abuse@first.example"]);
    campaign.ok(&["resolve"]);
    let contacts = campaign.ok(&["contacts", "list"]).stdout;
    assert!(
        contacts.contains("abuse@second.example") && !contacts.contains("first"),
        "{contacts}"
    );
    assert_eq!(server.requests().len(), 1);
    let story = campaign.ok(&["contacts", "explain", "192.0.2.1"]).stdout;
    assert!(story.contains("letters to it come back"), "{story}");
}

#[test]
fn by_dns_abusix_is_asked_when_wanted_and_reverse_dns_only_proposes() {
    let zone = "9.2.0.192 TXT \"abuse@abusix.example\"";
    let reverse = "10 PTR mail.customer.example.";
    let forward = "mail.customer A 192.0.2.10\ncustomer MX 10 mail.customer\n";
    let dns = Dns::start(&[
        ("contacts.zone.example", zone),
        ("2.0.192.in-addr.arpa", reverse),
        ("example", forward),
    ]);
    let server = Rdap::start();
    for host in ["9", "10"] {
        server.put(
            &format!("/ip/192.0.2.{host}"),
            network("192.0.2.0", "192.0.2.255", ""),
        );
    }
    let campaign = Campaign::with_settings(&format!(
        "{SENDER}\n[dns]\nserver = \"{}\"\ntimeout = 2\n[online]\nservices = [\"rdap\", \"abusix\", \"reverse-dns\"]\n\
         abusix_zone = \"contacts.zone.example\"\n[online.rdap]\narin = \"{}\"\n[online.pace]\narin = 600\n",
        dns.server(),
        server.url()
    ));
    campaign.write(
        "flagged.csv",
        "ip,port,exposure,timestamp\n192.0.2.9,25,open-relay,2026-11-20T08:00:00Z\n192.0.2.10,25,open-relay,2026-11-20T08:00:00Z\n",
    );
    campaign.ok(&["import", "flagged.csv"]);
    let summary = campaign.run(&["--json", "resolve"]).ends(1).json();
    assert_eq!(
        server.requests().len(),
        1,
        "one request for the network, whatever the DNS says of its addresses"
    );
    assert_eq!(
        (
            &summary["addresses"]["resolved"],
            unresolved(&summary, "below-threshold")
        ),
        (&1.into(), 1),
        "{summary}"
    );
    let story = campaign.ok(&["contacts", "explain", "192.0.2.9"]).stdout;
    assert!(story.contains("abuse@abusix.example, confidence 65"), "{story}");
    let review = campaign.run(&["contacts", "review"]).ends(1).stdout;
    assert!(
        review.contains("abuse@customer.example") && review.contains("20"),
        "{review}"
    );
}

#[test]
fn interrupted_it_says_so_and_goes_on_later() {
    let server = Rdap::start();
    for net in ["192.0.2", "198.51.100", "203.0.113"] {
        let page = network(&format!("{net}.0"), &format!("{net}.255"), "abuse@net.example");
        server.put(&format!("/ip/{net}.1"), page.late(Duration::from_millis(300)));
    }
    let campaign = campaign(&server, "");
    import(&campaign, &[("192.0.2", 1), ("198.51.100", 1)]);
    let child = campaign.command(&["resolve"]).spawn().unwrap();
    wait_for("the first request", Duration::from_secs(20), || {
        server.requests().len() == 1
    });
    crate::support::run_tool(std::process::Command::new("kill").args(["-INT", &child.id().to_string()]));
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(
        said.contains("1 with a contact, 1 without (1 pending)") && said.contains("interrupted"),
        "{said}"
    );
    campaign.ok(&["resolve"]);
    assert_eq!(server.requests().len(), 2);
}
