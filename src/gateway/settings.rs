//! Everything a connection to the gateway needs to know, decided before the first byte.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use secrecy::SecretString;

use super::endpoint::Endpoint;

/// One gateway and how to talk to it. `Debug` never shows the password.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where.
    pub endpoint: Endpoint,
    /// Our name in EHLO: a host name, or an address literal such as `[192.0.2.1]` (RFC 5321 section 4.1.4).
    pub hello_name: String,
    /// Who we are to the gateway, if it wants to know.
    pub credentials: Option<Credentials>,
    /// A PEM file of certificate authorities that are trusted **instead of** the system's: who runs an authority
    /// of their own for the gateway wants no other to vouch for it.
    pub ca_file: Option<PathBuf>,
    /// How long each step may take.
    pub deadlines: Deadlines,
    /// Letters per connection, at most; the gateway's own limit (RFC 9422) holds too. 0 counts as 1.
    pub letters_per_connection: u32,
}

impl Settings {
    /// The usual settings for an endpoint: no credentials, the system's authorities, the deadlines of RFC 5321,
    /// 1,000 letters per connection.
    #[must_use]
    pub fn new(endpoint: Endpoint, hello_name: &str) -> Self {
        Self {
            endpoint,
            hello_name: hello_name.to_owned(),
            credentials: None,
            ca_file: None,
            deadlines: Deadlines::default(),
            letters_per_connection: 1_000,
        }
    }
}

/// User name and password for AUTH.
#[derive(Clone)]
pub struct Credentials {
    /// User name.
    pub username: String,
    /// Password; never shown.
    pub password: SecretString,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").finish_non_exhaustive()
    }
}

/// How long each step may take **in all**, however often a byte trickles in.
///
/// The defaults are those of RFC 5321 section 4.5.3.2 where it names one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadlines {
    /// Name lookup and TCP connection, over all addresses of the host.
    pub connect: Duration,
    /// The greeting.
    pub banner: Duration,
    /// EHLO and its reply.
    pub ehlo: Duration,
    /// STARTTLS with its reply, and again for the TLS handshake.
    pub tls: Duration,
    /// All steps of AUTH together.
    pub auth: Duration,
    /// MAIL and its reply; when pipelined, counted from when the group was written.
    pub mail: Duration,
    /// RCPT and its reply; when pipelined, counted from the reply before.
    pub rcpt: Duration,
    /// DATA and its 354; when pipelined, counted from the reply before.
    pub data: Duration,
    /// Writing the letter.
    pub body: Duration,
    /// The final dot and its reply. Shorter than 10 minutes makes doubles likelier (RFC 5321 section 4.5.3.2.6).
    pub dot: Duration,
    /// QUIT and its reply, which nobody depends on.
    pub quit: Duration,
}

impl Deadlines {
    /// The same time for every step.
    #[must_use]
    pub const fn all(each: Duration) -> Self {
        Self {
            connect: each,
            banner: each,
            ehlo: each,
            tls: each,
            auth: each,
            mail: each,
            rcpt: each,
            data: each,
            body: each,
            dot: each,
            quit: each,
        }
    }
}

impl Default for Deadlines {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(30),
            data: Duration::from_mins(2),
            body: Duration::from_mins(10),
            dot: Duration::from_mins(10),
            quit: Duration::from_secs(5),
            tls: Duration::from_mins(1),
            ..Self::all(Duration::from_mins(5))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn never_shows_the_password() {
        let mut settings = Settings::new(Endpoint::Outbox("out".into()), "client.example");
        settings.credentials = Some(Credentials {
            username: "campaign".to_owned(),
            password: "a-real-secret".into(),
        });
        let shown = format!("{settings:?}");
        assert!(
            shown.contains("Credentials") && !shown.contains("a-real-secret"),
            "{shown}"
        );
    }
}
