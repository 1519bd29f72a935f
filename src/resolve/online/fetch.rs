//! One HTTP request, with every limit that a stranger's server makes necessary.
//!
//! Redirects are not followed here: the caller paces and checks each hop. The body is counted as it comes out of the
//! decompression, so a gzip bomb ends at the same limit as any other flood.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use reqwest::header::{ACCEPT, HeaderMap, LOCATION, RETRY_AFTER};
use reqwest::{Client, StatusCode};
use url::Url;

use super::guard::{Guard, RefusedAddress};
use super::settings::Settings;
use super::sources::SetupError;
use super::trouble::Trouble;

/// Octets of an answer, decompressed. The largest seen is LACNIC's, of 100 KB.
pub(super) const LARGEST_BODY: usize = 2 * 1024 * 1024;

/// What came back.
#[derive(Debug)]
pub(super) enum Fetched {
    /// The whole body of a 200.
    Body(Vec<u8>),
    /// A redirect to here; not yet checked.
    Moved(Url),
}

/// Makes requests.
pub(super) struct Fetcher {
    client: Client,
}

impl Fetcher {
    pub(super) fn new(settings: &Settings, guard: Arc<Guard>) -> Result<Self, SetupError> {
        let tls = super::tls::client_config(settings.ca_file.as_deref())?;
        let client = Client::builder()
            .user_agent(settings.user_agent.as_str())
            .redirect(reqwest::redirect::Policy::none())
            // A proxy would connect where we cannot look.
            .no_proxy()
            .dns_resolver(guard)
            .tls_backend_preconfigured(tls)
            .pool_max_idle_per_host(2)
            .build()
            .map_err(|error| SetupError::Client { why: chain(&error) })?;
        Ok(Self { client })
    }

    /// One GET, complete within `limit`.
    pub(super) async fn get(&self, url: &Url, limit: Duration, now: Timestamp) -> Result<Fetched, Trouble> {
        tokio::time::timeout(limit, self.exchange(url, now))
            .await
            .unwrap_or(Err(Trouble::Timeout))
    }

    async fn exchange(&self, url: &Url, now: Timestamp) -> Result<Fetched, Trouble> {
        let request = self
            .client
            .get(url.clone())
            .header(ACCEPT, "application/rdap+json");
        let mut response = request.send().await.map_err(|error| unreachable(url, &error))?;
        let status = response.status();
        let until = retry_after(response.headers(), now);
        match status {
            StatusCode::OK => {}
            StatusCode::NOT_FOUND => return Err(Trouble::NotFound),
            StatusCode::TOO_MANY_REQUESTS => return Err(Trouble::RateLimited { until }),
            status if status.is_redirection() => return moved(url, response.headers()),
            status => {
                let what = format!("HTTP {}", status.as_u16());
                return Err(Trouble::Server { what, until });
            }
        }
        let mut body = Vec::new();
        loop {
            let chunk = response.chunk().await.map_err(|error| {
                let why = format!("it breaks off: {}", chain(&error));
                Trouble::Malformed { why }
            })?;
            let Some(chunk) = chunk else {
                return Ok(Fetched::Body(body));
            };
            if body.len() + chunk.len() > LARGEST_BODY {
                return Err(Trouble::TooLarge { limit: LARGEST_BODY });
            }
            body.extend_from_slice(&chunk);
        }
    }
}

fn moved(url: &Url, headers: &HeaderMap) -> Result<Fetched, Trouble> {
    let location = headers.get(LOCATION).and_then(|value| value.to_str().ok());
    match location.map(|location| url.join(location)) {
        Some(Ok(mut target)) => {
            target.set_fragment(None);
            Ok(Fetched::Moved(target))
        }
        _ => Err(Trouble::Malformed {
            why: "it redirects without saying where to".to_owned(),
        }),
    }
}

/// Until when a server wants to be left alone (RFC 9110 section 10.2.3): seconds or a date.
fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Timestamp> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        // A number that does not fit means for ever.
        let seconds = text.parse::<i64>().unwrap_or(i64::MAX);
        return Some(
            now.checked_add(SignedDuration::from_secs(seconds))
                .unwrap_or(Timestamp::MAX),
        );
    }
    http_date(text)
}

/// The three forms of RFC 9110 section 5.6.7.
fn http_date(text: &str) -> Option<Timestamp> {
    let text = text.trim_end_matches("GMT").trim_end();
    [
        "%a, %d %b %Y %H:%M:%S",
        "%A, %d-%b-%y %H:%M:%S",
        "%a %b %e %H:%M:%S %Y",
    ]
    .into_iter()
    .find_map(|form| jiff::civil::DateTime::strptime(form, text).ok())
    .and_then(|time| time.to_zoned(jiff::tz::TimeZone::UTC).ok())
    .map(|time| time.timestamp())
}

fn unreachable(url: &Url, error: &reqwest::Error) -> Trouble {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if let Some(refused) = error.downcast_ref::<RefusedAddress>() {
            return Trouble::Refused {
                target: url.to_string(),
                why: refused.to_string(),
            };
        }
        cause = error.source();
    }
    Trouble::Unreachable { why: chain(error) }
}

/// The innermost cause, which says most.
fn chain(error: &dyn Error) -> String {
    let mut innermost = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        innermost = error.to_string();
        cause = error.source();
    }
    innermost
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_retry_after_in_every_form() {
        let now: Timestamp = "2026-03-02T10:00:00Z".parse().unwrap();
        let until = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(RETRY_AFTER, text.parse().unwrap());
            retry_after(&headers, now).map(|until| until.to_string())
        };
        for (text, expected) in [
            ("120", Some("2026-03-02T10:02:00Z")),
            ("Mon, 02 Mar 2026 10:05:00 GMT", Some("2026-03-02T10:05:00Z")),
            ("Monday, 02-Mar-26 10:05:00 GMT", Some("2026-03-02T10:05:00Z")),
            ("Mon Mar  2 10:05:00 2026", Some("2026-03-02T10:05:00Z")),
            ("99999999999999999999999", Some("9999-12-30T22:00:00.999999999Z")),
            ("soon", None),
            ("-5", None),
        ] {
            assert_eq!(until(text).as_deref(), expected, "{text}");
        }
    }
}
