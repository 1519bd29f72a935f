//! Python's aiosmtpd as a gateway: another reading of SMTP, without PIPELINING.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

use super::tool;

/// A running server; ended when dropped.
pub(crate) struct Aiosmtpd {
    port: u16,
    record: TempDir,
    process: Child,
}

impl Aiosmtpd {
    /// Starts it on a free loopback port.
    pub(crate) fn start() -> Self {
        let record = tempfile::tempdir().unwrap();
        let script = record.path().join("server.py");
        fs::write(&script, include_str!("aiosmtpd.py")).unwrap();
        // By its path: Debian's own Python is the one that has Debian's packages.
        let mut process = Command::new(tool("python3"))
            .arg("-I")
            .args([script.as_path(), record.path()])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(fs::File::create(record.path().join("log")).unwrap())
            .spawn()
            .unwrap();
        fs::write(record.path().join("server.pid"), process.id().to_string()).unwrap();
        let mut port = String::new();
        BufReader::new(process.stdout.take().unwrap())
            .read_line(&mut port)
            .unwrap();
        let port = port.trim().parse().unwrap_or_else(|_| {
            let log = fs::read_to_string(record.path().join("log")).unwrap_or_default();
            panic!("aiosmtpd does not start: tests/run installs what the tests need\n{log}")
        });
        Self {
            port,
            record,
            process,
        }
    }

    /// The `url` of a `[gateway]`.
    pub(crate) fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    /// The recipients and the bytes of every message it has taken.
    pub(crate) fn received(&self) -> Vec<(String, Vec<u8>)> {
        let files = fs::read_dir(self.record.path())
            .unwrap()
            .map(|entry| entry.unwrap().path());
        files
            .filter(|path| path.extension().is_some_and(|kind| kind == "letter"))
            .map(|path| {
                let message = fs::read(path).unwrap();
                let end = message
                    .iter()
                    .position(|octet| *octet == b'\n')
                    .expect("a first line");
                let recipients = String::from_utf8_lossy(&message[..end]).into_owned();
                (recipients, message[end + 1..].to_vec())
            })
            .collect()
    }
}

impl Drop for Aiosmtpd {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
