//! `letters list`: which letters there are, in which languages.

use std::io::{self, Write};

use super::catalogs;
use crate::commands::table::table;
use crate::commands::{Context, Summary, json_of};
use crate::failure::Failure;
use crate::letter::{Origin, Review};

/// One language of one letter set.
#[derive(Debug, serde::Serialize)]
struct Row {
    set: String,
    language: String,
    name: String,
    review: &'static str,
    missing: Vec<String>,
}

/// What there is.
#[derive(Debug)]
pub struct Listed {
    rows: Vec<Row>,
    own: Vec<String>,
}

/// Lists letter sets, their languages, and the files of the campaign's own.
///
/// # Errors
/// When a file of the campaign's own cannot be used.
pub fn list(context: &Context) -> Result<Listed, Failure> {
    let (mut rows, mut own) = (Vec::new(), Vec::new());
    for catalog in catalogs(context)? {
        for locale in catalog.locales() {
            rows.push(Row {
                set: catalog.set().to_owned(),
                language: locale.language.to_string(),
                name: locale.name.clone(),
                review: if locale.review == Review::Reviewed {
                    "reviewed"
                } else {
                    "draft"
                },
                missing: Vec::new(),
            });
        }
        for incomplete in catalog.incomplete() {
            rows.push(Row {
                set: catalog.set().to_owned(),
                language: incomplete.language.to_string(),
                name: String::new(),
                review: "incomplete, not used",
                missing: incomplete.missing.clone(),
            });
        }
        own.extend(
            catalog
                .sources()
                .filter(|file| file.origin != Origin::BuiltIn)
                .map(|file| file.name.clone()),
        );
    }
    own.sort();
    own.dedup();
    Ok(Listed { rows, own })
}

impl Summary for Listed {
    fn people(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut rows = table(&["letter", "language", "name", "review", "missing"]);
        for row in &self.rows {
            rows.add_row([
                &row.set,
                &row.language,
                &row.name,
                row.review,
                &row.missing.join(" "),
            ]);
        }
        writeln!(out, "{}", rows.trim_fmt())?;
        for file in &self.own {
            writeln!(out, "the campaign's own: {file}")?;
        }
        Ok(())
    }

    fn json(&self) -> serde_json::Value {
        serde_json::json!({ "letters": json_of(&self.rows), "own_files": self.own })
    }
}
