//! `letters check`: everything that can be wrong with letters.

use std::io::{self, Write};

use super::catalogs;
use crate::commands::{Context, Summary, counted};
use crate::failure::Failure;
use crate::letter::{Finding, check};

/// What is wrong with the letters.
#[derive(Debug)]
pub struct Checked {
    findings: Vec<Finding>,
    letters: usize,
}

/// Checks every letter set in every language.
///
/// # Errors
/// When a file cannot be read or parsed at all.
pub fn check_all(context: &Context) -> Result<Checked, Failure> {
    let catalogs = catalogs(context)?;
    let letters = catalogs.iter().map(|catalog| catalog.languages().len()).sum();
    Ok(Checked {
        findings: catalogs.iter().flat_map(check).collect(),
        letters,
    })
}

impl Summary for Checked {
    fn people(&self, out: &mut dyn Write) -> io::Result<()> {
        for finding in &self.findings {
            writeln!(out, "{}: {}", finding.place, finding.what)?;
        }
        let n = counted(self.letters as u64, "letter", "letters");
        if self.findings.is_empty() {
            writeln!(out, "{n} checked: nothing found")
        } else {
            writeln!(
                out,
                "{n} checked: {} found",
                counted(self.findings.len() as u64, "problem", "problems")
            )
        }
    }

    fn json(&self) -> serde_json::Value {
        let findings: Vec<_> = self
            .findings
            .iter()
            .map(|f| serde_json::json!({ "place": f.place, "what": f.what }))
            .collect();
        serde_json::json!({ "letters": self.letters, "findings": findings })
    }

    fn leaves_work(&self) -> bool {
        !self.findings.is_empty()
    }
}
