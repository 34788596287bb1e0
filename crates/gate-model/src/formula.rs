//! A comparison of metrics, such as `recall_at_90_precision - 0.2 * fpr >= 0.5`.

use std::ops::Range;

use expression::{Expression, Kind, Rows, Scope, Value, Vector};

use crate::inference::Side;

/// Longest formula, in bytes.
const LONGEST: usize = 4096;

/// What the baseline's metrics are called.
const OF_BASELINE: &str = "baseline.";

/// Words of the language that are no metrics.
const WORDS: [&str; 14] = [
    "and", "as", "between", "case", "cast", "else", "end", "in", "is", "not", "null", "or", "then",
    "when",
];

/// A comparison of metrics: what has to be on which side of a limit.
#[derive(Clone, Debug)]
pub(crate) struct Formula {
    /// What is compared: the left side, less the right one where that is no
    /// plain number.
    what: Expression,
    /// The metrics in it.
    pub(crate) names: Vec<Name>,
    /// On which side it has to be.
    pub(crate) side: Side,
    /// Of what.
    pub(crate) limit: f64,
    /// Whether the limit itself is on the wrong side.
    pub(crate) strict: bool,
}

/// A metric in a formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Name {
    /// Whose it is.
    pub(crate) of_baseline: bool,
    /// Its name.
    pub(crate) metric: String,
}

/// What is wrong with a formula: a lower-case fragment, and what to do.
pub(crate) type Wrong = (String, Option<String>);

impl Formula {
    /// Understands a formula.
    pub(crate) fn parse(text: &str) -> Result<Self, Wrong> {
        if text.len() > LONGEST {
            return Err((format!("an expression of more than {LONGEST} bytes"), None));
        }
        let pieces = pieces(text);
        let (left, sign, right) = halves(text, &pieces)?;
        let side = match sign {
            ">=" | ">" => Side::AtLeast,
            _ => Side::AtMost,
        };
        let (what, limit) = match right.trim().parse::<f64>() {
            Ok(limit) if limit.is_finite() => (left.to_owned(), limit),
            _ => (format!("({left}) - ({right})"), 0.0),
        };
        let words = names(text, &pieces);
        if words.is_empty() {
            return Err(("an expression without a metric".to_owned(), None));
        }
        let columns: Vec<(String, Kind)> = words
            .iter()
            .map(|word| (word.clone(), Kind::Number))
            .collect();
        let what = Expression::parse(&what, &Scope::new(&columns, 0))
            .map_err(|wrong| (wrong.message, wrong.help))?;
        if !matches!(what.kind(), Kind::Number | Kind::Integer | Kind::Any) {
            let kind = what.kind().words();
            return Err((format!("both sides must be numbers, not {kind}"), None));
        }
        Ok(Self {
            what,
            names: words.iter().map(|word| Name::of(word)).collect(),
            side,
            limit,
            strict: matches!(sign, ">" | "<"),
        })
    }

    /// What is compared, for values of the metrics in the order of their
    /// names; in a few words why there is none.
    pub(crate) fn value(&self, values: &[f64]) -> Result<f64, String> {
        let row = One(values);
        let value = self.what.value(&row, 0)?;
        let value = match value {
            Value::Number(number) => number,
            #[expect(clippy::cast_precision_loss, reason = "as near as it gets")]
            Value::Integer(whole) => whole as f64,
            _ => f64::NAN,
        };
        match value.is_finite() {
            true => Ok(value),
            false => Err("it has no value".to_owned()),
        }
    }
}

impl Name {
    fn of(word: &str) -> Self {
        match word.strip_prefix(OF_BASELINE) {
            Some(metric) => Self {
                of_baseline: true,
                metric: metric.to_owned(),
            },
            None => Self {
                of_baseline: false,
                metric: word.to_owned(),
            },
        }
    }
}

/// One row, a column a metric.
struct One<'a>(&'a [f64]);

impl Rows for One<'_> {
    fn rows(&self) -> usize {
        1
    }

    fn vector(&self, column: usize) -> Vector<'_> {
        Vector::Numbers {
            values: self.0.get(column..=column).unwrap_or_default(),
            nulls: None,
        }
    }
}

/// What a piece of a formula is.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Piece {
    /// A name, with dots.
    Word,
    /// A name in double quotes.
    Quoted,
    /// A sign of comparison.
    Sign,
    /// A parenthesis: how deep it leads.
    Paren(i8),
}

/// Pieces that matter here, with their places. Texts and numbers are left out.
fn pieces(text: &str) -> Vec<(Piece, Range<usize>)> {
    let bytes = text.as_bytes();
    let mut pieces = Vec::new();
    let mut at = 0;
    let run = |from: usize, within: fn(u8) -> bool| {
        let rest = bytes[from..].iter();
        from + rest.take_while(|byte| within(**byte)).count()
    };
    while let Some(&byte) = bytes.get(at) {
        let (piece, end) = match byte {
            b'"' | b'\'' => {
                let close = bytes[at + 1..].iter().position(|other| *other == byte);
                let end = close.map_or(bytes.len(), |close| at + close + 2);
                ((byte == b'"').then_some(Piece::Quoted), end)
            }
            b'0'..=b'9' | b'.' => (None, run(at, |b| b.is_ascii_alphanumeric() || b == b'.')),
            b'<' | b'>' | b'=' | b'!' => (Some(Piece::Sign), run(at, |b| b"<>=!".contains(&b))),
            b'(' => (Some(Piece::Paren(1)), at + 1),
            b')' => (Some(Piece::Paren(-1)), at + 1),
            _ if byte == b'_' || byte.is_ascii_alphabetic() || byte >= 0x80 => {
                let within =
                    |b: u8| b == b'_' || b == b'.' || b.is_ascii_alphanumeric() || b >= 0x80;
                (Some(Piece::Word), run(at, within))
            }
            _ => (None, at + 1),
        };
        if let Some(piece) = piece {
            pieces.push((piece, at..end));
        }
        at = end;
    }
    pieces
}

/// Both sides of the one comparison, and its sign.
fn halves<'t>(
    text: &'t str,
    pieces: &[(Piece, Range<usize>)],
) -> Result<(&'t str, &'t str, &'t str), Wrong> {
    let help = || Some("compare two numbers, such as `recall - 0.2 * fpr >= 0.5`".to_owned());
    let mut depth = 0_i32;
    let mut found = None;
    for (piece, place) in pieces {
        match piece {
            Piece::Paren(step) => depth += i32::from(*step),
            Piece::Sign if found.is_some() || depth != 0 => {
                let message = "an expression holds one comparison, outside of parentheses";
                let help = "for several, use `all` or `any` of gates with an expression each";
                return Err((message.to_owned(), Some(help.to_owned())));
            }
            Piece::Sign => found = Some(place.clone()),
            _ => {}
        }
    }
    let place = found.ok_or_else(|| ("an expression compares nothing".to_owned(), help()))?;
    let sign = &text[place.clone()];
    match sign {
        ">=" | "<=" | ">" | "<" => Ok((&text[..place.start], sign, &text[place.end..])),
        _ => Err((
            format!("`{sign}` between numbers that are measured"),
            help(),
        )),
    }
}

/// Names of metrics, each once.
fn names(text: &str, pieces: &[(Piece, Range<usize>)]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (piece, place) in pieces {
        let word = &text[place.clone()];
        let name = match piece {
            Piece::Quoted => word.trim_matches('"').to_owned(),
            Piece::Word => {
                let call = text[place.end..].trim_start().starts_with('(');
                if call || WORDS.contains(&word.to_lowercase().as_str()) {
                    continue;
                }
                word.to_owned()
            }
            _ => continue,
        };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn value(text: &str, values: &[f64]) -> (f64, f64) {
        let formula = Formula::parse(text).expect(text);
        (formula.value(values).expect("a value"), formula.limit)
    }

    #[test]
    fn a_comparison_is_a_number_and_its_limit() {
        let text = "recall_at_90_precision - 0.2 * fpr >= 0.5";
        assert_eq!(value(text, &[0.75, 0.5]), (0.65, 0.5));
        assert_eq!(value("2 * a <= b + 1", &[3.0, 4.0]), (1.0, 0.0));
        assert_eq!(value("abs(\"test.f1\") > 1e-1", &[-0.5]), (0.5, 0.1));
        let formula = Formula::parse("test.auc - baseline.test.auc >= -0.01").expect("a formula");
        let expected = [(false, "test.auc"), (true, "test.auc")];
        let expected = expected.map(|(of_baseline, metric)| Name {
            of_baseline,
            metric: metric.to_owned(),
        });
        assert_eq!(formula.names, expected);
    }

    #[test]
    fn what_is_no_comparison_says_so() {
        for (text, message) in [
            ("a + b", "an expression compares nothing"),
            (
                "a > 1 and b > 2",
                "an expression holds one comparison, outside of parentheses",
            ),
            ("a = 1", "`=` between numbers that are measured"),
            ("1 > 2", "an expression without a metric"),
        ] {
            assert_eq!(Formula::parse(text).expect_err(text).0, message);
        }
        assert!(Formula::parse("a + > 1").is_err());
        assert!(Formula::parse("sqrt(a >= 1").is_err());
        assert_eq!(
            Formula::parse("a / b > 1")
                .expect("a formula")
                .value(&[1.0, 0.0]),
            Err("division by zero".to_owned())
        );
    }

    proptest! {
        #[test]
        fn any_text_is_understood_or_refused(text in "[a-c0-9.\"'()<>=+* é-]{0,40}") {
            let _ = Formula::parse(&text);
        }
    }
}
