//! `forewarn status`: where everything stands.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::{Campaign, Context, Summary, counted, in_words, json_of};
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
    campaign.ledger.at_one_moment(|ledger| of(&campaign, ledger))
}

/// The sums of a campaign, as this ledger has them.
///
/// # Errors
/// When the ledger cannot be read.
pub(super) fn of(campaign: &Campaign, ledger: &Ledger) -> Result<Status, Failure> {
    let unapproved = ledger.rounds()?.pop().filter(|round| round.approved_at.is_none());
    let mut troubled = Vec::new();
    for state in [
        State::Refused,
        State::Bounced,
        State::Unknown,
        State::Deferred,
        State::Expired,
    ] {
        troubled.extend(ledger.letters_in(state, SHOWN)?);
    }
    Ok(Status {
        troubled,
        returned: ledger.returned_kinds()?,
        totals: ledger.totals()?,
        next_due: ledger.next_due()?,
        unapproved: unapproved.map(|round| (round.number, round.digest)),
        name: campaign.config.name.clone(),
    })
}

impl Status {
    /// What a person can do now.
    pub(super) fn next_steps(&self, out: &mut dyn Write) -> io::Result<()> {
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

impl Status {
    /// The sums in words, each with its name.
    pub(super) fn sums(&self) -> Vec<(String, String)> {
        let Totals {
            rows,
            sightings,
            addresses,
            presence,
            withdrawn,
            letters,
            rounds,
        } = &self.totals;
        let some = |counts: &BTreeMap<String, u64>| in_words(counts.iter().filter(|(_, n)| **n > 0));
        let after = |text: String| {
            if text.is_empty() {
                text
            } else {
                format!(": {text}")
            }
        };
        let mut sums = Vec::new();
        let mut sum = |name: &str, text: String| sums.push((name.to_owned(), text));
        let see = if rows.rejected > 0 {
            " (see rejects.csv)"
        } else {
            ""
        };
        sum(
            "rows",
            format!(
                "{} imported = {} new + {} repeated + {} rejected{see}",
                rows.imported, rows.new, rows.repeated, rows.rejected
            ),
        );
        sum(
            "sightings",
            format!(
                "{sightings} on {}",
                counted(addresses.total, "address", "addresses")
            ),
        );
        if let Some(Presence {
            new,
            open,
            back,
            absent,
            gone,
        }) = presence
        {
            sum(
                "rescans",
                format!(
                    "{new} new, {open} still open (back again: {back}), {absent} not seen last time, {gone} gone"
                ),
            );
        }
        if *withdrawn > 0 {
            let what = counted(*withdrawn, "sighting", "sightings");
            let text = format!("{what} (not to be told; corrections: forewarn plan --correction)");
            sum("withdrawn", text);
        }
        let without = addresses.unresolved.values().sum::<u64>();
        let reasons = some(&addresses.unresolved);
        let reasons = if reasons.is_empty() {
            reasons
        } else {
            format!(" ({reasons})")
        };
        sum(
            "addresses",
            format!(
                "{} with a contact, {without} without{reasons}, {} suppressed",
                addresses.resolved, addresses.suppressed
            ),
        );
        let total: u64 = letters.values().sum();
        let in_rounds = counted(*rounds, "round", "rounds");
        sum(
            "letters",
            format!("{total} in {in_rounds}{}", after(some(letters))),
        );
        if !self.returned.is_empty() {
            let n = counted(self.returned.values().sum(), "message", "messages");
            sum("returned", format!("{n}{}", after(some(&self.returned))));
        }
        sums
    }

    /// What nobody is written to about, and what can be done.
    pub(super) fn left_out(&self) -> Vec<String> {
        let mut lines = Vec::new();
        let without: u64 = self.totals.addresses.unresolved.values().sum();
        if without > 0 {
            let n = counted(without, "address has", "addresses have");
            lines.push(format!(
                "{n} no contact: why is told by forewarn contacts explain IP; name one in contacts.csv"
            ));
        }
        if self.totals.rows.rejected > 0 {
            let n = counted(self.totals.rows.rejected, "row was", "rows were");
            lines.push(format!("{n} rejected at import: see rejects.csv"));
        }
        lines
    }

    /// Letters that did not arrive as planned, a few of each state, with the last words about them, and how many more there are.
    pub(super) fn troubled(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for letters in self.troubled.chunk_by(|a, b| a.state == b.state) {
            for LetterRow {
                state,
                recipient,
                reference,
                words,
                ..
            } in letters
            {
                let words = printable(words.as_deref().unwrap_or("no words"));
                lines.push(format!("{state:9} {recipient} ({reference}): {words}"));
            }
            let state = letters.first().map_or("", |letter| letter.state.as_str());
            let more = self.letters(state).saturating_sub(letters.len() as u64);
            if more > 0 {
                lines.push(format!(
                    "{state:9} {more} more: forewarn report --csv DIR has them all"
                ));
            }
        }
        lines
    }
}

impl Summary for Status {
    fn people(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "Campaign {}", self.name)?;
        for (name, text) in self.sums() {
            writeln!(out, "{name:11} {text}")?;
        }
        for line in self.troubled() {
            writeln!(out, "  {line}")?;
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
