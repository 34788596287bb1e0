//! `pattern`: each whole value matches a regular expression.

use regex::Regex;
use verdict::cut;

use super::{Reading, Rule, Value};

/// Each whole value matches a regular expression.
pub(crate) struct Pattern {
    /// The expression, held to the whole value.
    regex: Regex,
    /// As the contract writes it.
    shown: String,
}

/// Why an expression is none.
pub(crate) struct Wrong {
    /// What is wrong, in words.
    pub(crate) message: String,
    /// Where in the expression, in bytes.
    pub(crate) span: std::ops::Range<usize>,
}

impl Pattern {
    /// An expression that matches in time linear to the text, whatever it is.
    pub(crate) fn new(pattern: &str) -> Result<Self, Wrong> {
        // By itself first: `a)(b` must not close the parenthesis put around it.
        regex_syntax::parse(pattern).map_err(|error| wrong(&error, pattern))?;
        let whole = format!("^(?:{pattern})$");
        let regex = Regex::new(&whole).map_err(|_| Wrong {
            message: "the pattern is too large, or ends in a comment".to_owned(),
            span: 0..pattern.len(),
        })?;
        Ok(Self {
            regex,
            shown: pattern.to_owned(),
        })
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

impl Rule for Pattern {
    fn id(&self) -> &'static str {
        "pattern"
    }

    fn asks(&self) -> (&'static str, String) {
        ("matches", format!("`{}`", cut(&self.shown)))
    }

    fn breaks(&mut self, _row: u64, seen: &Reading<'_>) -> bool {
        match seen {
            Reading::Value(Value::Text(text)) => !self.regex.is_match(text),
            Reading::Value(_) => true,
            _ => false,
        }
    }

    fn note(&self, seen: &Reading<'_>) -> Option<String> {
        match seen {
            Reading::Value(Value::Text(text)) if self.regex.is_match(text.trim()) => {
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
        let mut rule = Pattern::new(pattern).ok().expect("a pattern");
        rule.breaks(1, &Reading::Value(Value::Text(text)))
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
        let at = |pattern: &str| Pattern::new(pattern).err().expect("wrong").span;
        assert_eq!(at("ab[c"), 2..3);
        assert_eq!(at("a)(b").start, 1);
        assert_eq!(at("(?x) a # all"), 0..12);
    }
}
