//! `[bounces]`

use std::path::{Path, PathBuf};

use serde::Deserialize;

/// How returned mail is picked up.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Bounces {
    /// What `forewarn bounces` reads when no source is named on the command line.
    pub sources: Vec<String>,
    /// File whose first line is the password for IMAP.
    pub password_file: Option<PathBuf>,
    /// PEM file of the authority that signed the IMAP server's certificate.
    pub ca_file: Option<PathBuf>,
    /// IMAP folder that messages about this campaign are moved to once they are read; without it they stay and are marked.
    pub move_to: Option<String>,
}

impl Bounces {
    pub(super) fn complete(&mut self, folder: &Path) {
        self.password_file = self.password_file.take().map(|file| folder.join(file));
        self.ca_file = self.ca_file.take().map(|file| folder.join(file));
    }
}
