//! A mailbox on a server: `IMAP4rev1` over TLS (RFC 3501, RFC 8314), as much of it as picking up mail needs.
//!
//! LOGIN, SELECT, UID SEARCH, UID FETCH with BODY.PEEK, UID STORE +FLAGS, UID MOVE (RFC 6851). No command here can delete a
//! message, and none is sent that could.
//!
//! Why no library: the ones for tokio bring a parser generator, a date library and a second set of channels for these seven
//! commands, and read literals of whatever length the server announces. Here everything that is read is bounded, and
//! every step ends by its deadline.

use std::fmt;
use std::io::{self, BufRead, BufReader, Write as _};
use std::net::{TcpStream, ToSocketAddrs as _};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustls::pki_types::ServerName;
use rustls::{ClientConnection, StreamOwned};
use url::Url;

use super::{MOST, PickupError};
use crate::gateway::trust;

/// Opening the connection, in all.
const CONNECT: Duration = Duration::from_secs(30);
/// One command with its answer, in all.
const COMMAND: Duration = Duration::from_mins(3);
/// A line of an answer; SEARCH names every message in one.
const LONGEST_LINE: usize = 4 * 1024 * 1024;
/// Lines of one answer.
const MOST_LINES: usize = 100_000;

/// Whose mailbox where: `imaps://user@host:993/INBOX`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    user: String,
    host: String,
    port: u16,
    folder: String,
}

impl Account {
    /// Reads an address of the form `imaps://user@host[:port]/FOLDER`; the user and the folder percent-encoded where needed.
    ///
    /// # Errors
    /// [`PickupError::Address`], with what is wrong.
    pub fn parse(text: &str) -> Result<Self, PickupError> {
        let wrong = |problem| PickupError::Address {
            text: text.to_owned(),
            problem,
        };
        let url = Url::parse(text).map_err(|_| wrong("write imaps://user@host/INBOX"))?;
        if url.scheme() != "imaps" {
            return Err(wrong("only imaps:// is read, TLS from the first byte"));
        }
        if url.password().is_some() {
            return Err(PickupError::Address {
                text: "imaps://...".to_owned(),
                problem: "the password belongs into a file: [bounces] password_file or --password-file",
            });
        }
        let decoded = |text: &str| percent_decoded(text).ok_or_else(|| wrong("its encoding is broken"));
        let user = decoded(url.username())?;
        if user.is_empty() {
            return Err(wrong("it names no user: write imaps://user@host/INBOX"));
        }
        let host = url.host_str().ok_or_else(|| wrong("it names no host"))?;
        let folder = decoded(url.path().trim_matches('/'))?;
        Ok(Self {
            user,
            host: host.to_owned(),
            port: url.port().unwrap_or(993),
            folder: if folder.is_empty() {
                "INBOX".to_owned()
            } else {
                folder
            },
        })
    }
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "imaps://{}@{}", self.user.replace('@', "%40"), self.host)?;
        if self.port != 993 {
            write!(f, ":{}", self.port)?;
        }
        write!(f, "/{}", self.folder)
    }
}

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

/// One response, its literals apart from its text, where each leaves an empty pair of braces.
#[derive(Debug, Default)]
struct Response {
    text: String,
    literals: Vec<Vec<u8>>,
}

/// An open mailbox.
pub struct Inbox {
    stream: BufReader<StreamOwned<ClientConnection, TcpStream>>,
    tag: u32,
    until: Instant,
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
        let host = account.host.trim_matches(['[', ']']).to_owned();
        let name = ServerName::try_from(host.clone())
            .map_err(|error| failed(io::Error::new(io::ErrorKind::InvalidInput, error)))?;
        let tcp = connect(&host, account.port).map_err(failed)?;
        let session = ClientConnection::new(Arc::clone(&config), name)
            .map_err(|error| failed(io::Error::other(error)))?;
        let mut inbox = Self {
            stream: BufReader::with_capacity(1 << 16, StreamOwned::new(session, tcp)),
            tag: 0,
            until: Instant::now() + CONNECT,
            can_move: false,
            keywords: false,
            validity: 0,
        };
        let greeting = inbox.response().map_err(failed)?;
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
        self.until = Instant::now() + COMMAND;
        self.tag += 1;
        let tag = format!("a{}", self.tag);
        let broken = |source| ImapError::Broken { step, source };
        let mut line = format!("{tag} LOGIN {{{}}}\r\n", user.len());
        for (value, last) in [(user, false), (password, true)] {
            self.send(line.as_bytes()).map_err(broken)?;
            loop {
                let answer = self.response().map_err(broken)?;
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
        self.send(line.as_bytes()).map_err(broken)?;
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
        self.until = Instant::now() + Duration::from_secs(5);
        let _ = self.send(b"z LOGOUT\r\n");
    }

    fn command(&mut self, step: &'static str, command: &str) -> Result<Vec<Response>, ImapError> {
        self.until = Instant::now() + COMMAND;
        self.tag += 1;
        let tag = format!("a{}", self.tag);
        self.send(format!("{tag} {command}\r\n").as_bytes())
            .map_err(|source| ImapError::Broken { step, source })?;
        self.finish(step, &tag)
    }

    /// Reads until the tagged answer.
    fn finish(&mut self, step: &'static str, tag: &str) -> Result<Vec<Response>, ImapError> {
        let broken = |source| ImapError::Broken { step, source };
        let mut lines = Vec::new();
        while lines.len() < MOST_LINES {
            let line = self.response().map_err(broken)?;
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

    fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        let left = self.left()?;
        let stream = self.stream.get_mut();
        stream.sock.set_write_timeout(Some(left))?;
        stream.write_all(bytes)?;
        stream.flush()
    }

    fn left(&self) -> io::Result<Duration> {
        let left = self.until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(io::Error::new(io::ErrorKind::TimedOut, "it took too long"));
        }
        Ok(left)
    }

    fn fill(&mut self) -> io::Result<&[u8]> {
        let left = self.left()?;
        self.stream.get_ref().sock.set_read_timeout(Some(left))?;
        self.stream.fill_buf()
    }

    /// One response with all its literals (RFC 3501 section 4.3).
    fn response(&mut self) -> io::Result<Response> {
        let bad = |what: &'static str| io::Error::new(io::ErrorKind::InvalidData, what);
        let mut response = Response::default();
        let mut budget = MOST * 2;
        loop {
            let mut line = Vec::new();
            loop {
                let buffer = self.fill()?;
                if buffer.is_empty() {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
                let newline = memchr::memchr(b'\n', buffer);
                let length = newline.map_or(buffer.len(), |at| at + 1);
                line.extend_from_slice(buffer.get(..length).unwrap_or_default());
                self.stream.consume(length);
                if newline.is_some() {
                    break;
                }
                if line.len() > LONGEST_LINE {
                    return Err(bad("an endless line"));
                }
            }
            let text = String::from_utf8_lossy(line.trim_ascii_end()).into_owned();
            let announced = text
                .strip_suffix('}')
                .and_then(|text| text.rsplit_once('{'))
                .and_then(|(before, digits)| Some((before, digits.parse::<usize>().ok()?)));
            let Some((before, length)) = announced else {
                response.text.push_str(&text);
                return Ok(response);
            };
            budget = budget
                .checked_sub(length)
                .ok_or_else(|| bad("a literal that is too long"))?;
            response.text.push_str(before);
            response.text.push_str("{}");
            if response.literals.len() >= 64 || response.text.len() > LONGEST_LINE {
                return Err(bad("too many literals"));
            }
            let mut literal = Vec::with_capacity(length.min(1 << 20));
            while literal.len() < length {
                let buffer = self.fill()?;
                if buffer.is_empty() {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
                let take = buffer.len().min(length - literal.len());
                literal.extend_from_slice(buffer.get(..take).unwrap_or_default());
                self.stream.consume(take);
            }
            response.literals.push(literal);
        }
    }
}

/// The first address of the host that answers.
fn connect(host: &str, port: u16) -> io::Result<TcpStream> {
    let mut last = io::Error::new(io::ErrorKind::NotFound, "the name has no address");
    for address in (host, port).to_socket_addrs()? {
        match TcpStream::connect_timeout(&address, CONNECT) {
            Ok(stream) => {
                stream.set_nodelay(true)?;
                return Ok(stream);
            }
            Err(error) => last = error,
        }
    }
    Err(last)
}

/// A quoted string (RFC 3501 section 4.3); what cannot stand in one is left out.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars().filter(|c| !c.is_control()) {
        if matches!(c, '"' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out.push('"');
    out
}

/// Numbers as a sequence set, runs joined: `3:5,9`.
fn set(uids: &[u32]) -> String {
    let mut out = String::new();
    for run in uids.chunk_by(|one, next| one.checked_add(1) == Some(*next)) {
        let (Some(first), Some(last)) = (run.first(), run.last()) else {
            continue;
        };
        if !out.is_empty() {
            out.push(',');
        }
        out.push_str(&first.to_string());
        if last != first {
            out.push(':');
            out.push_str(&last.to_string());
        }
    }
    out
}

fn number_behind(text: &str, mark: &str) -> Option<u32> {
    let (_, rest) = text.split_once(mark)?;
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    rest.get(..end)?.parse().ok()
}

/// A server's words, short and on one line.
fn words(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(300).collect()
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut out = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        if *first != b'%' {
            out.push(*first);
            continue;
        }
        let digits = std::str::from_utf8(after.get(..2)?).ok()?;
        out.push(u8::from_str_radix(digits, 16).ok()?);
        rest = after.get(2..)?;
    }
    let text = String::from_utf8(out).ok()?;
    (!text.chars().any(char::is_control)).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_mailboxes_are_read() {
        let account =
            Account::parse("imaps://bounces%40cert.example@mail.cert.example/Returned%20mail").unwrap();
        assert_eq!(account.user, "bounces@cert.example");
        assert_eq!((account.port, account.folder.as_str()), (993, "Returned mail"));
        assert_eq!(
            Account::parse("imaps://u@h").unwrap().to_string(),
            "imaps://u@h/INBOX"
        );
        for bad in [
            "imap://u@h/INBOX",
            "imaps://h/INBOX",
            "imaps://u:secret@h/",
            "imaps://u@h/%zz",
            "imaps://u@h/%0d",
        ] {
            let error = Account::parse(bad).unwrap_err().to_string();
            assert!(!error.contains("secret"), "{error}");
        }
    }

    #[test]
    fn sets_and_strings_are_written_as_servers_read_them() {
        assert_eq!(set(&[3, 4, 5, 9]), "3:5,9");
        assert_eq!(quoted("a\"b\\c\r\n"), "\"a\\\"b\\\\c\"");
        assert_eq!(number_behind("* 3 FETCH (UID 17 BODY[]<0> {}", "UID "), Some(17));
    }
}
