//! Charts as inline SVG. Shapes, patterns and labels carry the meaning, colour only helps; every chart has a table beside
//! it with the same numbers. All text in them is ours: numbers, dates and the words for states.

use std::fmt::Write as _;

use super::{Moment, Remaining};

const WIDTH: f64 = 720.0;
/// Room at both sides.
const EDGE: f64 = 4.0;
/// Room for per cent at the left, and for the names of lines at the right of their ends.
const LEFT: f64 = 64.0;
const RIGHT: f64 = 116.0;

/// The order in which outcomes are listed.
pub(super) const ORDER: [&str; 14] = [
    "accepted",
    "delivered",
    "bounced",
    "deferred",
    "refused",
    "unknown",
    "suppressed",
    "expired",
    "planned",
    "sending",
    "dotted",
    "settled: assumed sent",
    "settled: to be sent again",
    "opted-out",
];

/// One row of bars for each outcome, over time; each outcome's name and largest number stand above its bars.
pub(super) fn timeline(moments: &[Moment]) -> String {
    const ROW: f64 = 56.0;
    const BAR: f64 = 30.0;
    const TOP: f64 = 22.0;
    let mut kinds: Vec<&str> = moments
        .iter()
        .flat_map(|moment| moment.outcomes.keys().map(String::as_str))
        .collect();
    kinds.sort_by_key(|kind| (ORDER.iter().position(|known| known == kind), *kind));
    kinds.dedup();
    let (Some(first), Some(last)) = (moments.first(), moments.last()) else {
        return String::new();
    };
    let begin = first.at.as_second();
    let step = length(moments);
    let span = number(last.at.as_second() - begin + step);
    let room = WIDTH - EDGE - EDGE;
    let width = (room * number(step) / span).clamp(3.0, 40.0) * 0.8;
    let height = ROW * number(i64::try_from(kinds.len()).unwrap_or(0)) + 24.0;
    let mut svg = open(
        height,
        "Letters by outcome over time; the numbers are in the table below",
    );
    for (row, kind) in kinds.iter().enumerate() {
        let base = ROW * number(i64::try_from(row).unwrap_or(0)) + BAR + TOP;
        let most = moments
            .iter()
            .filter_map(|m| m.outcomes.get(*kind))
            .max()
            .copied()
            .unwrap_or(1);
        label(&mut svg, EDGE, base - BAR - 6.0, "start", &escape(kind));
        let _ = write!(
            svg,
            "<line class=\"axis\" x1=\"{EDGE}\" y1=\"{base}\" x2=\"{}\" y2=\"{base}\"/>",
            WIDTH - EDGE
        );
        for moment in moments {
            let Some(n) = moment.outcomes.get(*kind) else {
                continue;
            };
            let x = EDGE + room * number(moment.at.as_second() - begin) / span;
            let tall = (BAR * share(*n, most)).max(2.0);
            let _ = write!(
                svg,
                "<rect class=\"bar {}\" x=\"{x:.1}\" y=\"{:.1}\" width=\"{width:.1}\" height=\"{tall:.1}\"><title>{}: {n} {}</title></rect>",
                class(kind),
                base - tall,
                when(moment.at),
                escape(kind)
            );
        }
        label(
            &mut svg,
            WIDTH - EDGE,
            base - BAR - 6.0,
            "end",
            &format!("most {most}"),
        );
    }
    label(&mut svg, EDGE, height - 6.0, "start", &when(first.at));
    let end = jiff::Timestamp::from_second(last.at.as_second() + step).unwrap_or(last.at);
    label(&mut svg, WIDTH - EDGE, height - 6.0, "end", &when(end));
    svg + "</svg>"
}

/// Seconds that a moment lasts: a day when no two of them are closer, else an hour.
fn length(moments: &[Moment]) -> i64 {
    const HOUR: i64 = 3600;
    const DAY: i64 = 24 * HOUR;
    let whole_days = moments
        .iter()
        .all(|moment| moment.at.as_second().rem_euclid(DAY) == 0);
    if whole_days && moments.len() > 1 {
        DAY
    } else {
        HOUR
    }
}

/// Shares still seen, scan by scan: those told of as a solid line, those held out as a dashed one.
pub(super) fn remediation(scans: &[Remaining], of: (u64, u64)) -> String {
    const HEIGHT: f64 = 240.0;
    const TOP: f64 = 20.0;
    const BOTTOM: f64 = 40.0;
    /// As tall as a name, on a phone too.
    const LINE: f64 = 20.0;
    let [first, .., last] = scans else {
        return String::new();
    };
    let span = number(last.at.as_second() - first.at.as_second()).max(1.0);
    let room = HEIGHT - TOP - BOTTOM;
    let mut svg = open(
        HEIGHT,
        "Share of sightings still seen, scan by scan; the numbers are in the table below",
    );
    for percent in [0.0, 0.5, 1.0] {
        let y = TOP + room * (1.0 - percent);
        let _ = write!(
            svg,
            "<line class=\"grid\" x1=\"{LEFT}\" y1=\"{y:.1}\" x2=\"{}\" y2=\"{y:.1}\"/>",
            WIDTH - RIGHT
        );
        label(
            &mut svg,
            LEFT - 8.0,
            y + 4.0,
            "end",
            &format!("{:.0} %", percent * 100.0),
        );
    }
    let told: fn(&Remaining) -> u64 = |scan| scan.told;
    let held: fn(&Remaining) -> u64 = |scan| scan.held;
    let lines = [
        ("told", "written to", of.0, told),
        ("held", "held out", of.1, held),
    ];
    let mut named: Vec<f64> = Vec::new();
    for (style, name, all, seen) in lines {
        if all == 0 {
            continue;
        }
        let place = |scan: &Remaining| {
            (
                LEFT + (WIDTH - LEFT - RIGHT) * number(scan.at.as_second() - first.at.as_second()) / span,
                TOP + room * (1.0 - share(seen(scan), all)),
            )
        };
        let points: Vec<String> = scans
            .iter()
            .map(|scan| {
                let (x, y) = place(scan);
                format!("{x:.1},{y:.1}")
            })
            .collect();
        let _ = write!(
            svg,
            "<polyline class=\"line {style}\" points=\"{}\"/>",
            points.join(" ")
        );
        for scan in scans {
            let (x, y) = place(scan);
            let _ = write!(
                svg,
                "<circle class=\"dot {style}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3.5\"><title>{}: {} of {all} still seen ({name})</title></circle>",
                when(scan.at),
                seen(scan)
            );
        }
        // Two names beside each other's ends would be one upon the other.
        let (x, mut y) = place(last);
        if let Some(other) = named.iter().find(|other| (**other - y).abs() < LINE) {
            y = if y < *other { other - LINE } else { other + LINE };
        }
        named.push(y);
        label(&mut svg, x + 10.0, y + 4.0, "start", name);
    }
    label(&mut svg, LEFT, HEIGHT - 8.0, "start", &when(first.at));
    label(&mut svg, WIDTH - RIGHT, HEIGHT - 8.0, "end", &when(last.at));
    svg + "</svg>"
}

/// A bar of a group's outcomes, its segments told apart by how they are filled and bordered.
pub(super) fn bar(states: &super::States, all: u64, most: u64) -> String {
    const LONG: f64 = 240.0;
    /// Borders are drawn within a segment.
    const BORDER: f64 = 1.0;
    let mut svg = format!(
        "<svg class=\"share\" viewBox=\"0 0 {LONG} 14\" width=\"{LONG}\" height=\"14\" aria-hidden=\"true\">"
    );
    let long = LONG * share(all, most);
    let mut x = 0.0;
    let mut kinds: Vec<(&String, &u64)> = states.iter().collect();
    kinds.sort_by_key(|(kind, _)| ORDER.iter().position(|known| known == kind));
    for (kind, n) in kinds {
        let width = long * share(*n, all);
        let _ = write!(
            svg,
            "<rect class=\"bar {}\" x=\"{:.1}\" y=\"2\" width=\"{:.1}\" height=\"10\"/>",
            class(kind),
            x + BORDER,
            (width - 2.0 * BORDER).max(0.5)
        );
        x += width;
    }
    svg + "</svg>"
}

fn open(height: f64, title: &str) -> String {
    format!("<svg role=\"img\" viewBox=\"0 0 {WIDTH} {height}\" width=\"100%\"><title>{title}</title>")
}

fn label(svg: &mut String, x: f64, y: f64, anchor: &str, text: &str) {
    let _ = write!(
        svg,
        "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{text}</text>"
    );
}

/// A class for an outcome: good, waiting, bad or other.
pub(super) fn class(kind: &str) -> &'static str {
    match kind {
        "accepted" | "delivered" | "settled: assumed sent" => "good",
        "planned" | "sending" | "deferred" | "dotted" | "settled: to be sent again" => "waiting",
        "refused" | "bounced" | "expired" => "bad",
        "unknown" => "doubt",
        _ => "other",
    }
}

/// `2026-11-21 14:05 UTC`
pub(super) fn when(at: jiff::Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M UTC").to_string()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[expect(clippy::cast_precision_loss, reason = "seconds and counts are far below 2^52")]
fn number(n: i64) -> f64 {
    n as f64
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::States;

    fn moment(at: &str, what: &str, n: u64) -> Moment {
        Moment {
            at: at.parse().unwrap(),
            outcomes: States::from([(what.to_owned(), n)]),
        }
    }

    /// The place of each text, by what it says.
    fn place(svg: &str, text: &str, axis: &str) -> f64 {
        let (before, _) = svg.split_once(&format!(">{text}</text>")).unwrap();
        let (_, tag) = before.rsplit_once("<text").unwrap();
        let (_, value) = tag.split_once(&format!(" {axis}=\"")).unwrap();
        value.split('"').next().unwrap().parse().unwrap()
    }

    /// The time at the right is that of the right edge, where the last hour or day ends, not where it begins.
    #[test]
    fn the_time_line_ends_where_its_last_moment_does() {
        let hours = [
            moment("2026-11-22T09:00:00Z", "accepted", 8),
            moment("2026-11-22T11:00:00Z", "bounced", 2),
        ];
        let chart = timeline(&hours);
        assert!(chart.contains(">2026-11-22 09:00 UTC</text>"), "{chart}");
        assert!(chart.contains(">2026-11-22 12:00 UTC</text>"), "{chart}");
        let days = [
            moment("2026-11-22T00:00:00Z", "accepted", 8),
            moment("2026-11-25T00:00:00Z", "accepted", 2),
        ];
        assert!(timeline(&days).contains(">2026-11-26 00:00 UTC</text>"));
    }

    #[test]
    fn names_of_lines_that_end_together_stand_apart() {
        let scan = |day: u8, told, held| Remaining {
            at: format!("2026-12-{day:02}T12:00:00Z").parse().unwrap(),
            told,
            held,
        };
        for (told, held) in [(50, 50), (50, 51), (51, 50), (0, 0), (100, 100)] {
            let chart = remediation(&[scan(1, 100, 100), scan(9, told, held)], (100, 100));
            let [told, held] = ["written to", "held out"].map(|name| place(&chart, name, "y"));
            assert!((told - held).abs() >= 19.9, "{told} {held}");
        }
    }

    /// Without colour a refusal is hollow and success is full: the classes that the style sheet fills differently.
    #[test]
    fn outcomes_differ_in_more_than_colour() {
        let style = include_str!("../../templates/report/page.css");
        assert!(style.contains("svg .bad { fill: var(--paper);"));
        assert!(style.contains("stroke-dasharray: 3 2"));
        let states = States::from([("accepted".to_owned(), 3), ("bounced".to_owned(), 1)]);
        let bar = bar(&states, 4, 4);
        assert!(bar.contains("bar good") && bar.contains("bar bad"), "{bar}");
    }
}
