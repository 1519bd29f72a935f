//! `--json` on every verb: one value on standard output and nothing else, whether it went well or not; people read about
//! a failure on standard error all the same.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::support::{Campaign, Network, Run, networks, run_tool, tool};

/// A campaign with one letter planned.
fn planned() -> Campaign {
    let campaign = Campaign::new();
    let some = networks(2);
    campaign.write("contacts.csv", Network::rules(&some));
    campaign.write("flagged.csv", Network::flagged(&some));
    campaign.write("mail", "From: x@y.example\nSubject: hello\n\nhello\n");
    campaign.plan(&["flagged.csv"]);
    campaign
}

/// The one value on standard output.
#[track_caller]
fn value(run: &Run) -> Value {
    serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {}", run.transcript()))
}

#[test]
fn every_verb_that_reports_something_prints_one_value() {
    let campaign = planned();
    for arguments in [
        &["import", "flagged.csv"][..],
        &["resolve", "--offline"],
        &["contacts", "explain", "2001:db8::25"],
        &["contacts", "lookup", "--offline", "2001:db8::25"],
        &["contacts", "review"],
        &["contacts", "list"],
        &["plan"],
        &["preview"],
        &["check", "--offline"],
        &["status"],
        &["send", "--dry-run"],
        &["send", "--rehearse", "me@cert.example"],
        &["rehearse", "--faults", "none"],
        &["settle"],
        &["bounces", "mail"],
        &["suppress", "add", "a@b.example"],
        &["suppress", "list"],
        &["suppress", "remove", "a@b.example"],
        &["report"],
        &["report", "--redact", "--html", "page.html", "--csv", "tables"],
        &["report", "--verify"],
        &["letters", "list"],
        &["letters", "show"],
        &["letters", "new", "is"],
    ] {
        let arguments: Vec<&str> = ["--json"].iter().chain(arguments).copied().collect();
        value(&campaign.run(&arguments).done());
    }
    // As many letters as there are, each on a line of its own.
    let all = campaign.ok(&["--json", "preview", "--all"]).stdout;
    let whole = all.lines().flat_map(serde_json::from_str::<Value>).count();
    assert_eq!((whole, all.lines().count()), (2, 2), "{all}");
    value(&campaign.run(&["--json", "init", "another"]).done());
}

#[test]
fn a_failure_is_one_value_too() {
    let campaign = planned();
    campaign.write("broken.csv", "name\nAda\n");
    for (arguments, code, error, hint) in [
        (&["import", "nowhere.csv"][..], 2, "cannot read nowhere.csv", ""),
        (
            &["import", "broken.csv"],
            2,
            "no column is known",
            "nothing of this file",
        ),
        (&["send"], 2, "waits for approval", "forewarn send --approve"),
        (&["send", "--limit", "many"], 2, "invalid value 'many'", ""),
        (&["sned"], 2, "unrecognized subcommand 'sned'", ""),
        (
            &["settle", "--resend", "9"],
            2,
            "no letter whose outcome",
            "forewarn settle",
        ),
        (&["bounces", "nowhere"], 2, "cannot read nowhere", ""),
        (
            &["suppress", "remove", "a@b.example"],
            2,
            "is not suppressed",
            "suppress list",
        ),
        (
            &["contacts", "review", "--approve", "x"],
            2,
            "is not in the list",
            "",
        ),
        (&["rehearse", "--faults", "all"], 2, "invalid value 'all'", ""),
        (&["report", "--verify", "12"], 2, "is no head", ""),
        (
            &["report", "--html", "no/page.html"],
            2,
            "cannot write no/page.html",
            "",
        ),
        (
            &["preview", "--contact", "x@y.example"],
            2,
            "no letter matches",
            "contacts list",
        ),
        (&["-C", "nowhere", "status"], 2, "does not exist", "forewarn init"),
    ] {
        let arguments: Vec<&str> = ["--json"].iter().chain(arguments).copied().collect();
        let run = campaign.run(&arguments).ends(code);
        let failure = value(&run);
        let text = |key: &str| failure[key].as_str().unwrap_or_default().to_owned();
        assert!(text("error").contains(error), "{}", run.transcript());
        assert!(
            failure["hints"].to_string().contains(hint),
            "{}",
            run.transcript()
        );
        assert_eq!(failure["exit_code"], code, "{}", run.transcript());
        assert!(run.stderr.starts_with("error: "), "{}", run.transcript());
    }
}

#[test]
fn a_report_to_a_full_disk_or_an_impossible_place_says_so_and_harms_nothing() {
    let campaign = planned();
    campaign.write("page.html", "yesterday's");
    fs::create_dir(campaign.path("folder")).unwrap();
    // A device of its own: a defect here would replace the machine's.
    let device = campaign.path("full");
    run_tool(Command::new(tool("mknod")).arg(&device).args(["c", "1", "7"]));
    for (place, code, words) in [
        ("folder", 2, "Is a directory"),
        ("page.html/x", 2, "cannot write page.html/x"),
        ("full", 3, "No space left on device"),
    ] {
        let run = campaign.run(&["report", "--html", place]).ends(code);
        assert!(run.stderr.contains(words), "{}", run.transcript());
    }
    assert!(
        !fs::metadata(&device).unwrap().is_file(),
        "a device has become a file"
    );
    assert_eq!(campaign.read("page.html"), "yesterday's");
    // A link stays one; a pipe gets what it was made for.
    symlink("page.html", campaign.path("link.html")).unwrap();
    campaign.run(&["report", "--html", "link.html"]).done();
    assert!(campaign.read("page.html").contains("</html>"));
    assert!(campaign.path("link.html").is_symlink());
    let run = campaign.run(&["report", "--html", "/dev/stdout"]).done();
    assert!(run.stdout.contains("</html>"), "{}", run.transcript());
}

#[test]
fn a_folder_that_cannot_be_written_is_told_and_can_still_be_looked_at() {
    let campaign = planned();
    fs::set_permissions(campaign.home(), Permissions::from_mode(0o755)).unwrap();
    // Somebody else's campaign: root would be let in everywhere.
    let as_nobody = |arguments: &[&str]| {
        let program = campaign.command(&[]);
        let mut command = Command::new(tool("setpriv"));
        command
            .args(["--reuid=65534", "--regid=65534", "--clear-groups"])
            .arg(Path::new(env!("CARGO_BIN_EXE_forewarn")))
            .args(arguments)
            .current_dir(campaign.path(""))
            .env_clear();
        for (name, value) in program.get_envs() {
            command.env(name, value.unwrap_or_default());
        }
        Run::of(&mut command, arguments, campaign.home())
    };
    for entry in fs::read_dir(campaign.path("")).unwrap() {
        fs::set_permissions(entry.unwrap().path(), Permissions::from_mode(0o644)).unwrap();
    }
    for arguments in [
        &["import", "flagged.csv"][..],
        &["resolve", "--offline"],
        &["plan"],
        &["send"],
        &["settle"],
        &["bounces", "mail"],
        &["suppress", "add", "a@b.example"],
        &["report", "--html", "page.html"],
        &["letters", "new", "is"],
    ] {
        let run = as_nobody(arguments);
        assert!(matches!(run.code, Some(2 | 3)), "{}", run.transcript());
        assert!(
            run.stderr.contains("ermission denied") || run.stderr.contains("read-only"),
            "{}",
            run.transcript()
        );
    }
    for arguments in [
        &["status"][..],
        &["preview"],
        &["report"],
        &["contacts", "list"],
        &["suppress", "list"],
    ] {
        as_nobody(arguments).done();
    }
    as_nobody(&["report", "--verify"]).ends(0);
}

#[test]
fn slips_around_letters_and_suppressions() {
    let campaign = planned();
    // A translation that is begun must not take the place of one that is there.
    let run = campaign.run(&["letters", "new", "en"]).ends(2);
    assert!(
        run.stderr.contains("the letters are written in en already"),
        "{}",
        run.transcript()
    );
    // One that is being mended keeps nobody from the report.
    fs::create_dir_all(campaign.path("locales/en")).unwrap();
    campaign.write("locales/en/meta.ftl", "nonsense");
    campaign.run(&["plan"]).ends(2);
    campaign.run(&["report", "--html", "page.html"]).done();
    for network in ["0.0.0.0/0", "192.0.2.0/2", "::/0"] {
        let run = campaign.run(&["suppress", "add", network]).ends(2);
        assert!(run.stderr.contains("surely a slip"), "{}", run.transcript());
    }
    campaign.ok(&["suppress", "add", "10.0.0.0/8"]);
}
