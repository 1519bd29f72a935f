//! What would go when: the same rate and the same queue, run ahead of time.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, Zoned};
use serde::Serialize;

use super::queue::{Next, Queue};
use super::{History, Rate, Rules, Waiting};

/// Letters in a stretch of time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Span {
    /// Its first moment: a full hour, in UTC.
    pub from: Timestamp,
    /// Letters that go within the hour.
    pub letters: u64,
}

/// Letters that wait for working hours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Held {
    /// The country; `None`: not known.
    pub country: Option<String>,
    /// How many.
    pub letters: u64,
    /// When people work there again.
    pub opens: Timestamp,
    /// The same, as their clocks show it.
    pub local: String,
}

/// A recipient domain with many letters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Crowd {
    /// The domain.
    pub domain: String,
    /// How many letters.
    pub letters: u64,
}

/// The schedule, if the gateway takes each letter at once.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Forecast {
    /// Letters in all.
    pub letters: u64,
    /// Letters per hour, in order; hours without letters are left out.
    pub hours: Vec<Span>,
    /// When the last one goes.
    pub ends: Option<Timestamp>,
    /// What waits for working hours now.
    pub held: Vec<Held>,
    /// Recipient domains with more than one letter, the largest first; where domains have a rate.
    pub crowds: Vec<Crowd>,
}

/// Letters scheduled at most: a million takes seconds.
const MOST: u64 = 5_000_000;

/// The schedule of these letters from `now` on.
#[must_use]
pub fn forecast(
    rules: &Rules,
    history: &History,
    letters: impl IntoIterator<Item = Waiting>,
    now: Timestamp,
) -> Forecast {
    let mut rate = Rate::new(rules, history, now);
    let mut queue = Queue::new(rules, history, letters, now);
    let mut forecast = Forecast {
        letters: queue.left() as u64,
        held: closed(&queue, now),
        ..Forecast::default()
    };
    if rules.per_domain > 0 {
        let crowds = queue.by_domain().into_iter().filter(|(_, n)| *n > 1);
        forecast.crowds = crowds
            .map(|(domain, letters)| Crowd { domain, letters })
            .collect();
    }
    let mut moment = now;
    for _ in 0..MOST {
        moment = rate.next(moment);
        match queue.next(moment) {
            Next::Go(_) => {
                rate.took(moment);
                forecast.ends = Some(moment);
                add(&mut forecast.hours, moment);
            }
            Next::Wait(until, _) => moment = until,
            Next::Empty => break,
        }
    }
    forecast
}

fn add(hours: &mut Vec<Span>, at: Timestamp) {
    let second = at.as_second() - at.as_second().rem_euclid(3600);
    let from = Timestamp::from_second(second).unwrap_or(at);
    match hours.last_mut() {
        Some(span) if span.from == from => span.letters += 1,
        _ => hours.push(Span { from, letters: 1 }),
    }
}

/// Which of these letters wait for working hours at `now`, by country; what opens first, first.
#[must_use]
pub fn held(rules: &Rules, letters: impl IntoIterator<Item = Waiting>, now: Timestamp) -> Vec<Held> {
    closed(&Queue::new(rules, &History::default(), letters, now), now)
}

fn closed(queue: &Queue, now: Timestamp) -> Vec<Held> {
    let mut held: Vec<Held> = queue
        .by_country()
        .into_iter()
        .filter_map(|(country, letters)| {
            let (opens, zone) = queue.opening(country.as_deref(), now)?;
            (opens > now).then(|| Held {
                local: local(opens, zone),
                country,
                letters,
                opens,
            })
        })
        .collect();
    held.sort_by(|a, b| (a.opens, &a.country).cmp(&(b.opens, &b.country)));
    held
}

/// `Mon 2026-11-23 09:00 Europe/Paris`
fn local(at: Timestamp, zone: TimeZone) -> String {
    let name = zone.iana_name().unwrap_or("UTC").to_owned();
    let at: Zoned = at.to_zoned(zone);
    format!("{} {name}", at.strftime("%a %Y-%m-%d %H:%M"))
}

impl Forecast {
    /// How long it takes in all.
    #[must_use]
    pub fn lasts(&self, now: Timestamp) -> SignedDuration {
        self.ends
            .map_or(SignedDuration::ZERO, |ends| ends.duration_since(now))
    }
}
