//! README's commands do what README says.
//!
//! A fenced block marked `console` is run: each line that begins with `$ ` is a command, and the lines below it, up
//! to the next command, are what it prints (standard output and standard error together). Where output is shown it
//! must be exactly that, but for a line `...`, which stands for any number of lines; where none is shown, the command
//! must only end well: with 0, or, if it is forewarn, with 1, which means that something is left for a person. All
//! blocks of a file share one shell session that begins at the top of a copy of the repository's `examples/`, with
//! `forewarn` on the path and a fixed clock and campaign key. Blocks marked otherwise (`sh`, `toml`, ...) are not run;
//! scripts of the repository that they name must exist.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::{KEY, NOW, hermetic, repository};

/// One fenced block.
struct Block {
    mark: String,
    /// Line of the fence, from 1.
    line: usize,
    text: Vec<String>,
}

fn blocks(document: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open = false;
    for (place, line) in document.lines().enumerate() {
        if let Some(mark) = line.strip_prefix("```") {
            if !open {
                blocks.push(Block {
                    mark: mark.trim().to_owned(),
                    line: place + 1,
                    text: Vec::new(),
                });
            }
            open = !open;
        } else if open {
            blocks.last_mut().unwrap().text.push(line.to_owned());
        }
    }
    blocks
}

/// The commands of a block, each with what it is shown to print.
fn commands(block: &Block) -> Vec<(String, Vec<String>)> {
    let mut commands: Vec<(String, Vec<String>)> = Vec::new();
    for line in &block.text {
        match line.strip_prefix("$ ") {
            Some(command) => commands.push((command.to_owned(), Vec::new())),
            None => commands
                .last_mut()
                .unwrap_or_else(|| panic!("line {}: output before the first command", block.line))
                .1
                .push(line.clone()),
        }
    }
    for (_, shown) in &mut commands {
        while shown.last().is_some_and(String::is_empty) {
            shown.pop();
        }
    }
    commands
}

/// Whether printed lines are the shown ones, where `...` stands for any number of lines.
fn matches(shown: &[String], printed: &[&str]) -> bool {
    match shown.split_first() {
        None => printed.is_empty(),
        Some((first, rest)) if first.trim() == "..." => {
            (0..=printed.len()).any(|skip| matches(rest, &printed[skip..]))
        }
        Some((first, rest)) => printed
            .split_first()
            .is_some_and(|(line, others)| line.trim_end() == first.trim_end() && matches(rest, others)),
    }
}

/// One shell session in a scratch copy.
struct Session {
    home: tempfile::TempDir,
    folder: PathBuf,
}

impl Session {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir(home.path().join("bin")).unwrap();
        symlink(hermetic().get_program(), home.path().join("bin/forewarn")).unwrap();
        let folder = home.path().join("examples");
        copy(&repository().join("examples"), &folder);
        Self { home, folder }
    }

    /// Runs a command; returns its exit code and what it printed. `cd` and exports last.
    fn run(&mut self, command: &str) -> (i32, String) {
        let place = self.home.path().join("place");
        let script = format!("{command}\ncode=$?; pwd >'{}'; exit $code", place.display());
        let output = Command::new("/bin/bash")
            .args(["-c", &format!("exec 2>&1\n{script}")])
            .current_dir(&self.folder)
            .env_clear()
            .env(
                "PATH",
                format!("{}:/usr/bin:/bin", self.home.path().join("bin").display()),
            )
            .env("TMPDIR", self.home.path())
            .env("FOREWARN", self.home.path().join("bin/forewarn"))
            .env("FOREWARN_NOW", NOW)
            .env("FOREWARN_KEY", KEY)
            .output()
            .unwrap();
        if let Ok(folder) = fs::read_to_string(&place) {
            self.folder = PathBuf::from(folder.trim_end());
        }
        let printed = String::from_utf8(output.stdout).unwrap();
        (output.status.code().expect("no signal"), printed)
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn document(name: &str) -> String {
    fs::read_to_string(repository().join(name)).unwrap()
}

#[test]
fn every_command_prints_what_the_readme_shows() {
    let mut session = Session::new();
    let mut run = Vec::new();
    for block in blocks(&document("README.md")) {
        if block.mark != "console" {
            continue;
        }
        for (command, shown) in commands(&block) {
            let (code, printed) = session.run(&command);
            assert!(
                code == 0 || (code == 1 && command.starts_with("forewarn ")),
                "README.md, block at line {}: {command} ended with {code}:\n{printed}",
                block.line
            );
            let lines: Vec<&str> = printed.trim_end().lines().collect();
            assert!(
                shown.is_empty() || matches(&shown, &lines),
                "README.md, block at line {}: {command} prints\n{printed}\nbut README shows\n{}",
                block.line,
                shown.join("\n")
            );
            run.push(command);
        }
    }
    for verb in ["import", "resolve", "plan", "preview", "send", "status"] {
        assert!(
            run.iter()
                .any(|command| command.contains(&format!("forewarn {verb}"))),
            "README.md does not show the main job's {verb}; it ran {run:?}"
        );
    }
}

#[test]
fn scripts_that_the_readme_names_exist() {
    let readme = document("README.md");
    for name in ["examples/secure-your-server/run", "tests/run"] {
        assert!(readme.contains(name), "README.md does not name {name}");
        let mode = fs::metadata(repository().join(name))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o111, 0o111, "{name} cannot be executed");
    }
}

#[test]
fn shown_output_is_compared_line_by_line() {
    let shown = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    assert!(matches(&shown("a\n...\nc"), &["a", "b", "b", "c"]));
    assert!(matches(&shown("a\n..."), &["a"]));
    assert!(!matches(&shown("a\n...\nc"), &["a", "b"]));
    assert!(!matches(&shown("a"), &["a", "b"]));
    assert!(!matches(&shown("a"), &["b"]));
    let document = "```console\n$ one\nout\n\n$ two\n```\n```sh\nthree\n```\n";
    let blocks = blocks(document);
    assert_eq!(blocks.len(), 2);
    assert_eq!(
        commands(&blocks[0]),
        [
            ("one".to_owned(), vec!["out".to_owned()]),
            ("two".to_owned(), Vec::new())
        ]
    );
}
