//! The story of a decision, word for word.

use super::dump::ripe;
use super::*;

/// A line of a story without the dump's own date, which differs from run to run.
fn undated(line: &str) -> String {
    match (line.find("ripe.db of "), line.find(", imported")) {
        (Some(from), Some(to)) => format!("{}{}", &line[..from + 7], &line[to..]),
        _ => line.to_owned(),
    }
}

#[test]
fn tells_the_whole_story() {
    let bench = ripe();
    let resolver = bench.resolver("match,contact,language,note\nAS64500,noc@rule.example,es,by telephone\n");
    let address = "192.0.2.104".parse().unwrap();
    let told = |facts: &Facts<'_>| -> String {
        let lines = story(&resolver.decide(address, facts).unwrap(), address);
        lines.iter().map(|line| undated(line) + "\n").collect()
    };
    insta::assert_snapshot!(told(&Facts::default()), @r"
    192.0.2.104 (DANGLING-ROLE, FR); the same holds for 192.0.2.104 - 192.0.2.111.
    Asked the rules in contacts.csv:
      - no rule applies.
    Asked the RIPE dump ripe.db, imported 1970-01-01:
      - the most specific network is inetnum 192.0.2.104 - 192.0.2.111 (DANGLING-ROLE), held by ORG-MID (Café).
      - inetnum 192.0.2.104 - 192.0.2.111: abuse-c AR-GONE is not in the dump.
      - inetnum 192.0.2.104 - 192.0.2.111 names Abuse Desk <abuse@mid.example> by org ORG-MID, abuse-c AR-MID.
      - the next less specific network is inetnum 192.0.2.0 - 192.0.2.255 (TOP), country FR, held by ORG-TOP (Top).
      - inetnum 192.0.2.0 - 192.0.2.255 names abuse@top.example by org ORG-TOP, abuse-c AR-TOP.
    Write to abuse@mid.example, confidence 95: inetnum 192.0.2.104 - 192.0.2.111 (DANGLING-ROLE) -> org ORG-MID -> abuse-c AR-MID.
    Next in line: abuse@top.example, confidence 90 (inetnum 192.0.2.104 - 192.0.2.111 (DANGLING-ROLE) -> inetnum 192.0.2.0 - 192.0.2.255 (TOP) -> org ORG-TOP -> abuse-c AR-TOP); it lost because a more specific network names another.
    Language: the network's country is FR.
    ");
    let facts = Facts {
        asn: Some(64500),
        ..Facts::default()
    };
    insta::assert_snapshot!(told(&facts), @r"
    192.0.2.104 (DANGLING-ROLE, FR); the same holds for 192.0.2.104 - 192.0.2.111.
    Asked the rules in contacts.csv:
      - line 2, AS64500: write to noc@rule.example (by telephone).
      - line 2, AS64500: write in es.
    Asked the RIPE dump ripe.db, imported 1970-01-01:
      - the most specific network is inetnum 192.0.2.104 - 192.0.2.111 (DANGLING-ROLE), held by ORG-MID (Café).
      - inetnum 192.0.2.104 - 192.0.2.111: abuse-c AR-GONE is not in the dump.
      - inetnum 192.0.2.104 - 192.0.2.111 names Abuse Desk <abuse@mid.example> by org ORG-MID, abuse-c AR-MID.
      - the next less specific network is inetnum 192.0.2.0 - 192.0.2.255 (TOP), country FR, held by ORG-TOP (Top).
      - inetnum 192.0.2.0 - 192.0.2.255 names abuse@top.example by org ORG-TOP, abuse-c AR-TOP.
    Write to noc@rule.example, confidence 100: rule AS64500 on line 2.
    Next in line: abuse@mid.example, confidence 95 (inetnum 192.0.2.104 - 192.0.2.111 (DANGLING-ROLE) -> org ORG-MID -> abuse-c AR-MID); it lost because the operator's rule comes first.
    Next in line: abuse@top.example, confidence 90 (inetnum 192.0.2.104 - 192.0.2.111 (DANGLING-ROLE) -> inetnum 192.0.2.0 - 192.0.2.255 (TOP) -> org ORG-TOP -> abuse-c AR-TOP); it lost because the operator's rule comes first.
    Language: the operator's rule says es; then the network's country is FR.
    ");
}

#[test]
fn stories_never_pass_control_characters_on() {
    let networks = "inetnum: 192.0.2.0 - 192.0.2.255\nnetname: \x1b[31mRED\nabuse-c: A1\nsource: RIPE\n\nrole: r\nnic-hdl: A1\nabuse-mailbox: a\x1b]0;x\x07@net.example\nsource: RIPE\n";
    let resolver = Bench::new(&[("ripe.db", networks)]).resolver("");
    let decision = decided(&resolver, "192.0.2.1");
    assert_eq!(decision.verdict, Verdict::Unresolved(Unresolved::RejectedAddress));
    let lines = story(&decision, "192.0.2.1".parse().unwrap());
    assert!(
        lines.iter().all(|line| !line.chars().any(char::is_control)),
        "{lines:?}"
    );
    assert!(
        lines.iter().any(|line| line.contains("\\u{1b}[31mRED")),
        "{lines:?}"
    );
}
