//! How commands are written and answers taken apart.

/// A quoted string (RFC 3501 section 4.3); what cannot stand in one is left out.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars().filter(|c| !c.is_control()) {
        if matches!(c, '"' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out.push('"');
    out
}

/// Numbers as a sequence set, runs joined: `3:5,9`.
pub(super) fn set(uids: &[u32]) -> String {
    let mut out = String::new();
    for run in uids.chunk_by(|one, next| one.checked_add(1) == Some(*next)) {
        let (Some(first), Some(last)) = (run.first(), run.last()) else {
            continue;
        };
        if !out.is_empty() {
            out.push(',');
        }
        out.push_str(&first.to_string());
        if last != first {
            out.push(':');
            out.push_str(&last.to_string());
        }
    }
    out
}

/// The number that stands behind a mark.
pub(super) fn number_behind(text: &str, mark: &str) -> Option<u32> {
    let (_, rest) = text.split_once(mark)?;
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    rest.get(..end)?.parse().ok()
}

/// A server's words, short and on one line.
pub(super) fn words(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(300).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_and_strings_are_written_as_servers_read_them() {
        assert_eq!(set(&[3, 4, 5, 9]), "3:5,9");
        assert_eq!(quoted("a\"b\\c\r\n"), "\"a\\\"b\\\\c\"");
        assert_eq!(number_behind("* 3 FETCH (UID 17 BODY[]<0> {}", "UID "), Some(17));
    }
}
