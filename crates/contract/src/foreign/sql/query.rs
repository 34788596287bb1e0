//! `select … from … where …` as an aggregate of a table.

use super::words::{Word, words};
use super::{Names, translate};

/// Aggregates of our SQL.
pub(super) const AGGREGATES: [&str; 9] = [
    "count",
    "sum",
    "avg",
    "min",
    "max",
    "stddev",
    "stddev_samp",
    "stddev_pop",
    "variance",
];

/// The figure that a query over one table gives, in our SQL: its `where`
/// becomes the `filter` of each aggregate. `tables` are the names that mean
/// the table. Else why there is none, as a fragment.
pub(in crate::foreign) fn aggregate(
    query: &str,
    tables: &[&str],
    names: &Names,
) -> Result<String, String> {
    let words = words(query)?;
    let (figure, rest) = parts(&words).ok_or("its query is not a plain `select … from …`")?;
    let (table, condition) = source(rest).ok_or("its query is not over one table")?;
    if !tables.iter().any(|name| name.eq_ignore_ascii_case(table)) {
        return Err(format!(
            "its query is over `{}`, another table",
            verdict::cut(table)
        ));
    }
    let figure = without_alias(figure);
    if !figure.iter().any(is_aggregate) {
        return Err("its query has no aggregate".to_owned());
    }
    match condition {
        None => translate(figure, names),
        Some(condition) => {
            translate(condition, names)?;
            translate(&filtered(figure, condition), names)
        }
    }
}

/// What stands between `select` and `from`, and behind.
fn parts(words: &[Word]) -> Option<(&[Word], &[Word])> {
    let words = words.strip_suffix(&[Word::Symbol(";")]).unwrap_or(words);
    let (first, rest) = words.split_first()?;
    let from = depths(rest).position(|(depth, word)| depth == 0 && word.is("from"))?;
    first
        .is("select")
        .then(|| (&rest[..from], &rest[from + 1..]))
}

/// The table's name, without its schema, and the condition.
fn source(words: &[Word]) -> Option<(&str, Option<&[Word]>)> {
    let at = words.iter().position(|word| word.is("where"));
    let (table, condition) = match at {
        Some(at) => (&words[..at], Some(&words[at + 1..])),
        None => (words, None),
    };
    let (last, before) = table.split_last()?;
    let (Word::Name(name) | Word::Quoted(name)) = last else {
        return None;
    };
    // The schema, and the catalog before it.
    let schema = before.is_empty() || (before.len() <= 4 && before.last()?.is("."));
    schema.then_some((name, condition))
}

/// `count(*) as n` and `count(*) n` without the name.
fn without_alias(figure: &[Word]) -> &[Word] {
    match figure {
        [rest @ .., last, Word::Name(_) | Word::Quoted(_)] if last.is("as") => rest,
        [rest @ .., last, Word::Name(name)] if last.is(")") && name != "end" => {
            &figure[..=rest.len()]
        }
        figure => figure,
    }
}

fn is_aggregate(word: &Word) -> bool {
    matches!(word, Word::Name(name) if AGGREGATES.contains(&name.to_lowercase().as_str()))
}

/// Every word and how many brackets are open around it.
fn depths(words: &[Word]) -> impl Iterator<Item = (usize, &Word)> {
    words.iter().scan(0_usize, |depth, word| {
        let before = *depth;
        if word.is("(") {
            *depth += 1;
        } else if word.is(")") {
            *depth = depth.saturating_sub(1);
        }
        Some((before.min(*depth), word))
    })
}

/// The figure, each of whose aggregates looks at some rows only.
fn filtered(figure: &[Word], condition: &[Word]) -> Vec<Word> {
    let mut out = Vec::new();
    let mut within: Option<usize> = None;
    let mut depth = 0;
    for (at, word) in figure.iter().enumerate() {
        out.push(word.clone());
        if is_aggregate(word)
            && within.is_none()
            && figure.get(at + 1).is_some_and(|next| next.is("("))
        {
            within = Some(depth);
        }
        depth += usize::from(word.is("("));
        if word.is(")") {
            depth = depth.saturating_sub(1);
            if within == Some(depth) {
                within = None;
                let name = |name: &str| Word::Name(name.to_owned());
                out.extend([name("filter"), Word::Symbol("("), name("where")]);
                out.extend_from_slice(condition);
                out.push(Word::Symbol(")"));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_over_the_table_are_aggregates() {
        let names = Names {
            known: vec![("a".to_owned(), "a".to_owned())],
            open: false,
        };
        for (query, ours) in [
            ("SELECT COUNT(*) FROM orders", Ok("count(*)")),
            (
                "select count(*) as n from shop.orders where a is not null;",
                Ok("count(*) filter (where \"a\" is not null)"),
            ),
            (
                "SELECT SUM(a) / COUNT(DISTINCT a) FROM \"orders\" WHERE a > 0",
                Ok(
                    "sum(\"a\") filter (where \"a\" > 0) / count(distinct \"a\") filter (where \"a\" > 0)",
                ),
            ),
            (
                "SELECT 100.0 * SUM(CASE WHEN a > 1 THEN 1 ELSE 0 END) / COUNT(*) FROM orders",
                Ok("100.0 * sum(case when \"a\" > 1 then 1 else 0 end) / count(*)"),
            ),
            ("SELECT COUNT(*) FROM other", Err("another table")),
            (
                "SELECT COUNT(*) FROM orders o JOIN x ON o.a = x.a",
                Err("one table"),
            ),
            ("SELECT COUNT(*) FROM orders GROUP BY a", Err("one table")),
            (
                "SELECT COUNT(*) FROM orders WHERE a > 0 GROUP BY a",
                Err("`GROUP`"),
            ),
            ("SELECT a FROM orders", Err("no aggregate")),
            ("DELETE FROM orders", Err("plain")),
            ("WITH x AS (SELECT 1) SELECT COUNT(*) FROM x", Err("plain")),
        ] {
            match (aggregate(query, &["orders"], &names), ours) {
                (Ok(found), Ok(ours)) => assert_eq!(found, ours),
                (Err(found), Err(ours)) => assert!(found.contains(ours), "{query}: {found}"),
                (found, _) => panic!("{query}: {found:?}"),
            }
        }
    }
}
