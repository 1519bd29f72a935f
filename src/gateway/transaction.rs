//! One letter, one recipient, one transaction (RFC 5321 section 3.3), split in two at the final dot.
//!
//! `offer` says everything but the dot, so that whatever happens the gateway has not got the letter; `release` says
//! the dot and hears the fate. Between the two the caller makes durable that the dot is about to leave. With
//! PIPELINING (RFC 2920) MAIL, RCPT and DATA are one write, and the next letter's may ride with the dot.

use std::borrow::Cow;

use lettre::transport::smtp::commands::{Data, Rset};

use crate::outcome::{Deferral, Outcome, Phase, Reply};

use super::envelope::{Envelope, Opening, Traits, unfit_letter};
use super::fault::{Ended, Fault, Stop};
use super::judge::{Seen, Verdict, ended, judge, outcome};
use super::link::Deadline;
use super::reply::Lines;
use super::session::{Ahead, Session, State};
use super::wire;

/// A reply that ends a letter.
struct No {
    ended: Ended,
    /// Whether the session can take another letter after it.
    goes_on: bool,
}

impl Session {
    /// Whether another letter may be offered, having looked for a farewell that nobody asked for.
    pub(super) async fn usable(&mut self) -> bool {
        self.state == State::Ready
            && (self.ahead.is_some() || self.has_room())
            && (self.ahead.is_some() || self.link.check_silence().await.is_ok())
    }

    /// Says everything but the final dot. `Ok`: the gateway waits for the dot. `begins` is called when it has asked for
    /// the letter, before the first byte of it leaves.
    pub(super) async fn offer(
        &mut self,
        envelope: &Envelope,
        letter: &[u8],
        begins: impl FnOnce(),
    ) -> Result<(), Ended> {
        let ready = self.state == State::Ready;
        let traits = Traits::of(envelope, letter);
        if let Some(ahead) = self.ahead.take()
            && ready
        {
            // Until now all is as if nothing had been offered.
            self.state = State::Spent;
            if ahead.traits != traits || ahead.letter != letter {
                return Err(Ended::Stale {
                    why: "another letter had been announced".to_owned(),
                });
            }
            self.hear_group(true, false).await?;
            return self
                .body(ahead.stuffed.as_deref().unwrap_or(letter), begins)
                .await;
        }
        let body = wire::stuff(letter).map_err(|unfit| unfit_letter(envelope, &unfit.to_string()))?;
        let opening = Opening::of(&traits, &self.capabilities)?;
        if !ready || !self.has_room() || !self.has_room_for(&envelope.to) {
            if ready {
                self.state = State::Full;
            }
            return Err(Ended::Stale {
                why: "the connection has done its work".to_owned(),
            });
        }
        self.state = State::Spent;
        if let Err(fault) = self.link.check_silence().await {
            return Err(self.stale(fault).await);
        }
        self.count(&envelope.to);
        if self.capabilities.pipelining {
            let reset = self.reset_first;
            self.say_group(&opening.in_one(reset)).await?;
            self.hear_group(false, reset).await?;
        } else {
            self.open_step_by_step(&opening).await?;
        }
        self.body(&body, begins).await
    }

    /// The letter, now that the gateway has asked for it.
    async fn body(&mut self, body: &[u8], begins: impl FnOnce()) -> Result<(), Ended> {
        begins();
        let deadline = Deadline::after(self.deadlines.body);
        if let Err(fault) = self.link.send(body, deadline).await {
            return Err(self.explain(Phase::Body, fault).await);
        }
        Ok(())
    }

    /// Says the final dot, together with the opening of `next` where that is possible, and hears the letter's fate.
    pub(super) async fn release(&mut self, next: Option<(&Envelope, &[u8])>) -> Outcome {
        // Until the dot is written there is no doubt: a gateway that has already spoken or left has not got it.
        if let Err(fault) = self.link.check_silence().await {
            return match self.explain(Phase::Body, fault).await {
                Ended::Letter(outcome) => outcome,
                // An outcome cannot stop the campaign; the next letter's MAIL will.
                Ended::Stop(Stop::Refused { phase, reply }) => Outcome::Refused { phase, reply },
                Ended::Stop(stop) => Outcome::Deferred(Deferral::before_the_dot(stop.to_string())),
                Ended::Stale { why } => Outcome::Deferred(Deferral::before_the_dot(why)),
            };
        }
        self.letters += 1;
        let deadline = Deadline::after(self.deadlines.dot);
        let mut bytes = b".\r\n".to_vec();
        let ahead = self.open_ahead(next, &mut bytes);
        let sent = self.link.send_regardless(&bytes, deadline).await;
        let heard = match sent {
            Ok(()) => self.link.reply(deadline).await,
            Err(fault) => self.link.last_words().await.ok_or(fault),
        };
        let reply = match heard {
            Ok(lines) => Reply::from(lines),
            Err(fault) => return outcome(Seen::Fault(&fault)),
        };
        // Two answers to one question: which is ours cannot be told, unless the second is a farewell.
        let farewell = self.link.unread_is_farewell();
        if ahead.is_none() && self.link.has_unread() && !farewell {
            return Outcome::Unknown {
                why: format!("more came with the answer: {reply}"),
            };
        }
        let outcome = outcome(Seen::Reply(&reply));
        let goes_on = !matches!(outcome, Outcome::Unknown { .. }) && reply.code != 421 && !farewell;
        if goes_on {
            self.state = State::Ready;
            self.ahead = ahead;
        }
        outcome
    }

    /// MAIL, RCPT and DATA in one write.
    async fn say_group(&mut self, group: &[u8]) -> Result<(), Ended> {
        let deadline = Deadline::after(self.deadlines.mail);
        match self.link.send(group, deadline).await {
            Ok(()) => Ok(()),
            Err(fault) => Err(self.explain(Phase::Mail, fault).await),
        }
    }

    /// The replies to MAIL, RCPT and DATA, in order.
    async fn hear_group(&mut self, sent_ahead: bool, reset: bool) -> Result<(), Ended> {
        let deadline = Deadline::after(self.deadlines.mail);
        if reset {
            self.hear(Phase::Quit, deadline).await?;
            self.reset_first = false;
        }
        let heard = self.link.reply(deadline).await;
        if sent_ahead && let Err(fault @ (Fault::Closed | Fault::Broken(_))) = &heard {
            // What left with the dot before may have met a connection that was closing already.
            let why = fault.to_string();
            return Err(Ended::Stale { why });
        }
        let mut no = self.weigh(Phase::Mail, heard)?;
        self.reset_first = no.is_none();
        let rcpt = self
            .hear_in_group(Phase::Rcpt, Deadline::after(self.deadlines.rcpt))
            .await;
        if no.is_none() {
            no = rcpt?;
        }
        let deadline = Deadline::after(self.deadlines.data);
        let data = match self.link.reply(deadline).await {
            Ok(lines) => Reply::from(lines),
            Err(fault) => {
                let here = || ended(Phase::Data, Seen::Fault(&fault), &self.host);
                return Err(no.map_or_else(here, |no| no.ended));
            }
        };
        let taken = judge(Phase::Data, Seen::Reply(&data)) == Verdict::Proceed;
        let no = match no {
            None if taken => {
                self.reset_first = false;
                return Ok(());
            }
            None => self.no(Phase::Data, &data),
            Some(no) => no,
        };
        if taken {
            // RFC 2920 section 3.1: DATA taken although nobody was; a lone dot ends it, and counts for nothing.
            let done =
                self.link.send(b".\r\n", deadline).await.is_ok() && self.link.reply(deadline).await.is_ok();
            if !done {
                return Err(no.ended);
            }
            self.reset_first = false;
        }
        if no.goes_on {
            self.state = State::Ready;
        }
        Err(no.ended)
    }

    /// MAIL, RCPT and DATA one after another, for gateways without PIPELINING.
    async fn open_step_by_step(&mut self, opening: &Opening) -> Result<(), Ended> {
        let d = self.deadlines;
        let rset = Rset.to_string().into_bytes();
        let data = Data.to_string().into_bytes();
        if self.reset_first {
            self.say(Phase::Quit, &rset, Deadline::after(d.mail)).await?;
            self.reset_first = false;
        }
        self.say(Phase::Mail, &opening.mail, Deadline::after(d.mail))
            .await?;
        self.reset_first = true;
        self.say(Phase::Rcpt, &opening.rcpt, Deadline::after(d.rcpt))
            .await?;
        self.say(Phase::Data, &data, Deadline::after(d.data)).await?;
        self.reset_first = false;
        Ok(())
    }

    async fn say(&mut self, phase: Phase, line: &[u8], deadline: Deadline) -> Result<(), Ended> {
        if let Err(fault) = self.link.check_silence().await {
            return Err(self.explain(phase, fault).await);
        }
        if let Err(fault) = self.link.send(line, deadline).await {
            return Err(self.explain(phase, fault).await);
        }
        self.hear(phase, deadline).await
    }

    /// A yes, or why the letter comes no further.
    async fn hear(&mut self, phase: Phase, deadline: Deadline) -> Result<(), Ended> {
        match self.hear_in_group(phase, deadline).await? {
            None => Ok(()),
            Some(no) => {
                // A refused RSET leaves nothing to go on with; nor is there anything after it to be read.
                if no.goes_on && phase != Phase::Quit {
                    self.state = State::Ready;
                }
                Err(no.ended)
            }
        }
    }

    /// As [`Session::hear`], but a no is a value, as the replies after it have to be read first.
    async fn hear_in_group(&mut self, phase: Phase, deadline: Deadline) -> Result<Option<No>, Ended> {
        let heard = self.link.reply(deadline).await;
        self.weigh(phase, heard)
    }

    fn weigh(&self, phase: Phase, heard: Result<Lines, Fault>) -> Result<Option<No>, Ended> {
        let reply = Reply::from(heard.map_err(|fault| ended(phase, Seen::Fault(&fault), &self.host))?);
        if judge(phase, Seen::Reply(&reply)) == Verdict::Proceed {
            return Ok(None);
        }
        let no = self.no(phase, &reply);
        // After 421 nothing follows but the end of the connection.
        if reply.code == 421 {
            Err(self.farewell(phase, &reply).unwrap_or(no.ended))
        } else {
            Ok(Some(no))
        }
    }

    /// A connection that has served and ends at MAIL has done its work: so gateways with a limit of letters for each
    /// connection let us know, and nothing is held against the letter. One that names a time to wait means more.
    fn farewell(&self, phase: Phase, reply: &Reply) -> Option<Ended> {
        let names_a_time = matches!(
            judge(phase, Seen::Reply(reply)),
            Verdict::Deferred {
                retry_after: Some(_),
                ..
            }
        );
        (phase == Phase::Mail && self.letters > 0 && !names_a_time).then(|| Ended::Stale {
            why: reply.to_string(),
        })
    }

    fn no(&self, phase: Phase, reply: &Reply) -> No {
        let seen = Seen::Reply(reply);
        let goes_on = reply.code >= 400 && reply.code != 421 && judge(phase, seen) != Verdict::NewTransaction;
        No {
            ended: ended(phase, seen, &self.host),
            goes_on,
        }
    }

    /// What became of a letter when a write failed or somebody spoke out of turn: the gateway's own words if there
    /// are any that say no, else the fault.
    async fn explain(&mut self, phase: Phase, fault: Fault) -> Ended {
        self.state = State::Spent;
        match self.link.last_words().await {
            Some(lines) if lines.code >= 400 => ended(phase, Seen::Reply(&Reply::from(lines)), &self.host),
            _ => ended(phase, Seen::Fault(&fault), &self.host),
        }
    }

    /// A connection found dead before the letter's first byte. Only one that has served is stale: a gateway that
    /// hangs up before every first letter would otherwise be called again and again without a pause.
    async fn stale(&mut self, fault: Fault) -> Ended {
        if self.letters == 0 {
            return self.explain(Phase::Mail, fault).await;
        }
        let why = match self.link.last_words().await {
            Some(lines) => Reply::from(lines).to_string(),
            None => fault.to_string(),
        };
        Ended::Stale { why }
    }

    /// Appends the opening of the next letter to the dot, if the gateway allows it and there is one more to send.
    fn open_ahead(&mut self, next: Option<(&Envelope, &[u8])>, bytes: &mut Vec<u8>) -> Option<Ahead> {
        let (envelope, letter) = next?;
        if !self.capabilities.pipelining || !self.has_room() || !self.has_room_for(&envelope.to) {
            return None;
        }
        // A letter that could not be sent must not be announced: it will be told so when it is offered.
        let body = wire::stuff(letter).ok()?;
        let traits = Traits::of(envelope, letter);
        let opening = Opening::of(&traits, &self.capabilities).ok()?;
        self.count(&envelope.to);
        bytes.extend_from_slice(&opening.in_one(false));
        Some(Ahead {
            traits,
            letter: letter.to_owned(),
            stuffed: match body {
                Cow::Borrowed(_) => None,
                Cow::Owned(body) => Some(body),
            },
        })
    }
}
