//! The stories of decisions as the ledger keeps them: small, because most of a ledger of many networks is stories.
//!
//! A story is the decision's JSON, and known by its SHA-256. Stored is, of most, the number of a
//! [pattern](crate::resolve::pattern) with the texts that fill it; of others the JSON, packed; and as it is where a contact
//! was passed over, because SQL has to find these again.

use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use memchr::memmem;
use rusqlite::{CachedStatement, OptionalExtension as _, Row, params};
use sha2::{Digest as _, Sha256};

use super::resolutions::Desk;
use super::{Ledger, LedgerError};
use crate::contact::{Decision, Mailbox, Verdict};
use crate::resolve::Surroundings;
use crate::resolve::pattern::{self, Outline, Pattern, Texts};

/// How a story says that a contact was passed over.
pub(super) const COME_BACK: &str = "letters to it come back";

/// A decision ready to be stored.
#[derive(Debug)]
pub struct Story {
    sha256: [u8; 32],
    form: Form,
    verdict: &'static str,
    confidence: u8,
    contact: Option<Mailbox>,
}

#[derive(Debug)]
enum Form {
    /// JSON.
    Text(Vec<u8>),
    /// A pattern, and the texts that fill it, packed.
    Filled(Arc<Common>, Vec<u8>),
}

/// What stories have in common.
#[derive(Debug)]
struct Common {
    sha256: [u8; 32],
    pattern: Pattern,
    verdict: Verdict,
    confidence: u8,
}

impl Story {
    /// The decision as it is stored. Pure; may run in any thread.
    ///
    /// # Errors
    /// [`LedgerError::Damaged`] when it has no JSON, which does not happen.
    pub fn new(decision: &Decision) -> Result<Self, LedgerError> {
        let text = json(decision)?;
        let contact = match &decision.verdict {
            Verdict::Notify(mailbox) => Some(mailbox.clone()),
            Verdict::Suppress | Verdict::Unresolved(_) => None,
        };
        Ok(Self {
            sha256: Sha256::digest(&text).into(),
            form: Form::Text(text),
            verdict: slug(&decision.verdict),
            confidence: decision.confidence,
            contact,
        })
    }

    /// The first octets of its digest: two stories that share them may be the same.
    pub(super) fn first_octets(&self) -> [u8; 8] {
        self.sha256.first_chunk().copied().unwrap_or_default()
    }

    /// As the ledger names it.
    pub(super) fn verdict(&self) -> &'static str {
        self.verdict
    }
}

/// Octets that are enough for most stories.
const ROOM: usize = 2048;

fn json(decision: &Decision) -> Result<Vec<u8>, LedgerError> {
    let mut text = Vec::with_capacity(ROOM);
    serde_json::to_writer(&mut text, decision).map_err(|error| LedgerError::Damaged {
        problem: format!("a decision has no JSON: {error}"),
    })?;
    Ok(text)
}

fn slug(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Notify(_) => "notify",
        Verdict::Suppress => "suppress",
        Verdict::Unresolved(reason) => reason.as_str(),
    }
}

/// Makes stories of the outlines of one walk.
#[derive(Debug, Default)]
pub struct Stories {
    /// The walk's patterns, by their numbers.
    patterns: Vec<Arc<Common>>,
}

impl Stories {
    /// The story of an outline; of another where `passing` has one, which is asked only if one of an outline's mailboxes
    /// `is_dead`.
    ///
    /// # Errors
    /// [`LedgerError::Damaged`] when a pattern cannot be filled, which does not happen.
    pub fn of(
        &mut self,
        outline: Outline,
        is_dead: impl Fn(&str) -> bool,
        passing: impl Fn(&Decision) -> Option<Decision>,
    ) -> Result<Story, LedgerError> {
        let (number, new, texts) = match outline {
            Outline::Whole(outline) => return Story::new(passing(&outline).as_ref().unwrap_or(&outline)),
            Outline::Like { pattern, new, texts } => (pattern as usize, new, texts),
        };
        if let Some(outline) = new {
            let pattern = Pattern::new(json(&outline)?);
            let common = Arc::new(Common {
                sha256: Sha256::digest(pattern.json()).into(),
                pattern,
                verdict: outline.verdict,
                confidence: outline.confidence,
            });
            match self.patterns.get_mut(number) {
                Some(place) => *place = common,
                None => self.patterns.push(common),
            }
        }
        let common = self.patterns.get(number).ok_or_else(unfilled)?;
        let text = common.pattern.fill(&texts).ok_or_else(unfilled)?;
        if texts.iter().any(is_dead) {
            let outline = parse(&text)?;
            return Story::new(passing(&outline).as_ref().unwrap_or(&outline));
        }
        Ok(Story {
            sha256: Sha256::digest(&text).into(),
            form: Form::Filled(Arc::clone(common), texts.pack()),
            verdict: slug(&common.verdict),
            confidence: common.confidence,
            contact: pattern::contact(&common.verdict, &texts).map(|mailbox| Mailbox(mailbox.to_owned())),
        })
    }
}

fn unfilled() -> LedgerError {
    LedgerError::Damaged {
        problem: "a decision is like one that is not there".to_owned(),
    }
}

/// Patterns whose numbers, or texts, are at hand.
const PATTERNS: usize = 1 << 12;

/// Notes stories; its statements are prepared once.
pub(super) struct StoryWriter<'l> {
    ledger: &'l Ledger,
    find: CachedStatement<'l>,
    insert: CachedStatement<'l>,
}

impl<'l> StoryWriter<'l> {
    pub(super) fn new(ledger: &'l Ledger) -> Result<Self, LedgerError> {
        let ready = |sql| ledger.connection.prepare_cached(sql);
        Ok(Self {
            ledger,
            find: ready(
                "SELECT id FROM decision WHERE substr(sha256, 1, 8) = substr(?1, 1, 8) AND sha256 = ?1",
            )?,
            insert: ready(
                "INSERT INTO decision (sha256, verdict, confidence, contact, story, packed, pattern) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?,
        })
    }

    /// The number of a story, which is noted unless it is.
    pub(super) fn number(&mut self, story: &Story, desk: &mut Desk) -> Result<i64, LedgerError> {
        match self.noted(story)? {
            Some(number) => Ok(number),
            None => self.note(story, desk),
        }
    }

    /// The number of this story, if it is noted.
    pub(super) fn noted(&mut self, story: &Story) -> Result<Option<i64>, LedgerError> {
        Ok(self.find.query_row([story.sha256], |row| row.get(0)).optional()?)
    }

    /// Notes a story that is not noted yet, and returns its number.
    pub(super) fn note(&mut self, story: &Story, desk: &mut Desk) -> Result<i64, LedgerError> {
        let contact = match &story.contact {
            Some(mailbox) => Some(self.ledger.contact_number(mailbox, desk)?),
            None => None,
        };
        let (text, packed, pattern) = match &story.form {
            Form::Text(text) if memmem::find(text, COME_BACK.as_bytes()).is_some() => {
                (String::from_utf8_lossy(text), None, None)
            }
            Form::Text(text) => (Cow::Borrowed(""), Some(Cow::Owned(pack(text))), None),
            Form::Filled(common, texts) => {
                let pattern = self.ledger.pattern_number(common, desk)?;
                (Cow::Borrowed(""), Some(Cow::Borrowed(&**texts)), Some(pattern))
            }
        };
        self.insert.execute(params![
            story.sha256,
            story.verdict,
            story.confidence,
            contact,
            text,
            packed,
            pattern
        ])?;
        Ok(self.ledger.connection.last_insert_rowid())
    }
}

impl Ledger {
    /// The number of a pattern, which is noted unless it is.
    fn pattern_number(&self, common: &Common, desk: &mut Desk) -> Result<i64, LedgerError> {
        if let Some(number) = desk.patterns.get(&common.sha256) {
            return Ok(*number);
        }
        self.connection
            .prepare_cached(
                "INSERT INTO pattern (sha256, packed) VALUES (?1, ?2) ON CONFLICT (sha256) DO NOTHING",
            )?
            .execute(params![common.sha256, pack(common.pattern.json())])?;
        let number = self
            .connection
            .prepare_cached("SELECT id FROM pattern WHERE sha256 = ?1")?
            .query_row([common.sha256], |row| row.get(0))?;
        if desk.patterns.len() >= PATTERNS {
            desk.patterns.clear();
        }
        desk.patterns.insert(common.sha256, number);
        Ok(number)
    }
}

impl Ledger {
    fn pattern(&self, number: i64) -> Result<Pattern, LedgerError> {
        let packed: Option<Vec<u8>> = self
            .connection
            .prepare_cached("SELECT packed FROM pattern WHERE id = ?1")?
            .query_row([number], |row| row.get(0))
            .optional()?;
        Ok(Pattern::new(unpack(&packed.ok_or_else(unfilled)?)?))
    }
}

/// Reads stories; patterns that were met before are at hand.
#[derive(Debug, Default)]
pub(super) struct StoryReader {
    patterns: HashMap<i64, Pattern>,
}

impl StoryReader {
    /// The decision of a row with `story`, `packed` and `pattern`; what many networks do not share is left out.
    ///
    /// # Errors
    /// [`LedgerError::Damaged`] when it cannot be read, or what SQLite says.
    pub(super) fn read(&mut self, ledger: &Ledger, row: &Row<'_>) -> Result<Decision, LedgerError> {
        let text = |row: &Row<'_>| -> Result<String, LedgerError> { Ok(row.get("story")?) };
        let packed: Option<Vec<u8>> = row.get("packed")?;
        let Some(packed) = packed else {
            return parse(text(row)?.as_bytes());
        };
        let pattern: Option<i64> = row.get("pattern")?;
        let Some(number) = pattern else {
            return parse(&unpack(&packed)?);
        };
        if self.patterns.len() >= PATTERNS {
            self.patterns.clear();
        }
        let pattern = match self.patterns.entry(number) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(ledger.pattern(number)?),
        };
        let texts = Texts::unpack(&packed).ok_or_else(unfilled)?;
        parse(&pattern.fill(&texts).ok_or_else(unfilled)?)
    }
}

/// A story with what it leaves out.
pub(super) fn whole_story(outline: Decision, surroundings: &[u8]) -> Result<Decision, LedgerError> {
    let surroundings = Surroundings::read(surroundings).ok_or_else(|| LedgerError::Damaged {
        problem: "where an address lies cannot be read".to_owned(),
    })?;
    Ok(surroundings.fill(outline))
}

/// What stories are packed against: the words that most of them share. Never to be changed: ledgers depend on it.
const SHARED_WORDS: &[u8] = include_bytes!("stories.dictionary");

pub(super) fn pack(story: &[u8]) -> Vec<u8> {
    lz4_flex::block::compress_prepend_size_with_dict(story, SHARED_WORDS)
}

fn unpack(packed: &[u8]) -> Result<Vec<u8>, LedgerError> {
    lz4_flex::block::decompress_size_prepended_with_dict(packed, SHARED_WORDS)
        .map_err(|error| unreadable(&error))
}

fn parse(story: &[u8]) -> Result<Decision, LedgerError> {
    serde_json::from_slice(story).map_err(|error| unreadable(&error))
}

fn unreadable(error: &dyn std::fmt::Display) -> LedgerError {
    LedgerError::Damaged {
        problem: format!("a decision cannot be read: {error}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contact::{Candidate, Source};
    use crate::ledger::Access;

    /// A decision for this mailbox, whose holder publishes it in this way; `other` is named too.
    fn decision(mailbox: &str, published: &str, other: &str) -> Decision {
        let named = |mailbox: &str, lost: Option<&str>| Candidate {
            published: published.to_owned(),
            mailbox: Some(Mailbox(mailbox.to_owned())),
            lost: lost.map(str::to_owned),
            source: Source::Dump {
                registry: "RIPE".to_owned(),
                file: "ripe.db".to_owned(),
                dated: None,
                imported: "2026-11-21T14:05:00Z".parse().unwrap(),
            },
            object: "inetnum".to_owned(),
            path: vec![format!("by {published}")],
            depth: 0,
            confidence: 90,
            marks: Vec::new(),
        };
        let address = "192.0.2.1".parse().unwrap();
        Decision {
            range: (address, address),
            verdict: Verdict::Notify(Mailbox(mailbox.to_owned())),
            confidence: 90,
            candidates: vec![named(mailbox, None), named(other, Some("another comes first"))],
            rule: None,
            consulted: Vec::new(),
            languages: Vec::new(),
            country: None,
            network: None,
        }
    }

    fn like(number: u32, new: bool, texts: [&str; 3]) -> Outline {
        let mut packed = Vec::new();
        for text in texts {
            packed.push(u8::try_from(text.len()).unwrap());
            packed.extend_from_slice(text.as_bytes());
        }
        Outline::Like {
            pattern: number,
            new: new.then(|| Box::new(decision("\u{1f}T0\u{1f}", "\u{1f}T1\u{1f}", "\u{1f}T2\u{1f}"))),
            texts: Texts::unpack(&packed).unwrap(),
        }
    }

    const ONE: [&str; 3] = ["a@one.example", "\"One\" <a@one.example>\n", "b@one.example"];
    const OTHER: [&str; 3] = ["a@other.example", "\\u001fT0\\u001f", "b@other.example"];

    #[test]
    fn a_filled_pattern_is_the_same_story_and_is_read_as_the_decision() {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::open(folder.path(), Access::Write, &|| [7; 32]).unwrap();
        let (mut stories, mut desk) = (Stories::default(), Desk::default());
        let mut number = |outline| {
            let story = stories.of(outline, |_| false, |_| None).unwrap();
            let number = StoryWriter::new(&ledger).unwrap().number(&story, &mut desk);
            (story.sha256, number.unwrap())
        };
        for (outline, [mailbox, published, other]) in
            [(like(0, true, ONE), ONE), (like(0, false, OTHER), OTHER)]
        {
            let whole = decision(mailbox, published, other);
            let (sha256, noted) = number(outline);
            assert_eq!(sha256, Story::new(&whole).unwrap().sha256);
            assert_eq!(ledger.decision(noted).unwrap(), whole);
            // Known also to who has not met the pattern.
            let again = Story::new(&whole).unwrap();
            let again = StoryWriter::new(&ledger)
                .unwrap()
                .number(&again, &mut Desk::default());
            assert_eq!(again.unwrap(), noted);
            let contact: String = ledger
                .connection
                .query_row(
                    "SELECT mailbox FROM contact JOIN decision ON contact.id = contact WHERE decision.id = ?1",
                    [noted],
                    |row| row.get(0),
                )
                .unwrap();
            assert_eq!(contact, mailbox);
        }
        let patterns = "SELECT count(*) FROM pattern";
        let patterns: i64 = ledger
            .connection
            .query_row(patterns, [], |row| row.get(0))
            .unwrap();
        assert_eq!(patterns, 1);
    }

    #[test]
    fn a_number_can_come_to_stand_for_another_pattern() {
        let mut stories = Stories::default();
        let mut tell = |outline| stories.of(outline, |_| false, |_| None).map(|story| story.sha256);
        let first = tell(like(0, true, ONE)).unwrap();
        let whole = Box::new(decision("\u{1f}T0\u{1f}", "always", "\u{1f}T2\u{1f}"));
        let texts = |outline| match outline {
            Outline::Like { texts, .. } => texts,
            Outline::Whole(_) => Texts::default(),
        };
        let second = Outline::Like {
            pattern: 0,
            new: Some(whole),
            texts: texts(like(0, false, ONE)),
        };
        let [mailbox, _, other] = ONE;
        let expected = Story::new(&decision(mailbox, "always", other)).unwrap().sha256;
        assert_eq!(tell(second).unwrap(), expected);
        assert_ne!(first, expected);
        assert!(tell(like(1, false, ONE)).is_err());
    }

    #[test]
    fn a_dead_mailbox_is_passed_over_in_a_pattern_too() {
        let mut stories = Stories::default();
        let [_, published, other] = ONE;
        let instead = decision(other, published, "c@one.example");
        let passing = |_: &Decision| Some(instead.clone());
        let told = |story: Result<Story, LedgerError>| story.unwrap().contact.unwrap();
        let story = stories.of(like(0, true, ONE), |mailbox| mailbox == "a@one.example", passing);
        assert_eq!(told(story).as_str(), other);
        let story = stories.of(
            like(0, false, OTHER),
            |mailbox| mailbox == "a@one.example",
            passing,
        );
        assert_eq!(told(story).as_str(), "a@other.example");
    }
}
