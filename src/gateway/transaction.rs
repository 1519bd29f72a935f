//! One letter, one recipient, one transaction (RFC 5321 section 3.3), split in two at the final dot.
//!
//! `offer` says everything but the dot, so that whatever happens the gateway has not got the letter; `release` says
//! the dot and hears the fate. Between the two the caller makes durable that the dot is about to leave. With
//! PIPELINING (RFC 2920) MAIL, RCPT and DATA are one write, and the next letter's may ride with the dot.

use lettre::transport::smtp::commands::{Data, Mail, Rcpt, Rset};
use lettre::transport::smtp::extension::{MailBodyParameter, MailParameter, RcptParameter};

use crate::outcome::{Deferral, Outcome, Phase, Reply, Scope};

use super::fault::{Ended, Fault, Stop};
use super::judge::{Seen, Verdict, ended, judge, outcome};
use super::link::Deadline;
use super::session::{Session, State};
use super::wire::{self, COMMAND_LIMIT};

/// From whom, to whom, and under which name one letter goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// The return path (MAIL FROM): the address that gets the bounces.
    pub from: String,
    /// The recipient (RCPT TO).
    pub to: String,
    /// Our name for the letter: ENVID (RFC 3461), and the file name in an outbox. One to 100 letters, digits,
    /// hyphens, underscores and dots, not beginning with a dot.
    pub id: String,
}

impl Envelope {
    /// Whether `id` keeps its promise.
    pub(super) fn check_id(&self) -> Result<(), Stop> {
        let fine = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
        if (1..=100).contains(&self.id.len()) && !self.id.starts_with('.') && self.id.bytes().all(fine) {
            return Ok(());
        }
        Err(Stop::Letter {
            id: self.id.clone(),
            why: "its id is not fit for ENVID and file names".to_owned(),
        })
    }
}

/// The commands of a letter that have been sent before it was offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ahead {
    envelope: Envelope,
    size: usize,
    eight_bit: bool,
}

/// A reply that ends a letter.
struct No {
    ended: Ended,
    /// Whether the session can take another letter after it.
    goes_on: bool,
}

/// The commands that open a transaction.
struct Opening {
    reset: bool,
    mail: Vec<u8>,
    rcpt: Vec<u8>,
}

impl Session {
    /// Whether another letter may be offered, having looked for a farewell that nobody asked for.
    pub(super) async fn usable(&mut self) -> bool {
        self.state == State::Ready
            && (self.letters < self.limit)
            && (self.ahead.is_some() || self.link.check_silence().await.is_ok())
    }

    /// Says everything but the final dot. `Ok`: the gateway waits for the dot.
    pub(super) async fn offer(&mut self, envelope: &Envelope, letter: &[u8]) -> Result<(), Ended> {
        let body = wire::stuff(letter).map_err(|unfit| unfit_letter(envelope, &unfit.to_string()))?;
        let traits = Ahead {
            envelope: envelope.clone(),
            size: letter.len(),
            eight_bit: !letter.is_ascii(),
        };
        let opening = self.opening(&traits)?;
        if self.state != State::Ready || self.letters >= self.limit {
            return Err(Ended::Stale {
                why: "the connection has done its work".to_owned(),
            });
        }
        let sent_ahead = match self.ahead.take() {
            None => false,
            Some(ahead) if ahead == traits => true,
            Some(_) => {
                self.state = State::Spent;
                return Err(Ended::Stale {
                    why: "another letter had been announced".to_owned(),
                });
            }
        };
        self.state = State::Spent;
        if !sent_ahead && let Err(fault) = self.link.check_silence().await {
            return Err(self.stale(fault).await);
        }
        if sent_ahead || self.capabilities.pipelining {
            self.open_in_one(&opening, sent_ahead).await?;
        } else {
            self.open_step_by_step(&opening).await?;
        }
        let deadline = Deadline::after(self.deadlines.body);
        if let Err(fault) = self.link.send(&body, deadline).await {
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
                Ended::Stop(stop) => broken_off(stop.to_string()),
                Ended::Stale { why } => broken_off(why),
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

    /// MAIL, RCPT and DATA in one write, and their replies in order.
    async fn open_in_one(&mut self, opening: &Opening, sent_ahead: bool) -> Result<(), Ended> {
        let deadline = Deadline::after(self.deadlines.mail);
        let reset = opening.reset && !sent_ahead;
        if !sent_ahead {
            let group = opening.in_one();
            if let Err(fault) = self.link.send(&group, deadline).await {
                return Err(self.explain(Phase::Mail, fault).await);
            }
        }
        if reset {
            self.hear(Phase::Quit, deadline).await?;
            self.reset_first = false;
        }
        let mut no = self.hear_in_group(Phase::Mail, deadline).await?;
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
        if opening.reset {
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
        let lines = self.link.reply(deadline).await;
        let reply = Reply::from(lines.map_err(|fault| ended(phase, Seen::Fault(&fault), &self.host))?);
        if judge(phase, Seen::Reply(&reply)) == Verdict::Proceed {
            return Ok(None);
        }
        let no = self.no(phase, &reply);
        // After 421 nothing follows but the end of the connection.
        if reply.code == 421 {
            Err(no.ended)
        } else {
            Ok(Some(no))
        }
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

    /// The commands for a letter, or why the gateway need not even be asked.
    fn opening(&self, letter: &Ahead) -> Result<Opening, Ended> {
        let Ahead {
            envelope,
            size,
            eight_bit,
        } = letter;
        let can = &self.capabilities;
        envelope.check_id().map_err(Ended::Stop)?;
        let from =
            wire::address(&envelope.from).map_err(|_| Ended::Stop(Stop::Sender(envelope.from.clone())))?;
        let to =
            wire::address(&envelope.to).map_err(|_| not_sent(553, "5.1.3", "this is no usable address"))?;
        let octets = u64::try_from(*size).unwrap_or(u64::MAX);
        if let Some(most) = can.largest_letter.filter(|most| octets > *most) {
            let why = format!("the letter has {octets} octets, the gateway takes {most} at most");
            return Err(not_sent(552, "5.3.4", &why));
        }
        if *eight_bit && !can.eight_bit {
            return Err(not_sent(
                554,
                "5.6.3",
                "the letter has 8-bit lines, the gateway offers no 8BITMIME",
            ));
        }
        let utf8 = !envelope.from.is_ascii() || !envelope.to.is_ascii();
        if utf8 && !can.utf8 {
            return Err(not_sent(
                553,
                "5.6.7",
                "the address is not ASCII, the gateway offers no SMTPUTF8",
            ));
        }
        let other = |keyword: &str, value: &str| (keyword.to_owned(), Some(value.to_owned()));
        let mut parameters = Vec::new();
        if can.size {
            parameters.push(MailParameter::Size(*size));
        }
        if *eight_bit {
            parameters.push(MailParameter::Body(MailBodyParameter::EightBitMime));
        }
        if utf8 {
            parameters.push(MailParameter::SmtpUtfEight);
        }
        let mut wishes = Vec::new();
        if can.dsn {
            for (keyword, value) in [other("RET", "HDRS"), other("ENVID", &envelope.id)] {
                parameters.push(MailParameter::Other { keyword, value });
            }
            let (keyword, value) = other("NOTIFY", "FAILURE,DELAY");
            wishes.push(RcptParameter::Other { keyword, value });
        }
        let line = |text: String| {
            let mut bytes = Vec::with_capacity(text.len());
            wire::command(&mut bytes, &text, COMMAND_LIMIT)
                .map(|()| bytes)
                .map_err(|unfit| unfit_letter(envelope, &unfit.to_string()))
        };
        Ok(Opening {
            reset: self.reset_first,
            mail: line(Mail::new(Some(from), parameters).to_string())?,
            rcpt: line(Rcpt::new(to, wishes).to_string())?,
        })
    }

    /// Appends the opening of the next letter to the dot, if the gateway allows it and there is one more to send.
    fn open_ahead(&self, next: Option<(&Envelope, &[u8])>, bytes: &mut Vec<u8>) -> Option<Ahead> {
        let (envelope, letter) = next?;
        if !self.capabilities.pipelining || self.letters >= self.limit {
            return None;
        }
        // A letter that could not be sent must not be announced: it will be told so when it is offered.
        wire::stuff(letter).ok()?;
        let ahead = Ahead {
            envelope: envelope.clone(),
            size: letter.len(),
            eight_bit: !letter.is_ascii(),
        };
        bytes.extend_from_slice(&self.opening(&ahead).ok()?.in_one());
        Some(ahead)
    }
}

impl Opening {
    fn in_one(&self) -> Vec<u8> {
        let mut group = Vec::with_capacity(self.mail.len() + self.rcpt.len() + 12);
        if self.reset {
            group.extend_from_slice(Rset.to_string().as_bytes());
        }
        group.extend_from_slice(&self.mail);
        group.extend_from_slice(&self.rcpt);
        group.extend_from_slice(Data.to_string().as_bytes());
        group
    }
}

fn unfit_letter(envelope: &Envelope, why: &str) -> Ended {
    Ended::Stop(Stop::Letter {
        id: envelope.id.clone(),
        why: why.to_owned(),
    })
}

/// A refusal that the gateway's announcements make certain, in the words it would have used.
fn not_sent(code: u16, enhanced: &str, why: &str) -> Ended {
    let reply = Reply {
        code,
        enhanced: Some(enhanced.to_owned()),
        text: format!("not sent: {why}"),
    };
    let phase = if code == 553 { Phase::Rcpt } else { Phase::Mail };
    Ended::Letter(Outcome::Refused { phase, reply })
}

/// The fate of a letter whose dot was kept back.
fn broken_off(why: String) -> Outcome {
    Outcome::Deferred(Deferral {
        phase: Phase::Body,
        why,
        reply: None,
        retry_after: None,
        scope: Scope::Gateway,
    })
}
