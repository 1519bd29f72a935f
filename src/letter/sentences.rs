//! The sentences of one locale: Fluent messages, parsed, checked for use, formatted without fallback.

use std::collections::BTreeMap;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use fluent_syntax::ast;
use unicode_width::UnicodeWidthChar;

use super::error::LetterError;
use super::sources::SourceFile;
use super::syntax;
use crate::language::Language;

/// A place in a sentence at which a line may break: `¦` in the file, for languages without blanks between words. It never
/// leaves the letter's text. Data cannot hold it: [`clean`](super::clean()) takes it out.
pub(super) const BREAK: char = '\u{200b}';

/// Stands in a translation that has been begun where a sentence is still to be written.
pub(super) const OPEN: &str = "TO-BE-TRANSLATED";

/// The sentences of one locale for one letter.
pub(super) struct Sentences {
    locale: Language,
    bundle: FluentBundle<FluentResource>,
    /// What each message is: its file, its variables, its text if it has no variables.
    messages: BTreeMap<String, Message>,
}

/// What is known of one message without formatting it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Message {
    /// Label of the file it is in.
    pub file: String,
    /// Its line, from 1.
    pub line: usize,
    /// The variables it uses, sorted.
    pub variables: Vec<String>,
    /// It, or a part of it, is still to be translated.
    pub open: bool,
    /// A line of it looks like a comment.
    pub comment: bool,
    /// The plural categories each of its number selectors names.
    pub plurals: Vec<syntax::Plural>,
    /// The finished text of a message without variables.
    constant: Option<String>,
}

/// A sentence that cannot be formatted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}: the sentence {key:?} in {locale}: {what}")]
pub(super) struct SentenceError {
    pub key: String,
    pub locale: String,
    pub file: String,
    pub what: String,
}

impl Sentences {
    /// Parses the files of one locale.
    ///
    /// # Errors
    /// [`LetterError::Fluent`] for the first line that does not parse or defines a key for the second time.
    pub(super) fn parse(locale: &Language, rtl: bool, files: &[&SourceFile]) -> Result<Self, LetterError> {
        let mut bundle = FluentBundle::new_concurrent(vec![locale.identifier()]);
        // Isolation marks keep values apart in right-to-left text; elsewhere they are invisible litter.
        bundle.set_use_isolating(rtl);
        let mut messages = BTreeMap::new();
        for file in files {
            let at = |position: usize, what: String| LetterError::Fluent {
                file: file.label(),
                line: syntax::line_of(&file.text, position),
                what,
            };
            let resource =
                FluentResource::try_new(file.text.replace('¦', "\u{200b}")).map_err(|(_, errors)| {
                    let first = errors.first();
                    at(
                        first.map_or(0, |e| e.pos.start),
                        first.map_or_else(String::new, |e| e.kind.to_string()),
                    )
                })?;
            for entry in resource.entries() {
                let ast::Entry::Message(message) = entry else {
                    continue;
                };
                let position = syntax::position_of(&file.text, message.id.name);
                let described = Message {
                    file: file.label(),
                    line: syntax::line_of(&file.text, position),
                    variables: syntax::variables(message),
                    plurals: syntax::plurals(message),
                    open: syntax::holds(message, OPEN),
                    comment: syntax::holds_comment(message),
                    constant: None,
                };
                if messages.insert(message.id.name.to_owned(), described).is_some() {
                    return Err(at(position, format!("{:?} is defined twice", message.id.name)));
                }
            }
            bundle
                .add_resource(resource)
                .map_err(|errors| at(0, errors.first().map_or_else(String::new, ToString::to_string)))?;
        }
        let mut sentences = Self {
            locale: locale.clone(),
            bundle,
            messages,
        };
        let constants: Vec<(String, String)> = sentences
            .messages
            .iter()
            .filter(|(_, message)| message.variables.is_empty())
            .filter_map(|(key, _)| Some((key.clone(), sentences.format(key, None).ok()?)))
            .collect();
        for (key, text) in constants {
            if let Some(message) = sentences.messages.get_mut(&key) {
                message.constant = Some(text);
            }
        }
        Ok(sentences)
    }

    /// The messages by key.
    pub(super) fn messages(&self) -> &BTreeMap<String, Message> {
        &self.messages
    }

    /// The finished text of a message that has no variables.
    pub(super) fn constant(&self, key: &str) -> Option<&str> {
        self.messages.get(key)?.constant.as_deref()
    }

    /// The sentence with these values in it.
    ///
    /// # Errors
    /// [`SentenceError`] when the key is unknown or anything at all is wrong with the formatting.
    pub(super) fn format(&self, key: &str, values: Option<&FluentArgs<'_>>) -> Result<String, SentenceError> {
        if let Some(constant) = self.constant(key) {
            return Ok(constant.to_owned());
        }
        let wrong = |what: String| SentenceError {
            key: key.to_owned(),
            locale: self.locale.to_string(),
            file: self.messages.get(key).map_or_else(
                || format!("locales/{}", self.locale),
                |m| format!("{}:{}", m.file, m.line),
            ),
            what,
        };
        let pattern = self
            .bundle
            .get_message(key)
            .and_then(|message| message.value())
            .ok_or_else(|| wrong("is missing: add it, as in locales/en".to_owned()))?;
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, values, &mut errors);
        match errors.first() {
            // Lines in the file are for its readers; a sentence is one line.
            None if text.contains('\n') => Ok(one_line(&text)),
            None => Ok(text.into_owned()),
            Some(error) => Err(wrong(error.to_string())),
        }
    }
}

/// The lines joined with blanks; without one beside a place to break and in Chinese and Japanese, which have none.
fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split('\n') {
        let line = line.trim_matches(' ');
        let joined = |c: char| c == BREAK || (c.width() == Some(2) && !hangul(c));
        if !out.is_empty() && !out.ends_with(joined) && !line.starts_with(joined) {
            out.push(' ');
        }
        out.push_str(line);
    }
    out
}

/// Korean letters are as wide as Chinese ones, but Korean words stand apart.
pub(super) fn hangul(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}' | '\u{ac00}'..='\u{d7ff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_joined_as_the_script_asks() {
        assert_eq!(one_line("one\ntwo"), "one two");
        assert_eq!(one_line("一つ\n二つ"), "一つ二つ");
        assert_eq!(one_line("メール\nserver"), "メールserver");
        assert_eq!(one_line("서버\n관리자"), "서버 관리자");
        assert_eq!(one_line("ระบบ\u{200b}\nเปิด"), "ระบบ\u{200b}เปิด");
        assert_eq!(one_line("a \n b"), "a b");
    }
}
