//! Returned mail read as `forewarn bounces` reads it, and nothing more; and the least that marking it costs.
//!
//! Run by `tests/bench bounces`: `read CAMPAIGN MAILDIR REPORTS` reads every message, checks its token, and ends well if that
//! many are delivery reports with a status, each with a genuine token. `mark MAILDIR` opens, reads and renames every message
//! over two threads, looking at none: no program that marks messages is faster than that.

#![expect(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a benchmark on data of its own making: it may stop short"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use forewarn::ledger::{Access, Ledger};
use forewarn::message::CampaignKey;
use forewarn::pickup::reading::{Known, each_batch};
use forewarn::pickup::{PickupError, Source};

fn main() {
    let words: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with("--"))
        .collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["read", campaign, maildir, reports] => {
            let expected: usize = reports.parse().expect("a number");
            assert_eq!(read(Path::new(campaign), maildir), expected, "delivery reports");
        }
        ["mark", maildir] => mark(Path::new(maildir)),
        _ => println!("returned read CAMPAIGN MAILDIR REPORTS, or mark MAILDIR: see tests/bench"),
    }
}

/// How many messages are delivery reports with a status and a genuine token.
fn read(campaign: &Path, maildir: &str) -> usize {
    let ledger = Ledger::open(campaign, Access::Read, &|| [0; 32]).expect("a ledger");
    let key = CampaignKey::new(ledger.key().expect("its key"));
    let source = Source::parse(maildir, Path::new("")).expect("a Maildir");
    let messages = source.messages().expect("its messages");
    let mut reports = 0;
    each_batch::<PickupError>(messages, &Known::new(), &key, &mut |items| {
        let told = items.iter().filter(|item| {
            let told = item.content.as_ref().is_ok_and(|returned| {
                let first = returned.reports.first();
                returned.form == "rfc3464" && first.is_some_and(|report| report.status.is_some())
            });
            told && item.token.is_some()
        });
        reports += told.count();
        Ok(())
    })
    .expect("messages that can be read");
    reports
}

/// Moves every message of `new` to `cur`, read and marked as seen.
fn mark(maildir: &Path) {
    let [new, cur] = ["new", "cur"].map(|part| maildir.join(part));
    let mut paths: Vec<PathBuf> = fs::read_dir(new)
        .expect("a Maildir")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort_unstable();
    let next = AtomicUsize::new(0);
    let work = || {
        while let Some(path) = paths.get(next.fetch_add(1, Ordering::Relaxed)) {
            let octets = fs::read(path).expect("a message");
            assert!(!octets.is_empty(), "{} is empty", path.display());
            let mut name = path.file_name().expect("its name").to_owned();
            name.push(":2,S");
            fs::rename(path, cur.join(name)).expect("room for it in cur");
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(work);
        work();
    });
}
