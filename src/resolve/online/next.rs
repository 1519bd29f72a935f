//! Whom to ask next about an address, given what is known and what was heard.

use std::net::IpAddr;

use super::answer::Heard;
use super::errand::{Errand, Request, Service, Subject, Trail};
use super::registry::Registry;
use super::sources::{Sources, host_of};
use super::trouble::Trouble;
use super::{dns, whois};
use crate::resolve::index::{Index, IndexError};

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
        let standing = index.standing(address)?;
        Ok(Self {
            asn,
            registry: standing.registry().map(Registry::from),
            country: standing.given().and_then(|block| block.country.clone()),
        })
    }
}

impl Sources {
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

    pub(super) fn rdap(&self, registry: Registry, subject: Subject) -> Option<Errand> {
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

    pub(super) fn whois(&self, registry: Registry, address: IpAddr) -> Errand {
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
