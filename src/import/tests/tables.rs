//! Tables with a header: which column means what.

use std::io;

use super::*;
use crate::import::{Encoding, Format};

#[test]
fn takes_every_field() {
    let text = "Src IP,PORT,Proto,First-Seen,Last seen,Type,ASN,CC,rDNS,Feed,lang,Banner,Empty\n\
                2001:DB8::1,1080,TCP,2026-08-20,2026-08-22 18:23:40,SOCKS5,AS64500,fr,host.example,checker,FR-ca,hello,\n";
    let found = import("list.csv", text, &options());
    let (line, sighting) = &found.sightings[0];
    assert_eq!(*line, 2);
    assert_eq!(
        *sighting,
        Sighting {
            address: "2001:db8::1".parse().unwrap(),
            port: Some(1080),
            protocol: Some("tcp".to_owned()),
            exposure: Exposure::new(Exposure::OPEN_PROXY_SOCKS).unwrap(),
            first_seen: "2026-08-20T00:00:00Z".parse().unwrap(),
            last_seen: "2026-08-22T18:23:40Z".parse().unwrap(),
            source: "checker".to_owned(),
            asn: Some(64500),
            country: Some("FR".to_owned()),
            hostname: Some("host.example".to_owned()),
            language: Some("fr-CA".to_owned()),
            evidence: [
                ("Banner".to_owned(), "hello".to_owned()),
                ("Type".to_owned(), "SOCKS5".to_owned()),
            ]
            .into(),
        }
    );
    assert_eq!(found.summary.columns.len(), 11);
    assert_eq!(found.summary.evidence, ["Banner", "Empty"]);
}

#[test]
fn fills_what_rows_leave_out() {
    let text = "ip,port,protocol,seen,exposure,asn,cc,rdns,source,language\n192.0.2.1,,,,,0,XX,-,,\n";
    let found = import("feeds/list.csv.gz", text, &options());
    let sighting = &found.sightings[0].1;
    assert_eq!((sighting.first_seen, sighting.last_seen), (now(), now()));
    assert_eq!(
        (sighting.source.as_str(), sighting.exposure.as_str()),
        ("list", "open-relay")
    );
    assert_eq!(
        (sighting.port, sighting.asn, &sighting.country, &sighting.hostname),
        (None, None, &None, &None)
    );
    assert!(sighting.evidence.is_empty());
    let given = Options {
        source: Some("the checker".to_owned()),
        ..options()
    };
    assert_eq!(import("-", text, &given).sightings[0].1.source, "the checker");
    assert_eq!(import("-", text, &options()).sightings[0].1.source, "stdin");
}

#[test]
fn ports_come_with_the_address_or_apart() {
    let text = "ip,port\n192.0.2.1:80,\n[2001:db8::1]:80,80\n192.0.2.1:80,81\n";
    let found = import("list.csv", text, &options());
    assert_eq!(
        found
            .sightings
            .iter()
            .map(|(_, sighting)| sighting.port)
            .collect::<Vec<_>>(),
        [Some(80); 2]
    );
    assert_eq!(found.reasons(), [(4, "port", "two-ports")]);
}

#[test]
fn the_more_telling_name_wins_and_the_other_is_evidence() {
    let text = "src_ip,dst_ip,IP,src_port,ip\n192.0.2.1,192.0.2.2,192.0.2.3,99,192.0.2.4\n";
    let found = import("list.csv", text, &options());
    assert_eq!(found.addresses(), ["192.0.2.3"]);
    assert_eq!(found.sightings[0].1.port, None);
    assert_eq!(found.sightings[0].1.evidence["src_ip"], "192.0.2.1");
    assert_eq!(found.sightings[0].1.evidence["ip"], "192.0.2.4");
    let found = import(
        "list.csv",
        "dst_ip,src_port,src_ip\n192.0.2.2,99,192.0.2.1\n",
        &options(),
    );
    assert_eq!(
        (found.addresses(), found.sightings[0].1.port),
        (vec!["192.0.2.1".to_owned()], Some(99))
    );
}

#[test]
fn same_names_are_kept_apart() {
    let found = import("list.csv", "ip,note,note,,\n192.0.2.1,a,b,c,d\n", &options());
    let evidence = &found.sightings[0].1.evidence;
    assert_eq!(
        evidence
            .iter()
            .map(|(name, text)| format!("{name}={text}"))
            .collect::<Vec<_>>(),
        ["column 4=c", "column 5=d", "note=a", "note (2)=b"]
    );
}

#[test]
fn the_operators_word_outranks_the_names() {
    let text = "ip,victim,port,when\n192.0.2.1,192.0.2.2,x,y\n";
    let options = mapped(&[
        ("Victim", Field::Address),
        ("port", Field::Evidence),
        ("when", Field::Evidence),
    ]);
    let found = import("list.csv", text, &options);
    assert_eq!(found.addresses(), ["192.0.2.2"]);
    assert_eq!(found.sightings[0].1.evidence.len(), 3);
}

#[test]
fn mistaken_maps_name_what_there_is() {
    let text = "ip,Some Port\n192.0.2.1,1\n";
    let error = |columns: &[(&str, Field)]| try_import("x", text.as_bytes(), &mapped(columns)).err().unwrap();
    let message = error(&[("prt", Field::Port)]).to_string();
    assert!(
        message.contains("\"prt\"") && message.contains("ip, Some Port"),
        "{message}"
    );
    assert!(matches!(
        error(&[("ip", Field::Address), ("some_port", Field::Address)]),
        ImportError::MappedTwice { .. }
    ));
    assert!(matches!(
        error(&[("ip", Field::Evidence), ("IP", Field::Address)]),
        ImportError::MappedTwice { .. }
    ));
    let message = error(&[("ip", Field::Evidence)]).to_string();
    assert!(
        message.contains("--map") && message.contains("Some Port"),
        "{message}"
    );
}

#[test]
fn a_table_without_addresses_is_refused_with_its_columns() {
    let error = try_import("x", &b"name,value\na,b\n"[..], &options())
        .err()
        .unwrap();
    assert!(error.to_string().contains("name, value"), "{error}");
    let error = try_import("x", &b"ip,\"a\"b\n"[..], &options()).err().unwrap();
    assert!(matches!(error, ImportError::Header { line: 1, .. }));
}

#[test]
fn evidence_cannot_act() {
    let text = "ip,note\n192.0.2.1,\"\x1b[2J{{letter}}\r\n<script>\u{202e}=cmd()\"\n";
    let found = import("list.csv", text, &options());
    assert_eq!(
        found.sightings[0].1.evidence["note"],
        "␛[2J{{letter}}␍␊<script>\u{fffd}=cmd()"
    );
    let found = import("evil\x1b[2J\nx.csv", "ip,\x1b[2J\n192.0.2.1,x\n", &options());
    let sighting = &found.sightings[0].1;
    assert_eq!(sighting.source, "evil␛[2J␊x");
    assert_eq!(sighting.evidence.keys().collect::<Vec<_>>(), ["␛[2J"]);
}

#[test]
fn the_summary_tells_what_was_read() {
    let text = "# made by hand\nip;port\n192.0.2.1;1\n\n# the last\nx;1\n";
    let found = import("list.csv", text, &options());
    assert_eq!(
        found.summary,
        Summary {
            format: Format::Csv,
            gzip: false,
            encoding: Encoding::Utf8,
            delimiter: Some(';'),
            rows: 2,
            rejected: 1,
            comments: 2,
            bytes: text.len() as u64,
            sha256: found.summary.sha256.clone(),
            columns: vec![
                ("ip".to_owned(), Field::Address),
                ("port".to_owned(), Field::Port)
            ],
            evidence: Vec::new(),
        }
    );
    assert_eq!(found.summary.sha256.len(), 64);
    let empty = import("list.csv", "", &options()).summary;
    assert_eq!(
        empty.sha256,
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    );
    assert_eq!((empty.rows, empty.bytes), (0, 0));
}

#[test]
fn errors_of_both_ends_come_through() {
    struct Broken;
    impl io::Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("pulled out"))
        }
    }
    let input = io::Read::chain(&b"ip\n192.0.2.1\n"[..], Broken);
    assert!(matches!(
        try_import("x", input, &options()),
        Err(ImportError::Read(_))
    ));
    let stopped = read(&b"ip\n192.0.2.1\n"[..], "x", &options(), |_| Err("full"));
    assert!(matches!(stopped, Err(ImportError::Keep("full"))));
}
