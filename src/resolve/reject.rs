//! Mailboxes that automatic sources publish and that no letter may go to.
//!
//! The list is data (`reject.csv`, compiled in; an operator can add a file of the same form), each line with its
//! reason, which the story of a decision repeats. Why it exists: a registry's placeholder objects name the registry
//! itself, and whoever believes them writes thousands of letters to a mailbox that cannot act on one.

use std::collections::HashMap;
use std::io::Read;
use std::net::IpAddr;

use ipnet::IpNet;

use crate::contact::Mailbox;

/// The compiled-in list.
const BUILTIN: &str = include_str!("reject.csv");

/// Mailboxes, local parts, words and domains that are refused, each with its reason.
#[derive(Debug, Clone, Default)]
pub struct Rejects {
    mailboxes: HashMap<String, Entry>,
    local_parts: HashMap<String, Entry>,
    nir_mailboxes: HashMap<String, Entry>,
    domains: Vec<(String, Entry)>,
    texts: Vec<(String, Entry)>,
    /// All networks that are exceptions.
    own: Vec<IpNet>,
    /// First and last address of each, as [`whole_order`] has them: they are asked for with each of millions of networks.
    own_ranges: Vec<(u128, u128)>,
    /// What these hold together, sorted and disjoint: hardly any network lies there.
    own_cover: Vec<(u128, u128)>,
}

#[derive(Debug, Clone)]
struct Entry {
    reason: String,
    networks: Vec<IpNet>,
    organisations: Vec<String>,
}

/// What the list says about one published mailbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judgement<'a> {
    /// Nothing against it.
    Fine,
    /// Usable only at low confidence, for this reason.
    Low(&'a str),
    /// Not usable, for this reason.
    Rejected(&'a str),
}

/// A reject list that cannot be used; nothing of it has been added.
#[derive(Debug, thiserror::Error)]
pub enum RejectsError {
    /// Not a CSV file of `kind,pattern,reason,exception`.
    #[error("the reject list is not a CSV file of kind,pattern,reason,exception")]
    Csv(#[from] csv::Error),
    /// A kind that does not exist.
    #[error(
        "line {line}: {kind:?} is no kind: use mailbox, local-part, text, registry-domain or nir-mailbox"
    )]
    Kind {
        /// Line in the file, from 1.
        line: u64,
        /// What stands there.
        kind: String,
    },
    /// No pattern or no reason.
    #[error("line {line}: {column} is empty: every line needs a pattern and a reason")]
    Empty {
        /// Line in the file, from 1.
        line: u64,
        /// Which of the two.
        column: &'static str,
    },
}

impl Rejects {
    /// The compiled-in list.
    ///
    /// # Panics
    /// Never: a test reads the same list.
    #[must_use]
    #[expect(
        clippy::expect_used,
        reason = "the list is part of the program and read by a test"
    )]
    pub fn builtin() -> Self {
        let mut rejects = Self::default();
        rejects
            .extend(BUILTIN.as_bytes())
            .expect("the compiled-in reject list is well formed");
        rejects
    }

    /// Adds a list of the same form as the compiled-in one; a line for a pattern that is already known replaces it.
    ///
    /// # Errors
    /// [`RejectsError`] with the line; the list is then unchanged.
    pub fn extend(&mut self, list: impl Read) -> Result<(), RejectsError> {
        let mut added = self.clone();
        let mut reader = csv::ReaderBuilder::new()
            .comment(Some(b'#'))
            .trim(csv::Trim::All)
            .from_reader(list);
        for row in reader.records() {
            let row = row?;
            let line = row.position().map_or(0, csv::Position::line);
            let column = |at: usize| row.get(at).unwrap_or_default();
            let pattern = column(1).to_ascii_lowercase();
            for (column, text) in [("pattern", pattern.as_str()), ("reason", column(2))] {
                if text.is_empty() {
                    return Err(RejectsError::Empty { line, column });
                }
            }
            let entry = Entry::new(column(2), column(3));
            added.own.extend(&entry.networks);
            let ranges = entry.networks.iter();
            added.own_ranges.extend(
                ranges.map(|network| (whole_order(network.network()), whole_order(network.broadcast()))),
            );
            match column(0) {
                "mailbox" => drop(added.mailboxes.insert(pattern, entry)),
                "local-part" => drop(added.local_parts.insert(pattern, entry)),
                "nir-mailbox" => drop(added.nir_mailboxes.insert(pattern, entry)),
                "registry-domain" => added.domains.push((pattern, entry)),
                "text" => added.texts.push((pattern, entry)),
                kind => {
                    let kind = kind.to_owned();
                    return Err(RejectsError::Kind { line, kind });
                }
            }
        }
        added.own_cover = cover(&added.own_ranges);
        *self = added;
        Ok(())
    }

    /// The numbers of the networks, named as exceptions on this list, that hold a range.
    pub(super) fn own_networks(&self, range: (IpAddr, IpAddr)) -> impl Iterator<Item = u32> {
        let range = (whole_order(range.0), whole_order(range.1));
        let behind = self.own_cover.partition_point(|(_, last)| *last < range.0);
        let near = self
            .own_cover
            .get(behind)
            .is_some_and(|(first, _)| *first <= range.0);
        let possible = if near { &*self.own_ranges } else { &[] };
        (0..)
            .zip(possible)
            .filter(move |(_, (first, last))| *first <= range.0 && range.1 <= *last)
            .map(|(number, _)| number)
    }

    /// The smallest of these networks, for a range that stands for all others in it.
    pub(super) fn own_network(&self, range: (IpAddr, IpAddr)) -> Option<IpNet> {
        let numbers = self.own_networks(range);
        numbers
            .filter_map(|number| self.own.get(number as usize).copied())
            .max_by_key(IpNet::prefix_len)
    }

    /// Whether a text such as "redacted" stands where an address should, with the reason.
    #[must_use]
    pub fn judge_text(&self, published: &str) -> Option<&str> {
        let lower = published.to_ascii_lowercase();
        let holds = |text: &str| memchr::memmem::find(lower.as_bytes(), text.as_bytes()).is_some();
        let found = self.texts.iter().find(|(text, _)| holds(text));
        found.map(|(_, entry)| entry.reason.as_str())
    }

    /// What the list says about a mailbox that is published for the network `range` of `organisation`.
    #[must_use]
    pub fn judge(
        &self,
        mailbox: &Mailbox,
        range: (IpAddr, IpAddr),
        organisation: Option<&str>,
    ) -> Judgement<'_> {
        let key = mailbox.key();
        let (local, domain) = key.rsplit_once('@').unwrap_or_default();
        let counts = |entry: &&Entry| !entry.excepts(range, organisation);
        if let Some(entry) = self.nir_mailboxes.get(&key) {
            return if counts(&entry) {
                Judgement::Low(&entry.reason)
            } else {
                Judgement::Fine
            };
        }
        let under = |parent: &str| {
            domain
                .strip_suffix(parent)
                .is_some_and(|head| head.is_empty() || head.ends_with('.'))
        };
        let exact = self.mailboxes.get(&key).filter(counts);
        let local = || self.local_parts.get(local).filter(counts);
        let by_domain = || {
            self.domains
                .iter()
                .find(|(parent, entry)| under(parent) && counts(&entry))
                .map(|(_, e)| e)
        };
        match exact.or_else(local).or_else(by_domain) {
            Some(entry) => Judgement::Rejected(&entry.reason),
            None => self.judge_text(&key).map_or(Judgement::Fine, Judgement::Rejected),
        }
    }
}

/// What ranges hold together, sorted and disjoint.
fn cover(ranges: &[(u128, u128)]) -> Vec<(u128, u128)> {
    let mut sorted = ranges.to_vec();
    sorted.sort_unstable();
    let mut cover: Vec<(u128, u128)> = Vec::new();
    for (first, last) in sorted {
        match cover.last_mut() {
            Some(before) if first <= before.1 => before.1 = before.1.max(last),
            _ => cover.push((first, last)),
        }
    }
    cover
}

/// An address as a number, so that IPv4 lies where no network of IPv6 does: in `::/32`.
fn whole_order(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => u128::from(address.to_bits()),
        IpAddr::V6(address) => address.to_bits().max(1 << 32),
    }
}

impl Entry {
    fn new(reason: &str, exception: &str) -> Self {
        let (networks, organisations): (Vec<&str>, Vec<&str>) = exception
            .split_whitespace()
            .partition(|word| word.parse::<IpNet>().is_ok());
        Self {
            reason: reason.to_owned(),
            networks: networks
                .into_iter()
                .filter_map(|word| word.parse().ok())
                .collect(),
            organisations: organisations.into_iter().map(str::to_ascii_uppercase).collect(),
        }
    }

    fn excepts(&self, (first, last): (IpAddr, IpAddr), organisation: Option<&str>) -> bool {
        let own = organisation.map(str::to_ascii_uppercase);
        self.networks
            .iter()
            .any(|network| network.contains(&first) && network.contains(&last))
            || own.is_some_and(|own| self.organisations.contains(&own))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged<'a>(
        rejects: &'a Rejects,
        mailbox: &str,
        range: (&str, &str),
        org: Option<&str>,
    ) -> Judgement<'a> {
        let mailbox = Mailbox::parse(mailbox, &["example".to_owned()]).unwrap();
        rejects.judge(
            &mailbox,
            (range.0.parse().unwrap(), range.1.parse().unwrap()),
            org,
        )
    }

    const ELSEWHERE: (&str, &str) = ("198.51.100.0", "198.51.100.255");

    #[test]
    fn rejects_with_a_reason_and_in_any_case() {
        let rejects = Rejects::builtin();
        for mailbox in [
            "Abuse@RIPE.net",
            "someone-else@ripe.net",
            "x@sub.arin.net",
            "no-reply@net.example",
            "NULL@net.example",
            "redacted-for-privacy@net.example",
            "abuse@iana.org",
        ] {
            assert!(
                matches!(judged(&rejects, mailbox, ELSEWHERE, None), Judgement::Rejected(_)),
                "{mailbox}"
            );
        }
        for mailbox in [
            "abuse@net.example",
            "abuse@notripe.net",
            "nullify@net.example",
            "abuse@gripe.net",
        ] {
            assert_eq!(
                judged(&rejects, mailbox, ELSEWHERE, None),
                Judgement::Fine,
                "{mailbox}"
            );
        }
        assert!(matches!(
            judged(&rejects, "hostmaster@nic.or.kr", ELSEWHERE, None),
            Judgement::Low(_)
        ));
    }

    #[test]
    fn a_registry_is_the_contact_of_its_own_networks() {
        let rejects = Rejects::builtin();
        let own = ("193.0.4.0", "193.0.4.255");
        assert_eq!(judged(&rejects, "abuse@ripe.net", own, None), Judgement::Fine);
        // A wider range that merely includes it is not its own.
        let wider = ("193.0.0.0", "193.255.255.255");
        assert!(matches!(
            judged(&rejects, "abuse@ripe.net", wider, None),
            Judgement::Rejected(_)
        ));
        assert_eq!(
            judged(&rejects, "abuse@ripe.net", ELSEWHERE, Some("org-rien1-ripe")),
            Judgement::Fine
        );
        // The stand-in for an unpublished address is nobody's, anywhere.
        assert!(matches!(
            judged(&rejects, "abuse@lacnic.net", own, None),
            Judgement::Rejected(_)
        ));
    }

    #[test]
    fn an_operator_can_add_lines_and_a_bad_file_adds_none() {
        let mut rejects = Rejects::builtin();
        let list = "kind,pattern,reason,exception\nmailbox,old@net.example,bounces since May,\n";
        rejects.extend(list.as_bytes()).unwrap();
        assert_eq!(
            judged(&rejects, "old@net.example", ELSEWHERE, None),
            Judgement::Rejected("bounces since May")
        );
        let bad = "kind,pattern,reason,exception\nmailbox,x@net.example,why,\nmailboxes,y@net.example,why,\n";
        assert!(matches!(
            rejects.extend(bad.as_bytes()),
            Err(RejectsError::Kind { line: 3, .. })
        ));
        assert_eq!(
            judged(&rejects, "x@net.example", ELSEWHERE, None),
            Judgement::Fine
        );
    }
}
