//! Who signs the letters, and where they point to; what a sender's domain must say in DNS.

use std::collections::BTreeMap;
use std::net::IpAddr;

use serde::{Deserialize, Deserializer, Serialize};

pub mod dkim;
pub mod dmarc;
pub mod spf;
mod tags;

/// The campaign's own organisation, as the letter presents it so that a reader can verify it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Sender {
    /// The organisation's name; also the display name of `From`.
    pub organisation: String,
    /// The mailbox of `From`, read by people.
    pub address: String,
    /// `Reply-To`, if answers go elsewhere.
    pub reply_to: Option<String>,
    /// Base of the envelope sender: `bounces@example.org` becomes `bounces+TOKEN@example.org`. Default: `address`.
    pub bounce_address: Option<String>,
    /// Postal address, one line or several.
    pub postal_address: String,
    /// Telephone number.
    pub phone: String,
    /// A page on the sender's own domain that confirms the campaign.
    pub verify_url: String,
    /// In whose name or under which mandate the organisation writes, by language tag; `default` serves the others.
    #[serde(deserialize_with = "one_or_many")]
    pub mandate: BTreeMap<String, String>,
    /// The selector of the key that the gateway signs with (DKIM), so that `check` can look it up.
    pub dkim_selector: Option<String>,
    /// Addresses that the gateway hands letters on from, so that `check` can see whether the SPF record covers them.
    pub outgoing: Vec<IpAddr>,
    /// Partner organisations, named in the letter.
    pub partners: Vec<String>,
}

/// The two pages that the letter refers to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Links {
    /// Background, and the list of partners.
    pub info: String,
    /// Step-by-step instructions.
    pub fix: String,
}

/// A single text stands for `default`.
fn one_or_many<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<String, String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Texts {
        One(String),
        Many(BTreeMap<String, String>),
    }
    Ok(match Texts::deserialize(from)? {
        Texts::One(text) => BTreeMap::from([("default".to_owned(), text)]),
        Texts::Many(texts) => texts,
    })
}
