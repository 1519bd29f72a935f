//! What may be sent: only a round that a person has approved by its digest.

use jiff::Timestamp;

use super::Campaign;
use crate::commands::counted;
use crate::failure::Failure;
use crate::gateway::Endpoint;
use crate::ledger::RoundRow;

/// Asks a person a question; `None` where there is nobody to ask.
pub type Ask<'a> = Option<&'a dyn Fn(&str) -> bool>;

/// Approves the waiting round if the person, or the digest they gave, says so.
///
/// The digest is computed again from the ledger, so that what is approved is what is there.
pub(super) fn approve(
    campaign: &Campaign,
    digest: Option<&str>,
    endpoint: &Endpoint,
    now: Timestamp,
    ask: Ask<'_>,
) -> Result<(), Failure> {
    let ledger = &campaign.ledger;
    let waiting = ledger.rounds()?.pop().filter(|round| round.approved_at.is_none());
    if let Some(digest) = digest {
        if digest.trim().len() < 8 {
            return Err(Failure::usage(format!("{digest:?} is too short for a digest"))
                .hint("give at least its first eight digits, as plan and status print it"));
        }
        let Some(round) = ledger.round_by_digest(digest)? else {
            let failure = Failure::usage(format!("no round has the digest {digest}"));
            return Err(match waiting {
                Some(round) => failure.hint(format!(
                    "round {} waits; its digest is {}",
                    round.number, round.digest
                )),
                None => failure.hint("no round waits for approval; make one with: forewarn plan"),
            });
        };
        return grant(campaign, &round, now);
    }
    let Some(round) = waiting else {
        if ledger.rounds()?.is_empty() {
            return Err(Failure::usage("no letters are planned").hint("make them with: forewarn plan"));
        }
        return Ok(());
    };
    let question = format!(
        "Send {} of round {} (digest {}) to {endpoint}?",
        counted(round.letters, "letter", "letters"),
        round.number,
        round.digest.get(..16).unwrap_or(&round.digest),
    );
    match ask {
        Some(ask) if ask(&question) => grant(campaign, &round, now),
        Some(_) => Err(Failure::usage("not approved: nothing was sent")),
        // Letters of earlier rounds may go on without it.
        None if ledger.sendable(now)? > 0 => {
            tracing::warn!(
                "round {} is not approved and waits: --approve {}",
                round.number,
                round.digest
            );
            Ok(())
        }
        None => Err(Failure::usage(format!(
            "round {} waits for approval, and there is no terminal to ask",
            round.number
        ))
        .hint("look at its letters with: forewarn preview --all")
        .hint(format!("then: forewarn send --approve {}", round.digest))),
    }
}

fn grant(campaign: &Campaign, round: &RoundRow, now: Timestamp) -> Result<(), Failure> {
    campaign.ledger.check_digest(round)?;
    campaign.ledger.approve(round.number, now)?;
    Ok(())
}
