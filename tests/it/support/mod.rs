//! Campaign folders, mail servers and an independent reader of letters.

mod campaign;
mod dns;
mod dovecot;
mod letter;
mod network;
mod postfix;
mod rdap;
mod scripted;
mod sink;
mod whois;

pub(crate) use campaign::{Campaign, KEY, NOW, Run, SENDER, hermetic};
pub(crate) use dns::Dns;
pub(crate) use dovecot::{Dovecot, PASSWORD};
pub(crate) use letter::{Letter, read_html};
pub(crate) use network::{Network, networks};
pub(crate) use postfix::{LOGIN, Postfix};
pub(crate) use rdap::{Page, Rdap};
pub(crate) use scripted::Scripted;
pub(crate) use sink::{Received, Sink};
pub(crate) use whois::{Reply, Whois};

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant};

/// The repository.
pub(crate) fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A tool that the tests need, by name; the test fails when it is not there.
pub(crate) fn tool(name: &str) -> PathBuf {
    ["/usr/bin", "/usr/sbin", "/bin", "/sbin", "/usr/local/bin"]
        .iter()
        .map(|folder| Path::new(folder).join(name))
        .find(|path| path.exists())
        .unwrap_or_else(|| panic!("{name} is not installed: tests/run installs what the tests need"))
}

/// Runs a tool to its end; fails the test when it fails.
pub(crate) fn run_tool(command: &mut Command) -> Output {
    let output = command
        .output()
        .unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(
        output.status.success(),
        "{command:?}: {}\n{}{}",
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    output
}

/// A loopback port that nobody listens on just now.
pub(crate) fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .unwrap()
        .port()
}

/// Waits until `done`; fails the test after `limit`.
pub(crate) fn wait_for(what: &str, limit: Duration, mut done: impl FnMut() -> bool) {
    let began = Instant::now();
    while !done() {
        assert!(began.elapsed() < limit, "waited {limit:?} in vain for {what}");
        std::thread::sleep(Duration::from_millis(2));
    }
}
