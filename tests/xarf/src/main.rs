//! Holds each file, a JSON report, against the published schema of XARF v4. What is wrong goes to standard output, a line each;
//! the exit code is then 1.

use std::process::ExitCode;

use xarf::{ValidateOptions, validate};

fn main() -> ExitCode {
    let mut fine = true;
    for file in std::env::args().skip(1) {
        let wrong = match check(&file) {
            Ok(wrong) => wrong,
            Err(error) => vec![error.to_string()],
        };
        for what in wrong {
            println!("{file}: {what}");
            fine = false;
        }
    }
    if fine { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn check(file: &str) -> Result<Vec<String>, Box<dyn std::error::Error>> {
    let report = serde_json::from_slice(&std::fs::read(file)?)?;
    let result = validate(&report, ValidateOptions::default())?;
    let errors = result.errors.iter().map(|error| format!("{error:?}"));
    // A field that the schema does not know is a misspelt one.
    let warnings = result.warnings.iter().map(|warning| format!("{warning:?}"));
    Ok(errors.chain(warnings).collect())
}
