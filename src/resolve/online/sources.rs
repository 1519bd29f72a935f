//! All online sources together, and asking one of them; `next` says whom.

use std::fs::File;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::time::Instant;
use url::Url;

use super::answer::{Heard, Provenance, Reply};
use super::bootstrap::{Bootstrap, BootstrapError};
use super::errand::{Errand, Request, Subject};
use super::fetch::{Fetched, Fetcher};
use super::guard::Guard;
use super::registry::Registry;
use super::settings::Settings;
use super::trouble::Trouble;
use super::{dns, rdap, whois};
use crate::dns::Dns;

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
    pub(super) settings: Settings,
    pub(super) bootstrap: Bootstrap,
    guard: Arc<Guard>,
    fetcher: Fetcher,
    pub(super) dns: Option<Dns>,
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

/// The host and, where it is not the usual one, the port.
pub(super) fn host_of(url: &Url) -> String {
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
