//! `campaign.toml`: one validated value out of one file.
//!
//! In goes the campaign folder, out comes a [`Config`] whose every field can be used as it is: paths are joined to
//! the folder, ranges are checked, defaults are filled in. What only one stage can judge (the gateway's URL, the
//! languages of a letter set) is checked by the command that joins that stage, before anything else happens.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};
use serde::Deserialize;

mod allow;
mod bounces;
mod contacts;
mod dns;
mod gateway;
mod languages;
mod ledger;
mod limits;
mod online;
mod pace;
pub mod rounds;
mod suppressions;
mod xarf;

use crate::letter::Evidence;
use crate::sender::{Links, Sender};

pub use allow::Allow;
pub use bounces::Bounces;
pub use contacts::Contacts;
pub use dns::Dns;
pub use gateway::Gateway;
pub use languages::Languages;
pub use ledger::Ledger;
pub use limits::Limits;
pub use online::Online;
pub use pace::Pace;
pub use suppressions::Suppressions;
pub use xarf::Xarf;

/// The file's name in the campaign folder.
pub const FILE: &str = "campaign.toml";

/// What can be wrong with `campaign.toml`.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// There is no such file: this is no campaign folder.
    #[error("{path} does not exist")]
    Missing {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// The file could not be read.
    #[error("cannot read {path}")]
    Unreadable {
        /// Its path.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Not TOML, a key nobody knows, or a value of the wrong kind; the message points at the line.
    #[error("{path}: {message}")]
    Malformed {
        /// Its path.
        path: PathBuf,
        /// What is wrong, with the line.
        message: String,
    },
    /// A value is out of its range.
    #[error("{path}: {key}: {problem}")]
    Value {
        /// Its path.
        path: PathBuf,
        /// The key, such as `[limits] max_letters`.
        key: &'static str,
        /// What is wrong and what would be right.
        problem: String,
    },
}

/// A campaign's settings.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// What people call the campaign. Default: the folder's name.
    pub name: String,
    /// The letter set.
    pub letter: String,
    /// How the addresses became known.
    pub evidence: Evidence,
    /// The addresses are checked again this many days after the letter was planned; the letter says so.
    pub recheck_after: Option<u16>,
    /// Who writes.
    pub sender: Sender,
    /// Where the letter points.
    pub links: Links,
    /// Who takes our mail.
    pub gateway: Gateway,
    /// Which languages.
    pub languages: Languages,
    /// What a rehearsal or an example may use although the public network does not.
    pub allow: Allow,
    /// How contacts are judged.
    pub contacts: Contacts,
    /// Bounds.
    pub limits: Limits,
    /// When a contact is written to again.
    pub rounds: rounds::Rounds,
    /// Who is written to later.
    pub holdout: rounds::Holdout,
    /// How the record is kept.
    pub ledger: Ledger,
    /// Who answers questions about names.
    pub dns: Dns,
    /// Reports for programs.
    pub xarf: Xarf,
    /// The sources of contacts that are asked over the network.
    pub online: Online,
    /// How fast letters go, and when.
    pub pace: Pace,
    /// How returned mail is picked up.
    pub bounces: Bounces,
    /// What campaigns share of what must not be written to.
    pub suppressions: Suppressions,
    /// The folder that the file stands in.
    #[serde(skip)]
    pub folder: PathBuf,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            name: String::new(),
            letter: "secure-your-server".to_owned(),
            evidence: Evidence::default(),
            recheck_after: None,
            sender: Sender::default(),
            links: Links::default(),
            gateway: Gateway::default(),
            languages: Languages::default(),
            allow: Allow::default(),
            contacts: Contacts::default(),
            limits: Limits::default(),
            rounds: rounds::Rounds::default(),
            holdout: rounds::Holdout::default(),
            ledger: Ledger::default(),
            dns: Dns::default(),
            xarf: Xarf::default(),
            online: Online::default(),
            pace: Pace::default(),
            bounces: Bounces::default(),
            suppressions: Suppressions::default(),
            folder: PathBuf::new(),
        }
    }
}

impl Config {
    /// A file or folder of the campaign, as people would write it: without `./` in the current folder.
    #[must_use]
    pub fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        if self.folder == Path::new(".") {
            name.as_ref().to_owned()
        } else {
            self.folder.join(name)
        }
    }

    /// The day (UTC) on which the addresses of a letter planned at this time are checked again, if the campaign says so.
    #[must_use]
    pub fn recheck(&self, planned: Timestamp) -> Option<Date> {
        let today = planned.to_zoned(TimeZone::UTC).date();
        self.recheck_after
            .map(|days| today.saturating_add(i64::from(days).days()))
    }

    /// The settings of the campaign in `folder`.
    ///
    /// # Errors
    /// [`ConfigError`], with the path and, inside the file, the line or the key.
    pub fn load(folder: &Path) -> Result<Self, ConfigError> {
        let path = folder.join(FILE);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(ConfigError::Missing { path });
            }
            Err(source) => return Err(ConfigError::Unreadable { path, source }),
        };
        let mut config: Self = toml::from_str(&text).map_err(|error| ConfigError::Malformed {
            path: path.clone(),
            message: error.to_string().trim_end().to_owned(),
        })?;
        folder.clone_into(&mut config.folder);
        config.complete(&path)?;
        Ok(config)
    }

    /// The settings of a folder without the file: everything as it comes.
    #[must_use]
    pub fn of_nothing(folder: &Path) -> Self {
        let mut config = Self {
            folder: folder.to_owned(),
            ..Self::default()
        };
        // What comes of itself is in its range.
        let _ = config.complete(&folder.join(FILE));
        config
    }

    fn complete(&mut self, path: &Path) -> Result<(), ConfigError> {
        let folder = self.folder.clone();
        self.contacts.file = self.path(&self.contacts.file);
        self.limits.history = self.limits.history.take().map(|file| self.path(file));
        self.bounces.complete(&folder);
        self.suppressions.complete(&folder);
        self.online.answers = self.path(&self.online.answers);
        self.online.bootstrap = self.online.bootstrap.take().map(|file| self.path(file));
        self.online.ca_file = self.online.ca_file.take().map(|file| self.path(file));
        self.gateway.ca_file = self.gateway.ca_file.take().map(|file| self.path(file));
        self.gateway.password_file = self.gateway.password_file.take().map(|file| self.path(file));
        if self.name.trim().is_empty() {
            let real = folder.canonicalize().unwrap_or(folder);
            self.name = real
                .file_name()
                .map_or_else(|| "campaign".into(), |n| n.to_string_lossy().into_owned());
        }
        let range = |key, fine: bool, problem: &str| {
            if fine {
                return Ok(());
            }
            Err(ConfigError::Value {
                path: path.to_owned(),
                key,
                problem: problem.to_owned(),
            })
        };
        range(
            "[gateway] connections",
            (1..=64).contains(&self.gateway.connections),
            "1 to 64 connections",
        )?;
        range(
            "[limits] ips_in_body",
            (1..=10_000).contains(&self.limits.ips_in_body),
            "1 to 10000 table rows",
        )?;
        range(
            "[limits] max_letters",
            self.limits.max_letters >= 1,
            "1 letter or more",
        )?;
        range(
            "[limits] give_up_after",
            self.limits.give_up_after >= 1,
            "1 day or more",
        )?;
        range("[holdout] share", self.holdout.share <= 50, "0 to 50 per cent")?;
        range("[holdout] days", self.holdout.days >= 1, "1 day or more")?;
        let sections = [
            self.dns.out_of_range(),
            self.xarf.out_of_range(),
            self.online.out_of_range(),
        ];
        for (key, problem) in sections.into_iter().flatten() {
            range(key, false, problem)?;
        }
        if let Err((key, problem)) = self.pace.rules(self.gateway.rate) {
            range(key, false, &problem)?;
        }
        range("[contacts] threshold", self.contacts.threshold <= 100, "0 to 100")?;
        range(
            "[contacts] max_share",
            self.contacts.max_share <= 100,
            "0 to 100 per cent",
        )?;
        range(
            "[gateway] username and password_file",
            self.gateway.username.is_some() == self.gateway.password_file.is_some(),
            "set both or none: the password is read from a file so that it shows nowhere",
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(text: &str) -> Result<Config, ConfigError> {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(FILE), text).unwrap();
        Config::load(folder.path())
    }

    #[test]
    fn an_empty_file_is_all_defaults() {
        let config = load("").unwrap();
        assert_eq!(config.letter, "secure-your-server");
        assert_eq!(config.gateway.url, "outbox:outbox");
        assert_eq!(config.languages.default.as_str(), "en");
        assert!(!config.name.is_empty());
    }

    #[test]
    fn an_unknown_key_is_refused_with_its_line() {
        let error = load("letter = \"open-relay\"\n\n[gateway]\nulr = \"outbox:x\"\n")
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("line 4") && error.contains("ulr") && error.contains("url"),
            "{error}"
        );
    }

    #[test]
    fn values_out_of_range_name_their_key() {
        for (text, key) in [
            ("[gateway]\nconnections = 0", "connections"),
            ("[limits]\nips_in_body = 0", "ips_in_body"),
            ("[gateway]\nusername = \"me\"", "password_file"),
            ("[contacts]\nmax_share = 101", "max_share"),
            ("[holdout]\nshare = 51", "share"),
        ] {
            let error = load(text).unwrap_err().to_string();
            assert!(error.contains(key), "{error}");
        }
    }

    #[test]
    fn a_mandate_is_one_text_or_one_a_language() {
        let one = load("[sender]\nmandate = \"Act 1\"").unwrap().sender.mandate;
        assert_eq!(one.get("default").map(String::as_str), Some("Act 1"));
        let two = load("[sender.mandate]\ndefault = \"Act 1\"\nfr = \"Loi 1\"")
            .unwrap()
            .sender
            .mandate;
        assert_eq!(two.get("fr").map(String::as_str), Some("Loi 1"));
    }
}
