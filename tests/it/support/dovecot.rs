//! A private Dovecot: IMAP over TLS on a loopback port, for one account whose mail lies in a given Maildir.

use std::fs;
use std::net::TcpStream;
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;

use super::{free_port, tool, wait_for};

/// The account's password.
pub(crate) const PASSWORD: &str = "staple \"battery\" \\ horse";

/// A running Dovecot; ended when dropped.
pub(crate) struct Dovecot {
    home: TempDir,
    port: u16,
    child: Child,
}

impl Dovecot {
    /// Starts a server for `bounces@cert.example`, whose INBOX is this Maildir, with this certificate.
    pub(crate) fn start(maildir: &Path, certificates: &Path) -> Self {
        let home = tempfile::tempdir().unwrap();
        let port = free_port();
        fs::set_permissions(home.path(), fs::Permissions::from_mode(0o755)).unwrap();
        fs::create_dir(home.path().join("home")).unwrap();
        chown(home.path().join("home"), Some(65534), Some(65534)).unwrap();
        let account = format!("bounces@cert.example:{{PLAIN}}{PASSWORD}:65534:65534::::\n");
        fs::write(home.path().join("accounts"), account).unwrap();
        let settings = SETTINGS
            .replace("{home}", &home.path().display().to_string())
            .replace("{maildir}", &maildir.display().to_string())
            .replace("{tls}", &certificates.display().to_string())
            .replace("{port}", &port.to_string());
        fs::write(home.path().join("dovecot.conf"), settings).unwrap();
        let child = Command::new(tool("dovecot"))
            .arg("-F")
            .arg("-c")
            .arg(home.path().join("dovecot.conf"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(fs::File::create(home.path().join("errors")).unwrap())
            .spawn()
            .unwrap();
        let dovecot = Self { home, port, child };
        wait_for("Dovecot to listen", Duration::from_secs(30), || {
            TcpStream::connect(("127.0.0.1", port)).is_ok()
        });
        dovecot
    }

    /// The account's INBOX; the certificate bears the name `localhost`.
    pub(crate) fn url(&self) -> String {
        format!("imaps://bounces%40cert.example@localhost:{}/INBOX", self.port)
    }

    /// What Dovecot says about itself, for the output of a failed test.
    pub(crate) fn log(&self) -> String {
        let read = |name| fs::read_to_string(self.home.path().join(name)).unwrap_or_default();
        format!("{}{}", read("errors"), read("log"))
    }
}

impl Drop for Dovecot {
    fn drop(&mut self) {
        // The master ends its processes when it is asked to end, but not when it is killed.
        let ended = Command::new("kill").arg(self.child.id().to_string()).status();
        if ended.is_ok_and(|status| status.success()) {
            let _ = self.child.wait();
        }
    }
}

const SETTINGS: &str = "\
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/log
instance_name = forewarn-test
protocols = imap
listen = 127.0.0.1
ssl = required
ssl_cert = <{tls}/cert.pem
ssl_key = <{tls}/key.pem
ssl_dh =
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:{maildir}
service imap-login {
  inet_listener imap {
    port = 0
  }
  inet_listener imaps {
    port = {port}
    ssl = yes
  }
}
passdb {
  driver = passwd-file
  args = {home}/accounts
}
userdb {
  driver = static
  args = uid=65534 gid=65534 home={home}/home
}
";
