//! How a connection is protected, for people: TLS version, cipher, and until when the certificate holds.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// How a connection is protected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Security {
    /// Such as `TLS 1.3`.
    pub version: String,
    /// The cipher suite's name.
    pub cipher: String,
    /// When the gateway's certificate runs out; `None` when it could not be read.
    pub expires: Option<Timestamp>,
}

impl Security {
    /// Of this TLS connection, once it stands.
    pub(super) fn of(connection: &rustls::ClientConnection) -> Self {
        let version = match connection.protocol_version() {
            Some(rustls::ProtocolVersion::TLSv1_3) => "TLS 1.3".to_owned(),
            Some(rustls::ProtocolVersion::TLSv1_2) => "TLS 1.2".to_owned(),
            other => format!("{other:?}"),
        };
        let cipher = connection
            .negotiated_cipher_suite()
            .map_or_else(String::new, |suite| format!("{:?}", suite.suite()));
        let own = connection
            .peer_certificates()
            .and_then(<[rustls::pki_types::CertificateDer<'_>]>::first);
        Self {
            version,
            cipher,
            expires: own.and_then(|certificate| not_after(certificate)),
        }
    }
}

/// When a certificate runs out (RFC 5280 section 4.1.2.5). rustls has checked the certificate and tells nobody what
/// is in it; the way to this one field is short: the outer sequence, the inner one, and in it the field after serial
/// number, algorithm and issuer.
fn not_after(certificate: &[u8]) -> Option<Timestamp> {
    const SEQUENCE: u8 = 0x30;
    let (_, outer, _) = element(certificate)?;
    let (_, mut rest, _) = element(outer)?;
    let mut sequences = 0;
    loop {
        let (tag, content, after) = element(rest)?;
        rest = after;
        // The version (tagged 0) and the serial number are no sequences; algorithm and issuer come before validity.
        sequences += u32::from(tag == SEQUENCE);
        if sequences == 3 {
            let (_, _, second) = element(content)?;
            let (tag, time, _) = element(second)?;
            return moment(tag, std::str::from_utf8(time).ok()?);
        }
    }
}

/// Tag, content and what follows the first DER element.
fn element(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&tag, rest) = bytes.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = if first < 0x80 {
        (usize::from(first), rest)
    } else {
        let count = usize::from(first & 0x7F);
        if count == 0 || count > 4 {
            return None;
        }
        let (digits, rest) = rest.split_at_checked(count)?;
        let length = digits
            .iter()
            .fold(0_usize, |length, digit| length << 8 | usize::from(*digit));
        (length, rest)
    };
    let (content, after) = rest.split_at_checked(length)?;
    Some((tag, content, after))
}

/// `UTCTime` (two digits of the year, of 1950 to 2049) or `GeneralizedTime`.
fn moment(tag: u8, text: &str) -> Option<Timestamp> {
    let text = text.strip_suffix('Z')?;
    let (year, rest) = match tag {
        0x17 => {
            let (year, rest) = text.split_at_checked(2)?;
            let year: i16 = year.parse().ok()?;
            (if year < 50 { 2000 + year } else { 1900 + year }, rest)
        }
        0x18 => {
            let (year, rest) = text.split_at_checked(4)?;
            (year.parse().ok()?, rest)
        }
        _ => return None,
    };
    let part = |place: usize| rest.get(place..place + 2)?.parse::<i8>().ok();
    let time = DateTime::new(year, part(0)?, part(2)?, part(4)?, part(6)?, part(8)?, 0).ok()?;
    TimeZone::UTC.to_timestamp(time).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_end_of_a_certificate() {
        let mut parameters = rcgen::CertificateParams::new(vec!["mail.example".to_owned()]).unwrap();
        for (year, month, day) in [(2031, 2, 3), (2049, 12, 31), (2055, 1, 1)] {
            parameters.not_after = rcgen::date_time_ymd(year, month, day);
            let key = rcgen::KeyPair::generate().unwrap();
            let certificate = parameters.self_signed(&key).unwrap();
            let ends = not_after(certificate.der()).unwrap().to_string();
            assert_eq!(ends, format!("{year}-{month:02}-{day:02}T00:00:00Z"));
            for cut in 0..certificate.der().len() {
                let _ = not_after(certificate.der().get(..cut).unwrap());
            }
        }
    }
}
