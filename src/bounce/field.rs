//! Header fields as they come: folded, doubled, without an end.

use std::borrow::Cow;

use mail_parser::HeaderValue;
use mail_parser::parsers::MessageStream;

/// Fields of one head that are looked at.
const MOST_FIELDS: usize = 512;
/// Octets of one head that are looked at.
const MOST_HEAD: usize = 256 * 1024;

/// The fields of one head, in order, values as they stand.
#[derive(Debug, Clone, Default)]
pub(super) struct Head<'a> {
    fields: Vec<(&'a [u8], &'a [u8])>,
    /// More fields or octets than are looked at.
    pub(super) cut: bool,
}

impl<'a> Head<'a> {
    /// Splits an entity into its head and its body. A line that can be no field ends the head, so that a missing empty line
    /// costs nothing; an mbox `From ` line ahead of the fields is passed over.
    pub(super) fn split(entity: &'a [u8]) -> (Self, &'a [u8]) {
        let mut head = Self {
            // What most heads have: to grow in steps costs more.
            fields: Vec::with_capacity(16),
            cut: false,
        };
        let mut rest = entity;
        let mut first = true;
        loop {
            let taken = entity.len() - rest.len();
            let length = memchr::memchr(b'\n', rest).map_or(rest.len(), |at| at + 1);
            let (line, after) = rest.split_at_checked(length).unwrap_or((rest, &[]));
            let text = trim_end(line);
            if text.is_empty() {
                return (head, after);
            }
            if first && (text.starts_with(b"From ") || text.starts_with(b">From ")) {
                first = false;
                rest = after;
                continue;
            }
            first = false;
            if matches!(text.first(), Some(b' ' | b'\t')) {
                // Folding: the value grows over this line.
                if let Some((_, value)) = head.fields.last_mut() {
                    let begin = offset(entity, value);
                    *value = trim_end(entity.get(begin..taken + length).unwrap_or(value));
                }
            } else {
                let Some((name, value)) = named(text) else {
                    return (head, rest);
                };
                if head.fields.len() >= MOST_FIELDS || taken > MOST_HEAD {
                    head.cut = true;
                } else {
                    head.fields.push((name, value));
                }
            }
            rest = after;
            if rest.is_empty() {
                return (head, rest);
            }
        }
    }

    /// The values of every field with this name, as they stand.
    pub(super) fn all<'n>(&'n self, name: &'n str) -> impl Iterator<Item = &'a [u8]> + 'n {
        self.fields
            .iter()
            .filter(move |(own, _)| own.eq_ignore_ascii_case(name.as_bytes()))
            .map(|(_, value)| *value)
    }

    fn raw(&self, name: &str) -> Option<&'a [u8]> {
        let name = name.as_bytes();
        let same = |own: &[u8]| own.len() == name.len() && own.eq_ignore_ascii_case(name);
        let found = self.fields.iter().find(|(own, _)| same(own));
        found.map(|(_, value)| *value)
    }

    /// Whether there is such a field.
    pub(super) fn has(&self, name: &str) -> bool {
        self.raw(name).is_some()
    }

    /// The first value with this name, unfolded; what is no UTF-8 is read as Latin-1.
    pub(super) fn text(&self, name: &str) -> Option<Cow<'a, str>> {
        self.raw(name).map(unfolded)
    }

    /// The same with encoded words (RFC 2047) decoded.
    pub(super) fn decoded(&self, name: &str) -> Option<String> {
        let text = self.text(name)?;
        if !text.contains("=?") {
            return Some(text.into_owned());
        }
        let line = format!("{text}\r\n");
        match MessageStream::new(line.as_bytes()).parse_unstructured() {
            HeaderValue::Text(text) => Some(text.into_owned()),
            _ => Some(text.into_owned()),
        }
    }
}

/// A value on one line.
pub(super) fn unfolded(value: &[u8]) -> Cow<'_, str> {
    let value = value.trim_ascii();
    let text = latin(value);
    if !value.contains(&b'\n') {
        return text;
    }
    let mut line = String::with_capacity(text.len());
    for piece in text.split(['\r', '\n']).filter(|piece| !piece.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(piece.trim());
    }
    Cow::Owned(line)
}

/// UTF-8, or else Latin-1: every octet sequence is text.
pub(super) fn latin(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(bytes.iter().copied().map(char::from).collect()),
    }
}

/// A line's name and what stands behind its colon; `None` where it is no field. Obsolete syntax has blanks before the colon
/// (RFC 5322 section 4.5).
fn named(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let inside = |b: &u8| (b'!'..=b'~').contains(b) && *b != b':';
    let end = line.iter().position(|b| !inside(b))?;
    let (name, behind) = line.split_at_checked(end)?;
    let value = behind.trim_ascii_start().strip_prefix(b":")?;
    (1..=128).contains(&name.len()).then_some((name, value))
}

fn trim_end(line: &[u8]) -> &[u8] {
    let mut line = line;
    while let [rest @ .., b'\r' | b'\n'] = line {
        line = rest;
    }
    line
}

fn offset(whole: &[u8], part: &[u8]) -> usize {
    (part.as_ptr() as usize).saturating_sub(whole.as_ptr() as usize)
}

/// One of the parameters behind a value's first `;`, without quotes (RFC 2045 section 5.1).
pub(super) fn parameter<'t>(value: &'t str, name: &str) -> Option<&'t str> {
    let mut rest = value.split_once(';')?.1;
    loop {
        let end = rest.find(['=', ';'])?;
        let (key, after) = rest.split_at_checked(end)?;
        let Some(after) = after.strip_prefix('=') else {
            rest = after.get(1..)?;
            continue;
        };
        let found = key.trim().eq_ignore_ascii_case(name);
        let after = after.trim_start();
        if let Some(quoted) = after.strip_prefix('"') {
            let (inside, behind) = quoted.split_once('"').unwrap_or((quoted, ""));
            if found {
                return Some(inside);
            }
            rest = behind.split_once(';')?.1;
        } else if found {
            let end = after.find([';', ' ', '\t', '(']).unwrap_or(after.len());
            return after.get(..end);
        } else {
            rest = after.split_once(';')?.1;
        }
    }
}

/// The first mail address in a text: in angle brackets if there are any, in lower case only where it came so.
pub(super) fn mailbox(text: &str) -> Option<String> {
    if let Some((_, after)) = text.rsplit_once('<')
        && let Some((inside, _)) = after.split_once('>')
        && inside.contains('@')
    {
        return Some(inside.trim().to_owned());
    }
    mailboxes(text).next().map(str::to_owned)
}

/// Everything in a text that looks like a mail address.
pub(super) fn mailboxes(text: &str) -> impl Iterator<Item = &str> {
    let outside = |c: char| match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '@' | '.' | '-' | '_' | '+' => false,
        '<' | '>' | '(' | ')' | '[' | ']' | ',' | ';' | ':' | '"' | '\'' | '`' | '|' => true,
        _ => c.is_whitespace() || c.is_control(),
    };
    text.split(outside).filter_map(move |word| {
        let word = word.trim_matches([
            '.', '!', '?', '*', '=', '\u{201c}', '\u{201d}', '\u{ab}', '\u{bb}',
        ]);
        let (local, domain) = word.rsplit_once('@')?;
        let fine = !local.is_empty()
            && !local.contains('@')
            && word.len() <= 254
            && domain.contains('.')
            && domain
                .split('.')
                .all(|label| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-'));
        fine.then_some(word)
    })
}

/// A message identifier in its brackets (RFC 5322 section 3.6.4).
pub(super) fn bracketed(text: &str) -> Option<String> {
    identifiers(text).next()
}

/// All message identifiers in a value.
pub(super) fn identifiers(text: &str) -> impl Iterator<Item = String> {
    text.split('<').skip(1).filter_map(|piece| {
        let (inside, _) = piece.split_once('>')?;
        let mut id = String::with_capacity(inside.len() + 2);
        id.push('<');
        id.extend(inside.split_whitespace());
        id.push('>');
        (id.contains('@') && id.len() <= 502).then_some(id)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_are_undone_and_the_body_begins_where_fields_end() {
        let (head, body) = Head::split(b"From x@y Thu\r\nA: one\r\n\ttwo\r\nB :b\r\n\r\nbody");
        assert_eq!(head.text("a").as_deref(), Some("one two"));
        assert_eq!(head.text("B").as_deref(), Some("b"));
        assert_eq!(body, b"body");
        let (head, body) = Head::split(b"A: one\nno field here\nmore");
        assert!(head.has("A") && body.starts_with(b"no field"));
    }

    #[test]
    fn parameters_are_found_quoted_or_not() {
        let value = "multipart/report; boundary=\"a;b\"; Report-Type = delivery-status (x)";
        assert_eq!(parameter(value, "boundary"), Some("a;b"));
        assert_eq!(parameter(value, "report-type"), Some("delivery-status"));
        assert_eq!(parameter(value, "charset"), None);
        assert_eq!(parameter("a/b; x; y=", "y"), Some(""));
        assert_eq!(parameter(";;;=;", "y"), None);
    }

    #[test]
    fn addresses_are_told_from_prose() {
        let found: Vec<_> =
            mailboxes("<a@b.example>: mail to \"c+d@e.example.\" or x@y, @z.example").collect();
        assert_eq!(found, ["a@b.example", "c+d@e.example"]);
        assert_eq!(
            mailbox("A \"b@c.example\" <d@e.example>").as_deref(),
            Some("d@e.example")
        );
    }
}
