//! The parts of a template put in place, and everything in it checked against what letters may use.

use std::collections::BTreeMap;

use handlebars::template::{HelperTemplate, Parameter, TemplateElement};
use handlebars::{Path, PathSeg, Template};

use super::error::LetterError;
use super::sources::SourceFile;
use super::structure::Format;
use super::view;

const PLAIN_HELPERS: [&str; 10] = ["t", "eq", "ne", "gt", "gte", "lt", "lte", "and", "or", "not"];
const BLOCK_HELPERS: [&str; 3] = ["if", "unless", "each"];

pub(super) struct Loader<'f> {
    set: &'f str,
    format: Format,
    files: &'f BTreeMap<String, SourceFile>,
    /// The sentences named so far, and where.
    pub(super) keys: BTreeMap<String, String>,
    /// The files that are being loaded, outermost first.
    open: Vec<&'f str>,
}

impl<'f> Loader<'f> {
    pub(super) fn new(set: &'f str, format: Format, files: &'f BTreeMap<String, SourceFile>) -> Self {
        Self {
            set,
            format,
            files,
            keys: BTreeMap::new(),
            open: Vec::new(),
        }
    }

    /// The file of this name: of the letter, or else the shared one.
    pub(super) fn find(&self, name: &str) -> Option<&'f SourceFile> {
        let named = |folder: &str| {
            self.files
                .get(&format!("templates/{folder}/{name}{}", self.format.suffix()))
        };
        named(self.set).or_else(|| named("shared"))
    }

    /// The template with its parts in place.
    pub(super) fn load(&mut self, file: &'f SourceFile) -> Result<Template, LetterError> {
        let label = file.label();
        let template = Template::compile_with_name(&file.text, label.clone()).map_err(|error| {
            LetterError::Template {
                file: label.clone(),
                line: error.pos().map_or(1, |(line, _)| line),
                what: format!(
                    "{}: correct it, or delete the file to get the built-in one back",
                    error.reason()
                ),
            }
        })?;
        self.open.push(&file.name);
        let template = self.resolve(template, &label)?;
        self.open.pop();
        Ok(template)
    }

    fn resolve(&mut self, template: Template, label: &str) -> Result<Template, LetterError> {
        let mut out = Template::new();
        out.name = template.name;
        let mut mapping = template.mapping.into_iter();
        for element in template.elements {
            let place = mapping.next();
            let at = Place {
                label,
                line: place.as_ref().map_or(1, |m| m.0),
            };
            let added = match element {
                TemplateElement::PartialExpression(part) => {
                    let Some(name) = part
                        .name
                        .as_name()
                        .filter(|_| part.params.is_empty() && part.hash.is_empty())
                    else {
                        return Err(at.refuse("a part takes no arguments here: write {{> name}}"));
                    };
                    self.part(name, &at)?.elements
                }
                TemplateElement::HtmlExpression(_) => {
                    return Err(
                        at.refuse("{{{ }}} and {{& }} are not allowed: data must be escaped; write {{ }}")
                    );
                }
                TemplateElement::PartialBlock(_)
                | TemplateElement::DecoratorExpression(_)
                | TemplateElement::DecoratorBlock(_) => {
                    return Err(at.refuse("inline parts, part blocks and decorators are not allowed"));
                }
                TemplateElement::Comment(_) => continue,
                TemplateElement::Expression(helper) => {
                    self.expression(&helper, &PLAIN_HELPERS, &at)?;
                    vec![TemplateElement::Expression(helper)]
                }
                TemplateElement::HelperBlock(mut helper) => {
                    self.expression(&helper, &BLOCK_HELPERS, &at)?;
                    if let Some(inner) = helper.template.take() {
                        helper.template = Some(self.resolve(inner, label)?);
                    }
                    if let Some(inner) = helper.inverse.take() {
                        helper.inverse = Some(self.resolve(inner, label)?);
                    }
                    vec![TemplateElement::HelperBlock(helper)]
                }
                plain => vec![plain],
            };
            for element in added {
                out.elements.push(element);
                out.mapping.extend(place.clone());
            }
        }
        Ok(out)
    }

    fn part(&mut self, name: &str, at: &Place<'_>) -> Result<Template, LetterError> {
        let Some(file) = self.find(name) else {
            let (set, suffix) = (self.set, self.format.suffix());
            let what =
                format!("there is no templates/{set}/{name}{suffix} nor templates/shared/{name}{suffix}");
            return Err(at.refuse(&what));
        };
        if self.open.contains(&file.name.as_str()) {
            return Err(at.refuse(&format!("the part {name:?} contains itself: take this line out")));
        }
        self.load(file)
    }

    /// Accepts a helper that letters may use, with values that letters have; notes the sentences it names.
    fn expression(
        &mut self,
        helper: &HelperTemplate,
        allowed: &[&str],
        at: &Place<'_>,
    ) -> Result<(), LetterError> {
        let bare = helper.params.is_empty() && helper.hash.is_empty() && !helper.block;
        if bare {
            return known_value(&helper.name, at);
        }
        let name = helper.name.as_name().unwrap_or_default();
        if !allowed.contains(&name) {
            let known = allowed.join(", ");
            return Err(at.refuse(&format!("there is no helper {name:?} here; there are: {known}")));
        }
        if name == "t" {
            self.sentence(&helper.params, at)?;
        }
        for parameter in helper.params.iter().chain(helper.hash.values()) {
            self.parameter(parameter, at)?;
        }
        Ok(())
    }

    fn parameter(&mut self, parameter: &Parameter, at: &Place<'_>) -> Result<(), LetterError> {
        let Parameter::Subexpression(inner) = parameter else {
            return known_value(parameter, at);
        };
        match inner.as_element() {
            TemplateElement::Expression(helper) => self.expression(helper, &PLAIN_HELPERS, at),
            _ => Err(at.refuse("this expression is not allowed in brackets")),
        }
    }

    fn sentence(&mut self, parameters: &[Parameter], at: &Place<'_>) -> Result<(), LetterError> {
        match parameters {
            [Parameter::Literal(serde_json::Value::String(key))] => {
                let place = format!("{}:{}", at.label, at.line);
                self.keys.entry(key.clone()).or_insert(place);
                Ok(())
            }
            [Parameter::Path(_)] => Ok(()),
            _ => Err(at.refuse("write the sentence as {{t \"key\"}} or {{t \"key\" name=value}}")),
        }
    }
}

struct Place<'l> {
    label: &'l str,
    line: usize,
}

impl Place<'_> {
    fn refuse(&self, what: &str) -> LetterError {
        LetterError::Template {
            file: self.label.to_owned(),
            line: self.line,
            what: what.to_owned(),
        }
    }
}

/// Accepts paths whose names are values that letters have; a misspelt one would be silently empty in `{{#if}}`.
fn known_value(parameter: &Parameter, at: &Place<'_>) -> Result<(), LetterError> {
    let segments = match parameter {
        Parameter::Path(Path::Relative((segments, _))) => segments,
        Parameter::Path(Path::Local(_)) | Parameter::Literal(_) => return Ok(()),
        Parameter::Name(name) if view::NAMES.contains(&name.as_str()) => return Ok(()),
        Parameter::Name(name) => return Err(at.unknown(name)),
        _ => return Err(at.refuse("this expression is not allowed here")),
    };
    for segment in segments {
        if let PathSeg::Named(name) = segment
            && !view::NAMES.contains(&name.as_str())
        {
            return Err(at.unknown(name));
        }
    }
    Ok(())
}

impl Place<'_> {
    fn unknown(&self, name: &str) -> LetterError {
        self.refuse(&format!(
            "letters have no value {name:?}; they have: {}",
            view::NAMES.join(", ")
        ))
    }
}
