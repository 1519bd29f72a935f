//! Shadowserver reports: columns come and go, tags and the file name tell the exposure.

use super::*;
use crate::import::Format;

fn bare() -> Options {
    Options {
        exposure: None,
        ..options()
    }
}

#[test]
fn a_scan_report() {
    let text = "\"timestamp\",\"severity\",\"ip\",\"protocol\",\"port\",\"hostname\",\"tag\",\"asn\",\"geo\",\"region\",\"city\",\"http_code\"\n\
                \"2026-08-22 00:11:22\",\"medium\",\"192.0.2.1\",\"tcp\",\"3128\",\"proxy.example\",\"vpn;http-connect-proxy\",\"64500\",\"FR\",\"\",\"Lyon\",\"200\"\n\
                \"2026-08-22 00:11:23\",\"medium\",\"192.0.2.2\",\"tcp\",\"8080\",\"\",\"http\",\"64500\",\"FR\",\"\",\"\",\"\"\n\
                \"2026-08-22 00:11:24\",\"medium\",\"192.0.2.3\",\"tcp\",\"8080\",\"\",\"\",\"64500\",\"FR\",\"\",\"\",\"\"\n";
    let found = import("2026-08-22-scan_http_proxy-example_net.csv", text, &bare());
    assert_eq!(found.summary.format, Format::Shadowserver);
    let exposures: Vec<&str> = found
        .sightings
        .iter()
        .map(|(_, sighting)| sighting.exposure.as_str())
        .collect();
    assert_eq!(exposures, [Exposure::OPEN_PROXY_HTTP; 3]);
    let evidence = &found.sightings[0].1.evidence;
    assert_eq!(
        evidence.keys().collect::<Vec<_>>(),
        ["city", "http_code", "severity", "tag"]
    );
    assert_eq!(found.sightings[1].1.evidence["tag"], "http");
    assert_eq!(
        found.sightings[0].1.source,
        "2026-08-22-scan_http_proxy-example_net"
    );
}

#[test]
fn an_event_report_flags_the_source_side() {
    let text = "timestamp,severity,src_ip,src_port,src_asn,src_geo,src_hostname,dst_ip,dst_port,tag,asn,geo\n\
                2026-08-22 00:11:22,high,192.0.2.1,4321,64501,SE,h.example,203.0.113.9,25,spam,,\n";
    let found = import("2026-08-22-event4_spam.csv", text, &bare());
    assert_eq!(found.summary.format, Format::Shadowserver);
    let sighting = &found.sightings[0].1;
    assert_eq!(
        (sighting.address.to_string().as_str(), sighting.port),
        ("192.0.2.1", Some(4321))
    );
    assert_eq!(
        (sighting.hostname.as_deref(), sighting.exposure.as_str()),
        (Some("h.example"), "spam")
    );
    assert_eq!(sighting.evidence["dst_ip"], "203.0.113.9");
}

#[test]
fn a_report_without_tags_is_named_by_its_file() {
    let text = "timestamp,ip,asn,geo\n2026-08-22 00:11:22,192.0.2.1,64500,FR\n";
    assert_eq!(
        import("2026-08-22-blocklist-x.csv", text, &bare()).sightings[0]
            .1
            .exposure
            .as_str(),
        "blocklist"
    );
    assert_eq!(
        import("report.csv", text, &bare()).reasons(),
        [(2, "", "no-exposure")]
    );
}
