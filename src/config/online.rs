//! `[online]`

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde::Deserialize;
use url::Url;

use crate::resolve::online::{Registry, Service, Settings};

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

    /// Key and problem of the first value that cannot be used.
    pub(super) fn out_of_range(&self) -> Option<(&'static str, &'static str)> {
        if self.rdap.values().any(|url| base(url).is_none()) {
            return Some((
                "[online.rdap]",
                "write URLs, such as ripe = \"https://rdap.db.ripe.net/\"",
            ));
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
    fn abusix_is_not_asked_by_default_and_mistakes_are_named() {
        assert!(!read("").unwrap().services.contains(&Service::Abusix));
        assert!(read("services = [\"everything\"]").is_err());
        assert!(read("[rdap]\nnobody = \"https://x.example/\"").is_err());
        for bad in [
            "[rdap]\nripe = \"rdap.db.ripe.net\"",
            "services = [\"abusix\"]\nabusix_zone = \"\"",
        ] {
            assert!(read(bad).unwrap().out_of_range().is_some(), "{bad}");
        }
    }
}
