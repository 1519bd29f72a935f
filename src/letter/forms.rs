//! The forms of a catalog, made when letters of one shape are composed in numbers.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use jiff::civil::Date;

use super::compose::{Evidence, Request};
use super::facts::Facts;
use super::form::Form;
use super::occasion::Occasion;
use crate::language::Language;
use crate::sender::{Links, Sender};

/// A form pays from about this many letters on.
const WORTH: u32 = 8;
/// Shapes that are kept in mind at most. Letters of further ones are composed without a form, more slowly.
const MOST: usize = 256;
/// Up to so many addresses, sentences that count them are part of the shape.
const COUNTED: usize = 4;

/// What letters have in common that are the same but for each one's [own](super::view::Own) values.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[expect(clippy::struct_excessive_bools, reason = "each changes the letter by itself")]
pub(super) struct Shape {
    languages: Vec<Language>,
    correction: bool,
    earlier: bool,
    relay: bool,
    http: bool,
    socks: bool,
    other: bool,
    others: bool,
    more: bool,
    xarf: bool,
    evidence: Evidence,
    date: Date,
    recheck: Option<Date>,
    /// How many addresses, if there are few.
    pub(super) count: Option<usize>,
}

impl Shape {
    /// The shape of this letter, which shows so many rows of its table.
    pub(super) fn of(request: &Request<'_>, facts: &Facts<'_>, shown: usize) -> Self {
        let bundle = request.bundle;
        Self {
            languages: bundle.languages.clone(),
            correction: matches!(request.occasion, Occasion::Correction(_)),
            earlier: request.occasion.earlier().is_some(),
            relay: facts.relay.is_some(),
            http: facts.http.is_some(),
            socks: facts.socks.is_some(),
            other: facts.other.is_some(),
            others: facts.has_others(bundle),
            more: shown < bundle.sightings.len(),
            xarf: request.xarf,
            evidence: request.evidence,
            date: jiff::tz::Offset::UTC.to_datetime(request.date).date(),
            recheck: request.recheck,
            count: Some(facts.addresses).filter(|count| *count <= COUNTED),
        }
    }
}

/// The forms made so far, all of one sender.
#[derive(Debug, Default)]
pub(super) struct Forms(RwLock<Made>);

#[derive(Debug, Default)]
struct Made {
    of: Option<(Sender, Links)>,
    shapes: HashMap<Shape, State>,
}

#[derive(Debug)]
enum State {
    /// So many letters were of this shape.
    Seen(u32),
    /// The sections of its letters, in their order.
    Ready(Arc<Vec<Form>>),
    /// It is being made, or cannot be.
    Without,
}

/// What to do about a letter.
#[derive(Debug)]
pub(super) enum Choice {
    /// Fill in this form.
    Fill(Arc<Vec<Form>>),
    /// Compose it as a whole, and make a form of it for the next ones.
    Make,
    /// Compose it as a whole.
    Compose,
}

impl Made {
    fn is_of(&self, request: &Request<'_>) -> bool {
        let of = self.of.as_ref();
        of.is_some_and(|(sender, links)| sender == request.sender && links == request.links)
    }
}

impl Forms {
    pub(super) fn choose(&self, request: &Request<'_>, shape: &Shape) -> Choice {
        {
            let made = self.0.read().unwrap_or_else(PoisonError::into_inner);
            if made.is_of(request) {
                match made.shapes.get(shape) {
                    Some(State::Ready(forms)) => return Choice::Fill(Arc::clone(forms)),
                    Some(State::Without) => return Choice::Compose,
                    None if made.shapes.len() >= MOST => return Choice::Compose,
                    Some(State::Seen(_)) | None => {}
                }
            }
        }
        let mut made = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if !made.is_of(request) {
            made.of = Some((request.sender.clone(), request.links.clone()));
            made.shapes.clear();
        }
        let state = made.shapes.entry(shape.clone()).or_insert(State::Seen(0));
        match state {
            State::Seen(WORTH..) => {
                *state = State::Without;
                Choice::Make
            }
            State::Seen(letters) => {
                *letters += 1;
                Choice::Compose
            }
            State::Ready(forms) => Choice::Fill(Arc::clone(forms)),
            State::Without => Choice::Compose,
        }
    }

    /// Keeps the forms of a shape.
    pub(super) fn keep(&self, request: &Request<'_>, shape: Shape, forms: Vec<Form>) {
        let mut made = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if made.is_of(request) {
            made.shapes.insert(shape, State::Ready(Arc::new(forms)));
        }
    }
}
