//! Disks that fail in the middle of a send: a clean message, no dot without its note, nothing false in the ledger.
//!
//! strace makes the system calls of the program fail; the judge is the server's own record.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::process::Command;

use forewarn::gateway::peer::Script;

use crate::support::{Campaign, Network, Run, Scripted, hermetic, networks, tool};

const LETTERS: usize = 6;

fn planned() -> (Scripted, Campaign, String) {
    let server = Scripted::start(Script::default());
    let campaign = Campaign::with_gateway(&format!("url = \"{}\"\nconnections = 2", server.url()));
    let some = networks(LETTERS);
    campaign.write("contacts.csv", Network::rules(&some));
    campaign.write("flagged.csv", Network::flagged(&some));
    let digest = campaign.plan(&["flagged.csv"]);
    (server, campaign, digest)
}

/// A send during which system calls fail as `fault` says, in strace's words.
fn send_with(campaign: &Campaign, digest: &str, fault: &str) -> Run {
    let program = campaign.command(&[]).get_program().to_owned();
    let mut strace = Command::new(tool("strace"));
    strace
        .args(["-f", "-qq", "-o", "/dev/null", "-e", &format!("inject={fault}")])
        .arg(program)
        .args(["send", "--approve", digest])
        .current_dir(campaign.path(""))
        .env_clear()
        .envs(
            hermetic()
                .get_envs()
                .filter_map(|(name, value)| Some((name, value?))),
        );
    Run::of(&mut strace, &["send", "(under strace)"], campaign.home())
}

/// Whatever failed: after the next start every letter that the server took is accepted or in doubt, and no other is
/// accepted; after settling and one more send each has been taken exactly once, but for those resent.
fn judge(name: &str, server: &Scripted, campaign: &Campaign, digest: &str) {
    campaign.run(&["settle"]).done();
    let taken = server.record().taken.len() as u64;
    let (accepted, unknown) = (campaign.letters("accepted"), campaign.letters("unknown"));
    assert!(
        accepted <= taken && taken <= accepted + unknown,
        "{name}: {accepted} {taken} {unknown}"
    );
    assert!(unknown <= 2, "{name}: {unknown} in doubt over two connections");
    campaign.run(&["settle", "--assume-sent"]).done();
    campaign.run(&["send", "--approve", digest]).done();
    let record = server.record();
    let mut recipients: Vec<_> = record.taken.iter().map(|taken| taken.to.clone()).collect();
    recipients.sort();
    let copies = recipients.len();
    recipients.dedup();
    assert_eq!(recipients.len(), copies, "{name}: a letter was doubled");
    assert_eq!(campaign.letters("accepted"), LETTERS as u64, "{name}");
    assert!(
        copies as u64 + unknown >= LETTERS as u64,
        "{name}: a letter was lost"
    );
}

#[test]
fn a_sync_that_fails_or_a_full_disk_stops_the_send_before_the_dot() {
    let (first, campaign, digest) = planned();
    let (settings, ledger) = (campaign.read("campaign.toml"), campaign.path("ledger.sqlite"));
    let untouched = fs::read(&ledger).unwrap();
    let faults = [1, 3, 4, 6]
        .map(|n| format!("fsync,fdatasync:error=EIO:when={n}+"))
        .into_iter()
        .chain([4, 12, 20].map(|n| format!("pwrite64:error=ENOSPC:when={n}+")));
    let mut stopped = 0;
    for fault in faults {
        let server = Scripted::start(Script::default());
        campaign.write("campaign.toml", settings.replace(&first.url(), &server.url()));
        campaign.write("ledger.sqlite", &untouched);
        let run = send_with(&campaign, &digest, &fault);
        if run.code != Some(0) {
            stopped += 1;
            assert_eq!(run.code, Some(3), "{fault}: {}", run.transcript());
            assert!(
                run.stderr.contains("is the disk full"),
                "{fault}: {}",
                run.transcript()
            );
        }
        judge(&fault, &server, &campaign, &digest);
    }
    assert!(stopped >= 4, "only {stopped} of the faults were met");
}

#[test]
fn a_folder_that_cannot_be_written_is_told_and_nothing_leaves() {
    let (server, campaign, digest) = planned();
    let nobody = 65534;
    for (path, mode) in [("", 0o555), ("ledger.sqlite", 0o444)] {
        fs::set_permissions(campaign.path(path), fs::Permissions::from_mode(mode)).unwrap();
        chown(campaign.path(path), Some(nobody), Some(nobody)).unwrap();
    }
    fs::set_permissions(campaign.home(), fs::Permissions::from_mode(0o755)).unwrap();
    let copy = campaign.home().join("forewarn");
    fs::copy(campaign.command(&[]).get_program(), &copy).unwrap();
    fs::set_permissions(&copy, fs::Permissions::from_mode(0o755)).unwrap();
    let mut send = Command::new(tool("setpriv"));
    send.args(["--reuid=65534", "--regid=65534", "--clear-groups"])
        .arg(copy)
        .args(["send", "--approve", &digest])
        .current_dir(campaign.path(""));
    let run = Run::of(&mut send, &["send", "(as nobody)"], campaign.home()).ends(3);
    assert!(
        run.stderr.contains("cannot open") && run.stderr.contains("read-only"),
        "{}",
        run.transcript()
    );
    assert_eq!(server.record().connections, 0);
}
