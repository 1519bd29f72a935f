//! Messages of a Maildir are marked while further ones are read.

use std::io;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use crate::failure::Failure;
use crate::pickup::mark_seen;

/// Batches of messages that may wait to be marked.
const WAITING: usize = 2;

/// Takes the paths of messages that are to be marked: what they said is durable.
pub(super) type Durable = SyncSender<Vec<PathBuf>>;

/// Does `work`, and marks what it hands over in a thread of its own. All of it is marked when this returns, whether the
/// work succeeded or not; with the first failure to mark, if any.
pub(super) fn meanwhile<T>(
    work: impl FnOnce(&Durable) -> Result<T, Failure>,
) -> (Result<T, Failure>, Option<io::Error>) {
    std::thread::scope(|scope| {
        let (durable, paths) = sync_channel(WAITING);
        let marking = scope.spawn(move || mark(&paths));
        let done = work(&durable);
        drop(durable);
        let panicked = || Some(io::Error::other("the thread that marks messages panicked"));
        (done, marking.join().unwrap_or_else(|_| panicked()))
    })
}

fn mark(paths: &Receiver<Vec<PathBuf>>) -> Option<io::Error> {
    let mut unmarked = None;
    for path in paths.iter().flatten() {
        if let Err(error) = mark_seen(&path) {
            unmarked.get_or_insert(error);
        }
    }
    unmarked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_handed_over_is_marked_even_if_the_work_fails() {
        let folder = tempfile::tempdir().unwrap();
        for part in ["new", "cur"] {
            std::fs::create_dir(folder.path().join(part)).unwrap();
        }
        let path = folder.path().join("new/1.a");
        std::fs::write(&path, "x").unwrap();
        let (done, unmarked) = meanwhile(|durable| {
            durable.send(vec![path]).unwrap();
            Err::<(), _>(Failure::usage("enough"))
        });
        assert!(done.is_err() && unmarked.is_none());
        assert!(folder.path().join("cur/1.a:2,S").exists());
    }

    #[test]
    fn the_first_failure_is_told_and_the_rest_is_marked() {
        let folder = tempfile::tempdir().unwrap();
        for part in ["broken/new", "fine/new", "fine/cur"] {
            std::fs::create_dir_all(folder.path().join(part)).unwrap();
        }
        let paths = ["broken/new/1.a", "fine/new/2.b"].map(|name| folder.path().join(name));
        for path in &paths {
            std::fs::write(path, "x").unwrap();
        }
        let (done, unmarked) = meanwhile(|durable| {
            durable.send(paths.to_vec()).unwrap();
            Ok(())
        });
        assert!(done.is_ok() && unmarked.is_some());
        assert!(folder.path().join("fine/cur/2.b:2,S").exists());
    }
}
