//! From what was typed to what it means: each verb's arguments, handed to its command.

use std::io::Write;

use clap::CommandFactory as _;

use crate::cli::{Cli, Command, Suppress};
use crate::commands::{Context, Summary, init, print, settle, status, suppress};
use crate::failure::{Failure, OutputError};
use crate::ledger::Settlement;

/// Runs a command; results go to `out`. Returns whether something is left for a person (exit code 1).
///
/// # Errors
/// The command's failure.
pub fn run(command: Command, json: bool, context: &Context, out: &mut dyn Write) -> Result<bool, Failure> {
    let mut show = |summary: &dyn Summary| -> Result<bool, Failure> {
        print(summary, json, out)?;
        Ok(summary.leaves_work())
    };
    match command {
        Command::Init { folder } => show(&init::run(&folder)?),
        Command::Status => show(&status::run(context)?),
        Command::Settle(args) => {
            let settlement = match (args.resend, args.assume_sent) {
                (true, _) => Some(Settlement::Resend),
                (_, true) => Some(Settlement::AssumeSent),
                _ => None,
            };
            show(&settle::run(
                context,
                &settle::Request {
                    letters: args.letters,
                    settlement,
                },
            )?)
        }
        Command::Suppress(verb) => {
            let request = match verb {
                Suppress::Add { what, reason } => suppress::Request::Add(what, reason),
                Suppress::Remove { what } => suppress::Request::Remove(what),
                Suppress::List => suppress::Request::List,
            };
            show(&suppress::run(context, &request)?)
        }
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "forewarn", &mut script);
            out.write_all(&script).map_err(OutputError)?;
            Ok(false)
        }
        Command::Man => {
            clap_mangen::Man::new(Cli::command())
                .render(&mut *out)
                .map_err(OutputError)?;
            Ok(false)
        }
        _ => Err(Failure::internal("coming")),
    }
}
