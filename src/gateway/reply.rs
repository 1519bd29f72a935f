//! Bytes from the gateway -> replies (RFC 5321 section 4.2), bounded and strict.
//!
//! Strict, because a reply that can be read in two ways would decide a letter's fate by luck. Bounded, because the
//! gateway is another's machine: 4 KiB per line, 64 KiB per reply. What a person will read later is made printable
//! here, once.

use crate::outcome::Reply;
use crate::visible::acts;

/// Longest line of a reply with its CRLF. RFC 5321 section 4.5.3.1.5 allows 512; some banners are longer.
pub const LONGEST_LINE: usize = 4 * 1024;
/// Longest reply over all its lines.
pub const LONGEST_REPLY: usize = 64 * 1024;
/// Longest text kept of a reply, in characters; the rest is cut off with an ellipsis.
const LONGEST_TEXT: usize = 1_000;

/// Bytes that are no SMTP reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    /// A line over 4 KiB.
    #[error("a line of the reply is longer than 4 KiB")]
    LongLine,
    /// A reply over 64 KiB.
    #[error("the reply is longer than 64 KiB")]
    LongReply,
    /// A line that does not begin with a code from 200 to 599 and a blank, a hyphen or its end.
    #[error("the reply does not begin with a reply code")]
    Code,
    /// LF without CR.
    #[error("a line of the reply ends without CR")]
    LineEnd,
    /// The lines of one reply carry different codes.
    #[error("the lines of the reply carry different codes")]
    Codes,
}

/// One reply, line by line, as EHLO needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lines {
    /// The three-digit code, 200 to 599.
    pub code: u16,
    /// The text of each line, printable. Never empty.
    pub texts: Vec<String>,
}

/// Bytes received and not yet used, and the beginning of the reply they belong to.
#[derive(Debug, Default)]
pub struct Inbox {
    bytes: Vec<u8>,
    /// Up to here `bytes` is known to hold no LF.
    scanned: usize,
    /// Lines of the reply that is still going on, and their octets.
    begun: Option<(Lines, usize)>,
}

impl Inbox {
    /// Adds what came from the network.
    pub fn extend(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// Whether not a single byte waits here.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty() && self.begun.is_none()
    }

    /// Whether what waits here is, as far as it goes, the beginning `code` (and something does wait).
    #[must_use]
    pub fn begins_like(&self, code: &[u8]) -> bool {
        let known = self.bytes.len().min(code.len());
        known > 0 && self.begun.is_none() && self.bytes.get(..known) == code.get(..known)
    }

    /// The next whole reply, or `None` until more bytes come. Cost is linear, however the bytes are cut up.
    ///
    /// # Errors
    /// [`Malformed`] as soon as the bytes cannot become a reply; the connection is of no use after that.
    pub fn next_reply(&mut self) -> Result<Option<Lines>, Malformed> {
        loop {
            let fresh = self.bytes.get(self.scanned..).unwrap_or_default();
            let Some(offset) = fresh.iter().position(|byte| *byte == b'\n') else {
                self.scanned = self.bytes.len();
                return if self.scanned >= LONGEST_LINE {
                    Err(Malformed::LongLine)
                } else {
                    Ok(None)
                };
            };
            let line: Vec<u8> = self.bytes.drain(..=self.scanned + offset).collect();
            self.scanned = 0;
            if let Some(reply) = self.take_line(&line)? {
                return Ok(Some(reply));
            }
        }
    }

    fn take_line(&mut self, line: &[u8]) -> Result<Option<Lines>, Malformed> {
        if line.len() > LONGEST_LINE {
            return Err(Malformed::LongLine);
        }
        let text = line.strip_suffix(b"\r\n").ok_or(Malformed::LineEnd)?;
        let (code, last, text) = split_line(text).ok_or(Malformed::Code)?;
        let (mut lines, size) = self.begun.take().unwrap_or((
            Lines {
                code,
                texts: Vec::new(),
            },
            0,
        ));
        if lines.code != code {
            return Err(Malformed::Codes);
        }
        let size = size + line.len();
        if size > LONGEST_REPLY {
            return Err(Malformed::LongReply);
        }
        lines.texts.push(printable(&String::from_utf8_lossy(text)));
        if last {
            return Ok(Some(lines));
        }
        self.begun = Some((lines, size));
        Ok(None)
    }
}

/// Code, whether this is the last line, text.
fn split_line(line: &[u8]) -> Option<(u16, bool, &[u8])> {
    let (digits, rest) = line.split_at_checked(3)?;
    let [first @ b'2'..=b'5', second @ b'0'..=b'9', third @ b'0'..=b'9'] = digits else {
        return None;
    };
    let code = [first, second, third]
        .into_iter()
        .fold(0, |code, digit| code * 10 + u16::from(digit - b'0'));
    match rest {
        [] => Some((code, true, rest)),
        [b' ', text @ ..] => Some((code, true, text)),
        [b'-', text @ ..] => Some((code, false, text)),
        _ => None,
    }
}

/// The text with everything replaced that could move a cursor, hide or reorder what a person reads.
#[must_use]
pub fn printable(text: &str) -> String {
    // A gateway has no use for what joins or parts letters unseen either.
    let odd = |c: char| acts(c) || matches!(c, '\u{ad}' | '\u{200c}' | '\u{200d}');
    let shown = |c: char| match c {
        '\t' => ' ',
        c if odd(c) => char::REPLACEMENT_CHARACTER,
        c => c,
    };
    text.chars().map(shown).collect()
}

impl From<Lines> for Reply {
    /// The lines joined with blanks, each without the enhanced code that RFC 2034 repeats on it.
    fn from(lines: Lines) -> Self {
        let enhanced = lines
            .texts
            .first()
            .and_then(|text| enhanced_code(text, lines.code))
            .map(str::to_owned);
        let mut text = String::new();
        for line in &lines.texts {
            let rest = enhanced_code(line, lines.code)
                .filter(|code| Some(*code) == enhanced.as_deref())
                .and_then(|code| line.get(code.len()..))
                .unwrap_or(line)
                .trim();
            if !text.is_empty() && !rest.is_empty() {
                text.push(' ');
            }
            text.push_str(rest);
        }
        if let Some((end, _)) = text.char_indices().nth(LONGEST_TEXT) {
            text.truncate(end);
            text.push('…');
        }
        Self {
            code: lines.code,
            enhanced,
            text,
        }
    }
}

/// The enhanced status code at the beginning of a text (RFC 3463 section 2), if its class agrees with the reply code.
fn enhanced_code(text: &str, code: u16) -> Option<&str> {
    let word = text.split(' ').next()?;
    let mut parts = word.split('.');
    let class = parts.next()?.parse::<u16>().ok()?;
    let number = |part: &str| (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    let whole =
        parts.next().is_some_and(number) && parts.next().is_some_and(number) && parts.next().is_none();
    (whole && matches!(class, 2 | 4 | 5) && class == code / 100 && word.as_bytes().get(1) == Some(&b'.'))
        .then_some(word)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(bytes: &[u8]) -> Result<Option<Reply>, Malformed> {
        let mut inbox = Inbox::default();
        inbox.extend(bytes);
        inbox.next_reply().map(|lines| lines.map(Reply::from))
    }

    fn reply(code: u16, enhanced: Option<&str>, text: &str) -> Reply {
        Reply {
            code,
            enhanced: enhanced.map(str::to_owned),
            text: text.to_owned(),
        }
    }

    #[test]
    fn reads_replies() {
        for (bytes, expected) in [
            (&b"250 ok\r\n"[..], reply(250, None, "ok")),
            (b"250\r\n", reply(250, None, "")),
            (b"250 \r\n", reply(250, None, "")),
            (
                b"550 5.1.1 no such user\r\n",
                reply(550, Some("5.1.1"), "no such user"),
            ),
            (
                b"550-5.7.1 policy:\r\n550-5.7.1 see\r\n550 5.7.1 page\r\n",
                reply(550, Some("5.7.1"), "policy: see page"),
            ),
            (b"250 2.0.0\r\n", reply(250, Some("2.0.0"), "")),
            (
                b"250 5.1.1 not of this class\r\n",
                reply(250, None, "5.1.1 not of this class"),
            ),
            (b"550 5.1.1.1 four\r\n", reply(550, None, "5.1.1.1 four")),
            (b"550 5.1 two\r\n", reply(550, None, "5.1 two")),
            (b"550 +5.1.1 x\r\n", reply(550, None, "+5.1.1 x")),
            (
                b"220 a\x1b[2Jb\xff\r\n",
                reply(220, None, "a\u{fffd}[2Jb\u{fffd}"),
            ),
            (b"220 a\rb\tc\r\n", reply(220, None, "a\u{fffd}b c")),
        ] {
            assert_eq!(read(bytes), Ok(Some(expected)), "{}", bytes.escape_ascii());
        }
    }

    #[test]
    fn waits_for_the_end() {
        for bytes in [
            &b""[..],
            b"2",
            b"250 ok",
            b"250 ok\r",
            b"250-ok\r\n",
            b"250-ok\r\n250 o",
        ] {
            assert_eq!(read(bytes), Ok(None));
        }
    }

    #[test]
    fn refuses_what_is_no_reply() {
        for (bytes, error) in [
            (&b"ok\r\n"[..], Malformed::Code),
            (b"\r\n", Malformed::Code),
            (b"25 ok\r\n", Malformed::Code),
            (b"150 ok\r\n", Malformed::Code),
            (b"650 ok\r\n", Malformed::Code),
            (b"2500 ok\r\n", Malformed::Code),
            (b"250_ok\r\n", Malformed::Code),
            (b"\xef\xbb\xbf250 ok\r\n", Malformed::Code),
            (b"250 ok\n", Malformed::LineEnd),
            (b"250-a\r\n251 b\r\n", Malformed::Codes),
        ] {
            assert_eq!(read(bytes), Err(error), "{}", bytes.escape_ascii());
        }
        assert_eq!(read(&[b'2'; LONGEST_LINE]), Err(Malformed::LongLine));
        let line = [b"250 ".to_vec(), vec![b'a'; LONGEST_LINE], b"\r\n".to_vec()].concat();
        assert_eq!(read(&line), Err(Malformed::LongLine));
        assert_eq!(
            read(&b"250-go on\r\n".repeat(LONGEST_REPLY)),
            Err(Malformed::LongReply)
        );
    }

    #[test]
    fn keeps_what_follows_a_reply() {
        let mut inbox = Inbox::default();
        inbox.extend(b"250 a\r\n354 b\r\n4");
        assert_eq!(inbox.next_reply().unwrap().unwrap().code, 250);
        assert_eq!(inbox.next_reply().unwrap().unwrap().code, 354);
        assert_eq!(inbox.next_reply(), Ok(None));
        assert!(!inbox.is_empty());
    }

    #[test]
    fn cuts_long_texts() {
        let long = [b"550 ".to_vec(), "é".repeat(1_500).into_bytes(), b"\r\n".to_vec()].concat();
        let text = read(&long).unwrap().unwrap().text;
        assert_eq!(text.chars().count(), 1_001);
        assert!(text.ends_with("é…"));
    }

    proptest! {
        #[test]
        fn arbitrary_bytes_in_any_chunks_give_the_same(
            bytes in prop::collection::vec(
                prop_oneof![prop::sample::select(b"2450 -\r\n5.1a".to_vec()), any::<u8>()], 0..200),
            cuts in prop::collection::vec(1usize..9, 1..40),
        ) {
            let all = |chunks: &mut dyn Iterator<Item = &[u8]>| {
                let mut inbox = Inbox::default();
                let mut seen = Vec::new();
                for chunk in chunks {
                    inbox.extend(chunk);
                    loop {
                        match inbox.next_reply() {
                            Ok(Some(lines)) => seen.push(Ok(lines)),
                            Ok(None) => break,
                            Err(error) => {
                                seen.push(Err(error));
                                return seen;
                            }
                        }
                    }
                }
                seen
            };
            let whole = all(&mut std::iter::once(&bytes[..]));
            let mut rest = &bytes[..];
            let mut sizes = cuts.iter().cycle();
            let mut chunks = std::iter::from_fn(|| {
                let size = (*sizes.next()?).min(rest.len());
                let (chunk, tail) = rest.split_at(size);
                rest = tail;
                (!chunk.is_empty()).then_some(chunk)
            });
            let cut = all(&mut chunks);
            prop_assert_eq!(&whole, &cut);
            for lines in whole.into_iter().flatten() {
                prop_assert!((200..600).contains(&lines.code));
                let reply = Reply::from(lines);
                prop_assert!(!reply.to_string().chars().any(char::is_control));
                let _ = (super::super::words::queue_id(&reply), super::super::words::retry_after(&reply));
            }
        }
    }
}
