//! Addresses of persons taken out of texts.

/// The text with the local part of every mail address replaced by three dots. Works on any text, whatever stands around
/// the addresses.
pub(super) fn addresses(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('@') {
        let (before, after) = rest.split_at(at);
        let local = before
            .char_indices()
            .rev()
            .take_while(|(_, c)| is_local(*c))
            .last()
            .map_or(before.len(), |(place, _)| place);
        out.push_str(before.get(..local).unwrap_or_default());
        if local < before.len() || before.ends_with('"') {
            out.push('…');
        }
        out.push('@');
        rest = after.get(1..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// A mailbox without its local part, whatever that is.
pub(super) fn mailbox(mailbox: &str) -> String {
    mailbox
        .rsplit_once('@')
        .map_or_else(|| "…".to_owned(), |(_, domain)| format!("…@{domain}"))
}

/// Characters of a local part, quoted ones with their quotes among them.
fn is_local(c: char) -> bool {
    c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.\"".contains(c)
}

#[cfg(test)]
mod tests {
    use super::addresses;

    #[test]
    fn no_local_part_is_left() {
        for (text, expected) in [
            ("abuse@isp.example", "…@isp.example"),
            (
                "550 5.1.1 <jane.doe+x@isp.example>: unknown",
                "550 5.1.1 <…@isp.example>: unknown",
            ),
            (
                "to a@b.example, \"j d\"@c.example",
                "to …@b.example, \"j …@c.example",
            ),
            ("no address", "no address"),
            ("@ alone", "@ alone"),
            ("jürgen@isp.example", "…@isp.example"),
        ] {
            assert_eq!(addresses(text), expected);
        }
    }
}
