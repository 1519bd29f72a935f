//! What a column can mean, and the names that people give such columns.

use std::fmt;
use std::str::FromStr;

/// The meaning of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The flagged address; may carry a port (`192.0.2.1:8080`).
    Address,
    /// The port.
    Port,
    /// `tcp` or `udp`.
    Protocol,
    /// When it was seen, or last seen.
    Seen,
    /// When it was first seen.
    FirstSeen,
    /// What is wrong.
    Exposure,
    /// The origin AS.
    Asn,
    /// The country, two letters.
    Country,
    /// The host's name.
    Hostname,
    /// Who says so.
    Source,
    /// The language to write in.
    Language,
    /// No meaning here: kept as it is.
    Evidence,
}

impl Field {
    /// All of them, in the order in which columns are given out.
    pub const ALL: [Self; 12] = [
        Self::Address,
        Self::Port,
        Self::Protocol,
        Self::Seen,
        Self::FirstSeen,
        Self::Exposure,
        Self::Asn,
        Self::Country,
        Self::Hostname,
        Self::Source,
        Self::Language,
        Self::Evidence,
    ];

    /// The slug for the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Address => "ip",
            Self::Port => "port",
            Self::Protocol => "protocol",
            Self::Seen => "seen",
            Self::FirstSeen => "first-seen",
            Self::Exposure => "exposure",
            Self::Asn => "asn",
            Self::Country => "country",
            Self::Hostname => "hostname",
            Self::Source => "source",
            Self::Language => "language",
            Self::Evidence => "evidence",
        }
    }

    /// Column names that mean this field, most telling first, in the spelling of [`plain`].
    ///
    /// Absent on purpose: `dst_ip` and its like, which in event reports name the victim or the sensor.
    pub(super) fn names(self) -> impl Iterator<Item = &'static str> {
        let words = match self {
            Self::Address => {
                "ip ipaddress ipaddr address addr hostip iphost ipstr ipv4 ipv6 ipv4address ipv6address \
                 ipv4addr ipv6addr proxyip serverip remoteip clientip srcip sourceip srcipaddress \
                 sourceipaddress srcaddr srcaddress sourceaddress saddr hostaddress ips addresses host"
            }
            Self::Port => {
                "port portnumber ports tcpport udpport openport proxyport serverport serviceport portid \
                 srcport sourceport"
            }
            Self::Protocol => {
                "protocol proto transport protocoltransport transportprotocol l4proto ipproto ipprotocol"
            }
            Self::Seen => {
                "lastseen lastseenat lastseenutc lastseentime seen seenat timestamp timestamputc observed \
                 observedat observationtime lastobserved detected detectedat datetime datetimeutc eventtime \
                 timesource sourcetime timeobservation scantime scannedat checkedat lastchecked reportedat \
                 when ts date dateutc time timeutc"
            }
            Self::FirstSeen => {
                "firstseen firstseenat firstseenutc firstseentime firstobserved firstdetected since"
            }
            Self::Exposure => {
                "exposure tag tags vulnerability threat category class classification \
                 classificationidentifier classificationtype problem issue finding abusetype kind type \
                 proxytype"
            }
            Self::Asn => "asn as asnumber asnum originas originasn sourceasn srcasn autonomoussystemnumber",
            Self::Country => {
                "geo cc countrycode country2 countryiso countryisocode isocountry geocc geoipcc geocountry \
                 geocountrycode sourcegeolocationcc srcgeo sourcegeo country"
            }
            Self::Hostname => {
                "hostname hostnames rdns reversedns ptr ptrrecord fqdn dnsname sourcereversedns sourcefqdn \
                 srchostname sourcehostname reverse host"
            }
            Self::Source => {
                "source feed feedname sourcename sourcefeed reporter reportedby provider origin src"
            }
            Self::Language => "language lang languagetag locale",
            Self::Evidence => "",
        };
        words.split_ascii_whitespace()
    }
}

/// A column name reduced to its lower-case letters and digits: `Src IP`, `src_ip` and `srcIp` are the same.
pub(super) fn plain(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Field {
    type Err = UnknownField;
    fn from_str(text: &str) -> Result<Self, UnknownField> {
        let wanted = plain(text);
        let slug = Self::ALL
            .into_iter()
            .find(|field| plain(field.as_str()) == wanted);
        let name = || {
            Self::ALL
                .into_iter()
                .find(|field| field.names().any(|name| name == wanted))
        };
        slug.or_else(name).ok_or_else(|| UnknownField {
            text: text.to_owned(),
        })
    }
}

/// A text that names no field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is no field: use one of {}", Field::ALL.map(Field::as_str).join(", "))]
pub struct UnknownField {
    /// What was given.
    pub text: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_come_back() {
        for field in Field::ALL {
            assert_eq!(field.as_str().parse(), Ok(field));
        }
        assert_eq!("src_ip".parse(), Ok(Field::Address));
        assert_eq!("First_Seen".parse(), Ok(Field::FirstSeen));
        assert!(
            "colour"
                .parse::<Field>()
                .unwrap_err()
                .to_string()
                .contains("first-seen")
        );
    }

    #[test]
    fn names_are_plain_and_mean_one_thing() {
        let mut seen = std::collections::BTreeMap::new();
        for field in Field::ALL {
            for name in field.names() {
                assert_eq!(name, plain(name));
                let earlier = seen.insert(name, field);
                assert!(
                    earlier.is_none() || name == "host",
                    "{name}: {earlier:?} and {field:?}"
                );
            }
        }
    }
}
