//! Single cells to single values. Blank cells and the usual stand-ins for nothing are no value.

use super::reason::Reason;
use crate::language::Language;

/// The cell's text, trimmed, unless it says that there is none.
pub(super) fn present(text: &str) -> Option<&str> {
    let text = text.trim();
    let nothing = ["", "-", "--", "?", "\\N"].contains(&text)
        || ["n/a", "null", "none", "nil", "unknown"]
            .iter()
            .any(|word| text.eq_ignore_ascii_case(word));
    (!nothing).then_some(text)
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A port from 1 to 65535.
pub(super) fn port(text: &str) -> Result<u16, Reason> {
    match text.parse::<u16>() {
        Ok(port) if port > 0 && digits(text) => Ok(port),
        _ => Err(Reason::BadPort),
    }
}

/// `tcp` or `udp`, by name or by its number (IANA protocol numbers 6 and 17).
pub(super) fn protocol(text: &str) -> Result<&'static str, Reason> {
    match text {
        "6" => Ok("tcp"),
        "17" => Ok("udp"),
        _ if text.eq_ignore_ascii_case("tcp") => Ok("tcp"),
        _ if text.eq_ignore_ascii_case("udp") => Ok("udp"),
        _ => Err(Reason::BadProtocol),
    }
}

/// An AS number with or without `AS` in front; 0 means that there is none (RFC 7607).
pub(super) fn asn(text: &str) -> Result<Option<u32>, Reason> {
    let number = match text.split_at_checked(2) {
        Some((start, rest)) if start.eq_ignore_ascii_case("as") => rest.trim_start(),
        _ => text,
    };
    if !digits(number) {
        return Err(Reason::BadAsn);
    }
    let number: u32 = number.parse().map_err(|_| Reason::BadAsn)?;
    Ok((number != 0).then_some(number))
}

/// A code of two letters in upper case; `XX` and `ZZ` mean that there is none.
pub(super) fn country(text: &str) -> Result<Option<String>, Reason> {
    if text.len() != 2 || !text.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return Err(Reason::BadCountry);
    }
    let code = text.to_ascii_uppercase();
    Ok((code != "XX" && code != "ZZ").then_some(code))
}

/// A name without blanks, of at most 253 bytes (RFC 1035 section 2.3.4), as it is written.
pub(super) fn hostname(text: &str) -> Result<&str, Reason> {
    if text.len() > 253 || text.contains(char::is_whitespace) {
        return Err(Reason::BadHostname);
    }
    Ok(text)
}

/// A source of at most 200 bytes.
pub(super) fn source(text: &str) -> Result<&str, Reason> {
    if text.len() > 200 {
        Err(Reason::BadSource)
    } else {
        Ok(text)
    }
}

/// A language tag in canonical spelling.
pub(super) fn language(text: &str) -> Result<String, Reason> {
    match Language::new(text) {
        Ok(language) => Ok(language.as_str().to_owned()),
        Err(_) => Err(Reason::BadLanguage),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_plain_values() {
        assert_eq!(
            (
                port("1"),
                port("65535"),
                port("0"),
                port("65536"),
                port("+80"),
                port("8080.0")
            ),
            (
                Ok(1),
                Ok(65535),
                Err(Reason::BadPort),
                Err(Reason::BadPort),
                Err(Reason::BadPort),
                Err(Reason::BadPort)
            )
        );
        assert_eq!(
            (protocol("TCP"), protocol("17"), protocol("http")),
            (Ok("tcp"), Ok("udp"), Err(Reason::BadProtocol))
        );
        assert_eq!(
            (asn("64500"), asn("as64500"), asn("AS 64500"), asn("0")),
            (Ok(Some(64500)), Ok(Some(64500)), Ok(Some(64500)), Ok(None))
        );
        for bad in ["AS", "64500.0", "AS64500 Example", "4294967296", "+1", "é1"] {
            assert_eq!(asn(bad), Err(Reason::BadAsn), "{bad}");
        }
        assert_eq!(
            (country("fr"), country("XX"), country("FRA"), country("é")),
            (
                Ok(Some("FR".to_owned())),
                Ok(None),
                Err(Reason::BadCountry),
                Err(Reason::BadCountry)
            )
        );
        assert_eq!(
            (present(" x "), present("N/A"), present("NA"), present("\\N")),
            (Some("x"), None, Some("NA"), None)
        );
        assert_eq!(
            (language("FR_ca"), language("french!")),
            (Ok("fr-CA".to_owned()), Err(Reason::BadLanguage))
        );
        assert!(
            hostname(&"a".repeat(253)).is_ok()
                && hostname(&"a".repeat(254)).is_err()
                && hostname("a b").is_err()
        );
    }
}
