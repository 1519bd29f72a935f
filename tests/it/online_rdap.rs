//! RDAP against a server that does everything that a server can do wrong.

use std::io::Write as _;
use std::time::{Duration, Instant};

use forewarn::resolve::online::{Heard, Hints, Registry, Service, Settings, Sources, Trouble, user_agent};
use jiff::Timestamp;

use crate::support::{Page, Rdap, address, contact};

const PATH: &str = "/ip/192.0.2.9";
const ANSWER: &str = r#"{"objectClassName":"ip network","startAddress":"192.0.2.0","endAddress":"192.0.2.255",
"name":"EXAMPLE","entities":[{"handle":"A1","roles":["abuse"],
"vcardArray":["vcard",[["email",{},"text","abuse@net.example"]]]}]}"#;

fn now() -> Timestamp {
    "2026-03-02T10:00:00Z".parse().unwrap()
}

fn sources(servers: &[(Registry, &Rdap)]) -> Sources {
    let settings = Settings {
        user_agent: user_agent("CERT Example", "cert@cert.example"),
        rdap: servers
            .iter()
            .map(|(registry, server)| (*registry, server.url().parse().unwrap()))
            .collect(),
        patience: Duration::from_millis(1500),
        services: [Service::Rdap].into(),
        ..Settings::default()
    };
    Sources::new(settings, None).unwrap()
}

async fn heard(sources: &Sources) -> Heard {
    // 192.0.2.0/24 lies in what IANA has given to ARIN.
    let errand = sources.next(address(), &Hints::default(), &[]).unwrap();
    assert_eq!(errand.registry(), Some(Registry::Arin));
    sources.follow(errand, now()).await
}

/// What a server with this page leads to.
async fn trouble(page: Page) -> Trouble {
    let server = Rdap::start().page(PATH, page);
    heard(&sources(&[(Registry::Arin, &server)]))
        .await
        .said
        .unwrap_err()
}

#[tokio::test]
async fn an_answer_leads_to_a_contact_and_the_request_names_the_operator() {
    let server = Rdap::start().page(PATH, Page::of(ANSWER));
    let sources = sources(&[(Registry::Arin, &server)]);
    let heard = heard(&sources).await;
    assert_eq!(contact(std::slice::from_ref(&heard)), "abuse@net.example");
    assert_eq!(
        heard.said.as_ref().unwrap().from.request,
        format!("{}ip/192.0.2.9", server.url())
    );
    let request = server.requests().concat().to_lowercase();
    assert!(request.starts_with("get /ip/192.0.2.9 http/1.1\r\n"), "{request}");
    assert!(request.contains("accept: application/rdap+json\r\n"), "{request}");
    assert!(
        request.contains("abuse contact lookup; cert example; cert@cert.example)\r\n"),
        "{request}"
    );
    // Nobody is left to ask, and the same is not asked again.
    assert!(sources.next(address(), &Hints::default(), &[heard]).is_none());
}

#[tokio::test]
async fn what_404_says_is_true_of_that_server_only() {
    let trouble = trouble(Page::status(404)).await;
    assert_eq!(trouble, Trouble::NotFound);
    assert!(trouble.is_nothing_there());
}

#[tokio::test]
async fn what_429_says_is_obeyed_in_seconds_and_as_a_date() {
    for (header, until) in [
        (Some("120"), Some("2026-03-02T10:02:00Z")),
        (
            Some("Mon, 02 Mar 2026 10:05:00 GMT"),
            Some("2026-03-02T10:05:00Z"),
        ),
        (Some("later"), None),
        (None, None),
    ] {
        let page = Page::status(429);
        let page = header
            .iter()
            .fold(page, |page, value| page.with("Retry-After", value));
        let until = until.map(|until| until.parse().unwrap());
        assert_eq!(trouble(page).await, Trouble::RateLimited { until }, "{header:?}");
    }
}

#[tokio::test]
async fn a_server_error_is_never_no_contact() {
    for status in [500, 502, 503, 400, 403] {
        let page = Page::status(status).with("Retry-After", "60");
        let server = Rdap::start().page(PATH, page);
        let heard = heard(&sources(&[(Registry::Arin, &server)])).await;
        let what = format!("HTTP {status}");
        let until = Some("2026-03-02T10:01:00Z".parse().unwrap());
        assert_eq!(heard.said, Err(Trouble::Server { what, until }));
        assert_eq!(contact(&[heard]), "server-error");
    }
}

#[tokio::test]
async fn a_truncated_body_is_never_no_contact() {
    for page in [
        Page::of(ANSWER).cut(200),
        Page::of(ANSWER).cut(0),
        Page::of(&ANSWER[..ANSWER.len() - 3]),
        Page::of(""),
    ] {
        let found = trouble(page).await;
        assert!(matches!(found, Trouble::Malformed { .. }), "{found:?}");
        assert!(!found.is_nothing_there());
    }
}

#[tokio::test]
async fn a_huge_body_ends_at_the_limit() {
    let limit = 2 * 1024 * 1024;
    let page = Page::of(vec![b' '; 64 * 1024]).flood();
    assert_eq!(trouble(page).await, Trouble::TooLarge { limit });
    assert_eq!(
        trouble(Page::of(vec![b' '; limit + 1])).await,
        Trouble::TooLarge { limit }
    );
}

fn gzipped(plain: &[u8]) -> Vec<u8> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(plain).unwrap();
    gzip.finish().unwrap()
}

#[tokio::test]
async fn a_gzip_bomb_ends_at_the_limit_and_a_compressed_answer_is_read() {
    let bomb = gzipped(&vec![b' '; 64 * 1024 * 1024]);
    assert!(bomb.len() < 100_000);
    let page = Page::of(bomb).with("Content-Encoding", "gzip");
    assert_eq!(
        trouble(page).await,
        Trouble::TooLarge {
            limit: 2 * 1024 * 1024
        }
    );
    let page = Page::of(gzipped(ANSWER.as_bytes())).with("Content-Encoding", "gzip");
    let server = Rdap::start().page(PATH, page);
    assert_eq!(
        contact(&[heard(&sources(&[(Registry::Arin, &server)])).await]),
        "abuse@net.example"
    );
    let page = Page::of(&gzipped(ANSWER.as_bytes())[..40]).with("Content-Encoding", "gzip");
    assert!(matches!(trouble(page).await, Trouble::Malformed { .. }));
}

#[tokio::test]
async fn deep_nesting_is_trouble() {
    let deep = format!("{}{}", "{\"entities\":[".repeat(50_000), "]}".repeat(50_000));
    assert!(matches!(trouble(Page::of(deep)).await, Trouble::Malformed { .. }));
}

#[tokio::test]
async fn a_redirect_to_another_registry_is_followed_at_that_registrys_pace() {
    let ripe = Rdap::start().page(PATH, Page::of(ANSWER));
    let target = format!("{}ip/192.0.2.9", ripe.url());
    let arin = Rdap::start()
        .page(PATH, Page::redirect("moved?x=1#top"))
        .page("/ip/moved?x=1", Page::redirect(&target));
    let sources = sources(&[(Registry::Arin, &arin), (Registry::Ripe, &ripe)]);
    let heard = heard(&sources).await;
    assert_eq!(heard.registry, Some(Registry::Ripe));
    assert_eq!(format!("http://{}/", heard.host), ripe.url());
    let answer = heard.said.as_ref().unwrap();
    assert_eq!(answer.from.hops.len(), 2);
    assert_eq!(contact(&[heard]), "abuse@net.example");
}

#[tokio::test]
async fn a_redirect_loop_ends() {
    let server = Rdap::start()
        .page(PATH, Page::redirect("/two"))
        .page("/two", Page::redirect(PATH));
    let found = heard(&sources(&[(Registry::Arin, &server)]))
        .await
        .said
        .unwrap_err();
    assert!(matches!(found, Trouble::Astray { .. }), "{found:?}");
    assert_eq!(server.requests().len(), 2);
    let server = Rdap::start().page(PATH, Page::redirect("/1"));
    for hop in 1..20 {
        server.put(&format!("/{hop}"), Page::redirect(&format!("/{}", hop + 1)));
    }
    let found = heard(&sources(&[(Registry::Arin, &server)]))
        .await
        .said
        .unwrap_err();
    assert!(matches!(found, Trouble::Astray { .. }), "{found:?}");
    assert_eq!(server.requests().len(), 6, "the first request and five hops");
}

#[tokio::test]
async fn a_redirect_to_loopback_is_refused_without_connecting() {
    let victim = Rdap::start().page("/secret", Page::of(ANSWER));
    let port = victim
        .url()
        .rsplit(':')
        .next()
        .unwrap()
        .trim_end_matches('/')
        .to_owned();
    for target in [
        format!("{}secret", victim.url()),
        format!("https://127.0.0.1:{port}/secret"),
        format!("https://localhost:{port}/secret"),
        format!("https://[::ffff:127.0.0.1]:{port}/secret"),
        format!("https://2130706433:{port}/secret"),
        format!("//127.0.0.1:{port}/secret"),
    ] {
        let found = trouble(Page::redirect(&target)).await;
        assert!(matches!(found, Trouble::Refused { .. }), "{target}: {found:?}");
    }
    assert!(victim.requests().is_empty());
}

#[tokio::test]
async fn a_redirect_to_a_private_address_or_to_plain_http_is_refused() {
    for target in [
        "https://10.0.0.1/",
        "https://192.168.0.1/",
        "https://169.254.169.254/latest/meta-data",
        "https://[fd00::1]/",
        "https://[fe80::1]/",
        "https://100.64.0.1/",
        "http://rdap.registry.example/",
        "https://user:secret@rdap.registry.example/",
        "ftp://rdap.registry.example/",
        "file:///etc/passwd",
    ] {
        let found = trouble(Page::redirect(target)).await;
        assert!(matches!(found, Trouble::Refused { .. }), "{target}: {found:?}");
    }
    let found = trouble(Page::status(302)).await;
    assert!(matches!(found, Trouble::Malformed { .. }), "{found:?}");
}

#[tokio::test]
async fn a_server_that_stalls_is_left_after_its_time() {
    for page in [
        Page::silent(),
        Page::of(ANSWER).drip(),
        Page::of(ANSWER).late(Duration::from_secs(3)),
    ] {
        let began = Instant::now();
        assert_eq!(trouble(page).await, Trouble::Timeout);
        assert!(
            began.elapsed() < Duration::from_millis(2500),
            "{:?}",
            began.elapsed()
        );
    }
}

#[tokio::test]
async fn the_time_is_for_all_hops_together() {
    let late = Duration::from_millis(600);
    let server = Rdap::start()
        .page(PATH, Page::redirect("/two").late(late))
        .page("/two", Page::redirect("/three").late(late))
        .page("/three", Page::of(ANSWER).late(late));
    let heard = heard(&sources(&[(Registry::Arin, &server)])).await;
    assert_eq!(heard.said, Err(Trouble::Timeout));
    assert_eq!(contact(&[heard]), "timeout");
}

#[tokio::test]
async fn a_server_that_is_not_there_is_trouble() {
    let server = Rdap::start();
    let sources = sources(&[(Registry::Arin, &server)]);
    drop(server);
    let found = heard(&sources).await.said.unwrap_err();
    assert!(matches!(found, Trouble::Unreachable { .. }), "{found:?}");
}

#[tokio::test]
async fn a_block_of_another_registry_leads_there_and_back_no_more() {
    let block = |holder: &str| {
        format!(
            r#"{{"startAddress":"192.0.0.0","endAddress":"192.255.255.255","entities":[{{"handle":"{holder}",
            "roles":["registrant"],"entities":[{{"roles":["abuse"],
            "vcardArray":["vcard",[["email",{{}},"text","abuse@{holder}.net"]]]}}]}}]}}"#
        )
    };
    let ripe = Rdap::start().page(PATH, Page::of(ANSWER));
    let arin = Rdap::start().page(PATH, Page::of(block("RIPE")));
    let sources = sources(&[(Registry::Arin, &arin), (Registry::Ripe, &ripe)]);
    assert_eq!(contact(&[heard(&sources).await]), "abuse@net.example");
    // Two registries that each say that it is the other's: nobody is written to.
    ripe.put(PATH, Page::of(block("APNIC")));
    let apnic = Rdap::start().page(PATH, Page::of(block("RIPE")));
    let sources = self::sources(&[
        (Registry::Arin, &arin),
        (Registry::Ripe, &ripe),
        (Registry::Apnic, &apnic),
    ]);
    assert_eq!(contact(&[heard(&sources).await]), "placeholder-only");
}
