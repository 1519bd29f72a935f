//! The message itself: headers, text and HTML, attachments, as the bytes that go on the wire.
//!
//! lettre writes headers and the MIME skeleton; what it would leave open or do in a way that breaks on the wire is
//! settled before it gets to it: bodies come encoded with CRLF line ends, boundaries, Date and Message-ID are given,
//! display names hold no control characters, domains are A-labels.

use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use lettre::address::Envelope;
use lettre::message::header::{
    ContentDisposition, ContentTransferEncoding, ContentType, HeaderName, HeaderValue,
};
use lettre::message::{Body, Message, MultiPart, MultiPartBuilder, SinglePart};

use super::encoding::{base64, encode};
use super::error::MessageError;
use crate::contact::Mailbox;
use crate::letter::{LetterText, clean};

/// Octets of a header line, its CRLF not counted.
const LONGEST: usize = 78;

/// The headers of one message, beside those that follow from its content.
#[derive(Debug, Clone, Copy)]
pub struct Headers<'a> {
    /// Display name of `From`.
    pub from_name: &'a str,
    /// Mailbox of `From`.
    pub from: &'a str,
    /// `Reply-To`, if answers go elsewhere.
    pub reply_to: Option<&'a str>,
    /// The one recipient.
    pub to: &'a Mailbox,
    /// `Date`, to the second.
    pub date: Timestamp,
    /// `Message-ID` with its brackets.
    pub message_id: &'a str,
    /// Message-ID, with brackets, of the first letter, when this is a reminder of it.
    pub in_reply_to: Option<&'a str>,
    /// A mailbox for `List-Unsubscribe: <mailto:...>`, if it is to be there.
    pub unsubscribe: Option<&'a str>,
    /// The letter's reference, for the subject of an unsubscribe letter.
    pub reference: &'a str,
    /// Boundaries of the outer and the inner multipart.
    pub boundaries: (&'a str, &'a str),
}

/// A file that goes with the letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its name: ASCII letters, digits, dot, hyphen, underscore.
    pub name: String,
    /// Its media type, such as `text/csv; charset=utf-8`.
    pub media_type: String,
    /// Its bytes.
    pub content: Vec<u8>,
}

/// The bytes of the message: `multipart/mixed` of the letter (`multipart/alternative`, text first) and the attachments,
/// or the letter alone without any.
///
/// Guarantees: the same input gives the same bytes; ASCII only; every line ends with CRLF and has at most 998 octets
/// (RFC 5322 section 2.1.1), body lines at most 76; exactly one `From` and one `To`; no data can add a header.
///
/// # Errors
/// [`MessageError`] when an address has no ASCII form or a mark is malformed.
pub fn build(
    headers: &Headers<'_>,
    letter: &LetterText,
    attachments: &[Attachment],
) -> Result<Vec<u8>, MessageError> {
    let languages: Vec<&str> = letter
        .languages
        .iter()
        .map(crate::language::Language::as_str)
        .collect();
    let seconds = u64::try_from(headers.date.as_second()).map_err(|_| MessageError::Header {
        header: "Date",
        what: "is before 1970".to_owned(),
        value: headers.date.to_string(),
    })?;
    let name = clean(headers.from_name);
    let name = Some(name.trim()).filter(|name| !name.is_empty());
    let library = |error: &dyn std::error::Error| MessageError::Library(error.to_string());
    let from = mailbox("From", name, headers.from)?;
    let to = mailbox("To", None, headers.to.as_str())?;
    // The ledger has the letter's envelope. This one spares lettre reading its own headers again to find one.
    let envelope = Envelope::new(Some(from.email.clone()), vec![to.email.clone()]);
    let mut builder = Message::builder()
        .envelope(envelope.map_err(|error| library(&error))?)
        .date(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds))
        .from(from)
        .to(to)
        .subject(clean(&letter.subject).into_owned())
        .message_id(Some(mark("Message-ID", headers.message_id)?));
    if let Some(reply_to) = headers.reply_to {
        builder = builder.reply_to(mailbox("Reply-To", None, reply_to)?);
    }
    if let Some(id) = headers.in_reply_to {
        let id = mark("In-Reply-To", id)?;
        builder = builder.in_reply_to(id.clone()).references(id);
    }
    // RFC 3834 section 5: vacation programs stay silent.
    builder = builder.raw_header(plain(
        HeaderName::new_from_ascii_str("Auto-Submitted"),
        "auto-generated",
    ));
    builder = builder.raw_header(plain(
        HeaderName::new_from_ascii_str("Content-Language"),
        &languages.join(", "),
    ));
    if let Some(address) = headers.unsubscribe {
        let address = mailbox("List-Unsubscribe", None, address)?.email;
        let value = format!("<mailto:{address}?subject=stop%20{}>", clean(headers.reference));
        builder = builder.raw_header(plain(HeaderName::new_from_ascii_str("List-Unsubscribe"), &value));
    }
    let (outer, inner) = headers.boundaries;
    let alternative = |boundary| {
        multipart("alternative", boundary).map(|part| {
            part.singlepart(text(ContentType::TEXT_PLAIN, &letter.text))
                .singlepart(text(ContentType::TEXT_HTML, &letter.html))
        })
    };
    let body = if attachments.is_empty() {
        alternative(outer)?
    } else {
        let mut mixed = multipart("mixed", outer)?.multipart(alternative(inner)?);
        for attachment in attachments {
            mixed = mixed.singlepart(attached(attachment)?);
        }
        mixed
    };
    let message = builder.multipart(body).map_err(|error| library(&error))?;
    Ok(folded(&message.formatted()))
}

/// The message with header lines over 78 octets folded at a blank, where they have one (RFC 5322 section 2.2.3): lettre keeps the
/// end of a long name and the address behind it on one line.
fn folded(message: &[u8]) -> Vec<u8> {
    let head = memchr::memmem::find(message, b"\r\n\r\n").unwrap_or(0);
    let (head, rest) = message.split_at_checked(head).unwrap_or((message, &[]));
    let mut out = Vec::with_capacity(message.len() + 16);
    for (index, line) in head.split(|byte| *byte == b'\n').enumerate() {
        if index > 0 {
            out.push(b'\n');
        }
        let mut line = line;
        while line.len() > LONGEST {
            // Something must stand before the blank: a line of nothing but blanks ends the header.
            let blank =
                |at: &usize| line.get(*at) == Some(&b' ') && line.iter().take(*at).any(|byte| *byte != b' ');
            let Some((before, after)) = (1..LONGEST)
                .rev()
                .find(blank)
                .and_then(|at| line.split_at_checked(at))
            else {
                break;
            };
            out.extend_from_slice(before);
            out.extend_from_slice(b"\r\n");
            line = after;
        }
        out.extend_from_slice(line);
    }
    out.extend_from_slice(rest);
    out
}

fn text(kind: ContentType, content: &str) -> SinglePart {
    let (bytes, encoding) = encode(content);
    SinglePart::builder()
        .header(kind)
        .body(Body::dangerous_pre_encoded(bytes, encoding))
}

fn multipart(kind: &'static str, boundary: &str) -> Result<MultiPart, MessageError> {
    let value = format!("multipart/{kind}; boundary=\"{}\"", mark("boundary", boundary)?);
    Ok(MultiPartBuilder::new().header(media_type(&value)?).build())
}

fn attached(attachment: &Attachment) -> Result<SinglePart, MessageError> {
    let fine = |b: u8| b.is_ascii_alphanumeric() || b"._-".contains(&b);
    if attachment.name.is_empty() || !attachment.name.bytes().all(fine) {
        return Err(MessageError::Header {
            header: "Content-Disposition",
            what: "a file name must be ASCII letters, digits, dot, hyphen, underscore".to_owned(),
            value: attachment.name.clone(),
        });
    }
    Ok(SinglePart::builder()
        .header(media_type(&attachment.media_type)?)
        .header(ContentDisposition::attachment(&attachment.name))
        // Left to itself, lettre would send short ASCII lines as 7bit with bare LF.
        .body(Body::dangerous_pre_encoded(
            base64(&attachment.content),
            ContentTransferEncoding::Base64,
        )))
}

fn media_type(text: &str) -> Result<ContentType, MessageError> {
    ContentType::parse(text).map_err(|_| MessageError::Header {
        header: "Content-Type",
        what: "is no media type".to_owned(),
        value: text.to_owned(),
    })
}

/// The mailbox with its domain in A-labels: a Unicode domain would force SMTPUTF8.
fn mailbox(
    header: &'static str,
    name: Option<&str>,
    address: &str,
) -> Result<lettre::message::Mailbox, MessageError> {
    let wrong = |what: &str| MessageError::Header {
        header,
        what: what.to_owned(),
        value: address.to_owned(),
    };
    let (local, domain) = address
        .rsplit_once('@')
        .ok_or_else(|| wrong("is no mail address"))?;
    if !local.is_ascii() {
        return Err(wrong("the part before the @ must be ASCII"));
    }
    let domain = if domain.is_ascii() {
        domain.to_owned()
    } else {
        idna::domain_to_ascii_strict(domain).map_err(|_| wrong("its domain has no ASCII form"))?
    };
    let address = lettre::Address::new(local, domain).map_err(|_| wrong("is no mail address"))?;
    Ok(lettre::message::Mailbox::new(name.map(str::to_owned), address))
}

/// A value of our own making that stands in a header as it is: printable ASCII without blanks or quotes.
fn mark(header: &'static str, value: &str) -> Result<String, MessageError> {
    if value.is_empty() || !value.bytes().all(|b| matches!(b, b'!' | b'#'..=b'~')) {
        let what = "must be printable ASCII without blanks or quotes".to_owned();
        return Err(MessageError::Header {
            header,
            what,
            value: value.to_owned(),
        });
    }
    Ok(value.to_owned())
}

/// A header whose value is ours or already clean.
fn plain(name: HeaderName, value: &str) -> HeaderValue {
    HeaderValue::new(name, value.to_owned())
}
