//! Sightings to bundles: everything about one contact's addresses, in the one order that letters have.
//!
//! The ledger hands out the sightings of each contact together (it can sort any number within bounded memory); what
//! a bundle's parts say about its language is weighed here.

use std::collections::BTreeMap;

use crate::bundle::Bundle;
use crate::contact::{LanguageHint, Mailbox};
use crate::language::Language;
use crate::sighting::Sighting;

/// The bundle of one contact, its sightings in the order that [`Bundle`] promises.
#[must_use]
pub fn bundle(
    contact: Mailbox,
    mut sightings: Vec<Sighting>,
    languages: Vec<Language>,
    reason: String,
) -> Bundle {
    let order = |s: &Sighting| (s.address, s.port, s.exposure.clone());
    // They usually come sorted; asking is cheaper than sorting.
    if !sightings.is_sorted_by_key(order) {
        sightings.sort_by_key(order);
    }
    Bundle {
        contact,
        sightings,
        languages,
        language_reason: reason,
    }
}

/// The language evidence of many decisions as one list: the stronger kind first, within a kind what more sightings
/// speak for, and of equal ones the first in order of their text, so that the result never depends on chance.
#[must_use]
pub fn weigh<'a>(decisions: impl IntoIterator<Item = (&'a [LanguageHint], usize)>) -> Vec<LanguageHint> {
    let mut weights: BTreeMap<(u8, String), (usize, &LanguageHint)> = BTreeMap::new();
    for (hints, sightings) in decisions {
        for hint in hints {
            let (rank, text) = match hint {
                LanguageHint::Rule(language) => (0, language.to_string()),
                LanguageHint::Registry(language) => (1, language.to_string()),
                LanguageHint::HolderCountry(country) => (2, country.clone()),
                LanguageHint::NetworkCountry(country) => (3, country.clone()),
            };
            weights.entry((rank, text)).or_insert((0, hint)).0 += sightings;
        }
    }
    let mut hints: Vec<_> = weights.into_iter().collect();
    hints.sort_by(
        |((rank_a, text_a), (weight_a, _)), ((rank_b, text_b), (weight_b, _))| {
            rank_a
                .cmp(rank_b)
                .then(weight_b.cmp(weight_a))
                .then(text_a.cmp(text_b))
        },
    );
    hints.into_iter().map(|(_, (_, hint))| hint.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stronger_kind_then_the_larger_share() {
        let country = |c: &str| LanguageHint::NetworkCountry(c.to_owned());
        let rule = LanguageHint::Rule(Language::english());
        let (many, few) = (vec![country("FR")], vec![country("CA"), rule.clone()]);
        let hints = weigh([(few.as_slice(), 2), (many.as_slice(), 3)]);
        assert_eq!(hints, [rule, country("FR"), country("CA")]);
    }
}
