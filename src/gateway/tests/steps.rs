//! The same faults at each step of a letter: MAIL, RCPT, DATA and the final dot, with PIPELINING and without.
//!
//! One test for each fault at each step, named after both; the functions above them say what must come of it.

use super::*;

const STEPS: [(Moment, Phase); 4] = [
    (Moment::Mail, Phase::Mail),
    (Moment::Rcpt, Phase::Rcpt),
    (Moment::Data, Phase::Data),
    (Moment::Dot, Phase::Dot),
];

fn phase(step: Moment) -> Phase {
    let found = STEPS.iter().find(|(moment, _)| *moment == step);
    found.expect("a step of a letter").1
}

/// Deferred, and the gateway as a whole is left alone for a while.
fn code_421(step: Moment) {
    for script in both(&Script::default().on(step, [Act::say("421 4.3.2 leaving"), Act::Close])) {
        run(async {
            let (result, peer) = once(script, |_| {}).await;
            let deferral = deferred(&result);
            assert_eq!((deferral.phase, deferral.scope), (phase(step), Scope::Gateway));
            assert_eq!(deferral.reply.as_ref().map(|reply| reply.code), Some(421));
            assert!(peer.record().taken.is_empty());
        });
    }
}

/// This letter alone is deferred, for as long as the gateway asks, and the session goes on.
fn code_4xx(step: Moment) {
    let no = [Act::say("451 4.7.1 greylisted, try again in 5 minutes")];
    for script in both(&Script::default().on_nth(step, 1, no)) {
        run(async {
            let peer = Peer::start(script).await.unwrap();
            let mut connection = open(settings(&peer)).await.unwrap();
            let result = attempt(&mut connection, 1).await;
            let deferral = deferred(&result);
            assert_eq!((deferral.phase, deferral.scope), (phase(step), Scope::Letter));
            assert_eq!(deferral.retry_after, Some(Duration::from_mins(5)));
            assert!(connection.usable().await);
            assert!(accepted(&attempt(&mut connection, 2).await));
            let record = peer.record();
            assert_eq!(record.connections, 1);
            assert_eq!(record.taken.len(), 1);
            // RSET if, and only if, a transaction was left open.
            let open = matches!(step, Moment::Rcpt | Moment::Data);
            assert_eq!(
                record.commands.iter().filter(|line| *line == "RSET").count(),
                usize::from(open)
            );
        });
    }
}

/// Our own fault at MAIL, which stops the campaign; from RCPT on the letter is refused.
fn code_5xx(step: Moment) {
    for script in both(&Script::default().on(step, [Act::say("550 5.1.1 no such user")])) {
        run(async {
            let (result, peer) = once(script, |_| {}).await;
            assert!(peer.record().taken.is_empty());
            if step == Moment::Mail {
                assert!(matches!(
                    result,
                    Err(Ended::Stop(Stop::Refused {
                        phase: Phase::Mail,
                        ..
                    }))
                ));
            } else {
                let (at, reply) = refused(&result);
                assert_eq!(
                    (at, reply.code, reply.blames_recipient()),
                    (phase(step), 550, true)
                );
            }
        });
    }
}

/// Deferred before the dot; unknown after it.
fn ends(step: Moment, act: &Act) {
    for script in both(&Script::default().on(step, [act.clone()])) {
        run(async {
            let (result, peer) = once(script, |_| {}).await;
            if step == Moment::Dot {
                assert!(unknown(&result), "{result:?}");
                assert_eq!(peer.record().dots, 1);
                return;
            }
            let deferral = deferred(&result);
            assert_eq!(deferral.scope, Scope::Gateway);
            // A reset (commands left unread make one of a close) may overtake the replies to earlier commands.
            assert!(deferral.phase <= phase(step), "{deferral:?}");
            assert_eq!(peer.record().dots, 0);
        });
    }
}

#[test]
fn code_421_at_mail() {
    code_421(Moment::Mail);
}

#[test]
fn code_421_at_rcpt() {
    code_421(Moment::Rcpt);
}

#[test]
fn code_421_at_data() {
    code_421(Moment::Data);
}

#[test]
fn code_421_at_dot() {
    code_421(Moment::Dot);
}

#[test]
fn code_4xx_at_mail() {
    code_4xx(Moment::Mail);
}

#[test]
fn code_4xx_at_rcpt() {
    code_4xx(Moment::Rcpt);
}

#[test]
fn code_4xx_at_data() {
    code_4xx(Moment::Data);
}

#[test]
fn code_4xx_at_dot() {
    code_4xx(Moment::Dot);
}

#[test]
fn code_5xx_at_mail() {
    code_5xx(Moment::Mail);
}

#[test]
fn code_5xx_at_rcpt() {
    code_5xx(Moment::Rcpt);
}

#[test]
fn code_5xx_at_data() {
    code_5xx(Moment::Data);
}

#[test]
fn code_5xx_at_dot() {
    code_5xx(Moment::Dot);
}

#[test]
fn silent_close_at_mail() {
    ends(Moment::Mail, &Act::Close);
}

#[test]
fn silent_close_at_rcpt() {
    ends(Moment::Rcpt, &Act::Close);
}

#[test]
fn silent_close_at_data() {
    ends(Moment::Data, &Act::Close);
}

#[test]
fn silent_close_at_dot() {
    ends(Moment::Dot, &Act::Close);
}

#[test]
fn rst_at_each_step() {
    for (step, _) in STEPS {
        ends(step, &Act::Reset);
    }
}

#[test]
fn silence_at_each_step() {
    for (step, phase) in STEPS {
        if step == Moment::Dot {
            continue;
        }
        run(async {
            let (result, _peer) = once(Script::default().on(step, [Act::Hang]), |s| {
                s.deadlines = Deadlines::all(SHORT / 2);
            })
            .await;
            assert_eq!(deferred(&result).phase, phase);
        });
    }
    run(async {
        let silent = Script::default().on(Moment::Dot, [Act::Take, Act::Hang]);
        let (result, peer) = once(silent, |s| s.deadlines.dot = SHORT / 2).await;
        assert!(unknown(&result), "{result:?}");
        assert_eq!(peer.record().taken.len(), 1);
    });
}

#[test]
fn drop_after_the_dot() {
    // Whether the gateway has kept the letter cannot be seen from here: both are the same doubt.
    for act in [Act::Close, Act::Reset] {
        for kept in [true, false] {
            let take = kept.then_some(Act::Take);
            let script = Script::default().on(Moment::Dot, take.into_iter().chain([act.clone()]));
            run(async {
                let peer = Peer::start(script).await.unwrap();
                let mut connection = open(settings(&peer)).await.unwrap();
                let result = attempt(&mut connection, 1).await;
                assert!(unknown(&result), "{result:?}");
                // Not a byte more goes to a gateway that has left.
                assert!(!connection.usable().await);
                let record = peer.record();
                assert_eq!((record.dots, record.taken.len()), (1, usize::from(kept)));
            });
        }
    }
}

#[test]
fn mixed_rcpt_replies() {
    // A letter has one recipient; the groups of several letters follow each other on one connection, and each letter
    // gets what was said to its own RCPT.
    let script = Script::default()
        .on_nth(Moment::Rcpt, 1, [Act::say("550 5.1.1 unknown")])
        .on_nth(Moment::Rcpt, 3, [Act::say("450 4.2.1 busy mailbox")])
        .on_nth(Moment::Rcpt, 4, [Act::say("251 2.1.5 will forward")])
        .on_nth(Moment::Rcpt, 5, [Act::say("551 5.1.6 moved")]);
    for script in both(&script) {
        run(async {
            let peer = Peer::start(script).await.unwrap();
            let mut connection = open(settings(&peer)).await.unwrap();
            let mut seen = Vec::new();
            for number in 1..=6 {
                assert!(connection.usable().await, "letter {number}");
                let result = attempt(&mut connection, number).await;
                seen.push(match &result {
                    Ok(Outcome::Accepted { .. }) => 250,
                    Ok(Outcome::Refused { reply, .. })
                    | Err(Ended::Letter(Outcome::Refused { reply, .. })) => reply.code,
                    _ => deferred(&result).reply.as_ref().map_or(0, |reply| reply.code),
                });
            }
            assert_eq!(seen, [550, 250, 450, 250, 551, 250]);
            let record = peer.record();
            let to: Vec<_> = record.taken.iter().map(|taken| taken.to.join(",")).collect();
            let expected = [2, 4, 6].map(|number| envelope(number).to);
            assert_eq!((to.as_slice(), record.connections), (&expected[..], 1));
        });
    }
}
