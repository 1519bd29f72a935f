//! WHOIS against a responder that refers, hangs, floods and limits.

use std::time::{Duration, Instant};

use forewarn::resolve::online::{Heard, Hints, Registry, Service, Settings, Sources, Trouble};

use crate::support::{Page, Rdap, Reply, Whois, address, contact};

fn text(text: &str) -> Reply {
    Reply::Text(text.as_bytes().to_vec())
}

fn settings(servers: &[(Registry, &Whois)]) -> Settings {
    Settings {
        whois: servers
            .iter()
            .map(|(registry, server)| (*registry, server.server()))
            .collect(),
        patience: Duration::from_millis(1500),
        services: [Service::Whois].into(),
        ..Settings::default()
    }
}

async fn heard(servers: &[(Registry, &Whois)]) -> Heard {
    let sources = Sources::new(settings(servers), None).unwrap();
    let hints = Hints {
        registry: Some(servers[0].0),
        ..Hints::default()
    };
    let errand = sources.next(address(), &hints, &[]).unwrap();
    sources
        .follow(errand, "2026-03-02T10:00:00Z".parse().unwrap())
        .await
}

#[tokio::test]
async fn each_registry_is_asked_in_its_own_way() {
    let reply = text("% Abuse contact for '192.0.2.0/24' is 'abuse@net.example'\n\ninetnum: 192.0.2.0/24\n");
    for (registry, line) in [
        (Registry::Ripe, "-r 192.0.2.9"),
        (Registry::Apnic, "-r 192.0.2.9"),
        (Registry::Afrinic, "-r 192.0.2.9"),
        (Registry::Lacnic, "192.0.2.9"),
        (Registry::RegistroBr, "192.0.2.9"),
    ] {
        let server = Whois::start(&[(line, reply.clone())]);
        assert_eq!(
            contact(&[heard(&[(registry, &server)]).await]),
            "abuse@net.example",
            "{registry}"
        );
        assert_eq!(server.lines(), [line]);
    }
    let arin = Whois::start(&[(
        "n + 192.0.2.9",
        text("NetRange: 192.0.2.0 - 192.0.2.255\nOrgAbuseEmail: abuse@net.example\n"),
    )]);
    assert_eq!(
        contact(&[heard(&[(Registry::Arin, &arin)]).await]),
        "abuse@net.example"
    );
    let jpnic = Whois::start(&[(
        "192.0.2.9/e",
        text("a. [Network Number]  192.0.2.0/24\n[Abuse]  abuse@net.example\n"),
    )]);
    assert_eq!(
        contact(&[heard(&[(Registry::Jpnic, &jpnic)]).await]),
        "abuse@net.example"
    );
}

#[tokio::test]
async fn a_referral_is_followed_to_the_registrys_server_and_no_other() {
    let ripe = Whois::start(&[(
        "-r 192.0.2.9",
        text("% Abuse contact for '192.0.2.0/24' is 'abuse@net.example'\n\ninetnum: 192.0.2.0/24\n"),
    )]);
    let arin = Whois::start(&[(
        "n + 192.0.2.9",
        text(
            "NetRange: 192.0.0.0 - 192.0.255.255\nReferralServer: rwhois://127.0.0.1:1\n\
             ReferralServer: whois://whois.ripe.net:43\n",
        ),
    )]);
    let heard = heard(&[(Registry::Arin, &arin), (Registry::Ripe, &ripe)]).await;
    assert_eq!(heard.registry, Some(Registry::Ripe));
    assert_eq!(contact(&[heard]), "abuse@net.example");
}

#[tokio::test]
async fn a_referral_loop_ends_with_what_is_known() {
    let arin = Whois::start(&[(
        "n + 192.0.2.9",
        text("NetRange: 192.0.0.0/16\nNetType: Allocated to APNIC\n"),
    )]);
    let apnic = Whois::start(&[(
        "-r 192.0.2.9",
        text("inetnum: 192.0.2.0/24\nnetname: STUB-192-0-2\ndescr: Transferred to the ARIN region\n"),
    )]);
    let heard = heard(&[(Registry::Arin, &arin), (Registry::Apnic, &apnic)]).await;
    assert_eq!(contact(&[heard]), "placeholder-only");
    assert_eq!((arin.lines().len(), apnic.lines().len()), (1, 1));
}

#[tokio::test]
async fn an_object_that_the_network_refers_to_is_looked_up() {
    let network = text("inetnum: 192.0.2.0/24\nmnt-irt: IRT-EX\n");
    let server = Whois::start(&[
        ("-r 192.0.2.9", network.clone()),
        (
            "-r IRT-EX",
            text("irt: IRT-EX\nabuse-mailbox: abuse@net.example\n"),
        ),
    ]);
    assert_eq!(
        contact(&[heard(&[(Registry::Afrinic, &server)]).await]),
        "abuse@net.example"
    );
    // An object that is not there is a gap; a server that fails is trouble.
    let server = Whois::start(&[
        ("-r 192.0.2.9", network.clone()),
        ("-r IRT-EX", text("%ERROR:101: no entries found\n")),
    ]);
    assert_eq!(
        contact(&[heard(&[(Registry::Afrinic, &server)]).await]),
        "no-abuse-role"
    );
    let server = Whois::start(&[("-r 192.0.2.9", network), ("-r IRT-EX", Reply::Hang(Vec::new()))]);
    assert_eq!(
        contact(&[heard(&[(Registry::Afrinic, &server)]).await]),
        "timeout"
    );
}

#[tokio::test]
async fn a_hanging_whois_is_left_after_its_time() {
    let said = b"inetnum: 192.0.2.0/24\nabuse-c: X\n".to_vec();
    for reply in [Reply::Hang(Vec::new()), Reply::Hang(said)] {
        let server = Whois::start(&[("-r 192.0.2.9", reply)]);
        let began = Instant::now();
        let heard = heard(&[(Registry::Ripe, &server)]).await;
        assert_eq!(heard.said, Err(Trouble::Timeout));
        assert!(began.elapsed() < Duration::from_millis(2500));
        assert_eq!(contact(&[heard]), "timeout");
    }
}

#[tokio::test]
async fn a_flooding_whois_ends_at_the_limit() {
    let server = Whois::start(&[("-r 192.0.2.9", Reply::Flood(b"remarks: x\n".repeat(1000)))]);
    let heard = heard(&[(Registry::Ripe, &server)]).await;
    assert_eq!(heard.said, Err(Trouble::TooLarge { limit: 1024 * 1024 }));
}

#[tokio::test]
async fn a_whois_that_says_nothing_or_is_not_there_is_trouble() {
    let server = Whois::start(&[]);
    let silent = heard(&[(Registry::Ripe, &server)]).await.said;
    assert!(matches!(silent, Err(Trouble::Malformed { .. })), "{silent:?}");
    let address = server.server();
    drop(server);
    let mut settings = settings(&[]);
    settings.whois.insert(Registry::Ripe, address);
    let sources = Sources::new(settings, None).unwrap();
    let hints = Hints {
        registry: Some(Registry::Ripe),
        ..Hints::default()
    };
    let errand = sources.next(self::address(), &hints, &[]).unwrap();
    let gone = sources
        .follow(errand, "2026-03-02T10:00:00Z".parse().unwrap())
        .await
        .said;
    assert!(matches!(gone, Err(Trouble::Unreachable { .. })), "{gone:?}");
}

#[tokio::test]
async fn whois_fills_the_gap_that_a_national_rdap_leaves() {
    // LACNIC's RDAP sends us to registro.br's, which names an abuse entity without an address; its WHOIS has it.
    let national = Rdap::start().page(
        "/ip/192.0.2.9",
        Page::of(
            r#"{"startAddress":"192.0.2.0","endAddress":"192.0.2.255","country":"BR",
            "entities":[{"handle":"ABC1","roles":["abuse"]}]}"#,
        ),
    );
    let regional = Rdap::start().page(
        "/ip/192.0.2.9",
        Page::redirect(&format!("{}ip/192.0.2.9", national.url())),
    );
    let whois = Whois::start(&[(
        "192.0.2.9",
        text(
            "inetnum: 192.0.2.0/24\nabuse-c: ABC1\ncountry: BR\n\nnic-hdl-br: ABC1\ne-mail: abuse@net.example\n",
        ),
    )]);
    let mut settings = settings(&[(Registry::RegistroBr, &whois)]);
    settings.services.insert(Service::Rdap);
    settings
        .rdap
        .insert(Registry::Lacnic, regional.url().parse().unwrap());
    settings
        .rdap
        .insert(Registry::RegistroBr, national.url().parse().unwrap());
    let sources = Sources::new(settings, None).unwrap();
    let hints = Hints {
        registry: Some(Registry::Lacnic),
        ..Hints::default()
    };
    let mut all = Vec::new();
    while let Some(errand) = sources.next(address(), &hints, &all) {
        all.push(
            sources
                .follow(errand, "2026-03-02T10:00:00Z".parse().unwrap())
                .await,
        );
        assert!(all.len() < 5);
    }
    assert_eq!(all.len(), 2);
    assert_eq!(contact(&all[..1]), "no-abuse-role");
    assert_eq!(contact(&all), "abuse@net.example");
}
