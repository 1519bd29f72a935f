//! The gateway as the configuration has it, and its refusals in the operator's words.

use std::path::Path;

use secrecy::SecretString;

use crate::commands::at_path;
use crate::config::Config;
use crate::failure::Failure;
use crate::gateway::{BadEndpoint, Credentials, Endpoint, Settings, Stop};

/// Where the letters go, as the configuration has it.
///
/// # Errors
/// When the URL cannot be used.
pub(in crate::commands) fn endpoint(config: &Config) -> Result<Endpoint, Failure> {
    let bad = |error: BadEndpoint| Failure::usage(format!("[gateway] url: {error}"));
    let mut endpoint = Endpoint::parse(&config.gateway.url, config.gateway.tls.as_deref()).map_err(bad)?;
    if let Endpoint::Outbox(folder) = &mut endpoint {
        *folder = config.path(&*folder);
    }
    Ok(endpoint)
}

/// The gateway's settings out of the configuration.
///
/// # Errors
/// When the URL, the password file or a combination of them cannot be used.
pub(in crate::commands) fn settings(config: &Config) -> Result<Settings, Failure> {
    let gateway = &config.gateway;
    let endpoint = endpoint(config)?;
    let domain = config
        .sender
        .address
        .rsplit_once('@')
        .map_or("", |(_, domain)| domain);
    let hello = gateway
        .hello_name
        .as_deref()
        .unwrap_or(if domain.is_empty() { "localhost" } else { domain });
    let mut settings = Settings::new(endpoint, hello);
    settings.ca_file.clone_from(&gateway.ca_file);
    settings.letters_per_connection = match gateway.letters_per_connection {
        0 => u32::MAX,
        bound => bound,
    };
    if let (Some(username), Some(file)) = (&gateway.username, &gateway.password_file) {
        settings.credentials = Some(Credentials {
            username: username.clone(),
            password: password(file)?,
        });
    }
    Ok(settings)
}

fn password(file: &Path) -> Result<SecretString, Failure> {
    let text = at_path(file, "read the password from", std::fs::read_to_string(file))?;
    let line = text.lines().next().unwrap_or_default();
    if line.is_empty() {
        return Err(Failure::usage(format!(
            "{} is empty: its first line should be the password",
            file.display()
        ))
        .hint("write the password there, and let nobody else read the file"));
    }
    Ok(SecretString::from(line.to_owned()))
}

/// A stop in the operator's words.
pub(in crate::commands) fn stopped(stop: Stop) -> Failure {
    let hint = stop.hint();
    let failure = match stop {
        Stop::PlaintextPassword
        | Stop::UnfitCredentials
        | Stop::Authorities { .. }
        | Stop::HostName(_)
        | Stop::Sender(_) => Failure::usage(stop),
        Stop::Letter { .. } => Failure::internal(stop),
        _ => Failure::outside(stop),
    };
    failure.hint(hint)
}
