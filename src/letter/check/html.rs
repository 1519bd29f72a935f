//! The HTML of a finished letter: nothing remote, well nested, and the same content as the text.

use crate::letter::wrap::verbatim;

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
    let (content, tags) = match taken_apart(html) {
        Ok(parts) => parts,
        Err(what) => {
            wrong.push(format!("the HTML is not well nested: {what}"));
            return;
        }
    };
    let tags = tags.to_ascii_lowercase();
    for found in FORBIDDEN {
        if tags.contains(found) {
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
        let rule = |line: &&str| !line.bytes().all(|byte| matches!(byte, b'-' | b'='));
        for part in paragraph.split("\n- ").filter(|part| !verbatim(part)) {
            let part = part.strip_prefix("- ").unwrap_or(part);
            let lines: Vec<&str> = part.lines().filter(rule).collect();
            let sentence = lines.join("\n");
            if !content.contains(&dense(&sentence)) {
                wrong.push(format!("the HTML does not say what the text says: {sentence:?}"));
            }
        }
    }
}

/// What a reader sees, and all tags.
fn taken_apart(html: &str) -> Result<(String, String), String> {
    let (mut content, mut tags) = (String::with_capacity(html.len() / 2), String::new());
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        content.push_str(&unescaped(before));
        let (tag, after) = after.split_once('>').ok_or("a tag without an end")?;
        rest = after;
        tags.push('<');
        tags.push_str(tag);
        tags.push('>');
        let name = tag.split([' ', '\n']).next().unwrap_or_default();
        if let Some(name) = name.strip_prefix('/') {
            if open.pop() != Some(name) {
                return Err(format!("</{name}> ends nothing"));
            }
        } else if !name.starts_with('!') && !VOID.contains(&name) {
            open.push(name);
        }
    }
    content.push_str(&unescaped(rest));
    match open.last() {
        Some(name) => Err(format!("<{name}> has no end")),
        None => Ok((content, tags)),
    }
}

/// The text behind the references that Handlebars writes.
fn unescaped(text: &str) -> String {
    if !text.contains('&') {
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
