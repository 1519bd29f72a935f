//! Letters on a connection: what is used, counted and refused, and gateways that tire of them.

use super::*;

#[test]
fn letters_arrive_as_they_are() {
    for script in both(&Script::default()) {
        run(async {
            let peer = Peer::start(script).await.unwrap();
            let mut connection = open(settings(&peer)).await.unwrap();
            for number in 0..3 {
                assert!(connection.usable().await);
                let outcome = attempt(&mut connection, number).await.unwrap();
                let Outcome::Accepted { reply, queue_id } = outcome else {
                    panic!("{outcome:?}")
                };
                assert_eq!((reply.code, queue_id.as_deref()), (250, Some("PEER1")));
            }
            connection.quit().await;
            let record = peer.record();
            assert_eq!((record.connections, record.taken.len()), (1, 3));
            for (number, taken) in record.taken.iter().enumerate() {
                assert_eq!(taken.letter, LETTER);
                assert_eq!(taken.from, envelope(number).from);
                assert_eq!(taken.to, [envelope(number).to]);
            }
            assert!(
                !record
                    .commands
                    .iter()
                    .any(|line| line == "RSET" || line == "NOOP")
            );
            assert_eq!(record.commands.last().map(String::as_str), Some("QUIT"));
        });
    }
}

#[test]
fn without_release_the_letter_is_not_accepted() {
    run(async {
        let peer = Peer::start(Script::default()).await.unwrap();
        let mut connection = open(settings(&peer)).await.unwrap();
        drop(connection.offer(&envelope(1), LETTER).await.unwrap());
        assert!(!connection.usable().await);
        assert!(matches!(
            attempt(&mut connection, 2).await,
            Err(Ended::Stale { .. })
        ));
        connection.quit().await;
        tokio::time::sleep(Duration::from_millis(20)).await;
        let record = peer.record();
        assert_eq!((record.dots, record.taken.len()), (0, 0));
        assert!(!record.commands.iter().any(|line| line == "QUIT"));
    });
}

#[test]
fn a_cancelled_offer_leaves_no_usable_connection() {
    run(async {
        let peer =
            Peer::start(Script::default().on_nth(Moment::Rcpt, 1, [Act::Wait(SHORT), Act::say("250 ok")]));
        let peer = peer.await.unwrap();
        let mut connection = open(settings(&peer)).await.unwrap();
        let cancelled = tokio::time::timeout(SHORT / 5, attempt(&mut connection, 1)).await;
        assert!(cancelled.is_err());
        assert!(!connection.usable().await);
        assert!(matches!(
            attempt(&mut connection, 2).await,
            Err(Ended::Stale { .. })
        ));
    });
}

#[test]
fn refused_rcpt_with_data_accepted_sends_a_lone_dot_and_counts_nothing() {
    run(async {
        let careless = Script::default()
            .on_nth(Moment::Rcpt, 1, [Act::say("550 5.1.1 unknown")])
            .on_nth(Moment::Data, 1, [Act::say("354 go on then")]);
        let peer = Peer::start(careless).await.unwrap();
        let mut connection = open(settings(&peer)).await.unwrap();
        assert_eq!(refused(&attempt(&mut connection, 1).await).0, Phase::Rcpt);
        assert!(accepted(&attempt(&mut connection, 2).await));
        let record = peer.record();
        assert_eq!(record.dots, 2);
        assert!(record.taken[0].letter.is_empty() && record.taken[0].to.is_empty());
        assert!(!record.commands.iter().any(|line| line == "RSET"));
    });
}

#[test]
fn too_many_recipients_defers_and_wants_a_new_connection() {
    for line in ["452 4.5.3 too many recipients", "552 too many"] {
        run(async {
            let peer = Peer::start(Script::default().on(Moment::Rcpt, [Act::say(line)]))
                .await
                .unwrap();
            let mut connection = open(settings(&peer)).await.unwrap();
            assert_eq!(deferred(&attempt(&mut connection, 1).await).scope, Scope::Letter);
            assert!(!connection.usable().await);
        });
    }
}

#[test]
fn rate_limit_after_k_letters() {
    run(async {
        let limited = Script::default().on_nth(
            Moment::Mail,
            3,
            [Act::say("421 4.7.0 enough, try again in 60 seconds"), Act::Close],
        );
        let peer = Peer::start(limited).await.unwrap();
        let mut connection = open(settings(&peer)).await.unwrap();
        assert!(accepted(&attempt(&mut connection, 1).await));
        assert!(accepted(&attempt(&mut connection, 2).await));
        let result = attempt(&mut connection, 3).await;
        assert_eq!(deferred(&result).scope, Scope::Gateway);
        assert_eq!(deferred(&result).retry_after, Some(Duration::from_mins(1)));
        assert!(!connection.usable().await);
        assert_eq!(peer.record().taken.len(), 2);
    });
}

#[test]
fn gateway_restarts() {
    run(async {
        let peer = Peer::start(Script::default()).await.unwrap();
        let address = peer.address();
        let gateway = Gateway::new(settings(&peer)).unwrap();
        let mut connection = gateway.open().await.unwrap();
        assert!(accepted(&attempt(&mut connection, 1).await));
        drop(peer);
        tokio::time::sleep(Duration::from_millis(20)).await;
        assert!(!connection.usable().await);
        assert!(matches!(gateway.open().await, Err(NoSession::Later(_))));
        let peer = Peer::start_at(address, Script::default()).await.unwrap();
        let mut connection = gateway.open().await.unwrap();
        assert!(accepted(&attempt(&mut connection, 2).await));
        assert_eq!(peer.record().taken.len(), 1);
    });
}

#[test]
fn peer_stops_reading() {
    run(async {
        let peer = Peer::start(Script::default().on(Moment::Body, [Act::Hang]))
            .await
            .unwrap();
        let mut connection = open(impatient(&peer)).await.unwrap();
        let letter = b"0123456789 0123456789 0123456789\r\n".repeat(300_000);
        let result = connection
            .offer(&envelope(1), &letter[..10_000_000 / 34 * 34])
            .await
            .map(|_| ());
        let Err(Ended::Letter(Outcome::Deferred(deferral))) = result else {
            panic!("{result:?}")
        };
        assert_eq!(
            (deferral.phase, deferral.why.as_str()),
            (Phase::Body, "no answer within 250 ms")
        );
    });
}

#[test]
fn reset_while_the_letter_is_written() {
    run(async {
        let peer = Peer::start(Script::default().on(Moment::Body, [Act::Reset]))
            .await
            .unwrap();
        let mut connection = open(settings(&peer)).await.unwrap();
        let letter = b"0123456789 0123456789 0123456789\r\n".repeat(250_000);
        let result = connection.offer(&envelope(1), &letter).await.map(|_| ());
        let Err(Ended::Letter(Outcome::Deferred(deferral))) = result else {
            panic!("{result:?}")
        };
        assert_eq!(deferral.phase, Phase::Body);
    });
}

#[test]
fn size_too_small_is_known_beforehand() {
    run(async {
        let (result, peer) = once(Script::default().keywords(&["SIZE 20"]), |_| {}).await;
        let (_, reply) = refused(&result);
        assert_eq!((reply.code, reply.enhanced.as_deref()), (552, Some("5.3.4")));
        assert!(reply.text.starts_with("not sent: "), "{reply}");
        assert!(!peer.record().commands.iter().any(|line| line.starts_with("MAIL")));
    });
}

#[test]
fn no_8bitmime_and_no_smtputf8_are_known_beforehand() {
    run(async {
        let peer = Peer::start(Script::default().keywords(&[])).await.unwrap();
        let mut connection = open(settings(&peer)).await.unwrap();
        let result = connection
            .offer(&envelope(1), "ä\r\n".as_bytes())
            .await
            .map(|_| ());
        assert!(matches!(&result, Err(Ended::Letter(Outcome::Refused { reply, .. })) if reply.code == 554));
        let mut abroad = envelope(2);
        abroad.to = "büro@isp.example".to_owned();
        let result = connection.offer(&abroad, LETTER).await.map(|_| ());
        assert!(matches!(&result, Err(Ended::Letter(Outcome::Refused { reply, .. })) if reply.code == 553));
        assert!(accepted(&attempt(&mut connection, 3).await));
    });
}

#[test]
fn extensions_are_used_when_offered_and_needed() {
    run(async {
        let peer = Peer::start(Script::default().keywords(&["SIZE", "8BITMIME", "SMTPUTF8", "DSN"]))
            .await
            .unwrap();
        let mut connection = open(settings(&peer)).await.unwrap();
        assert!(accepted(&attempt(&mut connection, 1).await));
        let mut abroad = envelope(2);
        abroad.to = "büro@isp.example".to_owned();
        let outcome = connection
            .offer(&abroad, "ä\r\n".as_bytes())
            .await
            .unwrap()
            .release()
            .await;
        assert!(matches!(outcome, Outcome::Accepted { .. }));
        let commands = peer.record().commands;
        assert_eq!(
            commands[1],
            "MAIL FROM:<bounce+t1@sender.example> SIZE=29 RET=HDRS ENVID=letter-1"
        );
        assert_eq!(commands[2], "RCPT TO:<abuse1@isp.example> NOTIFY=FAILURE,DELAY");
        assert_eq!(
            commands[4],
            "MAIL FROM:<bounce+t2@sender.example> SIZE=4 BODY=8BITMIME SMTPUTF8 RET=HDRS ENVID=letter-2"
        );
        assert_eq!(commands[5], "RCPT TO:<büro@isp.example> NOTIFY=FAILURE,DELAY");
    });
    run(async {
        let (_, peer) = once(Script::default().keywords(&[]), |_| {}).await;
        assert_eq!(peer.record().commands[1], "MAIL FROM:<bounce+t1@sender.example>");
    });
}

#[test]
fn letters_per_connection_are_limited_by_us_and_by_the_gateway() {
    for (keywords, ours) in [
        (&["PIPELINING"][..], 2),
        (&["PIPELINING", "LIMITS MAILMAX=2"], 1_000),
    ] {
        run(async {
            let peer = Peer::start(Script::default().keywords(keywords)).await.unwrap();
            let mut settings = settings(&peer);
            settings.letters_per_connection = ours;
            let mut connection = open(settings).await.unwrap();
            assert!(accepted(&attempt(&mut connection, 1).await));
            assert!(connection.usable().await);
            assert!(accepted(&attempt(&mut connection, 2).await));
            assert!(!connection.usable().await);
            assert!(matches!(
                attempt(&mut connection, 3).await,
                Err(Ended::Stale { .. })
            ));
            connection.quit().await;
            assert_eq!(peer.record().taken.len(), 2);
            assert_eq!(peer.record().commands.last().map(String::as_str), Some("QUIT"));
        });
    }
}

#[test]
fn mailmax_counts_refused_letters_too() {
    run(async {
        let script = Script::default()
            .keywords(&["PIPELINING", "LIMITS MAILMAX=2"])
            .on_nth(Moment::Rcpt, 1, [Act::say("550 5.1.1 unknown")]);
        let peer = Peer::start(script).await.unwrap();
        let mut connection = open(settings(&peer)).await.unwrap();
        refused(&attempt(&mut connection, 1).await);
        assert!(connection.usable().await);
        let held = connection.offer(&envelope(2), LETTER).await.unwrap();
        // Beyond the limit nothing is announced.
        let outcome = held.release_before(Some((&envelope(3), LETTER))).await;
        assert!(matches!(outcome, Outcome::Accepted { .. }));
        assert!(!connection.usable().await);
        assert_eq!(peer.record().moments[&Moment::Mail], 2);
    });
}

#[test]
fn a_limit_of_domains_is_kept() {
    run(async {
        let script = Script::default().keywords(&["PIPELINING", "LIMITS RCPTDOMAINMAX=1"]);
        let peer = Peer::start(script).await.unwrap();
        let mut connection = open(settings(&peer)).await.unwrap();
        assert!(accepted(&attempt(&mut connection, 1).await));
        let mut other = envelope(3);
        other.to = "abuse@other.example".to_owned();
        let held = connection.offer(&envelope(2), LETTER).await.unwrap();
        let outcome = held.release_before(Some((&other, LETTER))).await;
        assert!(matches!(outcome, Outcome::Accepted { .. }));
        let result = connection.offer(&other, LETTER).await.map(|_| ());
        assert!(matches!(result, Err(Ended::Stale { .. })), "{result:?}");
        assert!(!connection.usable().await);
        assert_eq!(peer.record().moments[&Moment::Mail], 2);
    });
}

#[test]
fn nothing_unfit_leaves() {
    run(async {
        let peer = Peer::start(Script::default()).await.unwrap();
        let mut connection = open(settings(&peer)).await.unwrap();
        for letter in [&b"a\nb\r\n"[..], b"a\r\n.\n\r\n", b"a\0\r\n", b"a\r\rb\r\n"] {
            let result = connection.offer(&envelope(1), letter).await.map(|_| ());
            assert!(
                matches!(result, Err(Ended::Stop(Stop::Letter { .. }))),
                "{result:?}"
            );
        }
        let mut injected = envelope(1);
        injected.to = "a@isp.example>\r\nRCPT TO:<b@isp.example".to_owned();
        let result = connection.offer(&injected, LETTER).await.map(|_| ());
        assert!(matches!(&result, Err(Ended::Letter(Outcome::Refused { reply, .. })) if reply.code == 553));
        let mut injected = envelope(1);
        injected.from = "a@b.example> BODY=8BITMIME".to_owned();
        let result = connection.offer(&injected, LETTER).await.map(|_| ());
        assert!(matches!(result, Err(Ended::Stop(Stop::Sender(_)))), "{result:?}");
        let mut injected = envelope(1);
        injected.id = "x\r\nRSET".to_owned();
        let result = connection.offer(&injected, LETTER).await.map(|_| ());
        assert!(
            matches!(result, Err(Ended::Stop(Stop::Letter { .. }))),
            "{result:?}"
        );
        // None of that has hurt the connection.
        assert!(accepted(&attempt(&mut connection, 2).await));
        assert_eq!(peer.record().commands.len(), 4);
    });
}

#[test]
fn a_gateway_that_leaves_before_every_first_letter_is_not_called_in_a_circle() {
    run(async {
        let ehlo = [
            Act::say("250 PIPELINING"),
            Act::Wait(Duration::from_millis(5)),
            Act::Close,
        ];
        let peer = Peer::start(Script::default().on(Moment::Ehlo, ehlo))
            .await
            .unwrap();
        let mut connection = open(settings(&peer)).await.unwrap();
        tokio::time::sleep(Duration::from_millis(30)).await;
        let result = attempt(&mut connection, 1).await;
        assert_eq!(deferred(&result).scope, Scope::Gateway);
    });
}

#[test]
fn the_next_letter_rides_with_the_dot() {
    run(async {
        let peer = Peer::start(Script::default()).await.unwrap();
        let mut connection = open(settings(&peer)).await.unwrap();
        let letters: Vec<Vec<u8>> = (0..4).map(|n| format!("letter {n}\r\n").into_bytes()).collect();
        for number in 0..4 {
            let held = connection
                .offer(&envelope(number), &letters[number])
                .await
                .unwrap();
            let next = letters
                .get(number + 1)
                .map(|letter| (envelope(number + 1), letter));
            let next = next.as_ref().map(|(envelope, letter)| (envelope, &letter[..]));
            assert!(matches!(
                held.release_before(next).await,
                Outcome::Accepted { .. }
            ));
            tokio::time::sleep(Duration::from_millis(5)).await;
            // The peer has got the next letter's commands although nobody has offered it yet.
            assert_eq!(peer.record().moments[&Moment::Data], (number + 2).min(4));
        }
        connection.quit().await;
        let taken = peer.record().taken;
        assert_eq!(
            taken.iter().map(|taken| taken.letter.clone()).collect::<Vec<_>>(),
            letters
        );
        assert_eq!(taken[3].to, ["abuse3@isp.example"]);
    });
}

#[test]
fn another_letter_than_the_announced_one_is_not_sent_in_its_place() {
    run(async {
        let peer = Peer::start(Script::default()).await.unwrap();
        let mut connection = open(settings(&peer)).await.unwrap();
        let held = connection.offer(&envelope(1), LETTER).await.unwrap();
        let outcome = held.release_before(Some((&envelope(2), LETTER))).await;
        assert!(matches!(outcome, Outcome::Accepted { .. }));
        assert!(matches!(
            attempt(&mut connection, 3).await,
            Err(Ended::Stale { .. })
        ));
        connection.quit().await;
        assert_eq!(peer.record().taken.len(), 1);
    });
}

#[test]
fn an_announced_letter_that_is_refused_is_refused_alone() {
    run(async {
        let picky = Script::default().on_nth(Moment::Rcpt, 2, [Act::say("550 5.1.1 unknown")]);
        let peer = Peer::start(picky).await.unwrap();
        let mut connection = open(settings(&peer)).await.unwrap();
        let held = connection.offer(&envelope(1), LETTER).await.unwrap();
        assert!(matches!(
            held.release_before(Some((&envelope(2), LETTER))).await,
            Outcome::Accepted { .. }
        ));
        assert_eq!(refused(&attempt(&mut connection, 2).await).0, Phase::Rcpt);
        assert!(accepted(&attempt(&mut connection, 3).await));
        assert_eq!(peer.record().taken.len(), 2);
    });
}

#[test]
fn small_writes_do_not_wait_for_each_other() {
    // With Nagle's algorithm and delayed acknowledgements a letter takes 40 ms or more.
    run(async {
        let peer = Peer::start(Script::default()).await.unwrap();
        let mut connection = open(settings(&peer)).await.unwrap();
        let started = std::time::Instant::now();
        for number in 0..50 {
            assert!(accepted(&attempt(&mut connection, number).await));
        }
        assert!(
            started.elapsed() < Duration::from_secs(1),
            "{:?}",
            started.elapsed()
        );
    });
}

#[test]
fn an_outbox_is_a_gateway_too() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let endpoint = Endpoint::parse(&format!("outbox:{}", folder.path().display()), None).unwrap();
        let mut connection = open(Settings::new(endpoint, "client.example")).await.unwrap();
        assert!(connection.usable().await && connection.capabilities().is_none());
        assert!(accepted(&attempt(&mut connection, 1).await));
        assert_eq!(std::fs::read(folder.path().join("letter-1.eml")).unwrap(), LETTER);
        connection.quit().await;
    });
}
