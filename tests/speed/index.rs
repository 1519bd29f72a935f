//! How many lookups a second the offline index does, beside `prefix-trie` on the same million prefixes.
//!
//! Run by `tests/bench index`. Both are asked for the same addresses in turns, and must agree on every one.

#![expect(
    clippy::print_stdout,
    clippy::cast_precision_loss,
    clippy::expect_used,
    reason = "a benchmark on data of its own making: it prints, and may stop short"
)]

#[expect(dead_code, reason = "numbers of every size, none of them bounded")]
mod numbers;

use std::fmt::Write as _;
use std::hint::black_box;
use std::net::{IpAddr, Ipv4Addr};
use std::time::Instant;

use forewarn::resolve::index::{Index, import};
use ipnet::Ipv4Net;
use jiff::Timestamp;
use prefix_trie::PrefixMap;

use numbers::Numbers;

const PREFIXES: u32 = 1_000_000;
const LOOKUPS: usize = 2_000_000;
const TURNS: usize = 5;

fn main() {
    let mut numbers = Numbers(7);
    let mut map: PrefixMap<Ipv4Net, u32> = PrefixMap::new();
    let mut statistics = String::from("2|ripencc|20261120|0|19830101|20261120|+0000\n");
    // As in a routing table: mostly /24, some wider, many inside each other.
    while map.len() < PREFIXES as usize {
        let number = numbers.next();
        let length = match number % 10 {
            0..6 => 24,
            6..9 => 20 + (number >> 8) % 4,
            _ => 12 + (number >> 8) % 8,
        };
        let address = Ipv4Addr::from_bits(numbers.next());
        let Ok(network) = Ipv4Net::new(address, u8::try_from(length).unwrap_or(24)) else {
            continue;
        };
        let network = network.trunc();
        let value = network.addr().to_bits() ^ u32::from(network.prefix_len());
        if map.insert(network, value).is_none() {
            let addresses = 1_u32 << (32 - network.prefix_len());
            let _ = writeln!(
                statistics,
                "ripencc|FR|ipv4|{}|{addresses}|20200101|allocated|{value:x}",
                network.addr()
            );
        }
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("delegated");
    std::fs::write(&file, statistics).expect("room for the prefixes");
    let began = Instant::now();
    import(&[file], folder.path(), Timestamp::UNIX_EPOCH, |_| {}).expect("an import");
    let building = began.elapsed();
    let began = Instant::now();
    let index = Index::open(folder.path()).expect("an index").expect("an index");
    let opening = began.elapsed();
    let addresses: Vec<Ipv4Addr> = (0..LOOKUPS)
        .map(|_| Ipv4Addr::from_bits(numbers.next()))
        .collect();
    for address in addresses.iter().take(100_000) {
        let trie = map.get_lpm(&Ipv4Net::from(*address)).map(|(network, _)| network);
        let ours = index
            .block_at(IpAddr::V4(*address))
            .expect("a lookup")
            .map(|(first, _)| first);
        assert_eq!(
            ours,
            trie.map(|network| IpAddr::V4(network.network())),
            "{address}"
        );
    }
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..TURNS {
        ours.push(timed(&addresses, |address| {
            black_box(index.block_at(IpAddr::V4(address)).ok());
        }));
        theirs.push(timed(&addresses, |address| {
            black_box(map.get_lpm(&Ipv4Net::from(address)));
        }));
    }
    let (ours, theirs) = (median(ours), median(theirs));
    println!("lookups among {PREFIXES} prefixes (built in {building:.2?}, opened in {opening:.2?})");
    println!("  forewarn          {ours:8.0} ns");
    println!("  prefix-trie       {theirs:8.0} ns");
    println!("  ratio             {:8.2} of its speed", theirs / ours);
}

/// Nanoseconds of one lookup.
fn timed(addresses: &[Ipv4Addr], look_up: impl Fn(Ipv4Addr)) -> f64 {
    let began = worked();
    for address in addresses {
        look_up(*address);
    }
    (worked() - began) / addresses.len() as f64
}

/// Nanoseconds that this thread has worked: others may be using the machine.
fn worked() -> f64 {
    let times = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = times.split(' ').next().and_then(|time| time.parse::<f64>().ok());
    nanoseconds.unwrap_or(f64::NAN)
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or(f64::NAN)
}
