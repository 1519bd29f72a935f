//! Characters that act on a reader's screen instead of showing.
//!
//! Files, registries, gateways and returned mail bring text that strangers have written; what of it reaches a person,
//! in a letter, a report or a terminal, must neither move a cursor nor look like something else.

use std::borrow::Cow;

/// Whether a character acts instead of showing: controls, line separators, and format characters that reorder, hide or
/// break text (bidirectional controls of UAX #9, tags, interlinear annotation, the byte order mark).
///
/// The joiners U+200C and U+200D are not among them: words in Persian and many an emoji are written with them.
#[must_use]
pub fn acts(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// The text with a visible sign for every character that acts, except those that `keep` spares.
///
/// ASCII controls become their control pictures (ESC is `␛`), the rest U+FFFD.
#[must_use]
pub fn visible(text: &str, keep: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.chars().any(|c| acts(c) && !keep(c)) {
        return Cow::Borrowed(text);
    }
    let shown = |c: char| match c {
        c if !acts(c) || keep(c) => c,
        '\u{7f}' => '\u{2421}',
        c if c.is_ascii() => char::from_u32(0x2400 + u32::from(c)).unwrap_or(char::REPLACEMENT_CHARACTER),
        _ => char::REPLACEMENT_CHARACTER,
    };
    Cow::Owned(text.chars().map(shown).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_what_would_act() {
        assert_eq!(
            visible("\u{1b}[31mred\r\n\0\u{7f}\u{202e}", |_| false),
            "␛[31mred␍␊␀␡\u{fffd}"
        );
        assert_eq!(visible("a\tb\n", |c| c == '\t'), "a\tb␊");
        assert!(matches!(visible("Zürich 東京 👩‍💻", |_| false), Cow::Borrowed(_)));
    }

    #[test]
    fn what_people_write_shows_and_what_deceives_them_acts() {
        assert!(
            !"Zürich 東京 می\u{200c}خواهم 👩\u{200d}💻 a\u{301}"
                .chars()
                .any(acts)
        );
        for c in "\u{1b}\0\u{9b}\u{7f}\n\u{202e}\u{2066}\u{61c}\u{200b}\u{2028}\u{feff}\u{e0041}".chars() {
            assert!(acts(c), "{c:?}");
        }
    }
}
