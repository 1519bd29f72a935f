//! Postfix's `smtp-sink`: a mail server that takes everything and keeps a record of its own.

use std::fs;
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;

use super::{free_port, tool, wait_for};

/// A running `smtp-sink`; ended when dropped.
pub(crate) struct Sink {
    port: u16,
    record: TempDir,
    process: Child,
}

/// One message that the sink accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Received {
    /// The address of `MAIL FROM`.
    pub(crate) envelope_from: String,
    /// The addresses of `RCPT TO`.
    pub(crate) recipients: Vec<String>,
    /// The message as it was sent: without dot-stuffing and without the sink's own header lines.
    pub(crate) bytes: Vec<u8>,
}

impl Sink {
    /// Starts a sink on a free loopback port.
    pub(crate) fn start() -> Self {
        Self::with_options(&[])
    }

    /// Starts a sink with further options of `smtp-sink`.
    pub(crate) fn with_options(options: &[&str]) -> Self {
        for _ in 0..5 {
            if let Some(sink) = Self::try_start(options) {
                return sink;
            }
        }
        panic!("smtp-sink does not start");
    }

    fn try_start(options: &[&str]) -> Option<Self> {
        let record = tempfile::tempdir().unwrap();
        let port = free_port();
        let process = Command::new(tool("smtp-sink"))
            .args([
                "-u",
                "root",
                "-d",
                &format!("{}/letter.", record.path().display()),
            ])
            .args(options)
            .args([&format!("127.0.0.1:{port}"), "1024"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(fs::File::create(record.path().join("log")).unwrap())
            .spawn()
            .unwrap();
        fs::write(record.path().join("sink.pid"), process.id().to_string()).unwrap();
        let mut sink = Self {
            port,
            record,
            process,
        };
        wait_for("smtp-sink to listen or to end", Duration::from_secs(10), || {
            sink.process.try_wait().unwrap().is_some() || sink.connects()
        });
        // Somebody else may have taken the port in between.
        sink.process.try_wait().unwrap().is_none().then_some(sink)
    }

    fn connects(&self) -> bool {
        TcpStream::connect(("127.0.0.1", self.port)).is_ok()
    }

    /// The `url` of a `[gateway]`.
    pub(crate) fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    /// How many messages are on record.
    pub(crate) fn count(&self) -> usize {
        self.files().len()
    }

    /// Every message on record, in no order. The record holds a message once its final dot has come; the sink
    /// removes what was cut off before.
    pub(crate) fn received(&self) -> Vec<Received> {
        self.files()
            .iter()
            .map(|file| parse(&fs::read(file).unwrap()))
            .collect()
    }

    /// Shows every message on record, one at a time.
    pub(crate) fn each(&self, mut look: impl FnMut(Received)) {
        for file in self.files() {
            look(parse(&fs::read(file).unwrap()));
        }
    }

    fn files(&self) -> Vec<PathBuf> {
        fs::read_dir(self.record.path())
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.file_stem().is_some_and(|stem| stem == "letter"))
            .collect()
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The sink writes LF for every CRLF, five or more lines of its own (`X-Client-Addr` to a three-line `Received`) in
/// front, and an empty line at the end.
fn parse(record: &[u8]) -> Received {
    let mut rest = record;
    let mut line = || {
        let end = rest
            .iter()
            .position(|octet| *octet == b'\n')
            .expect("a record that ends in its header");
        let line = String::from_utf8_lossy(&rest[..end]).into_owned();
        rest = &rest[end + 1..];
        line
    };
    let address = |arguments: &str| {
        let from = arguments.find('<').expect("an address in angle brackets") + 1;
        let to = arguments.find('>').expect("an address in angle brackets");
        arguments[from..to].to_owned()
    };
    let mut envelope_from = None;
    let mut recipients = Vec::new();
    loop {
        let header = line();
        if let Some(arguments) = header.strip_prefix("X-Mail-Args: ") {
            envelope_from = Some(address(arguments));
        } else if let Some(arguments) = header.strip_prefix("X-Rcpt-Args: ") {
            recipients.push(address(arguments));
        } else if header.starts_with("Received: ") {
            break;
        } else {
            assert!(
                header.starts_with("X-"),
                "unexpected in the sink's record: {header}"
            );
        }
    }
    assert!(line().starts_with("\tby smtp-sink"));
    assert!(line().starts_with('\t'));
    let message = rest
        .strip_suffix(b"\n")
        .expect("the sink's empty line at the end");
    let mut bytes = Vec::with_capacity(message.len() + message.len() / 40);
    for octet in message {
        if *octet == b'\n' {
            bytes.push(b'\r');
        }
        bytes.push(*octet);
    }
    Received {
        envelope_from: envelope_from.expect("X-Mail-Args"),
        recipients,
        bytes,
    }
}
