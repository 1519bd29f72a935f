//! What a person should look at before approving a round.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::compose::Composer;
use super::{Campaign, counted};
use crate::contact::{Decision, Mailbox, Unresolved};
use crate::ledger::{Draft, Totals};
use crate::letter::Review;

/// Contacts below this confidence are named.
const UNSURE: u8 = 75;

/// What was noticed while the round was planned.
#[derive(Debug, Clone, Default)]
pub(super) struct Notable {
    pub(super) letters: u64,
    pub(super) addresses: u64,
    pub(super) languages: BTreeMap<String, u64>,
    used: BTreeSet<String>,
    long: u64,
    largest: Option<(u64, String)>,
    unsure: BTreeMap<Mailbox, u8>,
    /// Dead mailboxes, with whom is written to instead.
    passed_over: BTreeMap<Mailbox, Mailbox>,
    /// Contacts that letters come back from, with nobody to write to instead.
    pub(super) dead: BTreeSet<Mailbox>,
    /// Sightings that the letter does not speak of.
    pub(super) other_exposures: u64,
    /// Contacts that are written to later, to compare, and when the last of them is.
    pub(super) held_out: u64,
    pub(super) held_until: Option<Timestamp>,
    /// Contacts that got enough letters for today.
    pub(super) enough_today: u64,
    /// Contacts beyond the number of new ones in a round.
    pub(super) too_many_new: u64,
    /// Sightings beyond the number of addresses in a letter.
    pub(super) left_over: u64,
    /// Sightings told in a later letter than the one that this round's letter refers to.
    pub(super) in_later_letters: u64,
}

impl Notable {
    pub(super) fn planned(&mut self, draft: &Draft, ips_in_body: usize) {
        let addresses = draft.addresses();
        self.letters += 1;
        self.addresses += addresses;
        let mut tags = draft.languages.split(' ').map(str::to_owned);
        if let Some(first) = tags.next() {
            *self.languages.entry(first.clone()).or_default() += 1;
            self.used.insert(first);
        }
        self.used.extend(tags);
        self.long += u64::from(draft.sightings.len() > ips_in_body);
        if self.largest.as_ref().is_none_or(|(most, _)| addresses > *most) {
            self.largest = Some((addresses, draft.recipient.clone()));
        }
    }

    pub(super) fn decided(&mut self, contact: &Mailbox, decision: &Decision) {
        if decision.confidence < UNSURE && self.unsure.len() < 10_000 {
            self.unsure.insert(contact.clone(), decision.confidence);
        }
        for (dead, _) in decision.passed_over() {
            if self.passed_over.len() < 10_000 {
                self.passed_over.insert(dead.clone(), contact.clone());
            }
        }
    }
}

/// The list, the gravest first; one sentence each.
pub(super) fn attention(
    campaign: &Campaign,
    composer: &Composer<'_>,
    notable: &Notable,
    totals: &Totals,
) -> Vec<String> {
    let mut lines = Vec::new();
    let addresses = &totals.addresses;
    let without: u64 = addresses.unresolved.values().sum();
    if without > 0 {
        let reasons: Vec<String> = addresses
            .unresolved
            .iter()
            .map(|(reason, n)| format!("{n} {reason}"))
            .collect();
        let n = counted(without, "address has", "addresses have");
        lines.push(format!(
            "{n} no contact and will not be written about: {}",
            reasons.join(", ")
        ));
    }
    if let Some(n) = addresses.unresolved.get(Unresolved::BelowThreshold.as_str()) {
        let n = counted(*n, "address has", "addresses have");
        lines.push(format!(
            "{n} a contact that is not sure enough: decide with forewarn contacts review"
        ));
    }
    if addresses.suppressed > 0 {
        lines.push(format!(
            "{} suppressed",
            counted(addresses.suppressed, "address is", "addresses are")
        ));
    }
    if let Some((dead, instead)) = notable.passed_over.first_key_value() {
        let n = counted(notable.passed_over.len() as u64, "contact is", "contacts are");
        lines.push(format!(
            "{n} passed over because letters come back, and the next one is written to, such as {instead} instead of {dead}"
        ));
    }
    if let Some(dead) = notable.dead.first() {
        let n = counted(notable.dead.len() as u64, "contact", "contacts");
        lines.push(format!(
            "letters to {n} come back and nobody else is sure enough, such as {dead}: name somebody in contacts.csv"
        ));
    }
    if totals.rows.rejected > 0 {
        lines.push(format!(
            "{} rejected at import: see rejects.csv",
            counted(totals.rows.rejected, "row was", "rows were")
        ));
    }
    if notable.other_exposures > 0 {
        let n = counted(notable.other_exposures, "sighting is", "sightings are");
        lines.push(format!(
            "{n} no open relays: the letter {} does not speak of them",
            campaign.config.letter
        ));
    }
    lines.extend(put_off(notable));
    if !notable.unsure.is_empty() {
        let shown: Vec<String> = notable
            .unsure
            .iter()
            .take(3)
            .map(|(contact, sure)| format!("{contact} ({sure})"))
            .collect();
        let n = counted(notable.unsure.len() as u64, "contact is", "contacts are");
        lines.push(format!(
            "{n} less than {UNSURE} sure, such as {}: see forewarn contacts list",
            shown.join(", ")
        ));
    }
    let drafts: Vec<&str> = composer
        .catalog
        .locales()
        .filter(|locale| locale.review == Review::Draft && notable.used.contains(locale.language.as_str()))
        .map(|locale| locale.language.as_str())
        .collect();
    if !drafts.is_empty() {
        lines.push(format!(
            "no native speaker has reviewed the letter in: {}",
            drafts.join(", ")
        ));
    }
    lines.extend(foreign_domains(campaign));
    if notable.long > 0 {
        let most = campaign.config.limits.ips_in_body;
        let n = counted(notable.long, "letter has", "letters have");
        lines.push(format!(
            "{n} more than {most} table rows: the rest is in the attached addresses.csv alone"
        ));
    }
    if let Some((most, contact)) = &notable.largest
        && *most * 2 > notable.addresses
        && notable.letters > 2
    {
        lines.push(format!(
            "{contact} gets {most} of {} addresses",
            notable.addresses
        ));
    }
    lines
}

/// Who is not written to in this round although there is something to tell.
fn put_off(notable: &Notable) -> Vec<String> {
    let contacts = |n| counted(n, "contact is", "contacts are");
    let mut lines = Vec::new();
    if let Some(until) = notable.held_until {
        let n = contacts(notable.held_out);
        lines.push(format!("{n} held out until {until:.0}, to compare ([holdout])"));
    }
    if notable.too_many_new > 0 {
        let n = contacts(notable.too_many_new);
        lines.push(format!(
            "{n} left to a later round: [limits] new_contacts_per_round"
        ));
    }
    if notable.enough_today > 0 {
        let n = contacts(notable.enough_today);
        lines.push(format!(
            "{n} left to another day: [limits] letters_per_contact_per_day"
        ));
    }
    if notable.left_over > 0 {
        let n = counted(notable.left_over, "sighting is", "sightings are");
        lines.push(format!(
            "{n} left to a later round: [limits] addresses_per_letter"
        ));
    }
    lines
}

/// Links outside the sender's own domain make a letter hard to verify.
fn foreign_domains(campaign: &Campaign) -> Option<String> {
    let config = &campaign.config;
    let own = config.sender.address.rsplit_once('@')?.1.to_ascii_lowercase();
    let own = own.split('.').rev().take(2).collect::<Vec<_>>();
    let foreign: Vec<&str> = [&config.sender.verify_url, &config.links.info, &config.links.fix]
        .into_iter()
        .filter(|link| {
            let host = url::Url::parse(link)
                .ok()
                .and_then(|url| url.host_str().map(str::to_ascii_lowercase));
            !host.is_some_and(|host| host.split('.').rev().take(2).eq(own.iter().copied()))
        })
        .map(String::as_str)
        .collect();
    (!foreign.is_empty()).then(|| {
        format!(
            "links outside the domain of {}, so that readers cannot tell they are yours: {}",
            config.sender.address,
            foreign.join(", ")
        )
    })
}
