//! Manners and economy under a clock that only these tests move.

use super::*;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + seconds).unwrap()
}

fn agenda(limit: Option<u64>) -> Agenda<u32> {
    let mut paces = Paces::default();
    paces.of.insert(
        "quick".to_owned(),
        Pace {
            every: Duration::ZERO,
            connections: 1,
        },
    );
    Agenda::new(paces, limit)
}

/// The next task, which has to be one.
fn asked(agenda: &mut Agenda<u32>, now: i64) -> (String, u32) {
    match agenda.next(at(now)) {
        Turn::Ask { host, task } => (host, task),
        other => panic!("{other:?} at {now}"),
    }
}

fn answered(agenda: &mut Agenda<u32>, now: i64) -> u32 {
    let (host, task) = asked(agenda, now);
    agenda.finished(&host, Outcome::Answered, at(now));
    task
}

#[test]
fn what_has_begun_comes_first_then_the_heaviest_then_the_oldest() {
    let mut agenda = agenda(None);
    for (task, weight, begun) in [(1, 5, false), (2, 900, false), (3, 5, false), (4, 1, true)] {
        agenda.add("h", "quick", weight, begun, task);
    }
    let order: Vec<u32> = (0..4).map(|_| answered(&mut agenda, 0)).collect();
    assert_eq!(order, [4, 2, 1, 3]);
    assert_eq!(agenda.next(at(0)), Turn::Over);
}

#[test]
fn hosts_take_turns_and_none_is_asked_faster_than_its_pace() {
    let mut agenda = agenda(None);
    for task in 0..3 {
        agenda.add("arin", "ARIN", 1, false, task);
        agenda.add("lacnic", "LACNIC", 1, false, 10 + task);
        agenda.add("ripe", "RIPE", 1, false, 20 + task);
    }
    let mut order = Vec::new();
    for now in 0..20 {
        while let Turn::Ask { host, .. } = agenda.next(at(now)) {
            agenda.finished(&host, Outcome::Answered, at(now));
            order.push((now, host));
        }
    }
    let of = |name: &str| -> Vec<i64> {
        order
            .iter()
            .filter(|(_, host)| host == name)
            .map(|(now, _)| *now)
            .collect()
    };
    assert_eq!(of("arin"), [0, 1, 2]);
    assert_eq!(of("lacnic"), [0, 6, 12]);
    assert_eq!(
        of("ripe"),
        [0, 1, 2],
        "at whole seconds; between them it could have been asked again"
    );
    assert_eq!(
        order[..3]
            .iter()
            .map(|(_, host)| host.as_str())
            .collect::<Vec<_>>(),
        ["arin", "lacnic", "ripe"]
    );
}

#[test]
fn two_hosts_of_one_registry_share_its_pace_and_its_connections() {
    let mut agenda = agenda(None);
    agenda.add("rdap.arin.net", "ARIN", 1, false, 1);
    agenda.add("whois.arin.net", "ARIN", 1, false, 2);
    let (host, _) = asked(&mut agenda, 0);
    assert_eq!(agenda.next(at(5)), Turn::Wait(None), "its one connection is busy");
    agenda.finished(&host, Outcome::Answered, at(5));
    assert_eq!(asked(&mut agenda, 5).0, "whois.arin.net");
}

#[test]
fn retry_after_closes_that_host_alone_and_is_obeyed_to_the_second() {
    let mut agenda = agenda(None);
    agenda.add("a", "quick", 9, false, 1);
    agenda.add("a", "quick", 8, false, 2);
    agenda.add("b", "quick", 1, false, 3);
    let (host, task) = asked(&mut agenda, 0);
    assert_eq!((host.as_str(), task), ("a", 1));
    let until = agenda.finished("a", Outcome::TooFast(Some(at(120))), at(0));
    assert_eq!(until, Some(at(120)));
    agenda.add("a", "quick", 9, true, 1);
    assert_eq!(answered(&mut agenda, 0), 3, "others go on");
    assert_eq!(agenda.next(at(119)), Turn::Wait(Some(at(120))));
    assert_eq!(answered(&mut agenda, 120), 1);
}

#[test]
fn who_wants_more_than_ten_minutes_or_says_so_again_and_again_is_left_alone_for_this_run() {
    let mut agenda = agenda(None);
    agenda.add("a", "quick", 1, false, 1);
    agenda.add("a", "quick", 1, false, 2);
    asked(&mut agenda, 0);
    agenda.finished("a", Outcome::TooFast(Some(at(601))), at(0));
    let gives_up = Turn::GiveUp {
        host: "a".to_owned(),
        tasks: vec![2],
    };
    assert_eq!(agenda.next(at(0)), gives_up);
    agenda.add("b", "quick", 1, false, 1);
    let mut now = 0;
    for time in 0.. {
        match agenda.next(at(now)) {
            Turn::Ask { host, task } => {
                agenda.finished(&host, Outcome::TooFast(None), at(now));
                agenda.add("b", "quick", 1, true, task);
            }
            Turn::Wait(Some(until)) => now = until.as_second() - at(0).as_second(),
            Turn::GiveUp { .. } => break,
            other => panic!("{other:?}"),
        }
        assert!(time < 20);
    }
    assert_eq!(agenda.asked(), 1 + 5);
    assert!((60..1_200).contains(&now), "{now}");
}

#[test]
fn nobody_waits_for_a_host_that_never_answers() {
    let mut agenda = agenda(None);
    for task in 0..1_000 {
        agenda.add("dead", "quick", 1, false, task);
    }
    let mut now = at(0);
    let gave_up = loop {
        match agenda.next(now) {
            Turn::Ask { host, .. } => drop(agenda.finished(&host, Outcome::Failed(None), now)),
            Turn::Wait(Some(until)) => now = until,
            Turn::GiveUp { tasks, .. } => break tasks.len(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!((agenda.asked(), gave_up), (2, 998));
    assert!(now < at(2), "{now}");
}

#[test]
fn a_host_that_rests_is_tried_with_one_request_while_others_are_busy() {
    let mut agenda = agenda(None);
    agenda.paces.of.insert(
        "two".to_owned(),
        Pace {
            every: Duration::ZERO,
            connections: 2,
        },
    );
    for task in 0..10 {
        agenda.add("flaky", "two", 1, false, task);
    }
    agenda.add("slow", "quick", 1, false, 99);
    assert_eq!(answered(&mut agenda, 0), 0);
    assert_eq!(asked(&mut agenda, 0).0, "slow");
    let mut now = 0;
    for _ in 0..4 {
        let (host, _) = asked(&mut agenda, now);
        agenda.finished(&host, Outcome::Failed(None), at(now));
        now += 10;
    }
    assert_eq!(agenda.next(at(now)), Turn::Wait(None), "it rests");
    now += 60;
    assert_eq!(asked(&mut agenda, now).0, "flaky");
    assert_eq!(agenda.next(at(now)), Turn::Wait(None), "one tries for all");
    agenda.finished("flaky", Outcome::Answered, at(now));
    asked(&mut agenda, now);
    assert_eq!(asked(&mut agenda, now).0, "flaky");
}

#[test]
fn the_limit_counts_requests_and_leaves_the_rest() {
    let mut agenda = agenda(Some(2));
    for task in 0..5 {
        agenda.add("h", "quick", 1, false, task);
    }
    answered(&mut agenda, 0);
    answered(&mut agenda, 0);
    let Turn::GiveUp { tasks, .. } = agenda.next(at(0)) else {
        panic!("more than the limit")
    };
    assert_eq!((tasks.len(), agenda.asked(), agenda.is_spent()), (3, 2, true));
    assert_eq!(agenda.next(at(0)), Turn::Over);
}
