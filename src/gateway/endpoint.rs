//! Where letters are handed over, as the operator writes it: `smtp://`, `smtps://`, `outbox:`.
//!
//! The rule on encryption lives here: TLS always, except to this very machine, or where `tls = "none"` says otherwise.

use std::fmt;
use std::net::IpAddr;
use std::path::PathBuf;

/// How the conversation with an SMTP gateway is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tls {
    /// TLS from the first byte (RFC 8314 section 3.3; port 465).
    Implicit,
    /// STARTTLS, without which nothing is sent (RFC 3207).
    StartTls,
    /// Plaintext, because the gateway is on this machine; checked again on the open connection. STARTTLS is not
    /// used even if offered: a local server's certificate seldom names `localhost`. No password passes over it.
    Loopback,
    /// Plaintext, because the operator wrote `tls = "none"`. A password passes over it on loopback only.
    None,
}

/// Where letters are handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Endpoint {
    /// An SMTP server.
    Smtp {
        /// Host name in A-label form, or an address without brackets.
        host: String,
        /// TCP port.
        port: u16,
        /// How the conversation is protected.
        tls: Tls,
    },
    /// A folder that gets one `.eml` file per letter.
    Outbox(PathBuf),
}

/// A gateway URL or `tls` option that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadEndpoint {
    /// Another scheme, or none.
    #[error("{0:?} is no gateway: write smtp://HOST, smtps://HOST or outbox:FOLDER")]
    Scheme(String),
    /// `user@` or `user:password@`, which would end up in logs and shell histories.
    #[error("a gateway URL holds no user name or password: use `username` and `password_file`")]
    Credentials,
    /// The host is missing or no host name or address.
    #[error("{0:?} is no host name or address (an IPv6 address needs brackets: [2001:db8::1])")]
    Host(String),
    /// The port is no number from 1 to 65535.
    #[error("{0:?} is no port: use a number from 1 to 65535")]
    Port(String),
    /// Something after host and port.
    #[error("{0:?} after host and port means nothing here: leave it out")]
    Rest(String),
    /// The `tls` option is none of the known words.
    #[error("tls = {0:?} is not known: leave it out, or write \"starttls\", \"implicit\" or \"none\"")]
    TlsOption(String),
    /// The scheme says one thing, the option another.
    #[error("tls = {option:?} contradicts {scheme}://")]
    Contradiction {
        /// The scheme of the URL.
        scheme: &'static str,
        /// The option.
        option: String,
    },
    /// `outbox:` without a folder.
    #[error("outbox: needs a folder, as in outbox:letters-out")]
    Folder,
}

impl Endpoint {
    /// The endpoint that `url` and the `tls` option name.
    ///
    /// `smtp://HOST[:587]` requires STARTTLS, except to loopback (`localhost`, `127.0.0.0/8`, `::1`), where it is
    /// plaintext; `smtps://HOST[:465]` is TLS from the first byte. `tls` may be `starttls` (also on loopback),
    /// `implicit` (another spelling of `smtps`) or `none` (plaintext anywhere). An outbox's path is kept as written.
    ///
    /// # Errors
    /// [`BadEndpoint`], naming the part that is wrong.
    pub fn parse(url: &str, tls: Option<&str>) -> Result<Self, BadEndpoint> {
        let url = url.trim();
        if let Some(folder) = url.strip_prefix("outbox:") {
            if folder.is_empty() {
                return Err(BadEndpoint::Folder);
            }
            return match tls {
                None => Ok(Self::Outbox(PathBuf::from(folder))),
                Some(option) => Err(BadEndpoint::Contradiction {
                    scheme: "outbox",
                    option: option.to_owned(),
                }),
            };
        }
        let (scheme, rest) = url.split_once("://").unwrap_or_default();
        let implicit = match scheme.to_ascii_lowercase().as_str() {
            "smtp" => false,
            "smtps" => true,
            _ => {
                // A password could be anywhere in what was typed: show nothing of it.
                let shown = if url.contains('@') { "this URL" } else { url };
                return Err(BadEndpoint::Scheme(shown.to_owned()));
            }
        };
        if rest.contains('@') {
            return Err(BadEndpoint::Credentials);
        }
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, tail) = rest.split_at(end);
        if !tail.is_empty() && tail != "/" {
            return Err(BadEndpoint::Rest(tail.to_owned()));
        }
        let (host, port) = split_port(authority)?;
        let host = canonical_host(host)?;
        let tls = choose(implicit, tls, is_loopback(&host))?;
        let port = port.unwrap_or(if implicit { 465 } else { 587 });
        Ok(Self::Smtp { host, port, tls })
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Smtp { host, port, tls } => {
                let scheme = if *tls == Tls::Implicit { "smtps" } else { "smtp" };
                if host.contains(':') {
                    write!(f, "{scheme}://[{host}]:{port}")
                } else {
                    write!(f, "{scheme}://{host}:{port}")
                }
            }
            Self::Outbox(folder) => write!(f, "outbox:{}", folder.display()),
        }
    }
}

fn choose(implicit: bool, option: Option<&str>, loopback: bool) -> Result<Tls, BadEndpoint> {
    let contradiction = |option: &str| BadEndpoint::Contradiction {
        scheme: if implicit { "smtps" } else { "smtp" },
        option: option.to_owned(),
    };
    match (option, implicit) {
        (None | Some("implicit"), true) => Ok(Tls::Implicit),
        (Some(option @ ("starttls" | "none")), true) => Err(contradiction(option)),
        (Some("implicit"), false) => Err(contradiction("implicit")),
        (None, false) if loopback => Ok(Tls::Loopback),
        (None | Some("starttls"), false) => Ok(Tls::StartTls),
        (Some("none"), false) => Ok(Tls::None),
        (Some(other), _) => Err(BadEndpoint::TlsOption(other.to_owned())),
    }
}

fn split_port(authority: &str) -> Result<(&str, Option<u16>), BadEndpoint> {
    let bad = || BadEndpoint::Host(authority.to_owned());
    let (host, tail) = if let Some(rest) = authority.strip_prefix('[') {
        let (host, tail) = rest.split_once(']').ok_or_else(bad)?;
        let address: IpAddr = host.parse().map_err(|_| bad())?;
        if !address.is_ipv6() {
            return Err(bad());
        }
        (host, tail)
    } else {
        let end = authority.find(':').unwrap_or(authority.len());
        let (host, tail) = authority.split_at(end);
        if tail.matches(':').count() > 1 {
            return Err(bad());
        }
        (host, tail)
    };
    if tail.is_empty() {
        return Ok((host, None));
    }
    let port = tail.strip_prefix(':').ok_or_else(bad)?;
    match port.parse::<u16>() {
        Ok(number) if number != 0 && port.bytes().all(|b| b.is_ascii_digit()) => Ok((host, Some(number))),
        _ => Err(BadEndpoint::Port(port.to_owned())),
    }
}

fn canonical_host(host: &str) -> Result<String, BadEndpoint> {
    let bad = || BadEndpoint::Host(host.to_owned());
    if let Ok(address) = host.parse::<IpAddr>() {
        return Ok(address.to_string());
    }
    let ascii = idna::domain_to_ascii(host).map_err(|_| bad())?;
    let ascii = ascii.trim_end_matches('.');
    let numeric = ascii.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    if numeric || !is_host_name(ascii) {
        return Err(bad());
    }
    Ok(ascii.to_owned())
}

/// Whether this is a host name of letters, digits and hyphens (RFC 1123 section 2.1; underscores occur and are fine).
pub(super) fn is_host_name(name: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    };
    name.len() <= 253 && name.split('.').all(label)
}

fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn smtp(url: &str, option: Option<&str>) -> Result<(String, u16, Tls), BadEndpoint> {
        match Endpoint::parse(url, option)? {
            Endpoint::Smtp { host, port, tls } => Ok((host, port, tls)),
            Endpoint::Outbox(folder) => panic!("{}", folder.display()),
        }
    }

    #[test]
    fn encrypts_unless_local_or_told_otherwise() {
        for (url, option, host, port, tls) in [
            ("smtp://mail.example", None, "mail.example", 587, Tls::StartTls),
            ("smtp://Mail.Example:25/", None, "mail.example", 25, Tls::StartTls),
            ("SMTPS://mail.example", None, "mail.example", 465, Tls::Implicit),
            (
                "smtps://mail.example:4650",
                Some("implicit"),
                "mail.example",
                4650,
                Tls::Implicit,
            ),
            (
                "smtp://mail.example",
                Some("none"),
                "mail.example",
                587,
                Tls::None,
            ),
            ("smtp://localhost:25", None, "localhost", 25, Tls::Loopback),
            ("smtp://127.0.0.2:2525", None, "127.0.0.2", 2525, Tls::Loopback),
            ("smtp://[::1]:2525", None, "::1", 2525, Tls::Loopback),
            ("smtp://[2001:db8::1]", None, "2001:db8::1", 587, Tls::StartTls),
            ("smtp://[::1]:2525", Some("starttls"), "::1", 2525, Tls::StartTls),
            ("smtp://[::1]:2525", Some("none"), "::1", 2525, Tls::None),
            (
                "smtp://localhost.example",
                None,
                "localhost.example",
                587,
                Tls::StartTls,
            ),
            (
                "smtp://bücher.example",
                None,
                "xn--bcher-kva.example",
                587,
                Tls::StartTls,
            ),
        ] {
            assert_eq!(
                smtp(url, option),
                Ok((host.to_owned(), port, tls)),
                "{url} {option:?}"
            );
        }
    }

    #[test]
    fn names_what_is_wrong() {
        let host = |text: &str| BadEndpoint::Host(text.to_owned());
        let port = |text: &str| BadEndpoint::Port(text.to_owned());
        let contradiction = |scheme, option: &str| BadEndpoint::Contradiction {
            scheme,
            option: option.to_owned(),
        };
        for (url, option, error) in [
            ("smtp://joe:secret@mail.example", None, BadEndpoint::Credentials),
            ("smtps://joe@mail.example", None, BadEndpoint::Credentials),
            (
                "mail.example:25",
                None,
                BadEndpoint::Scheme("mail.example:25".to_owned()),
            ),
            (
                "http://joe:secret@mail.example",
                None,
                BadEndpoint::Scheme("this URL".to_owned()),
            ),
            ("smtp://", None, host("")),
            ("smtp://:25", None, host("")),
            ("smtp://::1", None, host("::1")),
            ("smtp://[::1", None, host("[::1")),
            ("smtp://[192.0.2.1]", None, host("[192.0.2.1]")),
            ("smtp://192.0.2.256", None, host("192.0.2.256")),
            ("smtp://a b.example", None, host("a b.example")),
            ("smtp://a\r\nb.example", None, host("a\r\nb.example")),
            ("smtp://mail.example:0", None, port("0")),
            ("smtp://mail.example:+25", None, port("+25")),
            ("smtp://mail.example:65536", None, port("65536")),
            ("smtp://mail.example/x", None, BadEndpoint::Rest("/x".to_owned())),
            (
                "smtp://mail.example?tls=none",
                None,
                BadEndpoint::Rest("?tls=none".to_owned()),
            ),
            (
                "smtps://mail.example",
                Some("none"),
                contradiction("smtps", "none"),
            ),
            (
                "smtp://mail.example",
                Some("implicit"),
                contradiction("smtp", "implicit"),
            ),
            (
                "smtp://mail.example",
                Some("off"),
                BadEndpoint::TlsOption("off".to_owned()),
            ),
            ("outbox:", None, BadEndpoint::Folder),
            ("outbox:out", Some("none"), contradiction("outbox", "none")),
        ] {
            assert_eq!(Endpoint::parse(url, option), Err(error), "{url:?} {option:?}");
        }
    }

    #[test]
    fn shows_itself_as_it_is_written() {
        for url in ["smtp://[::1]:2525", "smtps://mail.example:465", "outbox:a/b c"] {
            assert_eq!(Endpoint::parse(url, None).unwrap().to_string(), url);
        }
    }
}
