//! Whom to write to when letters to the first choice come back: the next alternate of the same decision.

use super::{Candidate, Decision, Mailbox, Unresolved, Verdict};

/// How the reason begins for which a dead mailbox lost.
const DEAD: &str = "letters to it come back";
/// Why the one after it lost, once the first works again.
const BEHIND: &str = "another comes first";

/// What is known of mailboxes beyond what sources say.
pub trait Standing {
    /// Why letters to it come back, if that is the only reason not to write to it.
    fn dead(&self, mailbox: &Mailbox) -> Option<String>;
    /// Whether nothing may be sent to it, for whatever reason.
    fn forbidden(&self, mailbox: &Mailbox) -> bool;
}

impl Decision {
    /// The same decision with nobody to write to for now: somebody surer may still be named. The candidates stay.
    #[must_use]
    pub fn put_off(mut self, reason: Unresolved) -> Self {
        for candidate in self.candidates.iter_mut().filter(|one| one.lost.is_none()) {
            candidate.lost =
                Some("the registry, which may name somebody surer, has not answered yet".to_owned());
        }
        self.verdict = Verdict::Unresolved(reason);
        self.confidence = 0;
        self
    }

    /// The same decision with its dead mailboxes passed over: the first alternate that may be written to and is at least as
    /// sure as `threshold` wins. `None` when nothing changes.
    ///
    /// Only a dead mailbox is passed over: who asks not to be written to is not gone around. Where no alternate is left, the
    /// decision stays as it is, and its letters are held back. A mailbox that is dead no longer wins again.
    #[must_use]
    pub fn passing_over(&self, standing: &dyn Standing, threshold: u8) -> Option<Self> {
        if !matches!(self.verdict, Verdict::Notify(_)) {
            return None;
        }
        let usable = |one: &&Candidate| {
            let passed_over_before = one.lost.as_deref().is_some_and(|why| why.starts_with(DEAD));
            one.mailbox.is_some() && (one.confidence >= threshold || one.lost.is_none() || passed_over_before)
        };
        // Of nearly all decisions the first candidate won before, and wins again.
        let mut others = self.candidates.iter();
        if let Some(Candidate {
            mailbox: Some(first),
            lost: None,
            confidence,
            ..
        }) = others.next()
            && *confidence == self.confidence
            && standing.dead(first).is_none()
            && others.all(|one| {
                one.mailbox.as_ref() != Some(first)
                    && one.lost.as_ref().is_some_and(|why| !why.starts_with(DEAD))
            })
            && matches!(&self.verdict, Verdict::Notify(chosen) if chosen == first)
        {
            return None;
        }
        let mut chosen = None;
        let mut dead: Vec<(&Mailbox, String)> = Vec::new();
        for candidate in self.candidates.iter().filter(usable) {
            let Some(mailbox) = &candidate.mailbox else {
                continue;
            };
            if let Some(why) = standing.dead(mailbox) {
                dead.push((mailbox, why));
            } else if dead.is_empty() || !standing.forbidden(mailbox) {
                chosen = Some(mailbox.clone());
                break;
            }
        }
        // Nobody left: as the sources have it.
        let nobody = chosen.is_none();
        let chosen = chosen.or_else(|| self.candidates.iter().find(usable)?.mailbox.clone())?;
        let mut changed = self.clone();
        for candidate in &mut changed.candidates {
            let Some(mailbox) = &candidate.mailbox else {
                continue;
            };
            let why = dead.iter().find(|(one, _)| *one == mailbox).map(|(_, why)| why);
            let was_dead = candidate
                .lost
                .as_deref()
                .is_some_and(|lost| lost.starts_with(DEAD));
            if *mailbox == chosen {
                candidate.lost = None;
                changed.confidence = candidate.confidence;
            } else if let Some(why) = why.filter(|_| !nobody) {
                candidate.lost = Some(format!("{DEAD} ({why})"));
            } else if candidate.lost.is_none() || was_dead {
                candidate.lost = Some(BEHIND.to_owned());
            }
        }
        changed.verdict = Verdict::Notify(chosen);
        (changed != *self).then_some(changed)
    }

    /// The mailboxes that were passed over because letters to them come back, with the reason.
    pub fn passed_over(&self) -> impl Iterator<Item = (&Mailbox, &str)> {
        self.candidates.iter().filter_map(|candidate| {
            let why = candidate.lost.as_deref()?.strip_prefix(DEAD)?;
            let why = why.trim().trim_start_matches('(').trim_end_matches(')');
            Some((candidate.mailbox.as_ref()?, why))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contact::Source;

    struct Known(&'static [&'static str], &'static [&'static str]);

    impl Standing for Known {
        fn dead(&self, mailbox: &Mailbox) -> Option<String> {
            self.0
                .contains(&mailbox.as_str())
                .then(|| "550 no such user".to_owned())
        }
        fn forbidden(&self, mailbox: &Mailbox) -> bool {
            self.0.contains(&mailbox.as_str()) || self.1.contains(&mailbox.as_str())
        }
    }

    fn candidate(mailbox: &str, confidence: u8, lost: Option<&str>) -> Candidate {
        Candidate {
            published: mailbox.to_owned(),
            mailbox: Some(Mailbox(mailbox.to_owned())),
            lost: lost.map(str::to_owned),
            source: Source::Operator {
                file: "contacts.csv".to_owned(),
                line: 2,
                rule: "192.0.2.0/24".to_owned(),
                note: String::new(),
            },
            object: "rule".to_owned(),
            path: Vec::new(),
            depth: 0,
            confidence,
            marks: Vec::new(),
        }
    }

    fn decision() -> Decision {
        let address = "192.0.2.1".parse().unwrap();
        Decision {
            range: (address, address),
            verdict: Verdict::Notify(Mailbox("a@b.example".to_owned())),
            confidence: 95,
            candidates: vec![
                candidate("a@b.example", 95, None),
                candidate("b@b.example", 90, Some("the same object names another first")),
                candidate(
                    "c@b.example",
                    30,
                    Some("its confidence 30 is under the threshold 50"),
                ),
            ],
            rule: None,
            consulted: Vec::new(),
            languages: Vec::new(),
            country: None,
            network: None,
        }
    }

    fn winner(decision: &Decision) -> &str {
        assert_eq!(
            decision.verdict,
            Verdict::Notify(decision.winner().unwrap().mailbox.clone().unwrap())
        );
        assert_eq!(decision.confidence, decision.winner().unwrap().confidence);
        decision.winner().unwrap().mailbox.as_ref().unwrap().as_str()
    }

    #[test]
    fn the_next_that_may_be_written_to_and_is_sure_enough_wins() {
        let first = decision();
        assert!(first.passing_over(&Known(&[], &[]), 50).is_none());
        let second = first.passing_over(&Known(&["a@b.example"], &[]), 50).unwrap();
        assert_eq!(winner(&second), "b@b.example");
        let over: Vec<_> = second.passed_over().collect();
        assert_eq!(over, [(&Mailbox("a@b.example".to_owned()), "550 no such user")]);
        // Both dead: the third is not sure enough, and nobody is left.
        let none = second
            .passing_over(&Known(&["a@b.example", "b@b.example"], &[]), 50)
            .unwrap();
        assert_eq!((winner(&none), none.passed_over().count()), ("a@b.example", 0));
        let third = first
            .passing_over(&Known(&["a@b.example", "b@b.example"], &[]), 30)
            .unwrap();
        assert_eq!(winner(&third), "c@b.example");
        // An alternate that asked not to be written to is none.
        assert!(
            first
                .passing_over(&Known(&["a@b.example"], &["b@b.example"]), 50)
                .is_none()
        );
    }

    #[test]
    fn who_asks_not_to_be_written_to_is_not_gone_around() {
        assert!(
            decision()
                .passing_over(&Known(&[], &["a@b.example"]), 50)
                .is_none()
        );
    }

    #[test]
    fn a_mailbox_that_works_again_wins_again() {
        let second = decision()
            .passing_over(&Known(&["a@b.example"], &[]), 50)
            .unwrap();
        assert!(second.passing_over(&Known(&["a@b.example"], &[]), 50).is_none());
        let again = second.passing_over(&Known(&[], &[]), 50).unwrap();
        assert_eq!((winner(&again), again.passed_over().count()), ("a@b.example", 0));
    }
}
