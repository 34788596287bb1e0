//! github-action-benchmark: `[{name, unit, value, range?, extra?}]`.

use crate::found::{Entry, Found};
use crate::metric::Metric;
use crate::node::{Node, Value};

pub(crate) fn fits(root: &Node) -> bool {
    let is_bench = |node: &Node| {
        ["name", "unit", "value"]
            .iter()
            .all(|key| node.get(key).is_some())
    };
    !root.items().is_empty() && root.items().iter().all(is_bench)
}

pub(crate) fn read(root: &Node, found: &mut Found) {
    for bench in root.items() {
        let name = bench.get("name").and_then(Node::as_text);
        let leaf = bench.get("value").and_then(Node::leaf);
        let (Some(name), Some(leaf)) = (name, leaf) else {
            continue;
        };
        // The action takes numbers as text as well.
        let value = match &leaf.value {
            Value::Number(value) => Some(*value),
            Value::Text(text) => text.trim().parse().ok(),
            Value::Other(_) => None,
        };
        let Some(value) = value else {
            found.leaf(name, leaf);
            continue;
        };
        let range = bench.get("range").and_then(|range| margin(range, value));
        let metric = Metric {
            unit: bench.get("unit").and_then(Node::as_text).map(str::to_owned),
            interval: range.map(|margin| (value - margin, value + margin)),
            ..Metric::new(value, found.source.location(leaf.line))
        };
        found.put(name, Entry::Number(metric));
    }
}

/// A range as the tools write it: `± 0.5`, `+/- 0.5`, `0.5`, `2.5%`.
fn margin(range: &Node, value: f64) -> Option<f64> {
    let text = match range.as_text() {
        None => return range.number().filter(|margin| *margin >= 0.0),
        Some(text) => text.trim().trim_start_matches(['±', '+', '/', '-', ' ']),
    };
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|n| *n >= 0.0);
    match text.strip_suffix('%') {
        Some(percent) => number(percent).map(|percent| (value * percent / 100.0).abs()),
        None => number(text),
    }
}
