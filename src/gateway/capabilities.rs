//! What the gateway can do, as its answer to EHLO tells (RFC 5321 section 4.1.1.1).

use super::reply::Lines;

/// The announced extensions that we use.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "one flag per keyword is what EHLO is"
)]
pub struct Capabilities {
    /// Commands may be sent in groups (RFC 2920).
    pub pipelining: bool,
    /// TLS on this connection (RFC 3207).
    pub starttls: bool,
    /// Letters with 8-bit lines (RFC 6152).
    pub eight_bit: bool,
    /// Addresses beyond ASCII (RFC 6531).
    pub utf8: bool,
    /// Delivery status notifications on request (RFC 3461).
    pub dsn: bool,
    /// SIZE was announced, so MAIL may carry the size (RFC 1870).
    pub size: bool,
    /// Largest letter in octets; `None` when not announced or without limit.
    pub largest_letter: Option<u64>,
    /// AUTH mechanisms, in upper case (RFC 4954).
    pub auth: Vec<String>,
    /// MAIL commands per connection (RFC 9422, MAILMAX).
    pub mails_per_connection: Option<u32>,
    /// Different domains of recipients per connection (RFC 9422, RCPTDOMAINMAX).
    pub domains_per_connection: Option<u32>,
    /// Recipients per letter (RFC 9422, RCPTMAX); our letters have one.
    pub recipients_per_letter: Option<u32>,
    /// All keywords as announced, for people.
    pub keywords: Vec<String>,
}

impl Capabilities {
    /// Reads the lines after the greeting; keywords in any case, malformed parameters count as absent.
    #[must_use]
    pub fn read(lines: &Lines) -> Self {
        let mut found = Self::default();
        for line in lines.texts.iter().skip(1) {
            found.keywords.push(line.clone());
            // `AUTH=LOGIN` is how servers spoke before RFC 4954; a few still do.
            let line = line.to_ascii_uppercase().replacen("AUTH=", "AUTH ", 1);
            let mut words = line.split_ascii_whitespace();
            match words.next() {
                Some("PIPELINING") => found.pipelining = true,
                Some("STARTTLS") => found.starttls = true,
                Some("8BITMIME") => found.eight_bit = true,
                Some("SMTPUTF8") => found.utf8 = true,
                Some("DSN") => found.dsn = true,
                Some("SIZE") => {
                    found.size = true;
                    // RFC 1870 section 4: 0 means no fixed limit.
                    found.largest_letter = words.next().and_then(|n| n.parse().ok()).filter(|n| *n > 0);
                }
                Some("AUTH") => {
                    for mechanism in words.map(str::to_owned) {
                        if !found.auth.contains(&mechanism) {
                            found.auth.push(mechanism);
                        }
                    }
                }
                Some("LIMITS") => found.read_limits(words),
                _ => {}
            }
        }
        found
    }

    fn read_limits<'a>(&mut self, words: impl Iterator<Item = &'a str>) {
        for (name, value) in words.filter_map(|word| word.split_once('=')) {
            // RFC 9422 section 3: a limit begins with a digit from 1 to 9.
            let value = value.parse::<u32>().ok().filter(|n| *n > 0);
            match name {
                "MAILMAX" => self.mails_per_connection = value,
                "RCPTDOMAINMAX" => self.domains_per_connection = value,
                "RCPTMAX" => self.recipients_per_letter = value,
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(lines: &[&str]) -> Capabilities {
        let texts = lines.iter().map(|line| (*line).to_owned()).collect();
        Capabilities::read(&Lines { code: 250, texts })
    }

    #[test]
    fn reads_what_is_announced() {
        let found = read(&[
            "PIPELINING.example at your service",
            "pipelining",
            "SIZE 1000",
            "8BITMIME",
            "AUTH plain LOGIN",
            "AUTH=PLAIN X",
            "SMTPUTF8",
            "dsn",
            "STARTTLS",
            "LIMITS RCPTMAX=20 MAILMAX=5 RCPTDOMAINMAX=3 X=y",
        ]);
        assert!(
            found.pipelining && found.eight_bit && found.utf8 && found.dsn && found.starttls && found.size
        );
        assert_eq!(found.largest_letter, Some(1000));
        assert_eq!(found.auth, ["PLAIN", "LOGIN", "X"]);
        assert_eq!(
            (
                found.mails_per_connection,
                found.recipients_per_letter,
                found.domains_per_connection
            ),
            (Some(5), Some(20), Some(3))
        );
    }

    #[test]
    fn the_greeting_line_is_no_keyword() {
        assert_eq!(read(&["PIPELINING"]), Capabilities::default());
    }

    #[test]
    fn ignores_malformed_parameters() {
        let found = read(&["x", "SIZE", "LIMITS MAILMAX=0 RCPTMAX", ""]);
        assert!(found.size);
        assert_eq!((found.largest_letter, found.mails_per_connection), (None, None));
        assert_eq!(read(&["x", "SIZE 0"]).largest_letter, None);
        assert_eq!(read(&["x", "SIZE many"]).largest_letter, None);
    }
}
