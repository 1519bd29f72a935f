//! `forewarn init`: a campaign folder to begin with.

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::{Summary, at_path};
use crate::config;
use crate::failure::Failure;

const FILES: [(&str, &str); 3] = [
    (config::FILE, include_str!("campaign.toml")),
    ("contacts.csv", include_str!("contacts.csv")),
    ("sample.csv", include_str!("sample.csv")),
];
const FOLDERS: [&str; 2] = ["templates", "locales"];

/// The new folder.
#[derive(Debug)]
pub struct Initialised {
    folder: PathBuf,
}

/// Makes the folder.
///
/// # Errors
/// When there is something in it already, or it cannot be written.
pub fn run(folder: &Path) -> Result<Initialised, Failure> {
    at_path(folder, "create", fs::create_dir_all(folder))?;
    let mut entries = at_path(folder, "read", fs::read_dir(folder))?;
    if let Some(entry) = entries.next() {
        let entry = at_path(folder, "read", entry)?;
        return Err(Failure::usage(format!(
            "{} is not empty: it holds {}",
            folder.display(),
            entry.file_name().display()
        ))
        .hint("give a folder that is empty or does not exist: nothing is ever overwritten"));
    }
    for name in FOLDERS {
        let path = folder.join(name);
        at_path(&path, "create", fs::create_dir(&path))?;
    }
    for (name, text) in FILES {
        let path = folder.join(name);
        at_path(&path, "write", write_new(&path, text))?;
    }
    Ok(Initialised {
        folder: folder.to_owned(),
    })
}

fn write_new(path: &Path, text: &str) -> io::Result<()> {
    let mut file = fs::OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all().or_else(|error| {
        if error.kind() == ErrorKind::InvalidInput {
            Ok(())
        } else {
            Err(error)
        }
    })
}

impl Summary for Initialised {
    fn people(&self, out: &mut dyn Write) -> io::Result<()> {
        let folder = self.folder.display();
        writeln!(out, "{folder} is a campaign folder now. Next:")?;
        writeln!(
            out,
            "  1. fill in [sender], [links] and [gateway] in {folder}/{}",
            config::FILE
        )?;
        writeln!(
            out,
            "  2. forewarn -C {folder} import your.csv        (sample.csv shows the columns)"
        )?;
        writeln!(
            out,
            "  3. forewarn -C {folder} contacts import DUMPS  (or write contacts.csv), then resolve"
        )?;
        writeln!(out, "  4. forewarn -C {folder} plan, preview, send, status")
    }

    fn json(&self) -> serde_json::Value {
        let files: Vec<&str> = FILES.iter().map(|(name, _)| *name).collect();
        serde_json::json!({ "folder": self.folder, "files": files, "folders": FOLDERS })
    }
}
