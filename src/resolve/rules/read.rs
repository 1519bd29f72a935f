//! Reading `contacts.csv`: every bad line is found in one go, with what to do about it.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use csv::StringRecord;
use ipnet::IpNet;

use super::{Action, Match, Rule, Rules};
use crate::address::{self, BadAddress};
use crate::contact::{BadMailbox, Mailbox};
use crate::language::Language;

/// The columns, in the order in which they are documented.
pub(super) const COLUMNS: [&str; 5] = ["match", "contact", "language", "action", "note"];

/// Why the operator's rules cannot be used; none of them is then in force.
#[derive(Debug, thiserror::Error)]
pub enum RulesError {
    /// The file cannot be read.
    #[error("cannot read the rules in {file}")]
    Unreadable {
        /// Which file.
        file: String,
        /// Why.
        source: io::Error,
    },
    /// Lines that say nothing usable, in file order; never empty.
    #[error("{file}: {}", summary(bad))]
    Bad {
        /// Which file.
        file: String,
        /// What is wrong, line by line.
        bad: Vec<BadRule>,
    },
}

/// One thing that is wrong with one line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}{}: {problem}", column.map(|column| format!(", column {column}")).unwrap_or_default())]
pub struct BadRule {
    /// Line in the file, from 1.
    pub line: u64,
    /// The column's name, where the trouble is in one.
    pub column: Option<&'static str>,
    /// What is wrong and what to do.
    pub problem: RuleProblem,
}

/// What can be wrong with a line of the rules, each with what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RuleProblem {
    /// The file is empty.
    #[error("the file is empty: it begins with the line match,contact,language,action,note")]
    NoHeader,
    /// No `match` column.
    #[error("there is no column match: the first line is match,contact,language,action,note in any order")]
    NoMatchColumn,
    /// A column nobody knows.
    #[error("there is no column {name:?}: use match, contact, language, action, note")]
    UnknownColumn {
        /// Its name.
        name: String,
    },
    /// The same column twice.
    #[error("the column {name} stands there twice: remove one")]
    ColumnTwice {
        /// Its name.
        name: String,
    },
    /// More fields than columns.
    #[error(
        "{count} fields where the first line names {expected}: put a field that holds the separator in quotes"
    )]
    TooManyFields {
        /// Fields on the line.
        count: usize,
        /// Columns in the header.
        expected: usize,
    },
    /// A quote that is not closed on its line would swallow the rules below it.
    #[error(
        "a quote that opens here is not closed on this line: close it, or write \"\" for a quote in a note"
    )]
    OpenQuote,
    /// Not UTF-8, or not CSV.
    #[error("this line is not readable as UTF-8 text: save the file as CSV UTF-8")]
    NotText,
    /// No match.
    #[error("it is empty: write a network, an address, AS64500, country:FR or domain:example.net")]
    NoMatch,
    /// A match of no known form.
    #[error("{text:?} is no match: write a network, an address, AS64500, country:FR or domain:example.net")]
    Match {
        /// What stands there.
        text: String,
    },
    /// Not an address after all.
    #[error("{text:?}: {why}")]
    Address {
        /// What stands there.
        text: String,
        /// Why not.
        why: BadAddress,
    },
    /// A network with host bits.
    #[error(
        "{text} has bits set after its prefix: write {network} for the network, {address} for the one address"
    )]
    HostBits {
        /// What stands there.
        text: String,
        /// The network that was perhaps meant.
        network: IpNet,
        /// The address that was perhaps meant.
        address: std::net::IpAddr,
    },
    /// An AS number out of range.
    #[error("{text:?} is no AS number: write AS and a number from 1 to 4294967294, like AS64500")]
    As {
        /// What stands there.
        text: String,
    },
    /// Not two letters.
    #[error("{text:?} is no country: write two letters (ISO 3166), like country:FR")]
    Country {
        /// What stands there.
        text: String,
    },
    /// Not a domain.
    #[error("{text:?} is no domain: write it like domain:example.net")]
    Domain {
        /// What stands there.
        text: String,
    },
    /// Not a usable mailbox.
    #[error("{text:?}: {why}")]
    Contact {
        /// What stands there.
        text: String,
        /// Why not.
        why: BadMailbox,
    },
    /// Not a language tag.
    #[error("{text:?} is no language tag: write it like fr, fr-CA or zh-Hant")]
    Language {
        /// What stands there.
        text: String,
    },
    /// Neither of the two.
    #[error("{text:?} is no action: write notify or suppress, or leave it empty for notify")]
    Action {
        /// What stands there.
        text: String,
    },
    /// A rule without effect.
    #[error("this line changes nothing: name a contact, a language or an action")]
    NoEffect,
    /// Two lines for one match that want different things.
    #[error("{text} stands on line {first} already with other words: keep one of the two")]
    Conflict {
        /// The match.
        text: String,
        /// The earlier line.
        first: u64,
    },
}

fn summary(bad: &[BadRule]) -> String {
    let lines: Vec<String> = bad.iter().map(ToString::to_string).collect();
    match lines.as_slice() {
        [one] => one.clone(),
        several => format!(
            "{} lines need a change\n  {}",
            several.len(),
            several.join("\n  ")
        ),
    }
}

impl Rules {
    /// The rules in a file. `allow_domains`: special-use domains that contacts may lie under all the same.
    ///
    /// # Errors
    /// [`RulesError`]: the file is not readable, or lines of it are bad (all of them, at once).
    pub fn load(path: &Path, allow_domains: &[String]) -> Result<Self, RulesError> {
        let file = path
            .file_name()
            .unwrap_or(path.as_os_str())
            .to_string_lossy()
            .into_owned();
        match File::open(path) {
            Ok(reader) => Self::read(reader, &file, allow_domains),
            Err(source) => Err(RulesError::Unreadable { file, source }),
        }
    }

    /// The rules that a reader gives; `file` is what they are called in messages and stories.
    ///
    /// Accepts a byte order mark, CRLF, `,` or `;` or tab between fields, columns in any order and case, lines of `#`.
    ///
    /// # Errors
    /// As [`Rules::load`].
    pub fn read(mut reader: impl Read, file: &str, allow_domains: &[String]) -> Result<Self, RulesError> {
        let file = file.to_owned();
        let mut text = Vec::new();
        if let Err(source) = reader.read_to_end(&mut text) {
            return Err(RulesError::Unreadable { file, source });
        }
        let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&text);
        let mut reading = Reading::new(allow_domains, text);
        reading.rows();
        if reading.bad.is_empty() {
            Ok(Self::new(file, reading.rules))
        } else {
            let bad = reading.bad;
            Err(RulesError::Bad { file, bad })
        }
    }
}

/// The separator of the first line that is no comment.
pub(super) fn delimiter(start: &[u8]) -> u8 {
    let header = start
        .split(|byte| *byte == b'\n')
        .find(|line| !line.starts_with(b"#") && !line.trim_ascii().is_empty())
        .unwrap_or_default();
    let count = |separator: u8| header.split(|byte| *byte == separator).count();
    [b';', b'\t']
        .into_iter()
        .find(|separator| count(*separator) > count(b','))
        .unwrap_or(b',')
}

struct Reading<'a> {
    allow_domains: &'a [String],
    text: &'a [u8],
    lines: Lines,
    /// For each field of a row, its place in [`COLUMNS`].
    columns: Vec<usize>,
    rules: Vec<Rule>,
    first_at: HashMap<Match, usize>,
    bad: Vec<BadRule>,
}

/// How many lines end before a place in the text; moves forward only.
#[derive(Debug, Default)]
struct Lines {
    place: usize,
    ended: u64,
}

impl Lines {
    /// The line on which the row begins that the CSV reader says begins at `byte`: the reader counts the blank and
    /// comment lines before a row as part of it, people do not.
    fn of_row(&mut self, text: &[u8], byte: u64) -> u64 {
        let byte = usize::try_from(byte).unwrap_or(usize::MAX).min(text.len());
        let passed = text.get(self.place..byte).unwrap_or_default();
        self.ended += count_newlines(passed);
        self.place = self.place.max(byte);
        let mut rest = text.get(self.place..).unwrap_or_default();
        let mut line = self.ended + 1;
        while let Some(end) = rest.iter().position(|b| *b == b'\n') {
            let (first, after) = rest.split_at(end + 1);
            if !first.starts_with(b"#") && !first.iter().all(|b| matches!(b, b'\r' | b'\n')) {
                break;
            }
            line += 1;
            rest = after;
        }
        line
    }
}

fn count_newlines(text: &[u8]) -> u64 {
    text.iter().map(|byte| u64::from(*byte == b'\n')).sum()
}

impl<'a> Reading<'a> {
    fn new(allow_domains: &'a [String], text: &'a [u8]) -> Self {
        Self {
            allow_domains,
            text,
            lines: Lines::default(),
            columns: Vec::new(),
            rules: Vec::new(),
            first_at: HashMap::new(),
            bad: Vec::new(),
        }
    }

    fn rows(&mut self) {
        let mut rows = csv::ReaderBuilder::new()
            .delimiter(delimiter(self.text))
            .comment(Some(b'#'))
            .trim(csv::Trim::All)
            .has_headers(false)
            .flexible(true)
            .from_reader(self.text);
        let mut row = StringRecord::new();
        let mut header = false;
        loop {
            let start = rows.position().byte();
            let read = rows.read_record(&mut row);
            if matches!(read, Ok(false)) {
                break;
            }
            let line = self.lines.of_row(self.text, start);
            match read {
                Ok(_) if header => self.row(line, &row),
                Ok(_) => self.header(line, &row),
                Err(_) => self.complain(line, None, RuleProblem::NotText),
            }
            // Without its columns a file only yields nonsense about its rows.
            if !header && !self.bad.is_empty() {
                return;
            }
            header = true;
        }
        if !header {
            self.complain(1, None, RuleProblem::NoHeader);
        }
    }

    fn complain(&mut self, line: u64, column: Option<&'static str>, problem: RuleProblem) {
        self.bad.push(BadRule {
            line,
            column,
            problem,
        });
    }

    fn header(&mut self, line: u64, row: &StringRecord) {
        for name in row {
            let known = COLUMNS
                .iter()
                .position(|column| column.eq_ignore_ascii_case(name));
            let name = name.to_owned();
            match known {
                None => self.complain(line, None, RuleProblem::UnknownColumn { name }),
                Some(at) if self.columns.contains(&at) => {
                    self.complain(line, None, RuleProblem::ColumnTwice { name });
                }
                Some(at) => self.columns.push(at),
            }
        }
        if self.bad.is_empty() && !self.columns.contains(&0) {
            self.complain(line, None, RuleProblem::NoMatchColumn);
        }
    }

    fn row(&mut self, line: u64, row: &StringRecord) {
        if row.iter().all(str::is_empty) {
            return;
        }
        if row.iter().any(|field| field.contains(['\n', '\r'])) {
            return self.complain(line, None, RuleProblem::OpenQuote);
        }
        if row.len() > self.columns.len() {
            let expected = self.columns.len();
            let count = row.len();
            return self.complain(line, None, RuleProblem::TooManyFields { count, expected });
        }
        let mut fields = [""; COLUMNS.len()];
        for (column, text) in self.columns.iter().zip(row) {
            if let Some(field) = fields.get_mut(*column) {
                *field = text;
            }
        }
        let [written, contact, language, action, note] = fields;
        let before = self.bad.len();
        let matched = self.keep(line, "match", match_of(written));
        let mailbox = self.contact(line, contact);
        let tag = (!language.is_empty())
            .then(|| {
                let text = language.to_owned();
                Language::new(language).map_err(|_| RuleProblem::Language { text })
            })
            .and_then(|tag| self.keep(line, "language", tag));
        let action = match action.to_ascii_lowercase().as_str() {
            "" if mailbox.is_none() => Action::Unsaid,
            "" | "notify" => Action::Notify(mailbox),
            "suppress" => Action::Suppress,
            _ => {
                let text = action.to_owned();
                return self.complain(line, Some("action"), RuleProblem::Action { text });
            }
        };
        if self.bad.len() > before {
            return;
        }
        if action == Action::Unsaid && tag.is_none() {
            return self.complain(line, None, RuleProblem::NoEffect);
        }
        if let Some(matched) = matched {
            self.add(Rule {
                line,
                written: written.to_owned(),
                matches: matched,
                action,
                language: tag,
                note: note.to_owned(),
            });
        }
    }

    fn keep<T>(&mut self, line: u64, column: &'static str, read: Result<T, RuleProblem>) -> Option<T> {
        read.map_err(|problem| self.complain(line, Some(column), problem))
            .ok()
    }

    fn contact(&mut self, line: u64, contact: &str) -> Option<Mailbox> {
        if contact.is_empty() {
            return None;
        }
        let read = Mailbox::parse(contact, self.allow_domains).map_err(|why| RuleProblem::Contact {
            text: contact.to_owned(),
            why,
        });
        self.keep(line, "contact", read)
    }

    /// Adds a rule; the same line again does no harm, a different one for the same match does.
    fn add(&mut self, rule: Rule) {
        let earlier = self
            .first_at
            .get(&rule.matches)
            .and_then(|at| self.rules.get(*at));
        if let Some(earlier) = earlier {
            if earlier.action != rule.action || earlier.language != rule.language {
                let first = earlier.line;
                let text = rule.written;
                self.complain(rule.line, Some("match"), RuleProblem::Conflict { text, first });
            }
            return;
        }
        self.first_at.insert(rule.matches.clone(), self.rules.len());
        self.rules.push(rule);
    }
}

fn match_of(text: &str) -> Result<Match, RuleProblem> {
    let owned = || text.to_owned();
    if text.is_empty() {
        return Err(RuleProblem::NoMatch);
    }
    let lower = text.to_ascii_lowercase();
    if let Some(country) = lower.strip_prefix("country:") {
        let country = country.trim().to_ascii_uppercase();
        if country.len() == 2 && country.bytes().all(|byte| byte.is_ascii_uppercase()) {
            return Ok(Match::Country(country));
        }
        return Err(RuleProblem::Country { text: owned() });
    }
    if let Some(domain) = lower.strip_prefix("domain:") {
        let domain = domain.trim().trim_start_matches("*.").trim_matches('.');
        let ascii =
            idna::domain_to_ascii_strict(domain).map_err(|_| RuleProblem::Domain { text: owned() })?;
        if ascii.is_empty() || ascii.parse::<std::net::IpAddr>().is_ok() {
            return Err(RuleProblem::Domain { text: owned() });
        }
        return Ok(Match::Domain(ascii));
    }
    if let Some(number) = lower.strip_prefix("as") {
        return match number.trim().parse::<u32>() {
            // RFC 7607 and RFC 7300: the first and the last number are nobody's.
            Ok(asn) if asn != 0 && asn != u32::MAX && number.bytes().all(|b| b.is_ascii_digit()) => {
                Ok(Match::As(asn))
            }
            _ => Err(RuleProblem::As { text: owned() }),
        };
    }
    network_of(text).map(Match::Network)
}

fn network_of(text: &str) -> Result<IpNet, RuleProblem> {
    let owned = || text.to_owned();
    let Some((base, length)) = text.split_once('/') else {
        // A word is more likely a forgotten `domain:` than a mistyped address.
        let (address, port) = address::parse(text).map_err(|why| match why {
            BadAddress::LeadingZero => RuleProblem::Address { text: owned(), why },
            _ => RuleProblem::Match { text: owned() },
        })?;
        return if port.is_some() {
            Err(RuleProblem::Match { text: owned() })
        } else {
            Ok(IpNet::from(address))
        };
    };
    let (address, _) = address::parse(base).map_err(|why| RuleProblem::Address { text: owned(), why })?;
    let network = length
        .trim()
        .parse::<u8>()
        .ok()
        .and_then(|length| IpNet::new(address, length).ok())
        .ok_or_else(|| RuleProblem::Match { text: owned() })?;
    if network.addr() != network.network() {
        return Err(RuleProblem::HostBits {
            text: owned(),
            network: network.trunc(),
            address,
        });
    }
    Ok(network)
}
