//! A private Exim: a real gateway on a loopback port, whose mail all ends in one Maildir. It asks no DNS, and nothing
//! leaves it.
//!
//! Exim's package would remove Postfix, so `tests/run` unpacks its program into a folder beside cargo's instead.

use std::fs;
use std::net::TcpStream;
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;

use super::{free_port, user, wait_for};

/// A running Exim; ended when dropped.
pub(crate) struct Exim {
    home: TempDir,
    port: u16,
    process: Child,
}

impl Exim {
    /// Starts a gateway that takes mail for everybody.
    pub(crate) fn start() -> Self {
        for _ in 0..5 {
            if let Some(exim) = Self::try_start() {
                return exim;
            }
        }
        panic!("Exim does not start");
    }

    fn try_start() -> Option<Self> {
        let home = tempfile::tempdir().unwrap();
        let port = free_port();
        let (owner, group) = user("Debian-exim");
        // Exim gives its rights away: its own user must reach these folders.
        fs::set_permissions(home.path(), fs::Permissions::from_mode(0o755)).unwrap();
        for folder in ["spool", "log", "mail"] {
            fs::create_dir(home.path().join(folder)).unwrap();
            chown(home.path().join(folder), Some(owner), Some(group)).unwrap();
        }
        let program = program();
        let settings = SETTINGS
            .replace("{program}", &program.display().to_string())
            .replace("{home}", &home.path().display().to_string())
            .replace("{port}", &port.to_string());
        let file = home.path().join("exim.conf");
        fs::write(&file, settings).unwrap();
        let process = Command::new(program)
            .arg("-C")
            .arg(file)
            // In the foreground, and nothing but what comes by SMTP.
            .arg("-bdf")
            .current_dir(home.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(fs::File::create(home.path().join("output")).unwrap())
            .spawn()
            .unwrap();
        fs::write(home.path().join("exim.pid"), process.id().to_string()).unwrap();
        let mut exim = Self { home, port, process };
        wait_for("Exim to listen or to end", Duration::from_secs(30), || {
            exim.process.try_wait().unwrap().is_some() || exim.connects()
        });
        if exim.process.try_wait().unwrap().is_some() {
            eprintln!("{}", exim.log());
            return None;
        }
        Some(exim)
    }

    fn connects(&self) -> bool {
        TcpStream::connect(("127.0.0.1", self.port)).is_ok()
    }

    /// The `url` of a `[gateway]`.
    pub(crate) fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    /// What Exim says about itself, for the output of a failed test.
    pub(crate) fn log(&self) -> String {
        ["output", "log/main", "log/panic"]
            .iter()
            .map(|name| fs::read_to_string(self.home.path().join(name)).unwrap_or_default())
            .collect()
    }

    /// The messages in its mailbox once `expected` have arrived.
    pub(crate) fn mailbox(&self, expected: usize) -> Vec<Vec<u8>> {
        let new = self.home.path().join("mail/new");
        let files = || fs::read_dir(&new).map_or_else(|_| Vec::new(), |entries| entries.flatten().collect());
        let mut seen = Vec::new();
        for _ in 0..1500 {
            seen = files();
            if seen.len() >= expected {
                break;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        assert_eq!(seen.len(), expected, "{}", self.log());
        seen.iter().map(|entry| fs::read(entry.path()).unwrap()).collect()
    }
}

impl Drop for Exim {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The program: installed, or where `tests/run` has unpacked it.
fn program() -> PathBuf {
    let built = Path::new(env!("CARGO_BIN_EXE_forewarn"));
    let folder = built.ancestors().nth(2).expect("cargo's target folder");
    [
        Path::new("/usr/sbin/exim4"),
        &folder.join("tools/exim/usr/sbin/exim4"),
    ]
    .into_iter()
    .find(|path| path.exists())
    .unwrap_or_else(|| panic!("there is no Exim: tests/run unpacks it"))
    .to_owned()
}

const SETTINGS: &str = "\
exim_path = {program}
spool_directory = {home}/spool
log_file_path = {home}/log/%s
pid_file_path = {home}/daemon.pid
primary_hostname = gateway.example
local_interfaces = 127.0.0.1
daemon_smtp_ports = {port}
tls_advertise_hosts =
keep_environment =
host_lookup =
rfc1413_hosts =
smtp_accept_max = 100
smtp_accept_queue_per_connection = 0
message_size_limit = 0
deliver_drop_privilege = true
acl_smtp_rcpt = accept
acl_smtp_data = accept
begin routers
everybody:
  driver = accept
  transport = mailbox
begin transports
mailbox:
  driver = appendfile
  directory = {home}/mail
  maildir_format
  create_directory
  envelope_to_add
  user = Debian-exim
  group = Debian-exim
";
