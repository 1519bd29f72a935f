//! The connection is cut after every byte of the server's side, and the whole program lives with it: nothing false in the
//! ledger, nothing lost, nothing doubled. (`gateway/tests/cut.rs` does the same to the session alone.)

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use forewarn::gateway::peer::Script;
use rcgen::{CertificateParams, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;

use crate::support::{Campaign, Scripted, networks};

/// The second one is announced with the first one's dot.
const LETTERS: u64 = 2;

/// Runs at a time: some of them wait a second before they call again.
const LANES: usize = 6;

fn planned(tls: &str) -> (Campaign, String) {
    let campaign = Campaign::with_gateway(&format!("url = \"smtp://127.0.0.1:9\"\nconnections = 1\n{tls}"));
    campaign.flag(&networks(2));
    let digest = campaign.plan(&["flagged.csv"]);
    (campaign, digest)
}

/// One send whose first connection is cut, and what must hold then; whether there was an end of the session to cut.
fn cut_at(cut: usize, script: &Script, story: &(Campaign, String)) -> bool {
    let server = Scripted::start(script.clone().cut_first_after(cut));
    let mut campaign = story.0.twin();
    let settings = campaign.read("campaign.toml");
    campaign.write(
        "campaign.toml",
        settings.replace("smtp://127.0.0.1:9", &server.url()),
    );
    let run = campaign.run(&["send", "--approve", &story.1]).done();
    let copies = || {
        let mut copies: BTreeMap<String, usize> = BTreeMap::new();
        for taken in server.record().taken {
            *copies.entry(taken.to.join(" ")).or_default() += 1;
        }
        copies
    };
    let whole = server.record().connections == 1;
    let fates = ["accepted", "unknown", "deferred"].map(|state| campaign.letters(state));
    let [accepted, unknown, deferred] = fates;
    let taken = copies().len() as u64;
    assert_eq!(
        fates.iter().sum::<u64>(),
        LETTERS,
        "cut at {cut}: {}",
        run.transcript()
    );
    assert!(unknown <= 1, "cut at {cut}: {fates:?}");
    assert!(
        accepted <= taken && taken <= accepted + unknown,
        "cut at {cut}: {fates:?}, {taken} taken"
    );
    // The next one brings what was put off, and leaves alone what is in doubt.
    if deferred > 0 {
        campaign.at("2026-11-21T18:00:00Z");
        campaign.run(&["send"]).ends(i32::from(unknown > 0));
    }
    assert_eq!(campaign.letters("accepted"), LETTERS - unknown, "cut at {cut}");
    assert!(
        copies().values().all(|copies| *copies == 1),
        "cut at {cut}: a letter was doubled"
    );
    assert!(
        copies().len() as u64 >= LETTERS - unknown,
        "cut at {cut}: a letter was lost"
    );
    whole && unknown == 0
}

/// Cuts at every `step`-th byte from `first` on, until a session is not cut any more.
fn cut_everywhere(first: usize, step: usize, script: &Script, story: &(Campaign, String)) -> usize {
    let next = AtomicUsize::new(0);
    let end = AtomicUsize::new(usize::MAX);
    std::thread::scope(|scope| {
        for _ in 0..LANES {
            scope.spawn(|| {
                loop {
                    let cut = first + step * next.fetch_add(1, Ordering::Relaxed);
                    if cut > end.load(Ordering::Relaxed) {
                        break;
                    }
                    assert!(cut < 1 << 14, "no end of the session");
                    if cut_at(cut, script, story) {
                        end.fetch_min(cut, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    end.into_inner()
}

#[test]
fn cut_at_every_byte_of_a_whole_send() {
    let story = planned("");
    let end = cut_everywhere(0, 1, &Script::default(), &story);
    assert!(end > 150, "the session ended after {end} bytes");
}

/// A server that says who it is by a certificate of its own making, and the setting that trusts it.
fn secured(campaign: &Campaign) -> Script {
    let key = KeyPair::generate().unwrap();
    let names = vec!["127.0.0.1".to_owned()];
    let certificate = CertificateParams::new(names).unwrap().self_signed(&key).unwrap();
    campaign.write("ca.pem", certificate.pem());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut server = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![certificate.der().clone()],
            PrivateKeyDer::try_from(key.serialize_der()).unwrap(),
        )
        .unwrap();
    // Without tickets a session is the same number of bytes each time.
    server.send_tls13_tickets = 0;
    Script::default().starttls(Arc::new(server))
}

#[test]
fn cut_at_every_byte_of_a_whole_send_over_tls() {
    let story = planned("tls = \"starttls\"\nca_file = \"ca.pem\"");
    let script = secured(&story.0);
    // The session alone is cut at every byte; a step that no record's length divides does for the whole program.
    let end = cut_everywhere(3, 7, &script, &story);
    assert!(end > 600, "the session ended after {end} bytes");
}
