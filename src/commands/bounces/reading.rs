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
/// Messages that are noted in one transaction.
const BATCH: usize = 1024;

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
            };
        }
        let returned = read(bytes);
        Self {
            digest,
            token: returned.marks.token(key),
            content: Ok(Box::new(returned)),
            path: None,
        }
    }
}

/// The same for the same message, whichever line ends the place it lies in has.
fn digest(bytes: &[u8]) -> [u8; 32] {
    let mut digest = Sha256::new();
    for piece in bytes.split(|byte| *byte == b'\r') {
        digest.update(piece);
    }
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
        let (send, receive) = mpsc::sync_channel::<Chunk>(2 * workers);
        for _ in 0..workers {
            let (send, supply) = (send.clone(), &supply);
            scope.spawn(move || {
                while let Some((place, messages)) = next_chunk(supply) {
                    let items = messages.and_then(|messages| read_all(messages, known, key));
                    if send.send((place, items)).is_err() {
                        break;
                    }
                }
            });
        }
        drop(send);
        let mut early = BTreeMap::new();
        let (mut due, mut batch) = (0, Vec::new());
        for (place, items) in receive {
            early.insert(place, items);
            while let Some(items) = early.remove(&due) {
                due += 1;
                batch.extend(items?);
                if batch.len() >= BATCH {
                    take(std::mem::take(&mut batch))?;
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

fn read_all(messages: Vec<Message>, known: &Known, key: &CampaignKey) -> Result<Vec<Item>, Failure> {
    let mut items = Vec::with_capacity(messages.len());
    for message in messages {
        if let Some((bytes, path)) = message.read().map_err(failed)? {
            items.push(Item {
                path,
                ..Item::of(&bytes, known, key)
            });
        }
    }
    Ok(items)
}
