//! Faults before the first letter, without TLS.

use super::*;

/// Opening against this script fails; how.
fn fails(script: Script) -> NoSession {
    run(async {
        let peer = Peer::start(script).await.unwrap();
        open(impatient(&peer)).await.unwrap_err()
    })
}

fn later(found: NoSession) -> Deferral {
    match found {
        NoSession::Later(deferral) => {
            assert_eq!(deferral.scope, Scope::Gateway);
            deferral
        }
        NoSession::Stop(stop) => panic!("{stop}"),
    }
}

fn stops(found: NoSession) -> Stop {
    match found {
        NoSession::Stop(stop) => stop,
        NoSession::Later(deferral) => panic!("{deferral:?}"),
    }
}

#[test]
fn connection_refused() {
    let found = run(async {
        let peer = Peer::start(Script::default()).await.unwrap();
        let settings = settings(&peer);
        drop(peer);
        tokio::task::yield_now().await;
        open(settings).await.unwrap_err()
    });
    assert_eq!(later(found).phase, Phase::Connect);
}

#[test]
fn swallowed_syn() {
    let found = run(async {
        // A listener whose queue is full: Linux drops further SYNs without a word.
        let socket = tokio::net::TcpSocket::new_v4().unwrap();
        socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
        let listener = socket.listen(1).unwrap();
        let address = listener.local_addr().unwrap();
        let mut waiting = Vec::new();
        while let Ok(Ok(stream)) = tokio::time::timeout(SHORT, tokio::net::TcpStream::connect(address)).await
        {
            waiting.push(stream);
        }
        let endpoint = Endpoint::parse(&format!("smtp://{address}"), None).unwrap();
        let mut settings = Settings::new(endpoint, "client.example");
        settings.deadlines = Deadlines::all(SHORT);
        open(settings).await.unwrap_err()
    });
    let deferral = later(found);
    assert_eq!(
        (deferral.phase, deferral.why.as_str()),
        (Phase::Connect, "no answer within 250 ms")
    );
}

#[test]
fn no_banner() {
    assert_eq!(
        later(fails(Script::default().on(Moment::Greeting, [Act::Hang]))).phase,
        Phase::Banner
    );
    assert_eq!(
        later(fails(Script::default().on(Moment::Greeting, [Act::Close]))).phase,
        Phase::Banner
    );
    assert_eq!(
        later(fails(Script::default().on(Moment::Greeting, [Act::Reset]))).phase,
        Phase::Banner
    );
}

#[test]
fn banner_421() {
    let busy = Act::say("421 4.3.2 too busy, try again in 120 seconds");
    let deferral = later(fails(Script::default().on(Moment::Greeting, [busy, Act::Close])));
    assert_eq!(
        (deferral.phase, deferral.retry_after),
        (Phase::Banner, Some(Duration::from_mins(2)))
    );
}

#[test]
fn banner_554() {
    let stop = stops(fails(
        Script::default().on(Moment::Greeting, [Act::say("554 5.7.1 no mail from you")]),
    ));
    assert!(
        matches!(
            stop,
            Stop::Refused {
                phase: Phase::Banner,
                ..
            }
        ),
        "{stop}"
    );
}

#[test]
fn a_server_that_knows_no_ehlo_is_asked_with_helo() {
    for code in ["500 5.5.1 what?", "502 5.5.1 not implemented"] {
        run(async {
            // The scripted server knows HELO as any other command, to which it says no by itself.
            let script = Script::default()
                .on(Moment::Ehlo, [Act::say(code)])
                .on(Moment::Other, [Act::say("250 peer.example")]);
            let (result, peer) = once(script, |_| {}).await;
            assert!(accepted(&result), "{result:?}");
            assert_eq!(
                peer.record().commands[..4],
                [
                    "EHLO client.example",
                    "HELO client.example",
                    "MAIL FROM:<bounce+t1@sender.example>",
                    "RCPT TO:<abuse1@isp.example>"
                ]
            );
        });
    }
    // Where TLS or a password is wanted, a server without extensions will not do.
    run(async {
        let script = Script::default()
            .on(Moment::Ehlo, [Act::say("502 what?")])
            .on(Moment::Other, [Act::say("250 peer.example")]);
        let peer = Peer::start(script).await.unwrap();
        let mut settings = settings(&peer);
        settings.endpoint = Endpoint::parse(&format!("smtp://{}", peer.address()), Some("none")).unwrap();
        settings.credentials = Some(Credentials {
            username: "me".to_owned(),
            password: "secret".to_owned().into(),
        });
        assert!(matches!(
            open(settings).await,
            Err(NoSession::Stop(Stop::Refused { .. }))
        ));
        assert_eq!(peer.record().commands, ["EHLO client.example"]);
    });
}

#[test]
fn ehlo_refused() {
    let stop = stops(fails(
        Script::default().on(Moment::Ehlo, [Act::say("554 5.7.1 not you")]),
    ));
    assert!(
        matches!(
            stop,
            Stop::Refused {
                phase: Phase::Ehlo,
                ..
            }
        ),
        "{stop}"
    );
    let found = fails(Script::default().on(Moment::Ehlo, [Act::say("421 4.3.2 leaving"), Act::Close]));
    assert_eq!(later(found).phase, Phase::Ehlo);
}

#[test]
fn early_talker() {
    let script = Script::default().on(Moment::Greeting, [Act::say("220 a\r\n250 hello to you too")]);
    let deferral = later(fails(script));
    assert_eq!(
        (deferral.phase, deferral.why.as_str()),
        (Phase::Ehlo, "the gateway spoke out of turn")
    );
}

#[test]
fn trickled_reply_has_one_deadline() {
    // Each byte comes well within the deadline; all of them do not.
    let trickle = Act::Trickle(b"220 a rather slow banner\r\n".to_vec(), SHORT / 5);
    let started = std::time::Instant::now();
    let deferral = later(fails(Script::default().on(Moment::Greeting, [trickle])));
    assert_eq!(
        (deferral.phase, deferral.why.as_str()),
        (Phase::Banner, "no answer within 250 ms")
    );
    assert!(started.elapsed() < SHORT * 4, "{:?}", started.elapsed());
}

#[test]
fn endless_line() {
    let deferral = later(fails(
        Script::default().on(Moment::Greeting, [Act::Flood(vec![b'2'; 1000])]),
    ));
    assert!(deferral.why.contains("longer than 4 KiB"), "{}", deferral.why);
}

#[test]
fn endless_continuation() {
    let line = b"220-and another thing\r\n".to_vec();
    let deferral = later(fails(Script::default().on(Moment::Greeting, [Act::Flood(line)])));
    assert!(deferral.why.contains("longer than 64 KiB"), "{}", deferral.why);
}

#[test]
fn malformed_replies() {
    for bytes in [
        "hello\r\n",
        "22 x\r\n",
        "220_x\r\n",
        "220 x\n",
        "220-a\r\n250 b\r\n",
        "HTTP/1.1 400 Bad\r\n",
    ] {
        let script = Script::default().on(Moment::Greeting, [Act::Say(bytes.into())]);
        let deferral = later(fails(script));
        assert!(deferral.why.contains("no SMTP"), "{bytes:?}: {}", deferral.why);
    }
}

/// Opening with a name and a password, which must not show in what comes of it.
fn log_in(script: Script) -> (Result<Connection, NoSession>, Vec<String>) {
    run(async {
        let peer = Peer::start(script).await.unwrap();
        let mut settings = settings(&peer);
        settings.endpoint = Endpoint::parse(&format!("smtp://{}", peer.address()), Some("none")).unwrap();
        settings.credentials = Some(Credentials {
            username: "joe".to_owned(),
            password: "s3cret-word".into(),
        });
        let opened = open(settings).await;
        let shown = format!("{opened:?}");
        assert!(
            !shown.contains("s3cret") && !shown.contains("czNjcmV0"),
            "{shown}"
        );
        (opened, peer.record().commands)
    })
}

#[test]
fn auth_plain_and_login() {
    let (opened, commands) = log_in(Script::default().keywords(&["AUTH LOGIN PLAIN"]));
    assert!(opened.is_ok());
    // "\0joe\0s3cret-word"
    assert_eq!(commands[1], "AUTH PLAIN AGpvZQBzM2NyZXQtd29yZA==");
    let (opened, commands) = log_in(Script::default().keywords(&["AUTH XOAUTH2 LOGIN"]));
    assert!(opened.is_ok());
    assert_eq!(commands[1..], ["AUTH LOGIN", "am9l", "czNjcmV0LXdvcmQ="]);
}

#[test]
fn auth_refused() {
    let refusing = Script::default().on(Moment::Auth, [Act::say("535 5.7.8 wrong")]);
    let (opened, _) = log_in(refusing.keywords(&["AUTH PLAIN"]));
    assert!(matches!(
        stops(opened.unwrap_err()),
        Stop::Refused {
            phase: Phase::Auth,
            ..
        }
    ));
    let later_script = Script::default().on(Moment::Auth, [Act::say("454 4.7.0 directory is down")]);
    let (opened, _) = log_in(later_script.keywords(&["AUTH PLAIN"]));
    assert_eq!(later(opened.unwrap_err()).phase, Phase::Auth);
    let asking = Script::default().on(Moment::Auth, [Act::say("334 more")]);
    let (opened, _) = log_in(asking.keywords(&["AUTH PLAIN"]));
    assert_eq!(later(opened.unwrap_err()).phase, Phase::Auth);
    let (opened, commands) = log_in(Script::default().keywords(&["AUTH GSSAPI"]));
    assert!(matches!(stops(opened.unwrap_err()), Stop::NoAuth { .. }));
    assert_eq!(commands.len(), 1, "{commands:?}");
}

#[test]
fn no_password_in_plaintext() {
    let credentials = Some(Credentials {
        username: "joe".to_owned(),
        password: "x".into(),
    });
    for (url, option) in [
        ("smtp://127.0.0.1:1", None),
        ("smtp://mail.example", Some("none")),
        ("smtp://192.0.2.1", Some("none")),
    ] {
        let mut settings = Settings::new(Endpoint::parse(url, option).unwrap(), "client.example");
        settings.credentials = credentials.clone();
        assert_eq!(
            Gateway::new(settings).unwrap_err(),
            Stop::PlaintextPassword,
            "{url}"
        );
    }
}

#[test]
fn hello_names_are_checked() {
    let with = |name: &str| {
        let endpoint = Endpoint::parse("smtp://127.0.0.1:1", None).unwrap();
        Gateway::new(Settings::new(endpoint, name)).map(|_| ())
    };
    for good in ["client.example", "client", "[192.0.2.1]", "[IPv6:2001:db8::1]"] {
        assert_eq!(with(good), Ok(()), "{good}");
    }
    for bad in ["", "a b", "a\r\nRSET", "[192.0.2.256]", "-a", "a..b", "ü.example"] {
        assert_eq!(with(bad), Err(Stop::HostName(bad.to_owned())), "{bad:?}");
    }
}
