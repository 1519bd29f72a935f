//! `forewarn suppress`: the list of what must not be written to.

use std::io::{self, Write};

use ipnet::IpNet;

use super::table::table;
use super::{Campaign, Context, Summary, json_of};
use crate::failure::Failure;
use crate::ledger::{Cause, Suppression, SuppressionKind};

/// What was asked for.
#[derive(Debug, Clone)]
pub enum Request {
    /// Add these, for this reason.
    Add {
        /// What.
        what: Vec<String>,
        /// Why.
        reason: String,
        /// Letters to it come back: the next contact of its networks is written to instead.
        dead: bool,
    },
    /// Remove these.
    Remove(Vec<String>),
    /// Only list.
    List,
}

/// The list as it is now.
#[derive(Debug)]
pub struct Suppressions {
    done: Vec<String>,
    list: Option<Vec<Suppression>>,
}

/// Changes or lists the suppressions.
///
/// # Errors
/// When something cannot be read as a mailbox, domain, network, address or AS, or is not on the list; then nothing
/// has changed.
pub fn run(context: &Context, request: &Request) -> Result<Suppressions, Failure> {
    let read = |texts: &[String]| -> Result<Vec<SuppressionKind>, Failure> {
        texts
            .iter()
            .map(|text| {
                SuppressionKind::parse(text).ok_or_else(|| {
                    Failure::usage(format!("{text:?} cannot be suppressed")).hint(
                        "write abuse@example.net, example.net, 192.0.2.0/24, 192.0.2.1, 2001:db8::/32 or AS64500",
                    )
                })
            })
            .collect()
    };
    let now = context.clock.now();
    match request {
        Request::Add { what, reason, dead } => {
            let kinds = read(what)?;
            if *dead
                && let Some(kind) = kinds
                    .iter()
                    .find(|kind| !matches!(kind, SuppressionKind::Mailbox(_)))
            {
                return Err(Failure::usage(format!(
                    "{kind} is no mailbox, and only a mailbox can be dead"
                )));
            }
            if let Some(SuppressionKind::Network(network)) = kinds.iter().find(|kind| is_half_the_world(kind))
            {
                return Err(Failure::usage(format!(
                    "{network} would suppress a large part of the internet: surely a slip"
                ))
                .hint("to stop a whole campaign, do not send it; what is not approved does not leave"));
            }
            let cause = if *dead { Cause::Bounce } else { Cause::Operator };
            let ledger = Campaign::join(context, "suppress")?.ledger;
            for kind in &kinds {
                ledger.suppress(kind, cause, reason, now)?;
            }
            Ok(Suppressions {
                done: kinds.iter().map(|kind| format!("{kind} is suppressed")).collect(),
                list: None,
            })
        }
        Request::Remove(texts) => {
            let kinds = read(texts)?;
            let ledger = Campaign::change(context, "suppress")?.ledger;
            let mut known = ledger.suppressions()?;
            known.extend(ledger.shared_suppressions()?);
            let on_it = |kind: &SuppressionKind| {
                let text = kind.to_string();
                known.iter().any(|entry| entry.value == text)
            };
            if let Some(missing) = kinds.iter().find(|kind| !on_it(kind)) {
                return Err(Failure::usage(format!("{missing} is not suppressed"))
                    .hint("see the list with: forewarn suppress list"));
            }
            for kind in &kinds {
                ledger.unsuppress(kind, now)?;
            }
            Ok(Suppressions {
                done: kinds
                    .iter()
                    .map(|kind| format!("{kind} is allowed again"))
                    .collect(),
                list: None,
            })
        }
        Request::List => {
            let ledger = Campaign::look(context)?.ledger;
            let mut list = ledger.suppressions()?;
            list.extend(ledger.shared_suppressions()?);
            Ok(Suppressions {
                done: Vec::new(),
                list: Some(list),
            })
        }
    }
}

/// Whether this is a larger network than anybody holds.
fn is_half_the_world(kind: &SuppressionKind) -> bool {
    match kind {
        SuppressionKind::Network(IpNet::V4(network)) => network.prefix_len() < 8,
        SuppressionKind::Network(IpNet::V6(network)) => network.prefix_len() < 16,
        _ => false,
    }
}

impl Summary for Suppressions {
    fn people(&self, out: &mut dyn Write) -> io::Result<()> {
        for line in &self.done {
            writeln!(out, "{line}")?;
        }
        match &self.list {
            Some(list) if list.is_empty() => writeln!(out, "nothing is suppressed"),
            Some(list) => {
                let mut rows = table(&["what", "kind", "cause", "since", "reason"]);
                for entry in list {
                    let since = format!("{:.0}", entry.added_at);
                    rows.add_row([
                        entry.value.clone(),
                        entry.kind.clone(),
                        entry.cause.as_str().to_owned(),
                        since,
                        match &entry.shared_by {
                            Some(campaign) => format!("{} (shared by {campaign})", entry.reason),
                            None => entry.reason.clone(),
                        },
                    ]);
                }
                writeln!(out, "{}", rows.trim_fmt())
            }
            None => Ok(()),
        }
    }

    fn json(&self) -> serde_json::Value {
        match &self.list {
            Some(list) => json_of(list),
            None => json_of(&self.done),
        }
    }
}
