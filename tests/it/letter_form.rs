//! A letter in every language, on the wire: as Python's `email` reads it, octet by octet, and the reports that go with it held
//! against the published schema.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::process::Command;

use crate::support::{Campaign, Letter, SENDER, repository};

/// One campaign that writes to a contact in each language about a relay, an HTTP proxy and a SOCKS proxy.
fn campaign() -> (Campaign, Vec<String>) {
    let sender = SENDER.replace("[sender]\n", "[sender]\nreply_to = \"answers@cert.example\"\n");
    let settings = format!("{sender}\n[gateway]\nurl = \"outbox:outbox\"\n[xarf]\nattach = true\nmost = 2\n");
    let campaign = Campaign::with_settings(&settings);
    let listed = campaign.json(&["letters", "list"]);
    let languages: Vec<String> = listed["letters"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["set"] == "secure-your-server")
        .map(|row| row["language"].as_str().unwrap().to_owned())
        .collect();
    let mut rules = "match,contact,language,action,note\n".to_owned();
    let mut rows = "ip,port,exposure,timestamp,source\n".to_owned();
    for (number, language) in languages.iter().enumerate() {
        let n = number + 1;
        writeln!(
            rules,
            "192.0.2.{n}/32,abuse@{language}.example,{language},notify,"
        )
        .unwrap();
        writeln!(
            rules,
            "2001:db8:{n:x}::/48,abuse@{language}.example,{language},notify,"
        )
        .unwrap();
        writeln!(
            rows,
            "192.0.2.{n},25,open-relay,2026-11-20T08:00:00Z,Étude générale"
        )
        .unwrap();
        writeln!(
            rows,
            "192.0.2.{n},3128,open-proxy-http,2026-11-20T08:00:00Z,survey"
        )
        .unwrap();
        writeln!(
            rows,
            "2001:db8:{n:x}::7,1080,open-proxy-socks,2026-11-20T08:00:00Z,survey"
        )
        .unwrap();
    }
    campaign.write("contacts.csv", rules);
    campaign.write("rows.csv", rows);
    (campaign, languages)
}

fn send(campaign: &Campaign) -> Vec<Vec<u8>> {
    let digest = campaign.plan(&["rows.csv"]);
    campaign.ok(&["send", "--approve", &digest]);
    let mut files: Vec<_> = fs::read_dir(campaign.path("outbox"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "eml"))
        .collect();
    files.sort();
    files.iter().map(|file| fs::read(file).unwrap()).collect()
}

#[test]
fn every_language_is_read_as_it_was_written() {
    let (campaign, languages) = campaign();
    let messages = send(&campaign);
    assert_eq!(messages.len(), languages.len());
    for message in &messages {
        let text = std::str::from_utf8(message).unwrap();
        assert!(text.is_ascii(), "8bit");
        assert!(
            !text.replace("\r\n", "").contains(['\r', '\n']),
            "a bare CR or LF"
        );
        assert!(text.lines().all(|line| line.len() <= 78), "a line over 78");
    }
    let letters = Letter::read_all(&messages);
    let mut seen = BTreeSet::new();
    for letter in &letters {
        let recipient = &letter.to[0];
        let language = recipient
            .strip_prefix("abuse@")
            .and_then(|rest| rest.strip_suffix(".example"))
            .unwrap();
        // Domains come back in lower case.
        let language = languages
            .iter()
            .find(|known| known.eq_ignore_ascii_case(language))
            .unwrap_or_else(|| panic!("{recipient}"));
        seen.insert(language.clone());
        assert_eq!(letter.defects, Vec::<String>::new(), "{language}");
        assert_eq!(
            letter.structure,
            [
                "multipart/mixed",
                "multipart/alternative",
                "text/plain",
                "text/html",
                "text/csv",
                "application/json",
                "application/json",
            ],
            "{language}"
        );
        assert_eq!(letter.charsets, ["utf-8", "utf-8", "utf-8"], "{language}");
        assert!(
            letter
                .encodings
                .iter()
                .all(|encoding| encoding == "base64" || encoding == "quoted-printable"),
            "{language}: {:?}",
            letter.encodings
        );
        let all = if language == "en" {
            "en".to_owned()
        } else {
            format!("{language}, en")
        };
        assert_eq!(letter.header("Content-Language"), all);
        assert_eq!(letter.header("Auto-Submitted"), "auto-generated");
        assert_eq!(letter.header("Reply-To"), "answers@cert.example");
        assert_eq!(letter.header("Date"), "Sat, 21 Nov 2026 14:05:00 +0000");
        assert!(letter.header("Message-ID").ends_with("@cert.example>"));
        let subject = letter.header("Subject");
        assert!(subject.contains("[FW-"), "{subject}");
        // Nothing that turns the direction of what follows stands in a header.
        assert!(!subject.contains(
            |c: char| ('\u{200e}'..='\u{200f}').contains(&c) || ('\u{202a}'..='\u{2069}').contains(&c)
        ));
        let own = letter.attached_addresses();
        assert_eq!(own.len(), 2, "{language}");
        assert_eq!(letter.text_addresses(), own, "{language}");
        assert_eq!(letter.html_addresses(), own, "{language}");
        assert_eq!(letter.rows.len(), 4, "{language}");
        assert!(letter.column("source").contains(&"Étude générale"));
    }
    assert_eq!(seen.len(), languages.len());
    valid(&campaign, &letters);
}

/// Every letter in every language, on every occasion, about everything and nothing much: nothing is wrong with any.
#[test]
fn all_built_in_letters_are_clean() {
    let campaign = Campaign::new();
    let checked = campaign.json(&["letters", "check"]);
    assert_eq!(checked["findings"], serde_json::json!([]));
    assert!(checked["letters"].as_u64() >= Some(6));
}

/// The reports hold against the schema that the makers of the format publish.
fn valid(campaign: &Campaign, letters: &[Letter]) {
    let folder = campaign.path("reports");
    fs::create_dir(&folder).unwrap();
    let mut files = Vec::new();
    for (number, letter) in letters.iter().enumerate() {
        for (name, content) in letter.attachments.iter().filter(|(name, _)| {
            std::path::Path::new(name)
                .extension()
                .is_some_and(|kind| kind == "json")
        }) {
            let file = folder.join(format!("{number}-{name}"));
            fs::write(&file, content).unwrap();
            files.push(file);
        }
    }
    assert_eq!(files.len(), letters.len() * 2);
    let check = |files: &[std::path::PathBuf]| {
        Command::new(env!("CARGO"))
            .args(["run", "--quiet", "--locked", "--manifest-path"])
            .arg(repository().join("tests/xarf/Cargo.toml"))
            .arg("--target-dir")
            .arg(repository().join("target/xarf"))
            .arg("--")
            .args(files)
            .output()
            .unwrap()
    };
    let output = check(&files);
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    // The check is one that can fail.
    let broken = folder.join("broken.json");
    let report = fs::read_to_string(&files[0]).unwrap();
    fs::write(&broken, report.replace("\"service\"", "\"servise\"")).unwrap();
    assert!(!check(&[broken]).status.success());
}
