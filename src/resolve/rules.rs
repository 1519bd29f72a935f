//! The operator's own word: `contacts.csv`, which beats every automatic source.
//!
//! A rule matches a network (`198.51.100.0/24`, or one address), an AS (`AS64500`), a country (`country:FR`) or the
//! domain of a host name (`domain:example.net`), and names a contact, a language, or that nobody is to be written to.
//! The most specific rule wins: the longest network, then the longest domain, then the AS, then the country. Contact
//! and language are looked for separately, so that `country:FR` can name the language for networks whose contact
//! another rule, or a registry, names. A line with the action `notify` and no contact lifts a wider `suppress`.

use std::collections::HashMap;
use std::net::IpAddr;

use ipnet::IpNet;

use crate::contact::{Mailbox, Source};
use crate::language::Language;

mod add;
mod matching;
mod networks;
mod problem;
mod read;

pub use add::{AddError, NewRule};
use networks::Networks;
pub use problem::{BadRule, RuleProblem, RulesError};

/// What a rule applies to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Match {
    /// All addresses of a network.
    Network(IpNet),
    /// All addresses whose host name is this domain (lower-case A-labels) or lies under it.
    Domain(String),
    /// All addresses that this AS announces, by the sighting.
    As(u32),
    /// All addresses in this country (ISO 3166-1 alpha-2, upper case), by the sighting, else by the registry.
    Country(String),
}

/// What a rule wants done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Write to this mailbox; without one, to whom the automatic sources name, whatever a wider rule says.
    Notify(Option<Mailbox>),
    /// Do not write.
    Suppress,
    /// Nothing about whom to write to: the line only names a language.
    Unsaid,
}

/// One line of the operator's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Line in the file, from 1.
    pub line: u64,
    /// The match as written.
    pub written: String,
    /// What it applies to.
    pub matches: Match,
    /// What is to be done.
    pub action: Action,
    /// The language to write in.
    pub language: Option<Language>,
    /// The operator's note.
    pub note: String,
}

impl Rule {
    /// Whether it says anything about whom to write to, so that no wider rule is asked.
    fn decides(&self) -> bool {
        self.action != Action::Unsaid
    }
}

/// A rule by its place in the file; stable for the life of its [`Rules`].
pub(super) type RuleNumber = u32;

/// All rules of a file, ready to be asked.
#[derive(Debug, Default)]
pub struct Rules {
    file: String,
    all: Vec<Rule>,
    networks: Networks,
    domains: HashMap<String, RuleNumber>,
    ases: HashMap<u32, RuleNumber>,
    countries: HashMap<String, RuleNumber>,
}

/// The rules that apply to one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) struct Ruling {
    /// The most specific rule that says whom to write to, or that nobody is.
    pub(super) contact: Option<RuleNumber>,
    /// The most specific rule that names a language.
    pub(super) language: Option<RuleNumber>,
}

impl Ruling {
    fn consider(&mut self, number: RuleNumber, rule: &Rule) {
        if rule.decides() {
            self.contact.get_or_insert(number);
        }
        if rule.language.is_some() {
            self.language.get_or_insert(number);
        }
    }
}

impl Rules {
    /// The rules in file order.
    #[must_use]
    pub fn all(&self) -> &[Rule] {
        &self.all
    }

    /// The file they come from, for people.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// Whether any rule matches by country, so that it is worth finding the country out.
    pub(super) fn ask_for_country(&self) -> bool {
        !self.countries.is_empty()
    }

    /// Whether any rule matches by more than the address.
    pub(super) fn ask_for_facts(&self) -> bool {
        !(self.domains.is_empty() && self.ases.is_empty() && self.countries.is_empty())
    }

    /// The rules that apply, and the range of addresses around this one to which the same network rules apply.
    pub(super) fn ruling(
        &self,
        address: IpAddr,
        asn: Option<u32>,
        country: Option<&str>,
        hostname: Option<&str>,
    ) -> (Ruling, (IpAddr, IpAddr)) {
        let (mut ruling, range) = self.networks.at(address);
        let mut consider = |number: Option<&RuleNumber>| {
            if let Some((number, rule)) = number.and_then(|number| Some((*number, self.rule(*number)?))) {
                ruling.consider(number, rule);
            }
        };
        if let Some(hostname) = hostname.filter(|_| !self.domains.is_empty()) {
            let name = hostname.trim_end_matches('.').to_ascii_lowercase();
            let mut rest = Some(name.as_str());
            while let Some(suffix) = rest {
                consider(self.domains.get(suffix));
                rest = suffix.split_once('.').map(|(_, parent)| parent);
            }
        }
        consider(asn.and_then(|asn| self.ases.get(&asn)));
        if let Some(country) = country.filter(|_| !self.countries.is_empty()) {
            consider(self.countries.get(&country.to_ascii_uppercase()));
        }
        (ruling, range)
    }

    pub(super) fn rule(&self, number: RuleNumber) -> Option<&Rule> {
        self.all.get(usize::try_from(number).ok()?)
    }

    pub(super) fn source(&self, rule: &Rule) -> Source {
        Source::Operator {
            file: self.file.clone(),
            line: rule.line,
            rule: rule.written.clone(),
            note: rule.note.clone(),
        }
    }

    /// Indexes rules that are known to be free of duplicates.
    fn new(file: String, rules: Vec<Rule>) -> Self {
        let mut found = Self {
            file,
            ..Self::default()
        };
        for (number, rule) in (0..).zip(&rules) {
            match &rule.matches {
                Match::Network(_) => {}
                Match::Domain(domain) => drop(found.domains.insert(domain.clone(), number)),
                Match::As(asn) => drop(found.ases.insert(*asn, number)),
                Match::Country(country) => drop(found.countries.insert(country.clone(), number)),
            }
        }
        found.networks = Networks::new(&rules);
        found.all = rules;
        found
    }
}

#[cfg(test)]
mod tests;
