//! The list of suppressions that several campaigns share: a CSV file that each of them reads before it plans or sends,
//! and writes whenever somebody must not be written to.
//!
//! Guarantees: a reader sees the list before or after a change, never half of it (written beside, synced, renamed);
//! two writers wait for each other (a lock on `FILE.lock`); an entry is only ever lost by removing it on purpose. A
//! file that cannot be read stops planning and sending.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::{Cause, LedgerError, Suppression, SuppressionKind};
use crate::folder::folder_of;

const HEADER: [&str; 5] = ["what", "cause", "reason", "since", "campaign"];

/// The shared file, and what this campaign calls itself in it.
#[derive(Debug, Clone)]
pub(super) struct SharedFile {
    path: PathBuf,
    campaign: String,
}

/// What tells one version of the file from another; a rename always changes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp(Option<(u64, u64, i64, i64)>);

impl SharedFile {
    pub(super) fn new(path: &Path, campaign: &str) -> Self {
        Self {
            path: path.to_owned(),
            campaign: campaign.to_owned(),
        }
    }

    fn wrong(&self, problem: impl std::fmt::Display) -> LedgerError {
        LedgerError::Shared {
            path: self.path.clone(),
            problem: problem.to_string(),
            source: None,
        }
    }

    fn failed(&self, error: io::Error) -> LedgerError {
        LedgerError::Shared {
            path: self.path.clone(),
            problem: error.to_string(),
            source: Some(error),
        }
    }

    /// What a reader of CSV says: of the text, or of the file.
    fn unreadable(&self, error: csv::Error) -> LedgerError {
        match error.kind() {
            csv::ErrorKind::Io(source) => self.failed(
                source
                    .raw_os_error()
                    .map_or_else(|| source.kind().into(), io::Error::from_raw_os_error),
            ),
            _ => self.wrong(error),
        }
    }

    pub(super) fn stamp(&self) -> Result<Stamp, LedgerError> {
        match fs::metadata(&self.path) {
            Ok(meta) => Ok(Stamp(Some((
                meta.ino(),
                meta.len(),
                meta.mtime(),
                meta.mtime_nsec(),
            )))),
            Err(error) if error.kind() == ErrorKind::NotFound && folder_of(&self.path).is_dir() => {
                Ok(Stamp(None))
            }
            Err(error) => Err(self.failed(error)),
        }
    }

    /// The list itself, where the path is a link to it.
    fn real(&self) -> PathBuf {
        fs::canonicalize(&self.path).unwrap_or_else(|_| self.path.clone())
    }

    /// A file beside the list, its name with this at its end.
    fn beside(&self, end: &str) -> PathBuf {
        let mut name = self.real().into_os_string();
        name.push(end);
        name.into()
    }

    /// The entries; none when the file does not exist yet.
    pub(super) fn read(&self) -> Result<Vec<Suppression>, LedgerError> {
        if self.stamp()? == Stamp(None) {
            return Ok(Vec::new());
        }
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .from_path(&self.path)
            .map_err(|error| self.unreadable(error))?;
        let header = reader.headers().map_err(|error| self.unreadable(error))?;
        if header.get(0).map(str::trim) != HEADER.first().copied() {
            return Err(self.wrong(format!("its first line must be {}", HEADER.join(","))));
        }
        let mut entries = Vec::new();
        for record in reader.records() {
            let record = record.map_err(|error| self.unreadable(error))?;
            let line = record.position().map_or(0, csv::Position::line);
            let field = |at: usize| record.get(at).unwrap_or_default().trim();
            if field(0).is_empty() {
                continue;
            }
            let what = SuppressionKind::parse(field(0))
                .ok_or_else(|| self.wrong(format!("line {line}: {:?} cannot be suppressed", field(0))))?;
            entries.push(Suppression {
                value: what.to_string(),
                kind: what.kind().to_owned(),
                // A cause that nobody knows forbids as much as any.
                cause: Cause::from_slug(field(1)).unwrap_or(Cause::Operator),
                reason: field(2).to_owned(),
                added_at: field(3).parse().unwrap_or(Timestamp::UNIX_EPOCH),
                shared_by: Some(field(4).to_owned()),
            });
        }
        Ok(entries)
    }

    /// Adds these; an entry of another cause than a bounce takes the place of one of a bounce. Durable when it returns.
    pub(super) fn add(
        &self,
        new: &[(SuppressionKind, Cause, String)],
        at: Timestamp,
    ) -> Result<(), LedgerError> {
        if new.is_empty() {
            return Ok(());
        }
        self.change(|entries| {
            for (what, cause, reason) in new {
                let value = what.to_string();
                let entry = Suppression {
                    kind: what.kind().to_owned(),
                    cause: *cause,
                    reason: reason.clone(),
                    added_at: at,
                    shared_by: Some(self.campaign.clone()),
                    value,
                };
                match entries.iter_mut().find(|known| known.value == entry.value) {
                    Some(known) if *cause == Cause::Bounce || known.cause == *cause => {}
                    Some(known) => *known = entry,
                    None => entries.push(entry),
                }
            }
        })
    }

    /// Takes these out; whether any was there. Durable when it returns.
    pub(super) fn remove(&self, what: &SuppressionKind) -> Result<bool, LedgerError> {
        let value = what.to_string();
        if !self.read()?.iter().any(|entry| entry.value == value) {
            return Ok(false);
        }
        self.change(|entries| entries.retain(|entry| entry.value != value))?;
        Ok(true)
    }

    fn change(&self, work: impl FnOnce(&mut Vec<Suppression>)) -> Result<(), LedgerError> {
        let lock = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .open(self.beside(".lock"))
            .map_err(|error| self.failed(error))?;
        lock.lock().map_err(|error| self.failed(error))?;
        let mut entries = self.read()?;
        work(&mut entries);
        self.replace(&entries).map_err(|error| self.failed(error))
    }

    /// Writes the whole list anew. Only under the lock: the name beside it is always the same, so that a killed writer
    /// leaves nothing that the next one does not write over.
    fn replace(&self, entries: &[Suppression]) -> io::Result<()> {
        let beside = self.beside(".new");
        let mut file = File::create(&beside)?;
        let mode = fs::metadata(&self.path).map_or(0o640, |meta| meta.permissions().mode());
        file.set_permissions(fs::Permissions::from_mode(mode))?;
        {
            let mut writer = csv::Writer::from_writer(&mut file);
            writer.write_record(HEADER)?;
            for entry in entries {
                let since = format!("{:.0}", entry.added_at);
                let by = entry.shared_by.as_deref().unwrap_or_default();
                writer.write_record([&entry.value, entry.cause.as_str(), &entry.reason, &since, by])?;
            }
            writer.flush()?;
        }
        file.sync_all()?;
        let real = self.real();
        fs::rename(&beside, &real)?;
        File::open(real.parent().unwrap_or(folder_of(&self.path)))?.sync_all()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(text: &str) -> SuppressionKind {
        SuppressionKind::parse(text).unwrap()
    }

    #[test]
    fn what_one_campaign_adds_another_reads() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("list.csv");
        let (one, two) = (SharedFile::new(&path, "one"), SharedFile::new(&path, "two"));
        let at: Timestamp = "2026-11-21T14:05:00Z".parse().unwrap();
        assert!(two.read().unwrap().is_empty());
        let before = two.stamp().unwrap();
        one.add(
            &[(
                kind("a@b.example"),
                Cause::OptOut,
                "asked, \"twice\"\nby mail".to_owned(),
            )],
            at,
        )
        .unwrap();
        assert_ne!(two.stamp().unwrap(), before);
        let read = two.read().unwrap();
        assert_eq!(read[0].value, "a@b.example");
        assert_eq!((read[0].cause, read[0].added_at), (Cause::OptOut, at));
        assert_eq!(read[0].shared_by.as_deref(), Some("one"));
        // A later bounce takes nothing away from the wish.
        two.add(&[(kind("a@b.example"), Cause::Bounce, "x".to_owned())], at)
            .unwrap();
        assert_eq!(one.read().unwrap()[0].cause, Cause::OptOut);
        assert!(two.remove(&kind("a@b.example")).unwrap() && !two.remove(&kind("a@b.example")).unwrap());
    }

    #[test]
    fn a_list_behind_a_link_is_one_list() {
        let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (path, link) = (folder.path().join("list.csv"), other.path().join("link.csv"));
        let at = Timestamp::UNIX_EPOCH;
        SharedFile::new(&path, "one")
            .add(&[(kind("a.example"), Cause::OptOut, String::new())], at)
            .unwrap();
        std::os::unix::fs::symlink(&path, &link).unwrap();
        SharedFile::new(&link, "two")
            .add(&[(kind("b.example"), Cause::OptOut, String::new())], at)
            .unwrap();
        assert_eq!(SharedFile::new(&path, "one").read().unwrap().len(), 2);
        assert_eq!(
            fs::read_dir(other.path()).unwrap().count(),
            1,
            "nothing beside the link"
        );
    }

    #[test]
    fn writers_at_the_same_time_lose_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("list.csv");
        std::thread::scope(|scope| {
            for writer in 0..4 {
                let file = SharedFile::new(&path, "x");
                scope.spawn(move || {
                    for n in 0..10 {
                        let what = kind(&format!("a{writer}-{n}@b.example"));
                        file.add(&[(what, Cause::Bounce, String::new())], Timestamp::UNIX_EPOCH)
                            .unwrap();
                    }
                });
            }
        });
        assert_eq!(SharedFile::new(&path, "x").read().unwrap().len(), 40);
    }

    #[test]
    fn a_list_that_makes_no_sense_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("list.csv");
        let file = SharedFile::new(&path, "x");
        for (text, problem) in [
            ("mail,why\na@b.example,x\n", "first line"),
            ("what,cause\na@b.example,opt-out\nnonsense,x\n", "line 3"),
        ] {
            fs::write(&path, text).unwrap();
            assert!(file.read().unwrap_err().to_string().contains(problem));
        }
        let nowhere = SharedFile::new(&folder.path().join("no/list.csv"), "x");
        assert!(nowhere.read().is_err());
    }
}
