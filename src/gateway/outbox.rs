//! `outbox:DIR`: a gateway that writes each letter into a file, with the same two steps as SMTP.
//!
//! `offer` writes and syncs a temporary file, `release` gives it its name and syncs the folder. A name is given once:
//! the same letter again is fine, another letter under it never happens. Writing blocks the thread, which is well
//! for a folder on a local disk.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::outcome::{Deferral, Outcome, Phase, Reply, Scope};

use super::envelope::Envelope;
use super::fault::{Ended, Stop};

const TEMPORARY: (&str, &str) = (".forewarn-", ".part");

/// A folder that takes letters.
#[derive(Debug)]
pub struct Outbox {
    folder: PathBuf,
}

/// A letter that is written and synced, but has no name yet.
#[derive(Debug)]
pub(super) struct Written {
    file: NamedTempFile,
    target: PathBuf,
    folder: PathBuf,
    name: String,
}

impl Outbox {
    /// The outbox in this folder, which is created if missing; what a killed run left half-written is removed.
    ///
    /// # Errors
    /// [`Stop::Outbox`] when the folder cannot be made or read.
    pub fn open(folder: &Path) -> Result<Self, Stop> {
        let bad = |error: &io::Error| stop(folder, error);
        std::fs::create_dir_all(folder).map_err(|error| bad(&error))?;
        for entry in std::fs::read_dir(folder).map_err(|error| bad(&error))? {
            let entry = entry.map_err(|error| bad(&error))?;
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if name.starts_with(TEMPORARY.0) && name.ends_with(TEMPORARY.1) {
                std::fs::remove_file(entry.path()).map_err(|error| bad(&error))?;
            }
        }
        Ok(Self {
            folder: folder.to_owned(),
        })
    }

    /// Whether the letter with this id is there for good, byte for byte: how an interrupted release is decided
    /// without doubt at the next start.
    ///
    /// # Errors
    /// [`Stop::Outbox`] when that cannot be found out, or another letter has the name.
    pub fn holds(&self, id: &str, letter: &[u8]) -> Result<bool, Stop> {
        let target = self.target(id);
        match std::fs::read(&target) {
            Ok(bytes) if bytes == letter => {
                // The name may have been given and not yet synced when the run was killed.
                sync_folder(&self.folder).map_err(|error| stop(&self.folder, &error))?;
                Ok(true)
            }
            Ok(_) => Err(taken(&target)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(stop(&target, &error)),
        }
    }

    /// Writes the letter under a temporary name and syncs it.
    pub(super) fn offer(&mut self, envelope: &Envelope, letter: &[u8]) -> Result<Written, Ended> {
        envelope.check_id().map_err(Ended::Stop)?;
        self.holds(&envelope.id, letter).map_err(Ended::Stop)?;
        let write = || {
            let mut file = tempfile::Builder::new()
                .prefix(TEMPORARY.0)
                .suffix(TEMPORARY.1)
                .tempfile_in(&self.folder)?;
            file.write_all(letter)?;
            file.as_file().sync_all()?;
            Ok(file)
        };
        let file = write().map_err(|error: io::Error| Ended::Stop(stop(&self.folder, &error)))?;
        Ok(Written {
            file,
            target: self.target(&envelope.id),
            folder: self.folder.clone(),
            name: file_name(&envelope.id),
        })
    }

    fn target(&self, id: &str) -> PathBuf {
        self.folder.join(file_name(id))
    }
}

impl Written {
    /// Gives the file its name, for good.
    pub(super) fn release(self) -> Outcome {
        let Self {
            file,
            target,
            folder,
            name,
        } = self;
        let deferred = |why: String| {
            Outcome::Deferred(Deferral {
                phase: Phase::Dot,
                why,
                reply: None,
                retry_after: None,
                scope: Scope::Gateway,
            })
        };
        if let Err(error) = file.persist_noclobber(&target) {
            let same = error.error.kind() == io::ErrorKind::AlreadyExists
                && matches!((std::fs::read(&target), std::fs::read(error.file.path())), (Ok(a), Ok(b)) if a == b);
            if !same {
                return deferred(format!("{}: {}", target.display(), error.error));
            }
        }
        match sync_folder(&folder) {
            Ok(()) => Outcome::Accepted {
                reply: Reply {
                    code: 250,
                    enhanced: None,
                    text: format!("written as {name}"),
                },
                queue_id: Some(name),
            },
            Err(error) => Outcome::Unknown {
                why: format!("{}: {error}", folder.display()),
            },
        }
    }
}

fn file_name(id: &str) -> String {
    format!("{id}.eml")
}

fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

fn stop(path: &Path, error: &io::Error) -> Stop {
    Stop::Outbox {
        path: path.to_owned(),
        why: error.to_string(),
    }
}

fn taken(path: &Path) -> Stop {
    Stop::Outbox {
        path: path.to_owned(),
        why: "another letter has this name".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn envelope(id: &str) -> Envelope {
        Envelope {
            from: "bounce@sender.example".to_owned(),
            to: "abuse@isp.example".to_owned(),
            id: id.to_owned(),
        }
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn nothing_has_the_name_before_release() {
        let folder = tempfile::tempdir().unwrap();
        let mut outbox = Outbox::open(folder.path()).unwrap();
        let written = outbox.offer(&envelope("a1"), b"x\r\n").unwrap();
        assert!(!outbox.holds("a1", b"x\r\n").unwrap());
        assert!(matches!(written.release(), Outcome::Accepted { .. }));
        assert!(outbox.holds("a1", b"x\r\n").unwrap());
        assert_eq!(names(folder.path()), ["a1.eml"]);
        assert_eq!(std::fs::read(folder.path().join("a1.eml")).unwrap(), b"x\r\n");
    }

    #[test]
    fn a_letter_not_released_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let mut outbox = Outbox::open(folder.path()).unwrap();
        drop(outbox.offer(&envelope("a1"), b"x\r\n").unwrap());
        assert!(names(folder.path()).is_empty());
    }

    #[test]
    fn the_same_letter_again_is_fine_and_another_never_takes_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let mut outbox = Outbox::open(folder.path()).unwrap();
        for _ in 0..2 {
            let written = outbox.offer(&envelope("a1"), b"x\r\n").unwrap();
            assert!(matches!(written.release(), Outcome::Accepted { .. }));
        }
        assert!(matches!(
            outbox.offer(&envelope("a1"), b"y\r\n"),
            Err(Ended::Stop(Stop::Outbox { .. }))
        ));
        // The other letter may come in between as well.
        let written = outbox.offer(&envelope("a2"), b"x\r\n").unwrap();
        std::fs::write(folder.path().join("a2.eml"), b"y\r\n").unwrap();
        assert!(matches!(written.release(), Outcome::Deferred(_)));
        assert_eq!(std::fs::read(folder.path().join("a2.eml")).unwrap(), b"y\r\n");
    }

    #[test]
    fn clears_what_a_killed_run_left_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        for name in [".forewarn-abc.part", "kept.eml", ".forewarn-notes", "x.part"] {
            std::fs::write(folder.path().join(name), b"x").unwrap();
        }
        Outbox::open(folder.path()).unwrap();
        assert_eq!(names(folder.path()), [".forewarn-notes", "kept.eml", "x.part"]);
    }

    #[test]
    fn ids_stay_inside_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        let mut outbox = Outbox::open(folder.path()).unwrap();
        for id in ["../a", "a/b", ".hidden", "", "a b", "a\0", &"a".repeat(101)] {
            assert!(
                matches!(
                    outbox.offer(&envelope(id), b""),
                    Err(Ended::Stop(Stop::Letter { .. }))
                ),
                "{id:?}"
            );
        }
    }

    #[test]
    fn a_folder_that_is_none_stops_the_campaign() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        std::fs::write(&file, b"").unwrap();
        assert!(matches!(Outbox::open(&file), Err(Stop::Outbox { .. })));
    }
}
