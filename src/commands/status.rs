//! `forewarn status`: where everything stands.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::{Campaign, Context, Summary, counted, json_of};
use crate::config::Config;
use crate::failure::Failure;
use crate::ledger::state::State;
use crate::ledger::{Access, Ledger, LedgerError, LetterRow, Presence, Totals};
use crate::message::printable;

/// Letters of each troubled state that are shown with the gateway's words.
const SHOWN: u32 = 5;
use jiff::Timestamp;

/// The campaign's sums.
#[derive(Debug)]
pub struct Status {
    name: String,
    totals: Totals,
    next_due: Option<Timestamp>,
    unapproved: Option<(i64, String)>,
    /// Returned messages by what they are.
    returned: BTreeMap<String, u64>,
    /// Letters that did not arrive as planned, a few of each state.
    troubled: Vec<LetterRow>,
}

/// Reads all sums.
///
/// # Errors
/// When the campaign cannot be read. Before the first import all sums are zero.
pub fn run(context: &Context) -> Result<Status, Failure> {
    let config = Config::load(&context.folder)?;
    let ledger = match Ledger::open(&context.folder, Access::Read, &|| [0; 32]) {
        Err(LedgerError::Missing { .. } | LedgerError::Empty { .. }) => {
            let totals = Totals::nothing();
            return Ok(Status {
                name: config.name,
                totals,
                next_due: None,
                unapproved: None,
                returned: BTreeMap::new(),
                troubled: Vec::new(),
            });
        }
        ledger => ledger?,
    };
    let campaign = Campaign {
        ledger: super::campaign::sharing(ledger, &config),
        config,
        lock: None,
    };
    let unapproved = campaign
        .ledger
        .rounds()?
        .pop()
        .filter(|round| round.approved_at.is_none());
    let mut troubled = Vec::new();
    for state in [
        State::Refused,
        State::Bounced,
        State::Unknown,
        State::Deferred,
        State::Expired,
    ] {
        troubled.extend(campaign.ledger.letters_in(state, SHOWN)?);
    }
    Ok(Status {
        troubled,
        returned: campaign.ledger.returned_kinds()?,
        totals: campaign.ledger.totals()?,
        next_due: campaign.ledger.next_due()?,
        unapproved: unapproved.map(|round| (round.number, round.digest)),
        name: campaign.config.name,
    })
}

impl Status {
    /// What a person can do now.
    fn next_steps(&self, out: &mut dyn Write) -> io::Result<()> {
        let totals = &self.totals;
        if totals.rows.imported == 0 {
            writeln!(out, "next        read flagged addresses: forewarn import FILE")?;
        } else if totals.addresses.unresolved.contains_key("pending") {
            writeln!(out, "next        find contacts: forewarn resolve")?;
        } else if totals.rounds == 0 {
            writeln!(out, "next        make the letters: forewarn plan")?;
        }
        if let Some((round, digest)) = &self.unapproved {
            writeln!(
                out,
                "next        round {round} waits for approval: forewarn send --approve {digest}"
            )?;
        }
        if let Some(due) = self.next_due {
            writeln!(
                out,
                "next        deferred letters can be tried again from {due:.0}: forewarn send"
            )?;
        }
        if self.letters("sending") > 0 {
            writeln!(
                out,
                "next        {} being sent, or left so by an interruption: forewarn settle tells, forewarn send goes on",
                counted(self.letters("sending"), "letter is", "letters are")
            )?;
        }
        if self.unapproved.is_none() && self.letters("planned") > 0 {
            writeln!(out, "next        go on sending: forewarn send")?;
        }
        if self.letters("unknown") > 0 {
            writeln!(
                out,
                "next        decide about the unknown letters: forewarn settle"
            )?;
        }
        Ok(())
    }

    fn letters(&self, state: &str) -> u64 {
        self.totals.letters.get(state).copied().unwrap_or(0)
    }
}

impl Summary for Status {
    fn people(&self, out: &mut dyn Write) -> io::Result<()> {
        let Totals {
            rows,
            sightings,
            addresses,
            presence,
            withdrawn,
            letters,
            rounds,
        } = &self.totals;
        writeln!(out, "Campaign {}", self.name)?;
        writeln!(
            out,
            "rows        {} imported = {} new + {} repeated + {} rejected{}",
            rows.imported,
            rows.new,
            rows.repeated,
            rows.rejected,
            if rows.rejected > 0 {
                " (see rejects.csv)"
            } else {
                ""
            }
        )?;
        writeln!(
            out,
            "sightings   {sightings} on {}",
            counted(addresses.total, "address", "addresses")
        )?;
        if let Some(Presence {
            new,
            open,
            back,
            absent,
            gone,
        }) = presence
        {
            writeln!(
                out,
                "rescans     {new} new, {open} still open (back again: {back}), {absent} not seen last time, {gone} gone"
            )?;
        }
        if *withdrawn > 0 {
            let what = counted(*withdrawn, "sighting", "sightings");
            writeln!(
                out,
                "withdrawn   {what} (not to be told; corrections: forewarn plan --correction)"
            )?;
        }
        let reasons: Vec<String> = addresses
            .unresolved
            .iter()
            .map(|(reason, n)| format!("{n} {reason}"))
            .collect();
        writeln!(
            out,
            "addresses   {} with a contact, {} without{}, {} suppressed",
            addresses.resolved,
            addresses.unresolved.values().sum::<u64>(),
            if reasons.is_empty() {
                String::new()
            } else {
                format!(" ({})", reasons.join(", "))
            },
            addresses.suppressed
        )?;
        let total: u64 = letters.values().sum();
        let states: Vec<String> = letters
            .iter()
            .filter(|(_, n)| **n > 0)
            .map(|(state, n)| format!("{n} {state}"))
            .collect();
        let states = if states.is_empty() {
            String::new()
        } else {
            format!(": {}", states.join(", "))
        };
        writeln!(
            out,
            "letters     {total} in {}{states}",
            counted(*rounds, "round", "rounds")
        )?;
        if !self.returned.is_empty() {
            let kinds: Vec<String> = self
                .returned
                .iter()
                .map(|(kind, n)| format!("{n} {kind}"))
                .collect();
            let n = counted(self.returned.values().sum(), "message", "messages");
            writeln!(out, "returned    {n}: {}", kinds.join(", "))?;
        }
        for letter in &self.troubled {
            let words = printable(letter.words.as_deref().unwrap_or("no words")).into_owned();
            writeln!(
                out,
                "  {:9} {} ({}): {words}",
                letter.state, letter.recipient, letter.reference
            )?;
        }
        self.next_steps(out)
    }

    fn json(&self) -> serde_json::Value {
        let mut json = json_of(&self.totals);
        if let Some(fields) = json.as_object_mut() {
            fields.insert("returned".to_owned(), json_of(&self.returned));
        }
        json
    }
}
