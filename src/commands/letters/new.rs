//! `letters new`: a translation begun.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::PathBuf;

use crate::commands::{Context, Summary, counted};
use crate::failure::Failure;
use crate::language::Language;
use crate::letter::{Catalog, SECURE_YOUR_SERVER, begin};

/// The files that were written.
#[derive(Debug)]
pub struct Begun {
    language: Language,
    files: Vec<PathBuf>,
}

/// Writes the files of a translation into a language to `locales/<tag>/` in the campaign folder. The language is used by no letter
/// until everything in them is translated.
///
/// # Errors
/// When the tag is none, the letters are written in that language already, a file is there already (nothing is overwritten), or one cannot be written.
pub fn new(context: &Context, tag: &str) -> Result<Begun, Failure> {
    let language = Language::new(tag).map_err(Failure::usage)?;
    let there = Catalog::load(SECURE_YOUR_SERVER, None).map_err(Failure::internal)?;
    if there.languages().contains(&language) {
        // What is to be translated would take the place of what is translated.
        return Err(Failure::usage(format!("the letters are written in {language} already")).hint(format!(
            "to change what they say, put your own version of a file into locales/{language}; see it with: forewarn \
             letters show --language {language}"
        )));
    }
    let begun = begin(&language).map_err(Failure::internal)?;
    let files: Vec<PathBuf> = begun.iter().map(|(name, _)| context.folder.join(name)).collect();
    if let Some(there) = files.iter().find(|file| file.exists()) {
        return Err(Failure::usage(format!("{} exists already", there.display()))
            .hint("take it away first, or go on with it: forewarn letters check names what it lacks"));
    }
    let written = |file: &PathBuf| {
        let place = file.display().to_string();
        move |error: io::Error| Failure::usage(format!("{place}: {error}"))
    };
    for (file, (_, text)) in files.iter().zip(&begun) {
        let folder = file.parent().unwrap_or(&context.folder);
        fs::create_dir_all(folder).map_err(written(file))?;
        let mut out = File::create_new(file).map_err(written(file))?;
        out.write_all(text.as_bytes()).map_err(written(file))?;
    }
    Ok(Begun { language, files })
}

impl Summary for Begun {
    fn people(&self, out: &mut dyn Write) -> io::Result<()> {
        for file in &self.files {
            writeln!(out, "{}", file.display())?;
        }
        let n = counted(self.files.len() as u64, "file", "files");
        writeln!(
            out,
            "{n} written. Replace every TO-BE-TRANSLATED, then run: forewarn letters check. No letter is written in {} before that.",
            self.language
        )
    }

    fn json(&self) -> serde_json::Value {
        let files: Vec<String> = self.files.iter().map(|file| file.display().to_string()).collect();
        serde_json::json!({ "language": self.language, "files": files })
    }
}
