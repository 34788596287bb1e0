//! Conditions of others and what they are in SQL.

use super::*;

#[test]
fn queries_of_pandas() {
    for (query, sql) in [
        ("x==1", "\"x\" = 1"),
        ("(a == 4) & (b == \"d\")", "(\"a\" = 4) and (\"b\" = 'd')"),
        (
            "x!=1 & w!=6",
            "(\"x\" is distinct from 1) and (\"w\" is distinct from 6)",
        ),
        ("a != b", "(\"a\" = \"b\") is not true"),
        (
            "not (a > 1 or b < -2.5)",
            "((\"a\" > 1) or (\"b\" < -2.5)) is not true",
        ),
        (
            "`Ship to` in ['DE', 'it\\'s']",
            "\"Ship to\" in ('DE', 'it''s')",
        ),
        ("a not in (1, 2)", "(\"a\" in (1, 2)) is not true"),
        ("1 < a <= 5", "1 < \"a\" and \"a\" <= 5"),
        (
            "a.notnull() and ~b.isnull()",
            "(\"a\" is not null) and ((\"b\" is null) is not true)",
        ),
        ("a == a", "\"a\" = \"a\""),
        ("flag == True", "\"flag\" = true"),
        ("a > 1e-3", "\"a\" > 1e-3"),
    ] {
        assert_eq!(
            condition(query, Language::Pandas).as_deref(),
            Ok(sql),
            "{query}"
        );
    }
}

#[test]
fn conditions_of_spark() {
    for (query, sql) in [
        (
            "a <> 1 AND b IS NOT NULL",
            "(\"a\" <> 1) and (\"b\" is not null)",
        ),
        ("NOT a BETWEEN 1 AND 2", "not (\"a\" between 1 and 2)"),
        ("a NOT LIKE 'x%'", "not (\"a\" like 'x%')"),
        ("d >= date '2024-01-01'", "\"d\" >= date '2024-01-01'"),
    ] {
        assert_eq!(
            condition(query, Language::Sql).as_deref(),
            Ok(sql),
            "{query}"
        );
    }
}

#[test]
fn conditions_of_their_own() {
    for (query, sql) in [
        ("col(\"foo-bar\") == \"x\"", "\"foo-bar\" = 'x'"),
        ("col(\"foo\").notNull()", "\"foo\" is not null"),
        (
            "col(\"d\") > date(\"2024-01-01\")",
            "\"d\" > date '2024-01-01'",
        ),
    ] {
        assert_eq!(
            condition(query, Language::Own).as_deref(),
            Ok(sql),
            "{query}"
        );
    }
}

#[test]
fn others_are_not_understood() {
    for query in [
        "",
        "a",
        "a >",
        "a > 1 b",
        "@limit < a",
        "a.str.len() > 3",
        "len(a) > 3",
        "a + 1 > 3",
        "(a > 1) > 2",
        "a in b",
        "a == None",
        "'open",
        "a ? b",
    ] {
        // A column alone is a condition where it holds booleans.
        let found = condition(query, Language::Pandas);
        assert!(found.is_err() || query == "a", "{query}: {found:?}");
    }
    let deep = format!("{}a{}", "(".repeat(100), ")".repeat(100));
    assert!(
        condition(&deep, Language::Pandas)
            .expect_err("wrong")
            .contains("deep")
    );
    let deep = format!("{}a", "not ".repeat(100_000));
    assert!(
        condition(&deep, Language::Pandas)
            .expect_err("wrong")
            .contains("deep")
    );
}

proptest::proptest! {
    #[test]
    fn no_condition_panics(text in "[a-c1-3 ()\\[\\]=!<>&|~.,'\"`\\\\é-]{0,40}") {
        for language in [Language::Pandas, Language::Sql, Language::Own] {
            let _ = condition(&text, language);
        }
    }
}
