//! The marks that identify a letter: reference number, Message-ID, boundary, and the envelope sender's token.
//!
//! All are HMAC-SHA256 (RFC 2104) of the campaign's key over what they identify, so they are the same whenever the
//! letter is planned again, and nobody without the key can make one. They are written in Crockford's base 32, which
//! has no I, L, O or U: fit for the telephone, and the same in either case.

use std::fmt::Write as _;

use hmac::{Hmac, Mac};
use sha2::Sha256;

use super::error::MessageError;
use crate::contact::Mailbox;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Whether it is one of these.
fn is_digit(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'A'..=b'H' | b'J' | b'K' | b'M' | b'N' | b'P'..=b'T' | b'V'..=b'Z')
}

/// Characters of a reference, without its prefix and hyphens: 50 bits.
const REFERENCE: usize = 10;
/// Characters of the tag that authenticates an envelope sender: 80 bits.
const TAG: usize = 16;

/// The secret of a campaign, from which its letters' marks are derived. Never printed.
#[derive(Clone)]
pub struct CampaignKey([u8; 32]);

impl std::fmt::Debug for CampaignKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CampaignKey(..)")
    }
}

/// What a genuine return address says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedReturn {
    /// The reference of the letter that came back.
    pub reference: String,
}

impl CampaignKey {
    /// The key made of these bytes, which must be random.
    #[must_use]
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The reference number of the letter to this contact in this round: `FW-7K3QX-9XM2A`.
    ///
    /// Letters to the same contact (whatever the case of its address) in the same round have the same reference. Two
    /// different ones meet with a chance of 2^-50.
    #[must_use]
    pub fn reference(&self, round: u32, contact: &Mailbox) -> String {
        let code = self.code::<REFERENCE>("reference", &[&round.to_be_bytes(), contact.key().as_bytes()]);
        let (head, tail) = code.split_at(REFERENCE / 2);
        format!("FW-{head}-{tail}")
    }

    /// The Message-ID of the letter with this reference, in its brackets: `<...@domain>` (RFC 5322 section 3.6.4).
    ///
    /// # Errors
    /// [`MessageError::Header`] when the domain has no ASCII form.
    pub fn message_id(&self, reference: &str, domain: &str) -> Result<String, MessageError> {
        let domain = idna::domain_to_ascii_strict(domain).map_err(|_| MessageError::Header {
            header: "Message-ID",
            what: "the sender's domain has no ASCII form".to_owned(),
            value: domain.to_owned(),
        })?;
        let code = self
            .code::<26>("message-id", &[reference.as_bytes()])
            .to_ascii_lowercase();
        Ok(format!("<fw.{code}@{domain}>"))
    }

    /// The id of one report that goes with the letter of this reference, in the form of a random UUID (RFC 9562 section 5.4).
    #[must_use]
    pub fn uuid(&self, reference: &str, number: u64) -> String {
        let digest = self.digest("report", &[reference.as_bytes(), &number.to_be_bytes()]);
        let (most, _) = digest.split_at(16);
        let hex = most.iter().fold(String::with_capacity(32), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        });
        let part = |range: std::ops::Range<usize>| hex.get(range).unwrap_or_default();
        // Version 4; of the next group the two bits of the variant.
        let variant = char::from(
            b"89ab"
                .get(usize::from(digest.get(16).copied().unwrap_or(0) & 3))
                .copied()
                .unwrap_or(b'8'),
        );
        format!(
            "{}-{}-4{}-{variant}{}-{}",
            part(0..8),
            part(8..12),
            part(13..16),
            part(17..20),
            part(20..32)
        )
    }

    /// A boundary for the letter with this reference; `part` tells its multiparts apart.
    ///
    /// `=_` cannot occur in quoted-printable or base64, so no content can hold it (RFC 2045 section 6.7).
    #[must_use]
    pub fn boundary(&self, reference: &str, part: u8) -> String {
        format!(
            "=_{}_{part}",
            self.code::<24>("boundary", &[reference.as_bytes()])
        )
    }

    /// The envelope sender of the letter with this reference: `bounces+TOKEN@example.org`.
    ///
    /// The token holds the reference and a tag that only the key's holder can make. Case does not matter, since mail
    /// servers change it.
    ///
    /// # Errors
    /// [`MessageError`] when the address is none, has no ASCII form, or the local part would pass 64 octets.
    pub fn verp(&self, bounce_address: &str, reference: &str) -> Result<String, MessageError> {
        let wrong = |what: &str| MessageError::Header {
            header: "bounce address",
            what: what.to_owned(),
            value: bounce_address.to_owned(),
        };
        let (local, domain) = bounce_address
            .rsplit_once('@')
            .ok_or_else(|| wrong("it has no @"))?;
        let fine = |b: u8| b.is_ascii_alphanumeric() || b".!#$%&'*+-/=?^_`{|}~".contains(&b);
        if local.is_empty() || !local.bytes().all(fine) {
            return Err(wrong(
                "its local part must be letters, digits and the usual marks",
            ));
        }
        let domain =
            idna::domain_to_ascii_strict(domain).map_err(|_| wrong("its domain has no ASCII form"))?;
        let reference = bare(reference).ok_or_else(|| wrong("the letter's reference is malformed"))?;
        let tag = self.code::<TAG>("verp", &[reference.as_bytes()]);
        let local = format!(
            "{local}+{}{}",
            reference.to_ascii_lowercase(),
            tag.to_ascii_lowercase()
        );
        if local.len() > 64 {
            let address = bounce_address.to_owned();
            return Err(MessageError::BounceAddress {
                address,
                octets: local.len(),
            });
        }
        Ok(format!("{local}@{domain}"))
    }

    /// What the return address says, if it is one that [`verp`](Self::verp) made with this key; else `None`.
    #[must_use]
    pub fn verify_verp(&self, address: &str) -> Option<VerifiedReturn> {
        let (local, _) = address.trim().trim_matches(['<', '>']).rsplit_once('@')?;
        let (_, token) = local.trim_matches('"').rsplit_once('+')?;
        let token = token.to_ascii_uppercase();
        if token.len() != REFERENCE + TAG || !token.bytes().all(is_digit) {
            return None;
        }
        let (reference, tag) = token.split_at_checked(REFERENCE)?;
        let expected = self.code::<TAG>("verp", &[reference.as_bytes()]);
        // Every byte is compared, so that the time taken tells nothing about the tag.
        let difference = expected
            .bytes()
            .zip(tag.bytes())
            .fold(0, |sum, (a, b)| sum | (a ^ b));
        if difference != 0 {
            return None;
        }
        let (head, tail) = reference.split_at_checked(REFERENCE / 2)?;
        Some(VerifiedReturn {
            reference: format!("FW-{head}-{tail}"),
        })
    }

    /// A number that nobody without the key can foresee, the same every time: what lots are drawn by.
    #[must_use]
    pub fn lot(&self, purpose: &str, text: &str) -> u64 {
        let code = self.code::<12>(purpose, &[text.as_bytes()]);
        let digit = |b: u8| ALPHABET.iter().position(|a| *a == b).unwrap_or(0) as u64;
        code.bytes().fold(0, |number, b| (number << 5) | digit(b))
    }

    fn digest(&self, purpose: &str, fields: &[&[u8]]) -> [u8; 32] {
        #[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("any key length");
        mac.update(purpose.as_bytes());
        for field in fields {
            mac.update(&(field.len() as u64).to_be_bytes());
            mac.update(field);
        }
        mac.finalize().into_bytes().into()
    }

    /// `N` characters that identify these fields for this purpose. Lengths are part of what is hashed, so that no two
    /// lists of fields run together.
    fn code<const N: usize>(&self, purpose: &str, fields: &[&[u8]]) -> String {
        let digest = self.digest(purpose, fields);
        let mut code = String::with_capacity(N);
        let (mut bits, mut held) = (0_u32, 0_u32);
        for byte in digest {
            if code.len() == N {
                break;
            }
            bits = (bits << 8) | u32::from(byte);
            held += 8;
            while held >= 5 && code.len() < N {
                held -= 5;
                let index = (bits >> held) & 31;
                code.push(char::from(ALPHABET.get(index as usize).copied().unwrap_or(b'0')));
            }
            bits &= (1 << held) - 1;
        }
        code
    }
}

/// The ten characters of a reference.
fn bare(reference: &str) -> Option<String> {
    let code = reference.strip_prefix("FW-")?.replace('-', "");
    (code.len() == REFERENCE && code.bytes().all(is_digit)).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: CampaignKey = CampaignKey::new([7; 32]);

    fn contact(text: &str) -> Mailbox {
        Mailbox(text.to_owned())
    }

    #[test]
    fn references_are_stable_short_and_unlike() {
        let one = KEY.reference(1, &contact("abuse@isp.example"));
        assert_eq!(one, KEY.reference(1, &contact("Abuse@ISP.example")));
        assert_ne!(one, KEY.reference(2, &contact("abuse@isp.example")));
        assert_ne!(one, KEY.reference(1, &contact("noc@isp.example")));
        assert_ne!(
            one,
            CampaignKey::new([8; 32]).reference(1, &contact("abuse@isp.example"))
        );
        assert_eq!(one.len(), 14, "{one}");
        assert!(
            one.starts_with("FW-") && !one.contains(['I', 'L', 'O', 'U']),
            "{one}"
        );
    }

    #[test]
    fn a_return_address_proves_itself_in_any_case() {
        let reference = KEY.reference(1, &contact("abuse@isp.example"));
        let address = KEY.verp("bounces@cert.example", &reference).unwrap();
        assert!(
            address.starts_with("bounces+") && address.ends_with("@cert.example"),
            "{address}"
        );
        for seen in [address.clone(), address.to_uppercase(), format!("<{address}>")] {
            assert_eq!(KEY.verify_verp(&seen).unwrap().reference, reference, "{seen}");
        }
    }

    #[test]
    fn a_forged_return_address_is_nothing() {
        let reference = KEY.reference(1, &contact("abuse@isp.example"));
        let address = KEY.verp("bounces@cert.example", &reference).unwrap();
        assert_eq!(CampaignKey::new([8; 32]).verify_verp(&address), None);
        for position in "bounces+".len().."bounces+".len() + REFERENCE + TAG {
            let mut bytes = address.clone().into_bytes();
            bytes[position] = if bytes[position] == b'0' { b'1' } else { b'0' };
            let forged = String::from_utf8(bytes).unwrap();
            assert_eq!(KEY.verify_verp(&forged), None, "{forged}");
        }
        for text in [
            "",
            "a@b",
            "a+b@c",
            "bounces+é@cert.example",
            "+@",
            "bounces@cert.example",
        ] {
            assert_eq!(KEY.verify_verp(text), None, "{text}");
        }
    }

    #[test]
    fn a_bounce_address_that_cannot_carry_the_token_is_refused() {
        let reference = KEY.reference(1, &contact("abuse@isp.example"));
        let longest = format!("{}@cert.example", "b".repeat(64 - 1 - REFERENCE - TAG));
        assert!(KEY.verp(&longest, &reference).is_ok());
        assert!(matches!(
            KEY.verp(&format!("b{longest}"), &reference),
            Err(MessageError::BounceAddress { octets: 65, .. })
        ));
        for bad in ["nobody", "a b@c.example", "a\r\nb@c.example", "@c.example"] {
            assert!(KEY.verp(bad, &reference).is_err(), "{bad}");
        }
    }

    #[test]
    fn marks_are_ascii_of_the_right_form() {
        let id = KEY.message_id("FW-00000-00000", "Bücher.example").unwrap();
        assert!(
            id.starts_with("<fw.") && id.ends_with("@xn--bcher-kva.example>"),
            "{id}"
        );
        let boundary = KEY.boundary("FW-00000-00000", 1);
        assert!(boundary.len() < 70 && boundary.starts_with("=_"), "{boundary}");
        assert_ne!(boundary, KEY.boundary("FW-00000-00000", 2));
    }
}
