//! How long deciding alone takes: sorted addresses walked over an imported dump, without any ledger.
//!
//! Run by `tests/bench resolve` with the index, the number of addresses and the number of IPv4 networks of its dump.
//! Beside it, `prefix-trie` looks the same addresses up in as many prefixes, and says nothing of whom to write to.

use std::hint::black_box;
use std::net::{IpAddr, Ipv4Addr};
use std::path::Path;
use std::time::Instant;

use forewarn::resolve::index::Index;
use forewarn::resolve::rules::Rules;
use forewarn::resolve::{Facts, Policy, Resolver, Stride};
use ipnet::Ipv4Net;
use prefix_trie::PrefixMap;

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
    let mut state: u64 = 7;
    let mut addresses: Vec<u32> = (0..count)
        .map(|_| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            FIRST + u32::try_from((state >> 32) * u64::from(blocks * BLOCK.0) >> 32).unwrap_or(0)
        })
        .collect();
    addresses.sort_unstable();
    addresses.dedup();
    let count = addresses.len() as f64;

    let began = Instant::now();
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
    let ours = began.elapsed().as_secs_f64();
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
    let began = Instant::now();
    for address in &addresses {
        black_box(map.get_lpm(&Ipv4Net::from(Ipv4Addr::from_bits(*address))));
    }
    let theirs = began.elapsed().as_secs_f64();
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

/// Peak memory so far, as the system words it.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    peak.unwrap_or("unknown").trim().to_owned()
}
