//! SIGKILL in the middle of a send, again and again: nothing lost, nothing doubled, doubts few and listed (G1 to G4).
//!
//! The judge is the record of the mail server, which knows nothing of the ledger. The long form, as CONTRIBUTING.md has
//! it: `FOREWARN_KILLS=200 FOREWARN_LETTERS=50000 tests/run --test it kill`.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::support::{Campaign, Sink, networks, wait_for};

const CONNECTIONS: usize = 8;

/// How large it is: a short form, and any other by these two variables.
const LETTERS: (&str, usize) = ("FOREWARN_LETTERS", 2000);
const KILLS: (&str, usize) = ("FOREWARN_KILLS", 10);

/// Where the variable of this name holds a number, the moments of a failed run come again.
const SEED: &str = "FOREWARN_TEST_SEED";

/// A small generator of moments (splitmix64); the seed is printed with a failure.
struct Moments(u64);

impl Moments {
    #[expect(
        clippy::disallowed_methods,
        reason = "a failed run must be repeatable, a new one must not repeat"
    )]
    fn new() -> Self {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        let seed = std::env::var(SEED)
            .ok()
            .and_then(|seed| seed.parse().ok())
            .unwrap_or(now.as_secs() ^ u64::from(now.subsec_nanos()));
        println!("{SEED}={seed}");
        Self(seed)
    }

    /// At least 0, below `bound`.
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % bound
    }
}

/// The number that a variable holds, or the usual one.
#[expect(
    clippy::disallowed_methods,
    reason = "the long form is asked for from outside"
)]
fn size((variable, usual): (&str, usize)) -> usize {
    std::env::var(variable).map_or(usual, |number| {
        number
            .parse()
            .unwrap_or_else(|_| panic!("{variable} is no number: {number}"))
    })
}

/// Every copy that the sink accepted, by recipient: a fingerprint of its bytes, since there may be very many.
fn copies(sink: &Sink) -> BTreeMap<String, Vec<u64>> {
    let mut copies: BTreeMap<_, Vec<_>> = BTreeMap::new();
    sink.each(|message| {
        let [recipient] = message.recipients.as_slice() else {
            panic!("several recipients: {:?}", message.recipients)
        };
        copies
            .entry(recipient.clone())
            .or_default()
            .push(fingerprint(&message.bytes));
    });
    copies
}

fn fingerprint(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    hasher.finish()
}

/// Recipients of the letters that `settle` lists.
fn doubts(campaign: &Campaign) -> BTreeMap<String, String> {
    campaign.json(&["settle"])["letters"]
        .as_array()
        .expect("a list of letters")
        .iter()
        .map(|doubt| {
            let field = |name: &str| doubt["letter"][name].as_str().expect("a text").to_owned();
            (field("recipient"), field("reference"))
        })
        .collect()
}

fn total(campaign: &Campaign) -> u64 {
    let letters = campaign.status()["letters"].clone();
    letters
        .as_object()
        .unwrap()
        .values()
        .map(|n| n.as_u64().unwrap())
        .sum()
}

/// A send that is killed at a random moment between two counts of letters on record.
fn kill_once(campaign: &Campaign, sink: &Sink, arguments: &[&str], target: usize, delay: Duration) {
    let mut sender = campaign.start(arguments);
    wait_for("letters to arrive", Duration::from_mins(2), || {
        assert!(
            sender.try_wait().unwrap().is_none(),
            "send ended by itself, with {} letters on record",
            sink.count()
        );
        sink.count() >= target
    });
    std::thread::sleep(delay);
    sender.kill().unwrap();
    let status = sender.wait().unwrap();
    assert_eq!(status.code(), None, "the kill came too late: {status}");
}

#[test]
fn sigkill_at_any_moment_of_a_large_send() {
    let (letters, kills) = (size(LETTERS), size(KILLS));
    let sink = Sink::start();
    let campaign = Campaign::with_gateway(&format!("url = \"{}\"\nconnections = {CONNECTIONS}", sink.url()));
    let some = networks(letters);
    campaign.flag(&some);
    let digest = campaign.plan(&["flagged.csv"]);
    assert_eq!(campaign.letters("planned"), letters as u64);
    let mut approved: BTreeMap<String, u64> = BTreeMap::new();
    campaign.each_approved(&digest, |to, bytes| {
        approved.insert(to, fingerprint(&bytes));
    });
    assert_eq!(approved.len(), letters);

    let mut moments = Moments::new();
    let mut unknown = 0;
    for kill in 0..kills {
        let before = sink.count();
        let share = (letters - before) / (kills - kill + 1);
        let target = before + 1 + usize::try_from(moments.below(share.max(1) as u64)).unwrap();
        let delay = Duration::from_micros(moments.below(3000));
        let arguments: &[&str] = if kill == 0 {
            &["send", "--approve", &digest]
        } else {
            &["send"]
        };
        kill_once(&campaign, &sink, arguments, target, delay);

        // Every letter has one fate at any time; doubts show at the next start, at most one for each connection.
        assert_eq!(total(&campaign), letters as u64);
        let now_unknown = campaign.letters("unknown");
        assert!(
            now_unknown - unknown <= CONNECTIONS as u64,
            "{unknown} letters were unknown before, {now_unknown} after kill {kill}"
        );
        unknown = now_unknown;
    }

    // Until done. What is in doubt is left for a person, hence exit code 1 if there is any.
    let last = campaign.run(&["send"]).done();
    let doubted = doubts(&campaign);
    assert!(
        doubted.len() as u64 - unknown <= CONNECTIONS as u64,
        "{doubted:?}"
    );
    assert_eq!(
        last.code,
        Some(i32::from(!doubted.is_empty())),
        "{}",
        last.transcript()
    );
    assert_eq!(campaign.letters("unknown"), doubted.len() as u64);
    assert_eq!(campaign.letters("accepted"), (letters - doubted.len()) as u64);

    let arrived = copies(&sink);
    // Sent twice: 0. Lost: 0.
    for (recipient, copies) in &arrived {
        assert_eq!(copies.len(), 1, "{recipient} was written to more than once");
    }
    for network in &some {
        assert!(
            arrived.contains_key(&network.contact) || doubted.contains_key(&network.contact),
            "the letter to {} counts as accepted, and is not on record",
            network.contact
        );
    }
    let there = doubted.keys().filter(|to| arrived.contains_key(*to)).count();
    println!(
        "{letters} letters, {kills} kills: lost 0, sent twice 0; {} in doubt, of which {there} had arrived",
        doubted.len()
    );

    // A person who knows nothing more has all doubts sent again: a second copy is the same, byte for byte.
    if !doubted.is_empty() {
        campaign.ok(&["settle", "--resend"]);
        campaign.ok(&["send"]);
    }
    assert_eq!(campaign.letters("accepted"), letters as u64);
    let arrived = copies(&sink);
    assert_eq!(arrived.len(), letters);
    let mut second = 0;
    for (recipient, copies) in &arrived {
        assert!(
            copies.iter().all(|copy| *copy == approved[recipient]),
            "a copy for {recipient} differs from what was approved"
        );
        second += copies.len() - 1;
        assert!(
            copies.len() == 1 || copies.len() == 2 && doubted.contains_key(recipient),
            "{recipient} was written to {} times",
            copies.len()
        );
    }
    assert_eq!(second, there, "second copies, all of them asked for");

    // And nothing more leaves.
    campaign.ok(&["send"]);
    assert_eq!(sink.count(), letters + second);
}

#[test]
fn a_letter_sent_again_is_byte_for_byte_the_same() {
    // A server that takes the letter and says nothing: in doubt at once.
    let silent = Sink::with_options(&["-q", "."]);
    let campaign = Campaign::with_gateway(&format!("url = \"{}\"\nconnections = 1", silent.url()));
    campaign.flag(&networks(1));
    let digest = campaign.plan(&["flagged.csv"]);
    let planned = campaign.ok(&["preview", "--format", "eml"]).stdout;
    campaign.run(&["send", "--approve", &digest]).ends(1);
    assert_eq!(campaign.letters("unknown"), 1);

    // It is never sent again by itself.
    let sink = Sink::start();
    let settings = campaign.read("campaign.toml").replace(&silent.url(), &sink.url());
    campaign.write("campaign.toml", settings);
    campaign.run(&["send"]).ends(1);
    assert_eq!(sink.count(), 0);

    campaign.ok(&["settle", "--resend"]);
    campaign.ok(&["send"]);
    let received = sink.received();
    assert_eq!(received.len(), 1);
    assert!(
        received[0].bytes == planned.as_bytes(),
        "the copy differs from what was planned"
    );
    assert_eq!(campaign.letters("accepted"), 1);
}
