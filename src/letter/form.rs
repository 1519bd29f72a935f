//! A letter with blanks: everything that letters of one shape have in common, made once.
//!
//! In the text, whole lines that are the same in all letters are wrapped once ([`Block::Same`]); the lines between them are
//! rendered and wrapped for each letter. In the HTML, they are one template.

use handlebars::template::TemplateElement;
use handlebars::{Context, Handlebars, Output, RenderContext, RenderError, Renderable as _, Template};

use super::known::template;
use super::wrap::{UNDERLINE, Wrapped, Wrapping, without_breaks};

/// The form of one section of a letter.
#[derive(Debug)]
pub(super) struct Form {
    text: Vec<Block>,
    html: Template,
}

/// Lines of the text.
#[derive(Debug)]
enum Block {
    Same(Wrapped),
    Made(Template),
}

impl Form {
    /// The form made of folded templates; `None` when the text does not end with a line end of its own.
    pub(super) fn new(text: Vec<TemplateElement>, html: Vec<TemplateElement>) -> Option<Self> {
        let html = html.into_iter().map(|element| match element {
            TemplateElement::RawString(raw) => TemplateElement::RawString(without_breaks(raw)),
            other => other,
        });
        Some(Self {
            text: blocks(text)?,
            html: template(html.collect()),
        })
    }

    /// Whether the letter's own values are asked for at all.
    pub(super) fn asks(&self) -> bool {
        let made = |element: &TemplateElement| !matches!(element, TemplateElement::RawString(_));
        self.text.iter().any(|block| matches!(block, Block::Made(_))) || self.html.elements.iter().any(made)
    }

    /// Appends the section's text.
    pub(super) fn text(
        &self,
        registry: &Handlebars<'static>,
        context: &Context,
        text: &mut Wrapping,
    ) -> Result<(), RenderError> {
        let mut lines = String::new();
        for block in &self.text {
            match block {
                Block::Same(wrapped) => text.add_wrapped(wrapped),
                Block::Made(template) => {
                    lines.clear();
                    render(template, registry, context, &mut lines)?;
                    text.add(&lines);
                }
            }
        }
        Ok(())
    }

    /// Appends the section's HTML.
    pub(super) fn html(
        &self,
        registry: &Handlebars<'static>,
        context: &Context,
        html: &mut String,
    ) -> Result<(), RenderError> {
        render(&self.html, registry, context, html)
    }
}

/// Whole lines that are known, and between them whole lines that are not.
fn blocks(elements: Vec<TemplateElement>) -> Option<Vec<Block>> {
    let ends =
        |element: &TemplateElement| matches!(element, TemplateElement::RawString(raw) if raw.ends_with('\n'));
    if !elements.last().is_none_or(ends) {
        return None;
    }
    let mut blocks = Vec::new();
    let mut open: Vec<TemplateElement> = Vec::new();
    for element in elements {
        let TemplateElement::RawString(raw) = element else {
            open.push(element);
            continue;
        };
        // The end of the line that is open, and an underline, which depends on what stands above it.
        let mut begin = 0;
        if !open.is_empty() {
            begin = raw.find('\n').map_or(raw.len(), |at| at + 1);
        }
        while raw.get(begin..).is_some_and(|rest| rest.starts_with(UNDERLINE)) {
            begin = raw
                .get(begin..)?
                .find('\n')
                .map_or(raw.len(), |at| begin + at + 1);
        }
        let end = raw.rfind('\n').map_or(begin, |at| (at + 1).max(begin));
        let (head, lines, tail) = (raw.get(..begin)?, raw.get(begin..end)?, raw.get(end..)?);
        if !head.is_empty() {
            open.push(TemplateElement::RawString(head.to_owned()));
        }
        if !lines.is_empty() {
            if !open.is_empty() {
                blocks.push(Block::Made(template(std::mem::take(&mut open))));
            }
            blocks.push(Block::Same(Wrapped::new(lines)));
        }
        if !tail.is_empty() {
            open.push(TemplateElement::RawString(tail.to_owned()));
        }
    }
    if !open.is_empty() {
        blocks.push(Block::Made(template(open)));
    }
    Some(blocks)
}

fn render(
    template: &Template,
    registry: &Handlebars<'static>,
    context: &Context,
    out: &mut String,
) -> Result<(), RenderError> {
    template.render(registry, context, &mut RenderContext::new(None), &mut Sheet(out))
}

/// Rendered text goes straight to its place.
struct Sheet<'s>(&'s mut String);

impl Output for Sheet<'_> {
    fn write(&mut self, text: &str) -> Result<(), std::io::Error> {
        self.0.push_str(text);
        Ok(())
    }
}
