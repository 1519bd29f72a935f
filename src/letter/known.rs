//! A template with everything in its place that is known before the letter is.
//!
//! Handlebars itself works out each expression, so that what comes out is what it would have written: an expression all of whose
//! values are known becomes its text, a condition that is known its branch, and a known value in an expression that is left
//! stands there as a constant. What is left asks for nothing but the letter's [own](super::view::Own) values.

use std::collections::BTreeSet;

use handlebars::template::{HelperTemplate, Parameter, TemplateElement};
use handlebars::{Context, Handlebars, Path, PathSeg, RenderContext, Renderable, Template};
use serde_json::Value;

use super::view::PRESENT;

/// The values of a letter, and which of them other letters of its shape have as well.
pub(super) struct Known<'k> {
    pub registry: &'k Handlebars<'static>,
    /// All values.
    pub context: &'k Context,
    /// The names of those that each letter has of its own; all others are known.
    pub own: &'k BTreeSet<String>,
}

impl Known<'_> {
    /// The elements of the template, those that are known put into text; `None` when there is anything in it that cannot be told
    /// to be one or the other, or that fails.
    pub(super) fn fold(&self, template: &Template) -> Option<Vec<TemplateElement>> {
        let mut out: Vec<TemplateElement> = Vec::new();
        for element in &template.elements {
            let folded = match element {
                TemplateElement::RawString(_) => vec![element.clone()],
                TemplateElement::Comment(_) => Vec::new(),
                TemplateElement::Expression(helper) => {
                    if self.known_helper(helper)? {
                        vec![TemplateElement::RawString(self.rendered(element)?)]
                    } else {
                        vec![TemplateElement::Expression(Box::new(self.filled(helper)?))]
                    }
                }
                TemplateElement::HelperBlock(helper) => self.block(helper)?,
                _ => return None,
            };
            for element in folded {
                match (&element, out.last_mut()) {
                    (TemplateElement::RawString(text), Some(TemplateElement::RawString(last))) => {
                        last.push_str(text);
                    }
                    _ => out.push(element),
                }
            }
        }
        Some(out)
    }

    fn block(&self, helper: &HelperTemplate) -> Option<Vec<TemplateElement>> {
        let condition = match (helper.name.as_name()?, helper.params.as_slice()) {
            ("if" | "unless", [condition]) if helper.hash.is_empty() => condition,
            ("each", [list]) if helper.hash.is_empty() && helper.block_param.is_none() => {
                let element = TemplateElement::HelperBlock(Box::new(helper.clone()));
                let outer = self.asks_outside(helper)?;
                return Some(vec![match (self.known(list)?, outer) {
                    (true, false) => TemplateElement::RawString(self.rendered(&element)?),
                    (true, true) => return None,
                    (false, _) => element,
                }]);
            }
            _ => return None,
        };
        if self.decided(condition)? {
            let mut asked = helper.clone();
            asked.template = Some(template(vec![TemplateElement::RawString("yes".to_owned())]));
            asked.inverse = None;
            let answer = self.rendered(&TemplateElement::HelperBlock(Box::new(asked)))?;
            let branch = if answer.is_empty() {
                &helper.inverse
            } else {
                &helper.template
            };
            return branch
                .as_ref()
                .map_or(Some(Vec::new()), |branch| self.fold(branch));
        }
        let mut left = self.filled(helper)?;
        for branch in [&mut left.template, &mut left.inverse].into_iter().flatten() {
            branch.elements = self.fold(branch)?;
            branch.mapping.clear();
        }
        Some(vec![TemplateElement::HelperBlock(Box::new(left))])
    }

    /// What the element writes.
    fn rendered(&self, element: &TemplateElement) -> Option<String> {
        let alone = template(vec![element.clone()]);
        alone
            .renders(self.registry, self.context, &mut RenderContext::new(None))
            .ok()
    }

    /// Whether all that the helper is given is known, or the value itself where there is no helper.
    fn known_helper(&self, helper: &HelperTemplate) -> Option<bool> {
        if helper.params.is_empty() && helper.hash.is_empty() {
            return self.known(&helper.name);
        }
        let mut all = true;
        for parameter in helper.params.iter().chain(helper.hash.values()) {
            all &= self.known(parameter)?;
        }
        Some(all)
    }

    fn known(&self, parameter: &Parameter) -> Option<bool> {
        match parameter {
            Parameter::Literal(_) => Some(true),
            Parameter::Name(name) => Some(!self.own.contains(name)),
            Parameter::Path(path) => Some(!self.own.contains(*names(path)?.first()?)),
            Parameter::Subexpression(inner) => match inner.as_element() {
                TemplateElement::Expression(helper) => self.known_helper(helper),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether it is known to be true or false: also where it only matters that something is there.
    fn decided(&self, condition: &Parameter) -> Option<bool> {
        if self.known(condition)? {
            return Some(true);
        }
        match condition {
            Parameter::Path(path) => {
                Some(matches!(names(path)?.as_slice(), [name] if PRESENT.contains(name)))
            }
            Parameter::Subexpression(inner) => match inner.as_element() {
                TemplateElement::Expression(helper)
                    if matches!(helper.name.as_name(), Some("or" | "and" | "not"))
                        && helper.hash.is_empty() =>
                {
                    let mut all = true;
                    for parameter in &helper.params {
                        all &= self.decided(parameter)?;
                    }
                    Some(all)
                }
                _ => Some(false),
            },
            _ => Some(false),
        }
    }

    /// Whether what is written for each thing of a list asks for a value of the letter's own beside that thing (`../name`); `None` when
    /// it asks for anything else.
    fn asks_outside(&self, helper: &HelperTemplate) -> Option<bool> {
        let mut outside = false;
        for element in [&helper.template, &helper.inverse]
            .into_iter()
            .flatten()
            .flat_map(|branch| &branch.elements)
        {
            let inner = match element {
                TemplateElement::RawString(_) | TemplateElement::Comment(_) => continue,
                TemplateElement::Expression(inner) => inner,
                TemplateElement::HelperBlock(inner)
                    if matches!(inner.name.as_name(), Some("if" | "unless")) =>
                {
                    outside |= self.asks_outside(inner)?;
                    inner
                }
                _ => return None,
            };
            let bare = inner.params.is_empty().then_some(&inner.name);
            for parameter in inner.params.iter().chain(inner.hash.values()).chain(bare) {
                match parameter {
                    Parameter::Path(path) if names(path).is_some() => {}
                    Parameter::Path(Path::Relative((_, raw))) => {
                        let name = raw.strip_prefix("../")?;
                        self.own.contains(name).then_some(())?;
                        outside = true;
                    }
                    Parameter::Name(_) | Parameter::Literal(_) => {}
                    _ => return None,
                }
            }
        }
        Some(outside)
    }

    /// The helper with known values as constants.
    fn filled(&self, helper: &HelperTemplate) -> Option<HelperTemplate> {
        let mut filled = helper.clone();
        for parameter in filled.params.iter_mut().chain(filled.hash.values_mut()) {
            self.fill(parameter)?;
        }
        Some(filled)
    }

    fn fill(&self, parameter: &mut Parameter) -> Option<()> {
        match parameter {
            Parameter::Path(path) => {
                let names = names(path)?;
                if !self.own.contains(*names.first()?) {
                    let value = names
                        .iter()
                        .try_fold(self.context.data(), |value: &Value, name| value.get(name))?;
                    *parameter = Parameter::Literal(value.clone());
                }
            }
            Parameter::Subexpression(inner) => {
                let TemplateElement::Expression(helper) = inner.element.as_mut() else {
                    return None;
                };
                **helper = self.filled(helper)?;
            }
            Parameter::Name(_) | Parameter::Literal(_) => {}
            _ => return None,
        }
        Some(())
    }
}

/// The names of a path from the top: `sender.phone`. `None` for paths of other kinds.
fn names(path: &Path) -> Option<Vec<&str>> {
    let Path::Relative((segments, _)) = path else {
        return None;
    };
    segments
        .iter()
        .map(|segment| match segment {
            PathSeg::Named(name) => Some(name.as_str()),
            _ => None,
        })
        .collect()
}

/// A template of these elements.
pub(super) fn template(elements: Vec<TemplateElement>) -> Template {
    let mut template = Template::new();
    template.elements = elements;
    template
}
