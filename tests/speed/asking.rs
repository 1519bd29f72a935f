//! How long it takes to learn the contacts of a million flagged addresses from a registry that bears ten requests a
//! minute, beside the least that is possible, and beside asking in the order of the addresses.
//!
//! Run by `tests/bench asking`. Nobody is asked: the agenda plays against a clock that moves by itself. Known offline are
//! the blocks that the registry has given out; the networks inside are its secret, and an answer tells one of them.

#![expect(
    clippy::print_stdout,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::indexing_slicing,
    reason = "a benchmark on data of its own making: it prints, and may stop short"
)]

mod numbers;

use std::time::Duration;

use forewarn::resolve::agenda::{Agenda, Outcome, Pace, Paces, Turn};
use jiff::{SignedDuration, Timestamp};

use numbers::Numbers;

const ADDRESSES: usize = 1_000_000;
const BLOCKS: u32 = 30_000;
/// What a request takes.
const ANSWER: SignedDuration = SignedDuration::from_millis(300);

/// Blocks and the networks in them, by first and last address; the flagged addresses in rising order.
struct World {
    blocks: Vec<(u32, u32)>,
    networks: Vec<(u32, u32)>,
    flagged: Vec<u32>,
}

impl World {
    fn new() -> Self {
        let mut numbers = Numbers(7);
        let (mut blocks, mut networks) = (Vec::new(), Vec::new());
        let mut start = 0_u32;
        for _ in 0..BLOCKS {
            // A /14 is as rare as a /22 is common.
            let size = 1_u32 << (10 + numbers.next().leading_zeros().min(8));
            start = start.next_multiple_of(size);
            blocks.push((start, start + size - 1));
            // Three in ten are given on in parts.
            let part = if numbers.below(10) < 3 {
                (size >> 4).max(256)
            } else {
                size
            };
            networks.extend((0..size / part).map(|n| (start + n * part, start + (n + 1) * part - 1)));
            start += size;
        }
        // The address trouble clusters in: the nth network has a share of 1/n.
        let mut order: Vec<usize> = (0..networks.len()).collect();
        for at in (1..order.len()).rev() {
            order.swap(at, numbers.below(at as u32 + 1) as usize);
        }
        let harmonic: f64 = (1..=order.len()).map(|n| 1.0 / n as f64).sum();
        let mut flagged: Vec<u32> = Vec::with_capacity(2 * ADDRESSES);
        while flagged.len() < ADDRESSES {
            for (rank, network) in order.iter().enumerate() {
                let Some((first, last)) = networks.get(*network) else {
                    continue;
                };
                let share = ADDRESSES as f64 / harmonic / (rank + 1) as f64;
                let luck = f64::from(numbers.next()) / f64::from(u32::MAX);
                let count = ((share + luck) as u32).min(last - first);
                flagged.extend((0..count).map(|_| first + numbers.below(last - first + 1)));
            }
            flagged.sort_unstable();
            flagged.dedup();
        }
        Self {
            blocks,
            networks,
            flagged,
        }
    }

    fn place(&self, address: u32) -> usize {
        self.flagged.partition_point(|one| *one < address)
    }

    fn count(&self, first: u32, last: u32) -> usize {
        self.place(last.saturating_add(1)) - self.place(first)
    }

    fn network_of(&self, address: u32) -> (u32, u32) {
        self.networks[self.networks.partition_point(|(first, _)| *first <= address) - 1]
    }
}

/// A piece of a block of which nothing is known yet.
type Piece = (u32, u32);

/// Minutes until 90 % and until all addresses were answered for, and requests.
fn play(world: &World, weigh: impl Fn(usize) -> u64) -> (f64, f64, u64) {
    let paces = Paces {
        of: [("registry".to_owned(), Pace::per_minute(10))].into(),
        others: Pace::per_minute(10),
    };
    let mut agenda: Agenda<Piece> = Agenda::new(paces, None);
    let add = |agenda: &mut Agenda<Piece>, (first, last): Piece| {
        let count = world.count(first, last);
        if count > 0 {
            agenda.add(
                "rdap.registry.example",
                "registry",
                weigh(count),
                false,
                (first, last),
            );
        }
    };
    for block in &world.blocks {
        add(&mut agenda, *block);
    }
    let start = Timestamp::UNIX_EPOCH;
    let mut now = start;
    let (mut known, mut most) = (0, None);
    let minutes = |at: Timestamp| at.duration_since(start).as_secs_f64() / 60.0;
    loop {
        match agenda.next(now) {
            Turn::Ask {
                host,
                task: (first, last),
            } => {
                now = now.saturating_add(ANSWER).unwrap_or(now);
                agenda.finished(&host, Outcome::Answered, now);
                let middle = world.flagged[world.place(first) + world.count(first, last) / 2];
                let network = world.network_of(middle);
                let (from, to) = (network.0.max(first), network.1.min(last));
                known += world.count(from, to);
                if most.is_none() && known * 10 >= world.flagged.len() * 9 {
                    most = Some(now);
                }
                if from > first {
                    add(&mut agenda, (first, from - 1));
                }
                if to < last {
                    add(&mut agenda, (to + 1, last));
                }
            }
            Turn::Wait(Some(until)) => now = until,
            Turn::Wait(None) | Turn::GiveUp { .. } => unreachable!("the registry always answers"),
            Turn::Over => return (minutes(most.unwrap_or(now)), minutes(now), agenda.asked()),
        }
    }
}

fn main() {
    let world = World::new();
    let mut sizes: Vec<usize> = world
        .networks
        .iter()
        .map(|(first, last)| world.count(*first, *last))
        .collect();
    sizes.retain(|size| *size > 0);
    sizes.sort_unstable_by_key(|size| std::cmp::Reverse(*size));
    let mut left = world.flagged.len() * 9 / 10;
    let least = sizes.iter().take_while(|size| {
        let more = left > 0;
        left = left.saturating_sub(**size);
        more
    });
    let least = least.count() as f64 / 10.0;
    println!(
        "{} flagged addresses in {} networks, of which {} blocks are known; 10 requests a minute",
        world.flagged.len(),
        sizes.len(),
        world.blocks.len()
    );
    let began = std::time::Instant::now();
    let (most, all, requests) = play(&world, |count| count as u64);
    let spent: Duration = began.elapsed();
    let (plain_most, plain_all, _) = play(&world, |_| 1);
    let hours = |minutes: f64| minutes / 60.0;
    println!(
        "  least possible    90 % after {:7.1} h (every network known beforehand, largest first)",
        hours(least)
    );
    println!(
        "  forewarn          90 % after {:7.1} h  ratio {:.2}   all after {:7.1} h, {requests} requests ({:.2} a network; played in {spent:.1?})",
        hours(most),
        most / least,
        hours(all),
        requests as f64 / sizes.len() as f64,
    );
    println!(
        "  in address order  90 % after {:7.1} h  ratio {:.2}   all after {:7.1} h",
        hours(plain_most),
        plain_most / least,
        hours(plain_all)
    );
}
