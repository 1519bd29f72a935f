//! Domains that no mail server on the internet answers for.

/// Names that are reserved together with everything below them.
///
/// Source: IANA's Special-Use Domain Names registry (RFC 6761 and updates: RFC 2606, 6762, 7686, 8375, 9476), and
/// `internal`, which ICANN has reserved for private use.
const RESERVED: [&str; 17] = [
    "6tisch.arpa",
    "alt",
    "eap-noob.arpa",
    "eap.arpa",
    "example",
    "example.com",
    "example.net",
    "example.org",
    "home.arpa",
    "internal",
    "invalid",
    "ipv4only.arpa",
    "local",
    "localhost",
    "onion",
    "resolver.arpa",
    "test",
];

/// The reserved name that `domain` (lower-case A-labels) equals or lies under, if any.
pub(super) fn reserved_under(domain: &str) -> Option<&'static str> {
    RESERVED.into_iter().find(|reserved| {
        let head = domain.strip_suffix(reserved);
        head.is_some_and(|head| head.is_empty() || head.ends_with('.'))
    })
}

/// Whether `domain` is `parent` or a name below it; a leading dot or `*.` of `parent` counts for nothing.
pub(super) fn is_under(domain: &str, parent: &str) -> bool {
    let parent = parent.trim_start_matches("*.").trim_start_matches('.');
    let Some(start) = domain.len().checked_sub(parent.len()) else {
        return false;
    };
    !parent.is_empty()
        && domain
            .get(start..)
            .is_some_and(|tail| tail.eq_ignore_ascii_case(parent))
        && (start == 0 || domain.get(..start).is_some_and(|head| head.ends_with('.')))
}
