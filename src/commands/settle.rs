//! `forewarn settle`: a person decides about letters whose outcome is unknown.

use std::io::{self, Write};

use super::table::table;
use super::{Campaign, Context, Summary, counted, json_of, send};
use crate::failure::Failure;
use crate::ledger::{Doubt, ReturnedRow, Settlement};

/// What was asked for.
#[derive(Debug, Clone)]
pub struct Request {
    /// References or numbers; empty: all.
    pub letters: Vec<String>,
    /// The decision; `None`: only list them.
    pub settlement: Option<Settlement>,
}

/// The letters concerned.
#[derive(Debug)]
pub struct Settled {
    doubts: Vec<Doubt>,
    /// What came back and names such a letter without proving it, by reference.
    evidence: Vec<(String, ReturnedRow)>,
    settlement: Option<Settlement>,
}

/// Lists unknown letters with the evidence, or settles them.
///
/// # Errors
/// When a named letter is not unknown; then nothing is settled.
pub fn run(context: &Context, request: &Request) -> Result<Settled, Failure> {
    let campaign = Campaign::change(context, "settle")?;
    let now = context.clock.now();
    // A kill leaves its letters as they were on the way; which of them are in doubt is found here, as send does.
    let endpoint = send::settings(&campaign.config)
        .ok()
        .map(|settings| settings.endpoint);
    send::recover(&campaign, endpoint.as_ref(), now)?;
    let mut doubts = campaign.ledger.doubts()?;
    let mut evidence = Vec::new();
    for doubt in &doubts {
        for row in campaign.ledger.returned(Some(doubt.letter.id))? {
            evidence.push((doubt.letter.reference.clone(), row));
        }
    }
    for wanted in &request.letters {
        let known =
            |doubt: &Doubt| doubt.letter.reference == *wanted || doubt.letter.id.to_string() == *wanted;
        if !doubts.iter().any(known) {
            return Err(
                Failure::usage(format!("{wanted:?} is no letter whose outcome is unknown"))
                    .hint("list them with: forewarn settle"),
            );
        }
    }
    if !request.letters.is_empty() {
        doubts.retain(|doubt| {
            request
                .letters
                .iter()
                .any(|w| doubt.letter.reference == *w || doubt.letter.id.to_string() == *w)
        });
    }
    if let Some(settlement) = request.settlement {
        let ids: Vec<i64> = doubts.iter().map(|doubt| doubt.letter.id).collect();
        campaign.ledger.settle(&ids, settlement, now)?;
    }
    Ok(Settled {
        evidence,
        doubts,
        settlement: request.settlement,
    })
}

impl Summary for Settled {
    fn people(&self, out: &mut dyn Write) -> io::Result<()> {
        let n = counted(self.doubts.len() as u64, "letter", "letters");
        match self.settlement {
            Some(Settlement::AssumeSent) => writeln!(out, "{n} now counted as accepted, on your word"),
            Some(Settlement::Resend) => writeln!(
                out,
                "{n} will be sent once more, as the same bytes: forewarn send"
            ),
            None if self.doubts.is_empty() => writeln!(out, "no letter's outcome is unknown"),
            None => {
                let gateway = self.doubts.iter().find_map(|doubt| doubt.gateway.as_deref());
                writeln!(
                    out,
                    "{n} whose outcome is unknown: the final dot was due to leave and no answer was noted."
                )?;
                writeln!(
                    out,
                    "Look for the Message-ID in the log of {}, then settle with --assume-sent or --resend.\n",
                    gateway.unwrap_or("the gateway")
                )?;
                let mut rows = table(&[
                    "#letter",
                    "reference",
                    "recipient",
                    "Message-ID",
                    "since",
                    "phase",
                    "last words",
                ]);
                for Doubt {
                    letter, since, phase, ..
                } in &self.doubts
                {
                    rows.add_row([
                        letter.id.to_string(),
                        letter.reference.clone(),
                        letter.recipient.clone(),
                        letter.message_id.clone(),
                        format!("{since:.0}"),
                        phase.clone(),
                        letter.words.clone().unwrap_or_default(),
                    ]);
                }
                writeln!(out, "{}", rows.trim_fmt())?;
                if !self.evidence.is_empty() {
                    writeln!(
                        out,
                        "\nReturned mail that names them, which speaks for --assume-sent:"
                    )?;
                }
                self.evidence.iter().try_for_each(|(reference, row)| {
                    let from = row.sender.as_deref().unwrap_or("somebody");
                    writeln!(out, "  {reference}: {} from {from}: {}", row.kind, row.words)
                })
            }
        }
    }

    fn json(&self) -> serde_json::Value {
        let settlement = self.settlement.map(|settlement| match settlement {
            Settlement::AssumeSent => "assume-sent",
            Settlement::Resend => "resend",
        });
        let evidence: Vec<_> = self.evidence.iter().map(|(_, row)| json_of(row)).collect();
        serde_json::json!({ "settlement": settlement, "letters": json_of(&self.doubts), "evidence": evidence })
    }

    fn leaves_work(&self) -> bool {
        self.settlement.is_none() && !self.doubts.is_empty()
    }
}
