//! A WHOIS server of the test's own: a reply for each line that it is asked.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

/// What the server does with a line.
#[derive(Debug, Clone)]
pub(crate) enum Reply {
    /// Says this and closes.
    Text(Vec<u8>),
    /// Says this and neither goes on nor closes.
    Hang(Vec<u8>),
    /// Says this again and again, without end.
    Flood(Vec<u8>),
}

#[derive(Debug, Default)]
struct Shared {
    replies: HashMap<String, Reply>,
    lines: Mutex<Vec<String>>,
    held: Mutex<Vec<TcpStream>>,
    over: AtomicBool,
}

/// A running server; ended when dropped.
pub(crate) struct Whois {
    address: SocketAddr,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

impl Whois {
    /// A server that knows these lines, and closes on any other without a word.
    pub(crate) fn start(replies: &[(&str, Reply)]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared {
            replies: replies
                .iter()
                .map(|(line, reply)| ((*line).to_owned(), reply.clone()))
                .collect(),
            ..Shared::default()
        });
        let serving = Arc::clone(&shared);
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming() {
                if serving.over.load(Ordering::SeqCst) {
                    break;
                }
                let Ok(stream) = stream else { continue };
                let shared = Arc::clone(&serving);
                std::thread::spawn(move || drop(serve(stream, &shared)));
            }
        });
        Self {
            address,
            shared,
            thread: Some(thread),
        }
    }

    /// `host:port`.
    pub(crate) fn server(&self) -> String {
        self.address.to_string()
    }

    /// The lines that it was asked.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.shared.lines.lock().unwrap().clone()
    }
}

impl Drop for Whois {
    fn drop(&mut self) {
        self.shared.over.store(true, Ordering::SeqCst);
        self.shared.held.lock().unwrap().clear();
        let _ = TcpStream::connect(self.address);
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

fn serve(mut stream: TcpStream, shared: &Shared) -> std::io::Result<()> {
    let mut line = String::new();
    BufReader::new(stream.try_clone()?).read_line(&mut line)?;
    // RFC 3912: a line ends with CRLF.
    let Some(line) = line.strip_suffix("\r\n") else {
        return Ok(());
    };
    shared.lines.lock().unwrap().push(line.to_owned());
    match shared.replies.get(line) {
        None => Ok(()),
        Some(Reply::Text(text)) => stream.write_all(text),
        Some(Reply::Hang(text)) => {
            stream.write_all(text)?;
            shared.held.lock().unwrap().push(stream);
            Ok(())
        }
        Some(Reply::Flood(text)) => loop {
            stream.write_all(text)?;
        },
    }
}
