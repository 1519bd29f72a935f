//! The sources that live in the DNS, against a real server, and one that fails in every way.

use std::fmt::Write as _;
use std::net::{IpAddr, UdpSocket};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use forewarn::dns::{Dns, Server};
use forewarn::resolve::online::{Heard, Hints, Registry, Service, Settings, Sources, Subject, Trouble};

use crate::support::{self, Page, Rdap, address, contact, decision};

fn sources(server: &str, services: &[Service]) -> Sources {
    let settings = Settings {
        services: services.iter().copied().collect(),
        abusix_zone: "contacts.zone.example".to_owned(),
        ..Settings::default()
    };
    let server: Server = server.to_owned().try_into().unwrap();
    let dns = Dns::new(Some(server), Duration::from_secs(2)).unwrap();
    Sources::new(settings, Some(dns)).unwrap()
}

async fn heard(sources: &Sources) -> Heard {
    let errand = sources.next(address(), &Hints::default(), &[]).unwrap();
    sources
        .follow(errand, "2026-03-02T10:00:00Z".parse().unwrap())
        .await
}

#[tokio::test]
async fn abusix_is_asked_only_when_the_operator_wants_it_and_its_prose_is_no_address() {
    let zone = "9.2.0.192 TXT \"abuse@net\" \".example,noc@net.example\"\n8.2.0.192 TXT \"ask abuse@net.example nicely\"";
    let server = support::Dns::start(&[("contacts.zone.example", zone)]);
    let unasked = sources(&server.server(), &[Service::OriginAs]);
    let mut all = Vec::new();
    while let Some(errand) = unasked.next(address(), &Hints::default(), &all) {
        assert_ne!(errand.service(), Service::Abusix);
        all.push(
            unasked
                .follow(errand, "2026-03-02T10:00:00Z".parse().unwrap())
                .await,
        );
    }
    let sources = sources(&server.server(), &[Service::Abusix]);
    let heard = heard(&sources).await;
    let decision = decision(std::slice::from_ref(&heard));
    assert_eq!(contact(&[heard]), "abuse@net.example");
    assert_eq!(decision.confidence, 65);
    assert_eq!(decision.alternates().count(), 1);
    assert_eq!(
        decision.range,
        (address(), address()),
        "it says nothing of the neighbours"
    );

    let other: IpAddr = "192.0.2.8".parse().unwrap();
    let errand = sources.next(other, &Hints::default(), &[]).unwrap();
    let answer = sources
        .follow(errand, "2026-03-02T10:00:00Z".parse().unwrap())
        .await
        .said
        .unwrap();
    assert!(!answer.names_somebody(), "{answer:?}");
}

#[tokio::test]
async fn the_origin_leads_to_the_contact_of_its_as() {
    let zone = "9.2.0.192 TXT \"64499 | 192.0.0.0/16 | US | arin | 2001-01-01\"\n\
                9.2.0.192 TXT \"64500 | 192.0.2.0/24 | US | arin | 2001-01-01\"";
    let server = support::Dns::start(&[("origin.asn.cymru.com", zone)]);
    let rdap = Rdap::start().page(
        "/autnum/64500",
        Page::of(
            r#"{"startAutnum":64500,"endAutnum":64500,"entities":[{"roles":["abuse"],
            "vcardArray":["vcard",[["email",{},"text","abuse@as.example"]]]}]}"#,
        ),
    );
    let mut settings = Settings {
        services: [Service::Rdap, Service::OriginAs].into(),
        ..Settings::default()
    };
    settings.rdap.insert(Registry::Arin, rdap.url().parse().unwrap());
    let dns = Dns::new(
        Some(Server::try_from(server.server()).unwrap()),
        Duration::from_secs(2),
    )
    .unwrap();
    let sources = Sources::new(settings, Some(dns)).unwrap();
    let mut all: Vec<Heard> = Vec::new();
    while let Some(errand) = sources.next(address(), &Hints::default(), &all) {
        all.push(
            sources
                .follow(errand, "2026-03-02T10:00:00Z".parse().unwrap())
                .await,
        );
        assert!(all.len() < 5);
    }
    let asked: Vec<(Service, Subject)> = all.iter().map(|heard| (heard.service, heard.subject)).collect();
    let network = Subject::Address(address());
    assert_eq!(
        asked,
        [
            (Service::Rdap, network),
            (Service::OriginAs, network),
            (Service::Rdap, Subject::As(64500))
        ]
    );
    assert_eq!(contact(&all), "abuse@as.example");
    assert_eq!(decision(&all).confidence, 50);
}

#[tokio::test]
async fn a_host_name_is_for_a_person_and_only_if_it_leads_back() {
    let reverse = "9 PTR host-9.pool.isp.example.\n8 PTR liar.isp.example.\n7 PTR host.nomail.example.";
    let server = support::Dns::start(&[
        ("2.0.192.in-addr.arpa", reverse),
        (
            "isp.example",
            "host-9.pool A 192.0.2.9\nliar A 192.0.2.77\n@ MX 10 mx",
        ),
        ("nomail.example", "host A 192.0.2.7\n@ MX 0 ."),
    ]);
    let sources = sources(&server.server(), &[Service::ReverseDns]);
    let heard = heard(&sources).await;
    let decision = decision(std::slice::from_ref(&heard));
    assert_eq!(contact(&[heard]), "below-threshold");
    let candidate = &decision.candidates[0];
    assert_eq!(
        (candidate.published.as_str(), candidate.confidence),
        ("abuse@isp.example", 20)
    );
    for other in ["192.0.2.8", "192.0.2.7"] {
        let errand = sources
            .next(other.parse().unwrap(), &Hints::default(), &[])
            .unwrap();
        let answer = sources
            .follow(errand, "2026-03-02T10:00:00Z".parse().unwrap())
            .await
            .said
            .unwrap();
        assert!(!answer.names_somebody(), "{other}: {answer:?}");
    }
}

#[tokio::test]
async fn nxdomain_is_nothing_there_and_a_refusal_is_trouble() {
    let server = support::Dns::start(&[("contacts.zone.example", "x A 192.0.2.1")]);
    let heard = heard(&sources(&server.server(), &[Service::Abusix])).await;
    assert_eq!(heard.said, Err(Trouble::NotFound));
    // The server has no such zone and refuses.
    let heard = self::heard(&sources(&server.server(), &[Service::ReverseDns])).await;
    assert!(
        matches!(heard.said, Err(Trouble::Server { .. })),
        "{:?}",
        heard.said
    );
}

#[tokio::test]
async fn an_answer_too_long_for_a_packet_comes_over_tcp() {
    let mut zone = String::new();
    for n in 0..40 {
        let _ = writeln!(zone, "9.2.0.192 TXT \"a{n}-{}@net.example\"", "x".repeat(40));
    }
    let server = support::Dns::start(&[("contacts.zone.example", &zone)]);
    let heard = heard(&sources(&server.server(), &[Service::Abusix])).await;
    assert_eq!(decision(&[heard]).candidates.len(), 40);
}

/// Answers every question with these flags and no record, over UDP alone.
struct Broken {
    address: String,
    over: Arc<AtomicBool>,
}

impl Broken {
    fn start(flags: [u8; 2]) -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        socket.set_read_timeout(Some(Duration::from_millis(100))).unwrap();
        let address = socket.local_addr().unwrap().to_string();
        let over = Arc::new(AtomicBool::new(false));
        let stop = Arc::clone(&over);
        std::thread::spawn(move || {
            let mut question = [0; 512];
            while !stop.load(Ordering::SeqCst) {
                let Ok((length, peer)) = socket.recv_from(&mut question) else {
                    continue;
                };
                let end = question[12..length].iter().position(|octet| *octet == 0).unwrap() + 12 + 5;
                let mut answer = question[..end].to_vec();
                answer[2..4].copy_from_slice(&flags);
                answer[6..12].fill(0);
                let _ = socket.send_to(&answer, peer);
            }
        });
        Self { address, over }
    }
}

impl Drop for Broken {
    fn drop(&mut self) {
        self.over.store(true, Ordering::SeqCst);
    }
}

#[tokio::test]
async fn servfail_and_truncated_dns_are_trouble_and_never_no_contact() {
    // SERVFAIL; then an answer that is cut short, by a server that cannot be asked over TCP.
    for (flags, what) in [([0x81, 0x82], "SERVFAIL"), ([0x83, 0x80], "truncated")] {
        let server = Broken::start(flags);
        for service in [Service::Abusix, Service::OriginAs, Service::ReverseDns] {
            let heard = heard(&sources(&server.address, &[service])).await;
            let trouble = heard.said.as_ref().unwrap_err();
            assert!(!trouble.is_nothing_there(), "{what}, {service}: {trouble:?}");
            assert_ne!(contact(&[heard]), "no-abuse-role", "{what}, {service}");
        }
    }
}
