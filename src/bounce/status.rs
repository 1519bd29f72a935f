//! Machine-readable reports: delivery status (RFC 3464, RFC 6533) and feedback (RFC 5965).

use super::decode::one_line;
use super::field::Head;
use super::part::Parts;
use super::plain::{code_in, gist};
use super::{Kind, Report};

const DELIVERY: [&str; 2] = ["message/delivery-status", "message/global-delivery-status"];
/// Recipients of one report that are looked at.
const MOST_RECIPIENTS: usize = 100;

/// What a delivery report says of each recipient; `None` where there is none, or it names nobody.
pub(super) fn delivery(parts: &Parts<'_>) -> Option<Vec<Report>> {
    let part = parts.first(&DELIVERY)?;
    let content = part.content();
    let mut reports = Vec::new();
    let mut rest = content;
    let human = || gist(&parts.text()).unwrap_or_default();
    while !rest.is_empty() && reports.len() < MOST_RECIPIENTS {
        let (head, after) = Head::split(rest);
        if after.len() == rest.len() {
            // A line that is no field: pass over it.
            let line = memchr::memchr(b'\n', rest).map_or(rest.len(), |at| at + 1);
            rest = rest.get(line..).unwrap_or_default();
            continue;
        }
        rest = after;
        reports.extend(report(&head, &human));
    }
    (!reports.is_empty()).then_some(reports)
}

/// One recipient's fields (RFC 3464 section 2.3); `None` for the message's own.
fn report(head: &Head<'_>, human: &dyn Fn() -> String) -> Option<Report> {
    let status = head.text("Status").and_then(|text| code_in(&text));
    let action = head.text("Action").unwrap_or_default();
    let action = action
        .split(|c: char| !c.is_ascii_alphabetic())
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let class = status.as_deref().and_then(|status| status.chars().next());
    // Without a usable action the class speaks (RFC 3463 section 2).
    let by_class = match class {
        Some('5') => Kind::Failed,
        Some('4') => Kind::Delayed,
        Some('2') => Kind::Delivered,
        _ => Kind::Unclear,
    };
    let kind = match action.as_str() {
        "failed" => Kind::Failed,
        "delayed" => Kind::Delayed,
        "delivered" => Kind::Delivered,
        // Expanded: on its way to all members of a list (RFC 3464 section 2.3.3).
        "relayed" | "expanded" => Kind::Relayed,
        _ if by_class == Kind::Unclear => return None,
        _ => by_class,
    };
    let diagnostic = head.text("Diagnostic-Code").map(|text| {
        let text = text.split_once(';').map_or(&text[..], |(_, words)| words);
        one_line(text)
    });
    let words = diagnostic.filter(|words| !words.is_empty());
    // Some report 5.0.0 and tell the real code in the diagnosis alone.
    let vague = status.as_deref().is_none_or(|status| status.ends_with(".0.0"));
    let told = words.as_deref().and_then(code_in).filter(|_| vague);
    let status = told
        .filter(|code| code.starts_with(class.unwrap_or('5')))
        .or(status);
    let words = words.unwrap_or_else(human);
    Some(Report {
        kind,
        recipient: address(head, "Final-Recipient"),
        original: address(head, "Original-Recipient"),
        words: match &status {
            Some(status) if words.is_empty() => status.clone(),
            Some(status) if !words.contains(status.as_str()) => [status, " ", &words].concat(),
            _ => words,
        },
        status,
    })
}

/// An address behind its type: `rfc822; a@b.example`, `utf-8; \x{e9}@b.example` (RFC 6533 section 3).
fn address(head: &Head<'_>, name: &str) -> Option<String> {
    let value = head.text(name)?;
    let (kind, address) = value.split_once(';').unwrap_or(("", &value));
    let address = address.trim().trim_matches(['<', '>', '"']).trim();
    if address.is_empty() {
        return None;
    }
    if kind.trim().eq_ignore_ascii_case("utf-8") {
        return Some(one_line(&unescaped(address)));
    }
    Some(one_line(address))
}

/// `\x{e9}` as the character it stands for.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\\x{") {
        out.push_str(before);
        let character = after.split_once('}').and_then(|(digits, behind)| {
            Some((char::from_u32(u32::from_str_radix(digits, 16).ok()?)?, behind))
        });
        if let Some((character, behind)) = character {
            out.push(character);
            rest = behind;
        } else {
            out.push_str("\\x{");
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

/// What a feedback report came to.
pub(super) struct Feedback {
    /// Complaint, or a request not to be written to.
    pub(super) kind: Kind,
    pub(super) words: String,
}

/// What a mailbox provider's feedback report says; `None` where there is none. `not-spam` is no complaint.
pub(super) fn feedback(parts: &Parts<'_>) -> Option<Feedback> {
    let part = parts.first(&["message/feedback-report"])?;
    let (head, _) = Head::split(part.content());
    let feedback = head
        .text("Feedback-Type")
        .unwrap_or_default()
        .to_ascii_lowercase();
    let kind = match feedback.trim() {
        "opt-out" | "opt-out-list" => Kind::OptOut,
        "not-spam" | "auth-failure" | "dmarc" => Kind::AutoReply,
        _ => Kind::Complaint,
    };
    let agent = head.text("User-Agent").unwrap_or_default();
    Some(Feedback {
        kind,
        words: one_line(&format!("feedback {feedback} {agent}")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(fields: &str) -> Report {
        let message = format!(
            "Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n{fields}\n--b--\n"
        );
        delivery(&Parts::of(message.as_bytes())).unwrap().remove(0)
    }

    #[test]
    fn the_class_speaks_where_no_action_does() {
        assert_eq!(
            one("Final-Recipient: rfc822;a@b.example\nStatus: 4.2.2\n").kind,
            Kind::Delayed
        );
        assert_eq!(one("Action: Failed (x)\nStatus: nonsense\n").kind, Kind::Failed);
        assert_eq!(one("Action: expanded\nStatus: 2.0.0\n").kind, Kind::Relayed);
    }

    #[test]
    fn the_diagnosis_beats_a_vague_status() {
        let report = one("Action: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 550 5.1.1 no\n such user\n");
        assert_eq!(report.status.as_deref(), Some("5.1.1"));
        assert_eq!(report.words, "550 5.1.1 no such user");
        assert!(report.blames_recipient());
    }

    #[test]
    fn addresses_beyond_ascii_are_read() {
        let report = one("Final-Recipient: utf-8; f\\x{e9}e@b.example\nAction: failed\nStatus: 5.1.1\n");
        assert_eq!(report.recipient.as_deref(), Some("fée@b.example"));
        let report = one("Final-Recipient: rfc822;<a@b.example>\nAction: failed\nStatus: 5.7.1\n");
        assert_eq!(report.recipient.as_deref(), Some("a@b.example"));
        assert!(!report.blames_recipient());
    }
}
