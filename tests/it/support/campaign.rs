//! A campaign folder of its own for each test, and the program run in it without anything from outside.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use super::Network;

/// The time it is in the tests.
pub(crate) const NOW: &str = "2026-11-21T14:05:00Z";

/// The secret of campaigns in the tests, so that references, Message-IDs and digests stay the same; also that of
/// the example's script.
pub(crate) const KEY: &str = "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0";

/// A complete sender, links, and leave to use the documentation networks and `.example`.
pub(crate) const SENDER: &str = r#"
[sender]
organisation = "Example Computer Emergency Team"
address = "campaign@cert.example"
bounce_address = "bounces@cert.example"
postal_address = "1 Harbour Street, 00100 Port Example"
phone = "+44 1632 960001"
verify_url = "https://cert.example/campaign"
mandate = "We are the national emergency team of Exampleland."

[links]
info = "https://cert.example/info"
fix = "https://cert.example/fix"

[allow]
networks = ["192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32"]
domains = ["example"]
"#;

/// The program, with nothing of the caller's environment.
pub(crate) fn hermetic() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_forewarn"));
    command
        .env_clear()
        .env("TMPDIR", std::env::temp_dir())
        .env("FOREWARN_NOW", NOW)
        .env("FOREWARN_KEY", KEY)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// A campaign folder; gone when dropped.
pub(crate) struct Campaign {
    home: TempDir,
    now: String,
}

impl Campaign {
    /// A campaign that writes its letters into `outbox`.
    pub(crate) fn new() -> Self {
        Self::with_gateway("url = \"outbox:outbox\"")
    }

    /// A campaign with this `[gateway]`.
    pub(crate) fn with_gateway(gateway: &str) -> Self {
        Self::with_settings(&format!("{SENDER}\n[gateway]\n{gateway}\n"))
    }

    /// A campaign with this `campaign.toml`.
    pub(crate) fn with_settings(settings: &str) -> Self {
        let campaign = Self::empty();
        fs::create_dir(campaign.path("")).unwrap();
        campaign.write("campaign.toml", settings);
        campaign
    }

    /// No campaign yet: its folder does not exist.
    pub(crate) fn empty() -> Self {
        Self {
            home: tempfile::tempdir().unwrap(),
            now: NOW.to_owned(),
        }
    }

    /// Lets it be this time from now on.
    pub(crate) fn at(&mut self, now: &str) {
        now.clone_into(&mut self.now);
    }

    /// A file of the campaign.
    pub(crate) fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        // The folder's name is the campaign's name, so it must not be random.
        self.home.path().join("campaign").join(name)
    }

    /// The folder that holds the campaign's.
    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    /// A campaign with the same files: what happens to one of them does not happen to the other.
    pub(crate) fn twin(&self) -> Self {
        let twin = Self {
            home: tempfile::tempdir().unwrap(),
            now: self.now.clone(),
        };
        fs::create_dir(twin.path("")).unwrap();
        for entry in fs::read_dir(self.path("")).unwrap() {
            let entry = entry.unwrap();
            if entry.file_type().unwrap().is_file() {
                fs::copy(entry.path(), twin.path(entry.file_name())).unwrap();
            }
        }
        twin
    }

    /// The finished letters of a plan that is not sent yet, by recipient: as a twin of this campaign writes them into an
    /// outbox.
    pub(crate) fn approved(&self, digest: &str) -> BTreeMap<String, Vec<u8>> {
        let mut letters = BTreeMap::new();
        self.each_approved(digest, |to, letter| {
            letters.insert(to, letter);
        });
        letters
    }

    /// Shows each of these letters with its recipient.
    pub(crate) fn each_approved(&self, digest: &str, mut look: impl FnMut(String, Vec<u8>)) {
        let twin = self.twin();
        let settings = twin.read("campaign.toml");
        let (head, _) = settings.split_once("[gateway]").unwrap();
        twin.write(
            "campaign.toml",
            format!("{head}[gateway]\nurl = \"outbox:outbox\"\n"),
        );
        twin.ok(&["send", "--approve", digest]);
        for entry in fs::read_dir(twin.path("outbox")).unwrap() {
            let letter = fs::read(entry.unwrap().path()).unwrap();
            let header = String::from_utf8_lossy(&letter);
            let to = header.lines().find_map(|line| line.strip_prefix("To: "));
            look(to.expect("To in the header").to_owned(), letter);
        }
    }

    /// Writes a file of the campaign.
    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        fs::write(self.path(name), content).unwrap();
    }

    /// Flags these networks: their addresses in `flagged.csv`, whom to write to in `contacts.csv`.
    pub(crate) fn flag(&self, networks: &[Network]) {
        self.write("contacts.csv", Network::rules(networks));
        self.write("flagged.csv", Network::flagged(networks));
    }

    /// Reads a text file of the campaign.
    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// The program in the campaign's folder, ready to be started.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = hermetic();
        command
            .args(arguments)
            .current_dir(self.path(""))
            .env("FOREWARN_NOW", &self.now);
        command
    }

    /// Runs the program to its end.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        Run::of(&mut self.command(arguments), arguments, self.home())
    }

    /// Runs the program, which must have done all.
    pub(crate) fn ok(&self, arguments: &[&str]) -> Run {
        self.run(arguments).ends(0)
    }

    /// Runs the program and reads its result.
    pub(crate) fn json(&self, arguments: &[&str]) -> Value {
        let arguments: Vec<&str> = ["--json"].iter().chain(arguments).copied().collect();
        self.run(&arguments).json()
    }

    /// Starts the program and does not wait for it; its output goes nowhere.
    pub(crate) fn start(&self, arguments: &[&str]) -> Child {
        self.command(arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    }

    /// Imports, resolves and plans; returns the digest to approve. Left-over work (rejects, unresolved) is fine.
    pub(crate) fn plan(&self, files: &[&str]) -> String {
        if !files.is_empty() {
            let arguments: Vec<&str> = ["import"].iter().chain(files).copied().collect();
            self.run(&arguments).done();
        }
        self.run(&["resolve", "--offline"]).done();
        let plan = self.json(&["plan"]);
        plan["digest"]
            .as_str()
            .unwrap_or_else(|| panic!("no digest in {plan}"))
            .to_owned()
    }

    /// Where it stands: the sums, after checking that they add up (G1).
    pub(crate) fn status(&self) -> Value {
        let status = self.json(&["status"]);
        let n = |path: &str| {
            status
                .pointer(path)
                .and_then(Value::as_u64)
                .unwrap_or_else(|| panic!("no {path} in {status}"))
        };
        assert_eq!(
            n("/rows/imported"),
            n("/rows/new") + n("/rows/repeated") + n("/rows/rejected"),
            "{status}"
        );
        assert_eq!(n("/sightings"), n("/rows/new"), "{status}");
        let unresolved: u64 = status["addresses"]["unresolved"]
            .as_object()
            .unwrap()
            .values()
            .map(|n| n.as_u64().unwrap())
            .sum();
        assert_eq!(
            n("/addresses/total"),
            n("/addresses/resolved") + unresolved + n("/addresses/suppressed"),
            "{status}"
        );
        status
    }

    /// How many letters are in this state, by `status`.
    pub(crate) fn letters(&self, state: &str) -> u64 {
        self.status()["letters"][state]
            .as_u64()
            .unwrap_or_else(|| panic!("status knows no letters that are {state}"))
    }
}

/// One run of the program.
#[derive(Debug)]
pub(crate) struct Run {
    command: String,
    /// The exit code; none after a signal.
    pub(crate) code: Option<i32>,
    /// Standard output.
    pub(crate) stdout: String,
    /// Standard error.
    pub(crate) stderr: String,
}

impl Run {
    /// Runs a command to its end. `home` is called `[HOME]` in what it wrote.
    pub(crate) fn of(command: &mut Command, arguments: &[&str], home: &Path) -> Self {
        let output = command.output().unwrap();
        let text = |octets: Vec<u8>| {
            let text = String::from_utf8(octets).expect("output that is no UTF-8");
            text.replace(&home.display().to_string(), "[HOME]")
        };
        Self {
            command: format!("forewarn {}", arguments.join(" ")),
            code: output.status.code(),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }

    /// All there is to see of the run.
    pub(crate) fn transcript(&self) -> String {
        let mut transcript = format!("$ {}\n", self.command);
        transcript.push_str(&self.stdout);
        if !self.stderr.is_empty() {
            let _ = write!(transcript, "--- stderr\n{}", self.stderr);
        }
        let code = self
            .code
            .map_or_else(|| "a signal".to_owned(), |code| code.to_string());
        let _ = writeln!(transcript, "--- ended with {code}");
        transcript
    }

    /// The run, which must have ended with this exit code.
    #[track_caller]
    pub(crate) fn ends(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "\n{}", self.transcript());
        self
    }

    /// The run, which must have ended with 0, or with 1: something is left for a person.
    #[track_caller]
    pub(crate) fn done(self) -> Self {
        assert!(matches!(self.code, Some(0 | 1)), "\n{}", self.transcript());
        self
    }

    /// The result of a run with `--json` that has done its work.
    #[track_caller]
    pub(crate) fn json(self) -> Value {
        let run = self.done();
        serde_json::from_str(&run.stdout)
            .unwrap_or_else(|error| panic!("no JSON: {error}\n{}", run.transcript()))
    }
}
