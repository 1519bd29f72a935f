//! What `send --dry-run` tells: when the letters would go.

use std::io::{self, Write};

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::Campaign;
use crate::commands::counted;
use crate::commands::table::table;
use crate::failure::Failure;
use crate::pace::{Forecast, Held, Rules, forecast};

/// Rows of the schedule, and of the lists below it.
const ROWS: usize = 24;
const FEW: usize = 10;

/// The schedule of everything that could be sent, a round that is not approved yet included.
pub(in crate::commands) fn foresee(campaign: &Campaign, now: Timestamp) -> Result<Forecast, Failure> {
    let rules = rules(campaign)?;
    let history = campaign.ledger.history(0, now)?;
    Ok(forecast(
        &rules,
        &history,
        campaign.ledger.waiting(now, true)?,
        now,
    ))
}

/// When letters may go, as the configuration has it.
pub(in crate::commands) fn rules(campaign: &Campaign) -> Result<Rules, Failure> {
    let config = &campaign.config;
    config
        .pace
        .rules(config.gateway.rate)
        .map_err(|(key, problem)| Failure::usage(format!("{key}: {problem}")))
}

/// `2 days 3 h`, `4 h 5 min`, `30 s`
pub(in crate::commands) fn span(time: SignedDuration) -> String {
    let seconds = time.as_secs().max(0);
    let parts = [
        (seconds / 86_400, "days"),
        (seconds / 3600 % 24, "h"),
        (seconds / 60 % 60, "min"),
        (seconds % 60, "s"),
    ];
    let mut words = Vec::new();
    for (n, unit) in parts.iter().skip_while(|(n, _)| *n == 0).take(2) {
        if *n > 0 {
            let unit = if *n == 1 && *unit == "days" { "day" } else { unit };
            words.push(format!("{n} {unit}"));
        }
    }
    if words.is_empty() {
        "less than a second".to_owned()
    } else {
        words.join(" ")
    }
}

/// The schedule for people; nothing where all letters go at once.
pub(super) fn show(forecast: &Forecast, now: Timestamp, out: &mut dyn Write) -> io::Result<()> {
    let lasts = forecast.lasts(now);
    if lasts < SignedDuration::from_secs(60) && forecast.held.is_empty() {
        return Ok(());
    }
    let moment = |at: Timestamp, form: &str| at.to_zoned(TimeZone::UTC).strftime(form).to_string();
    let mut rows: Vec<(String, u64)> = Vec::new();
    let form = if forecast.hours.len() <= ROWS {
        "%a %Y-%m-%d %H:00"
    } else {
        "%a %Y-%m-%d"
    };
    for hour in &forecast.hours {
        let name = moment(hour.from, form);
        match rows.last_mut() {
            Some((last, letters)) if *last == name => *letters += hour.letters,
            _ => rows.push((name, hour.letters)),
        }
    }
    let mut schedule = table(&["from (UTC)", "#letters"]);
    for (name, letters) in rows.iter().take(ROWS) {
        schedule.add_row([name.clone(), letters.to_string()]);
    }
    writeln!(out, "{schedule}")?;
    if let Some(more) = rows.get(ROWS..).filter(|more| !more.is_empty()) {
        let letters: u64 = more.iter().map(|(_, n)| n).sum();
        writeln!(
            out,
            "and {} on {} more",
            counted(letters, "letter", "letters"),
            counted(more.len() as u64, "day", "days")
        )?;
    }
    if let Some(ends) = forecast.ends {
        writeln!(
            out,
            "the last one goes on {} UTC, in {}, if the gateway takes each at once",
            moment(ends, "%a %Y-%m-%d at %H:%M"),
            span(lasts)
        )?;
    }
    hold(&forecast.held, out)?;
    if let Some(first) = forecast.crowds.first() {
        writeln!(
            out,
            "{} with more than one letter; most go to {} ({})",
            counted(
                forecast.crowds.len() as u64,
                "recipient domain",
                "recipient domains"
            ),
            first.domain,
            first.letters
        )?;
    }
    Ok(())
}

/// What waits for working hours, for people.
pub(super) fn hold(held: &[Held], out: &mut dyn Write) -> io::Result<()> {
    for held in held.iter().take(FEW) {
        let whom = match &held.country {
            Some(country) => format!("in {country}"),
            None => "whose country is not known".to_owned(),
        };
        writeln!(
            out,
            "{} to people {whom} until they work again: {}",
            counted(held.letters, "letter waits", "letters wait"),
            held.local
        )?;
    }
    if held.len() > FEW {
        let letters: u64 = held.iter().skip(FEW).map(|held| held.letters).sum();
        writeln!(
            out,
            "{} to people in {} more countries",
            counted(letters, "letter waits", "letters wait"),
            held.len() - FEW
        )?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_told_in_two_units() {
        for (seconds, told) in [
            (0, "less than a second"),
            (59, "59 s"),
            (3600, "1 h"),
            (3661, "1 h 1 min"),
            (90_061, "1 day 1 h"),
            (172_800, "2 days"),
        ] {
            assert_eq!(span(SignedDuration::from_secs(seconds)), told);
        }
    }
}
