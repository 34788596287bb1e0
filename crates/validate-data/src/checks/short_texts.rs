//! A few texts of at most 16 bytes, to find one without looking at its bytes
//! one by one.

use std::collections::HashSet;
use std::hash::BuildHasher;

use table::Short;

/// Texts of at most 16 bytes, by open addressing.
pub(super) struct ShortTexts {
    /// A power of two of slots, most of them free.
    slots: Vec<Option<Short>>,
    /// Whether every text of the list that has at most 16 bytes is here.
    pub(super) is_whole: bool,
}

/// Most texts: of more, a list could be made that all fall on one place.
const MOST: usize = 256;

impl ShortTexts {
    /// Those of a list of texts that are short. Of a long list none.
    pub(super) fn of<S: BuildHasher>(texts: &HashSet<Box<[u8]>, S>) -> Self {
        let is_whole = texts.len() <= MOST;
        let count = if is_whole { texts.len() } else { 0 };
        let mut short = Self {
            slots: vec![None; (4 * count).next_power_of_two()],
            is_whole,
        };
        for text in texts.iter().take(count).filter_map(|text| Short::of(text)) {
            let at = short.find(text);
            short.slots[at] = Some(text);
        }
        short
    }

    /// Whether a text is one of them.
    #[inline]
    pub(super) fn contains(&self, text: Short) -> bool {
        self.slots[self.find(text)].is_some()
    }

    /// The slot of a text, or the free one for it. Three of four are free.
    #[inline]
    fn find(&self, text: Short) -> usize {
        let last = self.slots.len() - 1;
        let mut at = place(text) & last;
        while self.slots[at].is_some_and(|other| other != text) {
            at = (at + 1) & last;
        }
        at
    }
}

/// Both halves of a product: of a text of two bytes, which are the highest, one
/// alone would have next to nothing.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "parts are meant")]
const fn place(text: Short) -> usize {
    let (low, high) = (text.word as u64, (text.word >> 64) as u64);
    let mixed = high ^ low.rotate_left(29);
    let product = mixed as u128 * 0x9e37_79b9_7f4a_7c15;
    (product as u64 ^ (product >> 64) as u64) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn set(texts: &[Vec<u8>]) -> HashSet<Box<[u8]>> {
        texts.iter().map(|text| text.as_slice().into()).collect()
    }

    proptest! {
        /// Texts of few bytes, NUL among them, so that they are often alike.
        #[test]
        fn they_are_those_of_a_set(
            listed in prop::collection::vec(prop::collection::vec(0u8..3, 0..20), 0..300),
            asked in prop::collection::vec(prop::collection::vec(0u8..3, 0..5), 0..100),
        ) {
            let all = set(&listed);
            let short = ShortTexts::of(&all);
            prop_assert_eq!(short.is_whole, all.len() <= MOST);
            for text in asked.iter().chain(&listed).filter(|_| short.is_whole) {
                if let Some(one) = Short::of(text) {
                    prop_assert_eq!(short.contains(one), all.contains(text.as_slice()));
                }
            }
        }
    }

    /// Two letters are the shortest texts that come in long lists.
    #[test]
    fn texts_of_two_letters_have_places_of_their_own() {
        let letters = || b'A'..=b'P';
        let texts = letters().flat_map(|one| letters().map(move |other| vec![one, other]));
        let texts: Vec<Vec<u8>> = texts.collect();
        let places = texts
            .iter()
            .filter_map(|text| Some(place(Short::of(text)?) % 1024));
        let places: HashSet<usize> = places.collect();
        assert!(places.len() > 128, "{}", places.len());
    }
}
