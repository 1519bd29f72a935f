//! Octets on port 43, and what every server's words have in common.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::Registry;
use crate::resolve::online::guard::Guard;
use crate::resolve::online::trouble::Trouble;
use crate::resolve::rpsl;

/// Octets of a reply.
const LARGEST_REPLY: usize = 1024 * 1024;

/// Asks one line and takes the reply up to its end, within `limit` in all.
pub(in crate::resolve::online) async fn exchange(
    guard: &Guard,
    server: &str,
    line: &str,
    limit: Duration,
) -> Result<Vec<u8>, Trouble> {
    let exchange = async {
        let broken = |error: std::io::Error| Trouble::Unreachable {
            why: error.to_string(),
        };
        let mut stream = guard.connect(server).await?;
        stream
            .write_all(format!("{line}\r\n").as_bytes())
            .await
            .map_err(broken)?;
        let mut reply = Vec::new();
        let mut buffer = vec![0; 16 * 1024];
        loop {
            // Some servers reset the connection after the last octet; what came before is not whole for sure.
            let read = stream
                .read(&mut buffer)
                .await
                .map_err(|error| Trouble::Malformed {
                    why: format!("it breaks off: {error}"),
                })?;
            if read == 0 {
                return Ok(reply);
            }
            reply.extend_from_slice(buffer.get(..read).unwrap_or_default());
            if reply.len() > LARGEST_REPLY {
                return Err(Trouble::TooLarge { limit: LARGEST_REPLY });
            }
        }
    };
    tokio::time::timeout(limit, exchange)
        .await
        .unwrap_or(Err(Trouble::Timeout))
}

/// The text of a reply: UTF-8 where it is that; ISO-2022-JP by its escapes, and EUC-KR from Korea; else Latin-1.
pub(super) fn decode(registry: Registry, reply: &[u8]) -> String {
    // Escape, then `$` or `(`: a shift of ISO-2022 (RFC 1468), which is ASCII to the eye of UTF-8.
    let shifts = reply.windows(2).any(|pair| matches!(pair, [0x1b, b'$' | b'(']));
    if registry == Registry::Jpnic && shifts {
        return encoding_rs::ISO_2022_JP
            .decode_without_bom_handling(reply)
            .0
            .into_owned();
    }
    if registry == Registry::Krnic && std::str::from_utf8(reply).is_err() {
        return encoding_rs::EUC_KR
            .decode_without_bom_handling(reply)
            .0
            .into_owned();
    }
    rpsl::decode(reply)
}

/// A reply that says that there is no answer.
pub(super) fn refusal(text: &str) -> Result<(), Trouble> {
    if text.trim().is_empty() {
        return Err(Trouble::Malformed {
            why: "it closes the connection without a word".to_owned(),
        });
    }
    let lower = text.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|words| lower.contains(words));
    if says(&[
        "error:201",
        "error:202",
        "error:203",
        "error:204",
        "error:205",
        "error:206",
        "rate limit exceeded",
        "query limit exceeded",
        "quota exceeded",
        "excessive querying",
        "too many requests",
        "too many queries",
    ]) {
        return Err(Trouble::RateLimited { until: None });
    }
    if says(&[
        "permission denied",
        "error:3",
        "internal server error",
        "service unavailable",
        "temporarily unavailable",
    ]) && !says(&["inetnum:", "inet6num:", "netrange:"])
    {
        let first = text
            .lines()
            .map(str::trim)
            .find(|line| !line.is_empty())
            .unwrap_or_default();
        return Err(Trouble::Server {
            what: first.chars().take(100).collect(),
            until: None,
        });
    }
    let nothing = says(&[
        "error:101",
        "no entries found",
        "no match found",
        "no match for",
        "no found",
    ]);
    let network = says(&[
        "inetnum:",
        "inet6num:",
        "netrange:",
        "netblock:",
        "[network number]",
        "ipv4 address",
        "ipv6 address",
        "irt:",
        "organisation:",
        "role:",
    ]);
    // JPNIC writes "No match!!" under the heading of smaller networks, too.
    if (nothing || says(&["no match"])) && !network {
        return Err(Trouble::NotFound);
    }
    Ok(())
}
