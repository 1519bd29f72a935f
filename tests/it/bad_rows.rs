//! Every kind of bad row: rejected with its line and its reason, kept as it stood, while the good rows go in.

use std::collections::BTreeSet;

use crate::support::{Campaign, Letter};

/// A row of a file, and what must be said about it: the column at fault and the reason, or nothing for a good row.
type Case = (&'static str, Option<(&'static str, &'static str)>);

const HEADER: &str = "ip,port,protocol,timestamp,first_seen,exposure,asn,country,hostname,source,language";

const ROWS: [Case; 36] = [
    (
        "192.0.2.1,25,tcp,2026-11-20T08:00:00Z,,open-relay,64500,FR,mail.one.example,survey,fr",
        None,
    ),
    (
        ",25,tcp,2026-11-20T08:00:00Z,,open-relay,,,,survey,",
        Some(("ip", "empty-address")),
    ),
    (
        "not an address,25,tcp,2026-11-20T08:00:00Z,,open-relay,,,,survey,",
        Some(("ip", "bad-address")),
    ),
    (
        "198.51.100.300,25,tcp,2026-11-20T08:00:00Z,,open-relay,,,,survey,",
        Some(("ip", "bad-address")),
    ),
    (
        "192.0.2,25,tcp,2026-11-20T08:00:00Z,,open-relay,,,,survey,",
        Some(("ip", "bad-address")),
    ),
    (
        "192.0.2.010,25,tcp,2026-11-20T08:00:00Z,,open-relay,,,,survey,",
        Some(("ip", "leading-zero")),
    ),
    (
        "192.0.2.0/28,25,tcp,2026-11-20T08:00:00Z,,open-relay,,,,survey,",
        Some(("ip", "network")),
    ),
    (
        "2001:db8::1::2,25,tcp,2026-11-20T08:00:00Z,,open-relay,,,,survey,",
        Some(("ip", "bad-address")),
    ),
    (
        "10.1.2.3,25,tcp,2026-11-20T08:00:00Z,,open-relay,,,,survey,",
        Some(("ip", "not-global")),
    ),
    (
        "127.0.0.1,25,tcp,2026-11-20T08:00:00Z,,open-relay,,,,survey,",
        Some(("ip", "not-global")),
    ),
    (
        "fe80::1,25,tcp,2026-11-20T08:00:00Z,,open-relay,,,,survey,",
        Some(("ip", "not-global")),
    ),
    (
        "224.0.0.1,25,tcp,2026-11-20T08:00:00Z,,open-relay,,,,survey,",
        Some(("ip", "not-global")),
    ),
    (
        "192.0.2.2,8080,tcp,2026-11-20 08:00:00,,open-proxy-http,,,,survey,",
        None,
    ),
    (
        "192.0.2.3,99999,tcp,2026-11-20T08:00:00Z,,open-relay,,,,survey,",
        Some(("port", "bad-port")),
    ),
    (
        "192.0.2.3,http,tcp,2026-11-20T08:00:00Z,,open-relay,,,,survey,",
        Some(("port", "bad-port")),
    ),
    (
        "192.0.2.3:8080,3128,tcp,2026-11-20T08:00:00Z,,open-proxy-http,,,,survey,",
        Some(("port", "two-ports")),
    ),
    (
        "192.0.2.3,25,icmp,2026-11-20T08:00:00Z,,open-relay,,,,survey,",
        Some(("protocol", "bad-protocol")),
    ),
    (
        "192.0.2.3,25,tcp,yesterday,,open-relay,,,,survey,",
        Some(("timestamp", "bad-time")),
    ),
    (
        "192.0.2.3,25,tcp,2026-02-30T08:00:00Z,,open-relay,,,,survey,",
        Some(("timestamp", "bad-time")),
    ),
    (
        "192.0.2.3,25,tcp,1969-07-20T20:17:40Z,,open-relay,,,,survey,",
        Some(("timestamp", "absurd-time")),
    ),
    (
        "192.0.2.3,25,tcp,2031-01-01T00:00:00Z,,open-relay,,,,survey,",
        Some(("timestamp", "absurd-time")),
    ),
    (
        "192.0.2.3,25,tcp,2026-11-20T08:00:00Z,2026-11-21T08:00:00Z,open-relay,,,,survey,",
        Some(("first_seen", "times-reversed")),
    ),
    (
        "192.0.2.3,25,tcp,2026-11-20T08:00:00Z,,,,,,survey,",
        Some(("exposure", "no-exposure")),
    ),
    (
        "192.0.2.3,25,tcp,2026-11-20T08:00:00Z,,?!,,,,survey,",
        Some(("exposure", "bad-exposure")),
    ),
    (
        "192.0.2.3,25,tcp,2026-11-20T08:00:00Z,,open-relay,many,,,survey,",
        Some(("asn", "bad-asn")),
    ),
    (
        "192.0.2.3,25,tcp,2026-11-20T08:00:00Z,,open-relay,64500,France,,survey,",
        Some(("country", "bad-country")),
    ),
    (
        "192.0.2.3,25,tcp,2026-11-20T08:00:00Z,,open-relay,64500,FR,two words,survey,",
        Some(("hostname", "bad-hostname")),
    ),
    (
        "192.0.2.3,25,tcp,2026-11-20T08:00:00Z,,open-relay,64500,FR,,survey,the French one",
        Some(("language", "bad-language")),
    ),
    ("192.0.2.3,25,tcp,2026-11-20T08:00:00Z", Some(("", "ragged"))),
    (
        "192.0.2.3,25,tcp,2026-11-20T08:00:00Z,,open-relay,64500,FR,,survey,fr,one,two",
        Some(("", "ragged")),
    ),
    (
        "192.0.2.3,25,tcp,2026-11-20T08:00:00Z,,open-relay,64500,FR,,\"sur\"vey,",
        Some(("", "bad-quote")),
    ),
    (
        "192.0.2.3\u{0},25,tcp,2026-11-20T08:00:00Z,,open-relay,64500,FR,,survey,",
        Some(("", "nul")),
    ),
    (
        "192.0.2.3,25,tcp,2026-11-20T08:00:00Z,,open-relay,64500,FR,\u{1b}[2J.example,survey,",
        Some(("hostname", "control-character")),
    ),
    (
        "2001:DB8:0:0::25,25,TCP,1795075200,,Open Relay,AS64500,fr,,survey,FR",
        None,
    ),
    (
        "::ffff:192.0.2.4,25,tcp,2026-11-20T08:00:00Z,,open-relay,,,,survey,",
        None,
    ),
    // The same as the first row: widens its times, brings no new sighting.
    (
        "192.0.2.1,25,tcp,2026-11-19T08:00:00Z,,open-relay,64500,FR,mail.one.example,survey,fr",
        None,
    ),
];

fn file() -> String {
    let rows: Vec<&str> = ROWS.iter().map(|(row, _)| *row).collect();
    format!("{HEADER}\r\n{}\r\n", rows.join("\r\n"))
}

/// The cells of `rejects.csv`, by Python.
fn rejects(campaign: &Campaign) -> Vec<Vec<String>> {
    let script = "import csv, json, sys; print(json.dumps(list(csv.reader(open(sys.argv[1], newline='', encoding='utf-8')))))";
    let output = crate::support::run_tool(
        std::process::Command::new(crate::support::tool("env"))
            .args(["python3", "-I", "-c", script])
            .arg(campaign.path("rejects.csv")),
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn every_kind_of_bad_row_is_rejected_with_its_line_and_reason() {
    let campaign = Campaign::new();
    campaign.write("flagged.csv", file());
    let run = campaign.run(&["import", "flagged.csv"]).ends(1);
    assert!(run.stdout.contains("rejects.csv"), "{}", run.transcript());

    let expected: Vec<(String, &str, &str)> = ROWS
        .iter()
        .enumerate()
        .filter_map(|(place, (_, fault))| {
            fault.map(|(column, reason)| ((place + 2).to_string(), column, reason))
        })
        .collect();
    let table = rejects(&campaign);
    assert_eq!(
        table[0],
        [
            "imported",
            "file",
            "line",
            "column",
            "reason",
            "explanation",
            "row"
        ]
    );
    let got: Vec<(String, &str, &str)> = table[1..]
        .iter()
        .map(|row| (row[2].clone(), row[3].as_str(), row[4].as_str()))
        .collect();
    assert_eq!(got, expected);
    for row in &table[1..] {
        assert_eq!(row[1], "flagged.csv");
        assert!(row[5].len() > 10, "no explanation in {row:?}");
        let line: usize = row[2].parse().unwrap();
        let (original, _) = ROWS[line - 2];
        // What would act on a screen or in a spreadsheet is made to show; the rest stands as it stood.
        if original.chars().all(|c| !c.is_control()) && !original.starts_with(['=', '+', '-', '@']) {
            assert_eq!(row[6], original);
        }
        assert!(!row.join("").contains(char::is_control), "{row:?}");
    }

    let good = ROWS.iter().filter(|(_, fault)| fault.is_none()).count() as u64;
    let status = campaign.status();
    assert_eq!(
        status["rows"],
        serde_json::json!({
            "imported": ROWS.len(), "new": good - 1, "repeated": 1, "rejected": ROWS.len() as u64 - good,
        })
    );
}

#[test]
fn the_good_rows_all_reach_their_letter() {
    let campaign = Campaign::new();
    campaign.write("flagged.csv", file());
    campaign.write(
        "contacts.csv",
        "match,contact,language,action,note\n192.0.2.0/24,abuse@one.example,,notify,\n2001:db8::/32,abuse@one.example,,notify,\n",
    );
    let digest = campaign.plan(&["flagged.csv"]);
    campaign.ok(&["send", "--approve", &digest]);
    let file = std::fs::read_dir(campaign.path("outbox"))
        .unwrap()
        .next()
        .unwrap()
        .unwrap();
    let letter = Letter::read_all(&[std::fs::read(file.path()).unwrap()]).remove(0);
    let expected: BTreeSet<std::net::IpAddr> = ["192.0.2.1", "192.0.2.2", "192.0.2.4", "2001:db8::25"]
        .map(|address| address.parse().unwrap())
        .into();
    assert_eq!(letter.attached_addresses(), expected);
    let place = letter
        .column("ip")
        .iter()
        .position(|ip| *ip == "192.0.2.1")
        .unwrap();
    assert_eq!(letter.column("first_seen")[place], "2026-11-19T08:00:00Z");
    assert_eq!(letter.column("last_seen")[place], "2026-11-20T08:00:00Z");
}

#[test]
fn rejects_of_later_files_are_added_to_the_same_table() {
    let campaign = Campaign::new();
    campaign.write("one.csv", "ip,exposure\nnonsense,open-relay\n");
    campaign.write(
        "two.csv",
        "ip,exposure\n192.0.2.1,open-relay\n192.0.2.256,open-relay\n",
    );
    campaign.run(&["import", "one.csv"]).ends(1);
    campaign.run(&["import", "two.csv"]).ends(1);
    // Known by its content, so nothing is rejected a second time.
    campaign.ok(&["import", "two.csv"]);
    let table = rejects(&campaign);
    let places: Vec<(&str, &str)> = table[1..]
        .iter()
        .map(|row| (row[1].as_str(), row[2].as_str()))
        .collect();
    assert_eq!(places, [("one.csv", "2"), ("two.csv", "3")]);
}

#[test]
fn what_is_too_large_or_never_ends_costs_its_own_row_alone() {
    let campaign = Campaign::new();
    let mut file = "ip,exposure,remark\n192.0.2.1,open-relay,first\n".to_owned();
    let mut expected = Vec::new();
    for (remark, reason) in [
        ("y".repeat(5000), "long-cell"),
        ("z".repeat(70_000), "long-row"),
        (",".repeat(1500), "many-cells"),
    ] {
        expected.push((file.lines().count() + 1, reason));
        file.push_str("192.0.2.2,open-relay,");
        file.push_str(&remark);
        file.push('\n');
    }
    file.push_str("192.0.2.3,open-relay,middle\n");
    expected.push((file.lines().count() + 1, "open-quote"));
    file.push_str("192.0.2.4,open-relay,\"never closed\n");
    for host in 5..=250 {
        file.push_str("192.0.2.");
        file.push_str(&host.to_string());
        file.push_str(",open-relay,after it\n");
    }
    campaign.write("flagged.csv", file);
    campaign.run(&["import", "flagged.csv"]).ends(1);
    let table = rejects(&campaign);
    let got: Vec<(usize, &str)> = table[1..]
        .iter()
        .map(|row| (row[2].parse().unwrap(), row[4].as_str()))
        .collect();
    assert_eq!(got, expected);
    let rows = campaign.status()["rows"].clone();
    assert_eq!(
        rows,
        serde_json::json!({ "imported": 252, "new": 248, "repeated": 0, "rejected": 4 })
    );
}

#[test]
fn what_a_zone_excludes_is_not_written_about() {
    let campaign = Campaign::new();
    campaign.write(
        "relays.zone",
        "$SOA 3600 ns.example. hostmaster.example. 0 600 300 86400 300\n\
         :127.0.0.2:Open relay, see https://list.example/?$\n\
         # a comment\n\
         192.0.2.1\n\
         192.0.2.2 :127.0.0.3:with words of its own\n\
         !192.0.2.3\n\
         192.0.2.3\n\
         192.0.2.400\n",
    );
    campaign
        .run(&[
            "import",
            "--format",
            "rbldnsd",
            "--exposure",
            "open-relay",
            "relays.zone",
        ])
        .ends(1);
    let reasons: Vec<(String, String)> = rejects(&campaign)[1..]
        .iter()
        .map(|row| (row[2].clone(), row[4].clone()))
        .collect();
    let expected =
        [("7", "excluded"), ("8", "bad-address")].map(|(line, reason)| (line.to_owned(), reason.to_owned()));
    assert_eq!(reasons, expected);
    assert_eq!(campaign.status()["rows"]["new"], 2);
}
