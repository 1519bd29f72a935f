//! `forewarn send --rehearse ADDRESS`: a letter of each language to an address of one's own.

use std::io::{self, Write};

use serde::Serialize;

use super::settings::{settings, stopped};
use crate::commands::sample::{self, Rehearsed};
use crate::commands::{Campaign, Context, Summary, json_of};
use crate::failure::Failure;
use crate::gateway::Gateway;

/// What a rehearsal came to.
#[derive(Debug, Clone, Serialize)]
pub struct Rehearsal {
    /// Where the letters went.
    pub gateway: String,
    /// To whom.
    pub to: String,
    /// What became of each.
    pub letters: Vec<Rehearsed>,
}

/// Sends one letter for each language of the last round to `address`, marked as a rehearsal. Needs no approval, and
/// the ledger is only read.
///
/// # Errors
/// When nothing is planned, the address is none, or the gateway cannot be used.
pub fn rehearse(context: &Context, address: &str) -> Result<Rehearsal, Failure> {
    let campaign = Campaign::look(context)?;
    let to = sample::own_address(&campaign.config, address)?;
    let samples = sample::of_plan(&campaign, &to, context.clock.now())?;
    let settings = settings(&campaign.config)?;
    let name = settings.endpoint.to_string();
    let gateway = Gateway::new(settings).map_err(stopped)?;
    Ok(Rehearsal {
        gateway: name,
        to: to.as_str().to_owned(),
        letters: sample::hand_over(&gateway, &samples)?,
    })
}

impl Summary for Rehearsal {
    fn people(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "rehearsal through {}:", self.gateway)?;
        for line in sample::lines(&self.letters, &self.to) {
            writeln!(out, "{line}")?;
        }
        writeln!(
            out,
            "nothing counts as sent; look at the letters in the mailbox of {}",
            self.to
        )
    }

    fn json(&self) -> serde_json::Value {
        json_of(self)
    }

    fn leaves_work(&self) -> bool {
        !self.letters.iter().all(Rehearsed::accepted)
    }
}
