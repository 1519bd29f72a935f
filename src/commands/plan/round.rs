//! A round on its way into the ledger: bundles in, letters kept in their order.

use std::collections::HashMap;
use std::sync::Arc;

use super::attention::Notable;
use super::compose::{Composer, Uncomposed};
use super::workers::Workers;
use crate::commands::resolve::rejects;
use crate::commands::{Campaign, counted};
use crate::contact::{Decision, LanguageHint, Mailbox, Source};
use crate::failure::Failure;
use crate::ledger::{Antecedent, Dictionary, Draft, Freeze, ReadyBundle, RoundKind, Suppressed};
use crate::letter::OPEN_RELAY;
use crate::resolve::reject::{Judgement, Rejects};
use crate::sighting::Exposure;

/// Bundles handed out together; bounds what is held in memory.
const PART: usize = 32;
const PART_SIGHTINGS: usize = 5_000;

/// Bundles that are composed in one go.
#[derive(Debug)]
pub(super) struct Part {
    bundles: Vec<Task>,
    dictionaries: Arc<HashMap<String, Dictionary>>,
}

/// One letter to be composed.
#[derive(Debug)]
pub(super) struct Task {
    pub(super) bundle: ReadyBundle,
    pub(super) hints: Vec<LanguageHint>,
    /// The letter that it refers to.
    pub(super) earlier: Option<Antecedent>,
}

/// What became of a part, letter by letter.
pub(super) type Composed = Vec<Result<Draft, Uncomposed>>;

impl Part {
    pub(super) fn compose(&self, composer: &Composer<'_>) -> Composed {
        self.bundles
            .iter()
            .map(|task| composer.draft(task, &self.dictionaries))
            .collect()
    }
}

/// A round that is being planned.
pub(super) struct Round<'c> {
    campaign: &'c Campaign,
    freeze: Freeze<'c>,
    kind: RoundKind,
    workers: Workers<Part, Composed>,
    suppressions: Arc<Suppressed>,
    rejects: Rejects,
    waiting: Vec<Task>,
    waiting_sightings: usize,
    dictionaries: Arc<HashMap<String, Dictionary>>,
    hints: HashMap<i64, Vec<LanguageHint>>,
    /// Contacts in this round that were never written to before.
    new_contacts: u64,
    notable: Notable,
}

impl<'c> Round<'c> {
    pub(super) fn new(
        campaign: &'c Campaign,
        freeze: Freeze<'c>,
        kind: RoundKind,
        workers: Workers<Part, Composed>,
    ) -> Result<Self, Failure> {
        Ok(Self {
            campaign,
            freeze,
            kind,
            workers,
            suppressions: campaign.ledger.suppressed()?,
            rejects: rejects(&campaign.config)?,
            waiting: Vec::new(),
            waiting_sightings: 0,
            dictionaries: Arc::default(),
            hints: HashMap::new(),
            new_contacts: 0,
            notable: Notable::default(),
        })
    }

    /// Letters kept so far.
    pub(super) fn letters(&self) -> u64 {
        self.freeze.letters()
    }

    /// Takes one bundle, without what must not be written to and what this letter does not speak of.
    pub(super) fn take(&mut self, mut bundle: ReadyBundle) -> Result<(), Failure> {
        if self.suppressions.meets_mailbox(bundle.mailbox.as_str()) {
            if self.suppressions.dead(bundle.mailbox.as_str()).is_some() && self.notable.dead.len() < 10_000 {
                self.notable.dead.insert(bundle.mailbox);
            }
            return Ok(());
        }
        bundle
            .sightings
            .retain(|sighting| !self.suppressions.meets_address(sighting.address, sighting.asn));
        if self.campaign.config.letter == OPEN_RELAY {
            let before = bundle.sightings.len();
            bundle
                .sightings
                .retain(|sighting| sighting.exposure.as_str() == Exposure::OPEN_RELAY);
            self.notable.other_exposures += (before - bundle.sightings.len()) as u64;
        }
        if bundle.sightings.is_empty() || !self.within_bounds(&mut bundle)? {
            return Ok(());
        }
        let hints = self.hints_of(&bundle)?;
        self.waiting_sightings += bundle.sightings.len();
        let earlier = bundle
            .answers
            .map(|letter| self.campaign.ledger.antecedent(letter))
            .transpose()?;
        self.notable.in_later_letters += bundle.left_over;
        self.waiting.push(Task {
            bundle,
            hints,
            earlier,
        });
        if self.waiting.len() >= PART || self.waiting_sightings >= PART_SIGHTINGS {
            self.hand_out()?;
        }
        Ok(())
    }

    /// Whether this contact may be written to in this round; takes out of its bundle what one letter must not hold.
    fn within_bounds(&mut self, bundle: &mut ReadyBundle) -> Result<bool, Failure> {
        if self.kind == RoundKind::Correction {
            // What was wrong is put right at once.
            return Ok(true);
        }
        let (ledger, limits) = (&self.campaign.ledger, &self.campaign.config.limits);
        let now = self.freeze.at();
        if let Some(until) = ledger.held_until(bundle.contact, now)? {
            self.notable.held_out += 1;
            self.notable.held_until = self.notable.held_until.max(Some(until));
            return Ok(false);
        }
        let most = limits.letters_per_contact_per_day;
        if most > 0 && ledger.letters_within_a_day(bundle.contact, now)? >= u64::from(most) {
            self.notable.enough_today += 1;
            return Ok(false);
        }
        let most = limits.new_contacts_per_round;
        if most > 0 && !ledger.was_written_to(bundle.contact)? {
            if self.new_contacts >= most {
                self.notable.too_many_new += 1;
                return Ok(false);
            }
            self.new_contacts += 1;
        }
        let most = limits.addresses_per_letter;
        if most > 0 {
            let (mut addresses, mut last) = (0, None);
            let before = bundle.sightings.len();
            bundle.sightings.retain(|sighting| {
                addresses += u64::from(last.replace(sighting.address) != Some(sighting.address));
                addresses <= most
            });
            self.notable.left_over += (before - bundle.sightings.len()) as u64;
        }
        Ok(true)
    }

    /// Keeps what is still on its way; gives back what is to be frozen, and what was noticed.
    pub(super) fn finish(mut self) -> Result<(Freeze<'c>, Notable), Failure> {
        self.hand_out()?;
        for composed in self.workers.finish() {
            self.keep(composed)?;
        }
        Ok((self.freeze, self.notable))
    }

    fn hints_of(&mut self, bundle: &ReadyBundle) -> Result<Vec<LanguageHint>, Failure> {
        // Decisions repeat across neighbouring bundles only; a bound keeps the memory flat.
        if self.hints.len() > 10_000 {
            self.hints.clear();
        }
        for number in bundle.decisions.keys() {
            if !self.hints.contains_key(number) {
                let decision = self.campaign.ledger.decision(*number)?;
                self.refuse_registry_mailbox(&bundle.mailbox, &decision)?;
                self.notable.decided(&bundle.mailbox, &decision);
                self.hints.insert(*number, decision.languages);
            }
        }
        let weighed = bundle
            .decisions
            .iter()
            .filter_map(|(number, n)| Some((self.hints.get(number)?.as_slice(), *n)));
        Ok(crate::group::weigh(weighed))
    }

    /// `resolve` never chooses such a mailbox; the list may have grown since it ran.
    fn refuse_registry_mailbox(&self, contact: &Mailbox, decision: &Decision) -> Result<(), Failure> {
        let automatic = decision
            .winner()
            .filter(|winner| !matches!(winner.source, Source::Operator { .. }));
        let Some(winner) = automatic else { return Ok(()) };
        let organisation = winner.path.iter().find_map(|step| step.strip_prefix("org "));
        match self.rejects.judge(contact, decision.range, organisation) {
            Judgement::Rejected(reason) => {
                let error = format!(
                    "{contact} is on the list of mailboxes that registry data must not lead to: {reason}"
                );
                Err(Failure::usage(error)
                    .hint("run forewarn resolve again, or name the contact in contacts.csv if it is right"))
            }
            Judgement::Fine | Judgement::Low(_) => Ok(()),
        }
    }

    /// Hands out what waits, and keeps what has come back.
    fn hand_out(&mut self) -> Result<(), Failure> {
        let bundles = std::mem::take(&mut self.waiting);
        self.waiting_sightings = 0;
        let dictionaries = Arc::clone(&self.dictionaries);
        for composed in self.workers.give(Part {
            bundles,
            dictionaries,
        }) {
            self.keep(composed)?;
        }
        Ok(())
    }

    fn keep(&mut self, composed: Composed) -> Result<(), Failure> {
        let mut troubles = Vec::new();
        for result in composed {
            match result {
                Ok(draft) => {
                    self.notable
                        .planned(&draft, self.campaign.config.limits.ips_in_body);
                    let first_of_its_kind = draft.frozen.is_alone();
                    self.freeze.add(&draft)?;
                    if first_of_its_kind {
                        self.dictionaries = Arc::new(self.freeze.dictionaries());
                    }
                }
                Err(trouble) => troubles.push(trouble),
            }
        }
        if !troubles.is_empty() {
            return Err(Uncomposed::failure(&troubles));
        }
        let (letters, most) = (self.notable.letters, self.campaign.config.limits.max_letters);
        if letters > most {
            let error = format!(
                "the round would have more than {}",
                counted(most, "letter", "letters")
            );
            return Err(
                Failure::usage(error).hint("raise [limits] max_letters in campaign.toml if that is meant")
            );
        }
        Ok(())
    }
}
