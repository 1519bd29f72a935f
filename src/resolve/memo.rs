//! The latest decisions, so that neighbours share one.
//!
//! Two generations instead of a list by last use: when the young one is full it becomes the old one, and what is
//! asked for again moves over. Bounded, and a hit takes one short lock.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hash, RandomState};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use super::rules::Ruling;
use crate::contact::Decision;

/// Locks, so that threads seldom wait for each other.
const SHARDS: usize = 16;
/// Decisions in one generation of one shard; twice this times the shards are kept at most.
const GENERATION: usize = 512;

/// What a decision depends on: the start of a disjoint range stands for all automatic sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Key {
    pub(super) start: IpAddr,
    pub(super) ruling: Ruling,
    /// The AS, whose contact may be the next to ask.
    pub(super) origin: Option<u32>,
}

#[derive(Debug, Default)]
struct Shard {
    young: HashMap<Key, Arc<Decision>>,
    old: HashMap<Key, Arc<Decision>>,
}

#[derive(Debug, Default)]
pub(super) struct Memo {
    hasher: RandomState,
    shards: [Mutex<Shard>; SHARDS],
}

impl Memo {
    pub(super) fn get(&self, key: &Key) -> Option<Arc<Decision>> {
        self.with(key, |shard| {
            if let Some(decision) = shard.young.get(key) {
                return Some(Arc::clone(decision));
            }
            let decision = shard.old.remove(key)?;
            Some(shard.put(*key, decision))
        })
    }

    /// Keeps a decision, or gives back the equal one that another thread has kept meanwhile.
    pub(super) fn keep(&self, key: Key, decision: Arc<Decision>) -> Arc<Decision> {
        self.with(&key, |shard| match shard.young.get(&key) {
            Some(kept) => Arc::clone(kept),
            None => shard.put(key, decision),
        })
    }

    fn with<T>(&self, key: &Key, act: impl FnOnce(&mut Shard) -> T) -> T {
        let at = self.hasher.hash_one(key) % SHARDS as u64;
        #[expect(
            clippy::indexing_slicing,
            reason = "the remainder is below the number of shards"
        )]
        let shard = &self.shards[usize::try_from(at).unwrap_or(0)];
        // A thread that panicked here left whole entries behind: nothing is ever half changed.
        act(&mut shard.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Shard {
    fn put(&mut self, key: Key, decision: Arc<Decision>) -> Arc<Decision> {
        if self.young.len() >= GENERATION {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(key, Arc::clone(&decision));
        decision
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    #[test]
    fn stays_bounded_and_keeps_what_is_asked_for() {
        let memo = Memo::default();
        let key = |number: u32| Key {
            start: Ipv4Addr::from_bits(number).into(),
            ruling: Ruling::default(),
            origin: None,
        };
        let decision = || Arc::new(super::super::not_global(Ipv4Addr::LOCALHOST.into(), "a test"));
        let hot = memo.keep(key(0), decision());
        let cold = decision();
        for number in 1..30_000 {
            memo.keep(key(number), Arc::clone(&cold));
            assert!(Arc::ptr_eq(&memo.get(&key(0)).unwrap(), &hot));
        }
        let kept: usize = memo
            .shards
            .iter()
            .map(|shard| shard.lock().unwrap())
            .map(|shard| shard.young.len() + shard.old.len())
            .sum();
        assert!(kept <= 2 * SHARDS * GENERATION, "{kept}");
        assert!(memo.get(&key(1)).is_none());
    }
}
