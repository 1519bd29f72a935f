//! The files a letter is made from: compiled in, each overridable from the campaign folder.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use include_dir::{Dir, File, include_dir};

use super::error::LetterError;
use crate::language::Language;

static TEMPLATES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates");
static LOCALES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/locales");

/// The file of a locale that says what to look for in its letters.
pub(super) const GLOSSARY: &str = "glossary.toml";

/// Where a file comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Compiled into the program.
    BuiltIn,
    /// The campaign folder: this file.
    Campaign(PathBuf),
}

/// One template or locale file, as it is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Path below the project or campaign folder, with `/`: `locales/fr/meta.ftl`.
    pub name: String,
    /// Where it comes from.
    pub origin: Origin,
    /// What it says.
    pub text: String,
}

impl SourceFile {
    /// How messages call the file: its place in the campaign folder, or its built-in name.
    #[must_use]
    pub fn label(&self) -> String {
        match &self.origin {
            Origin::BuiltIn => format!("{} (built in)", self.name),
            Origin::Campaign(path) => path.display().to_string(),
        }
    }
}

/// All template and locale files by name, those of the campaign folder in place of the built-in ones.
pub(super) fn gather(overrides: Option<&Path>) -> Result<BTreeMap<String, SourceFile>, LetterError> {
    let mut files = BTreeMap::new();
    built_in("templates", &TEMPLATES, &mut files);
    built_in("locales", &LOCALES, &mut files);
    if let Some(folder) = overrides {
        for top in ["templates", "locales"] {
            campaign(top, &folder.join(top), 0, &mut files)?;
        }
    }
    Ok(files)
}

fn built_in(top: &str, folder: &Dir<'_>, files: &mut BTreeMap<String, SourceFile>) {
    // What lies beside the files of the letters is for those who write them.
    let used = |file: &&File<'_>| {
        let end = file.path().extension().and_then(|end| end.to_str());
        matches!(end, Some("ftl" | "toml" | "hbs"))
    };
    for file in folder.files().filter(used) {
        if let (Some(path), Some(text)) = (file.path().to_str(), file.contents_utf8()) {
            let name = format!("{top}/{}", path.replace('\\', "/"));
            let origin = Origin::BuiltIn;
            files.insert(
                name.clone(),
                SourceFile {
                    name,
                    origin,
                    text: text.to_owned(),
                },
            );
        }
    }
    for below in folder.dirs() {
        built_in(top, below, files);
    }
}

/// Reads `templates/<letter>/<file>` and `locales/<tag>/<file>`; hidden files and editors' backups are skipped.
fn campaign(
    name: &str,
    folder: &Path,
    depth: u8,
    files: &mut BTreeMap<String, SourceFile>,
) -> Result<(), LetterError> {
    let unreadable = |source| LetterError::Read {
        file: folder.to_owned(),
        source,
    };
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if depth == 0 && error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(unreadable(error)),
    };
    for entry in entries {
        let path = entry.map_err(unreadable)?.path();
        let Some(own) = path.file_name().and_then(|n| n.to_str()) else {
            let hint = "this name is not UTF-8: rename it".to_owned();
            return Err(LetterError::Name {
                file: path.display().to_string(),
                hint,
            });
        };
        if own.starts_with('.') || own.ends_with('~') {
            continue;
        }
        let name = format!("{name}/{own}");
        if path.is_dir() {
            if depth == 1 {
                let hint = "no folders are read below this one: move its files up".to_owned();
                return Err(LetterError::Name {
                    file: path.display().to_string(),
                    hint,
                });
            }
            campaign(&name, &path, depth + 1, files)?;
            continue;
        }
        if let Some(hint) = meaningless(&name) {
            let file = path.display().to_string();
            return Err(LetterError::Name { file, hint });
        }
        let bytes = fs::read(&path).map_err(|source| LetterError::Read {
            file: path.clone(),
            source,
        })?;
        let text = String::from_utf8(bytes).map_err(|_| LetterError::Encoding { file: path.clone() })?;
        // An editor's byte order mark would become part of the letter.
        let text = text
            .strip_prefix('\u{feff}')
            .unwrap_or(&text)
            .replace("\r\n", "\n");
        files.insert(
            name.clone(),
            SourceFile {
                name,
                origin: Origin::Campaign(path),
                text,
            },
        );
    }
    Ok(())
}

/// What to do about a file whose name no letter looks for: a misspelt version of one's own must not pass for used.
fn meaningless(name: &str) -> Option<String> {
    let parts: Vec<&str> = name.split('/').collect();
    match parts.as_slice() {
        ["locales", "territories.toml"] => None,
        ["templates", _, file] if file.ends_with(".txt.hbs") || file.ends_with(".html.hbs") => None,
        ["templates", ..] => Some(
            "no letter looks for this file: write templates/<letter>/<name>.txt.hbs or .html.hbs".to_owned(),
        ),
        ["locales", tag, file]
            if *file == GLOSSARY || file.rsplit_once('.').is_some_and(|(_, end)| end == "ftl") =>
        {
            match Language::new(tag) {
                Ok(language) if language.as_str() == *tag => None,
                Ok(language) => Some(format!(
                    "no letter looks for this folder: call it locales/{language}"
                )),
                Err(bad) => Some(bad.to_string()),
            }
        }
        _ => Some("no letter looks for this file: write locales/<language>/<name>.ftl".to_owned()),
    }
}
