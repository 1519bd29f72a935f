//! forewarn turns a list of flagged addresses into letters to the people who can fix them.
//!
//! ```text
//! import -> resolve -> group -> compose -> plan -> (preview, approve) -> send -> report
//! CSV       IP->contact  bundle   letter    frozen                       SMTP
//! ```

pub mod address;
pub mod bundle;
pub mod config;
pub mod contact;
pub mod language;
pub mod ledger;
pub mod outcome;
pub mod sender;
pub mod sighting;

pub mod gateway;
pub mod import;
pub mod letter;
pub mod message;
pub mod resolve;
