//! The index file as pages: written front to back, read a page at a time, each page checked when it is first read.
//!
//! ```text
//! page 0             header: magic, version, sections, checksums; the rest zeros
//! page 1 ...         sections, each beginning on a page of its own
//! after the last     one CRC-32 per page, covered by a CRC-32 in the header
//! ```
//!
//! Opening reads the header and the checksums only. A page once read stays in memory, so that a run over millions of
//! addresses costs one read per page at most; the most it can hold is the size of the file. Of names, which such a run goes
//! through once from front to back, only the latest pages stay. Memory mapping would serve
//! as well, but a mapped file that is truncated meanwhile kills the process, and it needs `unsafe`.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Write};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

use flate2::Crc;
use serde::de::DeserializeOwned;

use super::IndexError;
use super::records::Record;
use crate::folder::folder_of;

/// Octets of a page.
pub(super) const PAGE: usize = 16 * 1024;
/// How an index file begins. The bytes after the name show a transfer that has mangled line ends.
const MAGIC: &[u8; 16] = b"forewarn idx\r\n\x1a\n";
/// Raised whenever older programs could misread a file.
const VERSION: u32 = 3;
/// Number of sections, in the order of [`Part`].
const PARTS: usize = 11;

/// What a section holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// JSON: what the index is made of.
    About,
    /// Starts of IPv4 ranges and their networks, in leaves.
    Ranges4,
    /// The first start of each leaf in `Ranges4`.
    Firsts4,
    /// IPv4 networks.
    Networks4,
    /// Starts of IPv6 ranges and their networks, in leaves.
    Ranges6,
    /// The first start of each leaf in `Ranges6`.
    Firsts6,
    /// IPv6 networks.
    Networks6,
    /// Network names, each behind its length in one octet.
    Names,
    /// Where each claim begins and ends in `Claims`.
    ClaimEnds,
    /// JSON: what networks say about abuse.
    Claims,
    /// ASes, in the order of their numbers.
    Ases,
}

/// Where a section is.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Section {
    /// Its first page.
    pub(super) page: u64,
    /// Ranges, networks, ends or ASes where it has any of them, octets otherwise.
    pub(super) count: u64,
}

fn crc(bytes: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(bytes);
    crc.sum()
}

/// Writes an index file into a temporary file beside its place.
pub(super) struct Writer {
    file: io::BufWriter<tempfile::NamedTempFile>,
    page: Vec<u8>,
    sums: Vec<u32>,
    sections: [Section; PARTS],
}

impl Writer {
    /// Begins a file in `folder`.
    pub(super) fn new(folder: &Path) -> io::Result<Self> {
        let file = tempfile::Builder::new()
            .prefix(".import-")
            // What registries publish is no secret: readable as the umask allows, like any file.
            .permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666))
            .tempfile_in(folder)?;
        let mut writer = Self {
            file: io::BufWriter::with_capacity(16 * PAGE, file),
            page: Vec::with_capacity(PAGE),
            sums: Vec::new(),
            sections: [Section::default(); PARTS],
        };
        // The header's page; its checksum stands in the header itself.
        writer.page.resize(PAGE, 0);
        writer.flush_page()?;
        Ok(writer)
    }

    /// Begins a section on the next page.
    pub(super) fn begin(&mut self, part: Part) -> io::Result<()> {
        self.flush_page()?;
        if let Some(section) = self.sections.get_mut(part as usize) {
            section.page = self.sums.len() as u64;
        }
        Ok(())
    }

    /// Says how much the section holds.
    pub(super) fn end(&mut self, part: Part, count: u64) {
        if let Some(section) = self.sections.get_mut(part as usize) {
            section.count = count;
        }
    }

    /// Appends a record, which is not cut by the end of a page.
    pub(super) fn record(&mut self, record: &impl Record) -> io::Result<()> {
        let begins = self.page.len();
        record.put(&mut self.page);
        if self.page.len() > PAGE {
            let cut = self.page.split_off(begins);
            self.flush_page()?;
            self.page = cut;
        }
        Ok(())
    }

    /// Writes a whole section of records.
    pub(super) fn records(&mut self, part: Part, records: &[impl Record]) -> io::Result<()> {
        self.begin(part)?;
        records.iter().try_for_each(|record| self.record(record))?;
        self.end(part, records.len() as u64);
        Ok(())
    }

    /// Appends octets, which may run over pages.
    pub(super) fn bytes(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            if self.page.len() == PAGE {
                self.flush_page()?;
            }
            let (now, later) = bytes.split_at(bytes.len().min(PAGE - self.page.len()));
            self.page.extend_from_slice(now);
            bytes = later;
        }
        Ok(())
    }

    /// Writes a whole section of octets.
    pub(super) fn section(&mut self, part: Part, bytes: &[u8]) -> io::Result<()> {
        self.begin(part)?;
        self.bytes(bytes)?;
        self.end(part, bytes.len() as u64);
        Ok(())
    }

    fn flush_page(&mut self) -> io::Result<()> {
        if !self.page.is_empty() {
            self.page.resize(PAGE, 0);
            self.sums.push(crc(&self.page));
            self.file.write_all(&self.page)?;
            self.page.clear();
        }
        Ok(())
    }

    /// Completes the file and puts it in the place of `path`.
    ///
    /// When this returns, the new file is on disk under its name; before, and on any error, what was there is intact.
    pub(super) fn finish(mut self, path: &Path) -> io::Result<()> {
        self.flush_page()?;
        let sums: Vec<u8> = self.sums.iter().flat_map(|sum| sum.to_be_bytes()).collect();
        self.file.write_all(&sums)?;
        let mut header = MAGIC.to_vec();
        header.extend_from_slice(&VERSION.to_be_bytes());
        header.extend_from_slice(&(self.sums.len() as u64).to_be_bytes());
        for section in self.sections {
            header.extend_from_slice(&section.page.to_be_bytes());
            header.extend_from_slice(&section.count.to_be_bytes());
        }
        // The page of the header is not known by its sum in the table; the header's own covers it.
        header.extend_from_slice(&crc(&sums).to_be_bytes());
        header.extend_from_slice(&crc(&header).to_be_bytes());
        let file = self.file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.as_file().write_all_at(&header, 0)?;
        file.as_file().sync_all()?;
        file.persist(path)?;
        // The rename itself lasts only once the folder is on disk too.
        File::open(folder_of(path))?.sync_all()
    }
}

/// An open index file.
#[derive(Debug)]
pub(super) struct Pages {
    file: File,
    path: PathBuf,
    sums: Vec<u32>,
    kept: Vec<OnceLock<Box<[u8]>>>,
    /// The latest pages that are not kept, each at its number's remainder.
    passing: Vec<Passing>,
    sections: [Section; PARTS],
}

/// Place for a page with this number.
type Passing = Mutex<Option<(u64, Box<[u8]>)>>;

/// How many of them there are: a network's name is near those of its neighbours, and not far from that of the network above.
const PASSING: usize = 64;

/// Octets of the header.
const HEADER: usize = MAGIC.len() + 4 + 8 + PARTS * 16 + 4 + 4;

impl Pages {
    /// Opens a file and checks its header, its length and its table of checksums.
    pub(super) fn open(path: &Path) -> Result<Self, IndexError> {
        let unreadable = |source| IndexError::Unreadable {
            path: path.to_owned(),
            source,
        };
        let damaged = |what| IndexError::Damaged {
            path: path.to_owned(),
            what,
        };
        let file = File::open(path).map_err(unreadable)?;
        let length = file.metadata().map_err(unreadable)?.len();
        let mut header = [0; HEADER];
        file.read_exact_at(&mut header, 0)
            .map_err(|source| match source.kind() {
                io::ErrorKind::UnexpectedEof => damaged("it is too short"),
                _ => unreadable(source),
            })?;
        let rest = header.strip_prefix(MAGIC).ok_or_else(|| IndexError::Foreign {
            path: path.to_owned(),
        })?;
        let mut numbers = Fields(rest);
        let version = numbers.u32();
        if version != VERSION {
            return Err(IndexError::Version {
                path: path.to_owned(),
                found: version,
                expected: VERSION,
            });
        }
        let (covered, sum) = header.split_at(HEADER - 4);
        if Fields(sum).u32() != crc(covered) {
            return Err(damaged("its header does not match its checksum"));
        }
        let count = numbers.u64();
        let mut sections = [Section::default(); PARTS];
        for section in &mut sections {
            section.page = numbers.u64();
            section.count = numbers.u64();
        }
        let table_sum = numbers.u32();
        // Checked against the length before anything is allocated by it.
        let expected = count.checked_mul(PAGE as u64 + 4);
        if expected != Some(length) {
            return Err(damaged("its length is not what its header says"));
        }
        let table_length = usize::try_from(count * 4).map_err(|_| damaged("it is too large"))?;
        let mut table = vec![0; table_length];
        file.read_exact_at(&mut table, count * PAGE as u64)
            .map_err(unreadable)?;
        if crc(&table) != table_sum {
            return Err(damaged("its table of checksums is damaged"));
        }
        let sums: Vec<u32> = table.chunks_exact(4).map(|sum| Fields(sum).u32()).collect();
        Ok(Self {
            kept: sums.iter().map(|_| OnceLock::new()).collect(),
            passing: (0..PASSING).map(|_| Mutex::default()).collect(),
            file,
            path: path.to_owned(),
            sums,
            sections,
        })
    }

    pub(super) fn section(&self, part: Part) -> Section {
        self.sections.get(part as usize).copied().unwrap_or_default()
    }

    /// An error that says what is wrong with the file.
    pub(super) fn damaged(&self, what: &'static str) -> IndexError {
        IndexError::Damaged {
            path: self.path.clone(),
            what,
        }
    }

    /// A page, read and checked if it is not at hand yet.
    pub(super) fn page(&self, number: u64) -> Result<&[u8], IndexError> {
        let out_of_file = || self.damaged("it refers to a place outside itself");
        let at = usize::try_from(number).map_err(|_| out_of_file())?;
        let kept = self.kept.get(at).ok_or_else(out_of_file)?;
        if let Some(page) = kept.get() {
            return Ok(page);
        }
        let page = self.read(number)?;
        // Two threads may have read the same page; one of the copies is kept.
        Ok(kept.get_or_init(|| page))
    }

    /// A page, read and checked, and not kept.
    pub(super) fn read(&self, number: u64) -> Result<Box<[u8]>, IndexError> {
        let mut page = vec![0; PAGE].into_boxed_slice();
        self.read_into(number, &mut page)?;
        Ok(page)
    }

    fn read_into(&self, number: u64, page: &mut [u8]) -> Result<(), IndexError> {
        let sum = usize::try_from(number).ok().and_then(|at| self.sums.get(at));
        let sum = sum.ok_or_else(|| self.damaged("it refers to a place outside itself"))?;
        self.file
            .read_exact_at(page, number * PAGE as u64)
            .map_err(|source| IndexError::Unreadable {
                path: self.path.clone(),
                source,
            })?;
        if *sum != crc(page) {
            return Err(self.damaged("a part of it does not match its checksum"));
        }
        Ok(())
    }

    /// All octets of a section, of which nothing is kept.
    pub(super) fn section_octets(&self, part: Part) -> Result<Vec<u8>, IndexError> {
        let section = self.section(part);
        let pages = section.count.div_ceil(PAGE as u64);
        // Checked before anything is allocated by it.
        let fits = section
            .page
            .checked_add(pages)
            .is_some_and(|end| end <= self.count());
        let length = usize::try_from(section.count).ok().filter(|_| fits);
        let length = length.ok_or_else(|| self.damaged("it refers to a place outside itself"))?;
        let mut octets = vec![0; length.next_multiple_of(PAGE)];
        for (number, page) in (section.page..).zip(octets.chunks_exact_mut(PAGE)) {
            self.read_into(number, page)?;
        }
        octets.truncate(length);
        Ok(octets)
    }

    /// How many pages there are.
    pub(super) fn count(&self) -> u64 {
        self.sums.len() as u64
    }

    /// What the file says of itself.
    pub(super) fn about<T: DeserializeOwned>(&self) -> Result<T, IndexError> {
        let damaged = || self.damaged("its description cannot be read");
        let length = usize::try_from(self.section(Part::About).count).map_err(|_| damaged())?;
        serde_json::from_slice(&self.bytes(Part::About, 0, length)?).map_err(|_| damaged())
    }

    /// The page and the place in it where octets of a section begin, all of which it has.
    fn place(&self, part: Part, start: u64, length: usize) -> Result<(u64, usize), IndexError> {
        let section = self.section(part);
        match start.checked_add(length as u64) {
            Some(end) if end <= section.count => Ok((
                section.page.saturating_add(start / PAGE as u64),
                remainder(start, PAGE),
            )),
            _ => Err(self.damaged("it refers to a place outside a section")),
        }
    }

    /// Octets of a section from `start` on, across pages if need be.
    pub(super) fn bytes(&self, part: Part, start: u64, length: usize) -> Result<Cow<'_, [u8]>, IndexError> {
        let (mut number, offset) = self.place(part, start, length)?;
        let first = self.page(number)?.get(offset..).unwrap_or_default();
        if let Some(whole) = first.get(..length) {
            return Ok(Cow::Borrowed(whole));
        }
        let mut joined = first.to_vec();
        while joined.len() < length {
            number = number.saturating_add(1);
            let page = self.page(number)?;
            let wanted = length - joined.len();
            joined.extend_from_slice(page.get(..wanted.min(page.len())).unwrap_or_default());
        }
        Ok(Cow::Owned(joined))
    }

    /// Appends octets of a section from `start` on, across pages if need be; the pages are not kept for long.
    pub(super) fn copy(
        &self,
        part: Part,
        start: u64,
        length: usize,
        to: &mut Vec<u8>,
    ) -> Result<(), IndexError> {
        let (mut number, mut offset) = self.place(part, start, length)?;
        let mut wanted = length;
        while wanted > 0 {
            let place = self.passing.get(remainder(number, PASSING));
            let place = place.ok_or_else(|| self.damaged("it refers to a place outside itself"))?;
            let mut place = place.lock().unwrap_or_else(PoisonError::into_inner);
            let page = match &mut *place {
                Some((there, page)) if *there == number => page,
                other => &mut other.insert((number, self.read(number)?)).1,
            };
            let octets = page.get(offset..).unwrap_or_default();
            let octets = octets.get(..wanted.min(octets.len())).unwrap_or_default();
            to.extend_from_slice(octets);
            wanted -= octets.len();
            number = number.saturating_add(1);
            offset = 0;
        }
        Ok(())
    }
}

/// What is left of a number after taking out whole steps; below `step`, so it fits.
fn remainder(number: u64, step: usize) -> usize {
    usize::try_from(number % step as u64).unwrap_or(0)
}

/// Reads numbers off the front of octets; zero when they run out, which the checksums rule out.
struct Fields<'a>(&'a [u8]);

impl Fields<'_> {
    fn u32(&mut self) -> u32 {
        let (number, rest) = self.0.split_first_chunk().unwrap_or((&[0; 4], &[]));
        self.0 = rest;
        u32::from_be_bytes(*number)
    }

    fn u64(&mut self) -> u64 {
        let (number, rest) = self.0.split_first_chunk().unwrap_or((&[0; 8], &[]));
        self.0 = rest;
        u64::from_be_bytes(*number)
    }
}
