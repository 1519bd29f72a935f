//! A server with troubles: which letters meet which, by chance that can be repeated.
//!
//! What befalls a letter depends on its recipient and the seed alone, never on the order in which connections come, so
//! that the same rehearsal comes to the same sums.

use std::str::FromStr;
use std::time::Duration;

use super::script::{Act, Moment};

/// What kind of trouble.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Profile {
    /// None at all.
    None,
    /// Letters are refused for good, at the recipient or after the dot.
    Refuse,
    /// Letters are put off once to three times, then taken.
    Defer,
    /// The connection breaks after the dot; the letter was taken, or was not.
    DropAfterDot,
    /// The final reply takes up to half a second.
    Slow,
    /// All of these.
    Mixed,
}

impl Profile {
    /// Every profile.
    pub const ALL: [Self; 6] = [
        Self::None,
        Self::Refuse,
        Self::Defer,
        Self::DropAfterDot,
        Self::Slow,
        Self::Mixed,
    ];

    /// Its name on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Refuse => "refuse",
            Self::Defer => "defer",
            Self::DropAfterDot => "drop-after-dot",
            Self::Slow => "slow",
            Self::Mixed => "mixed",
        }
    }
}

/// A name that is no profile's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no such faults: choose none, refuse, defer, drop-after-dot, slow or mixed")]
pub struct NoProfile;

impl FromStr for Profile {
    type Err = NoProfile;

    fn from_str(text: &str) -> Result<Self, NoProfile> {
        let mut all = Self::ALL.into_iter();
        all.find(|profile| profile.as_str() == text).ok_or(NoProfile)
    }
}

/// Troubles for a share of the letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Faults {
    /// Which.
    pub profile: Profile,
    /// How many letters meet them, in per cent.
    pub share: u8,
    /// Another seed makes others meet them.
    pub seed: u64,
}

impl Faults {
    /// What the server does at this moment of a letter to this recipient that has come `tries` times (this time
    /// included); `None`: it behaves well.
    pub(super) fn acts(&self, moment: Moment, recipient: &str, tries: u32) -> Option<Vec<Act>> {
        if !matches!(moment, Moment::Rcpt | Moment::Dot) {
            return None;
        }
        let chance = self.chance(recipient);
        if chance % 10_000 >= u64::from(self.share) * 100 {
            return None;
        }
        let chance = chance / 10_000;
        let profile = match self.profile {
            Profile::Mixed => [
                Profile::Refuse,
                Profile::Defer,
                Profile::DropAfterDot,
                Profile::Slow,
            ]
            .into_iter()
            .nth(usize::try_from(chance % 4).unwrap_or_default())?,
            one => one,
        };
        let chance = chance / 4;
        let even = chance.is_multiple_of(2);
        match (profile, moment) {
            (Profile::Refuse, Moment::Rcpt) if even => {
                Some(vec![Act::say("550 5.1.1 no such mailbox (rehearsal)")])
            }
            (Profile::Refuse, Moment::Dot) if !even => {
                Some(vec![Act::say("554 5.7.1 not wanted here (rehearsal)")])
            }
            (Profile::Defer, Moment::Rcpt) if u64::from(tries) <= 1 + chance % 3 => {
                Some(vec![Act::say("451 4.7.1 try again later (rehearsal)")])
            }
            // A letter sent again after a decision arrives.
            (Profile::DropAfterDot, Moment::Dot) if tries <= 1 => Some(if even {
                vec![Act::Take, Act::Reset]
            } else {
                vec![Act::Reset]
            }),
            (Profile::Slow, Moment::Dot) => {
                let pause = Duration::from_millis(50 + chance % 450);
                Some(vec![
                    Act::Wait(pause),
                    Act::Take,
                    Act::say("250 2.0.0 Ok: queued as PEER1"),
                ])
            }
            _ => None,
        }
    }

    /// A number that looks like chance (FNV-1a, then mixed).
    fn chance(&self, recipient: &str) -> u64 {
        let seed = 0xCBF2_9CE4_8422_2325 ^ self.seed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let hash = recipient.bytes().fold(seed, |hash, octet| {
            (hash ^ u64::from(octet)).wrapping_mul(0x0000_0100_0000_01B3)
        });
        let mixed = (hash ^ (hash >> 31)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed ^ (mixed >> 29)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn struck(faults: Faults) -> Vec<usize> {
        let meets = |n: &usize| {
            let to = format!("abuse@net-{n}.example");
            [Moment::Rcpt, Moment::Dot]
                .iter()
                .any(|moment| faults.acts(*moment, &to, 1).is_some())
        };
        (0..2_000).filter(meets).collect()
    }

    #[test]
    fn the_share_is_kept_and_the_seed_decides_who() {
        for profile in Profile::ALL {
            let faults = |seed| Faults {
                profile,
                share: 20,
                seed,
            };
            let (one, other) = (struck(faults(1)), struck(faults(2)));
            let expected = if profile == Profile::None {
                0..=0
            } else {
                300..=500
            };
            assert!(expected.contains(&one.len()), "{profile:?} {}", one.len());
            assert!(
                one == struck(faults(1)) && (one != other || one.is_empty()),
                "{profile:?}"
            );
        }
        let all = Faults {
            profile: Profile::Refuse,
            share: 100,
            seed: 7,
        };
        assert_eq!(struck(all).len(), 2_000);
    }

    #[test]
    fn what_is_put_off_is_taken_in_the_end() {
        let faults = Faults {
            profile: Profile::Defer,
            share: 100,
            seed: 1,
        };
        let last = (1..10).find(|tries| faults.acts(Moment::Rcpt, "a@b.example", *tries).is_none());
        assert!((2..=4).contains(&last.unwrap()));
    }

    #[test]
    fn names_are_read_back() {
        for profile in Profile::ALL {
            assert_eq!(profile.as_str().parse(), Ok(profile));
        }
        assert_eq!("everything".parse::<Profile>(), Err(NoProfile));
    }
}
