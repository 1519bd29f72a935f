//! One bundle to one draft: language, letter, message, and the check that it names no foreign address.

use std::borrow::Cow;
use std::collections::HashMap;

use jiff::Timestamp;
use jiff::civil::Date;

use super::Campaign;
use super::round::Task;
use crate::bundle::Bundle;
use crate::commands::{letters, sender};
use crate::config::Config;
use crate::contact::{LanguageHint, Mailbox};
use crate::failure::Failure;
use crate::language::Language;
use crate::ledger::{Dictionary, Draft, Frozen, RoundKind};
use crate::letter::{
    Catalog, Earlier, LanguageEvidence, LetterText, Occasion, Request, choose, foreign_addresses,
};
use crate::message::{self, Attachment, CampaignKey, Headers, Reporter, addresses_csv, build};

/// Everything that the letters of a round share.
pub(super) struct Composer<'c> {
    config: &'c Config,
    pub(super) catalog: Catalog,
    available: Vec<Language>,
    key: CampaignKey,
    /// The round's number.
    pub(super) round: u32,
    kind: RoundKind,
    date: Timestamp,
    recheck: Option<Date>,
    from_domain: String,
    bounce: String,
}

/// A letter that cannot be made, and why.
#[derive(Debug)]
pub(super) struct Uncomposed {
    contact: Mailbox,
    why: String,
}

impl Uncomposed {
    pub(super) fn failure(troubles: &[Self]) -> Failure {
        let shown = troubles
            .iter()
            .take(5)
            .map(|trouble| format!("\n  {}: {}", trouble.contact, trouble.why));
        let more = if troubles.len() > 5 {
            format!("\n  and {} more", troubles.len() - 5)
        } else {
            String::new()
        };
        let lines: String = shown.collect();
        Failure::usage(format!(
            "nothing was planned; these letters cannot be made:{lines}{more}"
        ))
        .hint("mend the data or the letter, or leave a contact out with: forewarn suppress add ADDRESS")
    }
}

/// Where a text that must not be in a letter came from, as far as that can be told.
fn whence(text: &str, bundle: &Bundle, config: &Config) -> String {
    let from_source = || {
        let mut all = bundle.sightings.iter();
        let sighting = all.find(|sighting| sighting.source.contains(text))?;
        Some(format!(
            "; it stands in the source {:?} of {}: import the file again with --source NAME",
            sighting.source, sighting.address
        ))
    };
    sender::holder_of(text, config)
        .map(|key| format!("; it stands in {key}"))
        .or_else(from_source)
        .unwrap_or_default()
}

impl<'c> Composer<'c> {
    /// # Errors
    /// When the letter set, a language or an address of the sender cannot be used.
    pub(super) fn new(campaign: &'c Campaign, kind: RoundKind, date: Timestamp) -> Result<Self, Failure> {
        let config = &campaign.config;
        let catalog = letters::of_campaign(config)?;
        letters::sound(&catalog)?;
        let available = catalog.languages();
        let own = |key: &str, address: &str| {
            Mailbox::parse(address, &config.allow.domains)
                .map_err(|bad| Failure::usage(format!("[sender] {key} = {address:?}: {bad}")))
        };
        let address = own("address", &config.sender.address)?;
        let bounce = own(
            "bounce_address",
            config
                .sender
                .bounce_address
                .as_deref()
                .unwrap_or(&config.sender.address),
        )?;
        Ok(Self {
            config,
            available,
            key: CampaignKey::new(campaign.ledger.key()?),
            round: 0,
            kind,
            date,
            recheck: config.recheck(date),
            from_domain: address.domain().to_owned(),
            bounce: bounce.as_str().to_owned(),
            catalog,
        })
    }

    /// Where the reader is: the holder's country, or the network's, or that of all sightings, or that of the
    /// contact's domain.
    fn country(&self, task: &Task) -> Option<String> {
        let Task {
            bundle: ready, hints, ..
        } = task;
        let registered = hints.iter().find_map(|hint| match hint {
            LanguageHint::HolderCountry(country) | LanguageHint::NetworkCountry(country) => {
                Some(country.clone())
            }
            LanguageHint::Rule(_) | LanguageHint::Registry(_) => None,
        });
        let seen = || {
            let mut countries = ready.sightings.iter().map(|sighting| sighting.country.as_deref());
            let first = countries.next()??;
            countries
                .all(|country| country == Some(first))
                .then(|| first.to_owned())
        };
        let named = || {
            let territories = self.catalog.territories();
            territories
                .of_domain(ready.mailbox.domain())
                .map(|(_, country)| country)
        };
        registered
            .or_else(seen)
            .or_else(named)
            .map(|country| country.to_ascii_uppercase())
    }

    fn occasion<'t>(&self, task: &'t Task) -> Occasion<'t> {
        let Some(earlier) = &task.earlier else {
            return Occasion::First;
        };
        let told = Earlier {
            reference: &earlier.reference,
            sent_on: earlier.dated,
            others: earlier.sightings > task.bundle.sightings.len() as u64,
        };
        match self.kind {
            RoundKind::First { .. } => Occasion::First,
            RoundKind::Reminder { .. } => Occasion::Reminder(told),
            RoundKind::Correction => Occasion::Correction(told),
        }
    }

    /// The finished letter of one bundle.
    pub(super) fn draft(
        &self,
        task: &Task,
        dictionaries: &HashMap<String, Dictionary>,
    ) -> Result<Draft, Uncomposed> {
        self.try_draft(task, dictionaries).map_err(|why| Uncomposed {
            contact: task.bundle.mailbox.clone(),
            why,
        })
    }

    /// The files that go with a letter.
    fn attachments(&self, bundle: &Bundle, reference: &str, xarf: bool) -> Vec<Attachment> {
        let config = self.config;
        let mut attachments = vec![addresses_csv(bundle, reference)];
        if xarf {
            let reporter = Reporter {
                organisation: &config.sender.organisation,
                address: &config.sender.address,
                evidence: config.evidence,
            };
            attachments.extend(message::xarf(
                &self.key,
                reporter,
                bundle,
                reference,
                config.xarf.most,
            ));
        }
        attachments
    }

    /// G8: whatever the data or an overridden template holds, no other contact's address leaves in this letter.
    fn names_no_other(
        &self,
        letter: &LetterText,
        attachments: &[Attachment],
        bundle: &Bundle,
    ) -> Result<(), String> {
        let own = [
            ("subject", &letter.subject[..]),
            ("text", &letter.text),
            ("HTML", &letter.html),
        ];
        let own = own.map(|(part, text)| (part, Cow::Borrowed(text)));
        let attached = attachments
            .iter()
            .map(|file| (file.name.as_str(), String::from_utf8_lossy(&file.content)));
        for (part, text) in own.into_iter().chain(attached) {
            if let Some(foreign) = foreign_addresses(&text, bundle).first() {
                let whence = whence(&foreign.to_string(), bundle, self.config);
                return Err(format!(
                    "its {part} would name {foreign}, which is not among its addresses{whence}"
                ));
            }
        }
        Ok(())
    }

    fn try_draft(&self, task: &Task, dictionaries: &HashMap<String, Dictionary>) -> Result<Draft, String> {
        let Task {
            bundle: ready,
            hints,
            earlier,
        } = task;
        let config = self.config;
        let contact = &ready.mailbox;
        let evidences = LanguageEvidence {
            hints,
            sightings: &ready.sightings,
            contact,
        };
        let languages = &config.languages;
        let (chosen, why) = choose(
            &evidences,
            self.catalog.territories(),
            &self.available,
            &languages.default,
            &languages.also,
        );
        let bundle = crate::group::bundle(contact.clone(), ready.sightings.clone(), chosen, why);
        let reference = self.key.reference(self.round, contact);
        let occasion = self.occasion(task);
        // A correction reports nothing.
        let xarf = config.xarf.attach && !matches!(occasion, Occasion::Correction(_));
        let letter = self
            .catalog
            .compose(&Request {
                sender: &config.sender,
                links: &config.links,
                bundle: &bundle,
                reference: &reference,
                date: self.date,
                evidence: config.evidence,
                recheck: self.recheck,
                occasion,
                xarf,
                ips_in_body: config.limits.ips_in_body,
            })
            .map_err(|error| error.to_string())?;
        let attachments = self.attachments(&bundle, &reference, xarf);
        self.names_no_other(&letter, &attachments, &bundle)?;
        let message_id = self
            .key
            .message_id(&reference, &self.from_domain)
            .map_err(|error| error.to_string())?;
        let boundaries = (self.key.boundary(&reference, 0), self.key.boundary(&reference, 1));
        let headers = Headers {
            from_name: &config.sender.organisation,
            from: &config.sender.address,
            reply_to: config.sender.reply_to.as_deref(),
            to: contact,
            date: self.date,
            message_id: &message_id,
            in_reply_to: earlier.as_ref().map(|earlier| earlier.message_id.as_str()),
            unsubscribe: Some(
                config
                    .sender
                    .reply_to
                    .as_deref()
                    .unwrap_or(&config.sender.address),
            ),
            reference: &reference,
            boundaries: (&boundaries.0, &boundaries.1),
        };
        let bytes = build(&headers, &letter, &attachments).map_err(|error| error.to_string())?;
        let tags: Vec<&str> = bundle.languages.iter().map(Language::as_str).collect();
        let tags = tags.join(" ");
        Ok(Draft {
            contact: ready.contact,
            recipient: contact.as_str().to_owned(),
            country: self.country(task),
            envelope_from: self
                .key
                .verp(&self.bounce, &reference)
                .map_err(|error| error.to_string())?,
            message_id,
            reference,
            frozen: Frozen::new(bytes, dictionaries.get(&tags)),
            languages: tags,
            language_why: bundle.language_reason,
            answers: ready.answers,
            sightings: bundle.sightings,
        })
    }
}
