//! Questions to the domain name system, each with a deadline and an answer that says which kind of "no" it is.
//!
//! A [`Dns`] asks the system's resolvers or one that the operator names (`[dns] server`); names are taken as they are,
//! without search domains and without the hosts file, since what is asked for is what the world sees. Answers are
//! kept for as long as they say, within one [`Dns`].
//!
//! A name that does not exist ([`DnsError::NoName`]), a name without such records ([`DnsError::NoRecords`]), a server
//! that fails ([`DnsError::Server`]) and one that is silent ([`DnsError::Timeout`]) are four different things: the
//! first two are facts about the name, the others say nothing about it. [`DnsError::is_answer`] tells them apart.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use hickory_resolver::TokioResolver;
use hickory_resolver::config::{
    ConnectionConfig, NameServerConfig, ResolveHosts, ResolverConfig, ResolverOpts,
};
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::net::{DnsError as Negative, NetError};
use hickory_resolver::proto::op::ResponseCode;
use hickory_resolver::proto::rr::{Name, RData, RecordType};
use serde::Deserialize;

/// The port of a DNS server where none is written.
const PORT: u16 = 53;
/// How often an unanswered question is asked within its deadline: UDP loses packets.
const ATTEMPTS: u32 = 3;

/// The address of a DNS server: `192.0.2.53`, `192.0.2.53:5353`, `2001:db8::53` or `[2001:db8::53]:5353`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Server(pub SocketAddr);

/// A text that is no address of a DNS server.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no address of a DNS server: write an IP address, or IP:PORT ([IPv6]:PORT)")]
pub struct BadServer(String);

impl TryFrom<String> for Server {
    type Error = BadServer;

    fn try_from(text: String) -> Result<Self, BadServer> {
        let bare = text.trim();
        let address = bare
            .parse::<IpAddr>()
            .map(|address| SocketAddr::new(address, PORT))
            .or_else(|_| bare.parse::<SocketAddr>());
        match address {
            Ok(address) if address.port() != 0 => Ok(Self(address)),
            _ => Err(BadServer(text)),
        }
    }
}

impl fmt::Display for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// Why there is no answer to use.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DnsError {
    /// NXDOMAIN: there is no such name.
    #[error("{name} does not exist in DNS")]
    NoName {
        /// The name.
        name: String,
    },
    /// The name exists, without records of this kind.
    #[error("{name} has no {kind} record")]
    NoRecords {
        /// The name.
        name: String,
        /// `TXT`, `MX`, ...
        kind: &'static str,
    },
    /// The server answered with an error, such as SERVFAIL or REFUSED.
    #[error("the DNS server could not answer for {name}: {code}")]
    Server {
        /// The name.
        name: String,
        /// The response code in words.
        code: String,
    },
    /// No answer within the deadline.
    #[error("no DNS answer for {name} within {} s", .after.as_secs_f32())]
    Timeout {
        /// The name.
        name: String,
        /// The deadline.
        after: Duration,
    },
    /// The question could not be asked, or the answer could not be read.
    #[error("DNS could not be asked for {name}: {why}")]
    Unreachable {
        /// The name.
        name: String,
        /// What happened.
        why: String,
    },
    /// Not a domain name.
    #[error("{name:?} is no domain name")]
    BadName {
        /// As given.
        name: String,
    },
    /// The system's resolver configuration cannot be used.
    #[error("the system names no DNS server: {why}")]
    NoServer {
        /// What is wrong with it.
        why: String,
    },
}

impl DnsError {
    /// Whether DNS has answered: there is no such name, or no such record. Anything else is silence.
    #[must_use]
    pub fn is_answer(&self) -> bool {
        matches!(self, Self::NoName { .. } | Self::NoRecords { .. })
    }
}

/// A mail exchanger of a domain (RFC 5321 section 5.1).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Exchange {
    /// Lower goes first.
    pub preference: u16,
    /// Host name without its final dot; empty for a null MX (RFC 7505): the domain takes no mail.
    pub host: String,
}

/// Asks questions. Cloning is cheap; clones share what they have heard. Needs a tokio runtime.
#[derive(Clone)]
pub struct Dns {
    resolver: TokioResolver,
    server: Option<Server>,
    deadline: Duration,
}

impl fmt::Debug for Dns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Dns")
            .field("server", &self.server)
            .field("deadline", &self.deadline)
            .finish_non_exhaustive()
    }
}

impl Dns {
    /// Asks `server`, or else the system's resolvers; each question has `deadline` in all, repeats included.
    /// Touches no network yet.
    ///
    /// # Errors
    /// [`DnsError::NoServer`] when there is neither.
    pub fn new(server: Option<Server>, deadline: Duration) -> Result<Self, DnsError> {
        let no_server = |error: NetError| DnsError::NoServer {
            why: error.to_string(),
        };
        let mut builder = match server {
            Some(Server(address)) => {
                let at = |mut connection: ConnectionConfig| {
                    connection.port = address.port();
                    connection
                };
                // UDP first; TCP where an answer is too long for a packet.
                let ways = vec![at(ConnectionConfig::udp()), at(ConnectionConfig::tcp())];
                let one = NameServerConfig::new(address.ip(), true, ways);
                TokioResolver::builder_with_config(
                    ResolverConfig::from_name_servers(vec![one]),
                    TokioRuntimeProvider::default(),
                )
            }
            None => TokioResolver::builder_tokio().map_err(no_server)?,
        };
        let options: &mut ResolverOpts = builder.options_mut();
        options.use_hosts_file = ResolveHosts::Never;
        options.timeout = deadline / ATTEMPTS;
        // The number of repeats after the first attempt.
        options.attempts = ATTEMPTS as usize - 1;
        Ok(Self {
            resolver: builder.build().map_err(no_server)?,
            server,
            deadline,
        })
    }

    /// Who is asked, for people.
    #[must_use]
    pub fn asked(&self) -> String {
        self.server
            .map_or_else(|| "the system's resolver".to_owned(), |server| server.to_string())
    }

    /// The texts of a name, in the order of the answer; the strings of one record are joined without blanks (RFC 7208
    /// section 3.3), octets beyond UTF-8 are replaced.
    ///
    /// # Errors
    /// [`DnsError`]
    pub async fn texts(&self, name: &str) -> Result<Vec<String>, DnsError> {
        self.records(name, RecordType::TXT, |data| match data {
            RData::TXT(text) => Some(String::from_utf8_lossy(&text.txt_data.concat()).into_owned()),
            _ => None,
        })
        .await
    }

    /// The mail exchangers of a domain, the preferred first.
    ///
    /// # Errors
    /// [`DnsError`]
    pub async fn exchanges(&self, domain: &str) -> Result<Vec<Exchange>, DnsError> {
        let mut exchanges = self
            .records(domain, RecordType::MX, |data| match data {
                RData::MX(exchange) => Some(Exchange {
                    preference: exchange.preference,
                    host: host_name(&exchange.exchange),
                }),
                _ => None,
            })
            .await?;
        exchanges.sort();
        Ok(exchanges)
    }

    /// The addresses of a host: IPv4, then IPv6.
    ///
    /// # Errors
    /// [`DnsError`], when there is neither; silence about one kind counts only if there is none of the other.
    pub async fn addresses(&self, host: &str) -> Result<Vec<IpAddr>, DnsError> {
        let (four, six) = tokio::join!(
            self.records(host, RecordType::A, |data| match data {
                RData::A(address) => Some(IpAddr::V4(address.0)),
                _ => None,
            }),
            self.records(host, RecordType::AAAA, |data| match data {
                RData::AAAA(address) => Some(IpAddr::V6(address.0)),
                _ => None,
            })
        );
        match (four, six) {
            (Ok(mut four), six) => {
                four.extend(six.unwrap_or_default());
                Ok(four)
            }
            (Err(_), Ok(six)) => Ok(six),
            (Err(four), Err(six)) => Err(if four.is_answer() { six } else { four }),
        }
    }

    /// The names that an address points to, without their final dots.
    ///
    /// # Errors
    /// [`DnsError`]
    pub async fn pointers(&self, address: IpAddr) -> Result<Vec<String>, DnsError> {
        let name = Name::from(address).to_ascii();
        self.records(&name, RecordType::PTR, |data| match data {
            RData::PTR(pointer) => Some(host_name(&pointer.0)),
            _ => None,
        })
        .await
    }

    async fn records<T>(
        &self,
        name: &str,
        kind: RecordType,
        read: impl Fn(&RData) -> Option<T>,
    ) -> Result<Vec<T>, DnsError> {
        let shown = name.trim_end_matches('.').to_owned();
        let Ok(mut question) = Name::from_utf8(name) else {
            return Err(DnsError::BadName { name: shown });
        };
        if question.is_root() {
            return Err(DnsError::BadName { name: shown });
        }
        question.set_fqdn(true);
        let answer = tokio::time::timeout(self.deadline, self.resolver.lookup(question, kind)).await;
        let none = |name| DnsError::NoRecords {
            name,
            kind: kind.into(),
        };
        match answer {
            Ok(Ok(found)) => {
                // A CNAME on the way is in the answer too.
                let records: Vec<T> = found
                    .answers()
                    .iter()
                    .filter_map(|record| read(&record.data))
                    .collect();
                if records.is_empty() {
                    Err(none(shown))
                } else {
                    Ok(records)
                }
            }
            Ok(Err(NetError::Dns(Negative::NoRecordsFound(no)))) => {
                Err(if no.response_code == ResponseCode::NXDomain {
                    DnsError::NoName { name: shown }
                } else {
                    none(shown)
                })
            }
            Ok(Err(NetError::Dns(Negative::ResponseCode(code)))) => Err(DnsError::Server {
                name: shown,
                code: code.to_string(),
            }),
            Ok(Err(NetError::Timeout)) | Err(_) => Err(DnsError::Timeout {
                name: shown,
                after: self.deadline,
            }),
            Ok(Err(error)) => Err(DnsError::Unreachable {
                name: shown,
                why: error.to_string(),
            }),
        }
    }
}

/// A host name as people write it.
fn host_name(name: &Name) -> String {
    name.to_ascii().trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests;
