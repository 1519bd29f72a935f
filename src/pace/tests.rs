//! The pace on a fixed clock: what must hold for any letters and rules.

use std::collections::BTreeMap;

use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use super::*;

/// Saturday, 14:05 UTC.
const NOW: &str = "2026-11-21T14:05:00Z";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn office(days: &[&str]) -> Hours {
    Hours::new(
        Window::parse("09:00-17:00").unwrap(),
        Days::named(days).unwrap(),
        TimeZone::UTC,
    )
}

fn letter(id: i64, domain: &str, country: Option<&str>) -> Waiting {
    Waiting {
        id,
        domain: domain.to_owned(),
        country: country.map(str::to_owned),
    }
}

/// Runs everything to its end; when each letter went.
fn run(rules: &Rules, history: &History, letters: &[Waiting], now: Timestamp) -> Vec<(i64, Timestamp)> {
    let mut rate = Rate::new(rules, history, now);
    let mut queue = Queue::new(rules, history, letters.iter().cloned(), now);
    let (mut went, mut moment) = (Vec::new(), now);
    loop {
        moment = rate.next(moment);
        match queue.next(moment) {
            Next::Go(id) => {
                rate.took(moment);
                went.push((id, moment));
            }
            Next::Wait(until, _) => {
                assert!(until > moment, "a wait leads forward");
                moment = until;
            }
            Next::Empty => return went,
        }
    }
}

const COUNTRIES: [Option<&str>; 8] = [
    None,
    Some("FR"),
    Some("US"),
    Some("IL"),
    Some("RU"),
    Some("AU"),
    Some("NP"),
    Some("ZZ"),
];

fn letters() -> impl Strategy<Value = Vec<Waiting>> {
    prop::collection::vec((0usize..5, 0usize..COUNTRIES.len()), 0..40).prop_map(|picks| {
        let numbered = (1..).zip(picks);
        numbered
            .map(|(id, (domain, country))| letter(id, &format!("d{domain}.example"), COUNTRIES[country]))
            .collect()
    })
}

fn rules() -> impl Strategy<Value = Rules> {
    (0u32..90, 0u32..120, 0u32..30, any::<bool>()).prop_map(|(rate, per_domain, first_hour, hours)| Rules {
        rate,
        per_domain,
        first_hour: if rate == 0 { 0 } else { first_hour },
        hours: hours.then(|| office(&[])),
        stop_refused: (0, 0),
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_letter_goes_once_and_no_rule_is_broken(rules in rules(), letters in letters(), minutes in 0i64..20_000) {
        let now = at(NOW) + SignedDuration::from_mins(minutes);
        let went = run(&rules, &History::default(), &letters, now);
        let mut ids: Vec<i64> = went.iter().map(|(id, _)| *id).collect();
        ids.sort_unstable();
        prop_assert_eq!(ids, (1..=i64::try_from(letters.len()).unwrap()).collect::<Vec<_>>());
        prop_assert!(went.is_sorted_by_key(|(_, at)| *at));
        if rules.rate > 0 {
            let least = rate::interval(u64::from(rules.rate) * 60);
            prop_assert!(went.windows(2).all(|two| two[1].1.duration_since(two[0].1) >= least));
        }
        let mut last: BTreeMap<&str, Timestamp> = BTreeMap::new();
        for (id, at) in &went {
            let letter = &letters[usize::try_from(*id - 1).unwrap()];
            if rules.per_domain > 0 && let Some(before) = last.insert(&letter.domain, *at) {
                prop_assert!(at.duration_since(before) >= rate::interval(u64::from(rules.per_domain)));
            }
            if let Some(hours) = &rules.hours {
                let calendar = hours.calendar(letter.country.as_deref(), now);
                prop_assert_eq!(calendar.opening(*at), *at, "in working hours");
            }
        }
    }

    #[test]
    fn what_has_to_wait_holds_up_nobody(letters in letters(), per_domain in 1u32..60) {
        let rules = Rules { per_domain, ..Rules::default() };
        let mut queue = Queue::new(&rules, &History::default(), letters.iter().cloned(), at(NOW));
        let mut domains: Vec<&str> = letters.iter().map(|letter| letter.domain.as_str()).collect();
        domains.sort_unstable();
        domains.dedup();
        // At the first moment each domain has its first letter, whatever else waits.
        let mut went = 0;
        while let Next::Go(_) = queue.next(at(NOW)) {
            went += 1;
        }
        prop_assert_eq!(went, domains.len());
        prop_assert_eq!(queue.left(), letters.len() - domains.len());
    }

    #[test]
    fn the_forecast_is_what_happens(rules in rules(), letters in letters()) {
        let now = at(NOW);
        let went = run(&rules, &History::default(), &letters, now);
        let told = forecast(&rules, &History::default(), letters.iter().cloned(), now);
        prop_assert_eq!(told.ends, went.last().map(|(_, at)| *at));
        prop_assert_eq!(told.hours.iter().map(|hour| hour.letters).sum::<u64>(), told.letters);
    }

    #[test]
    fn working_hours_open_at_the_first_possible_moment(country in 0usize..COUNTRIES.len(), minutes in 0i64..600_000) {
        let hours = office(&[]);
        let now = at(NOW) + SignedDuration::from_mins(minutes);
        let calendar = hours.calendar(COUNTRIES[country], now);
        let opens = calendar.opening(now);
        prop_assert!(opens >= now && opens.duration_since(now) < SignedDuration::from_hours(24 * 5));
        prop_assert_eq!(calendar.opening(opens), opens);
        if opens > now {
            let minute = SignedDuration::from_mins(1);
            prop_assert!(calendar.opening(opens - minute) > opens - minute, "closed just before");
        }
    }
}

#[test]
fn a_restart_goes_on_at_the_same_pace() {
    let now = at(NOW);
    let rules = Rules {
        rate: 1,
        per_domain: 6,
        ..Rules::default()
    };
    let history = History {
        first: Some(now),
        last: Some(now),
        domains: [("slow.example".to_owned(), now)].into(),
        ..History::default()
    };
    let letters = [letter(1, "slow.example", None), letter(2, "other.example", None)];
    let went = run(&rules, &history, &letters, now + SignedDuration::from_secs(10));
    assert_eq!(
        went,
        [
            (2, now + SignedDuration::from_mins(1)),
            (1, now + SignedDuration::from_mins(10))
        ]
    );
}

#[test]
fn a_clock_that_was_set_back_stops_nothing_for_long() {
    let now = at(NOW);
    let rules = Rules {
        rate: 60,
        per_domain: 60,
        ..Rules::default()
    };
    let tomorrow = now + SignedDuration::from_hours(24);
    let history = History {
        last: Some(tomorrow),
        domains: [("a.example".to_owned(), tomorrow)].into(),
        ..History::default()
    };
    let went = run(&rules, &history, &[letter(1, "a.example", None)], now);
    assert!(went[0].1 <= now + SignedDuration::from_secs(61), "{went:?}");
}

#[test]
fn the_first_hours_have_few_letters_and_rest_does_not_count() {
    let now = at(NOW);
    let rules = Rules {
        rate: 60,
        first_hour: 10,
        ..Rules::default()
    };
    let letters: Vec<Waiting> = (1..=100).map(|id| letter(id, "a.example", None)).collect();
    let went = run(&rules, &History::default(), &letters, now);
    let in_hour = |hour: i64| {
        went.iter()
            .filter(|(_, at)| at.duration_since(now).as_hours() == hour)
            .count()
    };
    assert_eq!([in_hour(0), in_hour(1), in_hour(2)], [10, 20, 40]);
    // Three hours of sending, then a month of rest: it goes on with the fourth.
    let history = History {
        first: Some(now),
        last: Some(now),
        hours: vec![0, 1, 2],
        ..History::default()
    };
    let later = now + SignedDuration::from_hours(24 * 30);
    assert_eq!(Rate::new(&rules, &history, later).per_hour(later), Some(80));
    let long = History {
        hours: (0..40).collect(),
        ..history
    };
    assert_eq!(
        Rate::new(&rules, &long, later).per_hour(later),
        Some(3600),
        "the full rate"
    );
}

#[test]
fn countries_with_several_zones_share_their_hours_or_follow_the_capital() {
    let hours = office(&[]);
    let monday = at("2026-11-23T00:00:00Z");
    let opens = |country| hours.calendar(Some(country), monday).opening(monday).to_string();
    assert_eq!(opens("FR"), "2026-11-23T08:00:00Z");
    // 09:00 in Honolulu is 14:00 in New York.
    assert_eq!(opens("US"), "2026-11-23T19:00:00Z");
    // From Kaliningrad to Kamchatka there is no common hour: Moscow's.
    assert_eq!(opens("RU"), "2026-11-23T06:00:00Z");
    let sunday = at("2026-11-22T00:00:00Z");
    assert_eq!(
        hours.calendar(Some("IL"), sunday).opening(sunday).to_string(),
        "2026-11-22T07:00:00Z"
    );
    assert_eq!(
        hours.calendar(None, sunday).opening(sunday).to_string(),
        "2026-11-23T09:00:00Z"
    );
}

#[test]
fn hours_and_days_are_read_or_refused() {
    for bad in [
        "",
        "9-17",
        "09:00",
        "17:00-09:00",
        "09:00-09:30",
        "09:00-25:00",
        "09:60-17:00",
    ] {
        assert!(Window::parse(bad).is_err(), "{bad}");
    }
    assert!(Window::parse("0:00-24:00").is_ok());
    let days = Days::named(&["Mon", "friday"]).unwrap().unwrap();
    assert!(days.holds(Weekday::Friday) && !days.holds(Weekday::Sunday));
    assert_eq!(Days::named::<&str>(&[]), Ok(None));
    assert!(Days::named(&["someday"]).is_err());
}

#[test]
fn a_share_of_refusals_is_judged_over_a_full_window() {
    let rules = Rules {
        stop_refused: (20, 10),
        ..Rules::default()
    };
    let mut refusals = Refusals::new(&rules, &History::default());
    for _ in 0..3 {
        refusals.count(true);
        assert_eq!(refusals.judge(), Ok(()), "too few to judge");
    }
    for _ in 0..7 {
        refusals.count(false);
    }
    let (refused, of, most) = (3, 10, 20);
    assert_eq!(refusals.judge(), Err(TooMany { refused, of, most }));
    refusals.count(false);
    assert_eq!(refusals.judge(), Ok(()), "two of ten");
    let never = Refusals::new(
        &Rules::default(),
        &History {
            refused: vec![true; 500],
            ..History::default()
        },
    );
    assert_eq!(never.judge(), Ok(()));
}
