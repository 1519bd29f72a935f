//! Nobody listens: a campaign goes out all the same.

use std::io;
use std::process::{Command, Stdio};

use forewarn::gateway::peer::Script;

use crate::support::{Campaign, Scripted, networks, tool};

const LETTERS: usize = 5;

fn planned(server: &Scripted) -> (Campaign, String) {
    let campaign = Campaign::with_gateway(&format!("url = \"{}\"\nconnections = 2", server.url()));
    campaign.flag(&networks(LETTERS));
    let digest = campaign.plan(&["flagged.csv"]);
    (campaign, digest)
}

/// Every letter once, accepted.
fn judge(server: &Scripted, campaign: &Campaign) {
    assert_eq!(server.taken_once(), LETTERS as u64);
    assert_eq!(campaign.letters("accepted"), LETTERS as u64);
}

#[test]
fn closed_stdout_stops_no_send() {
    // A pipe whose reader has gone.
    for arguments in [&["send"][..], &["--json", "send"], &["-v", "-v", "send"]] {
        let server = Scripted::start(Script::default());
        let (campaign, digest) = planned(&server);
        let (reader, writer) = io::pipe().unwrap();
        drop(reader);
        let status = campaign
            .command(&[arguments, &["--approve", &digest]].concat())
            .stdout(writer.try_clone().unwrap())
            .stderr(writer)
            .status()
            .unwrap();
        assert_eq!(status.code(), Some(0), "{arguments:?}");
        judge(&server, &campaign);
    }
}

#[test]
fn streams_that_were_never_open_stop_no_send() {
    let server = Scripted::start(Script::default());
    let (campaign, digest) = planned(&server);
    let program = campaign.command(&[]);
    let status = Command::new(tool("sh"))
        .args(["-c", "exec \"$0\" \"$@\" <&- >&- 2>&-"])
        .arg(program.get_program())
        .args(["send", "--approve", &digest])
        .current_dir(campaign.path(""))
        .env_clear()
        .envs(
            program
                .get_envs()
                .filter_map(|(name, value)| Some((name, value?))),
        )
        .stdin(Stdio::null())
        .status()
        .unwrap();
    assert_eq!(status.code(), Some(0));
    judge(&server, &campaign);
}

#[test]
fn a_full_stdout_is_told_and_hides_no_letter() {
    let server = Scripted::start(Script::default());
    let (campaign, digest) = planned(&server);
    let output = campaign
        .command(&["send", "--approve", &digest])
        .stdout(std::fs::File::options().write(true).open("/dev/full").unwrap())
        .output()
        .unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{stderr}");
    assert!(
        stderr.contains("standard output could not be written"),
        "{stderr}"
    );
    judge(&server, &campaign);
}
