//! Why a letter cannot become a message.

/// Why a letter cannot become a message. Nothing of it has been made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MessageError {
    /// A header value holds what no header may hold, or cannot be written in ASCII.
    #[error("{header}: {what}: {value:?}")]
    Header {
        /// The header.
        header: &'static str,
        /// What is wrong with it.
        what: String,
        /// What was given.
        value: String,
    },
    /// The envelope sender would be longer than SMTP allows (RFC 5321 section 4.5.3.1.1).
    #[error(
        "the bounce address {address:?} is too long: with the letter's token its local part has {octets} octets, 64 \
         are allowed"
    )]
    BounceAddress {
        /// The configured address.
        address: String,
        /// Octets of the local part with the token.
        octets: usize,
    },
    /// The mail library refused.
    #[error("the message cannot be built: {0}")]
    Library(String),
    /// The bytes cannot be read as a message.
    #[error("these bytes are no message")]
    Unreadable,
}
