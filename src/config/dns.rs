//! `[dns]`

use std::time::Duration;

use serde::Deserialize;

use crate::dns::Server;

/// `[dns]`: who answers questions about names.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Dns {
    /// Default: the system's resolvers.
    pub server: Option<Server>,
    /// Seconds for one question, repeats included; 1 to 60.
    pub timeout: u64,
}

impl Default for Dns {
    fn default() -> Self {
        Self {
            server: None,
            timeout: 9,
        }
    }
}

impl Dns {
    /// The deadline of one question.
    #[must_use]
    pub fn deadline(&self) -> Duration {
        Duration::from_secs(self.timeout)
    }

    /// Key and problem of the first value out of its range.
    pub(super) fn out_of_range(&self) -> Option<(&'static str, &'static str)> {
        (!(1..=60).contains(&self.timeout)).then_some(("[dns] timeout", "1 to 60 seconds"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_an_address() {
        let read = |text| toml::from_str::<Dns>(text);
        assert_eq!(
            read("server = \"127.0.0.1:5353\"").unwrap().server,
            Some(Server("127.0.0.1:5353".parse().unwrap()))
        );
        let error = read("server = \"resolver.example\"").unwrap_err().to_string();
        assert!(error.contains("no address of a DNS server"), "{error}");
        assert!(read("timeout = 0").unwrap().out_of_range().is_some());
    }
}
