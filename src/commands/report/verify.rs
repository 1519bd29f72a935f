//! `forewarn report --verify`: whether the ledger's chain of events still holds.

use std::io::{self, Write};

use serde::Serialize;

use crate::commands::{Campaign, Context, Summary, counted, from_hex, json_of};
use crate::failure::Failure;
use crate::ledger::Chain;

/// What the chain came to.
#[derive(Debug, Serialize)]
pub struct Verified {
    chain: Chain,
    /// A head printed earlier was asked for, and found.
    known: bool,
}

/// Works the chain out again.
///
/// # Errors
/// When anything does not fit, or `known` is no head at all.
pub fn verify(context: &Context, known: Option<&str>) -> Result<Verified, Failure> {
    // A mistyped head must not read as a damaged ledger.
    if let Some(known) = known.filter(|known| from_hex(known).is_none()) {
        return Err(Failure::usage(format!(
            "{known:?} is no head of a chain: that has 64 hexadecimal digits"
        ))
        .hint("take it whole from an earlier report"));
    }
    let campaign = Campaign::look(context)?;
    let chain = campaign
        .ledger
        .at_one_moment(|ledger| ledger.verify_chain(known))?;
    Ok(Verified {
        chain,
        known: known.is_some(),
    })
}

impl Summary for Verified {
    fn people(&self, out: &mut dyn Write) -> io::Result<()> {
        let events = counted(self.chain.events, "event", "events");
        writeln!(
            out,
            "the chain holds: {events}, every round's letters and every letter's fate fit{}",
            if self.known {
                "; the given head is in it"
            } else {
                ""
            }
        )?;
        writeln!(out, "head {}", self.chain.head)
    }

    fn json(&self) -> serde_json::Value {
        json_of(self)
    }
}
