//! From what was typed to what it means: each verb's arguments, handed to its command.

use std::io::{self, IsTerminal as _, Write};
use std::time::Duration;

use clap::CommandFactory as _;

use crate::cli::{self, Cli, Command, Contacts, Letters, PreviewFormat, Suppress};
use crate::commands::{
    Context, Inquiry, Summary, bounces, check, contacts, import, init, letters, lookup, plan, preview, print,
    rehearse, report, resolve, review, send, settle, status, suppress,
};
use crate::failure::{Failure, OutputError};
use crate::gateway::peer::Faults;
use crate::ledger::Settlement;

/// Runs a command; results go to `out`. Returns the exit code: 0, or 1 when something is left for a person, and for
/// `check` 2 or 3 by what is wrong.
///
/// # Errors
/// The command's failure.
#[expect(clippy::too_many_lines, reason = "one arm for each verb")]
pub fn run(command: Command, json: bool, context: &Context, out: &mut dyn Write) -> Result<u8, Failure> {
    let mut show = |summary: &dyn Summary| -> Result<u8, Failure> {
        // A reader that has gone away changes nothing about what was done.
        match print(summary, json, out) {
            Err(OutputError(error)) if error.kind() != io::ErrorKind::BrokenPipe => {
                Err(OutputError(error).into())
            }
            _ => Ok(summary.exit_code()),
        }
    };
    match command {
        Command::Init { folder } => show(&init::run(&folder)?),
        Command::Import(args) => show(&import::run(context, &import_request(args))?),
        Command::Resolve(args) => show(&resolve::run(context, inquiry(&args))?),
        Command::Contacts(verb) => match verb {
            Contacts::Import { files } => show(&contacts::import(context, &files)?),
            Contacts::Explain { ip } => show(&contacts::explain(context, ip)?),
            Contacts::Lookup {
                ips,
                offline,
                refresh,
            } => {
                let inquiry = Inquiry {
                    offline,
                    refresh,
                    limit: None,
                };
                show(&lookup::run(context, &ips, inquiry)?)
            }
            Contacts::Review(args) => {
                let request = review_request(args);
                let mut listed = Vec::new();
                if let Some(reviewed) = review::run(context, &request, &mut listed)? {
                    return show(&reviewed);
                }
                out.write_all(&listed).map_err(OutputError)?;
                Ok(0)
            }
            Contacts::List => show(&contacts::list(context)?),
        },
        Command::Plan(args) => {
            let request = match args.correction {
                Some(file) => plan::Request::Correction(file),
                None if args.reminder => plan::Request::Reminder,
                None => plan::Request::First,
            };
            show(&plan::run(context, &request)?)
        }
        Command::Preview(args) => {
            preview::run(context, &preview_request(args, json), out)?;
            Ok(0)
        }
        Command::Letters(verb) => match verb {
            Letters::List => show(&letters::list(context)?),
            Letters::Show {
                set,
                language,
                html,
                occasion,
            } => show(&letters::show(context, set, &language, html, kind(occasion))?),
            Letters::New { tag } => show(&letters::new(context, &tag)?),
            Letters::Check => show(&letters::check_all(context)?),
        },
        Command::Check(args) => {
            let cli::Check { offline, canary } = args;
            show(&check::run(context, &check::Request { offline, canary })?)
        }
        Command::Status => show(&status::run(context)?),
        Command::Report(args) => match args.verify {
            Some(known) => show(&report::verify(context, known.as_deref())?),
            None => show(&report::run(
                context,
                &report::Request {
                    html: args.html,
                    csv: args.csv,
                    redact: args.redact,
                },
            )?),
        },
        Command::Send(cli::Send {
            rehearse: Some(address),
            ..
        }) => show(&send::rehearse(context, &address)?),
        Command::Send(args) => show(&send::run(
            context,
            &send_request(args),
            terminal().then_some(&ask),
        )?),
        Command::Rehearse(args) => {
            let cli::Rehearse {
                faults: profile,
                share,
                seed,
            } = args;
            show(&rehearse::run(context, Faults { profile, share, seed })?)
        }
        Command::Settle(args) => {
            let resend = args.resend.then_some(Settlement::Resend);
            let settlement = resend.or(args.assume_sent.then_some(Settlement::AssumeSent));
            show(&settle::run(
                context,
                &settle::Request {
                    letters: args.letters,
                    settlement,
                },
            )?)
        }
        Command::Bounces(args) => {
            let (sources, password_file) = (args.sources, args.password_file);
            let request = bounces::Request {
                sources,
                password_file,
            };
            show(&bounces::run(context, &request)?)
        }
        Command::Suppress(verb) => {
            let request = match verb {
                Suppress::Add { what, reason, dead } => suppress::Request::Add { what, reason, dead },
                Suppress::Remove { what } => suppress::Request::Remove(what),
                Suppress::List => suppress::Request::List,
            };
            show(&suppress::run(context, &request)?)
        }
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "forewarn", &mut script);
            out.write_all(&script).map_err(OutputError)?;
            Ok(0)
        }
        Command::Man => {
            clap_mangen::Man::new(Cli::command())
                .render(&mut *out)
                .map_err(OutputError)?;
            Ok(0)
        }
    }
}

fn review_request(args: cli::Review) -> review::Request {
    review::Request {
        approve: args.approve,
        replace: args.replace,
        suppress: args.suppress,
        export: args.export,
        import: args.import,
    }
}

fn inquiry(args: &cli::Resolve) -> Inquiry {
    Inquiry {
        offline: args.offline,
        limit: args.limit,
        refresh: args.refresh,
    }
}

fn import_request(args: cli::Import) -> import::Request {
    let cli::Import {
        files,
        format,
        map,
        exposure,
        source,
        timezone,
        same_scan,
    } = args;
    import::Request {
        files,
        format,
        map,
        exposure,
        source,
        timezone,
        same_scan,
    }
}

fn send_request(args: cli::Send) -> send::Request {
    send::Request {
        approve: args.approve,
        dry_run: args.dry_run,
        limit: args.limit,
        go_on: args.go_on,
        wait: Duration::from_mins(u64::from(args.wait)),
    }
}

fn preview_request(args: cli::Preview, json: bool) -> preview::Request {
    let cli::Preview {
        all,
        sample,
        contact,
        ip,
        language,
        round,
        format,
    } = args;
    let form = match format {
        _ if json => preview::Form::Json,
        PreviewFormat::Text => preview::Form::Text,
        PreviewFormat::Html => preview::Form::Html,
        PreviewFormat::Eml => preview::Form::Eml,
        PreviewFormat::Mbox => preview::Form::Mbox,
        PreviewFormat::Json => preview::Form::Json,
    };
    preview::Request {
        all,
        sample,
        contact,
        ip,
        language,
        round,
        form,
    }
}

fn kind(occasion: cli::Occasion) -> letters::Kind {
    match occasion {
        cli::Occasion::First => letters::Kind::First,
        cli::Occasion::Reminder => letters::Kind::Reminder,
        cli::Occasion::Correction => letters::Kind::Correction,
    }
}

/// Whether somebody can be asked.
fn terminal() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Asks on the terminal; anything but `yes` means no.
fn ask(question: &str) -> bool {
    let mut stderr = io::stderr().lock();
    let mut answer = String::new();
    write!(stderr, "{question} Type yes to send: ")
        .and_then(|()| stderr.flush())
        .is_ok()
        && io::stdin().read_line(&mut answer).is_ok()
        && answer.trim().eq_ignore_ascii_case("yes")
}
