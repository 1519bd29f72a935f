//! What a receiver makes of the sender domain's SPF record: the whole of it, with every record that it includes or
//! redirects to (RFC 7208 section 4.6.4 and 5), for one address or for none in particular.

use std::net::IpAddr;

use ipnet::IpNet;

use crate::dns::{Dns, DnsError};
use crate::sender::spf::{BadSpf, MOST_LOOKUPS, Mechanism, Qualifier, Spf};

/// Lookups that may find nothing (RFC 7208 section 4.6.4).
const MOST_VOID: usize = 2;
/// Mail exchangers of one name, and their addresses (the same section).
const MOST_EXCHANGES: usize = 10;

/// Why a receiver comes to no result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Stop {
    /// The records are wrong, or too much: a receiver calls that a permanent error.
    Wrong(String),
    /// DNS did not answer.
    Silent(DnsError),
}

/// What a receiver makes of one address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Covered {
    /// By this; without one, nobody says anything of it.
    By(Option<Qualifier>),
    /// Only a receiver can tell: the record uses `ptr` or macros.
    Unclear,
    /// It comes to no result.
    Stopped(Stop),
}

/// All records together, for nobody in particular.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Whole {
    /// Lookups for an address that nothing matches.
    pub(super) lookups: usize,
    /// The domain whose record lets everybody pass.
    pub(super) open: Option<String>,
    /// What happens to everybody else, `redirect` followed.
    pub(super) all: Option<Qualifier>,
    /// Why a receiver comes to no result.
    pub(super) stop: Option<Stop>,
}

/// Looks at all records that belong to this one.
pub(super) async fn whole(dns: &Dns, domain: &str, spf: &Spf) -> Whole {
    let mut walk = Walk::new(dns, None);
    let found = walk.record(domain, spf).await;
    Whole {
        lookups: walk.lookups,
        open: walk.open,
        all: walk.all,
        stop: found.err(),
    }
}

/// What a receiver makes of this address.
pub(super) async fn covers(dns: &Dns, domain: &str, spf: &Spf, address: IpAddr) -> Covered {
    let mut walk = Walk::new(dns, Some(address));
    match walk.record(domain, spf).await {
        Ok(Some(Qualifier::Pass)) => Covered::By(Some(Qualifier::Pass)),
        Ok(_) if walk.unclear => Covered::Unclear,
        Ok(result) => Covered::By(result),
        Err(stop) => Covered::Stopped(stop),
    }
}

/// One evaluation.
struct Walk<'d> {
    dns: &'d Dns,
    address: Option<IpAddr>,
    lookups: usize,
    void: usize,
    /// Something was passed over that only a receiver can tell.
    unclear: bool,
    open: Option<String>,
    all: Option<Qualifier>,
}

impl<'d> Walk<'d> {
    fn new(dns: &'d Dns, address: Option<IpAddr>) -> Self {
        Self {
            dns,
            address,
            lookups: 0,
            void: 0,
            unclear: false,
            open: None,
            all: None,
        }
    }

    /// What this record says of the address: `None` if nothing in it does. Follows `redirect`.
    async fn record(&mut self, domain: &str, spf: &Spf) -> Result<Option<Qualifier>, Stop> {
        let (mut domain, mut spf) = (domain.to_owned(), spf.clone());
        loop {
            for (qualifier, mechanism) in &spf.mechanisms {
                if self.matches(&domain, mechanism).await? {
                    return Ok(Some(*qualifier));
                }
            }
            self.all = spf.all;
            if spf.all == Some(Qualifier::Pass) {
                self.open.get_or_insert_with(|| domain.clone());
            }
            let (None, Some(next)) = (spf.all, spf.redirect.take()) else {
                return Ok(spf.all);
            };
            self.count()?;
            if next.contains('%') {
                self.unclear = true;
                return Ok(None);
            }
            spf = self.read(&next, "redirect=").await?;
            domain = next;
        }
    }

    async fn matches(&mut self, domain: &str, mechanism: &Mechanism) -> Result<bool, Stop> {
        let named = match mechanism {
            Mechanism::Network(network) => {
                return Ok(self.address.is_some_and(|address| network.contains(&address)));
            }
            Mechanism::Ptr => None,
            Mechanism::Include(name) | Mechanism::Exists(name) => Some(name.as_str()),
            Mechanism::A(name, _) | Mechanism::Mx(name, _) => Some(name.as_deref().unwrap_or(domain)),
        };
        self.count()?;
        let Some(name) = named.filter(|name| !name.contains('%')) else {
            self.unclear = true;
            return Ok(false);
        };
        if let Mechanism::Include(_) = mechanism {
            let spf = self.read(name, "include:").await?;
            let outer = self.all;
            let result = Box::pin(self.record(name, &spf)).await?;
            self.all = outer;
            return Ok(result == Some(Qualifier::Pass) && self.address.is_some());
        }
        let Some(address) = self.address else {
            return Ok(false);
        };
        match mechanism {
            Mechanism::A(_, lengths) => {
                let hosts = self.answered(self.dns.addresses(name).await)?;
                Ok(hosts.iter().any(|host| near(*host, address, *lengths)))
            }
            Mechanism::Mx(_, lengths) => self.exchanges(name, address, *lengths).await,
            // Only IPv4 addresses count (RFC 7208 section 5.7).
            _ => Ok(self
                .answered(self.dns.addresses(name).await)?
                .iter()
                .any(IpAddr::is_ipv4)),
        }
    }

    async fn exchanges(&mut self, name: &str, address: IpAddr, lengths: (u8, u8)) -> Result<bool, Stop> {
        let exchanges = self.answered(self.dns.exchanges(name).await)?;
        if exchanges.len() > MOST_EXCHANGES {
            let why = format!("mx:{name} names more than {MOST_EXCHANGES} mail exchangers");
            return Err(Stop::Wrong(why));
        }
        for exchange in exchanges.iter().filter(|exchange| !exchange.host.is_empty()) {
            let hosts = self.answered(self.dns.addresses(&exchange.host).await)?;
            if hosts.iter().any(|host| near(*host, address, lengths)) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The record of a domain that another record names.
    async fn read(&mut self, domain: &str, by: &str) -> Result<Spf, Stop> {
        let texts = match self.dns.texts(domain).await {
            Ok(texts) => texts,
            Err(error) if error.is_answer() => Vec::new(),
            Err(error) => return Err(Stop::Silent(error)),
        };
        Spf::find(&texts).map_err(|bad| {
            let what = match bad {
                BadSpf::Missing => "has no SPF record".to_owned(),
                bad => format!("leads to a broken record: {bad}"),
            };
            Stop::Wrong(format!("{by}{domain} {what}"))
        })
    }

    fn count(&mut self) -> Result<(), Stop> {
        self.lookups += 1;
        if self.lookups > MOST_LOOKUPS {
            let why = format!("with what it includes it needs more than {MOST_LOOKUPS} DNS lookups");
            return Err(Stop::Wrong(why));
        }
        Ok(())
    }

    /// The records; none where there are none, which may happen so often only.
    fn answered<T>(&mut self, answer: Result<Vec<T>, DnsError>) -> Result<Vec<T>, Stop> {
        match answer {
            Ok(records) => Ok(records),
            Err(error) if error.is_answer() => {
                self.void += 1;
                if self.void > MOST_VOID {
                    let why = format!("more than {MOST_VOID} of its lookups find nothing, such as: {error}");
                    return Err(Stop::Wrong(why));
                }
                Ok(Vec::new())
            }
            Err(error) => Err(Stop::Silent(error)),
        }
    }
}

/// Whether two addresses lie in one network of this length.
fn near(host: IpAddr, address: IpAddr, (four, six): (u8, u8)) -> bool {
    let length = if host.is_ipv4() { four } else { six };
    IpNet::new(host, length).is_ok_and(|network| network.contains(&address))
}
