//! `like` and regular expressions.

use regex::{Regex, RegexBuilder};
use sqlparser::ast::{BinaryOperator as Sign, Expr};

use super::conditions::negate;
use super::{Lowered, Lowering, MOST_PATTERNS, Parts, Piece};
use crate::kind::Kind;
use crate::node::Node;
use crate::wrong::Wrong;

/// The largest compiled pattern, in bytes.
const LARGEST: usize = 1 << 20;

/// How a pattern is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    /// `%` and `_`, and the letter that takes their meaning away.
    Like(Option<char>),
    /// A regular expression that matches somewhere in the text.
    Somewhere,
    /// A regular expression that matches the whole text.
    Whole,
}

impl Lowering<'_> {
    /// Signs such as `~`.
    pub(super) fn pattern_sign(
        &mut self,
        left: &Expr,
        sign: &Sign,
        right: &Expr,
    ) -> Result<Option<Piece>, Wrong> {
        let (language, folds, negated) = match sign {
            Sign::PGRegexMatch => (Language::Somewhere, false, false),
            Sign::PGRegexIMatch => (Language::Somewhere, true, false),
            Sign::PGRegexNotMatch => (Language::Somewhere, false, true),
            Sign::PGRegexNotIMatch => (Language::Somewhere, true, true),
            Sign::PGLikeMatch => (Language::Like(None), false, false),
            Sign::PGILikeMatch => (Language::Like(None), true, false),
            Sign::PGNotLikeMatch => (Language::Like(None), false, true),
            Sign::PGNotILikeMatch => (Language::Like(None), true, true),
            _ => return Ok(None),
        };
        let piece = self.matches(left, right, language, folds)?;
        Ok(Some(negate(negated, piece)))
    }

    /// `like`, `ilike` and `rlike`.
    pub(super) fn pattern(&mut self, tree: &Expr) -> Lowered {
        let folds = matches!(tree, Expr::ILike { .. });
        match tree {
            Expr::Like {
                negated,
                any: false,
                expr,
                pattern,
                escape_char,
            }
            | Expr::ILike {
                negated,
                any: false,
                expr,
                pattern,
                escape_char,
            } => {
                let escape = escape_char
                    .as_deref()
                    .map(|tree| self.escape(tree))
                    .transpose()?;
                let piece = self.matches(expr, pattern, Language::Like(escape), folds)?;
                Ok(negate(*negated, piece))
            }
            Expr::RLike {
                negated,
                expr,
                pattern,
                ..
            } => {
                let piece = self.matches(expr, pattern, Language::Somewhere, false)?;
                Ok(negate(*negated, piece))
            }
            other => self.special(other),
        }
    }

    /// One letter.
    fn escape(&mut self, tree: &Expr) -> Result<char, Wrong> {
        let piece = self.lower(tree)?;
        let mut letters = piece.literal().unwrap_or_default().chars();
        match (letters.next(), letters.next()) {
            (Some(letter), None) => Ok(letter),
            _ => Err(Wrong::new(
                piece.span,
                "`escape` takes a text of one character",
            )),
        }
    }

    pub(super) fn matches(
        &mut self,
        text: &Expr,
        pattern: &Expr,
        language: Language,
        folds: bool,
    ) -> Lowered {
        let text = self.wanted(text, Kind::Text, "a pattern")?;
        let pattern = self.lower(pattern)?;
        let Some(source) = pattern.literal() else {
            let wrong = Wrong::new(pattern.span, "a pattern must be a text that stands here");
            return Err(wrong.help(
                "write it in single quotes; `contains(a, b)` finds one column's text in another",
            ));
        };
        self.patterns += 1;
        if self.patterns > MOST_PATTERNS {
            let message = format!("more than {MOST_PATTERNS} patterns in one expression");
            return Err(Wrong::new(pattern.span, message));
        }
        let regex = compile(source, language, folds)
            .map_err(|message| Wrong::new(pattern.span.clone(), message))?;
        let parts = Parts::of([&text, &pattern]);
        let node = Node::Matches(Box::new(text.node), regex);
        Ok(Piece::of(parts, Kind::Boolean, node))
    }
}

fn compile(source: &str, language: Language, folds: bool) -> Result<Regex, String> {
    let pattern = match language {
        Language::Like(escape) => like(source, escape)?,
        Language::Somewhere => source.to_owned(),
        Language::Whole => {
            // By itself first: `a)(b` must not close the parenthesis put around it.
            regex(source, folds, false)?;
            format!(r"\A(?:{source})\z")
        }
    };
    regex(&pattern, folds, matches!(language, Language::Like(_)))
}

fn regex(pattern: &str, folds: bool, dot_is_any: bool) -> Result<Regex, String> {
    let built = RegexBuilder::new(pattern)
        .case_insensitive(folds)
        .dot_matches_new_line(dot_is_any)
        .size_limit(LARGEST)
        .build();
    built.map_err(|error| match error {
        regex::Error::CompiledTooBig(_) => "the pattern is too large".to_owned(),
        error => {
            let text = error.to_string();
            let last = text.lines().last().unwrap_or_default();
            let words = last.strip_prefix("error: ").unwrap_or(last);
            format!("not a regular expression: {words}")
        }
    })
}

/// A regular expression for a pattern of `like`.
fn like(pattern: &str, escape: Option<char>) -> Result<String, String> {
    let mut regex = String::from(r"\A");
    let mut letters = pattern.chars();
    while let Some(letter) = letters.next() {
        match letter {
            letter if Some(letter) == escape => match letters.next() {
                Some(next) if next == '%' || next == '_' || Some(next) == escape => {
                    regex.push_str(&regex::escape(next.encode_utf8(&mut [0; 4])));
                }
                _ => return Err(format!("`{letter}` must stand before `%`, `_` or itself")),
            },
            '%' if regex.ends_with(".*") => {}
            '%' => regex.push_str(".*"),
            '_' => regex.push('.'),
            letter => regex.push_str(&regex::escape(letter.encode_utf8(&mut [0; 4]))),
        }
    }
    // What may be anything at the end needn't be looked at.
    match regex.strip_suffix(".*") {
        Some(start) => Ok(start.to_owned()),
        None => Ok(regex + r"\z"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_of_like_become_regular_expressions() {
        for (pattern, regex) in [
            ("a%", r"\Aa"),
            ("%a%%", r"\A.*a"),
            ("a_b", r"\Aa.b\z"),
            ("1.5", r"\A1\.5\z"),
            ("", r"\A\z"),
            ("%", r"\A"),
        ] {
            assert_eq!(like(pattern, None).as_deref(), Ok(regex), "{pattern}");
        }
        assert_eq!(like("100!%", Some('!')).as_deref(), Ok(r"\A100%\z"));
        assert!(like("a!", Some('!')).is_err() && like("!a", Some('!')).is_err());
    }
}
