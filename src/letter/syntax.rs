//! What can be read off a Fluent message without formatting it: its variables and its plural selectors.

use fluent_syntax::ast;

/// One selector over a number: the plural categories it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Plural {
    /// The variable.
    pub variable: String,
    /// The categories, sorted.
    pub categories: Vec<String>,
}

const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// The line that holds this byte, from 1.
pub(super) fn line_of(text: &str, position: usize) -> usize {
    1 + text.bytes().take(position).filter(|b| *b == b'\n').count()
}

/// The byte at which the message of this key begins.
pub(super) fn position_of(text: &str, key: &str) -> usize {
    let mut position = 0;
    for line in text.split_inclusive('\n') {
        if line
            .strip_prefix(key)
            .is_some_and(|rest| rest.trim_start().starts_with('='))
        {
            return position;
        }
        position += line.len();
    }
    0
}

/// The variables of the message, sorted, each once.
pub(super) fn variables(message: &ast::Message<&str>) -> Vec<String> {
    let mut found = Vec::new();
    for pattern in patterns(message) {
        walk(pattern, &mut |expression| {
            if let Visit::Inline(ast::InlineExpression::VariableReference { id }) = expression {
                found.push(id.name.to_owned());
            }
        });
    }
    found.sort();
    found.dedup();
    found
}

/// The selectors over plural categories.
///
/// A selector counts as one over a number when all its keys are categories or numbers and one is a category other
/// than `other`, or `other` stands alone.
pub(super) fn plurals(message: &ast::Message<&str>) -> Vec<Plural> {
    let mut found = Vec::new();
    for pattern in patterns(message) {
        walk(pattern, &mut |visit| {
            let Visit::Select(ast::InlineExpression::VariableReference { id }, variants) = visit else {
                return;
            };
            let mut categories = Vec::new();
            for variant in variants {
                match variant.key {
                    ast::VariantKey::Identifier { name } if CATEGORIES.contains(&name) => {
                        categories.push(name.to_owned());
                    }
                    ast::VariantKey::Identifier { .. } => return,
                    ast::VariantKey::NumberLiteral { .. } => {}
                }
            }
            categories.sort();
            categories.dedup();
            found.push(Plural {
                variable: id.name.to_owned(),
                categories,
            });
        });
    }
    found
}

/// Whether the words stand anywhere in the text of the message.
pub(super) fn holds(message: &ast::Message<&str>, words: &str) -> bool {
    fn within(pattern: &ast::Pattern<&str>, words: &str) -> bool {
        pattern.elements.iter().any(|element| match element {
            ast::PatternElement::TextElement { value } => value.contains(words),
            ast::PatternElement::Placeable {
                expression: ast::Expression::Select { variants, .. },
            } => variants.iter().any(|variant| within(&variant.value, words)),
            ast::PatternElement::Placeable { .. } => false,
        })
    }
    patterns(message).any(|pattern| within(pattern, words))
}

fn patterns<'m, 't>(message: &'m ast::Message<&'t str>) -> impl Iterator<Item = &'m ast::Pattern<&'t str>> {
    message
        .value
        .iter()
        .chain(message.attributes.iter().map(|a| &a.value))
}

enum Visit<'m, 't> {
    Inline(&'m ast::InlineExpression<&'t str>),
    Select(&'m ast::InlineExpression<&'t str>, &'m [ast::Variant<&'t str>]),
}

fn walk<'m, 't>(pattern: &'m ast::Pattern<&'t str>, see: &mut impl FnMut(Visit<'m, 't>)) {
    for element in &pattern.elements {
        if let ast::PatternElement::Placeable { expression } = element {
            expression_in(expression, see);
        }
    }
}

fn expression_in<'m, 't>(expression: &'m ast::Expression<&'t str>, see: &mut impl FnMut(Visit<'m, 't>)) {
    match expression {
        ast::Expression::Inline(inline) => inline_in(inline, see),
        ast::Expression::Select { selector, variants } => {
            see(Visit::Select(selector, variants));
            inline_in(selector, see);
            for variant in variants {
                walk(&variant.value, see);
            }
        }
    }
}

fn inline_in<'m, 't>(inline: &'m ast::InlineExpression<&'t str>, see: &mut impl FnMut(Visit<'m, 't>)) {
    see(Visit::Inline(inline));
    match inline {
        ast::InlineExpression::Placeable { expression } => expression_in(expression, see),
        ast::InlineExpression::FunctionReference { arguments, .. } => {
            for argument in &arguments.positional {
                inline_in(argument, see);
            }
        }
        _ => {}
    }
}
