//! Answers of every shape against what they should come to, and of no shape at all.

mod fixtures;
mod order;
mod properties;

use std::net::IpAddr;

use jiff::Timestamp;

use super::{Answer, Heard, Provenance, Registry, Service, Subject, Trouble, rdap, whois};
use crate::contact::Decision;
use crate::resolve::rules::Rules;
use crate::resolve::{Facts, Policy, Resolver};

fn now() -> Timestamp {
    "2026-03-02T10:00:00Z".parse().unwrap()
}

/// Where the answers of these tests come from.
fn provenance(service: Service, registry: Registry) -> Provenance {
    Provenance {
        service,
        registry: Some(registry),
        server: "server.example".to_owned(),
        request: "question".to_owned(),
        hops: Vec::new(),
        fetched: now(),
    }
}

/// What an octet string means when it comes as an answer.
#[derive(Debug)]
enum Said {
    Answer(Box<Answer>),
    Ask(Registry),
    LookUp(String),
}

fn said(service: Service, registry: Registry, body: &[u8], subject: Subject) -> Result<Said, Trouble> {
    let from = provenance(service, registry);
    Ok(match (service, subject) {
        (Service::Whois, Subject::Address(address)) => {
            match whois::read(registry, body, address, from, None)? {
                whois::Said::Answer(answer) => Said::Answer(answer),
                whois::Said::AskInstead(registry, _) => Said::Ask(registry),
                whois::Said::LookUp(line, _) => Said::LookUp(line),
            }
        }
        _ => match rdap::read(body, subject, from)? {
            rdap::Said::Answer(answer) => Said::Answer(answer),
            rdap::Said::AskInstead(registry, _) => Said::Ask(registry),
        },
    })
}

/// The decision about an address when this is all that was heard.
fn decided(answer: Answer, address: IpAddr, asn: Option<u32>, subject: Subject) -> Decision {
    let policy = Policy {
        allow_networks: ["192.0.2.0/24", "198.51.100.0/24", "2001:db8::/32"]
            .map(|network| network.parse().unwrap())
            .to_vec(),
        allow_domains: vec!["example".to_owned()],
        ..Policy::default()
    };
    let heard = Heard {
        service: answer.from.service,
        first: answer.from.registry,
        registry: answer.from.registry,
        host: answer.from.server.clone(),
        subject,
        asked: now(),
        within: None,
        said: Ok(answer),
    };
    let facts = Facts {
        asn,
        ..Facts::default()
    };
    Resolver::new(Rules::default(), None, policy)
        .decide_with(address, &facts, &[heard])
        .unwrap()
}
