//! A letter's bytes, compressed. Letters of one round and language differ in a few lines, so each is compressed
//! against the first of its kind (LZ4 with a dictionary): a tenth of the size and several times the speed of
//! compressing it alone.

use std::sync::Arc;

use rusqlite::{OptionalExtension as _, params};
use sha2::{Digest as _, Sha256};

use super::{Ledger, LedgerError};

/// LZ4 looks back this far; more of a dictionary is never used.
const WINDOW: usize = 64 << 10;

/// What the letters of one kind are compressed against.
#[derive(Debug, Clone)]
pub struct Dictionary {
    pub(super) id: i64,
    bytes: Arc<[u8]>,
}

/// Bytes ready to be stored.
#[derive(Debug, Clone)]
pub struct Packed {
    dictionary: Option<i64>,
    body: Vec<u8>,
}

impl Packed {
    /// The bytes, compressed against `dictionary` if there is one. Pure; may run in any thread.
    #[must_use]
    pub fn new(bytes: &[u8], dictionary: Option<&Dictionary>) -> Self {
        let body = match dictionary {
            Some(dictionary) => lz4_flex::block::compress_prepend_size_with_dict(bytes, &dictionary.bytes),
            None => lz4_flex::block::compress_prepend_size(bytes),
        };
        Self {
            dictionary: dictionary.map(|dictionary| dictionary.id),
            body,
        }
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

    pub(super) fn add_frozen(&self, letter: i64, packed: &Packed) -> Result<(), LedgerError> {
        self.connection
            .prepare_cached("INSERT INTO frozen (letter, dictionary, body) VALUES (?1, ?2, ?3)")?
            .execute(params![letter, packed.dictionary, packed.body])?;
        Ok(())
    }

    /// The frozen bytes of a letter, checked against the digest taken when it was planned (G7).
    ///
    /// # Errors
    /// [`LedgerError::Damaged`] when they are not the bytes that were planned.
    pub fn bytes(&self, letter: i64) -> Result<Vec<u8>, LedgerError> {
        let damaged = |problem: &str| LedgerError::Damaged {
            problem: format!("letter {letter}: {problem}"),
        };
        let (body, dictionary, sha256): (Vec<u8>, Option<Vec<u8>>, [u8; 32]) = self
            .connection
            .prepare_cached(
                "SELECT body, dictionary.bytes, sha256 FROM frozen JOIN letter ON letter.id = letter \
                 LEFT JOIN dictionary ON dictionary.id = dictionary WHERE letter.id = ?1",
            )?
            .query_row([letter], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .optional()?
            .ok_or_else(|| damaged("its bytes are missing"))?;
        let unpacked = match dictionary {
            None => lz4_flex::block::decompress_size_prepended(&body),
            Some(dictionary) => {
                lz4_flex::block::decompress_size_prepended(&dictionary).and_then(|dictionary| {
                    lz4_flex::block::decompress_size_prepended_with_dict(&body, &dictionary)
                })
            }
        };
        let bytes = unpacked.map_err(|_| damaged("its bytes cannot be unpacked"))?;
        if <[u8; 32]>::from(Sha256::digest(&bytes)) == sha256 {
            Ok(bytes)
        } else {
            Err(damaged("its bytes are not those that were planned"))
        }
    }
}
