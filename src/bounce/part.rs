//! A message's parts, flat and within bounds.

use std::borrow::Cow;

use super::decode;
use super::field::{Head, parameter};

/// Octets of a message that are looked at; a letter of ours comes back in far less.
pub const MOST_OCTETS: usize = 8 * 1024 * 1024;
/// Parts that are looked at.
const MOST_PARTS: usize = 64;
/// How deep multiparts may stand in one another.
const DEEPEST: u32 = 8;
/// Octets of one part that are decoded and read as text.
const MOST_TEXT: usize = 64 * 1024;

/// One part that is no multipart.
#[derive(Debug, Clone)]
pub(super) struct Part<'a> {
    content_type: Cow<'a, str>,
    content: Cow<'a, [u8]>,
}

/// The parts of one message, in order.
#[derive(Debug, Clone)]
pub(super) struct Parts<'a> {
    top: Head<'a>,
    /// The message's own head, as it stands.
    pub(super) top_bytes: &'a [u8],
    list: Vec<Part<'a>>,
    /// The bounds that something lay beyond.
    pub(super) limits: Vec<&'static str>,
}

impl<'a> Parts<'a> {
    pub(super) fn of(bytes: &'a [u8]) -> Self {
        let mut limits = Vec::new();
        let bytes = bytes.get(..MOST_OCTETS).map_or(bytes, |first| {
            if first.len() < bytes.len() {
                limits.push("size");
            }
            first
        });
        let (top, body) = Head::split(bytes);
        if top.cut {
            limits.push("header fields");
        }
        let top_bytes = bytes.get(..bytes.len() - body.len()).unwrap_or_default();
        let mut parts = Self {
            top: Head::default(),
            top_bytes,
            list: Vec::new(),
            limits,
        };
        parts.walk(&top, body, 0);
        parts.top = top;
        parts
    }

    /// The message's own head.
    pub(super) fn top(&self) -> &Head<'a> {
        &self.top
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Part<'a>> {
        self.list.iter()
    }

    /// The first part of one of these types.
    pub(super) fn first(&self, types: &[&str]) -> Option<&Part<'a>> {
        self.list.iter().find(|part| part.is_any(types))
    }

    /// What a reader sees first: the text of the first text part, HTML without its tags.
    pub(super) fn text(&self) -> Cow<'_, str> {
        if let Some(part) = self.first(&["text/plain"]) {
            return part.text();
        }
        match self.first(&["text/html"]) {
            Some(part) => Cow::Owned(mail_parser::decoders::html::html_to_text(&part.text())),
            None => self.list.first().map(Part::text).unwrap_or_default(),
        }
    }

    fn limit(&mut self, what: &'static str) {
        if !self.limits.contains(&what) {
            self.limits.push(what);
        }
    }

    fn walk(&mut self, head: &Head<'a>, body: &'a [u8], depth: u32) {
        if self.list.len() >= MOST_PARTS {
            return self.limit("parts");
        }
        let content_type = head.text("Content-Type").unwrap_or(Cow::Borrowed("text/plain"));
        let multipart = content_type
            .get(..10)
            .is_some_and(|start| start.eq_ignore_ascii_case("multipart/"));
        if multipart && depth >= DEEPEST {
            self.limit("depth");
        } else if multipart && let Some(children) = children(&content_type, body) {
            for child in children {
                let (head, body) = Head::split(child);
                self.walk(&head, body, depth + 1);
            }
            return;
        }
        self.list.push(Part {
            content_type,
            content: decoded(head, body),
        });
    }
}

/// The entities between the boundary's lines. Where the named boundary does not occur, the first line that looks like one
/// is taken for it; `None` where there is none either.
fn children<'a>(content_type: &str, body: &'a [u8]) -> Option<Vec<&'a [u8]>> {
    let named = parameter(content_type, "boundary").filter(|boundary| !boundary.is_empty());
    named
        .and_then(|boundary| between(["--", boundary].concat().as_bytes(), body))
        .or_else(|| between(guessed(body)?, body))
}

fn between<'a>(line: &[u8], body: &'a [u8]) -> Option<Vec<&'a [u8]>> {
    let mut entities = Vec::new();
    let mut begin = None;
    for at in memchr::memmem::find_iter(body, line) {
        if at > 0 && body.get(at - 1) != Some(&b'\n') {
            continue;
        }
        let behind = body.get(at + line.len()..).unwrap_or_default();
        // A longer boundary of a multipart inside begins alike (RFC 2046 section 5.1.2).
        let (end, last) = match behind {
            [b'-', b'-', ..] => (true, true),
            [b'\r' | b'\n' | b' ' | b'\t', ..] | [] => (true, false),
            _ => (false, false),
        };
        if !end {
            continue;
        }
        if let Some(begin) = begin {
            entities.push(body.get(begin..at).unwrap_or_default());
        }
        let newline = memchr::memchr(b'\n', behind).map_or(behind.len(), |n| n + 1);
        begin = (!last).then_some(at + line.len() + newline);
        if last || entities.len() > MOST_PARTS {
            break;
        }
    }
    // Without a closing line the last entity ends with the message.
    if let Some(begin) = begin {
        entities.push(body.get(begin..).unwrap_or_default());
    }
    (!entities.is_empty()).then_some(entities)
}

/// A line that begins with two hyphens and is followed by a field of a part's head.
fn guessed(body: &[u8]) -> Option<&[u8]> {
    let mut lines = body.split(|byte| *byte == b'\n').take(400).peekable();
    while let Some(line) = lines.next() {
        let line = line.trim_ascii_end();
        let field = lines
            .peek()
            .and_then(|next| next.get(..8))
            .is_some_and(|start| start.eq_ignore_ascii_case(b"content-"));
        if line.starts_with(b"--") && line.len() > 4 && line.len() < 100 && field {
            return Some(line);
        }
    }
    None
}

/// The octets behind the transfer encoding, as far as they are looked at.
fn decoded<'a>(head: &Head<'a>, body: &'a [u8]) -> Cow<'a, [u8]> {
    let body = body.get(..MOST_TEXT).unwrap_or(body);
    let encoding = head.text("Content-Transfer-Encoding").unwrap_or_default();
    let encoding = encoding.trim();
    if encoding.eq_ignore_ascii_case("base64") {
        Cow::Owned(decode::base64(body))
    } else if encoding.eq_ignore_ascii_case("quoted-printable") {
        Cow::Owned(decode::quoted_printable(body))
    } else {
        Cow::Borrowed(body)
    }
}

impl Part<'_> {
    /// Whether it is of one of these media types.
    pub(super) fn is_any(&self, types: &[&str]) -> bool {
        let own = self.content_type.as_bytes();
        types.iter().any(|media| {
            let behind = own.get(media.len());
            let ends = behind.is_none_or(|byte| matches!(byte, b';' | b' ' | b'\t'));
            ends && own
                .get(..media.len())
                .is_some_and(|own| own.eq_ignore_ascii_case(media.as_bytes()))
        })
    }

    /// The octets behind the transfer encoding, as far as they are looked at.
    pub(super) fn content(&self) -> &[u8] {
        &self.content
    }

    /// The same as text.
    pub(super) fn text(&self) -> Cow<'_, str> {
        decode::text(&self.content, parameter(&self.content_type, "charset"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(message: &str) -> Vec<String> {
        Parts::of(message.as_bytes())
            .iter()
            .map(|part| part.text().trim().to_owned())
            .collect()
    }

    #[test]
    fn parts_are_found_with_and_without_a_boundary_and_an_end() {
        let message = "Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b\nContent-Type: multipart/mixed; boundary=bb\n\n--bb\n\ntwo\n--bb--\n--b\n\nthree";
        assert_eq!(texts(message), ["one", "two", "three"]);
        let message = "Content-Type: multipart/mixed\n\nx\n--q-q\nContent-Type: text/plain\n\none\n--q-q\nContent-Type: text/plain\n\ntwo\n";
        assert_eq!(texts(message), ["one", "two"]);
        assert_eq!(
            texts("Content-Type: multipart/mixed; boundary=z\n\njust text"),
            ["just text"]
        );
    }

    #[test]
    fn bounds_hold_and_are_told() {
        let wide = format!(
            "Content-Type: multipart/mixed; boundary=b\n\n{}",
            "--b\n\nx\n".repeat(10_000)
        );
        let parts = Parts::of(wide.as_bytes());
        assert!(
            parts.list.len() <= MOST_PARTS && parts.limits == ["parts"],
            "{:?}",
            parts.limits
        );
        let deep: String = (0..100).fold(String::new(), |text, n| {
            format!("{text}Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n")
        });
        assert_eq!(Parts::of(deep.as_bytes()).limits, ["depth"]);
        let large = format!("A: b\n\n{}", "x".repeat(MOST_OCTETS));
        assert_eq!(Parts::of(large.as_bytes()).limits, ["size"]);
    }
}
