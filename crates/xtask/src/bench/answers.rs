//! What an engine found: a number or a text for each check, by its name.

use std::collections::BTreeMap;

use serde_json::{Deserializer, Value};

/// What an engine found, by the name of the check.
pub(crate) type Answers = BTreeMap<String, Value>;

/// Reads objects, one after another, alone or in lists: the rows of one query
/// after another. A later one of a name replaces an earlier one.
///
/// # Errors
///
/// What is wrong with the JSON.
pub(crate) fn read(text: &str) -> Result<Answers, serde_json::Error> {
    let mut answers = Answers::new();
    for value in Deserializer::from_str(text).into_iter() {
        let rows = match value? {
            Value::Array(rows) => rows,
            row => vec![row],
        };
        for row in rows {
            let row: Answers = serde_json::from_value(row)?;
            answers.extend(row);
        }
    }
    Ok(answers)
}

/// Whether two findings are the same, but for how sums of numbers are rounded.
pub(crate) fn same(one: &Value, other: &Value) -> bool {
    if let (Some(one), Some(other)) = (one.as_array(), other.as_array()) {
        return one.len() == other.len()
            && one.iter().zip(other).all(|(one, other)| same(one, other));
    }
    match (one.as_f64(), other.as_f64()) {
        (Some(one), Some(other)) => (one - other).abs() <= 1e-9 * one.abs().max(other.abs()),
        _ => one == other,
    }
}
