//! What follows from a returned message for the letter it is about: the one place where a bounce may suppress.
//!
//! The rule: only a genuine token proves that the sender of a bounce has handled the letter's envelope. Reference number
//! and Message-ID stand in the letter itself, which may have been passed on to anybody, so a bounce that has no more than
//! these is kept for a person. A wish not to be written to is honoured on the reference alone: whoever has the letter may
//! say so, and a wrong one costs a letter, not a doubled one.

use super::{Kind, Report, Returned};

/// How sure it is that a message is about a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Proof {
    /// Nothing says so.
    None,
    /// It names the letter.
    Claim,
    /// It came to, or returns, the letter's own return path.
    Token,
}

impl Proof {
    /// The slug kept in the ledger.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Claim => "claim",
            Self::Token => "token",
        }
    }
}

/// What follows for the letter and its recipient.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Follows {
    /// It will never arrive: the address is suppressed. `dead`: the address itself is no good, for any campaign.
    Bounced {
        /// Whether the address is to blame.
        dead: bool,
    },
    /// It is in the mailbox.
    Delivered,
    /// The reader wants no more.
    OptedOut,
    /// The reader has complained: no more either.
    Complained,
    /// Nothing but a note.
    Noted,
    /// Nothing, for this reason; a person should look.
    Doubtful(&'static str),
}

impl Follows {
    /// The slug kept in the ledger.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Bounced { .. } => "bounced",
            Self::Delivered => "delivered",
            Self::OptedOut => "opted-out",
            Self::Complained => "complained",
            Self::Noted => "noted",
            Self::Doubtful(_) => "doubtful",
        }
    }
}

/// A returned message, judged for one letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judged<'r> {
    /// What it is for this letter's recipient.
    pub kind: Kind,
    /// The report that counts, if it is a bounce.
    pub report: Option<&'r Report>,
    /// What follows.
    pub follows: Follows,
    /// Whether it proves that the gateway had taken the letter.
    pub proves_acceptance: bool,
}

impl Returned {
    /// What follows for the letter to `recipient` with this Message-ID.
    #[must_use]
    pub fn judge(&self, proof: Proof, recipient: &str, message_id: &str) -> Judged<'_> {
        let report = self.about(recipient);
        let kind = report.map_or(self.kind, |report| report.kind);
        let follows = match self.doubt(kind, report, proof, message_id) {
            Some(why) => Follows::Doubtful(why),
            None => match kind {
                Kind::Failed => Follows::Bounced {
                    dead: report.is_some_and(Report::blames_recipient),
                },
                Kind::Delivered => Follows::Delivered,
                Kind::OptOut => Follows::OptedOut,
                Kind::Complaint => Follows::Complained,
                _ => Follows::Noted,
            },
        };
        Judged {
            kind,
            report,
            proves_acceptance: proof == Proof::Token && !matches!(follows, Follows::Doubtful(_)),
            follows,
        }
    }

    /// Why nothing may follow from it.
    fn doubt(
        &self,
        kind: Kind,
        report: Option<&Report>,
        proof: Proof,
        message_id: &str,
    ) -> Option<&'static str> {
        let machine = kind.is_delivery() || kind == Kind::Complaint || self.form == "arf";
        if machine && proof != Proof::Token {
            return Some("it bears no genuine token of the letter's return path");
        }
        if machine && self.marks.returned_report {
            return Some("what it returns is itself a report, and no letter");
        }
        if machine
            && self
                .marks
                .returned_id
                .as_deref()
                .is_some_and(|id| id != message_id)
        {
            return Some("what it returns is another message");
        }
        let recipient = report
            .and_then(|report| report.recipient.as_deref())
            .unwrap_or_default();
        let recipient = recipient.to_ascii_lowercase();
        if self
            .marks
            .return_paths
            .iter()
            .any(|path| recipient.contains(path))
        {
            return Some("it is about the return path and not about the recipient");
        }
        (kind == Kind::Unclear).then_some("it does not say what became of the letter")
    }
}
