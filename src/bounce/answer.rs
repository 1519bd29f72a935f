//! What is no bounce: automatic answers, ticket receipts, requests not to be written to, and people.

use std::sync::LazyLock;

use super::decode::one_line;
use super::field::Head;
use super::part::Parts;
use super::phrases::Phrases;
use super::{Kind, Returned};

/// What subjects of automatic answers hold (in lower case).
static AUTOMATIC: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::of([
        "auto reply",
        "auto-reply",
        "autoreply",
        "auto response",
        "automated response",
    ])
});

/// What subjects of answers in somebody's absence hold (in lower case).
static ABSENCE: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::of([
        "out of office",
        "out of the office",
        "out-of-office",
        "automatic reply",
        "automatic response",
        "vacation",
        "abwesenheit",
        "automatische antwort",
        "réponse automatique",
        "absence du bureau",
        "respuesta automática",
        "fuera de la oficina",
        "resposta automática",
        "risposta automatica",
        "automatisch antwoord",
        "automatyczna odpowiedź",
        "автоматический ответ",
        "自動返信",
        "自动回复",
    ])
});

/// Words of a ticket's receipt (in lower case).
static RECEIPT: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::of([
        "ticket",
        "case number",
        "case id",
        "case #",
        "reference number",
        "request number",
        "your request",
        "has been received",
        "have received your",
        "we received your",
        "thank you for your report",
        "incident",
        "vorgangsnummer",
        "numéro de dossier",
        "número de caso",
        "chamado",
        "обращение",
        "受付",
    ])
});

/// Subjects and first lines that ask for an end, whole (in lower case, without marks).
const STOP: [&str; 20] = [
    "stop",
    "unsubscribe",
    "remove",
    "remove me",
    "please remove me",
    "opt out",
    "opt-out",
    "optout",
    "please unsubscribe",
    "unsubscribe me",
    "please stop",
    "abmelden",
    "désinscription",
    "désabonnement",
    "baja",
    "cancelar",
    "disiscrizione",
    "afmelden",
    "отписаться",
    "配信停止",
];

/// Words in a longer reply that a person should read for such a wish (in lower case).
static WISH: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::of([
        "unsubscribe",
        "opt out",
        "opt-out",
        "stop sending",
        "stop emailing",
        "do not contact",
        "don't contact",
        "do not email",
        "do not write",
        "remove us",
        "remove our",
        "remove this address",
        "no longer wish",
        "ne plus nous écrire",
    ])
});

/// Whether a subject (in lower case) is an automatic answer's.
pub(super) fn is_answer(subject: &str) -> bool {
    is_absence(subject) || AUTOMATIC.any_in(&[subject])
}

fn is_absence(subject: &str) -> bool {
    ABSENCE.any_in(&[subject])
}

/// Decides what a message is that no mail system wrote.
pub(super) fn judge(parts: &Parts<'_>, subject: &str, returned: &mut Returned) {
    let head = parts.top();
    let lower = subject.to_lowercase();
    if parts.first(&["message/disposition-notification"]).is_some() {
        returned.kind = Kind::AutoReply;
        returned.form = "mdn";
        return;
    }
    let text = parts.text();
    let first = first_line(&text);
    let automatic = is_automatic(head) || is_answer(&lower);
    if asks_to_stop(&lower, automatic) || (!automatic && STOP.contains(&bare(&first.to_lowercase()))) {
        returned.kind = Kind::OptOut;
        returned.form = "opt-out";
        return;
    }
    if !first.is_empty() {
        returned.words = one_line(&format!("{subject}: {first}"));
    }
    let ticket = has_ticket(head, &lower);
    let receipt = || {
        let body = || text.get(..4096).unwrap_or(&text).to_lowercase();
        RECEIPT.any_in(&[&lower]) || RECEIPT.any_in(&[&body()])
    };
    if automatic {
        returned.form = "rfc3834";
        returned.kind = if !is_absence(&lower) && (ticket || receipt()) {
            Kind::Ticket
        } else {
            Kind::AutoReply
        };
    } else if ticket && receipt() && is_robot(returned.from.as_deref()) {
        returned.kind = Kind::Ticket;
    } else {
        returned.kind = Kind::Reply;
        returned.may_ask_to_stop = WISH.any_in(&[&own_words(&text)]);
    }
}

/// RFC 3834 section 5, and what came before it.
fn is_automatic(head: &Head<'_>) -> bool {
    let lower = |name: &str| head.text(name).map(|text| text.trim().to_ascii_lowercase());
    if lower("Auto-Submitted").is_some_and(|value| !value.starts_with("no") && !value.is_empty()) {
        return true;
    }
    if lower("Return-Path").is_some_and(|path| path == "<>") {
        return true;
    }
    let precedence = lower("Precedence");
    matches!(
        precedence.as_deref(),
        Some("auto_reply" | "auto-reply" | "bulk" | "junk")
    ) || lower("X-Autoreply").is_some_and(|value| value != "no")
        || [
            "X-Autorespond",
            "X-Autoresponder",
            "X-AutoReply-From",
            "X-Mail-Autoreply",
            "X-Autogenerated",
            "X-Auto-Reply",
            "Delivered-By-The-Graces-Of-Autoresponder",
        ]
        .iter()
        .any(|name| head.has(name))
}

/// Whether a ticket system's mark stands in the head or the subject: `[#12345]`, `[RT #12345]`, `ABC-123`, `Ticket 42`.
fn has_ticket(head: &Head<'_>, subject: &str) -> bool {
    if [
        "RT-Ticket",
        "X-OTRS-TicketID",
        "X-Zammad-Ticket-ID",
        "X-Freshdesk-Ticket",
        "X-JIRA-FingerPrint",
        "X-Ticket-ID",
    ]
    .iter()
    .any(|name| head.has(name))
    {
        return true;
    }
    let ours = subject.find("fw-");
    subject
        .match_indices('#')
        .any(|(at, _)| digits_behind(subject, at + 1) >= 3)
        || ["ticket", "case", "incident", "req", "vorgang", "dossier"]
            .iter()
            .any(|word| {
                subject.match_indices(word).any(|(at, _)| {
                    let behind = subject.get(at + word.len()..).unwrap_or_default();
                    let digits = behind.trim_start_matches(|c: char| !c.is_ascii_digit());
                    behind.len() - digits.len() <= 8
                        && digits.chars().take_while(char::is_ascii_digit).count() >= 3
                        && ours.is_none_or(|ours| ours != at)
                })
            })
}

fn digits_behind(text: &str, at: usize) -> usize {
    let behind = text.get(at..).unwrap_or_default().trim_start();
    behind.chars().take_while(char::is_ascii_digit).count()
}

fn is_robot(from: Option<&str>) -> bool {
    from.is_some_and(|from| {
        let from = from.to_ascii_lowercase();
        [
            "noreply",
            "no-reply",
            "donotreply",
            "do-not-reply",
            "ticket",
            "helpdesk",
            "support",
            "abuse",
            "noc",
        ]
        .iter()
        .any(|name| from.starts_with(name))
    })
}

/// `stop FW-7K3QX-9XM2A` is what the letter's List-Unsubscribe asks for; an answer keeps the letter's own subject.
fn asks_to_stop(subject: &str, automatic: bool) -> bool {
    let mut words = subject.split_whitespace();
    let own = words.next() == Some("stop") && words.next().is_some_and(|word| word.starts_with("fw-"));
    own && words.next().is_none() || (!automatic && STOP.contains(&bare(subject)))
}

fn bare(line: &str) -> &str {
    line.trim().trim_matches(['.', '!', '"', '\'', '*', ' '])
}

/// The first line that the writer wrote.
fn first_line(text: &str) -> &str {
    let mut lines = text.lines().map(str::trim);
    lines
        .find(|line| !line.is_empty() && !line.starts_with('>'))
        .unwrap_or_default()
}

/// The reply without what it quotes, in lower case.
fn own_words(text: &str) -> String {
    let mut own = String::new();
    for line in text.lines().take(200) {
        let line = line.trim();
        let begins_quote = line.starts_with("-----") || (line.ends_with(':') && line.contains('@'));
        if begins_quote || own.len() > 8192 {
            break;
        }
        if !line.starts_with('>') {
            own.push_str(&line.to_lowercase());
            own.push(' ');
        }
    }
    own
}
