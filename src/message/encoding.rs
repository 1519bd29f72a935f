//! Quoted-printable and base64 (RFC 2045), whichever is shorter, never 8bit.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
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
    while let Some(at) = memchr::memchr2(b'\r', b'\n', rest.as_bytes()) {
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
    let mut out = Vec::with_capacity(bytes.len() / 57 * 78 + 80);
    let mut coded = [0; WIDEST];
    for (index, line) in bytes.chunks(57).enumerate() {
        if index > 0 {
            out.extend_from_slice(b"\r\n");
        }
        // 57 octets become 76, which the line holds.
        let length = STANDARD.encode_slice(line, &mut coded).unwrap_or_default();
        out.extend_from_slice(coded.get(..length).unwrap_or_default());
    }
    out
}

/// Quoted-printable in lines of at most 76 (RFC 2045 section 6.7).
///
/// Beyond what the section asks, a dot and `From ` at the beginning of a line are encoded: the one keeps a letter whole
/// through peers that stuff dots wrongly, the other through mailbox files.
fn quoted_printable(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() + text.len() / 8);
    let mut begin = 0;
    for end in memchr::memchr_iter(b'\n', text.as_bytes()) {
        let line = text.as_bytes().get(begin..end).unwrap_or_default();
        encode_line(line.strip_suffix(b"\r").unwrap_or(line), &mut out);
        out.extend_from_slice(b"\r\n");
        begin = end + 1;
    }
    let line = text.as_bytes().get(begin..).unwrap_or_default();
    encode_line(line.strip_suffix(b"\r").unwrap_or(line), &mut out);
    out
}

fn encode_line(mut rest: &[u8], out: &mut Vec<u8>) {
    let mut column = 0;
    // All bytes at once, without a way out in between: that is quick. In most lines the escape character alone needs coding.
    let simple = rest.iter().fold(true, |all, byte| all & printable(*byte));
    while let Some(byte) = rest.first().copied() {
        let room = WIDEST - column;
        // A dot or `From ` here would begin a line.
        let begins_badly = column == 0 && (byte == b'.' || rest.starts_with(b"From "));
        let run = if begins_badly {
            0
        } else {
            plain_run(rest, room, simple)
        };
        // One column stays free for the soft break, unless the line ends here; a blank never ends a line.
        let ends = run == rest.len();
        let take = if ends || run < room { run } else { run - 1 };
        let (plain, after) = rest.split_at_checked(take).unwrap_or((rest, &[]));
        out.extend_from_slice(plain);
        column += plain.len();
        rest = after;
        let Some(byte) = rest.first().copied() else { return };
        let coded = begins_badly || !ordinary(byte) || (rest.len() == 1 && matches!(byte, b' ' | b'\t'));
        let need = if coded { 3 } else { 1 };
        let free = WIDEST - column - usize::from(rest.len() > 1);
        if need > free {
            out.extend_from_slice(b"=\r\n");
            column = 0;
        } else if coded {
            out.extend_from_slice(&[b'=', hex(byte >> 4), hex(byte & 15)]);
            column += 3;
            rest = rest.get(1..).unwrap_or_default();
        }
    }
}

const WIDEST: usize = 76;

/// How many bytes from here stand for themselves, at most `room`, without a blank at the end of the line. In a `simple` line all do
/// but the escape character.
fn plain_run(bytes: &[u8], room: usize, simple: bool) -> usize {
    let within = bytes.get(..room).unwrap_or(bytes);
    let run = if simple {
        memchr::memchr(b'=', within).unwrap_or(within.len())
    } else {
        within.iter().take_while(|byte| ordinary(**byte)).count()
    };
    let blank_ends = run == bytes.len() && matches!(bytes.last(), Some(b' ' | b'\t'));
    run - usize::from(blank_ends)
}

/// Whether the byte may stand for itself: printable, or a tab, but not the escape character.
fn ordinary(byte: u8) -> bool {
    printable(byte) && byte != b'='
}

fn printable(byte: u8) -> bool {
    (b' '..=b'~').contains(&byte) || byte == b'\t'
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

    /// The rule as the section states it, one byte after the other.
    fn byte_by_byte(line: &[u8], out: &mut Vec<u8>) {
        let mut column = 0;
        for (index, byte) in line.iter().copied().enumerate() {
            let last = index + 1 == line.len();
            let ordinary = super::ordinary(byte) && !(last && matches!(byte, b' ' | b'\t'));
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

    proptest::proptest! {
        #[test]
        fn whole_runs_are_quoted_as_the_thorough_one(text in "([.=é ]|From |[a-z ]{0,12}|[a-z ]{60,90}|\n){0,12}") {
            let mut thorough = Vec::new();
            for (place, line) in text.split('\n').enumerate() {
                if place > 0 {
                    thorough.extend_from_slice(b"\r\n");
                }
                byte_by_byte(line.as_bytes(), &mut thorough);
            }
            proptest::prop_assert_eq!(quoted_printable(&text), thorough);
        }
    }
}
