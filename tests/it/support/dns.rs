//! A private Knot DNS: a real, authoritative server on a loopback port for zones of the test's own. It refuses
//! questions about any other name, and asks nobody.

use std::fmt::Write as _;
use std::fs;
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;

use super::{free_port, tool, wait_for};

/// A running DNS server; ended when dropped.
pub(crate) struct Dns {
    home: TempDir,
    port: u16,
    process: Child,
}

impl Dns {
    /// A server of these zones: name without its final dot, and records in zone file form, without SOA and NS.
    pub(crate) fn start(zones: &[(&str, &str)]) -> Self {
        for _ in 0..5 {
            if let Some(dns) = Self::try_start(zones) {
                return dns;
            }
        }
        panic!("knotd does not start");
    }

    fn try_start(zones: &[(&str, &str)]) -> Option<Self> {
        let home = tempfile::tempdir().unwrap();
        let port = free_port();
        let path = home.path().display();
        fs::create_dir(home.path().join("run")).unwrap();
        let mut settings = format!(
            "server:\n  rundir: \"{path}/run\"\n  listen: 127.0.0.1@{port}\n  udp-workers: 1\n  tcp-workers: 1\n  \
             background-workers: 1\nlog:\n  - target: \"{path}/log\"\n    any: info\n\
             database:\n  storage: \"{path}/run\"\ntemplate:\n  - id: default\n    storage: \"{path}\"\n    \
             zonefile-sync: -1\n    journal-content: none\nzone:\n"
        );
        for (name, records) in zones {
            let _ = writeln!(settings, "  - domain: {name}.\n    file: {name}.zone");
            let zone = format!(
                "$ORIGIN {name}.\n$TTL 60\n@ SOA ns hostmaster 1 3600 600 86400 60\n@ NS ns\nns A 127.0.0.1\n{records}\n"
            );
            fs::write(home.path().join(format!("{name}.zone")), zone).unwrap();
        }
        fs::write(home.path().join("knot.conf"), settings).unwrap();
        let output = fs::File::create(home.path().join("output")).unwrap();
        let process = Command::new(tool("knotd"))
            .arg("-c")
            .arg(home.path().join("knot.conf"))
            .stdin(Stdio::null())
            .stdout(output.try_clone().unwrap())
            .stderr(output)
            .spawn()
            .unwrap();
        fs::write(home.path().join("knot.pid"), process.id().to_string()).unwrap();
        let mut dns = Self { home, port, process };
        wait_for("knotd to listen or to end", Duration::from_secs(20), || {
            dns.process.try_wait().unwrap().is_some() || dns.ready(zones.len())
        });
        // Somebody else may have taken the port in between.
        let running = dns.process.try_wait().unwrap().is_none();
        if !running {
            eprintln!("{}", dns.log());
        }
        running.then_some(dns)
    }

    fn ready(&self, zones: usize) -> bool {
        self.log().matches("loaded, serial").count() >= zones
            && TcpStream::connect(("127.0.0.1", self.port)).is_ok()
    }

    /// For `[dns] server`.
    pub(crate) fn server(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// What the server says about itself.
    pub(crate) fn log(&self) -> String {
        let read = |name| fs::read_to_string(self.home.path().join(name)).unwrap_or_default();
        format!("{}{}", read("output"), read("log"))
    }
}

impl Drop for Dns {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
