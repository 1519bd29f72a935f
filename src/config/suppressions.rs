//! `[suppressions]`

use std::path::{Path, PathBuf};

use serde::Deserialize;

/// What campaigns share of what must not be written to.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Suppressions {
    /// A CSV file that several campaigns read before they plan and send, and write when somebody asks not to be written to.
    pub shared: Option<PathBuf>,
}

impl Suppressions {
    pub(super) fn complete(&mut self, folder: &Path) {
        self.shared = self.shared.take().map(|file| folder.join(file));
    }
}
