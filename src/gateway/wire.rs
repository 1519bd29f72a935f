//! The filter that every byte passes on its way out: letters, commands, addresses.
//!
//! Two servers that read one stream of bytes differently are how one letter becomes two ("SMTP smuggling"). So
//! nothing leaves that could be read in two ways: no CR without LF, no LF without CR, no NUL, no line over 998
//! octets, no line that begins with a single dot, no address that could end its command early.

use std::borrow::Cow;

/// Longest line without its CRLF (RFC 5322 section 2.1.1; RFC 5321 section 4.5.3.1.6 counts the CRLF in its 1,000).
const LONGEST_LINE: usize = 998;

/// What must not leave, and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// CR without LF.
    #[error("line {0} holds a CR without LF")]
    LoneCr(usize),
    /// LF without CR.
    #[error("line {0} ends with LF alone")]
    LoneLf(usize),
    /// NUL.
    #[error("line {0} holds a NUL")]
    Nul(usize),
    /// A line over 998 octets.
    #[error("line {0} is longer than 998 octets")]
    LongLine(usize),
    /// A line end, a control character or non-ASCII where none may be, or no CRLF at the end, in a command.
    #[error("a command holds a byte that it must not hold")]
    Command,
    /// An address that is empty, malformed, or holds characters that commands are made of.
    #[error("the address is not fit for an SMTP command")]
    Address,
}

/// The letter as it goes after 354, without the final dot: dot-stuffed (RFC 5321 section 4.5.2), ending with CRLF.
///
/// Borrowed when nothing has to change. A CRLF is added to a letter that ends without one, as SMTP cannot carry it.
/// A server that has got all of this has not got the end: every line that begins with a dot has a second one.
///
/// # Errors
/// [`Unfit`], with the number of the line, counted from 1.
pub fn stuff(letter: &[u8]) -> Result<Cow<'_, [u8]>, Unfit> {
    if is_fit_as_it_is(letter) {
        return Ok(Cow::Borrowed(letter));
    }
    let mut stuffed: Option<Vec<u8>> = None;
    let mut copied = 0;
    let mut at = 0;
    let mut number = 0;
    while let Some(rest) = letter.get(at..).filter(|rest| !rest.is_empty()) {
        number += 1;
        let length = line_length(rest, number)?;
        if rest.first() == Some(&b'.') {
            let out =
                stuffed.get_or_insert_with(|| Vec::with_capacity(letter.len() + letter.len() / 16 + 16));
            out.extend_from_slice(letter.get(copied..at).unwrap_or_default());
            out.push(b'.');
            copied = at;
        }
        at += length;
    }
    let complete = letter.is_empty() || letter.ends_with(b"\r\n");
    if stuffed.is_none() && complete {
        return Ok(Cow::Borrowed(letter));
    }
    let mut out = stuffed.unwrap_or_else(|| Vec::with_capacity(letter.len() + 2));
    out.extend_from_slice(letter.get(copied..).unwrap_or_default());
    if !complete {
        out.extend_from_slice(b"\r\n");
    }
    Ok(Cow::Owned(out))
}

/// Octets that are looked at together: no more than an octet can count.
const BLOCK: usize = 128;

/// Whether nothing has to change, found out for many octets at a time: letters are made so, and each passes here. Where it
/// says no there may be nothing wrong: that is for the closer look.
fn is_fit_as_it_is(letter: &[u8]) -> bool {
    let [first, after_first @ ..] = letter else {
        return true;
    };
    if matches!(first, b'.' | b'\n') || !letter.ends_with(b"\r\n") {
        return false;
    }
    let mut without_end = 0;
    for (block, shifted) in letter.chunks(BLOCK).zip(after_first.chunks(BLOCK)) {
        let (mut returns, mut feeds, mut ends, mut bad) = (0_u8, 0_u8, 0_u8, 0_u8);
        for (here, next) in block.iter().zip(shifted) {
            let (cr, lf) = (u8::from(*here == b'\r'), u8::from(*next == b'\n'));
            returns += cr;
            feeds += lf;
            ends += cr & lf;
            bad |= u8::from(*here == 0) | (u8::from(*here == b'\n') & u8::from(*next == b'.'));
        }
        without_end = if ends == 0 { without_end + 1 } else { 0 };
        // As many line ends as CRs and as LFs: none stands alone. A line reaches at most from the beginning of one block
        // over those without a line end to the end of another.
        if returns != ends || feeds != ends || bad != 0 || (without_end + 2) * BLOCK > LONGEST_LINE {
            return false;
        }
    }
    true
}

/// The octets of the first line, with its CRLF if it has one.
fn line_length(rest: &[u8], number: usize) -> Result<usize, Unfit> {
    let (text, length) = match memchr::memchr3(b'\r', b'\n', 0, rest) {
        None => (rest.len(), rest.len()),
        Some(found) => match rest.get(found..) {
            Some([b'\r', b'\n', ..]) => (found, found + 2),
            Some([b'\n', ..]) => return Err(Unfit::LoneLf(number)),
            Some([0, ..]) => return Err(Unfit::Nul(number)),
            _ => return Err(Unfit::LoneCr(number)),
        },
    };
    if text > LONGEST_LINE {
        return Err(Unfit::LongLine(number));
    }
    Ok(length)
}

/// Appends one command line to a group, if it is one line and nothing but a line.
///
/// # Errors
/// [`Unfit::Command`] for a missing CRLF at the end, a control character before it, or a line over 998 octets
/// (`limit` more for AUTH, RFC 4954 section 4); non-ASCII is let through only as part of an SMTPUTF8 address.
pub fn command(group: &mut Vec<u8>, line: &str, limit: usize) -> Result<(), Unfit> {
    let text = line.strip_suffix("\r\n").ok_or(Unfit::Command)?;
    if text.is_empty() || text.len() > limit || text.chars().any(char::is_control) {
        return Err(Unfit::Command);
    }
    group.extend_from_slice(line.as_bytes());
    Ok(())
}

/// The usual limit of a command line.
pub const COMMAND_LIMIT: usize = LONGEST_LINE;
/// The limit of a line of AUTH (RFC 4954 section 4, without CRLF).
pub const AUTH_LIMIT: usize = 12_286;

/// The address for MAIL or RCPT.
///
/// # Errors
/// [`Unfit::Address`] when lettre's parser does not take it, or it holds a blank, a control character, an angle
/// bracket, a quote, a backslash, a comma or a colon, all of which some server somewhere reads as syntax.
pub fn address(text: &str) -> Result<lettre::Address, Unfit> {
    let syntax = |c: char| {
        c.is_control() || c.is_whitespace() || matches!(c, '<' | '>' | '"' | '\\' | ',' | ';' | '(' | ')')
    };
    // RFC 5321 section 4.5.3.1.3: a path has at most 256 octets with its brackets.
    if text.len() > 254 || text.chars().any(syntax) {
        return Err(Unfit::Address);
    }
    let address: lettre::Address = text.parse().map_err(|_| Unfit::Address)?;
    // A colon is fine in the domain literal [IPv6:...] alone; elsewhere it reads as a source route.
    if address.user().contains(':') {
        return Err(Unfit::Address);
    }
    Ok(address)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What a server makes of the stream: the lines up to the lone dot, unstuffed; and what follows it.
    fn receive(stream: &[u8]) -> (Vec<u8>, &[u8]) {
        let mut letter = Vec::new();
        let mut rest = stream;
        while let Some(end) = rest.windows(2).position(|pair| pair == b"\r\n") {
            let (line, tail) = rest.split_at(end + 2);
            rest = tail;
            if line == b".\r\n" {
                return (letter, rest);
            }
            letter.extend_from_slice(line.strip_prefix(b".").unwrap_or(line));
        }
        panic!("no end in {stream:?}");
    }

    #[test]
    fn leaves_alone_what_is_fine() {
        assert!(matches!(
            stuff(b"a\r\nb.c\r\n"),
            Ok(Cow::Borrowed(b"a\r\nb.c\r\n"))
        ));
        assert_eq!(stuff(b"").as_deref(), Ok(&b""[..]));
    }

    #[test]
    fn stuffs_dots_and_completes_the_last_line() {
        for (letter, wire) in [
            (&b".\r\n"[..], &b"..\r\n"[..]),
            (b"a\r\n.\r\n..b\r\n", b"a\r\n..\r\n...b\r\n"),
            (b"a", b"a\r\n"),
            (b"a\r\n.", b"a\r\n..\r\n"),
        ] {
            assert_eq!(stuff(letter).as_deref(), Ok(wire));
        }
    }

    #[test]
    fn lets_nothing_ambiguous_out() {
        let long = [vec![b'a'; 999], b"\r\n".to_vec()].concat();
        let longest = [vec![b'a'; 998], b"\r\n".to_vec()].concat();
        for (letter, error) in [
            (&b"a\r\nb\nc\r\n"[..], Unfit::LoneLf(2)),
            (b"\n", Unfit::LoneLf(1)),
            (b"a\rb\r\n", Unfit::LoneCr(1)),
            (b"a\r\r\n", Unfit::LoneCr(1)),
            (b"a\r\n\r", Unfit::LoneCr(2)),
            (b"a\r\n\n.\r\n", Unfit::LoneLf(2)),
            (b"a\r\n\r.\r\n", Unfit::LoneCr(2)),
            (b"a\0\r\n", Unfit::Nul(1)),
            (&long, Unfit::LongLine(1)),
        ] {
            assert_eq!(stuff(letter), Err(error), "{letter:?}");
        }
        assert!(stuff(&longest).is_ok());
    }

    #[test]
    fn a_command_is_one_line() {
        let mut group = Vec::new();
        assert_eq!(
            command(&mut group, "MAIL FROM:<a@b.example>\r\n", COMMAND_LIMIT),
            Ok(())
        );
        for bad in [
            "RSET",
            "\r\n",
            "RSET\n",
            "RSET\r\nQUIT\r\n",
            "RSET\0\r\n",
            "RSET\u{1b}\r\n",
            "R\rT\r\n",
        ] {
            assert_eq!(
                command(&mut group, bad, COMMAND_LIMIT),
                Err(Unfit::Command),
                "{bad:?}"
            );
        }
        assert_eq!(group, b"MAIL FROM:<a@b.example>\r\n");
    }

    #[test]
    fn addresses_cannot_inject() {
        for bad in [
            "",
            "abuse",
            "abuse@",
            "@isp.example",
            "a@isp.example>\r\nRCPT TO:<b@isp.example",
            "a@isp.example> NOTIFY=NEVER",
            "a b@isp.example",
            "\"a b\"@isp.example",
            "\"a>\"@isp.example",
            "<a@isp.example>",
            "@relay.example:a@isp.example",
            "a@isp.example,b@isp.example",
            "a\0@isp.example",
            "a@isp\u{2028}.example",
        ] {
            assert_eq!(address(bad), Err(Unfit::Address), "{bad:?}");
        }
        for good in [
            "abuse@isp.example",
            "bounce+t0k.en=x@isp.example",
            "a@[192.0.2.1]",
            "büro@isp.example",
        ] {
            assert!(address(good).is_ok(), "{good}");
        }
    }

    proptest! {
        /// The quick look agrees with the closer one, whichever side of a block's border something stands on.
        #[test]
        fn nothing_is_taken_for_fit_that_is_not(
            lines in prop::collection::vec(prop::sample::select(vec![0, 1, 63, 126, 127, 128, 129, 400, 900, 998, 999]), 1..8),
            at in 0.0..1.0_f64,
            with in prop::sample::select(vec![b'.', b'\r', b'\n', 0, b'a', 0xff]),
        ) {
            let mut letter: Vec<u8> = lines.iter().flat_map(|length| [vec![b'x'; *length], b"\r\n".to_vec()].concat()).collect();
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a place in it")]
            let at = (at * letter.len() as f64) as usize;
            letter[at] = with;
            let text = String::from_utf8_lossy(&letter).replace("\r\n", "\u{1}");
            let fit = letter.ends_with(b"\r\n")
                && !text.contains(['\r', '\n', '\0'])
                && text.split('\u{1}').all(|line| !line.starts_with('.') && line.chars().count() <= LONGEST_LINE);
            if is_fit_as_it_is(&letter) {
                prop_assert!(fit);
            }
            prop_assert_eq!(fit, matches!(stuff(&letter), Ok(Cow::Borrowed(_))));
        }

        #[test]
        fn what_is_stuffed_arrives_unchanged(lines in prop::collection::vec("[.a\u{e9} \t]{0,12}", 0..20)) {
            let letter = lines.iter().fold(String::new(), |text, line| text + line + "\r\n");
            let mut stream = stuff(letter.as_bytes()).unwrap().into_owned();
            stream.extend_from_slice(b".\r\nQUIT\r\n");
            let (received, rest) = receive(&stream);
            prop_assert_eq!(received, letter.as_bytes());
            prop_assert_eq!(rest, b"QUIT\r\n");
        }

        #[test]
        fn whatever_passes_cannot_end_early(letter in prop::collection::vec(
            prop::sample::select(vec![b'.', b'\r', b'\n', 0, b'a', 0xff]), 0..40)) {
            if let Ok(body) = stuff(&letter) {
                let mut stream = body.into_owned();
                // Whichever of these a server takes for the end of the letter, it is not in there.
                for end in [&b"\r\n.\r\n"[..], b"\n.\n", b"\r.\r", b"\n.\r\n", b"\r\n.\n", b"\r\n.\r"] {
                    let found = [b"\r\n", &stream[..]].concat().windows(end.len()).any(|part| part == end);
                    prop_assert!(!found);
                }
                stream.extend_from_slice(b".\r\n");
                let (received, rest) = receive(&stream);
                prop_assert!(received.starts_with(&letter) && received.len() <= letter.len() + 2);
                prop_assert!(rest.is_empty());
            }
        }
    }
}
