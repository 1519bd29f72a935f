//! The time zones and working days of the countries.

use std::collections::HashMap;

use jiff::civil::Weekday;
use jiff::tz::TimeZone;

use super::hours::Days;

/// The table; its head says where it comes from.
const TABLE: &str = include_str!("zones.tsv");

/// Where recipients of one country work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Its time zones, each once; the seat of government's first.
    pub zones: Vec<TimeZone>,
    /// Its working days.
    pub days: Days,
}

/// All countries.
#[derive(Debug, Clone)]
pub struct Zones {
    countries: HashMap<&'static str, (&'static str, &'static str)>,
}

impl Default for Zones {
    fn default() -> Self {
        let rows = TABLE.lines().filter(|line| !line.starts_with('#'));
        let countries = rows.filter_map(|row| {
            let mut cells = row.split('\t');
            Some((cells.next()?, (cells.next()?, cells.next()?)))
        });
        Self {
            countries: countries.collect(),
        }
    }
}

impl Zones {
    /// Where people of this country (ISO 3166-1 alpha-2, any case) work; `None` for an unknown one.
    #[must_use]
    pub fn of(&self, country: &str) -> Option<Place> {
        let (days, zones) = self.countries.get(country.to_ascii_uppercase().as_str())?;
        let zones: Vec<TimeZone> = zones
            .split(' ')
            .filter_map(|name| TimeZone::get(name).ok())
            .collect();
        let days = match *days {
            "sun-thu" => Days::from_to(Weekday::Sunday, Weekday::Thursday),
            "sat-wed" => Days::from_to(Weekday::Saturday, Weekday::Wednesday),
            _ => Days::from_to(Weekday::Monday, Weekday::Friday),
        };
        (!zones.is_empty()).then_some(Place { zones, days })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_a_country_with_working_days_and_known_zones() {
        let rows: Vec<&str> = TABLE.lines().filter(|line| !line.starts_with('#')).collect();
        assert!(rows.len() > 240 && rows.is_sorted(), "{}", rows.len());
        for row in rows {
            let cells: Vec<&str> = row.split('\t').collect();
            let [country, days, zones] = cells[..] else {
                panic!("{row}")
            };
            assert!(
                country.len() == 2 && country.bytes().all(|b| b.is_ascii_uppercase()),
                "{row}"
            );
            assert!(["mon-fri", "sun-thu", "sat-wed"].contains(&days), "{row}");
            for zone in zones.split(' ') {
                assert!(TimeZone::get(zone).is_ok(), "{row}: {zone}");
            }
        }
    }

    #[test]
    fn countries_are_found_in_any_case() {
        let zones = Zones::default();
        assert_eq!(zones.of("fr").unwrap().zones.len(), 1);
        assert_eq!(
            zones.of("US").unwrap().zones[0].iana_name(),
            Some("America/New_York")
        );
        assert!(zones.of("IL").unwrap().days.holds(Weekday::Sunday));
        assert!(!zones.of("DE").unwrap().days.holds(Weekday::Sunday));
        assert_eq!(zones.of("XX"), None);
        assert_eq!(zones.of(""), None);
    }
}
