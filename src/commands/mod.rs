//! One file for each verb: plain arguments in, a summary out. Only here are stages joined.
//!
//! A command reads the campaign through [`Campaign`], tells long work to [`Progress`], and returns something that can
//! be shown to people and to programs ([`Summary`]). It prints nothing itself, but for `preview` and the generators,
//! whose output is too large to hold; they write to the output they are given.

use std::io::{self, Write};

use serde::Serialize;

use crate::failure::OutputError;
use crate::message::{printable, printable_letter};

mod ask;
mod at_path;
pub mod bounces;
mod campaign;
pub mod check;
pub mod clock;
pub mod contacts;
pub mod import;
pub mod init;
pub mod letters;
pub mod lookup;
pub mod plan;
pub mod preview;
pub mod progress;
pub mod rehearse;
pub mod report;
pub mod resolve;
pub mod review;
mod sample;
pub mod send;
mod sender;
pub mod settle;
mod signals;
pub mod status;
pub mod suppress;
pub mod table;

pub use ask::Inquiry;
use at_path::{at_path, open, open_one_of_many};
pub use campaign::Campaign;
pub use clock::Clock;
pub use progress::Progress;

/// What every command is given.
#[derive(Debug, Clone)]
pub struct Context {
    /// The campaign folder, as given.
    pub folder: std::path::PathBuf,
    /// What time it is.
    pub clock: Clock,
    /// Where long work shows how far it is.
    pub progress: Progress,
    /// The secret of a new campaign, for reproducible tests; random by default.
    pub campaign_key: Option<[u8; 32]>,
}

/// What a command came to.
pub trait Summary {
    /// For people, on standard output.
    ///
    /// # Errors
    /// What the output says.
    fn people(&self, out: &mut dyn Write) -> io::Result<()>;

    /// For programs, as one JSON value.
    fn json(&self) -> serde_json::Value;

    /// Whether it shows letters, in which the marks of right-to-left languages stay.
    fn is_letter(&self) -> bool {
        false
    }

    /// Whether something is left for a person (exit code 1).
    fn leaves_work(&self) -> bool {
        false
    }

    /// The program's exit code, where the command has done its work and that tells more than whether something is
    /// left.
    fn exit_code(&self) -> u8 {
        u8::from(self.leaves_work())
    }
}

/// Prints a summary in the wanted form. For people, characters that act on a terminal are made to show: file names,
/// registries and rules may hold any.
///
/// # Errors
/// [`OutputError`]
pub fn print(summary: &dyn Summary, json: bool, out: &mut dyn Write) -> Result<(), OutputError> {
    let done = if json {
        writeln!(out, "{}", summary.json())
    } else {
        let mut text = Vec::new();
        summary.people(&mut text).and_then(|()| {
            let text = String::from_utf8_lossy(&text);
            let shown = if summary.is_letter() {
                printable_letter(&text)
            } else {
                printable(&text)
            };
            out.write_all(shown.as_bytes())
        })
    };
    done.and_then(|()| out.flush()).map_err(OutputError)
}

/// The JSON of something that always has one.
fn json_of(value: &impl Serialize) -> serde_json::Value {
    serde_json::to_value(value).unwrap_or_default()
}

/// `1 letter`, `2 letters`.
fn counted(n: u64, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// `3 accepted, 1 bounced`, in the order in which they come.
fn in_words<'n>(counts: impl IntoIterator<Item = (impl std::fmt::Display, &'n u64)>) -> String {
    let words: Vec<String> = counts
        .into_iter()
        .map(|(what, n)| format!("{n} {what}"))
        .collect();
    words.join(", ")
}

/// The 32 octets of 64 hexadecimal digits.
#[must_use]
pub fn from_hex(text: &str) -> Option<[u8; 32]> {
    let mut octets = [0; 32];
    if text.len() != 64 {
        return None;
    }
    for (place, octet) in octets.iter_mut().enumerate() {
        let digits = text.get(2 * place..2 * place + 2)?;
        // from_str_radix would take a sign.
        *octet = u8::from_str_radix(digits, 16)
            .ok()
            .filter(|_| !digits.starts_with('+'))?;
    }
    Some(octets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hexadecimal_is_read_whole_or_not_at_all() {
        assert_eq!(from_hex(&"0a".repeat(32)), Some([10; 32]));
        assert_eq!(from_hex(&"FF".repeat(32)), Some([255; 32]));
        for bad in [
            "",
            "0a",
            &"0g".repeat(32),
            &"+1".repeat(32),
            &"0a".repeat(33),
            &"é".repeat(32),
        ] {
            assert_eq!(from_hex(bad), None, "{bad}");
        }
    }
}
