use std::io::Write;

use proptest::prelude::*;

use super::*;

const CLASSES: &[&str] = &["inetnum", "role"];

/// Every wanted object as `name=value` lines.
fn read(dump: &[u8]) -> Vec<Vec<String>> {
    let mut objects = Objects::new(dump, CLASSES);
    let mut found = Vec::new();
    while let Some(object) = objects.next_object().unwrap() {
        found.push(
            object
                .attributes
                .iter()
                .map(|a| format!("{}={}", object.name(a), decode(object.value(a))))
                .collect(),
        );
    }
    found
}

#[test]
fn joins_continuations_and_cuts_comments_first() {
    let dump =
        b"inetnum: 192.0.2.0 # start\n  - 192.0.2.255\nDescr:  one # a\n+ two # b\n+\n\tthree\nnetname:EX\n";
    assert_eq!(
        read(dump),
        [[
            "inetnum=192.0.2.0 - 192.0.2.255",
            "descr=one two three",
            "netname=EX"
        ]]
    );
}

#[test]
fn skips_server_lines_other_classes_and_rubbish() {
    let dump = b"% RIPE database\n# a comment\n\n\nperson: P\nnic-hdl: P1\n role: not the start\n\r\nROLE: Desk\r\nno colon here\r\n% inside\r\nnic-hdl: AR1\r\n \r\nrole: Second\n";
    assert_eq!(
        read(dump),
        [vec!["role=Desk", "nic-hdl=AR1"], vec!["role=Second"]]
    );
    assert_eq!(read(b""), Vec::<Vec<String>>::new());
    assert_eq!(
        read(b" + continuation of nothing\n: no name\n"),
        Vec::<Vec<String>>::new()
    );
}

#[test]
fn reads_latin_1_utf_8_and_a_byte_order_mark() {
    assert_eq!(read("role: Caf\u{e9}\n".as_bytes()), [["role=Caf\u{e9}"]]);
    assert_eq!(read(b"\xef\xbb\xbfrole: Caf\xe9\n"), [["role=Caf\u{e9}"]]);
}

#[test]
fn knows_lines_and_counts_all_objects() {
    let mut objects = Objects::new(&b"\nperson: P\n\nrole: R\nnic-hdl: A\n"[..], CLASSES);
    let object = objects.next_object().unwrap().unwrap();
    assert_eq!(
        (object.line(), object.class(), object.key()),
        (4, "role", "R".to_owned())
    );
    assert_eq!(object.first("nic-hdl").as_deref(), Some("A"));
    assert!(objects.next_object().unwrap().is_none());
    assert_eq!(objects.seen(), 2);
}

#[test]
fn cuts_endless_lines_and_objects_and_goes_on() {
    let mut dump = b"role: R\nremarks: ".to_vec();
    dump.extend(std::iter::repeat_n(b'x', 200_000));
    dump.extend(b"\nnic-hdl: A\n\nrole: S\n");
    for _ in 0..30_000 {
        dump.extend(b"remarks: 0123456789012345678901234567890123456789\n");
    }
    dump.extend(b"\nrole: T\n");
    let mut objects = Objects::new(&dump[..], CLASSES);
    let object = objects.next_object().unwrap().unwrap();
    assert!(object.is_cut());
    assert_eq!(object.first("nic-hdl").as_deref(), Some("A"));
    let object = objects.next_object().unwrap().unwrap();
    assert!(object.is_cut() && object.text.len() <= LARGEST_OBJECT);
    assert_eq!(objects.next_object().unwrap().unwrap().key(), "T");
}

#[test]
fn opens_gzip_by_its_magic_and_reports_a_truncated_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("dump.txt");
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    for at in 0..1000 {
        write!(packed, "role: R{at}\n\n").unwrap();
    }
    let packed = packed.finish().unwrap();
    // Two members, as a concatenation of split files has.
    std::fs::write(&path, [packed.clone(), packed.clone()].concat()).unwrap();
    let mut objects = Objects::new(open(&path).unwrap(), CLASSES);
    while objects.next_object().unwrap().is_some() {}
    assert_eq!(objects.seen(), 2000);

    std::fs::write(&path, &packed[..packed.len() - 20]).unwrap();
    let mut objects = Objects::new(open(&path).unwrap(), CLASSES);
    let failed = loop {
        match objects.next_object() {
            Ok(Some(_)) => {}
            Ok(None) => break false,
            Err(_) => break true,
        }
    };
    assert!(failed, "a truncated file must not pass for a short one");
}

proptest! {
    #[test]
    fn never_panics(dump in proptest::collection::vec(any::<u8>(), 0..400)) {
        read(&dump);
    }

    #[test]
    fn never_panics_on_what_looks_like_rpsl(dump in "([a-z:# \\+\t\n\r%]|role: |inetnum: |\n\n){0,80}") {
        for object in read(dump.as_bytes()) {
            prop_assert!(!object.is_empty());
            for attribute in object {
                let (_, value) = attribute.split_once('=').unwrap();
                prop_assert!(!value.contains('#') && value.trim() == value);
            }
        }
    }
}
