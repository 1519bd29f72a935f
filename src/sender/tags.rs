//! Lists of tags as DKIM and DMARC write them: `name=value; name=value` (RFC 6376 section 3.2).

/// The tags in order, names in lower case, blanks around names and values taken off; `None` when this is no such list
/// or a name stands in it twice.
pub(super) fn read(text: &str) -> Option<Vec<(String, &str)>> {
    let mut tags: Vec<(String, &str)> = Vec::new();
    for part in text.split(';') {
        let part = part.trim();
        if part.is_empty() {
            continue;
        }
        let (name, value) = part.split_once('=')?;
        let name = name.trim().to_ascii_lowercase();
        let fine = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        if name.is_empty() || !fine || tags.iter().any(|(known, _)| *known == name) {
            return None;
        }
        tags.push((name, value.trim()));
    }
    Some(tags)
}

/// The value of a tag.
pub(super) fn value<'t>(tags: &[(String, &'t str)], name: &str) -> Option<&'t str> {
    tags.iter()
        .find(|(known, _)| known == name)
        .map(|(_, value)| *value)
}
