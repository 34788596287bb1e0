//! Bencher Metric Format: `{benchmark: {measure: {value, lower_value?,
//! upper_value?}}}`. A metric is called `benchmark.measure`.

use crate::found::{Found, under};
use crate::node::Node;

const KEYS: [&str; 3] = ["value", "lower_value", "upper_value"];

pub(crate) fn fits(root: &Node) -> bool {
    let is_measure = |(_, node): &(String, Node)| {
        node.get("value").and_then(Node::number).is_some()
            && node
                .entries()
                .iter()
                .all(|(key, _)| KEYS.contains(&key.as_str()))
    };
    let is_bench = |(_, node): &(String, Node)| {
        !node.entries().is_empty() && node.entries().iter().all(is_measure)
    };
    !root.entries().is_empty() && root.entries().iter().all(is_bench)
}

pub(crate) fn read(root: &Node, found: &mut Found) {
    for (bench, measures) in root.entries() {
        for (measure, node) in measures.entries() {
            measured(&under(bench, measure), node, found);
        }
    }
}

fn measured(name: &str, node: &Node, found: &mut Found) {
    let Some(leaf) = node.get("value").and_then(Node::leaf) else {
        return;
    };
    let Some(mut metric) = found.of(leaf) else {
        return found.leaf(name, leaf);
    };
    let end = |key| node.get(key).and_then(Node::number);
    let (low, high) = (end("lower_value"), end("upper_value"));
    if low.is_some() || high.is_some() {
        let low = low.unwrap_or(f64::NEG_INFINITY);
        metric.interval = Some((low, high.unwrap_or(f64::INFINITY)));
    }
    found.metric(name, metric);
    // Who took the file for a plain tree of numbers wrote this.
    found.alias(under(name, "value"), name);
}
