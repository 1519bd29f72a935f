//! Decompression in a thread of its own: it takes as long as parsing what comes out of it.

use std::io::{self, BufRead, Read};
use std::sync::mpsc::{Receiver, sync_channel};

/// Octets that are handed over at once.
const CHUNK: usize = 256 * 1024;
/// Chunks that wait to be read; with their size, the most memory that reading ahead takes.
const CHUNKS_AHEAD: usize = 4;

/// Reads what another thread has read ahead.
#[derive(Debug)]
pub(super) struct Ahead {
    chunks: Receiver<io::Result<Vec<u8>>>,
    chunk: Vec<u8>,
    at: usize,
}

impl Ahead {
    /// Begins to read; the thread ends with the reader, or when nobody reads any more.
    ///
    /// # Errors
    /// When there can be no thread.
    pub(super) fn of(mut reader: impl Read + Send + 'static) -> io::Result<Self> {
        let (give, chunks) = sync_channel(CHUNKS_AHEAD);
        std::thread::Builder::new()
            .name("decompressing".to_owned())
            .spawn(move || {
                loop {
                    let mut chunk = Vec::with_capacity(CHUNK);
                    let read = reader.by_ref().take(CHUNK as u64).read_to_end(&mut chunk);
                    // What was read before the failure is still good, as it would be without this thread.
                    let over = chunk.is_empty() || read.is_err();
                    if !chunk.is_empty() && give.send(Ok(chunk)).is_err() {
                        return;
                    }
                    if let Err(error) = read {
                        let _ = give.send(Err(error));
                    }
                    if over {
                        return;
                    }
                }
            })?;
        Ok(Self {
            chunks,
            chunk: Vec::new(),
            at: 0,
        })
    }
}

impl Read for Ahead {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(out)?;
        self.consume(read);
        Ok(read)
    }
}

impl BufRead for Ahead {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at >= self.chunk.len() {
            self.at = 0;
            // No more chunks: the end.
            self.chunk = self.chunks.recv().unwrap_or_else(|_| Ok(Vec::new()))?;
        }
        Ok(self.chunk.get(self.at..).unwrap_or_default())
    }

    fn consume(&mut self, octets: usize) {
        self.at += octets;
    }
}
