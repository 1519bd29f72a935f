//! What registries say in words: that numbers are somebody else's, that a mailbox is in doubt, where a holder lives.

use super::registry::Registry;

/// The registry that an ARIN organisation handle stands for: whole blocks are registered to the other registries.
pub(super) fn registry_handle(handle: &str) -> Option<Registry> {
    ["RIPE", "APNIC", "LACNIC", "AFRINIC"]
        .into_iter()
        .find(|name| handle.eq_ignore_ascii_case(name))
        .and_then(Registry::of_name)
}

/// The registry of `Early Registrations, Transferred to RIPE NCC`, `Allocated to APNIC`, `Transferred to the ARIN region`.
pub(super) fn transferred_to(text: &str) -> Option<Registry> {
    let lower = text.to_ascii_lowercase();
    let tail = ["transferred to", "allocated to"]
        .into_iter()
        .find_map(|words| lower.split_once(words).map(|(_, tail)| tail))?;
    tail.split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(4)
        .find_map(Registry::of_name)
        .filter(|registry| {
            matches!(
                registry,
                Registry::Afrinic | Registry::Apnic | Registry::Arin | Registry::Lacnic | Registry::Ripe
            )
        })
}

/// Whether an object of this name only marks where numbers have gone (APNIC's stubs and early registrations).
pub(super) fn is_stub(name: &str) -> bool {
    let name = name.trim().to_ascii_uppercase();
    name.starts_with("STUB-") || name.starts_with("ERX-NETBLOCK")
}

/// Whether a handle is a maintainer's, which says who may change an object and not whose network it is.
pub(super) fn is_maintainer(handle: &str) -> bool {
    let handle = handle.to_ascii_uppercase();
    handle.starts_with("MNT-") || handle.ends_with("-MNT") || handle.contains("-MNT-")
}

/// Whether a line speaks of abuse, in the languages that remarks are written in.
pub(super) fn speaks_of_abuse(line: &str) -> bool {
    let lower = line.to_lowercase();
    ["abuse", "abuso", "spam", "incident"]
        .iter()
        .any(|word| lower.contains(word))
}

/// Whether a remark casts doubt on a mailbox: on this one by name, or on the whole card.
pub(super) fn doubts(line: &str, published: &str) -> bool {
    let lower = line.to_ascii_lowercase();
    let doubtful = [
        "unvalidated",
        "no response from the poc",
        "is invalid",
        "is not valid",
        "validation failed",
        "could not be validated",
        "suspected to be invalid",
    ];
    let names = lower.contains('@');
    doubtful.iter().any(|words| lower.contains(words))
        && (!names || lower.contains(&published.trim().to_ascii_lowercase()))
}

/// The code of a country that is written as a code or, in the regions that have no codes in their answers, by name.
pub(super) fn country(text: &str) -> Option<String> {
    const NAMES: [(&str, &str); 16] = [
        ("anguilla", "AI"),
        ("bahamas", "BS"),
        ("barbados", "BB"),
        ("bermuda", "BM"),
        ("brazil", "BR"),
        ("canada", "CA"),
        ("cayman islands", "KY"),
        ("grenada", "GD"),
        ("guadeloupe", "GP"),
        ("jamaica", "JM"),
        ("martinique", "MQ"),
        ("puerto rico", "PR"),
        ("saint lucia", "LC"),
        ("united states", "US"),
        ("united states of america", "US"),
        ("usa", "US"),
    ];
    let text = text.trim().trim_end_matches('.');
    let by_name = NAMES.iter().find(|(name, _)| text.eq_ignore_ascii_case(name));
    by_name
        .map(|(_, code)| (*code).to_owned())
        .or_else(|| crate::resolve::index::country_code(text))
}

/// The country on the last line of a postal label; servers break lines with `\n`, or with a backslash and an n.
pub(super) fn country_of_label(label: &str) -> Option<String> {
    let lines = label.replace("\\n", "\n");
    lines
        .lines()
        .rev()
        .map(str::trim)
        .find(|line| !line.is_empty())
        .and_then(country)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_where_numbers_have_gone() {
        for (text, registry) in [
            (
                "Early Registrations, Transferred to RIPE NCC",
                Some(Registry::Ripe),
            ),
            ("Allocated to APNIC", Some(Registry::Apnic)),
            (
                "Transferred to the ARIN region on 2016-01-01",
                Some(Registry::Arin),
            ),
            ("Transferred to Example Ltd", None),
            ("DIRECT ALLOCATION", None),
            ("allocated to", None),
        ] {
            assert_eq!(transferred_to(text), registry, "{text}");
        }
    }

    #[test]
    fn a_doubt_about_another_mailbox_is_none_about_this() {
        assert!(doubts("abuse@net.example is invalid", "Abuse@net.example"));
        assert!(!doubts("old@net.example is invalid", "abuse@net.example"));
        assert!(doubts("Unvalidated POC", "abuse@net.example"));
        assert!(!doubts(
            "abuse@net.example was validated on 2026-01-02",
            "abuse@net.example"
        ));
    }

    #[test]
    fn a_country_is_a_code_or_a_name_on_the_last_line() {
        assert_eq!(
            country_of_label("1 Main St\\nReston\\nVA\\nUnited States"),
            Some("US".to_owned())
        );
        assert_eq!(
            country_of_label("1 rue\nMontréal\nCanada\n"),
            Some("CA".to_owned())
        );
        assert_eq!(country_of_label("Somewhere in Atlantis"), None);
        assert_eq!(country_of_label(""), None);
    }
}
