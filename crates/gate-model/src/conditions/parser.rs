//! From pieces to a formula.
//!
//! The paper's grammar, with factors on either side of a variable and signs
//! before the first:
//!
//! ```text
//! formula  = clause { "and" clause }
//! clause   = sum ( ">" | "<" ) number "+/-" number
//! sum      = [ sign ] term { sign term }
//! term     = [ number "*" ] variable { "*" number }
//! variable = "n" | "o" | "d"
//! ```

use std::ops::Range;

use super::formula::{Clause, Formula, Side, VARIABLES};
use super::lexer::{Token, Wrong, tokens};

/// Longest condition, in bytes.
const LONGEST: usize = 1000;

/// Most clauses of a condition.
const MOST: usize = 16;

const MEANINGS: &str = "n is the candidate's accuracy, o the baseline's, \
                        d the share of predictions that differ";

/// What others call the variables.
const SYNONYMS: [(&str, &[&str]); 3] = [
    ("n", &["new", "candidate", "challenger", "acc", "accuracy"]),
    ("o", &["old", "baseline", "champion", "last"]),
    (
        "d",
        &["diff", "difference", "changed", "change", "churn", "delta"],
    ),
];

impl Formula {
    /// Reads a condition.
    pub(crate) fn parse(text: &str) -> Result<Self, Wrong> {
        if text.len() > LONGEST {
            let message = format!("a condition has at most {LONGEST} bytes");
            return Err(Wrong::new(message, 0..1));
        }
        let mut parser = Parser {
            tokens: tokens(text)?,
            at: 0,
            end: text.len(),
        };
        let mut clauses = vec![parser.clause()?];
        while parser.at < parser.tokens.len() {
            parser.and()?;
            clauses.push(parser.clause()?);
        }
        if clauses.len() > MOST {
            let message = format!("a condition has at most {MOST} clauses");
            return Err(Wrong::new(message, clauses[MOST].span.clone()));
        }
        Ok(Self { clauses })
    }
}

struct Parser<'a> {
    tokens: Vec<(Token<'a>, Range<usize>)>,
    at: usize,
    end: usize,
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<Token<'a>> {
        self.tokens.get(self.at).map(|(token, _)| *token)
    }

    /// Where the next piece is, or the end.
    fn span(&self) -> Range<usize> {
        let end = self.end.saturating_sub(1)..self.end;
        self.tokens
            .get(self.at)
            .map_or(end, |(_, span)| span.clone())
    }

    fn take(&mut self, wanted: Token<'_>) -> bool {
        let found = self.peek() == Some(wanted);
        self.at += usize::from(found);
        found
    }

    fn wrong(&self, message: impl Into<String>) -> Wrong {
        Wrong::new(message, self.span())
    }

    fn and(&mut self) -> Result<(), Wrong> {
        if self.take(Token::And) {
            return Ok(());
        }
        match self.peek() {
            Some(Token::Word(word)) if word.eq_ignore_ascii_case("or") => Err(self
                .wrong("clauses can only be joined by `and`")
                .help("make two conditions of it; a policy's conditions must all hold")),
            _ => Err(self
                .wrong("here the next clause would begin with `and`")
                .help("a clause is such as  n - o > 0.02 +/- 0.01")),
        }
    }

    fn clause(&mut self) -> Result<Clause, Wrong> {
        let start = self.span().start;
        let factors = self.sum()?;
        let left = start..self.tokens[self.at - 1].1.end;
        let side = self.side()?;
        let limit = self.number("a limit", "a clause is such as  n - o > 0.02 +/- 0.01")?;
        if !self.take(Token::Within) {
            let what = "an estimate can only be held against a limit with a tolerance";
            return Err(self.wrong(what).help("add one, such as  +/- 0.01"));
        }
        let of_tolerance = self.span();
        let tolerance = self.number("a tolerance", "such as  +/- 0.01")?;
        if !(tolerance > 0.0 && tolerance < 1.0) {
            let wrong = Wrong::new("a tolerance is above 0 and below 1", of_tolerance);
            return Err(wrong.help("no number of examples tells a share exactly"));
        }
        if factors.iter().all(|factor| *factor == 0.0) {
            return Err(Wrong::new("this is 0 whatever the models do", left));
        }
        Ok(Clause {
            factors,
            side,
            limit,
            tolerance,
            span: start..self.tokens[self.at - 1].1.end,
        })
    }

    fn side(&mut self) -> Result<Side, Wrong> {
        if self.take(Token::Greater) {
            return Ok(Side::Above);
        }
        if self.take(Token::Less) {
            return Ok(Side::Below);
        }
        let what = match self.peek() {
            Some(Token::Word(_) | Token::Number(_)) => "`+`, `-`, `*`, `<` or `>` is missing here",
            _ => "`<` or `>` is missing here",
        };
        Err(self
            .wrong(what)
            .help("a clause is such as  n - o > 0.02 +/- 0.01"))
    }

    fn sum(&mut self) -> Result<[f64; 3], Wrong> {
        let mut factors = [0.0; 3];
        let mut sign = match self.peek() {
            Some(Token::Minus) => -1.0,
            _ => 1.0,
        };
        self.at += usize::from(matches!(self.peek(), Some(Token::Minus | Token::Plus)));
        loop {
            let (variable, factor) = self.term()?;
            factors[variable] += sign * factor;
            sign = match self.peek() {
                Some(Token::Plus) => 1.0,
                Some(Token::Minus) => -1.0,
                _ => return Ok(factors),
            };
            self.at += 1;
        }
    }

    /// A variable's number and its factor.
    fn term(&mut self) -> Result<(usize, f64), Wrong> {
        let mut factor = 1.0;
        if let Some(Token::Number(number)) = self.peek() {
            let place = self.span();
            self.at += 1;
            if !self.take(Token::Times) {
                let wrong = Wrong::new("a number must be a factor or a limit here", place);
                return Err(wrong.help(
                    "bring numbers to the right side; a factor is set apart by `*`, as in 1.1 * o",
                ));
            }
            factor = number;
        }
        let variable = self.variable()?;
        while self.take(Token::Times) {
            if matches!(self.peek(), Some(Token::Word(_))) {
                return Err(self.wrong("variables can't be multiplied with each other"));
            }
            factor *= self.number("a factor", "as in 1.1 * o")?;
        }
        Ok((variable, factor))
    }

    fn variable(&mut self) -> Result<usize, Wrong> {
        let Some(Token::Word(word)) = self.peek() else {
            return Err(self.wrong("a variable is missing here").help(MEANINGS));
        };
        if let Some(variable) = VARIABLES.iter().position(|name| *name == word) {
            self.at += 1;
            return Ok(variable);
        }
        let wrong = self.wrong(format!("unknown variable `{}`", verdict::cut(word)));
        let lower = word.to_lowercase();
        let near = SYNONYMS
            .iter()
            .find(|(name, synonyms)| *name == lower || synonyms.contains(&&*lower));
        Err(match near {
            Some((name, _)) => wrong.help(format!("did you mean `{name}`? {MEANINGS}")),
            None => wrong.help(MEANINGS),
        })
    }

    fn number(&mut self, what: &str, help: &str) -> Result<f64, Wrong> {
        let sign = match self.peek() {
            Some(Token::Minus) => -1.0,
            _ => 1.0,
        };
        let first = self.at;
        self.at += usize::from(matches!(self.peek(), Some(Token::Minus | Token::Plus)));
        if let Some(Token::Number(number)) = self.peek() {
            self.at += 1;
            return Ok(sign * number);
        }
        self.at = first;
        Err(self.wrong(format!("{what} is missing here")).help(help))
    }
}

#[cfg(test)]
mod tests;
