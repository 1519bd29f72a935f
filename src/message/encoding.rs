//! Quoted-printable and base64 (RFC 2045), whichever is shorter, never 8bit.

use lettre::message::header::ContentTransferEncoding;

/// The text with CRLF line ends, in the shorter of the two encodings; text that is mostly ASCII stays readable.
pub(super) fn encode(text: &str) -> (Vec<u8>, ContentTransferEncoding) {
    // In quoted-printable a byte beyond ASCII costs three, in base64 every byte costs four thirds.
    let beyond = text.bytes().filter(|b| !b.is_ascii()).count();
    if beyond * 5 > text.len() {
        return (base64(crlf(text).as_bytes()), ContentTransferEncoding::Base64);
    }
    (quoted_printable(text), ContentTransferEncoding::QuotedPrintable)
}

/// The text with each LF, CR and CRLF as CRLF.
pub(super) fn crlf(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 32);
    let mut rest = text;
    while let Some(at) = rest.find(['\r', '\n']) {
        let (line, tail) = rest.split_at(at);
        out.push_str(line);
        out.push_str("\r\n");
        rest = tail
            .strip_prefix("\r\n")
            .or_else(|| tail.get(1..))
            .unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// Base64 in lines of 76, without a line end after the last.
pub(super) fn base64(bytes: &[u8]) -> Vec<u8> {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = Vec::with_capacity(bytes.len() / 57 * 78 + 80);
    for (index, line) in bytes.chunks(57).enumerate() {
        if index > 0 {
            out.extend_from_slice(b"\r\n");
        }
        for group in line.chunks(3) {
            let byte = |i: usize| u32::from(group.get(i).copied().unwrap_or(0));
            let bits = (byte(0) << 16) | (byte(1) << 8) | byte(2);
            for (place, shift) in [18, 12, 6, 0].into_iter().enumerate() {
                let sextet = (bits >> shift) & 63;
                let letter = ALPHABET.get(sextet as usize).copied().unwrap_or(b'=');
                out.push(if place <= group.len() { letter } else { b'=' });
            }
        }
    }
    out
}

/// Quoted-printable in lines of at most 76 (RFC 2045 section 6.7).
///
/// Beyond what the section asks, a dot and `From ` at the beginning of a line are encoded: the one keeps a letter whole
/// through peers that stuff dots wrongly, the other through mailbox files.
fn quoted_printable(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() + text.len() / 8);
    let mut lines = text.split('\n').peekable();
    while let Some(line) = lines.next() {
        let line = line.strip_suffix('\r').unwrap_or(line).as_bytes();
        // Most lines need nothing at all; looking first is many times faster than going byte by byte.
        if line.len() <= 76 && stands_as_it_is(line) {
            out.extend_from_slice(line);
        } else {
            quote_line(line, &mut out);
        }
        if lines.peek().is_some() {
            out.extend_from_slice(b"\r\n");
        }
    }
    out
}

/// Bytes that stand for themselves; blanks do except at the end of a line.
const fn ordinary(byte: u8) -> bool {
    matches!(byte, b'!'..=b'<' | b'>'..=b'~' | b' ' | b'\t')
}

fn stands_as_it_is(line: &[u8]) -> bool {
    line.iter().fold(true, |all, byte| all & ordinary(*byte))
        && !matches!(line.last(), Some(b' ' | b'\t'))
        && line.first() != Some(&b'.')
        && !line.starts_with(b"From ")
}

fn quote_line(line: &[u8], out: &mut Vec<u8>) {
    let mut column = 0;
    for (index, byte) in line.iter().copied().enumerate() {
        let last = index + 1 == line.len();
        let ordinary = ordinary(byte) && !(last && matches!(byte, b' ' | b'\t'));
        let need = if ordinary { 1 } else { 3 };
        // One column stays free for the soft break, unless the line ends with this byte.
        if column + need > if last { 76 } else { 75 } {
            out.extend_from_slice(b"=\r\n");
            column = 0;
        }
        let begins_badly = column == 0
            && (byte == b'.'
                || (byte == b'F' && line.get(index..).is_some_and(|rest| rest.starts_with(b"From "))));
        if ordinary && !begins_badly {
            out.push(byte);
            column += 1;
        } else {
            out.extend_from_slice(&[b'=', hex(byte >> 4), hex(byte & 15)]);
            column += 3;
        }
    }
}

fn hex(nibble: u8) -> u8 {
    if nibble < 10 {
        b'0' + nibble
    } else {
        b'A' + nibble - 10
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn the_quick_way_quotes_as_the_thorough_one(text in "([.=é ]|From |[a-z ]{0,12}|[a-z ]{60,90}|\n){0,12}") {
            let mut thorough = Vec::new();
            for (place, line) in text.split('\n').enumerate() {
                if place > 0 {
                    thorough.extend_from_slice(b"\r\n");
                }
                quote_line(line.as_bytes(), &mut thorough);
            }
            proptest::prop_assert_eq!(quoted_printable(&text), thorough);
        }
    }
}
