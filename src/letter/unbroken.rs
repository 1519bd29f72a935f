//! Words that browsers would break between two lines, kept in one piece in the HTML: reference numbers, dates and the names of
//! programs and options at their hyphens, and words of a script without blanks that the browser's dictionary does not know.

use memchr::memmem;

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
    let whole: Vec<&str> = references.iter().copied().filter(plain).chain(words).collect();
    let mut found: Vec<(usize, usize)> = Vec::new();
    for word in whole {
        let places = memmem::find_iter(html.as_bytes(), word);
        found.extend(places.filter(|at| shown(&html, *at)).map(|at| (at, word.len())));
    }
    if found.is_empty() {
        return html;
    }
    found.sort_unstable();
    let mut out = String::with_capacity(html.len() + found.len() * "<nobr></nobr>".len());
    let mut done = 0;
    for (at, length) in found {
        // What lies within the last one is in one piece already.
        if let (Some(before), Some(word)) = (html.get(done..at), html.get(at..at + length)) {
            out.extend([before, "<nobr>", word, "</nobr>"]);
            done = at + length;
        }
    }
    out.push_str(html.get(done..).unwrap_or_default());
    out
}

/// Whether what begins here is shown to the reader: it stands behind a tag, and that is not the title's, nor is it in one piece already. Data has no bare angle
/// brackets here.
fn shown(html: &str, at: usize) -> bool {
    let before = html.as_bytes().get(..at).unwrap_or_default();
    let tag = memchr::memrchr(b'<', before).map_or(0, |begin| begin + 1);
    let since = before.get(tag..).unwrap_or_default();
    memchr::memchr(b'>', since).is_some() && !since.starts_with(b"title>") && !since.starts_with(b"nobr>")
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
