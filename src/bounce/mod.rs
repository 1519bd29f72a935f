//! Returned mail: the bytes of one message in, what it says of a letter out.
//!
//! [`read`] takes any bytes and always gives a [`Returned`]: it tells delivery reports (RFC 3464, RFC 6533) and the bounces of
//! programs that never learned them from automatic answers (RFC 3834), ticket receipts, complaints (RFC 5965), requests not
//! to be written to, and people. It knows neither the ledger nor the campaign's key: which letter is meant stands in
//! [`Marks`], and only [`Marks::token`], given the key, proves it.
//!
//! Invariants: nothing here panics, whatever the bytes; the work is bounded by [`MOST_OCTETS`], a number of parts, a depth and
//! an amount of text, and what lay beyond a bound is told in [`Returned::limits`].
//!
//! Why there is no general mail parser below: it would decode the whole returned letter with its attachments and follow
//! any nesting, and it gives up on what bounces are full of: no boundary, no empty line, no end.
//!
//! Read next: `part.rs` (MIME within bounds), `status.rs` (delivery reports), `plain.rs` (bounces in prose), `answer.rs`
//! (everything that is no bounce), `marks.rs` (which letter), `judge.rs` (what follows).

mod answer;
mod decode;
mod field;
mod judge;
mod marks;
mod part;
mod phrases;
mod plain;
mod status;
#[cfg(test)]
mod tests;

pub use judge::{Follows, Judged, Proof};
pub use marks::Marks;
pub use part::MOST_OCTETS;

use crate::outcome::Reply;
use decode::one_line;
use part::Parts;

/// What a returned message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Given up: the letter did not arrive.
    Failed,
    /// Still being tried.
    Delayed,
    /// Put into the mailbox.
    Delivered,
    /// Handed on to a system that will not report.
    Relayed,
    /// An answer that no person wrote (RFC 3834): out of office, acknowledgements, read receipts.
    AutoReply,
    /// A ticket system has taken the letter in.
    Ticket,
    /// Somebody wrote.
    Reply,
    /// The reader called the letter unwanted (RFC 5965).
    Complaint,
    /// The reader does not wish to be written to.
    OptOut,
    /// A bounce that does not say what became of the letter.
    Unclear,
}

impl Kind {
    /// Every kind, in the order in which reports list them.
    pub const ALL: [Self; 10] = [
        Self::Failed,
        Self::Delayed,
        Self::Delivered,
        Self::Relayed,
        Self::AutoReply,
        Self::Ticket,
        Self::Reply,
        Self::Complaint,
        Self::OptOut,
        Self::Unclear,
    ];

    /// The slug kept in the ledger and shown to people.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Failed => "failed",
            Self::Delayed => "delayed",
            Self::Delivered => "delivered",
            Self::Relayed => "relayed",
            Self::AutoReply => "auto-reply",
            Self::Ticket => "ticket",
            Self::Reply => "reply",
            Self::Complaint => "complaint",
            Self::OptOut => "opt-out",
            Self::Unclear => "unclear",
        }
    }

    /// Whether it is about how the letter fared on its way.
    #[must_use]
    pub fn is_delivery(self) -> bool {
        matches!(
            self,
            Self::Failed | Self::Delayed | Self::Delivered | Self::Relayed
        )
    }
}

/// What became of the letter for one recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Failed, delayed, delivered or relayed.
    pub kind: Kind,
    /// To whom it was to go at last; after a forwarding not whom we wrote to.
    pub recipient: Option<String>,
    /// Whom the letter was first addressed to, where the report tells.
    pub original: Option<String>,
    /// The enhanced status code (RFC 3463), such as `5.1.1`.
    pub status: Option<String>,
    /// The reporting system's words, one printable line.
    pub words: String,
}

impl Report {
    /// Whether it says that the recipient's address itself is no good, rather than the letter or its sender.
    #[must_use]
    pub fn blames_recipient(&self) -> bool {
        let reply = Reply {
            code: 550,
            enhanced: self.status.clone(),
            text: String::new(),
        };
        // 5.2.1: the mailbox is disabled (RFC 3463 section 3.3).
        self.kind == Kind::Failed && (reply.blames_recipient() || self.status.as_deref() == Some("5.2.1"))
    }

    fn names(&self, mailbox: &str) -> bool {
        let same = |text: &Option<String>| text.as_ref().is_some_and(|own| own.eq_ignore_ascii_case(mailbox));
        same(&self.recipient) || same(&self.original)
    }
}

/// One returned message, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Returned {
    /// What it is, over all recipients.
    pub kind: Kind,
    /// How it was told: `rfc3464`, `qmail`, `exim`, ...
    pub form: &'static str,
    /// For a bounce, what it says of each recipient.
    pub reports: Vec<Report>,
    /// What it bears of the letter.
    pub marks: Marks,
    /// Its own Message-ID, in brackets.
    pub message_id: Option<String>,
    /// Who sent it, by its From.
    pub from: Option<String>,
    /// The gist, one printable line.
    pub words: String,
    /// A person's reply that seems to ask not to be written to; a person should read it.
    pub may_ask_to_stop: bool,
    /// The bounds that something lay beyond.
    pub limits: Vec<&'static str>,
}

impl Returned {
    /// What it says of a letter to this mailbox: the report that names it, else the sum of all.
    ///
    /// Where one of several recipients got the letter (an alias, a list), the letter has arrived; where one is still
    /// waiting, it is delayed.
    #[must_use]
    pub fn about(&self, mailbox: &str) -> Option<&Report> {
        let mut named = self.reports.iter().filter(|report| report.names(mailbox));
        if let (Some(only), None) = (named.next(), named.next()) {
            return Some(only);
        }
        let order = [Kind::Delivered, Kind::Relayed, Kind::Delayed, Kind::Failed];
        order
            .iter()
            .find_map(|kind| self.reports.iter().find(|report| report.kind == *kind))
    }
}

/// Reads one message as it lies in a mailbox.
///
/// Never fails: what makes no sense is [`Kind::Unclear`] or, if nothing says that a program sent it, [`Kind::Reply`].
#[must_use]
pub fn read(bytes: &[u8]) -> Returned {
    let parts = Parts::of(bytes);
    let head = parts.top();
    let subject = head.decoded("Subject").unwrap_or_default();
    let from = head.text("From").and_then(|text| field::mailbox(&text));
    let mut returned = Returned {
        kind: Kind::Reply,
        form: "plain",
        reports: Vec::new(),
        marks: Marks::of(&parts, &subject),
        message_id: head.text("Message-ID").and_then(|text| field::bracketed(&text)),
        from,
        words: one_line(&subject),
        may_ask_to_stop: false,
        limits: parts.limits.clone(),
    };
    if let Some(complaint) = status::feedback(&parts) {
        returned.kind = complaint.kind;
        returned.form = "arf";
        returned.words = complaint.words;
        return returned;
    }
    let mut told = status::delivery(&parts).map(|reports| ("rfc3464", reports));
    if told.is_none() {
        told = plain::bounce(&parts, &subject, returned.from.as_deref());
    }
    match told {
        Some((form, reports)) => {
            returned.form = form;
            returned.reports = reports;
            returned.kind = returned.about("").map_or(Kind::Unclear, |report| report.kind);
            let words = returned.about("").map(|report| report.words.clone());
            if let Some(words) = words.filter(|words| !words.is_empty()) {
                returned.words = words;
            }
        }
        None => answer::judge(&parts, &subject, &mut returned),
    }
    returned
}
