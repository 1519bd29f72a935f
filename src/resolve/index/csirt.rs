//! The national CSIRT of each country, from a file of the operator's: the last resort, for a person to decide about.

use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::graph::country_code;
use super::{Dump, IndexError};

/// The file's name.
pub(super) const FILE: &str = "csirt.json";

/// One country's team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::resolve) struct Team {
    /// ISO 3166-1 alpha-2.
    pub(in crate::resolve) country: String,
    /// As the operator wrote it.
    pub(in crate::resolve) mailbox: String,
    /// Its name; may be empty.
    pub(in crate::resolve) name: String,
}

/// All teams, with where they come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Teams {
    /// The file.
    pub dump: Dump,
    /// When it was imported.
    pub imported: Timestamp,
    all: Vec<Team>,
}

impl Teams {
    /// Reads `country,mailbox,name` (in any order, `name` may be missing); what is wrong with a line goes to `defect`.
    pub(super) fn read(
        table: impl io::Read,
        dump: Dump,
        imported: Timestamp,
        mut defect: impl FnMut(u64, String),
    ) -> io::Result<Self> {
        let mut reader = csv::ReaderBuilder::new()
            .comment(Some(b'#'))
            .trim(csv::Trim::All)
            .flexible(true)
            .from_reader(table);
        let headers = reader.headers().map_err(io::Error::other)?.clone();
        let column = |names: &[&str]| {
            headers
                .iter()
                .position(|header| names.iter().any(|name| header.eq_ignore_ascii_case(name)))
        };
        let (country, mailbox, name) = (column(&["country"]), column(MAILBOX), column(&["name", "team"]));
        let mut teams: Vec<Team> = Vec::new();
        for row in reader.records() {
            let row = row.map_err(io::Error::other)?;
            let line = row.position().map_or(0, csv::Position::line);
            let field = |column: Option<usize>| column.and_then(|at| row.get(at)).unwrap_or_default();
            let Some(code) = country_code(field(country)) else {
                defect(line, format!("{:?} is no country code", field(country)));
                continue;
            };
            if !field(mailbox).contains('@') {
                defect(line, format!("{:?} is no mailbox", field(mailbox)));
                continue;
            }
            if teams.iter().any(|team| team.country == code) {
                defect(
                    line,
                    format!("{code} has a team already: one line for each country"),
                );
                continue;
            }
            teams.push(Team {
                country: code,
                mailbox: field(mailbox).to_owned(),
                name: field(name).to_owned(),
            });
        }
        Ok(Self {
            dump,
            imported,
            all: teams,
        })
    }

    pub(super) fn open(path: &Path) -> Result<Self, IndexError> {
        let mut text = String::new();
        std::fs::File::open(path)
            .and_then(|mut file| file.read_to_string(&mut text))
            .map_err(|source| IndexError::Unreadable {
                path: path.to_owned(),
                source,
            })?;
        serde_json::from_str(&text).map_err(|_| IndexError::Damaged {
            path: path.to_owned(),
            what: "it is no list of teams",
        })
    }

    /// Writes the list into its place: old or new at any moment, on disk when this returns.
    pub(super) fn write(&self, folder: &Path) -> io::Result<()> {
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(&serde_json::to_vec(self)?)?;
        file.as_file().sync_all()?;
        file.persist(path_of(folder))?;
        std::fs::File::open(folder)?.sync_all()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    pub(in crate::resolve) fn of(&self, country: &str) -> Option<&Team> {
        self.all.iter().find(|team| team.country == country)
    }
}

/// Names of the column that holds the mailbox.
pub(super) const MAILBOX: &[&str] = &["mailbox", "contact", "email", "e-mail"];

pub(super) fn path_of(folder: &Path) -> PathBuf {
    folder.join(FILE)
}
