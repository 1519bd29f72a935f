//! How far an import is, told now and then.

/// Objects between two reports of progress.
const REPORT_EVERY: u64 = 100_000;

/// How far an import is.
#[derive(Debug, Clone, Copy)]
pub struct Progress<'a> {
    /// The file being read.
    pub file: &'a str,
    /// Its place in the list, from 0.
    pub number: usize,
    /// Objects read from all files so far.
    pub objects: u64,
}

/// Tells the caller now and then how far the reading is.
pub(super) struct Report<'a> {
    tell: &'a mut dyn FnMut(Progress<'_>),
    pub(super) number: usize,
    /// Objects or lines of all files so far.
    pub(super) objects: u64,
    next: u64,
}

impl<'a> Report<'a> {
    /// Nothing was read.
    pub(super) fn new(tell: &'a mut dyn FnMut(Progress<'_>)) -> Self {
        Self {
            tell,
            number: 0,
            objects: 0,
            next: REPORT_EVERY,
        }
    }

    /// One more was read.
    pub(super) fn one(&mut self, file: &str) {
        self.up_to(file, self.objects + 1);
    }

    /// So many of all files were read.
    pub(super) fn up_to(&mut self, file: &str, objects: u64) {
        self.objects = objects;
        if objects >= self.next {
            self.next = objects + REPORT_EVERY;
            (self.tell)(Progress {
                file,
                number: self.number,
                objects,
            });
        }
    }
}
