//! The words that lists use for exposures.
//!
//! Only words that surely mean an open relay or an open proxy become one of the three exposures with letters of their
//! own: telling somebody wrongly that his machine serves everybody does harm. All others keep their slug.

use super::field::plain;
use super::value::present;
use crate::sighting::{BadExposure, Exposure};

const RELAY: &str = "openrelay openrelays smtprelay smtpopenrelay opensmtprelay opensmtprelays openmailrelay \
    openmailrelays mailopenrelay";
const HTTP: &str = "openproxyhttp openproxyhttps openproxyconnect openproxyhttpconnect openhttpproxy \
    openhttpproxies openhttpsproxy openhttpconnectproxy openconnectproxy httpopenproxy httpproxy \
    httpproxies httpsproxy httpsproxies proxyhttp proxyhttps proxyconnect httpconnect \
    httpconnectproxy httppostproxy httpgetproxy connectproxy scanhttpproxy webproxy";
const SOCKS: &str = "socks socks4 socks4a socks5 socks5h opensocks opensocks4 opensocks5 openproxysocks \
    openproxysocks4 openproxysocks4a openproxysocks5 opensocksproxy opensocksproxies \
    opensocks4proxy opensocks5proxy socksproxy socksproxies socks4proxy socks4proxies socks5proxy \
    socks5proxies proxysocks proxysocks4 proxysocks5 socksopenproxy";
/// A proxy of a kind that is not told.
const PROXY: &str = "openproxy openproxies proxyopen";
/// Words that mean something only where the column is about exposures: a tag `http` may just name a service.
const LOOSE: [(&str, &str); 8] = [
    ("http", Exposure::OPEN_PROXY_HTTP),
    ("https", Exposure::OPEN_PROXY_HTTP),
    ("connect", Exposure::OPEN_PROXY_HTTP),
    ("relay", Exposure::OPEN_RELAY),
    ("relays", Exposure::OPEN_RELAY),
    ("mailrelay", Exposure::OPEN_RELAY),
    ("proxy", BARE),
    ("proxies", BARE),
];
/// The slug of a proxy of unknown kind.
const BARE: &str = "open-proxy";

/// What a text says about the exposure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Claim {
    pub(super) exposure: Exposure,
    /// How sure it is.
    pub(super) kind: Kind,
    /// Whether the text says more than the exposure does.
    pub(super) more: bool,
}

/// How much a claim tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// A slug of its own.
    Other,
    /// An open proxy, of a kind that another word may tell.
    Proxy,
    /// One of the three with letters.
    Known,
}

impl Claim {
    /// What one cell says; of several tags the first that tells most. `None` for a blank cell.
    ///
    /// `tags` marks a column of tags, where words like `http` name services.
    ///
    /// # Errors
    /// [`BadExposure`] when there is something, but nothing usable.
    pub(super) fn of_cell(text: &str, tags: bool) -> Result<Option<Self>, BadExposure> {
        let parts = || text.split([';', ',', '|']).filter_map(present);
        let mut best: Option<Self> = None;
        let mut bad = None;
        for part in parts() {
            match Self::of_word(part, tags) {
                Ok(claim) if best.as_ref().is_none_or(|best| best.kind < claim.kind) => best = Some(claim),
                Ok(_) => {}
                Err(error) => bad = Some(error),
            }
        }
        match (best, bad) {
            (Some(claim), _) => Ok(Some(Self {
                more: claim.exposure.as_str() != text.trim(),
                ..claim
            })),
            (None, Some(error)) => Err(error),
            (None, None) => Ok(None),
        }
    }

    /// What one word says.
    fn of_word(word: &str, tags: bool) -> Result<Self, BadExposure> {
        let plain = plain(word);
        let loose = || {
            LOOSE
                .iter()
                .find(|(name, _)| !tags && *name == plain)
                .map(|(_, slug)| *slug)
        };
        match known(&plain).or_else(loose) {
            Some(slug) => Ok(Self {
                exposure: Exposure::new(slug)?,
                kind: if slug == BARE { Kind::Proxy } else { Kind::Known },
                more: false,
            }),
            None => Ok(Self {
                exposure: Exposure::new(word)?,
                kind: Kind::Other,
                more: false,
            }),
        }
    }

    /// What a file name says: a known word in it (`2026-08-22-open_http_proxy.csv`), else the name of the report where
    /// the name has the form of a Shadowserver report's (`2026-08-22-scan_ntp-example.csv`).
    pub(super) fn of_file(stem: &str) -> Option<Self> {
        let lower = stem.to_lowercase();
        let words: Vec<&str> = lower
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .collect();
        let found = (1..=4)
            .rev()
            .find_map(|size| words.windows(size).find_map(|words| known(&words.concat())));
        if let Some(slug) = found {
            return Some(Self {
                exposure: Exposure::new(slug).ok()?,
                kind: if slug == BARE { Kind::Proxy } else { Kind::Known },
                more: false,
            });
        }
        let report = report(&lower)?;
        Some(Self {
            exposure: Exposure::new(report).ok()?,
            kind: Kind::Other,
            more: false,
        })
    }
}

/// The slug for a word in its plain spelling, if it is a known one.
fn known(plain: &str) -> Option<&'static str> {
    let lists = [
        (RELAY, Exposure::OPEN_RELAY),
        (HTTP, Exposure::OPEN_PROXY_HTTP),
        (SOCKS, Exposure::OPEN_PROXY_SOCKS),
        (PROXY, BARE),
    ];
    lists
        .into_iter()
        .find(|(names, _)| names.split_ascii_whitespace().any(|name| name == plain))
        .map(|(_, slug)| slug)
}

/// `scan_ntp` of `2026-08-22-scan_ntp-example`.
fn report(stem: &str) -> Option<&str> {
    let (date, rest) = stem.split_at_checked(11)?;
    let shape = |(index, byte): (usize, u8)| match index {
        4 | 7 | 10 => byte == b'-',
        _ => byte.is_ascii_digit(),
    };
    if !date.bytes().enumerate().all(shape) {
        return None;
    }
    let end = rest
        .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .unwrap_or(rest.len());
    rest.get(..end)
        .filter(|report| report.starts_with(|c: char| c.is_ascii_alphabetic()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(text: &str, tags: bool) -> Option<String> {
        Claim::of_cell(text, tags)
            .unwrap()
            .map(|claim| claim.exposure.to_string())
    }

    #[test]
    fn knows_the_words_for_the_three() {
        for (text, expected) in [
            ("openrelay", "open-relay"),
            ("Open_Relay", "open-relay"),
            ("smtp-relay", "open-relay"),
            ("HTTP-Connect", "open-proxy-http"),
            ("https", "open-proxy-http"),
            ("connect", "open-proxy-http"),
            ("SOCKS4", "open-proxy-socks"),
            ("socks5", "open-proxy-socks"),
            ("open proxy", "open-proxy"),
            ("Open_NTP", "open-ntp"),
        ] {
            assert_eq!(cell(text, false).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(cell(" - ", false), None);
        assert!(Claim::of_cell("<script>", false).is_err());
    }

    #[test]
    fn takes_the_most_telling_tag() {
        assert_eq!(
            cell("vpn;http;openproxy;socks5", true).as_deref(),
            Some("open-proxy-socks")
        );
        assert_eq!(cell("http;ssl", true).as_deref(), Some("http"));
        assert_eq!(cell("<b>;ntp", true).as_deref(), Some("ntp"));
        assert!(Claim::of_cell("a;socks5", true).unwrap().unwrap().more);
        assert!(!Claim::of_cell("open-relay", true).unwrap().unwrap().more);
    }

    #[test]
    fn reads_file_names() {
        for (stem, expected) in [
            ("2026-08-22-open_http_proxy-example", Some("open-proxy-http")),
            ("2026-08-22-scan_http_proxy-example", Some("open-proxy-http")),
            ("my-open-relays", Some("open-relay")),
            ("socks5", Some("open-proxy-socks")),
            ("open-proxies-2026-08-22", Some("open-proxy")),
            ("2026-08-22-scan_smtp-example_net", Some("scan-smtp")),
            ("2026-08-22-blocklist", Some("blocklist")),
            ("http", None),
            ("addresses", None),
            ("2026-08-22", None),
            ("2026-08-22-7", None),
        ] {
            let found = Claim::of_file(stem).map(|claim| claim.exposure.to_string());
            assert_eq!(found.as_deref(), expected, "{stem}");
        }
    }
}
