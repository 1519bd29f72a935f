//! `forewarn letters`: the built-in and overridden letters and their translations.

mod check;
mod list;
mod new;
mod show;

pub use check::{Checked, check_all};
pub use list::{Listed, list};
pub use new::{Begun, new};
pub use show::{Kind, Shown, show};

use super::Context;
use crate::config::Config;
use crate::failure::Failure;
use crate::language::Language;
use crate::letter::{Catalog, SECURE_YOUR_SERVER, check_own};

/// The letter set, with the campaign's own files.
fn load(set: &str, config: &Config) -> Result<Catalog, Failure> {
    Catalog::load(set, Some(&config.folder)).map_err(Failure::usage)
}

/// The campaign's letter set, which has every language that the campaign asks for.
pub(super) fn of_campaign(config: &Config) -> Result<Catalog, Failure> {
    let catalog = load(&config.letter, config)?;
    let available = catalog.languages();
    let languages = &config.languages;
    let mut asked = std::iter::once(&languages.default).chain(&languages.also);
    match asked.find(|language| !available.contains(language)) {
        None => Ok(catalog),
        Some(missing) => {
            let known: Vec<&str> = available.iter().map(Language::as_str).collect();
            Err(Failure::usage(format!(
                "[languages]: the letter {} has no {missing}",
                config.letter
            ))
            .hint(format!("it has: {}", known.join(", "))))
        }
    }
}

/// Outside a campaign the built-in letters can be looked at all the same.
fn catalogs(context: &Context) -> Result<Vec<Catalog>, Failure> {
    let folder = Some(context.folder.as_path()).filter(|folder| folder.join(crate::config::FILE).exists());
    let first = Catalog::load(SECURE_YOUR_SERVER, folder).map_err(Failure::usage)?;
    let names = first.sets().to_vec();
    names
        .iter()
        .map(|name| Catalog::load(name, folder).map_err(Failure::usage))
        .collect()
}

/// Accepts the campaign's own letters only when nothing is wrong with them; the built-in ones were checked when they were built.
pub(super) fn sound(catalog: &Catalog) -> Result<(), Failure> {
    let findings: Vec<String> = check_own(catalog)
        .into_iter()
        .map(|finding| format!("{}: {}", finding.place, finding.what))
        .collect();
    if findings.is_empty() {
        return Ok(());
    }
    Err(Failure::usage(findings.join("\n"))
        .hint("correct the campaign's own letter files, or delete them to get the built-in ones back"))
}
