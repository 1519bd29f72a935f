//! What an answer says, in the terms of a decision: candidates, and sentences for its story.

use super::answer::{Answer, Heard, Scope};
use crate::contact::{Candidate, Consultation, Source, published_addresses};
use crate::resolve::Policy;
use crate::resolve::weigh::{Context, candidate, is_abuse_like};

/// The most that a mailbox counts which is named for the AS that announces a network.
const AS_LEVEL: u8 = 50;

impl Answer {
    /// Who said it.
    pub(in crate::resolve) fn source(&self) -> Source {
        Source::Online {
            service: self.from.service.name().to_owned(),
            server: self.from.server.clone(),
            request: self.from.request.clone(),
            fetched: self.from.fetched,
        }
    }

    /// The mailboxes that it names, in its order, each judged by the policy.
    pub(in crate::resolve) fn candidates(&self, policy: &Policy) -> Vec<Candidate> {
        let mut found = Vec::new();
        if self.placeholder {
            return found;
        }
        for offer in &self.claims.offers {
            // A line break inside means that somebody tries something: the whole of it is judged, and refused.
            let broken = offer.published.trim().contains(['\r', '\n']);
            let mut addresses = if broken {
                vec![offer.published.as_str()]
            } else {
                published_addresses(&offer.published)
            };
            addresses.sort_by_key(|address| !is_abuse_like(address));
            for published in addresses {
                let context = Context {
                    source: self.source(),
                    object: self.object(),
                    path: [self.object()]
                        .into_iter()
                        .chain(offer.path.iter().cloned())
                        .collect(),
                    depth: 0,
                    range: self.network(),
                    holder: self.claims.holder.as_ref().map(|holder| holder.handle.as_str()),
                };
                let mut one = candidate(published, offer, context, policy);
                if let Scope::As(number) = self.scope {
                    one.confidence = one.confidence.min(AS_LEVEL);
                    one.marks
                        .push(format!("it is named for AS{number}, which announces the network"));
                }
                found.push(one);
            }
        }
        found
    }

    /// Class, key and name of what it is about.
    fn object(&self) -> String {
        let object = match self.scope {
            Scope::Network(first, last) => format!("network {first} - {last}"),
            Scope::As(number) => format!("AS{number}"),
        };
        // RIPE's handle is the range once more.
        let names: Vec<&str> = [self.handle.as_str(), self.name.as_str()]
            .into_iter()
            .filter(|name| !name.is_empty() && !object.ends_with(name))
            .collect();
        if names.is_empty() {
            object
        } else {
            format!("{object} ({})", names.join(", "))
        }
    }
}

impl Heard {
    /// Who was asked and what it said, in sentences.
    pub(in crate::resolve) fn consultation(&self) -> Consultation {
        let date = self.asked.strftime("%Y-%m-%d");
        let source = format!("{} at {} about {}, {date}", self.service, self.host, self.subject);
        let answers = match &self.said {
            Ok(answer) => answer.sentences(),
            Err(trouble) => vec![trouble.to_string()],
        };
        Consultation { source, answers }
    }
}

impl Answer {
    fn sentences(&self) -> Vec<String> {
        let mut said = Vec::new();
        for hop in &self.from.hops {
            said.push(format!("{hop} referred to the next"));
        }
        let object = self.object();
        if self.placeholder {
            said.push(format!(
                "only {object} covers the address: it says that the range is another registry's"
            ));
            return said;
        }
        let described = self.claims.described(self.country.as_deref());
        let origin = self
            .origin
            .map(|number| format!(", announced by AS{number}"))
            .unwrap_or_default();
        said.push(format!("it is {object}{described}{origin}"));
        said.extend(self.claims.gaps.iter().cloned());
        for offer in &self.claims.offers {
            said.push(format!(
                "it names {} by {}",
                offer.published,
                offer.path.join(", ")
            ));
        }
        if self.claims.offers.is_empty() && self.origin.is_none() {
            said.push("it leads to no abuse mailbox".to_owned());
        }
        said
    }
}
