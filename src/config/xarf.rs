//! `[xarf]`

use serde::Deserialize;

/// `[xarf]`: reports for programs, attached to the letter.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Xarf {
    /// Attach them.
    pub attach: bool,
    /// To one letter at most as many, one for each row; 1 to 100.
    pub most: usize,
}

impl Default for Xarf {
    fn default() -> Self {
        Self {
            attach: false,
            most: 20,
        }
    }
}

impl Xarf {
    /// Key and problem of the first value out of its range.
    pub(super) fn out_of_range(&self) -> Option<(&'static str, &'static str)> {
        (!(1..=100).contains(&self.most)).then_some(("[xarf] most", "1 to 100 reports in one letter"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_are_off_and_bounded() {
        assert!(!Xarf::default().attach);
        let read = |text| toml::from_str::<Xarf>(text).unwrap();
        assert!(read("attach = true").out_of_range().is_none());
        assert!(read("most = 0").out_of_range().is_some());
        assert!(read("most = 101").out_of_range().is_some());
    }
}
