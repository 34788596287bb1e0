//! A regular expression as a table of states.

use std::collections::HashMap;

use regex_automata::dfa::{Automaton as _, StartKind, dense};
use regex_automata::util::primitives::StateID;
use regex_automata::util::{start, syntax};
use regex_automata::{Anchored, MatchKind};

/// Most bytes of a table of states.
const TABLE: usize = 1 << 20;

/// So many texts are gone through side by side: each step of one waits for the
/// step before, and meanwhile the others go on.
pub(super) const LANES: usize = 4;

/// A regular expression as a table of states: one look-up a byte.
pub(super) struct Automaton {
    /// Which bytes are alike to the expression.
    classes: [u8; 256],
    /// For each state the one that follows, by the class of the next byte. A
    /// state is the place of its first entry; the first is where all begins.
    next: Vec<u32>,
    /// For each entry, whether a text that ends in that state matches.
    matches: Vec<bool>,
}

impl Automaton {
    /// None: it is none, or would be too large.
    pub(super) fn new(pattern: &str) -> Option<Self> {
        let config = dense::Config::new()
            .match_kind(MatchKind::All)
            .start_kind(StartKind::Anchored)
            .accelerate(false)
            .dfa_size_limit(Some(TABLE))
            .determinize_size_limit(Some(4 * TABLE));
        let dfa = dense::Builder::new()
            .configure(config)
            .syntax(syntax::Config::new().utf8(true))
            .build(pattern)
            .ok()?;
        let start = start::Config::new().anchored(Anchored::Yes);
        Self::of(&dfa, dfa.start_state(&start).ok()?)
    }

    /// The states that can be reached.
    fn of(dfa: &dense::DFA<Vec<u32>>, start: StateID) -> Option<Self> {
        let classes: [u8; 256] = std::array::from_fn(|byte| {
            u8::try_from(byte).map_or(0, |byte| dfa.byte_classes().get(byte))
        });
        let mut bytes: Vec<(u8, u8)> = (0..=255)
            .map(|byte| (classes[usize::from(byte)], byte))
            .collect();
        bytes.sort_unstable();
        bytes.dedup_by_key(|(class, _)| *class);
        let (mut states, mut places) = (vec![start], HashMap::from([(start, 0)]));
        let (mut next, mut matches) = (Vec::new(), Vec::new());
        let mut at = 0;
        while let Some(state) = states.get(at).copied() {
            for (_, byte) in &bytes {
                let follows = dfa.next_state(state, *byte);
                let new = u32::try_from(states.len() * bytes.len()).ok()?;
                let place = *places.entry(follows).or_insert(new);
                if place == new {
                    states.push(follows);
                }
                next.push(place);
                matches.push(dfa.is_match_state(dfa.next_eoi_state(state)));
            }
            at += 1;
        }
        Some(Self {
            classes,
            next,
            matches,
        })
    }

    #[inline]
    fn step(&self, state: u32, byte: u8) -> u32 {
        let at = state as usize + usize::from(self.classes[usize::from(byte)]);
        self.next[at]
    }

    #[inline]
    fn end(&self, state: u32, rest: &[u8]) -> bool {
        let state = rest
            .iter()
            .fold(state, |state, byte| self.step(state, *byte));
        self.matches[state as usize]
    }

    /// Whether a whole text matches.
    #[inline]
    pub(super) fn matches(&self, text: &[u8]) -> bool {
        self.end(0, text)
    }

    /// Whether each of some texts matches.
    #[inline]
    pub(super) fn match_side_by_side(&self, texts: &[&[u8]; LANES]) -> [bool; LANES] {
        let common = texts
            .iter()
            .map(|text| text.len())
            .min()
            .unwrap_or_default();
        let [first, second, third, fourth] = texts.map(|text| text.split_at(common));
        let mut states = [0; LANES];
        let heads = first
            .0
            .iter()
            .zip(second.0)
            .zip(third.0.iter().zip(fourth.0));
        for ((one, two), (three, four)) in heads {
            let [a, b, c, d] = states;
            states = [
                self.step(a, *one),
                self.step(b, *two),
                self.step(c, *three),
                self.step(d, *four),
            ];
        }
        let [a, b, c, d] = states;
        [
            self.end(a, first.1),
            self.end(b, second.1),
            self.end(c, third.1),
            self.end(d, fourth.1),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Against the `regex` crate.
        #[test]
        fn side_by_side_is_as_one_by_one(
            pattern in prop::sample::select(vec!["", "a*", "[a-c]{3}", "(ab|c)+d?", "a.c", "[a-b]+@[a-c]+\\.[a-c]{2,}", "^a$|b", "é+"]),
            texts in prop::array::uniform4("[abc@.é\n]{0,9}|[a-c]{3}|a+@b+.cc"),
        ) {
            let whole = format!("^(?:{pattern})$");
            let automaton = Automaton::new(&whole).expect("a small one");
            let regex = regex::Regex::new(&whole).expect("an expression");
            let expected = texts.each_ref().map(|text| regex.is_match(text));
            let bytes = texts.each_ref().map(String::as_bytes);
            prop_assert_eq!(automaton.match_side_by_side(&bytes), expected);
            prop_assert_eq!(bytes.map(|text| automaton.matches(text)), expected);
        }
    }
}
