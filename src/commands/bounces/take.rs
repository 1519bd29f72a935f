//! What a returned message is about, and what follows, noted in one transaction for many.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;

use crate::bounce::{Follows, Judged, Kind, Proof, Returned};
use crate::failure::Failure;
use crate::ledger::state::State;
use crate::ledger::{Cause, Ledger, LedgerError, Note, Recall, ReturnedLetter, Returns};
use crate::pickup::reading::Item;

/// Lines for a person that are shown.
const MOST_LINES: usize = 50;

/// What a run came to.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Tally {
    /// Messages that were looked at.
    pub(super) messages: u64,
    /// Of them, read in an earlier run, or twice in this one.
    pub(super) known: u64,
    /// New ones about letters of this campaign, by what they are.
    pub(super) kinds: BTreeMap<&'static str, u64>,
    /// New ones, by what followed.
    pub(super) follows: BTreeMap<&'static str, u64>,
    /// Letters whose outcome was in doubt and is known now.
    pub(super) proven: u64,
    /// Mailboxes that are suppressed from now on.
    pub(super) suppressed: u64,
    /// Letters that came back for another reason than their address.
    pub(super) other_reasons: u64,
    /// Messages that were larger, wider or deeper than what is looked at.
    pub(super) cut: u64,
    /// What a person should look at, the first of them.
    pub(super) people: Vec<String>,
    /// How many there are in all.
    pub(super) for_people: u64,
}

/// Takes messages in.
pub(super) struct Taker<'l> {
    ledger: &'l Ledger,
    recall: Recall,
    now: Timestamp,
    pub(super) tally: Tally,
}

impl<'l> Taker<'l> {
    pub(super) fn new(ledger: &'l Ledger, recall: Recall, now: Timestamp) -> Self {
        Self {
            ledger,
            recall,
            now,
            tally: Tally::default(),
        }
    }

    /// Notes messages and what follows from them; durable when it returns. Says of each whether it is about this campaign.
    pub(super) fn take(&mut self, place: &str, items: Vec<Item>) -> Result<Vec<bool>, Failure> {
        let mut returns = self.ledger.returns(&mut self.recall, self.now)?;
        let mut ours = Vec::with_capacity(items.len());
        // The sums of a transaction that fails must not stand.
        let mut tally = self.tally.clone();
        for item in items {
            tally.messages += 1;
            match &item.content {
                Err(known) => {
                    tally.known += 1;
                    ours.push(*known);
                }
                Ok(returned) => ours.push(one(&mut returns, &mut tally, place, &item, returned)?),
            }
        }
        returns.finish()?;
        self.tally = tally;
        Ok(ours)
    }
}

fn one(
    returns: &mut Returns<'_>,
    tally: &mut Tally,
    place: &str,
    item: &Item,
    returned: &Returned,
) -> Result<bool, Failure> {
    let (letter, proof) = letter_of(returns, item, returned)?;
    let mut note = Note {
        sha256: item.digest,
        message_id: returned.message_id.as_deref(),
        letter: letter.as_ref().map(|letter| letter.id),
        proof: proof.as_str(),
        kind: returned.kind.as_str(),
        form: returned.form,
        status: None,
        sender: returned.from.as_deref(),
        recipient: None,
        words: &returned.words,
        follows: "unrelated",
        why: None,
        place,
    };
    let Some(letter) = letter else {
        if proof == Proof::Token {
            note.follows = "doubtful";
            note.why = Some("its token is genuine, but there is no such letter: its round was planned anew");
        } else if !returned.marks.return_paths.is_empty() || !returned.marks.references.is_empty() {
            note.follows = "foreign";
            note.why = Some("it bears the mark of another campaign, or a forged one");
        }
        if returns.keep(&note)? {
            *tally.follows.entry(note.follows).or_default() += 1;
            if note.follows == "doubtful" {
                tally.tell(|| format!("{}: {}", note.words, note.why.unwrap_or_default()));
            }
        } else {
            tally.known += 1;
        }
        return Ok(false);
    };
    let mut judged = returned.judge(proof, &letter.recipient, &letter.message_id);
    if judged.proves_acceptance && !could_come_back(&letter) {
        judged.follows =
            Follows::Doubtful("the letter has not left, or was refused: nothing of it can come back");
        judged.proves_acceptance = false;
    }
    note.kind = judged.kind.as_str();
    note.follows = judged.follows.as_str();
    if let Some(report) = judged.report {
        note.status = report.status.as_deref();
        note.words = &report.words;
        let other = |one: &&str| !one.eq_ignore_ascii_case(&letter.recipient);
        note.recipient = report.recipient.as_deref().filter(other);
    }
    if let Follows::Doubtful(why) = judged.follows {
        note.why = Some(why);
    }
    let repeated = note.message_id.is_some() && returns.repeats(&note)?;
    if repeated {
        note.follows = "repeated";
    }
    if !returns.keep(&note)? {
        tally.known += 1;
        return Ok(true);
    }
    *tally.follows.entry(note.follows).or_default() += 1;
    if !repeated {
        *tally.kinds.entry(note.kind).or_default() += 1;
        tally.cut += u64::from(!returned.limits.is_empty());
        follow(returns, tally, &letter, &judged, &note)?;
        tell(tally, &letter, &judged, &note, returned);
    }
    Ok(true)
}

/// The letter that a message is about, and how sure that is.
fn letter_of(
    returns: &mut Returns<'_>,
    item: &Item,
    returned: &Returned,
) -> Result<(Option<ReturnedLetter>, Proof), LedgerError> {
    if let Some(reference) = &item.token {
        return Ok((returns.letter_by_reference(reference)?, Proof::Token));
    }
    for reference in returned.marks.claims() {
        if let Some(letter) = returns.letter_by_reference(reference)? {
            return Ok((Some(letter), Proof::Claim));
        }
    }
    for id in returned.marks.claimed_ids() {
        if let Some(letter) = returns.letter_by_message_id(id)? {
            return Ok((Some(letter), Proof::Claim));
        }
    }
    Ok((None, Proof::None))
}

/// Whether the gateway may have taken the letter.
fn could_come_back(letter: &ReturnedLetter) -> bool {
    match letter.state {
        State::Planned | State::Deferred => letter.attempts > 0,
        State::Refused | State::Suppressed | State::Expired => false,
        _ => true,
    }
}

/// Lets follow what was judged.
fn follow(
    returns: &mut Returns<'_>,
    tally: &mut Tally,
    letter: &ReturnedLetter,
    judged: &Judged<'_>,
    note: &Note<'_>,
) -> Result<(), LedgerError> {
    let in_doubt = !matches!(letter.state, State::Accepted | State::Delivered | State::Bounced);
    if judged.proves_acceptance && returns.proven(letter)? && in_doubt {
        tally.proven += 1;
    }
    let recipient = letter.recipient.as_str();
    match judged.follows {
        Follows::Bounced { dead } => {
            returns.bounced(letter.id, note.words)?;
            let forwarded = note
                .recipient
                .map_or_else(String::new, |other| format!(" for {other}"));
            let reason = format!("returned{forwarded}: {}", note.words);
            returns.suppress(recipient, Cause::Bounce, &reason, dead)?;
            tally.suppressed += 1;
            tally.other_reasons += u64::from(!dead);
        }
        Follows::Delivered => _ = returns.delivered(letter.id, note.words)?,
        Follows::OptedOut => {
            let reason = format!("its reader asked for it: {}", note.words);
            returns.suppress(recipient, Cause::OptOut, &reason, true)?;
            tally.suppressed += 1;
        }
        Follows::Complained => {
            let reason = format!("its reader complained: {}", note.words);
            returns.suppress(recipient, Cause::Complaint, &reason, true)?;
            tally.suppressed += 1;
        }
        Follows::Noted | Follows::Doubtful(_) => {}
    }
    Ok(())
}

/// Names what a person should look at.
fn tell(
    tally: &mut Tally,
    letter: &ReturnedLetter,
    judged: &Judged<'_>,
    note: &Note<'_>,
    returned: &Returned,
) {
    let ReturnedLetter {
        reference, recipient, ..
    } = letter;
    if let Follows::Doubtful(why) = judged.follows {
        return tally.tell(|| {
            format!(
                "{} for {recipient} ({reference}), but {why}: {}",
                note.kind, note.words
            )
        });
    }
    if judged.kind != Kind::Reply {
        return;
    }
    let from = note.sender.unwrap_or("somebody");
    if returned.may_ask_to_stop {
        tally.tell(|| {
            format!("{from} answers {reference} and may ask not to be written to: forewarn suppress add {recipient}")
        });
    } else if letter.state == State::Bounced {
        tally.tell(|| {
            format!("{from} answers {reference}, which came back: does it work? forewarn suppress remove {recipient}")
        });
    } else {
        tally.tell(|| format!("{from} answers {reference}: {}", note.words));
    }
}

impl Tally {
    fn tell(&mut self, line: impl FnOnce() -> String) {
        self.for_people += 1;
        if self.people.len() < MOST_LINES {
            self.people.push(line());
        }
    }
}
