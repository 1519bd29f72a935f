//! `letters show`: a letter about made-up addresses.

use std::io::{self, Write};

use jiff::{SignedDuration, Timestamp};

use crate::bundle::Bundle;
use crate::commands::{Context, Summary};
use crate::config::{Config, ConfigError};
use crate::contact::Mailbox;
use crate::failure::Failure;
use crate::language::Language;
use crate::letter::{Catalog, Earlier, LetterText, Occasion, Request};
use crate::sender::{Links, Sender};
use crate::sighting::{Exposure, Sighting};

/// Which letter of a correspondence to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The first letter.
    First,
    /// A reminder of it.
    Reminder,
    /// A correction.
    Correction,
}

/// A letter with made-up addresses.
#[derive(Debug)]
pub struct Shown {
    pub(in crate::commands) letter: LetterText,
    html: bool,
}

/// Composes a letter about made-up addresses in documentation ranges, in all else as the campaign's settings have it. Without a
/// `campaign.toml` they are as they come; while the sender is not filled in, one is made up.
///
/// # Errors
/// When the settings cannot be read, there is no such letter or language, or the letter cannot be made.
pub fn show(
    context: &Context,
    set: Option<String>,
    language: &str,
    html: bool,
    kind: Kind,
) -> Result<Shown, Failure> {
    let language = Language::new(language).map_err(Failure::usage)?;
    let (config, folder) = match Config::load(&context.folder) {
        Ok(config) => (config, Some(context.folder.as_path())),
        Err(ConfigError::Missing { .. }) => (Config::of_nothing(&context.folder), None),
        Err(error) => return Err(error.into()),
    };
    let set = set.unwrap_or_else(|| config.letter.clone());
    let catalog = Catalog::load(&set, folder).map_err(Failure::usage)?;
    let below = config.languages.also.iter().filter(|also| **also != language);
    let languages = [&language].into_iter().chain(below).cloned().collect();
    let (sender, links) = if crate::letter::required(&config.sender, &config.links).is_empty() {
        (config.sender.clone(), config.links.clone())
    } else {
        (
            sample_sender(),
            Links {
                info: "https://cert.example/open".into(),
                fix: "https://cert.example/close".into(),
            },
        )
    };
    let now = context.clock.now();
    let bundle = Bundle {
        contact: Mailbox::parse("abuse@provider.example", &["example".to_owned()])
            .map_err(Failure::internal)?,
        sightings: sample_sightings(catalog.set(), now)?,
        languages,
        language_reason: "asked for".to_owned(),
    };
    let earlier = Earlier {
        reference: "FW-11111-11111",
        sent_on: now - SignedDuration::from_hours(14 * 24),
        others: true,
    };
    let request = Request {
        sender: &sender,
        links: &links,
        bundle: &bundle,
        reference: "FW-00000-00000",
        date: now,
        evidence: config.evidence,
        recheck: config.recheck(now),
        occasion: match kind {
            Kind::First => Occasion::First,
            Kind::Reminder => Occasion::Reminder(earlier),
            Kind::Correction => Occasion::Correction(earlier),
        },
        xarf: config.xarf.attach,
        ips_in_body: config.limits.ips_in_body,
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

    fn is_letter(&self) -> bool {
        true
    }
}
