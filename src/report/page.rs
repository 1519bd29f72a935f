//! The report as one page of HTML that needs nothing else: no file, no network, no program but a browser.
//!
//! The structure is `templates/report/page.html.hbs`; every value is escaped but the charts, which are made of our own words
//! and numbers, and the letters' table, which is JSON in a data block in which no `<` is left.

use std::collections::HashMap;

use handlebars::Handlebars;
use serde::Serialize;
use serde_json::{Value, json};

use super::{Arm, Comparison, Group, LetterLine, Report, States, svg};

const TEMPLATE: &str = include_str!("../../templates/report/page.html.hbs");
const STYLE: &str = include_str!("../../templates/report/page.css");
const SCRIPT: &str = include_str!("../../templates/report/page.js");

/// Letters that stand in the page itself, for readers without scripts and for paper.
const STATIC: usize = 50;

/// The page could not be made.
#[derive(Debug, thiserror::Error)]
#[error("the page could not be made")]
pub struct PageError(#[from] handlebars::RenderError);

/// The page.
///
/// # Errors
/// [`PageError`] when the template does not fit the data, which is a defect of the program.
pub fn page(report: &Report) -> Result<String, PageError> {
    let mut handlebars = Handlebars::new();
    handlebars.set_strict_mode(true);
    Ok(handlebars.render_template(TEMPLATE, &view(report))?)
}

fn view(report: &Report) -> Value {
    let (head, events, last) = &report.chain;
    json!({
        "style": STYLE,
        "script": SCRIPT,
        "campaign": report.campaign,
        "organisation": report.organisation,
        "made_at": svg::when(report.made_at),
        "version": report.version,
        "redacted": report.redacted,
        "head": head,
        "events": events,
        "last_event": last.map(svg::when),
        "sums": report.sums,
        "attention": report.attention,
        "rounds": report.rounds.iter().map(|round| json!({
            "number": round.number,
            "kind": round.kind,
            "planned_at": svg::when(round.planned_at),
            "approved_at": round.approved_at.map_or_else(|| "not yet".to_owned(), svg::when),
            "letters": round.letters,
            "states": in_words(&round.states),
            "digest": round.digest,
        })).collect::<Vec<_>>(),
        "timeline": svg::timeline(&report.timeline),
        "moments": report.timeline.iter().map(|moment| json!({
            "at": svg::when(moment.at),
            "outcomes": in_words(&moment.outcomes),
        })).collect::<Vec<_>>(),
        "groupings": report.groupings.iter().map(|grouping| {
            let most = grouping.groups.first().map_or(0, |group| group.letters);
            json!({
                "by": grouping.by,
                "groups": grouping.groups.iter().map(|group| group_view(group, most)).collect::<Vec<_>>(),
            })
        }).collect::<Vec<_>>(),
        "rescanned": report.remediation.len() > 1,
        "remediation": svg::remediation(&report.remediation, report.remediation_of),
        "told": report.remediation_of.0,
        "held": report.remediation_of.1,
        "scans": report.remediation.iter().map(|scan| json!({
            "at": svg::when(scan.at), "told": scan.told, "held": scan.held,
        })).collect::<Vec<_>>(),
        "comparison": comparison(&report.comparison),
        "samples": report.samples,
        "letters": report.letters.len(),
        "shown": report.letters.len().min(STATIC),
        "more": report.letters.len() > STATIC,
        "some": report.letters.iter().take(STATIC).map(letter_view).collect::<Vec<_>>(),
        "data": data(&report.letters),
    })
}

fn group_view(group: &Group, most: u64) -> Value {
    json!({
        "name": group.name,
        "letters": group.letters,
        "bar": svg::bar(&group.states, group.letters, most),
        "states": in_words(&group.states),
    })
}

fn letter_view(letter: &LetterLine) -> Value {
    json!({
        "reference": letter.reference,
        "round": letter.round,
        "kind": letter.kind,
        "recipient": letter.recipient,
        "language": letter.languages,
        "addresses": letter.addresses,
        "state": letter.state,
        "mark": svg::class(&letter.state),
        "since": svg::when(letter.since),
        "source": letter.provenance.source,
        "country": letter.provenance.country,
        "confidence": letter.provenance.confidence,
        "words": letter.words,
    })
}

/// `3 accepted, 1 bounced`, in the usual order.
fn in_words(states: &States) -> String {
    let mut states: Vec<(&String, &u64)> = states.iter().filter(|(_, n)| **n > 0).collect();
    states.sort_by_key(|(state, _)| svg::ORDER.iter().position(|known| known == state));
    let words: Vec<String> = states.iter().map(|(state, n)| format!("{n} {state}")).collect();
    if words.is_empty() {
        "none".to_owned()
    } else {
        words.join(", ")
    }
}

fn comparison(comparison: &Comparison) -> Value {
    let arm = |name: &str, arm: &Arm| {
        json!({
            "name": name, "contacts": arm.contacts, "sightings": arm.sightings, "gone": arm.gone,
            "share": percent(arm.share),
        })
    };
    match comparison {
        Comparison::None(why) => json!({ "effect": false, "why": why }),
        Comparison::Effect(effect) => json!({
            "effect": true,
            "evident": effect.is_evident(),
            "helped": effect.difference > 0.0,
            "difference": percent(effect.difference),
            "from": percent(effect.interval.0),
            "to": percent(effect.interval.1),
            "arms": [arm("written to", &effect.written), arm("held out", &effect.held)],
        }),
    }
}

fn percent(share: f64) -> String {
    format!("{:.1}", share * 100.0)
}

/// Texts that repeat, each once.
#[derive(Default)]
struct Words<'t> {
    numbers: HashMap<&'t str, usize>,
    texts: Vec<&'t str>,
}

impl<'t> Words<'t> {
    fn number(&mut self, text: &'t str) -> usize {
        *self.numbers.entry(text).or_insert_with(|| {
            self.texts.push(text);
            self.texts.len() - 1
        })
    }
}

/// All letters as compact JSON that can stand in a page: repeated texts are numbers, and no `<` is left that could end
/// the data block.
fn data(letters: &[LetterLine]) -> String {
    #[derive(Serialize)]
    struct Row<'t>(
        &'t str,
        i64,
        &'t str,
        &'t str,
        usize,
        u64,
        usize,
        i64,
        usize,
        usize,
        u8,
        &'t str,
    );
    let mut words = Words::default();
    let rows: Vec<Row<'_>> = letters
        .iter()
        .map(|letter| {
            Row(
                &letter.reference,
                letter.round,
                &letter.kind,
                &letter.recipient,
                words.number(&letter.languages),
                letter.addresses,
                words.number(&letter.state),
                letter.since.as_second(),
                words.number(&letter.provenance.source),
                words.number(&letter.provenance.country),
                letter.provenance.confidence,
                &letter.words,
            )
        })
        .collect();
    // Strings and numbers always serialise.
    let json = serde_json::to_string(&json!({ "words": words.texts, "rows": rows })).unwrap_or_default();
    json.replace('<', "\\u003c")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use jiff::Timestamp;

    use super::super::{Moment, Provenance, Remaining, RoundLine, Sample};
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn report() -> Report {
        let letters = vec![LetterLine {
            reference: "FW-1".to_owned(),
            round: 1,
            kind: "first".to_owned(),
            recipient: "</script><b>@isp.example".to_owned(),
            languages: "en".to_owned(),
            addresses: 2,
            state: "accepted".to_owned(),
            since: at("2026-11-21T14:05:00Z"),
            words: "250 <ok> & {{this}}".to_owned(),
            provenance: Provenance::default(),
            sha256: "00".to_owned(),
        }];
        Report {
            campaign: "<i>demo".to_owned(),
            organisation: "CERT & Co".to_owned(),
            made_at: at("2026-11-21T15:00:00Z"),
            version: "0",
            redacted: false,
            chain: ("ab".to_owned(), 3, None),
            totals: Value::Null,
            sums: vec![("rows".to_owned(), "1".to_owned())],
            attention: vec!["look <here>".to_owned()],
            rounds: vec![RoundLine {
                number: 1,
                kind: "first".to_owned(),
                planned_at: at("2026-11-21T14:00:00Z"),
                approved_at: None,
                digest: "cd".to_owned(),
                letters: 1,
                states: BTreeMap::from([("accepted".to_owned(), 1)]),
            }],
            timeline: vec![Moment {
                at: at("2026-11-21T14:00:00Z"),
                outcomes: BTreeMap::from([("accepted".to_owned(), 1)]),
            }],
            groupings: Report::group(&letters),
            remediation_of: (2, 0),
            remediation: vec![Remaining {
                at: at("2026-11-21T14:00:00Z"),
                told: 2,
                held: 0,
            }],
            comparison: Comparison::None("nobody <was> held out".to_owned()),
            samples: vec![Sample {
                language: "en".to_owned(),
                reference: "FW-1".to_owned(),
                subject: "s".to_owned(),
                text: "</pre><script>".to_owned(),
                right_to_left: false,
            }],
            letters,
        }
    }

    #[test]
    fn data_stays_data() {
        let page = page(&report()).unwrap();
        for raw in [
            "<i>demo",
            "</script><b>",
            "<ok>",
            "<here>",
            "<was>",
            "</pre><script>",
        ] {
            assert!(!page.contains(raw), "{raw}");
        }
        assert_eq!(
            page.matches("</script>").count(),
            2,
            "the data block and the script alone"
        );
        assert!(page.contains("{{this}}"));
    }

    #[test]
    fn nothing_is_fetched() {
        let page = page(&report()).unwrap();
        for fetching in ["http://", "https://", "src=", "url(", "@import", "<link"] {
            assert!(!page.contains(fetching), "{fetching}");
        }
        assert!(page.contains("default-src 'none'"));
    }

    /// A reader without scripts is told what is missing, and only then.
    #[test]
    fn rows_that_are_left_out_are_told() {
        let mut report = report();
        let without_script =
            |report: &Report| page(report).unwrap().split_once("<script").unwrap().0.to_owned();
        assert!(!without_script(&report).contains("Printed here"));
        let letter = report.letters.pop().unwrap();
        report.letters = vec![letter; STATIC + 1];
        let page = without_script(&report);
        for told in [
            "51 letters; the first 50 of them follow",
            "Printed here: the first 50 of 51 letters",
        ] {
            assert!(page.contains(told), "{told}");
        }
    }

    /// On a phone each cell stands beside the name of its column; the script takes the names from the head.
    #[test]
    fn every_cell_of_a_letter_names_its_column() {
        let page = page(&report()).unwrap();
        let (_, table) = page.split_once("<table class=\"letters cards\">").unwrap();
        let (head, rows) = table.split_once("</thead>").unwrap();
        let head = head.trim_start().trim_start_matches("<thead>");
        let named = |text: &str, mark: &str, end: char| -> Vec<String> {
            let after = text.split(mark).skip(1);
            after
                .map(|rest| rest.split(end).next().unwrap().to_owned())
                .collect()
        };
        let heads: Vec<String> = named(head, "<th", '<')
            .iter()
            .map(|head| head.split_once('>').unwrap().1.to_owned())
            .collect();
        let (row, _) = rows.split_once("</tr>").unwrap();
        assert_eq!(named(row, "data-label=\"", '"'), heads);
        assert_eq!(heads.len(), 12);
    }

    #[test]
    fn redacted_it_holds_no_local_part() {
        let page = page(&report().redacted()).unwrap();
        assert!(page.contains("…@isp.example"));
    }
}
