//! From what people publish to what a letter can be sent to.
//!
//! In: the text of an `abuse-mailbox:`, a jCard, a column of the operator's file. Out: [`Mailbox`], or the reason in
//! words. Registries let people type freely: display names, `mailto:`, two addresses on a line, a trailing comma,
//! "(preferred)" behind it; all of that is taken off, but an address is never guessed or repaired.

use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};
use lettre::Address;

use super::{Mailbox, special_use};

/// Longest address that fits into a forward path (RFC 5321 section 4.5.3.1.3: 256 octets with its angle brackets).
const LONGEST: usize = 254;
/// Longest local part (RFC 5321 section 4.5.3.1.1).
const LONGEST_LOCAL: usize = 64;

/// Why a published text is no mailbox that a letter can be sent to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadMailbox {
    /// Nothing there.
    #[error("no address is given")]
    Empty,
    /// More than one address.
    #[error("{count} addresses are given where one is expected: keep one")]
    Several {
        /// How many.
        count: usize,
    },
    /// No `@`.
    #[error("this is no address: it has no @")]
    NoAt,
    /// A control character, which could end the line in an SMTP command.
    #[error("it holds a control character")]
    Control,
    /// The part before the `@` is missing, malformed, or not ASCII (RFC 6531 mailboxes cannot be reached everywhere).
    #[error("the part before the @ is not valid")]
    Local,
    /// An IP address instead of a domain.
    #[error("its domain is an IP address")]
    Literal,
    /// A single label, such as `localhost`.
    #[error("its domain {domain} has no dot")]
    NoDot {
        /// The domain.
        domain: String,
    },
    /// Not a host name, nor an internationalised one (UTS #46).
    #[error("its domain {domain} is not valid")]
    Domain {
        /// The domain as published.
        domain: String,
    },
    /// Reserved: nobody on the internet receives mail there.
    #[error("its domain is under {reserved}, which is reserved and receives no mail")]
    SpecialUse {
        /// The reserved name.
        reserved: &'static str,
    },
    /// Longer than SMTP allows.
    #[error("it is {length} octets long, SMTP allows {LONGEST}")]
    TooLong {
        /// Its length.
        length: usize,
    },
    /// lettre, which builds the envelope, does not accept it.
    #[error("it is not a valid address")]
    Refused,
}

impl Mailbox {
    /// The mailbox that `published` names.
    ///
    /// Takes off display name, angle brackets, `mailto:` and surrounding punctuation; converts the domain to
    /// lower-case A-labels; leaves the local part alone. `allow_domains` lifts the refusal of special-use domains for
    /// these names and all below them.
    ///
    /// # Errors
    /// [`BadMailbox`], with the first thing that is wrong.
    pub fn parse(published: &str, allow_domains: &[String]) -> Result<Self, BadMailbox> {
        // Over the whole text, not the address alone: a line break means that somebody tries something.
        if is_bare(published) {
            return usable(published, allow_domains);
        }
        if published.trim().chars().any(|c| c.is_control() && c != '\t') {
            return Err(BadMailbox::Control);
        }
        let addresses = published_addresses(published);
        match addresses.as_slice() {
            [] => Err(BadMailbox::Empty),
            [one] => usable(one, allow_domains),
            several => Err(BadMailbox::Several { count: several.len() }),
        }
    }
}

/// Each address that a published text holds, trimmed of what surrounds it, in order; not yet checked.
///
/// Splits on commas and semicolons outside quotes and brackets, and on blanks between addresses. A part without any
/// `@` is given out only when the whole text has none, so that "(preferred)" gets lost but a refusal can name "none".
#[must_use]
pub fn published_addresses(published: &str) -> Vec<&str> {
    // What nearly all publish has nothing around it to take off.
    if is_bare(published) {
        return vec![published];
    }
    let mut found: Vec<&str> = Vec::new();
    for part in split_outside_quotes(published, |c| matches!(c, ',' | ';')) {
        let bracketed = bracketed(part);
        if bracketed.is_empty() {
            found.extend(
                split_outside_quotes(part, char::is_whitespace)
                    .into_iter()
                    .map(bare),
            );
        } else {
            found.extend(bracketed.into_iter().map(bare));
        }
    }
    found.retain(|address| !address.is_empty());
    if found.iter().any(|address| address.contains('@')) {
        found.retain(|address| address.contains('@'));
        return found;
    }
    let whole = published.trim();
    if whole.is_empty() { Vec::new() } else { vec![whole] }
}

/// The parts between separators that stand neither in double quotes nor in angle brackets.
///
/// A quote that never closes quotes nothing: one stray `"` must not glue two addresses together.
fn split_outside_quotes(text: &str, separator: impl Fn(char) -> bool) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut quoted = false;
    let mut escaped = false;
    let mut bracket = false;
    for (at, c) in text.char_indices() {
        let rest = text.get(at + c.len_utf8()..).unwrap_or_default();
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' if quoted => quoted = false,
            '"' => quoted = rest.contains('"'),
            '<' if !quoted => bracket = rest.contains('>'),
            '>' if !quoted => bracket = false,
            c if !quoted && !bracket && separator(c) => {
                parts.push(text.get(start..at).unwrap_or_default());
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(text.get(start..).unwrap_or_default());
    parts
}

/// What stands in angle brackets outside quotes, where it holds an `@`.
fn bracketed(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut quoted = false;
    let mut open = None;
    for (at, c) in text.char_indices() {
        match c {
            '"' => quoted = !quoted && text.get(at + 1..).is_some_and(|rest| rest.contains('"')),
            '<' if !quoted => open = Some(at + 1),
            '>' if !quoted => {
                let inner = open.take().and_then(|start| text.get(start..at));
                found.extend(inner.filter(|inner| inner.contains('@')));
            }
            _ => {}
        }
    }
    found
}

/// Whether a text consists of letters, digits and the signs inside addresses alone, and does not end with a stop.
fn is_bare(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'@' | b'.' | b'-' | b'_' | b'+');
    !text.is_empty() && text.bytes().all(plain) && !text.ends_with('.')
}

/// The address without `mailto:`, its parameters, and the punctuation around it.
fn bare(text: &str) -> &str {
    const BEFORE: [char; 6] = ['<', '(', '[', '{', '\'', ':'];
    const AFTER: [char; 11] = ['>', ')', ']', '}', '\'', '.', ',', ';', ':', '!', '?'];
    // A literal keeps its bracket, so that the refusal can say what it is.
    fn trimmed(text: &str) -> &str {
        let text = text.trim().trim_start_matches(BEFORE);
        if text.contains("@[") {
            text
        } else {
            text.trim_end_matches(AFTER)
        }
    }
    let mut text = trimmed(text);
    if let Some(("", inner)) = text.strip_suffix('"').and_then(|rest| rest.split_once('"'))
        && inner.contains('@')
    {
        text = trimmed(inner);
    }
    let scheme = "mailto:";
    if text
        .get(..scheme.len())
        .is_some_and(|head| head.eq_ignore_ascii_case(scheme))
    {
        let address = text.get(scheme.len()..).unwrap_or_default();
        return trimmed(address.split_once('?').map_or(address, |(address, _)| address));
    }
    text
}

fn usable(text: &str, allow_domains: &[String]) -> Result<Mailbox, BadMailbox> {
    if text.chars().any(char::is_control) {
        return Err(BadMailbox::Control);
    }
    let (local, published_domain) = text.rsplit_once('@').ok_or(BadMailbox::NoAt)?;
    let quoted = local.len() > 1 && local.starts_with('"') && local.ends_with('"');
    if local.is_empty()
        || local.len() > LONGEST_LOCAL
        || !local.is_ascii()
        || (local.contains('@') && !quoted)
    {
        return Err(BadMailbox::Local);
    }
    let domain = ascii_domain(published_domain)?;
    if !domain.contains('.') {
        return Err(BadMailbox::NoDot { domain });
    }
    if let Some(reserved) = special_use::reserved_under(&domain)
        && !allow_domains
            .iter()
            .any(|allowed| special_use::is_under(&domain, allowed))
    {
        return Err(BadMailbox::SpecialUse { reserved });
    }
    let length = local.len() + 1 + domain.len();
    if length > LONGEST {
        return Err(BadMailbox::TooLong { length });
    }
    if Address::new(local, &domain).is_err() {
        return Err(if Address::new("abuse", &domain).is_ok() {
            BadMailbox::Local
        } else {
            BadMailbox::Refused
        });
    }
    Ok(Mailbox(format!("{local}@{domain}")))
}

/// The domain in lower-case A-labels (UTS #46, host-name characters only, DNS lengths checked).
fn ascii_domain(published: &str) -> Result<String, BadMailbox> {
    let bad = || BadMailbox::Domain {
        domain: published.to_owned(),
    };
    let literal = published.trim_start_matches('[').trim_end_matches(']');
    let last_label = published.rsplit('.').next().unwrap_or_default();
    // An all-numeric last label is an address or a part of one, never a top-level domain (RFC 3696 section 2).
    let numeric = !last_label.is_empty() && last_label.bytes().all(|byte| byte.is_ascii_digit());
    if published.starts_with('[') || numeric || literal.parse::<std::net::IpAddr>().is_ok() {
        return Err(BadMailbox::Literal);
    }
    Uts46::new()
        .to_ascii(
            published.as_bytes(),
            AsciiDenyList::STD3,
            Hyphens::CheckFirstLast,
            DnsLength::Verify,
        )
        .map(std::borrow::Cow::into_owned)
        .map_err(|_| bad())
}

#[cfg(test)]
mod tests;
