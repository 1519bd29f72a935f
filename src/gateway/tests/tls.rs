//! STARTTLS, implicit TLS, certificates.

use super::*;

/// What opening comes to against this script, with the authority's settings adjusted.
fn opened(
    authority: &Authority,
    script: Script,
    adjust: impl FnOnce(&mut Settings),
) -> (Result<Result<Outcome, Ended>, NoSession>, super::peer::Record) {
    run(async {
        let peer = Peer::start(script).await.unwrap();
        let mut settings = authority.settings(&peer);
        adjust(&mut settings);
        let result = match open(settings).await {
            Ok(mut connection) => Ok(attempt(&mut connection, 1).await),
            Err(found) => Err(found),
        };
        (result, peer.record())
    })
}

fn stopped(result: Result<Result<Outcome, Ended>, NoSession>) -> Stop {
    match result {
        Err(NoSession::Stop(stop)) => stop,
        other => panic!("{other:?}"),
    }
}

fn phase_of(result: Result<Result<Outcome, Ended>, NoSession>) -> Phase {
    match result {
        Err(NoSession::Later(deferral)) => deferral.phase,
        other => panic!("{other:?}"),
    }
}

#[test]
fn letters_over_starttls_and_implicit_tls() {
    let authority = Authority::new(&["127.0.0.1"]);
    let (result, record) = opened(
        &authority,
        Script::default().starttls(authority.server.clone()),
        |_| {},
    );
    assert!(accepted(&result.unwrap()));
    assert_eq!(
        record.commands[..3],
        ["EHLO client.example", "STARTTLS", "EHLO client.example"]
    );
    assert_eq!(record.taken[0].letter, LETTER);
    let implicit = Script::default().implicit_tls(authority.server.clone());
    let (result, record) = opened(&authority, implicit, |settings| {
        let Endpoint::Smtp { tls, .. } = &mut settings.endpoint else {
            panic!()
        };
        *tls = Tls::Implicit;
    });
    assert!(accepted(&result.unwrap()));
    assert_eq!(record.commands[0], "EHLO client.example");
}

#[test]
fn many_letters_over_one_tls_connection() {
    // Session tickets come unasked after the handshake: they are not taken for replies.
    let authority = Authority::new(&["127.0.0.1"]);
    run(async {
        let peer = Peer::start(Script::default().starttls(authority.server.clone()))
            .await
            .unwrap();
        let gateway = Gateway::new(authority.settings(&peer)).unwrap();
        for _ in 0..2 {
            let mut connection = gateway.open().await.unwrap();
            for number in 0..5 {
                tokio::time::sleep(Duration::from_millis(1)).await;
                assert!(connection.usable().await);
                assert!(accepted(&attempt(&mut connection, number).await));
            }
            connection.quit().await;
        }
        assert_eq!(peer.record().taken.len(), 10);
    });
}

#[test]
fn starttls_missing() {
    let authority = Authority::new(&["127.0.0.1"]);
    let (result, record) = opened(&authority, Script::default(), |_| {});
    assert!(matches!(stopped(result), Stop::NoStartTls { .. }));
    assert!(record.taken.is_empty());
}

#[test]
fn starttls_refused() {
    let authority = Authority::new(&["127.0.0.1"]);
    let script = || Script::default().starttls(authority.server.clone());
    let (result, _) = opened(
        &authority,
        script().on(Moment::StartTls, [Act::say("454 4.7.0 not now")]),
        |_| {},
    );
    assert_eq!(phase_of(result), Phase::Tls);
    let (result, _) = opened(
        &authority,
        script().on(Moment::StartTls, [Act::say("502 5.5.1 no")]),
        |_| {},
    );
    assert!(matches!(
        stopped(result),
        Stop::Refused {
            phase: Phase::Tls,
            ..
        }
    ));
}

#[test]
fn starttls_stalled() {
    let authority = Authority::new(&["127.0.0.1"]);
    for acts in [vec![Act::Hang], vec![Act::say("220 go"), Act::Hang]] {
        let script = Script::default()
            .starttls(authority.server.clone())
            .on(Moment::StartTls, acts);
        let (result, _) = opened(&authority, script, |settings| settings.deadlines.tls = SHORT);
        assert_eq!(phase_of(result), Phase::Tls);
    }
}

#[test]
fn starttls_with_injected_plaintext() {
    let authority = Authority::new(&["127.0.0.1"]);
    for injected in ["220 go\r\n250 injected\r\n", "220 go\r\n2"] {
        let acts = [Act::Say(injected.into()), Act::Secure];
        let script = Script::default()
            .starttls(authority.server.clone())
            .on(Moment::StartTls, acts);
        let (result, record) = opened(&authority, script, |_| {});
        assert!(matches!(stopped(result), Stop::Injected { .. }), "{injected:?}");
        assert_eq!(record.commands.len(), 2);
    }
    // The same in a segment of its own: it ends the handshake instead.
    let acts = [
        Act::say("220 go"),
        Act::Wait(SHORT / 10),
        Act::say("250 injected"),
        Act::Secure,
    ];
    let script = Script::default()
        .starttls(authority.server.clone())
        .on(Moment::StartTls, acts);
    let (result, _) = opened(&authority, script, |_| {});
    assert!(matches!(
        stopped(result),
        Stop::Handshake { .. } | Stop::Injected { .. }
    ));
}

/// Nothing but EHLO and STARTTLS reaches a server whose certificate does not hold.
fn certificate_refused(server: &Authority, trusted: &Authority, why: &str) {
    let (result, record) = opened(trusted, Script::default().starttls(server.server.clone()), |_| {});
    let stop = stopped(result);
    assert!(
        matches!(&stop, Stop::Certificate { host, .. } if host == "127.0.0.1"),
        "{stop:?}"
    );
    assert!(stop.to_string().contains(why), "{stop}");
    assert_eq!(record.commands.len(), 2);
}

#[test]
fn certificate_expired() {
    let expired = Authority::with(&["127.0.0.1"], |leaf| {
        leaf.not_before = rcgen::date_time_ymd(2001, 1, 1);
        leaf.not_after = rcgen::date_time_ymd(2002, 1, 1);
    });
    certificate_refused(&expired, &expired, "expired");
}

#[test]
fn certificate_wrong_host() {
    let wrong = Authority::new(&["mail.example"]);
    certificate_refused(&wrong, &wrong, "mail.example");
}

#[test]
fn certificate_unknown_ca() {
    let good = Authority::new(&["127.0.0.1"]);
    certificate_refused(&good, &Authority::new(&["127.0.0.1"]), "");
    // An own authority replaces the system's: without it the certificate is by nobody we know.
    let (result, _) = opened(&good, Script::default().starttls(good.server.clone()), |s| {
        s.ca_file = None;
    });
    assert!(matches!(
        stopped(result),
        Stop::Certificate { .. } | Stop::Authorities { .. }
    ));
}

#[test]
fn plaintext_where_tls_is_expected() {
    let authority = Authority::new(&["127.0.0.1"]);
    let (result, _) = opened(&authority, Script::default(), |settings| {
        let Endpoint::Smtp { tls, .. } = &mut settings.endpoint else {
            panic!()
        };
        *tls = Tls::Implicit;
    });
    let stop = stopped(result);
    assert!(
        matches!(stop, Stop::Handshake { .. }) && stop.hint().contains("smtps://"),
        "{stop:?}"
    );
}

#[test]
fn no_common_tls() {
    // Two bytes that mean `fatal: handshake failure`, in the place of a ServerHello.
    let authority = Authority::new(&["127.0.0.1"]);
    let alert = Act::Say(b"220 go\r\n".to_vec());
    let acts = [
        alert,
        Act::Wait(SHORT / 10),
        Act::Say(vec![21, 3, 3, 0, 2, 2, 40]),
        Act::Hang,
    ];
    let script = Script::default()
        .starttls(authority.server.clone())
        .on(Moment::StartTls, acts);
    let (result, _) = opened(&authority, script, |_| {});
    let stop = stopped(result);
    assert!(
        matches!(&stop, Stop::Handshake { why, .. } if why.contains("HandshakeFailure")),
        "{stop:?}"
    );
}

#[test]
fn unreadable_authorities() {
    let folder = tempfile::tempdir().unwrap();
    let empty = folder.path().join("empty.pem");
    std::fs::write(&empty, "no certificate\n").unwrap();
    for file in [empty, folder.path().join("missing.pem")] {
        let endpoint = Endpoint::parse("smtps://mail.example", None).unwrap();
        let mut settings = Settings::new(endpoint, "client.example");
        settings.ca_file = Some(file);
        assert!(matches!(Gateway::new(settings), Err(Stop::Authorities { .. })));
    }
}

#[test]
fn the_dots_fate_over_tls() {
    let authority = Authority::new(&["127.0.0.1"]);
    let script = || Script::default().starttls(authority.server.clone());
    for (acts, certain) in [
        (vec![Act::Take, Act::Close], false),
        (vec![Act::Take, Act::Reset], false),
        (vec![Act::Take, Act::say("250 ok"), Act::Reset], true),
    ] {
        let (result, record) = opened(&authority, script().on(Moment::Dot, acts.clone()), |_| {});
        let result = result.unwrap();
        assert_eq!(record.taken.len(), 1);
        // A reset may destroy the reply on its way; it never turns into a certain no.
        assert!(
            unknown(&result) || (certain && accepted(&result)),
            "{acts:?} {result:?}"
        );
    }
}
