//! What the servers of the tests' own have in common: a free port, a thread for each connection, an end.

use std::io;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

/// A running server; ended when dropped.
pub(super) struct Listener {
    address: SocketAddr,
    open: Arc<Open>,
    thread: Option<JoinHandle<()>>,
}

/// What a connection's thread sees of its server.
#[derive(Debug, Default)]
pub(super) struct Open {
    held: Mutex<Vec<TcpStream>>,
    over: AtomicBool,
}

impl Open {
    /// Keeps a connection open, without a further word, for as long as the server lives.
    pub(super) fn hold(&self, stream: TcpStream) {
        self.held.lock().unwrap().push(stream);
    }

    /// Whether the server is ending.
    pub(super) fn is_over(&self) -> bool {
        self.over.load(Ordering::SeqCst)
    }
}

impl Listener {
    /// A server that does this with each connection; what fails there fails silently, as the client may have gone.
    pub(super) fn start(serve: impl Fn(TcpStream, &Open) -> io::Result<()> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let open = Arc::new(Open::default());
        let serving = Arc::clone(&open);
        let serve = Arc::new(serve);
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming() {
                if serving.is_over() {
                    break;
                }
                let Ok(stream) = stream else { continue };
                let (serve, open) = (Arc::clone(&serve), Arc::clone(&serving));
                std::thread::spawn(move || drop(serve(stream, &open)));
            }
        });
        Self {
            address,
            open,
            thread: Some(thread),
        }
    }

    /// Where it listens.
    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.open.over.store(true, Ordering::SeqCst);
        self.open.held.lock().unwrap().clear();
        // Wakes the listener, so that it sees that it is over.
        let _ = TcpStream::connect(self.address);
        let _ = self.thread.take().map(JoinHandle::join);
    }
}
