//! Any text as an expression: no panic, neither in reading nor in asking.

#![no_main]

use expression::{Aggregate, Expression, Kind, Rows, Scope, Value, Vector};
use libfuzzer_sys::fuzz_target;

/// Two rows of one column of each kind.
struct Two;

impl Rows for Two {
    fn rows(&self) -> usize {
        2
    }

    fn vector(&self, column: usize) -> Vector<'_> {
        match column {
            0 => Vector::Integers {
                values: &[i64::MIN, 0],
                nulls: Some(&[false, true]),
            },
            1 => Vector::Numbers {
                values: &[f64::NAN, 1e308],
                nulls: None,
            },
            2 => Vector::Texts(&[Some("2024-02-29"), None]),
            _ => Vector::Values(&[Value::Null, Value::Boolean(true)]),
        }
    }
}

fuzz_target!(|text: &str| {
    let names = ["i", "x", "t", "v"].map(str::to_owned);
    let kinds = [Kind::Integer, Kind::Number, Kind::Text, Kind::Any];
    let columns: Vec<_> = names.into_iter().zip(kinds).collect();
    let scope = Scope::new(&columns, 0);
    if let Ok(expression) = Expression::condition(text, &scope) {
        expression.truth(&Two, &mut Vec::new());
    }
    if let Ok(aggregate) = Aggregate::parse(text, &scope) {
        let mut totals = aggregate.totals();
        aggregate.add(&mut totals, &Two, None);
        let _ = aggregate.finish(&totals);
    }
});
