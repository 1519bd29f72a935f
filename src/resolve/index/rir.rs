//! The five regional internet registries, by every name they go under.

use serde::{Deserialize, Serialize};

/// A regional internet registry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Rir {
    /// Africa.
    Afrinic,
    /// Asia and the Pacific.
    Apnic,
    /// North America.
    Arin,
    /// Latin America.
    Lacnic,
    /// Europe and the Middle East.
    Ripe,
}

impl Rir {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Afrinic, Self::Apnic, Self::Arin, Self::Lacnic, Self::Ripe];

    /// The name that people and dumps use: `RIPE`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Afrinic => "AFRINIC",
            Self::Apnic => "APNIC",
            Self::Arin => "ARIN",
            Self::Lacnic => "LACNIC",
            Self::Ripe => "RIPE",
        }
    }

    /// The registry that a delegated-extended file calls this; `iana` and `ietf` are none.
    #[must_use]
    pub fn of_statistics(word: &str) -> Option<Self> {
        match word {
            "afrinic" => Some(Self::Afrinic),
            "apnic" => Some(Self::Apnic),
            "arin" => Some(Self::Arin),
            "lacnic" => Some(Self::Lacnic),
            "ripencc" | "ripe" => Some(Self::Ripe),
            _ => None,
        }
    }
}
