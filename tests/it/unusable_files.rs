//! Files that cannot be used, for every command that takes one: what is wrong, with which file, and what to do.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::path::Path;
use std::process::Command;

use crate::support::{Campaign, KEY, NOW, Run, SENDER, networks, run_tool, tool};

/// Somebody with no rights of their own.
const NOBODY: u32 = 65534;

/// A planned campaign of a person without rights, with files of all kinds that are no use.
struct Ground {
    campaign: Campaign,
}

impl Ground {
    fn new(more: &str) -> Self {
        let campaign = Campaign::with_settings(&format!("{SENDER}\n{more}\n"));
        campaign.flag(&networks(1));
        fs::create_dir(campaign.path("folder")).unwrap();
        campaign.write("empty", "");
        let noise: Vec<u8> = (0..3000_u32)
            .flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes())
            .collect();
        campaign.write("binary", noise);
        campaign.write("words", "hello world\nthis is a text\n");
        campaign.write("secret", "ip\n192.0.2.1\n");
        let program = campaign.home().join("forewarn");
        fs::copy(campaign.command(&[]).get_program(), &program).unwrap();
        for path in [campaign.home(), &program] {
            fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
        }
        Self { campaign }
    }

    fn planned(more: &str) -> Self {
        let ground = Self::new(more);
        ground.campaign.plan(&["flagged.csv"]);
        ground
    }

    /// Runs the program as somebody who may write in the campaign's folder, and may not read `secret`.
    fn run(&self, arguments: &[&str]) -> Run {
        run_tool(
            Command::new(tool("chown"))
                .args(["-R", "nobody"])
                .arg(self.path("")),
        );
        let secret = self.path("secret");
        chown(&secret, Some(0), Some(0)).unwrap();
        fs::set_permissions(&secret, fs::Permissions::from_mode(0o000)).unwrap();
        let mut command = Command::new(tool("setpriv"));
        command
            .args([
                format!("--reuid={NOBODY}"),
                format!("--regid={NOBODY}"),
                "--clear-groups".to_owned(),
            ])
            .arg(self.campaign.home().join("forewarn"))
            .args(arguments)
            .env_clear()
            .env("TMPDIR", "/tmp")
            .env("FOREWARN_NOW", NOW)
            .env("FOREWARN_KEY", KEY)
            .current_dir(self.path(""));
        Run::of(&mut command, arguments, self.campaign.home())
    }

    fn path(&self, name: impl AsRef<Path>) -> std::path::PathBuf {
        self.campaign.path(name)
    }
}

/// It ended with one of the codes for a file that cannot be used, named the file, and gave this advice.
#[track_caller]
fn advises(run: &Run, file: &str, advice: &str) {
    let transcript = run.transcript();
    assert!(matches!(run.code, Some(2 | 3)), "{transcript}");
    let said = run.stderr.split("hint:").next().unwrap();
    assert!(said.contains(file), "{file} is not named:\n{transcript}");
    assert!(
        run.stderr
            .split("hint:")
            .skip(1)
            .any(|hint| hint.contains(advice))
            || said.contains(advice),
        "not {advice:?}:\n{transcript}"
    );
    for word in ["panicked", ".tmp"] {
        assert!(!run.stderr.contains(word), "{transcript}");
    }
}

const MISNAMED: &str = "is the name right?";
const NO_FOLDER: &str = "there is no folder nowhere";
const A_FOLDER: &str = "it is a folder";
const NO_RIGHT: &str = "may not read it";

#[test]
fn a_file_to_be_read_that_cannot_be_used() {
    let ground = Ground::planned("");
    let import = ["import"].as_slice();
    let contacts = ["contacts", "import"].as_slice();
    let review = ["contacts", "review", "--import"].as_slice();
    let correction = ["plan", "--correction"].as_slice();
    let bounces = ["bounces"].as_slice();
    for (command, file, advice) in [
        (import, "binary", "is it the right file?"),
        (import, "words", "--map COLUMN=ip"),
        (import, "folder", "folder/*"),
        (contacts, "empty", "dump of a registry"),
        (contacts, "binary", "dump of a registry"),
        (contacts, "words", "dump of a registry"),
        (contacts, "folder", "folder/*"),
        (review, "empty", "contacts review --export"),
        (review, "binary", "UTF-8"),
        (review, "words", "contacts review --export"),
        (review, "folder", A_FOLDER),
        (correction, "empty", "a column ip"),
        (correction, "binary", "a column ip"),
        (correction, "words", "a column ip"),
        (correction, "folder", A_FOLDER),
        (bounces, "folder", "folder/*"),
    ] {
        let arguments: Vec<&str> = command.iter().copied().chain([file]).collect();
        advises(&ground.run(&arguments), file, advice);
    }
    for command in [import, contacts, review, correction, bounces] {
        for (file, advice) in [
            ("missing", MISNAMED),
            ("nowhere/x", NO_FOLDER),
            ("flagged.csv/x", "flagged.csv is a file"),
            ("secret", NO_RIGHT),
        ] {
            let arguments: Vec<&str> = command.iter().copied().chain([file]).collect();
            advises(&ground.run(&arguments), file, advice);
        }
    }
    // What is empty can be right: no row, no message. It is said all the same.
    let run = ground.run(&["import", "empty"]).ends(0);
    assert!(
        run.stdout.contains("empty: there is nothing in it"),
        "{}",
        run.transcript()
    );
    let run = ground.run(&["bounces", "empty"]).ends(0);
    assert!(run.stdout.contains("0 messages"), "{}", run.transcript());
    // Nothing has happened to the round that waits.
    assert_eq!(ground.campaign.letters("planned"), 1);
}

#[test]
fn a_file_to_be_written_that_cannot_be() {
    let ground = Ground::planned("");
    fs::create_dir(ground.path("folder/locked")).unwrap();
    let lock = || {
        let locked = ground.path("folder/locked");
        chown(&locked, Some(0), Some(0)).unwrap();
        fs::set_permissions(&locked, fs::Permissions::from_mode(0o755)).unwrap();
    };
    let there = "nothing is ever overwritten";
    for (command, file, advice) in [
        (["report", "--html"].as_slice(), "folder", A_FOLDER),
        (
            &["report", "--html"],
            "nowhere/page.html",
            "make the folder first",
        ),
        (&["report", "--csv"], "words", "is a file"),
        (&["report", "--csv"], "words/tables", "words is a file"),
        (&["contacts", "review", "--export"], "words", there),
        (
            &["contacts", "review", "--export"],
            "nowhere/list.csv",
            "make the folder first",
        ),
        (&["init"], "words", "is a file"),
        (&["init"], "words/new", "words is a file"),
        (&["init"], "folder", there),
    ] {
        let arguments: Vec<&str> = command.iter().copied().chain([file]).collect();
        advises(&ground.run(&arguments), file, advice);
    }
    for command in [
        &["report", "--html"][..],
        &["report", "--csv"],
        &["init"],
        &["contacts", "review", "--export"],
    ] {
        let file = "folder/locked/new";
        let arguments: Vec<&str> = command.iter().copied().chain([file]).collect();
        // The folder is given to nobody with the rest before each run.
        let _ = ground.run(&["status"]);
        lock();
        let run = {
            let mut command = Command::new(tool("setpriv"));
            command
                .args(["--reuid=65534", "--regid=65534", "--clear-groups"])
                .arg(ground.campaign.home().join("forewarn"))
                .args(&arguments)
                .env_clear()
                .env("FOREWARN_NOW", NOW)
                .current_dir(ground.path(""));
            Run::of(&mut command, &arguments, ground.campaign.home())
        };
        advises(&run, file, "may not write there");
    }
}

#[test]
fn a_file_that_the_settings_name_and_that_cannot_be_used() {
    for (file, advice) in [
        ("nowhere/x", "there is no folder"),
        ("folder", A_FOLDER),
        ("binary", "is it the right file?"),
        ("secret", NO_RIGHT),
    ] {
        let shared = Ground::planned("");
        shared.campaign.write(
            "campaign.toml",
            format!("{SENDER}\n[suppressions]\nshared = \"{file}\"\n"),
        );
        advises(&shared.run(&["plan"]), file, advice);
        shared.campaign.write(
            "campaign.toml",
            format!("{SENDER}\n[limits]\nhistory = \"{file}\"\n"),
        );
        let advice = advice.replace("read it", "write there");
        advises(&shared.run(&["plan"]), file, &advice);
    }
    for (file, advice) in [
        ("missing", MISNAMED),
        ("folder", A_FOLDER),
        ("binary", "is it the right file?"),
        ("empty", "first line"),
        ("secret", NO_RIGHT),
    ] {
        let ground = Ground::planned(&format!(
            "[gateway]\nurl = \"smtp://127.0.0.1:9\"\nusername = \"x\"\npassword_file = \"{file}\"\n"
        ));
        advises(&ground.run(&["send"]), file, advice);
        let ground = Ground::planned(&format!("[bounces]\nsources = [\"{file}\"]\n"));
        if !matches!(file, "binary" | "empty") {
            let advice = if file == "folder" { "folder/*" } else { advice };
            advises(&ground.run(&["bounces"]), file, advice);
        }
    }
    for (file, advice) in [("folder", A_FOLDER), ("secret", NO_RIGHT), ("binary", "UTF-8")] {
        let ground = Ground::new("");
        ground.campaign.ok(&["import", "flagged.csv"]);
        for name in ["contacts.csv", "campaign.toml"] {
            fs::remove_file(ground.path(name)).unwrap();
            std::os::unix::fs::symlink(file, ground.path(name)).unwrap();
            advises(&ground.run(&["resolve", "--offline"]), name, advice);
        }
    }
}

#[test]
fn a_ledger_or_a_table_of_rejects_that_cannot_be_used() {
    let ground = Ground::planned("");
    fs::create_dir(ground.path("rejects.csv")).unwrap();
    ground.campaign.write("bad.csv", "ip,exposure\nx,open-relay\n");
    advises(&ground.run(&["import", "bad.csv"]), "rejects.csv", A_FOLDER);
    fs::copy(ground.path("binary"), ground.path("ledger.sqlite")).unwrap();
    for beside in ["ledger.sqlite-wal", "ledger.sqlite-shm"] {
        let _ = fs::remove_file(ground.path(beside));
    }
    let run = ground.run(&["status"]).ends(4);
    assert!(run.stderr.contains("from a backup"), "{}", run.transcript());
}
