//! One letter: the facts of a bundle, in each of its languages, as text and as HTML.

use std::borrow::Cow;

use fluent_bundle::FluentArgs;
use jiff::Timestamp;
use jiff::civil::Date;
use unicode_width::UnicodeWidthStr;

use super::catalog::{Catalog, Locale};
use super::clean::clean;
use super::error::ComposeError;
use super::facts::{self, Facts};
use super::forms::Choice;
use super::occasion::Occasion;
use super::sections::Letter;
use super::sentences::BREAK;
use super::unbroken::unbroken;
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
    /// Of letters that come in numbers, what they have in common is made once: the bytes are the same either way.
    ///
    /// # Errors
    /// [`ComposeError`] when the bundle is empty, a language is not available, the letter is not about one of the
    /// bundle's exposures, or anything at all is missing in a sentence or template. Nothing falls back.
    pub fn compose(&self, request: &Request<'_>) -> Result<LetterText, ComposeError> {
        self.begun(request, |letter| {
            let shape = letter.shape();
            let (text, html) = match self.forms().choose(request, &shape) {
                Choice::Fill(forms) => letter.filled(&forms)?,
                Choice::Compose => letter.whole()?,
                Choice::Make => {
                    let whole = letter.whole()?;
                    // A form that does not give this very letter would give no other either.
                    if let Some(forms) = letter.forms(&shape)?
                        && letter.filled(&forms)? == whole
                    {
                        self.forms().keep(request, shape, forms);
                    }
                    whole
                }
            };
            let earlier = request.occasion.earlier().map(|earlier| earlier.reference);
            let sent_on = request.occasion.earlier().map(|earlier| earlier.sent_on);
            let days =
                [Some(letter.facts.latest), Some(request.date), sent_on].map(|time| time.map(facts::day));
            let recheck = request.recheck.map(|date| date.to_string());
            let dates = days.iter().chain([&recheck]).flatten().map(String::as_str);
            let references = [request.reference].into_iter().chain(earlier);
            let whole: Vec<&str> = references.chain(dates).collect();
            let languages: Vec<&str> = request.bundle.languages.iter().map(Language::as_str).collect();
            Ok(LetterText {
                subject: letter.subject.to_owned(),
                text,
                html: unbroken(html, &whole, &languages),
                languages: request.bundle.languages.clone(),
            })
        })
    }

    /// What `then` makes of the letter, begun: its facts gathered, its languages found, its subject written.
    pub(super) fn begun<R>(
        &self,
        request: &Request<'_>,
        then: impl FnOnce(&Letter<'_>) -> Result<R, ComposeError>,
    ) -> Result<R, ComposeError> {
        let bundle = request.bundle;
        let empty = || ComposeError::EmptyBundle(bundle.contact.to_string());
        let facts = Facts::of(bundle).ok_or_else(empty)?;
        let mut sightings = bundle.sightings.iter();
        if self.relays_only()
            && let Some(other) = sightings.find(|s| s.exposure.as_str() != Exposure::OPEN_RELAY)
        {
            let exposure = other.exposure.to_string();
            return Err(ComposeError::Exposure {
                set: self.set().to_owned(),
                exposure,
            });
        }
        let locales: Vec<&Locale> = bundle
            .languages
            .iter()
            .map(|language| {
                self.locale(language)
                    .ok_or_else(|| ComposeError::Language(language.clone()))
            })
            .collect::<Result<_, _>>()?;
        let first = locales.first().ok_or_else(empty)?;
        let shown = bundle.sightings.len().min(request.ips_in_body.max(1));
        then(&Letter {
            request,
            facts: &facts,
            subject: &subject(first, &facts, request)?,
            organisation: &clean(&request.sender.organisation),
            reference: &clean(request.reference),
            shown: bundle.sightings.get(..shown).unwrap_or_default(),
            locales: &locales,
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
