//! `[online]`

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde::Deserialize;
use url::Url;

use crate::resolve::agenda::{Pace, Paces};
use crate::resolve::online::{Registry, Service, Settings};

/// More a minute no registry bears; tests and mirrors of one's own may want that much.
const MOST_A_MINUTE: u32 = 600;

/// `[online]`: the sources that are asked over the network.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Online {
    /// Which may be asked: `rdap`, `whois`, `origin-as`, `reverse-dns`; `abusix` discloses each flagged address to a third
    /// party, and is not among them unless it is written here.
    pub services: BTreeSet<Service>,
    /// RDAP servers in place of the well-known ones, such as `ripe = "https://rdap-mirror.cert.example/"`; plain http only
    /// to an address of this machine.
    pub rdap: BTreeMap<Registry, String>,
    /// WHOIS servers in place of the well-known ones, `host:port`.
    pub whois: BTreeMap<Registry, String>,
    /// A list of which registry answers for which numbers, in place of the one that comes with the program.
    pub bootstrap: Option<PathBuf>,
    /// PEM file of further authorities that may vouch for RDAP servers.
    pub ca_file: Option<PathBuf>,
    /// Where answers are kept; several campaigns can share the file.
    pub answers: PathBuf,
    /// Days that an answer which names somebody is kept; 7 to 30.
    pub contact_days: u8,
    /// Days that it is kept that a server knows nothing of an address; 1 to 3.
    pub nothing_days: u8,
    /// Requests a minute at a registry, all its servers together, in place of what it has been seen to bear; 1 to 600.
    pub pace: BTreeMap<Registry, u32>,
    /// Abusix's zone; with a key of one's own, it has that in its name.
    pub abusix_zone: String,
}

impl Default for Online {
    fn default() -> Self {
        let settings = Settings::default();
        Self {
            services: settings.services,
            rdap: BTreeMap::new(),
            whois: BTreeMap::new(),
            bootstrap: None,
            ca_file: None,
            answers: PathBuf::from("answers.sqlite"),
            contact_days: 14,
            nothing_days: 2,
            pace: BTreeMap::new(),
            abusix_zone: settings.abusix_zone,
        }
    }
}

impl Online {
    /// How the sources are to be asked, by an operator who goes by this `User-Agent`.
    ///
    /// Paths are as they stand in the file; [`super::Config`] has joined them to its folder.
    #[must_use]
    pub fn settings(&self, user_agent: String) -> Settings {
        // What is no URL has been refused when the file was read.
        let urls = self
            .rdap
            .iter()
            .filter_map(|(registry, url)| Some((*registry, base(url)?)));
        Settings {
            user_agent,
            rdap: urls.collect(),
            whois: self.whois.clone(),
            bootstrap: self.bootstrap.clone(),
            ca_file: self.ca_file.clone(),
            services: self.services.clone(),
            abusix_zone: self.abusix_zone.clone(),
            ..Settings::default()
        }
    }

    /// How fast everybody may be asked.
    #[must_use]
    pub fn paces(&self) -> Paces {
        let mut paces = Paces::default();
        for (registry, requests) in &self.pace {
            let pace = paces.of.entry(registry.name().to_owned()).or_insert(paces.others);
            pace.every = Pace::per_minute(*requests).every;
        }
        paces
    }

    /// Key and problem of the first value that cannot be used.
    pub(super) fn out_of_range(&self) -> Option<(&'static str, &'static str)> {
        if self.rdap.values().any(|url| base(url).is_none()) {
            return Some((
                "[online.rdap]",
                "write URLs, such as ripe = \"https://rdap.db.ripe.net/\"",
            ));
        }
        if !(7..=30).contains(&self.contact_days) {
            return Some(("[online] contact_days", "7 to 30 days"));
        }
        if !(1..=3).contains(&self.nothing_days) {
            return Some(("[online] nothing_days", "1 to 3 days"));
        }
        if self.pace.values().any(|pace| !(1..=MOST_A_MINUTE).contains(pace)) {
            return Some(("[online.pace]", "1 to 600 requests a minute"));
        }
        if self.services.contains(&Service::Abusix) && !self.abusix_zone.contains('.') {
            return Some((
                "[online] abusix_zone",
                "a zone, such as abuse-contacts.abusix.zone",
            ));
        }
        None
    }
}

fn base(url: &str) -> Option<Url> {
    url.parse().ok().filter(|url: &Url| !url.cannot_be_a_base())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Online, toml::de::Error> {
        toml::from_str(text)
    }

    #[test]
    fn servers_and_services_are_named_by_registry_and_kind() {
        let online = read(
            "services = [\"rdap\", \"abusix\"]\n[rdap]\nripe = \"http://127.0.0.1:8080/\"\n\
             [whois]\nregistrobr = \"127.0.0.1:4343\"\n",
        )
        .unwrap();
        assert!(online.out_of_range().is_none());
        let settings = online.settings("me".to_owned());
        assert_eq!(
            settings.services,
            BTreeSet::from([Service::Rdap, Service::Abusix])
        );
        assert_eq!(settings.rdap[&Registry::Ripe].as_str(), "http://127.0.0.1:8080/");
        assert_eq!(settings.whois[&Registry::RegistroBr], "127.0.0.1:4343");
    }

    #[test]
    fn a_pace_of_ones_own_leaves_the_others() {
        let paces = read("[pace]\nripe = 120\ntwnic = 6").unwrap().paces();
        assert_eq!(paces.of["RIPE"].every, std::time::Duration::from_millis(500));
        assert_eq!(paces.of["RIPE"].connections, 2);
        assert_eq!(paces.of["TWNIC"].every, std::time::Duration::from_secs(10));
        assert_eq!(paces.of["LACNIC"], Paces::default().of["LACNIC"]);
    }

    #[test]
    fn abusix_is_not_asked_by_default_and_mistakes_are_named() {
        assert!(!read("").unwrap().services.contains(&Service::Abusix));
        assert!(read("services = [\"everything\"]").is_err());
        assert!(read("[rdap]\nnobody = \"https://x.example/\"").is_err());
        for bad in [
            "[rdap]\nripe = \"rdap.db.ripe.net\"",
            "services = [\"abusix\"]\nabusix_zone = \"\"",
            "contact_days = 31",
            "nothing_days = 0",
            "[pace]\nripe = 0",
        ] {
            assert!(read(bad).unwrap().out_of_range().is_some(), "{bad}");
        }
    }
}
