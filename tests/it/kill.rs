//! SIGKILL in the middle of a send, again and again: nothing lost, nothing doubled, doubts few and listed (G1 to G4).
//!
//! The judge is the record of the mail server, which knows nothing of the ledger.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::support::{Campaign, Network, Received, Sink, networks, wait_for};

const LETTERS: usize = 2000;
const KILLS: usize = 10;
const CONNECTIONS: usize = 4;

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

/// How often the sink accepted a letter to each recipient.
fn copies(received: &[Received]) -> BTreeMap<&str, usize> {
    let mut copies = BTreeMap::new();
    for message in received {
        let [recipient] = message.recipients.as_slice() else {
            panic!("several recipients: {:?}", message.recipients)
        };
        *copies.entry(recipient.as_str()).or_default() += 1;
    }
    copies
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

#[test]
fn ten_kills_in_a_send_of_two_thousand_letters() {
    let sink = Sink::start();
    let campaign = Campaign::with_gateway(&format!("url = \"{}\"\nconnections = {CONNECTIONS}", sink.url()));
    let some = networks(LETTERS);
    campaign.write("contacts.csv", Network::rules(&some));
    campaign.write("flagged.csv", Network::flagged(&some));
    let digest = campaign.plan(&["flagged.csv"]);
    assert_eq!(campaign.letters("planned"), LETTERS as u64);

    let mut moments = Moments::new();
    let mut unknown = 0;
    for kill in 0..KILLS {
        let before = sink.count();
        let share = (LETTERS - before) / (KILLS - kill + 1);
        let target = before + 1 + usize::try_from(moments.below(share.max(1) as u64)).unwrap();
        let delay = Duration::from_micros(moments.below(3000));
        let arguments: &[&str] = if kill == 0 {
            &["send", "--approve", &digest]
        } else {
            &["send"]
        };
        let mut sender = campaign.start(arguments);
        wait_for("letters to arrive", Duration::from_mins(1), || {
            assert!(
                sender.try_wait().unwrap().is_none(),
                "send ended by itself before kill {kill}, with {} letters on record",
                sink.count()
            );
            sink.count() >= target
        });
        std::thread::sleep(delay);
        sender.kill().unwrap();
        let status = sender.wait().unwrap();
        assert_eq!(status.code(), None, "kill {kill} came too late: {status}");

        // Every letter has one fate at any time; doubts show at the next start, at most one for each connection.
        let status = campaign.status();
        assert_eq!(total(&campaign), LETTERS as u64, "{status}");
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
    assert_eq!(campaign.letters("accepted"), (LETTERS - doubted.len()) as u64);

    let received = sink.received();
    let arrived: BTreeSet<String> = copies(&received).into_keys().map(str::to_owned).collect();
    for (recipient, copies) in copies(&received) {
        assert_eq!(copies, 1, "{recipient} was written to more than once");
    }
    for network in &some {
        assert!(
            arrived.contains(&network.contact) || doubted.contains_key(&network.contact),
            "the letter to {} counts as accepted, and is not on record",
            network.contact
        );
    }

    // A person who looks into the server's record settles every doubt rightly.
    let (there, missing): (Vec<_>, Vec<_>) = doubted
        .iter()
        .partition(|(recipient, _)| arrived.contains(*recipient));
    println!(
        "{} in doubt: {} arrived, {} did not",
        doubted.len(),
        there.len(),
        missing.len()
    );
    for (decision, letters) in [("--assume-sent", &there), ("--resend", &missing)] {
        if !letters.is_empty() {
            let mut arguments = vec!["settle", decision];
            arguments.extend(letters.iter().map(|(_, reference)| reference.as_str()));
            campaign.ok(&arguments);
        }
    }
    if !missing.is_empty() {
        campaign.ok(&["send"]);
    }
    assert_eq!(campaign.letters("accepted"), LETTERS as u64);
    let received = sink.received();
    let copies = copies(&received);
    assert_eq!(copies.len(), LETTERS);
    assert!(copies.values().all(|copies| *copies == 1), "a letter was doubled");

    // And nothing more leaves.
    campaign.ok(&["send"]);
    assert_eq!(sink.count(), LETTERS);
}

#[test]
fn a_letter_sent_again_is_byte_for_byte_the_same() {
    // A server that takes the letter and says nothing: in doubt at once.
    let silent = Sink::with_options(&["-q", "."]);
    let campaign = Campaign::with_gateway(&format!("url = \"{}\"\nconnections = 1", silent.url()));
    let some = networks(1);
    campaign.write("contacts.csv", Network::rules(&some));
    campaign.write("flagged.csv", Network::flagged(&some));
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
