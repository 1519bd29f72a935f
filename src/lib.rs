//! forewarn turns a list of flagged addresses into letters to the people who can fix them.
//!
//! ```text
//! import -> resolve -> group -> compose -> plan -> (preview, approve) -> send
//! CSV       IP->contact  bundle   letter    frozen                       SMTP
//! ```

pub mod cli;
pub mod commands;
mod dispatch;
pub mod failure;

pub mod config;
pub mod ledger;

pub mod gateway;
pub mod group;
pub mod import;
pub mod letter;
pub mod message;
pub mod resolve;

pub mod address;
pub mod bundle;
pub mod contact;
pub mod language;
pub mod outcome;
pub mod sender;
pub mod sighting;

pub use dispatch::run;
