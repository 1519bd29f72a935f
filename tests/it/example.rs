//! The example campaign, end to end into its outbox: every letter, read by somebody else's software, holds exactly
//! the addresses of its contact.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::net::IpAddr;
use std::process::Command;

use crate::support::{Campaign, Letter, hermetic, repository};

const FOLDER: &str = "examples/secure-your-server";

/// Who is to be told about which part of the documentation networks, written by hand from the example's registry and
/// rules; networks without a contact are left out.
const CONTACTS: [(&str, &str, &str); 11] = [
    ("192.0.2.0", "192.0.2.15", "abuse@harbour-hosting.example"),
    ("192.0.2.16", "192.0.2.47", "abuse@maple-fibre.example"),
    ("192.0.2.64", "192.0.2.127", "abuse@dale-colo.example"),
    (
        "192.0.2.128",
        "192.0.2.159",
        "missbrauch@rheinblick-rechenzentrum.example",
    ),
    ("192.0.2.160", "192.0.2.175", "abus@lavande-telecom.example"),
    (
        "198.51.100.0",
        "198.51.100.127",
        "signalement@reseau-boreal.example",
    ),
    (
        "198.51.100.128",
        "198.51.100.190",
        "cert@northmoor-university.example",
    ),
    ("203.0.113.0", "203.0.113.63", "noc@alpine-hebergement.example"),
    (
        "203.0.113.64",
        "203.0.113.127",
        "security@prairie-broadband.example",
    ),
    (
        "2001:db8:10::",
        "2001:db8:10:ffff:ffff:ffff:ffff:ffff",
        "abuse@harbour-hosting.example",
    ),
    (
        "2001:db8:2042::",
        "2001:db8:2042:ffff:ffff:ffff:ffff:ffff",
        "missbrauch@rheinblick-rechenzentrum.example",
    ),
];

/// The main language of each contact's letter.
const LANGUAGES: [(&str, &str); 9] = [
    ("abuse@harbour-hosting.example", "fr"),
    ("abuse@maple-fibre.example", "en"),
    ("abuse@dale-colo.example", "en"),
    ("missbrauch@rheinblick-rechenzentrum.example", "de"),
    ("abus@lavande-telecom.example", "fr"),
    ("signalement@reseau-boreal.example", "fr-CA"),
    ("cert@northmoor-university.example", "en"),
    ("noc@alpine-hebergement.example", "fr"),
    ("security@prairie-broadband.example", "en"),
];

/// The rows of the example that are bad on purpose.
const BAD: [&str; 3] = ["198.51.100.300,25", "10.20.30.40,", "203.0.113.72,99999"];

/// One row of `addresses.csv`, as far as the input decides it.
type Fact = (IpAddr, String, String, String, String);

fn contact_of(address: IpAddr) -> Option<&'static str> {
    CONTACTS
        .iter()
        .find(|(first, last, _)| {
            let (first, last): (IpAddr, IpAddr) = (first.parse().unwrap(), last.parse().unwrap());
            first.is_ipv4() == address.is_ipv4() && (first..=last).contains(&address)
        })
        .map(|(.., contact)| *contact)
}

/// What each contact's letter must hold, from the example's CSV and the table above alone.
fn expected() -> BTreeMap<&'static str, BTreeSet<Fact>> {
    let csv = fs::read_to_string(repository().join(FOLDER).join("flagged.csv")).unwrap();
    let mut expected: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for row in csv.lines().skip(1) {
        if BAD.iter().any(|bad| row.starts_with(bad)) {
            continue;
        }
        let cells: Vec<&str> = row.split(',').collect();
        let address: IpAddr = cells[0].parse().unwrap();
        if let Some(contact) = contact_of(address) {
            let cell = |place: usize| cells[place].to_owned();
            expected
                .entry(contact)
                .or_default()
                .insert((address, cell(1), cell(2), cell(4), cell(8)));
        }
    }
    expected
}

fn campaign() -> Campaign {
    let campaign = Campaign::new();
    for name in ["campaign.toml", "contacts.csv", "flagged.csv", "registry.rpsl"] {
        campaign.write(name, fs::read(repository().join(FOLDER).join(name)).unwrap());
    }
    campaign
}

fn letters(campaign: &Campaign) -> Vec<Letter> {
    let mut files: Vec<_> = fs::read_dir(campaign.path("outbox"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let messages: Vec<_> = files.iter().map(|file| fs::read(file).unwrap()).collect();
    Letter::read_all(&messages)
}

#[test]
fn every_letter_holds_exactly_the_addresses_of_its_contact() {
    let campaign = campaign();
    campaign.run(&["import", "flagged.csv"]).ends(1);
    campaign.ok(&["contacts", "import", "registry.rpsl"]);
    let digest = campaign.plan(&[]);

    let shown = campaign.ok(&["preview", "--all"]).stdout;
    campaign.ok(&["send", "--approve", &digest]);
    let letters = letters(&campaign);
    let expected = expected();

    assert_eq!(letters.len(), expected.len());
    for letter in &letters {
        let [contact] = letter.to.as_slice() else {
            panic!("To: {:?}", letter.to)
        };
        let facts = expected
            .get(contact.as_str())
            .unwrap_or_else(|| panic!("a letter to {contact}, whom nothing concerns"));
        let addresses: BTreeSet<IpAddr> = facts.iter().map(|fact| fact.0).collect();
        assert_eq!(letter.defects, [""; 0], "{contact}");
        assert_eq!(letter.attached_addresses(), addresses, "attachment to {contact}");
        assert_eq!(letter.text_addresses(), addresses, "text to {contact}");
        assert_eq!(letter.html_addresses(), addresses, "HTML to {contact}");
        let columns = ["port", "protocol", "exposure", "source"].map(|name| letter.column(name));
        let attached: BTreeSet<Fact> = letter
            .column("ip")
            .iter()
            .enumerate()
            .map(|(row, ip)| {
                let cell = |column: usize| columns[column][row].to_owned();
                (ip.parse().unwrap(), cell(0), cell(1), cell(2), cell(3))
            })
            .collect();
        assert_eq!(&attached, facts, "rows to {contact}");
        assert_eq!(letter.rows.len(), facts.len() + 1, "one row each, to {contact}");
        assert!(shown.contains(contact), "preview shows the letter to {contact}");
    }
    let recipients: BTreeSet<&str> = letters.iter().map(|letter| letter.to[0].as_str()).collect();
    assert_eq!(recipients, expected.keys().copied().collect());
}

#[test]
fn every_letter_is_in_its_readers_language_and_well_formed() {
    let campaign = campaign();
    campaign.run(&["import", "flagged.csv"]).ends(1);
    campaign.ok(&["contacts", "import", "registry.rpsl"]);
    let digest = campaign.plan(&[]);
    campaign.ok(&["send", "--approve", &digest]);

    let wanted = BTreeMap::from(LANGUAGES);
    for letter in letters(&campaign) {
        let contact = letter.to[0].as_str();
        let languages: Vec<&str> = letter
            .header("Content-Language")
            .split(',')
            .map(str::trim)
            .collect();
        assert_eq!(languages[0], wanted[contact], "{contact}");
        assert!(languages.contains(&"en"), "English for everybody, {contact}");
        assert_eq!(letter.from, ["secure-your-server@cert.example"]);
        assert_eq!(letter.header("Reply-To"), "desk@cert.example");
        assert_eq!(letter.header("Auto-Submitted"), "auto-generated");
        assert!(letter.header("Message-ID").ends_with("@cert.example>"));
        assert_eq!(
            letter.structure,
            [
                "multipart/mixed",
                "multipart/alternative",
                "text/plain",
                "text/html",
                "text/csv"
            ]
        );
        for encoding in &letter.encodings {
            assert!(
                ["quoted-printable", "base64", "7bit"].contains(&encoding.as_str()),
                "{encoding}"
            );
        }
        let reference = letter.column("reference")[0].to_owned();
        assert!(
            letter.header("Subject").contains(&reference),
            "{:?}",
            letter.header("Subject")
        );
        for part in [&letter.text, &letter.html] {
            for needed in [
                "Exampleland Computer Emergency Team",
                "12 Lighthouse Road",
                "+44 1632 960 017",
                "https://cert.example/secure-your-server/steps",
                "https://cert.example/secure-your-server/background",
                &reference,
            ] {
                assert!(
                    part.contains(needed),
                    "no {needed:?} in the letter to {contact}:\n{part}"
                );
            }
        }
    }
}

#[test]
fn the_sums_are_those_that_a_person_counts() {
    let campaign = campaign();
    campaign.run(&["import", "flagged.csv"]).ends(1);
    campaign.ok(&["contacts", "import", "registry.rpsl"]);
    let digest = campaign.plan(&[]);
    campaign.ok(&["send", "--approve", &digest]);
    assert_eq!(
        campaign.status(),
        serde_json::json!({
            "rows": { "imported": 41, "new": 35, "repeated": 3, "rejected": 3 },
            "sightings": 35,
            "addresses": {
                "total": 34,
                "resolved": 30,
                "unresolved": { "no-abuse-role": 1, "placeholder-only": 1 },
                "suppressed": 2,
            },
            "letters": {
                "planned": 0, "sending": 0, "accepted": 9, "delivered": 0, "bounced": 0, "deferred": 0, "refused": 0, "unknown": 0,
                "suppressed": 0, "expired": 0,
            },
            "presence": null,
            "withdrawn": 0,
            "rounds": 1,
            "returned": {},
        })
    );
}

#[test]
fn the_story_of_a_decision_names_the_way_to_the_contact() {
    let campaign = campaign();
    campaign.run(&["import", "flagged.csv"]).ends(1);
    campaign.ok(&["contacts", "import", "registry.rpsl"]);
    campaign.run(&["resolve", "--offline"]).done();
    let story = campaign.ok(&["contacts", "explain", "192.0.2.81"]).stdout;
    for step in [
        "abuse@dale-colo.example",
        "192.0.2.64 - 192.0.2.127",
        "192.0.2.80 - 192.0.2.95",
        "DC30-RIPE",
        "registry.rpsl",
    ] {
        assert!(
            story.to_uppercase().contains(&step.to_uppercase()),
            "no {step} in\n{story}"
        );
    }
    let story = campaign
        .run(&["contacts", "explain", "198.51.100.201"])
        .done()
        .stdout;
    assert!(
        story.contains("contacts.csv") && story.contains("decoy machines"),
        "{story}"
    );
}

#[test]
fn the_run_script_does_the_whole_job_in_a_copy() {
    let listing = || {
        let mut names: Vec<_> = fs::read_dir(repository().join(FOLDER))
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        names.sort();
        names
    };
    let before = listing();
    let campaign = Campaign::empty();
    let program = hermetic().get_program().to_owned();
    let output = Command::new(repository().join(FOLDER).join("run"))
        .arg(campaign.path(""))
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .env("FOREWARN", program)
        .output()
        .unwrap();
    let stdout = String::from_utf8(output.stdout).unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stdout}{stderr}");
    assert_eq!(letters(&campaign).len(), 9, "{stdout}");
    assert!(stdout.trim_end().ends_with("/outbox"), "{stdout}");
    for verb in [
        "import",
        "contacts import",
        "resolve",
        "plan",
        "preview",
        "send --approve",
        "status",
    ] {
        assert!(
            stdout.contains(&format!("\n$ forewarn {verb}")),
            "{verb}: {stdout}"
        );
    }
    assert_eq!(listing(), before, "the example's own folder stays as it is");
}
