//! `contacts explain`: the story of one decision, and what would come of it.

use std::io::{self, Write};
use std::net::IpAddr;
use std::sync::Arc;

use crate::commands::ask::{self, Asking, Remembered};
use crate::commands::resolve::resolver;
use crate::commands::{Context, Summary, json_of, letters};
use crate::config::Config;
use crate::contact::{Decision, Verdict};
use crate::failure::Failure;
use crate::language::Language;
use crate::ledger::{Access, AddressFacts, Ledger, LedgerError, Suppressed};
use crate::letter::{LanguageEvidence, choose};
use crate::message::printable;
use crate::resolve::story;

/// The story of one decision.
#[derive(Debug)]
pub struct Explained {
    address: IpAddr,
    decision: Decision,
    /// The ledger's decision is another: something has changed since.
    stale: bool,
    imported: bool,
    /// Why the contact gets no letter all the same.
    held_back: Option<String>,
    /// In which languages its letter would be, and why.
    written_in: Option<String>,
    /// What is kept of what registries answered.
    answers: Vec<Remembered>,
}

/// Whether nobody was found: which reason is named depends on who was asked already.
fn is_open(decision: &Decision) -> bool {
    matches!(decision.verdict, Verdict::Unresolved(_))
}

/// In which languages a letter to the contact would be, unless a language column among its rows says otherwise. `None` when
/// nobody would be written to, or the letters cannot be used: `check` tells why.
fn written_in(config: &Config, decision: &Decision) -> Option<String> {
    let Verdict::Notify(contact) = &decision.verdict else {
        return None;
    };
    let catalog = letters::of_campaign(config).ok()?;
    let evidence = LanguageEvidence {
        hints: &decision.languages,
        sightings: &[],
        contact,
    };
    let (languages, why) = choose(
        &evidence,
        catalog.territories(),
        &catalog.languages(),
        &config.languages.default,
        &config.languages.also,
    );
    let languages: Vec<&str> = languages.iter().map(Language::as_str).collect();
    Some(format!(
        "The letter would be in {}: {why}.",
        languages.join(" and ")
    ))
}

/// Why letters to the contact are held back, in a sentence.
fn held_back(verdict: &Verdict, list: &Suppressed) -> Option<String> {
    let Verdict::Notify(mailbox) = verdict else {
        return None;
    };
    if let Some(why) = list.dead(mailbox.as_str()) {
        return Some(format!(
            "No letter goes to {mailbox}: letters to it come back ({why}), and nobody else is sure enough. Name somebody in contacts.csv."
        ));
    }
    list.meets_mailbox(mailbox.as_str())
        .then(|| format!("No letter goes to {mailbox}: it is suppressed, see forewarn suppress list."))
}

/// Tells why an address has its contact, or none. Works for any address, imported or not.
///
/// # Errors
/// When the campaign or its sources cannot be read.
pub fn explain(context: &Context, address: IpAddr) -> Result<Explained, Failure> {
    let config = Config::load(&context.folder)?;
    let address = address.to_canonical();
    let (known, noted, list) = match Ledger::open(&context.folder, Access::Read, &|| [0; 32]) {
        Ok(ledger) => {
            let ledger = crate::commands::campaign::sharing(ledger, &config);
            let list = ledger.suppressed()?;
            (ledger.facts(address)?, ledger.decision_about(address)?, list)
        }
        Err(LedgerError::Missing { .. } | LedgerError::Empty { .. }) => (None, None, Arc::default()),
        Err(error) => return Err(error.into()),
    };
    let imported = known.is_some();
    let known = known.unwrap_or(AddressFacts {
        address,
        asn: None,
        country: None,
        hostname: None,
    });
    let now = context.clock.now();
    let (resolver, answers) = (resolver(&config)?, ask::answers(&config, true, now)?);
    let asking = Asking {
        config: &config,
        resolver: &resolver,
        answers: answers.as_ref(),
        suppressed: Arc::clone(&list),
    };
    let (fresh, answers) = ask::known(asking, known, now)?;
    // As the next plan will have it.
    let threshold = config.contacts.threshold;
    let noted = noted.map(|noted| noted.passing_over(&*list, threshold).unwrap_or(noted));
    let held_back = held_back(&noted.as_ref().unwrap_or(&fresh).verdict, &list);
    let stale = noted
        .as_ref()
        .is_some_and(|noted| noted.verdict != fresh.verdict && !(is_open(noted) && is_open(&fresh)));
    let decision = noted.unwrap_or(fresh);
    Ok(Explained {
        written_in: written_in(&config, &decision),
        address,
        decision,
        stale,
        imported,
        held_back,
        answers,
    })
}

impl Summary for Explained {
    fn people(&self, out: &mut dyn Write) -> io::Result<()> {
        for line in story(&self.decision, self.address) {
            writeln!(out, "{}", printable(&line))?;
        }
        for answer in &self.answers {
            writeln!(out, "{}", printable(&answer.sentence()))?;
        }
        if let Some(line) = self.written_in.as_ref().filter(|_| self.held_back.is_none()) {
            writeln!(out, "{}", printable(line))?;
        }
        if let Some(line) = &self.held_back {
            writeln!(out, "{}", printable(line))?;
        }
        if self.stale {
            writeln!(
                out,
                "The rules, dumps or settings have changed since this was decided{}: run forewarn resolve.",
                if self.answers.iter().any(|answer| !answer.fresh) {
                    ", or answers have expired"
                } else {
                    ""
                }
            )?;
        }
        if !self.imported {
            writeln!(out, "No imported row names this address, so no letter would.")?;
        }
        Ok(())
    }

    fn json(&self) -> serde_json::Value {
        serde_json::json!({
            "address": self.address, "imported": self.imported, "stale": self.stale,
            "held_back": self.held_back, "written_in": self.written_in, "decision": json_of(&self.decision), "story": story(&self.decision, self.address),
            "answers": json_of(&self.answers),
        })
    }
}
