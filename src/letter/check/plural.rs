//! The plural categories of a language (CLDR, through `intl_pluralrules`, which Fluent asks too).

use std::collections::BTreeSet;

use intl_pluralrules::{PluralCategory, PluralRuleType, PluralRules};

use crate::language::Language;

/// The categories of a language, by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::letter) struct Categories {
    /// Those of the whole numbers that letters may count to: a sentence must name them all.
    pub needed: BTreeSet<&'static str>,
    /// Those that occur at all: `other` of the Slavic languages is for fractions.
    pub known: BTreeSet<&'static str>,
}

impl Categories {
    /// The categories of this language, those of its primary language where CLDR has no own ones for the variety; of a language
    /// that CLDR does not know, those of English.
    pub(in crate::letter) fn of(language: &Language) -> Self {
        let whole = language.identifier();
        let primary = whole.language.as_str().parse().unwrap_or_default();
        let rules = [whole, primary, Language::english().identifier()]
            .into_iter()
            .find_map(|id| PluralRules::create(id, PluralRuleType::CARDINAL).ok());
        let category = |number: f64| {
            let category = rules.as_ref().and_then(|rules| rules.select(number).ok());
            category.map_or("other", name)
        };
        let needed: BTreeSet<&str> = (0..=200)
            .chain([1000, 10_000, 100_000])
            .map(|n| category(f64::from(n)))
            .collect();
        let mut known = needed.clone();
        known.extend(["other", category(1_000_000.0), category(1.5)]);
        Self { needed, known }
    }
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "it is an enumeration without data that is not Copy"
)]
fn name(category: PluralCategory) -> &'static str {
    match category {
        PluralCategory::ZERO => "zero",
        PluralCategory::ONE => "one",
        PluralCategory::TWO => "two",
        PluralCategory::FEW => "few",
        PluralCategory::MANY => "many",
        PluralCategory::OTHER => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn categories_are_those_of_the_language() {
        for (tag, needed) in [
            ("en", "one other"),
            ("fr-CA", "one other"),
            ("pt-BR", "one other"),
            ("pt-PT", "one other"),
            ("ja", "other"),
            ("zh-Hant", "other"),
            ("ru", "few many one"),
            ("pl", "few many one"),
            ("cs", "few one other"),
            ("ar", "few many one other two zero"),
            ("fa", "one other"),
        ] {
            let categories = Categories::of(&Language::new(tag).unwrap());
            let named: Vec<&str> = categories.needed.iter().copied().collect();
            assert_eq!(named.join(" "), needed, "{tag}");
        }
        // Fluent's rules know no `many` of a million: nobody would ever see it.
        assert!(
            !Categories::of(&Language::new("fr").unwrap())
                .known
                .contains("many")
        );
        assert!(
            !Categories::of(&Language::new("de").unwrap())
                .known
                .contains("many")
        );
        assert!(
            Categories::of(&Language::new("uk").unwrap())
                .known
                .contains("other")
        );
    }
}
