//! Reports in XARF v4 (<https://xarf.org>), for desks that read mail with programs.
//!
//! One report for each row of the bundle, up to a cap: category `vulnerability`, type `open_service`. They hold facts of the row and of the
//! sender, nothing else; `addresses.csv` has every row.

use serde_json::{Value, json};

use super::build::Attachment;
use super::identity::CampaignKey;
use crate::bundle::Bundle;
use crate::letter::{Evidence, clean};
use crate::sighting::{Exposure, Sighting};

/// The version of the format that the reports follow.
const VERSION: &str = "4.2.0";
/// `org` holds at most so many characters.
const LONGEST_NAME: usize = 200;

/// Who reports, as XARF wants it.
#[derive(Debug, Clone, Copy)]
pub struct Reporter<'a> {
    /// The organisation's name.
    pub organisation: &'a str,
    /// The mailbox of `From`.
    pub address: &'a str,
    /// How the campaign knows.
    pub evidence: Evidence,
}

/// The first `most` rows of the bundle as files `xarf-1.json`, `xarf-2.json`, ...
///
/// Guarantees: the same key, reference and bundle give the same bytes (`report_id` is made from them, in the form of a random
/// UUID, RFC 9562 section 5.4); every report is valid by the published schema.
#[must_use]
pub fn xarf(
    key: &CampaignKey,
    reporter: Reporter<'_>,
    bundle: &Bundle,
    reference: &str,
    most: usize,
) -> Vec<Attachment> {
    let rows = bundle.sightings.iter().take(most).enumerate();
    rows.map(|(index, sighting)| {
        let number = index + 1;
        let report = report(&key.uuid(reference, number as u64), reporter, sighting);
        let mut content = format!("{report:#}").into_bytes();
        content.push(b'\n');
        Attachment {
            name: format!("xarf-{number}.json"),
            media_type: "application/json".to_owned(),
            content,
        }
    })
    .collect()
}

fn report(id: &str, reporter: Reporter<'_>, sighting: &Sighting) -> Value {
    let name = clean(reporter.organisation);
    let name: String = name.trim().chars().take(LONGEST_NAME).collect();
    let domain = reporter.address.rsplit_once('@').map_or("", |(_, domain)| domain);
    let domain = idna::domain_to_ascii_strict(domain).unwrap_or_else(|_| domain.to_owned());
    let local = reporter.address.rsplit_once('@').map_or("", |(local, _)| local);
    let contact = json!({ "org": name, "contact": format!("{local}@{domain}"), "domain": domain });
    let (service, tag) = service(&sighting.exposure);
    let mut report = json!({
        "xarf_version": VERSION,
        "report_id": id,
        "timestamp": sighting.last_seen.to_string(),
        "reporter": contact,
        "sender": contact,
        "source_identifier": sighting.address.to_string(),
        "category": "vulnerability",
        "type": "open_service",
        "service": service,
        "evidence_source": match reporter.evidence {
            Evidence::Reported => "threat_intelligence",
            Evidence::Observed => "automated_discovery",
            Evidence::Confirmed => "vulnerability_scan",
        },
        "tags": [tag],
    });
    // The schema knows no port 0.
    if let (Some(fields), Some(port)) = (report.as_object_mut(), sighting.port.filter(|port| *port > 0)) {
        fields.insert("source_port".to_owned(), port.into());
    }
    report
}

/// The service's name and the tag for the exposure.
fn service(exposure: &Exposure) -> (String, String) {
    let (service, tag) = match exposure.as_str() {
        Exposure::OPEN_RELAY => ("smtp", "open:smtp_relay"),
        Exposure::OPEN_PROXY_HTTP => ("http-proxy", "open:http_proxy"),
        Exposure::OPEN_PROXY_SOCKS => ("socks", "open:socks_proxy"),
        // A slug is lower-case letters, digits and hyphens: a tag as it is.
        slug => {
            let service = slug.strip_prefix("open-").unwrap_or(slug);
            return (service.to_owned(), format!("open:{}", service.replace('-', "_")));
        }
    };
    (service.to_owned(), tag.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter::tests::{bundle, group, sighting};

    const KEY: CampaignKey = CampaignKey::new([42; 32]);
    const REPORTER: Reporter<'static> = Reporter {
        organisation: "Example National CERT",
        address: "campaign@bücher.example",
        evidence: Evidence::Confirmed,
    };

    fn reports(bundle: &Bundle) -> Vec<Value> {
        let files = xarf(&KEY, REPORTER, bundle, "FW-7K3QX-9XM2A", 20);
        files
            .iter()
            .map(|file| serde_json::from_slice(&file.content).unwrap())
            .collect()
    }

    #[test]
    fn a_report_holds_the_facts_of_its_row() {
        let reports = reports(&group(1, Exposure::OPEN_RELAY, 25, &["en"]));
        assert_eq!(
            reports[0],
            json!({
                "xarf_version": "4.2.0",
                "report_id": reports[0]["report_id"],
                "timestamp": "2026-11-20T08:12:31Z",
                "reporter": {
                    "org": "Example National CERT",
                    "contact": "campaign@xn--bcher-kva.example",
                    "domain": "xn--bcher-kva.example",
                },
                "sender": {
                    "org": "Example National CERT",
                    "contact": "campaign@xn--bcher-kva.example",
                    "domain": "xn--bcher-kva.example",
                },
                "source_identifier": "203.0.113.1",
                "source_port": 25,
                "category": "vulnerability",
                "type": "open_service",
                "service": "smtp",
                "evidence_source": "vulnerability_scan",
                "tags": ["open:smtp_relay"],
            })
        );
    }

    #[test]
    fn each_report_has_an_id_of_its_own_that_stays() {
        let bundle = group(30, Exposure::OPEN_PROXY_SOCKS, 1080, &["en"]);
        let ids: std::collections::BTreeSet<String> = reports(&bundle)
            .iter()
            .map(|report| report["report_id"].to_string())
            .collect();
        assert_eq!(ids.len(), 20, "as many as the cap allows");
        assert_eq!(reports(&bundle), reports(&bundle));
        for id in &ids {
            let groups: Vec<&str> = id.trim_matches('"').split('-').collect();
            let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
            assert_eq!(lengths, [8, 4, 4, 4, 12], "{id}");
            assert!(
                groups[2].starts_with('4') && groups[3].starts_with(['8', '9', 'a', 'b']),
                "{id}"
            );
        }
    }

    #[test]
    fn odd_rows_make_valid_reports_too() {
        let mut bundle = bundle(vec![sighting("2001:db8::1", "open-ntp-monlist", 123)], &["en"]);
        bundle.sightings[0].port = Some(0);
        let report = &reports(&bundle)[0];
        assert_eq!(report["service"], "ntp-monlist");
        assert_eq!(report["tags"], json!(["open:ntp_monlist"]));
        assert!(report.get("source_port").is_none());
    }
}
