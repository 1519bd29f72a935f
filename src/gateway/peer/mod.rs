//! A scripted SMTP server on loopback: behaves well unless told otherwise, and writes down what it has accepted
//! *before* it says so.
//!
//! For tests, and for rehearsals: it delivers nothing to anybody. What it does at each [`Moment`] of a conversation
//! is a list of [`Act`]s; [`Script::default`] is a friendly server with PIPELINING, [`Faults`] gives a share of the
//! letters troubles.
//!
//! ```no_run
//! # async fn run() -> std::io::Result<()> {
//! use forewarn::gateway::peer::{Act, Moment, Peer, Script};
//!
//! // Takes the letter, writes that down, and breaks the connection instead of saying so.
//! let peer = Peer::start(Script::default().on(Moment::Dot, [Act::Take, Act::Reset])).await?;
//! println!("smtp://{}", peer.address());
//! println!("{} letters taken", peer.record().taken.len());
//! # Ok(())
//! # }
//! ```
//!
//! Not a server for anything but loopback: it believes every command and password, and has no limits.

mod faults;
mod record;
mod script;
mod serve;
mod wire;

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::net::TcpListener;
use tokio::task::{JoinHandle, JoinSet};

pub use faults::{Faults, NoProfile, Profile};
pub use record::{Record, Taken};
pub use script::{Act, Moment, Script};

/// A running server. Dropping it closes all its connections.
#[derive(Debug)]
pub struct Peer {
    address: SocketAddr,
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

#[derive(Debug)]
struct Shared {
    script: Script,
    record: Mutex<Record>,
}

impl Shared {
    fn record(&self) -> MutexGuard<'_, Record> {
        self.record.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Peer {
    /// A server on a free port of 127.0.0.1, as a task of the current tokio runtime.
    ///
    /// # Errors
    /// When no port can be had.
    pub async fn start(script: Script) -> io::Result<Self> {
        Self::start_at(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), script).await
    }

    /// A server at this loopback address.
    ///
    /// # Errors
    /// When the address is taken, or is not loopback.
    pub async fn start_at(address: SocketAddr, script: Script) -> io::Result<Self> {
        if !address.ip().is_loopback() {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "a scripted peer serves loopback only",
            ));
        }
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared {
            script,
            record: Mutex::default(),
        });
        let task = tokio::spawn(accept(listener, Arc::clone(&shared)));
        Ok(Self {
            address,
            shared,
            task,
        })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What has happened so far.
    #[must_use]
    pub fn record(&self) -> Record {
        self.shared.record().clone()
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Serves until aborted; the conversations go down with the set.
async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    let mut talks = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        let number = shared.record().connected();
        talks.spawn(serve::serve(stream, number, Arc::clone(&shared)));
        while talks.try_join_next().is_some() {}
    }
}
