//! When people work.
//!
//! A recipient's country is known, its place in it is not. So a letter to a country with several time zones goes when
//! people work in all of them: nobody in the United States gets it before the office opens in Honolulu or after it
//! closes in New York. Where the zones share less than an hour a day (Russia), the seat of government's counts alone.

use jiff::civil::{Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan as _};

use super::zones::{Place, Zones};

/// What is wrong with hours or days.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadHours {
    /// Not `HH:MM-HH:MM`, or not forward within one day.
    #[error("{0:?} are no working hours: write them as \"09:00-17:00\", an hour or more within one day")]
    Hours(String),
    /// Not a day of the week.
    #[error("{0:?} is no day of the week: write mon, tue, wed, thu, fri, sat, sun")]
    Day(String),
    /// No IANA time zone.
    #[error("{0:?} is no time zone: write a name such as \"Europe/Paris\" or \"UTC\"")]
    Zone(String),
}

/// Days of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days(u8);

impl Days {
    /// From one day to another, both included, over the end of the week if need be.
    #[must_use]
    pub fn from_to(first: Weekday, last: Weekday) -> Self {
        let mut days = Self(0);
        let mut day = first;
        loop {
            days.0 |= Self::bit(day);
            if day == last {
                return days;
            }
            day = day.next();
        }
    }

    /// The days of these names, such as `mon`; `None` for an empty list.
    ///
    /// # Errors
    /// [`BadHours::Day`]
    pub fn named<S: AsRef<str>>(names: &[S]) -> Result<Option<Self>, BadHours> {
        let mut days = Self(0);
        for name in names {
            let name = name.as_ref();
            let day = match name.to_ascii_lowercase().get(..3) {
                Some("mon") => Weekday::Monday,
                Some("tue") => Weekday::Tuesday,
                Some("wed") => Weekday::Wednesday,
                Some("thu") => Weekday::Thursday,
                Some("fri") => Weekday::Friday,
                Some("sat") => Weekday::Saturday,
                Some("sun") => Weekday::Sunday,
                _ => return Err(BadHours::Day(name.to_owned())),
            };
            days.0 |= Self::bit(day);
        }
        Ok((days.0 != 0).then_some(days))
    }

    /// Whether this is one of them.
    #[must_use]
    pub fn holds(self, day: Weekday) -> bool {
        self.0 & Self::bit(day) != 0
    }

    fn bit(day: Weekday) -> u8 {
        1 << day.to_monday_zero_offset()
    }
}

/// Working hours of a day: from the first moment up to, without, the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    from: Time,
    to: Time,
}

impl Window {
    /// Reads `09:00-17:00`; `24:00` is the end of the day.
    ///
    /// # Errors
    /// [`BadHours::Hours`]
    pub fn parse(text: &str) -> Result<Self, BadHours> {
        let bad = || BadHours::Hours(text.to_owned());
        let (from, to) = text.split_once('-').ok_or_else(bad)?;
        let time = |text: &str| -> Option<Time> {
            let (hour, minute) = text.trim().split_once(':')?;
            let digits = |text: &str| (text.len() <= 2).then(|| text.parse::<i8>().ok()).flatten();
            match (digits(hour)?, digits(minute)?) {
                (24, 0) => Some(Time::MAX),
                (hour, minute) => Time::new(hour, minute, 0, 0).ok(),
            }
        };
        let (from, to) = (time(from).ok_or_else(bad)?, time(to).ok_or_else(bad)?);
        if to.duration_since(from) < SignedDuration::from_mins(59) {
            return Err(bad());
        }
        Ok(Self { from, to })
    }

    fn holds(self, time: Time) -> bool {
        self.from <= time && time < self.to
    }
}

/// When letters may go to people.
#[derive(Debug, Clone)]
pub struct Hours {
    window: Window,
    /// Instead of each country's own working days.
    days: Option<Days>,
    /// For recipients whose country is not known.
    elsewhere: TimeZone,
    zones: Zones,
}

impl PartialEq for Hours {
    fn eq(&self, other: &Self) -> bool {
        (self.window, self.days, &self.elsewhere) == (other.window, other.days, &other.elsewhere)
    }
}

impl Eq for Hours {}

/// When letters may go to the people of one country.
#[derive(Debug, Clone)]
pub(super) struct Calendar {
    window: Window,
    days: Days,
    zones: Vec<TimeZone>,
}

impl Hours {
    /// Letters go within `window` on `days` (default: the country's working days), in the recipient's time zone, or
    /// `elsewhere` where the country is not known.
    #[must_use]
    pub fn new(window: Window, days: Option<Days>, elsewhere: TimeZone) -> Self {
        Self {
            window,
            days,
            elsewhere,
            zones: Zones::default(),
        }
    }

    /// The calendar of a country, as of the week that begins at `now`.
    pub(super) fn calendar(&self, country: Option<&str>, now: Timestamp) -> Calendar {
        let place = country
            .and_then(|country| self.zones.of(country))
            .unwrap_or_else(|| Place {
                zones: vec![self.elsewhere.clone()],
                days: Days::from_to(Weekday::Monday, Weekday::Friday),
            });
        let mut calendar = Calendar {
            window: self.window,
            days: self.days.unwrap_or(place.days),
            zones: place.zones,
        };
        if calendar.zones.len() > 1 && !calendar.has_common_hour(now) {
            calendar.zones.truncate(1);
        }
        calendar
    }
}

impl Calendar {
    /// The earliest moment from `at` on that lies in working hours.
    pub(super) fn opening(&self, at: Timestamp) -> Timestamp {
        self.common(at).or_else(|| self.first(at)).unwrap_or(at)
    }

    /// In which time zone people are told when it is time again.
    pub(super) fn zone(&self) -> TimeZone {
        self.zones.first().cloned().unwrap_or(TimeZone::UTC)
    }

    /// The earliest moment that is working time in all zones, if there is one within weeks.
    fn common(&self, at: Timestamp) -> Option<Timestamp> {
        let mut moment = at;
        // Each step goes forward to the next opening somewhere.
        for _ in 0..500 {
            let mut latest = moment;
            for zone in &self.zones {
                latest = latest.max(opening(zone, self.window, self.days, moment)?);
            }
            if latest == moment {
                return Some(moment);
            }
            moment = latest;
        }
        None
    }

    fn first(&self, at: Timestamp) -> Option<Timestamp> {
        opening(self.zones.first()?, self.window, self.days, at)
    }

    /// Whether each day of the week from `now` on that has common working time has an hour of it.
    fn has_common_hour(&self, now: Timestamp) -> bool {
        let Some(begin) = self.common(now) else {
            return false;
        };
        // What is left of a window that is just closing says nothing: look at the one after it too.
        let hour = SignedDuration::from_mins(59);
        let lasts = |begin: Timestamp| {
            begin
                .checked_add(hour)
                .ok()
                .is_some_and(|end| self.common(end) == Some(end) && self.common(begin) == Some(begin))
        };
        let next = begin
            .checked_add(SignedDuration::from_hours(14))
            .ok()
            .and_then(|later| self.common(later));
        lasts(begin) || next.is_some_and(lasts)
    }
}

/// The earliest moment from `at` on that lies in working hours of one zone.
fn opening(zone: &TimeZone, window: Window, days: Days, at: Timestamp) -> Option<Timestamp> {
    let local = zone.to_datetime(at);
    if days.holds(local.weekday()) && window.holds(local.time()) {
        return Some(at);
    }
    // A day is tried twice where the clock is put back over the opening, never is one missed.
    for ahead in 0..=8 {
        let date = local.date().checked_add(i64::from(ahead).days()).ok()?;
        if !days.holds(date.weekday()) {
            continue;
        }
        let opens = zone.to_timestamp(date.to_datetime(window.from)).ok()?;
        if opens >= at {
            return Some(opens);
        }
    }
    None
}
