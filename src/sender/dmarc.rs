//! The DMARC policy of a domain (RFC 7489 section 6.3), and whether another domain is aligned with it (section 3.1).

use super::tags;

/// Why there is no policy to go by.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadPolicy {
    /// No text begins with `v=DMARC1`.
    #[error("there is no DMARC record")]
    Missing,
    /// More than one does: receivers then use none (RFC 7489 section 6.6.3).
    #[error("there are {0} DMARC records: receivers then use none of them")]
    Several(usize),
    /// Not a list of tags.
    #[error("it is not a valid DMARC record")]
    Syntax,
    /// A tag with a value that it cannot have; also a `p` that is missing.
    #[error("{name}={value} in it is not valid DMARC")]
    Tag {
        /// The tag.
        name: &'static str,
        /// Its value.
        value: String,
    },
}

/// What receivers are asked to do with mail that fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// Nothing.
    None,
    /// Put it aside.
    Quarantine,
    /// Refuse it.
    Reject,
}

/// A valid policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// For the domain itself.
    pub wish: Wish,
    /// For the domains below it.
    pub below: Wish,
    /// DKIM must match exactly: `adkim=s`.
    pub strict_dkim: bool,
    /// SPF must match exactly: `aspf=s`.
    pub strict_spf: bool,
    /// Reports are asked for: `rua`.
    pub reports: bool,
}

impl Policy {
    /// The policy among the texts of `_dmarc.DOMAIN`.
    ///
    /// # Errors
    /// [`BadPolicy`]
    pub fn find(texts: &[String]) -> Result<Self, BadPolicy> {
        let ours = |text: &&String| text.trim_start().starts_with("v=DMARC1");
        let mut found = texts.iter().filter(ours);
        let text = found.next().ok_or(BadPolicy::Missing)?;
        let more = found.count();
        if more > 0 {
            return Err(BadPolicy::Several(more + 1));
        }
        let tags = tags::read(text).ok_or(BadPolicy::Syntax)?;
        if tags
            .first()
            .is_none_or(|(name, value)| name != "v" || *value != "DMARC1")
        {
            return Err(BadPolicy::Syntax);
        }
        let wrong = |name, value: &str| BadPolicy::Tag {
            name,
            value: value.to_owned(),
        };
        let wish = |name| match tags::value(&tags, name) {
            Some("none") => Ok(Some(Wish::None)),
            Some("quarantine") => Ok(Some(Wish::Quarantine)),
            Some("reject") => Ok(Some(Wish::Reject)),
            None => Ok(None),
            Some(other) => Err(wrong(name, other)),
        };
        let strict = |name| match tags::value(&tags, name) {
            Some("s") => Ok(true),
            Some("r") | None => Ok(false),
            Some(other) => Err(wrong(name, other)),
        };
        if let Some(share) = tags::value(&tags, "pct")
            && !share.parse::<u8>().is_ok_and(|n| n <= 100)
        {
            return Err(wrong("pct", share));
        }
        for name in ["rua", "ruf"] {
            let uris = tags::value(&tags, name).unwrap_or("mailto:");
            if !uris.split(',').all(|uri| uri.contains(':')) {
                return Err(wrong(name, uris));
            }
        }
        let own = wish("p")?.ok_or_else(|| wrong("p", ""))?;
        Ok(Self {
            wish: own,
            below: wish("sp")?.unwrap_or(own),
            strict_dkim: strict("adkim")?,
            strict_spf: strict("aspf")?,
            reports: tags::value(&tags, "rua").is_some(),
        })
    }
}

/// Whether `other` is aligned with `from`, whose policy stands at `home`. Both domains in lower case.
///
/// Receivers find the organisation's domain with a list of public suffixes; here it is the domain that holds the
/// policy, which is the same wherever a policy was found above.
#[must_use]
pub fn aligned(from: &str, other: &str, home: &str, strict: bool) -> bool {
    let below = |domain: &str| domain == home || domain.ends_with(&format!(".{home}"));
    from == other
        || (!strict
            && (below(from) && below(other)
                || other.ends_with(&format!(".{from}"))
                || from.ends_with(&format!(".{other}"))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Policy, BadPolicy> {
        Policy::find(&[text.to_owned()])
    }

    #[test]
    fn reads_policies() {
        let policy =
            read("v=DMARC1; p=reject; sp=none; aspf=s; rua=mailto:reports@cert.example; pct=100").unwrap();
        assert_eq!((policy.wish, policy.below), (Wish::Reject, Wish::None));
        assert!(policy.strict_spf && !policy.strict_dkim && policy.reports);
        assert_eq!(read("v=DMARC1;p=quarantine").unwrap().below, Wish::Quarantine);
    }

    #[test]
    fn names_what_is_wrong() {
        let tag = |name, value: &str| BadPolicy::Tag {
            name,
            value: value.to_owned(),
        };
        for (text, bad) in [
            ("v=DMARC1; sp=none", tag("p", "")),
            ("v=DMARC1; p=maybe", tag("p", "maybe")),
            ("v=DMARC1; p=none; adkim=x", tag("adkim", "x")),
            ("v=DMARC1; p=none; pct=101", tag("pct", "101")),
            (
                "v=DMARC1; p=none; rua=reports@cert.example",
                tag("rua", "reports@cert.example"),
            ),
            ("v=DMARC1; p", BadPolicy::Syntax),
            ("p=none; v=DMARC1", BadPolicy::Missing),
            ("v=spf1 -all", BadPolicy::Missing),
        ] {
            assert_eq!(read(text), Err(bad), "{text}");
        }
    }

    #[test]
    fn alignment_goes_by_the_policy_s_home() {
        for (from, other, home, strict, expected) in [
            ("cert.example", "cert.example", "cert.example", true, true),
            ("cert.example", "mail.cert.example", "cert.example", true, false),
            ("cert.example", "mail.cert.example", "cert.example", false, true),
            (
                "news.cert.example",
                "mail.cert.example",
                "cert.example",
                false,
                true,
            ),
            ("cert.example", "notcert.example", "cert.example", false, false),
            ("cert.example", "other.example", "cert.example", false, false),
        ] {
            assert_eq!(aligned(from, other, home, strict), expected, "{from} {other}");
        }
    }
}
