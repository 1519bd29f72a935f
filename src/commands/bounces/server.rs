//! A mailbox on a server: some messages at a time, marked or moved once what they said is durable.

use std::path::PathBuf;

use secrecy::ExposeSecret as _;

use super::take::Taker;
use super::{Campaign, password};
use crate::failure::Failure;
use crate::message::CampaignKey;
use crate::pickup::PickupError;
use crate::pickup::imap::{Account, ImapError, Inbox};
use crate::pickup::reading::{Item, Known};

/// Messages that are fetched at a time.
const FETCH: usize = 50;

/// Reads what has come since the last run. Kept with each step: how far it was read, so that a killed run goes on there.
pub(super) fn read(
    campaign: &Campaign,
    account: &Account,
    password_file: Option<&PathBuf>,
    known: &Known,
    key: &CampaignKey,
    taker: &mut Taker<'_>,
) -> Result<(), Failure> {
    let settings = &campaign.config.bounces;
    let secret = password(password_file)?;
    let place = account.to_string();
    let down = |error: ImapError| Failure::from(PickupError::from(error));
    let mut inbox =
        Inbox::open(account, secret.expose_secret(), settings.ca_file.as_deref()).map_err(down)?;
    let last = campaign.ledger.picked_up(&place, inbox.validity)?;
    let mut moves = true;
    for uids in inbox.above(last).map_err(down)?.chunks(FETCH) {
        let messages = inbox.fetch(uids).map_err(down)?;
        let items = messages
            .iter()
            .map(|(_, bytes)| Item::of(bytes, known, key))
            .collect();
        let ours = taker.take(&place, items)?;
        let ours: Vec<u32> = messages
            .iter()
            .zip(ours)
            .filter_map(|((uid, _), ours)| ours.then_some(*uid))
            .collect();
        inbox.mark(&ours).map_err(down)?;
        if let Some(folder) = &settings.move_to {
            moves &= inbox.move_to(&ours, folder).map_err(down)?;
        }
        if let Some(uid) = uids.last() {
            campaign.ledger.note_pickup(&place, inbox.validity, *uid)?;
        }
    }
    inbox.close();
    if !moves {
        tracing::warn!(
            "{place}: the server cannot move messages, so they are marked and stay where they are"
        );
    }
    Ok(())
}
