//! Input that tries to break out: line ends, templates, markup, escape sequences, formulas, text that runs backwards.
//! It does no harm in headers, text, HTML, CSV, on the wire, or on the terminal.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use crate::support::{Campaign, Letter, Run, SENDER, Sink, read_html};

/// What somebody may have put into a feed, by the name of the attack.
const POISONS: [(&str, &str); 14] = [
    ("header", "x\r\nBcc: victim@elsewhere.example"),
    ("bare line feed", "x\nX-Injected: yes"),
    ("end of headers", "x\r\n\r\n<p>injected</p>"),
    ("end of letter", "x\r\n.\r\nMAIL FROM:<m@evil.example>\r\n"),
    ("handlebars", "{{sender.address}}{{{this}}}{{#each rows}}"),
    ("fluent", "{ $count } { -term }"),
    ("script", "<script>alert(1)</script>"),
    ("element", "<img src=x onerror=alert(1)>"),
    ("attribute", "\" onmouseover=\"alert(1)"),
    ("screen", "\u{1b}[2J\u{1b}]0;owned\u{7}\u{9b}31m"),
    ("formula", "=HYPERLINK(\"https://evil.example\")"),
    ("formula with at", "@SUM(1+1)"),
    ("backwards", "\u{202e}elpmaxe.live\u{2066}"),
    ("statement", "'); DROP TABLE letter; --"),
];

fn quoted(cell: &str) -> String {
    format!("\"{}\"", cell.replace('"', "\"\""))
}

/// Whether an import takes a poison as a source: what acts instead of showing is rejected there.
fn is_taken(poison: &str) -> bool {
    !poison.chars().any(acts)
}

/// Every poison twice, each time about an address of its own, all of one contact: as the source, which letters show,
/// and as evidence, which they do not.
fn campaign(gateway: &str) -> Campaign {
    let campaign = Campaign::with_gateway(&format!("url = \"{gateway}\""));
    let mut flagged = "ip,port,exposure,timestamp,source,remark,\"=1+1\",\u{1b}[31mred\n".to_owned();
    for (place, (_, poison)) in POISONS.iter().enumerate() {
        let (cell, as_source, as_evidence) = (quoted(poison), place + 1, place + 101);
        let _ = write!(
            flagged,
            "192.0.2.{as_source},25,open-relay,2026-11-20T08:00:00Z,{cell},{cell},{cell},{cell}\n\
             192.0.2.{as_evidence},25,open-relay,2026-11-20T08:00:00Z,survey,{cell},{cell},{cell}\n"
        );
    }
    campaign.write("flagged.csv", flagged);
    let mut rules = "match,contact,language,action,note\n".to_owned();
    rules.push_str("192.0.2.0/24,abuse@victim.example,fr,notify,\"\u{1b}[31mnote \u{202e}<b>bold</b>\"\n");
    campaign.write("contacts.csv", rules);
    campaign
}

/// Nothing but text reaches the terminal.
#[track_caller]
fn harmless_on_a_terminal(run: &Run) {
    for (stream, text) in [("stdout", &run.stdout), ("stderr", &run.stderr)] {
        let acting: BTreeSet<char> = text.chars().filter(|c| *c != '\n' && acts(*c)).collect();
        assert!(
            acting.is_empty(),
            "{stream} holds {acting:?}:\n{}",
            run.transcript()
        );
    }
}

/// Characters that do something instead of showing.
fn acts(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}')
}

#[test]
fn every_command_shows_poison_instead_of_passing_it_on() {
    let campaign = campaign("outbox:outbox");
    let name = "from \u{1b}[31melse\u{202e}where.csv";
    campaign.write(
        name,
        campaign.read("flagged.csv")
            + "192.0.2.77,x\u{1b}[2J,open-relay,,,,,\n198.51.100.9,25,open-relay,,,,,\n",
    );
    campaign.write(
        "registry.rpsl",
        "inetnum: 198.51.100.0 - 198.51.100.255\nnetname: EVIL\u{1b}[2JNET\ncountry: \u{1b}[31mFR\norg: ORG-E1-RIPE\n\
         mnt-by: EVIL-MNT\nsource: RIPE\n\n\
         organisation: ORG-E1-RIPE\norg-name: Evil \u{9b}31m {{org}} <b>\nabuse-c: E1-RIPE\nsource: RIPE\n\n\
         role: \u{1b}]0;Evil\u{7}\nnic-hdl: E1-RIPE\nabuse-mailbox: Evil\u{1b}[5m <abuse@dump.example>\nsource: RIPE\n",
    );
    for arguments in [
        &["import", name][..],
        &["contacts", "import", "registry.rpsl"],
        &["resolve", "--offline"],
        &["contacts", "list"],
        &["contacts", "explain", "192.0.2.101"],
        &["contacts", "explain", "198.51.100.9"],
        &["plan"],
        &["preview", "--all"],
        &["preview", "--all", "--format", "html"],
        &["preview", "--all", "--format", "json"],
        &["preview", "--all", "--format", "mbox"],
        &["send", "--dry-run"],
        &["status"],
    ] {
        let mut run = campaign.run(arguments).done();
        // Messages keep their CRLF: they are files, not a view.
        if arguments.contains(&"mbox") {
            run.stdout = run.stdout.replace("\r\n", "\n");
        }
        harmless_on_a_terminal(&run);
    }
    let story = campaign.ok(&["contacts", "explain", "198.51.100.9"]).stdout;
    assert!(
        story.contains("abuse@dump.example") && story.contains("NET"),
        "the registry's poison was on show:\n{story}"
    );
    let rejects = campaign.read("rejects.csv").replace("\r\n", "\n");
    assert!(!rejects.chars().any(|c| c != '\n' && acts(c)), "{rejects}");
}

#[test]
fn poison_in_a_letter_is_only_text() {
    let sink = Sink::start();
    let campaign = campaign(&sink.url());
    let digest = campaign.plan(&["flagged.csv"]);
    campaign.ok(&["send", "--approve", &digest]);

    let received = sink.received();
    assert_eq!(received.len(), 1, "one letter, and none smuggled in");
    assert_eq!(received[0].recipients, ["abuse@victim.example"]);
    let letter = Letter::read_all(&[&received[0].bytes]).remove(0);
    assert_eq!(letter.defects, [""; 0]);
    let names: Vec<&str> = letter.raw_headers.iter().map(|(name, _)| name.as_str()).collect();
    let known = BTreeSet::from([
        "From",
        "To",
        "Subject",
        "Date",
        "Message-ID",
        "MIME-Version",
        "Content-Type",
        "Content-Language",
        "Auto-Submitted",
        "Reply-To",
        "List-Unsubscribe",
    ]);
    for name in &names {
        assert!(known.contains(name), "{name} in {names:?}");
    }
    assert_eq!(letter.to, ["abuse@victim.example"]);

    let expected: BTreeSet<String> = POISONS
        .iter()
        .enumerate()
        .flat_map(|(place, (_, poison))| {
            let as_source = is_taken(poison).then(|| format!("192.0.2.{}", place + 1));
            as_source.into_iter().chain([format!("192.0.2.{}", place + 101)])
        })
        .collect();
    let attached: BTreeSet<String> = letter.column("ip").into_iter().map(str::to_owned).collect();
    assert_eq!(attached, expected, "each row has its fate");
    let rejected = campaign.status()["rows"]["rejected"].as_u64().unwrap();
    assert_eq!(attached.len() as u64 + rejected, 2 * POISONS.len() as u64);

    // Text: as it was written, templates included, without anything that acts.
    assert!(
        !letter
            .text
            .replace("\r\n", "\n")
            .chars()
            .any(|c| c != '\n' && acts(c)),
        "{}",
        letter.text
    );
    for literal in ["{{sender.address}}", "<script>", "{ $count }"] {
        assert!(letter.text.contains(literal), "no {literal} in\n{}", letter.text);
    }

    // HTML: the same words, no element and no attribute of theirs.
    let html = read_html(&letter.html);
    for forbidden in ["script", "img", "iframe", "object", "form", "link"] {
        assert!(
            !html.tags.iter().any(|tag| tag == forbidden),
            "{forbidden} in\n{}",
            letter.html
        );
    }
    for (tag, name, value) in &html.attributes {
        assert!(!name.starts_with("on"), "{tag} {name}={value}");
        if name == "href" || name == "src" {
            let fine = value.starts_with("https://cert.example/")
                || value.starts_with("mailto:")
                || value.starts_with("tel:");
            assert!(fine, "{tag} {name}={value}");
        }
    }
    for literal in ["{{sender.address}}", "<script>", "{ $count }"] {
        assert!(html.text.contains(literal), "no {literal} in\n{}", html.text);
    }

    // CSV: no cell that a spreadsheet would run.
    for row in &letter.rows {
        assert_eq!(row.len(), letter.rows[0].len(), "{row:?}");
        for cell in row {
            assert!(
                !cell.trim_start().starts_with(['=', '+', '-', '@', '\t']),
                "{cell:?}"
            );
            assert!(!cell.chars().any(acts), "{cell:?}");
        }
    }
    assert!(
        letter
            .column("source")
            .iter()
            .any(|cell| cell.starts_with("'=HYPERLINK"))
    );

    // The ledger is as it was.
    assert_eq!(campaign.letters("accepted"), 1);
}

#[test]
fn a_sender_with_line_ends_makes_no_headers() {
    let sink = Sink::start();
    let settings = format!("{SENDER}\n[gateway]\nurl = \"{}\"\n", sink.url()).replace(
        "organisation = \"Example Computer Emergency Team\"",
        "organisation = \"Example\\r\\nBcc: victim@elsewhere.example\\r\\n\\r\\nTeam\"",
    );
    let campaign = Campaign::with_settings(&settings);
    campaign.write("flagged.csv", "ip,exposure\n192.0.2.1,open-relay\n");
    campaign.write(
        "contacts.csv",
        "match,contact,language,action,note\n192.0.2.0/24,abuse@victim.example,,notify,\n",
    );
    let digest = campaign.plan(&["flagged.csv"]);
    campaign.ok(&["send", "--approve", &digest]);
    let received = sink.received();
    assert_eq!(received[0].recipients, ["abuse@victim.example"]);
    let letter = Letter::read_all(&[&received[0].bytes]).remove(0);
    assert_eq!(letter.from, ["campaign@cert.example"]);
    assert!(
        !letter.raw_headers.iter().any(|(name, _)| name == "Bcc"),
        "{:?}",
        letter.raw_headers
    );
}

#[test]
fn a_poisoned_outbox_stays_a_folder_of_letters() {
    let campaign = campaign("outbox:outbox");
    let digest = campaign.plan(&["flagged.csv"]);
    campaign.ok(&["send", "--approve", &digest]);
    let names: Vec<_> = fs::read_dir(campaign.path("outbox"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(names.len(), 1, "{names:?}");
    let name = names[0].strip_suffix(".eml").expect("a letter");
    assert!(
        name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'),
        "{name}"
    );
}
