//! From whom and to whom a letter goes, and the commands that say so.

use lettre::transport::smtp::commands::{Data, Mail, Rcpt, Rset};
use lettre::transport::smtp::extension::{MailBodyParameter, MailParameter, RcptParameter};

use crate::outcome::{Outcome, Phase, Reply};

use super::capabilities::Capabilities;
use super::fault::{Ended, Stop};
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

/// What MAIL and RCPT need to know of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Traits {
    envelope: Envelope,
    size: usize,
    eight_bit: bool,
}

impl Traits {
    pub(super) fn of(envelope: &Envelope, letter: &[u8]) -> Self {
        // RFC 1870 section 6.1 counts the octets after 354, CRLF included, without dot-stuffing.
        let added = if letter.is_empty() || letter.ends_with(b"\r\n") {
            0
        } else {
            2
        };
        Self {
            envelope: envelope.clone(),
            size: letter.len() + added,
            eight_bit: !letter.is_ascii(),
        }
    }
}

/// The commands that open a transaction.
pub(super) struct Opening {
    /// MAIL.
    pub(super) mail: Vec<u8>,
    /// RCPT.
    pub(super) rcpt: Vec<u8>,
}

impl Opening {
    /// The commands for a letter, or why the gateway need not even be asked.
    pub(super) fn of(letter: &Traits, can: &Capabilities) -> Result<Self, Ended> {
        let Traits {
            envelope,
            size,
            eight_bit,
        } = letter;
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
            let why = "the letter has 8-bit lines, the gateway offers no 8BITMIME";
            return Err(not_sent(554, "5.6.3", why));
        }
        let utf8 = !envelope.from.is_ascii() || !envelope.to.is_ascii();
        if utf8 && !can.utf8 {
            let why = "the address is not ASCII, the gateway offers no SMTPUTF8";
            return Err(not_sent(553, "5.6.7", why));
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
        Ok(Self {
            mail: line(Mail::new(Some(from), parameters).to_string())?,
            rcpt: line(Rcpt::new(to, wishes).to_string())?,
        })
    }

    /// MAIL, RCPT and DATA as one group (RFC 2920), after RSET if something has to be reset.
    pub(super) fn in_one(&self, reset: bool) -> Vec<u8> {
        let mut group = Vec::with_capacity(self.mail.len() + self.rcpt.len() + 12);
        if reset {
            group.extend_from_slice(Rset.to_string().as_bytes());
        }
        group.extend_from_slice(&self.mail);
        group.extend_from_slice(&self.rcpt);
        group.extend_from_slice(Data.to_string().as_bytes());
        group
    }
}

/// A letter that the filter holds back.
pub(super) fn unfit_letter(envelope: &Envelope, why: &str) -> Ended {
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
