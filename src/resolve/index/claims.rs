//! What a network object says about abuse, worked out from its references when a dump is imported.
//!
//! Most networks of a holder say the same, so claims are kept once and networks refer to them by number.

use serde::{Deserialize, Serialize};

/// What one network object says, without what it may inherit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::resolve) struct Claims {
    /// The mailboxes it names, in the order of the registry's algorithm.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(in crate::resolve) offers: Vec<Offer>,
    /// Where a reference led nowhere, in words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(in crate::resolve) gaps: Vec<String>,
    /// Who holds it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::resolve) holder: Option<Holder>,
    /// `language:` of the object, then of its organisation.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(in crate::resolve) languages: Vec<String>,
}

/// A text published as a mailbox, and how the object leads to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::resolve) struct Offer {
    /// As published.
    pub(in crate::resolve) published: String,
    /// Which step of the algorithm found it.
    pub(in crate::resolve) step: Step,
    /// The references followed, such as `org ORG-EX1`, `abuse-c AR1-EX`.
    pub(in crate::resolve) path: Vec<String>,
    /// The registry's own doubt about it, in its words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::resolve) doubt: Option<String>,
}

impl Claims {
    /// Country and holder of a network that claims this, to be put behind its name: `, country FR, held by ORG-EX1 (Example)`.
    pub(in crate::resolve) fn described(&self, country: Option<&str>) -> String {
        let mut described = String::new();
        if let Some(country) = country {
            described.extend([", country ", country]);
        }
        if let Some(holder) = &self.holder {
            described.extend([", held by ", &holder.handle]);
            if !holder.name.is_empty() {
                described.extend([" (", &holder.name, ")"]);
            }
        }
        described
    }
}

/// The organisation that `org:` names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::resolve) struct Holder {
    /// Its handle.
    pub(in crate::resolve) handle: String,
    /// Its name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(in crate::resolve) name: String,
    /// Its country, two letters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::resolve) country: Option<String>,
}

/// The steps that registries' algorithms are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::resolve) enum Step {
    /// The object's `abuse-c` names a role with an `abuse-mailbox`.
    AbuseC,
    /// The object's `org` has an `abuse-c`.
    OrganisationAbuseC,
    /// The object's `mnt-irt` names an incident response team with an `abuse-mailbox`.
    Irt,
    /// The object's `org` has an `abuse-mailbox` itself.
    OrganisationMailbox,
    /// A role that the object names as `admin-c` or `tech-c` has an `abuse-mailbox`.
    ContactRole,
    /// A less specific network names it, or its organisation.
    Inherited,
    /// Abusix's contact database names it.
    Abusix,
    /// It looks like one for abuse and stands on the card of the network's holder.
    Registrant,
    /// It stands in remarks, on a line that speaks of abuse.
    Remark,
    /// A role for technical matters has it.
    Technical,
    /// It is the abuse mailbox that every domain should have (RFC 2142), of the domain of the address's host name.
    ReverseDns,
}
