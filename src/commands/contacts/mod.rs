//! `forewarn contacts`: registry dumps into the index; the story behind a contact; the contacts in use.

mod explain;
mod import;
mod list;

pub use explain::{Explained, explain};
pub use import::{DumpsImported, import};
pub use list::{ContactList, list};

use crate::contact::Source;

/// Who says so, in a few words.
pub(super) fn source_words(source: &Source) -> String {
    match source {
        Source::Operator { file, line, rule, .. } => format!("{file} line {line} ({rule})"),
        Source::Dump { registry, file, .. } => format!("{registry} dump {file}"),
        Source::Online { service, server, .. } => format!("{service} of {server}"),
    }
}
