//! A bundle becomes a letter: subject, text and HTML, in the reader's language.
//!
//! Sentences live in Fluent files (`locales/<tag>/`), structure in Handlebars templates (`templates/<letter>/`). Both
//! are compiled in and can be overridden file by file from the campaign folder. A [`Catalog`] holds one letter in all
//! its languages, ready to compose; what is wrong with a file shows when it is loaded, or in [`check`].
//!
//! Invariants:
//! - A letter is whole or it is not made: a missing sentence or variable is an error, never a placeholder.
//! - Data is never a template, and goes through [`clean`] before it meets one.
//! - A letter names the addresses of its bundle and no others ([`foreign_addresses`] proves it on the result).
//!
//! Read next: `compose.rs` (what a letter is made of), `structure.rs` (templates), `sentences.rs` (one locale).

mod begin;
mod catalog;
mod check;
mod choose;
mod clean;
mod compose;
mod error;
mod facts;
mod foreign;
mod glossary;
mod helper;
mod occasion;
mod parts;
mod required;
mod sentences;
mod sources;
mod structure;
mod syntax;
mod table;
mod territories;
mod unbroken;
mod view;
mod wrap;

#[cfg(test)]
pub(crate) mod tests;

pub use begin::begin;
pub use catalog::{Catalog, Incomplete, Locale, Review};
pub use check::{Finding, check, check_own};
pub use choose::{LanguageEvidence, choose};
pub use clean::{clean, clean_lines};
pub use compose::{Evidence, LetterText, Request};
pub use error::{ComposeError, LetterError};
pub use foreign::foreign_addresses;
pub use occasion::{Earlier, Occasion};
pub use required::required;
pub use sources::{Origin, SourceFile};
pub use territories::Territories;

/// The letter about open relays and open proxies; the default.
pub const SECURE_YOUR_SERVER: &str = "secure-your-server";
/// The letter about open relays alone.
pub const OPEN_RELAY: &str = "open-relay";
