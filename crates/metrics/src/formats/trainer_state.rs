//! `trainer_state.json` of Hugging Face's trainer: the last value of every key
//! in its `log_history`, with its step, and the numbers at its top
//! (`best_metric`, `global_step`, …).

use std::collections::BTreeMap;

use crate::found::Found;
use crate::node::{Leaf, Node, step};

pub(crate) fn fits(root: &Node) -> bool {
    let log = root.get("log_history").map(Node::items).unwrap_or_default();
    !log.is_empty() && root.get("global_step").is_some()
}

pub(crate) fn read(root: &Node, found: &mut Found) {
    let mut last = BTreeMap::<&str, (Option<i64>, &Leaf)>::new();
    for logged in root.get("log_history").map(Node::items).unwrap_or_default() {
        let at = logged.get("step").and_then(Node::number).and_then(step);
        for (key, node) in logged.entries() {
            if let Some(leaf) = node.leaf() {
                last.insert(key, (at, leaf));
            }
        }
    }
    for (key, (at, leaf)) in &last {
        match found.of(leaf) {
            Some(mut metric) => {
                metric.step = *at;
                found.metric(*key, metric);
            }
            None => found.leaf(*key, leaf),
        }
    }
    for (key, node) in root.entries() {
        match node.leaf() {
            Some(leaf) if !last.contains_key(key.as_str()) => found.leaf(&**key, leaf),
            _ => {}
        }
    }
}
