//! The same rows in every dialect, encoding and packing.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::*;
use crate::import::Encoding;

const ROWS: &str = "ip,port,note\n192.0.2.1,80,\"Zürich, \"\"Süd\"\"; a|b\"\n2001:db8::2,,\"two\nlines\"\n192.0.2.3,8080,\"a\tb\"\n";

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn utf16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(to_bytes).collect()
}

/// The same table with another delimiter and another line end between its rows.
fn table(delimiter: char, end: &str) -> String {
    let mut quoted = false;
    let mut text = String::new();
    for c in ROWS.chars() {
        quoted ^= c == '"';
        match c {
            ',' if !quoted => text.push(delimiter),
            '\n' if !quoted => text.push_str(end),
            c => text.push(c),
        }
    }
    text
}

#[test]
fn delimiters_line_ends_encodings_and_packing_make_no_difference() {
    let expected = import("list.csv", ROWS, &options());
    assert_eq!(expected.addresses(), ["192.0.2.1", "2001:db8::2", "192.0.2.3"]);
    assert_eq!(expected.sightings[0].1.evidence["note"], "Zürich, \"Süd\"; a|b");
    assert_eq!(
        expected
            .sightings
            .iter()
            .map(|(line, _)| *line)
            .collect::<Vec<_>>(),
        [2, 3, 5]
    );
    for delimiter in [',', ';', '\t', '|'] {
        for end in ["\n", "\r\n", "\r"] {
            let text = table(delimiter, end);
            let latin = encoding_rs::WINDOWS_1252.encode(&text).0.into_owned();
            let inputs = [
                (text.clone().into_bytes(), Encoding::Utf8),
                (format!("\u{feff}{text}").into_bytes(), Encoding::Utf8),
                (latin, Encoding::Windows1252),
                (
                    utf16(&format!("\u{feff}{text}"), u16::to_le_bytes),
                    Encoding::Utf16Le,
                ),
                (
                    utf16(&format!("\u{feff}{text}"), u16::to_be_bytes),
                    Encoding::Utf16Be,
                ),
                (utf16(&text, u16::to_le_bytes), Encoding::Utf16Le),
                (utf16(&text, u16::to_be_bytes), Encoding::Utf16Be),
            ];
            for (bytes, encoding) in inputs {
                for (bytes, packed) in [(gzip(&bytes), true), (bytes, false)] {
                    let found = import("list.csv", &bytes, &options());
                    assert_eq!(
                        found.sightings, expected.sightings,
                        "{delimiter:?} {end:?} {encoding} {packed}"
                    );
                    let summary = &found.summary;
                    assert_eq!(
                        (summary.encoding, summary.gzip),
                        (encoding, packed),
                        "{delimiter:?} {end:?}"
                    );
                    assert_eq!(summary.delimiter, Some(delimiter));
                    assert_eq!(summary.bytes, bytes.len() as u64);
                }
            }
        }
    }
}

#[test]
fn gzip_members_are_one_file() {
    let packed = [gzip(b"ip\n192.0.2.1\n192."), gzip(b"0.2.2\n")].concat();
    assert_eq!(
        import("list.csv.gz", packed, &options()).addresses(),
        ["192.0.2.1", "192.0.2.2"]
    );
}

#[test]
fn damaged_gzip_is_an_error() {
    let packed = gzip(&b"ip\n192.0.2.1\n".repeat(1000));
    for end in [5, 20, packed.len() - 1] {
        assert!(
            matches!(
                try_import("x", &packed[..end], &options()),
                Err(ImportError::Gzip(_))
            ),
            "{end}"
        );
    }
    let followed = [packed.as_slice(), b"more"].concat();
    assert!(matches!(
        try_import("x", followed.as_slice(), &options()),
        Err(ImportError::Gzip(_))
    ));
}

#[test]
fn what_is_no_text_is_named() {
    let workbook = b"PK\x03\x04rest of a workbook";
    for bytes in [workbook.to_vec(), gzip(workbook)] {
        let error = try_import("list.xlsx", bytes.as_slice(), &options())
            .err()
            .unwrap();
        assert!(error.to_string().contains("Excel"), "{error}");
    }
}

#[test]
fn delimiters_are_not_mistaken() {
    for (text, delimiter) in [
        ("\"ip\",\"a;b;c;d\"\n192.0.2.1,x\n", ','),
        ("ip;remark, long, and more\n192.0.2.1;x\n", ';'),
        ("ip|a,b\n192.0.2.1|x\n", '|'),
        ("note;ip\n\"a,b,c\";192.0.2.1\n", ';'),
        ("sep=|\nip|note\n192.0.2.1|a,b\n", '|'),
        ("sep=;\r\nip;note\r\n192.0.2.1;x\r\n", ';'),
        (";ip;note\n0;192.0.2.1;x\n", ';'),
    ] {
        let found = import("list.csv", text, &options());
        assert_eq!(
            (found.addresses(), found.summary.delimiter),
            (vec!["192.0.2.1".to_owned()], Some(delimiter)),
            "{text}"
        );
    }
}
