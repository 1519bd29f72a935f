//! A private Postfix: a real gateway on a loopback port, with STARTTLS under an authority of its own, SASL, and a
//! mailbox for each recipient under `.example`. It asks no DNS, and nothing leaves it.

use std::fs;
use std::net::TcpStream;
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::{free_port, run_tool, tool, user, wait_for};

/// The name and the password that the gateway asks for.
pub(crate) const LOGIN: (&str, &str) = ("campaign@cert.example", "correct horse battery");

/// The owner of the mailboxes; nobody's files otherwise.
const MAIL_OWNER: u32 = 65534;

/// A running Postfix; ended when dropped.
pub(crate) struct Postfix {
    home: TempDir,
    port: u16,
}

impl Postfix {
    /// Starts a gateway that requires STARTTLS, and takes mail after AUTH only if `sasl`.
    pub(crate) fn start(sasl: bool) -> Self {
        for _ in 0..5 {
            if let Some(postfix) = Self::try_start(sasl) {
                return postfix;
            }
        }
        panic!("Postfix does not start");
    }

    fn try_start(sasl: bool) -> Option<Self> {
        let home = tempfile::tempdir().unwrap();
        let port = free_port();
        // Postfix gives its rights away: its own user must reach these folders.
        fs::set_permissions(home.path(), fs::Permissions::from_mode(0o755)).unwrap();
        for folder in ["etc", "etc/sasl", "queue", "data", "mail", "tls"] {
            fs::create_dir(home.path().join(folder)).unwrap();
        }
        let (user, group) = user("postfix");
        chown(home.path().join("data"), Some(user), Some(group)).unwrap();
        chown(home.path().join("mail"), Some(MAIL_OWNER), Some(MAIL_OWNER)).unwrap();
        certificates(&home.path().join("tls"));
        accounts(&home.path().join("etc/sasl"), user);
        let fill = |text: &str| {
            text.replace("{home}", &home.path().display().to_string())
                .replace("{port}", &port.to_string())
                .replace(
                    "{who}",
                    if sasl {
                        "permit_sasl_authenticated, reject"
                    } else {
                        "permit_auth_destination, reject"
                    },
                )
                .replace("{sasl}", if sasl { "yes" } else { "no" })
        };
        fs::write(home.path().join("etc/main.cf"), fill(MAIN)).unwrap();
        fs::write(home.path().join("etc/master.cf"), fill(MASTER)).unwrap();
        fs::write(home.path().join("etc/mailboxes"), MAILBOXES).unwrap();
        fs::write(home.path().join("etc/transport"), TRANSPORT).unwrap();
        fs::write(home.path().join("etc/domains"), "/\\.example$/ ok\n").unwrap();
        let postfix = Self { home, port };
        if !postfix.control("start") {
            eprintln!("{}", postfix.log());
            return None;
        }
        wait_for("Postfix to listen", Duration::from_secs(30), || {
            postfix.connects()
        });
        Some(postfix)
    }

    /// Tells the instance to start or to stop; whether it did.
    fn control(&self, verb: &str) -> bool {
        let output = fs::File::options()
            .create(true)
            .append(true)
            .open(self.home.path().join("output"))
            .unwrap();
        Command::new(tool("postfix"))
            .arg("-c")
            .arg(self.home.path().join("etc"))
            .arg(verb)
            .stdin(Stdio::null())
            .stdout(output.try_clone().unwrap())
            .stderr(output)
            .status()
            .unwrap()
            .success()
    }

    fn connects(&self) -> bool {
        TcpStream::connect(("127.0.0.1", self.port)).is_ok()
    }

    /// The `url` of a `[gateway]`; the certificate bears the name `localhost`.
    pub(crate) fn url(&self) -> String {
        format!("smtp://localhost:{}", self.port)
    }

    /// The authority that signed the gateway's certificate.
    pub(crate) fn authority(&self) -> PathBuf {
        self.home.path().join("tls/ca.pem")
    }

    /// An authority that has nothing to do with it.
    pub(crate) fn stranger(&self) -> PathBuf {
        self.home.path().join("tls/stranger.pem")
    }

    /// What Postfix says about itself, for the output of a failed test.
    pub(crate) fn log(&self) -> String {
        let read = |name| fs::read_to_string(self.home.path().join(name)).unwrap_or_default();
        format!("{}{}", read("output"), read("log"))
    }

    /// The messages in all mailboxes once `expected` have arrived, with their recipient as Postfix knows it; fails
    /// the test when they do not arrive, or more do.
    pub(crate) fn mailboxes(&self, expected: usize) -> Vec<(String, Vec<u8>)> {
        let began = Instant::now();
        while self.delivered() < expected {
            assert!(
                began.elapsed() < Duration::from_secs(30),
                "{} of {expected} messages arrived\n{}",
                self.delivered(),
                self.log()
            );
            std::thread::sleep(Duration::from_millis(20));
        }
        let messages: Vec<_> = fs::read_dir(self.new_mail())
            .unwrap()
            .map(|entry| {
                let message = fs::read(entry.unwrap().path()).unwrap();
                let recipient = String::from_utf8_lossy(&message)
                    .lines()
                    .find_map(|line| line.strip_prefix("X-Original-To: ").map(str::to_owned))
                    .expect("X-Original-To, which Postfix adds");
                (recipient, message)
            })
            .collect();
        assert_eq!(messages.len(), expected, "{}", self.log());
        messages
    }

    /// How many messages have reached a mailbox.
    pub(crate) fn delivered(&self) -> usize {
        fs::read_dir(self.new_mail()).map_or(0, Iterator::count)
    }

    /// How many messages Postfix has taken responsibility for, by its log.
    pub(crate) fn taken(&self) -> usize {
        self.log().matches("(queue active)").count()
    }

    /// The Maildir of what came back.
    pub(crate) fn returned(&self) -> PathBuf {
        self.home.path().join("mail/bounces")
    }

    /// Waits until so many messages have come back.
    pub(crate) fn wait_for_returned(&self, expected: usize) {
        let count = || fs::read_dir(self.returned().join("new")).map_or(0, Iterator::count);
        let began = Instant::now();
        while count() < expected {
            assert!(
                began.elapsed() < Duration::from_mins(1),
                "{} of {expected} messages came back\n{}",
                count(),
                self.log()
            );
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// The folder of its certificate, its key, and the authority's.
    pub(crate) fn certificates(&self) -> PathBuf {
        self.home.path().join("tls")
    }

    fn new_mail(&self) -> PathBuf {
        self.home.path().join("mail/all/new")
    }
}

impl Drop for Postfix {
    fn drop(&mut self) {
        // The folder must stay until the daemon, which writes into it, has gone.
        self.control("stop");
        let began = Instant::now();
        while self.connects() && began.elapsed() < Duration::from_secs(5) {
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

/// An authority, a certificate of it for `localhost`, and another authority.
fn certificates(folder: &Path) {
    let openssl = |arguments: &str| {
        run_tool(
            Command::new(tool("openssl"))
                .current_dir(folder)
                .args(arguments.split(' ')),
        );
    };
    let key = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes";
    for name in ["ca", "stranger"] {
        openssl(&format!(
            "req -x509 {key} -keyout {name}.key -out {name}.pem -days 2 -subj /CN={name}"
        ));
    }
    openssl(&format!(
        "req {key} -keyout key.pem -out request.pem -subj /CN=localhost"
    ));
    let extensions = "subjectAltName=DNS:localhost,IP:127.0.0.1\nbasicConstraints=CA:FALSE\n";
    fs::write(folder.join("extensions"), extensions).unwrap();
    openssl(
        "x509 -req -in request.pem -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile extensions -out cert.pem",
    );
    let chain = fs::read_to_string(folder.join("key.pem")).unwrap()
        + &fs::read_to_string(folder.join("cert.pem")).unwrap();
    fs::write(folder.join("chain.pem"), chain).unwrap();
}

/// The one account, in a SASL database that Postfix's user can read.
fn accounts(folder: &Path, owner: u32) {
    let database = folder.join("sasldb2");
    let (name, realm) = LOGIN.0.split_once('@').unwrap();
    let password = folder.join("password");
    fs::write(&password, LOGIN.1).unwrap();
    run_tool(
        Command::new(tool("saslpasswd2"))
            .args(["-p", "-c", "-u", realm, "-f"])
            .arg(&database)
            .arg(name)
            .stdin(fs::File::open(&password).unwrap()),
    );
    chown(&database, Some(owner), None).unwrap();
    let settings = format!(
        "pwcheck_method: auxprop\nauxprop_plugin: sasldb\nsasldb_path: {}\nmech_list: PLAIN LOGIN\n",
        database.display()
    );
    fs::write(folder.join("smtpd.conf"), settings).unwrap();
}

const MAIN: &str = "\
compatibility_level = 3.6
queue_directory = {home}/queue
data_directory = {home}/data
maillog_file = {home}/log
maillog_file_prefixes = {home}
myhostname = gateway.example
mydestination =
mynetworks =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
alias_maps =
alias_database =
local_recipient_maps =
smtp_dns_support_level = disabled
smtpd_peername_lookup = no
default_transport = error:nothing leaves this machine
relay_transport = error:nothing leaves this machine
local_transport = error:nothing is local
virtual_mailbox_domains = regexp:{home}/etc/domains
virtual_mailbox_maps = regexp:{home}/etc/mailboxes
virtual_mailbox_base = {home}/mail
virtual_minimum_uid = 1
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534
smtpd_relay_restrictions = {who}
smtpd_sasl_auth_enable = {sasl}
smtpd_sasl_path = smtpd
smtpd_tls_auth_only = yes
smtpd_tls_security_level = encrypt
smtpd_tls_chain_files = {home}/tls/chain.pem
smtpd_client_connection_count_limit = 0
transport_maps = regexp:{home}/etc/transport
minimal_backoff_time = 1s
maximal_backoff_time = 1s
queue_run_delay = 1s
delay_warning_time = 1s
";

/// Mail that comes back goes to a mailbox of its own.
const MAILBOXES: &str = "/^bounces.*@cert\\.example$/ bounces/\n/./ all/\n";

/// Some recipients do not exist, and some are not reached for now. By commands with the exit codes of sysexits.h, since smtpd
/// would refuse at once what goes to `error` and `retry`.
const TRANSPORT: &str = "\
/\\.dead\\.example$/ dead:
/\\.slow\\.example$/ slow:
";

/// Services beside smtpd: what a message needs from there to a mailbox, and no client for SMTP.
const MASTER: &str = "\
127.0.0.1:{port} inet n - n - - smtpd
127.0.0.2:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
error unix - - n - - error
retry unix - - n - - error
dead unix - n n - - pipe user=nobody argv=/bin/sh -c {echo there is no such mailbox; exit 67}
slow unix - n n - - pipe user=nobody argv=/bin/sh -c {echo try again later; exit 75}
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
proxymap unix - - n - - proxymap
postlog unix-dgram n - n - 1 postlogd
";
