//! Where connections may go. A registry's answer chooses the next server, so whoever controls an answer would control
//! what this machine connects to; what stands on its own network is none of theirs.
//!
//! Three checks: the URL before it is asked (scheme, credentials, literal addresses), each address that a name
//! resolves to (the very addresses that are then connected to, so that a name cannot resolve differently the second
//! time), and for WHOIS, that only registries' own servers are asked at all. What the operator has configured is
//! exempt: exactly that scheme, host and port.

use std::fmt;
use std::io;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::net::TcpStream;
use url::{Host, Url};

use super::settings::Settings;
use super::sources::SetupError;
use super::trouble::Trouble;
use crate::address::special_purpose;

/// What the operator has configured, and so permitted.
#[derive(Debug, Clone, Default)]
pub(super) struct Guard {
    /// Scheme, host and port of RDAP servers.
    origins: Vec<(String, String, u16)>,
    /// Host and port of WHOIS servers.
    whois: Vec<String>,
}

/// A name led to addresses that are not connected to.
#[derive(Debug)]
pub(super) struct RefusedAddress {
    pub(super) address: IpAddr,
    pub(super) purpose: &'static str,
}

impl fmt::Display for RefusedAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is not connected to: {}", self.address, self.purpose)
    }
}

impl std::error::Error for RefusedAddress {}

impl Guard {
    /// What these settings permit.
    ///
    /// # Errors
    /// [`SetupError::Server`] for a configured server that must not be asked.
    pub(super) fn new(settings: &Settings) -> Result<Self, SetupError> {
        let mut guard = Self::default();
        for (registry, url) in &settings.rdap {
            let bad = |why: &str| SetupError::Server {
                registry: *registry,
                server: url.to_string(),
                why: why.to_owned(),
            };
            let loopback = match url.host() {
                Some(Host::Ipv4(address)) => address.is_loopback(),
                Some(Host::Ipv6(address)) => address.is_loopback(),
                Some(Host::Domain(_)) | None => false,
            };
            if url.scheme() != "https" && !(url.scheme() == "http" && loopback) {
                return Err(bad(
                    "use https; plain http is for servers on this machine, such as http://127.0.0.1:8080/",
                ));
            }
            if !url.username().is_empty() || url.password().is_some() {
                return Err(bad(
                    "leave out user name and password: they would be sent to whoever is redirected to",
                ));
            }
            if url.query().is_some() || url.fragment().is_some() {
                return Err(bad("leave out what follows ? or #"));
            }
            guard
                .origins
                .push(origin(url).ok_or_else(|| bad("it names no host"))?);
        }
        for (registry, server) in &settings.whois {
            let port = server.rsplit_once(':').and_then(|(host, port)| {
                let port: u16 = port.parse().ok()?;
                (!host.is_empty() && port != 0).then_some(port)
            });
            if port.is_none() {
                return Err(SetupError::Server {
                    registry: *registry,
                    server: server.clone(),
                    why: "write host:port, such as whois.ripe.net:43".to_owned(),
                });
            }
            guard.whois.push(server.clone());
        }
        Ok(guard)
    }

    /// Whether this URL may be asked, as far as it shows by itself.
    ///
    /// # Errors
    /// [`Trouble::Refused`] with the reason.
    pub(super) fn permits(&self, url: &Url) -> Result<(), Trouble> {
        let refused = |why: &str| Trouble::Refused {
            target: url.to_string(),
            why: why.to_owned(),
        };
        if !url.username().is_empty() || url.password().is_some() {
            return Err(refused("it carries a user name"));
        }
        let origin = origin(url).ok_or_else(|| refused("it names no host"))?;
        if self.origins.contains(&origin) {
            return Ok(());
        }
        if url.scheme() != "https" {
            return Err(refused("it is not https"));
        }
        if self.origins.iter().any(|(_, host, _)| *host == origin.1) {
            return Err(refused("it is another service on a configured server"));
        }
        let literal = match url.host() {
            Some(Host::Ipv4(address)) => Some(IpAddr::V4(address)),
            Some(Host::Ipv6(address)) => Some(IpAddr::V6(address)),
            Some(Host::Domain(_)) | None => None,
        };
        match literal.and_then(not_public) {
            Some(purpose) => Err(refused(purpose)),
            None => Ok(()),
        }
    }

    /// A connection to a WHOIS server in `host:port` form.
    ///
    /// # Errors
    /// [`Trouble::Refused`] when its name leads to none but special addresses, [`Trouble::Unreachable`].
    pub(super) async fn connect(&self, server: &str) -> Result<TcpStream, Trouble> {
        let unreachable = |error: io::Error| Trouble::Unreachable {
            why: error.to_string(),
        };
        let found: Vec<SocketAddr> = tokio::net::lookup_host(server)
            .await
            .map_err(unreachable)?
            .collect();
        let configured = self.whois.iter().any(|one| one == server);
        let permitted = permitted(&found, configured).map_err(|refused| Trouble::Refused {
            target: server.to_owned(),
            why: refused.to_string(),
        })?;
        let mut last = io::Error::new(io::ErrorKind::NotFound, "its name has no address");
        for address in permitted {
            match TcpStream::connect(address).await {
                Ok(stream) => return Ok(stream),
                Err(error) => last = error,
            }
        }
        Err(unreachable(last))
    }
}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let configured = self.origins.iter().any(|(_, host, _)| host == name.as_str());
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            let permitted = permitted(&found, configured)?;
            Ok(Box::new(permitted.into_iter()) as Addrs)
        })
    }
}

/// Those that may be connected to; an error when there are some, and none of them may.
fn permitted(found: &[SocketAddr], configured: bool) -> Result<Vec<SocketAddr>, RefusedAddress> {
    let permitted: Vec<SocketAddr> = found
        .iter()
        .copied()
        .filter(|address| configured || not_public(address.ip()).is_none())
        .collect();
    match found.first().map(SocketAddr::ip) {
        Some(address) if permitted.is_empty() => {
            let purpose = not_public(address).unwrap_or("it is not public");
            Err(RefusedAddress { address, purpose })
        }
        _ => Ok(permitted),
    }
}

/// Why an address is not one of the public internet's, if it is not.
pub(super) fn not_public(address: IpAddr) -> Option<&'static str> {
    let address = match address.to_canonical() {
        // An address of the NAT64 prefix stands for an IPv4 address (RFC 6052), which may be anything.
        IpAddr::V6(address) if address.segments().starts_with(&[0x64, 0xff9b, 0, 0, 0, 0]) => {
            embedded(address)
        }
        address => address,
    };
    special_purpose(address)
}

fn embedded(address: Ipv6Addr) -> IpAddr {
    let [.., a, b, c, d] = address.octets();
    IpAddr::from([a, b, c, d])
}

fn origin(url: &Url) -> Option<(String, String, u16)> {
    let host = url.host_str()?.to_ascii_lowercase();
    Some((url.scheme().to_owned(), host, url.port_or_known_default()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resolve::online::Registry;

    fn guard(base: &str) -> Result<Guard, SetupError> {
        let mut settings = Settings::default();
        settings.rdap.insert(Registry::Ripe, base.parse().unwrap());
        Guard::new(&settings)
    }

    #[test]
    fn only_public_https_is_asked_and_what_is_configured() {
        let guard = guard("http://127.0.0.1:8080/rdap/").unwrap();
        for fine in [
            "http://127.0.0.1:8080/elsewhere",
            "https://rdap.arin.net/registry/ip/192.0.2.1",
            "https://8.8.8.8/ip/1",
        ] {
            assert_eq!(guard.permits(&fine.parse().unwrap()), Ok(()), "{fine}");
        }
        for bad in [
            "http://rdap.arin.net/",
            "http://127.0.0.1:8081/",
            "https://127.0.0.1:8080/",
            "https://127.0.0.2/",
            "https://2130706433/",
            "https://0x7f.1/",
            "https://10.0.0.1/",
            "https://192.168.1.1/",
            "https://169.254.169.254/latest/meta-data",
            "https://[::1]/",
            "https://[::ffff:127.0.0.1]/",
            "https://[64:ff9b::7f00:1]/",
            "https://[fe80::1]/",
            "https://[fd00::1]/",
            "https://user@rdap.arin.net/",
            "ftp://rdap.arin.net/",
            "file:///etc/passwd",
        ] {
            let verdict = guard.permits(&bad.parse().unwrap());
            assert!(
                matches!(verdict, Err(Trouble::Refused { .. })),
                "{bad}: {verdict:?}"
            );
        }
    }

    #[test]
    fn a_configured_server_is_checked_when_it_is_read() {
        for bad in [
            "http://rdap.example/",
            "http://192.0.2.1/",
            "https://me:secret@rdap.example/",
            "https://rdap.example/?a=b",
            "http://localhost:8080/",
        ] {
            assert!(guard(bad).is_err(), "{bad}");
        }
        let mut settings = Settings::default();
        settings.whois.insert(Registry::Ripe, "whois.ripe.net".to_owned());
        assert!(Guard::new(&settings).is_err());
    }

    #[test]
    fn a_name_that_resolves_to_this_machine_is_refused_unless_configured() {
        let found = ["127.0.0.1:443".parse().unwrap()];
        assert!(permitted(&found, false).is_err());
        assert_eq!(permitted(&found, true).unwrap(), found);
        let both = ["10.0.0.1:443".parse().unwrap(), "8.8.8.8:443".parse().unwrap()];
        assert_eq!(permitted(&both, false).unwrap(), both[1..]);
    }
}
