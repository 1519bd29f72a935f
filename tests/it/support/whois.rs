//! A WHOIS server of the test's own: a reply for each line that it is asked.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::sync::{Arc, Mutex};

use super::listener::{Listener, Open};

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
}

/// A running server; ended when dropped.
pub(crate) struct Whois {
    listener: Listener,
    shared: Arc<Shared>,
}

impl Whois {
    /// A server that knows these lines, and closes on any other without a word.
    pub(crate) fn start(replies: &[(&str, Reply)]) -> Self {
        let shared = Arc::new(Shared {
            replies: replies
                .iter()
                .map(|(line, reply)| ((*line).to_owned(), reply.clone()))
                .collect(),
            ..Shared::default()
        });
        let serving = Arc::clone(&shared);
        let listener = Listener::start(move |stream, open| serve(stream, &serving, open));
        Self { listener, shared }
    }

    /// `host:port`.
    pub(crate) fn server(&self) -> String {
        self.listener.address().to_string()
    }

    /// The lines that it was asked.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.shared.lines.lock().unwrap().clone()
    }
}

fn serve(mut stream: TcpStream, shared: &Shared, open: &Open) -> std::io::Result<()> {
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
            open.hold(stream);
            Ok(())
        }
        Some(Reply::Flood(text)) => loop {
            stream.write_all(text)?;
        },
    }
}
