//! What became of one letter at the gateway: accepted, refused, deferred, or unknown.

use std::fmt;

use jiff::Timestamp;
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

/// The fate of one attempt to hand one letter to the gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The final reply was 250: the gateway has taken responsibility.
    Accepted(Reply),
    /// The gateway will never take this letter for this recipient.
    Refused {
        /// Where it said so.
        phase: Phase,
        /// Its words.
        reply: Reply,
    },
    /// Surely not accepted; to be tried again.
    Deferred {
        /// Where it failed.
        phase: Phase,
        /// The gateway's words, or what happened instead.
        why: String,
        /// The reply, if one came.
        reply: Option<Reply>,
        /// The gateway asked to wait until then.
        not_before: Option<Timestamp>,
    },
    /// The final dot left and no valid answer came: accepted or not, nobody here can tell.
    Unknown {
        /// What happened instead of an answer.
        why: String,
    },
}
