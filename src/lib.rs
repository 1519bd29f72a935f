//! forewarn turns a list of flagged addresses into letters to the people who can fix them, and can prove what it did.
//!
//! ```text
//! import -> resolve -> group -> compose -> plan -> (preview, approve) -> send -> bounces -> status
//! CSV       IP->contact  bundle   letter    frozen                       SMTP    returned mail
//! ```
//!
//! A *campaign* is a folder. A *sighting* is one accepted input row: this address showed this *exposure*, says this
//! source. A *contact* is the mailbox of a network, with its provenance; its sightings are a *bundle*. A *letter* is one
//! finished message: frozen bytes, one Message-ID, one state. A *plan* freezes the letters of one *round* under one
//! digest. The *gateway* takes our mail. The *ledger* is what happened, durably.
//!
//! # Who may know whom
//!
//! A stage uses the domain words and the stages before it, never those after it. Only [`commands`] joins stages. No
//! stage prints, exits, reads the environment or asks the clock. clap stays in [`cli`], SQL in [`ledger`], bytes on the
//! wire in [`gateway`]. Preview and send share every step up to the bytes.
//!
//! | where | what |
//! | --- | --- |
//! | [`sighting`], [`contact`], [`bundle`], [`outcome`], [`sender`], [`language`], [`address`] | the domain words |
//! | [`import`] | rows to sightings: dialects, column names, formats, rejects |
//! | [`resolve`] | address to contact: the operator's rules, the offline index, RDAP, WHOIS and DNS, and the story of the decision |
//! | [`group`] | sightings to bundles |
//! | [`letter`] | bundle to text and HTML in a language |
//! | [`message`] | text to bytes: MIME, identity, attachments; and back again for preview |
//! | [`pace`] | when a letter may go: rates, working hours, ramp-up, forecast |
//! | [`gateway`] | bytes to outcome: the SMTP session with the held dot; the outbox |
//! | [`pickup`] | where returned mail lies: Maildir, mbox, files, IMAP |
//! | [`bounce`] | returned mail to what it says of a letter, and what follows |
//! | [`ledger`] | what happened: states of letters, rounds, decisions, the chain of events; SQLite and its migrations |
//! | [`report`] | numbers and rows of the ledger to one page, without or with what could name a person; the effect of letters |
//! | [`commands`] | one file or folder for each verb: plain arguments in, a summary out |
//! | [`cli`], `dispatch.rs` | what can be typed; which command it means and where its summary goes |
//! | [`dns`] | questions to the domain name system |
//! | [`config`], [`failure`] | `campaign.toml`, a file for each section; the top-level error with exit code and hints |
//!
//! # Where to start reading
//!
//! [`ledger::state`] for the life of a letter, [`gateway`] for the held dot, `commands/send/run.rs` for how the two are
//! joined: everything but the final dot goes out, the ledger durably notes the dot, the dot goes out. The rest follows
//! from that order.

pub mod cli;
pub mod commands;
mod dispatch;
pub mod failure;

pub mod config;
pub mod ledger;

pub mod bounce;
pub mod gateway;
pub mod group;
pub mod import;
pub mod letter;
pub mod message;
pub mod pace;
pub mod pickup;
pub mod report;
pub mod resolve;

pub mod address;
pub mod bundle;
pub mod contact;
pub mod dns;
pub mod folder;
pub mod language;
pub mod outcome;
pub mod sender;
pub mod sighting;
pub mod visible;

pub use dispatch::run;
