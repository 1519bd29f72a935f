//! Templates: parsed once, their parts put in place, then made ready for each locale.
//!
//! Two things happen here that Handlebars would do while rendering. Parts (`{{> table}}`) are put in place when they
//! are loaded: a part that contains itself is refused instead of overflowing the stack, and rendering does not copy
//! the data for each part. And in each locale, sentences without variables become plain text of the template, so that
//! a letter costs what varies in it.
//!
//! Everything that could weaken escaping is refused: `{{{x}}}`, inline partials, decorators, other helpers.

use std::collections::{BTreeMap, BTreeSet};

use handlebars::Template;
use handlebars::template::{HelperTemplate, Parameter, TemplateElement};

use super::error::LetterError;
use super::parts::Loader;
use super::sentences::Sentences;
use super::sources::SourceFile;

/// Text or HTML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Text,
    Html,
}

impl Format {
    pub(super) fn suffix(self) -> &'static str {
        match self {
            Self::Text => ".txt.hbs",
            Self::Html => ".html.hbs",
        }
    }

    /// How data and sentences are written in this format.
    pub(super) fn escape(self, text: &str) -> String {
        match self {
            Self::Text => text.to_owned(),
            Self::Html => handlebars::html_escape(text),
        }
    }
}

/// The pieces that a letter is put together from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece {
    /// Before everything: the notices of further languages; in HTML all that stands before the first section.
    Opening,
    /// The letter in one language: the first about its addresses, or a reminder.
    Letter,
    /// The letter in one language, when it takes back what the first said.
    Correction,
    /// Between two languages.
    Divider,
    /// After everything.
    Closing,
}

impl Piece {
    pub(super) const ALL: [Self; 5] = [
        Self::Opening,
        Self::Letter,
        Self::Correction,
        Self::Divider,
        Self::Closing,
    ];

    /// The name of its template.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Opening => "opening",
            Self::Letter => "letter",
            Self::Correction => "correction",
            Self::Divider => "divider",
            Self::Closing => "closing",
        }
    }

    /// The name of its file.
    pub(super) fn file(self, format: Format) -> String {
        format!("{}{}", self.name(), format.suffix())
    }
}

/// A letter's template in one format, its parts in place.
pub(super) struct Structure {
    template: Template,
    /// The sentences it names, and where.
    pub keys: BTreeMap<String, String>,
}

impl Structure {
    /// The template of this piece with its parts, each from `templates/<set>/` or else `templates/shared/`.
    pub(super) fn load(
        set: &str,
        piece: Piece,
        format: Format,
        files: &BTreeMap<String, SourceFile>,
    ) -> Result<Self, LetterError> {
        let mut loader = Loader::new(set, format, files);
        let file = loader.find(piece.name()).ok_or_else(|| LetterError::Missing {
            file: format!("templates/{set}/{}", piece.file(format)),
        })?;
        let template = loader.load(file)?;
        Ok(Self {
            template,
            keys: loader.keys,
        })
    }

    /// The template with the constant sentences of a locale in place.
    pub(super) fn in_locale(&self, format: Format, sentences: &Sentences) -> Template {
        fold(self.template.clone(), format, sentences)
    }
}

fn fold(template: Template, format: Format, sentences: &Sentences) -> Template {
    let mut out = Template::new();
    out.name = template.name;
    let mut mapping = template.mapping.into_iter();
    for element in template.elements {
        let place = mapping.next();
        let element = match element {
            TemplateElement::Expression(helper) => match constant(&helper, sentences) {
                Some(text) => TemplateElement::RawString(format.escape(text)),
                None => TemplateElement::Expression(helper),
            },
            TemplateElement::HelperBlock(mut helper) => {
                helper.template = helper.template.take().map(|inner| fold(inner, format, sentences));
                helper.inverse = helper.inverse.take().map(|inner| fold(inner, format, sentences));
                TemplateElement::HelperBlock(helper)
            }
            other => other,
        };
        if let (TemplateElement::RawString(text), Some(TemplateElement::RawString(last))) =
            (&element, out.elements.last_mut())
        {
            last.push_str(text);
            continue;
        }
        out.elements.push(element);
        out.mapping.extend(place);
    }
    out
}

/// The text of `{{t "key"}}` where the sentence has no variables.
fn constant<'s>(helper: &HelperTemplate, sentences: &'s Sentences) -> Option<&'s str> {
    match (helper.name.as_name(), helper.params.as_slice()) {
        (Some("t"), [Parameter::Literal(serde_json::Value::String(key))]) if helper.hash.is_empty() => {
            sentences.constant(key)
        }
        _ => None,
    }
}

/// The names of the letters that have both templates.
pub(super) fn sets(files: &BTreeMap<String, SourceFile>) -> Vec<String> {
    let named = |format: Format| -> BTreeSet<String> {
        let tail = format!("/letter{}", format.suffix());
        let name = |file: &String| {
            let set = file.strip_prefix("templates/")?.strip_suffix(tail.as_str())?;
            (set != "shared").then(|| set.to_owned())
        };
        files.keys().filter_map(name).collect()
    };
    named(Format::Text)
        .intersection(&named(Format::Html))
        .cloned()
        .collect()
}
