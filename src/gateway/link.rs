//! One byte stream to the gateway, plain or TLS: every wait has a deadline, and nobody's bytes are taken for an
//! answer to a question that had not been asked.

use std::future::poll_fn;
use std::io;
use std::net::{SocketAddr, TcpStream as StdStream};
use std::os::fd::AsFd;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout_at};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::certificate::Security;
use super::fault::Fault;
use super::reply::{Inbox, Lines};

/// How long a look at what has already arrived may take: no time at all, unless the machine stands still.
const LOOK: Duration = Duration::from_secs(5);

/// When a step must be over, and how long it was given (for the message).
#[derive(Debug, Clone, Copy)]
pub(super) struct Deadline {
    at: Instant,
    given: Duration,
}

impl Deadline {
    /// From now on, that long.
    pub(super) fn after(given: Duration) -> Self {
        // A deadline beyond what the clock can count is none: 30 years do as well.
        let at = Instant::now();
        let at = at
            .checked_add(given)
            .unwrap_or(at + Duration::from_secs(1_000_000_000));
        Self { at, given }
    }

    /// The end of the first of `parts` equal shares of what is left.
    fn share(self, parts: u32) -> Instant {
        let now = Instant::now();
        now + self.at.saturating_duration_since(now) / parts.max(1)
    }

    async fn bound<T>(self, step: impl Future<Output = Result<T, Fault>>) -> Result<T, Fault> {
        timeout_at(self.at, step)
            .await
            .unwrap_or(Err(Fault::Timeout(self.given)))
    }
}

enum Stream {
    Plain(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
    /// While the handshake has the socket; stays so if it fails.
    Gone,
}

/// The connection, and what has come over it and waits to be read.
pub(super) struct Link {
    stream: Stream,
    /// The same socket once more, to look into it without waiting: tokio's readiness lags behind the kernel's.
    probe: StdStream,
    peer: SocketAddr,
    inbox: Inbox,
    chunk: Box<[u8]>,
}

impl Link {
    /// Connects to the first address of the host that answers, without Nagle's delay.
    pub(super) async fn connect(host: &str, port: u16, deadline: Deadline) -> Result<Self, Fault> {
        let lookup = async {
            let found = tokio::net::lookup_host((host, port)).await;
            found
                .map(Vec::from_iter)
                .map_err(|error| Fault::Lookup(error.to_string()))
        };
        let addresses: Vec<SocketAddr> = deadline.bound(lookup).await?;
        let mut fault = Fault::Lookup("it has no address".to_owned());
        let mut left = u32::try_from(addresses.len()).unwrap_or(u32::MAX);
        for address in addresses {
            // An address that swallows packets (a broken IPv6 route, say) leaves its share of time to the next.
            let share = Deadline {
                at: deadline.share(left),
                ..deadline
            };
            left = left.saturating_sub(1);
            let connect = async {
                let unreachable = |error: io::Error| Fault::Unreachable(error.to_string());
                let stream = TcpStream::connect(address).await.map_err(unreachable)?;
                Self::over(stream).map_err(unreachable)
            };
            match share.bound(connect).await {
                Ok(link) => return Ok(link),
                Err(error) => fault = error,
            }
        }
        Err(fault)
    }

    fn over(stream: TcpStream) -> io::Result<Self> {
        // Commands and the dot are small writes that wait for an answer: with Nagle each costs 40 ms.
        stream.set_nodelay(true)?;
        let peer = stream.peer_addr()?;
        let probe = StdStream::from(stream.as_fd().try_clone_to_owned()?);
        Ok(Self {
            stream: Stream::Plain(stream),
            probe,
            peer,
            inbox: Inbox::default(),
            chunk: vec![0; 4096].into_boxed_slice(),
        })
    }

    /// Where the connection leads.
    pub(super) fn peer(&self) -> SocketAddr {
        self.peer
    }

    /// How the connection is protected; `None` for plaintext.
    pub(super) fn security(&self) -> Option<Security> {
        match &self.stream {
            Stream::Tls(stream) => Some(Security::of(stream.get_ref().1)),
            Stream::Plain(_) | Stream::Gone => None,
        }
    }

    /// Whether bytes have been received that nobody has read.
    pub(super) fn has_unread(&self) -> bool {
        !self.inbox.is_empty()
    }

    /// Whether the unread bytes are, as far as they have come, a 421: the one reply that may come unasked
    /// (RFC 5321 section 3.8).
    pub(super) fn unread_is_farewell(&self) -> bool {
        self.inbox.begins_like(b"421")
    }

    /// Turns the connection into TLS, with the certificate checked against `name`.
    pub(super) async fn secure(
        &mut self,
        config: Arc<rustls::ClientConfig>,
        name: ServerName<'static>,
        deadline: Deadline,
    ) -> Result<(), Fault> {
        let Stream::Plain(stream) = std::mem::replace(&mut self.stream, Stream::Gone) else {
            return Err(Fault::Closed);
        };
        let handshake = async {
            let connected = TlsConnector::from(config).connect(name, stream).await;
            connected.map_err(|error| Fault::from_handshake(&error))
        };
        self.stream = Stream::Tls(Box::new(deadline.bound(handshake).await?));
        Ok(())
    }

    /// Writes all bytes, unless the gateway says something or hangs up meanwhile.
    ///
    /// On an error part of the bytes may have left. What the gateway said is in [`Link::last_words`].
    pub(super) async fn send(&mut self, bytes: &[u8], deadline: Deadline) -> Result<(), Fault> {
        if self.has_unread() {
            return Err(Fault::OutOfTurn);
        }
        let mut rest = bytes;
        let write = poll_fn(|cx| {
            loop {
                if let Poll::Ready(came) = self.poll_receive(cx) {
                    return Poll::Ready(Err(came.err().unwrap_or(Fault::OutOfTurn)));
                }
                if rest.is_empty() {
                    return self
                        .stream
                        .poll_flush_out(cx)
                        .map_err(|error| Fault::from_io(&error));
                }
                let written =
                    ready!(self.stream.poll_write_out(cx, rest)).map_err(|error| Fault::from_io(&error))?;
                if written == 0 {
                    return Poll::Ready(Err(Fault::Closed));
                }
                rest = rest.get(written..).unwrap_or_default();
            }
        });
        deadline.bound(write).await
    }

    /// Writes all bytes, whatever the gateway says meanwhile: for the final dot, which is not half-said.
    pub(super) async fn send_regardless(&mut self, bytes: &[u8], deadline: Deadline) -> Result<(), Fault> {
        let mut rest = bytes;
        let write = poll_fn(|cx| {
            while !rest.is_empty() {
                let written =
                    ready!(self.stream.poll_write_out(cx, rest)).map_err(|error| Fault::from_io(&error))?;
                if written == 0 {
                    return Poll::Ready(Err(Fault::Closed));
                }
                rest = rest.get(written..).unwrap_or_default();
            }
            self.stream
                .poll_flush_out(cx)
                .map_err(|error| Fault::from_io(&error))
        });
        deadline.bound(write).await
    }

    /// The next reply, whole.
    pub(super) async fn reply(&mut self, deadline: Deadline) -> Result<Lines, Fault> {
        let read = async {
            loop {
                if let Some(lines) = self.inbox.next_reply()? {
                    return Ok(lines);
                }
                poll_fn(|cx| self.poll_receive(cx)).await?;
            }
        };
        deadline.bound(read).await
    }

    /// `Ok` if, at this moment, the gateway has said nothing and the connection is open.
    ///
    /// Looks into the kernel's buffer; waits only to finish reading what is already there.
    pub(super) async fn check_silence(&mut self) -> Result<(), Fault> {
        if self.has_unread() {
            return Err(Fault::OutOfTurn);
        }
        let silent = poll_fn(|cx| match self.poll_receive(cx) {
            Poll::Ready(Ok(())) => Poll::Ready(Err(Fault::OutOfTurn)),
            Poll::Ready(Err(fault)) => Poll::Ready(Err(fault)),
            Poll::Pending => match self.probe.peek(&mut [0]) {
                // Something is there that tokio has not noticed yet, a TLS ticket perhaps: it will wake us.
                Ok(_) => Poll::Pending,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => Poll::Ready(Ok(())),
                Err(error) => Poll::Ready(Err(Fault::from_io(&error))),
            },
        });
        Deadline::after(LOOK).bound(silent).await
    }

    /// A whole reply among what has been received, without waiting for more: after a failed write it tells why.
    pub(super) async fn last_words(&mut self) -> Option<Lines> {
        loop {
            match self.inbox.next_reply() {
                Ok(Some(lines)) => return Some(lines),
                Ok(None) => {}
                Err(_) => return None,
            }
            let more = poll_fn(|cx| match self.poll_receive(cx) {
                Poll::Ready(came) => Poll::Ready(came.is_ok()),
                Poll::Pending => match self.probe.peek(&mut [0]) {
                    Ok(_) => Poll::Pending,
                    Err(_) => Poll::Ready(false),
                },
            });
            let more = Deadline::after(LOOK).bound(async { Ok(more.await) });
            if more.await != Ok(true) {
                return None;
            }
        }
    }

    /// Says goodbye on the transport: `close_notify` for TLS, then FIN.
    pub(super) async fn shut(&mut self, deadline: Deadline) {
        let shut = async {
            let done = match &mut self.stream {
                Stream::Plain(stream) => stream.shutdown().await,
                Stream::Tls(stream) => stream.shutdown().await,
                Stream::Gone => Ok(()),
            };
            done.map_err(|error| Fault::from_io(&error))
        };
        // Nothing depends on it.
        let _ = deadline.bound(shut).await;
    }

    /// `Ok` when bytes have come into the inbox.
    fn poll_receive(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Fault>> {
        let mut buffer = ReadBuf::new(&mut self.chunk);
        let read = match &mut self.stream {
            Stream::Plain(stream) => Pin::new(stream).poll_read(cx, &mut buffer),
            Stream::Tls(stream) => Pin::new(stream).poll_read(cx, &mut buffer),
            Stream::Gone => Poll::Ready(Ok(())),
        };
        ready!(read).map_err(|error| Fault::from_io(&error))?;
        if buffer.filled().is_empty() {
            return Poll::Ready(Err(Fault::Closed));
        }
        self.inbox.extend(buffer.filled());
        Poll::Ready(Ok(()))
    }
}

impl Stream {
    fn poll_write_out(&mut self, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        match self {
            Self::Plain(stream) => Pin::new(stream).poll_write(cx, bytes),
            Self::Tls(stream) => Pin::new(stream).poll_write(cx, bytes),
            Self::Gone => Poll::Ready(Ok(0)),
        }
    }

    fn poll_flush_out(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self {
            Self::Plain(stream) => Pin::new(stream).poll_flush(cx),
            Self::Tls(stream) => Pin::new(stream).poll_flush(cx),
            Self::Gone => Poll::Ready(Ok(())),
        }
    }
}
