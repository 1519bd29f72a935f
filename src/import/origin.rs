//! What holds for all rows of an input: its source, the exposure that its name or the caller tells, who may be flagged.

use std::net::IpAddr;

use super::exposure::{Claim, Kind};
use super::reason::Reason;
use super::{Format, Options};
use crate::address;
use crate::sighting::Exposure;
use crate::visible::visible;

/// Longest source taken from a file name, in characters.
const SOURCE: usize = 100;

/// The input as a whole, as far as it speaks for its rows.
pub(super) struct Origin<'o> {
    pub(super) options: &'o Options,
    /// Who says so, unless the row does; never empty.
    pub(super) source: String,
    /// What the file name says.
    named: Option<Claim>,
    /// The exposure of rows that name none.
    default: Option<Exposure>,
    /// Whether a known exposure in the file name outweighs tags that name none.
    report: bool,
}

impl<'o> Origin<'o> {
    pub(super) fn new(name: &str, format: Format, options: &'o Options) -> Self {
        let stem = stem(name);
        let named = Claim::of_file(stem);
        let given = options.source.as_deref().unwrap_or(stem).trim();
        let source: String = visible(given, |_| false).chars().take(SOURCE).collect();
        let default = options
            .exposure
            .clone()
            .or_else(|| named.as_ref().map(|claim| claim.exposure.clone()));
        Self {
            options,
            source: if source.is_empty() {
                "stdin".to_owned()
            } else {
                source
            },
            named,
            default,
            report: format == Format::Shadowserver,
        }
    }

    /// The exposure of a row whose own columns claim this.
    ///
    /// The row's word counts first, then the caller's, then the file name's. An open proxy of unknown kind takes the
    /// kind from those, if they tell one. The tags of a Shadowserver report that name no known exposure give way to a
    /// file name that does.
    pub(super) fn exposure(&self, claim: Option<&Claim>) -> Result<Exposure, Reason> {
        let Some(claim) = claim else {
            return self.default.clone().ok_or(Reason::NoExposure);
        };
        let named = self
            .named
            .as_ref()
            .filter(|named| named.kind == Kind::Known)
            .map(|named| &named.exposure);
        let better = match claim.kind {
            Kind::Known => None,
            Kind::Proxy => self
                .options
                .exposure
                .as_ref()
                .into_iter()
                .chain(named)
                .find(|exposure| is_proxy(exposure)),
            Kind::Other => named.filter(|_| self.report),
        };
        Ok(better.unwrap_or(&claim.exposure).clone())
    }

    /// Whether letters may be written about this address.
    pub(super) fn admit(&self, address: IpAddr) -> Result<(), Reason> {
        match address::special_purpose(address) {
            Some(purpose)
                if !self
                    .options
                    .allow
                    .iter()
                    .any(|network| network.contains(&address)) =>
            {
                Err(Reason::NotGlobal(purpose))
            }
            _ => Ok(()),
        }
    }
}

fn is_proxy(exposure: &Exposure) -> bool {
    [Exposure::OPEN_PROXY_HTTP, Exposure::OPEN_PROXY_SOCKS].contains(&exposure.as_str())
}

/// The file's name without folders, `.gz` and one more extension; empty for standard input.
fn stem(name: &str) -> &str {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let packed = name
        .len()
        .checked_sub(3)
        .and_then(|end| name.split_at_checked(end));
    let name = match packed {
        Some((stem, end)) if end.eq_ignore_ascii_case(".gz") => stem,
        _ => name,
    };
    let stem = match name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() && extension.chars().all(char::is_alphanumeric) => stem,
        _ => name,
    };
    if stem == "-" { "" } else { stem }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_stem() {
        for (name, expected) in [
            ("/data/2026-08-22-open_relay.csv.gz", "2026-08-22-open_relay"),
            ("list.txt", "list"),
            ("C:\\feeds\\list.TSV", "list"),
            ("dnsbl.example.net", "dnsbl.example"),
            ("-", ""),
            (".hidden", ".hidden"),
            ("", ""),
        ] {
            assert_eq!(stem(name), expected, "{name}");
        }
    }

    #[test]
    fn ranks_what_tells_the_exposure() {
        let now = jiff::Timestamp::UNIX_EPOCH;
        let pick = |name: &str, given: Option<&str>, format, cell: &str| {
            let options = Options {
                exposure: given.map(|slug| Exposure::new(slug).unwrap()),
                ..Options::new(now)
            };
            let claim = Claim::of_cell(cell, true).unwrap();
            let found = Origin::new(name, format, &options).exposure(claim.as_ref());
            found.map_or_else(|reason| reason.slug().to_owned(), |exposure| exposure.to_string())
        };
        let relay = Some("open-relay");
        assert_eq!(pick("list.csv", None, Format::Csv, ""), "no-exposure");
        assert_eq!(pick("list.csv", relay, Format::Csv, ""), "open-relay");
        assert_eq!(pick("socks5.csv", None, Format::Csv, ""), "open-proxy-socks");
        assert_eq!(pick("socks5.csv", relay, Format::Csv, ""), "open-relay");
        assert_eq!(
            pick("socks5.csv", relay, Format::Csv, "http-proxy"),
            "open-proxy-http"
        );
        assert_eq!(
            pick("socks5.csv", None, Format::Csv, "open-proxy"),
            "open-proxy-socks"
        );
        assert_eq!(
            pick("socks5.csv", relay, Format::Csv, "open-proxy"),
            "open-proxy-socks"
        );
        assert_eq!(pick("list.csv", relay, Format::Csv, "open-proxy"), "open-proxy");
        assert_eq!(pick("socks5.csv", None, Format::Csv, "ntp"), "ntp");
        assert_eq!(
            pick(
                "2026-08-22-scan_http_proxy.csv",
                None,
                Format::Shadowserver,
                "vpn;http"
            ),
            "open-proxy-http"
        );
        assert_eq!(
            pick("2026-08-22-scan_ntp.csv", None, Format::Shadowserver, ""),
            "scan-ntp"
        );
    }
}
