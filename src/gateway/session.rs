//! Opening and closing a conversation with an SMTP gateway (RFC 5321 section 3.1).
//!
//! `open` leads from nothing to a server that will take MAIL: connect, greeting, EHLO, STARTTLS and EHLO again, AUTH.
//! What happens to letters in between is in `transaction`.

use std::collections::HashSet;
use std::sync::Arc;

use lettre::transport::smtp::authentication::{Credentials as Login, Mechanism};
use lettre::transport::smtp::commands::{Auth, Ehlo, Quit, Starttls};
use lettre::transport::smtp::extension::ClientId;
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use secrecy::ExposeSecret;

use crate::outcome::{Phase, Reply};

use super::capabilities::Capabilities;
use super::endpoint::Tls;
use super::envelope::Traits;
use super::fault::{Fault, NoSession, Stop};
use super::judge::{Seen, Verdict, judge, no_session};
use super::link::{Deadline, Link};
use super::reply::Lines;
use super::settings::{Credentials, Deadlines};
use super::wire;

/// What a session is opened with; made and checked by `Gateway`.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) tls: Tls,
    pub(super) config: Option<Arc<ClientConfig>>,
    pub(super) hello: ClientId,
    pub(super) credentials: Option<Credentials>,
    pub(super) deadlines: Deadlines,
    pub(super) letters: u32,
}

impl Plan {
    /// Whether a server without any extension would do: no TLS, no AUTH.
    fn makes_no_demands(&self) -> bool {
        self.config.is_none() && self.credentials.is_none()
    }
}

/// What a session can do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// Take a letter.
    Ready,
    /// Say goodbye: it has had all the letters that it can.
    Full,
    /// Nothing: a letter is under way, was left half-said, or something went wrong. A session is in this state
    /// during every step, so that a cancelled future leaves nothing usable behind.
    Spent,
}

/// A letter whose commands have been sent and which itself has not.
pub(super) struct Ahead {
    pub(super) traits: Traits,
    /// Its bytes, to know it again...
    pub(super) letter: Vec<u8>,
    /// ...and as they leave, where that differs.
    pub(super) stuffed: Option<Vec<u8>>,
}

/// An open conversation with an SMTP gateway.
pub(super) struct Session {
    pub(super) link: Link,
    pub(super) host: String,
    pub(super) deadlines: Deadlines,
    pub(super) capabilities: Capabilities,
    pub(super) state: State,
    /// Letters whose dot has left.
    pub(super) letters: u32,
    /// Letters that may leave, as we want it.
    pub(super) limit: u32,
    /// MAIL commands sent.
    mails: u32,
    /// Domains of recipients named, if the gateway counts them.
    domains: HashSet<String>,
    /// The transaction before was broken off, so RSET comes before MAIL.
    pub(super) reset_first: bool,
    /// The commands of the next letter, already sent with the dot of the last.
    pub(super) ahead: Option<Ahead>,
}

impl Session {
    /// A session that will take MAIL.
    pub(super) async fn open(plan: &Plan) -> Result<Self, NoSession> {
        let d = plan.deadlines;
        let fault = |phase, fault: &Fault| no_session(phase, Seen::Fault(fault), &plan.host);
        let mut link = Link::connect(&plan.host, plan.port, Deadline::after(d.connect))
            .await
            .map_err(|error| fault(Phase::Connect, &error))?;
        if plan.tls == Tls::Loopback && !link.peer().ip().is_loopback() {
            return Err(NoSession::Stop(Stop::NotLoopback {
                address: link.peer().to_string(),
            }));
        }
        if plan.tls == Tls::Implicit {
            secure(&mut link, plan).await?;
        }
        let mut greeter = Greeter {
            link: &mut link,
            plan,
        };
        greeter.hear(Phase::Banner, Deadline::after(d.banner)).await?;
        let mut capabilities = greeter.hello().await?;
        if plan.tls == Tls::StartTls {
            if !capabilities.starttls {
                return Err(NoSession::Stop(Stop::NoStartTls {
                    host: plan.host.clone(),
                }));
            }
            greeter
                .ask(Phase::Tls, &Starttls.to_string(), Deadline::after(d.tls))
                .await?;
            // RFC 3207 section 6: what came in plaintext must not be read as if it had come over TLS.
            if link.has_unread() {
                return Err(NoSession::Stop(Stop::Injected {
                    host: plan.host.clone(),
                }));
            }
            secure(&mut link, plan).await?;
            capabilities = Greeter {
                link: &mut link,
                plan,
            }
            .hello()
            .await?;
        }
        if let Some(credentials) = &plan.credentials {
            Greeter {
                link: &mut link,
                plan,
            }
            .log_in(&capabilities, credentials)
            .await?;
        }
        Ok(Self {
            link,
            host: plan.host.clone(),
            deadlines: d,
            capabilities,
            state: State::Ready,
            letters: 0,
            limit: plan.letters.max(1),
            mails: 0,
            domains: HashSet::new(),
            reset_first: false,
            ahead: None,
        })
    }

    /// Whether our limit and the gateway's (RFC 9422) leave room for another letter, whoever it is for.
    pub(super) fn has_room(&self) -> bool {
        let mails = self.capabilities.mails_per_connection;
        self.letters < self.limit && mails.is_none_or(|most| self.mails < most)
    }

    /// Whether the gateway takes a recipient of this domain on the same connection as those before.
    pub(super) fn has_room_for(&self, recipient: &str) -> bool {
        let Some(most) = self.capabilities.domains_per_connection else {
            return true;
        };
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        self.domains.len() < most || self.domains.contains(&domain(recipient))
    }

    /// Counts the MAIL and RCPT that are about to leave.
    pub(super) fn count(&mut self, recipient: &str) {
        self.mails = self.mails.saturating_add(1);
        if self.capabilities.domains_per_connection.is_some() {
            self.domains.insert(domain(recipient));
        }
    }

    /// Says QUIT where that makes sense, and closes. A session in the middle of a letter is only closed: the gateway
    /// must then drop what it has of the letter (RFC 5321 section 4.1.1.4).
    pub(super) async fn quit(mut self) {
        if self.state == State::Spent || self.ahead.is_some() {
            return;
        }
        let deadline = Deadline::after(self.deadlines.quit);
        if self
            .link
            .send(Quit.to_string().as_bytes(), deadline)
            .await
            .is_ok()
        {
            // The reply changes nothing, but waiting for it lets the gateway close first.
            let _ = self.link.reply(deadline).await;
            self.link.shut(deadline).await;
        }
    }
}

fn domain(recipient: &str) -> String {
    recipient
        .rsplit_once('@')
        .map_or("", |(_, domain)| domain)
        .to_ascii_lowercase()
}

async fn secure(link: &mut Link, plan: &Plan) -> Result<(), NoSession> {
    let config = plan.config.clone().ok_or_else(|| {
        NoSession::Stop(Stop::Authorities {
            from: "the settings".to_owned(),
            why: "none were read".to_owned(),
        })
    })?;
    let name = ServerName::try_from(plan.host.clone())
        .map_err(|_| NoSession::Stop(Stop::HostName(plan.host.clone())))?;
    link.secure(config, name, Deadline::after(plan.deadlines.tls))
        .await
        .map_err(|fault| no_session(Phase::Tls, Seen::Fault(&fault), &plan.host))
}

/// The steps before the first letter.
struct Greeter<'a> {
    link: &'a mut Link,
    plan: &'a Plan,
}

impl Greeter<'_> {
    fn fault(&self, phase: Phase, fault: &Fault) -> NoSession {
        no_session(phase, Seen::Fault(fault), &self.plan.host)
    }

    /// The reply to a step, if it says yes.
    async fn hear(&mut self, phase: Phase, deadline: Deadline) -> Result<Lines, NoSession> {
        let lines = self
            .link
            .reply(deadline)
            .await
            .map_err(|fault| self.fault(phase, &fault))?;
        let reply = Reply::from(lines.clone());
        match judge(phase, Seen::Reply(&reply)) {
            Verdict::Proceed => Ok(lines),
            _ => Err(no_session(phase, Seen::Reply(&reply), &self.plan.host)),
        }
    }

    /// Sends one command and hears a yes.
    async fn ask(&mut self, phase: Phase, line: &str, deadline: Deadline) -> Result<Lines, NoSession> {
        let limit = if phase == Phase::Auth {
            wire::AUTH_LIMIT
        } else {
            wire::COMMAND_LIMIT
        };
        let mut bytes = Vec::with_capacity(line.len());
        if wire::command(&mut bytes, line, limit).is_err() {
            return Err(NoSession::Stop(match phase {
                Phase::Auth => Stop::UnfitCredentials,
                _ => Stop::HostName(self.plan.hello.to_string()),
            }));
        }
        if let Err(fault) = self.link.send(&bytes, deadline).await {
            return Err(match self.link.last_words().await {
                Some(lines) if lines.code >= 400 => {
                    no_session(phase, Seen::Reply(&Reply::from(lines)), &self.plan.host)
                }
                _ => self.fault(phase, &fault),
            });
        }
        self.hear(phase, deadline).await
    }

    async fn hello(&mut self) -> Result<Capabilities, NoSession> {
        let deadline = Deadline::after(self.plan.deadlines.ehlo);
        let line = Ehlo::new(self.plan.hello.clone()).to_string();
        match self.ask(Phase::Ehlo, &line, deadline).await {
            Ok(lines) => Ok(Capabilities::read(&lines)),
            // RFC 5321 section 3.2: a server that knows no EHLO says so, and HELO follows. Nothing can be asked of it.
            Err(NoSession::Stop(Stop::Refused { reply, .. }))
                if matches!(reply.code, 500 | 502) && self.plan.makes_no_demands() =>
            {
                let line = format!("HELO {}\r\n", self.plan.hello);
                self.ask(Phase::Ehlo, &line, deadline).await?;
                Ok(Capabilities::default())
            }
            Err(other) => Err(other),
        }
    }

    /// AUTH PLAIN (RFC 4616) or, failing that, LOGIN.
    async fn log_in(&mut self, can: &Capabilities, credentials: &Credentials) -> Result<(), NoSession> {
        let deadline = Deadline::after(self.plan.deadlines.auth);
        let password = credentials.password.expose_secret();
        if credentials.username.contains('\0') || password.contains('\0') {
            return Err(NoSession::Stop(Stop::UnfitCredentials));
        }
        let login = Login::new(credentials.username.clone(), password.to_owned());
        let offers = |name: &str| can.auth.iter().any(|offered| offered == name);
        // lettre writes the Base64; the challenge it is told selects user name or password.
        let line = |mechanism, challenge: Option<&str>| {
            Auth::new(mechanism, login.clone(), challenge.map(str::to_owned))
                .map(|auth| auth.to_string())
                .map_err(|_| NoSession::Stop(Stop::UnfitCredentials))
        };
        let steps = if offers("PLAIN") {
            vec![(line(Mechanism::Plain, None)?, 235)]
        } else if offers("LOGIN") {
            vec![
                ("AUTH LOGIN\r\n".to_owned(), 334),
                (line(Mechanism::Login, Some("Username"))?, 334),
                (line(Mechanism::Login, Some("Password"))?, 235),
            ]
        } else {
            return Err(NoSession::Stop(Stop::NoAuth {
                offered: can.auth.clone(),
            }));
        };
        for (line, expected) in steps {
            let lines = self.ask(Phase::Auth, &line, deadline).await?;
            if lines.code != expected {
                return Err(no_session(
                    Phase::Auth,
                    Seen::Reply(&Reply::from(lines)),
                    &self.plan.host,
                ));
            }
        }
        Ok(())
    }
}
