//! Registry dumps: a stream of RPSL objects (RFC 2622 section 2), one at a time.
//!
//! Goes in: a dump as the registries publish it, split by class or whole, gzip or plain, Latin-1 or UTF-8. Comes out: objects
//! as lists of attributes. Invariants: never panics, whatever the bytes; memory is bounded by `LONGEST_LINE` and
//! `LARGEST_OBJECT`, what exceeds them is cut and the object says so.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::ops::Range;
use std::path::Path;

use flate2::bufread::MultiGzDecoder;

mod ahead;

use ahead::Ahead;

/// Octets of one line that are kept.
const LONGEST_LINE: u64 = 64 * 1024;
/// Octets of one object that are kept.
const LARGEST_OBJECT: usize = 1024 * 1024;

/// A dump file, decompressed if its first two octets say gzip.
///
/// # Errors
/// When the file cannot be opened or its first octets cannot be read.
pub fn open(path: &Path) -> io::Result<Box<dyn BufRead>> {
    const BUFFER: usize = 256 * 1024;
    let mut file = BufReader::with_capacity(BUFFER, File::open(path)?);
    if file.fill_buf()?.starts_with(&[0x1f, 0x8b]) {
        return Ok(Box::new(Ahead::of(MultiGzDecoder::new(file))?));
    }
    Ok(Box::new(file))
}

/// One object: its attributes in order, the first of which names class and key.
#[derive(Debug, Default)]
pub struct Object {
    /// Attribute values, comments cut, continuation lines joined with one blank.
    text: Vec<u8>,
    attributes: Vec<Attribute>,
    line: u64,
    cut: bool,
}

#[derive(Debug)]
struct Attribute {
    name: Range<usize>,
    value: Range<usize>,
}

impl Object {
    /// The class, such as `inetnum`, in lower case.
    #[must_use]
    pub fn class(&self) -> &str {
        self.attributes.first().map_or("", |first| self.name(first))
    }

    /// The value of the first attribute.
    #[must_use]
    pub fn key(&self) -> String {
        self.attributes
            .first()
            .map_or_else(String::new, |first| decode(self.value(first)))
    }

    /// The values of all attributes of this (lower-case) name, in order; empty ones are left out.
    pub fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = String> + 'a {
        self.raw(name).map(decode)
    }

    /// The first value of this name that is not empty.
    #[must_use]
    pub fn first(&self, name: &str) -> Option<String> {
        self.values(name).next()
    }

    /// The values of this name as octets; see [`Object::values`].
    pub(super) fn raw<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a [u8]> + 'a {
        self.attributes
            .iter()
            .filter(move |attribute| self.text.get(attribute.name.clone()) == Some(name.as_bytes()))
            .map(|attribute| self.value(attribute))
            .filter(|value| !value.is_empty())
    }

    /// The line its first attribute stands on, from 1.
    #[must_use]
    pub fn line(&self) -> u64 {
        self.line
    }

    /// Whether the object was larger than what is kept.
    #[must_use]
    pub fn is_cut(&self) -> bool {
        self.cut
    }

    fn name(&self, attribute: &Attribute) -> &str {
        self.text
            .get(attribute.name.clone())
            .and_then(|name| std::str::from_utf8(name).ok())
            .unwrap_or_default()
    }

    fn value(&self, attribute: &Attribute) -> &[u8] {
        self.text.get(attribute.value.clone()).unwrap_or_default()
    }

    fn clear(&mut self) {
        self.text.clear();
        self.attributes.clear();
        self.line = 0;
        self.cut = false;
    }

    /// Takes one line that is neither blank nor a comment; a line that is no attribute is dropped.
    fn take(&mut self, line: &[u8]) {
        if self.text.len() + line.len() > LARGEST_OBJECT {
            self.cut = true;
            return;
        }
        if let Some(b' ' | b'\t' | b'+') = line.first() {
            self.continue_value(line.get(1..).unwrap_or_default());
            return;
        }
        let Some(colon) = line.iter().position(|byte| *byte == b':') else {
            return;
        };
        let (name, value) = line.split_at(colon);
        let name = name.trim_ascii();
        // A name that is no word would let binary rubbish pass for an object.
        if name.is_empty()
            || !name
                .iter()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'*'))
        {
            return;
        }
        let name_at = self.append(name);
        if let Some(name) = self.text.get_mut(name_at.clone()) {
            name.make_ascii_lowercase();
        }
        let value_at = self.append(without_comment(value.get(1..).unwrap_or_default()));
        self.attributes.push(Attribute {
            name: name_at,
            value: value_at,
        });
    }

    fn continue_value(&mut self, rest: &[u8]) {
        let rest = without_comment(rest);
        let Some(last) = self.attributes.last_mut() else {
            return;
        };
        if rest.is_empty() {
            return;
        }
        // The last value always ends the buffer, so that it can grow in place.
        if !last.value.is_empty() {
            self.text.push(b' ');
        }
        self.text.extend_from_slice(rest);
        last.value.end = self.text.len();
    }

    fn append(&mut self, bytes: &[u8]) -> Range<usize> {
        let start = self.text.len();
        self.text.extend_from_slice(bytes);
        start..self.text.len()
    }
}

/// The value before its `#`, trimmed. RPSL has no way to quote a `#`.
fn without_comment(value: &[u8]) -> &[u8] {
    let end = value.iter().position(|byte| *byte == b'#').unwrap_or(value.len());
    value.get(..end).unwrap_or_default().trim_ascii()
}

/// The text of a value: UTF-8 where it is that, which Latin-1 text practically never is by chance, else Latin-1, in
/// which every octet is the code point of the same number.
pub(super) fn decode(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().copied().map(char::from).collect(),
    }
}

/// Reads objects of the wanted classes; skips the others without keeping their lines.
#[derive(Debug)]
pub struct Objects<R> {
    reader: R,
    wanted: &'static [&'static str],
    object: Object,
    line: Vec<u8>,
    line_number: u64,
    seen: u64,
}

impl<R: BufRead> Objects<R> {
    /// A reader that yields the objects of these classes (lower case).
    pub fn new(reader: R, wanted: &'static [&'static str]) -> Self {
        Self {
            reader,
            wanted,
            object: Object::default(),
            line: Vec::new(),
            line_number: 0,
            seen: 0,
        }
    }

    /// How many objects have gone by so far, wanted or not.
    #[must_use]
    pub fn seen(&self) -> u64 {
        self.seen
    }

    /// The next wanted object, or `None` at the end of the dump. A blank line ends an object; so does the end.
    ///
    /// # Errors
    /// What the file system or the decompression reports, such as a truncated gzip file.
    pub fn next_object(&mut self) -> io::Result<Option<&Object>> {
        self.object.clear();
        let mut skipping = false;
        while self.read_line()? {
            let line = self.line.trim_ascii_end();
            if line.is_empty() {
                if !self.object.attributes.is_empty() {
                    return Ok(Some(&self.object));
                }
                // What was skipped may have been cut; the next object is not.
                self.object.cut = false;
                skipping = false;
                continue;
            }
            // `%` lines are the server's words, `#` lines the file's.
            if skipping || matches!(line.first(), Some(b'%' | b'#')) {
                continue;
            }
            self.object.take(line);
            if self.object.line == 0 && !self.object.attributes.is_empty() {
                self.seen += 1;
                self.object.line = self.line_number;
                if !self.wanted.contains(&self.object.class()) {
                    self.object.clear();
                    skipping = true;
                }
            }
        }
        Ok((!self.object.attributes.is_empty()).then_some(&self.object))
    }

    /// Reads the next line into `self.line`, at most [`LONGEST_LINE`] octets of it; `false` at the end.
    fn read_line(&mut self) -> io::Result<bool> {
        self.line.clear();
        let read = self
            .reader
            .by_ref()
            .take(LONGEST_LINE)
            .read_until(b'\n', &mut self.line)?;
        if read == 0 {
            return Ok(false);
        }
        if self.line.last() != Some(&b'\n') && read as u64 == LONGEST_LINE {
            self.reader.skip_until(b'\n')?;
            self.object.cut = true;
        }
        self.line_number += 1;
        if self.line_number == 1 && self.line.starts_with(b"\xef\xbb\xbf") {
            self.line.drain(..3);
        }
        Ok(true)
    }
}

#[cfg(test)]
mod tests;
