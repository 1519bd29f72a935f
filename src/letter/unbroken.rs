//! Words that browsers would break between two lines, kept in one piece in the HTML: reference numbers, dates and the names of
//! programs and options at their hyphens, and words of a script without blanks that the browser's dictionary does not know.

/// Words that browsers break within, by language; in all of them where none is named.
const WORDS: [(&str, &str); 6] = [
    ("th", "พร็อกซี"),
    ("", "--socks5-hostname"),
    ("", "--socks4a"),
    ("", "socks5-hostname"),
    ("", "dpkg-reconfigure"),
    ("", "exim4-config"),
];

/// The HTML with each of these references and dates, and the words of the languages that need it, in `<nobr>`, where it stands in
/// the text: never within a tag, nor in the title, which holds no elements. What is copied from the page stays as it is.
pub(super) fn unbroken(html: String, references: &[&str], languages: &[&str]) -> String {
    let words = WORDS
        .into_iter()
        .filter(|(language, _)| language.is_empty() || languages.contains(language))
        .map(|(_, word)| word);
    let plain = |reference: &&str| {
        reference.bytes().any(|b| b.is_ascii_alphanumeric())
            && reference.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    let mut whole: Vec<&str> = references.iter().copied().filter(plain).chain(words).collect();
    whole.retain(|word| html.contains(word));
    if whole.is_empty() {
        return html;
    }
    let mut out = String::with_capacity(html.len() + html.len() / 40);
    // Each piece is a tag and the text behind it: data has no bare angle brackets here.
    for piece in html.split_inclusive('<') {
        let (tag, text) = match piece.find('>') {
            Some(end) => piece.split_at(end + 1),
            None => (piece, ""),
        };
        out.push_str(tag);
        if matches!(tag, "title>" | "nobr>") {
            out.push_str(text);
        } else {
            wrapped(text, &whole, &mut out);
        }
    }
    out
}

fn wrapped(text: &str, whole: &[&str], out: &mut String) {
    let mut rest = text;
    let next = |rest: &str| {
        let found = whole
            .iter()
            .filter_map(|word| Some((rest.find(word)?, word.len())));
        found.min()
    };
    while let Some((at, length)) = next(rest) {
        let (before, after) = rest.split_at(at);
        let (word, after) = after.split_at(length);
        out.extend([before, "<nobr>", word, "</nobr>"]);
        rest = after;
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_stay_whole_in_the_text_alone() {
        let html = "<title>x [FW-1-2]</title><a href=\"FW-1-2\">FW-1-2</a> FW-1-2, FW-3-4";
        assert_eq!(
            unbroken(html.to_owned(), &["FW-1-2", "FW-3-4"], &[]),
            "<title>x [FW-1-2]</title><a href=\"FW-1-2\"><nobr>FW-1-2</nobr></a> <nobr>FW-1-2</nobr>, <nobr>FW-3-4</nobr>"
        );
        // What is whole already stays as it is, and a word within a longer one does not cut it.
        let whole = "<nobr>FW-1-2</nobr> use <nobr>--socks5-hostname</nobr>".to_owned();
        assert_eq!(
            unbroken(
                whole.replace("<nobr>--", "--").replace("me</nobr>", "me"),
                &["FW-1-2"],
                &[]
            ),
            whole
        );
        // Nothing that could be a piece of markup is searched for.
        for reference in ["", "-", "a&b", "x b"] {
            assert_eq!(unbroken(html.to_owned(), &[reference], &[]), html);
        }
    }

    #[test]
    fn thai_words_stay_whole_in_thai_letters() {
        let html = "<p>เป็นพร็อกซีแบบเปิด</p>".to_owned();
        assert_eq!(unbroken(html.clone(), &[], &["en"]), html);
        assert_eq!(
            unbroken(html, &[], &["en", "th"]),
            "<p>เป็น<nobr>พร็อกซี</nobr>แบบเปิด</p>"
        );
    }
}
