//! The story of a decision, in sentences for the person who has to answer for a letter.

use std::net::IpAddr;

use crate::contact::{Candidate, Decision, LanguageHint, Source, Unresolved, Verdict};
use crate::visible::acts;

/// What was asked, what it said, what won, what lost and why, and what speaks for which language; one sentence or two
/// per line.
///
/// Control characters from the sources are shown as `\u{1b}`: the lines are safe to print.
#[must_use]
pub fn story(decision: &Decision, address: IpAddr) -> Vec<String> {
    let mut lines = vec![place(decision, address)];
    for consultation in &decision.consulted {
        lines.push(format!("Asked {}:", consultation.source));
        lines.extend(consultation.answers.iter().map(|answer| format!("  - {answer}.")));
    }
    lines.push(outcome(decision));
    let winner = decision.winner();
    if let Some(winner) = winner {
        lines.extend(winner.marks.iter().map(|mark| format!("  - {mark}.")));
    }
    for candidate in &decision.candidates {
        if winner != Some(candidate) {
            lines.push(loser(candidate));
            lines.extend(candidate.marks.iter().map(|mark| format!("  - {mark}.")));
        }
    }
    lines.push(languages(&decision.languages));
    lines.iter().map(|line| printable(line)).collect()
}

fn place(decision: &Decision, address: IpAddr) -> String {
    let (first, last) = decision.range;
    let details: Vec<&str> = decision
        .network
        .iter()
        .chain(&decision.country)
        .map(String::as_str)
        .collect();
    let details = if details.is_empty() {
        String::new()
    } else {
        format!(" ({})", details.join(", "))
    };
    if first == last {
        return format!("{address}{details}.");
    }
    format!("{address}{details}; the same holds for {first} - {last}.")
}

fn outcome(decision: &Decision) -> String {
    match &decision.verdict {
        Verdict::Notify(mailbox) => {
            let by = decision.winner().map(way).unwrap_or_default();
            format!("Write to {mailbox}, confidence {}{by}.", decision.confidence)
        }
        Verdict::Suppress => match &decision.rule {
            Some(Source::Operator { file, line, rule, .. }) => {
                format!("Do not write: {file}, line {line} ({rule}) says so.")
            }
            _ => "Do not write: the operator says so.".to_owned(),
        },
        Verdict::Unresolved(reason) => format!("Nobody to write to ({reason}): {}.", because(*reason)),
    }
}

fn way(candidate: &Candidate) -> String {
    let inherited = match candidate.depth {
        0 => String::new(),
        1 => ", inherited from the next less specific network".to_owned(),
        depth => format!(", inherited from {depth} networks further up"),
    };
    format!("{inherited}: {}", candidate.path.join(" -> "))
}

fn loser(candidate: &Candidate) -> String {
    let why = candidate.lost.as_deref().unwrap_or("nobody is to be written to");
    let path = candidate.path.join(" -> ");
    match &candidate.mailbox {
        Some(mailbox) => {
            format!(
                "Next in line: {mailbox}, confidence {} ({path}); it lost because {why}.",
                candidate.confidence
            )
        }
        None => format!("Not usable: {:?} ({path}); {why}.", candidate.published),
    }
}

fn because(reason: Unresolved) -> &'static str {
    match reason {
        Unresolved::NotGlobal => "the address is for special purposes and belongs to nobody",
        Unresolved::Unallocated => "no registry has given the address out",
        Unresolved::NoSource => "no rule and no imported dump covers the address",
        Unresolved::NoAbuseRole => "the network is registered, but its objects lead to no abuse mailbox",
        Unresolved::PlaceholderOnly => "only placeholder objects cover the address; another registry has it",
        Unresolved::RejectedAddress => {
            "every mailbox that is published for it is unusable or on the reject list"
        }
        Unresolved::RateLimited => "a registry has asked us to slow down",
        Unresolved::Timeout => "a source did not answer in time",
        Unresolved::ServerError => "a source failed",
        Unresolved::BelowThreshold => "no mailbox is sure enough to be written to without a person's look",
        Unresolved::OptedOut => "the holder does not wish to be written to",
        Unresolved::Pending => "it has not been looked up yet",
    }
}

fn languages(hints: &[LanguageHint]) -> String {
    let words: Vec<String> = hints
        .iter()
        .map(|hint| match hint {
            LanguageHint::Rule(tag) => format!("the operator's rule says {tag}"),
            LanguageHint::Registry(tag) => format!("the registry's language field says {tag}"),
            LanguageHint::HolderCountry(country) => format!("the holder's country is {country}"),
            LanguageHint::NetworkCountry(country) => format!("the network's country is {country}"),
        })
        .collect();
    if words.is_empty() {
        return "Language: nothing speaks for one.".to_owned();
    }
    format!("Language: {}.", words.join("; then "))
}

/// Registries publish what people typed, and a terminal obeys what it is told.
fn printable(line: &str) -> String {
    let mut shown = String::with_capacity(line.len());
    for c in line.chars() {
        if acts(c) {
            shown.extend(c.escape_unicode());
        } else {
            shown.push(c);
        }
    }
    shown
}
