//! A letter becomes bytes: headers, MIME parts, attachments, and the marks that identify it.
//!
//! The bytes are final: they are frozen in the ledger when a letter is planned, shown by preview and sent as they are
//! (G7). So everything that varies elsewhere is fixed here: boundaries, Date and Message-ID are given, never drawn,
//! and the same input gives the same bytes.
//!
//! Read next: `build.rs` (the message), `identity.rs` (Message-ID, reference, VERP), `view.rs` (bytes back to a view).

mod build;
mod csv;
mod encoding;
mod error;
mod identity;
mod rehearsal;
mod view;
mod xarf;

#[cfg(test)]
mod tests;

pub use build::{Attachment, Headers, build};
pub use csv::{addresses_csv, guarded};
pub use error::MessageError;
pub use identity::{CampaignKey, VerifiedReturn};
pub use rehearsal::{MARK, rehearsal};
pub use view::{AttachmentView, MessageView, printable, printable_letter};
pub use xarf::{Reporter, xarf};
