//! What a scripted server does, and when.

use std::sync::Arc;
use std::time::Duration;

use rustls::ServerConfig;

use super::faults::Faults;

/// A point in the conversation at which the server acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Moment {
    /// A connection has come (and TLS stands, if it is implicit).
    Greeting,
    /// EHLO.
    Ehlo,
    /// STARTTLS.
    StartTls,
    /// AUTH, and each line of the client that answers a 334.
    Auth,
    /// MAIL.
    Mail,
    /// RCPT.
    Rcpt,
    /// DATA.
    Data,
    /// After a 354, before a byte of the letter is read. By default nothing happens here.
    Body,
    /// The final dot.
    Dot,
    /// RSET.
    Rset,
    /// QUIT.
    Quit,
    /// Any other command.
    Other,
}

/// One thing that the server does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// Writes these bytes.
    Say(Vec<u8>),
    /// Writes these bytes one by one, with this pause after each.
    Trickle(Vec<u8>, Duration),
    /// Writes these bytes again and again, without end.
    Flood(Vec<u8>),
    /// Does nothing for a while.
    Wait(Duration),
    /// Accepts the letter: writes it down. Belongs before the reply that says so.
    Take,
    /// Turns the connection into TLS.
    Secure,
    /// Closes the connection.
    Close,
    /// Breaks the connection with RST.
    Reset,
    /// Neither reads nor writes any more, and keeps the connection open.
    Hang,
}

impl Act {
    /// Writes one line; CRLF is added.
    #[must_use]
    pub fn say(line: &str) -> Self {
        Self::Say(format!("{line}\r\n").into_bytes())
    }
}

/// How a server behaves.
#[derive(Debug, Clone)]
pub struct Script {
    pub(super) keywords: Vec<String>,
    pub(super) rules: Vec<Rule>,
    pub(super) tls: Option<Arc<ServerConfig>>,
    pub(super) implicit: bool,
    pub(super) cut: Option<usize>,
    /// Only the first connection is cut.
    pub(super) cut_once: bool,
    pub(super) faults: Option<Faults>,
    pub(super) counts_only: bool,
}

#[derive(Debug, Clone)]
pub(super) struct Rule {
    pub(super) moment: Moment,
    /// Only at the n-th such moment over all connections, counted from 1.
    pub(super) nth: Option<usize>,
    pub(super) acts: Vec<Act>,
}

impl Default for Script {
    /// Takes every letter; announces PIPELINING, 8BITMIME, SIZE (10 MiB) and DSN.
    fn default() -> Self {
        Self {
            keywords: ["PIPELINING", "8BITMIME", "SIZE 10485760", "DSN"]
                .map(str::to_owned)
                .to_vec(),
            rules: Vec::new(),
            tls: None,
            implicit: false,
            cut: None,
            cut_once: false,
            faults: None,
            counts_only: false,
        }
    }
}

impl Script {
    /// Announces these EHLO keywords and no others (STARTTLS is added where it applies).
    #[must_use]
    pub fn keywords(mut self, keywords: &[&str]) -> Self {
        self.keywords = keywords.iter().map(|keyword| (*keyword).to_owned()).collect();
        self
    }

    /// Acts so at every such moment, instead of behaving well.
    #[must_use]
    pub fn on(mut self, moment: Moment, acts: impl IntoIterator<Item = Act>) -> Self {
        self.rules.push(Rule {
            moment,
            nth: None,
            acts: acts.into_iter().collect(),
        });
        self
    }

    /// Acts so at the n-th such moment over all connections, counted from 1. Goes before [`Script::on`].
    #[must_use]
    pub fn on_nth(mut self, moment: Moment, nth: usize, acts: impl IntoIterator<Item = Act>) -> Self {
        self.rules.push(Rule {
            moment,
            nth: Some(nth),
            acts: acts.into_iter().collect(),
        });
        self
    }

    /// Offers STARTTLS.
    #[must_use]
    pub fn starttls(mut self, config: Arc<ServerConfig>) -> Self {
        self.tls = Some(config);
        self
    }

    /// Speaks TLS from the first byte.
    #[must_use]
    pub fn implicit_tls(mut self, config: Arc<ServerConfig>) -> Self {
        self.tls = Some(config);
        self.implicit = true;
        self
    }

    /// Closes each connection after this many bytes from the server, in plaintext or in TLS records.
    #[must_use]
    pub fn cut_after(mut self, bytes: usize) -> Self {
        self.cut = Some(bytes);
        self
    }

    /// Closes the first connection after this many bytes from the server, and no other.
    #[must_use]
    pub fn cut_first_after(mut self, bytes: usize) -> Self {
        self.cut = Some(bytes);
        self.cut_once = true;
        self
    }

    /// After how many bytes the n-th connection is cut, counted from 1.
    pub(super) fn cut_at(&self, number: usize) -> Option<usize> {
        self.cut.filter(|_| number == 1 || !self.cut_once)
    }

    /// Has these troubles with a share of the letters. Goes before [`Script::on`].
    #[must_use]
    pub fn faults(mut self, faults: Faults) -> Self {
        self.faults = Some(faults);
        self
    }

    /// Writes down numbers instead of commands and letters, so that memory stays small however many come: some octets
    /// for each letter, by which a second copy is known.
    #[must_use]
    pub fn counts_only(mut self) -> Self {
        self.counts_only = true;
        self
    }

    /// The acts for the n-th such moment, if they are scripted.
    pub(super) fn acts(&self, moment: Moment, nth: usize) -> Option<&[Act]> {
        let rules = || self.rules.iter().filter(|rule| rule.moment == moment);
        rules()
            .find(|rule| rule.nth == Some(nth))
            .or_else(|| rules().find(|rule| rule.nth.is_none()))
            .map(|rule| rule.acts.as_slice())
    }
}
