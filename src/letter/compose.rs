//! One letter: the facts of a bundle, in each of its languages, as text and as HTML.

use std::borrow::Cow;

use fluent_bundle::FluentArgs;
use handlebars::{Context, RenderError, RenderErrorReason};
use jiff::Timestamp;
use jiff::civil::Date;

use super::catalog::{Catalog, Locale};
use super::clean::clean;
use super::error::ComposeError;
use super::facts::{self, Facts};
use super::occasion::Occasion;
use super::sentences::{BREAK, SentenceError};
use super::structure::{Format, Piece};
use super::table::Table;
use super::unbroken::unbroken;
use super::view::{Frame, LinksView, Notice, SenderView, View};
use super::wrap::{without_breaks, wrap};
use unicode_width::UnicodeWidthStr;

use crate::bundle::Bundle;
use crate::language::Language;
use crate::sender::{Links, Sender};
use crate::sighting::Exposure;

/// Columns of a subject, so that it stands on one line everywhere (RFC 5322 section 2.1.1).
pub(super) const SUBJECT_COLUMNS: usize = 78;

/// How the campaign knows what it writes: the letter's claim is as strong as this and no stronger.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Evidence {
    /// Third parties say so.
    #[default]
    Reported,
    /// The campaign's organisation saw it itself.
    Observed,
    /// A test confirmed it.
    Confirmed,
}

/// What one letter is made from. The same request gives the same letter.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// Who writes.
    pub sender: &'a Sender,
    /// Where the letter points to.
    pub links: &'a Links,
    /// What it is about, and in which languages.
    pub bundle: &'a Bundle,
    /// The letter's reference number.
    pub reference: &'a str,
    /// When the letter is planned.
    pub date: Timestamp,
    /// How the campaign knows.
    pub evidence: Evidence,
    /// The day on which the addresses are checked again, if it is known.
    pub recheck: Option<Date>,
    /// Whether this is the first letter about its addresses.
    pub occasion: Occasion<'a>,
    /// Reports in the XARF format go with the letter.
    pub xarf: bool,
    /// How many lines of the table stand in the letter; the rest is in `addresses.csv`. At least 1 is shown.
    pub ips_in_body: usize,
}

/// A finished letter, before it becomes a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterText {
    /// One line, at most 78 columns, in the reader's language, with the reference.
    pub subject: String,
    /// Plain text, lines ended by LF, wrapped at 72 columns outside tables, commands and URLs.
    pub text: String,
    /// HTML, lines ended by LF, without anything remote.
    pub html: String,
    /// The languages in it, the reader's first.
    pub languages: Vec<Language>,
}

impl Catalog {
    /// The letter for one bundle, in all the bundle's languages.
    ///
    /// # Errors
    /// [`ComposeError`] when the bundle is empty, a language is not available, the letter is not about one of the
    /// bundle's exposures, or anything at all is missing in a sentence or template. Nothing falls back.
    pub fn compose(&self, request: &Request<'_>) -> Result<LetterText, ComposeError> {
        let empty = || ComposeError::EmptyBundle(request.bundle.contact.to_string());
        let facts = Facts::of(request.bundle).ok_or_else(empty)?;
        if self.relays_only()
            && let Some(other) = request
                .bundle
                .sightings
                .iter()
                .find(|s| s.exposure.as_str() != Exposure::OPEN_RELAY)
        {
            let exposure = other.exposure.to_string();
            return Err(ComposeError::Exposure {
                set: self.set().to_owned(),
                exposure,
            });
        }
        let locales: Vec<&Locale> = request
            .bundle
            .languages
            .iter()
            .map(|language| {
                self.locale(language)
                    .ok_or_else(|| ComposeError::Language(language.clone()))
            })
            .collect::<Result<_, _>>()?;
        let first = locales.first().ok_or_else(empty)?;
        let subject = subject(first, &facts, request)?;
        let mut notices = Vec::with_capacity(locales.len());
        for other in locales.iter().skip(1) {
            let text = other.sentences.format("below", None)?;
            notices.push(Notice {
                lang: other.language.as_str(),
                dir: other.direction(),
                text,
            });
        }
        let (organisation, reference) = (clean(&request.sender.organisation), clean(request.reference));
        let about = (subject.as_str(), organisation.trim(), reference.as_ref());
        let mut text = String::with_capacity(8 * 1024);
        let mut html = String::with_capacity(24 * 1024);
        first.render(
            Piece::Opening,
            &frame(first, about, notices),
            &mut text,
            &mut html,
        )?;
        for (index, locale) in locales.iter().enumerate() {
            if index > 0 {
                locale.render(
                    Piece::Divider,
                    &frame(locale, about, Vec::new()),
                    &mut text,
                    &mut html,
                )?;
            }
            let shown = request.bundle.sightings.len().min(request.ips_in_body.max(1));
            let table = Table::of(
                request.bundle.sightings.get(..shown).unwrap_or_default(),
                &locale.sentences,
                locale.rtl,
            )?;
            let sender = SenderView::of(request, &locale.language);
            let links = LinksView::of(request);
            let place = (locale.language.as_str(), locale.direction());
            let view = View::of(request, &facts, place, &table, &sender, &links);
            locale.render(request.occasion.piece(), &view, &mut text, &mut html)?;
        }
        first.render(
            Piece::Closing,
            &frame(first, about, Vec::new()),
            &mut text,
            &mut html,
        )?;
        let earlier = request.occasion.earlier().map(|earlier| earlier.reference);
        let dates = [
            Some(facts::day(facts.latest)),
            Some(facts::day(request.date)),
            request.recheck.map(|date| date.to_string()),
            request
                .occasion
                .earlier()
                .map(|earlier| facts::day(earlier.sent_on)),
        ];
        let dates = dates.iter().flatten().map(String::as_str);
        let whole: Vec<&str> = [request.reference]
            .into_iter()
            .chain(earlier)
            .chain(dates)
            .collect();
        let languages: Vec<&str> = locales.iter().map(|locale| locale.language.as_str()).collect();
        Ok(LetterText {
            subject,
            text: wrap(&text),
            html: unbroken(without_breaks(html), &whole, &languages),
            languages: request.bundle.languages.clone(),
        })
    }
}

/// The subject: what, where or how many, and the reference. An address too long for one line becomes a number.
fn subject(locale: &Locale, facts: &Facts<'_>, request: &Request<'_>) -> Result<String, ComposeError> {
    let mut values = FluentArgs::with_capacity(4);
    values.set("kind", facts.kind.as_str());
    values.set("count", facts.addresses);
    values.set("ip", facts.first.to_string());
    let reference = clean(request.reference);
    let mut subject = String::new();
    let [one, many] = request.occasion.subjects();
    // Without the isolation marks that no header should hold, the groups of an IPv6 address change places in
    // right-to-left text.
    let shows_it = facts.addresses == 1 && !(locale.rtl && facts.first.is_ipv6());
    for key in shows_it.then_some(one).into_iter().chain([many]) {
        let sentence = locale.sentences.format(key, Some(&values))?;
        subject = format!("{} [{reference}]", without_marks(&sentence));
        if subject.width() <= SUBJECT_COLUMNS {
            break;
        }
    }
    Ok(subject)
}

/// The sentence without isolation marks and places to break.
fn without_marks(sentence: &str) -> Cow<'_, str> {
    let mark = |c: char| matches!(c, '\u{2066}'..='\u{2069}' | BREAK);
    if sentence.contains(mark) {
        Cow::Owned(sentence.replace(mark, ""))
    } else {
        Cow::Borrowed(sentence)
    }
}

/// The frame of a letter; `about` is its subject, organisation and reference.
fn frame<'a>(locale: &'a Locale, about: (&'a str, &'a str, &'a str), notices: Vec<Notice<'a>>) -> Frame<'a> {
    let (subject, organisation, reference) = about;
    let (lang, dir) = (locale.language.as_str(), locale.direction());
    Frame {
        lang,
        dir,
        name: &locale.name,
        subject,
        organisation,
        reference,
        notices,
    }
}

impl Locale {
    /// Appends one piece in both formats.
    fn render<V: serde::Serialize>(
        &self,
        piece: Piece,
        view: &V,
        text: &mut String,
        html: &mut String,
    ) -> Result<(), ComposeError> {
        let wrong = |format| move |error: RenderError| self.rendering(piece, format, &error);
        let context = Context::wraps(view).map_err(wrong(Format::Text))?;
        let name = piece.name();
        text.push_str(
            &self
                .text
                .render_with_context(name, &context)
                .map_err(wrong(Format::Text))?,
        );
        html.push_str(
            &self
                .html
                .render_with_context(name, &context)
                .map_err(wrong(Format::Html))?,
        );
        Ok(())
    }

    fn rendering(&self, piece: Piece, format: Format, error: &RenderError) -> ComposeError {
        if let RenderErrorReason::NestedError(nested) = error.reason()
            && let Some(sentence) = nested.downcast_ref::<SentenceError>()
        {
            return sentence.clone().into();
        }
        ComposeError::Template {
            file: format!(
                "the template {} or one of its parts, in {}",
                piece.file(format),
                self.language
            ),
            what: error.reason().to_string(),
        }
    }
}

impl From<SentenceError> for ComposeError {
    fn from(error: SentenceError) -> Self {
        let SentenceError {
            key,
            locale,
            file,
            what,
        } = error;
        Self::Sentence {
            key,
            locale,
            file,
            what,
        }
    }
}
