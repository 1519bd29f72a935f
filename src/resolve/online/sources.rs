//! All online sources together: whom to ask, and asking.

use std::fs::File;
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::time::Instant;
use url::Url;

use super::answer::{Heard, Provenance, Reply};
use super::bootstrap::{Bootstrap, BootstrapError};
use super::errand::{Errand, Request, Service, Subject, Trail};
use super::fetch::{Fetched, Fetcher};
use super::guard::Guard;
use super::registry::Registry;
use super::settings::Settings;
use super::trouble::Trouble;
use super::{dns, rdap, whois};
use crate::dns::Dns;
use crate::resolve::index::{Index, IndexError, Standing};

/// What is known of an address before anybody is asked.
#[derive(Debug, Clone, Default)]
pub struct Hints {
    /// The origin AS, from the sighting or an offline table.
    pub asn: Option<u32>,
    /// The registry that has given it out; without it, IANA's bootstrap decides.
    pub registry: Option<Registry>,
    /// The country that the registry has it in: says which national registry knows more.
    pub country: Option<String>,
}

impl Hints {
    /// What the offline index knows of an address that the sighting says this origin of.
    ///
    /// # Errors
    /// [`IndexError`] when the index cannot be read.
    pub fn of(index: Option<&Index>, address: IpAddr, asn: Option<u32>) -> Result<Self, IndexError> {
        let Some(index) = index else {
            return Ok(Self {
                asn,
                ..Self::default()
            });
        };
        let country = match index.standing(address)? {
            Standing::Given(block) => block.country,
            Standing::Unallocated(_) | Standing::Unknown => None,
        };
        let registry = index.registry_of(address)?.map(Registry::from);
        Ok(Self {
            asn,
            registry,
            country,
        })
    }
}

/// Why the sources cannot be asked at all.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// A configured server that cannot be used.
    #[error("{registry}: {server} cannot be asked: {why}")]
    Server {
        /// For which registry.
        registry: Registry,
        /// As configured.
        server: String,
        /// What is wrong and what would be right.
        why: String,
    },
    /// The bootstrap file.
    #[error("{}: the list of registries cannot be used", path.display())]
    Bootstrap {
        /// Which file.
        path: PathBuf,
        /// What is wrong.
        source: BootstrapError,
    },
    /// The file of further authorities.
    #[error("{}: the authorities in it cannot be used: {why}", path.display())]
    Authorities {
        /// Which file.
        path: PathBuf,
        /// What is wrong.
        why: String,
    },
    /// No HTTP client can be made.
    #[error("no HTTP client can be made: {why}")]
    Client {
        /// What is wrong.
        why: String,
    },
}

/// The online sources, to be shared by tasks.
pub struct Sources {
    settings: Settings,
    bootstrap: Bootstrap,
    guard: Arc<Guard>,
    fetcher: Fetcher,
    dns: Option<Dns>,
}

impl Sources {
    /// The sources as configured; without `dns`, those that live in the DNS are not asked. Touches no network yet.
    ///
    /// # Errors
    /// [`SetupError`] when a configured server, the bootstrap file or the file of authorities cannot be used.
    pub fn new(settings: Settings, dns: Option<Dns>) -> Result<Self, SetupError> {
        let guard = Arc::new(Guard::new(&settings)?);
        let bootstrap = match &settings.bootstrap {
            Some(path) => File::open(path)
                .map_err(BootstrapError::from)
                .and_then(Bootstrap::read)
                .map_err(|source| SetupError::Bootstrap {
                    path: path.clone(),
                    source,
                })?,
            None => Bootstrap::builtin().map_err(|source| SetupError::Bootstrap {
                path: PathBuf::from("(compiled in)"),
                source,
            })?,
        };
        Ok(Self {
            fetcher: Fetcher::new(&settings, Arc::clone(&guard))?,
            settings,
            bootstrap,
            guard,
            dns,
        })
    }

    /// Whom to ask next about an address, given all that was heard so far about it; `None` when nobody is left.
    ///
    /// The order is RDAP, WHOIS where RDAP is known to have gaps or has failed, Abusix, the origin AS (from the hints,
    /// what was heard, or Team Cymru) and its RDAP, reverse DNS. When the registries' hosts are in trouble, the rest is
    /// not asked: they may name somebody surer once they answer. What `heard` says of a network or AS counts for every
    /// address in it. The caller stops as soon as a decision satisfies it.
    #[must_use]
    pub fn next(&self, address: IpAddr, hints: &Hints, heard: &[Heard]) -> Option<Errand> {
        let address = address.to_canonical();
        let origin = hints
            .asn
            .or_else(|| heard.iter().find_map(|one| one.origin_of(address)));
        let heard: Vec<&Heard> = heard.iter().filter(|one| one.concerns(address, origin)).collect();
        let is_heard = |service, subject: &dyn Fn(Subject) -> bool| {
            heard
                .iter()
                .any(|one| one.service == service && subject(one.subject))
        };
        let of_address = |subject| matches!(subject, Subject::Address(_));
        let subject = Subject::Address(address);
        let registry = hints.registry.or_else(|| self.bootstrap.registry_of(address));
        if self.may_ask(Service::Rdap)
            && !is_heard(Service::Rdap, &of_address)
            && let Some(errand) = registry.and_then(|registry| self.rdap(registry, subject))
        {
            return Some(errand);
        }
        if self.may_ask(Service::Whois)
            && let Some(registry) = whois_for(registry, hints, &heard)
        {
            return Some(self.whois(registry, address));
        }
        // Whoever is in trouble will be asked again; a less sure contact must not be taken in the meantime.
        let registries = || heard.iter().filter(|one| one.is_of_registry());
        if registries().any(|one| one.said.as_ref().is_err_and(Trouble::is_of_host))
            && !registries().any(|one| one.said.is_ok())
        {
            return None;
        }
        if self.may_ask(Service::Abusix) && !is_heard(Service::Abusix, &of_address) {
            return Some(self.by_dns(Service::Abusix, address));
        }
        match origin {
            None if self.may_ask(Service::OriginAs) && !is_heard(Service::OriginAs, &of_address) => {
                return Some(self.by_dns(Service::OriginAs, address));
            }
            Some(number) if self.may_ask(Service::Rdap) => {
                let subject = Subject::As(number);
                let registry = self.bootstrap.registry_of_as(number).or(registry);
                if !is_heard(Service::Rdap, &|heard| heard == subject)
                    && let Some(errand) = registry.and_then(|registry| self.rdap(registry, subject))
                {
                    return Some(errand);
                }
            }
            _ => {}
        }
        (self.may_ask(Service::ReverseDns) && !is_heard(Service::ReverseDns, &of_address))
            .then(|| self.by_dns(Service::ReverseDns, address))
    }

    /// Makes one request; `now` is for Retry-After dates and the answer's date.
    ///
    /// Cancelling drops the connection and changes nothing.
    ///
    /// # Errors
    /// [`Trouble`], classified; never a panic, whatever the server does.
    pub async fn ask(&self, errand: &Errand, now: Timestamp) -> Result<Reply, Trouble> {
        let limit = errand.time_left(self.settings.patience);
        if limit.is_zero() {
            return Err(Trouble::Timeout);
        }
        let from = Provenance {
            service: errand.service,
            registry: errand.registry,
            server: errand.host.clone(),
            request: errand.request(),
            hops: errand.trail.hops.clone(),
            fetched: now,
        };
        match &errand.request {
            Request::Url(url) => self.ask_rdap(errand, url, limit, from).await,
            Request::Line { server, line } => self.ask_whois(errand, server, line, limit, from).await,
            Request::Dns => {
                let (Some(dns), Subject::Address(address)) = (&self.dns, errand.subject) else {
                    return Err(Trouble::NotFound);
                };
                let asked = dns::ask(dns, address, from, &errand.host);
                let answer = tokio::time::timeout(limit, asked)
                    .await
                    .unwrap_or(Err(Trouble::Timeout))?;
                Ok(Reply::Answer(Box::new(answer)))
            }
        }
    }

    /// Runs an errand to its end without waiting for anybody's pace: for a single lookup.
    pub async fn follow(&self, errand: Errand, now: Timestamp) -> Heard {
        let mut errand = errand;
        loop {
            let said = match self.ask(&errand, now).await {
                Ok(Reply::Referred(next)) => {
                    errand = *next;
                    continue;
                }
                Ok(Reply::Answer(answer)) => Ok(*answer),
                Err(trouble) => Err(trouble),
            };
            return errand.heard(said, now);
        }
    }

    async fn ask_rdap(
        &self,
        errand: &Errand,
        url: &Url,
        limit: Duration,
        from: Provenance,
    ) -> Result<Reply, Trouble> {
        self.guard.permits(url)?;
        let began = Instant::now();
        let body = match self.fetcher.get(url, limit, from.fetched).await? {
            Fetched::Body(body) => body,
            Fetched::Moved(target) => {
                self.guard.permits(&target)?;
                let next = errand.onward(
                    self.registry_at(&target),
                    host_of(&target),
                    Request::Url(target),
                    began.elapsed(),
                )?;
                return Ok(Reply::Referred(Box::new(next)));
            }
        };
        match rdap::read(&body, errand.subject, from)? {
            rdap::Said::Answer(answer) => Ok(Reply::Answer(answer)),
            rdap::Said::AskInstead(registry, answer) => {
                let next = self.rdap(registry, errand.subject).and_then(|next| {
                    errand
                        .onward(Some(registry), next.host, next.request, began.elapsed())
                        .ok()
                });
                // Without anybody to ask instead, the placeholder is what there is to know.
                Ok(next.map_or(Reply::Answer(answer), |next| Reply::Referred(Box::new(next))))
            }
        }
    }

    async fn ask_whois(
        &self,
        errand: &Errand,
        server: &str,
        line: &str,
        limit: Duration,
        from: Provenance,
    ) -> Result<Reply, Trouble> {
        let (Some(registry), Subject::Address(address)) = (errand.registry, errand.subject) else {
            return Err(Trouble::NotFound);
        };
        let began = Instant::now();
        let reply = whois::exchange(&self.guard, server, line, limit).await?;
        let learned = errand.trail.learned.as_deref().cloned();
        let said = match whois::read(registry, &reply, address, from, learned.clone()) {
            // The network was found before; only the object that it refers to is missing.
            Err(Trouble::NotFound) if learned.is_some() => {
                return learned.map_or(Err(Trouble::NotFound), |answer| {
                    Ok(Reply::Answer(Box::new(answer)))
                });
            }
            said => said?,
        };
        let (next, answer) = match said {
            whois::Said::Answer(answer) => return Ok(Reply::Answer(answer)),
            whois::Said::AskInstead(other, answer) => {
                let next = self.whois(other, address);
                (
                    errand.onward(Some(other), next.host, next.request, began.elapsed()),
                    answer,
                )
            }
            whois::Said::LookUp(line, answer) => {
                let request = Request::Line {
                    server: server.to_owned(),
                    line,
                };
                let next = errand.onward(Some(registry), errand.host.clone(), request, began.elapsed());
                let next = next.map(|mut next| {
                    next.trail.learned = Some(answer.clone());
                    next
                });
                (next, answer)
            }
        };
        Ok(next.map_or(Reply::Answer(answer), |next| Reply::Referred(Box::new(next))))
    }

    fn rdap(&self, registry: Registry, subject: Subject) -> Option<Errand> {
        let base = match self.settings.rdap.get(&registry) {
            Some(base) => base.clone(),
            None => registry.rdap()?.parse().ok()?,
        };
        let mut url = base;
        {
            let mut path = url.path_segments_mut().ok()?;
            path.pop_if_empty();
            match subject {
                Subject::Address(address) => path.extend(["ip", &address.to_string()]),
                Subject::As(number) => path.extend(["autnum", &number.to_string()]),
            };
        }
        Some(Errand {
            service: Service::Rdap,
            registry: Some(registry),
            subject,
            host: host_of(&url),
            request: Request::Url(url),
            trail: Trail::default(),
        })
    }

    fn whois(&self, registry: Registry, address: IpAddr) -> Errand {
        let server = self
            .settings
            .whois
            .get(&registry)
            .map_or(registry.whois(), String::as_str);
        Errand {
            service: Service::Whois,
            registry: Some(registry),
            subject: Subject::Address(address),
            host: server.strip_suffix(":43").unwrap_or(server).to_owned(),
            request: Request::Line {
                server: server.to_owned(),
                line: whois::question(registry, address),
            },
            trail: Trail::default(),
        }
    }

    fn by_dns(&self, service: Service, address: IpAddr) -> Errand {
        Errand {
            service,
            registry: None,
            subject: Subject::Address(address),
            host: dns::zone(service, address, &self.settings.abusix_zone),
            request: Request::Dns,
            trail: Trail::default(),
        }
    }

    fn may_ask(&self, service: Service) -> bool {
        let reachable = matches!(service, Service::Rdap | Service::Whois) || self.dns.is_some();
        reachable && self.settings.services.contains(&service)
    }

    /// Whose server a URL leads to.
    fn registry_at(&self, url: &Url) -> Option<Registry> {
        let configured = self
            .settings
            .rdap
            .iter()
            .find(|(_, base)| base.origin() == url.origin());
        configured
            .map(|(registry, _)| *registry)
            .or_else(|| Registry::of_host(url.host_str()?))
    }
}

/// The registry whose WHOIS may know more than what was heard.
fn whois_for(registry: Option<Registry>, hints: &Hints, heard: &[&Heard]) -> Option<Registry> {
    let rdap = heard
        .iter()
        .find(|one| one.service == Service::Rdap && matches!(one.subject, Subject::Address(_)));
    let answer = rdap.and_then(|one| one.said.as_ref().ok());
    // A redirect tells better than the plan whose network it is.
    let registry = rdap.and_then(|one| one.registry).or(registry)?;
    let country = answer
        .and_then(|answer| answer.country.as_ref())
        .or(hints.country.as_ref());
    let national = country.and_then(|country| registry.national(country));
    let has_gaps = matches!(
        registry,
        Registry::Afrinic | Registry::RegistroBr | Registry::Jpnic | Registry::Krnic | Registry::Twnic
    );
    let failed = rdap.is_none_or(|one| {
        one.said
            .as_ref()
            .is_err_and(|trouble| !trouble.is_nothing_there())
    });
    let regional = (has_gaps || failed).then_some(registry);
    let is_asked = |registry: &Registry| {
        let mut whois = heard.iter().filter(|one| one.service == Service::Whois);
        whois.any(|one| one.first == Some(*registry) || one.registry == Some(*registry))
    };
    [national, regional]
        .into_iter()
        .flatten()
        .find(|registry| !is_asked(registry))
}

/// The host and, where it is not the usual one, the port.
fn host_of(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port()
        .map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

impl std::fmt::Debug for Sources {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sources")
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}
