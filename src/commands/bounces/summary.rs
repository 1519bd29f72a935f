//! What reading returned mail came to.

use std::io::{self, Write};

use super::take::Tally;
use crate::commands::{Summary, counted, in_words, json_of};

/// What was read, and what followed.
#[derive(Debug)]
pub struct BouncesRead(pub(super) Tally);

impl BouncesRead {
    fn followed(&self, what: &str) -> u64 {
        self.0.follows.get(what).copied().unwrap_or(0)
    }
}

impl Summary for BouncesRead {
    fn people(&self, out: &mut dyn Write) -> io::Result<()> {
        let tally = &self.0;
        let kinds = if tally.kinds.is_empty() {
            String::new()
        } else {
            format!(": {}", in_words(&tally.kinds))
        };
        let known = if tally.known > 0 {
            format!(", {} read before", tally.known)
        } else {
            String::new()
        };
        writeln!(
            out,
            "{} read{known}{kinds}",
            counted(tally.messages, "message", "messages")
        )?;
        if tally.suppressed > 0 {
            writeln!(
                out,
                "{} suppressed from now on; where letters came back, the next forewarn plan writes to the next contact",
                counted(tally.suppressed, "mailbox is", "mailboxes are")
            )?;
        }
        if tally.other_reasons > 0 {
            writeln!(
                out,
                "{} for another reason than the address (policy, quota, time): see forewarn suppress list",
                counted(tally.other_reasons, "letter came back", "letters came back")
            )?;
        }
        if tally.proven > 0 {
            writeln!(
                out,
                "{} whose outcome was unknown had been accepted: returned mail shows it",
                counted(tally.proven, "letter", "letters")
            )?;
        }
        for (what, words) in [
            ("repeated", "said again what was known"),
            ("foreign", "of another campaign, or forged: left as they are"),
            ("unrelated", "not about any letter: left as they are"),
        ] {
            let n = self.followed(what);
            if n > 0 {
                writeln!(out, "{} {words}", counted(n, "message", "messages"))?;
            }
        }
        if tally.cut > 0 {
            writeln!(
                out,
                "{} too large or too deep to be read whole",
                counted(tally.cut, "message was", "messages were")
            )?;
        }
        if tally.for_people > 0 {
            writeln!(out, "a person should look at:")?;
            for line in &tally.people {
                writeln!(out, "  - {line}")?;
            }
            let more = tally.for_people.saturating_sub(tally.people.len() as u64);
            if more > 0 {
                writeln!(out, "  - and {more} more")?;
            }
        }
        Ok(())
    }

    fn json(&self) -> serde_json::Value {
        json_of(&self.0)
    }

    fn leaves_work(&self) -> bool {
        self.0.for_people > 0
    }
}
