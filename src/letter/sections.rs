//! The sections of one letter, rendered each as it is or from a form made before.

use handlebars::{Context, Handlebars, RenderError, RenderErrorReason};

use super::catalog::Locale;
use super::compose::Request;
use super::error::ComposeError;
use super::facts::Facts;
use super::form::Form;
use super::forms::Shape;
use super::known::Known;
use super::sentences::SentenceError;
use super::structure::{Format, Piece};
use super::table::Table;
use super::view::{Frame, Notice, Own, OwnFrame, View};
use super::wrap::{Wrapping, without_breaks};
use crate::sighting::Sighting;

/// One letter on its way: what its sections are rendered from.
pub(super) struct Letter<'a> {
    pub request: &'a Request<'a>,
    pub facts: &'a Facts<'a>,
    pub subject: &'a str,
    pub organisation: &'a str,
    pub reference: &'a str,
    /// The rows of its table.
    pub shown: &'a [Sighting],
    /// Its languages; never empty.
    pub locales: &'a [&'a Locale],
}

/// A piece in one of the letter's languages.
#[derive(Clone, Copy)]
struct Section<'a> {
    piece: Piece,
    locale: &'a Locale,
}

impl<'a> Letter<'a> {
    /// What it has in common with others.
    pub(super) fn shape(&self) -> Shape {
        Shape::of(self.request, self.facts, self.shown.len())
    }

    /// The sections in their order.
    fn sections(&self) -> impl Iterator<Item = Section<'a>> {
        let main = self.request.occasion.piece();
        let first = self.locales.first();
        let around = move |piece| first.map(|locale| Section { piece, locale });
        let each = self.locales.iter().enumerate().flat_map(move |(index, locale)| {
            let divider = (index > 0).then_some(Piece::Divider);
            let pieces = divider.into_iter().chain([main]);
            pieces.map(|piece| Section { piece, locale })
        });
        around(Piece::Opening)
            .into_iter()
            .chain(each)
            .chain(around(Piece::Closing))
    }

    /// Text, wrapped, and HTML, each section rendered as it is.
    pub(super) fn whole(&self) -> Result<(String, String), ComposeError> {
        let mut text = String::with_capacity(8 * 1024);
        let mut html = String::with_capacity(24 * 1024);
        for section in self.sections() {
            let context = self.all_values(section)?;
            let name = section.piece.name();
            let locale = section.locale;
            let rendered = locale.text.render_with_context(name, &context);
            text.push_str(&rendered.map_err(section.wrong(Format::Text))?);
            let rendered = locale.html.render_with_context(name, &context);
            html.push_str(&rendered.map_err(section.wrong(Format::Html))?);
        }
        let mut wrapping = Wrapping::new();
        wrapping.add(&text);
        Ok((wrapping.finish(), without_breaks(html)))
    }

    /// The same, from the forms of its sections.
    pub(super) fn filled(&self, forms: &[Form]) -> Result<(String, String), ComposeError> {
        let mut text = Wrapping::new();
        let mut html = String::with_capacity(24 * 1024);
        for (section, form) in self.sections().zip(forms) {
            let context = if form.asks() {
                self.own_values(section)?
            } else {
                Context::null()
            };
            let Locale {
                text: for_text,
                html: for_html,
                ..
            } = section.locale;
            form.text(for_text, &context, &mut text)
                .map_err(section.wrong(Format::Text))?;
            form.html(for_html, &context, &mut html)
                .map_err(section.wrong(Format::Html))?;
        }
        Ok((text.finish(), without_breaks(html)))
    }

    /// The forms of its sections; `None` where a template does not lend itself to it.
    pub(super) fn forms(&self, shape: &Shape) -> Result<Option<Vec<Form>>, ComposeError> {
        let mut forms = Vec::new();
        for section in self.sections() {
            let context = self.all_values(section)?;
            let own = self.own_values(section)?;
            let own = own.data().as_object().into_iter().flat_map(serde_json::Map::keys);
            let own = own
                .filter(|name| !(shape.count.is_some() && *name == "count"))
                .cloned()
                .collect();
            let folded = |registry: &Handlebars<'static>| {
                let known = Known {
                    registry,
                    context: &context,
                    own: &own,
                };
                known.fold(registry.get_template(section.piece.name())?)
            };
            let form = folded(&section.locale.text)
                .zip(folded(&section.locale.html))
                .and_then(|(text, html)| Form::new(text, html));
            let Some(form) = form else { return Ok(None) };
            forms.push(form);
        }
        Ok(Some(forms))
    }

    /// Everything the templates of the section may ask for.
    fn all_values(&self, section: Section<'_>) -> Result<Context, ComposeError> {
        let Section { piece, locale } = section;
        let (lang, dir) = (locale.language.as_str(), locale.direction());
        let values = match piece {
            Piece::Letter | Piece::Correction => {
                let table = Table::of(self.shown, &locale.sentences, locale.rtl)?;
                Context::wraps(View::of(self.request, self.facts, (lang, dir), &table))
            }
            Piece::Opening | Piece::Divider | Piece::Closing => Context::wraps(Frame {
                lang,
                dir,
                name: &locale.name,
                organisation: self.organisation.trim(),
                notices: self.notices(piece)?,
                own: self.own_frame(),
            }),
        };
        values.map_err(section.wrong(Format::Text))
    }

    /// Of these, what the letter has of its own.
    fn own_values(&self, section: Section<'_>) -> Result<Context, ComposeError> {
        let locale = section.locale;
        let values = match section.piece {
            Piece::Letter | Piece::Correction => {
                let table = Table::of(self.shown, &locale.sentences, locale.rtl)?;
                Context::wraps(Own::of(self.request, self.facts, &table))
            }
            Piece::Opening | Piece::Divider | Piece::Closing => Context::wraps(self.own_frame()),
        };
        values.map_err(section.wrong(Format::Text))
    }

    fn own_frame(&self) -> OwnFrame<'a> {
        OwnFrame {
            subject: self.subject,
            reference: self.reference,
        }
    }

    /// In each further language, that the letter stands below in it.
    fn notices(&self, piece: Piece) -> Result<Vec<Notice<'a>>, SentenceError> {
        let others = self.locales.iter().skip(1).filter(|_| piece == Piece::Opening);
        others
            .map(|other| {
                Ok(Notice {
                    lang: other.language.as_str(),
                    dir: other.direction(),
                    text: other.sentences.format("below", None)?,
                })
            })
            .collect()
    }
}

impl Section<'_> {
    /// What is wrong with it, when rendering it in this format fails.
    fn wrong(self, format: Format) -> impl Fn(RenderError) -> ComposeError {
        move |error| self.locale.rendering(self.piece, format, &error)
    }
}

impl Locale {
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
