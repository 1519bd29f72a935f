//! What comes back: answers, referrals, trouble, and hosts that are given up.

use jiff::Timestamp;

use super::Site;
use super::run::{Job, Loop, payer};
use crate::contact::Unresolved;
use crate::failure::Failure;
use crate::resolve::agenda::Outcome;
use crate::resolve::online::{Errand, Heard, Reply, Subject, Trouble};

/// A question is put to a host that fails this often, then to the next source.
const TRIES: u32 = 2;

impl Loop<'_> {
    /// Takes in what one request came to: the next one, or what was heard.
    pub(super) fn take(&mut self, mut job: Job, reply: Result<Reply, Trouble>) -> Result<(), Failure> {
        let host = job.errand.host().to_owned();
        let now = self.now();
        let outcome = reply.as_ref().map_or_else(outcome, |_| Outcome::Answered);
        let closed = self.agenda.finished(&host, outcome, now);
        let said = match reply {
            Ok(Reply::Answer(answer)) => Ok(*answer),
            Ok(Reply::Referred(next)) if self.desk.permits(job.site.facts.address, &next) => {
                job.site.tries = 0;
                self.desk.note_referral(&job.errand, &next)?;
                self.queue(job.site, *next, true);
                return Ok(());
            }
            Ok(Reply::Referred(next)) => Err(Trouble::Refused {
                target: next.host().to_owned(),
                why: "special-purpose addresses are told to configured servers alone".to_owned(),
            }),
            Err(trouble) => {
                if trouble.is_of_host() {
                    self.note_trouble(&job.errand, &trouble, closed)?;
                    job.site.tries += 1;
                    let too_fast = matches!(outcome, Outcome::TooFast(_));
                    if too_fast || job.site.tries < TRIES {
                        self.queue(job.site, job.errand, true);
                        return Ok(());
                    }
                }
                Err(trouble)
            }
        };
        let heard = job.errand.heard(said, self.desk.now);
        self.hear(job, heard)
    }

    /// Says and remembers that a host is in trouble.
    fn note_trouble(
        &mut self,
        errand: &Errand,
        trouble: &Trouble,
        closed: Option<Timestamp>,
    ) -> Result<(), Failure> {
        let host = errand.host();
        if let Some(until) = closed.filter(|_| !self.said.contains_key(host)) {
            tracing::warn!("{host}: {trouble}; it is asked again at {until:.0}");
        } else {
            tracing::info!("{host}: {trouble}");
        }
        let wish = trouble
            .until()
            .or(closed.filter(|_| matches!(trouble, Trouble::RateLimited { .. })));
        if let (Some(until), Some(answers)) = (wish, self.desk.answers) {
            answers.leave_alone(host, &payer(errand), until, &trouble.to_string())?;
        }
        self.said.insert(host.to_owned(), trouble.clone());
        Ok(())
    }

    /// Keeps what was heard and goes on with the site, and with those that have waited for the same.
    fn hear(&mut self, job: Job, heard: Heard) -> Result<(), Failure> {
        let Job { mut site, errand } = job;
        let heard = self.desk.keep(&site, heard)?;
        let waited = match errand.subject() {
            Subject::As(number) => self.flights.remove(&number).unwrap_or_default(),
            Subject::Address(_) => Vec::new(),
        };
        for mut other in waited {
            other.heard.push(heard.clone());
            self.advance(other)?;
        }
        site.heard.push(heard);
        site.tries = 0;
        self.advance(site)?;
        Ok(())
    }

    /// Nobody waits for this host any more. Where it is down, the next source is asked; where it wants to be left alone, or
    /// enough was asked, the rest waits for a later run.
    pub(super) fn give_up(&mut self, host: &str, tasks: Vec<Job>) -> Result<(), Failure> {
        let (why, reason) = match self.said.get(host) {
            _ if self.tally.interrupted => ("the run was interrupted".to_owned(), Unresolved::Pending),
            _ if self.agenda.is_spent() => ("enough was asked in this run".to_owned(), Unresolved::Pending),
            Some(Trouble::Spared { why, reason }) => (why.clone(), *reason),
            Some(trouble) => (trouble.to_string(), trouble.reason()),
            None => ("it is not asked in this run".to_owned(), Unresolved::Pending),
        };
        let go_on = !matches!(reason, Unresolved::Pending | Unresolved::RateLimited);
        if !go_on || !self.tally.put_off.contains_key(host) {
            tracing::warn!("{host} is not asked any more in this run: {why}");
        }
        for job in tasks {
            let Job { mut site, errand } = job;
            let put_off = self.tally.put_off.entry(host.to_owned()).or_default();
            put_off.networks += 1;
            put_off.addresses += site.weight;
            put_off.why.clone_from(&why);
            put_off.until = self.said.get(host).and_then(Trouble::until);
            let spared = Trouble::Spared {
                why: why.clone(),
                reason,
            };
            let heard = errand.heard(Err(spared), self.desk.now);
            if go_on {
                self.hear(Job { site, errand }, heard)?;
                continue;
            }
            let waited = match errand.subject() {
                Subject::As(number) => self.flights.remove(&number).unwrap_or_default(),
                Subject::Address(_) => Vec::new(),
            };
            for mut other in waited {
                other.heard.push(heard.clone());
                self.leave(other)?;
            }
            let heard = self.desk.keep(&site, heard)?;
            site.heard.push(heard);
            self.leave(site)?;
        }
        Ok(())
    }

    /// Notes what is known of a site, all of it, without asking further.
    fn leave(&mut self, site: Site) -> Result<(), Failure> {
        let mut sites = vec![site];
        while let Some(mut site) = sites.pop() {
            let decision = self.desk.last_word(&mut site)?;
            sites.extend(self.desk.finish(self.flagged, &site, decision)?);
        }
        Ok(())
    }
}

fn outcome(trouble: &Trouble) -> Outcome {
    match trouble {
        Trouble::RateLimited { until } => Outcome::TooFast(*until),
        Trouble::Server { until, .. } => Outcome::Failed(*until),
        trouble if trouble.is_of_host() => Outcome::Failed(None),
        _ => Outcome::Answered,
    }
}
