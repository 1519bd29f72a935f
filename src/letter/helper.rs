//! `{{t "key"}}`: the one helper by which templates speak a language.

use std::sync::Arc;

use fluent_bundle::{FluentArgs, FluentValue};
use handlebars::{
    Context, Handlebars, Helper, HelperDef, RenderContext, RenderError, RenderErrorReason, ScopedJson,
};
use serde_json::Value;

use super::sentences::Sentences;
use super::structure::Format;

/// A strict registry for one format and one locale: an unknown name is an error, data is escaped as the format asks.
pub(super) fn registry(format: Format, sentences: &Arc<Sentences>) -> Handlebars<'static> {
    let mut registry = Handlebars::new();
    registry.set_strict_mode(true);
    match format {
        Format::Text => registry.register_escape_fn(handlebars::no_escape),
        Format::Html => registry.register_escape_fn(handlebars::html_escape),
    }
    registry.register_helper("t", Box::new(SentenceHelper(Arc::clone(sentences))));
    registry
}

/// `{{t "key" name=value ...}}`: the sentence as a string, which the registry then escapes.
struct SentenceHelper(Arc<Sentences>);

impl HelperDef for SentenceHelper {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        let key = helper
            .param(0)
            .and_then(|key| key.value().as_str())
            .ok_or(RenderErrorReason::ParamNotFoundForIndex("t", 0))?;
        let mut values = FluentArgs::with_capacity(helper.hash().len());
        for (name, value) in helper.hash() {
            let value = match value.value() {
                Value::String(text) => FluentValue::from(text.as_str()),
                Value::Number(number) => FluentValue::from(number.as_f64().unwrap_or_default()),
                // Left out: the sentence then fails on it by name.
                _ => continue,
            };
            values.set(*name, value);
        }
        let text = self
            .0
            .format(key, Some(&values))
            .map_err(|error| RenderError::from(RenderErrorReason::NestedError(Box::new(error))))?;
        Ok(ScopedJson::Derived(Value::String(text)))
    }
}
