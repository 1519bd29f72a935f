//! Which letter goes next.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, VecDeque};

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::hours::Calendar;
use super::rate::interval;
use super::{History, Hours, Rules};

/// A letter that has not been sent, as far as the pace is concerned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Its number in the ledger.
    pub id: i64,
    /// The recipient's domain, in lower case.
    pub domain: String,
    /// The recipient's country (ISO 3166-1 alpha-2), if known.
    pub country: Option<String>,
}

/// What a letter waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// Its recipient's domain had a letter just now.
    Domain(String),
    /// Nobody works in this country now; `None`: where the country is not known.
    Hours(Option<String>),
}

/// What there is to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// This letter goes.
    Go(i64),
    /// No letter may go before then.
    Wait(Timestamp, Cause),
    /// No letter is left.
    Empty,
}

/// Letters to the same domain and country, in order.
#[derive(Debug, Clone)]
struct Lane {
    domain: usize,
    country: usize,
    letters: VecDeque<i64>,
}

#[derive(Debug, Clone)]
struct Domain {
    name: String,
    /// When it had its last letter.
    last: Option<Timestamp>,
}

#[derive(Debug, Clone)]
struct Country {
    code: Option<String>,
    /// `None`: letters go at any time.
    calendar: Option<Calendar>,
}

/// Letters that wait for their turn. One that must wait holds up no other.
///
/// Memory: a number for each letter, and a lane for each pair of domain and country.
#[derive(Debug, Clone)]
pub struct Queue {
    lanes: Vec<Lane>,
    domains: Vec<Domain>,
    countries: Vec<Country>,
    /// The least moment at which each lane may have its turn (it may be later, never earlier), then the letter.
    turns: BinaryHeap<Reverse<(Timestamp, i64, usize)>>,
    interval: Option<SignedDuration>,
    left: usize,
}

impl Queue {
    /// These letters, in order, under these rules after this history; working hours as of the week of `now`. What
    /// lies after `now` in the history counts as of `now`.
    #[must_use]
    pub fn new(
        rules: &Rules,
        history: &History,
        letters: impl IntoIterator<Item = Waiting>,
        now: Timestamp,
    ) -> Self {
        let mut queue = Self {
            lanes: Vec::new(),
            domains: Vec::new(),
            countries: Vec::new(),
            turns: BinaryHeap::new(),
            interval: (rules.per_domain > 0).then(|| interval(u64::from(rules.per_domain))),
            left: 0,
        };
        let (mut domains, mut countries, mut lanes) = (HashMap::new(), HashMap::new(), HashMap::new());
        for letter in letters {
            let country = *countries.entry(letter.country).or_insert_with_key(|code| {
                let calendar = rules
                    .hours
                    .as_ref()
                    .map(|hours: &Hours| hours.calendar(code.as_deref(), now));
                queue.countries.push(Country {
                    code: code.clone(),
                    calendar,
                });
                queue.countries.len() - 1
            });
            let domain = *domains.entry(letter.domain).or_insert_with_key(|name| {
                let last = history.domains.get(name).map(|last| (*last).min(now));
                queue.domains.push(Domain {
                    name: name.clone(),
                    last,
                });
                queue.domains.len() - 1
            });
            let lane = *lanes.entry((domain, country)).or_insert_with(|| {
                queue.lanes.push(Lane {
                    domain,
                    country,
                    letters: VecDeque::new(),
                });
                queue.lanes.len() - 1
            });
            if let Some(lane) = queue.lanes.get_mut(lane) {
                lane.letters.push_back(letter.id);
                queue.left += 1;
            }
        }
        for number in 0..queue.lanes.len() {
            queue.enter(number, now);
        }
        queue
    }

    /// Letters that are left.
    #[must_use]
    pub fn left(&self) -> usize {
        self.left
    }

    /// The letter that goes now, with which its domain's turn is taken; or until when none may.
    ///
    /// `now` must not go back from call to call; if it does, a letter may wait longer than it needs to.
    pub fn next(&mut self, now: Timestamp) -> Next {
        while let Some(Reverse((noted, letter, number))) = self.turns.pop() {
            let (turn, cause) = self.turn(number, now);
            if turn > now && turn > noted {
                // Others of its domain went meanwhile, or the day is over.
                self.turns.push(Reverse((turn, letter, number)));
                continue;
            }
            if turn > now {
                self.turns.push(Reverse((turn, letter, number)));
                return cause.map_or(Next::Empty, |cause| Next::Wait(turn, cause));
            }
            if let Some(lane) = self.lanes.get_mut(number) {
                lane.letters.pop_front();
                self.left = self.left.saturating_sub(1);
                if let Some(domain) = self.domains.get_mut(lane.domain) {
                    domain.last = Some(now);
                }
            }
            self.enter(number, now);
            return Next::Go(letter);
        }
        Next::Empty
    }

    /// When each domain had its last letter, as far as this queue knows.
    #[must_use]
    pub fn domains(&self) -> HashMap<String, Timestamp> {
        let known = self.domains.iter();
        known
            .filter_map(|domain| Some((domain.name.clone(), domain.last?)))
            .collect()
    }

    /// When people of this country work again, in their own time zone.
    pub(super) fn opening(&self, country: Option<&str>, at: Timestamp) -> Option<(Timestamp, TimeZone)> {
        let found = self
            .countries
            .iter()
            .find(|known| known.code.as_deref() == country)?;
        let calendar = found.calendar.as_ref()?;
        Some((calendar.opening(at), calendar.zone()))
    }

    /// Letters that are left, by country.
    pub(super) fn by_country(&self) -> Vec<(Option<String>, u64)> {
        let mut counts = vec![0; self.countries.len()];
        for lane in &self.lanes {
            if let Some(count) = counts.get_mut(lane.country) {
                *count += lane.letters.len() as u64;
            }
        }
        let counted = self.countries.iter().zip(counts);
        counted
            .map(|(country, n)| (country.code.clone(), n))
            .filter(|(_, n)| *n > 0)
            .collect()
    }

    /// Letters that are left, by domain; the largest first.
    pub(super) fn by_domain(&self) -> Vec<(String, u64)> {
        let mut counts = vec![0; self.domains.len()];
        for lane in &self.lanes {
            if let Some(count) = counts.get_mut(lane.domain) {
                *count += lane.letters.len() as u64;
            }
        }
        let counted = self.domains.iter().zip(counts);
        let mut all: Vec<(String, u64)> = counted
            .map(|(domain, n)| (domain.name.clone(), n))
            .filter(|(_, n)| *n > 0)
            .collect();
        all.sort_by(|(a, n), (b, m)| m.cmp(n).then_with(|| a.cmp(b)));
        all
    }

    /// The lane's next letter gets its place.
    fn enter(&mut self, number: usize, now: Timestamp) {
        let first = self.lanes.get(number).and_then(|lane| lane.letters.front());
        if let Some(letter) = first.copied() {
            let (turn, _) = self.turn(number, now);
            self.turns.push(Reverse((turn, letter, number)));
        }
    }

    /// The earliest moment from `now` on at which the lane may have a letter, and what it waits for until then.
    fn turn(&self, number: usize, now: Timestamp) -> (Timestamp, Option<Cause>) {
        let Some(lane) = self.lanes.get(number) else {
            return (now, None);
        };
        let (mut turn, mut cause) = (now, None);
        if let (Some(interval), Some(domain)) = (self.interval, self.domains.get(lane.domain))
            && let Some(last) = domain.last
        {
            turn = last.checked_add(interval).unwrap_or(now).max(now);
            cause = (turn > now).then(|| Cause::Domain(domain.name.clone()));
        }
        if let Some(country) = self.countries.get(lane.country)
            && let Some(calendar) = &country.calendar
        {
            let opening = calendar.opening(turn);
            if opening > turn {
                (turn, cause) = (opening, Some(Cause::Hours(country.code.clone())));
            }
        }
        (turn, cause)
    }
}
