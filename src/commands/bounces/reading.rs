//! Messages read on all cores, handed on in their order.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError, mpsc};

use sha2::{Digest as _, Sha256};

use super::failed;
use crate::bounce::{Returned, read};
use crate::failure::Failure;
use crate::message::CampaignKey;
use crate::pickup::{Message, Messages};

/// Messages that a worker takes at a time.
const CHUNK: usize = 64;
/// Octets after which it takes no further one.
const CHUNK_OCTETS: usize = 4 * 1024 * 1024;
/// Chunks that may wait to be noted, so that reading goes on while a transaction reaches the disk.
const WAITING: usize = 16;
/// Messages that are noted in one transaction.
const BATCH: usize = 2048;
/// Octets after whose messages it takes no further one: what is kept of a message is less than the message.
const BATCH_OCTETS: usize = 32 * 1024 * 1024;

/// The digests of messages that were read before, and whether each was about this campaign.
pub(super) type Known = HashMap<[u8; 32], bool>;

/// One message, read.
#[derive(Debug)]
pub(super) struct Item {
    /// Which message it is.
    pub(super) digest: [u8; 32],
    /// What it says; or, if it was read before, whether it was about this campaign.
    pub(super) content: Result<Box<Returned>, bool>,
    /// The reference that its token proves.
    pub(super) token: Option<String>,
    /// Where it lies, if in a file of its own.
    pub(super) path: Option<PathBuf>,
    /// How large it is.
    octets: usize,
}

impl Item {
    pub(super) fn of(bytes: &[u8], known: &Known, key: &CampaignKey) -> Self {
        let digest = digest(bytes);
        if let Some(ours) = known.get(&digest) {
            return Self {
                digest,
                content: Err(*ours),
                token: None,
                path: None,
                octets: bytes.len(),
            };
        }
        let returned = read(bytes);
        Self {
            digest,
            token: returned.marks.token(key),
            content: Ok(Box::new(returned)),
            path: None,
            octets: bytes.len(),
        }
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

type Chunk = (usize, Result<Vec<Item>, Failure>);

/// Hands every message to `take`, in their order, some hundreds at a time; reads ahead meanwhile.
pub(super) fn each_batch(
    messages: Messages,
    known: &Known,
    key: &CampaignKey,
    take: &mut dyn FnMut(Vec<Item>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let workers = std::thread::available_parallelism().map_or(1, usize::from).min(8);
    let supply = Mutex::new((0, messages));
    std::thread::scope(|scope| {
        let (send, receive) = mpsc::sync_channel::<Chunk>(WAITING);
        for _ in 0..workers {
            let (send, supply) = (send.clone(), &supply);
            scope.spawn(move || {
                let mut room = Vec::new();
                while let Some((place, messages)) = next_chunk(supply) {
                    let items = messages.and_then(|messages| read_all(messages, &mut room, known, key));
                    if send.send((place, items)).is_err() {
                        break;
                    }
                }
            });
        }
        drop(send);
        let mut early = BTreeMap::new();
        let (mut due, mut batch, mut octets) = (0, Vec::new(), 0);
        for (place, items) in receive {
            early.insert(place, items);
            while let Some(items) = early.remove(&due) {
                due += 1;
                for item in items? {
                    octets += item.octets;
                    batch.push(item);
                    if batch.len() >= BATCH || octets >= BATCH_OCTETS {
                        octets = 0;
                        take(std::mem::take(&mut batch))?;
                    }
                }
            }
        }
        if batch.is_empty() { Ok(()) } else { take(batch) }
    })
}

/// Messages that were just taken from the supply; those of an mbox are in memory by now.
fn next_chunk(supply: &Mutex<(usize, Messages)>) -> Option<(usize, Result<Vec<Message>, Failure>)> {
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
                return Some((*place - 1, Err(failed(error))));
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
) -> Result<Vec<Item>, Failure> {
    let mut items = Vec::with_capacity(messages.len());
    for message in messages {
        if let Some(bytes) = message.read(room).map_err(failed)? {
            let item = Item::of(bytes, known, key);
            items.push(Item {
                path: message.into_path(),
                ..item
            });
        }
    }
    Ok(items)
}

#[cfg(test)]
mod tests {
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

    /// Numbered messages, each of so many octets.
    fn messages(count: usize, octets: usize) -> Messages {
        let one = move |n: usize| {
            let mut bytes = format!("Message-ID: <{n}@b.example>\n\n").into_bytes();
            bytes.resize(octets, b'x');
            Ok(crate::pickup::Message::Bytes(bytes))
        };
        Box::new((0..count).map(one))
    }

    #[test]
    fn batches_keep_the_order_and_their_bounds() {
        for (count, octets, batches) in [(BATCH + 1, 100, 2), (9, BATCH_OCTETS / 4, 3)] {
            let (mut ids, mut sizes) = (Vec::new(), Vec::new());
            each_batch(
                messages(count, octets),
                &Known::new(),
                &CampaignKey::new([7; 32]),
                &mut |items| {
                    sizes.push(items.len());
                    ids.extend(
                        items
                            .into_iter()
                            .map(|item| item.content.unwrap().message_id.unwrap()),
                    );
                    Ok(())
                },
            )
            .unwrap();
            assert_eq!(sizes.len(), batches, "{sizes:?}");
            let expected: Vec<_> = (0..count).map(|n| format!("<{n}@b.example>")).collect();
            assert_eq!(ids, expected);
        }
    }
}
