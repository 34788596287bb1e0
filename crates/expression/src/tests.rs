//! The language, as its users see it.

mod aggregates;
mod conditions;
mod hostile;
mod laws;
mod values;
mod wrongs;

use crate::{Expression, Kind, Rows, Scope, Truth, Value, Vector};

/// 2024-03-01 12:00:00 UTC.
const NOW: i64 = 1_709_294_400;

/// A table of values of any kind.
struct Table {
    columns: Vec<Vec<Value<'static>>>,
    rows: usize,
}

impl Rows for Table {
    fn rows(&self) -> usize {
        self.rows
    }

    fn vector(&self, column: usize) -> Vector<'_> {
        Vector::Values(&self.columns[column])
    }
}

/// A row with a value of every kind, and nulls.
fn row() -> (Vec<(String, Kind)>, Table) {
    let moment = |text: &str| Value::Moment(crate::calendar::moment(text).expect("a moment"));
    let date = |text: &str| Value::Date(crate::calendar::date(text).expect("a date"));
    let cells = [
        ("one", Kind::Integer, Value::Integer(1)),
        ("two", Kind::Integer, Value::Integer(2)),
        ("half", Kind::Number, Value::Number(0.5)),
        ("nan", Kind::Number, Value::Number(f64::NAN)),
        ("text", Kind::Text, Value::text("Straße_1")),
        ("empty", Kind::Text, Value::text("")),
        ("yes", Kind::Boolean, Value::Boolean(true)),
        ("no", Kind::Boolean, Value::Boolean(false)),
        ("day", Kind::Date, date("2024-02-29")),
        ("at", Kind::Moment, moment("2024-02-29T12:30:15Z")),
        ("ten", Kind::Any, Value::text("10")),
        ("word", Kind::Any, Value::text("word")),
        ("mixed", Kind::Any, Value::Integer(7)),
        ("n", Kind::Integer, Value::Null),
        ("nx", Kind::Number, Value::Null),
        ("nt", Kind::Text, Value::Null),
        ("nb", Kind::Boolean, Value::Null),
        ("nd", Kind::Date, Value::Null),
        ("na", Kind::Any, Value::Null),
        ("Column Name", Kind::Integer, Value::Integer(5)),
        ("Twin", Kind::Integer, Value::Integer(6)),
        ("twiN", Kind::Integer, Value::Integer(7)),
        ("a.b", Kind::Integer, Value::Integer(8)),
        ("date", Kind::Date, date("2024-01-01")),
    ];
    let names = cells
        .iter()
        .map(|(name, kind, _)| ((*name).to_owned(), *kind));
    let columns = names.collect();
    let values = cells.into_iter().map(|(_, _, value)| vec![value]).collect();
    let table = Table {
        columns: values,
        rows: 1,
    };
    (columns, table)
}

/// The truth of a condition in that row.
fn truth(text: &str) -> Truth {
    let (columns, table) = row();
    let condition = Expression::condition(text, &Scope::new(&columns, NOW));
    let condition = condition.unwrap_or_else(|wrong| panic!("{text}: {wrong:?}"));
    let mut out = Vec::new();
    condition.truth(&table, &mut out);
    out[0]
}

/// The value of an expression in that row, written, or why there is none.
fn value(text: &str) -> Result<String, String> {
    let (columns, table) = row();
    let expression = Expression::parse(text, &Scope::new(&columns, NOW));
    let expression = expression.unwrap_or_else(|wrong| panic!("{text}: {wrong:?}"));
    expression.value(&table, 0).map(|value| value.to_string())
}
