//! Messages as a whole: their bytes, and what they parse back to.

use std::process::Command;

use super::*;
use crate::bundle::Bundle;
use crate::letter::tests::{built_in, bundle, group, letter, links, request, sender, sighting};
use crate::letter::{LetterText, SECURE_YOUR_SERVER};

const KEY: CampaignKey = CampaignKey::new([42; 32]);
const REFERENCE: &str = "FW-7K3QX-9XM2A";

fn headers<'a>(bundle: &'a Bundle, id: &'a str, boundaries: (&'a str, &'a str)) -> Headers<'a> {
    Headers {
        from_name: "Example National CERT",
        from: "campaign@cert.example",
        reply_to: Some("answers@cert.example"),
        to: &bundle.contact,
        date: "2026-11-21T14:05:00Z".parse().unwrap(),
        message_id: id,
        in_reply_to: None,
        unsubscribe: Some("answers@cert.example"),
        reference: REFERENCE,
        boundaries,
    }
}

/// The bytes of this letter, its headers changed by `change`.
fn bytes(
    bundle: &Bundle,
    letter: &LetterText,
    change: impl Fn(&mut Headers<'_>),
) -> Result<Vec<u8>, MessageError> {
    let id = KEY.message_id(REFERENCE, "cert.example").unwrap();
    let (outer, inner) = (KEY.boundary(REFERENCE, 1), KEY.boundary(REFERENCE, 2));
    let mut headers = headers(bundle, &id, (&outer, &inner));
    change(&mut headers);
    build(&headers, letter, &[addresses_csv(bundle, REFERENCE)])
}

fn message(bundle: &Bundle) -> Vec<u8> {
    bytes(bundle, &letter(SECURE_YOUR_SERVER, bundle), |_| {}).unwrap()
}

/// What every message must be on the wire.
fn assert_sound(bytes: &[u8]) {
    let text = std::str::from_utf8(bytes).expect("ASCII is UTF-8");
    assert!(text.is_ascii(), "8bit");
    assert!(!text.contains('\0'));
    assert!(
        !text.replace("\r\n", "").contains(['\r', '\n']),
        "a bare CR or LF"
    );
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    for line in head.lines() {
        assert!(line.len() <= 78, "a header line of {}: {line}", line.len());
    }
    for line in body.lines() {
        assert!(line.len() <= 78, "a body line of {}: {line}", line.len());
        assert!(!line.starts_with('.'), "a dot begins a line: {line}");
    }
}

#[test]
fn one_message_in_full() {
    let bundle = group(2, "open-proxy-socks", 1080, &["fr", "en"]);
    insta::assert_snapshot!(
        "letter.eml",
        String::from_utf8(message(&bundle)).unwrap().replace("\r\n", "\n")
    );
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let bundle = group(3, "open-relay", 25, &["fr-CA", "en"]);
    let one = message(&bundle);
    assert_eq!(one, message(&bundle));
    assert_sound(&one);
}

#[test]
fn a_message_parses_back_to_what_went_in() {
    for languages in [&["en"][..], &["fr", "en"], &["fr-CA"]] {
        for size in [1, 2, 100] {
            let bundle = group(size, "open-relay", 25, languages);
            let letter = letter(SECURE_YOUR_SERVER, &bundle);
            let bytes = message(&bundle);
            assert_sound(&bytes);
            let view = MessageView::parse(&bytes).unwrap();
            assert_eq!(
                view.header("From"),
                Some("Example National CERT <campaign@cert.example>")
            );
            assert_eq!(view.header("To"), Some("abuse@isp.example"));
            assert_eq!(view.header("Reply-To"), Some("answers@cert.example"));
            assert_eq!(view.header("Subject"), Some(letter.subject.as_str()));
            assert_eq!(view.header("Date"), Some("Sat, 21 Nov 2026 14:05:00 +0000"));
            assert_eq!(view.header("Auto-Submitted"), Some("auto-generated"));
            assert_eq!(
                view.header("Content-Language"),
                Some(languages.join(", ").as_str())
            );
            assert_eq!(view.header("MIME-Version"), Some("1.0"));
            assert_eq!(
                view.header("List-Unsubscribe"),
                Some("<mailto:answers@cert.example?subject=stop%20FW-7K3QX-9XM2A>")
            );
            assert_eq!(view.text, letter.text);
            assert_eq!(view.html, letter.html);
            assert_eq!(view.attachments.len(), 1);
            let csv = addresses_csv(&bundle, REFERENCE);
            assert_eq!(view.attachments[0].name, "addresses.csv");
            assert_eq!(view.attachments[0].media_type, "text/csv");
            assert_eq!(view.attachments[0].content, csv.content);
        }
    }
}

/// An independent reader: Python's `email`, where there is one.
#[test]
fn another_parser_reads_the_same() {
    const SCRIPT: &str = r"
import email, email.policy, sys
m = email.message_from_bytes(open(sys.argv[1], 'rb').read(), policy=email.policy.default)
assert not m.defects, m.defects
mixed = m.get_content_type(); parts = list(m.iter_parts())
inner = [p.get_content_type() + ' ' + p['Content-Transfer-Encoding'] for p in parts[0].iter_parts()]
print(mixed, parts[0].get_content_type(), *inner, parts[1].get_content_type(), parts[1].get_filename())
for p in m.walk(): assert not p.defects, p.defects
sys.stdout.flush()
sys.stdout.buffer.write(m.get_body(('plain',)).get_content().replace('\r\n', '\n').encode())
";
    let bundle = group(2, "open-relay", 25, &["fr", "en"]);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("letter.eml");
    std::fs::write(&file, message(&bundle)).unwrap();
    let Ok(output) = Command::new("python3").args(["-c", SCRIPT]).arg(&file).output() else {
        return;
    };
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let read = String::from_utf8(output.stdout).unwrap();
    let (shape, text) = read.split_once('\n').unwrap();
    assert_eq!(
        shape,
        "multipart/mixed multipart/alternative text/plain quoted-printable text/html quoted-printable text/csv \
         addresses.csv"
    );
    assert_eq!(
        text.trim_end(),
        letter(SECURE_YOUR_SERVER, &bundle).text.trim_end()
    );
}

#[test]
fn text_beyond_ascii_goes_as_base64() {
    let bundle = group(1, "open-relay", 25, &["en"]);
    let mut letter = letter(SECURE_YOUR_SERVER, &bundle);
    letter.text = "открытый релей\n.\nFrom x\n".repeat(200);
    let bytes = bytes(&bundle, &letter, |_| {}).unwrap();
    assert_sound(&bytes);
    assert_eq!(MessageView::parse(&bytes).unwrap().text, letter.text);
    assert!(
        String::from_utf8(bytes)
            .unwrap()
            .contains("text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64")
    );
}

#[test]
fn no_data_adds_a_header() {
    let bundle = group(1, "open-relay", 25, &["en"]);
    let letter = letter(SECURE_YOUR_SERVER, &bundle);
    let names = |bytes: &[u8]| -> Vec<String> {
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        let head = text.split_once("\r\n\r\n").unwrap().0.to_owned();
        let lines = head.lines().filter(|line| !line.starts_with([' ', '\t']));
        lines
            .map(|line| line.split(':').next().unwrap().to_owned())
            .collect()
    };
    let plain = names(&bytes(&bundle, &letter, |_| {}).unwrap());
    for poison in [
        "x\r\nBcc: v@other.example",
        "x\nBcc: v",
        "\0\r",
        "\"<a@b.example>, \"",
        "Ünï,;<>@\u{202e}",
        "",
    ] {
        let mut poisoned = letter.clone();
        poisoned.subject = poison.to_owned();
        let bytes = bytes(&bundle, &poisoned, |h| h.from_name = poison).unwrap();
        assert_sound(&bytes);
        assert_eq!(names(&bytes), plain, "{poison:?}");
        let view = MessageView::parse(&bytes).unwrap();
        assert!(
            view.header("From")
                .unwrap()
                .trim_end_matches('>')
                .ends_with("campaign@cert.example"),
            "{poison:?}"
        );
    }
}

#[test]
fn marks_and_addresses_that_cannot_be_written_are_refused() {
    let bundle = group(1, "open-relay", 25, &["en"]);
    let letter = letter(SECURE_YOUR_SERVER, &bundle);
    for (number, bad) in ["", "a b", "a\r\nb: c", "é", "\"q\""].into_iter().enumerate() {
        let refused = |change: &dyn Fn(&mut Headers<'_>)| bytes(&bundle, &letter, change).unwrap_err();
        let error = match number % 3 {
            0 => refused(&|h| h.message_id = "a b"),
            1 => refused(&|h| h.boundaries = ("", "x")),
            _ => refused(&|h| h.from = "a b@c d"),
        };
        assert!(matches!(error, MessageError::Header { .. }), "{bad:?}");
        assert!(bytes(&bundle, &letter, |h| h.in_reply_to = Some("a\r\nBcc: x")).is_err());
        assert!(bytes(&bundle, &letter, |h| h.reply_to = Some("no address")).is_err());
        assert!(bytes(&bundle, &letter, |h| h.unsubscribe = Some("a@b\r\nBcc: c")).is_err());
    }
}

#[test]
fn unicode_domains_become_a_labels() {
    let bundle = group(1, "open-relay", 25, &["en"]);
    let letter = letter(SECURE_YOUR_SERVER, &bundle);
    let bytes = bytes(&bundle, &letter, |h| h.from = "post@bücher.example").unwrap();
    assert_sound(&bytes);
    let view = MessageView::parse(&bytes).unwrap();
    assert_eq!(
        view.header("From"),
        Some("Example National CERT <post@xn--bcher-kva.example>")
    );
}

#[test]
fn a_reminder_refers_to_the_first_letter() {
    let bundle = group(1, "open-relay", 25, &["en"]);
    let letter = letter(SECURE_YOUR_SERVER, &bundle);
    let view = MessageView::parse(
        &bytes(&bundle, &letter, |h| h.in_reply_to = Some("<first@cert.example>")).unwrap(),
    );
    let view = view.unwrap();
    assert_eq!(view.header("In-Reply-To"), Some("<first@cert.example>"));
    assert_eq!(view.header("References"), Some("<first@cert.example>"));
}

#[test]
fn the_csv_holds_the_facts_and_nothing_else() {
    let mut bundle = bundle(
        vec![
            sighting("203.0.113.1", "open-relay", 25),
            sighting("2001:db8::1", "open-proxy-http", 8080),
        ],
        &["en"],
    );
    bundle.sightings[0]
        .evidence
        .insert("banner".to_owned(), "198.51.100.1 knows".to_owned());
    bundle.sightings[1].port = None;
    bundle.sightings[1].hostname = None;
    let csv = String::from_utf8(addresses_csv(&bundle, REFERENCE).content).unwrap();
    assert_eq!(
        csv,
        "ip,port,protocol,exposure,first_seen,last_seen,source,hostname,reference\r\n\
         203.0.113.1,25,tcp,open-relay,2026-11-14T02:10:00Z,2026-11-20T08:12:31Z,Example Scanning \
         Project,mail.isp.example,FW-7K3QX-9XM2A\r\n\
         2001:db8::1,,tcp,open-proxy-http,2026-11-14T02:10:00Z,2026-11-20T08:12:31Z,Example Scanning \
         Project,,FW-7K3QX-9XM2A\r\n"
    );
}

#[test]
fn no_cell_runs_in_a_spreadsheet_or_breaks_its_row() {
    for (text, cell) in [
        ("=cmd|'/c calc'!A0", "'=cmd|'/c calc'!A0"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "\"' =1\""),
        ("\r\n=1", "\"' =1\""),
        ("  =1", "\"'  =1\""),
        ("\0=1", "'\u{fffd}=1"),
        ("a,b", "\"a,b\""),
        ("a\"b", "\"a\"\"b\""),
        ("=\"a\",1", "\"'=\"\"a\"\",1\""),
        ("a\r\nb", "a b"),
        ("\u{ff1d}1", "'\u{ff1d}1"),
        ("plain", "plain"),
    ] {
        let mut bundle = group(1, "open-relay", 25, &["en"]);
        bundle.sightings[0].source = text.to_owned();
        bundle.sightings[0].hostname = None;
        let csv = String::from_utf8(addresses_csv(&bundle, REFERENCE).content).unwrap();
        assert!(
            csv.ends_with(&format!("Z,{cell},,{REFERENCE}\r\n")),
            "{text:?}: {csv}"
        );
        let rows: Vec<_> = ::csv::Reader::from_reader(csv.as_bytes())
            .into_records()
            .collect();
        assert_eq!(rows.len(), 1);
        let row = rows[0].as_ref().unwrap();
        assert_eq!(
            (row.len(), &row[0], &row[8]),
            (9, "203.0.113.1", REFERENCE),
            "{text:?}"
        );
    }
}

#[test]
fn terminals_see_what_would_act_on_them() {
    assert_eq!(
        printable("a\u{1b}[31m\tb\n\u{202e}c\u{9b}é"),
        "a\\x1b[31m\tb\n\\u{202e}c\\u{9b}é"
    );
    assert!(matches!(printable("plain\n"), std::borrow::Cow::Borrowed(_)));
}

/// Letters keep the marks of right-to-left languages, as long as they end in their line; everything else keeps none.
#[test]
fn terminals_see_letters_as_they_are_written() {
    for ours in [
        "عدد \u{2068}3\u{2069} من\n",
        "\u{200e}\u{2066}    192.0.2.1  \u{2068}مفتوح\u{2069}  x  \u{200e}\u{2069}\n",
        "عنوان\n\u{200f}-----\n",
        "plain\n",
    ] {
        assert_eq!(printable_letter(ours), ours);
        assert_eq!(printable(ours) == ours, ours.is_ascii(), "{ours:?}");
    }
    for (other, shown) in [
        ("a\u{2066}b\nc\u{2069}", "a\\u{2066}b\nc\\u{2069}"),
        ("\u{2069}\u{2066}", "\\u{2069}\\u{2066}"),
        (
            "\u{2068}a\u{202e}b\u{202c}\u{2069}",
            "\u{2068}a\\u{202e}b\\u{202c}\u{2069}",
        ),
        ("a\u{200f}b\u{200e}", "a\\u{200f}b\\u{200e}"),
        ("\u{2068}\u{1b}[31m\u{2069}", "\u{2068}\\x1b[31m\u{2069}"),
    ] {
        assert_eq!(printable_letter(other), shown);
    }
}

/// Whatever marks data brings along, in right-to-left letters too.
#[test]
fn whole_letters_are_shown_as_they_are() {
    for language in ["ar", "fa", "th", "en"] {
        let mut bundle = group(2, "open-relay", 25, &[language]);
        bundle.sightings[0].source = "\u{2066}x\u{202e}y\u{200f}\u{2069}\u{2069}".to_owned();
        let mut sender = sender();
        sender.organisation = "\u{2068}CERT\u{200e}\u{2069}\u{2069}".to_owned();
        let links = links();
        let catalog = built_in(crate::letter::SECURE_YOUR_SERVER);
        let letter = catalog.compose(&request(&sender, &links, &bundle)).unwrap();
        for body in [&letter.subject, &letter.text, &letter.html] {
            assert_eq!(&printable_letter(body), body, "{language}");
        }
        let marked = matches!(language, "ar" | "fa");
        assert_eq!(printable(&letter.text) != letter.text, marked, "{language}");
    }
}

#[test]
fn what_is_no_message_is_an_error() {
    assert_eq!(MessageView::parse(b""), Err(MessageError::Unreadable));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]

    /// Whatever stands in a name, a subject or a row: the same headers, one recipient, as many rows, and no cell that runs.
    #[test]
    fn no_data_changes_headers_or_recipients(text in "(\\PC|[\r\n\t\u{0}<>@,;:\"=+\\-]|Bcc: v@other.example){0,30}") {
        let mut bundle = group(2, "open-relay", 25, &["en"]);
        for sighting in &mut bundle.sightings {
            sighting.source.clone_from(&text);
            sighting.hostname = Some(text.clone());
            sighting.protocol = Some(text.clone());
        }
        let mut letter = letter(SECURE_YOUR_SERVER, &group(2, "open-relay", 25, &["en"]));
        letter.subject.clone_from(&text);
        // The closure of the helper takes what lives as long as the test.
        let name: &'static str = Box::leak(text.clone().into_boxed_str());
        let bytes = bytes(&bundle, &letter, |h| h.from_name = name).unwrap();
        assert_sound(&bytes);
        let head = String::from_utf8(bytes.clone()).unwrap().split_once("\r\n\r\n").unwrap().0.to_owned();
        let mut names: Vec<&str> = head
            .lines()
            .filter(|line| !line.starts_with([' ', '\t']))
            .map(|line| line.split(':').next().unwrap())
            .collect();
        names.sort_unstable();
        proptest::prop_assert_eq!(names, [
            "Auto-Submitted", "Content-Language", "Content-Type", "Date", "From", "List-Unsubscribe", "MIME-Version",
            "Message-ID", "Reply-To", "Subject", "To",
        ]);
        let view = MessageView::parse(&bytes).unwrap();
        proptest::prop_assert_eq!(view.header("To"), Some("abuse@isp.example"));
        let csv = &view.attachments[0].content;
        for row in ::csv::Reader::from_reader(&csv[..]).into_records() {
            let row = row.unwrap();
            proptest::prop_assert_eq!(row.len(), 9);
            for cell in &row {
                let runs = ['=', '+', '-', '@', '\t', '\r', '\n', '\0'];
                proptest::prop_assert!(!cell.starts_with(runs) && !cell.trim_start().starts_with(&runs[..4]), "{:?}", cell);
            }
        }
    }
}

mod encodings {
    use proptest::prelude::*;

    use super::super::encoding::{base64, crlf, encode};
    use lettre::message::header::ContentTransferEncoding;

    fn decode(bytes: &[u8], encoding: ContentTransferEncoding) -> String {
        let head = format!(
            "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
        );
        let message = [head.as_bytes(), bytes].concat();
        let parsed = mail_parser::MessageParser::default().parse(&message).unwrap();
        parsed.body_text(0).unwrap().into_owned()
    }

    #[test]
    fn soft_breaks_come_where_they_must() {
        for length in 70..80 {
            for tail in ["", ".", "=", "é", " ", ". x", "From x"] {
                let text = format!("{}{tail}\nnext", "a".repeat(length));
                let (bytes, encoding) = encode(&text);
                assert_eq!(decode(&bytes, encoding), crlf(&text), "{text:?}");
                for line in String::from_utf8(bytes).unwrap().split("\r\n") {
                    assert!(
                        line.len() <= 76 && !line.starts_with('.') && !line.ends_with(' '),
                        "{line:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn only_what_must_be_is_encoded() {
        let text = ".\nFrom a\nFor b\na. From c=d\n  e \n";
        assert_eq!(
            encode(text).0,
            b"=2E\r\n=46rom a\r\nFor b\r\na. From c=3Dd\r\n  e=20\r\n"
        );
    }

    proptest! {
        #[test]
        fn what_is_encoded_comes_back(text in "(?s)([ -~éя東\t]|\n){0,300}") {
            let (bytes, encoding) = encode(&text);
            prop_assert!(bytes.is_ascii());
            for line in String::from_utf8(bytes.clone()).unwrap().split("\r\n") {
                prop_assert!(line.len() <= 76 && !line.contains(['\r', '\n']));
            }
            prop_assert_eq!(decode(&bytes, encoding), crlf(&text));
        }

        #[test]
        fn line_ends_become_crlf(text in "([a\r\n]){0,40}") {
            let out = crlf(&text);
            prop_assert!(!out.replace("\r\n", "").contains(['\r', '\n']));
            prop_assert_eq!(out.replace("\r\n", "\n"), text.replace("\r\n", "\n").replace('\r', "\n"));
        }

        #[test]
        fn base64_comes_back(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let text = String::from_utf8(base64(&bytes)).unwrap();
            prop_assert!(text.split("\r\n").all(|line| line.len() <= 76));
            let decoded = mail_parser::decoders::base64::base64_decode(text.as_bytes()).unwrap_or_default();
            prop_assert_eq!(decoded, bytes);
        }
    }
}
