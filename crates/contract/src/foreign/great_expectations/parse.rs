//! A condition on rows, parsed and written as SQL.

use super::super::sql;
use super::Why;

mod tokens;

use tokens::{Token, tokens};

/// Whose words a condition is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    /// `DataFrame.query`: a comparison with a null is false, `!=` true.
    Pandas,
    /// Spark's SQL: a comparison with a null is unknown.
    Sql,
    /// Great Expectations' own: `col("a") > 1`.
    Own,
}

/// How deep brackets may stand in one another.
const DEEPEST: usize = 32;

/// The condition as SQL; else why there is none, as a fragment.
pub(super) fn condition(text: &str, language: Language) -> Result<String, Why> {
    let tokens = tokens(text).ok_or_else(unclear)?;
    let mut parser = Parser {
        tokens: &tokens,
        language,
        depth: 0,
    };
    let piece = parser.or()?;
    match parser.tokens {
        [] => Ok(piece.sql),
        _ => Err(unclear()),
    }
}

fn unclear() -> Why {
    "its `row_condition` is not a plain comparison, or several with `and`, `or` and `not`"
        .to_owned()
}

/// A piece of a condition, in SQL.
struct Piece {
    sql: String,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// True or false.
    Condition,
    /// A column.
    Column,
    /// Another value.
    Value,
}

impl Piece {
    fn condition(sql: String) -> Self {
        Self {
            sql,
            kind: Kind::Condition,
        }
    }
}

struct Parser<'a> {
    tokens: &'a [Token],
    language: Language,
    depth: usize,
}

impl Parser<'_> {
    /// Takes the next token where it is one of these words or signs.
    fn take(&mut self, words: &[&str]) -> Option<String> {
        let (first, rest) = self.tokens.split_first()?;
        let word = first.word()?;
        let word = words
            .iter()
            .find(|known| known.eq_ignore_ascii_case(word))?;
        self.tokens = rest;
        Some((*word).to_owned())
    }

    fn expect(&mut self, word: &str) -> Result<(), Why> {
        self.take(&[word]).map(|_| ()).ok_or_else(unclear)
    }

    fn or(&mut self) -> Result<Piece, Why> {
        self.chain(&["or", "|", "||"], " or ", Self::and)
    }

    fn and(&mut self) -> Result<Piece, Why> {
        self.chain(&["and", "&", "&&"], " and ", Self::not)
    }

    fn chain(
        &mut self,
        words: &[&str],
        between: &str,
        next: fn(&mut Self) -> Result<Piece, Why>,
    ) -> Result<Piece, Why> {
        let first = next(self)?;
        let mut parts = vec![first];
        while self.take(words).is_some() {
            parts.push(next(self)?);
        }
        if parts.len() == 1 {
            return parts.pop().ok_or_else(unclear);
        }
        let parts: Vec<_> = parts
            .into_iter()
            .map(|part| format!("({})", part.sql))
            .collect();
        Ok(Piece::condition(parts.join(between)))
    }

    fn not(&mut self) -> Result<Piece, Why> {
        if self.take(&["not", "~", "!"]).is_none() {
            return self.comparison();
        }
        self.deeper()?;
        let piece = self.not()?;
        self.depth -= 1;
        Ok(Piece::condition(self.negated(&piece.sql)))
    }

    fn deeper(&mut self) -> Result<(), Why> {
        self.depth += 1;
        match self.depth > DEEPEST {
            true => Err("its `row_condition` is nested too deep".to_owned()),
            false => Ok(()),
        }
    }

    /// For pandas what is not true is false.
    fn negated(&self, sql: &str) -> String {
        match self.language {
            Language::Sql => format!("not ({sql})"),
            Language::Pandas | Language::Own => format!("({sql}) is not true"),
        }
    }

    /// `a > 1`, `1 < a <= 5`, `a in [1, 2]`, `a is null`, or a piece alone.
    fn comparison(&mut self) -> Result<Piece, Why> {
        let mut left = self.operand()?;
        if left.kind == Kind::Condition {
            return Ok(left);
        }
        let mut parts = Vec::new();
        while let Some(sign) = self.take(&["==", "=", "!=", "<>", "<=", ">=", "<", ">"]) {
            let right = self.operand()?;
            parts.push(self.compared(&left, &sign, &right)?);
            left = right;
        }
        match parts.len() {
            0 => self.tail(left),
            1 => Ok(Piece::condition(parts.remove(0))),
            _ => Ok(Piece::condition(parts.join(" and "))),
        }
    }

    fn compared(&self, left: &Piece, sign: &str, right: &Piece) -> Result<String, Why> {
        if left.kind == Kind::Condition || right.kind == Kind::Condition {
            return Err(unclear());
        }
        let (left, right, both) = (&left.sql, &right.sql, left.kind == right.kind);
        Ok(match (sign, self.language) {
            ("==" | "=", _) => format!("{left} = {right}"),
            ("!=" | "<>", Language::Sql) => format!("{left} <> {right}"),
            // Two nulls are unlike one another, too.
            ("!=" | "<>", _) if both => format!("({left} = {right}) is not true"),
            ("!=" | "<>", _) => format!("{left} is distinct from {right}"),
            (sign, _) => format!("{left} {sign} {right}"),
        })
    }

    /// What can stand behind a value without a sign.
    fn tail(&mut self, left: Piece) -> Result<Piece, Why> {
        let is_sql = self.language == Language::Sql;
        if is_sql && self.take(&["is"]).is_some() {
            let not = if self.take(&["not"]).is_some() {
                "not "
            } else {
                ""
            };
            self.expect("null")?;
            return Ok(Piece::condition(format!("{} is {not}null", left.sql)));
        }
        let before = self.tokens;
        let not = self.take(&["not"]).is_some();
        let found = match self.take(&["in", "like", "between"]).as_deref() {
            Some("in") => format!("{} in ({})", left.sql, self.list()?),
            Some("like") if is_sql => format!("{} like {}", left.sql, self.operand()?.sql),
            Some("between") if is_sql => {
                let low = self.operand()?.sql;
                self.expect("and")?;
                format!("{} between {low} and {}", left.sql, self.operand()?.sql)
            }
            _ => {
                self.tokens = before;
                return Ok(left);
            }
        };
        Ok(Piece::condition(match not {
            true => self.negated(&found),
            false => found,
        }))
    }

    fn list(&mut self) -> Result<String, Why> {
        let open = self.take(&["[", "("]).ok_or_else(unclear)?;
        let close = if open == "[" { "]" } else { ")" };
        let mut values = Vec::new();
        loop {
            let value = self.operand()?;
            if value.kind != Kind::Value {
                return Err(unclear());
            }
            values.push(value.sql);
            if self.take(&[","]).is_none() {
                break;
            }
        }
        self.expect(close)?;
        Ok(values.join(", "))
    }

    fn operand(&mut self) -> Result<Piece, Why> {
        if self.take(&["("]).is_some() {
            self.deeper()?;
            let piece = self.or()?;
            self.depth -= 1;
            self.expect(")")?;
            return Ok(piece);
        }
        let minus = if self.take(&["-"]).is_some() { "-" } else { "" };
        let (first, rest) = self.tokens.split_first().ok_or_else(unclear)?;
        self.tokens = rest;
        let value = |sql| {
            Ok(Piece {
                sql,
                kind: Kind::Value,
            })
        };
        match first {
            Token::Number(number) => value(format!("{minus}{number}")),
            _ if !minus.is_empty() => Err(unclear()),
            Token::Text(text) => value(sql::text(text)),
            Token::Quoted(name) => self.column(name),
            Token::Word(word) => self.word(word),
            Token::Sign(_) => Err(unclear()),
        }
    }

    /// A column, and `.isnull()` or `.notnull()` behind it.
    fn column(&mut self, name: &str) -> Result<Piece, Why> {
        let name = sql::name(name);
        if self.take(&["."]).is_none() {
            return Ok(Piece {
                sql: name,
                kind: Kind::Column,
            });
        }
        let method = self
            .take(&["isnull", "isna", "notnull", "notna"])
            .ok_or_else(unclear)?;
        self.expect("(")?;
        self.expect(")")?;
        let not = if method.starts_with("not") {
            "not "
        } else {
            ""
        };
        Ok(Piece::condition(format!("{name} is {not}null")))
    }

    fn word(&mut self, word: &str) -> Result<Piece, Why> {
        let lower = word.to_lowercase();
        let called = self.tokens.first().and_then(Token::word) == Some("(");
        match lower.as_str() {
            "true" | "false" => Ok(Piece {
                sql: lower,
                kind: Kind::Value,
            }),
            "col" | "date" if called => {
                self.expect("(")?;
                let (first, rest) = self.tokens.split_first().ok_or_else(unclear)?;
                let Token::Text(text) = first else {
                    return Err(unclear());
                };
                self.tokens = rest;
                self.expect(")")?;
                match lower == "col" {
                    true => self.column(text),
                    false => Ok(Piece {
                        sql: format!("date {}", sql::text(text)),
                        kind: Kind::Value,
                    }),
                }
            }
            "date" | "timestamp"
                if let Some((Token::Text(text), rest)) = self.tokens.split_first() =>
            {
                self.tokens = rest;
                Ok(Piece {
                    sql: format!("{lower} {}", sql::text(text)),
                    kind: Kind::Value,
                })
            }
            "null" | "none" | "and" | "or" | "not" | "in" | "is" => Err(unclear()),
            _ if called => Err(unclear()),
            _ => self.column(word),
        }
    }
}

#[cfg(test)]
mod tests;
