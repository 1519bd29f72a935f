//! What differs between registries: the steps to an abuse mailbox, whose maintainer ends inheritance, and which objects
//! are no networks.

use super::claims::Step;

/// One registry's way of saying whom to write to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Customs {
    /// What to try on one object, in order.
    pub(super) steps: &'static [Step],
    /// What it calls the reference to the abuse desk, and the desk.
    pub(super) words: (&'static str, &'static str),
    /// Maintainers that stand for the registry itself: what lies above their objects is the registry's own block.
    pub(super) keepers: &'static [&'static str],
}

/// RIPE's algorithm (the RIPE database's documentation on `abuse-c:`): the object's abuse-c, its organisation's, then
/// the next less specific object unless a registry maintainer keeps this one.
const RIPE: Customs = Customs {
    steps: &[Step::AbuseC, Step::OrganisationAbuseC],
    words: ("abuse-c", "role"),
    keepers: &["RIPE-NCC-END-MNT", "RIPE-NCC-LEGACY-MNT", "RIPE-NCC-HM-MNT"],
};

/// APNIC makes `mnt-irt` mandatory and derives the abuse-c role from it.
const APNIC: Customs = Customs {
    steps: &[Step::AbuseC, Step::Irt],
    words: ("abuse-c", "role"),
    keepers: &[],
};

/// AFRINIC: `mnt-irt`, else an `abuse-mailbox` on the organisation or on a role.
const AFRINIC: Customs = Customs {
    steps: &[
        Step::AbuseC,
        Step::Irt,
        Step::OrganisationMailbox,
        Step::ContactRole,
    ],
    words: ("abuse-c", "role"),
    keepers: &[],
};

/// ARIN: the network's own abuse contact, else its organisation's.
const ARIN: Customs = Customs {
    steps: &[Step::AbuseC, Step::OrganisationAbuseC],
    words: ("abuse POC", "POC"),
    keepers: &[],
};

/// The organisations under which ARIN's data show what is another registry's, or nobody's.
const OTHER_REGISTRIES: [&str; 5] = ["AFRINIC", "APNIC", "IANA", "LACNIC", "RIPE"];

/// Whether ARIN's data only say that a range is not ARIN's.
pub(super) fn is_of_other_registry(organisation: &str) -> bool {
    OTHER_REGISTRIES
        .iter()
        .any(|other| other.eq_ignore_ascii_case(organisation))
}

/// The customs of a registry by the name that [`registry_of`] gives; those of RIPE for one that is not known.
pub(super) fn customs(registry: &str) -> Customs {
    match registry {
        "APNIC" => APNIC,
        "ARIN" => ARIN,
        "AFRINIC" => AFRINIC,
        _ => RIPE,
    }
}

/// The registry that a `source:` value means, or `None` if it is no plain word.
///
/// National registries under APNIC publish through APNIC's dump and by its customs.
pub(super) fn registry_of(source: &str) -> Option<String> {
    let word = source.split_whitespace().next()?.to_ascii_uppercase();
    let plain = word.len() <= 32 && word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let national = ["JPNIC", "KRNIC", "TWNIC", "CNNIC", "IDNIC", "VNNIC", "IRINN"].contains(&word.as_str());
    plain.then(|| if national { "APNIC".to_owned() } else { word })
}

/// Whether an object of this name, in upper case, only says that the range is another registry's.
pub(super) fn is_placeholder(name: &str, whole_space: bool) -> bool {
    whole_space
        || matches!(name, "IANA-BLK" | "NON-RIPE-NCC-MANAGED-ADDRESS-BLOCK")
        || name.starts_with("IANA-NETBLOCK-")
}

/// Whether a handle is the dump's stand-in for a person whose data are not published.
pub(super) fn is_dummy(handle: &str) -> bool {
    handle.starts_with("DUMY-")
}
