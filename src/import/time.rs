//! The notations of time that lists use.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::reason::Reason;

/// 2000-01-01T00:00:00Z: nobody reports anything older.
const EARLIEST: i64 = 946_684_800;

/// The time that the text tells.
///
/// Reads dates (`2026-08-22`, `2026/08/22`, `20260822`: midnight) with a time of day behind `T` or blanks (hours and
/// minutes, seconds, any fraction), with `Z`, `UTC`, `GMT` or an offset (RFC 3339, also without its colon); and seconds,
/// milli-, micro- or nanoseconds since 1970 by their number of digits. A time without an offset is of `zone`: where the
/// clock was turned back, the first of the two; where it was turned forward and skipped this time, as much later.
///
/// # Errors
/// [`Reason::BadTime`], or [`Reason::AbsurdTime`] before 2000 and more than a day after `now`.
pub(super) fn parse(text: &str, zone: &TimeZone, now: Timestamp) -> Result<Timestamp, Reason> {
    let time = epoch(text)
        .or_else(|| calendar(text, zone))
        .ok_or(Reason::BadTime)?;
    let latest = now
        .saturating_add(SignedDuration::from_hours(24))
        .unwrap_or(Timestamp::MAX);
    if time.as_second() < EARLIEST || time > latest {
        return Err(Reason::AbsurdTime);
    }
    Ok(time)
}

/// A count since 1970; eight digits are a date and fourteen a date with its time, never a count.
fn epoch(text: &str) -> Option<Timestamp> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if whole.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return None;
    }
    let count: i64 = whole.parse().ok()?;
    if !fraction.is_empty() {
        return Timestamp::new(count, nanoseconds(fraction)?).ok();
    }
    match whole.len() {
        9..=11 => Timestamp::from_second(count).ok(),
        12..=13 => Timestamp::from_millisecond(count).ok(),
        15..=16 => Timestamp::from_microsecond(count).ok(),
        18..=19 => Timestamp::from_nanosecond(i128::from(count)).ok(),
        _ => None,
    }
}

/// A date with or without a time of day and an offset.
fn calendar(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    let mut left = Left(text.as_bytes());
    let year = left.number(4)?;
    let dash = left.take(|byte| byte == b'-' || byte == b'/');
    let month = left.number(2)?;
    if left.take(|byte| Some(byte) == dash) != dash {
        return None;
    }
    let day = left.number(2)?;
    let gap = left.take(|byte| matches!(byte, b'T' | b't' | b' ' | b'_'));
    left.blanks();
    let (mut hour, mut minute, mut second, mut fraction) = (0, 0, 0, 0);
    if gap.is_some() || (dash.is_none() && !left.0.is_empty()) {
        hour = left.number(2)?;
        let colon = left.take(|byte| byte == b':');
        minute = left.number(2)?;
        if left.take(|byte| Some(byte) == colon).is_some() || (colon.is_none() && left.starts_with_digit()) {
            // A leap second (RFC 3339 section 5.7) is the second before.
            second = left.number(2)?;
            second -= i16::from(second == 60);
        }
        if left.take(|byte| byte == b'.' || byte == b',').is_some() {
            fraction = nanoseconds(left.digits()?)?;
        }
        left.blanks();
    }
    let short = |number: i16| i8::try_from(number).ok();
    let time = DateTime::new(
        year,
        short(month)?,
        short(day)?,
        short(hour)?,
        short(minute)?,
        short(second)?,
        fraction,
    );
    let time = time.ok()?;
    if left.0.is_empty() {
        return zone.to_ambiguous_timestamp(time).compatible().ok();
    }
    let offset = left.offset()?;
    TimeZone::fixed(offset).to_timestamp(time).ok()
}

/// The first nine digits of a fraction as nanoseconds.
fn nanoseconds(fraction: &str) -> Option<i32> {
    let bytes = fraction.as_bytes();
    if bytes.is_empty() || !bytes.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let digit = |place: usize| bytes.get(place).map_or(0, |byte| i32::from(byte - b'0'));
    Some((0..9).fold(0, |sum, place| sum * 10 + digit(place)))
}

/// What is left of a text.
struct Left<'a>(&'a [u8]);

impl<'a> Left<'a> {
    /// Exactly so many digits.
    fn number(&mut self, digits: usize) -> Option<i16> {
        let (number, rest) = self.0.split_at_checked(digits)?;
        self.0 = rest;
        number.iter().try_fold(0_i16, |sum, byte| {
            byte.is_ascii_digit().then(|| sum * 10 + i16::from(byte - b'0'))
        })
    }

    fn take(&mut self, fits: impl Fn(u8) -> bool) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        fits(*first).then(|| {
            self.0 = rest;
            *first
        })
    }

    fn starts_with_digit(&self) -> bool {
        self.0.first().is_some_and(u8::is_ascii_digit)
    }

    fn digits(&mut self) -> Option<&'a str> {
        let length = self.0.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let (digits, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        std::str::from_utf8(digits).ok()
    }

    fn blanks(&mut self) {
        self.0 = self.0.trim_ascii_start();
    }

    /// `Z`, `UTC`, `GMT`, `+hh:mm`, `+hhmm` or `+hh`, and nothing behind it.
    fn offset(&mut self) -> Option<jiff::tz::Offset> {
        if [b"z".as_slice(), b"utc", b"gmt"]
            .iter()
            .any(|name| self.0.eq_ignore_ascii_case(name))
        {
            return Some(jiff::tz::Offset::UTC);
        }
        let sign = if self.take(|byte| byte == b'+' || byte == b'-')? == b'-' {
            -1
        } else {
            1
        };
        let hours = self.number(2)?;
        let colon = self.take(|byte| byte == b':');
        let minutes = if colon.is_none() && self.0.is_empty() {
            0
        } else {
            self.number(2)?
        };
        if !self.0.is_empty() || hours > 23 || minutes > 59 {
            return None;
        }
        jiff::tz::Offset::from_seconds(sign * (i32::from(hours) * 3600 + i32::from(minutes) * 60)).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: &str = "2026-08-23T00:00:00Z";

    fn read(text: &str, zone: &str) -> Result<String, Reason> {
        let zone = TimeZone::get(zone).unwrap();
        parse(text, &zone, NOW.parse().unwrap()).map(|time| time.to_string())
    }

    #[test]
    fn reads_the_usual_notations() {
        for (text, expected) in [
            ("2026-08-22T18:23:40Z", "2026-08-22T18:23:40Z"),
            ("2026-08-22t18:23:40.5z", "2026-08-22T18:23:40.5Z"),
            ("2026-08-22T18:23:40+02:00", "2026-08-22T16:23:40Z"),
            ("2026-08-22 18:23:40 -0130", "2026-08-22T19:53:40Z"),
            ("2026-08-22 18:23:40+02", "2026-08-22T16:23:40Z"),
            ("2026-08-22 18:23:40", "2026-08-22T18:23:40Z"),
            ("2026-08-22 18:23:40 UTC", "2026-08-22T18:23:40Z"),
            (
                "2026-08-22 18:23:40.123456789012",
                "2026-08-22T18:23:40.123456789Z",
            ),
            ("2026-08-22  18:23", "2026-08-22T18:23:00Z"),
            ("2026/08/22 18:23", "2026-08-22T18:23:00Z"),
            ("2026-08-22", "2026-08-22T00:00:00Z"),
            ("2026-08-22Z", "2026-08-22T00:00:00Z"),
            ("20260822", "2026-08-22T00:00:00Z"),
            ("20260822182340", "2026-08-22T18:23:40Z"),
            ("20260822T182340Z", "2026-08-22T18:23:40Z"),
            ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z"),
            ("1787423020", "2026-08-22T18:23:40Z"),
            ("1787423020.25", "2026-08-22T18:23:40.25Z"),
            ("1787423020123", "2026-08-22T18:23:40.123Z"),
            ("1787423020123456", "2026-08-22T18:23:40.123456Z"),
        ] {
            assert_eq!(read(text, "UTC"), Ok(expected.to_owned()), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_time_or_absurd() {
        for text in [
            "yesterday",
            "2026-13-01",
            "2026-02-30",
            "2026-08-22 25:00",
            "2026-08-22 18",
            "2026-08/22",
            "22.08.2026",
            "2026-08-22 18:23:40 CEST",
            "2026-08-22 18:23:40+02:0",
            "2026-08-22 18:23:61",
            "12",
            "1.2.3",
            ".5",
            "",
            "2026-08-22T",
            "2026-08-22 18:23:40.",
            "99999999999999999999",
            "-1",
        ] {
            assert_eq!(read(text, "UTC"), Err(Reason::BadTime), "{text}");
        }
        for text in [
            "1999-12-31T23:59:59Z",
            "1970-01-01",
            "2026-08-24T00:00:01Z",
            "946684799",
        ] {
            assert_eq!(read(text, "UTC"), Err(Reason::AbsurdTime), "{text}");
        }
        assert!(read("2026-08-24T00:00:00Z", "UTC").is_ok());
    }

    #[test]
    fn times_without_offset_are_local() {
        assert_eq!(
            read("2026-08-22 18:23:40", "Europe/Berlin").unwrap(),
            "2026-08-22T16:23:40Z"
        );
        // Skipped by the clock: an hour later. Lived twice: the first time.
        assert_eq!(
            read("2026-03-29 02:30:00", "Europe/Berlin").unwrap(),
            "2026-03-29T01:30:00Z"
        );
        assert_eq!(
            read("2025-10-26 02:30:00", "Europe/Berlin").unwrap(),
            "2025-10-26T00:30:00Z"
        );
        assert_eq!(
            read("1787423020", "Europe/Berlin").unwrap(),
            "2026-08-22T18:23:40Z"
        );
    }
}
