//! `forewarn bounces`: picks up returned mail, finds each message's letter, and lets follow what follows.
//!
//! Joins [`pickup`](crate::pickup) (where it lies), [`bounce`](crate::bounce) (what it says) and the ledger (what is kept).
//! `take.rs` lets follow, `marking.rs` marks what was read, `server.rs` reads a mailbox on a server, `summary.rs` tells.
//!
//! Each message counts once, by the digest of its octets; a run that is killed is simply started again. Messages are
//! marked only after what they said is durable, and those that are not about this campaign are left as they are.

mod marking;
mod server;
mod summary;
mod take;

use std::path::{Path, PathBuf};

use super::{Campaign, Context, at_path, send};
use crate::failure::{Doing, Failure, advice};
use crate::message::CampaignKey;
use crate::pickup::{PickupError, Source, imap::ImapError, reading};

pub use summary::BouncesRead;
use take::Taker;

/// What was asked for.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Maildirs, mboxes, files, `-`, `imaps://user@host/INBOX`; empty: those of the configuration.
    pub sources: Vec<String>,
    /// File whose first line is the password for IMAP; default: the configuration's.
    pub password_file: Option<PathBuf>,
}

/// Reads all sources, one after the other.
///
/// # Errors
/// When a source cannot be read, or the ledger cannot be written. What was read before is kept.
pub fn run(context: &Context, request: &Request) -> Result<BouncesRead, Failure> {
    let campaign = Campaign::join(context, "bounces")?;
    let now = context.clock.now();
    let config = &campaign.config;
    let named: Vec<&str> = request.sources.iter().map(String::as_str).collect();
    let sources = if named.is_empty() {
        let configured = config.bounces.sources.iter();
        configured
            .map(|text| Source::parse(text, &config.folder))
            .collect::<Result<Vec<_>, PickupError>>()?
    } else {
        named
            .iter()
            .map(|text| Source::parse(text, Path::new("")))
            .collect::<Result<Vec<_>, PickupError>>()?
    };
    if sources.is_empty() {
        return Err(Failure::usage("no source of returned mail is named").hint(
            "name a Maildir, an mbox, a file, - or imaps://user@host/INBOX, or set [bounces] sources in campaign.toml",
        ));
    }
    if campaign.lock.is_some() {
        // What an interruption left on its way is in doubt, and returned mail may be what decides it.
        let endpoint = send::settings(config).ok().map(|settings| settings.endpoint);
        send::recover(&campaign, endpoint.as_ref(), now)?;
    }
    let key = CampaignKey::new(campaign.ledger.key()?);
    let (known, recall) = campaign.ledger.returned_before()?;
    campaign.ledger.expect_returns()?;
    let mut taker = Taker::new(&campaign.ledger, recall, now);
    let bar = context.progress.counter("reading returned mail");
    for source in &sources {
        if let Source::Imap(account) = source {
            let password_file = request
                .password_file
                .as_ref()
                .or(config.bounces.password_file.as_ref());
            server::read(&campaign, account, password_file, &known, &key, &mut taker)?;
            continue;
        }
        let place = source.name();
        let messages = source.messages()?;
        let (read, unmarked) = marking::meanwhile(|durable| {
            reading::each_batch::<Failure>(messages, &known, &key, &mut |mut items| {
                let paths: Vec<_> = items.iter_mut().map(|item| item.path.take()).collect();
                let ours = taker.take(&place, items)?;
                let marked = paths.into_iter().zip(ours);
                let marked = marked.filter_map(|(path, ours)| path.filter(|_| ours)).collect();
                // Its receiver is there until this ends.
                _ = durable.send(marked);
                bar.set_position(taker.tally.messages);
                Ok(())
            })?;
            // While the last of them are marked.
            Ok(campaign.ledger.put_away()?)
        });
        read?;
        if let Some(error) = unmarked {
            tracing::warn!(
                "messages of {place} could not be marked as seen ({error}); they are known all the same"
            );
        }
    }
    bar.finish_and_clear();
    Ok(BouncesRead(taker.tally))
}

/// A source that cannot be read, in the operator's words.
impl From<PickupError> for Failure {
    fn from(error: PickupError) -> Self {
        let hint = match &error {
            PickupError::Imap(ImapError::Connect { .. } | ImapError::Authorities(_)) => {
                Some("is the certificate signed by an authority of your own? name it: [bounces] ca_file")
            }
            PickupError::Imap(ImapError::Refused { step: "LOGIN", .. }) => {
                Some("is it the right user, and the right password in [bounces] password_file?")
            }
            _ => None,
        };
        let place = match &error {
            PickupError::Unreadable { path, source } => advice(Doing::Reading, path, source),
            PickupError::NoMaildir { path } => Some(format!(
                "name a Maildir, an mbox or a message; all messages in it: {}/*",
                path.display()
            )),
            _ => None,
        };
        let outside = match &error {
            PickupError::Imap(_) => true,
            PickupError::Unreadable { source, .. } => !matches!(
                source.kind(),
                std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory
            ),
            PickupError::Address { .. } | PickupError::NoMaildir { .. } => false,
        };
        let failure = if outside {
            Failure::outside(error)
        } else {
            Failure::usage(error)
        };
        failure.advised(place).advised(hint.map(str::to_owned))
    }
}

/// The first line of the password file.
fn password(file: Option<&PathBuf>) -> Result<secrecy::SecretString, Failure> {
    let file = file.ok_or_else(|| {
        Failure::usage("a mailbox on a server needs a password").hint(
            "put it on the first line of a file that only you can read, and name that: --password-file FILE",
        )
    })?;
    let text = at_path(file, "read the password from", std::fs::read_to_string(file))?;
    match text.lines().next() {
        Some(line) if !line.is_empty() => Ok(secrecy::SecretString::from(line.to_owned())),
        _ => Err(Failure::usage(format!(
            "{} is empty: its first line should be the password",
            file.display()
        ))),
    }
}
