//! Messages read on all cores, handed on in their order.
//!
//! In: the messages of one place. Out: what each says ([`bounce::read`](crate::bounce::read)), which message it is, and the
//! reference that its token proves; some hundreds to some thousands at a time, for one transaction of whoever notes them.
//! Order and content of what is handed on depend on the messages alone, where a batch ends on how fast it is taken.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver};
use std::sync::{Condvar, Mutex, PoisonError};

use sha2::{Digest as _, Sha256};

use super::{Message, Messages, PickupError};
use crate::bounce::{Returned, read};
use crate::message::CampaignKey;

/// Messages that a worker takes at a time.
const CHUNK: usize = 64;
/// Octets after which it takes no further one.
const CHUNK_OCTETS: usize = 4 * 1024 * 1024;
/// Chunks that the first worker may be ahead of whoever notes them, so that reading goes on while a transaction reaches the
/// disk.
const AHEAD: usize = 32;
/// Chunks that the other workers may be ahead, beside one for each of them. They leave their cores to whoever notes and
/// marks: otherwise messages would all be read long before they are noted, and then most cores had nothing to do.
const SPARE: usize = 2;
/// Messages that are handed on while further ones are still being read: a transaction has its price, but waiting on one
/// core for what the other reads has too.
const LEAST: usize = 512;
/// Messages that are handed on at most.
const BATCH: usize = 2048;
/// Octets after whose messages no further one is handed on: what is kept of a message is less than the message.
const BATCH_OCTETS: usize = 32 * 1024 * 1024;

/// The digests of messages that were read before, and whether each was about this campaign.
pub type Known = HashMap<[u8; 32], bool>;

/// One message, read.
#[derive(Debug)]
pub struct Item {
    /// Which message it is.
    pub digest: [u8; 32],
    /// What it says; or, if it was read before, whether it was about this campaign.
    pub content: Result<Box<Returned>, bool>,
    /// The reference that its token proves.
    pub token: Option<String>,
    /// Where it lies, if in a file of its own.
    pub path: Option<PathBuf>,
    /// How large it is.
    octets: usize,
}

impl Item {
    /// The message of these octets, read unless it is known.
    #[must_use]
    pub fn of(bytes: &[u8], known: &Known, key: &CampaignKey) -> Self {
        let digest = digest(bytes);
        let mut item = Self {
            digest,
            content: Err(false),
            token: None,
            path: None,
            octets: bytes.len(),
        };
        if let Some(ours) = known.get(&digest) {
            item.content = Err(*ours);
        } else {
            let returned = read(bytes);
            item.token = returned.marks.token(key);
            item.content = Ok(Box::new(returned));
        }
        item
    }
}

/// The same for the same message, whichever line ends the place it lies in has.
fn digest(bytes: &[u8]) -> [u8; 32] {
    let mut digest = Sha256::new();
    let mut rest = bytes;
    while let Some((piece, after)) = memchr::memchr(b'\r', rest).and_then(|at| rest.split_at_checked(at)) {
        digest.update(piece);
        rest = after.get(1..).unwrap_or_default();
    }
    digest.update(rest);
    digest.finalize().into()
}

/// Hands every message to `take`, in their order, many at a time; reads ahead meanwhile.
///
/// # Errors
/// The first of `take`, which is not called again after it, or [`PickupError::Unreadable`] of a message: those before it
/// have been handed on then, but for those of its own chunk.
pub fn each_batch<E: From<PickupError>>(
    messages: Messages,
    known: &Known,
    key: &CampaignKey,
    take: &mut dyn FnMut(Vec<Item>) -> Result<(), E>,
) -> Result<(), E> {
    let workers = std::thread::available_parallelism().map_or(1, usize::from).min(8);
    let supply = Mutex::new((0, messages));
    let lead = Lead::default();
    std::thread::scope(|scope| {
        let (send, receive) = mpsc::channel::<Chunk<'_>>();
        for worker in 0..workers {
            let (send, supply, lead) = (send.clone(), &supply, &lead);
            let most = if worker == 0 { AHEAD } else { workers + SPARE };
            scope.spawn(move || {
                let mut room = Vec::new();
                while let Some(share) = lead.grow(most)
                    && let Some((place, messages)) = next_chunk(supply)
                {
                    let items = messages.and_then(|messages| read_all(messages, &mut room, known, key));
                    if send.send((place, items, share)).is_err() {
                        break;
                    }
                }
            });
        }
        drop(send);
        let mut chunks = InOrder::of(receive, &lead);
        let (mut batch, mut octets) = (Vec::new(), 0);
        loop {
            // With enough at hand, nobody is waited for.
            let Some(items) = chunks.next(batch.len() < LEAST) else {
                if batch.is_empty() {
                    return Ok(());
                }
                octets = 0;
                take(std::mem::take(&mut batch))?;
                continue;
            };
            let items = match items {
                Ok(items) => items,
                Err(error) => {
                    if !batch.is_empty() {
                        take(batch)?;
                    }
                    return Err(error.into());
                }
            };
            for item in items {
                octets += item.octets;
                batch.push(item);
                if batch.len() >= BATCH || octets >= BATCH_OCTETS {
                    octets = 0;
                    take(std::mem::take(&mut batch))?;
                }
            }
        }
    })
}

/// How many chunks were taken up and have not come yet where they are noted: the [`Share`]s there are. `None` once nobody
/// waits for chunks any more.
///
/// Nobody can be kept waiting for good: a share is with a worker that reads, or in the channel, which whoever notes empties;
/// and wherever it ends, read, unread or in a panic, it is given back.
#[derive(Debug)]
struct Lead {
    chunks: Mutex<Option<usize>>,
    less: Condvar,
}

/// One chunk's share of the lead, given back when it is dropped.
#[derive(Debug)]
struct Share<'l>(&'l Lead);

impl Drop for Share<'_> {
    fn drop(&mut self) {
        self.0
            .change(|chunks| chunks.map(|chunks| chunks.saturating_sub(1)));
    }
}

impl Default for Lead {
    fn default() -> Self {
        Self {
            chunks: Mutex::new(Some(0)),
            less: Condvar::new(),
        }
    }
}

impl Lead {
    /// Waits until there are fewer than `most`, and takes one more; `None` when there is nobody to read for.
    fn grow(&self, most: usize) -> Option<Share<'_>> {
        let full = |chunks: &mut Option<usize>| chunks.is_some_and(|chunks| chunks >= most);
        let chunks = self.chunks.lock().unwrap_or_else(PoisonError::into_inner);
        let mut chunks = self
            .less
            .wait_while(chunks, full)
            .unwrap_or_else(PoisonError::into_inner);
        *chunks = chunks.map(|chunks| chunks + 1);
        chunks.is_some().then(|| Share(self))
    }

    /// Nobody waits for any more.
    fn end(&self) {
        self.change(|_| None);
    }

    fn change(&self, change: impl FnOnce(Option<usize>) -> Option<usize>) {
        let mut chunks = self.chunks.lock().unwrap_or_else(PoisonError::into_inner);
        *chunks = change(*chunks);
        drop(chunks);
        self.less.notify_all();
    }
}

/// The place of some messages among all, and what they say.
type Chunk<'l> = (usize, Result<Vec<Item>, PickupError>, Share<'l>);

/// Chunks as they come, put into their order.
struct InOrder<'l> {
    lead: &'l Lead,
    receive: Receiver<Chunk<'l>>,
    early: BTreeMap<usize, Result<Vec<Item>, PickupError>>,
    due: usize,
}

impl<'l> InOrder<'l> {
    fn of(receive: Receiver<Chunk<'l>>, lead: &'l Lead) -> Self {
        Self {
            lead,
            receive,
            early: BTreeMap::new(),
            due: 0,
        }
    }

    /// The chunk that is due; `None` when there is no further one, or none yet and it is not to be waited for.
    fn next(&mut self, wait: bool) -> Option<Result<Vec<Item>, PickupError>> {
        loop {
            if let Some(items) = self.early.remove(&self.due) {
                self.due += 1;
                return Some(items);
            }
            let come = if wait {
                self.receive.recv().ok()
            } else {
                self.receive.try_recv().ok()
            };
            let (place, items, share) = come?;
            // Also if it is early: should a worker panic, what it had taken up never comes, and the others must end all the same.
            drop(share);
            self.early.insert(place, items);
        }
    }
}

impl Drop for InOrder<'_> {
    /// Nobody reads on for nobody.
    fn drop(&mut self) {
        self.lead.end();
    }
}

/// Messages that were just taken from the supply; those of an mbox are in memory by now.
fn next_chunk(supply: &Mutex<(usize, Messages)>) -> Option<(usize, Result<Vec<Message>, PickupError>)> {
    let mut supply = supply.lock().unwrap_or_else(PoisonError::into_inner);
    let (place, messages) = &mut *supply;
    let (mut chunk, mut octets) = (Vec::new(), 0);
    while chunk.len() < CHUNK && octets < CHUNK_OCTETS {
        match messages.next() {
            Some(Ok(message)) => {
                if let Message::Bytes(bytes) = &message {
                    octets += bytes.len();
                }
                chunk.push(message);
            }
            Some(Err(error)) => {
                // What follows it is not read.
                *messages = Box::new(std::iter::empty());
                *place += 1;
                return Some((*place - 1, Err(error)));
            }
            None => break,
        }
    }
    if chunk.is_empty() {
        return None;
    }
    *place += 1;
    Some((*place - 1, Ok(chunk)))
}

/// Reads messages, into `room` those that are not in memory already.
fn read_all(
    messages: Vec<Message>,
    room: &mut Vec<u8>,
    known: &Known,
    key: &CampaignKey,
) -> Result<Vec<Item>, PickupError> {
    let mut items = Vec::with_capacity(messages.len());
    for message in messages {
        if let Some(bytes) = message.read(room)? {
            let mut item = Item::of(bytes, known, key);
            item.path = message.into_path();
            items.push(item);
        }
    }
    Ok(items)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_same_message_has_the_same_digest_with_any_line_ends(
            lines in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 0..8),
        ) {
            let lines: Vec<Vec<u8>> = lines
                .into_iter()
                .map(|line| line.into_iter().filter(|byte| *byte != b'\r').collect())
                .collect();
            let plain = lines.join(&b"\n"[..]);
            let expected: [u8; 32] = Sha256::digest(&plain).into();
            prop_assert_eq!(digest(&plain), expected);
            prop_assert_eq!(digest(&lines.join(&b"\r\n"[..])), expected);
            prop_assert_eq!(digest(&lines.join(&b"\r\r\n\r"[..])), expected);
        }
    }

    /// Numbered messages without end, each of so many octets; how many were taken.
    fn messages(
        octets: usize,
    ) -> (
        impl Iterator<Item = Result<Message, PickupError>> + Send,
        Arc<AtomicUsize>,
    ) {
        let taken = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&taken);
        let one = move |n: usize| {
            count.store(n + 1, Ordering::Relaxed);
            let mut bytes = format!("Message-ID: <{n}@b.example>\n\n").into_bytes();
            bytes.resize(octets, b'x');
            Ok(Message::Bytes(bytes))
        };
        ((0..).map(one), taken)
    }

    fn each(
        messages: impl Iterator<Item = Result<Message, PickupError>> + Send + 'static,
        take: &mut dyn FnMut(Vec<Item>) -> Result<(), PickupError>,
    ) -> Result<(), PickupError> {
        each_batch(
            Box::new(messages),
            &Known::new(),
            &CampaignKey::new([7; 32]),
            take,
        )
    }

    fn broken() -> PickupError {
        PickupError::NoMaildir { path: PathBuf::new() }
    }

    #[test]
    fn batches_keep_the_order_and_their_bounds() {
        for (count, octets) in [(1, 100), (4 * BATCH + 1, 100), (9, BATCH_OCTETS / 4)] {
            let (mut ids, mut sizes) = (Vec::new(), Vec::new());
            each(messages(octets).0.take(count), &mut |items| {
                sizes.push(items.len());
                ids.extend(
                    items
                        .into_iter()
                        .map(|item| item.content.unwrap().message_id.unwrap()),
                );
                // More is waiting then than a batch may hold.
                std::thread::sleep(Duration::from_millis(20));
                Ok(())
            })
            .unwrap();
            let most = BATCH.min(BATCH_OCTETS.div_ceil(octets));
            assert!(sizes.iter().all(|size| (1..=most).contains(size)), "{sizes:?}");
            let (_, full) = sizes.split_last().unwrap();
            assert!(full.iter().all(|size| *size >= LEAST.min(most)), "{sizes:?}");
            let expected: Vec<_> = (0..count).map(|n| format!("<{n}@b.example>")).collect();
            assert_eq!(ids, expected);
        }
    }

    #[test]
    fn reading_is_not_far_ahead_and_ends_when_nobody_takes_any_more() {
        let (messages, taken) = messages(100);
        let mut handed = 0;
        let failed = each(messages, &mut |items| {
            handed += items.len();
            std::thread::sleep(Duration::from_millis(100));
            let ahead = taken.load(Ordering::Relaxed) - handed;
            // What each worker holds comes on top.
            assert!(ahead <= (AHEAD + 8) * CHUNK, "{ahead}");
            if handed > 2 * BATCH { Err(broken()) } else { Ok(()) }
        });
        assert!(failed.is_err() && handed > 2 * BATCH);
    }

    #[test]
    fn what_never_comes_keeps_nobody_waiting() {
        let (done, told) = mpsc::channel();
        std::thread::spawn(move || {
            let lead = Lead::default();
            let (send, receive) = mpsc::channel();
            std::thread::scope(|scope| {
                // The first chunk was taken up by a worker that panicked.
                scope.spawn(|| {
                    let send = send;
                    (1..100).for_each(|place| {
                        let share = lead.grow(4).unwrap();
                        send.send((place, Ok(Vec::new()), share)).unwrap();
                    });
                });
                let ended = InOrder::of(receive, &lead).next(true).is_none();
                done.send(ended).unwrap();
            });
        });
        assert_eq!(told.recv_timeout(Duration::from_secs(20)), Ok(true));
    }

    #[test]
    fn a_share_is_given_back_wherever_it_ends() {
        let lead = Lead::default();
        let count = || *lead.chunks.lock().unwrap();
        let (first, second) = (lead.grow(2).unwrap(), lead.grow(2).unwrap());
        assert_eq!(count(), Some(2));
        drop(first);
        let (send, receive) = mpsc::channel::<Chunk<'_>>();
        send.send((0, Ok(Vec::new()), second)).unwrap();
        assert_eq!(count(), Some(1));
        drop(receive);
        assert_eq!(count(), Some(0));
        let share = lead.grow(1);
        let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            let _share = share;
            panic!("as a worker might");
        }));
        assert!(panicked.is_err());
        assert_eq!(count(), Some(0));
        lead.end();
        assert!(lead.grow(1).is_none());
    }

    #[test]
    fn a_message_that_cannot_be_read_ends_it_behind_those_before() {
        let (before, _) = messages(100);
        let (after, _) = messages(100);
        let all = before.take(2 * BATCH).chain([Err(broken())]).chain(after);
        let mut handed = 0;
        let failed = each(all, &mut |items| {
            handed += items.len();
            Ok(())
        });
        assert!(failed.is_err());
        assert_eq!(handed, 2 * BATCH);
    }
}
