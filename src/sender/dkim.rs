//! The DKIM key record of a selector (RFC 6376 section 3.6.1), which the gateway's signatures are checked with.

use super::tags;

/// Why a key record cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadKey {
    /// No text of the name is a key record.
    #[error("there is no DKIM key record")]
    Missing,
    /// More than one is.
    #[error("there are {0} key records: receivers may take any of them")]
    Several(usize),
    /// Not a list of tags, or `v` is not `DKIM1`, or not first.
    #[error("it is not a valid DKIM key record")]
    Syntax,
    /// An empty `p`: the key is withdrawn.
    #[error("the key is revoked: p= is empty")]
    Revoked,
    /// `p` is no Base64, or no key of its kind.
    #[error("its p= holds no usable {0} key")]
    Key(String),
    /// A kind of key that receivers do not know.
    #[error("keys of kind {0:?} are not known to receivers: use rsa")]
    Kind(String),
    /// It is not for mail.
    #[error("it is not for e-mail: s={0}")]
    Service(String),
}

/// A usable key record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// `rsa` or `ed25519`.
    pub kind: String,
    /// Size of an RSA key in bits, rounded to what is usual.
    pub bits: Option<u32>,
    /// Receivers are told to ignore failures: `t=y`.
    pub testing: bool,
}

impl Key {
    /// The key among the texts of `SELECTOR._domainkey.DOMAIN`.
    ///
    /// # Errors
    /// [`BadKey`]
    pub fn find(texts: &[String]) -> Result<Self, BadKey> {
        let ours = |text: &&String| text.contains("p=") || text.to_ascii_lowercase().contains("dkim1");
        let mut found = texts.iter().filter(ours);
        let text = found.next().ok_or(BadKey::Missing)?;
        let more = found.count();
        if more > 0 {
            return Err(BadKey::Several(more + 1));
        }
        let tags = tags::read(text).ok_or(BadKey::Syntax)?;
        let version = tags.iter().position(|(name, _)| name == "v");
        if version.is_some_and(|place| place != 0) || tags::value(&tags, "v").is_some_and(|v| v != "DKIM1") {
            return Err(BadKey::Syntax);
        }
        let public = tags::value(&tags, "p").ok_or(BadKey::Syntax)?;
        let public: String = public.chars().filter(|c| !c.is_ascii_whitespace()).collect();
        if public.is_empty() {
            return Err(BadKey::Revoked);
        }
        let services = tags::value(&tags, "s").unwrap_or("*");
        if !services.split(':').any(|s| matches!(s.trim(), "*" | "email")) {
            return Err(BadKey::Service(services.to_owned()));
        }
        let kind = tags::value(&tags, "k").unwrap_or("rsa").to_ascii_lowercase();
        let octets = base64_length(&public).ok_or_else(|| BadKey::Key(kind.clone()))?;
        let bits = match kind.as_str() {
            "ed25519" if octets == 32 => None,
            "rsa" => Some(rsa_bits(octets).ok_or_else(|| BadKey::Key(kind.clone()))?),
            "ed25519" => return Err(BadKey::Key(kind)),
            _ => return Err(BadKey::Kind(kind)),
        };
        let flags = tags::value(&tags, "t").unwrap_or_default();
        Ok(Self {
            kind,
            bits,
            testing: flags.split(':').any(|flag| flag.trim() == "y"),
        })
    }
}

/// The number of octets that a Base64 text stands for; `None` if it is none.
fn base64_length(text: &str) -> Option<usize> {
    let bare = text.trim_end_matches('=');
    let padding = text.len() - bare.len();
    let fine = bare
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/'));
    (fine && padding <= 2 && text.len().is_multiple_of(4) && bare.len() % 4 != 1)
        .then_some(bare.len() * 3 / 4)
}

/// The size of the RSA key whose public part takes so many octets, as `SubjectPublicKeyInfo` or (as RFC 6376 has it,
/// and few do) as `RSAPublicKey`; only the usual sizes, and nothing below 512 bits.
fn rsa_bits(octets: usize) -> Option<u32> {
    let modulus = [512, 768, 1024, 1536, 2048, 3072, 4096, 8192];
    // Around the modulus: its own and the exponent's length and tag, and the name of the algorithm.
    modulus
        .into_iter()
        .rev()
        .find(|bits| octets >= (*bits / 8) as usize + 8)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Key, BadKey> {
        Key::find(&[text.to_owned()])
    }

    #[test]
    fn reads_keys_of_both_kinds() {
        // As long as the real ones: 294 octets for 2048 bits, 162 for 1024, 32 for Ed25519.
        let rsa = |octets: usize| "A".repeat(octets * 4 / 3);
        let key = read(&format!("v=DKIM1; k=rsa; t=y:s; p={}", rsa(294))).unwrap();
        assert_eq!((key.bits, key.testing), (Some(2048), true));
        assert_eq!(read(&format!("p={}", rsa(162))).unwrap().bits, Some(1024));
        let key = read(&format!("v=DKIM1; k=ed25519; p={}=", "A".repeat(43))).unwrap();
        assert_eq!((key.kind.as_str(), key.testing), ("ed25519", false));
    }

    #[test]
    fn names_what_is_wrong() {
        let key = "A".repeat(392);
        for (text, bad) in [
            ("v=spf1 -all".to_owned(), BadKey::Missing),
            ("v=DKIM1; p=".to_owned(), BadKey::Revoked),
            (format!("p={key}; v=DKIM1"), BadKey::Syntax),
            (format!("v=DKIM2; p={key}"), BadKey::Syntax),
            ("v=DKIM1; p=%%%%".to_owned(), BadKey::Key("rsa".to_owned())),
            ("v=DKIM1; p=AAAA".to_owned(), BadKey::Key("rsa".to_owned())),
            (format!("v=DKIM1; k=dsa; p={key}"), BadKey::Kind("dsa".to_owned())),
            (
                format!("v=DKIM1; s=web; p={key}"),
                BadKey::Service("web".to_owned()),
            ),
            (format!("v=DKIM1; p={key}; p={key}"), BadKey::Syntax),
        ] {
            assert_eq!(read(&text), Err(bad), "{text}");
        }
    }
}
