//! Bytes as they come to UTF-8 text: measured, decompressed, decoded.
//!
//! Only UTF-16 is decoded here. Other text passes through as bytes, and the record that is not UTF-8 is read as
//! windows-1252 later, by itself: so a file of mixed origin keeps both its halves.

use std::fmt;
use std::io::{self, BufReader, Chain, Cursor, Read};

use encoding_rs_io::{DecodeReaderBytes, DecodeReaderBytesBuilder};
use flate2::bufread::MultiGzDecoder;
use sha2::{Digest, Sha256};

use super::ImportError;

/// How a text was encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// UTF-8 (or ASCII) throughout.
    Utf8,
    /// UTF-16, low byte first.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// Some records were not UTF-8 and were read as windows-1252, the superset of Latin-1.
    Windows1252,
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
            Self::Windows1252 => "windows-1252",
        })
    }
}

/// Counts and hashes what is read through it.
pub(super) struct Metered<R> {
    input: R,
    digest: Sha256,
    bytes: u64,
}

impl<R: Read> Metered<R> {
    pub(super) fn new(input: R) -> Self {
        Self {
            input,
            digest: Sha256::new(),
            bytes: 0,
        }
    }

    /// Bytes read so far and their SHA-256 in hexadecimal.
    pub(super) fn finish(self) -> (u64, String) {
        use fmt::Write as _;
        let hex = self
            .digest
            .finalize()
            .iter()
            .fold(String::new(), |mut hex, byte| {
                // Writing to a string cannot fail.
                let _ = write!(hex, "{byte:02x}");
                hex
            });
        (self.bytes, hex)
    }
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(buffer)?;
        self.digest.update(buffer.get(..count).unwrap_or_default());
        self.bytes += count as u64;
        Ok(count)
    }
}

/// How much of the input is looked at before its encoding is decided.
const SAMPLE: usize = 4096;

/// Decompressed bytes, put together again behind the sample.
type Plain<R> = Chain<Cursor<Vec<u8>>, Unpacked<R>>;
/// Bytes as they come, put together again behind the first few.
type Packed<R> = Chain<Cursor<Vec<u8>>, R>;

enum Unpacked<R> {
    Gzip(Box<MultiGzDecoder<BufReader<Packed<R>>>>),
    Plain(Packed<R>),
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Gzip(input) => input.read(buffer),
            Self::Plain(input) => input.read(buffer),
        }
    }
}

enum Decoded<R> {
    Utf16(Box<DecodeReaderBytes<Plain<R>, Vec<u8>>>),
    Plain(Plain<R>),
}

/// A stream of text, UTF-8 unless its author meant windows-1252.
pub(super) struct Text<R> {
    input: Decoded<R>,
    gzip: bool,
    encoding: Encoding,
}

impl<R: Read> Text<R> {
    /// Looks at the first bytes and sets up what they need.
    pub(super) fn open<E>(mut input: R) -> Result<Self, ImportError<E>> {
        let magic = sample(&mut input, 8).map_err(ImportError::Read)?;
        if let Some((_, what)) = FOREIGN.iter().find(|(start, _)| magic.starts_with(start)) {
            return Err(ImportError::NotText { what });
        }
        let gzip = magic.starts_with(&[0x1f, 0x8b]);
        let packed = Cursor::new(magic).chain(input);
        let mut unpacked = if gzip {
            Unpacked::Gzip(Box::new(MultiGzDecoder::new(BufReader::with_capacity(
                128 * 1024,
                packed,
            ))))
        } else {
            Unpacked::Plain(packed)
        };
        let mut start = sample(&mut unpacked, SAMPLE).map_err(|error| {
            if gzip {
                ImportError::Gzip(error)
            } else {
                ImportError::Read(error)
            }
        })?;
        if let Some((_, what)) = FOREIGN.iter().find(|(magic, _)| start.starts_with(magic)) {
            return Err(ImportError::NotText { what });
        }
        let (encoding, mark) = detect(&start);
        start.drain(..mark);
        let plain = Cursor::new(start).chain(unpacked);
        let utf16 = match encoding {
            Encoding::Utf16Le => Some(encoding_rs::UTF_16LE),
            Encoding::Utf16Be => Some(encoding_rs::UTF_16BE),
            Encoding::Utf8 | Encoding::Windows1252 => None,
        };
        let input = match utf16 {
            Some(_) => {
                let buffer = vec![0; 64 * 1024];
                let decoder = DecodeReaderBytesBuilder::new()
                    .encoding(utf16)
                    .bom_sniffing(false)
                    .build_with_buffer(plain, buffer)
                    .map_err(ImportError::Read)?;
                Decoded::Utf16(Box::new(decoder))
            }
            None => Decoded::Plain(plain),
        };
        Ok(Self {
            input,
            gzip,
            encoding,
        })
    }

    pub(super) fn gzip(&self) -> bool {
        self.gzip
    }

    pub(super) fn encoding(&self) -> Encoding {
        self.encoding
    }
}

impl<R: Read> Read for Text<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match &mut self.input {
            Decoded::Utf16(input) => input.read(buffer),
            Decoded::Plain(input) => input.read(buffer),
        }
    }
}

/// How files start that people hand over by mistake.
const FOREIGN: [(&[u8], &str); 7] = [
    (b"PK\x03\x04", "a ZIP archive or an Excel workbook"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
    (b"%PDF", "a PDF document"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"SQLite format 3", "an SQLite database"),
];

/// Up to `size` bytes from the front, fewer only where the input ends.
fn sample(input: &mut impl Read, size: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(size);
    input.take(size as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The encoding and the length of its byte order mark.
fn detect(start: &[u8]) -> (Encoding, usize) {
    match start {
        [0xef, 0xbb, 0xbf, ..] => return (Encoding::Utf8, 3),
        [0xff, 0xfe, ..] => return (Encoding::Utf16Le, 2),
        [0xfe, 0xff, ..] => return (Encoding::Utf16Be, 2),
        _ => {}
    }
    // Without a mark: lists of addresses are mostly ASCII, so in UTF-16 every other byte is zero.
    let zeros = |odd: usize| {
        start
            .iter()
            .skip(odd)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    let most = start.len() / 2 * 3 / 4;
    if most == 0 {
        (Encoding::Utf8, 0)
    } else if odd > most && even * 8 < odd {
        (Encoding::Utf16Le, 0)
    } else if even > most && odd * 8 < even {
        (Encoding::Utf16Be, 0)
    } else {
        (Encoding::Utf8, 0)
    }
}
