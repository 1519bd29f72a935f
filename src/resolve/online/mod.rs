//! The sources that are asked over the network, one question at a time: RDAP, WHOIS, DNS.
//!
//! What goes in: an [`Errand`], which is one request to one server. What comes out: a [`Reply`], which is either an
//! [`Answer`] or the next errand (a redirect, a referral, a handle to look up), or a [`Trouble`]. Nothing is kept,
//! retried or paced here: that is the caller's, and an errand names the host whose pace it takes up, so a chain over
//! three servers waits for its turn at each of them.
//!
//! ```text
//! Sources::next(address, hints, heard) -> Errand            whom to ask first, then next, given what was said
//!     Sources::ask(errand, now) -> Answer | next Errand     one request; the trail of hops travels in the errand
//!         Heard { service, host, asked, said }              to be stored; serde
//!     Resolver::decide_with(address, facts, &[Heard])       weighs answers with rules and index: one Decision
//! ```
//!
//! An answer holds what the source said and not what we think of it: addresses as published, with the step that led
//! to each. Reject list, usable form, threshold and confidence are applied when a decision is made, by the same code
//! that weighs registry dumps; so a stored answer stays right when the operator's policy changes.
//!
//! A stored [`Heard`] tells by [`Trouble::is_nothing_there`] whether it is a negative answer or trouble, by
//! [`Trouble::until`] when the server wants to be asked again, by [`Trouble::is_of_host`] whether its host's other
//! errands should wait too, and by [`Answer::covers`] which addresses it is valid for.
//!
//! Invariants: a failure is never an answer, and only [`Trouble::NotFound`] may be remembered as "nothing there, at
//! that server". No connection is made to a loopback, private or otherwise special address unless the operator has
//! configured that very server ([`Settings`]); see `guard`. No reply, whatever its octets, panics or takes more than
//! 2 MiB and a small multiple of it in memory. Time is 10 s for an errand and all its hops.

mod answer;
mod bootstrap;
mod dns;
mod errand;
mod fetch;
mod guard;
mod lenient;
mod next;
mod rdap;
mod registry;
mod settings;
mod sources;
mod testimony;
mod tls;
mod trouble;
mod whois;
mod wording;

pub use answer::{Answer, Heard, Provenance, Reply, Scope};
pub use bootstrap::BootstrapError;
pub use errand::{Errand, Service, Subject};
pub use next::Hints;
pub use registry::Registry;
pub use settings::{Settings, user_agent};
pub use sources::{SetupError, Sources};
pub use trouble::Trouble;

#[cfg(test)]
mod tests;
