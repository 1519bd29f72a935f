//! The forewarn program: parse, run, exit code.

use std::io::{self, IsTerminal as _, Write};
use std::process::ExitCode;

use clap::Parser as _;
use forewarn::cli::Cli;
use forewarn::commands::{Clock, Context, Progress, from_hex};
use forewarn::failure::Failure;
use forewarn::message::printable;
use forewarn::run;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are no errors; a closed output is none either.
            let _ = error.print();
            if error.use_stderr() && wants_json() {
                let text = error.to_string();
                let first = text.lines().next().unwrap_or_default();
                let what = first.strip_prefix("error: ").unwrap_or(first).to_owned();
                let _ = writeln!(io::stdout(), "{}", Failure::usage(what).json());
            }
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    let level = match (cli.quiet, cli.verbose) {
        (true, _) => tracing::Level::ERROR,
        (false, 0) => tracing::Level::WARN,
        (false, 1) => tracing::Level::INFO,
        (false, _) => tracing::Level::DEBUG,
    };
    tracing_subscriber::fmt()
        .with_max_level(level)
        .with_writer(io::stderr)
        .with_ansi(io::stderr().is_terminal())
        // It would tell of a closed standard error on standard error, and end a send in the middle of a letter.
        .log_internal_errors(false)
        .with_target(false)
        .init();
    let json = cli.json;
    let mut out = Counted {
        inner: io::BufWriter::new(io::stdout().lock()),
        octets: 0,
    };
    let done = context(&cli).and_then(|context| run(cli.command, json, &context, &mut out));
    // A program that reads the result reads the failure in its place, never behind a part of it.
    if let (true, 0, Err(failure)) = (json, out.octets, &done) {
        let _ = writeln!(out, "{}", failure.json()).and_then(|()| out.flush());
    }
    drop(out);
    match done {
        Ok(code) => ExitCode::from(code),
        Err(failure) if failure.is_closed_output() => ExitCode::SUCCESS,
        Err(failure) => {
            let hints = failure.hints.iter().map(|hint| format!("hint: {hint}\n"));
            let text: String = std::iter::once(format!("error: {failure}\n"))
                .chain(hints)
                .collect();
            // Paths and values in it may hold characters that act on a terminal.
            let text = printable(&text);
            // If standard error is closed too there is nobody left to tell.
            let _ = io::stderr().write_all(text.as_bytes());
            ExitCode::from(failure.exit_code())
        }
    }
}

/// Standard output, and how much went there.
struct Counted<W> {
    inner: W,
    octets: u64,
}

impl<W: Write> Write for Counted<W> {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(octets)?;
        self.octets += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// Whether JSON was asked for on a command line that could not be read.
fn wants_json() -> bool {
    std::env::args_os().any(|argument| argument == "--json")
}

/// What comes from the environment: a clock that stands still and a fixed campaign key, for reproducible runs.
#[expect(clippy::disallowed_methods, reason = "this is the one place")]
fn context(cli: &Cli) -> Result<Context, Failure> {
    let bad = |name: &str, what: &str| Failure::usage(format!("{name} in the environment is no {what}"));
    let clock = match std::env::var("FOREWARN_NOW") {
        Ok(at) => Clock::Fixed(at.parse().map_err(|_| bad("FOREWARN_NOW", "RFC 3339 time"))?),
        Err(_) => Clock::System,
    };
    let campaign_key = match std::env::var("FOREWARN_KEY") {
        Ok(hex) => Some(from_hex(&hex).ok_or_else(|| bad("FOREWARN_KEY", "key of 64 hexadecimal digits"))?),
        Err(_) => None,
    };
    let progress = if cli.quiet {
        Progress::Silent
    } else {
        Progress::Shown
    };
    Ok(Context {
        folder: cli.folder.clone(),
        clock,
        progress,
        campaign_key,
    })
}
