//! Pieces of SQL: written, and taken over from others.
//!
//! What others wrote is taken over word by word, once every word is one that
//! our own SQL knows; the engine that judges reads its grammar.

use crate::bound::Bound;

mod known;
mod query;
mod words;

pub(super) use query::aggregate;

use known::{FUNCTIONS, KEYWORDS, TYPES};
use words::{Word, words};

/// A name of a column: in double quotes.
pub(super) fn name(column: &str) -> String {
    format!("\"{}\"", column.replace('"', "\"\""))
}

/// A text: in single quotes.
pub(super) fn text(value: &str) -> String {
    format!("'{}'", value.replace('\'', "''"))
}

/// A value.
pub(super) fn literal(value: &Bound) -> String {
    match value {
        Bound::Boolean(value) => value.to_string(),
        Bound::Integer(value) => value.to_string(),
        Bound::Number(value) => format!("{value:?}"),
        Bound::Text(value) => text(value),
    }
}

/// Values between commas, for `in (…)`.
pub(super) fn list<'a>(values: impl IntoIterator<Item = &'a Bound>) -> String {
    let values: Vec<_> = values.into_iter().map(literal).collect();
    values.join(", ")
}

/// The columns that a piece of SQL may name.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    /// What the contract calls a column, and what the table does.
    pub(super) known: Vec<(String, String)>,
    /// Whether there may be others.
    pub(super) open: bool,
}

impl Names {
    /// The column that a word means: by its letters, else whatever their case.
    fn find(&self, word: &str) -> Option<&str> {
        let exact = self.known.iter().find(|(name, _)| name == word);
        let alike = || {
            self.known.iter().find(|(name, column)| {
                name.eq_ignore_ascii_case(word) || column.eq_ignore_ascii_case(word)
            })
        };
        exact.or_else(alike).map(|(_, column)| column.as_str())
    }
}

/// A condition or another expression over the columns of a row, in our SQL;
/// else why it is none, as a fragment.
pub(super) fn expression(sql: &str, names: &Names) -> Result<String, String> {
    translate(&words(sql)?, names)
}

/// The words in our SQL.
fn translate(words: &[Word], names: &Names) -> Result<String, String> {
    let mut out = String::new();
    let mut before: Option<&Word> = None;
    for (at, word) in words.iter().enumerate() {
        let next = words.get(at + 1);
        let written = one(word, before, next, names)?;
        if before.is_some_and(|before| apart(before, word)) {
            out.push(' ');
        }
        out.push_str(&written);
        before = Some(word);
    }
    match out.is_empty() {
        true => Err("it is empty".to_owned()),
        false => Ok(out),
    }
}

/// Whether a space stands between two words.
fn apart(before: &Word, word: &Word) -> bool {
    let call = word.is("(") && matches!(before, Word::Name(name) if is_function(name));
    !(before.is("(") || before.is("::") || word.is(")") || word.is(",") || word.is("::") || call)
}

fn one(
    word: &Word,
    before: Option<&Word>,
    next: Option<&Word>,
    names: &Names,
) -> Result<String, String> {
    let written = match word {
        Word::Text(value) => text(value),
        Word::Number(number) => number.clone(),
        Word::Symbol(symbol) => (*symbol).to_owned(),
        Word::Quoted(column) => name(column_of(column, names)?),
        Word::Name(word) => {
            let lower = word.to_lowercase();
            if next.is_some_and(|next| next.is("(")) {
                return match is_function(word) || KEYWORDS.contains(&lower.as_str()) {
                    true => Ok(lower),
                    false => Err(format!(
                        "its SQL calls `{}`, which ours does not have",
                        verdict::cut(word)
                    )),
                };
            }
            if KEYWORDS.contains(&lower.as_str()) || type_word(&lower, before, next) {
                return Ok(lower);
            }
            if before.is_some_and(is_operand) {
                return Err(format!(
                    "its SQL has `{}`, which ours does not have",
                    verdict::cut(word)
                ));
            }
            name(column_of(word, names)?)
        }
    };
    if matches!(word, Word::Text(_) | Word::Quoted(_)) && before.is_some_and(is_operand) {
        return Err("its SQL is not understood".to_owned());
    }
    Ok(written)
}

fn column_of<'a>(word: &'a str, names: &'a Names) -> Result<&'a str, String> {
    match names.find(word) {
        Some(column) => Ok(column),
        None if names.open => Ok(word),
        None => Err(format!(
            "its SQL names `{}`, which is no column",
            verdict::cut(word)
        )),
    }
}

/// Whether a word is a value, after which no other may stand.
fn is_operand(word: &Word) -> bool {
    match word {
        Word::Text(_) | Word::Number(_) | Word::Quoted(_) => true,
        Word::Symbol(symbol) => *symbol == ")",
        Word::Name(name) => {
            let name = name.to_lowercase();
            name.starts_with("current_")
                || !KEYWORDS.contains(&name.as_str()) && !TYPES.contains(&name.as_str())
        }
    }
}

/// Whether a word is a type: behind `as` or `::`, or before a text.
fn type_word(word: &str, before: Option<&Word>, next: Option<&Word>) -> bool {
    let cast = before.is_some_and(|before| before.is("::") || before.is("as"));
    let literal = matches!(next, Some(Word::Text(_))) && matches!(word, "date" | "timestamp");
    TYPES.contains(&word)
        && (cast
            || literal
            || matches!(before, Some(Word::Name(name)) if name.eq_ignore_ascii_case("double")))
}

fn is_function(word: &str) -> bool {
    let word = word.to_lowercase();
    FUNCTIONS.contains(&word.as_str()) || query::AGGREGATES.contains(&word.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        Names {
            known: vec![
                ("amount".to_owned(), "amt".to_owned()),
                ("Ship to".to_owned(), "Ship to".to_owned()),
            ],
            open: false,
        }
    }

    #[test]
    fn quotes_are_doubled() {
        assert_eq!(name("a \"b\""), "\"a \"\"b\"\"\"");
        assert_eq!(text("it's"), "'it''s'");
        assert_eq!(literal(&Bound::Number(1.0)), "1.0");
    }

    #[test]
    fn conditions_are_taken_over() {
        for (theirs, ours) in [
            (
                "AMOUNT>=0 and `Ship to` IN ('a','b')",
                "\"amt\" >= 0 and \"Ship to\" in ('a', 'b')",
            ),
            ("Length(amount) <> 3", "length(\"amt\") <> 3"),
            ("amount::text LIKE 'it''s%'", "\"amt\"::text like 'it''s%'"),
            (
                "cast(amount as DATE) > date '2024-01-01'",
                "cast(\"amt\" as date) > date '2024-01-01'",
            ),
            ("amount is null -- a comment", "\"amt\" is null"),
        ] {
            assert_eq!(
                expression(theirs, &names()).as_deref(),
                Ok(ours),
                "{theirs}"
            );
        }
    }

    #[test]
    fn what_ours_does_not_have_is_named() {
        for (theirs, why) in [
            ("soundex(amount) = 1", "`soundex`"),
            ("price > 1", "`price`, which is no column"),
            ("amount > {{ var('x') }}", "template"),
            ("amount in (select 1 from x)", "which is no column"),
            ("amount > interval '1 day'", "no column"),
            ("amount amount", "does not have"),
            ("'unclosed", "end"),
            ("", "empty"),
        ] {
            let error = expression(theirs, &names()).expect_err(theirs);
            assert!(error.contains(why), "{theirs}: {error}");
        }
    }
}
