//! A query for rows that there must not be.

use toml::Spanned;

use super::super::sql::{self, Names};
use super::{Expectation, Suite, Why};
use crate::rule::TableRule;

/// `SELECT … FROM {batch} WHERE …`: no row keeps the condition.
pub(super) fn unexpected(e: &Expectation<'_>, suite: &mut Suite) -> Result<(), Why> {
    let query = e.text("unexpected_rows_query")?;
    let condition = condition(query.get_ref())
        .ok_or("its query is not a plain `SELECT … FROM {batch} WHERE …`")?;
    let open = Names {
        known: Vec::new(),
        open: true,
    };
    let condition = sql::expression(condition, &open)?;
    let rule = TableRule {
        expression: Some(Spanned::new(
            query.span(),
            format!("({condition}) is not true"),
        )),
        ..TableRule::default()
    };
    suite.rule(e, rule)
}

/// Words that stand behind a condition, or make more than one query.
const MORE: [&str; 13] = [
    "select",
    "group",
    "order",
    "having",
    "limit",
    "union",
    "intersect",
    "except",
    "window",
    "join",
    "qualify",
    "offset",
    "fetch",
];

/// The condition of a plain query.
fn condition(query: &str) -> Option<&str> {
    let query = query.trim().trim_end_matches(';');
    let (before, condition) = parts(query, "where")?;
    let (select, table) = parts(before, "from")?;
    let select = select.trim_start();
    let first = select.split_whitespace().next()?;
    let plain = first.eq_ignore_ascii_case("select") && table.trim() == "{batch}";
    let alone =
        !words(condition).any(|word| MORE.iter().any(|more| word.eq_ignore_ascii_case(more)));
    let aggregate = select.contains('(');
    (plain && alone && !aggregate && !condition.contains('{')).then_some(condition)
}

/// What stands before and behind the first word of a name.
fn parts<'a>(text: &'a str, name: &str) -> Option<(&'a str, &'a str)> {
    let word = words(text).find(|word| word.eq_ignore_ascii_case(name))?;
    let at = word.as_ptr() as usize - text.as_ptr() as usize;
    Some((&text[..at], &text[at + word.len()..]))
}

/// Words of letters, those in quotes left out.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let outside = text.split(['\'', '"', '`']).step_by(2);
    outside.flat_map(|piece| piece.split(|c: char| !c.is_alphanumeric() && c != '_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_queries_have_a_condition() {
        for (query, found) in [
            ("SELECT * FROM {batch} WHERE c1 > 7", Some(" c1 > 7")),
            (
                "select a, b\nfrom {batch}\nwhere a = 'group by';",
                Some(" a = 'group by'"),
            ),
            ("SELECT * FROM {batch} WHERE a > 1 GROUP BY a", None),
            ("SELECT a, count(*) FROM {batch} WHERE a > 1", None),
            ("SELECT * FROM {batch} t WHERE t.a > 1", None),
            ("SELECT * FROM other WHERE a > 1", None),
            ("SELECT * FROM {batch} WHERE a IN (SELECT b FROM x)", None),
            ("SELECT * FROM {batch}", None),
        ] {
            assert_eq!(condition(query), found, "{query}");
        }
    }
}
