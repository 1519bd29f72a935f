//! Lists of phrases that every bounce is searched for.

use memchr::memmem::Finder;

/// Phrases, each with what it tells, in the order in which they count; made ready for searching once for all messages.
pub(super) struct Phrases<T = ()>(Vec<(Finder<'static>, T)>);

impl Phrases {
    /// Phrases that all tell the same.
    pub(super) fn of<const N: usize>(list: [&'static str; N]) -> Self {
        Self::telling(list.map(|phrase| (phrase, ())))
    }
}

impl<T> Phrases<T> {
    pub(super) fn telling<const N: usize>(list: [(&'static str, T); N]) -> Self {
        let ready = list.into_iter().map(|(phrase, told)| (Finder::new(phrase), told));
        Self(ready.collect())
    }

    /// What the first one of the list tells that stands in one of the texts.
    pub(super) fn told_in(&self, texts: &[&str]) -> Option<&T> {
        let stands = |finder: &Finder<'_>| texts.iter().any(|text| finder.find(text.as_bytes()).is_some());
        let mut phrases = self.0.iter();
        phrases.find(|(finder, _)| stands(finder)).map(|(_, told)| told)
    }

    /// Whether one of them stands in one of the texts.
    pub(super) fn any_in(&self, texts: &[&str]) -> bool {
        self.told_in(texts).is_some()
    }

    /// Where in the text the first of them begins.
    pub(super) fn begin_in(&self, text: &str) -> Option<usize> {
        let text = text.as_bytes();
        let mut begin = None;
        for (finder, _) in &self.0 {
            // Only where it would begin before what was found already.
            let end = begin.map_or(text.len(), |begin| begin + finder.needle().len());
            let ahead = text.get(..end).unwrap_or(text);
            begin = finder.find(ahead).or(begin);
        }
        begin
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_the_list_and_the_first_of_the_text_are_told_apart() {
        let some = Phrases::telling([("zebra", 0), ("ant", 1), ("bee", 2)]);
        assert_eq!(some.told_in(&["a bee, an ant"]), Some(&1));
        assert_eq!(some.told_in(&["a bee", "an ant"]), Some(&1));
        assert_eq!(some.begin_in("a bee, an ant"), Some(2));
        assert!(!some.any_in(&["a be, an an", ""]) && some.begin_in("").is_none());
    }
}
