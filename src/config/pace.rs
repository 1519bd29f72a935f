//! `[pace]`

use jiff::tz::TimeZone;
use serde::Deserialize;

use crate::pace::{BadHours, Days, Hours, Rules, Window};

/// `[pace]`: how fast letters go, and when.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Pace {
    /// Letters per minute in all; 0: no bound. `[gateway] rate` is another spelling.
    pub rate: u32,
    /// Letters per hour to one recipient domain; 0: no bound.
    pub per_domain: u32,
    /// Letters in the first hour; doubles each hour up to `rate`; 0: `rate` at once.
    pub first_hour: u32,
    /// Such as `09:00-17:00`, in the recipient's time zone; empty: at any time.
    pub hours: String,
    /// Such as `mon`; empty: the working days of the recipient's country.
    pub days: Vec<String>,
    /// The time zone of recipients whose country is not known.
    pub time_zone: String,
    /// The campaign stops when more than this share, in per cent, ...
    pub stop_refused: u8,
    /// ... of the last so many letters was refused; 0: never.
    pub of_last: u32,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            rate: 0,
            per_domain: 0,
            first_hour: 0,
            hours: String::new(),
            days: Vec::new(),
            time_zone: "UTC".to_owned(),
            stop_refused: 20,
            of_last: 100,
        }
    }
}

impl Pace {
    /// The rules, with `[gateway] rate` where `[pace]` names none.
    ///
    /// # Errors
    /// Key and problem of the first value that cannot be used.
    pub fn rules(&self, gateway_rate: u32) -> Result<Rules, (&'static str, String)> {
        let refuse = |key, problem: &str| Err((key, problem.to_owned()));
        let rate = match (self.rate, gateway_rate) {
            (own, 0) => own,
            (0, other) => other,
            (own, other) if own == other => own,
            _ => {
                return refuse(
                    "[pace] rate",
                    "[gateway] rate says something else: keep one of the two",
                );
            }
        };
        if self.first_hour > 0 && rate == 0 {
            return refuse("[pace] first_hour", "set rate too: it is what the pace grows to");
        }
        if self.stop_refused > 100 {
            return refuse("[pace] stop_refused", "0 to 100 per cent");
        }
        if self.of_last > 100_000 {
            return refuse("[pace] of_last", "0 to 100000 letters");
        }
        let told = |key| move |bad: BadHours| (key, bad.to_string());
        let days = Days::named(&self.days).map_err(told("[pace] days"))?;
        let hours = self.hours.trim();
        if hours.is_empty() && days.is_some() {
            return refuse("[pace] days", "set hours too, such as hours = \"00:00-24:00\"");
        }
        let elsewhere = TimeZone::get(&self.time_zone).map_err(|_| {
            (
                "[pace] time_zone",
                BadHours::Zone(self.time_zone.clone()).to_string(),
            )
        })?;
        let hours = if hours.is_empty() {
            None
        } else {
            let window = Window::parse(hours).map_err(told("[pace] hours"))?;
            Some(Hours::new(window, days, elsewhere))
        };
        Ok(Rules {
            rate,
            per_domain: self.per_domain,
            first_hour: self.first_hour,
            hours,
            stop_refused: (self.stop_refused, self.of_last),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(text: &str, gateway_rate: u32) -> Result<Rules, (&'static str, String)> {
        toml::from_str::<Pace>(text).unwrap().rules(gateway_rate)
    }

    #[test]
    fn the_rate_may_stand_in_either_place() {
        for (text, gateway, rate) in [
            ("", 0, 0),
            ("", 60, 60),
            ("rate = 30", 0, 30),
            ("rate = 30", 30, 30),
        ] {
            assert_eq!(rules(text, gateway).unwrap().rate, rate, "{text} {gateway}");
        }
        assert_eq!(rules("rate = 30", 60).unwrap_err().0, "[pace] rate");
    }

    #[test]
    fn what_cannot_be_kept_names_its_key() {
        for (text, key) in [
            ("first_hour = 10", "[pace] first_hour"),
            ("stop_refused = 101", "[pace] stop_refused"),
            ("of_last = 100001", "[pace] of_last"),
            ("hours = \"9 to 5\"", "[pace] hours"),
            ("hours = \"09:00-17:00\"\ndays = [\"someday\"]", "[pace] days"),
            ("days = [\"mon\"]", "[pace] days"),
            ("time_zone = \"Mars/Olympus\"", "[pace] time_zone"),
        ] {
            assert_eq!(rules(text, 0).unwrap_err().0, key, "{text}");
        }
        let hours = rules("hours = \"09:00-17:00\"\ntime_zone = \"Europe/Paris\"", 0).unwrap();
        assert!(hours.choosy() && !rules("rate = 60", 0).unwrap().choosy());
    }
}
