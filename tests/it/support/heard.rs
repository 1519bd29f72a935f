//! What a decision makes of what was heard online, with nothing else to go by.

use std::net::IpAddr;

use forewarn::contact::{Decision, Verdict};
use forewarn::resolve::online::Heard;
use forewarn::resolve::rules::Rules;
use forewarn::resolve::{Facts, Policy, Resolver};

/// The address that the tests of online sources ask about.
pub(crate) fn address() -> IpAddr {
    "192.0.2.9".parse().unwrap()
}

/// What is decided about [`address`].
pub(crate) fn decision(heard: &[Heard]) -> Decision {
    let policy = Policy {
        allow_networks: vec!["192.0.2.0/24".parse().unwrap()],
        allow_domains: vec!["example".to_owned()],
        ..Policy::default()
    };
    let resolver = Resolver::new(Rules::default(), None, policy);
    resolver.decide_with(address(), &Facts::default(), heard).unwrap()
}

/// The mailbox that it comes to, or why to none.
pub(crate) fn contact(heard: &[Heard]) -> String {
    match decision(heard).verdict {
        Verdict::Notify(mailbox) => mailbox.to_string(),
        Verdict::Unresolved(reason) => reason.to_string(),
        Verdict::Suppress => "suppress".to_owned(),
    }
}
