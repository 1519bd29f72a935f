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
pub(super) fn plurals(message: &ast::Message<&str>) -> Vec<Plural> {
    let mut found = Vec::new();
    for pattern in patterns(message) {
        walk(pattern, &mut |visit| {
            let Visit::Select(ast::InlineExpression::VariableReference { id }, variants) = visit else {
                return;
            };
            if !by_number(variants) {
                return;
            }
            let mut categories: Vec<String> = variants
                .iter()
                .filter_map(|variant| match variant.key {
                    ast::VariantKey::Identifier { name } => Some(name.to_owned()),
                    ast::VariantKey::NumberLiteral { .. } => None,
                })
                .collect();
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

/// Whether a selector is one over a number: all its keys are plural categories or numbers.
pub(super) fn by_number(variants: &[ast::Variant<&str>]) -> bool {
    variants.iter().all(|variant| match variant.key {
        ast::VariantKey::Identifier { name } => CATEGORIES.contains(&name),
        ast::VariantKey::NumberLiteral { .. } => true,
    })
}

/// Whether the words stand anywhere in the text of the message.
pub(super) fn holds(message: &ast::Message<&str>, words: &str) -> bool {
    patterns(message).any(|pattern| in_text(pattern, &|text| text.contains(words)))
}

/// Whether a line of the message looks like a comment: one that is moved in belongs to the sentence.
pub(super) fn holds_comment(message: &ast::Message<&str>) -> bool {
    let comment = |text: &str| {
        text.split('\n').any(|line| {
            let mark = line.trim_start().trim_start_matches('#');
            mark.len() < line.trim_start().len() && (mark.is_empty() || mark.starts_with(' '))
        }) || text.contains(" # ")
    };
    patterns(message).any(|pattern| in_text(pattern, &comment))
}

/// Whether the text before, between or after its variables is such, in the pattern or a variant of it.
fn in_text(pattern: &ast::Pattern<&str>, such: &impl Fn(&str) -> bool) -> bool {
    pattern.elements.iter().any(|element| match element {
        ast::PatternElement::TextElement { value } => such(value),
        ast::PatternElement::Placeable {
            expression: ast::Expression::Select { variants, .. },
        } => variants.iter().any(|variant| in_text(&variant.value, such)),
        ast::PatternElement::Placeable { .. } => false,
    })
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
