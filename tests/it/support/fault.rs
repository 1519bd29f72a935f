//! The program, struck at one of its system calls: killed there, or told that the call has failed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use tempfile::TempDir;

use super::{repository, run_tool, tool};

/// The library that strikes, built from `fault.c`.
pub(crate) struct Fault {
    home: TempDir,
}

/// When to strike, and how.
#[derive(Debug, Clone)]
pub(crate) struct Strike {
    /// Names of calls, between commas; see `fault.c` for those that can be had.
    pub(crate) calls: &'static str,
    /// `N`: at the N-th of them; `N+`: from the N-th on; `0`: never.
    pub(crate) at: String,
    /// `KILL`, `EIO` or `ENOSPC`.
    pub(crate) does: &'static str,
}

impl Strike {
    /// Every call that changes something outside the process.
    pub(crate) const ALL: &'static str =
        "fsync,fdatasync,write,writev,pwrite64,send,sendmsg,ftruncate64,unlink,rename";
}

impl Fault {
    /// The library, built at its first use.
    pub(crate) fn library() -> &'static Self {
        static BUILT: OnceLock<Fault> = OnceLock::new();
        BUILT.get_or_init(|| {
            let home = tempfile::tempdir().unwrap();
            let source = repository().join("tests/it/support/fault.c");
            run_tool(
                Command::new(tool("cc"))
                    .args(["-shared", "-fPIC", "-O1", "-Wall", "-Wextra", "-Werror", "-o"])
                    .arg(home.path().join("fault.so"))
                    .arg(source)
                    .arg("-ldl"),
            );
            Self { home }
        })
    }

    /// Its file.
    pub(crate) fn path(&self) -> PathBuf {
        self.home.path().join("fault.so")
    }

    /// The variables that make a command be struck; `tally` will hold a line for each call.
    pub(crate) fn variables(&self, strike: &Strike, tally: &Path) -> [(&'static str, String); 5] {
        [
            ("LD_PRELOAD", self.path().display().to_string()),
            ("FAULT_CALLS", strike.calls.to_owned()),
            ("FAULT_AT", strike.at.clone()),
            ("FAULT_DOES", strike.does.to_owned()),
            ("FAULT_TALLY", tally.display().to_string()),
        ]
    }

    /// The calls that a tally holds, in their order, and whether the program was struck.
    pub(crate) fn tally(file: &Path) -> (Vec<String>, bool) {
        let text = fs::read_to_string(file).unwrap_or_default();
        let calls = text
            .lines()
            .map(|line| line.trim_end_matches(" struck").to_owned());
        (calls.collect(), text.contains(" struck"))
    }
}
