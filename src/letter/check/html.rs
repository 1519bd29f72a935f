//! The HTML of a finished letter: nothing remote, well nested, and the same content as the text.

use memchr::memmem;

use crate::letter::wrap::{LEADING, verbatim};

/// What would load something, run something, or be cut out by mail programs.
const FORBIDDEN: [&str; 14] = [
    "<img",
    "<script",
    "<link",
    "<iframe",
    "<object",
    "<form",
    "<style",
    "src=",
    "srcset=",
    "background=",
    "url(",
    "@import",
    "javascript:",
    " on",
];

/// Elements that have no end.
const VOID: [&str; 4] = ["meta", "br", "hr", "wbr"];

/// What is wrong with this HTML, whose text is that.
pub(super) fn check(html: &str, text: &str, wrong: &mut Vec<String>) {
    let Parts { content, tags, fault } = Parts::of(html);
    if let Some(fault) = fault {
        wrong.push(format!("the HTML is not well nested: {fault}"));
    }
    let tags = tags.to_ascii_lowercase();
    for found in FORBIDDEN {
        if memmem::find(tags.as_bytes(), found.as_bytes()).is_some() {
            wrong.push(format!(
                "the HTML holds {found:?}: nothing remote, nothing active, inline styles only"
            ));
        }
    }
    // Lines are wrapped in the one and cells stand apart in the other: what is left is the same.
    let dense = |text: &str| -> String {
        let seen = |c: &char| !c.is_whitespace() && !matches!(c, '\u{2066}'..='\u{2069}');
        text.chars().filter(seen).collect()
    };
    let content = dense(&content);
    for paragraph in text.split("\n\n") {
        let rule = |line: &&str| {
            !line
                .trim_start_matches(LEADING)
                .bytes()
                .all(|byte| matches!(byte, b'-' | b'='))
        };
        for part in paragraph.split("\n- ").filter(|part| !verbatim(part)) {
            let part = part.strip_prefix("- ").unwrap_or(part);
            let lines: Vec<&str> = part.lines().filter(rule).collect();
            let sentence = lines.join("\n");
            if memmem::find(content.as_bytes(), dense(&sentence).as_bytes()).is_none() {
                wrong.push(format!("the HTML does not say what the text says: {sentence:?}"));
            }
        }
    }
}

/// A document taken apart.
#[derive(Default)]
struct Parts {
    /// What a reader sees.
    content: String,
    /// All tags.
    tags: String,
    /// The first fault of its nesting.
    fault: Option<String>,
}

impl Parts {
    fn of(html: &str) -> Self {
        let mut parts = Self::default();
        let mut open: Vec<&str> = Vec::new();
        let mut rest = html;
        while let Some((before, after)) = rest.split_once('<') {
            parts.content.push_str(&unescaped(before));
            let Some((tag, after)) = after.split_once('>') else {
                parts.fault.get_or_insert_with(|| format!("<{after} has no end"));
                return parts;
            };
            rest = after;
            parts.tags.extend(["<", tag, ">"]);
            let name = tag.split([' ', '\n']).next().unwrap_or_default();
            if let Some(name) = name.strip_prefix('/') {
                if open.last() == Some(&name) {
                    open.pop();
                } else {
                    parts
                        .fault
                        .get_or_insert_with(|| format!("</{name}> ends nothing"));
                }
            } else if !name.starts_with('!') && !VOID.contains(&name) {
                open.push(name);
            }
        }
        parts.content.push_str(&unescaped(rest));
        if let Some(name) = open.last() {
            parts.fault.get_or_insert_with(|| format!("<{name}> has no end"));
        }
        parts
    }
}

/// The text behind the references that Handlebars writes.
fn unescaped(text: &str) -> String {
    if memchr::memchr(b'&', text.as_bytes()).is_none() {
        return text.to_owned();
    }
    [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#x27;", "'"),
        ("&#x60;", "`"),
        ("&#x3D;", "="),
        ("&amp;", "&"),
    ]
    .into_iter()
    .fold(text.to_owned(), |text, (reference, plain)| {
        text.replace(reference, plain)
    })
}
