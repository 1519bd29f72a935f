//! Campaign folders, mail servers and an independent reader of letters.

mod aiosmtpd;
mod campaign;
mod dns;
mod dovecot;
mod exim;
mod fault;
mod heard;
mod letter;
mod listener;
mod network;
mod postfix;
mod rdap;
mod scripted;
mod sink;
mod whois;

pub(crate) use aiosmtpd::Aiosmtpd;
pub(crate) use campaign::{Campaign, KEY, NOW, Run, SENDER, hermetic};
pub(crate) use dns::Dns;
pub(crate) use dovecot::{Dovecot, PASSWORD};
pub(crate) use exim::Exim;
pub(crate) use fault::{Fault, Strike};
pub(crate) use heard::{address, contact, decision};
pub(crate) use letter::{Letter, read_html};
pub(crate) use network::{Network, networks};
pub(crate) use postfix::{LOGIN, Postfix};
pub(crate) use rdap::{Page, Rdap};
pub(crate) use scripted::Scripted;
pub(crate) use sink::Sink;
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

/// User and group number of a system user.
pub(crate) fn user(name: &str) -> (u32, u32) {
    let users = std::fs::read_to_string("/etc/passwd").unwrap();
    let fields: Vec<&str> = users
        .lines()
        .map(|line| line.split(':').collect::<Vec<_>>())
        .find(|fields| fields[0] == name)
        .unwrap_or_else(|| panic!("there is no user {name}: tests/run sees to that"));
    (fields[2].parse().unwrap(), fields[3].parse().unwrap())
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
