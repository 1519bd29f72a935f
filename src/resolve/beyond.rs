//! Who else might be written to, when no network names anybody: the AS that announces it, the CSIRT of its country.

use super::index::Index;
use super::index::claims::{Offer, Step};
use super::weigh::{Context, candidate};
use super::{ResolveError, Resolver};
use crate::contact::{Candidate, Consultation, Source, published_addresses};

/// The most a mailbox of the AS can count: its people route the network, they need not run it.
const OF_ORIGIN: u8 = 50;
/// A national CSIRT passes on what it gets, if at all: for a person to decide.
const OF_COUNTRY: u8 = 10;

/// What the registries' dumps say of the AS that announces the address.
pub(super) fn of_origin(
    resolver: &Resolver,
    origin: Option<u32>,
    candidates: &mut Vec<Candidate>,
    consulted: &mut Vec<Consultation>,
) -> Result<(), ResolveError> {
    let Some(asn) = origin else { return Ok(()) };
    for registry in resolver.registries() {
        let Some((name, dump, claims)) = registry.autonomous_system(asn)? else {
            continue;
        };
        let about = registry.about();
        let object = format!("aut-num AS{asn}");
        let named = if name.is_empty() {
            object.clone()
        } else {
            format!("{object} ({name})")
        };
        let mut answers = vec![format!("the address is announced by {named}")];
        answers.extend(claims.gaps.iter().map(|gap| format!("{object}: {gap}")));
        for offer in &claims.offers {
            answers.push(format!(
                "{object} names {} by {}",
                offer.published,
                offer.path.join(", ")
            ));
            for published in published_addresses(&offer.published) {
                let context = Context {
                    source: Source::Dump {
                        registry: about.registry.clone(),
                        file: dump.file.clone(),
                        dated: dump.dated,
                        imported: about.imported,
                    },
                    object: object.clone(),
                    path: [named.clone()].iter().chain(&offer.path).cloned().collect(),
                    depth: 0,
                    range: None,
                    holder: claims.holder.as_ref().map(|holder| holder.handle.as_str()),
                };
                let mut found = candidate(published, offer, context, &resolver.policy);
                found.confidence = found.confidence.min(OF_ORIGIN);
                candidates.push(found);
            }
        }
        if claims.offers.is_empty() {
            answers.push(format!("{object} leads to no abuse mailbox"));
        }
        consulted.push(Consultation {
            source: format!("the {} dump {} about the AS", about.registry, dump.file),
            answers,
        });
    }
    Ok(())
}

/// What stands for a registry where the list of CSIRTs names the mailbox.
const CSIRT: &str = "CSIRT";

/// Whether a candidate is a country's CSIRT.
pub(super) fn is_of_country(candidate: &Candidate) -> bool {
    matches!(&candidate.source, Source::Dump { registry, .. } if registry == CSIRT)
}

/// The operator's list of national CSIRTs.
pub(super) fn of_country(
    resolver: &Resolver,
    country: Option<&str>,
    candidates: &mut Vec<Candidate>,
    consulted: &mut Vec<Consultation>,
) {
    let Some(teams) = resolver.index().and_then(Index::teams) else {
        return;
    };
    let team = country.and_then(|country| teams.of(country));
    let answer = match (country, team) {
        (None, _) => "the country is not known".to_owned(),
        (Some(country), None) => format!("no team of {country} is listed"),
        (Some(country), Some(team)) => format!("the team of {country} is {} {}", team.name, team.mailbox),
    };
    consulted.push(Consultation {
        source: format!("the list of national CSIRTs in {}", teams.dump.file),
        answers: vec![answer],
    });
    let Some(team) = team else { return };
    let object = format!("the CSIRT of {}", team.country);
    let offer = Offer {
        published: team.mailbox.clone(),
        step: Step::ContactRole,
        path: Vec::new(),
        doubt: None,
    };
    let context = Context {
        source: Source::Dump {
            registry: CSIRT.to_owned(),
            file: teams.dump.file.clone(),
            dated: teams.dump.dated,
            imported: teams.imported,
        },
        path: vec![object.clone()],
        object,
        depth: 0,
        range: None,
        holder: None,
    };
    let mut found = candidate(&team.mailbox, &offer, context, &resolver.policy);
    found.confidence = found.confidence.min(OF_COUNTRY);
    candidates.push(found);
}
