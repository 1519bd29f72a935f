//! `forewarn contacts lookup`: the contact of any address, in a campaign or without one.

use std::io::{self, Write};
use std::net::IpAddr;
use std::sync::Arc;

use super::ask::{self, Asking, Handful, Inquiry, Site, Tally};
use super::resolve::{facts, resolver};
use super::{Context, Summary, json_of};
use crate::config::{Config, ConfigError};
use crate::contact::{Decision, Verdict};
use crate::failure::Failure;
use crate::ledger::{AddressFacts, Answers};
use crate::resolve::story;

/// What was found.
#[derive(Debug)]
pub struct Found {
    addresses: Vec<(IpAddr, Arc<Decision>)>,
    online: Tally,
}

/// Looks addresses up by the rules, dumps and kept answers of the folder, then over the network. Without a
/// `campaign.toml` in it, everything is as it comes, and nothing is written.
///
/// # Errors
/// When rules, dumps or kept answers cannot be used.
pub fn run(context: &Context, addresses: &[IpAddr], inquiry: Inquiry) -> Result<Found, Failure> {
    let now = context.clock.now();
    let (config, answers) = match Config::load(&context.folder) {
        Ok(config) => {
            let answers = ask::answers(&config, inquiry.offline, now)?;
            (config, answers)
        }
        Err(ConfigError::Missing { .. }) => (Config::of_nothing(&context.folder), None),
        Err(error) => return Err(error.into()),
    };
    let answers = answers.map_or_else(Answers::in_memory, Ok)?;
    let resolver = resolver(&config)?;
    let mut handful = Handful::default();
    for address in addresses {
        let address = address.to_canonical();
        let known = AddressFacts {
            address,
            asn: None,
            country: None,
            hostname: None,
        };
        if resolver.boundary(address).map_err(Failure::outside)?.is_none() {
            let decision = resolver
                .decide(address, &facts(&known))
                .map_err(Failure::outside)?;
            handful.decided.borrow_mut().insert(address, decision);
        } else {
            handful.addresses.insert(address, known);
        }
    }
    let mut sites: Vec<Site> = Vec::new();
    for address in handful.addresses.keys() {
        if sites
            .iter()
            .any(|site| site.boundary.0 <= *address && *address <= site.boundary.1)
        {
            continue;
        }
        if let Some(boundary) = resolver.boundary(*address).map_err(Failure::outside)? {
            let weight = handful.addresses.range(boundary.0..=boundary.1).count() as u64;
            sites.extend(Site::over(&handful, boundary, boundary, weight)?);
        }
    }
    let asking = Asking {
        config: &config,
        resolver: &resolver,
        answers: Some(&answers),
        suppressed: Arc::default(),
    };
    let online = ask::run(context, asking, &handful, sites, inquiry)?;
    let decided = handful.decided.into_inner();
    let in_order = addresses.iter().map(IpAddr::to_canonical);
    Ok(Found {
        addresses: in_order
            .filter_map(|address| Some((address, Arc::clone(decided.get(&address)?))))
            .collect(),
        online,
    })
}

impl Summary for Found {
    fn people(&self, out: &mut dyn Write) -> io::Result<()> {
        for (number, (address, decision)) in self.addresses.iter().enumerate() {
            if number > 0 {
                writeln!(out)?;
            }
            for line in story(decision, *address) {
                writeln!(out, "{line}")?;
            }
        }
        for (host, put_off) in &self.online.put_off {
            writeln!(out, "{host} was not asked: {}.", put_off.why)?;
        }
        Ok(())
    }

    fn json(&self) -> serde_json::Value {
        let found = self.addresses.iter().map(|(address, decision)| {
            let mailbox = match &decision.verdict {
                Verdict::Notify(mailbox) => Some(mailbox),
                Verdict::Suppress | Verdict::Unresolved(_) => None,
            };
            serde_json::json!({
                "address": address, "contact": mailbox, "confidence": decision.confidence,
                "decision": json_of(&**decision), "story": story(decision, *address),
            })
        });
        serde_json::Value::Array(found.collect())
    }

    fn leaves_work(&self) -> bool {
        let nobody =
            |(_, decision): &(IpAddr, Arc<Decision>)| matches!(decision.verdict, Verdict::Unresolved(_));
        self.addresses.iter().any(nobody)
    }
}
