//! Struck at each system call of a short campaign in turn: killed there, or told that the disk has failed. Whatever the
//! moment: nothing false in the ledger, no dot without its note, no letter lost or doubled (G1 to G5).
//!
//! The judge is the server's own record. `support/fault.c` strikes; strace witnesses that it misses no call.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use forewarn::gateway::peer::Script;

use crate::support::{Campaign, Fault, Run, Scripted, Strike, networks, tool};

/// Two, so that the second is announced with the first one's dot, and its note carries the first one's acceptance.
const LETTERS: usize = 2;

/// Runs at a time.
const LANES: usize = 4;

/// Calls of a run beyond which something is wrong with the test.
const MOST: usize = 400;

/// A planned campaign whose gateway is not decided yet.
struct Story {
    campaign: Campaign,
    digest: String,
    letters: BTreeMap<String, Vec<u8>>,
}

impl Story {
    fn new() -> Self {
        Self::with("")
    }

    /// With further settings.
    fn with(more: &str) -> Self {
        let campaign =
            Campaign::with_gateway(&format!("url = \"smtp://127.0.0.1:9\"\nconnections = 1\n{more}"));
        campaign.flag(&networks(LETTERS));
        let digest = campaign.plan(&["flagged.csv"]);
        let letters = campaign.approved(&digest);
        Self {
            campaign,
            digest,
            letters,
        }
    }

    /// Its campaign once more, towards this server.
    fn towards(&self, server: &Scripted) -> Campaign {
        let twin = self.campaign.twin();
        let settings = twin.read("campaign.toml");
        twin.write(
            "campaign.toml",
            settings.replace("smtp://127.0.0.1:9", &server.url()),
        );
        twin
    }

    fn send(&self) -> [&str; 3] {
        ["send", "--approve", &self.digest]
    }

    /// A send that is struck, and what the tally says: the calls, and whether it was.
    fn struck(&self, campaign: &Campaign, strike: &Strike) -> (Run, Vec<String>, bool) {
        let tally = campaign.home().join("tally");
        let mut send = campaign.command(&self.send());
        send.envs(Fault::library().variables(strike, &tally));
        let run = Run::of(&mut send, &self.send(), campaign.home());
        let (calls, struck) = Fault::tally(&tally);
        (run, calls, struck)
    }

    /// What must hold after the run, after the next one, and after a person has settled what is in doubt.
    fn judge(&self, name: &str, server: &Scripted, campaign: &Campaign) {
        let taken = |recipient: &str| {
            let record = server.record();
            let of = |to: &Vec<String>| to.iter().any(|to| to == recipient);
            record.taken.iter().filter(|taken| of(&taken.to)).count()
        };
        // Looking for doubts is a start: what was interrupted is decided now.
        let doubted: Vec<String> = campaign.json(&["settle"])["letters"]
            .as_array()
            .unwrap()
            .iter()
            .map(|doubt| doubt["letter"]["recipient"].as_str().unwrap().to_owned())
            .collect();
        assert!(
            doubted.len() <= 1,
            "{name}: over one connection in doubt: {doubted:?}"
        );
        let accepted = campaign.letters("accepted");
        let sure = self.letters.keys().filter(|to| !doubted.contains(to));
        let arrived = sure.clone().filter(|to| taken(to) == 1).count();
        // No false acceptance, and no dot without its note: what has arrived is accepted, unless it is in doubt.
        assert_eq!(accepted, arrived as u64, "{name}: in doubt {doubted:?}");
        let dots = server.record().dots as u64;
        assert!(
            dots <= accepted + doubted.len() as u64,
            "{name}: {dots} dots, {accepted} accepted, in doubt {doubted:?}"
        );

        // The next send brings what is left, and leaves alone what is in doubt.
        let before: BTreeMap<&String, usize> = self.letters.keys().map(|to| (to, taken(to))).collect();
        campaign.run(&self.send()).ends(i32::from(!doubted.is_empty()));
        for (to, before) in before {
            let expected = if doubted.contains(to) { before } else { 1 };
            assert!(expected <= 1, "{name}: {to} was doubled");
            assert_eq!(taken(to), expected, "{name}: {to}, in doubt {doubted:?}");
        }
        if !doubted.is_empty() {
            campaign.ok(&["settle", "--resend"]);
            campaign.ok(&["send"]);
        }
        assert_eq!(campaign.letters("accepted"), LETTERS as u64, "{name}");
        for copy in server.record().taken {
            assert!(
                self.letters[&copy.to[0]] == copy.letter,
                "{name}: a copy for {:?} differs from what was approved",
                copy.to
            );
        }
        for to in self.letters.keys() {
            let copies = 1..=1 + usize::from(doubted.contains(to));
            assert!(copies.contains(&taken(to)), "{name}: {} of {to}", taken(to));
        }
    }

    /// Strikes at the first call, the second, and so on until a run comes through; `then` looks at the run.
    /// Returns the calls of a whole run.
    fn at_every(
        &self,
        calls: &'static str,
        does: &'static str,
        onwards: &str,
        then: impl Fn(&str, &Run) + Sync,
    ) -> usize {
        let next = AtomicUsize::new(1);
        let through = AtomicUsize::new(usize::MAX);
        std::thread::scope(|scope| {
            for _ in 0..LANES {
                scope.spawn(|| {
                    loop {
                        let number = next.fetch_add(1, Ordering::Relaxed);
                        if number > through.load(Ordering::Relaxed) {
                            break;
                        }
                        assert!(number <= MOST, "no end of the calls");
                        let server = Scripted::start(Script::default());
                        let campaign = self.towards(&server);
                        let at = format!("{number}{onwards}");
                        let (run, calls, struck) = self.struck(&campaign, &Strike { calls, at, does });
                        let met = calls.get(number - 1).map_or("nothing", String::as_str);
                        let name = format!("{does} at call {number} ({met})");
                        if struck {
                            then(&name, &run);
                        } else {
                            through.fetch_min(number, Ordering::Relaxed);
                            assert_eq!(run.code, Some(0), "{name}: {}", run.transcript());
                        }
                        self.judge(&name, &server, &campaign);
                    }
                });
            }
        });
        through.into_inner() - 1
    }
}

/// Killed outright: no exit code, and the rest of the judgement is the story's.
fn killed(name: &str, run: &Run) {
    assert_eq!(run.code, None, "{name}: {}", run.transcript());
}

/// Either the failure did not matter (a checkpoint that can be made later), or it was told as what it is.
fn told(name: &str, run: &Run) {
    let clean = match run.code {
        Some(0 | 1) => true,
        Some(3) => run.stderr.contains("is the disk full"),
        _ => false,
    };
    assert!(clean, "{name}: {}", run.transcript());
    assert!(!run.stderr.contains("panicked"), "{name}: {}", run.transcript());
}

#[test]
fn sigkill_at_every_system_call() {
    let calls = Story::new().at_every(Strike::ALL, "KILL", "", killed);
    println!("killed at each of {calls} calls");
    assert!(calls >= 30, "only {calls} calls were met");
}

#[test]
fn sigkill_at_every_system_call_where_a_kill_is_all_to_survive() {
    // With `process` the notes are with the kernel, not on the disk: for a kill that has to do.
    let story = Story::with("[ledger]\ndurability = \"process\"");
    let calls = story.at_every(Strike::ALL, "KILL", "", killed);
    println!("killed at each of {calls} calls");
    assert!(calls >= 20, "only {calls} calls were met");
}

#[test]
fn eio_at_fsync_once_and_for_good() {
    let story = Story::new();
    for onwards in ["", "+"] {
        let syncs = story.at_every("fsync,fdatasync", "EIO", onwards, told);
        println!("EIO{onwards} at each of {syncs} syncs");
        assert!(syncs >= 4, "only {syncs} syncs were met");
    }
}

#[test]
fn disk_full_at_every_write_to_the_ledger() {
    let story = Story::new();
    for onwards in ["", "+"] {
        let writes = story.at_every("pwrite64,ftruncate64", "ENOSPC", onwards, told);
        println!("ENOSPC{onwards} at each of {writes} writes");
        assert!(writes >= 10, "only {writes} writes were met");
    }
}

#[test]
fn the_strikes_miss_no_call() {
    let story = Story::new();
    let server = Scripted::start(Script::default());
    let campaign = story.towards(&server);
    let (tally, trace) = (campaign.home().join("tally"), campaign.home().join("trace"));
    let never = Strike {
        calls: Strike::ALL,
        at: "0".to_owned(),
        does: "KILL",
    };
    let program = campaign.command(&[]);
    let mut strace = Command::new(tool("strace"));
    strace.args(["-f", "-qq", "-o"]).arg(&trace);
    strace.args([
        "-e",
        "trace=fsync,fdatasync,write,writev,pwrite64,pwritev,pwritev2,sendto,sendmsg,sendmmsg,ftruncate,unlink,unlinkat,\
         rename,renameat,renameat2,fallocate,sync_file_range,syncfs,msync,copy_file_range,sendfile,splice",
    ]);
    for (name, value) in Fault::library().variables(&never, &tally) {
        strace.arg("-E").arg(format!("{name}={value}"));
    }
    strace
        .arg(program.get_program())
        .args(story.send())
        .current_dir(campaign.path(""))
        .env_clear()
        .envs(
            program
                .get_envs()
                .filter_map(|(name, value)| Some((name, value?))),
        );
    Run::of(&mut strace, &story.send(), campaign.home()).ends(0);
    assert_eq!(traced(&trace), counted(&tally));
}

/// How often the program made each call, by strace: without the tally's own lines.
fn traced(file: &Path) -> BTreeMap<String, usize> {
    let text = fs::read_to_string(file).unwrap();
    let mut seen = BTreeMap::new();
    for line in text.lines() {
        // `1234  write(3, "x", 1) = 1`; a call that another thread interrupts has a second line, `<... write resumed>`.
        let Some((name, _)) = line
            .split_whitespace()
            .nth(1)
            .and_then(|word| word.split_once('('))
        else {
            continue;
        };
        let own = Strike::ALL
            .split(',')
            .any(|call| line.contains(&format!("\"{call}\\n\"")));
        if name == "write" && own {
            continue;
        }
        // What libc calls send is the kernel's sendto.
        let name = match name {
            "sendto" => "send",
            "ftruncate" => "ftruncate64",
            other => other,
        };
        *seen.entry(name.to_owned()).or_default() += 1;
    }
    seen
}

fn counted(tally: &Path) -> BTreeMap<String, usize> {
    let mut seen = BTreeMap::new();
    for call in Fault::tally(tally).0 {
        *seen.entry(call).or_default() += 1;
    }
    seen
}
