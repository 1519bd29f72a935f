//! The report: its numbers are those of the input, the outbox and the mailboxes, and its page works in a browser alone.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::process::Command;

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::support::{Campaign, SENDER, Sink};

const RULES: &str = "match,contact,language,action,note
192.0.2.0/26,abuse@one.example,fr,notify,
192.0.2.64/26,abuse@two.example,de,notify,
198.51.100.0/24,abuse@three.example,,notify,
203.0.113.0/25,abuse@four.example,,notify,
203.0.113.128/25,,,suppress,
";

const ROWS: &str = "ip,port,exposure,timestamp,source
192.0.2.1,25,open-relay,2026-11-18T08:00:00Z,survey
192.0.2.1,25,open-relay,2026-11-19T08:00:00Z,survey
192.0.2.2,3128,open-proxy-http,2026-11-18T08:00:00Z,survey
192.0.2.70,1080,open-proxy-socks,2026-11-18T08:00:00Z,survey
198.51.100.7,25,open-relay,2026-11-18T08:00:00Z,survey
203.0.113.9,25,open-relay,2026-11-18T08:00:00Z,survey
203.0.113.200,25,open-relay,2026-11-18T08:00:00Z,survey
not-an-address,25,open-relay,2026-11-18T08:00:00Z,survey
2001:db8::1,25,open-relay,2026-11-18T08:00:00Z,survey
";

/// A campaign whose letters were all sent.
fn sent() -> (Campaign, Sink) {
    let sink = Sink::start();
    let campaign = Campaign::with_gateway(&format!("url = \"{}\"", sink.url()));
    campaign.write("contacts.csv", RULES);
    campaign.write("flagged.csv", ROWS);
    let digest = campaign.plan(&["flagged.csv"]);
    campaign.run(&["send", "--approve", &digest]).done();
    (campaign, sink)
}

fn csv(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut lines = text.lines();
    let names: Vec<&str> = lines.next().unwrap().split(',').collect();
    lines
        .map(|line| {
            names
                .iter()
                .zip(line.split(','))
                .map(|(name, cell)| ((*name).to_owned(), cell.to_owned()))
                .collect()
        })
        .collect()
}

#[test]
fn every_number_of_the_report_is_that_of_the_input_and_of_what_arrived() {
    let (campaign, sink) = sent();
    let arrived = sink.received();
    let report = campaign.json(&["report", "--csv", "tables"]);
    // From the raw input, by hand: nine rows, one of them a repetition, one no address; seven sightings on as many
    // addresses, one suppressed by a rule, one that no rule names.
    assert_eq!(
        report["totals"]["rows"],
        serde_json::json!({"imported": 9, "new": 7, "repeated": 1, "rejected": 1})
    );
    assert_eq!(report["totals"]["addresses"]["total"], 7);
    assert_eq!(report["totals"]["addresses"]["suppressed"], 1);
    assert_eq!(report["totals"]["addresses"]["unresolved"]["no-source"], 1);
    assert_eq!(arrived.len(), 4);
    let letters = report["letters"].as_array().unwrap();
    assert_eq!(letters.len(), arrived.len());
    let states = |group: &Value| group["states"]["accepted"].as_u64().unwrap_or(0);
    for grouping in report["groupings"].as_array().unwrap() {
        let groups = grouping["groups"].as_array().unwrap();
        assert_eq!(groups.iter().map(states).sum::<u64>(), 4, "{grouping}");
    }
    assert_eq!(states(&report["rounds"][0]), 4);
    let accepted: u64 = report["timeline"]
        .as_array()
        .unwrap()
        .iter()
        .map(|moment| moment["outcomes"]["accepted"].as_u64().unwrap_or(0))
        .sum();
    assert_eq!(accepted, 4);
    assert_eq!(report["remediation_of"][0], 5);

    // The tables: a row for each letter and each sighting, its contact's letter beside it.
    let letters = csv(&campaign.read("tables/letters.csv"));
    let sightings = csv(&campaign.read("tables/sightings.csv"));
    assert_eq!((letters.len(), sightings.len()), (4, 7));
    for letter in &letters {
        let about = sightings
            .iter()
            .filter(|sighting| sighting["letter"] == letter["reference"])
            .count();
        assert_eq!(about.to_string(), letter["addresses"], "{letter:?}");
        let got = arrived
            .iter()
            .find(|got| got.recipients == [letter["contact"].as_str()])
            .unwrap();
        let digest = format!("{:x}", Sha256::digest(&got.bytes));
        assert_eq!(digest, letter["sha256"], "what arrived is what was frozen");
    }
    let fates: Vec<&str> = sightings
        .iter()
        .map(|sighting| sighting["verdict"].as_str())
        .collect();
    assert_eq!(fates.iter().filter(|fate| **fate == "notify").count(), 5);
    assert_eq!(fates.iter().filter(|fate| **fate == "suppress").count(), 1);
    assert_eq!(fates.iter().filter(|fate| **fate == "no-source").count(), 1);
}

#[test]
fn the_chain_is_checked_and_a_change_is_found() {
    let (campaign, _sink) = sent();
    let head = campaign.json(&["report"])["chain"][0]
        .as_str()
        .unwrap()
        .to_owned();
    campaign.ok(&["report", "--verify"]);
    let run = campaign.ok(&["report", "--verify", &head]);
    assert!(
        run.stdout.contains("the given head is in it"),
        "{}",
        run.transcript()
    );
    let run = campaign.run(&["report", "--verify", &head[..12]]).ends(2);
    assert!(
        run.stderr.contains("64 hexadecimal digits"),
        "{}",
        run.transcript()
    );
    campaign.run(&["report", "--verify", &"0".repeat(64)]).ends(4);
    let change = "UPDATE event SET detail = 'dot: 250 something else' WHERE what = 'accepted'";
    let status = Command::new("sqlite3")
        .arg(campaign.path("ledger.sqlite"))
        .arg(change)
        .status()
        .unwrap();
    assert!(status.success());
    let run = campaign.run(&["report", "--verify"]).ends(4);
    assert!(
        run.stderr.contains("is not what was chained"),
        "{}",
        run.transcript()
    );
}

#[test]
fn redacted_it_names_no_person() {
    let (campaign, _sink) = sent();
    let run = campaign.ok(&["report", "--redact", "--html", "page.html", "--csv", "tables"]);
    for text in [
        run.stdout,
        campaign.json(&["report", "--redact"]).to_string(),
        campaign.read("page.html"),
        campaign.read("tables/letters.csv"),
        campaign.read("tables/sightings.csv"),
    ] {
        assert!(!text.contains("abuse@"), "{text}");
        assert!(!text.contains("campaign@"), "{text}");
    }
}

/// The page in a browser, with a script of ours at its end whose findings become the title; what went to the console.
fn in_browser(campaign: &Campaign, page: &str, script: &str) -> (Value, String) {
    let mut html = campaign.read(page);
    write!(html, "<script>{script}</script>").unwrap();
    campaign.write("probe.html", html);
    let output = Command::new("chromium")
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--enable-logging=stderr",
            "--virtual-time-budget=4000",
            "--dump-dom",
        ])
        .arg(format!("--user-data-dir={}", campaign.path("browser").display()))
        .arg(format!("file://{}", campaign.path("probe.html").display()))
        .output()
        .expect("chromium, which tests/run installs");
    let dom = String::from_utf8_lossy(&output.stdout).into_owned();
    let console: String = String::from_utf8_lossy(&output.stderr)
        .lines()
        .filter(|line| line.contains("CONSOLE"))
        .collect();
    let found = dom
        .split_once("<title>FOUND")
        .and_then(|(_, rest)| rest.split_once("</title>"))
        .unwrap_or_else(|| {
            panic!(
                "no findings: {console}\n{}",
                dom.chars().take(2000).collect::<String>()
            )
        });
    let json = found
        .0
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&");
    (serde_json::from_str(&json).unwrap(), console)
}

#[test]
fn the_page_works_in_a_browser_and_fetches_nothing() {
    let (campaign, _sink) = sent();
    campaign.ok(&["report", "--html", "page.html"]);
    let (found, console) = in_browser(
        &campaign,
        "page.html",
        "const rows = () => [...document.querySelectorAll('#letters-rows tr')].map((row) => row.cells[3].textContent);\
         const search = document.getElementById('search'); const found = { all: rows() };\
         const set = (text) => { search.value = text; search.dispatchEvent(new Event('input')); };\
         set('THREE.example accepted');\
         setTimeout(() => { found.three = rows(); set('no such thing');\
         setTimeout(() => { found.none = rows(); found.told = document.getElementById('found').textContent;\
         found.fetched = performance.getEntriesByType('resource').length;\
         found.headings = [...document.querySelectorAll('h2')].map((h) => h.textContent);\
         found.charts = document.querySelectorAll('svg[role=img] title').length;\
         document.title = 'FOUND' + JSON.stringify(found); }, 400); }, 400);",
    );
    assert_eq!(console, "", "the console stays silent");
    assert_eq!(found["all"].as_array().unwrap().len(), 4, "{found}");
    assert_eq!(found["three"], serde_json::json!(["abuse@three.example"]));
    assert_eq!(found["none"], serde_json::json!([]));
    assert_eq!(found["told"], "0 of 4 letters; page 1 of 1");
    assert_eq!(found["fetched"], 0);
    assert_eq!(found["headings"].as_array().unwrap().len(), 8, "{found}");
    assert!(found["charts"].as_u64().unwrap() >= 1);
}

/// Before printing all that was found stands there, up to a bound that is told, and the numbers below the charts; afterwards the
/// page is as it was.
#[test]
fn paper_gets_every_row_that_was_found_up_to_a_bound() {
    let (campaign, _sink) = sent();
    campaign.ok(&["report", "--html", "page.html"]);
    let html = campaign.read("page.html");
    let block = "<script type=\"application/json\" id=\"letters-data\">";
    let (before, rest) = html.split_once(block).unwrap();
    let (data, after) = rest.split_once("</script>").unwrap();
    let mut data: Value = serde_json::from_str(data).unwrap();
    let rows = data["rows"].as_array().unwrap().clone();
    data["rows"] = rows.iter().cycle().take(1_004).cloned().collect();
    campaign.write("many.html", format!("{before}{block}{data}</script>{after}"));
    let (found, console) = in_browser(
        &campaign,
        "many.html",
        "const search = document.getElementById('search'); const found = {};\
         const look = () => ({ rows: document.querySelectorAll('#letters-rows tr').length,\
         note: document.getElementById('left-out').textContent,\
         open: document.querySelectorAll('details.numbers[open]').length });\
         found.screen = look(); dispatchEvent(new Event('beforeprint')); found.paper = look();\
         dispatchEvent(new Event('afterprint')); found.again = look();\
         search.value = 'three.example'; search.dispatchEvent(new Event('input'));\
         setTimeout(() => { dispatchEvent(new Event('beforeprint')); found.some = look();\
         document.title = 'FOUND' + JSON.stringify(found); }, 400);",
    );
    assert_eq!(console, "", "the console stays silent");
    assert_eq!(found["screen"]["rows"], 50, "{found}");
    assert_eq!(found["screen"]["open"], 0, "{found}");
    assert_eq!(found["paper"]["rows"], 1_000, "{found}");
    assert!(found["paper"]["open"].as_u64().unwrap() > 0, "{found}");
    let note = found["paper"]["note"].as_str().unwrap();
    assert!(note.contains("the first 1000 of 1004 letters"), "{note}");
    assert_eq!(found["again"]["rows"], 50, "{found}");
    assert_eq!(found["again"]["open"], 0, "{found}");
    assert_eq!(found["some"]["rows"], 251, "{found}");
    let note = found["some"]["note"].as_str().unwrap();
    assert!(note.contains("the 251 letters that the search"), "{note}");
}

/// The contact's number, and whether a rescan still finds its address: of those written to, three in four mend theirs;
/// of those held out, one in four.
fn still_open(number: usize, held: bool) -> bool {
    number.is_multiple_of(4) != held
}

#[test]
fn the_comparison_counts_what_the_scans_say() {
    const CONTACTS: usize = 80;
    let mut campaign = Campaign::with_settings(&format!(
        "{SENDER}\n[gateway]\nurl = \"outbox:outbox\"\n[holdout]\nshare = 30\ndays = 60\n"
    ));
    let mut rules = "match,contact,language,action,note\n".to_owned();
    for n in 1..=CONTACTS {
        writeln!(rules, "192.0.2.{n}/32,abuse@isp{n}.example,,notify,").unwrap();
    }
    campaign.write("contacts.csv", rules);
    let scan = |day: &str, numbers: &[usize]| {
        let mut rows = "ip,port,exposure,timestamp,source\n".to_owned();
        for n in numbers {
            writeln!(rows, "192.0.2.{n},25,open-relay,{day}T08:00:00Z,survey").unwrap();
        }
        rows
    };
    let all: Vec<usize> = (1..=CONTACTS).collect();
    campaign.write("first.csv", scan("2026-11-20", &all));
    let digest = campaign.plan(&["first.csv"]);
    campaign.ok(&["send", "--approve", &digest]);
    let none = campaign.json(&["report"])["comparison"]["none"].clone();
    assert!(none.as_str().unwrap().contains("two rescans"), "{none}");

    // Who was written to is seen from outside: by the letters in the outbox.
    let letters = campaign.json(&["report"])["letters"].to_string();
    let told = |n: &usize| letters.contains(&format!("\"abuse@isp{n}.example\""));
    let written: Vec<usize> = all.iter().copied().filter(told).collect();
    assert_eq!(written.len(), CONTACTS * 7 / 10);
    let open: Vec<usize> = all
        .iter()
        .copied()
        .filter(|n| still_open(*n, !written.contains(n)))
        .collect();
    for day in ["2026-12-01", "2026-12-08"] {
        campaign.at(&format!("{day}T12:00:00Z"));
        campaign.write("again.csv", scan(day, &open));
        campaign.ok(&["import", "again.csv"]);
    }
    let report = campaign.json(&["report"]);
    let effect = &report["comparison"]["effect"];
    let gone = |held: bool| {
        let members = all.iter().filter(|n| written.contains(n) != held);
        members.filter(|n| !open.contains(n)).count()
    };
    for (arm, held) in [("written", false), ("held", true)] {
        let contacts = if held {
            CONTACTS - written.len()
        } else {
            written.len()
        };
        assert_eq!(effect[arm]["contacts"], contacts, "{effect}");
        assert_eq!(effect[arm]["sightings"], contacts, "{effect}");
        assert_eq!(effect[arm]["gone"], gone(held), "{effect}");
    }
    assert!(effect["interval"][0].as_f64().unwrap() > 0.0, "{effect}");
    let told = campaign.ok(&["report"]).stdout;
    assert!(told.contains("effect      evident: +"), "{told}");
    // Gone is not written about, and the curve of those written to has fallen further.
    let last = report["remediation"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(last["told"], written.iter().filter(|n| open.contains(n)).count());
    assert_eq!(last["held"], open.iter().filter(|n| !written.contains(n)).count());
}
