//! The registries that can be asked: five regional ones, and the national ones that know more than theirs.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::resolve::index::Rir;

/// A registry of addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Registry {
    /// Africa.
    Afrinic,
    /// Asia and the Pacific.
    Apnic,
    /// Canada, the United States, parts of the Caribbean.
    Arin,
    /// Latin America and parts of the Caribbean.
    Lacnic,
    /// Europe, the Middle East, parts of Central Asia.
    Ripe,
    /// Brazil, under LACNIC: its RDAP names no abuse mailbox, its WHOIS does.
    RegistroBr,
    /// Japan, under APNIC.
    Jpnic,
    /// Korea, under APNIC.
    Krnic,
    /// Taiwan, under APNIC.
    Twnic,
}

impl Registry {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Afrinic,
        Self::Apnic,
        Self::Arin,
        Self::Lacnic,
        Self::Ripe,
        Self::RegistroBr,
        Self::Jpnic,
        Self::Krnic,
        Self::Twnic,
    ];

    /// Its name as people write it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Afrinic => Rir::Afrinic.name(),
            Self::Apnic => Rir::Apnic.name(),
            Self::Arin => Rir::Arin.name(),
            Self::Lacnic => Rir::Lacnic.name(),
            Self::Ripe => Rir::Ripe.name(),
            Self::RegistroBr => "registro.br",
            Self::Jpnic => "JPNIC",
            Self::Krnic => "KRNIC",
            Self::Twnic => "TWNIC",
        }
    }

    /// The registry of a name as delegated-extended files (`ripencc`), dumps and answers write it.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        let name = name.trim().to_ascii_lowercase();
        if let Some(regional) = Rir::of_statistics(&name) {
            return Some(regional.into());
        }
        Some(match name.as_str() {
            "ripe-ncc" | "ripe ncc" => Self::Ripe,
            "registro.br" | "registrobr" | "nic.br" | "nicbr" => Self::RegistroBr,
            "jpnic" => Self::Jpnic,
            "krnic" | "kisa" => Self::Krnic,
            "twnic" => Self::Twnic,
            _ => return None,
        })
    }

    /// The registry that a host of this name belongs to, such as `whois.ripe.net` or `rdap.db.ripe.net`.
    #[must_use]
    pub fn of_host(host: &str) -> Option<Self> {
        const DOMAINS: [(&str, Registry); 12] = [
            ("afrinic.net", Registry::Afrinic),
            ("apnic.net", Registry::Apnic),
            ("arin.net", Registry::Arin),
            ("lacnic.net", Registry::Lacnic),
            ("ripe.net", Registry::Ripe),
            ("registro.br", Registry::RegistroBr),
            ("nic.br", Registry::RegistroBr),
            ("nic.ad.jp", Registry::Jpnic),
            ("kisa.or.kr", Registry::Krnic),
            ("krnic.net", Registry::Krnic),
            ("nic.or.kr", Registry::Krnic),
            ("twnic.tw", Registry::Twnic),
        ];
        let host = host.trim_end_matches('.').to_ascii_lowercase();
        // TWNIC answers under net.tw as well.
        let host = host
            .strip_suffix("twnic.net.tw")
            .map_or(host.clone(), |head| format!("{head}twnic.tw"));
        DOMAINS.into_iter().find_map(|(domain, registry)| {
            let head = host.strip_suffix(domain)?;
            (head.is_empty() || head.ends_with('.')).then_some(registry)
        })
    }

    /// Where its RDAP service stands, for a registry that answers for networks itself.
    ///
    /// Source: IANA's RDAP bootstrap registries for the regional ones.
    #[must_use]
    pub fn rdap(self) -> Option<&'static str> {
        Some(match self {
            Self::Afrinic => "https://rdap.afrinic.net/rdap/",
            Self::Apnic => "https://rdap.apnic.net/",
            Self::Arin => "https://rdap.arin.net/registry/",
            Self::Lacnic => "https://rdap.lacnic.net/rdap/",
            Self::Ripe => "https://rdap.db.ripe.net/",
            Self::RegistroBr => "https://rdap.registro.br/",
            Self::Jpnic | Self::Krnic | Self::Twnic => return None,
        })
    }

    /// Its WHOIS server (RFC 3912), host name and port.
    #[must_use]
    pub fn whois(self) -> &'static str {
        match self {
            Self::Afrinic => "whois.afrinic.net:43",
            Self::Apnic => "whois.apnic.net:43",
            Self::Arin => "whois.arin.net:43",
            Self::Lacnic => "whois.lacnic.net:43",
            Self::Ripe => "whois.ripe.net:43",
            Self::RegistroBr => "whois.registro.br:43",
            Self::Jpnic => "whois.nic.ad.jp:43",
            Self::Krnic => "whois.kisa.or.kr:43",
            Self::Twnic => "whois.twnic.net:43",
        }
    }

    /// The national registry that knows more of a network than its regional one, by the network's country.
    #[must_use]
    pub fn national(self, country: &str) -> Option<Self> {
        Some(match (self, country.to_ascii_uppercase().as_str()) {
            (Self::Lacnic, "BR") => Self::RegistroBr,
            (Self::Apnic, "JP") => Self::Jpnic,
            (Self::Apnic, "KR") => Self::Krnic,
            (Self::Apnic, "TW") => Self::Twnic,
            _ => return None,
        })
    }
}

impl From<Rir> for Registry {
    fn from(rir: Rir) -> Self {
        match rir {
            Rir::Afrinic => Self::Afrinic,
            Rir::Apnic => Self::Apnic,
            Rir::Arin => Self::Arin,
            Rir::Lacnic => Self::Lacnic,
            Rir::Ripe => Self::Ripe,
        }
    }
}

impl fmt::Display for Registry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_its_registrys_and_a_lookalike_is_nobodys() {
        for (host, registry) in [
            ("whois.ripe.net", Some(Registry::Ripe)),
            ("RDAP.DB.RIPE.NET.", Some(Registry::Ripe)),
            ("whois.twnic.net.tw", Some(Registry::Twnic)),
            ("rdap.registro.br", Some(Registry::RegistroBr)),
            ("gripe.net", None),
            ("ripe.net.example", None),
            ("rwhois.provider.example", None),
        ] {
            assert_eq!(Registry::of_host(host), registry, "{host}");
        }
    }

    #[test]
    fn every_registry_is_found_by_its_own_name_and_server() {
        for registry in Registry::ALL {
            assert_eq!(Registry::of_name(registry.name()), Some(registry));
            let host = registry.whois().trim_end_matches(":43");
            let found =
                Registry::of_host(host).or_else(|| (host == "whois.twnic.net").then_some(Registry::Twnic));
            assert_eq!(found, Some(registry), "{host}");
        }
    }
}
