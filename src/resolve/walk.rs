//! Deciding about many addresses: what they share is worked out once.
//!
//! Addresses come in rising order, as the ledger keeps them, so that most fall where the one before fell. For one
//! that does not, the index is asked where it falls and which objects count there, by their numbers; no text is made.
//! What these numbers come to (an *outline*, see [`Surroundings`](super::Surroundings)) is the same for every
//! network with the same numbers, and is worked out when they are first met. Neighbours mostly have the same numbers and
//! the same networks above them: these are not looked for again.
//!
//! Invariants: an outline filled with its surroundings equals what [`Resolver::decide`] says; memory is bounded
//! whatever the number of addresses.

use std::collections::{HashMap, VecDeque};
use std::hash::{BuildHasher, Hash, RandomState};
use std::net::IpAddr;

use super::index::{Registry, Spot, Standing, Step, Trail};
use super::judgements::Judgements;
use super::pattern::{Outline, Said, Texts, is_like, marked, trace};
use super::rules::Ruling;
use super::surroundings::Packing;
use super::{
    Facts, MOST_REGISTRIES, Place, ResolveError, Resolver, Spots, beyond, intersection, not_global, weigh,
    whole_space,
};
use crate::contact::Verdict;

/// Outlines whose numbers are remembered; each takes some 40 octets.
const REMEMBERED: usize = 1 << 20;
/// Patterns that are remembered; whoever fills them keeps as many.
const PATTERNS: usize = 1 << 12;

/// The outline of an address's decision and its surroundings, by their numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sketch {
    /// Number of the outline, rising from 0 in the order of [`Stride::New`].
    pub outline: u32,
    /// Number of the place, rising whenever the surroundings are others than those of the address before; see
    /// [`Walk::surroundings`].
    pub place: u64,
}

/// What came of one address.
#[derive(Debug)]
pub enum Stride {
    /// Its outline was met before.
    Known(Sketch),
    /// Its outline is new.
    New(Sketch, Outline),
}

/// Goes over addresses; see [`Resolver::walk`].
#[derive(Debug)]
pub struct Walk<'a> {
    resolver: &'a Resolver,
    registries: Vec<Climbed<'a>>,
    /// Where the latest address fell in each registry's index and statistics.
    spots: Spots,
    blocks: Vec<Spot>,
    standing: Standing,
    block_trails: Vec<Trail>,
    last: Option<Last>,
    /// Whether a decision depends on the AS, because nobody nearer is named.
    open: HashMap<[u64; 2], bool>,
    outlines: HashMap<[u64; 2], u32>,
    next: u32,
    places: u64,
    hashers: [RandomState; 2],
    packing: Packing,
    numbers: Vec<u32>,
    /// Where the numbers of claims stand among these.
    claims_at: Vec<usize>,
    patterns: HashMap<[u64; 2], u32>,
    shape: Vec<u32>,
    /// The latest different outlines, the latest first.
    latest: VecDeque<Latest>,
    judgements: Judgements,
}

/// Outlines that are at hand without a hash: neighbours take turns with the network that is around them all.
const LATEST: usize = 4;

/// An outline, and all that it depends on.
#[derive(Debug)]
struct Latest {
    ruling: Ruling,
    numbers: Vec<u32>,
    asked: Option<u32>,
    outline: u32,
}

/// A registry, and where the latest address fell in it.
#[derive(Debug)]
struct Climbed<'a> {
    registry: &'a Registry,
    trail: Trail,
    /// The network of the latest address and those above it, the least specific first.
    rungs: Vec<Rung>,
    /// Names that are not needed any more, for their room.
    spare: Vec<Vec<u8>>,
}

/// A network on the way up.
#[derive(Debug)]
struct Rung {
    network: u32,
    step: Step,
    name: Vec<u8>,
}

/// What came of the latest address.
#[derive(Debug, Clone, Copy)]
struct Last {
    /// What the sighting said.
    asn: Option<u32>,
    ruling: Ruling,
    origin: Option<u32>,
    /// The addresses for which the same holds.
    range: (IpAddr, IpAddr),
    sketch: Sketch,
}

impl Resolver {
    /// Decides about addresses one after the other; fastest when they rise.
    #[must_use]
    pub fn walk(&self) -> Walk<'_> {
        Walk {
            resolver: self,
            registries: self.registries().map(Climbed::new).collect(),
            spots: [None; MOST_REGISTRIES],
            blocks: Vec::new(),
            standing: Standing::Unknown,
            block_trails: Vec::new(),
            last: None,
            open: HashMap::new(),
            outlines: HashMap::new(),
            next: 0,
            places: 0,
            hashers: [RandomState::new(), RandomState::new()],
            packing: Packing::default(),
            numbers: Vec::new(),
            claims_at: Vec::new(),
            patterns: HashMap::new(),
            shape: Vec::new(),
            latest: VecDeque::with_capacity(LATEST),
            judgements: Judgements::default(),
        }
    }
}

impl<'a> Climbed<'a> {
    fn new(registry: &'a Registry) -> Self {
        Self {
            registry,
            trail: Trail::default(),
            rungs: Vec::new(),
            spare: Vec::new(),
        }
    }

    /// Climbs from a network to those above it that count; the network itself is the last rung then.
    fn climb(&mut self, address: IpAddr, network: u32) -> Result<(), ResolveError> {
        let four = |rung: &Rung| rung.step.range.0.is_ipv4();
        // The families number their networks apart.
        if self
            .rungs
            .first()
            .is_some_and(|rung| four(rung) != address.is_ipv4())
        {
            self.keep(0);
        }
        let place = |rungs: &[Rung], network| rungs.iter().rposition(|rung| rung.network == network);
        if let Some(known) = place(&self.rungs, network) {
            self.keep(known + 1);
            return Ok(());
        }
        let first = self.rung(address, network)?;
        // Siblings share what is above them.
        if let Some(above) = first.step.above
            && let Some(known) = place(&self.rungs, above)
        {
            self.keep(known + 1);
            self.rungs.push(first);
            return Ok(());
        }
        self.keep(0);
        let mut next = first.step.above;
        self.rungs.push(first);
        while let Some(network) = next {
            let rung = self.rung(address, network)?;
            next = rung.step.above;
            self.rungs.push(rung);
        }
        self.rungs.reverse();
        Ok(())
    }

    /// Keeps the first rungs.
    fn keep(&mut self, rungs: usize) {
        let rest = self.rungs.drain(rungs.min(self.rungs.len())..);
        self.spare.extend(rest.map(|rung| rung.name));
    }

    fn rung(&mut self, address: IpAddr, network: u32) -> Result<Rung, ResolveError> {
        let step = self.registry.step(address, network)?;
        let mut name = self.spare.pop().unwrap_or_default();
        self.registry.name_octets(step.name, &mut name)?;
        Ok(Rung { network, step, name })
    }
}

impl Walk<'_> {
    /// The outline and the surroundings of the next address.
    ///
    /// # Errors
    /// [`ResolveError`] when the index cannot be read; never because of the address.
    pub fn step(&mut self, address: IpAddr, facts: &Facts<'_>) -> Result<Stride, ResolveError> {
        let address = address.to_canonical();
        let resolver = self.resolver;
        if let Some(purpose) = resolver.set_aside(address) {
            self.packing.begin((address, address), None);
            self.last = None;
            return self.outline(&purpose, |_| {
                Ok(Outline::Whole(Box::new(not_global(address, purpose))))
            });
        }
        // Without rules by anything else, the range says all.
        if let Some(last) = &self.last
            && last.range.0 <= address
            && address <= last.range.1
            && last.asn == facts.asn
            && !resolver.rules.ask_for_facts()
        {
            return Ok(Stride::Known(last.sketch));
        }
        let mut range = self.fall(address)?;
        let mut registered = None;
        if facts.country.is_none() && resolver.rules.ask_for_country() {
            registered = resolver.registered_country(address, &self.spots, &self.blocks)?;
        }
        let country = facts.country.or(registered.as_deref());
        let mut origin = facts.asn;
        // The range is the table's also where the sighting knows better: it must not depend on who asked first.
        if let Some(index) = &resolver.index
            && let Some((asn, route)) = index.origin(address)?
        {
            range = intersection(range, route);
            origin = origin.or(asn);
        }
        let (ruling, ruled) = resolver.rules.ruling(address, origin, country, facts.hostname);
        range = intersection(range, ruled);
        if let Some(last) = &mut self.last
            && (last.ruling, last.origin, last.range) == (ruling, origin, range)
        {
            last.asn = facts.asn;
            return Ok(Stride::Known(last.sketch));
        }
        self.gather(address, range)?;
        let mut asked = None;
        if let Some(origin) = origin.filter(|_| resolver.knows_ases()) {
            let key = self.hash(&(ruling, &self.numbers));
            let open = if let Some(open) = self.open.get(&key) {
                *open
            } else {
                let place = self.place(range, ruling, None);
                let without = weigh::outline(resolver, address, &place, &mut self.judgements, &[])?;
                let open = match without.verdict {
                    Verdict::Notify(_) => without.winner().is_some_and(beyond::is_of_country),
                    Verdict::Unresolved(_) => true,
                    Verdict::Suppress => false,
                };
                if self.open.len() >= REMEMBERED {
                    self.open.clear();
                }
                self.open.insert(key, open);
                open
            };
            asked = open.then_some(origin);
        }
        let stride = self.stride(address, range, ruling, asked)?;
        let (Stride::Known(sketch) | Stride::New(sketch, _)) = &stride;
        self.last = Some(Last {
            asn: facts.asn,
            ruling,
            origin,
            range,
            sketch: *sketch,
        });
        Ok(stride)
    }

    /// What comes of an address whose numbers are gathered.
    fn stride(
        &mut self,
        address: IpAddr,
        range: (IpAddr, IpAddr),
        ruling: Ruling,
        asked: Option<u32>,
    ) -> Result<Stride, ResolveError> {
        let depends = |latest: &Latest| {
            (latest.ruling, latest.asked) == (ruling, asked) && latest.numbers == self.numbers
        };
        if let Some(latest) = self.latest.iter().find(|latest| depends(latest)) {
            self.places += 1;
            return Ok(Stride::Known(Sketch {
                outline: latest.outline,
                place: self.places,
            }));
        }
        let numbers = std::mem::take(&mut self.numbers);
        let stride = self.outline(&(ruling, &numbers, asked), |walk| {
            let place = walk.place(range, ruling, asked);
            walk.compose(address, &place, &numbers)
        })?;
        let (Stride::Known(sketch) | Stride::New(sketch, _)) = &stride;
        if self.latest.len() >= LATEST {
            let oldest = self.latest.pop_back();
            self.numbers = oldest.map(|oldest| oldest.numbers).unwrap_or_default();
        }
        self.latest.push_front(Latest {
            ruling,
            numbers,
            asked,
            outline: sketch.outline,
        });
        Ok(stride)
    }

    /// The outline of the latest address, whose numbers these are.
    fn compose(&mut self, address: IpAddr, place: &Place, numbers: &[u32]) -> Result<Outline, ResolveError> {
        let resolver = self.resolver;
        // What a rule, an AS or a CSIRT names could be a mailbox that networks name too.
        if place.ruling.contact.is_none() && place.origin.is_none() {
            let said = self.said(place)?;
            let names_somebody =
                |said: &Said| !said.placeholder && weigh::names_somebody(said, resolver.policy.threshold);
            let nobody_else = resolver
                .index
                .as_ref()
                .is_none_or(|index| index.teams().is_none())
                || said.iter().any(names_somebody);
            let mut texts = Texts::with_room();
            self.shape.clear();
            self.shape.extend_from_slice(numbers);
            for at in &self.claims_at {
                if let Some(claims) = self.shape.get_mut(*at) {
                    *claims = 0;
                }
            }
            if nobody_else && trace(&said, &mut texts, &mut self.shape) {
                return self.like(address, place, &said, texts);
            }
        }
        let outline = weigh::outline(resolver, address, place, &mut self.judgements, &[])?;
        Ok(Outline::Whole(Box::new(outline)))
    }

    /// What the networks of the latest address say.
    fn said(&mut self, place: &Place) -> Result<Vec<Said>, ResolveError> {
        let mut all = Vec::with_capacity(4);
        for (number, (spot, climbed)) in place.spots.iter().zip(&self.registries).enumerate() {
            let Some(flagged) = climbed.rungs.last() else {
                continue;
            };
            if spot.and_then(|spot| spot.network).is_none() {
                continue;
            }
            for (depth, rung) in climbed.rungs.iter().rev().enumerate() {
                let claims = climbed.registry.claims(rung.step.claims)?;
                let (policy, range) = (&self.resolver.policy, flagged.step.range);
                let judged = self
                    .judgements
                    .of((number, rung.step.claims), &claims, range, policy);
                all.push(Said {
                    registry: number,
                    depth,
                    placeholder: flagged.step.placeholder,
                    claims,
                    judged,
                });
            }
        }
        Ok(all)
    }

    /// An outline as the pattern that it is like.
    fn like(
        &mut self,
        address: IpAddr,
        place: &Place,
        said: &[Said],
        mut texts: Texts,
    ) -> Result<Outline, ResolveError> {
        let key = self.hash(&(place.ruling, &self.shape));
        if let Some(pattern) = self.patterns.get(&key) {
            return Ok(Outline::Like {
                pattern: *pattern,
                new: None,
                texts,
            });
        }
        if self.patterns.len() >= PATTERNS {
            self.patterns.clear();
        }
        let said: Vec<Said> = said.iter().map(|said| marked(said, &mut texts)).collect();
        let mut composed = |said| weigh::outline(self.resolver, address, place, &mut self.judgements, said);
        let (outline, whole) = (composed(&said)?, composed(&[])?);
        // A name of a file or of a rule could look like a mark: then there is no pattern.
        if !is_like(&outline, &texts, &whole) {
            return Ok(Outline::Whole(Box::new(whole)));
        }
        let pattern = u32::try_from(self.patterns.len()).unwrap_or(u32::MAX);
        self.patterns.insert(key, pattern);
        Ok(Outline::Like {
            pattern,
            new: Some(Box::new(outline)),
            texts,
        })
    }

    /// Where the latest address falls.
    fn place(&self, range: (IpAddr, IpAddr), ruling: Ruling, origin: Option<u32>) -> Place {
        Place {
            range,
            ruling,
            origin,
            spots: self.spots,
            blocks: self.blocks.clone(),
        }
    }

    /// The surroundings of the latest address, for [`Surroundings::read`](super::Surroundings::read).
    #[must_use]
    pub fn surroundings(&self) -> &[u8] {
        self.packing.octets()
    }

    /// Finds out where an address falls, and the range for which that holds.
    fn fall(&mut self, address: IpAddr) -> Result<(IpAddr, IpAddr), ResolveError> {
        let inside = |spot: &Spot| spot.range.0 <= address && address <= spot.range.1;
        let mut range = whole_space(address);
        for (spot, climbed) in self.spots.iter_mut().zip(&mut self.registries) {
            let found = match spot.filter(inside) {
                Some(found) => found,
                None => climbed.registry.spot_near(address, &mut climbed.trail)?,
            };
            range = intersection(range, found.range);
            *spot = Some(found);
        }
        let delegated = self
            .resolver
            .index
            .as_ref()
            .map_or(&[][..], super::Index::delegated);
        let mut moved = false;
        self.block_trails.resize(delegated.len(), Trail::default());
        for (number, (statistics, trail)) in delegated.iter().zip(&mut self.block_trails).enumerate() {
            let found = if let Some(found) = self.blocks.get(number).copied().filter(inside) {
                found
            } else {
                moved = true;
                let found = statistics.spot_near(address, trail)?;
                match self.blocks.get_mut(number) {
                    Some(block) => *block = found,
                    None => self.blocks.push(found),
                }
                found
            };
            range = intersection(range, found.range);
        }
        if moved {
            self.standing = self.resolver.standing(address, &self.blocks)?;
        }
        Ok(range)
    }

    /// Puts together all that the decision about `address` depends on, as numbers, and its surroundings.
    fn gather(&mut self, address: IpAddr, range: (IpAddr, IpAddr)) -> Result<(), ResolveError> {
        let block = self.standing.block();
        self.packing.begin(range, block.map(|block| block.range));
        self.numbers.clear();
        self.claims_at.clear();
        self.numbers.push(u32::from(address.is_ipv4()));
        self.numbers.push(self.standing.number());
        if let Some(block) = block {
            let country = block
                .country
                .as_ref()
                .and_then(|code| code.as_bytes().first_chunk().copied());
            self.numbers.extend([
                block.registry as u32,
                block.status as u32,
                u32::from(u16::from_be_bytes(country.unwrap_or_default())),
            ]);
        }
        let mut flagged = 0;
        for (number, (spot, climbed)) in (0..).zip(self.spots.iter().zip(&mut self.registries)) {
            let Some(network) = spot.and_then(|spot| spot.network) else {
                climbed.keep(0);
                continue;
            };
            flagged += 1;
            climbed.climb(address, network)?;
            self.numbers.extend([u32::MAX, number]);
            if let Some(first) = climbed.rungs.last() {
                // Whether a registry's mailbox is in its own place depends on the network's range.
                let rejects = &self.resolver.policy.rejects;
                self.numbers.extend(rejects.own_networks(first.step.range));
            }
            self.numbers.push(u32::MAX);
            for Rung { step, name, .. } in climbed.rungs.iter().rev() {
                self.claims_at.push(self.numbers.len());
                self.numbers.extend([
                    step.claims,
                    u32::from(u16::from_be_bytes(step.country)) << 16
                        | u32::from(step.dump) << 8
                        | u32::from(step.flags) << 1
                        | u32::from(name.is_empty()),
                ]);
                self.packing.network(step.range, name);
            }
        }
        if flagged > 1 {
            let given = self.standing.given();
            let first = |climbed: &'_ Climbed<'_>| climbed.rungs.last().map(|rung| rung.step);
            let mut order: Vec<_> = (0..)
                .zip(&self.registries)
                .filter_map(|(number, climbed)| Some((number, climbed.registry, first(climbed)?)))
                .collect();
            order.sort_by_key(|(_, registry, first)| {
                weigh::order(registry, first.placeholder, first.range, given)
            });
            self.numbers.extend(order.iter().map(|(number, ..)| *number));
        }
        Ok(())
    }

    /// Two independent hashes in place of the key itself: that two keys share both does not happen.
    fn hash(&self, key: &impl Hash) -> [u64; 2] {
        let [one, other] = &self.hashers;
        [one.hash_one(key), other.hash_one(key)]
    }

    /// The sketch whose outline depends on `key`; worked out by `compose` if it is new.
    fn outline(
        &mut self,
        key: &impl Hash,
        compose: impl FnOnce(&mut Self) -> Result<Outline, ResolveError>,
    ) -> Result<Stride, ResolveError> {
        let key = self.hash(key);
        self.places += 1;
        let place = self.places;
        if let Some(outline) = self.outlines.get(&key) {
            let outline = *outline;
            return Ok(Stride::Known(Sketch { outline, place }));
        }
        if self.outlines.len() >= REMEMBERED {
            self.outlines.clear();
        }
        let outline = self.next;
        self.next = self.next.saturating_add(1);
        self.outlines.insert(key, outline);
        Ok(Stride::New(Sketch { outline, place }, compose(self)?))
    }
}
