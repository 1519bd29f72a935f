//! Which fields of the sender and the links a letter needs.

use crate::sender::{Links, Sender};

/// The fields of the configuration that are empty and that a letter cannot do without, as they are written there:
/// `sender.phone`. A reader must be able to verify who writes, and to find help.
#[must_use]
pub fn required(sender: &Sender, links: &Links) -> Vec<&'static str> {
    [
        ("sender.organisation", &sender.organisation),
        ("sender.address", &sender.address),
        ("sender.postal_address", &sender.postal_address),
        ("sender.phone", &sender.phone),
        ("sender.verify_url", &sender.verify_url),
        ("links.info", &links.info),
        ("links.fix", &links.fix),
    ]
    .into_iter()
    .filter(|(_, value)| value.trim().is_empty())
    .map(|(name, _)| name)
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_every_empty_field() {
        let sender = Sender {
            organisation: "Example CERT".to_owned(),
            phone: " \n".to_owned(),
            ..Sender::default()
        };
        let links = Links {
            info: "https://cert.example/info".to_owned(),
            fix: String::new(),
        };
        let missing = required(&sender, &links);
        assert_eq!(
            missing,
            [
                "sender.address",
                "sender.postal_address",
                "sender.phone",
                "sender.verify_url",
                "links.fix"
            ]
        );
    }
}
