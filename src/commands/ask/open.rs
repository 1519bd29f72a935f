//! What is needed to ask: the sources as configured, the kept answers, and the sites that are open.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::{Flagged, Range, Site};
use crate::config::Config;
use crate::dns::Dns;
use crate::failure::Failure;
use crate::ledger::{Answers, Ledger, LedgerError};
use crate::resolve::Resolver;
use crate::resolve::agenda::{Keeping, Paces};
use crate::resolve::online::{Sources, user_agent};

/// How to ask.
#[derive(Debug, Clone, Copy, Default)]
pub struct Inquiry {
    /// Not at all: kept answers alone.
    pub offline: bool,
    /// Requests, at most.
    pub limit: Option<u64>,
    /// Kept answers do not count.
    pub refresh: bool,
}

/// Who can be asked, as the campaign has it.
pub(super) struct Counter {
    pub(super) sources: Arc<Sources>,
    /// Servers that the operator has named: nobody else is told of special-purpose addresses.
    pub(super) own: BTreeSet<String>,
    pub(super) own_dns: bool,
    pub(super) paces: Paces,
}

impl Counter {
    /// `None` when nobody may be asked. To be called in a runtime.
    pub(super) fn of(config: &Config) -> Result<Option<Self>, Failure> {
        if config.online.services.is_empty() {
            return Ok(None);
        }
        let sender = &config.sender;
        let settings = config
            .online
            .settings(user_agent(&sender.organisation, &sender.address));
        let mut own: BTreeSet<String> = settings
            .whois
            .values()
            .map(|server| server.strip_suffix(":43").unwrap_or(server).to_owned())
            .collect();
        own.extend(settings.rdap.values().map(|url| {
            let host = url.host_str().unwrap_or_default();
            url.port()
                .map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
        }));
        // A machine without a resolver can still ask by WHOIS and RDAP at addresses, and needs nothing else in a test.
        let dns = match Dns::new(config.dns.server, config.dns.deadline()) {
            Ok(dns) => Some(dns),
            Err(error) => {
                tracing::warn!("{error}: sources in the DNS are not asked");
                None
            }
        };
        let sources = Sources::new(settings, dns).map_err(Failure::usage)?;
        Ok(Some(Self {
            sources: Arc::new(sources),
            own,
            own_dns: config.dns.server.is_some(),
            paces: config.online.paces(),
        }))
    }
}

/// How long answers count in this campaign.
pub(super) fn keeping(config: &Config) -> Keeping {
    let day = Duration::from_hours(24);
    Keeping {
        contact: day * u32::from(config.online.contact_days),
        nothing: day * u32::from(config.online.nothing_days),
        ..Keeping::default()
    }
}

/// The campaign's kept answers; `None` when there are none, and none can be added.
pub(in crate::commands) fn answers(
    config: &Config,
    offline: bool,
    now: Timestamp,
) -> Result<Option<Answers>, Failure> {
    let file = &config.online.answers;
    if offline && !file.exists() {
        return Ok(None);
    }
    Answers::open(file, now).map(Some).map_err(|error| {
        let damaged = matches!(error, LedgerError::Damaged { .. } | LedgerError::Sqlite(_));
        let failure = Failure::outside(error);
        if damaged {
            failure.hint(format!(
                "{} holds nothing that cannot be asked again: move it away",
                file.display()
            ))
        } else {
            failure
        }
    })
}

/// The sites of all open addresses of a campaign.
///
/// # Errors
/// When ledger or index cannot be read.
pub(in crate::commands) fn open(ledger: &Ledger, resolver: &Resolver) -> Result<Vec<Site>, Failure> {
    let mut found: Vec<(Range, u64)> = Vec::new();
    // The ledger's order mixes the two families.
    let mut latest: [Option<(Range, u64)>; 2] = [None, None];
    ledger.each_open(|address: IpAddr| -> Result<(), Failure> {
        let [four, six] = &mut latest;
        let latest = if address.is_ipv4() { four } else { six };
        if let Some((range, weight)) = latest
            && address <= range.1
        {
            *weight += 1;
            return Ok(());
        }
        if let Some(boundary) = resolver.boundary(address).map_err(Failure::outside)? {
            found.extend(latest.replace((boundary, 1)));
        }
        Ok(())
    })?;
    found.extend(latest.into_iter().flatten());
    found
        .into_iter()
        .filter_map(|(boundary, weight)| Site::over(ledger, boundary, boundary, weight).transpose())
        .collect()
}

impl Site {
    /// The site of a range with so many open addresses, its middle one to be asked about: the odds are best that the
    /// largest network inside holds that.
    pub(in crate::commands) fn over(
        flagged: &dyn Flagged,
        boundary: Range,
        range: Range,
        weight: u64,
    ) -> Result<Option<Self>, Failure> {
        let middle = flagged.within(range, weight / 2, 1)?;
        Ok(middle.into_iter().next().map(|facts| Self {
            boundary,
            range,
            weight,
            facts,
            heard: Vec::new(),
            recalled: false,
            tries: 0,
        }))
    }
}
