//! Frozen bytes back to what a person looks at: preview shows what is in the message, not what was meant to be.

use std::borrow::Cow;

use mail_parser::{MessageParser, MimeHeaders};

use super::error::MessageError;

/// A message as a person reads it. Everything in it is data: pass it through [`printable`] before a terminal sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageView {
    /// The headers that matter, by name, decoded, in a fixed order; absent ones are left out.
    pub headers: Vec<(String, String)>,
    /// The plain text, with LF line ends.
    pub text: String,
    /// The HTML, with LF line ends.
    pub html: String,
    /// The attachments in order.
    pub attachments: Vec<AttachmentView>,
}

/// One attachment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttachmentView {
    /// Its file name.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// Its bytes, decoded.
    pub content: Vec<u8>,
}

/// The headers shown, in this order.
const SHOWN: [&str; 12] = [
    "From",
    "Reply-To",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "In-Reply-To",
    "References",
    "Auto-Submitted",
    "Content-Language",
    "List-Unsubscribe",
    "MIME-Version",
];

impl MessageView {
    /// The view of a message's bytes.
    ///
    /// # Errors
    /// [`MessageError::Unreadable`] when they hold no message.
    pub fn parse(bytes: &[u8]) -> Result<Self, MessageError> {
        let message = MessageParser::default()
            .parse(bytes)
            .ok_or(MessageError::Unreadable)?;
        let mut headers = Vec::new();
        for name in SHOWN {
            for (found, raw) in message.headers_raw() {
                if found.eq_ignore_ascii_case(name) {
                    let value = match name {
                        "Subject" => message.subject().unwrap_or_default().to_owned(),
                        "From" => addresses(message.from()),
                        _ => raw.split_whitespace().collect::<Vec<_>>().join(" "),
                    };
                    headers.push((name.to_owned(), value));
                }
            }
        }
        let body = |text: Option<Cow<'_, str>>| text.unwrap_or_default().replace("\r\n", "\n");
        let attachments = message
            .attachments()
            .map(|part| AttachmentView {
                name: part.attachment_name().unwrap_or("unnamed").to_owned(),
                media_type: part.content_type().map_or_else(String::new, |kind| {
                    format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or_default())
                }),
                content: part.contents().to_vec(),
            })
            .collect();
        Ok(Self {
            headers,
            text: body(message.body_text(0)),
            html: body(message.body_html(0)),
            attachments,
        })
    }

    /// The value of a shown header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self
            .headers
            .iter()
            .find(|(own, _)| own.eq_ignore_ascii_case(name))?;
        Some(&found.1)
    }
}

fn addresses(list: Option<&mail_parser::Address<'_>>) -> String {
    let Some(list) = list else { return String::new() };
    let one = |a: &mail_parser::Addr<'_>| match (a.name(), a.address()) {
        (Some(name), Some(address)) => format!("{name} <{address}>"),
        (None, Some(address)) => address.to_owned(),
        (name, None) => name.unwrap_or_default().to_owned(),
    };
    list.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// The text safe for a terminal: control, escape and reordering characters as `\x1b` or `\u{202e}`; line ends and tabs
/// stay.
#[must_use]
pub fn printable(text: &str) -> Cow<'_, str> {
    if !text.chars().any(acts) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    spell(text, acts, &mut out);
    Cow::Owned(out)
}

/// The text of a letter safe for a terminal: as [`printable`], but the marks stay that letters in right-to-left languages are
/// written with.
///
/// These are isolates where all of a line end within it, and a direction mark at the beginning of a line or the end of
/// an isolate that ends it: whatever they do, they do it within their line. Data has no part in it, since none of
/// these characters enters a letter with it. Overrides and embeddings are never let through.
#[must_use]
pub fn printable_letter(text: &str) -> Cow<'_, str> {
    if !text.chars().any(acts) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for line in text.split_inclusive('\n') {
        let whole = isolates_end(line);
        let text = line.trim_end_matches('\n');
        let led = text.starts_with(DIRECTION_MARKS).then_some(0);
        let ended = text.len().checked_sub("\u{200e}\u{2069}".len());
        let ended = ended.filter(|_| text.ends_with("\u{200e}\u{2069}"));
        for (at, c) in line.char_indices() {
            let ours = match c {
                '\u{2066}'..='\u{2069}' => whole,
                c if DIRECTION_MARKS.contains(&c) => led == Some(at) || (whole && ended == Some(at)),
                _ => false,
            };
            let acts = |c| !ours && acts(c);
            spell(c.encode_utf8(&mut [0; 4]), acts, &mut out);
        }
    }
    Cow::Owned(out)
}

const DIRECTION_MARKS: [char; 2] = ['\u{200e}', '\u{200f}'];

/// Whether each isolate of the line ends in it, and each end ends one (UAX #9 section 3.1.2).
fn isolates_end(line: &str) -> bool {
    let mut open = 0_usize;
    for c in line.chars() {
        match c {
            '\u{2066}'..='\u{2068}' => open += 1,
            '\u{2069}' => match open.checked_sub(1) {
                Some(rest) => open = rest,
                None => return false,
            },
            _ => {}
        }
    }
    open == 0
}

/// Whether a terminal would do something at the character.
fn acts(c: char) -> bool {
    c != '\n' && c != '\t' && crate::visible::acts(c)
}

/// Appends the text, with the characters that act spelt out.
fn spell(text: &str, acts: impl Fn(char) -> bool, out: &mut String) {
    use std::fmt::Write;
    for c in text.chars() {
        if !acts(c) {
            out.push(c);
        } else if c.is_ascii() {
            let _ = write!(out, "\\x{:02x}", u32::from(c));
        } else {
            let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
        }
    }
}
