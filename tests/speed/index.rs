//! How many lookups a second the offline index does, beside `prefix-trie` on the same prefixes.
//!
//! Run by `tests/bench index`. Both are asked for the same addresses in turns: which prefix holds it, and what is noted
//! for that prefix. They must agree on every one.

#![expect(
    clippy::print_stdout,
    clippy::cast_precision_loss,
    clippy::expect_used,
    reason = "a benchmark on data of its own making: it prints, and may stop short"
)]

mod numbers;

use std::fmt::Write as _;
use std::hint::black_box;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::time::Instant;

use forewarn::resolve::index::{Index, import};
use ipnet::{Ipv4Net, Ipv6Net};
use jiff::Timestamp;
use prefix_trie::{Prefix, PrefixMap};

use numbers::Numbers;

const PREFIXES_4: usize = 1_000_000;
const PREFIXES_6: usize = 300_000;
const LOOKUPS: usize = 2_000_000;
const TURNS: usize = 5;

/// What is noted for a prefix: a country.
type Note = [u8; 2];

fn main() {
    let mut numbers = Numbers(7);
    let mut four: PrefixMap<Ipv4Net, Note> = PrefixMap::new();
    // As in a routing table: mostly /24, some wider, many inside each other.
    while four.len() < PREFIXES_4 {
        let number = numbers.next();
        let length = match number % 10 {
            0..6 => 24,
            6..9 => 20 + (number >> 8) % 4,
            _ => 12 + (number >> 8) % 8,
        };
        let network = Ipv4Net::new_assert(Ipv4Addr::from_bits(numbers.next()), small(length)).trunc();
        four.insert(network, note(&mut numbers));
    }
    let rows = four.iter().map(|(network, note)| {
        let addresses = 1_u64 << (32 - network.prefix_len());
        (format!("ipv4|{}|{addresses}", network.addr()), *note)
    });
    let addresses: Vec<Ipv4Addr> = (0..LOOKUPS)
        .map(|_| Ipv4Addr::from_bits(numbers.next()))
        .collect();
    compare("IPv4", &four, rows, &addresses);

    // As in a routing table: allocations of a few registries, each cut up by its holder, most announced in parts.
    let mut six: PrefixMap<Ipv6Net, Note> = PrefixMap::new();
    let mut holders = Vec::new();
    while six.len() < PREFIXES_6 {
        let registry = one_of(&[0x2001, 0x2400, 0x2600, 0x2800, 0x2a00, 0x2c00], &mut numbers);
        let holder = (registry + numbers.below(32)) << 16 | numbers.below(4096) << 4;
        holders.push(holder);
        let holder = u128::from(holder) << 96;
        six.insert(prefix_of(holder, 29 + numbers.below(4)), note(&mut numbers));
        for _ in 0..numbers.below(60) {
            let length = one_of(&[48, 48, 48, 44, 40, 36], &mut numbers);
            let part = u128::from(numbers.below(1 << 16) >> numbers.below(12)) << 80;
            six.insert(prefix_of(holder | part, length), note(&mut numbers));
        }
    }
    let rows = six
        .iter()
        .map(|(network, note)| (format!("ipv6|{}|{}", network.addr(), network.prefix_len()), *note));
    let addresses: Vec<Ipv6Addr> = (0..LOOKUPS)
        .map(|number| {
            let rest = u128::from(numbers.next()) << 80 | u128::from(numbers.next());
            // Three in four fall into what some holder has, most of them where it has cut it up.
            let start = match number % 4 {
                0 => 0x2000_0000 | numbers.next() >> 3,
                _ => one_of(&holders, &mut numbers),
            };
            let part = rest >> numbers.below(12) & ((1 << 96) - 1);
            Ipv6Addr::from_bits(u128::from(start) << 96 | part)
        })
        .collect();
    compare("IPv6", &six, rows, &addresses);
}

fn small(number: u32) -> u8 {
    u8::try_from(number).unwrap_or(u8::MAX)
}

fn prefix_of(address: u128, length: u32) -> Ipv6Net {
    Ipv6Net::new_assert(Ipv6Addr::from_bits(address), small(length)).trunc()
}

fn one_of(choices: &[u32], numbers: &mut Numbers) -> u32 {
    let at = numbers.below(u32::try_from(choices.len()).unwrap_or(u32::MAX));
    choices.get(at as usize).copied().unwrap_or_default()
}

/// Two letters that are, or could be, a country's.
fn note(numbers: &mut Numbers) -> Note {
    [b'B' + small(numbers.below(3)), b'A' + small(numbers.below(26))]
}

/// Imports these rows, looks the addresses up on both sides and prints what it took.
fn compare<P, A>(
    family: &str,
    map: &PrefixMap<P, Note>,
    rows: impl Iterator<Item = (String, Note)>,
    addresses: &[A],
) where
    P: Prefix + From<A> + Copy + Into<ipnet::IpNet>,
    A: Copy + Into<IpAddr>,
{
    let mut statistics = String::from("2|ripencc|20261120|0|19830101|20261120|+0000\n");
    for (row, note) in rows {
        let country = std::str::from_utf8(&note).expect("letters");
        let _ = writeln!(statistics, "ripencc|{country}|{row}|20200101|allocated|holder");
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
    let mut found = 0;
    for address in addresses {
        let trie = map.get_lpm(&P::from(*address)).map(|(network, note)| {
            let network: ipnet::IpNet = network.into();
            (network.network(), network.broadcast(), *note)
        });
        let block = index.block_at((*address).into()).expect("a lookup");
        let ours = block.map(|block| (block.range.0, block.range.1, block.country.unwrap_or_default()));
        assert_eq!(ours, trie, "{}", (*address).into());
        found += usize::from(ours.is_some());
    }
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..TURNS {
        ours.push(timed(addresses, |address| {
            let _ = black_box(&index.block_at(address.into()));
        }));
        theirs.push(timed(addresses, |address| {
            black_box(
                map.get_lpm(&P::from(address))
                    .map(|(network, note)| (network, *note)),
            );
        }));
    }
    let (ours, theirs) = (median(ours), median(theirs));
    println!(
        "lookups among {} {family} prefixes, {} % inside one (built in {building:.2?}, opened in {opening:.2?})",
        map.len(),
        found * 100 / addresses.len()
    );
    println!("  forewarn          {ours:8.0} ns");
    println!("  prefix-trie       {theirs:8.0} ns");
    println!("  ratio             {:8.2} of its speed", theirs / ours);
}

/// Nanoseconds of one lookup.
fn timed<A: Copy>(addresses: &[A], look_up: impl Fn(A)) -> f64 {
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
