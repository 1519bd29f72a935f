//! Whether `[sender]` and `[links]` can stand in a letter: the same answer for `check` and `plan`.

use url::Url;

use crate::config::Config;
use crate::contact::Mailbox;
use crate::failure::Failure;
use crate::letter::required;

/// Refuses a sender that is not complete, or that readers could not answer or look up.
///
/// # Errors
/// With everything that is wrong, by the names that the settings have.
pub(super) fn presentable(config: &Config) -> Result<(), Failure> {
    let missing = required(&config.sender, &config.links);
    if !missing.is_empty() {
        let error = format!(
            "campaign.toml does not say who writes: {} not set",
            missing.join(", ")
        );
        return Err(Failure::usage(error)
            .hint("the letter shows them, so that its reader can tell who writes and where to find help"));
    }
    let problems = problems(config);
    if problems.is_empty() {
        Ok(())
    } else {
        Err(Failure::usage(problems.join("\n")))
    }
}

fn problems(config: &Config) -> Vec<String> {
    let sender = &config.sender;
    let mut problems = Vec::new();
    let mailboxes = [
        ("address", Some(&sender.address)),
        ("reply_to", sender.reply_to.as_ref()),
        ("bounce_address", sender.bounce_address.as_ref()),
    ];
    for (key, text) in mailboxes {
        let Some(text) = text else { continue };
        if let Err(bad) = Mailbox::parse(text, &config.allow.domains) {
            problems.push(format!("[sender] {key} = {text:?}: {bad}"));
        } else if text.contains(['<', '>', ' ', ',', ';']) {
            problems.push(format!(
                "[sender] {key} = {text:?}: write the address alone, such as desk@example.org"
            ));
        }
    }
    let pages = [
        ("[sender] verify_url", &sender.verify_url),
        ("[links] info", &config.links.info),
        ("[links] fix", &config.links.fix),
    ];
    for (key, text) in pages {
        let web =
            Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
        if !web || text.contains(char::is_whitespace) {
            problems.push(format!(
                "{key} = {text:?}: write a whole address, such as https://example.org/page"
            ));
        }
    }
    problems
}

/// The setting that holds this text, as people call it.
pub(super) fn holder_of(text: &str, config: &Config) -> Option<&'static str> {
    let sender = &config.sender;
    [
        ("[sender] organisation", &sender.organisation),
        ("[sender] postal_address", &sender.postal_address),
        ("[sender] phone", &sender.phone),
        ("[sender] verify_url", &sender.verify_url),
        ("[links] info", &config.links.info),
        ("[links] fix", &config.links.fix),
    ]
    .into_iter()
    .chain(sender.mandate.values().map(|text| ("[sender] mandate", text)))
    .chain(sender.partners.iter().map(|text| ("[sender] partners", text)))
    .find(|(_, value)| value.contains(text))
    .map(|(key, _)| key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fine() -> Config {
        let mut config = Config::default();
        config.sender.organisation = "Example CERT".to_owned();
        config.sender.address = "desk@cert.org".to_owned();
        config.sender.postal_address = "1 Road\nTown".to_owned();
        config.sender.phone = "+44 1632 960001".to_owned();
        config.sender.verify_url = "https://cert.org/campaign".to_owned();
        config.links.info = "https://cert.org/info".to_owned();
        config.links.fix = "http://cert.org/fix".to_owned();
        config
    }

    #[test]
    fn a_whole_sender_is_fine() {
        presentable(&fine()).unwrap();
    }

    #[test]
    fn names_every_setting_that_is_not() {
        let mut config = fine();
        config.sender.address = "Desk <desk@cert.org>".to_owned();
        config.sender.reply_to = Some(String::new());
        config.sender.bounce_address = Some("bounces".to_owned());
        config.sender.verify_url = "cert.org/campaign".to_owned();
        config.links.info = "javascript:alert(1)".to_owned();
        config.links.fix = "outbox:letters".to_owned();
        let error = presentable(&config).unwrap_err().to_string();
        let keys = [
            "[sender] address",
            "[sender] reply_to",
            "[sender] bounce_address",
            "[sender] verify_url",
            "[links] info",
            "[links] fix",
        ];
        assert_eq!(error.lines().count(), keys.len(), "{error}");
        for key in keys {
            assert!(error.contains(key), "{key}: {error}");
        }
    }

    #[test]
    fn an_empty_field_is_missing_and_not_malformed() {
        let error = presentable(&Config::default()).unwrap_err().to_string();
        assert!(
            error.contains("sender.phone") && error.contains("not set"),
            "{error}"
        );
    }
}
