//! Values of whole tables.

use proptest::prelude::*;

use super::{NOW, Table};
use crate::{Aggregate, Kind, Scope, Truth, Value};

fn columns() -> Vec<(String, Kind)> {
    [
        ("i", Kind::Integer),
        ("x", Kind::Number),
        ("t", Kind::Text),
        ("b", Kind::Boolean),
        ("any", Kind::Any),
    ]
    .map(|(name, kind)| (name.to_owned(), kind))
    .to_vec()
}

fn table() -> Table {
    let optional = |x: Option<i128>| x.map_or(Value::Null, Value::Integer);
    let text = |x: Option<&'static str>| x.map_or(Value::Null, Value::text);
    Table {
        columns: vec![
            [Some(1), Some(2), None, Some(2), Some(7)]
                .map(optional)
                .to_vec(),
            [0.1, 0.2, 0.3, 1e16, -1e16].map(Value::Number).to_vec(),
            [Some("b"), Some("a"), None, Some("a"), Some("")]
                .map(text)
                .to_vec(),
            [true, false, true, true, false]
                .map(Value::Boolean)
                .to_vec(),
            ["1", "2", "3.5", "4", "0"].map(Value::text).to_vec(),
        ],
        rows: 5,
    }
}

fn finish(text: &str, table: &Table, only: Option<&[Truth]>) -> Result<Value<'static>, String> {
    let columns = columns();
    let aggregate = Aggregate::parse(text, &Scope::new(&columns, NOW));
    let aggregate = aggregate.unwrap_or_else(|wrong| panic!("{text}: {wrong:?}"));
    let mut totals = aggregate.totals();
    aggregate.add(&mut totals, table, only);
    aggregate.finish(&totals)
}

/// `DuckDB` 2.0.0 gives the same, but for the sum of `x`, which is exact here
/// (Python 3.11: `math.fsum`).
#[test]
fn each_aggregate() {
    for (text, expected) in [
        ("count(*)", "5"),
        ("count()", "5"),
        ("count(i)", "4"),
        ("count(distinct i)", "3"),
        ("count(distinct t)", "3"),
        ("sum(i)", "12"),
        ("sum(i) / count(*)", "2.4"),
        ("avg(i)", "3"),
        ("mean(i) = 3", "true"),
        ("sum(x)", "0.6"),
        ("min(i)", "1"),
        ("max(i)", "7"),
        ("min(t)", ""),
        ("max(t)", "b"),
        ("max(x)", "10000000000000000"),
        ("sum(any)", "10.5"),
        ("max(cast(any as double))", "4"),
        ("bool_and(b)", "false"),
        ("bool_or(b)", "true"),
        ("count(*) filter (where b)", "3"),
        ("sum(i) filter (where x > 0.15)", "4"),
        ("count_if(i = 2)", "2"),
        ("count_if(i = 2) filter (where t = 'b')", "0"),
        ("var_samp(i) > 7.333 and var_samp(i) < 7.334", "true"),
        ("stddev_pop(i) * stddev_pop(i) > 5.49", "true"),
        ("max(i) - min(i)", "6"),
        ("max(length(t))", "1"),
        ("sum(i * 2 + 1)", "28"),
        ("round(avg(i * 1.0), 1)", "3"),
        ("case when count(*) > 3 then 'many' else 'few' end", "many"),
        ("coalesce(sum(i) filter (where false), 0)", "0"),
        ("count(*) > 3 and min(i) >= 1", "true"),
        ("max(i) filter (where i < 0)", "null"),
        ("variance(i) filter (where i = 1)", "null"),
    ] {
        let found = finish(text, &table(), None).map(|value| value.to_string());
        assert_eq!(found.as_deref(), Ok(expected), "{text}");
    }
}

#[test]
fn no_rows_are_null_but_in_counts() {
    let none = [
        Truth::False,
        Truth::Unknown,
        Truth::Error,
        Truth::False,
        Truth::False,
    ];
    for (text, expected) in [
        ("count(*)", "0"),
        ("count(i)", "0"),
        ("sum(i)", "null"),
        ("avg(x)", "null"),
        ("min(t)", "null"),
        ("stddev(x)", "null"),
        ("count(distinct t)", "0"),
    ] {
        let found = finish(text, &table(), Some(&none)).map(|value| value.to_string());
        assert_eq!(found.as_deref(), Ok(expected), "{text}");
    }
}

#[test]
fn only_the_given_rows_count() {
    let only = [
        Truth::True,
        Truth::False,
        Truth::True,
        Truth::Unknown,
        Truth::True,
    ];
    let found = |text| finish(text, &table(), Some(&only)).map(|value| value.to_string());
    assert_eq!(found("count(*)").as_deref(), Ok("3"));
    assert_eq!(found("sum(i)").as_deref(), Ok("8"));
    assert_eq!(found("count(*) filter (where b)").as_deref(), Ok("2"));
    assert_eq!(found("sum(any)").as_deref(), Ok("4.5"));
}

#[test]
fn rows_that_cannot_be_computed_are_counted() {
    for (text, why) in [
        ("sum(1 / (i - 2))", "division by zero (2 rows)"),
        (
            "count(*) filter (where 1 / (i - 1) > 0)",
            "division by zero (1 row)",
        ),
        (
            "sum(cast(t as integer))",
            "`` is not a whole number (4 rows)",
        ),
        ("sum(i) / (count(*) - 5)", "division by zero"),
    ] {
        assert_eq!(finish(text, &table(), None), Err(why.to_owned()), "{text}");
    }
}

#[test]
fn kinds_are_known() {
    let columns = columns();
    for (text, kind) in [
        ("count(*)", Kind::Integer),
        ("sum(i)", Kind::Integer),
        ("sum(x)", Kind::Number),
        ("sum(i) / count(*)", Kind::Number),
        ("min(t)", Kind::Text),
        ("avg(i) > 1", Kind::Boolean),
    ] {
        let aggregate = Aggregate::parse(text, &Scope::new(&columns, NOW)).expect(text);
        assert_eq!(aggregate.kind(), kind, "{text}");
    }
    let two = Aggregate::parse("sum(x) / max(i)", &Scope::new(&columns, NOW)).expect("two");
    assert_eq!(two.columns(), [1, 0]);
}

/// Python 3.11: `statistics.variance`, which is exact.
#[test]
fn the_variance_of_large_values_keeps_its_digits() {
    let values = [1e9, 1e9 + 1.0, 1e9 + 2.0, 1e9 + 4.0]
        .map(Value::Number)
        .to_vec();
    let null = || vec![Value::Null; 4];
    let table = Table {
        columns: vec![null(), values, null(), null(), null()],
        rows: 4,
    };
    let found = finish("variance(x)", &table, None).expect("a variance");
    assert_eq!(found, Value::Number(2.916_666_666_666_666_5));
    let found = finish("var_pop(x)", &table, None).expect("a variance");
    assert_eq!(found, Value::Number(2.1875));
}

proptest! {
    /// In whatever order blocks are merged, not one bit differs.
    #[test]
    fn the_order_of_blocks_does_not_matter(
        rows in prop::collection::vec((any::<f64>(), -1e12_f64..1e12, prop::sample::select(vec!["a", "b", "1", ""])), 1..40),
        at in 0_usize..40,
    ) {
        let columns = columns();
        let scope = Scope::new(&columns, NOW);
        let text = "concat(sum(x), ' ', avg(x), ' ', stddev(x), ' ', count(distinct t), ' ', min(x), ' ', max(t), ' ', count(distinct x))";
        let aggregate = Aggregate::parse(text, &scope).expect("an aggregate");
        let block = |rows: &[(f64, f64, &'static str)]| {
            let nulls = vec![Value::Null; rows.len()];
            Table {
                columns: vec![
                    nulls.clone(),
                    rows.iter().map(|row| Value::Number(if row.0.is_finite() { row.0.clamp(-1e12, 1e12) + row.1 } else { row.1 })).collect(),
                    rows.iter().map(|row| Value::text(row.2)).collect(),
                    nulls.clone(),
                    nulls,
                ],
                rows: rows.len(),
            }
        };
        let (left, right) = rows.split_at(at.min(rows.len()));
        let (left, right) = (block(left), block(right));
        let mut one = aggregate.totals();
        aggregate.add(&mut one, &left, None);
        aggregate.add(&mut one, &right, None);
        let (mut a, mut b) = (aggregate.totals(), aggregate.totals());
        aggregate.add(&mut a, &left, None);
        aggregate.add(&mut b, &right, None);
        b.merge(a);
        prop_assert_eq!(aggregate.finish(&one), aggregate.finish(&b));
    }
}
