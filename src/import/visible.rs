//! What would act on a reader's screen, made to show.

use std::borrow::Cow;

use crate::visible::acts;

/// The text with a visible sign for every character that acts, except those that `keep` spares.
///
/// ASCII controls become their control pictures (ESC is `␛`), the rest U+FFFD.
pub(super) fn visible(text: &str, keep: impl Fn(char) -> bool) -> Cow<'_, str> {
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
}
