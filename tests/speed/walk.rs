//! How long deciding alone takes: sorted addresses walked over an imported dump, without any ledger.
//!
//! Run by `tests/bench resolve` with the index, the number of addresses and the number of IPv4 networks of its dump.
//! Beside it, `prefix-trie` looks the same addresses up in as many prefixes, and says nothing of whom to write to.

#![expect(
    clippy::print_stdout,
    clippy::cast_precision_loss,
    clippy::expect_used,
    reason = "a benchmark on data of its own making: it prints, and may stop short"
)]

mod numbers;

use std::hint::black_box;
use std::net::{IpAddr, Ipv4Addr};
use std::path::Path;

use forewarn::resolve::index::Index;
use forewarn::resolve::rules::Rules;
use forewarn::resolve::{Facts, Policy, Resolver, Stride};
use ipnet::Ipv4Net;
use prefix_trie::PrefixMap;

use numbers::Numbers;

/// Where the networks of the dump begin.
const FIRST: u32 = 11 << 24;
/// Addresses of a block, networks that it holds beside itself.
const BLOCK: (u32, u32) = (8192, 64);

fn main() {
    let words: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with("--"))
        .collect();
    let [folder, count, networks] = words.as_slice() else {
        println!("walk INDEX ADDRESSES NETWORKS: see tests/bench");
        return;
    };
    let number = |word: &str| word.parse::<u32>().expect("a number");
    let (count, networks) = (number(count), number(networks));
    let blocks = networks / (BLOCK.1 + 1);
    let mut numbers = Numbers(7);
    let mut addresses: Vec<u32> = (0..count)
        .map(|_| FIRST + numbers.below(blocks * BLOCK.0))
        .collect();
    addresses.sort_unstable();
    addresses.dedup();
    let count = addresses.len() as f64;

    let began = worked();
    let index = Index::open(Path::new(folder)).expect("an index");
    let resolver = Resolver::new(Rules::default(), index, Policy::default());
    let mut walk = resolver.walk();
    let (mut outlines, mut places, mut octets) = (0, 0, 0);
    for address in &addresses {
        let address = IpAddr::V4(Ipv4Addr::from_bits(*address));
        let sketch = match walk.step(address, &Facts::default()).expect("a decision") {
            Stride::Known(sketch) => sketch,
            Stride::New(sketch, outline) => {
                black_box(outline);
                outlines += 1;
                sketch
            }
        };
        if sketch.place != places {
            places = sketch.place;
            octets += walk.surroundings().len();
        }
    }
    let ours = worked() - began;
    let peak = peak();

    let mut map: PrefixMap<Ipv4Net, u32> = PrefixMap::new();
    let prefixes = (0..blocks).flat_map(|block| {
        let start = FIRST + block * BLOCK.0;
        let children = (0..BLOCK.1).map(move |child| (start + child * 128, 25));
        std::iter::once((start, 19)).chain(children)
    });
    for (start, length) in prefixes {
        let prefix = Ipv4Net::new(Ipv4Addr::from_bits(start), length).expect("a length below 33");
        map.insert(prefix, start);
    }
    let began = worked();
    for address in &addresses {
        black_box(map.get_lpm(&Ipv4Net::from(Ipv4Addr::from_bits(*address))));
    }
    let theirs = worked() - began;
    println!(
        "  the walk alone    {ours:8.2} s  {:12.0} ns each  peak {peak}  {outlines} outlines, {places} places of {:.0} octets",
        ours * 1e9 / count,
        octets as f64 / places as f64
    );
    println!(
        "  prefix-trie       {theirs:8.2} s  {:12.0} ns each",
        theirs * 1e9 / count
    );
    println!("  ratio             {:8.2} times its time", ours / theirs);
}

/// Seconds that this thread has worked: others may be using the machine.
fn worked() -> f64 {
    let times = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = times.split(' ').next().and_then(|time| time.parse::<f64>().ok());
    nanoseconds.unwrap_or(f64::NAN) / 1e9
}

/// Peak memory so far, as the system words it.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    peak.unwrap_or("unknown").trim().to_owned()
}
