use super::*;
use crate::resolve::online::{Service, Trouble};

fn address(text: &str) -> IpAddr {
    text.parse().unwrap()
}

fn now() -> Timestamp {
    "2026-11-21T14:05:00Z".parse().unwrap()
}

fn heard(service: Service, about: &str, range: (&str, &str), said: Trouble) -> Heard {
    Heard {
        service,
        first: None,
        registry: None,
        host: "rdap.example".to_owned(),
        subject: Subject::Address(address(about)),
        asked: now(),
        within: Some((address(range.0), address(range.1))),
        said: Err(said),
    }
}

#[test]
fn an_answer_is_found_from_every_address_of_its_range_and_no_other() {
    let answers = Answers::in_memory().unwrap();
    for (about, first, last) in [
        ("192.0.2.9", "192.0.2.3", "192.0.2.200"),
        ("192.0.2.9", "192.0.0.0", "192.0.255.255"),
        ("0.0.0.1", "0.0.0.0", "255.255.255.255"),
        ("192.0.2.9", "192.0.2.9", "192.0.2.9"),
        ("2001:db8::1", "2001:db8::", "2001:db8::ffff:ffff:ffff:ffff"),
        ("::", "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
    ] {
        let one = heard(Service::Rdap, about, (first, last), Trouble::NotFound);
        answers.keep(&one, now(), 0).unwrap();
    }
    for (about, found) in [
        ("192.0.2.2", 2),
        ("192.0.2.3", 3),
        ("192.0.2.9", 4),
        ("192.0.2.200", 3),
        ("192.0.2.201", 2),
        ("192.1.0.0", 1),
        ("255.255.255.255", 1),
        ("2001:db8::5", 2),
        ("2001:db8:0:1::", 1),
    ] {
        assert_eq!(answers.about(address(about)).unwrap().len(), found, "{about}");
    }
}

#[test]
fn a_newer_answer_takes_the_place_of_the_same_source_about_the_same_range() {
    let answers = Answers::in_memory().unwrap();
    let range = ("192.0.2.0", "192.0.2.255");
    let trouble = || heard(Service::Rdap, "192.0.2.9", range, Trouble::Timeout);
    assert_eq!(answers.troubles(&trouble()).unwrap(), 0);
    answers.keep(&trouble(), now(), 0).unwrap();
    assert_eq!(answers.troubles(&trouble()).unwrap(), 1);
    answers.keep(&trouble(), now(), 1).unwrap();
    assert_eq!(answers.troubles(&trouble()).unwrap(), 2);
    let whois = heard(Service::Whois, "192.0.2.9", range, Trouble::NotFound);
    answers.keep(&whois, now(), 0).unwrap();
    let nothing = heard(Service::Rdap, "192.0.2.77", range, Trouble::NotFound);
    answers.keep(&nothing, now(), 0).unwrap();
    let found = answers.about(address("192.0.2.1")).unwrap();
    assert_eq!(
        found.iter().map(|kept| kept.heard.clone()).collect::<Vec<_>>(),
        [whois, nothing]
    );
    assert_eq!(
        answers.troubles(&trouble()).unwrap(),
        0,
        "it has answered in between"
    );
}

#[test]
fn answers_outlive_the_process_and_two_can_write() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("answers.sqlite");
    let (one, two) = (
        Answers::open(&path, now()).unwrap(),
        Answers::open(&path, now()).unwrap(),
    );
    let of = |about| heard(Service::Rdap, about, (about, about), Trouble::NotFound);
    one.keep(&of("192.0.2.1"), now(), 0).unwrap();
    two.keep(&of("192.0.2.2"), now(), 0).unwrap();
    one.leave_alone(
        "rdap.example",
        "ARIN",
        now() + SignedDuration::from_secs(60),
        "slow down",
    )
    .unwrap();
    drop((one, two));
    let later = Answers::open(&path, now()).unwrap();
    assert_eq!(later.about(address("192.0.2.1")).unwrap().len(), 1);
    assert_eq!(later.about(address("192.0.2.2")).unwrap().len(), 1);
    assert_eq!(later.left_alone(now()).unwrap().len(), 1);
    assert!(
        later
            .left_alone(now() + SignedDuration::from_secs(60))
            .unwrap()
            .is_empty()
    );
    let much_later = Answers::open(&path, now() + SignedDuration::from_hours(61 * 24)).unwrap();
    assert!(much_later.about(address("192.0.2.1")).unwrap().is_empty());
}
