//! `[gateway]`

use std::path::PathBuf;

use serde::Deserialize;

/// `[gateway]`: the SMTP server that takes our mail, or the outbox folder.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Gateway {
    /// `smtp://host:587`, `smtps://host:465` or `outbox:DIR`.
    pub url: String,
    /// `"none"` permits plaintext to a host that is not this machine.
    pub tls: Option<String>,
    /// Name for AUTH.
    pub username: Option<String>,
    /// File whose first line is the password.
    pub password_file: Option<PathBuf>,
    /// Open connections, 1 to 64.
    pub connections: u16,
    /// Letters per minute in all, as `[pace] rate`; 0: no bound.
    pub rate: u32,
    /// Name for EHLO. Default: the domain of the sender's address.
    pub hello_name: Option<String>,
    /// PEM file of the authority that signed the gateway's certificate.
    pub ca_file: Option<PathBuf>,
    /// Letters on one connection before it is closed; 0: no bound of ours.
    pub letters_per_connection: u32,
}

impl Default for Gateway {
    fn default() -> Self {
        Self {
            url: "outbox:outbox".to_owned(),
            tls: None,
            username: None,
            password_file: None,
            connections: 4,
            rate: 0,
            hello_name: None,
            ca_file: None,
            letters_per_connection: 1_000,
        }
    }
}
