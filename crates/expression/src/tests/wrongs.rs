//! What is said of texts that are no expressions.

use super::{NOW, row};
use crate::{Aggregate, Expression, Scope, Wrong};

fn wrong(text: &str) -> (String, String, String) {
    let (columns, _) = row();
    let wrong = Expression::condition(text, &Scope::new(&columns, NOW));
    shown(
        text,
        wrong
            .err()
            .unwrap_or_else(|| panic!("{text} is understood")),
    )
}

fn wrong_of_a_table(text: &str) -> (String, String, String) {
    let (columns, _) = row();
    let wrong = Aggregate::parse(text, &Scope::new(&columns, NOW));
    shown(
        text,
        wrong
            .err()
            .unwrap_or_else(|| panic!("{text} is understood")),
    )
}

fn shown(text: &str, wrong: Wrong) -> (String, String, String) {
    let piece = text.get(wrong.span).expect("within the text");
    (
        piece.to_owned(),
        wrong.message,
        wrong.help.unwrap_or_default(),
    )
}

fn all(cases: &[(&str, &str, &str, &str)]) {
    for (text, piece, message, help) in cases {
        let (found, words, hint) = wrong(text);
        assert_eq!(
            (found.as_str(), words.as_str()),
            (*piece, *message),
            "{text}"
        );
        assert!(hint.contains(help), "{text}: {hint}");
    }
}

#[test]
fn names() {
    all(&[
        (
            "oen > 1",
            "oen",
            "unknown column `oen`",
            "did you mean `one`?",
        ),
        ("text = \"DE\"", "\"DE\"", "unknown column `DE`", "'DE'"),
        (
            "\"ONE\" = 1",
            "\"ONE\"",
            "unknown column `ONE`",
            "did you mean `one`?",
        ),
        (
            "TWIN = 1",
            "TWIN",
            "more than one column is named like `TWIN`",
            "double quotes",
        ),
        (
            "zzzzzz = 1",
            "zzzzzz",
            "unknown column `zzzzzz`",
            "`one`, `two`",
        ),
        (
            "lowwer(text) = 'a'",
            "lowwer",
            "unknown function `lowwer`",
            "did you mean `lower`?",
        ),
        ("one > 1\n  and ünd = 1", "ünd", "unknown column `ünd`", ""),
    ]);
}

#[test]
fn kinds() {
    all(&[
        (
            "text > 1",
            "1",
            "a whole number can't be held against a text",
            "cast(",
        ),
        (
            "one + text > 1",
            "text",
            "a text can't be calculated with here",
            "||",
        ),
        (
            "yes > 1",
            "1",
            "a whole number can't be held against a boolean",
            "",
        ),
        (
            "one + 1",
            "one + 1",
            "a whole number is no condition",
            "compare",
        ),
        (
            "one and yes",
            "one",
            "a whole number is no condition",
            "compare",
        ),
        (
            "day > 'soon'",
            "'soon'",
            "`soon` is not a date",
            "YYYY-MM-DD",
        ),
        ("one > 'x'", "'x'", "`x` is not a number", ""),
        (
            "lower(one) = 'a'",
            "one",
            "`lower` takes a text, this is a whole number",
            "as text",
        ),
        (
            "sqrt(text) = 1",
            "text",
            "`sqrt` takes a number, this is a text",
            "as double",
        ),
        (
            "at - at > 1",
            "at",
            "a timestamp can't be calculated with here",
            "date_diff",
        ),
        (
            "date '2024-02-30' = day",
            "'2024-02-30'",
            "this text is not a date",
            "YYYY-MM-DD",
        ),
        (
            "case when yes then 1 else 'a' end = 1",
            "'a'",
            "`a` is not a number",
            "",
        ),
        ("day::boolean", "day", "a date can't be made a boolean", ""),
        (
            "extract(year from one) = 1",
            "one",
            "a part of a date takes a timestamp, this is a whole number",
            "",
        ),
    ]);
}

#[test]
fn grammar() {
    all(&[
        (
            "",
            "",
            "expected an expression, but the text ends",
            "too early",
        ),
        (
            "one >",
            "",
            "expected an expression, but the text ends",
            "too early",
        ),
        (
            "one > 1 two",
            "two",
            "`two` is not expected here",
            "operator",
        ),
        (
            "one > 1;",
            ";",
            "a `;` ends no expression",
            "one expression",
        ),
        ("'abc", "'abc", "unterminated string literal", ""),
        (
            "one in (select two from t)",
            "select",
            "subqueries are not understood",
            "",
        ),
        (
            "exists (select 1)",
            "select",
            "subqueries are not understood",
            "",
        ),
        (
            "sum(one) > 1",
            "sum",
            "`sum` is an aggregate; a row has none",
            "rule of the table",
        ),
        (
            "row_number() over () > 1",
            "row_number",
            "window functions are not understood",
            "",
        ),
    ]);
}

#[test]
fn functions_and_patterns() {
    all(&[
        (
            "round(half, 1, 2) > 1",
            "round",
            "`round` takes 1 to 2 arguments, not 3",
            "",
        ),
        (
            "abs() > 1",
            "abs",
            "`abs` takes another number of arguments than 0",
            "",
        ),
        (
            "text like nt",
            "nt",
            "a pattern must be a text that stands here",
            "single quotes",
        ),
        (
            "text ~ '('",
            "'('",
            "not a regular expression: unclosed group",
            "",
        ),
        (
            "text ~ '\\w{500}{500}'",
            "'\\w{500}{500}'",
            "the pattern is too large",
            "",
        ),
        (
            "text like 'a!' escape '!'",
            "'a!'",
            "`!` must stand before `%`, `_` or itself",
            "",
        ),
        (
            "text similar to 'a'",
            "text similar to 'a'",
            "`similar to` is not understood",
            "~",
        ),
        (
            "one ^ 2 = 1",
            "one ^ 2 = 1",
            "the operator `^` is not understood",
            "power",
        ),
        (
            "date_diff('dayz', day, at) = 1",
            "'dayz'",
            "`dayz` is no part of a date that is understood",
            "did you mean `day`?",
        ),
        (
            "now() > at - interval '1 moon'",
            "'1 moon'",
            "this interval is not understood",
            "7 days",
        ),
        (
            "cast(one as blob) = 1",
            "one",
            "the type `blob` is not understood",
            "boolean, integer",
        ),
    ]);
}

#[test]
fn tables() {
    for (text, piece, message) in [
        ("one", "one", "`one` stands outside of an aggregate"),
        (
            "sum(one) + one",
            "one",
            "`one` stands outside of an aggregate",
        ),
        (
            "sum(sum(one))",
            "sum",
            "`sum` stands within another aggregate",
        ),
        ("1 + 1", "1 + 1", "no aggregate is in this expression"),
        ("sum(*)", "sum", "`sum(*)` means nothing; it takes a column"),
        (
            "sum(distinct one)",
            "sum",
            "`distinct` is not understood in `sum`",
        ),
        ("sum(text)", "text", "`sum` takes a number, this is a text"),
        ("sum(one, two)", "sum", "`sum` takes one argument"),
        (
            "cuont(*)",
            "cuont",
            "these arguments of `cuont` are not understood",
        ),
        ("summ(one)", "summ", "unknown function `summ`"),
    ] {
        let (found, words, _) = wrong_of_a_table(text);
        assert_eq!((found.as_str(), words.as_str()), (piece, message), "{text}");
    }
}
