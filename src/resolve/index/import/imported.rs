//! What an import came to.

use super::{About, AboutDelegated, AboutOrigins};

/// Defects that are kept; more are only counted.
const DEFECTS_KEPT: usize = 1000;

/// An object that could not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defect {
    /// The file.
    pub file: String,
    /// The line on which the object begins, from 1.
    pub line: u64,
    /// What is wrong with it.
    pub problem: String,
}

/// A source that occurs in the dumps without a network, and so got no index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// Its name.
    pub registry: String,
    /// Objects it had.
    pub objects: u64,
}

/// What an import came to.
#[derive(Debug, Clone, Default)]
pub struct Imported {
    /// The indexes written.
    pub registries: Vec<About>,
    /// The registries' statistics written.
    pub delegated: Vec<AboutDelegated>,
    /// The table of routes written.
    pub routes: Option<AboutOrigins>,
    /// National CSIRTs written.
    pub teams: usize,
    /// Sources without networks.
    pub skipped: Vec<Skipped>,
    /// Objects read, of all classes.
    pub objects: u64,
    /// Objects that could not be used; at most a thousand are kept.
    pub defects: Vec<Defect>,
    /// How many could not be used.
    pub defect_count: u64,
}

impl Imported {
    pub(super) fn defect(&mut self, file: &str, line: u64, problem: String) {
        self.defect_count += 1;
        if self.defects.len() < DEFECTS_KEPT {
            let file = file.to_owned();
            self.defects.push(Defect { file, line, problem });
        }
    }
}
