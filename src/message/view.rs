//! Frozen bytes back to what a person looks at: preview shows what is in the message, not what was meant to be.

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
        let body = |text: Option<std::borrow::Cow<'_, str>>| text.unwrap_or_default().replace("\r\n", "\n");
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
pub fn printable(text: &str) -> std::borrow::Cow<'_, str> {
    use std::fmt::Write;
    let shown = |c: char| c != '\n' && c != '\t' && crate::letter::harmful(c);
    if !text.chars().any(shown) {
        return std::borrow::Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if !shown(c) {
            out.push(c);
        } else if c.is_ascii() {
            let _ = write!(out, "\\x{:02x}", u32::from(c));
        } else {
            let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
        }
    }
    std::borrow::Cow::Owned(out)
}
