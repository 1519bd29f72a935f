//! The command line. The doc comments here are the help text; what the words mean stands in the crate's docs.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::gateway::peer::Profile;

/// Turn a list of flagged addresses into letters to the people who can fix them.
///
/// The usual way: init, import, resolve, plan, preview, send, bounces, status.
#[derive(Debug, Parser)]
#[command(
    name = "forewarn",
    version,
    max_term_width = 100,
    subcommand_required = true,
    arg_required_else_help = true
)]
pub struct Cli {
    /// The campaign folder
    #[arg(
        short = 'C',
        long = "campaign",
        value_name = "DIR",
        default_value = ".",
        global = true,
        help_heading = "Everywhere"
    )]
    pub folder: PathBuf,
    /// Print results as JSON on standard output
    #[arg(long, global = true, help_heading = "Everywhere")]
    pub json: bool,
    /// Say more on standard error; twice: everything
    #[arg(short, long, action = clap::ArgAction::Count, global = true, help_heading = "Everywhere")]
    pub verbose: u8,
    /// Say nothing on standard error but errors
    #[arg(
        short,
        long,
        global = true,
        conflicts_with = "verbose",
        help_heading = "Everywhere"
    )]
    pub quiet: bool,
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// The verbs.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a campaign folder: a commented campaign.toml, a sample CSV, a contacts file
    Init {
        /// The folder; must be empty or not exist
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
    /// Read flagged addresses into the ledger
    ///
    /// Good rows go in, bad rows go to rejects.csv with their line and reason. The same row again only widens first
    /// and last seen; the same file again changes nothing.
    Import(Import),
    /// Find a contact for every address
    ///
    /// Rules and imported dumps first; registries are asked over the network about what these leave open, the networks
    /// with most addresses first, each at its own pace. Every answer is kept: interrupted, the next resolve goes on.
    Resolve(Resolve),
    /// Load registry dumps; tell why an address has its contact
    #[command(subcommand)]
    Contacts(Contacts),
    /// Group, compose, check and freeze the letters of the next round
    ///
    /// Prints the digest to approve and what a person should look at. Sends nothing. A round of which nothing was
    /// sent yet is replaced.
    Plan(Plan),
    /// Show frozen letters as they will leave (the dry run)
    Preview(Preview),
    /// Send the approved letters
    ///
    /// Asks on a terminal; elsewhere needs --approve with the digest that plan printed, once for each round. Goes on
    /// where it stopped. Deferred letters are tried again by the next send after their due time.
    Send(Send),
    /// Play the whole campaign through against a server with faults, on a copy of the ledger
    ///
    /// The server runs inside this program and delivers nothing. Tells what would become of the letters; the ledger
    /// is not touched.
    Rehearse(Rehearse),
    /// Decide about letters whose outcome is unknown
    Settle(Settle),
    /// Read returned mail: bounces, answers, complaints, wishes not to be written to
    ///
    /// Each message counts once, and none is ever deleted. A letter that came back for good suppresses its address, and
    /// the next plan writes to the next contact of the same network; a bounce without a genuine token never does.
    Bounces(Bounces),
    /// Keep the list of what must not be written to
    #[command(subcommand)]
    Suppress(Suppress),
    /// Show where the campaign stands
    Status,
    /// Tell what the campaign did and achieved
    ///
    /// On the terminal, as JSON (--json), as one HTML page, or as CSV tables of all letters and sightings with their
    /// fates.
    Report(Report),
    /// Show and check letters and their translations
    #[command(subcommand)]
    Letters(Letters),
    /// Check everything that can be wrong before the first letter
    ///
    /// Looks at campaign.toml, contacts file and letters, asks the gateway what it offers, and looks the sender's domain
    /// up in DNS. Sends nothing, unless --canary is given.
    Check(Check),
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

/// forewarn import
#[derive(Debug, Args)]
pub struct Import {
    /// CSV, Shadowserver report, plain list or rbldnsd zone, plain or gzipped; - is standard input
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// What the files are: auto, csv, shadowserver, list or rbldnsd
    #[arg(long, default_value = "auto")]
    pub format: String,
    /// Read this column as this field, such as --map "Source IP=ip"; may be repeated
    #[arg(long = "map", value_name = "COLUMN=FIELD")]
    pub map: Vec<String>,
    /// The exposure of rows that name none: open-relay, open-proxy-http, open-proxy-socks or another slug
    #[arg(long)]
    pub exposure: Option<String>,
    /// Who says so, for rows that do not; default: the file's name
    #[arg(long)]
    pub source: Option<String>,
    /// The time zone of times without one, such as Europe/Paris
    #[arg(long, default_value = "UTC")]
    pub timezone: String,
    /// These files belong to the last import's scan; otherwise, what its sources had seen before and these files do
    /// not name counts as not seen this time
    #[arg(long)]
    pub same_scan: bool,
}

/// forewarn resolve
#[derive(Debug, Args)]
pub struct Resolve {
    /// Use no network: rules, imported dumps, and answers that were kept
    #[arg(long)]
    pub offline: bool,
    /// Make at most this many requests; the rest waits for the next run
    #[arg(long, value_name = "N", conflicts_with = "offline")]
    pub limit: Option<u64>,
    /// Ask again what was answered before
    #[arg(long, conflicts_with = "offline")]
    pub refresh: bool,
}

/// forewarn contacts
#[derive(Debug, Subcommand)]
pub enum Contacts {
    /// Load registry dumps, statistics, routes or CSIRTs (plain or gzipped) into the index
    Import {
        /// Dump files; a split dump's files belong in one call
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// Tell the whole story of one decision
    Explain {
        /// The address
        ip: IpAddr,
    },
    /// Find the contact of any address, also without a campaign
    ///
    /// Rules, dumps and kept answers of the folder first, if there are any, then the registries. Nothing is imported.
    Lookup {
        /// The addresses
        #[arg(required = true, value_name = "IP")]
        ips: Vec<IpAddr>,
        /// Use no network
        #[arg(long)]
        offline: bool,
        /// Ask again what was answered before
        #[arg(long, conflicts_with = "offline")]
        refresh: bool,
    },
    /// Decide about networks whose best contact is not sure enough
    ///
    /// Without an option, lists them. A decision becomes lines of contacts.csv. WHICH is a network of the list, an address
    /// in it, or a proposed mailbox.
    Review(Review),
    /// List the contacts in use with the number of their addresses
    List,
}

/// forewarn contacts review
#[derive(Debug, Args)]
pub struct Review {
    /// Write to the proposed contact; may be repeated
    #[arg(long, value_name = "WHICH")]
    pub approve: Vec<String>,
    /// Write to another mailbox; may be repeated
    #[arg(long, value_name = "WHICH=MAILBOX")]
    pub replace: Vec<String>,
    /// Write to nobody; may be repeated
    #[arg(long, value_name = "WHICH")]
    pub suppress: Vec<String>,
    /// Write the list as CSV, to be decided about in its column decision; - is standard output
    #[arg(long, value_name = "FILE", conflicts_with_all = ["approve", "replace", "suppress", "import"])]
    pub export: Option<PathBuf>,
    /// Read an edited list
    #[arg(long, value_name = "FILE")]
    pub import: Option<PathBuf>,
}

/// forewarn plan
#[derive(Debug, Args)]
pub struct Plan {
    /// Write about what a rescan found still open, to those who were told before (section rounds of campaign.toml)
    #[arg(long, conflicts_with = "correction")]
    pub reminder: bool,
    /// Take back what was flagged wrongly: the addresses in FILE (all that import reads; - is standard input), and
    /// those taken back before whose contacts were not told
    #[arg(long, value_name = "FILE", num_args = 0..=1)]
    pub correction: Option<Option<PathBuf>>,
}

/// forewarn preview
#[derive(Debug, Args)]
pub struct Preview {
    /// Show every letter
    #[arg(long, conflicts_with = "sample")]
    pub all: bool,
    /// Show at most this many, spread over the languages; default 1
    #[arg(long, value_name = "N")]
    pub sample: Option<u32>,
    /// Only the letter to this contact
    #[arg(long, value_name = "ADDRESS")]
    pub contact: Option<String>,
    /// Only letters about this address
    #[arg(long)]
    pub ip: Option<IpAddr>,
    /// Only letters in this language
    #[arg(long, value_name = "TAG")]
    pub language: Option<String>,
    /// Of this round; default: the last
    #[arg(long, value_name = "N")]
    pub round: Option<i64>,
    /// How to show them
    #[arg(long, value_enum, default_value_t = PreviewFormat::Text)]
    pub format: PreviewFormat,
}

/// How preview shows letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PreviewFormat {
    /// The headers that matter and the text part
    Text,
    /// The HTML part
    Html,
    /// The exact bytes of one letter
    Eml,
    /// The exact bytes of all letters, in one mbox (mboxrd)
    Mbox,
    /// Headers, text and provenance as JSON
    Json,
}

/// forewarn send
#[derive(Debug, Args)]
pub struct Send {
    /// Approve the round with this digest (its first eight digits will do)
    #[arg(long, value_name = "DIGEST")]
    pub approve: Option<String>,
    /// Say what would be sent and when, and send nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Send one letter of each language, marked as a rehearsal, to this address of your own; nothing counts as sent
    #[arg(long, value_name = "ADDRESS", conflicts_with_all = ["approve", "dry_run", "limit", "go_on", "wait"])]
    pub rehearse: Option<String>,
    /// Send at most this many letters, then stop
    #[arg(long, value_name = "N")]
    pub limit: Option<u64>,
    /// Go on after sending was stopped because too many letters were refused
    #[arg(long)]
    pub go_on: bool,
    /// Wait for deferred letters and working hours up to this many minutes instead of leaving them to the next send
    #[arg(long, value_name = "MINUTES", default_value_t = 0)]
    pub wait: u32,
}

/// forewarn check
#[derive(Debug, Args)]
pub struct Check {
    /// Touch no network: no gateway, no DNS
    #[arg(long, conflicts_with = "canary")]
    pub offline: bool,
    /// Send one sample letter, marked as a rehearsal, to this address of your own
    #[arg(long, value_name = "ADDRESS")]
    pub canary: Option<String>,
}

/// forewarn rehearse
#[derive(Debug, Args)]
pub struct Rehearse {
    /// none, refuse, defer, drop-after-dot, slow or mixed
    #[arg(long, value_name = "PROFILE")]
    pub faults: Profile,
    /// How many letters in a hundred meet a fault
    #[arg(long, value_name = "PERCENT", default_value_t = 10, value_parser = clap::value_parser!(u8).range(0..=100))]
    pub share: u8,
    /// Another number makes other letters meet them; the same one, the same
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
}

/// forewarn settle
#[derive(Debug, Args)]
pub struct Settle {
    /// References or numbers of the letters; default: all unknown ones
    #[arg(value_name = "LETTER")]
    pub letters: Vec<String>,
    /// Send them once more, byte for byte the same
    #[arg(long, conflicts_with = "assume_sent")]
    pub resend: bool,
    /// Count them as accepted
    #[arg(long)]
    pub assume_sent: bool,
}

/// forewarn bounces
#[derive(Debug, Args)]
pub struct Bounces {
    /// Maildir, mbox, single message, - for standard input, or <imaps://user@host/INBOX>; default: the sources in campaign.toml
    #[arg(value_name = "SOURCE")]
    pub sources: Vec<String>,
    /// File whose first line is the password for IMAP
    #[arg(long, value_name = "FILE")]
    pub password_file: Option<PathBuf>,
}

/// forewarn suppress
#[derive(Debug, Subcommand)]
pub enum Suppress {
    /// Write no more to a mailbox, a domain, or about a network or AS
    Add {
        /// abuse@example.net, example.net, 192.0.2.0/24, 192.0.2.1 or AS64500
        #[arg(required = true, value_name = "WHAT")]
        what: Vec<String>,
        /// Why
        #[arg(long, default_value = "by the operator")]
        reason: String,
        /// The mailbox does not work: write to the next contact of its networks instead
        #[arg(long)]
        dead: bool,
    },
    /// Allow it again
    Remove {
        /// As it was added
        #[arg(required = true, value_name = "WHAT")]
        what: Vec<String>,
    },
    /// List what is suppressed
    List,
}

/// Which letter of a correspondence to show.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Occasion {
    /// The first letter about its addresses
    #[default]
    First,
    /// They are still open
    Reminder,
    /// They should not have been named
    Correction,
}

/// forewarn report
#[derive(Debug, Args)]
pub struct Report {
    /// Write one self-contained page, with charts and a table of all letters to search in
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
    /// Write letters.csv and sightings.csv into this folder: a row for each, with its fate
    #[arg(long, value_name = "DIR")]
    pub csv: Option<PathBuf>,
    /// Check the chain over everything that happened, the letters' bytes and fates; with HEAD, as an earlier report
    /// printed it, that nothing up to there was changed
    #[arg(long, value_name = "HEAD", num_args = 0..=1, conflicts_with_all = ["html", "csv", "redact"])]
    pub verify: Option<Option<String>>,
    /// Leave out what could name a person: the part of mail addresses before the @
    #[arg(long)]
    pub redact: bool,
}

/// forewarn letters
#[derive(Debug, Subcommand)]
pub enum Letters {
    /// List letter sets and their languages
    List,
    /// Show a letter with made-up addresses
    Show {
        /// The letter set; default: the campaign's
        #[arg(long)]
        set: Option<String>,
        /// The language
        #[arg(long, default_value = "en")]
        language: String,
        /// The HTML part instead of the text
        #[arg(long)]
        html: bool,
        /// The first letter, a reminder of it, or a correction
        #[arg(long, value_enum, default_value_t)]
        occasion: Occasion,
    },
    /// Begin a translation: files with every sentence to write, the English ones as comments
    New {
        /// The language: de, pt-BR, zh-Hant
        #[arg(value_name = "TAG")]
        tag: String,
    },
    /// Check every letter set and language, the campaign's own versions included
    Check,
}
