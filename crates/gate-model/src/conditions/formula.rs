//! What a condition says.

use std::fmt;

use super::Mode;
use super::lexer::Wrong;

/// The variables, in the order of [`Clause::factors`].
pub(crate) const VARIABLES: [&str; 3] = ["n", "o", "d"];

/// Clauses that must all hold.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Formula {
    pub(crate) clauses: Vec<Clause>,
}

/// A sum of variables beyond a limit.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Clause {
    /// What `n`, `o` and `d` are multiplied with; 0 where one is not there.
    pub(crate) factors: [f64; 3],
    pub(crate) side: Side,
    pub(crate) limit: f64,
    /// Above 0.
    pub(crate) tolerance: f64,
    /// Where it stands in the condition.
    pub(crate) span: std::ops::Range<usize>,
}

/// On which side of its limit a sum must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Above,
    Below,
}

/// What an estimate says of a clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Truth {
    True,
    False,
    /// Within the tolerance of the limit.
    Unknown,
}

/// Part of a share by which two may differ and still count as equal: 0.93 - 0.9
/// is not 0.03 in binary.
const ROUNDING: f64 = 1e-12;

impl Clause {
    /// The variables that are there, with their factors.
    pub(crate) fn variables(&self) -> impl Iterator<Item = (&'static str, f64)> {
        let pairs = VARIABLES.into_iter().zip(self.factors);
        pairs.filter(|(_, factor)| *factor != 0.0)
    }

    /// Whether it takes labels: `d` alone takes none.
    pub(crate) fn needs_labels(&self) -> bool {
        self.factors[0] != 0.0 || self.factors[1] != 0.0
    }

    /// Whether it is about the difference of both accuracies and nothing else.
    pub(crate) fn is_difference(&self) -> bool {
        let [n, o, d] = self.factors;
        n.abs() - 1.0 == 0.0 && n + o == 0.0 && d == 0.0
    }

    /// Whether it is about one variable as it is.
    pub(crate) fn is_single(&self) -> bool {
        let mut variables = self.variables();
        variables
            .next()
            .is_some_and(|(_, factor)| factor - 1.0 == 0.0)
            && variables.next().is_none()
    }

    /// The left side for these values of the variables.
    pub(crate) fn value(&self, values: [f64; 3]) -> f64 {
        let parts = self.factors.into_iter().zip(values);
        let parts = parts.filter(|(factor, _)| *factor != 0.0);
        parts.map(|(factor, value)| factor * value).sum()
    }

    /// What a left side that is known to the tolerance says.
    pub(crate) fn truth(&self, value: f64) -> Truth {
        let beyond = match self.side {
            Side::Above => value - self.limit,
            Side::Below => self.limit - value,
        };
        if beyond > self.tolerance + ROUNDING {
            Truth::True
        } else if beyond < -self.tolerance - ROUNDING {
            Truth::False
        } else {
            Truth::Unknown
        }
    }

    /// The left side that is farthest beyond the limit, of shares from 0 to 1.
    fn best(&self) -> f64 {
        let sign = match self.side {
            Side::Above => 1.0,
            Side::Below => -1.0,
        };
        let best = self.factors.map(|factor| (sign * factor).max(0.0));
        sign * best.into_iter().sum::<f64>()
    }

    /// The sum on the left side.
    pub(crate) fn left(&self) -> String {
        let mut text = String::new();
        for (name, factor) in self.variables() {
            let sign = match (text.is_empty(), factor < 0.0) {
                (true, false) => "",
                (true, true) => "-",
                (false, false) => " + ",
                (false, true) => " - ",
            };
            let size = factor.abs();
            text.push_str(sign);
            if (size - 1.0).abs() > 0.0 {
                text.push_str(&format!("{size} * "));
            }
            text.push_str(name);
        }
        text
    }
}

impl Formula {
    /// Refuses a clause that no model could keep.
    pub(crate) fn can_hold(&self, mode: Mode) -> Result<(), Wrong> {
        let never = |clause: &&Clause| {
            let truth = clause.truth(clause.best());
            truth == Truth::False || (truth == Truth::Unknown && mode == Mode::FpFree)
        };
        let Some(clause) = self.clauses.iter().find(never) else {
            return Ok(());
        };
        let message = format!(
            "no model keeps this: {} is {} at best",
            clause.left(),
            clause.best()
        );
        Err(Wrong::new(message, clause.span.clone())
            .help("the limit must leave room for the tolerance"))
    }
}

impl fmt::Display for Clause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = match self.side {
            Side::Above => '>',
            Side::Below => '<',
        };
        let left = self.left();
        write!(f, "{left} {sign} {} ± {}", self.limit, self.tolerance)
    }
}

impl fmt::Display for Formula {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let clauses: Vec<String> = self.clauses.iter().map(Clause::to_string).collect();
        f.write_str(&clauses.join(" and "))
    }
}
