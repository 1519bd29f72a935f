//! Charts as inline SVG. Shapes, patterns and labels carry the meaning, colour only helps; every chart has a table beside
//! it with the same numbers. All text in them is ours: numbers, dates and the words for states.

use std::fmt::Write as _;

use super::{Moment, Remaining};

const WIDTH: f64 = 720.0;
/// Room on the left for labels.
const LEFT: f64 = 110.0;
const RIGHT: f64 = 12.0;

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

/// One row of bars for each outcome, over time.
pub(super) fn timeline(moments: &[Moment]) -> String {
    const ROW: f64 = 46.0;
    const BAR: f64 = 32.0;
    const TOP: f64 = 16.0;
    let mut kinds: Vec<&str> = moments
        .iter()
        .flat_map(|moment| moment.outcomes.keys().map(String::as_str))
        .collect();
    kinds.sort_by_key(|kind| (ORDER.iter().position(|known| known == kind), *kind));
    kinds.dedup();
    let (Some(first), Some(last)) = (moments.first(), moments.last()) else {
        return String::new();
    };
    let span = number(last.at.as_second() - first.at.as_second()).max(1.0);
    let step = moments
        .windows(2)
        .filter_map(|pair| match pair {
            [a, b] => Some(number(b.at.as_second() - a.at.as_second())),
            _ => None,
        })
        .fold(span, f64::min);
    let room = WIDTH - LEFT - RIGHT;
    let width = (room * step / (span + step)).clamp(2.0, 40.0) * 0.8;
    let height = ROW * number(i64::try_from(kinds.len()).unwrap_or(0)) + TOP + 12.0;
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
        label(&mut svg, LEFT - 8.0, base - BAR / 2.0 + 4.0, "end", &escape(kind));
        let _ = write!(
            svg,
            "<line class=\"axis\" x1=\"{LEFT}\" y1=\"{base}\" x2=\"{}\" y2=\"{base}\"/>",
            WIDTH - RIGHT
        );
        for moment in moments {
            let Some(n) = moment.outcomes.get(*kind) else {
                continue;
            };
            let x = LEFT + room * number(moment.at.as_second() - first.at.as_second()) / (span + step);
            let tall = (BAR * share(*n, most)).max(1.5);
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
            WIDTH - RIGHT,
            base - BAR - 1.0,
            "end",
            &format!("most {most}"),
        );
    }
    label(&mut svg, LEFT, height - 6.0, "start", &when(first.at));
    label(&mut svg, WIDTH - RIGHT, height - 6.0, "end", &when(last.at));
    svg + "</svg>"
}

/// Shares still seen, scan by scan: those told of as a solid line, those held out as a dashed one.
pub(super) fn remediation(scans: &[Remaining], of: (u64, u64)) -> String {
    const HEIGHT: f64 = 220.0;
    const TOP: f64 = 12.0;
    const BOTTOM: f64 = 30.0;
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
        let (x, y) = place(last);
        label(&mut svg, x - 4.0, y - 8.0, "end", name);
    }
    label(&mut svg, LEFT, HEIGHT - 8.0, "start", &when(first.at));
    label(&mut svg, WIDTH - RIGHT, HEIGHT - 8.0, "end", &when(last.at));
    svg + "</svg>"
}

/// A bar of a group's outcomes, its segments told apart by pattern.
pub(super) fn bar(states: &super::States, all: u64, most: u64) -> String {
    const LONG: f64 = 240.0;
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
            "<rect class=\"bar {}\" x=\"{x:.1}\" y=\"1\" width=\"{width:.1}\" height=\"12\"/>",
            class(kind)
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
