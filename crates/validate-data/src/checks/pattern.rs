//! `pattern` and `forbidden-pattern`: each whole value matches a regular
//! expression, or none does.

use regex::bytes::Regex;
use regex_automata::dfa::{Automaton, StartKind, dense};
use regex_automata::util::primitives::StateID;
use regex_automata::util::{start, syntax};
use regex_automata::{Anchored, MatchKind};
use verdict::cut;

use super::CellRule;
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
    /// A table of states: one look-up a byte. Only for expressions whose table
    /// is small.
    Table {
        dfa: Box<dense::DFA<Vec<u32>>>,
        start: StateID,
    },
    Regex(Regex),
}

/// Most bytes of a table of states.
const TABLE: usize = 1 << 20;

impl Machine {
    fn new(whole: &str) -> Option<Self> {
        let table = || {
            let config = dense::Config::new()
                .match_kind(MatchKind::All)
                .start_kind(StartKind::Anchored)
                .accelerate(false)
                .dfa_size_limit(Some(TABLE))
                .determinize_size_limit(Some(4 * TABLE));
            let dfa = dense::Builder::new()
                .configure(config)
                .syntax(syntax::Config::new().utf8(true))
                .build(whole)
                .ok()?;
            let start = dfa
                .start_state(&start::Config::new().anchored(Anchored::Yes))
                .ok()?;
            Some(Self::Table {
                dfa: Box::new(dfa),
                start,
            })
        };
        table().or_else(|| Regex::new(whole).ok().map(Self::Regex))
    }

    #[inline]
    fn matches(&self, text: &[u8]) -> bool {
        match self {
            Self::Regex(regex) => regex.is_match(text),
            Self::Table { dfa, start } => {
                let mut state = *start;
                for byte in text {
                    state = dfa.next_state(state, *byte);
                    if dfa.is_dead_state(state) {
                        return false;
                    }
                }
                dfa.is_match_state(dfa.next_eoi_state(state))
            }
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
        for ((text, state), broken) in texts.iter().zip(&seen.states).zip(broken) {
            *broken |= *state == State::Value && self.is_off(text.unwrap_or_default());
        }
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
