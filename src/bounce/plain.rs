//! Bounces in prose: qmail, Exim, sendmail, Postfix without a report, Exchange, Domino, and large providers.
//!
//! First whether a mail system speaks at all, then which one, then what it says: a warning names itself in words that no
//! failure uses, so warnings are looked for first. The words are data; whoever meets a new form adds a line.

use std::sync::LazyLock;

use super::decode::one_line;
use super::field::mailboxes;
use super::part::Parts;
use super::phrases::Phrases;
use super::{Kind, Report};

/// Recipients of one bounce that are looked at.
const MOST_RECIPIENTS: usize = 8;

/// Who wrote it, by words that no other program uses (in lower case).
static FORMS: LazyLock<Phrases<&'static str>> = LazyLock::new(|| {
    Phrases::telling([
        ("this is the qmail-send program", "qmail"),
        (
            "this message was created automatically by mail delivery software",
            "exim",
        ),
        (
            "a message that you sent could not be delivered to one or more of its recipients",
            "exim",
        ),
        ("the following addresses had permanent fatal errors", "sendmail"),
        (
            "the following addresses had transient non-fatal errors",
            "sendmail",
        ),
        ("did not reach the following recipient(s)", "exchange"),
        ("transcript of session follows", "sendmail"),
        ("this is the mail system at host", "postfix"),
        ("this is the postfix program at host", "postfix"),
        ("did not reach some or all of the intended recipients", "exchange"),
        ("the following recipient(s) could not be reached", "exchange"),
        ("the following recipient(s) cannot be reached", "exchange"),
        ("delivery has failed to these recipients or", "exchange"),
        ("microsoft exchange", "exchange"),
        ("generating server:", "exchange"),
        ("couldn't be delivered to", "microsoft-365"),
        ("was not delivered to:", "domino"),
        ("wasn't delivered to", "gmail"),
        ("delivery to the following recipient failed permanently", "gmail"),
        ("delivery to the following recipient has been delayed", "gmail"),
        (
            "we were unable to deliver your message to the following address",
            "yahoo",
        ),
        (
            "the message that you sent was undeliverable to the following",
            "groupwise",
        ),
        (
            "this is an automatically generated delivery status notification",
            "smtpsvc",
        ),
        (
            "message could not be delivered to the following recipients",
            "mdaemon",
        ),
        (
            "the following data may contain sections which represent bmp",
            "mdaemon",
        ),
        ("could not be delivered to the following recipient", "prose"),
        ("mail delivery failed: returning message to sender", "exim"),
    ])
});

/// Words of a warning: it is still being tried.
static DELAYED: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::of([
        "warning message only",
        "warning only",
        "do not need to resend",
        "no action is required on your part",
        "transient non-fatal errors",
        "has been delayed",
        "is delayed",
        "delivery delayed",
        "delivery is delayed",
        "will continue to be attempted",
        "delivery attempts will continue",
        "will keep trying",
        "will be retried",
        "will retry",
        "still being retried",
        "not yet been delivered",
        "has not been delivered yet",
        "has not yet been",
        "delivery incomplete",
        "delivery status notification (delay)",
        "wird verzögert",
        "est retardée",
    ])
});

/// Words of a success.
static ARRIVED: LazyLock<Phrases<Kind>> = LazyLock::new(|| {
    Phrases::telling([
        ("successfully relayed", Kind::Relayed),
        (
            "delivery status notifications may not be generated",
            Kind::Relayed,
        ),
        ("was successfully delivered", Kind::Delivered),
        ("has been successfully delivered", Kind::Delivered),
        ("delivery status notification (success)", Kind::Delivered),
    ])
});

/// Words of a failure.
static FAILED: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::of([
        "permanent error",
        "permanent fatal error",
        "permanent failure",
        "failed permanently",
        "could not be delivered",
        "couldn't be delivered",
        "cannot be delivered",
        "can't be delivered",
        "not been delivered",
        "wasn't delivered",
        "was not delivered",
        "not delivered",
        "did not reach",
        "could not be reached",
        "cannot be reached",
        "undeliver",
        "unable to deliver",
        "unable to be delivered",
        "unable to send",
        "delivery failed",
        "delivery failure",
        "delivery has failed",
        "delivery status notification (failure)",
        "failure notice",
        "returned mail",
        "returning message to sender",
        "returned to sender",
        "given up",
        "no such user",
        "user unknown",
        "unknown user",
        "address not found",
        "recipient rejected",
        "mailbox unavailable",
        "does not exist",
        "unzustellbar",
        "nicht zugestellt",
        "non remis",
        "n'a pas pu être remis",
        "no se puede entregar",
        "no se ha podido entregar",
        "não pôde ser entregue",
        "не доставлено",
    ])
});

/// Where the returned letter begins, below which nothing is the mail system's own.
static COPY: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::of([
        "--- below this line is a copy of the message",
        "this is a copy of the message",
        "this is a copy of your message",
        "----- original message",
        "---- original message",
        "original message headers",
        "original message follows",
        "original headers:",
        "--- the header of the original message",
        "----- unsent message",
    ])
});

/// How the subjects of answers begin.
const ANSWER: [&str; 8] = ["re:", "aw:", "sv:", "rif:", "odp:", "antw:", "tr:", "回复"];

/// What the mail system says; the form's name and one report for each recipient. `None`: no mail system wrote this.
pub(super) fn bounce(
    parts: &Parts<'_>,
    subject: &str,
    from: Option<&str>,
) -> Option<(&'static str, Vec<Report>)> {
    let head = parts.top();
    let failed_recipients = head.text("X-Failed-Recipients");
    let subject = subject.to_lowercase();
    let null = head.text("Return-Path").is_some_and(|path| path.trim() == "<>");
    // People answer as postmaster too.
    let answer = !null
        && ANSWER
            .iter()
            .any(|prefix| subject.trim_start().starts_with(prefix));
    let system = (is_mail_system(from) && !answer) || failed_recipients.is_some();
    let report = head
        .text("Content-Type")
        .is_some_and(|text| text.to_ascii_lowercase().contains("delivery-status"));
    // Before its text is read: most of what is no report is ruled out here.
    if !(report || system || null) || super::answer::is_answer(&subject) {
        return None;
    }
    let whole = parts.text();
    let lower = whole.to_lowercase();
    let own = COPY.begin_in(&lower);
    let own = lower.get(..own.unwrap_or(lower.len())).unwrap_or(&lower);
    let form = FORMS.told_in(&[own]).copied();
    let about_delivery = || DELAYED.any_in(&[&subject]) || FAILED.any_in(&[&subject]);
    if !(report || system || form.is_some() || about_delivery()) {
        return None;
    }
    let said = [&subject, own];
    let status = code_in(own);
    let kind = if DELAYED.any_in(&said) {
        Some(Kind::Delayed)
    } else if let Some(kind) = ARRIVED.told_in(&said) {
        Some(*kind)
    } else if FAILED.any_in(&said) || failed_recipients.is_some() {
        Some(Kind::Failed)
    } else {
        match status.as_deref().and_then(|code| code.chars().next()) {
            Some('5') => Some(Kind::Failed),
            Some('4') => Some(Kind::Delayed),
            _ => None,
        }
    };
    let form = form.unwrap_or(if failed_recipients.is_some() {
        "exim"
    } else {
        "prose"
    });
    let Some(kind) = kind else {
        // A mail system that says nothing of a delivery: a notice of some other kind, or nothing that can be read. Or a
        // person behind its name.
        return (null || report || failed_recipients.is_some()).then(|| (form, Vec::new()));
    };
    let words = gist(&whole).unwrap_or_default();
    let text = whole.get(..own.len()).unwrap_or(&whole);
    let mut recipients: Vec<String> = Vec::new();
    let named = failed_recipients.as_deref().unwrap_or_default();
    for address in mailboxes(named).chain(mailboxes(text)) {
        let known = recipients.iter().any(|one| one.eq_ignore_ascii_case(address));
        if recipients.len() < MOST_RECIPIENTS && !known && !is_mail_system(Some(address)) {
            recipients.push(address.to_owned());
        }
    }
    let report = |recipient| Report {
        kind,
        recipient,
        original: None,
        status: status.clone(),
        words: words.clone(),
    };
    if recipients.is_empty() {
        return Some((form, vec![report(None)]));
    }
    Some((
        form,
        recipients.into_iter().map(|one| report(Some(one))).collect(),
    ))
}

/// Whether mail systems write under this name.
fn is_mail_system(from: Option<&str>) -> bool {
    let Some(from) = from else { return false };
    let local = from
        .rsplit_once('@')
        .map_or(from, |(local, _)| local)
        .to_ascii_lowercase();
    local.is_empty()
        || [
            "mailer-daemon",
            "mailerdaemon",
            "postmaster",
            "mail-daemon",
            "maildaemon",
            "mdaemon",
        ]
        .iter()
        .any(|name| local.starts_with(name))
        || local.starts_with("microsoftexchange")
}

/// The first enhanced status code (RFC 3463) in a text: `5.1.1`, but not a part of an IP address or a version.
pub(super) fn code_in(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    for dot in memchr::memchr_iter(b'.', bytes) {
        let Some(begin) = dot.checked_sub(1) else { continue };
        if !matches!(bytes.get(begin), Some(b'2' | b'4' | b'5')) {
            continue;
        }
        let free = |at: Option<usize>| {
            let byte = at.and_then(|at| bytes.get(at));
            byte.is_none_or(|byte| !byte.is_ascii_alphanumeric() && *byte != b'.')
        };
        if begin > 0 && !free(Some(begin - 1)) {
            continue;
        }
        let number = |from: usize| {
            let digits = bytes.get(from..).unwrap_or_default();
            digits
                .iter()
                .take(4)
                .take_while(|byte| byte.is_ascii_digit())
                .count()
        };
        let subject = number(dot + 1);
        let second = dot + 1 + subject;
        if !(1..=3).contains(&subject) || bytes.get(second) != Some(&b'.') {
            continue;
        }
        let detail = number(second + 1);
        let end = second + 1 + detail;
        // A full stop may follow, but no fourth number.
        let followed = bytes.get(end) == Some(&b'.') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
        let word = bytes.get(end).is_some_and(u8::is_ascii_alphanumeric);
        if (1..=3).contains(&detail) && !followed && !word {
            return text.get(begin..end).map(str::to_owned);
        }
    }
    None
}

/// The line that tells most: with a status code, or a reply code, or words of failure.
pub(super) fn gist(text: &str) -> Option<String> {
    static REASONS: LazyLock<Phrases> = LazyLock::new(|| {
        Phrases::of([
            "user unknown",
            "unknown user",
            "no such user",
            "not found",
            "does not exist",
            "unrouteable",
            "unknown",
            "quota",
            "full",
            "disabled",
            "rejected",
            "refused",
            "timed out",
            "not listed",
            "no mailbox",
            "couldn't be",
        ])
    });
    let lines = || text.lines().take(200).filter(|line| !line.trim().is_empty());
    let coded = lines().find(|line| code_in(line).is_some());
    let replied = || {
        lines().find(|line| {
            line.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| {
                word.len() == 3 && matches!(word.as_bytes(), [b'4' | b'5', b'0'..=b'5', b'0'..=b'9'])
            })
        })
    };
    let reasoned = || {
        lines().find(|line| {
            let line = line.to_lowercase();
            REASONS.any_in(&[&line])
        })
    };
    let line = coded
        .or_else(replied)
        .or_else(reasoned)
        .or_else(|| lines().next())?;
    Some(one_line(line))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn status_codes_are_told_from_addresses_and_versions() {
        for (text, code) in [
            ("550 5.1.1 no", Some("5.1.1")),
            ("(#5.1.1)", Some("5.1.1")),
            ("5.1.10.", Some("5.1.10")),
            ("<host #5.2.2 smtp;", Some("5.2.2")),
            ("connect to 192.5.1.1", None),
            ("5.1.1.4", None),
            ("v5.1.1b", None),
            ("1.5.1.1", None),
            ("3.1.1", None),
            ("5.1234.1", None),
            ("é5.", None),
            ("", None),
        ] {
            assert_eq!(code_in(text).as_deref(), code, "{text}");
        }
    }
}
