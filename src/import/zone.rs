//! Zones of the DNSBL server rbldnsd: `ip4set`, `ip4trie` and `ip6trie` data.
//!
//! An exclusion (`!192.0.2.1`) takes effect wherever it stands in the zone, also behind the entry that it takes back.
//! So the zone is gone through twice: first its rows go to a temporary file while exclusions are gathered, then the
//! rows are judged. Only single addresses become sightings: who lists a whole network says nothing about one host.

use std::collections::BTreeMap;
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};
use std::net::IpAddr;

use super::origin::Origin;
use super::reason::{MAX_CELL, Reason};
use super::records::Records;
use super::span::{Excluded, span};
use super::split::Window;
use super::text::Encoding;
use super::{Format, ImportError, Options, Reject, Row, Summary};
use crate::address::{self, BadAddress};
use crate::sighting::Sighting;
use crate::visible::visible;

/// Rows wait in memory up to this size, then in a file.
const IN_MEMORY: usize = 1024 * 1024;

/// Reads all rows; the summary holds format and dialect already.
pub(super) fn read<R: Read, E>(
    mut records: Records<R>,
    name: &str,
    options: &Options,
    summary: &mut Summary,
    each: &mut impl FnMut(Row) -> Result<(), E>,
    failed: &impl Fn(io::Error) -> ImportError<E>,
) -> Result<(), ImportError<E>> {
    if !options.columns.is_empty() {
        return Err(ImportError::NothingToMap);
    }
    let scratch = |source| ImportError::Scratch {
        folder: options.scratch.clone(),
        source,
    };
    let mut waiting = BufWriter::new(tempfile::spooled_tempfile_in(IN_MEMORY, &options.scratch));
    let mut excluded = Excluded::default();
    while let Some(record) = records.next().map_err(failed)? {
        let text = record.text.trim();
        let exclusion = text
            .strip_prefix('!')
            .map(|rest| span(token(rest.trim_start()).0));
        match (&record.fault, exclusion) {
            (None, Some(Some(span))) => excluded.add(span),
            (None, None) if text.starts_with('$') => {}
            (fault, _) => {
                let waiting_row = Waiting {
                    line: record.line,
                    broken: fault.is_some(),
                    text: record.text.to_owned(),
                };
                waiting_row.write(&mut waiting).map_err(scratch)?;
            }
        }
    }
    summary.comments = records.comments();
    if records.latin() {
        summary.encoding = Encoding::Windows1252;
    }
    excluded.settle();
    let mut waiting = waiting
        .into_inner()
        .map_err(|error| scratch(error.into_error()))?;
    waiting.rewind().map_err(scratch)?;
    let mut waiting = BufReader::new(waiting);
    let mut judge = Judge {
        origin: Origin::new(name, Format::Rbldnsd, options),
        excluded,
        default: Value::default(),
    };
    while let Some(row) = Waiting::read(&mut waiting).map_err(scratch)? {
        let line = row.line;
        let row = match judge.judge(&row) {
            None => continue,
            Some(Ok(sighting)) => Row::Sighting { line, sighting },
            Some(Err(reason)) => {
                summary.rejected += 1;
                Row::Rejected(Reject {
                    line,
                    column: None,
                    reason,
                    row: row.text,
                })
            }
        };
        summary.rows += 1;
        each(row).map_err(ImportError::Keep)?;
    }
    Ok(())
}

/// Whether the first lines hold something that only zones have: a directive, a default value, an exclusion.
pub(super) fn looks_like(head: Window<'_>) -> bool {
    const DIRECTIVES: [&[u8]; 5] = [b"$SOA", b"$NS", b"$TTL", b"$TIMESTAMP", b"$DATASET"];
    let mut rest = head;
    while let Some(line) = rest.line().filter(|line| line.next > 0) {
        let text = rest.bytes.get(..line.end).unwrap_or_default().trim_ascii();
        match text {
            [] | [b'#' | b';', ..] => {}
            [b'$', ..] => {
                return DIRECTIVES
                    .iter()
                    .any(|name| text.len() > name.len() && text.starts_with(name));
            }
            [b':', digit, ..] if digit.is_ascii_digit() => return true,
            [b'!', rest @ ..] => return rest.first().is_some_and(u8::is_ascii_hexdigit),
            // Entries without anything special may come first, a header may not.
            [first, ..] if first.is_ascii_digit() => {
                if text.windows(5).any(|window| window == b":127.") {
                    return true;
                }
            }
            _ => return false,
        }
        rest = Window {
            bytes: rest.bytes.get(line.next..).unwrap_or_default(),
            last: rest.last,
        };
    }
    false
}

/// A row that waits until all exclusions are known.
struct Waiting {
    line: u64,
    /// Longer than a row may be.
    broken: bool,
    text: String,
}

impl Waiting {
    fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let length = u32::try_from(self.text.len()).map_err(io::Error::other)?;
        out.write_all(&self.line.to_le_bytes())?;
        out.write_all(&[u8::from(self.broken)])?;
        out.write_all(&length.to_le_bytes())?;
        out.write_all(self.text.as_bytes())
    }

    fn read(input: &mut impl Read) -> io::Result<Option<Self>> {
        let mut line = Vec::with_capacity(8);
        input.take(8).read_to_end(&mut line)?;
        let Ok(line) = <[u8; 8]>::try_from(line) else {
            return Ok(None);
        };
        let mut broken = [0];
        input.read_exact(&mut broken)?;
        let mut length = [0; 4];
        input.read_exact(&mut length)?;
        let mut text = String::new();
        input
            .take(u64::from(u32::from_le_bytes(length)))
            .read_to_string(&mut text)?;
        Ok(Some(Self {
            line: u64::from_le_bytes(line),
            broken: broken != [0],
            text,
        }))
    }
}

/// Judges the rows of a zone.
struct Judge<'o> {
    origin: Origin<'o>,
    excluded: Excluded,
    default: Value,
}

impl Judge<'_> {
    /// The row's fate, or `None` for a line that sets the default value.
    fn judge(&mut self, row: &Waiting) -> Option<Result<Sighting, Reason>> {
        if row.broken {
            return Some(Err(Reason::LongRow));
        }
        let text = row.text.trim();
        if text.len() > MAX_CELL {
            return Some(Err(Reason::LongCell));
        }
        if text.contains('\0') {
            return Some(Err(Reason::Nul));
        }
        if text.starts_with('!') {
            return Some(Err(Reason::BadExclusion));
        }
        if text.starts_with(':') && !text.starts_with("::") {
            self.default = Value::parse(text, &Value::default());
            return None;
        }
        Some(self.entry(text))
    }

    fn entry(&self, text: &str) -> Result<Sighting, Reason> {
        let (token, rest) = token(text);
        let address = match span(token) {
            Some((first, last)) if first == last => first,
            Some(_) => return Err(Reason::Address(BadAddress::Prefix)),
            None => {
                return Err(Reason::Address(
                    address::parse(token).err().unwrap_or(BadAddress::Malformed),
                ));
            }
        };
        if self.excluded.contains(address) {
            return Err(Reason::Excluded);
        }
        self.origin.admit(address)?;
        let value = Value::parse(rest, &self.default);
        let exposure = self.origin.exposure(None)?;
        let now = self.origin.options.now;
        Ok(Sighting {
            address,
            port: None,
            protocol: None,
            exposure,
            first_seen: now,
            last_seen: now,
            source: self.origin.source.clone(),
            asn: None,
            country: None,
            hostname: None,
            language: None,
            evidence: value.evidence(address),
        })
    }
}

/// What the server answers: an A record and a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Value {
    a: String,
    text: String,
}

impl Value {
    /// Reads `:127.0.0.2:Text`, `:2:Text`, `:127.0.0.2`, or a text alone; what is missing is the default's.
    fn parse(rest: &str, default: &Self) -> Self {
        let rest = rest.trim();
        if rest.is_empty() || rest.starts_with(['#', ';']) {
            return default.clone();
        }
        let Some(value) = rest.strip_prefix(':') else {
            return Self {
                a: default.a.clone(),
                text: rest.to_owned(),
            };
        };
        let (a, text) = value.split_once(':').unwrap_or((value, ""));
        let a = a.trim();
        Self {
            a: if a.parse::<u8>().is_ok() {
                format!("127.0.0.{a}")
            } else {
                a.to_owned()
            },
            text: text.trim().to_owned(),
        }
    }

    /// As evidence; `$` in the text stands for the address.
    fn evidence(&self, address: IpAddr) -> BTreeMap<String, String> {
        let text = self.text.replace('$', &address.to_string());
        [("a", self.a.as_str()), ("text", text.as_str())]
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| (name.to_owned(), visible(value, |_| false).into_owned()))
            .collect()
    }
}

/// The entry at the start of a line, and the rest. The value of an IPv4 entry may follow without a blank.
fn token(text: &str) -> (&str, &str) {
    let end = text
        .find(|c: char| c.is_whitespace() || c == ';' || c == '#')
        .unwrap_or(text.len());
    let (token, rest) = text.split_at_checked(end).unwrap_or((text, ""));
    match token.find(':') {
        Some(colon) if token.get(..colon).is_some_and(|start| start.contains('.')) => {
            text.split_at_checked(colon).unwrap_or((token, rest))
        }
        _ => (token, rest),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_values() {
        let default = Value::parse(":127.0.0.2:Open relay, see $", &Value::default());
        assert_eq!(default.a, "127.0.0.2");
        assert_eq!(Value::parse("# only a comment", &default), default);
        assert_eq!(
            Value::parse(":4:", &default),
            Value {
                a: "127.0.0.4".to_owned(),
                text: String::new()
            }
        );
        assert_eq!(Value::parse("seen twice", &default).a, "127.0.0.2");
        let evidence = default.evidence("192.0.2.1".parse().unwrap());
        assert_eq!(evidence["text"], "Open relay, see 192.0.2.1");
        assert_eq!(token("192.0.2.1:127.0.0.3:x"), ("192.0.2.1", ":127.0.0.3:x"));
        assert_eq!(token("2001:db8::1 :127.0.0.3:x").0, "2001:db8::1");
    }
}
