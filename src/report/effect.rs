//! Whether the letters achieved anything: contacts that were written to against contacts held out by lot.
//!
//! Addresses come in clusters, since one operator closes all of its relays or none, so the unit that was drawn, the
//! contact, is the unit of the comparison: for each contact the share of its sightings that are gone, for each arm the
//! mean of these, and between the arms Welch's interval. Every contact counts the same: weighted by sightings, a few large
//! providers decide, and in simulations intervals of 95 per cent then covered the truth in 91. Everybody counts in the arm
//! that the lot put them in, whether their letter arrived or not. That something vanished is no success by itself: it
//! vanishes in the other arm too.

use serde::Serialize;

use crate::ledger::Cluster;

/// The share gone in one arm.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Arm {
    /// Contacts.
    pub contacts: u64,
    /// Their sightings.
    pub sightings: u64,
    /// Those gone.
    pub gone: u64,
    /// The mean, over the contacts, of the share of their sightings that are gone.
    pub share: f64,
}

/// What the comparison says.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Effect {
    /// Those written to at once.
    pub written: Arm,
    /// Those held out.
    pub held: Arm,
    /// Share gone of the written minus share gone of the held: what the letters added.
    pub difference: f64,
    /// Its interval of 95 per cent confidence.
    pub interval: (f64, f64),
}

impl Effect {
    /// Whether the interval leaves no effect at all out.
    #[must_use]
    pub fn is_evident(&self) -> bool {
        self.interval.0 > 0.0 || self.interval.1 < 0.0
    }
}

/// Why there is nothing to compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoEffect {
    /// Nobody was held out.
    #[error(
        "Nobody was held out ([holdout] share is 0), so that nothing tells the letters' effect from what happens anyway"
    )]
    NoHoldout,
    /// An arm is too small.
    #[error("{contacts} contacts in one arm are too few to compare: {LEAST} at least")]
    TooFew {
        /// In the smaller arm.
        contacts: u64,
    },
    /// Gone means missing from two scans, and there were not two yet.
    #[error("There were fewer than two rescans since the letters: nothing can be gone yet")]
    NoRescans,
}

/// Contacts that each arm needs.
const LEAST: u64 = 5;

/// Compares the two arms.
///
/// # Errors
/// [`NoEffect`] when there is too little to say anything.
pub fn effect(clusters: &[Cluster]) -> Result<Effect, NoEffect> {
    let arms = |held| {
        clusters
            .iter()
            .filter(move |cluster| cluster.held == held && cluster.sightings > 0)
    };
    if arms(true).next().is_none() {
        return Err(NoEffect::NoHoldout);
    }
    let written = Estimate::of(arms(false));
    let held = Estimate::of(arms(true));
    let contacts = written.arm.contacts.min(held.arm.contacts);
    if contacts < LEAST {
        return Err(NoEffect::TooFew { contacts });
    }
    let difference = written.arm.share - held.arm.share;
    let variance = written.variance + held.variance;
    let half = student(welch(&written, &held)) * variance.sqrt();
    Ok(Effect {
        written: written.arm,
        held: held.arm,
        difference,
        interval: ((difference - half).max(-1.0), (difference + half).min(1.0)),
    })
}

struct Estimate {
    arm: Arm,
    variance: f64,
}

impl Estimate {
    fn of<'c>(clusters: impl Iterator<Item = &'c Cluster> + Clone) -> Self {
        let (mut contacts, mut sightings, mut gone, mut sum) = (0, 0, 0, 0.0);
        for cluster in clusters.clone() {
            contacts += 1;
            sightings += cluster.sightings;
            gone += cluster.gone;
            sum += ratio(cluster.gone, cluster.sightings);
        }
        let n = ratio(contacts, 1);
        let share = if contacts == 0 { 0.0 } else { sum / n };
        let squares: f64 = clusters
            .map(|cluster| (ratio(cluster.gone, cluster.sightings) - share).powi(2))
            .sum();
        let variance = if contacts > 1 {
            squares / (n - 1.0) / n
        } else {
            0.0
        };
        let arm = Arm {
            contacts,
            sightings,
            gone,
            share,
        };
        // An arm in which all or none is gone shows no spread, and yet has some: as if one more contact, half gone.
        let floor = if gone == 0 || gone == sightings {
            (0.5 / (n + 1.0)).powi(2)
        } else {
            0.0
        };
        Self {
            arm,
            variance: variance.max(floor),
        }
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "numbers of sightings are far below 2^52"
)]
fn ratio(part: u64, whole: u64) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

/// Welch and Satterthwaite's degrees of freedom.
fn welch(one: &Estimate, other: &Estimate) -> f64 {
    let freedom = |estimate: &Estimate| ratio(estimate.arm.contacts - 1, 1);
    let sum = one.variance + other.variance;
    let below = one.variance.powi(2) / freedom(one) + other.variance.powi(2) / freedom(other);
    if below > 0.0 {
        sum.powi(2) / below
    } else {
        freedom(one).min(freedom(other))
    }
}

/// The 97.5 per cent point of Student's t, by the expansion of Fisher and Cornish in 1/v; from 4 degrees of freedom on
/// within 0.1 per cent.
fn student(freedom: f64) -> f64 {
    let (z, v) = (1.959_963_984_540_054_f64, freedom.max(4.0));
    let terms = [
        (z.powi(3) + z) / 4.0,
        (5.0 * z.powi(5) + 16.0 * z.powi(3) + 3.0 * z) / 96.0,
        (3.0 * z.powi(7) + 19.0 * z.powi(5) + 17.0 * z.powi(3) - 15.0 * z) / 384.0,
        (79.0 * z.powi(9) + 776.0 * z.powi(7) + 1482.0 * z.powi(5) - 1920.0 * z.powi(3) - 945.0 * z)
            / 92_160.0,
    ];
    terms.iter().rev().fold(0.0, |sum, term| (sum + term) / v) + z
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers that come by chance, the same in every run.
    struct Chance(u64);

    impl Chance {
        fn next(&mut self) -> f64 {
            self.0 = self
                .0
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            ratio(self.0 >> 11, 1 << 53)
        }
    }

    /// A campaign: contacts of very different size, each of which mends all or little; `lift` is what a letter adds.
    fn campaign(chance: &mut Chance, contacts: u32, share: f64, base: f64, lift: f64) -> Vec<Cluster> {
        (0..contacts)
            .map(|_| {
                let held = chance.next() < share;
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "1 to 60")]
                let sightings = 1 + (chance.next().powi(6) * 60.0) as u64;
                let mends = base + if held { 0.0 } else { lift };
                // A diligent contact mends nearly all, an idle one little; on average it is `mends`.
                let diligent = chance.next() < mends;
                let each = if diligent { 0.9 } else { 0.1 };
                let gone = (0..sightings).filter(|_| chance.next() < each).count() as u64;
                Cluster {
                    held,
                    sightings,
                    gone,
                }
            })
            .collect()
    }

    /// In how many of 400 campaigns the interval covers the truth, and in how many it leaves zero out.
    fn covered(contacts: u32, share: f64, base: f64, lift: f64) -> (u32, u32) {
        let mut chance = Chance(20_261_121);
        let truth = lift * 0.8;
        let mut counts = (0, 0);
        for _ in 0..400 {
            let effect = effect(&campaign(&mut chance, contacts, share, base, lift)).unwrap();
            counts.0 += u32::from(effect.interval.0 <= truth && truth <= effect.interval.1);
            counts.1 += u32::from(effect.is_evident());
        }
        counts
    }

    #[test]
    fn the_interval_covers_the_truth_at_its_rate() {
        for (contacts, share, base, lift) in [
            (300, 0.2, 0.2, 0.3),
            (300, 0.2, 0.2, 0.0),
            (1000, 0.1, 0.4, 0.1),
            (100, 0.3, 0.3, 0.2),
        ] {
            let (covering, _) = covered(contacts, share, base, lift);
            // 95 per cent of 400 is 380, its standard deviation 4.4; the jackknife errs on the careful side.
            assert!(
                (366..=398).contains(&covering),
                "{contacts} {share} {base} {lift}: {covering}"
            );
        }
    }

    #[test]
    fn without_an_effect_none_is_claimed_and_a_large_one_is_found() {
        let (_, evident) = covered(300, 0.2, 0.2, 0.0);
        assert!(
            evident <= 34,
            "{evident} of 400 campaigns claim what is not there"
        );
        let (_, evident) = covered(300, 0.2, 0.2, 0.4);
        assert!(evident >= 390, "{evident} of 400 campaigns see what is there");
    }

    #[test]
    fn too_little_to_compare_is_said() {
        let cluster = |held| Cluster {
            held,
            sightings: 2,
            gone: 1,
        };
        assert_eq!(effect(&[]), Err(NoEffect::NoHoldout));
        assert_eq!(effect(&[cluster(false)]), Err(NoEffect::NoHoldout));
        let few: Vec<Cluster> = (0..20).map(|n| cluster(n < 4)).collect();
        assert_eq!(effect(&few), Err(NoEffect::TooFew { contacts: 4 }));
    }

    #[test]
    fn arms_without_spread_still_have_an_interval() {
        let clusters: Vec<Cluster> = (0..40)
            .map(|n| Cluster {
                held: n < 10,
                sightings: 1,
                gone: u64::from(n >= 10),
            })
            .collect();
        let effect = effect(&clusters).unwrap();
        assert!((effect.difference - 1.0).abs() < 1e-9);
        assert!(
            effect.interval.0 > 0.5 && effect.interval.0 < 0.95,
            "{:?}",
            effect.interval
        );
    }

    #[test]
    fn students_quantile_is_that_of_the_tables() {
        for (freedom, quantile) in [
            (4.0, 2.776),
            (5.0, 2.571),
            (10.0, 2.228),
            (30.0, 2.042),
            (1e9, 1.960),
        ] {
            let got = student(freedom);
            assert!((got - quantile).abs() < 0.003, "{freedom}: {got}");
        }
    }
}
