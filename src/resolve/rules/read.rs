//! Reading `contacts.csv`: every bad line is found in one go, with what to do about it.

use std::collections::HashMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::matching::match_of;
use super::problem::{BadRule, RuleProblem, RulesError};
use super::{Action, Match, Rule, Rules};
use crate::contact::Mailbox;
use crate::language::Language;
use csv::StringRecord;

/// The columns, in the order in which they are documented.
pub(super) const COLUMNS: [&str; 5] = ["match", "contact", "language", "action", "note"];

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
