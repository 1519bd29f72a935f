//! A campaign through a real Postfix: STARTTLS with an authority of its own, SASL, and the mail read back from the
//! mailbox that it ended in.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::net::IpAddr;
use std::path::Path;

use crate::support::{Campaign, LOGIN, Letter, Postfix};

/// Three contacts with addresses of both families.
const CONTACTS: [(&str, &[&str]); 3] = [
    (
        "abuse@alpha.example",
        &["192.0.2.1", "192.0.2.130", "2001:db8:a::25"],
    ),
    ("Abuse.Desk@beta.example", &["198.51.100.7"]),
    ("equipe@gamma.example", &["203.0.113.77", "203.0.113.78"]),
];

fn campaign(gateway: &Postfix, authority: &Path, password: Option<&str>) -> Campaign {
    let mut settings = format!(
        "url = \"{}\"\ntls = \"starttls\"\nca_file = \"{}\"\nconnections = 2\n",
        gateway.url(),
        authority.display()
    );
    if password.is_some() {
        let _ = writeln!(
            settings,
            "username = \"{}\"\npassword_file = \"password\"",
            LOGIN.0
        );
    }
    let campaign = Campaign::with_gateway(&settings);
    if let Some(password) = password {
        campaign.write("password", format!("{password}\n"));
    }
    let mut rules = "match,contact,language,action,note\n".to_owned();
    let mut flagged = "ip,port,exposure,timestamp\n".to_owned();
    for (contact, addresses) in CONTACTS {
        for address in addresses {
            let _ = writeln!(rules, "{address},{contact},,notify,");
            let _ = writeln!(flagged, "{address},3128,open-proxy-http,2026-11-20T08:00:00Z");
        }
    }
    campaign.write("contacts.csv", rules);
    campaign.write("flagged.csv", flagged);
    campaign
}

/// The mail in Postfix's mailbox holds exactly the addresses of its contact.
fn judge(gateway: &Postfix) {
    let (recipients, messages): (Vec<_>, Vec<_>) = gateway.mailboxes(CONTACTS.len()).into_iter().unzip();
    let letters = Letter::read_all(&messages);
    let mut expected: BTreeMap<&str, BTreeSet<IpAddr>> = CONTACTS
        .iter()
        .map(|(contact, addresses)| (*contact, addresses.iter().map(|a| a.parse().unwrap()).collect()))
        .collect();
    for (recipient, letter) in recipients.iter().zip(&letters) {
        let addresses = expected
            .remove(recipient.as_str())
            .unwrap_or_else(|| panic!("mail for {recipient}"));
        assert_eq!(letter.to, [recipient.as_str()]);
        assert_eq!(
            letter.attached_addresses(),
            addresses,
            "attachment to {recipient}"
        );
        assert_eq!(letter.text_addresses(), addresses, "text to {recipient}");
        assert_eq!(letter.html_addresses(), addresses, "HTML to {recipient}");
        let way: Vec<&str> = letter
            .headers
            .iter()
            .filter(|(name, _)| name == "Received")
            .map(|(_, value)| value.as_str())
            .collect();
        assert_eq!(way.len(), 1, "one hop, from us to the gateway: {way:?}");
        assert!(way[0].contains("ESMTPS"), "over TLS: {way:?}");
    }
    assert!(expected.is_empty(), "no mail for {expected:?}");
}

#[test]
fn a_campaign_with_starttls_and_its_own_authority() {
    let gateway = Postfix::start(false);
    let campaign = campaign(&gateway, &gateway.authority(), None);
    let digest = campaign.plan(&["flagged.csv"]);
    campaign.ok(&["send", "--approve", &digest]);
    judge(&gateway);
    assert_eq!(campaign.letters("accepted"), 3);
}

#[test]
fn a_campaign_with_a_password() {
    let gateway = Postfix::start(true);
    let campaign = campaign(&gateway, &gateway.authority(), Some(LOGIN.1));
    let digest = campaign.plan(&["flagged.csv"]);
    campaign.ok(&["send", "--approve", &digest]);
    judge(&gateway);
    assert!(
        gateway.log().contains(&format!("sasl_username={}", LOGIN.0)),
        "Postfix saw no AUTH:\n{}",
        gateway.log()
    );
}

#[test]
fn a_wrong_password_stops_the_campaign_and_shows_nowhere() {
    let gateway = Postfix::start(true);
    let campaign = campaign(&gateway, &gateway.authority(), Some("not the passw0rd"));
    let digest = campaign.plan(&["flagged.csv"]);
    let run = campaign.run(&["-v", "-v", "send", "--approve", &digest]).ends(3);
    assert!(run.stderr.contains("535"), "{}", run.transcript());
    assert!(!run.transcript().contains("passw0rd"), "{}", run.transcript());
    assert_eq!(campaign.letters("planned"), 3);
    assert_eq!(gateway.taken(), 0, "{}", gateway.log());

    // With the right one the next send goes on; the approval stands.
    campaign.write("password", LOGIN.1);
    campaign.ok(&["send"]);
    judge(&gateway);
}

#[test]
fn an_unknown_authority_is_refused_and_nothing_is_sent() {
    let gateway = Postfix::start(false);
    let campaign = campaign(&gateway, &gateway.stranger(), None);
    let digest = campaign.plan(&["flagged.csv"]);
    let run = campaign.run(&["send", "--approve", &digest]).ends(3);
    assert!(run.stderr.contains("certificate"), "{}", run.transcript());
    assert_eq!(campaign.letters("planned"), 3);
    assert_eq!(gateway.taken(), 0, "{}", gateway.log());
    assert!(
        !gateway.log().contains("mail=1"),
        "MAIL was sent:\n{}",
        gateway.log()
    );
}

#[test]
fn a_certificate_for_another_name_is_refused() {
    let gateway = Postfix::start(false);
    let campaign = campaign(&gateway, &gateway.authority(), None);
    // 127.0.0.2 is this machine too, but the certificate does not say so.
    let settings = campaign
        .read("campaign.toml")
        .replace("//localhost:", "//127.0.0.2:");
    campaign.write("campaign.toml", settings);
    let digest = campaign.plan(&["flagged.csv"]);
    let run = campaign.run(&["send", "--approve", &digest]).ends(3);
    assert!(run.stderr.contains("certificate"), "{}", run.transcript());
    assert_eq!(gateway.taken(), 0, "{}", gateway.log());
}
