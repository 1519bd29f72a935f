//! Outlines that are alike: they differ in texts that registries publish, and in nothing else.
//!
//! Mailboxes, handles and names of holders go into the sentences of a decision as they are. Who wins depends on what
//! `judgements` has made of them, and on which of them are equal. So an outline with marks in place of
//! the texts is the *pattern* of all outlines that depend on the same otherwise: it is worked out once, and filled with
//! each one's texts. There are hundreds of thousands of outlines, and some dozens of patterns.
//!
//! Invariant: a filled pattern is, octet by octet, the JSON of the outline that `weigh` would have made.

use std::fmt;
use std::sync::Arc;

use memchr::memmem;

use super::index::claims::{Claims, Holder};
use super::judgements::Judged;
use super::surroundings::MARK;
use crate::contact::{Decision, Mailbox, Verdict};

/// An outline that is new.
#[derive(Debug)]
pub enum Outline {
    /// It is like no other.
    Whole(Box<Decision>),
    /// It is a pattern with these texts in it.
    Like {
        /// The pattern's number.
        pattern: u32,
        /// The pattern, when its number is new, or stands for another from now on.
        new: Option<Box<Decision>>,
        /// What to fill it with.
        texts: Texts,
    },
}

/// Texts that fill a pattern, each once, by their numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Texts {
    joined: String,
    ends: Vec<usize>,
}

impl Texts {
    /// The text of this number.
    #[must_use]
    pub fn get(&self, number: usize) -> Option<&str> {
        let start = match number.checked_sub(1) {
            Some(before) => *self.ends.get(before)?,
            None => 0,
        };
        self.joined.get(start..*self.ends.get(number)?)
    }

    /// All of them, in the order of their numbers.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len()).filter_map(|number| self.get(number))
    }

    /// None yet, with room for those of most outlines.
    pub(super) fn with_room() -> Self {
        Self {
            joined: String::with_capacity(256),
            ends: Vec::with_capacity(16),
        }
    }

    /// The number of a text, which is added unless it is there.
    fn number(&mut self, text: &str) -> usize {
        // There are a dozen.
        if let Some(known) = self.iter().position(|one| one == text) {
            return known;
        }
        self.joined.push_str(text);
        self.ends.push(self.joined.len());
        self.ends.len() - 1
    }

    /// As they are stored: the length of each, then the text; numbers are LEB128, as in DWARF.
    #[must_use]
    pub fn pack(&self) -> Vec<u8> {
        let mut packed = Vec::with_capacity(self.joined.len() + self.ends.len());
        for text in self.iter() {
            let mut length = text.len();
            while length > 0x7f {
                let [low, ..] = length.to_le_bytes();
                packed.push(0x80 | low);
                length >>= 7;
            }
            let [low, ..] = length.to_le_bytes();
            packed.push(low);
            packed.extend_from_slice(text.as_bytes());
        }
        packed
    }

    /// Reads what [`Texts::pack`] has written; `None` when it is something else.
    #[must_use]
    pub fn unpack(mut packed: &[u8]) -> Option<Self> {
        let mut texts = Self::default();
        while !packed.is_empty() {
            let mut length = 0_usize;
            for shift in (0..usize::BITS).step_by(7) {
                let (&octet, rest) = packed.split_first()?;
                packed = rest;
                length |= usize::from(octet & 0x7f) << shift;
                if octet & 0x80 == 0 {
                    break;
                }
            }
            let (text, rest) = packed.split_at_checked(length)?;
            packed = rest;
            texts.joined.push_str(std::str::from_utf8(text).ok()?);
            texts.ends.push(texts.joined.len());
        }
        Some(texts)
    }
}

/// What stands in a pattern for the text of this number.
fn text_mark(number: usize) -> String {
    format!("{MARK}T{number}{MARK}")
}

/// A pattern's JSON, cut at its marks.
#[derive(Clone)]
pub struct Pattern {
    json: Vec<u8>,
    /// Where each mark begins and ends, and the number of its text.
    marks: Vec<(usize, usize, usize)>,
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Pattern")
            .field(&String::from_utf8_lossy(&self.json))
            .finish()
    }
}

/// How a mark begins in JSON.
const BEGINS: &[u8] = b"\\u001fT";
/// How it ends.
const ENDS: &[u8] = b"\\u001f";

impl Pattern {
    /// The pattern with this JSON.
    #[must_use]
    pub fn new(json: Vec<u8>) -> Self {
        let mut marks = Vec::new();
        let mut at = 0;
        while let Some(found) = json.get(at..).and_then(|rest| memchr::memchr(b'\\', rest)) {
            let begin = at + found;
            let rest = json.get(begin..).unwrap_or_default();
            let mark = rest.strip_prefix(BEGINS).and_then(|number| {
                let digits = memmem::find(number, ENDS)?;
                let text = std::str::from_utf8(number.get(..digits)?).ok()?;
                Some((begin + BEGINS.len() + digits + ENDS.len(), text.parse().ok()?))
            });
            match mark {
                Some((end, text)) => {
                    marks.push((begin, end, text));
                    at = end;
                }
                // What is escaped is not looked at: it can be a backslash.
                None => at = begin + 2,
            }
        }
        Self { json, marks }
    }

    /// Its JSON, with marks in place of texts.
    #[must_use]
    pub fn json(&self) -> &[u8] {
        &self.json
    }

    /// The JSON of the outline that these texts make of it; `None` when they are too few.
    #[must_use]
    pub fn fill(&self, texts: &Texts) -> Option<Vec<u8>> {
        let mut filled = Vec::with_capacity(self.json.len() + 2 * texts.joined.len());
        let mut at = 0;
        for (begin, end, text) in &self.marks {
            filled.extend_from_slice(self.json.get(at..*begin)?);
            push_escaped(&mut filled, texts.get(*text)?);
            at = *end;
        }
        filled.extend_from_slice(self.json.get(at..)?);
        Some(filled)
    }
}

/// Whether these texts make the one outline of the other, octet by octet.
pub(super) fn is_like(marked: &Decision, texts: &Texts, whole: &Decision) -> bool {
    let (Ok(marked), Ok(whole)) = (serde_json::to_vec(marked), serde_json::to_vec(whole)) else {
        return false;
    };
    Pattern::new(marked).fill(texts) == Some(whole)
}

/// The mailbox that a pattern's verdict names, with these texts.
#[must_use]
pub fn contact<'t>(verdict: &Verdict, texts: &'t Texts) -> Option<&'t str> {
    let Verdict::Notify(Mailbox(mark)) = verdict else {
        return None;
    };
    let number = mark.strip_prefix(MARK)?.strip_prefix('T')?.strip_suffix(MARK)?;
    texts.get(number.parse().ok()?)
}

/// Puts a text into JSON, as `serde_json` would.
fn push_escaped(json: &mut Vec<u8>, text: &str) {
    if text
        .bytes()
        .all(|octet| octet >= 0x20 && octet != b'"' && octet != b'\\')
    {
        json.extend_from_slice(text.as_bytes());
        return;
    }
    let quoted = serde_json::Value::from(text).to_string();
    let bare = quoted.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    json.extend_from_slice(bare.unwrap_or_default().as_bytes());
}

/// A network on the way up, and what the mailboxes come to that it offers.
#[derive(Debug)]
pub(super) struct Said {
    /// The number of its registry among those that are asked.
    pub(super) registry: usize,
    /// How many networks are below it; 0 for the most specific.
    pub(super) depth: usize,
    /// Whether the most specific network only says that the range is another registry's.
    pub(super) placeholder: bool,
    pub(super) claims: Arc<Claims>,
    pub(super) judged: Arc<[Judged]>,
}

/// Adds the texts of what networks say, and to `shape` all else that an outline depends on. `false` when it cannot be told
/// apart by that: two texts name one mailbox.
pub(super) fn trace(said: &[Said], texts: &mut Texts, shape: &mut Vec<u32>) -> bool {
    let length = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    let mut mailboxes: Vec<&Mailbox> = Vec::new();
    for Said { claims, judged, .. } in said {
        let Claims {
            offers,
            gaps,
            holder,
            languages,
        } = &**claims;
        let mut text = |text: &str| length(texts.number(text));
        shape.extend([
            u32::MAX,
            length(offers.len()),
            length(gaps.len()),
            length(judged.len()),
        ]);
        for offer in offers {
            shape.extend([offer.step as u32, length(offer.path.len())]);
            shape.push(text(&offer.published));
            shape.extend(offer.path.iter().map(|step| text(step)));
            // A doubt is one by being there.
            shape.push(offer.doubt.as_ref().map_or(u32::MAX, |doubt| text(doubt)));
        }
        shape.extend(gaps.iter().map(|gap| text(gap)));
        match holder {
            None => shape.push(u32::MAX),
            Some(Holder {
                handle,
                name,
                country,
            }) => {
                shape.push(text(handle));
                shape.push(if name.is_empty() { u32::MAX } else { text(name) });
                literal(country.as_deref().unwrap_or_default(), shape);
            }
        }
        shape.push(length(languages.len()));
        for tag in languages {
            literal(tag, shape);
        }
        for Judged {
            offer,
            published,
            verdict,
        } in &**judged
        {
            shape.extend([length(*offer), text(published)]);
            match verdict {
                Ok((mailbox, low)) => {
                    let low = low.as_ref().map_or(u32::MAX, |low| text(low));
                    shape.extend([1, text(&mailbox.0), low]);
                    mailboxes.push(mailbox);
                }
                Err(reason) => shape.extend([0, text(reason)]),
            }
        }
    }
    let alike =
        |one: &&Mailbox, other: &&Mailbox| one != other && one.as_str().eq_ignore_ascii_case(other.as_str());
    !mailboxes
        .iter()
        .enumerate()
        .any(|(number, one)| mailboxes.iter().skip(number + 1).any(|other| alike(one, other)))
}

/// Adds a text that stays in the pattern as it is.
fn literal(text: &str, shape: &mut Vec<u32>) {
    shape.push(u32::try_from(text.len()).unwrap_or(u32::MAX));
    shape.extend(text.bytes().map(u32::from));
}

/// The same with marks in place of the texts.
pub(super) fn marked(said: &Said, texts: &mut Texts) -> Said {
    let mut mark = |text: &mut String| *text = text_mark(texts.number(text));
    let mut claims = Claims::clone(&said.claims);
    for offer in &mut claims.offers {
        mark(&mut offer.published);
        offer.path.iter_mut().for_each(&mut mark);
        offer.doubt.iter_mut().for_each(&mut mark);
    }
    claims.gaps.iter_mut().for_each(&mut mark);
    if let Some(holder) = &mut claims.holder {
        mark(&mut holder.handle);
        if !holder.name.is_empty() {
            mark(&mut holder.name);
        }
    }
    let judged = said.judged.iter().map(|judged| {
        let mut judged = judged.clone();
        mark(&mut judged.published);
        match &mut judged.verdict {
            Ok((mailbox, low)) => {
                mark(&mut mailbox.0);
                low.iter_mut().for_each(&mut mark);
            }
            Err(reason) => mark(reason),
        }
        judged
    });
    Said {
        registry: said.registry,
        depth: said.depth,
        placeholder: said.placeholder,
        judged: judged.collect(),
        claims: Arc::new(claims),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn texts_are_read_as_they_were_packed(words in proptest::collection::vec("\\PC{0,200}", 0..6)) {
            let mut texts = Texts::default();
            let numbers: Vec<usize> = words.iter().map(|word| texts.number(word)).collect();
            for (number, word) in numbers.iter().zip(&words) {
                prop_assert_eq!(texts.get(*number), Some(word.as_str()));
            }
            let packed = texts.pack();
            prop_assert_eq!(Texts::unpack(&packed), Some(texts));
            for cut in 0..packed.len() {
                let _ = Texts::unpack(packed.get(..cut).unwrap_or_default());
            }
        }

        #[test]
        fn a_filled_pattern_is_the_json_of_the_whole(
            one in "[a\"\\\\\u{0}-\u{1f}é]{0,12}",
            other in "[a\\\\u01fT]{0,12}",
            around in "[a\\\\u01fT\"\n]{0,12}",
        ) {
            let mut texts = Texts::default();
            let (first, second) = (texts.number(&one), texts.number(&other));
            let whole = [format!("{around}{one}{other}{around}"), other.clone()];
            let pattern = [
                format!("{around}{}{}{around}", text_mark(first), text_mark(second)),
                text_mark(second),
            ];
            let pattern = Pattern::new(serde_json::to_vec(&pattern).unwrap());
            prop_assert_eq!(pattern.fill(&texts), Some(serde_json::to_vec(&whole).unwrap()));
            prop_assert_eq!(pattern.fill(&Texts::default()), None);
        }
    }
}
