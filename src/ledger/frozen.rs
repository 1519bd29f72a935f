//! A letter's bytes, compressed. Letters of one round and language differ in a few lines, so each is compressed
//! against the first of its kind (LZ4 with a dictionary): a tenth of the size and several times the speed of
//! compressing it alone.

use std::fmt;
use std::sync::Arc;

use rusqlite::{OptionalExtension as _, Row, params};
use sha2::{Digest as _, Sha256};

use super::{Ledger, LedgerError};

/// LZ4 looks back this far; more of a dictionary is never used.
const WINDOW: usize = 64 << 10;
/// So many dictionaries are kept unpacked.
const AT_HAND: usize = 8;

/// What the letters of one kind are compressed against.
#[derive(Debug, Clone)]
pub struct Dictionary {
    pub(super) id: i64,
    bytes: Arc<[u8]>,
}

/// A letter's bytes as the ledger keeps them, to be unpacked wherever they are needed.
#[derive(Clone, PartialEq, Eq)]
pub struct Packed {
    letter: i64,
    sha256: [u8; 32],
    dictionary: Option<Arc<[u8]>>,
    body: Box<[u8]>,
}

impl Packed {
    /// The bytes, checked against the digest taken when the letter was planned (G7). Pure; may run in any thread.
    ///
    /// # Errors
    /// [`LedgerError::Damaged`] when they are not the bytes that were planned.
    pub fn unpack(&self) -> Result<Vec<u8>, LedgerError> {
        unpacked(self.letter, self.sha256, self.dictionary.as_deref(), &self.body)
    }
}

impl fmt::Debug for Packed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Packed")
            .field("letter", &self.letter)
            .finish_non_exhaustive()
    }
}

/// A letter's bytes with their digest, packed to be stored.
#[derive(Debug, Clone)]
pub struct Frozen {
    /// As they were; kept for a letter that is the first of its kind.
    pub(super) alone: Option<Vec<u8>>,
    pub(super) sha256: [u8; 32],
    pub(super) size: u64,
    dictionary: Option<i64>,
    body: Vec<u8>,
}

impl Frozen {
    /// The bytes, compressed against `dictionary` if there is one. Pure; may run in any thread.
    #[must_use]
    pub fn new(bytes: Vec<u8>, dictionary: Option<&Dictionary>) -> Self {
        Self {
            sha256: Sha256::digest(&bytes).into(),
            size: bytes.len() as u64,
            dictionary: dictionary.map(|dictionary| dictionary.id),
            body: match dictionary {
                Some(dictionary) => {
                    lz4_flex::block::compress_prepend_size_with_dict(&bytes, &dictionary.bytes)
                }
                None => lz4_flex::block::compress_prepend_size(&bytes),
            },
            alone: dictionary.is_none().then_some(bytes),
        }
    }

    /// There was nothing to compress it against.
    #[must_use]
    pub fn is_alone(&self) -> bool {
        self.dictionary.is_none()
    }
}

impl Ledger {
    /// Stores a dictionary made of a letter.
    pub(super) fn add_dictionary(&self, letter: &[u8]) -> Result<Dictionary, LedgerError> {
        let bytes: Arc<[u8]> = letter
            .get(letter.len().saturating_sub(WINDOW)..)
            .unwrap_or_default()
            .into();
        self.connection
            .prepare_cached("INSERT INTO dictionary (bytes) VALUES (?1)")?
            .execute([lz4_flex::block::compress_prepend_size(&bytes)])?;
        Ok(Dictionary {
            id: self.connection.last_insert_rowid(),
            bytes,
        })
    }

    pub(super) fn add_frozen(&self, letter: i64, frozen: &Frozen) -> Result<(), LedgerError> {
        self.connection
            .prepare_cached("INSERT INTO frozen (letter, dictionary, body) VALUES (?1, ?2, ?3)")?
            .execute(params![letter, frozen.dictionary, frozen.body])?;
        Ok(())
    }

    /// The frozen bytes of a letter, checked against the digest taken when it was planned (G7).
    ///
    /// # Errors
    /// [`LedgerError::Damaged`] when they are not the bytes that were planned.
    pub fn bytes(&self, letter: i64) -> Result<Vec<u8>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT sha256, dictionary, body FROM frozen JOIN letter ON letter.id = letter WHERE letter.id = ?1",
        )?;
        let mut rows = statement.query([letter])?;
        match rows.next()? {
            Some(row) => {
                let dictionary = self.dictionary_of(letter, row.get(1)?)?;
                unpacked(letter, row.get(0)?, dictionary.as_deref(), blob(row, 2)?)
            }
            None => Err(damaged(letter, "its bytes are missing")),
        }
    }

    /// A letter's bytes out of its row.
    pub(super) fn packed(
        &self,
        letter: i64,
        sha256: [u8; 32],
        dictionary: Option<i64>,
        body: &[u8],
    ) -> Result<Packed, LedgerError> {
        Ok(Packed {
            letter,
            sha256,
            dictionary: self.dictionary_of(letter, dictionary)?,
            body: body.into(),
        })
    }

    fn dictionary_of(&self, letter: i64, id: Option<i64>) -> Result<Option<Arc<[u8]>>, LedgerError> {
        id.map(|id| self.dictionary(letter, id)).transpose()
    }

    /// A stored dictionary; the ones used last stay at hand, as letters come in runs of one kind.
    fn dictionary(&self, letter: i64, id: i64) -> Result<Arc<[u8]>, LedgerError> {
        let mut known = self.dictionaries.borrow_mut();
        if let Some(dictionary) = known.iter().find(|dictionary| dictionary.id == id) {
            return Ok(Arc::clone(&dictionary.bytes));
        }
        let packed: Vec<u8> = self
            .connection
            .prepare_cached("SELECT bytes FROM dictionary WHERE id = ?1")?
            .query_row([id], |row| row.get(0))
            .optional()?
            .ok_or_else(|| damaged(letter, "what its bytes are packed against is missing"))?;
        let bytes: Arc<[u8]> = lz4_flex::block::decompress_size_prepended(&packed)
            .map_err(|_| damaged(letter, "what its bytes are packed against cannot be unpacked"))?
            .into();
        known.truncate(AT_HAND - 1);
        known.insert(
            0,
            Dictionary {
                id,
                bytes: Arc::clone(&bytes),
            },
        );
        Ok(bytes)
    }
}

/// What these bytes were, checked.
fn unpacked(
    letter: i64,
    sha256: [u8; 32],
    dictionary: Option<&[u8]>,
    body: &[u8],
) -> Result<Vec<u8>, LedgerError> {
    let unpacked = match dictionary {
        None => lz4_flex::block::decompress_size_prepended(body),
        Some(dictionary) => lz4_flex::block::decompress_size_prepended_with_dict(body, dictionary),
    };
    let bytes = unpacked.map_err(|_| damaged(letter, "its bytes cannot be unpacked"))?;
    if <[u8; 32]>::from(Sha256::digest(&bytes)) == sha256 {
        Ok(bytes)
    } else {
        Err(damaged(letter, "its bytes are not those that were planned"))
    }
}

/// A column's bytes where they are.
pub(super) fn blob<'row>(row: &'row Row<'_>, column: usize) -> Result<&'row [u8], LedgerError> {
    Ok(row.get_ref(column)?.as_blob().map_err(rusqlite::Error::from)?)
}

fn damaged(letter: i64, problem: &str) -> LedgerError {
    LedgerError::Damaged {
        problem: format!("letter {letter}: {problem}"),
    }
}
