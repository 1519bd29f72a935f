//! A translation begun: the files of a new language with every sentence to write.
//!
//! Made from the English files: their notes for translators stay, each English sentence becomes a comment, and below it stands
//! the key with its variables and with the plural forms of the new language. Until the last [`OPEN`] mark is gone the
//! language counts as incomplete, and no letter uses it.

use std::fmt::Write as _;

use fluent_syntax::ast;
use unic_langid::CharacterDirection;

use super::check::plural::Categories;
use super::error::LetterError;
use super::sentences::OPEN;
use super::sources::{self, GLOSSARY};
use super::syntax;
use crate::language::Language;

/// The files of a translation into this language that is still to be written: name below the campaign folder, and text.
///
/// # Errors
/// [`LetterError`] when the English files cannot be read, which only a broken build can bring about.
pub fn begin(language: &Language) -> Result<Vec<(String, String)>, LetterError> {
    let files = sources::gather(None)?;
    let categories = Categories::of(language);
    let mut begun = Vec::new();
    for file in files.values() {
        let Some(name) = file.name.strip_prefix("locales/en/") else {
            continue;
        };
        let text = match name {
            "meta.ftl" => meta(&file.text, language),
            GLOSSARY => glossary(&file.text, language),
            _ => sentences(&file.text, &categories).map_err(|what| LetterError::Fluent {
                file: file.label(),
                line: 1,
                what,
            })?,
        };
        begun.push((format!("locales/{language}/{name}"), text));
    }
    Ok(begun)
}

fn meta(english: &str, language: &Language) -> String {
    let direction = match language.identifier().character_direction() {
        CharacterDirection::RTL => "rtl",
        _ => "ltr",
    };
    let line = |line: &str| match line.split_once(" = ").map_or("", |(key, _)| key) {
        "name" => format!("name = {OPEN}\n"),
        "direction" => format!("direction = {direction}\n"),
        "review" => "review = draft\n".to_owned(),
        _ => format!("{line}\n"),
    };
    english.lines().map(line).collect()
}

fn glossary(english: &str, language: &Language) -> String {
    let mut likely = language.identifier();
    likely.maximize();
    let script = likely.script.map_or("Latn", |script| match script.as_str() {
        "Hans" | "Hant" => "Hani",
        "Jpan" => "Hani\", \"Hira\", \"Kana",
        "Kore" => "Hang",
        _ => "",
    });
    let script = if script.is_empty() {
        likely.script.map(|script| script.to_string()).unwrap_or_default()
    } else {
        script.to_owned()
    };
    let mut out = String::new();
    let mut words = false;
    for line in english.lines() {
        let value = line.split_once(" = [").map(|(key, _)| key);
        match value {
            Some("scripts") => {
                let _ = writeln!(out, "scripts = [\"{script}\"]");
            }
            Some("words") => {
                words = true;
                {
                    let _ = writeln!(out, "# English: {line}");
                }
            }
            Some(key) => {
                let _ = writeln!(out, "# English: {line}\n{key} = [\"{OPEN}\"]");
            }
            None if words => {
                let _ = writeln!(out, "# {line}");
            }
            None => {
                let _ = writeln!(out, "{line}");
            }
        }
    }
    {
        let _ = writeln!(out, "words = [\"{OPEN}\"]");
    }
    out
}

/// The file with each sentence as a comment, and below it what is to be written.
fn sentences(english: &str, categories: &Categories) -> Result<String, String> {
    let parsed = fluent_syntax::parser::parse(english)
        .map_err(|(_, errors)| errors.first().map_or_else(String::new, ToString::to_string))?;
    let mut messages = parsed.body.iter().filter_map(|entry| match entry {
        ast::Entry::Message(message) => Some(message),
        _ => None,
    });
    let mut out = String::with_capacity(english.len() * 2);
    let mut lines = english.lines().peekable();
    while let Some(line) = lines.next() {
        if !line.starts_with(|c: char| c.is_ascii_lowercase()) {
            out.push_str(line);
            out.push('\n');
            continue;
        }
        let Some(message) = messages.next() else {
            break;
        };
        {
            let _ = writeln!(out, "# {line}");
        }
        while let Some(more) = lines.next_if(|line| line.starts_with([' ', '}'])) {
            {
                let _ = writeln!(out, "# {more}");
            }
        }
        out.push_str(message.id.name);
        out.push_str(" = ");
        if let Some(pattern) = &message.value {
            write_pattern(pattern, categories, 4, &mut out);
        }
        out.push('\n');
    }
    Ok(out)
}

fn write_pattern(pattern: &ast::Pattern<&str>, categories: &Categories, indent: usize, out: &mut String) {
    let mut parts = Vec::new();
    for element in &pattern.elements {
        match element {
            ast::PatternElement::TextElement { .. } if parts.iter().any(|part| part == OPEN) => {}
            ast::PatternElement::TextElement { .. } => parts.push(OPEN.to_owned()),
            ast::PatternElement::Placeable { expression } => match expression {
                ast::Expression::Select { selector, variants } => {
                    let mut select = String::new();
                    write_select(selector, variants, categories, indent, &mut select);
                    parts.push(select);
                }
                ast::Expression::Inline(inline) => parts.push(format!("{{ {} }}", shown(inline))),
            },
        }
    }
    out.push_str(&parts.join(" "));
}

fn write_select(
    selector: &ast::InlineExpression<&str>,
    variants: &[ast::Variant<&str>],
    categories: &Categories,
    indent: usize,
    out: &mut String,
) {
    let blanks = " ".repeat(indent);
    let number = syntax::by_number(variants);
    let last = variants.last();
    if number && categories.needed.len() < 2 {
        if let Some(variant) = last {
            write_pattern(&variant.value, categories, indent, out);
        }
        return;
    }
    {
        let _ = writeln!(out, "{{ {} ->", shown(selector));
    }
    let mut variant = |name: &str, default: bool, value: &ast::Pattern<&str>| {
        let key = if default {
            format!("   *[{name}] ")
        } else {
            format!("    [{name}] ")
        };
        out.push_str(&" ".repeat(indent - 4));
        out.push_str(&key);
        write_pattern(value, categories, indent + 4, out);
        out.push('\n');
    };
    if let (true, Some(model)) = (number, last) {
        const ORDER: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];
        let named: Vec<&str> = ORDER
            .into_iter()
            .filter(|name| categories.needed.contains(name))
            .collect();
        for name in &named {
            variant(name, Some(name) == named.last(), &model.value);
        }
    } else {
        for own in variants {
            let (ast::VariantKey::Identifier { name } | ast::VariantKey::NumberLiteral { value: name }) =
                own.key;
            variant(name, own.default, &own.value);
        }
    }
    out.push_str(blanks.get(4..).unwrap_or_default());
    out.push('}');
}

/// `$count`; the English sentences hold nothing else.
fn shown(inline: &ast::InlineExpression<&str>) -> String {
    match inline {
        ast::InlineExpression::VariableReference { id } => format!("${}", id.name),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter::Catalog;

    #[test]
    fn a_begun_translation_names_what_is_to_be_written() {
        for (tag, plural, script, direction) in [
            (
                "ru",
                "    [few] TO-BE-TRANSLATED\n   *[many] TO-BE",
                "[\"Cyrl\"]",
                "ltr",
            ),
            (
                "ja",
                "request = TO-BE-TRANSLATED\n",
                "[\"Hani\", \"Hira\", \"Kana\"]",
                "ltr",
            ),
            ("he", "    [two] TO-BE-TRANSLATED", "[\"Hebr\"]", "rtl"),
        ] {
            let language = Language::new(tag).unwrap();
            let folder = tempfile::tempdir().unwrap();
            std::fs::create_dir_all(folder.path().join("locales").join(tag)).unwrap();
            let files = begin(&language).unwrap();
            for (name, text) in &files {
                std::fs::write(folder.path().join(name), text).unwrap();
            }
            let text = |end: &str| &files.iter().find(|(name, _)| name.ends_with(end)).unwrap().1;
            assert!(text("shared.ftl").contains(plural), "{}", text("shared.ftl"));
            assert!(text(GLOSSARY).contains(script), "{}", text(GLOSSARY));
            assert!(text("meta.ftl").contains(&format!("direction = {direction}\n")));
            // It loads, is not used, and names every sentence.
            let catalog = Catalog::load(crate::letter::SECURE_YOUR_SERVER, Some(folder.path())).unwrap();
            assert!(!catalog.languages().contains(&language));
            let begun = catalog
                .incomplete()
                .iter()
                .find(|one| one.language == language)
                .unwrap();
            let english = catalog.locale(&Language::english()).unwrap();
            assert_eq!(begun.missing.len(), english.sentences.messages().len(), "{tag}");
        }
    }

    #[test]
    fn what_is_written_makes_it_whole() {
        let language = Language::new("ru").unwrap();
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("locales/ru")).unwrap();
        for (name, text) in begin(&language).unwrap() {
            std::fs::write(folder.path().join(name), text.replace(OPEN, "слово")).unwrap();
        }
        let catalog = Catalog::load(crate::letter::OPEN_RELAY, Some(folder.path())).unwrap();
        assert!(catalog.languages().contains(&language));
        let findings = crate::letter::check::files::check(&catalog, catalog.locale(&language).unwrap());
        assert_eq!(findings, []);
    }
}
