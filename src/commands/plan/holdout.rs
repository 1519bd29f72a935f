//! Which contacts are written to later: a share of each stratum, by lot.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use super::Campaign;
use crate::contact::{Decision, Source};
use crate::failure::Failure;
use crate::ledger::{Assignment, Freeze, Newcomer};
use crate::message::CampaignKey;

/// Assigns every contact that would be written to for the first time, when the campaign compares at all.
///
/// # Errors
/// What the ledger says.
pub(super) fn assign(campaign: &Campaign, freeze: &Freeze<'_>, now: Timestamp) -> Result<(), Failure> {
    let terms = &campaign.config.holdout;
    if terms.share == 0 {
        return Ok(());
    }
    let mut strata: BTreeMap<String, Vec<Newcomer>> = BTreeMap::new();
    for newcomer in freeze.newcomers()? {
        let decision = campaign.ledger.decision(newcomer.decision)?;
        let stratum = format!("{} {}", registry(&decision), size(newcomer.sightings));
        strata.entry(stratum).or_default().push(newcomer);
    }
    let key = CampaignKey::new(campaign.ledger.key()?);
    let assignments = draw(&key, terms.share, strata);
    let release = now
        .checked_add(SignedDuration::from_hours(24 * i64::from(terms.days)))
        .unwrap_or(Timestamp::MAX);
    freeze.assign(&assignments, release)?;
    Ok(())
}

/// Who is held: in each stratum those with the lowest lots, as many as the share makes. The fraction left over is a
/// lot of its own, so that small strata get their share on average.
fn draw(key: &CampaignKey, share: u8, strata: BTreeMap<String, Vec<Newcomer>>) -> Vec<Assignment> {
    let mut assignments = Vec::new();
    for (stratum, mut members) in strata {
        members.sort_by_key(|member| (key.lot("holdout", &member.key), member.contact));
        let first = members.first().map_or("", |member| member.key.as_str());
        let hundredths = members.len() * usize::from(share);
        let lot = key.lot("holdout fraction", &format!("{stratum} {first}")) % 100;
        let held = hundredths / 100 + usize::from((lot as usize) < hundredths % 100);
        assignments.extend(members.into_iter().enumerate().map(|(place, member)| Assignment {
            contact: member.contact,
            stratum: stratum.clone(),
            held: place < held,
        }));
    }
    assignments
}

fn registry(decision: &Decision) -> String {
    match decision.winner().map(|winner| &winner.source) {
        Some(Source::Dump { registry, .. }) => registry.clone(),
        Some(Source::Online { server, .. }) => server.clone(),
        Some(Source::Operator { .. }) => "operator".to_owned(),
        None => "other".to_owned(),
    }
}

fn size(sightings: u64) -> &'static str {
    match sightings {
        0..=1 => "1",
        2..=5 => "2-5",
        6..=20 => "6-20",
        21..=100 => "21-100",
        _ => "over 100",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn members(n: i64) -> Vec<Newcomer> {
        let member = |contact| Newcomer {
            contact,
            key: format!("abuse@isp{contact}.example"),
            decision: 1,
            sightings: 1,
        };
        (0..n).map(member).collect()
    }

    fn held(share: u8, strata: &[(&str, i64)], key: u8) -> Vec<i64> {
        let strata = strata
            .iter()
            .map(|(name, n)| ((*name).to_owned(), members(*n)))
            .collect();
        draw(&CampaignKey::new([key; 32]), share, strata)
            .into_iter()
            .filter(|assignment| assignment.held)
            .map(|assignment| assignment.contact)
            .collect()
    }

    #[test]
    fn a_stratum_gives_its_share_and_the_key_decides_who() {
        assert_eq!(held(20, &[("RIPE 1", 50)], 1).len(), 10);
        assert_eq!(held(20, &[("RIPE 1", 50)], 1), held(20, &[("RIPE 1", 50)], 1));
        assert_ne!(held(20, &[("RIPE 1", 50)], 1), held(20, &[("RIPE 1", 50)], 2));
    }

    #[test]
    fn small_strata_give_their_share_on_average() {
        let all: usize = (0..=255)
            .map(|key| held(10, &[("APNIC 6-20", 3)], key).len())
            .sum();
        // 256 campaigns, 0.3 contacts each: 76.8, and a standard deviation of 7.3.
        assert!((50..=105).contains(&all), "{all}");
    }
}
