//! Texts that mean harm.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::{NOW, row};
use crate::{Aggregate, Expression, Scope, Truth};

/// Understands a text and, if that works, looks at a row: no panic, whatever
/// it is, and a place that is within the text.
fn survives(text: &str) {
    let (columns, table) = row();
    let scope = Scope::new(&columns, NOW);
    match Expression::parse(text, &scope) {
        Ok(expression) => {
            let mut out: Vec<Truth> = Vec::new();
            expression.truth(&table, &mut out);
            let found = expression.value(&table, 0);
            assert!(found.is_ok() || out[0] == Truth::Error, "{text}");
        }
        Err(wrong) => assert!(text.get(wrong.span.clone()).is_some(), "{text}: {wrong:?}"),
    }
    if let Ok(aggregate) = Aggregate::parse(text, &scope) {
        let mut totals = aggregate.totals();
        aggregate.add(&mut totals, &table, None);
        let _ = aggregate.finish(&totals);
    }
}

const TOKENS: &[&str] = &[
    "one",
    "two",
    "half",
    "text",
    "yes",
    "day",
    "at",
    "n",
    "nt",
    "mixed",
    "word",
    "nan",
    "1",
    "0",
    "2.5",
    "-1",
    "1e308",
    "'a'",
    "'%a_'",
    "'2024-01-01'",
    "'('",
    "null",
    "true",
    "(",
    ")",
    "(",
    ")",
    ",",
    "+",
    "-",
    "*",
    "/",
    "//",
    "%",
    "||",
    "=",
    "<>",
    "<",
    ">=",
    "~",
    "!~*",
    "^",
    "::int",
    "::text",
    "and",
    "or",
    "not",
    "is",
    "null",
    "in",
    "between",
    "like",
    "escape",
    "case",
    "when",
    "then",
    "else",
    "end",
    "cast(",
    "as date)",
    "extract(year from",
    "interval '1 day'",
    "now()",
    "sum(",
    "count(*)",
    "count(distinct",
    "filter (where",
    "abs(",
    "round(",
    "substr(",
    "replace(",
    "coalesce(",
    "greatest(",
    "date_diff('day',",
    "left(",
    "split_part(",
    "\"",
    "`",
    "'",
    "--",
    "/*",
    ";",
    "é",
    "[",
    "]",
    "{",
    "}",
    ".",
    "?",
    "$1",
    "@",
    "over (",
    "exists",
    "array",
    "->",
    "within group",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn any_tokens(tokens in prop::collection::vec(prop::sample::select(TOKENS), 0..25)) {
        survives(&tokens.join(" "));
    }

    #[test]
    fn any_text(text in ".{0,60}") {
        survives(&text);
    }
}

#[test]
fn long_chains_are_understood_or_refused() {
    let (columns, table) = row();
    let scope = Scope::new(&columns, NOW);
    let many = format!("one = 0{}", " or one = 1".repeat(900));
    let many = Expression::condition(&many, &scope).expect("a long chain");
    let mut out = Vec::new();
    many.truth(&table, &mut out);
    assert_eq!(out, [Truth::True]);
    for (start, more, end) in [
        ("one", " or one = 1", ""),
        ("one", " + 1", ""),
        ("one", "::int", ""),
        ("one", " notnull", ""),
        ("one", " is null", ""),
        ("one", "[1]", ""),
        ("text", " || text", ""),
        ("", "not ", "yes"),
        ("", "- ", "one"),
        ("", "(", "one"),
        ("", "abs(", "one"),
        ("", "case when ", "yes"),
        ("", "cast(", "one"),
        ("", "interval ", "'1'"),
        ("one in (", "1, ", "1)"),
        ("one::", "array<", "int"),
        ("one::", "struct<a ", "int"),
        ("", "one between ", "1"),
        ("", "array[", "1"),
        ("", "{'a': ", "1"),
        ("", "x -> ", "1"),
    ] {
        for count in [60, 500, 5000] {
            survives(&format!("{start}{}{end}", more.repeat(count)));
        }
    }
}

#[test]
fn nesting_takes_no_exponential_time() {
    let start = Instant::now();
    for (open, close) in [
        ("(", ")"),
        ("abs(", ")"),
        ("not (", ")"),
        ("case when ", " then 1 end"),
        ("cast(", " as int)"),
        ("one in (", ")"),
        ("(one, ", ")"),
        ("coalesce(one, ", ")"),
        ("trim(", ")"),
        ("[", "]"),
        ("{'a': ", "}"),
        ("map {'a': ", "}"),
        ("interval (", ")"),
        ("exists (", ")"),
        ("date (", ")"),
        ("substring(", " from 1)"),
    ] {
        for depth in [10, 20, 40, 49] {
            survives(&format!("{}one{}", open.repeat(depth), close.repeat(depth)));
        }
    }
    assert!(
        start.elapsed() < Duration::from_secs(20),
        "{:?}",
        start.elapsed()
    );
}

#[test]
fn texts_grow_no_further_than_the_limit() {
    let (columns, table) = row();
    let scope = Scope::new(&columns, NOW);
    let mut text = "'aaaaaaaaaaaaaaaa'".to_owned();
    for _ in 0..8 {
        text = format!("replace({text}, 'a', 'aaaaaaaaaaaaaaaa')");
    }
    let expression = Expression::parse(&text, &scope).expect("an expression");
    let found = expression.value(&table, 0).map(|_| ());
    assert_eq!(found, Err("the text grows longer than 16 MiB".to_owned()));
}

#[test]
fn too_long_texts_are_refused() {
    let (columns, _) = row();
    let scope = Scope::new(&columns, NOW);
    let text = " ".repeat(70_000);
    let wrong = Expression::parse(&text, &scope).expect_err("too long");
    assert_eq!(wrong.message, "the expression is longer than 64 KiB");
    let text = "one,".repeat(5000);
    let wrong = Expression::parse(&text, &scope).expect_err("too many words");
    assert_eq!(
        wrong.message,
        "the expression has more than 4000 words and signs"
    );
}
