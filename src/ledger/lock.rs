//! One process at a time changes a ledger (G6).

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;

use super::LedgerError;

const FILE: &str = "ledger.lock";
/// How often an owner's name is looked for that is not there yet, and the time between.
const LOOKS: u32 = 20;
const BETWEEN: Duration = Duration::from_millis(5);

/// Proof that no other process changes this ledger; released when dropped, and by the kernel when the process ends
/// in whatever way.
#[derive(Debug)]
pub struct Lock {
    file: File,
    /// The folder is locked too: a lock file can be removed by somebody who takes it for a left-over.
    _folder: File,
}

impl Lock {
    /// Takes the lock of the ledger in `folder`, without waiting.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] with the owner's process id, command and start time.
    pub fn take(folder: &Path, command: &str, now: Timestamp) -> Result<Self, LedgerError> {
        let path = folder.join(FILE);
        let unopenable = |source| LedgerError::Unopenable {
            path: path.clone(),
            source,
        };
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(&path)
            .map_err(unopenable)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(LedgerError::Busy {
                    owner: owner(&mut file),
                });
            }
            Err(TryLockError::Error(source)) => return Err(unopenable(source)),
        }
        let whole = File::open(folder).map_err(unopenable)?;
        // Where folders cannot be locked (some network filesystems) the file has to do.
        if matches!(whole.try_lock(), Err(TryLockError::WouldBlock)) {
            return Err(LedgerError::Busy {
                owner: "its lock file was removed".to_owned(),
            });
        }
        let line = format!(
            "process {}, forewarn {command}, since {now:.0}\n",
            std::process::id()
        );
        file.rewind().map_err(unopenable)?;
        file.write_all(line.as_bytes()).map_err(unopenable)?;
        // What a killed owner has left is longer, perhaps.
        file.set_len(line.len() as u64).map_err(unopenable)?;
        Ok(Self { file, _folder: whole })
    }
}

impl Drop for Lock {
    /// Nobody must read this name once the lock is another's who has not written its own yet.
    fn drop(&mut self) {
        let _ = self.file.set_len(0);
    }
}

/// Who holds the lock; one who has just taken it writes its name in a moment.
fn owner(file: &mut File) -> String {
    for look in 0..LOOKS {
        if look > 0 {
            std::thread::sleep(BETWEEN);
        }
        let mut text = String::new();
        if file.rewind().is_err() || file.read_to_string(&mut text).is_err() {
            break;
        }
        if let Some((line, _)) = text.split_once('\n') {
            return line.to_owned();
        }
    }
    "its name could not be read".to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_taker_is_told_who_holds_it() {
        let folder = tempfile::tempdir().unwrap();
        let now: Timestamp = "2026-11-21T14:05:00Z".parse().unwrap();
        let held = Lock::take(folder.path(), "send", now).unwrap();
        let error = Lock::take(folder.path(), "plan", now).unwrap_err().to_string();
        assert!(
            error.contains(&format!("process {}", std::process::id())),
            "{error}"
        );
        assert!(
            error.contains("forewarn send") && error.contains("2026-11-21T14:05:00Z"),
            "{error}"
        );
        std::fs::remove_file(folder.path().join(FILE)).unwrap();
        assert!(matches!(
            Lock::take(folder.path(), "plan", now),
            Err(LedgerError::Busy { .. })
        ));
        drop(held);
        Lock::take(folder.path(), "plan", now).unwrap();
    }
}
