//! Transfer encodings and character sets, undone as far as they can be.
//!
//! Own decoders, since a library's refuse what is damaged: of a base64 text that breaks off in the middle, the first half
//! is worth reading.

use std::borrow::Cow;

use crate::message::printable;

/// Base64 (RFC 2045 section 6.8); whatever is no digit is passed over.
pub(super) fn base64(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut held) = (0_u32, 0_u32);
    for byte in text {
        let digit = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => {
                // Padding ends a group; another may follow where several texts were joined.
                held = 0;
                continue;
            }
            _ => continue,
        };
        bits = (bits << 6) | u32::from(digit);
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push(u8::try_from((bits >> held) & 0xff).unwrap_or_default());
        }
    }
    out
}

/// Quoted-printable (RFC 2045 section 6.7); an `=` without two digits stays.
pub(super) fn quoted_printable(text: &[u8]) -> Vec<u8> {
    let digit = |byte: &u8| char::from(*byte).to_digit(16);
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'=', rest) {
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, &[]));
        out.extend_from_slice(before);
        rest = match from {
            [_, b'\r', b'\n', after @ ..] | [_, b'\n', after @ ..] => after,
            [_, high, low, after @ ..] => {
                if let (Some(high), Some(low)) = (digit(high), digit(low)) {
                    out.push(u8::try_from(high * 16 + low).unwrap_or_default());
                    after
                } else {
                    out.push(b'=');
                    from.get(1..).unwrap_or(&[])
                }
            }
            _ => from.get(1..).unwrap_or(&[]),
        };
    }
    out.extend_from_slice(rest);
    out
}

/// Text in a character set by its name; by default, and where the name is none, UTF-8 or else Latin-1.
pub(super) fn text<'b>(bytes: &'b [u8], charset: Option<&str>) -> Cow<'b, str> {
    let known = charset.and_then(|name| encoding_rs::Encoding::for_label(name.trim().as_bytes()));
    match known {
        Some(encoding) if encoding != encoding_rs::UTF_8 => encoding.decode_without_bom_handling(bytes).0,
        _ => super::field::latin(bytes),
    }
}

/// A text on one printable line of at most 300 characters.
pub(super) fn one_line(text: &str) -> String {
    const MOST: usize = 300;
    // Most texts are such a line already, but for what stands around it.
    let text = text.trim();
    if text.len() <= MOST && is_plain_line(text.as_bytes()) {
        return text.to_owned();
    }
    let mut line = String::new();
    for word in text.split_whitespace() {
        if line.len() > MOST * 4 {
            break;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    if line.chars().nth(MOST).is_some() {
        line = line.chars().take(MOST).collect();
        line.push('…');
    }
    printable(&line).into_owned()
}

/// Whether these are printable ASCII characters with single spaces between words, and none around them.
fn is_plain_line(text: &[u8]) -> bool {
    let mut before = b' ';
    for byte in text {
        if !(b' '..=b'~').contains(byte) || (*byte == b' ' && before == b' ') {
            return false;
        }
        before = *byte;
    }
    before != b' ' || text.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damaged_encodings_give_what_is_there() {
        assert_eq!(base64(b"aGVsbG8="), b"hello");
        assert_eq!(base64(b"aGVs\r\nbG8"), b"hello");
        assert_eq!(base64(b"!!aG*VsbG8=aGk="), b"hellohi");
        assert_eq!(quoted_printable(b"a=3D=\r\nb=zz=4"), b"a=b=zz4");
        assert_eq!(text(b"caf\xe9", None), "café");
        assert_eq!(text(b"caf\xe9", Some("x-unknown")), "café");
        assert_eq!(text(b"\x83e", Some("windows-1252")), "ƒe");
    }

    #[test]
    fn a_line_is_short_and_printable() {
        assert_eq!(one_line("a\r\n  b\x1b"), "a b\\x1b");
        for text in ["", " ", " a", "a ", "a  b", "a\tb", "a b", "a\\x1b", "\u{a0}a"] {
            let words: Vec<_> = text.split_whitespace().collect();
            assert_eq!(one_line(text), words.join(" "), "{text:?}");
        }
        assert!(one_line(&"x".repeat(10_000)).chars().count() <= 301);
    }
}
