//! What can be known without touching the network: campaign.toml, the contacts file, the letters.

use std::path::Path;

use super::Point;
use crate::commands::{letters, resolve, sender};
use crate::config::Config;
use crate::failure::Failure;
use crate::letter::check;

pub(super) fn look(config: &Config) -> Vec<Point> {
    let point = |what, result: Result<String, Failure>| match result {
        Ok(detail) => Point::fine(what, detail),
        Err(failure) => Point::failed(what, &failure),
    };
    let sender = sender::presentable(config)
        .map(|()| format!("{} <{}>", config.sender.organisation, config.sender.address));
    vec![
        point("campaign.toml", Ok(config.name.clone())),
        point("sender", sender),
        point("contacts", contacts(config)),
        point("letter", letter(config)),
    ]
}

fn contacts(config: &Config) -> Result<String, Failure> {
    let resolver = resolve::resolver(config)?;
    let rules = resolver.rules().all().len();
    let registries: Vec<String> = resolver
        .index()
        .iter()
        .flat_map(|index| index.about())
        .map(|about| about.registry.clone())
        .collect();
    let registries = if registries.is_empty() {
        "no registry dumps".to_owned()
    } else {
        registries.join(", ")
    };
    Ok(format!("{rules} rules, {registries}"))
}

fn letter(config: &Config) -> Result<String, Failure> {
    let catalog = letters::of_campaign(config)?;
    let languages = catalog.languages().len();
    // Built-in letters are checked before a release; to render them all again takes long.
    if !["templates", "locales"]
        .iter()
        .any(|name| holds_files(&config.path(name)))
    {
        return Ok(format!("{} in {languages} languages, as built in", config.letter));
    }
    let findings: Vec<String> = check(&catalog)
        .into_iter()
        .map(|finding| format!("{}: {}", finding.place, finding.what))
        .collect();
    if findings.is_empty() {
        Ok(format!(
            "{} in {languages} languages, with your own versions",
            config.letter
        ))
    } else {
        Err(Failure::usage(findings.join("\n")))
    }
}

/// Whether there is a file in this folder or below it; what cannot be read counts as one, so that it is looked at.
fn holds_files(folder: &Path) -> bool {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return folder.exists();
    };
    entries
        .into_iter()
        .any(|entry| entry.is_ok_and(|entry| !entry.path().is_dir() || holds_files(&entry.path())))
}
