//! Disks that are full, read-only or another machine's: a clean message, no dot without its note, nothing false in the
//! ledger. (`system_calls.rs` lets each call fail in turn.) The judge is the server's own record.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::process::Command;

use forewarn::gateway::peer::Script;

use crate::support::{Campaign, Run, Scripted, networks, tool};

const LETTERS: usize = 6;

fn planned() -> (Scripted, Campaign, String) {
    let server = Scripted::start(Script::default());
    let campaign = Campaign::with_gateway(&format!("url = \"{}\"\nconnections = 2", server.url()));
    campaign.flag(&networks(LETTERS));
    let digest = campaign.plan(&["flagged.csv"]);
    (server, campaign, digest)
}

/// The program within `script`, a shell's, where `"$@"` is the program and `CAMPAIGN` the campaign's folder; in a mount
/// namespace of its own, so that nothing stays mounted.
fn among_mounts(campaign: &Campaign, script: &str, arguments: &[&str]) -> Run {
    let program = campaign.command(&[]);
    let mut unshare = Command::new(tool("unshare"));
    unshare
        .args(["--mount", "sh", "-euc", script, "sh"])
        .arg(program.get_program())
        .args(arguments)
        .current_dir(campaign.home())
        .env_clear()
        .envs(
            program
                .get_envs()
                .filter_map(|(name, value)| Some((name, value?))),
        )
        .env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
        .env("CAMPAIGN", campaign.path(""));
    Run::of(&mut unshare, arguments, campaign.home())
}

/// What was taken is accepted or in doubt, and nothing else is; then, with room again, every letter gets there once.
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

/// The campaign on a small filesystem that something else fills up to so many KiB, and back again.
fn with_room(kibibytes: u32) -> String {
    format!(
        "mkdir small\nmount -t tmpfs -o size=4m small small\ncp -a \"$CAMPAIGN\"/. small\ncd small\n\
         head -c {kibibytes}K /dev/zero >room\ncat /dev/zero >rest 2>/dev/null || true\nrm room\n\
         code=0\n\"$@\" || code=$?\nrm rest\ncp -a . \"$CAMPAIGN\"\nexit $code"
    )
}

#[test]
fn disk_full_on_a_small_filesystem() {
    let mut stopped = 0;
    for room in [0, 8, 36, 60, 84, 2000] {
        let (server, campaign, digest) = planned();
        let run = among_mounts(&campaign, &with_room(room), &["send", "--approve", &digest]);
        if run.code != Some(0) {
            stopped += 1;
            assert_eq!(run.code, Some(3), "{room} KiB: {}", run.transcript());
            assert!(
                run.stderr.contains("is the disk full"),
                "{room} KiB: {}",
                run.transcript()
            );
        }
        judge(&format!("{room} KiB"), &server, &campaign, &digest);
    }
    assert!(
        (2..=5).contains(&stopped),
        "{stopped} of the disks were too small"
    );
}

#[test]
fn a_ledger_on_a_network_filesystem_is_warned_about() {
    let (server, campaign, digest) = planned();
    // What the program is told about mounts is made up; a shell that becomes the program keeps its process number.
    let script = "echo \"36 1 0:40 / $CAMPAIGN rw,relatime - nfs4 server:/team rw\" >mounts\n\
                  mount --bind mounts /proc/$$/mountinfo\ncd \"$CAMPAIGN\"\nexec \"$@\"";
    let run = among_mounts(&campaign, script, &["send", "--approve", &digest]).ends(0);
    assert!(run.stderr.contains("nfs4"), "{}", run.transcript());
    assert_eq!(server.record().taken.len(), LETTERS);
    let run = campaign.ok(&["send"]);
    assert!(!run.stderr.contains("filesystem"), "{}", run.transcript());
}

#[test]
fn read_only_filesystem_is_told_and_nothing_leaves() {
    let (server, campaign, digest) = planned();
    let script = "mount --bind \"$CAMPAIGN\" \"$CAMPAIGN\"\nmount -o remount,bind,ro \"$CAMPAIGN\"\n\
                  cd \"$CAMPAIGN\"\nexec \"$@\"";
    let run = among_mounts(&campaign, script, &["send", "--approve", &digest]).ends(3);
    assert!(run.stderr.contains("read-only"), "{}", run.transcript());
    assert_eq!(server.record().connections, 0);
}

#[test]
fn read_only_folder_is_told_and_nothing_leaves() {
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
