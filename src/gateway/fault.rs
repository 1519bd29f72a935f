//! What can go wrong on the way to a reply, and what stops a campaign.

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::time::Duration;

use crate::outcome::{Deferral, Outcome, Phase, Reply};

use super::reply::{Malformed, printable};

/// What happened instead of a reply.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The name of the gateway could not be looked up.
    #[error("the gateway's name could not be looked up: {0}")]
    Lookup(String),
    /// No address of the gateway took the connection.
    #[error("no connection to the gateway: {0}")]
    Unreachable(String),
    /// The deadline of the step passed.
    #[error("no answer within {}", Seconds(*.0))]
    Timeout(Duration),
    /// The gateway closed the connection.
    #[error("the gateway closed the connection")]
    Closed,
    /// The connection broke: reset, TLS alert, and the like.
    #[error("the connection broke: {0}")]
    Broken(String),
    /// The answer was no SMTP.
    #[error("the gateway's answer is no SMTP: {0}")]
    Malformed(#[from] Malformed),
    /// Bytes came when nothing had been asked, so that no later reply could be trusted.
    #[error("the gateway spoke out of turn")]
    OutOfTurn,
    /// The gateway's certificate is not good for its name.
    #[error("the gateway's certificate is refused: {0}")]
    Certificate(String),
    /// The two sides cannot agree on TLS.
    #[error("no TLS with the gateway: {0}")]
    Handshake(String),
}

impl Fault {
    /// The fault behind an I/O error: certificate and TLS troubles have names of their own.
    pub(super) fn from_io(error: &io::Error) -> Self {
        let inner = error
            .get_ref()
            .and_then(|inner| inner.downcast_ref::<rustls::Error>());
        match inner {
            Some(rustls::Error::InvalidCertificate(why)) => Self::Certificate(printable(&why.to_string())),
            // An alert during a conversation is how some servers hang up; it says nothing about our settings.
            Some(rustls::Error::AlertReceived(alert)) => Self::Broken(format!("TLS alert {alert:?}")),
            Some(other) => Self::Handshake(printable(&other.to_string())),
            None if error.kind() == io::ErrorKind::UnexpectedEof => Self::Closed,
            None => Self::Broken(printable(&error.to_string())),
        }
    }

    /// The fault behind a failed handshake, where an alert is the server's way to say that it will not do.
    pub(super) fn from_handshake(error: &io::Error) -> Self {
        let inner = error
            .get_ref()
            .and_then(|inner| inner.downcast_ref::<rustls::Error>());
        match inner {
            Some(rustls::Error::AlertReceived(alert)) => Self::Handshake(format!("TLS alert {alert:?}")),
            _ => Self::from_io(error),
        }
    }
}

struct Seconds(Duration);

impl fmt::Display for Seconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.subsec_nanos() == 0 && self.0.as_secs() > 0 {
            write!(f, "{} s", self.0.as_secs())
        } else {
            write!(f, "{} ms", self.0.as_millis())
        }
    }
}

/// Our own fault, or one that every letter would meet: the campaign stops, and nothing is counted against a letter.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Stop {
    /// The gateway refuses us, not one letter.
    #[error("the gateway refuses us at {phase}: {reply}")]
    Refused {
        /// Where.
        phase: Phase,
        /// Its words.
        reply: Reply,
    },
    /// The gateway's certificate is not good for its name.
    #[error("the certificate of {host} is refused: {why}")]
    Certificate {
        /// The name it was checked against.
        host: String,
        /// What is wrong with it.
        why: String,
    },
    /// The two sides cannot agree on TLS.
    #[error("no TLS with {host}: {why}")]
    Handshake {
        /// The gateway.
        host: String,
        /// Why not.
        why: String,
    },
    /// The gateway offers no STARTTLS.
    #[error("{host} does not offer STARTTLS")]
    NoStartTls {
        /// The gateway.
        host: String,
    },
    /// Plaintext followed the 220 to STARTTLS: somebody in between may be writing into the conversation.
    #[error("{host} sent plaintext after agreeing to TLS")]
    Injected {
        /// The gateway.
        host: String,
    },
    /// A password is set, but the gateway offers no way to use it.
    #[error("the gateway offers neither AUTH PLAIN nor AUTH LOGIN (it offers: {})", listed(.offered))]
    NoAuth {
        /// The mechanisms that it does offer.
        offered: Vec<String>,
    },
    /// A password would have to travel in plaintext.
    #[error("the password would travel in plaintext")]
    PlaintextPassword,
    /// A name that promised to be this machine is another.
    #[error("{address} is not this machine, and the connection would be plaintext")]
    NotLoopback {
        /// Where the connection led.
        address: String,
    },
    /// User name or password hold a NUL or are too long for AUTH.
    #[error("user name or password cannot be used with AUTH")]
    UnfitCredentials,
    /// The certificate authorities cannot be read.
    #[error("no certificate authorities from {from}: {why}")]
    Authorities {
        /// The file, or `the system`.
        from: String,
        /// Why not.
        why: String,
    },
    /// `hello_name` or the gateway's name is no name.
    #[error("{0:?} is no host name")]
    HostName(String),
    /// The envelope sender cannot be used.
    #[error("{0:?} cannot be the envelope sender")]
    Sender(String),
    /// The letter is not fit for the wire, or its id is not fit for ENVID or a file name.
    #[error("letter {id:?} cannot be sent: {why}")]
    Letter {
        /// Its id.
        id: String,
        /// What is wrong.
        why: String,
    },
    /// The outbox cannot be used.
    #[error("outbox {}: {why}", path.display())]
    Outbox {
        /// The folder or file.
        path: PathBuf,
        /// Why not.
        why: String,
    },
}

impl Stop {
    /// What to do about it, as one sentence for the operator.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Refused {
                phase: Phase::Auth, ..
            } => "check username and password_file; some gateways want an application password",
            Self::Refused {
                phase: Phase::Mail, ..
            } => "ask the gateway's operator whether this account may send from bounce_address",
            Self::Refused { reply, .. } if matches!(reply.code, 530 | 534 | 535 | 538) => {
                "the gateway wants authentication: set username and password_file"
            }
            Self::Refused { .. } => "ask the gateway's operator whether this machine may send through it",
            Self::Certificate { .. } => {
                "use the name that the certificate carries; for an authority of your own, set ca_file"
            }
            Self::Handshake { .. } => {
                "smtps:// (465) speaks TLS at once, smtp:// (587) after STARTTLS: check scheme and port"
            }
            Self::NoStartTls { .. } => {
                "try smtps://, or ask the gateway's operator; tls = \"none\" sends in plaintext"
            }
            Self::Injected { .. } => "do not send through this network before it is explained",
            Self::NoAuth { .. } => "leave out username, or use the gateway's submission port",
            Self::PlaintextPassword => {
                "use TLS; on this machine, tls = \"none\" says that plaintext is meant"
            }
            Self::NotLoopback { .. } => "write the address 127.0.0.1 or ::1, or use TLS",
            Self::UnfitCredentials => "check password_file: it should hold the password and nothing else",
            Self::Authorities { .. } => "set ca_file to a readable PEM file of certificates",
            Self::HostName(_) => "set hello_name to this machine's full host name",
            Self::Sender(_) => "set bounce_address to a plain address",
            Self::Letter { .. } => "this is a defect of forewarn: nothing was sent; please report it",
            Self::Outbox { .. } => "check that the folder exists, is writable, and has room",
        }
    }
}

fn listed(words: &[String]) -> String {
    if words.is_empty() {
        "none".to_owned()
    } else {
        words.join(", ")
    }
}

/// Why no connection came about. Nothing was offered; no letter's attempt is used up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoSession {
    /// The gateway is not there for now: the whole gateway backs off.
    Later(Deferral),
    /// It would be the same next time.
    Stop(Stop),
}

/// Why an offered letter came no further. In every case the gateway surely has not accepted it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    /// Refused or deferred, never accepted or unknown.
    Letter(Outcome),
    /// The connection was over before the letter's first byte: open another and offer again; no attempt is used up.
    Stale {
        /// What was found.
        why: String,
    },
    /// The campaign stops; the letter stays as it was.
    Stop(Stop),
}
