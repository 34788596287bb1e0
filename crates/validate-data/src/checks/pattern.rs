//! `pattern` and `forbidden-pattern`: each whole value matches a regular
//! expression, or none does.

use regex::bytes::Regex;
use verdict::cut;

use super::CellRule;
use super::automaton::{Automaton, LANES};
use crate::seen::{Seen, State, Vector};
use crate::value::{Reading, Value};

/// Each whole value matches a regular expression, or none does.
pub(crate) struct Pattern {
    /// Whether values are to match.
    allowed: bool,
    machine: Machine,
    /// As the contract writes it.
    shown: String,
}

/// Why an expression is none.
#[derive(Debug)]
pub(crate) struct Wrong {
    /// What is wrong, in words.
    pub(crate) message: String,
    /// Where in the expression, in bytes.
    pub(crate) span: std::ops::Range<usize>,
}

/// The expression, held to the whole value.
enum Machine {
    /// One look-up a byte. Only for expressions whose table is small.
    Automaton(Box<Automaton>),
    Regex(Regex),
}

impl Machine {
    fn new(whole: &str) -> Option<Self> {
        let automaton =
            || Automaton::new(whole).map(|automaton| Self::Automaton(Box::new(automaton)));
        automaton().or_else(|| Regex::new(whole).ok().map(Self::Regex))
    }

    #[inline]
    fn matches(&self, text: &[u8]) -> bool {
        match self {
            Self::Regex(regex) => regex.is_match(text),
            Self::Automaton(automaton) => automaton.matches(text),
        }
    }

    /// Calls for every text: which it is, and whether it matches.
    fn match_all<'a>(
        &self,
        texts: impl Iterator<Item = &'a [u8]>,
        mut each: impl FnMut(usize, bool),
    ) {
        let Self::Automaton(automaton) = self else {
            texts
                .enumerate()
                .for_each(|(at, text)| each(at, self.matches(text)));
            return;
        };
        let (mut lanes, mut count): ([&[u8]; LANES], usize) = ([&[]; LANES], 0);
        for text in texts {
            lanes[count % LANES] = text;
            count += 1;
            if count.is_multiple_of(LANES) {
                let found = automaton.match_side_by_side(&lanes);
                (count - LANES..)
                    .zip(found)
                    .for_each(|(at, matches)| each(at, matches));
            }
        }
        let rest = count - count % LANES;
        for (at, text) in (rest..count).zip(lanes) {
            each(at, automaton.matches(text));
        }
    }
}

impl Pattern {
    /// An expression that matches in time linear to the text, whatever it is.
    pub(crate) fn new(allowed: bool, pattern: &str) -> Result<Self, Wrong> {
        // By itself first: `a)(b` must not close the parenthesis put around it.
        regex_syntax::parse(pattern).map_err(|error| wrong(&error, pattern))?;
        let machine = Machine::new(&format!("^(?:{pattern})$")).ok_or_else(|| Wrong {
            message: "the pattern is too large, or ends in a comment".to_owned(),
            span: 0..pattern.len(),
        })?;
        Ok(Self {
            allowed,
            machine,
            shown: pattern.to_owned(),
        })
    }

    fn is_off(&self, text: &[u8]) -> bool {
        self.machine.matches(text) != self.allowed
    }
}

fn wrong(error: &regex_syntax::Error, pattern: &str) -> Wrong {
    let (message, span) = match error {
        regex_syntax::Error::Parse(error) => (error.kind().to_string(), error.span()),
        regex_syntax::Error::Translate(error) => (error.kind().to_string(), error.span()),
        other => {
            return Wrong {
                message: other.to_string(),
                span: 0..pattern.len(),
            };
        }
    };
    Wrong {
        message,
        span: span.start.offset..span.end.offset,
    }
}

impl CellRule for Pattern {
    fn id(&self) -> &'static str {
        match self.allowed {
            true => "pattern",
            false => "forbidden-pattern",
        }
    }

    fn asks(&self) -> (&'static str, String) {
        let pattern = format!("`{}`", cut(&self.shown));
        match self.allowed {
            true => ("matches", pattern),
            false => ("matches", format!("not {pattern}")),
        }
    }

    fn breaks(&self, seen: &Reading<'_>) -> bool {
        match seen {
            Reading::Value(Value::Text(text)) => self.is_off(text.as_bytes()),
            Reading::Value(_) => true,
            _ => false,
        }
    }

    fn mark(&self, seen: &Seen<'_>, broken: &mut [bool]) {
        let Vector::Texts(texts) = &seen.vector else {
            for (at, broken) in broken.iter_mut().enumerate() {
                *broken |= self.breaks(&seen.reading(at));
            }
            return;
        };
        let all = texts.iter().map(Option::unwrap_or_default);
        self.machine.match_all(all, |at, matches| {
            let off = matches != self.allowed && seen.states[at] == State::Value;
            broken[at] |= off;
        });
    }

    fn note(&self, seen: &Reading<'_>) -> Option<String> {
        match seen {
            Reading::Value(Value::Text(text)) if !self.is_off(text.trim().as_bytes()) => {
                Some("blanks around it".to_owned())
            }
            Reading::Value(Value::Text(_)) => None,
            _ => Some("not stored as a string".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn breaks(pattern: &str, text: &str) -> bool {
        let rule = Pattern::new(true, pattern).expect("a pattern");
        rule.breaks(&Reading::Value(Value::Text(text)))
    }

    #[test]
    fn the_whole_value_must_match() {
        assert!(!breaks("[A-Z]{2}", "OH"));
        assert!(breaks("[A-Z]{2}", "OHI"));
        assert!(breaks("[A-Z]{2}", "OH\n"));
        assert!(!breaks("a|bc", "bc"));
        assert!(breaks("a|bc", "ac"));
    }

    #[test]
    fn a_wrong_pattern_says_where() {
        let at = |pattern: &str| Pattern::new(true, pattern).err().expect("wrong").span;
        assert_eq!(at("ab[c"), 2..3);
        assert_eq!(at("a)(b").start, 1);
        assert_eq!(at("(?x) a # all"), 0..12);
    }
}
