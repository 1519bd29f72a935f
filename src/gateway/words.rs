//! What the words of a reply tell beyond its code: the gateway's name for a letter, and how long to wait.
//!
//! Guesses at free text, so nothing of weight hangs on them: a missed one costs a blank field or the usual delay.

use std::time::Duration;

use crate::outcome::Reply;

/// The gateway's own name for a letter, from the final reply, where it is in a form that a known server uses:
/// `queued as ABC`, `id=ABC`, `Message accepted ... ABC`, `ABC Message accepted for delivery`.
pub(super) fn queue_id(reply: &Reply) -> Option<String> {
    let words: Vec<&str> = reply
        .text
        .split([' ', ',', ';'])
        .filter(|word| !word.is_empty())
        .collect();
    let after = |phrase: &[&str]| {
        words
            .windows(phrase.len() + 1)
            .find(|window| {
                window
                    .iter()
                    .zip(phrase)
                    .all(|(word, wanted)| word.eq_ignore_ascii_case(wanted))
            })
            .and_then(|window| window.last())
            .copied()
    };
    let before = |phrase: &[&str]| {
        words
            .windows(phrase.len() + 1)
            .find(|window| {
                window
                    .iter()
                    .skip(1)
                    .zip(phrase)
                    .all(|(word, wanted)| word.eq_ignore_ascii_case(wanted))
            })
            .and_then(|window| window.first())
            .copied()
    };
    let labelled = || words.iter().find_map(|word| word.strip_prefix("id="));
    let id = after(&["queued", "as"])
        .or_else(labelled)
        .or_else(|| after(&["queued", "mail", "for", "delivery"]))
        .or_else(|| before(&["message", "accepted"]))
        .or_else(|| after(&["queued", "with", "id"]))?;
    let id = id.trim_matches(['<', '>', '(', ')', '[', ']', '.', '"', ':']);
    let fits = (4..=128).contains(&id.len())
        && id.bytes().all(|b| b.is_ascii_graphic())
        && id.bytes().any(|b| b.is_ascii_digit() || b.is_ascii_uppercase());
    fits.then(|| id.to_owned())
}

/// How long the gateway asks to wait, from texts such as `try again in 300 seconds` or `retry after 5 minutes`.
///
/// Between one second and one day; a longer wish counts as a day.
pub(super) fn retry_after(reply: &Reply) -> Option<Duration> {
    let text = reply.text.to_lowercase();
    let words: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    words.iter().enumerate().find_map(|(at, word)| {
        let digits = word.bytes().take_while(u8::is_ascii_digit).count();
        let (count, unit) = word.split_at_checked(digits)?;
        let count: u64 = count.parse().ok()?;
        // `30s` is one word, `30 seconds` are two.
        let unit = if unit.is_empty() {
            words.get(at + 1).copied()?
        } else {
            unit
        };
        let each = seconds(unit)?;
        // The number must be what the wish is about: `try again in 5 minutes`, `wait at least 60 seconds`.
        let before = words.get(at.saturating_sub(4)..at).unwrap_or_default();
        let leads = matches!(
            before.last(),
            Some(&("in" | "after" | "for" | "least" | "wait" | "retry"))
        );
        let wish = |word: &&str| matches!(*word, "try" | "retry" | "again" | "wait" | "back" | "resend");
        (leads && before.iter().any(wish))
            .then(|| Duration::from_secs(count.saturating_mul(each).clamp(1, 86_400)))
    })
}

fn seconds(unit: &str) -> Option<u64> {
    match unit {
        "s" | "sec" | "secs" | "second" | "seconds" => Some(1),
        "m" | "min" | "mins" | "minute" | "minutes" => Some(60),
        "h" | "hr" | "hrs" | "hour" | "hours" => Some(3_600),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(code: u16, text: &str) -> Reply {
        Reply {
            code,
            enhanced: None,
            text: text.to_owned(),
        }
    }

    #[test]
    fn finds_the_queue_id() {
        for (text, id) in [
            ("Ok: queued as 4Zk1Qx3yGbz9sT", Some("4Zk1Qx3yGbz9sT")),
            ("OK id=1uXyZa-000000012ab-3cDe", Some("1uXyZa-000000012ab-3cDe")),
            (
                "54A1B2c3012345 Message accepted for delivery",
                Some("54A1B2c3012345"),
            ),
            ("a1b2c3d4 Message accepted for delivery", Some("a1b2c3d4")),
            ("<x@y.example> [InternalId=7] Queued mail for delivery", None),
            ("Ok", None),
            ("Message accepted", None),
            ("the message accepted", None),
            ("queued as", None),
        ] {
            assert_eq!(queue_id(&reply(250, text)).as_deref(), id, "{text}");
        }
    }

    #[test]
    fn hears_how_long_to_wait() {
        for (text, wait) in [
            ("Too much mail, try again in 300 seconds", Some(300)),
            ("Rate limited. Please retry after 5 minutes.", Some(300)),
            ("Greylisted, please try again in 1 hour", Some(3_600)),
            ("greylisted: retry in 30s", Some(30)),
            ("Please try again in 90s, thank you", Some(90)),
            ("please wait 60 seconds", Some(60)),
            ("retry 10 min", Some(600)),
            ("Try again in 0 seconds", Some(1)),
            ("Try again in 99999999999999999 hours", Some(86_400)),
            ("try again later", None),
            ("queue was busy for 300 seconds", None),
            ("try again: line 12 minutes", None),
        ] {
            let heard = retry_after(&reply(450, text)).map(|wait| wait.as_secs());
            assert_eq!(heard, wait, "{text}");
        }
    }
}
