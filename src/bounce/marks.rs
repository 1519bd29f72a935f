//! What a returned message bears of the letter that it is about.

use super::field::{Head, identifiers};
use super::part::Parts;
use crate::message::{CampaignKey, VerifiedReturn};

/// Marks of one kind that are kept; nobody returns more letters in one message.
const MOST: usize = 32;
/// Characters of a return address's token, behind its `+`.
const TOKEN: usize = 26;

/// Types of parts that hold the returned letter, or its head alone.
const RETURNED: [&str; 5] = [
    "message/rfc822",
    "text/rfc822-headers",
    "message/global",
    "message/global-headers",
    "text/rfc822",
];

/// What may tell the letter. All of it is what the message claims; [`token`](Self::token) alone is proof.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marks {
    /// Addresses of the form of a return path with its token, those that the message came to first.
    pub return_paths: Vec<String>,
    /// `Original-Envelope-Id` (RFC 3464 section 2.2.1): the letter's reference.
    pub envelope_id: Option<String>,
    /// The Message-ID of the message that was returned.
    pub returned_id: Option<String>,
    /// The identifiers that it answers (In-Reply-To, References).
    pub answered: Vec<String>,
    /// Reference numbers anywhere in it.
    pub references: Vec<String>,
    /// The returned message is itself a report or an automatic answer: not a letter of ours.
    pub returned_report: bool,
}

impl Marks {
    pub(super) fn of(parts: &Parts<'_>, subject: &str) -> Self {
        let mut marks = Self::default();
        let head = parts.top();
        marks.tokens(parts.top_bytes);
        // Where the head bears several, those that the message came to come first. Most bear one.
        if marks.return_paths.len() > 1 {
            marks.return_paths.clear();
            for name in [
                "X-Original-To",
                "Delivered-To",
                "Envelope-To",
                "X-Envelope-To",
                "To",
            ] {
                for value in head.all(name) {
                    marks.tokens(value);
                }
            }
            marks.tokens(parts.top_bytes);
        }
        for name in ["In-Reply-To", "References"] {
            if let Some(value) = head.text(name) {
                marks.answered.extend(identifiers(&value));
            }
        }
        marks.answered.truncate(MOST);
        marks.numbers(subject);
        for part in parts.iter() {
            let content = part.content();
            marks.tokens(content);
            if part.is_any(&RETURNED) {
                marks.returned(content);
            } else if part.is_any(&["message/delivery-status", "message/global-delivery-status"]) {
                let (head, _) = Head::split(content);
                marks.envelope_id = head
                    .text("Original-Envelope-Id")
                    .map(|text| text.trim().chars().take(100).collect());
            } else {
                let text = part.text();
                marks.numbers(&text);
                if marks.returned_id.is_none() {
                    marks.returned_id = quoted_id(&text);
                }
            }
        }
        marks
    }

    /// The head of the message that was returned.
    fn returned(&mut self, content: &[u8]) {
        let (head, _) = Head::split(content);
        if let Some(id) = head.text("Message-ID").and_then(|text| identifiers(&text).next()) {
            self.returned_id = Some(id);
        }
        if let Some(subject) = head.decoded("Subject") {
            self.numbers(&subject);
        }
        let report = head.text("Content-Type").is_some_and(|text| {
            text.get(..16)
                .is_some_and(|start| start.eq_ignore_ascii_case("multipart/report"))
        });
        let answer = head
            .text("Auto-Submitted")
            .is_some_and(|text| text.trim().to_ascii_lowercase().starts_with("auto-replied"));
        self.returned_report |= report || answer;
    }

    /// Keeps what looks like `bounces+TOKEN@...`.
    fn tokens(&mut self, bytes: &[u8]) {
        for plus in memchr::memchr_iter(b'+', bytes) {
            let Some(token) = bytes.get(plus + 1..plus + 1 + TOKEN) else {
                break;
            };
            let at = bytes.get(plus + 1 + TOKEN);
            if at != Some(&b'@') || !token.iter().all(u8::is_ascii_alphanumeric) {
                continue;
            }
            // The same one stands in many places of a message.
            let same = |known: &String| {
                known
                    .as_bytes()
                    .get(1..=TOKEN)
                    .is_some_and(|own| own.eq_ignore_ascii_case(token))
            };
            if self.return_paths.len() < MOST && !self.return_paths.iter().any(same) {
                // The key's holder looks at the token alone; what stands around it may be rewritten on the way (SRS, BATV).
                let mut address = ["+", std::str::from_utf8(token).unwrap_or_default(), "@"].concat();
                address.make_ascii_lowercase();
                self.return_paths.push(address);
            }
        }
    }

    /// Keeps what looks like `FW-7K3QX-9XM2A`.
    fn numbers(&mut self, text: &str) {
        let bytes = text.as_bytes();
        for hyphen in memchr::memchr_iter(b'-', bytes) {
            let begin = hyphen.wrapping_sub(2);
            // Most hyphens end here.
            if !matches!(bytes.get(begin), Some(b'F' | b'f')) {
                continue;
            }
            let Some(number) = bytes.get(begin..begin + 14) else {
                break;
            };
            let [b'F' | b'f', b'W' | b'w', b'-', code @ ..] = number else {
                continue;
            };
            let fine = code.iter().enumerate().all(|(place, byte)| match place {
                5 => *byte == b'-',
                _ => byte.is_ascii_alphanumeric(),
            });
            let same = |known: &String| known.as_bytes().eq_ignore_ascii_case(number);
            if fine && self.references.len() < MOST && !self.references.iter().any(same) {
                let number = number.iter().map(|byte| char::from(byte.to_ascii_uppercase()));
                self.references.push(number.collect());
            }
        }
    }

    /// The reference of the letter whose return path this message bears: proof that its sender has handled the letter's
    /// envelope. `None` without a token, or with one that the key's holder has not made.
    #[must_use]
    pub fn token(&self, key: &CampaignKey) -> Option<String> {
        let mut genuine = self.return_paths.iter().filter_map(|path| key.verify_verp(path));
        genuine.next().map(|VerifiedReturn { reference }| reference)
    }

    /// References that it claims to be about without proof, the strongest claim first.
    pub fn claims(&self) -> impl Iterator<Item = &str> {
        self.envelope_id
            .iter()
            .chain(&self.references)
            .map(String::as_str)
    }

    /// Message-IDs that it claims to be about without proof.
    pub fn claimed_ids(&self) -> impl Iterator<Item = &str> {
        self.returned_id.iter().chain(&self.answered).map(String::as_str)
    }
}

/// The Message-ID in a head that a bounce in prose quotes.
fn quoted_id(text: &str) -> Option<String> {
    const NAME: &str = "message-id";
    // Found by its `<`, since there are fewer of these than lines.
    let mut line_end = 0;
    for at in memchr::memchr_iter(b'<', text.as_bytes()) {
        if at < line_end {
            continue;
        }
        let bytes = text.as_bytes();
        let begin = bytes
            .get(..at)
            .and_then(|before| memchr::memrchr(b'\n', before))
            .map_or(0, |end| end + 1);
        let end = bytes
            .get(at..)
            .and_then(|behind| memchr::memchr(b'\n', behind))
            .map_or(text.len(), |end| at + end);
        line_end = end;
        let line = text.get(begin..end).unwrap_or_default();
        let line = line.trim_start_matches(['>', ' ', '\t', '|']);
        let id = line
            .split_once(':')
            .filter(|(name, _)| name.eq_ignore_ascii_case(NAME))
            .and_then(|(_, value)| identifiers(value).next());
        if id.is_some() {
            return id;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The same as [`quoted_id`], line by line.
    fn quoted_id_by_lines(text: &str) -> Option<String> {
        text.lines().find_map(|line| {
            let (name, value) = line.trim_start_matches(['>', ' ', '\t', '|']).split_once(':')?;
            let named = name.eq_ignore_ascii_case("message-id");
            named.then(|| identifiers(value).next()).flatten()
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_quoted_identifier_is_found_as_if_every_line_were_read(
            pieces in prop::collection::vec(
                prop::sample::select(vec![
                    "Message-ID:", "message-id :", "\n", "\r\n", "\r", " ", "> ", "|\t", "<a@b>", "<c@d", "<", ">", ":", "é", "x",
                ]), 0..24),
        ) {
            let text = pieces.concat();
            prop_assert_eq!(quoted_id(&text), quoted_id_by_lines(&text));
        }
    }

    #[test]
    fn tokens_survive_what_forwarders_make_of_addresses() {
        let key = CampaignKey::new([7; 32]);
        let path = key.verp("bounces@cert.example", "FW-7K3QX-9XM2A").unwrap();
        let (local, _) = path.rsplit_once('@').unwrap();
        for seen in [
            path.clone(),
            path.to_uppercase(),
            format!("<{path}>"),
            format!("SRS0=Ab12=CD=cert.example={local}@forward.example"),
            format!("prvs=0123456789={path}"),
            format!("x\n\tfor <{path}>;"),
        ] {
            let message = format!("Delivered-To: {seen}\n\nbody");
            let marks = Marks::of(&Parts::of(message.as_bytes()), "");
            assert_eq!(marks.token(&key).as_deref(), Some("FW-7K3QX-9XM2A"), "{seen}");
            assert_eq!(marks.token(&CampaignKey::new([8; 32])), None);
        }
    }

    #[test]
    fn reference_numbers_are_found_in_any_case() {
        let mut marks = Marks::default();
        marks.numbers("Re: [FW-7K3QX-9XM2A] and fw-7k3qx-9xm2b, FW-short, -FW-é");
        assert_eq!(marks.references, ["FW-7K3QX-9XM2A", "FW-7K3QX-9XM2B"]);
    }
}
