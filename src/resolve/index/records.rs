//! A section of records of one kind, ready to use: a page is read, checked and decoded when it is first asked for.
//!
//! What is kept is the decoded page alone, which takes as much memory as the octets did.

use std::sync::OnceLock;

use super::IndexError;
use super::pages::{PAGE, Pages, Part};

/// What a section can hold many of, each taking as many octets.
pub(super) trait Record: Sized {
    /// Octets on disk.
    const OCTETS: usize;
    fn put(&self, out: &mut Vec<u8>);
    /// Reads from the first octets; `None` when there are too few, or they are none that [`Record::put`] has made.
    fn get(bytes: &[u8]) -> Option<Self>;
}

/// A place in another section.
impl Record for u64 {
    const OCTETS: usize = size_of::<Self>();

    fn put(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.to_be_bytes());
    }

    fn get(bytes: &[u8]) -> Option<Self> {
        bytes.first_chunk().map(|octets| Self::from_be_bytes(*octets))
    }
}

/// The records of a section.
#[derive(Debug)]
pub(super) struct Records<T> {
    first_page: u64,
    count: usize,
    pages: Vec<OnceLock<Box<[T]>>>,
}

impl<T: Record> Records<T> {
    const PER_PAGE: usize = PAGE / T::OCTETS;

    /// The records of a section that holds `count` of them; reads none.
    pub(super) fn open(pages: &Pages, part: Part, count: u64) -> Result<Self, IndexError> {
        let first_page = pages.section(part).page;
        let per_page = Self::PER_PAGE as u64;
        let end = first_page.saturating_add(count.div_ceil(per_page));
        // Checked before anything is allocated by it.
        let count = usize::try_from(count).ok().filter(|_| end <= pages.count());
        let count = count.ok_or_else(|| pages.damaged("it refers to a place outside itself"))?;
        let pages = (0..count.div_ceil(Self::PER_PAGE)).map(|_| OnceLock::new());
        Ok(Self {
            first_page,
            count,
            pages: pages.collect(),
        })
    }

    /// The records of a section that says itself how many it holds; reads none.
    pub(super) fn whole(pages: &Pages, part: Part) -> Result<Self, IndexError> {
        Self::open(pages, part, pages.section(part).count)
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// The record of this number.
    #[inline]
    pub(super) fn get(&self, pages: &Pages, number: usize) -> Result<&T, IndexError> {
        let page = self.pages.get(number / Self::PER_PAGE);
        let records = page.and_then(OnceLock::get);
        match records.and_then(|records| records.get(number % Self::PER_PAGE)) {
            Some(record) => Ok(record),
            None => self.read(pages, number),
        }
    }

    /// The same for the first of a page that is asked for.
    #[cold]
    fn read(&self, pages: &Pages, number: usize) -> Result<&T, IndexError> {
        let absent = || pages.damaged("it refers to a record that is not there");
        let at = number / Self::PER_PAGE;
        let page = self.pages.get(at).ok_or_else(absent)?;
        let octets = pages.read(self.first_page.saturating_add(at as u64))?;
        let on_page = self.count.saturating_sub(at * Self::PER_PAGE).min(Self::PER_PAGE);
        let records = octets.chunks_exact(T::OCTETS).take(on_page).map(T::get);
        let records: Option<Box<[T]>> = records.collect();
        let records = records.ok_or_else(|| pages.damaged("a record of it is cut, or makes no sense"))?;
        // Two threads may have read the same page; one of the copies is kept.
        let records = page.get_or_init(|| records);
        records.get(number % Self::PER_PAGE).ok_or_else(absent)
    }
}
