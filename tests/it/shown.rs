//! `letters show`: the letter as the campaign's own settings would have it.

use crate::support::{Campaign, SENDER};

const COMMAND: [&str; 2] = ["letters", "show"];

#[test]
fn a_shown_letter_claims_and_announces_what_the_campaign_does() {
    let shown = |settings: &str| {
        let campaign = Campaign::with_settings(&format!(
            "{settings}\n{SENDER}\n[gateway]\nurl = \"outbox:outbox\"\n"
        ));
        campaign.ok(&COMMAND).stdout
    };
    let plain = shown("");
    assert!(plain.contains("According to third parties"), "{plain}");
    assert!(
        !plain.contains("We will check these addresses again on"),
        "{plain}"
    );
    let own = shown("evidence = \"confirmed\"\nrecheck_after = 30");
    assert!(!own.contains("According to third parties"), "{own}");
    // Thirty days after 2026-11-21.
    assert!(
        own.contains("We will check these addresses again on 2026-12-21."),
        "{own}"
    );
}

#[test]
fn a_shown_letter_has_the_campaigns_table_attachments_and_languages() {
    let settings = format!("{SENDER}\n[gateway]\nurl = \"outbox:outbox\"\n");
    let campaign = Campaign::with_settings(&format!(
        "{settings}\n[limits]\nips_in_body = 2\n[xarf]\nattach = true\n[languages]\nalso = []\n"
    ));
    let shown = campaign.ok(&["letters", "show", "--language", "de"]).stdout;
    for has in ["nur die ersten 2 Zeilen", "XARF"] {
        assert!(shown.contains(has), "{has}: {shown}");
    }
    assert!(!shown.contains("Dear administrator"), "{shown}");
}

#[test]
fn settings_that_cannot_be_read_are_told() {
    let campaign = Campaign::with_settings("evidence = \"certain\"\n");
    let run = campaign.run(&COMMAND).ends(2);
    assert!(run.stderr.contains("evidence"), "{}", run.transcript());
}
