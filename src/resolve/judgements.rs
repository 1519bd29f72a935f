//! What published mailboxes come to, and the words for a dump, remembered for as long as rules and index stay as they
//! are: a holder's networks all name the same mailboxes.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;

use super::Policy;
use super::index::Dump;
use super::index::claims::Claims;
use super::weigh::{Usable, is_abuse_like, judge};
use crate::contact::published_addresses;

/// Claims whose mailboxes are remembered; most offer one.
const REMEMBERED: usize = 1 << 16;

/// One address of an offer.
#[derive(Debug, Clone)]
pub(super) struct Judged {
    /// Which offer of the claims.
    pub(super) offer: usize,
    /// The address as published.
    pub(super) published: String,
    /// What it comes to.
    pub(super) verdict: Result<Usable, String>,
}

/// Which claims: the number of the registry, and theirs in its index.
type Number = (usize, u32);

/// What the latest claims come to.
#[derive(Debug, Default)]
pub(super) struct Judgements {
    of: HashMap<Number, Arc<[Judged]>>,
    source: Option<(usize, Option<Dump>, String)>,
}

impl Judgements {
    /// What the mailboxes come to that claims offer for a network, in their order.
    pub(super) fn of(
        &mut self,
        number: Number,
        claims: &Claims,
        range: (IpAddr, IpAddr),
        policy: &Policy,
    ) -> Arc<[Judged]> {
        // There a registry's own mailbox may be in its place.
        if policy.rejects.own_networks(range).next().is_some() {
            return judged(claims, range, policy);
        }
        if let Some(known) = self.of.get(&number) {
            return Arc::clone(known);
        }
        if self.of.len() >= REMEMBERED {
            self.of.clear();
        }
        let judged = judged(claims, range, policy);
        self.of.insert(number, Arc::clone(&judged));
        judged
    }

    /// The words for a registry's dump, worked out by `word` unless they are the latest.
    pub(super) fn source(
        &mut self,
        registry: usize,
        dump: Option<&Dump>,
        word: impl FnOnce() -> String,
    ) -> String {
        if let Some((latest, of, words)) = &self.source
            && (*latest, of.as_ref()) == (registry, dump)
        {
            return words.clone();
        }
        let words = word();
        self.source = Some((registry, dump.cloned(), words.clone()));
        words
    }
}

fn judged(claims: &Claims, range: (IpAddr, IpAddr), policy: &Policy) -> Arc<[Judged]> {
    let holder = claims.holder.as_ref().map(|holder| holder.handle.as_str());
    let mut judged = Vec::new();
    for (number, offer) in claims.offers.iter().enumerate() {
        let mut addresses = published_addresses(&offer.published);
        // Of several on a line, the one that is meant for abuse.
        addresses.sort_by_key(|address| !is_abuse_like(address));
        judged.extend(addresses.into_iter().map(|published| Judged {
            offer: number,
            published: published.to_owned(),
            verdict: judge(published, offer, Some(range), holder, policy),
        }));
    }
    judged.into()
}
