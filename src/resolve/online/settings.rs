//! Which servers, and what they may be told.

use std::collections::BTreeMap;
use std::path::PathBuf;

use url::Url;

use super::registry::Registry;

/// How the online sources are asked.
#[derive(Debug, Clone)]
pub struct Settings {
    /// `User-Agent`: names the operator, so that a registry can write instead of blocking; see [`user_agent`].
    pub user_agent: String,
    /// RDAP bases that take the place of the well-known ones: a mirror, or a server of a test. A URL of plain http is
    /// accepted only for a loopback address; what is configured here may stand at a private address.
    pub rdap: BTreeMap<Registry, Url>,
    /// WHOIS servers (`host:port`) that take the place of the well-known ones. The same holds for their addresses.
    pub whois: BTreeMap<Registry, String>,
    /// A bootstrap file (`prefix,registry`) that takes the place of the compiled-in one.
    pub bootstrap: Option<PathBuf>,
    /// Further authorities (PEM) that may vouch for RDAP servers, for a mirror of the operator's own.
    pub ca_file: Option<PathBuf>,
    /// Whether RDAP may be asked.
    pub ask_rdap: bool,
    /// Whether WHOIS may be asked.
    pub ask_whois: bool,
    /// Abusix: discloses each flagged address to a third party, so it is off unless the operator turns it on.
    pub abusix: Option<Abusix>,
    /// Whether Team Cymru may be asked for the origin AS.
    pub ask_origin: bool,
    /// Whether host names may be looked up for a mailbox that only a person can approve.
    pub ask_reverse_dns: bool,
}

/// How Abusix is asked.
#[derive(Debug, Clone)]
pub struct Abusix {
    /// The zone, such as `abuse-contacts.abusix.zone`.
    pub zone: String,
}

impl Default for Abusix {
    fn default() -> Self {
        Self {
            zone: "abuse-contacts.abusix.zone".to_owned(),
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            user_agent: user_agent("", ""),
            rdap: BTreeMap::new(),
            whois: BTreeMap::new(),
            bootstrap: None,
            ca_file: None,
            ask_rdap: true,
            ask_whois: true,
            abusix: None,
            ask_origin: true,
            ask_reverse_dns: true,
        }
    }
}

/// A `User-Agent` value (RFC 9110 section 10.1.5) that names program, operator and where to write to.
///
/// Only printable ASCII is kept: the name of an organisation can be anything.
#[must_use]
pub fn user_agent(organisation: &str, contact: &str) -> String {
    let plain = |text: &str| -> String {
        text.chars()
            .filter(|c| (*c == ' ' || c.is_ascii_graphic()) && !matches!(c, '(' | ')' | '\\'))
            .collect::<String>()
            .trim()
            .to_owned()
    };
    let who: Vec<String> = [organisation, contact]
        .into_iter()
        .map(plain)
        .filter(|text| !text.is_empty())
        .collect();
    let version = env!("CARGO_PKG_VERSION");
    if who.is_empty() {
        format!("forewarn/{version} (abuse contact lookup)")
    } else {
        format!("forewarn/{version} (abuse contact lookup; {})", who.join("; "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_user_agent_names_the_operator_and_cannot_break_a_header() {
        let text = user_agent("Büro (CERT)\r\nX: y", "cert@cert.example");
        assert!(text.starts_with("forewarn/"), "{text}");
        assert!(
            text.ends_with("(abuse contact lookup; Bro CERTX: y; cert@cert.example)"),
            "{text}"
        );
        assert!(user_agent("", "").ends_with("(abuse contact lookup)"));
    }
}
