//! What to do about a site: ask whom, or be done.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;

use jiff::Timestamp;

use super::open::Counter;
use super::{Flagged, Range, Site};
use crate::address::special_purpose;
use crate::commands::resolve::facts;
use crate::contact::{Decision, Unresolved, Verdict};
use crate::failure::Failure;
use crate::ledger::{AddressFacts, Answers, Resolved, Suppressed};
use crate::resolve::agenda::Keeping;
use crate::resolve::online::{Errand, Heard, Hints, Service, Subject, Trouble};
use crate::resolve::{Resolver, vicinity};

/// From here on a contact is the network's own; below, one of its AS or of somebody further away.
const NEAR: u8 = 51;
/// Reverse DNS names somebody for one address alone, and for a person to look at: of a larger site it is not asked.
const FEW: u64 = 4;

/// Everything that a decision needs.
pub(in crate::commands) struct Desk<'a> {
    pub(in crate::commands) resolver: &'a Resolver,
    /// Who can be asked; nobody when offline.
    pub(super) counter: Option<Counter>,
    pub(in crate::commands) answers: Option<&'a Answers>,
    pub(in crate::commands) suppressed: Arc<Suppressed>,
    pub(in crate::commands) threshold: u8,
    pub(super) keeping: Keeping,
    /// Kept answers from before do not count.
    pub(in crate::commands) refresh: bool,
    pub(in crate::commands) now: Timestamp,
}

/// What comes next for a site.
pub(super) enum Step {
    /// This has to be asked.
    Ask(Box<Errand>),
    /// Nothing that anybody could still say would change this.
    Done(Box<Decision>),
}

impl Desk<'_> {
    /// The next step of a site.
    ///
    /// # Errors
    /// When index or kept answers cannot be read.
    pub(super) fn step(&self, site: &mut Site) -> Result<Step, Failure> {
        if !std::mem::replace(&mut site.recalled, true) {
            let recalled = self.recall(site)?;
            site.heard.extend(recalled);
        }
        let address = site.facts.address;
        loop {
            let decision = self.decide(&site.facts, &site.heard)?;
            let open = !is_settled(&decision, &site.heard);
            let Some(counter) = self.counter.as_ref().filter(|_| open) else {
                return Ok(Step::Done(Box::new(decision)));
            };
            let hints =
                Hints::of(self.resolver.index(), address, site.facts.asn).map_err(Failure::outside)?;
            let errand = counter
                .sources
                .next(address, &hints, &site.heard)
                .filter(|errand| self.permits(address, errand))
                .filter(|errand| errand.service() != Service::ReverseDns || site.weight <= FEW)
                // Somebody near is known: only the registries can name somebody nearer.
                .filter(|errand| {
                    !is_near_only(&decision) || asks_registry(errand.service(), errand.subject())
                });
            let Some(errand) = errand else {
                return Ok(Step::Done(Box::new(decision)));
            };
            if let (Subject::As(number), Some(answers)) = (errand.subject(), self.answers) {
                let kept = answers.about_as(number)?;
                let fresh: Vec<Heard> = self.fresh(kept).collect();
                if !fresh.is_empty() {
                    site.heard.extend(fresh);
                    continue;
                }
            }
            return Ok(Step::Ask(Box::new(errand)));
        }
    }

    /// The decision about a site that nobody is asked about any more. What is left of a site knows what the site knew.
    ///
    /// # Errors
    /// As [`Desk::step`].
    pub(super) fn last_word(&self, site: &mut Site) -> Result<Decision, Failure> {
        if !std::mem::replace(&mut site.recalled, true) {
            let recalled = self.recall(site)?;
            site.heard.extend(recalled);
        }
        self.decide(&site.facts, &site.heard)
    }

    /// What was kept and holds for the site's middle address: what was asked about inside the same boundary.
    fn recall(&self, site: &Site) -> Result<Vec<Heard>, Failure> {
        let Some(answers) = self.answers else {
            return Ok(Vec::new());
        };
        let (first, last) = site.boundary;
        let inside = |heard: &Heard| match heard.subject {
            Subject::Address(asked) => (first..=last).contains(&asked),
            Subject::As(_) => false,
        };
        let mut heard: Vec<Heard> = self
            .fresh(answers.about(site.facts.address)?)
            .filter(inside)
            .collect();
        let asn = site
            .facts
            .asn
            .or_else(|| heard.iter().find_map(|one| one.origin_of(site.facts.address)));
        if let Some(asn) = asn {
            heard.extend(self.fresh(answers.about_as(asn)?));
        }
        Ok(heard)
    }

    fn fresh(&self, kept: Vec<crate::ledger::Kept>) -> impl Iterator<Item = Heard> {
        let counts = move |kept: &crate::ledger::Kept| {
            kept.expires > self.now && (!self.refresh || kept.heard.asked >= self.now)
        };
        kept.into_iter().filter(counts).map(|kept| kept.heard)
    }

    /// Keeps what was heard, so that it is there whatever happens next; returns it with the range that it holds for.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(super) fn keep(&self, site: &Site, heard: Heard) -> Result<Heard, Failure> {
        let (first, last) = holds_for(site, &heard);
        let heard = if matches!(heard.subject, Subject::Address(_)) {
            heard.holding(first, last)
        } else {
            heard
        };
        if let Some(answers) = self.answers {
            let again = answers.troubles(&heard)?;
            if let Some(expires) = self.keeping.until(&heard, again) {
                answers.keep(&heard, expires, again)?;
            }
        }
        Ok(heard)
    }

    /// Keeps where an errand led on to: whatever happens next, that is not asked again.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(super) fn note_referral(&self, from: &Errand, to: &Errand) -> Result<(), Failure> {
        if let Some(answers) = self.answers {
            answers.refer(from, to, self.now)?;
        }
        Ok(())
    }

    /// The errand, or where it led on to before a run was interrupted.
    ///
    /// # Errors
    /// When what was kept cannot be read.
    pub(super) fn go_on(&self, errand: Errand) -> Result<Errand, Failure> {
        let mut errand = errand;
        let since = if self.refresh { self.now } else { Timestamp::MIN };
        let (Some(answers), Subject::Address(address)) = (self.answers, errand.subject()) else {
            return Ok(errand);
        };
        // Each step was taken before, and so is none too many; what is kept cannot lead in a circle for ever.
        while let Some(next) = answers.referred(&errand, since, self.now)? {
            if next.hops() <= errand.hops() || !self.permits(address, &next) {
                break;
            }
            errand = next;
        }
        Ok(errand)
    }

    /// Whether this server may be told of this address: special-purpose ones, such as those inside an organisation, are
    /// for servers of the operator's choice alone.
    pub(super) fn permits(&self, address: IpAddr, errand: &Errand) -> bool {
        let Some(counter) = &self.counter else {
            return false;
        };
        let by_dns = matches!(
            errand.service(),
            Service::Abusix | Service::OriginAs | Service::ReverseDns
        );
        special_purpose(address).is_none() || counter.own.contains(errand.host()) || by_dns && counter.own_dns
    }

    /// The decision about an address, by what was heard. Whoever is only near the network has to wait while somebody
    /// surer may still be named.
    fn decide(&self, of: &AddressFacts, heard: &[Heard]) -> Result<Decision, Failure> {
        let decision = self
            .resolver
            .decide_with(of.address, &facts(of), heard)
            .map_err(Failure::outside)?;
        let failed = heard.iter().find_map(|heard| {
            let trouble = heard.said.as_ref().err()?;
            (asks_registry(heard.service, heard.subject) && trouble.is_of_host()).then(|| trouble.reason())
        });
        let decision = match failed {
            Some(reason) if is_near_only(&decision) && !has_answered(heard) => decision.put_off(reason),
            _ => decision,
        };
        Ok(decision
            .passing_over(&*self.suppressed, self.threshold)
            .unwrap_or(decision))
    }

    /// Notes the decision about a site for all flagged addresses that it holds for; returns what is left of the site.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(super) fn finish(
        &self,
        flagged: &dyn Flagged,
        site: &Site,
        decision: Decision,
    ) -> Result<Vec<Site>, Failure> {
        let range = within(decision.range, site.range);
        let addresses = flagged.within(range, 0, u64::MAX)?;
        let needs_facts = self.resolver.needs_facts();
        let key = |of: &AddressFacts| {
            let more = needs_facts.then(|| (of.country.clone(), of.hostname.clone()));
            (of.asn, more)
        };
        let mut decisions = HashMap::from([(key(&site.facts), Arc::new(decision))]);
        let mut resolved: Vec<Resolved> = Vec::with_capacity(addresses.len());
        for of in &addresses {
            let decision = if let Some(decision) = decisions.get(&key(of)) {
                Arc::clone(decision)
            } else {
                let decision = Arc::new(self.decide(of, &site.heard)?);
                decisions.insert(key(of), Arc::clone(&decision));
                decision
            };
            resolved.push((of.address, decision));
        }
        flagged.note(&resolved, self.now)?;
        let mut left = Vec::new();
        let below = before(range.0).map(|end| (site.range.0, end));
        let above = after(range.1).map(|start| (start, site.range.1));
        for rest in [below, above]
            .into_iter()
            .flatten()
            .filter(|rest| rest.0 <= rest.1)
        {
            let weight = flagged.count(rest)?;
            if weight > 0
                && let Some(mut piece) = Site::over(flagged, site.boundary, rest, weight)?
            {
                // What holds for the whole boundary holds here too; the store may know more.
                piece.heard = site
                    .heard
                    .iter()
                    .filter(|heard| {
                        matches!(
                            heard.said,
                            Err(Trouble::Spared { .. } | Trouble::Unreachable { .. })
                        )
                    })
                    .filter(|heard| heard.concerns(piece.facts.address, None))
                    .cloned()
                    .collect();
                left.push(piece);
            }
        }
        Ok(left)
    }
}

/// An answer holds for its network, a failure of the host for all that was to be asked, one about the address for
/// its vicinity; none beyond the smallest boundary that is known.
fn holds_for(site: &Site, heard: &Heard) -> Range {
    let own = match &heard.said {
        Ok(answer) => answer.network().unwrap_or(site.range),
        Err(trouble) if trouble.is_of_host() => site.range,
        // Every address has a name, and an entry there, of its own.
        Err(_) if matches!(heard.service, Service::Abusix | Service::ReverseDns) => {
            (site.facts.address, site.facts.address)
        }
        Err(_) => vicinity(site.facts.address),
    };
    within(own, site.boundary)
}

/// Whether the best that was found is not the network's own contact.
fn is_near_only(decision: &Decision) -> bool {
    matches!(decision.verdict, Verdict::Notify(_)) && decision.confidence < NEAR
}

/// Whether a question is one to a registry about the address itself.
fn asks_registry(service: Service, subject: Subject) -> bool {
    matches!(service, Service::Rdap | Service::Whois) && matches!(subject, Subject::Address(_))
}

/// Whether a registry has said something about the address.
fn has_answered(heard: &[Heard]) -> bool {
    heard.iter().any(|heard| {
        let said = heard
            .said
            .as_ref()
            .map_or_else(Trouble::is_nothing_there, |_| true);
        asks_registry(heard.service, heard.subject) && said
    })
}

/// Whether nobody needs to be asked any more.
fn is_settled(decision: &Decision, heard: &[Heard]) -> bool {
    match decision.verdict {
        Verdict::Notify(_) => !is_near_only(decision),
        Verdict::Suppress => true,
        // What a server knows nothing of, another may know.
        Verdict::Unresolved(Unresolved::Unallocated) => heard.is_empty(),
        Verdict::Unresolved(reason) => matches!(reason, Unresolved::NotGlobal | Unresolved::OptedOut),
    }
}

fn within(one: Range, other: Range) -> Range {
    (one.0.max(other.0), one.1.min(other.1))
}

fn before(address: IpAddr) -> Option<IpAddr> {
    match address {
        IpAddr::V4(address) => address
            .to_bits()
            .checked_sub(1)
            .map(|bits| std::net::Ipv4Addr::from_bits(bits).into()),
        IpAddr::V6(address) => address
            .to_bits()
            .checked_sub(1)
            .map(|bits| std::net::Ipv6Addr::from_bits(bits).into()),
    }
}

fn after(address: IpAddr) -> Option<IpAddr> {
    match address {
        IpAddr::V4(address) => address
            .to_bits()
            .checked_add(1)
            .map(|bits| std::net::Ipv4Addr::from_bits(bits).into()),
        IpAddr::V6(address) => address
            .to_bits()
            .checked_add(1)
            .map(|bits| std::net::Ipv6Addr::from_bits(bits).into()),
    }
}
