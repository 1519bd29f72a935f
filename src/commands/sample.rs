//! Letters to an address of one's own: what `send --rehearse` and `check --canary` hand over. The ledger is only read,
//! so that nothing counts as sent.

use jiff::Timestamp;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::send::stopped;
use super::{Campaign, Context, counted, letters};
use crate::config::Config;
use crate::contact::Mailbox;
use crate::failure::Failure;
use crate::gateway::{Ended, Envelope, Gateway, NoSession};
use crate::ledger::{LetterView, Which};
use crate::message::{Headers, build, rehearsal};
use crate::outcome::Outcome;

/// Letters that are looked through for one of each language.
const LOOKED_THROUGH: u32 = 200;

/// A letter that is ready for the gateway.
#[derive(Debug)]
pub(super) struct Sample {
    /// Language tags, the reader's first.
    pub(super) languages: String,
    /// The real letter's reference.
    pub(super) reference: String,
    envelope: Envelope,
    bytes: Vec<u8>,
}

/// What became of a sample.
#[derive(Debug, Clone, Serialize)]
pub struct Rehearsed {
    /// Its language tags.
    pub languages: String,
    /// The real letter's reference.
    pub reference: String,
    /// `accepted`, `refused`, `deferred` or `unknown`.
    pub outcome: &'static str,
    /// The gateway's words, or what happened instead.
    pub words: String,
}

impl Rehearsed {
    pub(super) fn accepted(&self) -> bool {
        self.outcome == "accepted"
    }
}

/// The address that was given for samples.
///
/// # Errors
/// When it is none.
pub(super) fn own_address(config: &Config, text: &str) -> Result<Mailbox, Failure> {
    Mailbox::parse(text, &config.allow.domains).map_err(|bad| {
        Failure::usage(format!("{text:?}: {bad}")).hint("give a mailbox of your own that you can read")
    })
}

/// One letter of the last round for each language, addressed to `to`.
///
/// # Errors
/// When nothing is planned.
pub(super) fn of_plan(campaign: &Campaign, to: &Mailbox, now: Timestamp) -> Result<Vec<Sample>, Failure> {
    let view = LetterView {
        which: Which::Sample(LOOKED_THROUGH),
        ..LetterView::default()
    };
    let mut samples: Vec<Sample> = Vec::new();
    for letter in campaign.ledger.letters(&view)? {
        if samples.iter().any(|known| known.languages == letter.languages) {
            continue;
        }
        let bytes = campaign.ledger.bytes(letter.id)?;
        samples.push(Sample::of(
            &campaign.config,
            &bytes,
            letter.languages,
            letter.reference,
            to,
            now,
        ));
    }
    if samples.is_empty() {
        return Err(Failure::usage("no letters are planned").hint("make them with: forewarn plan"));
    }
    Ok(samples)
}

/// A letter about made-up addresses, for when nothing is planned yet.
///
/// # Errors
/// When the letter cannot be made.
pub(super) fn made_up(context: &Context, config: &Config, to: &Mailbox) -> Result<Sample, Failure> {
    let now = context.clock.now();
    let language = config.languages.default.as_str();
    let letter = letters::show(context, None, language, false, letters::Kind::First)?.letter;
    let reference = "FW-00000-00000";
    let headers = Headers {
        from_name: &config.sender.organisation,
        from: &config.sender.address,
        reply_to: config.sender.reply_to.as_deref(),
        to,
        date: now,
        message_id: "<made-up@forewarn.invalid>",
        in_reply_to: None,
        unsubscribe: None,
        reference,
        boundaries: ("made-up-outer-part", "made-up-inner-part"),
    };
    let bytes = build(&headers, &letter, &[]).map_err(Failure::usage)?;
    Ok(Sample::of(
        config,
        &bytes,
        language.to_owned(),
        reference.to_owned(),
        to,
        now,
    ))
}

impl Sample {
    fn of(
        config: &Config,
        letter: &[u8],
        languages: String,
        reference: String,
        to: &Mailbox,
        now: Timestamp,
    ) -> Self {
        let sender = &config.sender;
        // Without a token: what comes back from a rehearsal says nothing about the real letter.
        let from = sender.bounce_address.as_deref().unwrap_or(&sender.address);
        let domain = sender.address.rsplit_once('@').map_or("localhost", |(_, d)| d);
        let moment = now.as_nanosecond();
        let digest = Sha256::digest(format!("{reference} {moment} {}", to.as_str()));
        let mark = format!("{digest:x}");
        let mark = mark.get(..20).unwrap_or(&mark);
        let domain = idna::domain_to_ascii(domain).unwrap_or_else(|_| "localhost".to_owned());
        Self {
            envelope: Envelope {
                from: from.to_owned(),
                to: to.as_str().to_owned(),
                id: format!("rehearsal-{reference}-{mark}"),
            },
            bytes: rehearsal(letter, to, &format!("<rehearsal.{mark}@{domain}>")),
            languages,
            reference,
        }
    }
}

/// Hands the samples over, one after another on one connection.
///
/// # Errors
/// When the gateway cannot be used at all.
pub(super) fn hand_over(gateway: &Gateway, samples: &[Sample]) -> Result<Vec<Rehearsed>, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(Failure::outside)?;
    runtime.block_on(async {
        let mut open = None;
        let mut results = Vec::new();
        for sample in samples {
            let mut connection = match open.take() {
                Some(connection) => connection,
                None => gateway.open().await.map_err(|no| unavailable(&no))?,
            };
            let offered = connection.offer(&sample.envelope, &sample.bytes).await;
            let outcome = match offered {
                Ok(held) => held.release().await,
                Err(Ended::Letter(outcome)) => outcome,
                Err(Ended::Stale { why }) => {
                    return Err(Failure::outside(format!("the gateway takes no letters: {why}")));
                }
                Err(Ended::Stop(stop)) => return Err(stopped(stop)),
            };
            results.push(told(sample, outcome));
            if connection.usable().await {
                open = Some(connection);
            } else {
                connection.quit().await;
            }
        }
        if let Some(connection) = open {
            connection.quit().await;
        }
        Ok(results)
    })
}

/// A gateway that cannot be used now.
pub(super) fn unavailable(no: &NoSession) -> Failure {
    match no {
        NoSession::Stop(stop) => stopped(stop.clone()),
        NoSession::Later(deferral) => Failure::outside(format!("the gateway is not there: {}", deferral.why))
            .hint(
                "is [gateway] url right, and does the server run and accept connections from this machine?",
            ),
    }
}

fn told(sample: &Sample, outcome: Outcome) -> Rehearsed {
    let (outcome, words) = match outcome {
        Outcome::Accepted { reply, .. } => ("accepted", reply.to_string()),
        Outcome::Refused { reply, .. } => ("refused", reply.to_string()),
        Outcome::Deferred(deferral) => ("deferred", deferral.why),
        Outcome::Unknown { why } => ("unknown", why),
    };
    Rehearsed {
        languages: sample.languages.clone(),
        reference: sample.reference.clone(),
        outcome,
        words,
    }
}

/// The results of a rehearsal, for people.
pub(super) fn lines(results: &[Rehearsed], to: &str) -> Vec<String> {
    let accepted = results.iter().filter(|result| result.accepted()).count();
    let mut lines = vec![format!(
        "{} to {to}: {accepted} accepted by the gateway",
        counted(results.len() as u64, "letter", "letters")
    )];
    lines.extend(results.iter().map(|result| {
        format!(
            "  {} ({}): {}: {}",
            result.reference, result.languages, result.outcome, result.words
        )
    }));
    lines
}
