//! The connection: bytes out, responses in, all of it bounded and every wait ended by a deadline.

use std::io::{self, BufRead as _, BufReader, Write as _};
use std::net::{TcpStream, ToSocketAddrs as _};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection, StreamOwned};

use crate::pickup::MOST;

/// Opening the connection, in all.
const CONNECT: Duration = Duration::from_secs(30);
/// A line of an answer; SEARCH names every message in one.
const LONGEST_LINE: usize = 4 * 1024 * 1024;

/// One response, its literals apart from its text, where each leaves an empty pair of braces.
#[derive(Debug, Default)]
pub(super) struct Response {
    pub(super) text: String,
    pub(super) literals: Vec<Vec<u8>>,
}

/// A connection under TLS.
pub(super) struct Wire {
    stream: BufReader<StreamOwned<ClientConnection, TcpStream>>,
    until: Instant,
}

impl Wire {
    /// Connects; the certificate is checked when the first bytes flow, which have the same time to come.
    pub(super) fn open(host: &str, port: u16, config: &Arc<ClientConfig>) -> io::Result<Self> {
        let name = ServerName::try_from(host.to_owned())
            .map_err(|error| io::Error::new(io::ErrorKind::InvalidInput, error))?;
        let tcp = connect(host, port)?;
        let session = ClientConnection::new(Arc::clone(config), name).map_err(io::Error::other)?;
        Ok(Self {
            stream: BufReader::with_capacity(1 << 16, StreamOwned::new(session, tcp)),
            until: Instant::now() + CONNECT,
        })
    }

    /// Whatever is sent and read from now on has this long, in all.
    pub(super) fn allow(&mut self, time: Duration) {
        self.until = Instant::now() + time;
    }

    pub(super) fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
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
    pub(super) fn response(&mut self) -> io::Result<Response> {
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
