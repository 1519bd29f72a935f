//! A mailbox on a server: `IMAP4rev1` over TLS (RFC 3501, RFC 8314), as much of it as picking up mail needs.
//!
//! LOGIN, SELECT, UID SEARCH, UID FETCH with BODY.PEEK, UID STORE +FLAGS, UID MOVE (RFC 6851). No command here can delete a
//! message, and none is sent that could.
//!
//! Why no library: the ones for tokio bring a parser generator, a date library and a second set of channels for these seven
//! commands, and read literals of whatever length the server announces. Here everything that is read is bounded, and
//! every step ends by its deadline.

use std::fmt;
use std::io;
use std::path::Path;
use std::time::Duration;

mod account;
mod wire;
mod words;

pub use account::Account;

use super::MOST;
use crate::gateway::trust;
use wire::{Response, Wire};
use words::{number_behind, quoted, set, words};

/// One command with its answer, in all.
const COMMAND: Duration = Duration::from_mins(3);
/// Lines of one answer.
const MOST_LINES: usize = 100_000;

/// What can go wrong with a server.
#[derive(Debug, thiserror::Error)]
pub enum ImapError {
    /// No connection.
    #[error("no connection to {server}")]
    Connect {
        /// Host and port.
        server: String,
        /// Why.
        source: io::Error,
    },
    /// The certificate authorities.
    #[error("{0}")]
    Authorities(String),
    /// It broke off, was too slow, or says what makes no sense.
    #[error("the mail server failed at {step}")]
    Broken {
        /// The command.
        step: &'static str,
        /// What happened.
        source: io::Error,
    },
    /// It refuses a command.
    #[error("the mail server refuses {step}: {words}")]
    Refused {
        /// The command.
        step: &'static str,
        /// Its words.
        words: String,
    },
}

/// An open mailbox.
pub struct Inbox {
    wire: Wire,
    tag: u32,
    can_move: bool,
    keywords: bool,
    /// What the server numbers its messages by; other numbers, other messages (RFC 3501 section 2.3.1.1).
    pub validity: u32,
}

impl fmt::Debug for Inbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inbox")
            .field("validity", &self.validity)
            .finish_non_exhaustive()
    }
}

/// The keyword that messages get once they are read, beside `\Seen`; for people and their programs, nothing depends on it.
const KEYWORD: &str = "$ForewarnRead";

impl Inbox {
    /// Connects, checks the certificate, logs in and opens the folder.
    ///
    /// # Errors
    /// [`ImapError`]; the password is in none of its texts.
    pub fn open(account: &Account, password: &str, ca_file: Option<&Path>) -> Result<Self, ImapError> {
        let config = trust(ca_file).map_err(|stop| ImapError::Authorities(stop.to_string()))?;
        let server = format!("{}:{}", account.host, account.port);
        let failed = |source| ImapError::Connect {
            server: server.clone(),
            source,
        };
        let host = account.host.trim_matches(['[', ']']);
        let mut inbox = Self {
            wire: Wire::open(host, account.port, &config).map_err(failed)?,
            tag: 0,
            can_move: false,
            keywords: false,
            validity: 0,
        };
        let greeting = inbox.wire.response().map_err(failed)?;
        if !greeting.text.to_ascii_uppercase().starts_with("* OK") {
            return Err(ImapError::Refused {
                step: "the connection",
                words: words(&greeting.text),
            });
        }
        inbox.login(&account.user, password)?;
        let capabilities = inbox.command("CAPABILITY", "CAPABILITY")?;
        inbox.can_move = capabilities.iter().any(|line| {
            line.text
                .to_ascii_uppercase()
                .split_whitespace()
                .any(|word| word == "MOVE")
        });
        let opened = inbox.command("SELECT", &format!("SELECT {}", quoted(&account.folder)))?;
        for line in &opened {
            if let Some(number) = number_behind(&line.text, "[UIDVALIDITY ") {
                inbox.validity = number;
            }
            if line.text.contains("[PERMANENTFLAGS") && line.text.contains("\\*") {
                inbox.keywords = true;
            }
        }
        Ok(inbox)
    }

    /// With literals, so that no character of a name or a password needs quoting.
    fn login(&mut self, user: &str, password: &str) -> Result<(), ImapError> {
        let step = "LOGIN";
        self.wire.allow(COMMAND);
        self.tag += 1;
        let tag = format!("a{}", self.tag);
        let broken = |source| ImapError::Broken { step, source };
        let mut line = format!("{tag} LOGIN {{{}}}\r\n", user.len());
        for (value, last) in [(user, false), (password, true)] {
            self.wire.send(line.as_bytes()).map_err(broken)?;
            loop {
                let answer = self.wire.response().map_err(broken)?;
                if answer.text.starts_with('+') {
                    break;
                }
                if answer.text.starts_with(&format!("{tag} ")) {
                    return Err(ImapError::Refused {
                        step,
                        words: words(&answer.text),
                    });
                }
            }
            line = if last {
                format!("{value}\r\n")
            } else {
                format!("{value} {{{}}}\r\n", password.len())
            };
        }
        self.wire.send(line.as_bytes()).map_err(broken)?;
        self.finish(step, &tag).map(|_| ())
    }

    /// The numbers of messages above `last`, in order.
    ///
    /// # Errors
    /// [`ImapError`]
    pub fn above(&mut self, last: u32) -> Result<Vec<u32>, ImapError> {
        let Some(first) = last.checked_add(1) else {
            return Ok(Vec::new());
        };
        let lines = self.command("SEARCH", &format!("UID SEARCH UID {first}:*"))?;
        let mut uids: Vec<u32> = lines
            .iter()
            .filter_map(|line| line.text.strip_prefix("* SEARCH"))
            .flat_map(|numbers| numbers.split_whitespace().filter_map(|word| word.parse().ok()))
            // n:* names the last message even if its number is lower (RFC 3501 section 6.4.8).
            .filter(|uid| *uid > last)
            .collect();
        uids.sort_unstable();
        uids.dedup();
        Ok(uids)
    }

    /// These messages with their numbers, without marking them; one that has gone is left out.
    ///
    /// # Errors
    /// [`ImapError`]
    pub fn fetch(&mut self, uids: &[u32]) -> Result<Vec<(u32, Vec<u8>)>, ImapError> {
        let lines = self.command(
            "FETCH",
            &format!("UID FETCH {} (UID BODY.PEEK[]<0.{MOST}>)", set(uids)),
        )?;
        let mut messages = Vec::new();
        for line in lines {
            let Some(uid) = number_behind(&line.text, "UID ").filter(|uid| uids.contains(uid)) else {
                continue;
            };
            let bytes = match line.literals.into_iter().next() {
                Some(bytes) => bytes,
                // A server may quote what is short.
                None => line
                    .text
                    .split_once("BODY[]")
                    .and_then(|(_, rest)| rest.split_once('"')?.1.rsplit_once('"'))
                    .map(|(inside, _)| inside.as_bytes().to_vec())
                    .unwrap_or_default(),
            };
            messages.push((uid, bytes));
        }
        messages.sort_by_key(|(uid, _)| *uid);
        Ok(messages)
    }

    /// Marks messages as seen and read by us.
    ///
    /// # Errors
    /// [`ImapError`]
    pub fn mark(&mut self, uids: &[u32]) -> Result<(), ImapError> {
        if uids.is_empty() {
            return Ok(());
        }
        let flags = if self.keywords {
            format!("\\Seen {KEYWORD}")
        } else {
            "\\Seen".to_owned()
        };
        self.command(
            "STORE",
            &format!("UID STORE {} +FLAGS.SILENT ({flags})", set(uids)),
        )?;
        Ok(())
    }

    /// Moves messages to another folder, which is made if it is not there; false where the server cannot move (it
    /// would have to copy and delete).
    ///
    /// # Errors
    /// [`ImapError`]
    pub fn move_to(&mut self, uids: &[u32], folder: &str) -> Result<bool, ImapError> {
        if uids.is_empty() {
            return Ok(true);
        }
        if !self.can_move {
            return Ok(false);
        }
        let command = format!("UID MOVE {} {}", set(uids), quoted(folder));
        match self.command("MOVE", &command) {
            Err(ImapError::Refused { words, .. }) if words.to_ascii_uppercase().contains("[TRYCREATE]") => {
                self.command("CREATE", &format!("CREATE {}", quoted(folder)))?;
                self.command("MOVE", &command)?;
            }
            done => _ = done?,
        }
        Ok(true)
    }

    /// Says goodbye; nobody depends on the answer.
    pub fn close(mut self) {
        self.wire.allow(Duration::from_secs(5));
        let _ = self.wire.send(b"z LOGOUT\r\n");
    }

    fn command(&mut self, step: &'static str, command: &str) -> Result<Vec<Response>, ImapError> {
        self.wire.allow(COMMAND);
        self.tag += 1;
        let tag = format!("a{}", self.tag);
        self.wire
            .send(format!("{tag} {command}\r\n").as_bytes())
            .map_err(|source| ImapError::Broken { step, source })?;
        self.finish(step, &tag)
    }

    /// Reads until the tagged answer.
    fn finish(&mut self, step: &'static str, tag: &str) -> Result<Vec<Response>, ImapError> {
        let broken = |source| ImapError::Broken { step, source };
        let mut lines = Vec::new();
        while lines.len() < MOST_LINES {
            let line = self.wire.response().map_err(broken)?;
            let Some(answer) = line
                .text
                .strip_prefix(tag)
                .and_then(|rest| rest.strip_prefix(' '))
            else {
                lines.push(line);
                continue;
            };
            if answer
                .get(..2)
                .is_some_and(|word| word.eq_ignore_ascii_case("OK"))
            {
                return Ok(lines);
            }
            return Err(ImapError::Refused {
                step,
                words: words(answer),
            });
        }
        Err(broken(io::Error::new(
            io::ErrorKind::InvalidData,
            "an endless answer",
        )))
    }
}
