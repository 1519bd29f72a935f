//! The connection is cut after every byte of the server's side: nothing is lost, nothing doubled, nothing made up.

use super::*;

/// Two letters on one connection, the second announced with the first one's dot; the server says `cut` bytes.
async fn session(script: Script, cut: usize, settle: impl Fn(&Peer) -> Settings) -> Results {
    let peer = Peer::start(script.cut_after(cut)).await.unwrap();
    let mut results = [None, None];
    if let Ok(mut connection) = open(settle(&peer)).await {
        results[0] = Some(match connection.offer(&envelope(0), LETTER).await {
            Ok(held) => Ok(held.release_before(Some((&envelope(1), LETTER))).await),
            Err(ended) => Err(ended),
        });
        if connection.usable().await {
            results[1] = Some(attempt(&mut connection, 1).await);
        }
    }
    // What has left us may still be on its way into the peer.
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
    let record = peer.record();
    for (number, result) in results.iter().enumerate() {
        let taken = record
            .taken
            .iter()
            .filter(|taken| taken.from == envelope(number).from)
            .count();
        match result {
            Some(Ok(Outcome::Accepted { .. })) => assert_eq!(taken, 1, "cut at {cut}"),
            Some(Ok(Outcome::Unknown { .. })) => assert!(taken <= 1, "cut at {cut}"),
            Some(Ok(Outcome::Deferred(_)) | Err(_)) | None => {
                assert_eq!(taken, 0, "cut at {cut}: {result:?}");
            }
            Some(Ok(Outcome::Refused { .. })) => panic!("cut at {cut}: nobody refused"),
        }
        if let Some(Err(Ended::Stop(stop))) = result {
            panic!("cut at {cut}: {stop}");
        }
    }
    results
}

type Results = [Option<Result<Outcome, Ended>>; 2];

/// Cuts at all these bytes; returns how many letters were accepted, unknown, deferred, not begun.
fn cut_at(
    script: &Script,
    cuts: impl Iterator<Item = usize>,
    settle: impl Fn(&Peer) -> Settings + Copy,
) -> [usize; 4] {
    let mut counts = [0; 4];
    run(async {
        for cut in cuts {
            for result in session(script.clone(), cut, settle).await {
                let kind = match result {
                    Some(Ok(Outcome::Accepted { .. })) => 0,
                    Some(Ok(Outcome::Unknown { .. })) => 1,
                    Some(_) => 2,
                    None => 3,
                };
                counts[kind] += 1;
            }
        }
    });
    counts
}

/// The fewest bytes from the server with which a session gets this far, by trying.
fn fewest(
    script: &Script,
    settle: impl Fn(&Peer) -> Settings + Copy,
    so_far: impl Fn(&Results) -> bool,
) -> usize {
    let enough = |cut| so_far(&run(session(script.clone(), cut, settle)));
    let (mut low, mut high) = (0, 1 << 13);
    assert!(enough(high));
    while low + 1 < high {
        let middle = usize::midpoint(low, high);
        if enough(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    high
}

fn complete(results: &Results) -> bool {
    results
        .iter()
        .all(|result| matches!(result, Some(Ok(Outcome::Accepted { .. }))))
}

#[test]
fn cut_at_every_byte_in_plaintext() {
    for script in [Script::default(), Script::default().keywords(&["SIZE"])] {
        let end = fewest(&script, settings, complete);
        let [accepted, unknown, deferred, none] = cut_at(&script, 0..=end, settings);
        // Each stage of a session is cut somewhere.
        assert!(accepted > 0 && unknown > 0 && deferred > 0 && none > 0);
    }
}

#[test]
fn cut_at_every_byte_over_tls() {
    let authority = Authority::new(&["127.0.0.1"]);
    let mut server = (*authority.server).clone();
    // Without tickets a session is the same number of bytes each time.
    server.send_tls13_tickets = 0;
    let script = Script::default().starttls(Arc::new(server));
    let settle = |peer: &Peer| authority.settings(peer);
    let end = fewest(&script, settle, complete);
    let [accepted, unknown, deferred, none] = cut_at(&script, 0..=end, settle);
    assert!(accepted > 0 && unknown > 0 && deferred > 0 && none > 0);
}
