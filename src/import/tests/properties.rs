//! What holds for any input.

use std::io;

use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;

use super::*;
use crate::import::{Encoding, Format};

/// Gives away its bytes in pieces of these sizes, over and over.
struct Pieces<'a> {
    bytes: &'a [u8],
    sizes: std::iter::Cycle<std::vec::IntoIter<usize>>,
}

impl io::Read for Pieces<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let size = self
            .sizes
            .next()
            .unwrap_or(1)
            .min(buffer.len())
            .min(self.bytes.len());
        let (now, later) = self.bytes.split_at(size);
        buffer[..size].copy_from_slice(now);
        self.bytes = later;
        Ok(size)
    }
}

/// Text made of what inputs are made of.
fn likely() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just("ip,port,tag\n"),
        Just("192.0.2.1"),
        Just("2001:db8::1"),
        Just("8.8.8.8"),
        Just("192.0.2.0/24"),
        Just(","),
        Just(";"),
        Just("\t"),
        Just("|"),
        Just("\""),
        Just("\"\""),
        Just("\n"),
        Just("\r\n"),
        Just("\r"),
        Just("#"),
        Just("!"),
        Just(":127.0.0.2:x"),
        Just("$SOA 1"),
        Just("é"),
        Just("\0"),
        Just("\x1b"),
        Just("80"),
        Just("open-relay"),
        Just("2026-08-22"),
        Just("sep=;\n"),
        Just(" "),
        Just("\u{feff}"),
        Just("-"),
        Just("/"),
        Just("AS64500"),
        Just("ip"),
    ];
    let piece =
        prop_oneof![20 => piece.prop_map(|text| text.as_bytes().to_vec()), 1 => vec(any::<u8>(), 0..5)];
    vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn format() -> impl Strategy<Value = Format> {
    (0..Format::ALL.len()).prop_map(|index| Format::ALL[index])
}

fn shown(result: Result<Read, ImportError<Infallible>>) -> String {
    match result {
        Ok(read) => format!("{:?} {:?} {:?}", read.summary, read.sightings, read.rejects),
        Err(error) => format!("{error:?}"),
    }
}

/// A text without the characters that import shows instead of keeping.
fn plain() -> impl Strategy<Value = String> {
    "[ -~éß東\u{200d}]{0,20}".prop_filter("blank", |text| !text.trim().is_empty())
}

fn sighting() -> impl Strategy<Value = Sighting> {
    let address = prop_oneof![
        any::<u8>().prop_map(|last| format!("192.0.2.{last}")),
        any::<u16>().prop_map(|last| format!("2001:db8::{last:x}")),
    ];
    let optional = (
        option::of(1..=u16::MAX),
        option::of(prop_oneof![Just("tcp".to_owned()), Just("udp".to_owned())]),
        option::of(1..=u32::MAX),
        option::of("[A-W][A-Z]"),
        option::of("[a-z0-9_]{1,9}(\\.[a-z0-9-]{1,9}){1,3}"),
        option::of(prop_oneof![
            Just("fr".to_owned()),
            Just("fr-CA".to_owned()),
            Just("zh-Hant".to_owned())
        ]),
    );
    let exposure = prop_oneof![
        Just("open-relay"),
        Just("open-proxy-http"),
        Just("open-proxy-socks"),
        Just("ntp-monlist"),
        Just("dns-resolve")
    ];
    let seconds = 946_684_800..1_787_000_000_i64;
    let evidence = btree_map("x-[a-z]{1,6}", plain(), 0..4);
    let source = "[a-z]{1,9}( [a-z,;\"]{1,9}[a-z])?".prop_filter("means none", |text| {
        !["null", "none", "nil", "unknown"].contains(&text.as_str())
    });
    (
        address,
        optional,
        exposure,
        seconds,
        0..1_000_000_000_i32,
        0..99_999_i64,
        source,
        evidence,
    )
        .prop_map(
            |(
                address,
                (port, protocol, asn, country, hostname, language),
                exposure,
                first,
                fraction,
                later,
                source,
                evidence,
            )| Sighting {
                address: address.parse().unwrap(),
                port,
                protocol,
                exposure: Exposure::new(exposure).unwrap(),
                first_seen: Timestamp::new(first, fraction).unwrap(),
                last_seen: Timestamp::new(first + later, fraction).unwrap(),
                source,
                asn,
                country,
                hostname,
                language,
                evidence,
            },
        )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96,
        failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in vec(any::<u8>(), 0..400), format in format()) {
        let _ = try_import("x.csv", bytes.as_slice(), &Options { format, ..options() });
    }

    #[test]
    fn likely_bytes_are_counted_and_pieces_make_no_difference(
        bytes in likely(), format in format(), sizes in vec(prop_oneof![1..9_usize, 60_000..70_000_usize], 1..5),
        padding in prop_oneof![9 => Just(0), 1 => 65_000..66_000_usize],
    ) {
        // The padding moves everything across the edge of what a record may fill.
        let bytes = [bytes.as_slice(), &vec![b'x'; padding], b"\n192.0.2.7\n", &bytes].concat();
        let options = Options { format, ..options() };
        let whole = shown(try_import("x.csv", bytes.as_slice(), &options));
        let pieces = Pieces { bytes: &bytes, sizes: sizes.into_iter().cycle() };
        prop_assert_eq!(shown(try_import("x.csv", pieces, &options)), whole);
    }

    #[test]
    fn nothing_that_acts_gets_into_a_sighting(bytes in likely()) {
        let bytes = [b"ip,note,tag,rdns,source\n192.0.2.1,".as_slice(), &bytes].concat();
        if let Ok(read) = try_import("x.csv", bytes.as_slice(), &options()) {
            for (_, sighting) in read.sightings {
                let shown = serde_json::to_string(&sighting).unwrap();
                prop_assert!(!shown.chars().any(crate::visible::acts), "{}", shown);
                prop_assert!(!shown.contains("\\u00") && !shown.contains("\\n"), "{}", shown);
            }
        }
    }

    #[test]
    fn written_sightings_come_back(sightings in vec(sighting(), 1..12), delimiter in prop_oneof![Just(b','), Just(b';'), Just(b'\t'), Just(b'|')]) {
        let names: std::collections::BTreeSet<&String> = sightings.iter().flat_map(|sighting| sighting.evidence.keys()).collect();
        let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
        let mut header = vec!["ip", "port", "protocol", "exposure", "first_seen", "last_seen", "source", "asn", "country", "hostname", "language"];
        header.extend(names.iter().map(|name| name.as_str()));
        writer.write_record(&header).unwrap();
        for sighting in &sightings {
            let text = |value: &Option<String>| value.clone().unwrap_or_default();
            let mut row = vec![
                sighting.address.to_string(),
                sighting.port.map(|port| port.to_string()).unwrap_or_default(),
                text(&sighting.protocol),
                sighting.exposure.to_string(),
                sighting.first_seen.to_string(),
                sighting.last_seen.to_string(),
                sighting.source.clone(),
                sighting.asn.map(|asn| asn.to_string()).unwrap_or_default(),
                text(&sighting.country),
                text(&sighting.hostname),
                text(&sighting.language),
            ];
            row.extend(names.iter().map(|name| sighting.evidence.get(*name).cloned().unwrap_or_default()));
            writer.write_record(&row).unwrap();
        }
        let read = import("x.csv", writer.into_inner().unwrap(), &options());
        prop_assert_eq!(read.summary.encoding, Encoding::Utf8);
        let back: Vec<Sighting> = read.sightings.into_iter().map(|(_, sighting)| sighting).collect();
        prop_assert_eq!(back, sightings);
    }
}
