//! What became of one letter at the gateway: accepted, refused, deferred, or unknown.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Where in the conversation with the gateway something happened (RFC 5321 section 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// Opening the TCP connection.
    Connect,
    /// Waiting for the greeting.
    Banner,
    /// EHLO.
    Ehlo,
    /// STARTTLS and the TLS handshake.
    Tls,
    /// AUTH.
    Auth,
    /// MAIL FROM.
    Mail,
    /// RCPT TO.
    Rcpt,
    /// DATA, up to its 354.
    Data,
    /// The letter itself, without its final dot.
    Body,
    /// The final dot and its reply: from here on a lost answer means doubt.
    Dot,
    /// After the letter: RSET, QUIT.
    Quit,
}

impl Phase {
    /// The slug kept in the ledger and shown to people.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Connect => "connect",
            Self::Banner => "banner",
            Self::Ehlo => "ehlo",
            Self::Tls => "tls",
            Self::Auth => "auth",
            Self::Mail => "mail",
            Self::Rcpt => "rcpt",
            Self::Data => "data",
            Self::Body => "body",
            Self::Dot => "dot",
            Self::Quit => "quit",
        }
    }
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One SMTP reply (RFC 5321 section 4.2), its lines joined with blanks and made printable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// The three-digit code.
    pub code: u16,
    /// The enhanced status code (RFC 3463), such as `5.1.1`.
    pub enhanced: Option<String>,
    /// The text, without code and enhanced code.
    pub text: String,
}

impl fmt::Display for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.code)?;
        if let Some(enhanced) = &self.enhanced {
            write!(f, " {enhanced}")?;
        }
        if !self.text.is_empty() {
            write!(f, " {}", self.text)?;
        }
        Ok(())
    }
}

impl Reply {
    /// Whether the enhanced code says that the recipient's address itself is no good (RFC 3463 section 3.2, `5.1.x`):
    /// a candidate for the suppression list.
    ///
    /// `5.1.7`, `5.1.8` (the sender's address) and `5.1.9` (the next mailer) speak of somebody else.
    #[must_use]
    pub fn blames_recipient(&self) -> bool {
        self.enhanced
            .as_deref()
            .is_some_and(|code| code.starts_with("5.1.") && !matches!(code, "5.1.7" | "5.1.8" | "5.1.9"))
    }
}

/// What a deferral is about, and so what has to wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// This letter; others may go on.
    Letter,
    /// The gateway as a whole: nothing should be tried for a while.
    Gateway,
}

/// Surely not accepted, and worth another try later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deferral {
    /// Where it failed.
    pub phase: Phase,
    /// The gateway's words, or what happened instead; printable.
    pub why: String,
    /// The reply, if one came.
    pub reply: Option<Reply>,
    /// How long the gateway asked to wait, counted from when its reply came; between one second and one day.
    pub retry_after: Option<Duration>,
    /// What has to wait.
    pub scope: Scope,
}

impl Deferral {
    /// The fate of a letter that was on its way, but for its final dot, when the conversation ended.
    #[must_use]
    pub const fn before_the_dot(why: String) -> Self {
        Self {
            phase: Phase::Body,
            why,
            reply: None,
            retry_after: None,
            scope: Scope::Gateway,
        }
    }
}

/// The fate of one attempt to hand one letter to the gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The final reply was 250: the gateway has taken responsibility.
    Accepted {
        /// Its words.
        reply: Reply,
        /// Its own name for the letter, where the reply tells it in a known form.
        queue_id: Option<String>,
    },
    /// The gateway will never take this letter for this recipient.
    Refused {
        /// Where it said so.
        phase: Phase,
        /// Its words; or, when the text begins with `not sent:`, ours for what the gateway's own announcements
        /// (SIZE, 8BITMIME, SMTPUTF8) or an unusable address rule out beforehand.
        reply: Reply,
    },
    /// Surely not accepted; to be tried again.
    Deferred(Deferral),
    /// The final dot left, or may have, and no valid answer came: accepted or not, nobody here can tell.
    Unknown {
        /// What happened instead of an answer; printable.
        why: String,
    },
}
