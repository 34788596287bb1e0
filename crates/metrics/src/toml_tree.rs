//! TOML, with the line of every value.

use toml::Spanned;
use toml::de::{DeTable, DeValue};
use verdict::{Fault, Place};

use crate::node::{Leaf, Node, Value};
use crate::text::broken;

/// Largest text, in bytes. Its parser needs many times the memory.
const LARGEST: usize = 4 << 20;

pub(crate) fn read(file: &str, text: &str) -> Result<Node, Fault> {
    if text.len() > LARGEST {
        return Err(Fault::new(format!("{file} is larger than 4 MiB"))
            .help("name the file that holds metrics alone"));
    }
    let table = DeTable::parse(text).map_err(|error| {
        let span = error.span().unwrap_or_default();
        broken("TOML", error.message()).at(Place::in_text(file, text, span))
    })?;
    let ends: Vec<usize> = text.match_indices('\n').map(|(at, _)| at).collect();
    Ok(map(table.get_ref(), &ends))
}

fn map(table: &DeTable, ends: &[usize]) -> Node {
    let entries = table.iter();
    Node::Map(
        entries
            .map(|(key, value)| (key.get_ref().to_string(), node(value, ends)))
            .collect(),
    )
}

fn node(value: &Spanned<DeValue>, ends: &[usize]) -> Node {
    let start = value.span().start;
    let scalar = match value.get_ref() {
        DeValue::Table(table) => return map(table, ends),
        DeValue::Array(items) => {
            return Node::List(items.iter().map(|item| node(item, ends)).collect());
        }
        DeValue::String(text) => return placed(Node::text(text), start, ends),
        DeValue::Integer(number) => integer(number.as_str(), number.radix()),
        DeValue::Float(number) => number.as_str().parse().ok(),
        DeValue::Boolean(_) | DeValue::Datetime(_) => None,
    };
    let value = match (scalar, value.get_ref()) {
        (Some(number), _) => Value::Number(number),
        (None, DeValue::Boolean(truth)) => Value::Other(truth.to_string()),
        (None, DeValue::Datetime(date)) => Value::Other(date.to_string()),
        (None, _) => Value::Other("a number that can't be read".to_owned()),
    };
    placed(Node::new(value), start, ends)
}

/// An integer of any base, rounded where it is larger than 2^53.
fn integer(digits: &str, radix: u32) -> Option<f64> {
    match radix {
        10 => digits.parse().ok(),
        _ => i64::from_str_radix(digits, radix).ok().map(|n| n as f64),
    }
}

fn placed(node: Node, start: usize, ends: &[usize]) -> Node {
    let line = ends.partition_point(|end| *end < start) as u64 + 1;
    match node {
        Node::Leaf(leaf) => Node::Leaf(Leaf {
            line: Some(line),
            ..leaf
        }),
        other => other,
    }
}
