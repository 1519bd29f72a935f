//! A letter made harmless: the same content, addressed to somebody of one's own and marked as a rehearsal.

use crate::contact::Mailbox;

/// The header that marks a rehearsal, and names the recipient that did not get it.
pub const MARK: &str = "X-Forewarn-Rehearsal";

/// The letter as a rehearsal, sent to `to` under a Message-ID of its own (with brackets).
///
/// `To`, `Message-ID` and `Subject` (which begins with `[rehearsal]`) are changed, a header field `X-Forewarn-Rehearsal`
/// names the real recipient, and `List-Unsubscribe`, which would act on the real one, is gone. The body stays byte for
/// byte as it is. Lines stay within the limits of RFC 5322.
#[must_use]
pub fn rehearsal(letter: &[u8], to: &Mailbox, message_id: &str) -> Vec<u8> {
    let end = letter
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .map_or(letter.len(), |at| at + 2);
    let (head, body) = letter.split_at_checked(end).unwrap_or((letter, b""));
    let mut bytes = Vec::with_capacity(letter.len() + 200);
    for field in fields(head) {
        let colon = field
            .iter()
            .position(|octet| *octet == b':')
            .unwrap_or(field.len());
        let (name, value) = field.split_at_checked(colon).unwrap_or((field, b""));
        let value = value.strip_prefix(b":").unwrap_or(value);
        match name.to_ascii_lowercase().as_slice() {
            b"to" => {
                bytes.extend(format!("To: {}\r\n{MARK}: instead of\r\n", to.as_str()).as_bytes());
                // A folded line must begin with a blank, as the value mostly does.
                if !value.starts_with(b" ") {
                    bytes.push(b' ');
                }
                bytes.extend(value);
            }
            b"message-id" => bytes.extend(format!("Message-ID: {message_id}\r\n").as_bytes()),
            b"subject" => {
                bytes.extend(b"Subject: [rehearsal]\r\n");
                if !value.starts_with(b" ") {
                    bytes.push(b' ');
                }
                bytes.extend(value);
            }
            b"list-unsubscribe" | b"list-unsubscribe-post" => {}
            _ => bytes.extend(field),
        }
    }
    bytes.extend(body);
    bytes
}

/// The header fields with their continuation lines, each with its line ends.
fn fields(head: &[u8]) -> Vec<&[u8]> {
    let mut fields = Vec::new();
    let mut start = 0;
    for (at, octet) in head.iter().enumerate() {
        let next = head.get(at + 1);
        if *octet == b'\n' && !matches!(next, Some(b' ' | b'\t')) {
            fields.extend(head.get(start..=at));
            start = at + 1;
        }
    }
    fields.extend(head.get(start..).filter(|rest| !rest.is_empty()));
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_the_address_and_marks_it_and_leaves_the_rest() {
        let letter = b"From: a@cert.example\r\nTo: abuse@far.example\r\nSubject: =?utf-8?b?x?=\r\n =?utf-8?b?y?=\r\n\
            Message-ID: <real@cert.example>\r\nList-Unsubscribe:\r\n <mailto:x@cert.example>\r\nMIME-Version: 1.0\r\n\r\n\
            To: not a header\r\n\r\nbody\r\n";
        let me = Mailbox::parse("me@cert.example", &["example".to_owned()]).unwrap();
        let bytes = rehearsal(letter, &me, "<other@cert.example>");
        assert_eq!(
            String::from_utf8(bytes).unwrap(),
            "From: a@cert.example\r\nTo: me@cert.example\r\nX-Forewarn-Rehearsal: instead of\r\n abuse@far.example\r\n\
             Subject: [rehearsal]\r\n =?utf-8?b?x?=\r\n =?utf-8?b?y?=\r\nMessage-ID: <other@cert.example>\r\n\
             MIME-Version: 1.0\r\n\r\nTo: not a header\r\n\r\nbody\r\n"
        );
    }

    #[test]
    fn whatever_comes_in_is_not_made_worse() {
        let me = Mailbox::parse("me@cert.example", &["example".to_owned()]).unwrap();
        for odd in [
            &b""[..],
            b"\r\n\r\n",
            b"no header at all",
            b"To:x\r\n",
            b"Subject:\r\n\r\nb",
        ] {
            let bytes = rehearsal(odd, &me, "<m@cert.example>");
            assert!(bytes.len() >= odd.len().min(1));
        }
    }
}
