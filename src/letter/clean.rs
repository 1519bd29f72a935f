//! Data made harmless before it meets a letter: the one place where that happens.
//!
//! Input, registries and configuration may hold anything. What could break out of its place in a header, a text, a
//! terminal or a spreadsheet are control characters, and characters that reorder or hide others; they are replaced
//! here. Markup is not: each format escapes it when it is written.

use std::borrow::Cow;

use crate::visible::acts;

/// The text in one line: line ends and tabs become blanks, other control and reordering characters U+FFFD.
#[must_use]
pub fn clean(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|b| matches!(b, b' '..=b'~')) || !text.chars().any(acts) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\r' | '\n' | '\t' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c if acts(c) => out.push(char::REPLACEMENT_CHARACTER),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// The lines of the text, each clean, without surrounding blanks and without empty ones.
#[must_use]
pub fn clean_lines(text: &str) -> Vec<String> {
    text.lines()
        .map(|line| clean(line).trim().to_owned())
        .filter(|line| !line.is_empty())
        .collect()
}

/// The text clean and cut to `columns` display columns, the cut marked with an ellipsis.
pub(super) fn short(text: &str, columns: usize) -> Cow<'_, str> {
    use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};
    let text = clean(text);
    if text.len() <= columns || text.width() <= columns {
        return text;
    }
    let mut width = 0;
    let mut out = String::new();
    for c in text.chars() {
        width += c.width().unwrap_or(0);
        if width >= columns {
            break;
        }
        out.push(c);
    }
    out.push('…');
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_stays_and_costs_nothing() {
        assert!(matches!(clean("Café 東京 {{x}} <b>"), Cow::Borrowed(_)));
    }

    #[test]
    fn control_and_reordering_characters_go() {
        assert_eq!(clean("a\r\nBcc: x\0\u{1b}[31m"), "a Bcc: x\u{fffd}\u{fffd}[31m");
        assert_eq!(clean("gnp.\u{202e}exe\u{2066}"), "gnp.\u{fffd}exe\u{fffd}");
    }

    #[test]
    fn long_text_is_cut_by_display_width() {
        assert_eq!(short("abcdef", 4), "abc…");
        assert_eq!(short("東京都庁", 5), "東京…");
        assert_eq!(short("abcd", 4), "abcd");
    }
}
