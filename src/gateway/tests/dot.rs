//! Faults between 354 and the reply to the final dot: where a letter is lost or doubled by those who guess.

use super::*;

#[test]
fn delayed_final_reply_is_waited_for() {
    run(async {
        let slow = Script::default().on(Moment::Dot, [Act::Take, Act::Wait(SHORT), Act::say("250 ok")]);
        let (result, _peer) = once(slow, |s| s.deadlines.mail = SHORT / 5).await;
        assert!(accepted(&result), "{result:?}");
    });
}

#[test]
fn code_550_right_after_354() {
    for acts in [
        vec![Act::say("550 5.7.1 I changed my mind")],
        vec![Act::say("550 5.7.1 I changed my mind"), Act::Close],
        vec![Act::say("550 5.7.1 I changed my mind"), Act::Hang],
        vec![
            Act::Wait(Duration::from_millis(20)),
            Act::say("550 5.7.1 I changed my mind"),
            Act::Hang,
        ],
    ] {
        // A letter larger than the socket buffers: the refusal is noticed while writing, not at the deadline.
        for size in [10, 10_000_000] {
            run(async {
                let peer = Peer::start(Script::default().on(Moment::Body, acts.clone()))
                    .await
                    .unwrap();
                let mut connection = open(settings(&peer)).await.unwrap();
                let letter = b"0123456789 0123456789 0123456789\r\n".repeat(size / 34 + 1);
                let started = std::time::Instant::now();
                let result = match connection.offer(&envelope(1), &letter).await {
                    Ok(held) => Ok(held.release().await),
                    Err(ended) => Err(ended),
                };
                let (phase, reply) = refused(&result);
                assert!(matches!(phase, Phase::Body | Phase::Dot));
                assert_eq!(reply.code, 550);
                assert!(peer.record().taken.is_empty());
                assert!(
                    started.elapsed() < Duration::from_secs(2),
                    "{:?}",
                    started.elapsed()
                );
            });
        }
    }
}

#[test]
fn early_extra_replies_before_the_dot_are_no_answer_to_it() {
    run(async {
        let early = Script::default().on(Moment::Body, [Act::say("250 2.0.0 queued, as it were")]);
        let peer = Peer::start(early).await.unwrap();
        let mut connection = open(settings(&peer)).await.unwrap();
        let result = match connection.offer(&envelope(1), LETTER).await {
            Ok(held) => {
                // The ledger is being written; the false answer arrives meanwhile.
                tokio::time::sleep(Duration::from_millis(20)).await;
                Ok(held.release().await)
            }
            Err(ended) => Err(ended),
        };
        assert_eq!(deferred(&result).phase, Phase::Body);
        assert_eq!(peer.record().dots, 0);
        assert!(!connection.usable().await);
    });
}

#[test]
fn the_gateway_leaves_while_the_dot_is_held() {
    for (acts, why) in [
        (vec![Act::Close], "the gateway closed the connection"),
        (
            vec![Act::say("421 4.4.2 you took too long"), Act::Close],
            "421 4.4.2 you took too long",
        ),
    ] {
        run(async {
            let peer =
                Peer::start(Script::default().on(Moment::Body, [vec![Act::Wait(SHORT / 5)], acts].concat()));
            let peer = peer.await.unwrap();
            let mut connection = open(settings(&peer)).await.unwrap();
            let held = connection.offer(&envelope(1), LETTER).await.unwrap();
            tokio::time::sleep(SHORT / 2).await;
            let result = Ok(held.release().await);
            // Unread letter bytes at its side may turn the close into a reset.
            let deferral = deferred(&result);
            assert!(
                deferral.why == why || deferral.why.contains("broke"),
                "{deferral:?}"
            );
            assert_eq!((deferral.phase, deferral.scope), (Phase::Body, Scope::Gateway));
        });
    }
}

/// A gateway that leaves while our thread is busy, with an fsync say: tokio has not noticed, the kernel has.
#[test]
fn the_gateway_leaves_while_our_thread_is_busy() {
    let script = Script::default().on(
        Moment::Body,
        [
            Act::Wait(Duration::from_millis(20)),
            Act::say("421 4.3.2 leaving"),
            Act::Hang,
        ],
    );
    let (found, address) = std::sync::mpsc::channel();
    let (done, until) = tokio::sync::oneshot::channel::<()>();
    let server = std::thread::spawn(move || {
        run(async {
            let peer = Peer::start(script).await.unwrap();
            found.send(peer.address()).unwrap();
            let _ = until.await;
            peer.record().dots
        })
    });
    let endpoint = Endpoint::parse(&format!("smtp://{}", address.recv().unwrap()), None).unwrap();
    run(async {
        let mut connection = open(Settings::new(endpoint, "client.example")).await.unwrap();
        let held = connection.offer(&envelope(1), LETTER).await.unwrap();
        std::thread::sleep(Duration::from_millis(80));
        let result = Ok(held.release().await);
        assert_eq!(deferred(&result).phase, Phase::Body, "{result:?}");
    });
    drop(done);
    assert_eq!(server.join().unwrap(), 0);
}

#[test]
fn code_3xx_as_final_reply_is_doubt_like_any_but_250() {
    for line in ["354 go on", "200 ok", "251 forwarded", "220 hello", "334 more"] {
        run(async {
            let peer = Peer::start(Script::default().on(Moment::Dot, [Act::Take, Act::say(line)]))
                .await
                .unwrap();
            let mut connection = open(settings(&peer)).await.unwrap();
            let result = attempt(&mut connection, 1).await;
            assert!(unknown(&result), "{line} {result:?}");
            assert!(!connection.usable().await);
        });
    }
}

#[test]
fn malformed_replies_to_the_dot_are_doubt() {
    for bytes in [
        "ok\r\n",
        "25\r\n",
        "250-a\r\n550 b\r\n",
        "250 a\n",
        "250\0a\r\n",
        "\r\n",
        "2500\r\n",
    ] {
        run(async {
            let script = Script::default().on(Moment::Dot, [Act::Take, Act::Say(bytes.into()), Act::Close]);
            let (result, _peer) = once(script, |_| {}).await;
            assert!(unknown(&result), "{bytes:?} {result:?}");
        });
    }
}

#[test]
fn two_answers_to_one_dot_are_doubt_but_a_farewell_is_not() {
    for (line, certain) in [
        ("250 ok\r\n250 ok", false),
        ("250 ok\r\n550 no", false),
        ("550 no\r\n250 ok", false),
        ("250 ok\r\n421 4.3.2 that was the last one", true),
    ] {
        run(async {
            let peer = Peer::start(Script::default().on(Moment::Dot, [Act::Take, Act::say(line)]))
                .await
                .unwrap();
            let mut connection = open(settings(&peer)).await.unwrap();
            let result = attempt(&mut connection, 1).await;
            assert_eq!(accepted(&result), certain, "{line} {result:?}");
            assert_eq!(unknown(&result), !certain, "{line} {result:?}");
            assert!(!connection.usable().await);
        });
    }
}

#[test]
fn early_extra_replies_between_letters_end_the_connection() {
    run(async {
        let chatty = Script::default().on(
            Moment::Dot,
            [
                Act::Take,
                Act::say("250 ok"),
                Act::Wait(Duration::from_millis(10)),
                Act::say("250 more"),
            ],
        );
        let peer = Peer::start(chatty).await.unwrap();
        let mut connection = open(settings(&peer)).await.unwrap();
        assert!(accepted(&attempt(&mut connection, 1).await));
        tokio::time::sleep(Duration::from_millis(50)).await;
        let result = connection.offer(&envelope(2), LETTER).await.map(|_| ());
        assert!(matches!(result, Err(Ended::Stale { .. })), "{result:?}");
        assert!(!connection.usable().await);
        assert_eq!(peer.record().moments[&Moment::Mail], 1);
    });
}

#[test]
fn unsolicited_421_is_seen_before_the_next_letter() {
    run(async {
        let tired = Script::default().on(
            Moment::Dot,
            [
                Act::Take,
                Act::say("250 ok"),
                Act::Wait(SHORT / 10),
                Act::say("421 4.4.2 idle"),
                Act::Close,
            ],
        );
        let peer = Peer::start(tired).await.unwrap();
        let mut connection = open(settings(&peer)).await.unwrap();
        assert!(accepted(&attempt(&mut connection, 1).await));
        tokio::time::sleep(SHORT / 3).await;
        let Err(Ended::Stale { why }) = connection.offer(&envelope(2), LETTER).await.map(|_| ()) else {
            panic!()
        };
        assert_eq!(why, "421 4.4.2 idle");
    });
}
