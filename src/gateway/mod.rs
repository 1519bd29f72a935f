//! The gateway: bytes in, an outcome out.
//!
//! A [`Gateway`] is made once from [`Settings`], gives [`Connection`]s, and each of these hands over one letter after
//! another, in two steps:
//!
//! ```text
//! gateway.open()  ->  connection.offer(envelope, letter)  ->  held.release()  ->  Outcome
//!                     everything but the final dot    ^        the final dot
//!                                                     |
//!                              here the caller notes durably that the dot is about to leave
//! ```
//!
//! What holds whatever the gateway or the network does:
//!
//! - Before `release` the letter has surely not been accepted; dropping what `offer` returned closes the connection.
//! - `release` answers [`Accepted`](crate::outcome::Outcome::Accepted) only for a 250 to the dot. Once the dot may
//!   have left, anything but a valid reply is [`Unknown`](crate::outcome::Outcome::Unknown).
//! - A cancelled `offer` or `release` leaves a connection that takes no other letter. A cancelled `release` must be
//!   treated as unknown.
//! - Every step ends by its deadline; replies are bounded; nothing leaves that a server could read in two ways.
//! - No password shows in `Debug`, errors or outcomes.
//!
//! Read next: [`judge`] for what a reply means, `transaction` for one letter, `session` for opening and closing,
//! [`wire`] and [`reply`] for the bytes, [`peer`] for the scripted server that the tests talk to.

pub mod capabilities;
pub mod endpoint;
pub mod fault;
pub mod judge;
pub mod outbox;
pub mod peer;
pub mod reply;
pub mod settings;
pub mod wire;

mod certificate;
mod envelope;
mod link;
mod session;
mod tls;

mod transaction;
mod words;

use std::fmt;
use std::net::IpAddr;

use lettre::transport::smtp::extension::ClientId;

use crate::outcome::Outcome;

pub use capabilities::Capabilities;
pub use certificate::Security;
pub use endpoint::{BadEndpoint, Endpoint, Tls};
pub use envelope::Envelope;
pub use fault::{Ended, Fault, NoSession, Stop};
pub use outbox::Outbox;
pub use settings::{Credentials, Deadlines, Settings};
pub(crate) use tls::client_config as trust;

use session::{Plan, Session};

/// A gateway whose settings have been checked and whose certificate authorities have been read.
#[derive(Debug, Clone)]
pub struct Gateway {
    kind: Kind,
}

#[derive(Debug, Clone)]
enum Kind {
    Smtp(Box<Plan>),
    Outbox(std::path::PathBuf),
}

impl Gateway {
    /// Checks the settings and reads the certificate authorities, without touching the network.
    ///
    /// # Errors
    /// [`Stop::HostName`], [`Stop::Authorities`], or [`Stop::PlaintextPassword`] for credentials without TLS (to
    /// loopback they need `tls = "none"`, elsewhere there is no way).
    pub fn new(settings: Settings) -> Result<Self, Stop> {
        let (host, port, tls) = match settings.endpoint {
            Endpoint::Outbox(folder) => {
                return Ok(Self {
                    kind: Kind::Outbox(folder),
                });
            }
            Endpoint::Smtp { host, port, tls } => (host, port, tls),
        };
        let encrypted = matches!(tls, Tls::Implicit | Tls::StartTls);
        let local = host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
        if settings.credentials.is_some() && !encrypted && !(tls == Tls::None && local) {
            return Err(Stop::PlaintextPassword);
        }
        let config = if encrypted {
            Some(tls::client_config(settings.ca_file.as_deref())?)
        } else {
            None
        };
        let hello = hello_name(&settings.hello_name).ok_or(Stop::HostName(settings.hello_name))?;
        let plan = Plan {
            host,
            port,
            // `localhost` is this machine only if the name leads there; the open connection will tell.
            tls: if tls == Tls::None && settings.credentials.is_some() {
                Tls::Loopback
            } else {
                tls
            },
            config,
            hello,
            credentials: settings.credentials,
            deadlines: settings.deadlines,
            letters: settings.letters_per_connection,
        };
        Ok(Self {
            kind: Kind::Smtp(Box::new(plan)),
        })
    }

    /// A connection that takes letters: connected, greeted, encrypted and logged in, as the settings want it.
    ///
    /// # Errors
    /// [`NoSession`]: the gateway is not there for now, or the campaign must stop. No letter is concerned.
    pub async fn open(&self) -> Result<Connection, NoSession> {
        match &self.kind {
            Kind::Smtp(plan) => Ok(Connection::Smtp(Box::new(Smtp(Session::open(plan).await?)))),
            Kind::Outbox(folder) => Outbox::open(folder)
                .map(Connection::Outbox)
                .map_err(NoSession::Stop),
        }
    }
}

/// `[192.0.2.1]`, `[IPv6:2001:db8::1]` or a host name (RFC 5321 section 4.1.4).
fn hello_name(text: &str) -> Option<ClientId> {
    if let Some(literal) = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return match literal.strip_prefix("IPv6:") {
            Some(address) => address.parse().ok().map(ClientId::Ipv6),
            None => literal.parse().ok().map(ClientId::Ipv4),
        };
    }
    endpoint::is_host_name(text).then(|| ClientId::Domain(text.to_owned()))
}

/// An open way to the gateway. One letter at a time.
#[derive(Debug)]
pub enum Connection {
    /// An SMTP session.
    Smtp(Box<Smtp>),
    /// A folder.
    Outbox(Outbox),
}

/// An SMTP session; see [`Connection`].
pub struct Smtp(Session);

impl fmt::Debug for Smtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Smtp")
            .field("host", &self.0.host)
            .finish_non_exhaustive()
    }
}

impl Connection {
    /// Whether another letter may be offered. Looks for a farewell or a hang-up that came meanwhile; if false,
    /// [`Connection::quit`] and open another.
    pub async fn usable(&mut self) -> bool {
        match self {
            Self::Smtp(smtp) => smtp.0.usable().await,
            Self::Outbox(_) => true,
        }
    }

    /// What the gateway announced; nothing for an outbox.
    #[must_use]
    pub fn capabilities(&self) -> Option<&Capabilities> {
        match self {
            Self::Smtp(smtp) => Some(&smtp.0.capabilities),
            Self::Outbox(_) => None,
        }
    }

    /// How the connection is protected; `None` for plaintext and for an outbox.
    #[must_use]
    pub fn security(&self) -> Option<Security> {
        match self {
            Self::Smtp(smtp) => smtp.0.link.security(),
            Self::Outbox(_) => None,
        }
    }

    /// Where the connection leads; `None` for an outbox.
    #[must_use]
    pub fn address(&self) -> Option<IpAddr> {
        match self {
            Self::Smtp(smtp) => Some(smtp.0.link.peer().ip()),
            Self::Outbox(_) => None,
        }
    }

    /// Hands over everything but the final dot. The letter's lines must end with CRLF.
    ///
    /// On `Ok` the gateway waits for the dot: [`Held::release`] sends it; dropping the [`Held`] instead abandons the
    /// letter, surely not accepted, and the connection with it.
    ///
    /// # Errors
    /// [`Ended`]; the gateway surely has not accepted the letter. Whether the connection serves on, tells
    /// [`Connection::usable`].
    pub async fn offer(&mut self, envelope: &Envelope, letter: &[u8]) -> Result<Held<'_>, Ended> {
        self.offer_noting(envelope, letter, || ()).await
    }

    /// As [`Connection::offer`]; calls `begins` once the gateway has asked for the letter, before its first byte
    /// leaves (an outbox: once it is written). What is begun there, such as the ledger's note, goes on while the
    /// letter is on its way. Not called when the gateway does not ask for the letter.
    ///
    /// # Errors
    /// As [`Connection::offer`]; `begins` may have been called nevertheless.
    pub async fn offer_noting(
        &mut self,
        envelope: &Envelope,
        letter: &[u8],
        begins: impl FnOnce(),
    ) -> Result<Held<'_>, Ended> {
        match self {
            Self::Smtp(smtp) => {
                smtp.0.offer(envelope, letter, begins).await?;
                Ok(Held(HeldBy::Smtp(&mut smtp.0)))
            }
            Self::Outbox(outbox) => {
                let written = outbox.offer(envelope, letter)?;
                begins();
                Ok(Held(HeldBy::Outbox(written)))
            }
        }
    }

    /// Whether a letter's dot has left on this connection.
    #[must_use]
    pub fn has_served(&self) -> bool {
        match self {
            Self::Smtp(smtp) => smtp.0.letters > 0,
            Self::Outbox(_) => true,
        }
    }

    /// Says goodbye and closes, within the deadline for QUIT.
    pub async fn quit(self) {
        if let Self::Smtp(smtp) = self {
            smtp.0.quit().await;
        }
    }
}

/// A letter that lacks nothing but its final dot.
#[must_use = "dropping it abandons the letter and the connection"]
pub struct Held<'a>(HeldBy<'a>);

enum HeldBy<'a> {
    Smtp(&'a mut Session),
    Outbox(outbox::Written),
}

impl fmt::Debug for Held<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Held").finish_non_exhaustive()
    }
}

impl Held<'_> {
    /// Sends the dot and hears the letter's fate. Only to be called once the ledger durably knows of it.
    pub async fn release(self) -> Outcome {
        self.release_before(None).await
    }

    /// As [`Held::release`], and with PIPELINING the MAIL, RCPT and DATA of the next letter ride with the dot, which
    /// saves a round trip. The next letter offered on this connection must then be this one; without PIPELINING, or
    /// if `next` cannot be sent, nothing is announced and any letter may follow.
    pub async fn release_before(self, next: Option<(&Envelope, &[u8])>) -> Outcome {
        match self.0 {
            HeldBy::Smtp(session) => session.release(next).await,
            HeldBy::Outbox(written) => written.release(),
        }
    }
}

#[cfg(test)]
mod tests;
