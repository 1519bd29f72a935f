//! From an address to the contact of its network, with the whole story of the choice.
//!
//! In: an address and what the sighting says of it. Out: a [`Decision`]: a mailbox, an order to be silent, or a reason
//! for having nobody. Asked in order: whether the address is anybody's at all, the operator's [`rules`], the offline
//! [`index`] of registry dumps, and what the [`online`] sources have said. Only [`online`] opens connections, one request
//! at a time; what to ask next, and when, is the [`agenda`]'s.
//!
//! Invariants: a rule beats every automatic source; no automatic mailbox on the [`reject`] list wins; what lost is
//! kept with its reason; asking twice gives the same decision, mostly the very same value.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;

use ipnet::IpNet;

pub mod agenda;
mod beyond;
pub mod index;
mod judgements;
mod memo;
pub mod online;
pub mod pattern;
pub mod reject;
pub mod rpsl;
pub mod rules;
pub mod share;
mod story;
mod surroundings;
mod walk;
mod weigh;

use crate::address::special_purpose;
use crate::contact::{Consultation, Decision, Unresolved, Verdict};
use index::{Index, IndexError, Spot, Standing};
use memo::{Key, Memo};
use reject::Rejects;
use rules::Rules;

pub use story::story;
pub use surroundings::Surroundings;
pub use walk::{Sketch, Stride, Walk};

/// The confidence from which on a contact is written to without a person's look.
pub const DEFAULT_THRESHOLD: u8 = 50;

/// Why an address could not be decided about; the address is not at fault and can be asked again.
#[derive(Debug, thiserror::Error)]
pub enum ResolveError {
    /// The offline index.
    #[error(transparent)]
    Index(#[from] IndexError),
}

/// What a sighting says of its address, for rules that match by it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Facts<'a> {
    /// The origin AS.
    pub asn: Option<u32>,
    /// ISO 3166-1 alpha-2; without it, rules by country go by the registry's country of the network.
    pub country: Option<&'a str>,
    /// The host's name.
    pub hostname: Option<&'a str>,
}

/// What the campaign allows and demands.
#[derive(Debug, Clone)]
pub struct Policy {
    /// Special-purpose networks that are treated like any other.
    pub allow_networks: Vec<IpNet>,
    /// Special-use domains whose mailboxes are treated like any other.
    pub allow_domains: Vec<String>,
    /// Least confidence of a contact that is written to.
    pub threshold: u8,
    /// Mailboxes that automatic sources must not win with.
    pub rejects: Rejects,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            allow_networks: Vec::new(),
            allow_domains: Vec::new(),
            threshold: DEFAULT_THRESHOLD,
            rejects: Rejects::builtin(),
        }
    }
}

/// Decides about addresses; to be shared by threads.
#[derive(Debug)]
pub struct Resolver {
    rules: Rules,
    index: Option<Index>,
    policy: Policy,
    memo: Memo,
}

impl Resolver {
    /// A resolver of these rules and this index. Both are fixed for its life.
    #[must_use]
    pub fn new(rules: Rules, index: Option<Index>, policy: Policy) -> Self {
        Self {
            rules,
            index,
            policy,
            memo: Memo::default(),
        }
    }

    /// The decision about an address.
    ///
    /// Every address of the decision's range that the same rules apply to gets an equal decision; while it is remembered
    /// (some ten thousand of the latest are), it is the same `Arc`, so that callers can store it once.
    ///
    /// # Errors
    /// [`ResolveError`] when the index cannot be read; never because of the address.
    pub fn decide(&self, address: IpAddr, facts: &Facts<'_>) -> Result<Arc<Decision>, ResolveError> {
        let address = address.to_canonical();
        let place = match self.place(address, facts)? {
            Ok(place) => place,
            Err(purpose) => return Ok(Arc::new(not_global(address, purpose))),
        };
        let key = Key {
            start: place.range.0,
            ruling: place.ruling,
            origin: place.origin,
        };
        if let Some(decision) = self.memo.get(&key) {
            return Ok(decision);
        }
        let decision = weigh::weigh(self, address, place.range, &place, &[])?;
        Ok(self.memo.keep(key, Arc::new(decision)))
    }

    /// The decision about an address, with what online sources have said of it.
    ///
    /// `heard` is weighed in its order, after rules and index; what does not cover the address counts for nothing. The
    /// range of the decision is that in which everything heard holds: with a trouble among it, the address alone,
    /// because a failure says nothing of the neighbours, unless the caller takes it to ([`online::Heard::holding`]).
    ///
    /// # Errors
    /// As [`Resolver::decide`].
    pub fn decide_with(
        &self,
        address: IpAddr,
        facts: &Facts<'_>,
        heard: &[online::Heard],
    ) -> Result<Decision, ResolveError> {
        let address = address.to_canonical();
        let place = match self.place(address, facts)? {
            Ok(place) => place,
            Err(purpose) => return Ok(not_global(address, purpose)),
        };
        let origin = facts
            .asn
            .or_else(|| heard.iter().find_map(|heard| heard.origin_of(address)));
        let heard: Vec<online::Heard> = heard
            .iter()
            .filter(|heard| heard.concerns(address, origin))
            .cloned()
            .collect();
        let range = heard.iter().fold(place.range, |range, heard| {
            let own = match &heard.said {
                Ok(answer) => answer.network(),
                Err(_) => heard.within.is_none().then_some((address, address)),
            };
            let range = own.map_or(range, |own| intersection(range, own));
            heard.within.map_or(range, |within| intersection(range, within))
        });
        weigh::weigh(self, address, range, &place, &heard)
    }

    /// The smallest range around an address that is known without asking anybody: its network in a dump, its block in the
    /// statistics, its route; where nothing is known, the /24 or /48, because smaller networks are hardly ever given out
    /// unseen. An answer about a larger network is good for no more than this: smaller ones may lie inside it.
    ///
    /// `None` for an address that is nobody's and needs no contact.
    ///
    /// # Errors
    /// As [`Resolver::decide`].
    pub fn boundary(&self, address: IpAddr) -> Result<Option<(IpAddr, IpAddr)>, ResolveError> {
        let address = address.to_canonical();
        let Ok(place) = self.place(address, &Facts::default())? else {
            return Ok(None);
        };
        let mut known = place.origin.is_some() || self.standing(address, &place.blocks)?.given().is_some();
        for (spot, registry) in place.spots.iter().zip(self.registries()) {
            if let Some(network) = spot.and_then(|spot| spot.network) {
                known = known || !registry.step(address, network)?.placeholder;
            }
        }
        Ok(Some(if known {
            place.range
        } else {
            intersection(place.range, vicinity(address))
        }))
    }

    /// Where an address falls in the index and under which rules; or the special purpose that it serves.
    fn place(&self, address: IpAddr, facts: &Facts<'_>) -> Result<Result<Place, &'static str>, ResolveError> {
        if let Some(purpose) = self.set_aside(address) {
            return Ok(Err(purpose));
        }
        let mut range = whole_space(address);
        let mut spots: Spots = [None; MOST_REGISTRIES];
        for (spot, registry) in spots.iter_mut().zip(self.registries()) {
            let found = registry.spot(address)?;
            range = intersection(range, found.range);
            *spot = Some(found);
        }
        let mut blocks = Vec::new();
        for statistics in self.index.iter().flat_map(Index::delegated) {
            let found = statistics.spot(address)?;
            range = intersection(range, found.range);
            blocks.push(found);
        }
        let mut registered = None;
        if facts.country.is_none() && self.rules.ask_for_country() {
            registered = self.registered_country(address, &spots, &blocks)?;
        }
        let country = facts.country.or(registered.as_deref());
        let mut origin = facts.asn;
        // The range is the table's also where the sighting knows better: it must not depend on who asked first.
        if let Some(index) = &self.index
            && let Some((asn, route)) = index.origin(address)?
        {
            range = intersection(range, route);
            origin = origin.or(asn);
        }
        let (ruling, ruled) = self.rules.ruling(address, origin, country, facts.hostname);
        Ok(Ok(Place {
            range: intersection(range, ruled),
            ruling,
            origin,
            spots,
            blocks,
        }))
    }

    /// The special purpose of an address, unless the campaign treats it like any other.
    fn set_aside(&self, address: IpAddr) -> Option<&'static str> {
        let allowed = |address| {
            self.policy
                .allow_networks
                .iter()
                .any(|network| network.contains(&address))
        };
        special_purpose(address).filter(|_| !allowed(address))
    }

    /// What the offline index is made of, if there is one.
    pub fn index(&self) -> Option<&Index> {
        self.index.as_ref()
    }

    /// The operator's rules.
    #[must_use]
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// Whether decisions depend on what sightings say of their addresses, and not on the addresses alone.
    #[must_use]
    pub fn needs_facts(&self) -> bool {
        self.rules.ask_for_facts() || self.knows_ases()
    }

    /// Whether any dump names ASes, so that it is worth knowing which one announces an address.
    fn knows_ases(&self) -> bool {
        self.registries().any(index::Registry::knows_ases)
    }

    fn registries(&self) -> impl Iterator<Item = &index::Registry> {
        self.index
            .iter()
            .flat_map(Index::registries)
            .take(MOST_REGISTRIES)
    }

    /// What the registries' statistics say of the address that falls into these blocks.
    fn standing(&self, address: IpAddr, blocks: &[Spot]) -> Result<Standing, ResolveError> {
        let delegated = self.index.as_ref().map_or(&[][..], Index::delegated);
        Ok(index::delegated::standing(delegated, address, blocks)?)
    }

    /// The country of the address's network, from the first registry that knows one, else of the block's holder.
    fn registered_country(
        &self,
        address: IpAddr,
        spots: &Spots,
        blocks: &[Spot],
    ) -> Result<Option<String>, ResolveError> {
        for (spot, registry) in spots.iter().zip(self.registries()) {
            if let Some(network) = spot.and_then(|spot| spot.network)
                && let Some(country) = registry.country(address, network)?
            {
                return Ok(Some(country));
            }
        }
        Ok(match self.standing(address, blocks)? {
            Standing::Given(block) => block.country,
            Standing::Unallocated(_) | Standing::Unknown => None,
        })
    }
}

/// Registries that are asked; there are five, and room for private ones.
const MOST_REGISTRIES: usize = 16;

/// Where an address falls in each registry's index, in the order of the registries.
type Spots = [Option<Spot>; MOST_REGISTRIES];

/// Where an address falls.
struct Place {
    /// The addresses around it that the rules and the index treat alike.
    range: (IpAddr, IpAddr),
    ruling: rules::Ruling,
    /// The AS that announces it.
    origin: Option<u32>,
    spots: Spots,
    /// Where it falls in each registry's statistics.
    blocks: Vec<Spot>,
}

fn whole_space(address: IpAddr) -> (IpAddr, IpAddr) {
    match address {
        IpAddr::V4(_) => (Ipv4Addr::UNSPECIFIED.into(), Ipv4Addr::BROADCAST.into()),
        IpAddr::V6(_) => (
            Ipv6Addr::UNSPECIFIED.into(),
            Ipv6Addr::from_bits(u128::MAX).into(),
        ),
    }
}

/// The /24 or /48 around an address.
#[must_use]
pub fn vicinity(address: IpAddr) -> (IpAddr, IpAddr) {
    match address {
        IpAddr::V4(address) => {
            let bits = address.to_bits();
            (
                Ipv4Addr::from_bits(bits & !0xff).into(),
                Ipv4Addr::from_bits(bits | 0xff).into(),
            )
        }
        IpAddr::V6(address) => {
            let (bits, host) = (address.to_bits(), u128::MAX >> 48);
            (
                Ipv6Addr::from_bits(bits & !host).into(),
                Ipv6Addr::from_bits(bits | host).into(),
            )
        }
    }
}

/// What two ranges share; they do.
fn intersection(one: (IpAddr, IpAddr), other: (IpAddr, IpAddr)) -> (IpAddr, IpAddr) {
    (one.0.max(other.0), one.1.min(other.1))
}

/// Special-purpose addresses are few and not worth remembering.
fn not_global(address: IpAddr, purpose: &str) -> Decision {
    Decision {
        range: (address, address),
        verdict: Verdict::Unresolved(Unresolved::NotGlobal),
        confidence: 0,
        candidates: Vec::new(),
        rule: None,
        consulted: vec![Consultation {
            source: "IANA's special-purpose address registry".to_owned(),
            answers: vec![format!("the address is set aside: {purpose}")],
        }],
        languages: Vec::new(),
        country: None,
        network: None,
    }
}

#[cfg(test)]
mod tests;
