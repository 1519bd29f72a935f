//! `[ledger]`

use serde::Deserialize;

use crate::ledger::Durability;

/// `[ledger]`: how the record of what was sent is kept.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Ledger {
    /// What the notes of a send survive: `power` or `process`.
    pub durability: Durability,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durability_is_power_or_process() {
        let read = |text| toml::from_str::<Ledger>(text).map(|ledger| ledger.durability);
        assert_eq!(read(""), Ok(Durability::Power));
        assert_eq!(read("durability = \"process\""), Ok(Durability::Process));
        let error = read("durability = \"none\"").unwrap_err().to_string();
        assert!(error.contains("`power` or `process`"), "{error}");
    }
}
