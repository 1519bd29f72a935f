//! `forewarn letters`: the built-in and overridden letters and their translations.

use std::io::{self, Write};

use jiff::Timestamp;

use super::table::table;
use super::{Context, Summary, json_of};
use crate::bundle::Bundle;
use crate::config::Config;
use crate::contact::Mailbox;
use crate::failure::Failure;
use crate::language::Language;
use crate::letter::{Catalog, Finding, LetterText, Origin, Request, Review, SECURE_YOUR_SERVER, check};
use crate::sender::{Links, Sender};
use crate::sighting::{Exposure, Sighting};

/// The letter set, with the campaign's own files.
pub(super) fn load(set: &str, config: &Config) -> Result<Catalog, Failure> {
    Catalog::load(set, Some(&config.folder)).map_err(Failure::usage)
}

/// The campaign's letter set, which has every language that the campaign asks for.
pub(super) fn of_campaign(config: &Config) -> Result<Catalog, Failure> {
    let catalog = load(&config.letter, config)?;
    let available = catalog.languages();
    let languages = &config.languages;
    let mut asked = std::iter::once(&languages.default).chain(&languages.also);
    match asked.find(|language| !available.contains(language)) {
        None => Ok(catalog),
        Some(missing) => {
            let known: Vec<&str> = available.iter().map(Language::as_str).collect();
            Err(Failure::usage(format!(
                "[languages]: the letter {} has no {missing}",
                config.letter
            ))
            .hint(format!("it has: {}", known.join(", "))))
        }
    }
}

/// Outside a campaign the built-in letters can be looked at all the same.
fn catalogs(context: &Context) -> Result<Vec<Catalog>, Failure> {
    let folder = Some(context.folder.as_path()).filter(|folder| folder.join(crate::config::FILE).exists());
    let first = Catalog::load(SECURE_YOUR_SERVER, folder).map_err(Failure::usage)?;
    let names = first.sets().to_vec();
    names
        .iter()
        .map(|name| Catalog::load(name, folder).map_err(Failure::usage))
        .collect()
}

/// One language of one letter set.
#[derive(Debug, serde::Serialize)]
struct Row {
    set: String,
    language: String,
    name: String,
    review: &'static str,
    missing: Vec<String>,
}

/// What there is.
#[derive(Debug)]
pub struct Listed {
    rows: Vec<Row>,
    own: Vec<String>,
}

/// Lists letter sets, their languages, and the files of the campaign's own.
///
/// # Errors
/// When a file of the campaign's own cannot be used.
pub fn list(context: &Context) -> Result<Listed, Failure> {
    let (mut rows, mut own) = (Vec::new(), Vec::new());
    for catalog in catalogs(context)? {
        for locale in catalog.locales() {
            rows.push(Row {
                set: catalog.set().to_owned(),
                language: locale.language.to_string(),
                name: locale.name.clone(),
                review: if locale.review == Review::Reviewed {
                    "reviewed"
                } else {
                    "draft"
                },
                missing: Vec::new(),
            });
        }
        for incomplete in catalog.incomplete() {
            rows.push(Row {
                set: catalog.set().to_owned(),
                language: incomplete.language.to_string(),
                name: String::new(),
                review: "incomplete, not used",
                missing: incomplete.missing.clone(),
            });
        }
        own.extend(
            catalog
                .sources()
                .filter(|file| file.origin != Origin::BuiltIn)
                .map(|file| file.name.clone()),
        );
    }
    own.sort();
    own.dedup();
    Ok(Listed { rows, own })
}

impl Summary for Listed {
    fn people(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut rows = table(&["letter", "language", "name", "review", "missing"]);
        for row in &self.rows {
            rows.add_row([
                &row.set,
                &row.language,
                &row.name,
                row.review,
                &row.missing.join(" "),
            ]);
        }
        writeln!(out, "{}", rows.trim_fmt())?;
        for file in &self.own {
            writeln!(out, "the campaign's own: {file}")?;
        }
        Ok(())
    }

    fn json(&self) -> serde_json::Value {
        serde_json::json!({ "letters": json_of(&self.rows), "own_files": self.own })
    }
}

/// A letter with made-up addresses.
#[derive(Debug)]
pub struct Shown {
    pub(super) letter: LetterText,
    html: bool,
}

/// Composes a letter about made-up addresses in documentation ranges.
///
/// # Errors
/// When there is no such letter or language, or the letter cannot be made.
pub fn show(context: &Context, set: Option<String>, language: &str, html: bool) -> Result<Shown, Failure> {
    let config = Config::load(&context.folder).ok();
    let language = Language::new(language).map_err(Failure::usage)?;
    let set = set.or_else(|| config.as_ref().map(|config| config.letter.clone()));
    let set = set.unwrap_or_else(|| SECURE_YOUR_SERVER.to_owned());
    let folder = config.as_ref().map(|config| config.folder.as_path());
    let catalog = Catalog::load(&set, folder).map_err(Failure::usage)?;
    let also = if language == Language::english() {
        vec![language]
    } else {
        vec![language, Language::english()]
    };
    let (sender, links) = match config {
        Some(config) if crate::letter::required(&config.sender, &config.links).is_empty() => {
            (config.sender, config.links)
        }
        _ => (
            sample_sender(),
            Links {
                info: "https://cert.example/open".into(),
                fix: "https://cert.example/close".into(),
            },
        ),
    };
    let now = context.clock.now();
    let bundle = Bundle {
        contact: Mailbox::parse("abuse@provider.example", &["example".to_owned()])
            .map_err(Failure::internal)?,
        sightings: sample_sightings(catalog.set(), now)?,
        languages: also,
        language_reason: "asked for".to_owned(),
    };
    let request = Request {
        sender: &sender,
        links: &links,
        bundle: &bundle,
        reference: "FW-00000-00000",
        date: now,
        evidence: crate::letter::Evidence::Reported,
        recheck: None,
        occasion: crate::letter::Occasion::First,
        xarf: false,
        ips_in_body: 100,
    };
    Ok(Shown {
        letter: catalog.compose(&request).map_err(Failure::usage)?,
        html,
    })
}

fn sample_sender() -> Sender {
    Sender {
        organisation: "CERT Example".into(),
        address: "advisories@cert.example".into(),
        postal_address: "1 Example Street, Example City".into(),
        phone: "+1 555 0100".into(),
        verify_url: "https://cert.example/letters".into(),
        ..Sender::default()
    }
}

fn sample_sightings(set: &str, now: Timestamp) -> Result<Vec<Sighting>, Failure> {
    let all = [
        ("192.0.2.25", 25, Exposure::OPEN_RELAY),
        ("198.51.100.8", 3128, Exposure::OPEN_PROXY_HTTP),
        ("203.0.113.80", 1080, Exposure::OPEN_PROXY_SOCKS),
    ];
    all.iter()
        .filter(|(.., exposure)| set != crate::letter::OPEN_RELAY || *exposure == Exposure::OPEN_RELAY)
        .map(|(address, port, exposure)| {
            Ok(Sighting {
                address: address.parse().map_err(Failure::internal)?,
                port: Some(*port),
                protocol: Some("tcp".to_owned()),
                exposure: Exposure::new(exposure).map_err(Failure::internal)?,
                first_seen: now,
                last_seen: now,
                source: "a made-up survey".to_owned(),
                asn: None,
                country: None,
                hostname: None,
                language: None,
                evidence: std::collections::BTreeMap::new(),
            })
        })
        .collect()
}

impl Summary for Shown {
    fn people(&self, out: &mut dyn Write) -> io::Result<()> {
        if self.html {
            return write!(out, "{}", self.letter.html);
        }
        write!(out, "Subject: {}\n\n{}", self.letter.subject, self.letter.text)
    }

    fn json(&self) -> serde_json::Value {
        let LetterText {
            subject,
            text,
            html,
            languages,
        } = &self.letter;
        serde_json::json!({ "subject": subject, "text": text, "html": html, "languages": languages })
    }
}

/// What is wrong with the letters.
#[derive(Debug)]
pub struct Checked {
    findings: Vec<Finding>,
    letters: usize,
}

/// Checks every letter set in every language.
///
/// # Errors
/// When a file cannot be read or parsed at all.
pub fn check_all(context: &Context) -> Result<Checked, Failure> {
    let catalogs = catalogs(context)?;
    let letters = catalogs.iter().map(|catalog| catalog.languages().len()).sum();
    Ok(Checked {
        findings: catalogs.iter().flat_map(check).collect(),
        letters,
    })
}

impl Summary for Checked {
    fn people(&self, out: &mut dyn Write) -> io::Result<()> {
        for finding in &self.findings {
            writeln!(out, "{}: {}", finding.place, finding.what)?;
        }
        let n = super::counted(self.letters as u64, "letter", "letters");
        if self.findings.is_empty() {
            writeln!(out, "{n} checked: nothing found")
        } else {
            writeln!(
                out,
                "{n} checked: {} found",
                super::counted(self.findings.len() as u64, "problem", "problems")
            )
        }
    }

    fn json(&self) -> serde_json::Value {
        let findings: Vec<_> = self
            .findings
            .iter()
            .map(|f| serde_json::json!({ "place": f.place, "what": f.what }))
            .collect();
        serde_json::json!({ "letters": self.letters, "findings": findings })
    }

    fn leaves_work(&self) -> bool {
        !self.findings.is_empty()
    }
}
