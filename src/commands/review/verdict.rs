//! What a person decided about an entry of the list, and the rules that this comes to.

use std::net::IpAddr;

use ipnet::{IpNet, Ipv4Subnets, Ipv6Subnets};

use super::{Entry, Request};
use crate::failure::Failure;
use crate::resolve::rules::NewRule;

/// A decision about one entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Choice {
    /// Its place in the list.
    pub(super) entry: usize,
    /// What was decided.
    pub(super) word: Word,
    /// A note of the person's own.
    pub(super) note: String,
}

/// What was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Word {
    /// Write to this proposal.
    Approve(String),
    /// Write to somebody else.
    Replace(String),
    /// Write to nobody.
    Suppress,
}

impl Choice {
    /// The lines of `contacts.csv`, one for each network of the range.
    pub(super) fn rules(&self, entries: &[Entry], today: &str) -> Vec<NewRule> {
        let Some(entry) = entries.get(self.entry) else {
            return Vec::new();
        };
        let (contact, action, what) = match &self.word {
            Word::Approve(contact) => {
                let proposal = entry.proposals.iter().find(|one| one.contact == *contact);
                let by = proposal.map(|one| format!(" ({}, confidence {})", one.source, one.confidence));
                (
                    contact.as_str(),
                    "notify",
                    format!("approved{}", by.unwrap_or_default()),
                )
            }
            Word::Replace(contact) => {
                let first = entry
                    .proposals
                    .first()
                    .map_or("nobody", |one| one.contact.as_str());
                (contact.as_str(), "notify", format!("in place of {first}"))
            }
            Word::Suppress => ("", "suppress", "not to be written to".to_owned()),
        };
        let mut note = format!("reviewed {today}: {what}");
        if !self.note.is_empty() {
            note = format!("{note}; {}", self.note);
        }
        // A line break in a note would be refused, and what a source is called can hold anything.
        let note: String = note
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        networks(entry.range)
            .iter()
            .map(|network| NewRule {
                matches: network.to_string(),
                contact: contact.to_owned(),
                action: action.to_owned(),
                note: note.clone(),
            })
            .collect()
    }
}

/// The networks that make up a range.
pub(super) fn networks(range: (IpAddr, IpAddr)) -> Vec<IpNet> {
    match range {
        (IpAddr::V4(first), IpAddr::V4(last)) => Ipv4Subnets::new(first, last, 0).map(IpNet::V4).collect(),
        (IpAddr::V6(first), IpAddr::V6(last)) => Ipv6Subnets::new(first, last, 0).map(IpNet::V6).collect(),
        _ => Vec::new(),
    }
}

/// The choices made on the command line.
pub(super) fn chosen(entries: &[Entry], request: &Request) -> Result<Vec<Choice>, Failure> {
    let mut choices: Vec<Choice> = Vec::new();
    let mut choose = |which: &str, word: &dyn Fn(&Entry) -> Option<Word>| -> Result<(), Failure> {
        let meant: Vec<usize> = (0..)
            .zip(entries)
            .filter(|(_, entry)| entry.is_meant(which))
            .map(|(at, _)| at)
            .collect();
        if meant.is_empty() {
            return Err(Failure::usage(format!("{which} is not in the list"))
                .hint("name a network or a proposed mailbox as forewarn contacts review lists them"));
        }
        for at in meant {
            if choices.iter().any(|choice| choice.entry == at) {
                return Err(Failure::usage(format!("{which} is decided about twice")));
            }
            let word = entries.get(at).and_then(word);
            let word =
                word.ok_or_else(|| Failure::usage(format!("nobody is proposed for {which}: use --replace")))?;
            let note = String::new();
            choices.push(Choice {
                entry: at,
                word,
                note,
            });
        }
        Ok(())
    };
    for which in &request.approve {
        choose(which, &|entry| {
            let named = entry
                .proposals
                .iter()
                .find(|one| one.contact.eq_ignore_ascii_case(which));
            Some(Word::Approve(named.or(entry.proposals.first())?.contact.clone()))
        })?;
    }
    for text in &request.replace {
        let (which, contact) = text
            .split_once('=')
            .ok_or_else(|| Failure::usage(format!("{text:?}: write --replace NETWORK=MAILBOX")))?;
        choose(which, &|_| Some(Word::Replace(contact.to_owned())))?;
    }
    for which in &request.suppress {
        choose(which, &|_| Some(Word::Suppress))?;
    }
    Ok(choices)
}

impl Entry {
    /// Whether a person means this one by the network, an address in it, or a mailbox proposed for it.
    fn is_meant(&self, which: &str) -> bool {
        let which = which.trim();
        let (first, last) = self.range;
        which == self.network()
            || which.parse::<IpAddr>().is_ok_and(|address| {
                address.is_ipv4() == first.is_ipv4() && (first..=last).contains(&address)
            })
            || self
                .proposals
                .iter()
                .any(|one| one.contact.eq_ignore_ascii_case(which))
    }
}
